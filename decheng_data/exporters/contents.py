"""What an exporter is given: a package's descriptor and all of its tables, read once; and the CSV text of a table."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decheng_data.model.rows import TABLES
from decheng_data.packages.structure.column import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decheng_data.packages.table import Table
    from decheng_data.reading.read_package import ReadPackage

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a zip can have; for packages without a later one."""


@dataclass(frozen=True)
class Contents:
    """A package as exporters see it: `descriptor` as it is written, `tables` by name in the order of models.TABLES.

    `asked_stem` is the name, without its suffix, that the user asked for the main file.
    """

    descriptor: Mapping[str, Any]
    tables: Mapping[str, Table]
    asked_stem: str = ""

    @property
    def name(self) -> str:
        """The package's name."""
        return str(self.descriptor.get("name") or "decheng-data")

    @property
    def stem(self) -> str:
        """What a file that holds all of the package is called, before its suffix."""
        return self.asked_stem or re.sub(r"[^\w.-]", "_", self.name)

    @property
    def version(self) -> str:
        """The package's version; empty where it has none."""
        return str(self.descriptor.get("version") or "")

    @cached_property
    def created(self) -> datetime:
        """When the package was created, in UTC, else the youngest vintage: the one moment in an export, so that
        exports stay the same.
        """
        if created := _moment(self.descriptor.get("created")):
            return max(_EARLIEST, created)
        vintages = [row["vintage"] for row in self.records("releases")]
        return max([_EARLIEST, *(datetime(day.year, day.month, day.day, tzinfo=UTC) for day in vintages)])

    def records(self, name: str) -> tuple[dict[str, Any], ...]:
        """The rows of a table as dicts: str, int, bool, Decimal, datetime.date, tuple of str, or None."""
        return self.tables[name].records

    def keyed(self, name: str) -> dict[str, dict[str, Any]]:
        """The rows of a code list by their key, which is one field."""
        return {record[self.tables[name].model.primary_key[0]]: record for record in self.records(name)}

    def csv_files(self, folder: str = "") -> dict[str, bytes]:
        """Each table as CSV, by file name: UTF-8 without a mark, LF, quoted only where needed."""
        return {
            f"{folder}{name}.csv": csv_bytes(table.columns, (record.values() for record in table.records))
            for name, table in self.tables.items()
        }


def csv_bytes(labels: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The rows as CSV; cells are texts or typed values, None is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(labels)
    writer.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def sha256(data: bytes) -> str:
    """The SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def contents_of(read: ReadPackage, asked_stem: str = "") -> Contents:
    """All of a sound package. Raises NotInReleaseError where it lacks a table."""
    return Contents(read.package.descriptor, {name: read.table(name) for name in TABLES}, asked_stem)


def _moment(text: object) -> datetime | None:
    """A moment as a descriptor writes it, in UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
