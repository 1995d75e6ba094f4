"""A small HTML table, for notebooks; whatever stands in the data stays text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def html_table(caption: str, labels: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table with a caption; None is an empty cell."""
    head = "".join(f"<th>{escape(label)}</th>" for label in labels)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(cell: object) -> str:
    return "" if cell is None else escape(str(cell))
