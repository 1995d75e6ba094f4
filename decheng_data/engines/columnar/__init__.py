"""The same answers as the exact engine over an archive, decided in SQL: exactly, and at the speed at which the data can be read.

`cells` finds what the structure of a row refuses, `combinations` decides the rules of single figures, `groups` the rules that hold figures of one
release against each other, `periods` those between releases. `duckdb` and `spark` run the SQL.
"""
