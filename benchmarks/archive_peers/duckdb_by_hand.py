"""Written by hand in the SQL of DuckDB: one query for rows, one for keys, one for parts and wholes."""

from __future__ import annotations

import duckdb
import task


def quoted(codes: list[str]) -> str:
    """Codes as a list of SQL."""
    return ", ".join(f"'{code}'" for code in codes)


source = (
    f"read_csv('{task.FILES}', all_varchar = true)"
    if task.IS_CSV
    else f"read_parquet('{task.FILES}', file_row_number = true)"
)
numbers = {"value": "DECIMAL(18, 2)", **dict.fromkeys(task.INTEGERS, "BIGINT")} if task.IS_TEXT else {}
casts = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in numbers.items())
unread = (
    " OR ".join(f'"{name}" IS NOT NULL AND TRY_CAST("{name}" AS {kind}) IS NULL' for name, kind in numbers.items())
    or "FALSE"
)
connection = duckdb.connect()
connection.execute(
    f"CREATE VIEW figures AS SELECT *{f' REPLACE ({casts})' if casts else ''}, {unread} AS unread FROM {source}"
)
for name, codes in task.foreign_keys().items():
    connection.execute(f"CREATE TABLE known_{name} AS SELECT unnest(?) AS code", [codes])
flags = {
    "bad_code": " OR ".join(f"{name} NOT IN ({quoted(task.allowed(name))})" for name in task.CODES),
    "missing_value": f"({' OR '.join(f'{name} IS NULL' for name in task.REQUIRED)}) AND NOT unread",
    "broken_foreign_key": " OR ".join(f"{name} NOT IN (SELECT code FROM known_{name})" for name in task.foreign_keys()),
    "share_out_of_range": "measure = 'share' AND value NOT BETWEEN 0 AND 100",
    "end_before_start": '"start" >= "end"',
    "does_not_parse": f"unread OR NOT regexp_matches(period, '{task.PERIOD}')",
}
selected = ", ".join(f"coalesce({condition}, FALSE) AS {kind}" for kind, condition in flags.items())
place = "*" if task.IS_CSV else "file_row_number, *"
rows = connection.sql(
    f"SELECT {place} FROM (SELECT *, {selected} FROM figures) WHERE {' OR '.join(flags)}"
).to_arrow_table()
repeated = connection.sql(
    f"SELECT {', '.join(task.KEY)}, count(*) - 1 FROM figures GROUP BY ALL HAVING count(*) > 1"
).fetchall()
part, whole = (f"max(value) FILTER (indicator_id = '{name}')" for name in (task.PART, task.WHOLE))
groups = ", ".join(task.GROUP)
either = f"indicator_id IN ('{task.PART}', '{task.WHOLE}')"
above = connection.sql(
    f"SELECT {groups} FROM figures WHERE {either} GROUP BY {groups} HAVING {part} > {whole}"
).fetchall()
found: dict[str, int | None] = {kind: sum(rows[kind].to_pylist()) for kind in flags}
found |= {"duplicate_key": sum(row[-1] for row in repeated), "part_above_whole": len(above)}
task.answer(found, package="duckdb", places=True, note="keys" if task.IS_CSV else "row numbers")
