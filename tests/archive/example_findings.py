"""A finding a message of the room."""

from __future__ import annotations

from typing import Any

from decheng_data.archive.file_faults import Reject, file_fault, rejected, unreadable
from decheng_data.archive.partitions import contradiction
from decheng_data.model.finding import Finding, Outcome

FILE = "area=371402/figures.csv"


def fault(rule: str, name: str, **parts: Any) -> Finding:
    return file_fault(FILE, rule, f"archive.{name}", **parts)


FINDINGS = [
    fault("missing-label", "missing-column", column="unit"),
    fault("duplicate-label", "duplicate-column", column="unit"),
    fault("field-error", "column-type", column="value", kind="BOOLEAN"),
    fault("encoding-error", "other-encoding", outcome=Outcome.ERROR),
    unreadable(FILE, PermissionError(13, "Permission denied")),
    rejected(FILE, Reject(4, "MISSING COLUMNS", "Expected Number of Columns: 13 Found: 2", 2), labels=13),
    rejected(FILE, Reject(6, "UNQUOTED VALUE", "Value with unterminated quote found.", 1), labels=13),
    contradiction(FILE, "area", "371402", ["370000", "371400", None, "371403"]),
]
