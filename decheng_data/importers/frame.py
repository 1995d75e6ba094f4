"""A data frame of any library that Narwhals reads."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from struct import pack, unpack
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DechengDataError, MissingExtraError
from decheng_data.importers.grid import FilledCell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable

_SINGLE_DIGITS = 9
"""So many digits distinguish any two numbers of single precision."""
_NO_VALUE = {"NAType", "NaTType"}
"""What pandas has for a missing cell, besides None and NaN, by the names of the types: no comparison of them is true or
false."""


def grid_of(df: Any) -> Grid:
    """The frame's cells as Python values. A row's number is its position; the labels come before row 0."""
    try:
        import narwhals as nw
    except ImportError:
        raise MissingExtraError("narwhals", "frame") from None
    try:
        frame = nw.from_native(df)
    except TypeError:
        raise DechengDataError(
            f"{type(df).__name__} is no data frame that Narwhals reads; give one of pandas, polars, pyarrow or DuckDB"
        ) from None
    except nw.exceptions.DuplicateError:
        raise DechengDataError("the frame has two columns of one name; rename or take out one of them") from None
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    labels = [FilledCell(str(label)) for label in eager.columns]
    readers = [_single if kind == nw.Float32 else _value for kind in eager.schema.values()]
    rows = (
        (line, [FilledCell(read(value)) for read, value in zip(readers, row, strict=True)])
        for line, row in enumerate(_frame_rows(eager), 2)
    )
    return Grid("the frame", [(1, labels), *rows], frame=True)


def _single(value: Any) -> Any:
    """A number of single precision as the shortest decimal that means it: 0.1, not 0.10000000149."""
    plain = _value(value)
    if not isinstance(plain, float) or not isfinite(plain):
        return plain
    texts = (f"{plain:.{digits}g}" for digits in range(6, _SINGLE_DIGITS + 1))
    return Decimal(next((text for text in texts if _as_single(float(text)) == plain), repr(plain)))


def _as_single(value: float) -> float:
    number: float = unpack("f", pack("f", value))[0]
    return number


def _frame_rows(frame: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = frame.rows()
    return rows


def _value(value: Any) -> Any:
    if type(value).__name__ in _NO_VALUE or (isinstance(value, float) and value != value):  # noqa: PLR0124  # only NaN differs from itself
        return None
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
