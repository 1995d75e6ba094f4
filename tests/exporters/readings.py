"""The foreign readers, each with the target that it reads: the tests hold the equality law with them, and scripts/formats.py lists them."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.exporters.equality import COMPARED, FIGURES_COMPARED, KEY, Proof, Reading, Row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def unguarded(text: str | None) -> str | None:
    """A cell of tidy.csv without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text[1:] if text and text[0] == "'" and text.lstrip("'").startswith(GUARDED) else text


def _cells(rows: Iterable[dict[str, Any]]) -> Iterable[Row]:
    """Cells of a CSV file: an empty one is no value."""
    for row in rows:
        yield {name: cell if name == "value" else unguarded(cell or None) for name, cell in row.items()}


def python_csv(folder: Path) -> Iterable[Row]:
    with (folder / "tidy.csv").open(encoding="utf-8", newline="") as stream:
        return list(_cells(csv.DictReader(stream)))


def pandas_csv(folder: Path) -> Iterable[Row]:
    import pandas as pd

    return _cells(pd.read_csv(folder / "tidy.csv", dtype=str, keep_default_na=False).to_dict("records"))


def polars_csv(folder: Path) -> Iterable[Row]:
    import polars as pl

    return _cells(pl.read_csv(folder / "tidy.csv", infer_schema=False).to_dicts())


def duckdb_csv(folder: Path) -> Iterable[Row]:
    import duckdb

    relation = duckdb.sql(
        f"FROM read_csv('{folder / 'tidy.csv'}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\n')"
    )
    return _cells(dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall())


def python_jsonl(folder: Path) -> Iterable[Row]:
    with (folder / "tidy.jsonl").open(encoding="utf-8", newline="\n") as stream:
        return [json.loads(line, parse_float=Decimal, parse_int=int) for line in stream]


def duckdb_jsonl(folder: Path) -> Iterable[Row]:
    import duckdb

    columns = ", ".join(f"{name}: '{'DECIMAL(38, 9)' if name == 'value' else 'VARCHAR'}'" for name in COMPARED)
    relation = duckdb.sql(
        f"FROM read_json('{folder / 'tidy.jsonl'}', format = 'newline_delimited', columns = {{{columns}}})"
    )
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def polars_jsonl(folder: Path) -> Iterable[Row]:
    import polars as pl

    path = folder / "tidy.jsonl"
    return (
        pl.read_ndjson(path, infer_schema_length=None).to_dicts() if path.stat().st_size else []
    )  # polars reads no empty file


def pandas_jsonl(folder: Path) -> Iterable[Row]:
    import pandas as pd

    return _given(pd.read_json(folder / "tidy.jsonl", lines=True, dtype=False, precise_float=True))


def polars_parquet(folder: Path) -> Iterable[Row]:
    import polars as pl

    return pl.read_parquet(folder / "tidy.parquet").to_dicts()


def pandas_parquet(folder: Path) -> Iterable[Row]:
    import pandas as pd

    return _given(pd.read_parquet(folder / "tidy.parquet"))


def duckdb_parquet(folder: Path) -> Iterable[Row]:
    import duckdb

    relation = duckdb.sql(f"FROM '{folder / 'tidy.parquet'}'")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def polars_arrow(folder: Path) -> Iterable[Row]:
    import polars as pl

    return pl.read_ipc(folder / "tidy.arrow").to_dicts()


def pandas_arrow(folder: Path) -> Iterable[Row]:
    import pandas as pd

    return _given(pd.read_feather(folder / "tidy.arrow"))


def duckdb_arrow(folder: Path) -> Iterable[Row]:
    import duckdb
    import pyarrow.ipc

    relation = duckdb.from_arrow(pyarrow.ipc.open_file((folder / "tidy.arrow").read_bytes()).read_all())
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


_NAMED = ", ".join(
    f"{language}.{stem}_name AS {stem}_{language}"
    for stem in ("indicator", "unit", "area")
    for language in ("zh", "en")
)
FROM_VIEWS = f"SELECT zh.*, {_NAMED} FROM observations_zh AS zh JOIN observations_en AS en USING ({', '.join(KEY)})"
"""The figures with their names, from the two views that databases have."""


