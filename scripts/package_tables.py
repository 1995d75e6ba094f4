"""A data package held in memory as texts, to be changed cell by cell and written into a folder."""

from __future__ import annotations

import copy
import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DESCRIPTOR = "datapackage.json"
Row = dict[str, str]


@dataclass
class PackageTables:
    """The descriptor, the columns and the rows of each table. `encode` makes bytes of a table's text, where not
    as UTF-8.
    """

    descriptor: dict[str, Any]
    columns: dict[str, list[str]]
    rows: dict[str, list[Row]]
    encode: dict[str, Callable[[str], bytes]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> PackageTables:
        """The package in a folder, which must be a valid one."""
        descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
        columns, rows = {}, {}
        for resource in descriptor["resources"]:
            with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                rows[resource["name"]] = list(reader)
                columns[resource["name"]] = list(reader.fieldnames or ())
        return cls(descriptor, columns, rows)

    def copy(self) -> PackageTables:
        """A copy that can be changed without changing this one."""
        columns = {name: list(labels) for name, labels in self.columns.items()}
        rows = {name: [dict(row) for row in rows] for name, rows in self.rows.items()}
        return PackageTables(copy.deepcopy(self.descriptor), columns, rows, dict(self.encode))

    def resource(self, table: str) -> dict[str, Any]:
        """The descriptor's resource of a table."""
        found: dict[str, Any] = next(each for each in self.descriptor["resources"] if each["name"] == table)
        return found

    @property
    def figures(self) -> list[Row]:
        """The rows of the observations."""
        return self.rows["observations"]

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Each file of the package by its path, with its bytes."""
        yield DESCRIPTOR, (json.dumps(self.descriptor, ensure_ascii=False, indent=2) + "\n").encode()
        for table, labels in self.columns.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, labels, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(self.rows[table])
            yield self.resource(table)["path"], self.encode.get(table, str.encode)(text.getvalue())


def write(tables: PackageTables, folder: Path, already: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Write a package; files that `already` holds with the same bytes are left alone. What lies there then comes
    back.
    """
    contents = dict(tables.contents())
    for path, content in contents.items():
        if already is None or already.get(path) != content:
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    return contents
