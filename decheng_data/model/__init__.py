"""The nouns of SDMX and of this project: Quantity and Interval, Period, the rows of each table, Finding and Report.

Doors: `Quantity`, `Interval`, `Period`, `read_printed`, `TABLES`, `table_schema`, `json_schema`, `Finding`, `Report`, `Outcome`.
It must not know any file, any rule engine, or how a finding becomes a sentence.
"""
