"""Rows whose cells have been read by their types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class TypedRow:
    """A row: the line on which it starts and its values in the order of `names`; a missing cell is None.

    `faulty` names the fields whose cells have a fault; their values are what could be made of them, for comparing keys
    only.
    """

    __slots__ = ("faulty", "line", "names", "values")

    def __init__(
        self, line: int, names: tuple[str, ...], values: tuple[Any, ...], faulty: frozenset[str] = frozenset()
    ) -> None:
        self.line, self.names, self.values, self.faulty = line, names, values, faulty

    @property
    def cells(self) -> dict[str, Any]:
        """Value by field name, without those that have a fault."""
        cells = dict(zip(self.names, self.values, strict=True))
        return {name: value for name, value in cells.items() if name not in self.faulty} if self.faulty else cells

    def __repr__(self) -> str:
        return f"TypedRow({self.line}, {self.cells!r})"


class TypedRows(Sequence[TypedRow]):
    """The rows of a file, each made when it is asked for.

    What is kept are texts, numbers and tuples of them: through a million objects that stay to the end Python's garbage
    collector would look again and again.
    """

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self._names = names
        self.lines: list[int] = []
        self.values: list[tuple[Any, ...]] = []

    def add(self, line: int, values: tuple[Any, ...]) -> None:
        """One more row, without fault."""
        self.lines.append(line)
        self.values.append(values)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, place: Any) -> Any:
        return list(self)[place]

    def __iter__(self) -> Iterator[TypedRow]:
        for line, values in zip(self.lines, self.values, strict=True):
            yield TypedRow(line, self._names, values)


@dataclass
class TypedTable:
    """A table as read: rows without fault, rows with one (`partial`), lines of blank rows, and whether it was read to
    its end.
    """

    name: str
    names: tuple[str, ...] = ()
    rows: TypedRows = field(init=False)
    partial: list[TypedRow] = field(default_factory=list)
    blank_lines: list[int] = field(default_factory=list)
    complete: bool = True

    def __post_init__(self) -> None:
        self.rows = TypedRows(self.names)

    def __iter__(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Line and values of each row."""
        return chain(
            zip(self.rows.lines, self.rows.values, strict=True), ((each.line, each.values) for each in self.partial)
        )

    def has(self, names: tuple[str, ...]) -> bool:
        """Whether the file has a column for each of the fields."""
        return set(names) <= set(self.names)

    @property
    def count(self) -> int:
        """How many rows the file has, blank ones too."""
        return len(self.rows) + len(self.partial) + len(self.blank_lines)
