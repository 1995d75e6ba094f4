"""A script for psql: a schema of the package's name with tables, keys, checks and comments, and the rows as COPY.

It runs in one transaction and stops at the first error: all of it is there, or nothing. It drops nothing; where the
schema is there already, it stops.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from decheng_data.exporters.sql.tables import (
    LANGUAGES,
    Dialect,
    comments,
    create_table,
    foreign_keys,
    listed,
    literal,
    quoted,
    view_of_observations,
)
from decheng_data.packages.structure.column import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Table

_DIALECT = Dialect(
    types={
        "string": "text",
        "integer": "integer",
        "boolean": "boolean",
        "date": "date",
        "list": "text[]",
        "number": "numeric",
    },
    matches=lambda column, pattern: f"{column} ~ {literal(f'^({pattern})$')}",
)
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST_NAME = 63


def files(contents: Contents) -> dict[str, bytes]:
    """The script. Load it with `psql --file`; numbers are numeric, which loses no digit."""
    return {f"{contents.stem}.sql": ("\n".join(_lines(contents)) + "\n").encode()}


def schema_name(contents: Contents) -> str:
    """The schema that the tables are in: the package's name in letters, digits and underscores."""
    return re.sub(r"\W", "_", contents.name.lower())[:_LONGEST_NAME]


def _lines(contents: Contents) -> Iterator[str]:
    schema = schema_name(contents)
    yield from ("\\set ON_ERROR_STOP on", "\\encoding UTF8", "BEGIN;", "SET LOCAL standard_conforming_strings = on;")
    yield from (f"CREATE SCHEMA {quoted(schema)};", f"SET LOCAL search_path = {quoted(schema)};")
    yield f"COMMENT ON SCHEMA {quoted(schema)} IS {literal(_comment(contents))};"
    for table in contents.tables.values():
        yield create_table(table, _DIALECT, ())
        yield from _copied(table)
    for table in contents.tables.values():
        for fields, target, target_fields in foreign_keys(table):
            yield (
                f"ALTER TABLE {quoted(table.name)} ADD FOREIGN KEY ({listed(fields)}) REFERENCES {quoted(target)}"
                f" ({listed(target_fields)});"
            )
    for language in LANGUAGES:
        yield view_of_observations(language)
    for comment in comments(contents):
        kind = "TABLE" if comment.table in contents.tables else "VIEW"
        place = (
            f"{kind} {quoted(comment.table)}"
            if comment.column is None
            else f"COLUMN {quoted(comment.table)}.{quoted(comment.column)}"
        )
        yield f"COMMENT ON {place} IS {literal(str(comment))};"
    yield "COMMIT;"


def _comment(contents: Contents) -> str:
    """Name, version, titles and descriptions of the package."""
    described = [
        str(contents.descriptor[key])
        for key in ("title", "title_zh", "description", "description_zh")
        if contents.descriptor.get(key)
    ]
    return "\n".join([f"{contents.name} {contents.version}".strip(), *described])


def _copied(table: Table) -> Iterator[str]:
    yield f"COPY {quoted(table.name)} ({listed(table.columns)}) FROM stdin;"
    for record in table.records:
        yield "\t".join(map(_cell, record.values()))
    yield "\\."


def _cell(value: object) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return "\\N"
    text = "{" + ",".join(map(_item, value)) + "}" if isinstance(value, tuple) else written(value)
    return "".join(_ESCAPED.get(character, character) for character in text)


def _item(text: str) -> str:
    """An item of an array, always between quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
