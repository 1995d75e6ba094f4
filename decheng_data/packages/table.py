"""A table's rows as records, or as a frame of the library that you work in; values stay exact."""

from __future__ import annotations

import importlib
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from decheng_data.errors import DechengDataError, MissingExtraError, NotInReleaseError, PackageError
from decheng_data.model.html import Html, element, html, html_table, notebook_panel
from decheng_data.model.rows import TABLES
from decheng_data.packages.contract import contract_schema
from decheng_data.packages.structure.findings import finding
from decheng_data.packages.wide import Field as Field
from decheng_data.packages.wide import wide_fields, wide_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from decheng_data.model.rows import Row
    from decheng_data.packages.package import Package

_DECIMAL_DIGITS = 38
_ALSO_CODES = ("comparison", "period")
_DESCRIBED = ("title", "title_zh", "description")
SHOWN_ROWS = 50
"""Most rows of a table that a notebook shows."""
_MORE = "`decheng-data validate` tells every fault"


class Records(tuple[dict[str, Any], ...]):
    """Rows as dicts of Python values. Calling it gives itself, so that it reads like the frame methods beside it."""

    def __call__(self) -> Records:
        """The records themselves."""
        return self


class Frame:
    """Named columns and their rows: `fields` as in a Table Schema, `records` as dicts, and the same as a frame of any
    library.

    Of the columns in `codes` a value is one of few: they are categories where a frame has them.
    """

    def __init__(
        self,
        name: str,
        title_zh: str,
        fields: list[Field],
        records: Iterable[Mapping[str, Any]],
        codes: Iterable[str],
    ) -> None:
        """What the rows are, in one word and in Chinese; their columns; the rows; which columns hold codes."""
        self.name, self.title_zh, self.fields, self.codes = name, title_zh, fields, frozenset(codes)
        self._given = records

    @cached_property
    def records(self) -> Records:
        """The rows as dicts: str, int, bool, Decimal, datetime.date, tuple of str, or None."""
        return Records(dict(record) for record in self._given)

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in their order."""
        return [field["name"] for field in self.fields]

    def scale(self, name: str) -> int:
        """Most decimals that a value of the column has."""
        values = [value for record in self.records if isinstance(value := record[name], Decimal)]
        return max([0, *(-int(value.as_tuple().exponent) for value in values)])

    def to_arrow(self) -> pa.Table:
        """A pyarrow Table: numbers are decimal128, codes dictionaries; field metadata hold title, title_zh and
        description.
        """
        pa = _library("pyarrow", "arrow")
        return pa.Table.from_pylist(
            [dict(record) for record in self.records],
            schema=pa.schema([self._arrow_field(pa, field) for field in self.fields]),
        )

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame with Arrow-backed columns: decimals stay decimals, missing cells stay missing, codes are
        categories.

        `attrs` tells what is known of the table and of its columns.
        """
        pandas = _library("pandas", "pandas")
        kept = self.to_arrow()
        frame: pd.DataFrame = kept.to_pandas(
            types_mapper=lambda kind: None if str(kind).startswith("dictionary") else pandas.ArrowDtype(kind)
        )
        frame.attrs = {
            "table": self.name,
            "title_zh": self.title_zh,
            "columns": {field["name"]: _described(field) for field in self.fields},
        }
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A polars DataFrame: numbers are Decimal columns, codes categories. It has no place for what is known of a
        column.
        """
        polars = _library("polars", "polars")
        schema = {field["name"]: self._polars_type(polars, field) for field in self.fields}
        frame: pl.DataFrame = polars.DataFrame([dict(record) for record in self.records], schema=schema, orient="row")
        return frame

    def to_duckdb(self) -> duckdb.DuckDBPyRelation:
        """A DuckDB relation over an in-memory connection of its own: numbers are DECIMAL, codes ENUM."""
        library = _library("duckdb", "duckdb")
        relation: duckdb.DuckDBPyRelation = library.connect().from_arrow(self.to_arrow())
        return relation.project(", ".join(map(self._duckdb_column, self.fields)))

    def __len__(self) -> int:
        return len(self.records)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} ({self.title_zh}): {len(self)} rows; {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        return table_html(self)

    def _arrow_field(self, pa: ModuleType, field: Field) -> Any:
        kinds = {
            "string": pa.string(),
            "integer": pa.int64(),
            "boolean": pa.bool_(),
            "date": pa.date32(),
            "list": pa.list_(pa.string()),
        }
        kind = kinds.get(field["type"]) or pa.decimal128(_DECIMAL_DIGITS, self.scale(field["name"]))
        if field["name"] in self.codes and field["type"] == "string":
            kind = pa.dictionary(pa.int32(), pa.string())
        return pa.field(field["name"], kind, metadata=_described(field))

    def _polars_type(self, pl: ModuleType, field: Field) -> Any:
        if field["name"] in self.codes and field["type"] == "string":
            known = field.get("constraints", {}).get("enum")
            return pl.Enum(known) if known else pl.Categorical
        kinds = {
            "string": pl.String,
            "integer": pl.Int64,
            "boolean": pl.Boolean,
            "date": pl.Date,
            "list": pl.List(pl.String),
        }
        return kinds.get(field["type"]) or pl.Decimal(_DECIMAL_DIGITS, self.scale(field["name"]))

    def _duckdb_column(self, field: Field) -> str:
        name = f'"{field["name"]}"'
        values = (
            {value for record in self.records if (value := record[field["name"]]) is not None}
            if field["name"] in self.codes
            else set()
        )
        known = [
            value for value in field.get("constraints", {}).get("enum", ()) if field["name"] in self.codes
        ] or sorted(values, key=str)
        if field["type"] != "string" or not known:
            return name
        listed = ", ".join("'" + value.replace("'", "''") + "'" for value in known)
        return f"CAST({name} AS ENUM({listed})) AS {name}"


class Table(Frame):
    """The rows of one table, in the order of the file."""

    def __init__(self, model: type[Row], rows: tuple[Row, ...], lines: tuple[int, ...] = ()) -> None:
        """The model of the rows, the rows, and the line of the file that each stands on."""
        self.model, self.rows, self.lines = model, rows, lines
        self.schema = contract_schema(model.table)
        codes = {name for key in self.schema.get("foreignKeys", ()) for name in key["fields"]}
        codes |= {
            field["name"]
            for field in self.schema["fields"]
            if "enum" in field.get("constraints", {}) or field["name"] in _ALSO_CODES
        }
        super().__init__(
            model.table,
            model.table_title_zh,
            self.schema["fields"],
            (row.model_dump(by_alias=True) for row in rows),
            codes,
        )

    def wide(self) -> Frame:
        """The figures for people: one row an indicator, period and area, the measures side by side. Only the table of
        observations has this.

        Raises DechengDataError for another table.
        """
        if self.name != "observations":
            raise DechengDataError(
                f"the table {self.name} has no measures to lay side by side; observations has:"
                " table('observations').wide()"
            )
        fields = wide_fields(self.records, self.fields)
        codes = {field["name"] for field in fields if field["type"] == "string"}
        return Frame("observations_wide", "观测值（宽表）", fields, wide_records(self.records, fields), codes)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def read_table(package: Package, name: str) -> Table:
    """The rows of one of the package's tables, as models.

    Raises NotInReleaseError for a table that the package does not have, PackageError where its file cannot be read and
    DechengDataError where a row does not fit its model: validate says all of it.
    """
    if name not in TABLES:
        raise NotInReleaseError("table", name, TABLES)
    try:
        return _read(package, name)
    except OSError as error:
        file = package.resource(name)["path"]
        raise PackageError(
            f"{package.location}: {file} cannot be read: {error.strerror or error}; check that it is there, the disk"
            " and your permissions"
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
        said = finding(faults[0], package.resource(name)["path"]).clause("en")
        raise DechengDataError(f"table {name} of {package.location}, line {faults[0].line}: {said}; {_MORE}")
    return Table(model, tuple(row for _, row in numbered), tuple(line for line, _ in numbered))


def _described(field: Field) -> dict[str, str]:
    return {name: field[name] for name in _DESCRIBED}


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    return ", ".join([*(f"field {name}" for name in fault["loc"][:1]), fault["msg"].removeprefix("Value error, ")])


def _library(name: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtraError(name, extra) from None


def table_html(table: Frame) -> str:
    """The first rows of a table; each column by its name and what it is called in Chinese."""
    caption = f"{table.name} ({table.title_zh}): {len(table)} rows" + (
        f", the first {SHOWN_ROWS} shown" if len(table) > SHOWN_ROWS else ""
    )
    heads = (Html(f"{html(field['name'])}<br>{element('small', field.get('title_zh'))}") for field in table.fields)
    return notebook_panel(html_table(caption, heads, (record.values() for record in table.records[:SHOWN_ROWS])))
