"""Many releases as columns: where they lie, how they are built, and how the rules are decided on them, in SQL.

`columnar/` has the SQL; whatever it cannot decide, it leaves to the exact engine, with the rows that this needs.
Doors: `build.archive_packages` makes an archive. `places.is_archive` knows one, and `opening.Archive` opens it with one
of `places.ENGINES` (the type is `places.Engine`) as a `columnar.session.Session`. `columnar.decide.decide` decides all
rules on it and hands back `columnar.decide.ArchiveDecisions`; `rows.read_all_rows` hands all its `rows.Rows` to the
exact engine instead. `columnar.releases_table.release_ids` are the releases that are there, and
`columnar.rule_place.NOT_PRINTED` is why rules on printed forms are not applicable.
It must not know how a failed rule is worded, nor what a report looks like.

What other rooms use of it today (written by scripts/rooms.py):

    build: archive_packages
    columnar.decide: ArchiveDecisions, decide
    columnar.releases_table: release_ids
    columnar.rule_place: NOT_PRINTED
    columnar.session: Session
    opening: Archive
    places: ENGINES, Engine, is_archive
    rows: Rows, read_all_rows
"""
