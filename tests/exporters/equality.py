"""The equality law: a figure read back with a foreign reader has the key, value, decimals, unit, status and names that the package has."""

from __future__ import annotations

from decimal import Context, Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.exporters.contents import Contents
from decheng_data.exporters.tidy import tidy
from decheng_data.packages.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

KEY = ("release_id", "indicator_id", "measure", "period", "area", "comparison")
FIGURE = ("value", "decimals", "unit", "obs_status", "qualifier", "printed")
NAMES = ("indicator_zh", "indicator_en", "unit_zh", "unit_en", "area_zh", "area_en")
COMPARED = (*KEY, *FIGURE, *NAMES)
FIGURES_COMPARED = (
    "each figure's key, value, decimals, unit, status, qualifier, printed form, and names in Chinese and English"
)

FLOAT_DIGITS = 15

Row = dict[str, Any]


class Reading(NamedTuple):
    """A foreign reader at work: `figures` reads the exported folder. `cannot` is what the target cannot say through this reader.

    A reader of `floats` is held to the law for values of up to FLOAT_DIGITS digits, which floats keep.
    """

    target: str
    reader: str
    figures: Callable[[Path], Iterable[Mapping[str, Any]]]
    compared: str = FIGURES_COMPARED
    cannot: str = ""
    floats: bool = False


class Proof(NamedTuple):
    """A reader that a test of the target's own sets to work, as it needs a server or another program."""

    target: str
    reader: str
    compared: str = FIGURES_COMPARED
    cannot: str = ""


def written(target: str, contents: Contents, folder: Path) -> Path:
    """The folder with the target's files."""
    folder.mkdir(exist_ok=True)
    for name, data in files_of(target, contents).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def files_of(target: str, contents: Contents) -> dict[str, bytes]:
    return import_module(f"decheng_data.exporters.{target.translate(str.maketrans('-.', '__'))}").files(contents)


def expected(contents: Contents) -> list[Row]:
    """What every reader must find, in the order of the keys."""
    return _ordered({name: record[name] for name in COMPARED} for record in tidy(contents).records)


def found(reading: Reading, folder: Path) -> list[Row]:
    """What a reader found, with the value as an exact Decimal; a float is refused, as it has lost digits, unless the reader is known for floats."""
    return _ordered(
        {name: _exact(name, row[name], floats=reading.floats) for name in COMPARED} for row in reading.figures(folder)
    )


def within_floats(contents: Contents) -> Contents:
    """The same contents with every value cut to the digits that a float keeps."""
    table, narrow = contents.tables["observations"], Context(prec=FLOAT_DIGITS)
    rows = tuple(row.model_copy(update={"value": narrow.plus(row.value)}) for row in table.rows)
    return Contents(contents.descriptor, {**contents.tables, "observations": Table(table.model, rows)})


def _exact(name: str, value: Any, *, floats: bool) -> Any:
    if name == "value":
        assert floats or not isinstance(value, float), "the value came back as a float"
        return Decimal(str(value))
    return int(value) if name == "decimals" else None if value is None else str(value)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(row[name] for name in KEY))
