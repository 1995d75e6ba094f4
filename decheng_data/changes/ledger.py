"""The ledger of revisions, data/revisions.csv: its entries by cell, and which changes it must record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.rows import ObservationRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.changes.comparison import Comparison
    from decheng_data.changes.state import Key, RowState, State

KEY = ObservationRow.primary_key
NEW_OR_WITHDRAWN = "value"
"""The field by which the ledger records a figure as a whole: from nothing where it is new, to nothing where it was
withdrawn."""


class Cell(NamedTuple):
    """A cell of a figure: the figure's key, and the field."""

    key: Key
    field: str

    @property
    def release(self) -> str:
        """The release that the figure belongs to."""
        return self.key[KEY.index("release_id")]

    def __str__(self) -> str:
        return f"{self.key[1]} {self.key[2]} {self.field}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger, its texts by meaning; an empty text is no value."""

    vintage: str
    before: str
    after: str
    kind: str
    line: int


class Change(NamedTuple):
    """A cell that changed from one state to the next: what it was and is, with the lines of its row in both files."""

    cell: Cell
    before: str
    after: str
    old_line: int | None
    new_line: int | None
    withdrawn: bool = False


class Ledger:
    """The rows of revisions.csv by cell, the earliest vintage first."""

    def __init__(self, state: State | None) -> None:
        self._entries: defaultdict[Cell, list[Entry]] = defaultdict(list)
        for row in state.rows("revisions").values() if state else ():
            cell = Cell(tuple(row[name] for name in KEY), row["field"])
            self._entries[cell].append(_entry(state, row))
        for entries in self._entries.values():
            entries.sort(key=lambda entry: entry.vintage)

    def __getitem__(self, cell: Cell) -> list[Entry]:
        return self._entries.get(cell, [])

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._entries)

    def since(self, earlier: Ledger, cell: Cell) -> list[Entry]:
        """The entries of a cell that the earlier ledger has not."""
        known = {entry.vintage for entry in earlier[cell]}
        return [entry for entry in self[cell] if entry.vintage not in known]


def leads(entries: list[Entry], before: str, after: str) -> bool:
    """Whether the entries, one after the other, lead from one text to the other."""
    if not entries or entries[0].before != before or entries[-1].after != after:
        return False
    return all(one.after == next_one.before for one, next_one in pairwise(entries))


def changes(comparison: Comparison, old: State, new: State) -> Iterator[Change]:
    """The changed cells of the releases that both states have: what the ledger must record."""
    common = {key[0] for key in new.rows("releases") if key in old.rows("releases")}
    for row in comparison.figures:
        if row.release in common:
            for cell in row.cells:
                where = Cell(tuple(row.key.values()), cell.field)
                yield Change(
                    where, cell.before or "", cell.after or "", row.old_line, row.new_line, row.change == "removed"
                )


def vintage(state: State, release: str) -> str:
    """The vintage of a release in a state; empty where it has none."""
    row = state.rows("releases").get((release,))
    return row["vintage"] if row else ""


def is_recorded(change: Change, entries: list[Entry], since: str, now: str) -> bool:
    """Whether entries made after one vintage, or at the present one, lead from what the cell was to what it is."""
    return leads(entries, change.before, change.after) and all(
        entry.vintage == now or since < entry.vintage < now for entry in entries
    )


def _entry(state: State | None, row: RowState) -> Entry:
    field = row["field"]
    before, after = (
        state.tables["observations"].meaning(field, row[name]) if state else row[name] for name in ("from", "to")
    )
    return Entry(row["vintage"], before, after, row["kind"], row.line)


FIELDS = tuple(field.alias or name for name, field in RevisionRow.model_fields.items())
"""The columns of the ledger, in order."""
