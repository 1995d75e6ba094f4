"""Drafted rows for a reader: as JSON lines, as CSV, or as a table of columns."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from decheng_data.escaping import shown
from decheng_data.text.drafting.draft import DraftRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.text.drafting.draft import Draft

_COLUMNS = ("start", "printed", "value", "unit", "indicator", "measure", "period", "status", "confidence", "question")
_WIDTHS = dict(zip(_COLUMNS, (6, 14, 10, 10, 26, 11, 21, 6, 10, 0), strict=True))


def as_csv(drafted: Draft) -> str:
    """One line a numeral expression, the columns of the JSON lines; what is None is an empty cell."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, [field.name for field in fields(DraftRow)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in drafted.rows)
    return stream.getvalue()


def as_table(drafted: Draft) -> str:
    """The figures in columns, and after them how many there are and how many ask a question. Mentions are counted."""
    asking = sum(row.question is not None for row in drafted.quantities)
    lines = [_line(_COLUMNS), *(_line(_cells(row)) for row in drafted.quantities), ""]
    counts = (
        f"{len(drafted.rows)} numerals: {len(drafted.quantities)} figures, {len(drafted.mentions)} mentions; {asking}"
        " figures ask a question"
    )
    return "\n".join([*lines, counts]) + "\n"


def _cells(row: DraftRow) -> tuple[str, ...]:
    cells = (
        row.start,
        row.printed,
        row.signed_value,
        row.unit,
        row.indicator,
        row.measure,
        row.period,
        row.obs_status,
        row.confidence,
        row.question,
    )
    return tuple("" if cell is None else shown(str(cell)) for cell in cells)


def _line(cells: Sequence[str]) -> str:
    return "  ".join(_padded(cell, _WIDTHS[name]) for name, cell in zip(_COLUMNS, cells, strict=True)).rstrip()


def _padded(cell: str, width: int) -> str:
    """The cell in at least so many columns of a terminal, where a Chinese character takes two."""
    return cell + " " * (width - sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in cell))
