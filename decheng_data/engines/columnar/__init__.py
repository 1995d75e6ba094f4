"""The same answers as the exact engine over an archive, decided in SQL: exactly, and at the speed at which the data can be read.

`survey` and `coded` look at all rows, `cells` finds what the structure of a row refuses, and `spread` has the figures of each group in one row. `singles`
decides the rules of single figures, `groups` those that hold figures of one release against each other, `periods` those between releases, on what
`seats` leads them to; `faulty` finds the places of rows that fail. `duckdb` and `spark` run the SQL.
"""
