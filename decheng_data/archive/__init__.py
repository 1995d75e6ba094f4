"""Many releases as columns: where they lie, how they are built, and how the rules are decided on them, in SQL.

`columnar/` has the SQL; whatever it cannot decide, the exact engine decides.
Doors: `places.is_archive`, `places.list_archive`, `build.archive_packages`, `columnar.session.Session`.
It must not know how a failed rule is worded, nor what a report looks like.

What other rooms use of it today (written by scripts/rooms.py):

    build: archive_packages
    columnar.decisions: Decisions, Doubt, GroupPlace, RowPlace, row_place
    columnar.duckdb: DuckSession
    columnar.duplicate_keys: PRIMARY_KEY
    columnar.faulty_cells: note_faulty_cells, note_foreign_keys, read_cells, read_counted, read_foreign_keys
    columnar.faulty_rows: find_faulty_rows
    columnar.grouping: Coded
    columnar.neighbours: FIGURES
    columnar.releases_table: group_rows, make_releases
    columnar.rule_copy: decide_copied
    columnar.rule_place: NOT_PRINTED, decide_place
    columnar.rule_presence: decide_expected, decide_presence
    columnar.rules_between: Periods, is_of_series
    columnar.rules_scope_status: decide_scope, decide_status
    columnar.rules_single: Singles, is_single
    columnar.rules_within: Groups
    columnar.scan: KEY, Layout, listed, merged, survey
    columnar.session: Session
    columnar.spark: SparkArchive
    columnar.spread: Spread
    places: ENGINES, Engine, Listing, is_archive, is_frame, list_archive
    rows: Rows, read_rows
"""
