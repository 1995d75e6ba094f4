"""Writing into the ledger of revisions what it lacks: `decheng-data compare OLD NEW --record`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from decheng_data.changes.compare import compare_states, read_state
from decheng_data.changes.ledger import FIELDS, Change, Ledger, changes, is_recorded, leads, vintage
from decheng_data.errors import DechengDataError, PackageError
from decheng_data.packages.files.writing import sole_writer, write_together
from decheng_data.packages.opening import rows_as_text
from decheng_data.packages.structure.findings import finding
from decheng_data.packages.target import target_folder

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from decheng_data.changes.comparison import Comparison
    from decheng_data.changes.state import State
    from decheng_data.packages.opening import Package

Kind = Literal["correction", "revision"]
_KEY_LENGTH = len(FIELDS) - 4
"""The key of a row of the ledger: the figure's key, the vintage and the field come before from, to, kind and reason."""


def record(
    old: State, new: str | os.PathLike[str], *, kind: Kind, reason: str
) -> tuple[Comparison, list[dict[str, str]]]:
    """Write the changes that the ledger of `new`, a folder, lacks; the rows written come back, by the names of their
    columns.

    A row of the same cell and vintage with other values is written anew. Where nothing is missing the file is left
    alone. Raises DechengDataError where the rows cannot be written: no folder, no ledger, a vintage that has not moved,
    no reason.
    """
    if not reason.strip():
        raise DechengDataError("a row of the ledger needs a reason; say by --reason why the figures changed")
    folder = target_folder(new, "nothing can be recorded in it")
    with sole_writer(folder):
        return _record_missing(old, read_state(new, kept=["revisions"]), folder, kind, reason)


def _record_missing(
    old: State, new: State, folder: Path, kind: Kind, reason: str
) -> tuple[Comparison, list[dict[str, str]]]:
    comparison = compare_states(old, new)
    missing = [_ledger_row(change, old, new, kind, reason.strip()) for change in _unrecorded(comparison, old, new)]
    if missing:
        _write(new.package, folder, missing)
    return comparison, missing


def _unrecorded(comparison: Comparison, old: State, new: State) -> list[Change]:
    ledger, earlier = Ledger(new), Ledger(old)
    return [
        change
        for change in changes(comparison, old, new)
        if not is_recorded(
            change,
            ledger.since(earlier, change.cell),
            vintage(old, change.cell.release),
            vintage(new, change.cell.release),
        )
    ]


def _ledger_row(change: Change, old: State, new: State, kind: Kind, reason: str) -> dict[str, str]:
    since, now = (vintage(state, change.cell.release) for state in (old, new))
    if now <= since:
        where = f"{new.tables['releases'].file}, release {change.cell.release}"
        raise DechengDataError(
            f"{where}: the vintage is {now or 'missing'} and was {since}; set it to the day of this state of the"
            " figures, then record"
        )
    between = [entry for entry in Ledger(new).since(Ledger(old), change.cell) if since < entry.vintage < now]
    before = between[-1].after if between and leads(between, change.before, between[-1].after) else change.before
    return dict(
        zip(FIELDS, (*change.cell.key, now, change.cell.field, before, change.after, kind, reason), strict=True)
    )


def _write(package: Package, folder: Path, rows: list[dict[str, str]]) -> None:
    file = _ledger_path(package)
    source = package.read_source("revisions")
    labels, lines = source.header, [cells for _, cells in source.rows]
    if faults := [fault for fault in source.faults if fault.severity == "error"]:
        fault = finding(faults[0], file).clause("en")
        raise PackageError(f"{file} cannot be written anew: {fault}; fix it first")
    if absent := [name for name in FIELDS if name not in labels]:
        raise PackageError(f"{file} lacks the columns {', '.join(absent)}; add them first")
    places = {_identity(dict(zip(labels, cells, strict=False))): number for number, cells in enumerate(lines)}
    for row in rows:
        place = places.get(_identity(row), len(lines))
        lines[place : place + 1] = [[row.get(label, "") for label in labels]]
    try:
        write_together({file: rows_as_text(labels, lines).encode()}, folder)
    except OSError as error:
        raise PackageError(
            f"{folder / file} cannot be written: {error.strerror or error}; check the disk and your permissions"
        ) from error


def _identity(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in FIELDS[:_KEY_LENGTH])


def _ledger_path(package: Package) -> str:
    """The ledger's path in the package. Raises PackageError where there is none, or one of another form than ours."""
    if "revisions" not in package or not package.has_file("revisions"):
        raise PackageError(
            f"{package.location} has no ledger of revisions; add the resource revisions with its file first"
        )
    return package.writable_path("revisions", "record writes only so")
