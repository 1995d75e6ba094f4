"""A state of a package for a comparison: rows by key, cells by their meaning rather than by how they are written.

It reads whatever can be read, and notes the rest: an earlier state may have faults that a later one fixes, and
`validate` reports those of the later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.model.fields import LIST_DELIMITER
from decheng_data.model.quantity import plain
from decheng_data.model.rows import TABLES
from decheng_data.packages.contract import contract_schema
from decheng_data.packages.descriptor.schema import read_schema
from decheng_data.packages.files.pointers import PointerError
from decheng_data.packages.structure.column import reader_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.packages.opening import Package, Source

Key = tuple[str, ...]

REMEMBERED = 4096
"""Most different texts of a column whose meanings are remembered."""


class Meanings(dict[str, str]):
    """What the texts of a column mean: `157.50` is `157.5`, `True` is `true`, a list has no order; what cannot be read
    stays as it is.
    """

    def __init__(self, described: Mapping[str, Any], missing: list[str]) -> None:
        super().__init__()
        self._read = reader_of(described).read
        self._missing = frozenset(described.get("missingValues", missing))

    def __missing__(self, text: str) -> str:
        meaning = "" if text in self._missing else self._meaning(text)
        if len(self) < REMEMBERED:
            self[text] = meaning
        return meaning

    def _meaning(self, text: str) -> str:
        try:
            value = self._read(text)
        except (ValueError, ArithmeticError):
            return text
        if isinstance(value, Decimal):
            return plain(value) if value else "0"
        if isinstance(value, tuple):
            return LIST_DELIMITER.join(sorted(map(written, value)))
        return written(value).replace("\r\n", "\n").replace("\r", "\n")


class RowState:
    """A row: its line, and the meanings of its cells in the order of the table's `names`."""

    __slots__ = ("line", "names", "values")

    def __init__(self, line: int, names: tuple[str, ...], values: tuple[str, ...]) -> None:
        self.line, self.names, self.values = line, names, values

    @property
    def cells(self) -> dict[str, str]:
        """Meaning by field; an empty text is no value."""
        return dict(zip(self.names, self.values, strict=True))

    def __getitem__(self, name: str) -> str:
        """The meaning of one cell; empty where there is no such field."""
        return self.values[self.names.index(name)] if name in self.names else ""


@dataclass
class TableState:
    """A table: rows by primary key in the order of the file, and the meanings of its columns. `readable`: it can be
    compared at all.
    """

    name: str
    file: str
    names: tuple[str, ...] = ()
    rows: dict[Key, RowState] = field(default_factory=dict)
    meanings: dict[str, Meanings] = field(default_factory=dict)
    readable: bool = True
    notes: list[str] = field(default_factory=list)

    def meaning(self, name: str, text: str) -> str:
        """What a text would mean in the column of that name."""
        return self.meanings[name][text] if name in self.meanings else text


class _Tables(dict[str, TableState]):
    """The tables by name, each read when it is first asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def __missing__(self, name: str) -> TableState:
        table = self[name] = _read(self._package, name)
        return table


class State:
    """All tables of one state of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.tables: Mapping[str, TableState] = _Tables(package)

    def rows(self, name: str) -> Mapping[Key, RowState]:
        """The rows of a table by key."""
        return self.tables[name].rows

    @property
    def unreadable(self) -> list[str]:
        """The tables that cannot be compared at all, each with the reason."""
        return [f"{table.file}: {table.notes[-1]}" for table in self._every() if not table.readable]

    @property
    def notes(self) -> Iterator[str]:
        """What could not be compared, a sentence each."""
        return (f"{table.file}: {note}" for table in self._every() for note in table.notes)

    def _every(self) -> Iterator[TableState]:
        return (self.tables[name] for name in TABLES)


def _read(package: Package, name: str) -> TableState:
    if name not in package:
        return TableState(name, f"data/{name}.csv")  # an earlier state may not have had it: it had no rows
    table = TableState(name, package.resource(name)["path"])
    try:
        if not package.has_file(name):
            return _unreadable(
                table, "a folder stands in its place" if package.has_folder(name) else "the file is not there"
            )
        _fill(table, package.read_source(name), package.resource(name).get("schema"))
    except PointerError as error:
        return _unreadable(table, error.said)
    except OSError as error:
        return _unreadable(table, f"the file cannot be read ({error.strerror or error})")
    return table


def _fill(table: TableState, source: Source, described: Mapping[str, Any] | None) -> None:
    key = TABLES[table.name].primary_key
    if not source.header and not source.complete:
        _unreadable(table, "the file could not be read to its end and is not compared")
        return
    table.names = tuple(dict.fromkeys(label.strip() for label in source.header))
    if len(table.names) < len(source.header) or not set(key) <= set(table.names):
        _unreadable(table, f"the header names no column twice and has {', '.join(key)}, else the table is not compared")
        return
    schema = read_schema(described if isinstance(described, dict) else contract_schema(table.name))
    fields = {each["name"]: each for each in schema.fields}
    table.meanings = {
        name: Meanings(fields.get(name, {"name": name, "type": "any"}), schema.missing_values) for name in table.names
    }
    _fill_rows(table, source, tuple(table.names.index(name) for name in key))
    if not source.complete:
        _unreadable(table, "the file could not be read to its end and is not compared")


def _fill_rows(table: TableState, source: Source, places: tuple[int, ...]) -> None:
    columns, repeated = [table.meanings[name] for name in table.names], list[int]()
    width = len(columns)
    for line, cells in source.rows:
        padded = cells if len(cells) == width else [*cells, *[""] * (width - len(cells))][:width]
        values = tuple([column[text] for column, text in zip(columns, padded, strict=True)])
        key = tuple([values[place] for place in places])
        if key in table.rows:
            repeated.append(line)
        elif any(values):
            table.rows[key] = RowState(line, table.names, values)
    if repeated:
        table.notes.append(
            f"{len(repeated)} row(s) with the key of an earlier row were not compared, the first in line {repeated[0]}"
        )


def _unreadable(table: TableState, note: str) -> TableState:
    table.readable = False
    table.rows.clear()
    table.notes.append(note)
    return table
