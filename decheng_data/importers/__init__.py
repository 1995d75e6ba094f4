"""A table that was filled in by a colleague or made in a frame, into a package, or its faults by cell.

Doors: `table.from_frame`, `table.import_file`.
It must not know how figures are exported, nor what a report looks like.

What other rooms use of it today (written by scripts/rooms.py):

    table: from_frame, import_file
"""
