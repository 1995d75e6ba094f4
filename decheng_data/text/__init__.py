"""From prose to rows and back: `repair/`, `numerals/`, `grammar/`, `drafting/`, `verifying/`.

`words/` has the word lists that they use.
Doors: `bulletin.draft`, `bulletin.verify`, `repair.repairing.repair`, `repair.reading_files.read_text`, `additions`,
`drafting.draft.Draft`, `drafting.listing`.
It must not know how a package is validated, nor what a report looks like on a terminal.

What other rooms use of it today (written by scripts/rooms.py):

    additions: Additions, add_draft
    bulletin: draft, verify
    drafting.draft: Draft
    drafting.listing: as_csv, as_table
    repair.reading_files: read_text
    repair.repairing: repair
"""
