"""pandera.polars: a DataFrameSchema, all faults collected (lazy); texts are cast beforehand, since its own coercion
stops at a cell that does not parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frames
import pandera.polars as pa
import polars as pl
import task
from pandera.errors import SchemaErrors

if TYPE_CHECKING:
    from pandera.api.polars.types import PolarsData

CODED = {
    name: pa.Column(pl.String, pa.Check.isin(task.allowed(name)), nullable=name not in task.REQUIRED)
    for name in task.CODES
}
KEYED = {
    name: pa.Column(pl.String, pa.Check.isin(codes), nullable=name not in task.REQUIRED)
    for name, codes in task.foreign_keys().items()
}
NUMBERED = {
    name: pa.Column(kind, nullable=name in ("start", "end")) for name, kind in frames.NUMBERS.items() if name != "value"
}
VALUE = pa.Column(pl.Decimal(18, 2))
TEXTS = {
    "release_id": pa.Column(pl.String),
    "comparison": pa.Column(pl.String),
    "period": pa.Column(pl.String, pa.Check.str_matches(task.PERIOD)),
}
KINDS = {
    "share": "share_out_of_range",
    "span": "end_before_start",
    "part": "part_above_whole",
    "multiple_fields_uniqueness": "duplicate_key",
}


def share(data: PolarsData) -> pl.LazyFrame:
    """Shares lie within 0 and 100."""
    return data.lazyframe.select((pl.col("measure") != "share") | pl.col("value").is_between(0, 100))


def span(data: PolarsData) -> pl.LazyFrame:
    """A start lies before its end."""
    return data.lazyframe.select(pl.col("start") < pl.col("end"))


def part(data: PolarsData) -> pl.LazyFrame:
    """A part is at most its whole."""
    return data.lazyframe.select(frames.part_not_above_whole())


schema = pa.DataFrameSchema(
    {**CODED, **KEYED, **NUMBERED, **TEXTS, "value": VALUE},
    checks=[pa.Check(check, name=check.__name__) for check in (share, span, part)],
    unique=task.KEY,
)


def kind_of(check: str, column: str | None) -> str:
    """The kind of fault that a failure of pandera is."""
    if check in KINDS:
        return KINDS[check]
    if check == "not_nullable":
        return "missing_value"
    if column == "period":
        return "does_not_parse"
    return "bad_code" if column in task.CODES else "broken_foreign_key"


found: dict[str, int | None] = dict.fromkeys(
    [*KINDS.values(), "bad_code", "missing_value", "broken_foreign_key", "does_not_parse"], 0
)
try:
    schema.validate(frames.typed(frames.scan()).drop("row", "unread").collect(), lazy=True)
except SchemaErrors as errors:
    counted = errors.failure_cases.group_by("check", "column").len()
    for check, column, number in counted.iter_rows():
        found[kind_of(check, column)] = (found[kind_of(check, column)] or 0) + number
found["duplicate_key"] = (found["duplicate_key"] or 0) // 2  # both rows are found
note = ""
if task.IS_TEXT:
    found["does_not_parse"], note = (
        None,
        "a cell that does not parse stops its coercion; cast beforehand, it is counted as missing",
    )
task.answer(found, package="pandera", places=True, note=note)
