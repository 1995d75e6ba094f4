"""An archive whose vocabulary has its linear rules several times over, each under an id of its own."""

from __future__ import annotations

import csv
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]


def multiplied(archive: Path, made: Path, times: int) -> tuple[int, int]:
    """Make the archive with the same files and so many times the linear rules; numbers of its rules and of their
    terms.
    """
    if not made.exists():
        shutil.copytree(archive / "vocabulary", made / "vocabulary")
        shutil.copytree(archive / "observations", made / "observations", copy_function=os.link)
    data = archive / "vocabulary/data"
    linear = {row["rule_id"] for row in _csv_rows(data / "rules.csv") if row["kind"] == "linear"}
    return tuple(
        _multiply(data / name, made / "vocabulary/data" / name, linear, times)
        for name in ("rules.csv", "rule_terms.csv")
    )  # type: ignore[return-value]  # of two


def _multiply(source: Path, target: Path, linear: set[str], times: int) -> int:
    rows = _csv_rows(source)
    again = [
        row | {"rule_id": f"{row['rule_id']}-{number}"}
        for number in range(2, times + 1)
        for row in rows
        if row["rule_id"] in linear
    ]
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *again])
    return len(rows) + len(again)


def _csv_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
