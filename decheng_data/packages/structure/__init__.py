"""Whether tables are sound (level 0): bytes, records, header, cells, keys. Rule names are those of Frictionless."""
