"""patito: a model with constraints, each on a column of its own; it counts the rows that fail in its messages, and does
not name them.
"""

from __future__ import annotations

import re
from decimal import Decimal  # noqa: TC003  # patito reads annotations while the program runs
from typing import Any

import frames
import patito as pt
import polars as pl
import task
from patito.exceptions import DataFrameValidationError

KEYS = task.foreign_keys()
KINDS = {
    **dict.fromkeys(task.CODES, "bad_code"),
    **dict.fromkeys(KEYS, "broken_foreign_key"),
    "release_id": "duplicate_key",
    "comparison": "part_above_whole",
    "value": "share_out_of_range",
    "end": "end_before_start",
    "period": "does_not_parse",
}


def constrained(*conditions: pl.Expr, **more: Any) -> Any:
    """A field with a constraint that no missing cell breaks."""
    return pt.Field(constraints=[condition.fill_null(value=True) for condition in conditions], **more)


def of(name: str) -> Any:
    """A field that holds one of its codes."""
    return constrained(pl.col(name).is_in(KEYS[name] if name in KEYS else task.allowed(name)))


class Figures(pt.Model):
    """The rows of an archive."""

    release_id: str = constrained(pl.struct(task.KEY).is_unique())
    indicator_id: str = of("indicator_id")
    measure: str = of("measure")
    period: str = constrained(pl.col("period").str.contains(task.PERIOD))
    area: str = of("area")
    comparison: str = constrained(frames.part_not_above_whole())
    value: Decimal = constrained(
        (pl.col("measure") != "share") | pl.col("value").is_between(0, 100), dtype=frames.NUMBERS["value"]
    )
    decimals: int
    unit: str = of("unit")
    qualifier: str | None = of("qualifier")
    obs_status: str = of("obs_status")
    parent: str | None = of("parent")
    start: int | None
    end: int | None = constrained(pl.col("start") < pl.col("end"))


found: dict[str, int | None] = dict.fromkeys([*KINDS.values(), "missing_value"], 0)
try:
    Figures.validate(frames.typed(frames.scan()).drop("row", "unread").collect())
except DataFrameValidationError as errors:
    for error in errors.errors():
        number = re.match("[0-9]+", error["msg"])
        if number is None:
            raise
        kind = "missing_value" if "missing" in error["type"] else KINDS[str(error["loc"][0])]
        found[kind] = (found[kind] or 0) + int(number[0])
found["duplicate_key"] = (found["duplicate_key"] or 0) // 2  # both rows are found
note = ""
if task.IS_TEXT:
    found["does_not_parse"], note = None, "a cell that does not parse is cast beforehand, and counted as missing"
task.answer(found, package="patito", places=False, note=note)