def python_sqlite(folder: Path) -> Iterable[Row]:
    (path,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return rows_of_views(connection)


def rows_of_views(connection: Any) -> Iterable[Row]:
    """The figures by a database connection of Python, whatever the database."""
    cursor = connection.execute(FROM_VIEWS)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def duckdb_database(folder: Path) -> Iterable[Row]:
    import duckdb

    (path,) = folder.glob("*.duckdb")
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        return rows_of_views(connection)


def openpyxl_workbook(folder: Path) -> Iterable[Row]:
    """The sheets of the themes, which come before that of the vocabulary. A number is shown and stored with no more than 15 digits, else as text."""
    import openpyxl

    (path,) = folder.glob("*.xlsx")
    for sheet in openpyxl.load_workbook(path):
        if sheet.title.startswith("vocabulary "):
            return
        _, names, *rows = sheet.iter_rows(values_only=True)
        yield from (
            {**row, "value": str(row["value"])} for row in (dict(zip(names, each, strict=True)) for each in rows)
        )


def frictionless_zip(folder: Path) -> Iterable[Row]:
    import frictionless

    (path,) = folder.glob("*.zip")
    package = frictionless.Package(str(path))
    tables = {
        name: [row.to_dict() for row in package.get_resource(name).read_rows()]
        for name in ("indicators", "units", "areas", "observations")
    }
    lists = (("indicator", "indicators", "indicator_id"), ("unit", "units", "unit"), ("area", "areas", "area"))
    named = {stem: {row[next(iter(row))]: row for row in tables[table]} for stem, table, _ in lists}
    for row in tables["observations"]:
        names = {
            f"{stem}_{language}": named[stem][row[code]][f"name_{language}"]
            for stem, _, code in lists
            for language in ("zh", "en")
        }
        yield {**row, **names}


def _given(frame: Any) -> Iterable[Row]:
    """The rows of a pandas frame; whatever it has for a missing cell is None."""
    import pandas as pd

    return (
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in frame.to_dict("records")
    )


_APOSTROPHE = "a text that a spreadsheet would take for a formula has an apostrophe in front; `observations.csv` beside it has none"
_NO_TYPES = "types and descriptions: cells are text"
_FLOATS = "that numbers are decimals: the reader must be told"
_ONLY_FLOATS = "more than 15 digits of a value: the reader takes every number for a float"
_TEXT_NUMBERS = (
    "decimals: a number is text with all its digits, and in the views a float beside it, `number`; a list is JSON"
)
_WIDTH = "which of the decimals were printed, but in `decimals`: a column has one scale"

QUICK = (
    Reading("csv", "Python csv", python_csv, cannot=f"{_NO_TYPES}; {_APOSTROPHE}"),
    Reading("csv", "pandas", pandas_csv, cannot=f"{_NO_TYPES}; {_APOSTROPHE}"),
    Reading("csv", "polars", polars_csv, cannot=f"{_NO_TYPES}; {_APOSTROPHE}"),
    Reading("csv", "duckdb", duckdb_csv, cannot=f"{_NO_TYPES}; {_APOSTROPHE}"),
    Reading("jsonl", "Python json", python_jsonl, cannot=_FLOATS),
    Reading("jsonl", "duckdb", duckdb_jsonl, cannot=_FLOATS),
    Reading("jsonl", "polars", polars_jsonl, cannot=_ONLY_FLOATS, floats=True),
    Reading("jsonl", "pandas", pandas_jsonl, cannot=_ONLY_FLOATS, floats=True),
    Reading("parquet", "polars", polars_parquet, cannot=_WIDTH),
    Reading("parquet", "pandas", pandas_parquet, cannot=_WIDTH),
    Reading("parquet", "duckdb", duckdb_parquet, cannot=_WIDTH),
    Reading("arrow", "polars", polars_arrow, cannot=_WIDTH),
    Reading("arrow", "pandas", pandas_arrow, cannot=_WIDTH),
    Reading("arrow", "duckdb", duckdb_arrow, cannot=_WIDTH),
    Reading("sqlite", "Python sqlite3", python_sqlite, cannot=_TEXT_NUMBERS),
    Reading(
        "duckdb",
        "duckdb",
        duckdb_database,
        cannot=f"{_WIDTH}; that areas.parent and units.base_unit refer to their own table; the same bytes each time",
    ),
    Reading(
        "xlsx",
        "openpyxl",
        openpyxl_workbook,
        cannot="values of more than 15 digits as numbers: they are text; positions in the text, statements and mentions",
    ),
    Reading(
        "frictionless",
        "frictionless",
        frictionless_zip,
        cannot="resources of the package that are none of its twelve tables",
    ),
)
"""Readers that run within the test's process."""

SERVED = (
    Proof(
        "sqlite",
        "datasette, asked over HTTP",
        "value and status of each figure; titles and descriptions of tables and columns",
        _TEXT_NUMBERS,
    ),
    Proof(
        "postgresql",
        "PostgreSQL by psql and psycopg",
        f"{FIGURES_COMPARED}; every cell of every table, to the last zero",
    ),
    Proof("xlsx", "LibreOffice Calc", "what each figure's cell shows: the value with its printed decimals", "the same"),
)
"""Readers that need a server or a program: test_sqlite, test_postgresql and test_xlsx set them to work."""
