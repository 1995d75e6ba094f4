"""A table's rows as records, or as a frame of the library that you work in; values stay exact."""

from __future__ import annotations

import importlib
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from decheng_data.errors import DechengDataError, MissingExtraError, NotInReleaseError, PackageError
from decheng_data.markup import html_table
from decheng_data.models import TABLES, Row
from decheng_data.schemas import table_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from decheng_data.packages import Package

SHOWN_ROWS = 50
"""Most rows of a table that a notebook shows."""
_DECIMAL_DIGITS = 38
_MORE = "`decheng-data validate` tells every fault"


class Records(tuple[dict[str, Any], ...]):
    """Rows as dicts of Python values. Calling it gives itself, so that it reads like the frame methods beside it."""

    def __call__(self) -> Records:
        """The records themselves."""
        return self


class Table:
    """The rows of one table, in the order of the file."""

    def __init__(self, model: type[Row], rows: tuple[Row, ...], lines: tuple[int, ...] = ()) -> None:
        """The model of the rows, the rows, and the line of the file that each stands on."""
        self.model, self.rows, self.lines = model, rows, lines

    @property
    def name(self) -> str:
        """The table's name, as in the descriptor."""
        return self.model.table

    @cached_property
    def records(self) -> Records:
        """The rows as dicts: str, int, bool, Decimal, datetime.date, tuple of str, or None."""
        return Records(row.model_dump(by_alias=True) for row in self.rows)

    def to_arrow(self) -> pa.Table:
        """A pyarrow Table; numbers are decimal128, field metadata hold title, title_zh and description."""
        pa = _library("pyarrow", "arrow")
        return pa.Table.from_pylist([dict(record) for record in self.records], schema=self._arrow_schema(pa))

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame with Arrow-backed columns: decimals stay decimals, missing cells stay missing."""
        pandas = _library("pandas", "pandas")
        frame: pd.DataFrame = self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A polars DataFrame; numbers are Decimal columns."""
        polars = _library("polars", "polars")
        frame: pl.DataFrame = polars.DataFrame([dict(record) for record in self.records], schema=self._polars_schema(polars), orient="row")
        return frame

    def to_duckdb(self) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation over an in-memory connection of its own; numbers are DECIMAL."""
        library = _library("duckdb", "duckdb")
        relation: duckdb.DuckDBPyRelation = library.connect().from_arrow(self.to_arrow())
        return relation

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.name} ({self.model.table_title_zh}): {len(self)} rows; {', '.join(name for name, *_ in self._fields())}>"

    def _repr_html_(self) -> str:
        shown = self.records[:SHOWN_ROWS]
        caption = f"{self.name} ({self.model.table_title_zh}): {len(self)} rows" + (f", the first {SHOWN_ROWS} shown" if len(self) > SHOWN_ROWS else "")
        return html_table(caption, [name for name, *_ in self._fields()], (record.values() for record in shown))

    def _fields(self) -> list[tuple[str, str, dict[str, str]]]:
        named = ("title", "title_zh", "description")
        return [(field["name"], field["type"], {key: field[key] for key in named}) for field in table_schema(self.model)["fields"]]

    def _scale(self, name: str) -> int:
        values = [value for record in self.records if isinstance(value := record[name], Decimal)]
        return max([0, *(-int(value.as_tuple().exponent) for value in values)])

    def _arrow_schema(self, pa: Any) -> pa.Schema:
        types = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32(), "list": pa.list_(pa.string())}
        typed = [(name, types.get(kind) or pa.decimal128(_DECIMAL_DIGITS, self._scale(name)), described) for name, kind, described in self._fields()]
        return pa.schema([pa.field(name, kind, metadata=described) for name, kind, described in typed])

    def _polars_schema(self, pl: Any) -> dict[str, Any]:
        types = {"string": pl.String, "integer": pl.Int64, "boolean": pl.Boolean, "date": pl.Date, "list": pl.List(pl.String)}
        return {name: types.get(kind) or pl.Decimal(_DECIMAL_DIGITS, self._scale(name)) for name, kind, _ in self._fields()}


def read_table(package: Package, name: str) -> Table:
    """The rows of one of the package's tables, as models.

    Raises NotInReleaseError for a table that the package does not have, PackageError where its file cannot be read and DechengDataError where a row
    does not fit its model: validate says all of it.
    """
    if name not in TABLES:
        raise NotInReleaseError("table", name, TABLES)
    try:
        return _read(package, name)
    except OSError as error:
        file = package.resource(name)["path"]
        raise PackageError(
            f"{package.location}: {file} cannot be read: {error.strerror or error}; check that it is there, the disk and your permissions"
        ) from error


def _read(package: Package, name: str) -> Table:
    model, source = TABLES[name], package.read_source(name)
    numbered = []
    for line, cells in source.rows:
        place = f"table {name} of {package.location}, line {line}"
        if len(cells) != len(source.header):
            raise DechengDataError(f"{place}: {len(cells)} cells, but the header has {len(source.header)}; {_MORE}")
        try:
            numbered.append((line, model.model_validate(dict(zip(source.header, cells, strict=True)))))
        except ValidationError as error:
            raise DechengDataError(f"{place}: {_first_fault(error)}; {_MORE}") from error
    if faults := [fault for fault in source.faults if fault.severity == "error"]:
        raise DechengDataError(f"table {name} of {package.location}, line {faults[0].line}: {faults[0].said[0]}; {_MORE}")
    return Table(model, tuple(row for _, row in numbered), tuple(line for line, _ in numbered))


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    return ", ".join([*(f"field {name}" for name in fault["loc"][:1]), fault["msg"].removeprefix("Value error, ")])


def _library(name: str, extra: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtraError(name, extra) from None
