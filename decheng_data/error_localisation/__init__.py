"""Error localisation (Fellegi and Holt): which figure is likely wrong, and by which slip.

It also finds which missing figure the rules fix. Nothing here is about languages. The public function is
`decheng_data.suspects`: a room of that name would take its place as soon as it is loaded.
Doors: `locate.suspicion`, `forced.forced_values`, `slips.SLIPS`.
It must not know where rows come from, nor how a report is written.

What other rooms use of it today (written by scripts/rooms.py):

    certificates: NotSettledError, Row, contradiction, scaled, upper_bound
    constraints: constraints
    findings: localised
    locate: LIMIT, SECONDS, lattice, need_solver, suspicion
    possible: figures, unit_of
    search: Search
    slips: EXCHANGED, GROWTH_AS_LEVEL, Slip, commits
    trials: Trials, retyped
    weights: *
"""
