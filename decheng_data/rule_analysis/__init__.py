"""Whether the rules themselves are right (contradictions, redundancy) and what they can see (power).

Doors: `consistency.check_rules`, `power.power`, `forms`, `source.source_of`.
It must not know anything of reports and their forms.

What other rooms use of it today (written by scripts/rooms.py):

    consistency: check_rules
    forms: *
    power: power
    source: source_of
"""
