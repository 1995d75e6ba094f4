"""validate() of anything: the order of it all, waivers, counts, and the report.

Doors: `validate.validate`, `package`, `suspects.suspects`, `frictionless_check.DechengRules`.
It must not know how a report is written, nor any format of other tools.

What other rooms use of it today (written by scripts/rooms.py):

    package: every_outcome, validate, validate_opened, validate_read
    suspects: suspects
    validate: validate
"""
