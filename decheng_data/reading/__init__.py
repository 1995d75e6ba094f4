"""A package that has been read: its structure, its rows as models, its vocabulary and its figures, each once.

Doors: `read_package.ReadPackage`, `typed_rows.Tables`.
It must not know what is done with them: no report, no export, no page, nor another state of the package.

What other rooms use of it today (written by scripts/rooms.py):

    read_package: ReadPackage
    typed_rows: Tables
"""
