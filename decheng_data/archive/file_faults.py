"""Faults of whole files of an archive, and of records that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decheng_data.errors import PackageError
from decheng_data.model.finding import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

_COUNTED = {"MISSING COLUMNS": "missing-cell", "TOO MANY COLUMNS": "extra-cell"}
"""The rules of lines with too few or too many cells, by what DuckDB calls these."""


def file_fault(
    file: str, rule: str, code: str, *, outcome: Outcome = Outcome.FAILED, line: int | None = None, **parts: object
) -> Finding:
    """A fault of a file, or of one line of it; the parts are those of the message."""
    return Finding(rule=rule, code=code, severity="error", outcome=outcome, file=file, line=line, parts=parts)


class Reject(NamedTuple):
    """A line that DuckDB takes for no record: its number, DuckDB's kind and message, and how many cells it has."""

    line: int
    kind: str
    message: str
    cells: int


def rejected(file: str, reject: Reject, *, labels: int) -> Finding:
    """The fault of such a line in a file whose header has so many labels."""
    if rule := _COUNTED.get(str(reject.kind)):
        code, line = "archive.number-of-cells", reject.line
        return file_fault(file, rule, code, line=line, cells=reject.cells, labels=labels)
    return file_fault(file, "source-error", "archive.no-record", line=reject.line, reason=_first_line(reject.message))


def unreadable(file: str, error: Exception | str) -> Finding:
    """A file that cannot be read, with its reader's message."""
    return file_fault(file, "source-error", "archive.unreadable", outcome=Outcome.ERROR, reason=_first_line(error))


def none_usable(faults: Iterable[Finding]) -> PackageError:
    """The error where no file is left."""
    return PackageError("no file of the archive can be read: " + " ".join(each.message_en for each in list(faults)[:5]))


def _first_line(message: object) -> str:
    return str(message).partition("\n")[0].rstrip(". ")
