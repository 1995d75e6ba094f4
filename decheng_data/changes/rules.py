"""The rules between two states of a package, ESS level 2: each a function of its name in rules.csv.

They compare a new state with an old one: is every change recorded, is the ledger true, how large are the revisions,
does the status only go forward, did vintage and version move, do codes keep their meaning. Without an old state
they are not applicable, but for the ledger, which must agree with the figures in any state.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from decheng_data.changes.between import Between
from decheng_data.changes.compare import compare_states
from decheng_data.changes.ledger import KEY, NEW_OR_WITHDRAWN, Cell, Change, Entry, Ledger, changes, is_recorded, leads
from decheng_data.changes.sizes import records_revised_limited, revision_within_tolerance
from decheng_data.changes.stability import definition_stable, version_fits_change, vintage_moved, vocabulary_stable
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import SEVERITIES, Line
from decheng_data.model.rows import TABLES, RuleRow
from decheng_data.rules.judgement import Judgement, failed, not_applicable, passed
from decheng_data.rules.rule import BETWEEN_STATES, RuleSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from decheng_data.changes.comparison import RowChange
    from decheng_data.changes.state import RowState, State
    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.rule import Rule

_FORWARD = ("E", "P", "A")
_NO_OLD = Bilingual(
    "there is no earlier state to compare with (validate --against)",
    "没有可对照的较早状态（validate --against）",
)


def revision_rules(rules: RuleSet, old: State | None, units: Mapping[str, UnitRow]) -> list[Rule]:
    """The rules of kind revision, as strict as either state has them, and those that the new one dropped: a change does
    not excuse itself.
    """
    present = [_as_strict(rule, old) if old else rule for rule in rules if rule.row.kind == "revision"]
    known = {rule.rule_id for rule in rules} | {row.rule_id for row, _, _ in rules.faults}
    dropped = (
        [row for row in old.rows("rules").values() if row["kind"] == "revision" and row["rule_id"] not in known]
        if old
        else []
    )
    return [
        *present,
        *RuleSet.from_rows([(None, row) for row in map(_rule_row, dropped) if row], [], indicators=(), units=units),
    ]


def _as_strict(rule: Rule, old: State) -> Rule:
    """The rule with the worse severity and the lower bound of both states."""
    row = old.rows("rules").get((rule.rule_id,))
    before = _rule_row(row) if row else None
    if before is None or before.kind != "revision":
        return rule
    bounds = [each.bound for each in (rule.row, before) if each.bound is not None]
    stricter = {
        "severity": min(rule.row.severity, before.severity, key=SEVERITIES.index),
        "bound": min(bounds, default=None),
    }
    return replace(rule, row=rule.row.model_copy(update=stricter))


def _rule_row(row: RowState) -> RuleRow | None:
    try:
        return RuleRow.model_validate({name: cell for name, cell in row.cells.items() if name in RuleRow.model_fields})
    except ValidationError:
        return None


def judge(rules: Iterable[Rule], new: State, old: State | None) -> Iterator[Judgement]:
    """Run each rule of kind revision on the two states; without an old one all but the ledger's are not applicable."""
    before = old or new
    between = Between(compare_states(before, new), before, new, Ledger(old), Ledger(new))
    for rule in rules:
        if old is None and rule.rule_id in BETWEEN_STATES:
            yield not_applicable(rule, _NO_OLD)
            continue
        judgements = list(_RULES[rule.rule_id](rule, between))
        yield from judgements or [
            not_applicable(rule, Bilingual("nothing changed that it applies to", "它所涉及的内容没有改动"))
        ]


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


class _Untrue(NamedTuple):
    """A row of the ledger that is not true, the column to look at, the message and its parts, and what was expected."""

    entry: Entry
    field: str
    code: str
    parts: Mapping[str, object]
    expected: str


def revision_ledger_true(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The ledger agrees with the figures of its own state, begins where the old state ended, and has lost no row."""
    for cell in between.ledger:
        found = next(_untrue(between, cell), None)
        if found is None:
            yield passed(rule)
        else:
            entry, field, code, parts, expected = found
            yield failed(
                rule,
                code,
                parts,
                file=between.file("revisions"),
                line=entry.line,
                release=cell.release,
                observations=between.figure(cell.key),
                field=field,
                found={"field": cell.field, "from": entry.before, "vintage": entry.vintage}.get(field, entry.after),
                expected=expected,
            )
    yield from _lost_rows(rule, between)


def _untrue(between: Between, cell: Cell) -> Iterator[_Untrue]:
    """The rows of a cell that are not true."""
    entries, named = between.ledger[cell], {"cell": between.names(cell)}
    last, row = entries[-1], between.new.rows("observations").get(cell.key)
    now = between.vintages(cell.release)[1]
    if cell.field not in TABLES["observations"].model_fields or cell.field in KEY:
        yield _Untrue(last, "field", "changes.no-such-column", {}, "a column of observations.csv")
    for one, other in pairwise(entries):
        if other.before != one.after:
            parts = named | {"ended": one.vintage, "began": other.vintage}
            yield _Untrue(other, "from", "changes.broken-chain", parts, one.after)
    if last.vintage > now:
        yield _Untrue(last, "vintage", "changes.after-vintage", named | {"vintage": now}, f"a vintage up to {now}")
    present = row[cell.field] if row else ""
    if last.after != present and (row or cell.field == NEW_OR_WITHDRAWN):
        yield _Untrue(last, "to", "changes.not-as-recorded", named | {"since": last.vintage}, present)
    yield from _unfounded(between, cell)


def _unfounded(between: Between, cell: Cell) -> Iterator[_Untrue]:
    """A first new entry that does not start from what the old state shows. A release that the old state has not may
    come with its history.
    """
    entries, row = between.ledger.since(between.earlier, cell), between.old.rows("observations").get(cell.key)
    started = row[cell.field] if row else ""
    known = (cell.release,) in between.old.rows("releases") and (row is not None or cell.field == NEW_OR_WITHDRAWN)
    if between.old is not between.new and known and entries and entries[0].before != started:
        yield _Untrue(entries[0], "from", "changes.not-from-old", {"cell": between.names(cell)}, started)


def _lost_rows(rule: Rule, between: Between) -> Iterator[Judgement]:
    for cell in between.earlier:
        for entry in between.earlier[cell] if (cell.release,) in between.new.rows("releases") else ():
            if not any(
                leads([other], entry.before, entry.after) and other.vintage == entry.vintage
                for other in between.ledger[cell]
            ):
                yield failed(
                    rule,
                    "changes.lost-entry",
                    {"cell": between.names(cell), "vintage": entry.vintage, "old_line": entry.line},
                    file=between.file("revisions"),
                    release=cell.release,
                    observations=between.figure(cell.key),
                    expected=f"{entry.before} → {entry.after}, vintage {entry.vintage}",
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


_RULES: dict[str, Callable[[Rule, Between], Iterator[Judgement]]] = {
    "revision-recorded": revision_recorded,
    "record-not-dropped": record_not_dropped,
    "revision-ledger-true": revision_ledger_true,
    "revision-within-tolerance": revision_within_tolerance,
    "records-revised-limited": records_revised_limited,
    "status-not-back": status_not_back,
    "vintage-moved": vintage_moved,
    "version-fits-change": version_fits_change,
    "vocabulary-stable": vocabulary_stable,
    "definition-stable": definition_stable,
}
