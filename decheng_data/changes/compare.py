"""compare(): what changed from one state of a package to another, by meaning and not by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.changes.bumps import version_change
from decheng_data.changes.comparison import VOCABULARY, CellChange, Comparison, RowChange, RowChanges, StateName
from decheng_data.changes.contract import contract_changes
from decheng_data.changes.figures import difference, figure, number, percent
from decheng_data.changes.state import State
from decheng_data.errors import PackageError
from decheng_data.model.printed import signed
from decheng_data.model.quantity import plain
from decheng_data.model.rows import TABLES
from decheng_data.packages.opening import of_one_state, open_state

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from decheng_data.changes.state import Key, RowState
    from decheng_data.packages.opening import Package

_SECTIONS = {
    "releases": ("releases",),
    "figures": ("observations",),
    "statements": ("statements",),
    "mentions": ("mentions",),
    "vocabulary": VOCABULARY,
    "rules": ("rules", "rule_terms"),
    "records": ("waivers", "revisions"),
}
_LABELS = {
    "releases": ("release_id",),
    "observations": ("indicator_id", "measure", "printed"),
    "rules": ("rule_id",),
    "rule_terms": ("rule_id", "term"),
    "mentions": ("printed",),
    "waivers": ("rule_id", "indicator_id"),
    "revisions": ("indicator_id", "measure", "field", "vintage"),
}


def compare(old: str | os.PathLike[str] | None, new: str | os.PathLike[str] | None = None) -> Comparison:
    """Compare two states of a package: folders, zips, wheels or git revisions `REV:PATH`; nothing: the shipped package.

    Raises PackageError where one of them, or a table of it, cannot be read. Single rows that cannot be compared are
    in `notes`.
    """
    return compare_states(read_state(old), read_state(new))


@of_one_state
def read_state(place: str | os.PathLike[str] | None, *, kept: Iterable[str] = ()) -> State:
    """Open a state and read its tables; of those that are `kept` the rows stay as they are written too. Raises
    PackageError where one of them cannot be read.
    """
    package = open_state(place)
    package.keep(kept)
    state = State(package)
    if state.unreadable:
        raise PackageError(
            f"{state.package.location} cannot be compared: {state.unreadable[0]}; `decheng-data validate` tells every"
            " fault"
        )
    return state


def compare_states(old: State, new: State) -> Comparison:
    """Compare two states that have been read."""
    tables = {name: _Table(name, old, new).changes() for name in TABLES}
    sections = {section: _together([tables[name] for name in names]) for section, names in _SECTIONS.items()}
    contract = contract_changes(old.package.descriptor, new.package.descriptor)
    return Comparison(
        old=_name(old.package),
        new=_name(new.package),
        **sections,
        contract=contract,
        version=version_change(
            old.package.version, new.package.version, [row for rows in sections.values() for row in rows], contract
        ),
        notes=(*(f"old {note}" for note in old.notes), *(f"new {note}" for note in new.notes)),
    )


@dataclass
class _Table:
    name: str
    old: State
    new: State

    def changes(self) -> RowChanges:
        """The rows that were added, removed or revised; none where one of the tables could not be read."""
        before, after = self.old.tables[self.name], self.new.tables[self.name]
        if not (before.readable and after.readable):
            return RowChanges()
        return RowChanges(
            added=tuple(
                self._row("added", key, None, row) for key, row in after.rows.items() if key not in before.rows
            ),
            removed=tuple(
                self._row("removed", key, row, None) for key, row in before.rows.items() if key not in after.rows
            ),
            revised=tuple(self._revised()),
        )

    def _revised(self) -> Iterator[RowChange]:
        before = self.old.rows(self.name)
        for key, row in self.new.rows(self.name).items():
            earlier = before.get(key)
            if earlier is not None and (earlier.names != row.names or earlier.values != row.values):
                change = self._row("revised", key, earlier, row)
                if change.cells:
                    yield change

    def _row(self, change: str, key: Key, before: RowState | None, after: RowState | None) -> RowChange:
        names, either = TABLES[self.name].primary_key, after or before
        assert either is not None  # noqa: S101  # one of them is there
        return RowChange(
            table=self.name,
            key=dict(zip(names, key, strict=True)),
            change=change,
            release=either["release_id"] or None,
            label=" ".join(part for name in _LABELS.get(self.name, (names[0],)) if (part := _label_text(either, name))),
            name_zh=self._name_zh(either) if self.name == "observations" else None,
            cells=tuple(self._cells(before, after)),
            old_line=before.line if before else None,
            new_line=after.line if after else None,
        )

    def _name_zh(self, row: RowState) -> str | None:
        """The indicator's name by the vocabulary, the new one first."""
        key = (row["indicator_id"],)
        indicator = self.new.rows("indicators").get(key) or self.old.rows("indicators").get(key)
        return indicator["name_zh"] if indicator else None

    def _cells(self, before: RowState | None, after: RowState | None) -> Iterator[CellChange]:
        """The cells of a revised row that changed, in columns that both files have; of an added or removed figure its
        value.
        """
        if before is None or after is None:
            if self.name == "observations":
                yield CellChange(
                    field="value",
                    before=before["value"] or None if before else None,
                    after=after["value"] or None if after else None,
                )
            return
        earlier = before.cells
        changed = [name for name, meaning in after.cells.items() if name in earlier and earlier[name] != meaning]
        measured = (
            next((name for name in ("value", "unit") if name in changed), None) if self.name == "observations" else None
        )
        for name in changed:
            amounts = self._amounts(before, after) if name == measured else {}
            yield CellChange(field=name, before=earlier[name] or None, after=after[name] or None, **amounts)

    def _amounts(self, before: RowState, after: RowState) -> dict[str, Any]:
        """By how much a figure changed, for the cell of its value, or of its unit where that alone changed."""
        earlier, later = figure(self.old, before), figure(self.new, after)
        if earlier is None or later is None or (grown := difference(earlier, later)) is None:
            return {}
        return {
            "difference": Decimal(plain(grown)),
            "percent": percent(earlier, later),
            "unit": later.quantity.unit or None,
        }


def _label_text(row: RowState, name: str) -> str:
    """A cell as the label of its row shows it: a figure with the sign of its value."""
    value = number(row["value"]) if name == "printed" else None
    return row[name] if value is None else signed(row[name], value)


def _name(package: Package) -> StateName:
    return StateName(path=package.location, package=package.name, version=package.version)


def _together(changes: list[RowChanges]) -> RowChanges:
    return RowChanges(
        **{
            kind: tuple(row for each in changes for row in getattr(each, kind))
            for kind in ("added", "removed", "revised")
        }
    )
