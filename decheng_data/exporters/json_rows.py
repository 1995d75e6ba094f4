"""Rows as JSON: numbers with all their digits, lists as lists, days as text, what is missing as null."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def json_object(record: Mapping[str, object]) -> str:
    """A row on one line. A reader that turns every number into a float has some 15 digits of it."""
    return "{" + ", ".join(f"{json.dumps(name)}: {_value(value)}" for name, value in record.items()) + "}"


def json_array(records: Iterable[Mapping[str, object]]) -> str:
    """The rows as one array, a row a line; without a newline at the end."""
    lines = ",\n".join(map(json_object, records))
    return f"[\n{lines}\n]" if lines else "[]"


def _value(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(
        value if value is None or isinstance(value, bool | int | str | tuple) else str(value), ensure_ascii=False
    )
