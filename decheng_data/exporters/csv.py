"""CSV: `tidy.csv` with the names beside the figures, `wide.csv` for people and their spreadsheets, and every table as
it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from decheng_data.exporters.contents import csv_bytes
from decheng_data.exporters.tidy import tidy, wide_with_names

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Frame

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def files(contents: Contents) -> dict[str, bytes]:
    """UTF-8, LF, no index.

    The tables are exact. In `tidy.csv` and `wide.csv`, which people open, a text that a spreadsheet would take for a
    formula has an apostrophe in front; numbers never have one. `wide.csv` alone begins with a byte-order mark, by which
    Excel knows UTF-8.
    """
    return {
        "tidy.csv": _guarded_csv(tidy(contents)),
        "wide.csv": BYTE_ORDER_MARK + _guarded_csv(wide_with_names(contents)),
        **contents.csv_files(),
    }


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula (or where it begins like
    one that has been guarded).
    """
    return f"'{text}" if _LOOKS_LIKE_A_FORMULA.match(text) else text


def _guarded_csv(frame: Frame) -> bytes:
    return csv_bytes(
        frame.columns,
        ([guarded(cell) if isinstance(cell, str) else cell for cell in record.values()] for record in frame.records),
    )
