"""What is wrong with the bytes and lines of a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from decheng_data.packages.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable


def in_utf_16(encoding: str) -> Fault:
    """The whole file is in UTF-16 instead of its encoding, and is not read."""
    code = "packages.file-in-other-encoding"
    return Fault("encoding-error", line=1, found="UTF-16", expected=encoding, code=code)


def too_long(line: int, limit: int) -> Fault:
    """The record that starts on the line goes beyond the limit (bytes)."""
    code = "packages.long-record"
    return Fault("source-error", line=line, expected=f"at most {limit} bytes", code=code, parts={"limit": limit})


def too_many_columns(count: int, limit: int) -> Fault:
    """The header goes beyond the limit of labels."""
    return Fault(
        "source-error",
        line=1,
        found=f"{count} labels",
        expected=f"at most {limit} labels",
        code="packages.long-header",
        parts={"count": count, "limit": limit},
    )


def _line_in(likely: str, line: int, count: int, encoding: str) -> Fault:
    code = "packages.line-in-other-encoding"
    return Fault("encoding-error", line=line, found=likely, expected=encoding, code=code, parts={"count": count})


def _other_bytes(line: int, count: int, encoding: str) -> Fault:
    code = "packages.other-bytes"
    return Fault("encoding-error", line=line, found="other bytes", expected=encoding, code=code, parts={"count": count})


def _byte_order_mark(line: int, _count: int, _encoding: str) -> Fault:
    return Fault("byte-order-mark", line=line, found="U+FEFF", expected="no mark", severity="information")


def _line_ending(found: str, code: str, line: int, count: int, _encoding: str) -> Fault:
    return Fault(
        "line-ending",
        line=line,
        found=found,
        expected="LF",
        severity="information",
        code=code,
        parts={"count": count},
    )


def _nul(line: int, count: int, _encoding: str) -> Fault:
    code = "packages.nul"
    return Fault("source-error", line=line, found="NUL", expected="text", code=code, parts={"count": count})


def _open_quotation(line: int, _count: int, _encoding: str) -> Fault:
    return Fault("source-error", line=line, expected="a closing quotation mark", code="packages.open-quotation")


SOURCE_FAULTS: dict[str, Callable[[int, int, str], Fault]] = {
    "GB18030": partial(_line_in, "GB18030"),
    "Big5": partial(_line_in, "Big5"),
    "other bytes": _other_bytes,
    "byte-order mark": _byte_order_mark,
    "CRLF": partial(_line_ending, "CRLF", "packages.crlf"),
    "CR": partial(_line_ending, "a lone CR", "packages.lone-cr"),
    "NUL": _nul,
    "open quotation": _open_quotation,
}
"""By what was met: (first line, how many lines, the encoding that was expected) -> fault."""
