"""Which figure is likely the wrong one, what the rules fix, whether the rules are consistent, and what they can see.

`search` finds the sets of figures, `certificates` and `covers` are its arithmetic, `likely` the slips, `forced` what rules fix,
`consistency` and `power` look at the rules themselves, `told` puts it into words.
"""
