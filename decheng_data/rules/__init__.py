"""A rule as data, and its exact meaning: terms in base units, intervals, outcomes, and the sentence of a failure.

`kinds/` has what is special to a kind of rule.
Doors: `RuleSet.from_rows`, `ObservationIndex`, `evaluate`, `finding`.
It must not know where rows come from: no file, no descriptor, no archive.
"""
