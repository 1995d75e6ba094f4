"""JSON Lines: a file a table, an object a row. Numbers are written with all their digits, lists as lists, what is missing as null."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decheng_data.contents import Contents


def files(contents: Contents) -> dict[str, bytes]:
    """A reader that keeps decimals reads them exactly; one that turns every number into a float keeps some 15 digits."""
    frames = {"tidy": tidy(contents), **contents.tables}
    return {f"{name}.jsonl": "".join(map(_line, frame.records)).encode() for name, frame in frames.items()}


def _line(record: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {_value(value)}" for name, value in record.items()) + "}\n"


def _value(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value if value is None or isinstance(value, bool | int | str | tuple) else str(value), ensure_ascii=False)
