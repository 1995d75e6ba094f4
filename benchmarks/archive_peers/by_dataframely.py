"""dataframely: a Schema with rules, soft validation by `filter`, cells cast where they are texts."""

from __future__ import annotations

import dataframely as dy
import frames
import polars as pl
import task

KEYS = task.foreign_keys()


class Figures(dy.Schema):
    """The rows of an archive."""

    release_id = dy.String(primary_key=True)
    indicator_id = dy.String(primary_key=True, check=lambda column: column.is_in(KEYS["indicator_id"]))
    measure = dy.String(primary_key=True, check=lambda column: column.is_in(task.allowed("measure")))
    period = dy.String(primary_key=True, regex=task.PERIOD)
    area = dy.String(primary_key=True, check=lambda column: column.is_in(KEYS["area"]))
    comparison = dy.String(primary_key=True)
    value = dy.Decimal(18, 2, nullable=False)
    decimals = dy.Int64(nullable=False)
    unit = dy.String(nullable=False, check=lambda column: column.is_in(KEYS["unit"]))
    qualifier = dy.String(nullable=True, check=lambda column: column.is_in(task.allowed("qualifier")))
    obs_status = dy.String(nullable=False, check=lambda column: column.is_in(task.allowed("obs_status")))
    parent = dy.String(nullable=True, check=lambda column: column.is_in(KEYS["parent"]))
    start = dy.Int64(nullable=True)
    end = dy.Int64(nullable=True)

    @dy.rule()
    def share_out_of_range(cls) -> pl.Expr:  # noqa: N805  # as the library's documentation writes it
        """Shares lie within 0 and 100."""
        return (pl.col("measure") != "share") | pl.col("value").is_between(0, 100)

    @dy.rule()
    def end_before_start(cls) -> pl.Expr:  # noqa: N805  # as above
        """A start lies before its end."""
        return pl.col("start") < pl.col("end")

    @dy.rule()
    def part_above_whole(cls) -> pl.Expr:  # noqa: N805  # as above
        """A part is at most its whole."""
        return frames.part_not_above_whole()


valid, failure = Figures.filter(frames.scan().drop("row").collect(), cast=True)
counts = failure.counts()
_COLUMNS = {
    "bad_code": [f"{name}|check" for name in task.CODES],
    "missing_value": [f"{name}|nullability" for name in task.REQUIRED],
    "broken_foreign_key": [f"{name}|check" for name in KEYS],
    "does_not_parse": ["period|regex", *(f"{name}|dtype" for name in frames.NUMBERS)],
}
found: dict[str, int | None] = {kind: sum(counts.get(name, 0) for name in names) for kind, names in _COLUMNS.items()}
found |= {kind: counts.get(kind, 0) for kind in ("share_out_of_range", "end_before_start", "part_above_whole")}
found["duplicate_key"] = counts.get("primary_key", 0) // 2  # both rows are found
task.answer(found, package="dataframely", places=True, note="the rows themselves, without their numbers")
