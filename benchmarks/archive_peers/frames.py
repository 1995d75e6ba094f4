"""The archive as a frame of polars, and the checks as expressions of polars, for the programs that are written with
it.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import task

_SHARE = pl.col("measure") == "share"
NUMBERS: dict[str, Any] = {"value": pl.Decimal(18, 2), **dict.fromkeys(task.INTEGERS, pl.Int64)}


def scan() -> pl.LazyFrame:
    """The rows as they are, numbered from 0 by `row`."""
    if task.IS_CSV:
        return pl.scan_csv(task.FILES, infer_schema=False, row_index_name="row")
    return pl.scan_parquet(task.FILES, row_index_name="row")


def typed(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with numbers as numbers; a cell that is no number becomes null, and is counted by `unread`."""
    if not task.IS_TEXT:
        return frame.with_columns(unread=pl.lit(value=False))
    casts = {name: pl.col(name).cast(kind, strict=False) for name, kind in NUMBERS.items()}
    unread = pl.any_horizontal(*(pl.col(name).is_not_null() & cast.is_null() for name, cast in casts.items()))
    return frame.with_columns(unread=unread, **casts)


def flags() -> dict[str, pl.Expr]:
    """By kind of fault whether a row has it; the kinds that one row shows."""
    return {
        "bad_code": pl.any_horizontal(*(~pl.col(name).is_in(task.allowed(name)) for name in task.CODES)),
        "missing_value": pl.any_horizontal(*(pl.col(name).is_null() for name in task.REQUIRED)) & ~pl.col("unread"),
        "broken_foreign_key": pl.any_horizontal(
            *(~pl.col(name).is_in(codes) for name, codes in task.foreign_keys().items())
        ),
        "share_out_of_range": _SHARE & ~pl.col("value").is_between(0, 100),
        "end_before_start": pl.col("start") >= pl.col("end"),
        "does_not_parse": pl.col("unread") | ~pl.col("period").str.contains(task.PERIOD),
    }


def part_not_above_whole() -> pl.Expr:
    """Whether a row is no part, or at most its whole in the same release, period and area."""
    whole = pl.col("value").filter(pl.col("indicator_id") == task.WHOLE).first().over(task.GROUP)
    return (pl.col("indicator_id") != task.PART) | (pl.col("value") <= whole)
