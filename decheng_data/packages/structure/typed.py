"""Rows whose cells have been read by their types."""

from __future__ import annotations

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


@dataclass
class TypedTable:
    """A table as read: rows without fault, rows with one (`partial`), lines of blank rows, and whether it was read to
    its end.
    """

    name: str
    names: tuple[str, ...] = ()
    rows: list[TypedRow] = field(default_factory=list)
    partial: list[TypedRow] = field(default_factory=list)
    blank_lines: list[int] = field(default_factory=list)
    complete: bool = True

    def __iter__(self) -> Iterator[TypedRow]:
        return chain(self.rows, self.partial)

    def has(self, names: tuple[str, ...]) -> bool:
        """Whether the file has a column for each of the fields."""
        return set(names) <= set(self.names)

    @property
    def count(self) -> int:
        """How many rows the file has, blank ones too."""
        return len(self.rows) + len(self.partial) + len(self.blank_lines)
