"""Rows of a package made of a text, for a person to review."""
