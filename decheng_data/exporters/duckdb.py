"""A DuckDB database: tables with keys and checks, comments, views of the figures, and each linear rule as a view that
lists its own violations.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.errors import MissingExtraError
from decheng_data.exporters.sql.rule_views import rule_views
from decheng_data.exporters.sql.tables import (
    LANGUAGES,
    Dialect,
    comments,
    create_table,
    foreign_keys,
    in_order,
    literal,
    quoted,
    view_of_observations,
)
from decheng_data.model.fields import DECIMALS_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Table

_NUMBER = f"DECIMAL(25, {DECIMALS_LIMIT})"
_DIALECT = Dialect(
    types={
        "string": "VARCHAR",
        "integer": "BIGINT",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "list": "VARCHAR[]",
        "number": _NUMBER,
    },
    matches=lambda column, pattern: f"regexp_full_match({column}, {literal(pattern)})",
)


def files(contents: Contents) -> dict[str, bytes]:
    """One database. It holds the same each time; its bytes differ. Raises MissingExtraError without duckdb.

    DuckDB has no reference from a row to itself, so keys that refer to their own table (areas.parent, units.base_unit)
    are not in it.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("duckdb", "duckdb") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.duckdb"
        with closing(duckdb.connect(str(path))) as connection:
            for statement in statements(contents):
                connection.execute(statement)
        return {f"{contents.stem}.duckdb": path.read_bytes()}


def statements(contents: Contents) -> Iterator[str]:
    """What makes the database."""
    yield "BEGIN"
    for table in in_order(contents):
        yield create_table(table, _DIALECT, [key for key in foreign_keys(table) if key[1] != table.name])
        yield from inserted(table)
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
    for name, statement, meaning in rule_views(contents):
        yield statement
        yield f"COMMENT ON VIEW {quoted(name)} IS {literal(meaning)};"
    yield "COMMIT"


def inserted(table: Table) -> Iterator[str]:
    """What puts the rows of a table in; nothing where it has none."""
    rows = ",\n".join(f"({', '.join(map(_value, record.values()))})" for record in table.records)
    if rows:
        yield f"INSERT INTO {quoted(table.name)} VALUES\n{rows};"


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, Decimal | date):
        return literal(f"{value:f}" if isinstance(value, Decimal) else value.isoformat())
    return literal(value) if isinstance(value, str) else str(value)
