"""Two states of a package: what changed, which version that asks for, and the rules between states.

Doors: `compare`, `read_state`, `judge`, `record`.
It must not know how a comparison is shown, nor anything of texts and archives.
"""
