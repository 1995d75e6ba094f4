"""From prose to rows and back: `repair/`, `numerals/`, `grammar/`, `drafting/`, `verifying/`, over the word lists of `words/`.

Doors: `repair`, `draft`, `verify`, `add_draft`.
It must not know how a package is validated, nor what a report looks like on a terminal.
"""
