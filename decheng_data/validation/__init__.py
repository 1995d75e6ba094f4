"""validate() of anything: the order of it all, waivers, counts, and the report.

Doors: `validate.validate`, `suspects.suspects`, `frictionless_check.DechengRules`.
It must not know how a report is written, nor any format of other tools.

What other rooms use of it today (written by scripts/rooms.py):

    package: validate, validate_opened
    suspects: suspects
    typed_rows: Tables
    validate: validate
"""
