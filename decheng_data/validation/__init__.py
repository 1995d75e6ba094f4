"""validate() of anything: the order of it all, waivers, counts, and the report.

Doors: `validate`, `suspects`, `frictionless_check.DechengRules`.
It must not know how a report is written, nor any format of other tools.
"""
