"""Error localisation (Fellegi and Holt): which figure is likely wrong, and by which slip.

It also finds which missing figure the rules fix. Nothing here is about languages. The public function is
`decheng_data.suspects`: a room of that name would take its place as soon as it is loaded.
Doors: `locate.suspicion` localises what fails, within `locate.SECONDS` and at most `locate.LIMIT` sets each;
`findings.localised` says it in findings; `locate.trials_of` makes every slip in the figures and holds them against the
rules. `certificates.contradiction` and `certificates.upper_bound` look at any linear rules, each a `certificates.Row`,
exactly, or raise `certificates.NotSettledError`; `locate.need_solver` says whether they can. `possible.figures` and
`possible.unit_of` are what a vocabulary allows.
It must not know where rows come from, nor how a report is written.

What other rooms use of it today (written by scripts/rooms.py):

    certificates: NotSettledError, Row, contradiction, upper_bound
    findings: localised
    locate: LIMIT, SECONDS, need_solver, suspicion, trials_of
    possible: figures, unit_of
"""
