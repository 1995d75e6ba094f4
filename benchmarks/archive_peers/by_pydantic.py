"""Pydantic row by row: one TypeAdapter, made once, on each row as a dictionary. What lies between rows (keys, parts and
wholes) is beyond a model of a row.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import pyarrow.parquet as pq
import task
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = task.foreign_keys()


# One of these texts, which the core of Pydantic looks up in a table.
Measure, Qualifier, Status = (Literal[tuple(task.allowed(name))] for name in task.CODES)
Indicator, Area, Unit = (Literal[tuple(KEYS[name])] for name in ("indicator_id", "area", "unit"))


class Figure(BaseModel):
    """One row."""

    release_id: str
    indicator_id: Indicator
    measure: Measure
    period: Annotated[str, Field(pattern=task.PERIOD)]
    area: Area
    comparison: str
    value: Decimal
    decimals: int
    unit: Unit
    qualifier: Qualifier | None
    obs_status: Status
    parent: Indicator | None
    start: int | None
    end: int | None

    @model_validator(mode="after")
    def within(self) -> Self:
        """A share lies within 0 and 100, a start before its end."""
        if self.measure == "share" and not 0 <= self.value <= 100:
            raise ValueError("share_out_of_range")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("end_before_start")
        return self


def rows() -> Iterator[dict[str, Any]]:
    """The rows as dictionaries, an empty cell as None."""
    for path in sorted(Path(task.folder, "observations").iterdir()):
        if task.IS_CSV:
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    yield {name: cell or None for name, cell in row.items()}
        else:
            for batch in pq.ParquetFile(path).iter_batches():
                yield from batch.to_pylist()


def kind_of(error: Any) -> str:
    """The kind of fault that an error of Pydantic is."""
    name = error["loc"][0] if error["loc"] else ""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["input"] is None:
        return "missing_value"
    if name in task.CODES:
        return "bad_code"
    return "broken_foreign_key" if name in KEYS else "does_not_parse"


validate = TypeAdapter(Figure).validate_python
counted = Counter[str]()
places = []
for number, row in enumerate(rows()):
    try:
        validate(row)
    except ValidationError as errors:
        counted.update(kind_of(error) for error in errors.errors(include_url=False))
        places.append(number)
kinds = ("bad_code", "missing_value", "broken_foreign_key", "share_out_of_range", "end_before_start", "does_not_parse")
found: dict[str, int | None] = {kind: counted[kind] for kind in kinds} | {
    "duplicate_key": None,
    "part_above_whole": None,
}
task.answer(found, package="pydantic", places=True, note="row numbers")
