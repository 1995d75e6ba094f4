"""A data package (Frictionless): where its files lie, what its descriptor may say, whether its tables are sound (level 0).

`files/` has folders, zips, git revisions and the writing of files; `descriptor/` the descriptor; `structure/` the check of tables.
Doors: `open_state`, `open_package`, `read_table`, `check_structure`, `write_text_whole`.
It must not know what a rule is, nor what the figures of a table mean.
"""
