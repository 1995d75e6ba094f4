"""A package in the formats of other tools: a file a target with `files(contents)`.

Doors: `export.export`, `targets.TARGETS`.
It must not know how a package is read or validated beyond asking for both, nor anything of the command line.

What other rooms use of it today (written by scripts/rooms.py):

    export: export
    targets: TARGETS
"""
