"""The rules that need two states of a package, by their names in rules.csv: is each change recorded, does the status
only go forward; how large revisions are (`sizes.py`), and what must stay or move with a change (`stability.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.changes.ledger import Cell, Change, changes, is_recorded
from decheng_data.changes.sizes import records_revised_limited, revision_within_tolerance
from decheng_data.changes.stability import definition_stable, version_fits_change, vintage_moved, vocabulary_stable
from decheng_data.model.finding import Line
from decheng_data.rules.judgement import Judgement, failed, passed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decheng_data.changes.between import Between
    from decheng_data.changes.comparison import RowChange
    from decheng_data.rules.rule import Rule

_FORWARD = ("E", "P", "A")


def revision_recorded(rule: Rule, between: Between) -> Iterator[Judgement]:
    """Every changed cell, and every figure added to a release that was there, is in the ledger."""
    for change in changes(between.comparison, between.old, between.new):
        if not change.withdrawn:
            yield _record_outcome(rule, between, change)


def record_not_dropped(rule: Rule, between: Between) -> Iterator[Judgement]:
    """A figure that vanished from a release that is still there is in the ledger."""
    for change in changes(between.comparison, between.old, between.new):
        if change.withdrawn:
            yield _record_outcome(rule, between, change)


def _record_outcome(rule: Rule, between: Between, change: Change) -> Judgement:
    since, now = between.vintages(change.cell.release)
    entries = between.ledger.since(between.earlier, change.cell)
    if is_recorded(change, entries, since, now):
        return passed(rule)
    ledger = between.file("revisions")
    parts = {
        "cell": between.names(change.cell),
        "before": change.before,
        "ledger": ledger,
        "steps": tuple((entry.vintage, entry.before, entry.after) for entry in entries),
        "is_vintage_due": now <= since,
        "command": between.recording,
    }
    return failed(
        rule,
        "changes.withdrawal-not-recorded" if change.withdrawn else "changes.not-recorded",
        parts | ({"old_line": change.old_line} if change.withdrawn else {}),
        file=between.file("observations"),
        line=change.new_line,
        field=None if change.withdrawn else change.cell.field,
        release=change.cell.release,
        observations=between.figure(change.cell.key),
        found=change.after,
        expected=f"{change.before} → {change.after} in {ledger}, vintage {now}",
    )


def status_not_back(rule: Rule, between: Between) -> Iterator[Judgement]:
    """OBS_STATUS goes E, P, A; back only where the ledger has a correction of it."""
    for row in between.comparison.figures.revised:
        status = row.cell("obs_status")
        if status is not None and {status.before, status.after} <= {*_FORWARD}:
            yield _status_outcome(rule, between, row, status.before or "", status.after or "")


def _status_outcome(rule: Rule, between: Between, row: RowChange, before: str, after: str) -> Judgement:
    cell = Cell(tuple(row.key.values()), "obs_status")
    entries = between.ledger.since(between.earlier, cell)
    corrected = any(entry.kind == "correction" and entry.after == after for entry in entries)
    if corrected or _FORWARD.index(after) > _FORWARD.index(before):
        return passed(rule)
    return failed(
        rule,
        "changes.status-back",
        {"cell": between.names(cell), "row": Line(row.new_line or 0)},
        file=between.file("observations"),
        line=row.new_line,
        release=row.release,
        observations=between.figure(cell.key),
        field="obs_status",
        found=after,
        expected=before,
    )


RULES: dict[str, Callable[[Rule, Between], Iterator[Judgement]]] = {
    "revision-recorded": revision_recorded,
    "record-not-dropped": record_not_dropped,
    "revision-within-tolerance": revision_within_tolerance,
    "records-revised-limited": records_revised_limited,
    "status-not-back": status_not_back,
    "vintage-moved": vintage_moved,
    "version-fits-change": version_fits_change,
    "vocabulary-stable": vocabulary_stable,
    "definition-stable": definition_stable,
}
