"""A report or a comparison in a form: one form a file with `render(report, ...) -> str`.

Doors: `forms`, `comparison`, `github`, `markdown`.
It must not know how the report came about, nor where what it writes goes to.

What other rooms use of it today (written by scripts/rooms.py):

    comparison: *
    forms: Form, write_as
    github: *
    markdown: *
"""
