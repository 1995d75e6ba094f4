"""Conflicts of a package with the archive that it is put into: rows that are there already with other cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import listed, shown_cell
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.structure.column import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Key = tuple[object, ...]
    Record = Mapping[str, Any]


def row_conflict(table: str, key: Key, there: Record, came: Record) -> str:
    """One row of a table: which of its cells are other."""
    return f"{', '.join(map(str, key))} of the table {table} has {_cells_text(there, came)}"


def figures_conflict(release_id: str, there: Iterable[Record], came: Iterable[Record]) -> str:
    """The figures of a release: how many are other, and which cells of the first; empty where none is."""
    held, given = _by_key(there), _by_key(came)
    other = [key for key in held if key in given and held[key] != given[key]]
    counted = {
        "other": other,
        "only in the archive": [*held.keys() - given],
        "only in the package": [*given.keys() - held],
    }
    counts = [f"{len(keys)} {how}" for how, keys in counted.items() if keys]
    if not counts:
        return ""
    first = f" ({_figure_name(other[0])} has {_cells_text(held[other[0]], given[other[0]])})" if other else ""
    return f"figures of {release_id}: {', '.join(counts)}{first}"


def refusal(folder: object, conflicts: Iterable[str]) -> str:
    """The message of all conflicts, and what would fix them."""
    return "\n".join(
        [
            f"{folder} has other content already, so nothing was written:",
            *(f"{each}." for each in conflicts),
            "Correct or leave out what is not meant; --replace puts what came in the place of what is there.",
        ]
    )


def _cells_text(there: Record, came: Record) -> str:
    names = [name for name in {**there, **came} if there.get(name) != came.get(name)]
    return listed(
        [f"{name} {_cell_text(came.get(name))} where the archive has {_cell_text(there.get(name))}" for name in names]
    ).en


def _cell_text(value: object) -> str:
    return shown_cell(written(value.normalize() if isinstance(value, Decimal) else value)).en


def _by_key(records: Iterable[Record]) -> dict[Key, Record]:
    return {tuple(each[name] for name in ObservationRow.primary_key): each for each in records}


def _figure_name(key: Key) -> str:
    return " ".join(map(str, key[1:3]))
