"""A SQLite database, and beside it the metadata that Datasette reads.

SQLite has no decimals, so numbers are text with all their digits; the views have the value as `number` too, a float,
for sorting and summing. Lists are JSON.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from decheng_data.exporters.sql.tables import (
    LANGUAGES,
    Dialect,
    comments,
    create_table,
    foreign_keys,
    listed,
    quoted,
    view_of_observations,
)
from decheng_data.packages.structure.column import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from decheng_data.exporters.contents import Contents

_DIALECT = Dialect(
    types={**dict.fromkeys(("string", "number", "date", "list"), "TEXT"), "integer": "INTEGER", "boolean": "INTEGER"},
    forms={
        "number": "{} NOT GLOB '*[^-0-9.]*'",
        "date": "{} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
        "boolean": "{} IN (0, 1)",
        "list": "({0} IS NULL OR json_valid({0}))",
    },
    number=lambda column: f"CAST({column} AS REAL)",
    after_columns=" STRICT",
)
_COMMENT_COLUMNS = ("table", "column", "title_en", "title_zh", "description")


def files(contents: Contents) -> dict[str, bytes]:
    """The database with foreign keys, checks, views `observations_zh` and `observations_en` and a table of comments;
    and `metadata.json` for Datasette.
    """
    metadata = json.dumps(_metadata(contents), ensure_ascii=False, indent=2) + "\n"
    return {f"{contents.stem}.sqlite": _database(contents), "metadata.json": metadata.encode()}


def _database(contents: Contents) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for table in contents.tables.values():
            connection.execute(create_table(table, _DIALECT, foreign_keys(table)))
            _fill(
                connection,
                table.name,
                table.columns,
                ([_stored(value) for value in record.values()] for record in table.records),
            )
        for language in LANGUAGES:
            connection.execute(view_of_observations(language, 'CAST(o."value" AS REAL) AS "number", '))
        columns = ", ".join(
            f"{quoted(each)} TEXT{'' if each == 'column' else ' NOT NULL'}" for each in _COMMENT_COLUMNS
        )
        connection.execute(f'CREATE TABLE "comments" ({columns}) STRICT')
        _fill(connection, "comments", _COMMENT_COLUMNS, comments(contents))
        connection.commit()
        return connection.serialize()


def _fill(
    connection: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | int | None]]
) -> None:
    marks = ", ".join("?" for _ in columns)
    connection.executemany(f"INSERT INTO {quoted(name)} ({listed(columns)}) VALUES ({marks})", rows)  # noqa: S608  # names only, quoted


def _stored(value: object) -> str | int | None:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, int | str) else written(value)


def _metadata(contents: Contents) -> dict[str, Any]:
    """What Datasette shows beside the tables, in both languages. It knows the database by the stem of its file."""
    described, licence = contents.descriptor, (contents.descriptor.get("licenses") or [{}])[0]
    return {
        "title": _in_both_languages(described, "title"),
        "description": _in_both_languages(described, "description"),
        "license": str(licence.get("title") or licence.get("name") or ""),
        "license_url": str(licence.get("path") or ""),
        "source": "; ".join(str(source.get("title", "")) for source in described.get("sources", ())),
        "databases": {contents.stem: {"tables": _tables(contents)}},
    }


def _tables(contents: Contents) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for comment in comments(contents):
        if comment.column is None:
            described[comment.table] = {
                "title": f"{comment.title_en} / {comment.title_zh}",
                "description": comment.description,
                "columns": {},
            }
        else:
            described[comment.table]["columns"][comment.column] = str(comment)
    return described


def _in_both_languages(described: Mapping[str, Any], name: str) -> str:
    return " / ".join(str(described[key]) for key in (name, f"{name}_zh") if described.get(key))
