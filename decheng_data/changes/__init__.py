"""Two states of a package: what changed, which version that asks for, and the rules between states.

Doors: `compare`, `comparison`, `semver`, `state.State`, `rules.judge`, `rules.revision_rules`, `recording.record`.
It must not know how a comparison is shown, nor anything of texts and archives.

What other rooms use of it today (written by scripts/rooms.py):

    compare: compare, compare_states, read_state
    comparison: CellChange, Comparison, RowChange, RowChanges
    recording: record
    rules: judge, revision_rules
    semver: Bump, Version
    state: State
"""
