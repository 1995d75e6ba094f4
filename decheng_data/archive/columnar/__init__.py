"""The answers of the exact engine over an archive, decided in SQL: exactly, and at the speed at which the data can be
read.

`scan` and `grouping` look at all rows, `faulty_cells` finds what the structure of a row refuses, and `spread` has the
figures of each group in one row. `rules_single` decides the rules of single figures, `rules_within` those that compare
figures of one release, `rules_between` those between releases, on what `references` leads them to;
`decide` has the order of all this, `faulty_rows` finds the places of rows that fail, and `needed_rows` reads what the
exact engine needs. `duckdb` and `spark` run the SQL.
"""
