"""Many releases as columns: where they lie, how they are built, and the answers of the exact engine in SQL
(`columnar/`).

Whatever it cannot decide, the exact engine decides.
Doors: `is_archive`, `list_archive`, `archive_packages`, `Session`.
It must not know how findings are worded, nor what a report looks like.

What other rooms use of it today (written by scripts/rooms.py):

    build: archive_packages
    columnar.decisions: Decisions, Doubt, GroupPlace, RowPlace, row_place
    columnar.duckdb: DuckSession
    columnar.duplicate_keys: PRIMARY_KEY
    columnar.faulty_cells: read_cells, read_counted, read_foreign_keys, tell_cells, tell_foreign_keys
    columnar.faulty_rows: tell_rows
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
