"""The rules between two states of a package, ESS level 2: each a function of the name that stands in rules.csv.

They hold a new state against an old one: is every change recorded, is the ledger true, how large are the revisions,
does the status only go forward, did vintage and version move, do codes go on meaning the same. Without an old state
they are not applicable, but for the ledger, which must agree with the figures in any state.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import ValidationError

from decheng_data.changes.between import Between, quoted, quoted_zh
from decheng_data.changes.compare import compare_states
from decheng_data.changes.ledger import KEY, NEW_OR_WITHDRAWN, Cell, Change, Entry, Ledger, changes, is_recorded, leads
from decheng_data.changes.sizes import records_revised_limited, revision_within_tolerance
from decheng_data.changes.stability import definition_stable, version_fits_change, vintage_moved, vocabulary_stable
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import SEVERITIES
from decheng_data.model.rows import TABLES
from decheng_data.model.vocabulary_rows import RuleRow
from decheng_data.rules.judgement import Judgement, failed, not_applicable, passed
from decheng_data.rules.rule import BETWEEN_STATES, RuleSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from decheng_data.changes.comparison import RowChange
    from decheng_data.changes.state import RowState, State
    from decheng_data.model.vocabulary_rows import UnitRow
    from decheng_data.rules.rule import Rule

_FORWARD = ("E", "P", "A")
_NO_OLD = Bilingual(
    "there is no earlier state to hold it against (validate --against)",
    "没有可对照的较早状态（validate --against）",
)


def revision_rules(rules: RuleSet, old: State | None, units: Mapping[str, UnitRow]) -> list[Rule]:
    """The rules of kind revision, as strict as either state has them, and those that the new one dropped: a change does
    not excuse itself.
    """
    kept = [_as_strict(rule, old) if old else rule for rule in rules if rule.row.kind == "revision"]
    known = {rule.rule_id for rule in rules} | {row.rule_id for row, _, _ in rules.faults}
    dropped = (
        [row for row in old.rows("rules").values() if row["kind"] == "revision" and row["rule_id"] not in known]
        if old
        else []
    )
    return [
        *kept,
        *RuleSet.from_rows([(None, row) for row in map(_rule_row, dropped) if row], [], indicators=(), units=units),
    ]


def _as_strict(rule: Rule, old: State) -> Rule:
    """The rule with the worse severity and the lower bound of both states."""
    there = old.rows("rules").get((rule.rule_id,))
    before = _rule_row(there) if there else None
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
            not_applicable(rule, Bilingual("nothing changed that it speaks of", "它所涉及的内容没有改动"))
        ]


def revision_recorded(rule: Rule, between: Between) -> Iterator[Judgement]:
    """Every changed cell, and every figure added to a release that was there, stands in the ledger."""
    for change in changes(between.comparison, between.old, between.new):
        if not change.withdrawn:
            yield _recorded(rule, between, change)


def record_not_dropped(rule: Rule, between: Between) -> Iterator[Judgement]:
    """A figure that vanished from a release that is still there stands in the ledger."""
    for change in changes(between.comparison, between.old, between.new):
        if change.withdrawn:
            yield _recorded(rule, between, change)


def _recorded(rule: Rule, between: Between, change: Change) -> Judgement:
    since, now = between.vintages(change.cell.release)
    entries = between.ledger.since(between.earlier, change.cell)
    if is_recorded(change, entries, since, now):
        return passed(rule)
    told, told_zh = between.names(change.cell)
    was, now_is = f"was {quoted(change.before)}", f"is {quoted(change.after)}"
    if change.withdrawn:
        now_is = f"is gone (it stood in line {change.old_line} of the old file)"
    ledger = between.file("revisions")
    said = Bilingual(
        f"{told} {was} and {now_is}; {ledger} {_otherwise(entries)}",
        (
            f"{told_zh} 原为{quoted_zh(change.before)}，"
            f"现{'已删除' if change.withdrawn else f'为{quoted_zh(change.after)}'}；{ledger} {_otherwise_zh(entries)}"
        ),
    )
    first, first_zh = (
        Bilingual("Move the vintage of the release, then run", "请先后移该发布的数据版本日期，再运行")
        if now <= since
        else Bilingual("Run", "请运行")
    )
    mend = Bilingual(
        f"{first} {between.recording}, or put the cell back.", f"{first_zh} {between.recording}，或恢复原值。"
    )
    return failed(
        rule,
        said,
        mend,
        file=between.file("observations"),
        line=change.new_line,
        field=None if change.withdrawn else change.cell.field,
        release=change.cell.release,
        observations=between.figure(change.cell.key),
        found=change.after,
        expected=f"{change.before} → {change.after} in {ledger}, vintage {now}",
    )


def _otherwise(entries: list[Entry]) -> str:
    steps = "; ".join(f"{quoted(entry.before)} to {quoted(entry.after)} of {entry.vintage}" for entry in entries)
    return f"says otherwise ({steps})" if entries else "does not record it"


def _otherwise_zh(entries: list[Entry]) -> str:
    steps = "；".join(f"{entry.vintage} 由{quoted_zh(entry.before)}改为{quoted_zh(entry.after)}" for entry in entries)
    return f"所记不同（{steps}）" if entries else "没有记录"


def revision_ledger_true(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The ledger agrees with the figures of its own state, begins where the old state ended, and has lost no row."""
    for cell in between.ledger:
        found = next(_untrue(between, cell), None)
        if found is None:
            yield passed(rule)
        else:
            entry, field, said, expected = found
            mend = Bilingual(
                "Correct the row, or delete it where the change never was.", "请更正该行；若从未有此改动则删除。"
            )
            where = {
                "file": between.file("revisions"),
                "line": entry.line,
                "release": cell.release,
                "observations": between.figure(cell.key),
            }
            yield failed(
                rule,
                said,
                mend,
                **where,
                field=field,
                found={"field": cell.field, "from": entry.before, "vintage": entry.vintage}.get(field, entry.after),
                expected=expected,
            )
    yield from _lost_rows(rule, between)


def _untrue(between: Between, cell: Cell) -> Iterator[tuple[Entry, str, Bilingual, str]]:
    """The rows of a cell that are not true: the entry, the column to look at, what is said, and what was expected."""
    entries, (told, told_zh) = between.ledger[cell], between.names(cell)
    last, row = entries[-1], between.new.rows("observations").get(cell.key)
    now = between.vintages(cell.release)[1]
    if cell.field not in TABLES["observations"].model_fields or cell.field in KEY:
        yield (
            last,
            "field",
            Bilingual(f"{cell.field} is no column of a figure that can be revised", f"{cell.field} 不是可修订的列"),
            "a column of observations.csv",
        )
    for one, other in pairwise(entries):
        if other.before != one.after:
            said = (
                f"{told} ended at {quoted(one.after)} on {one.vintage} and starts from {quoted(other.before)} on"
                f" {other.vintage}"
            )
            said_zh = (
                f"{told_zh} 在 {one.vintage} 改为{quoted_zh(one.after)}，而 {other.vintage}"
                f" 的原值却是{quoted_zh(other.before)}"
            )
            yield other, "from", Bilingual(said, said_zh), one.after
    if last.vintage > now:
        said = f"{told} is said to have changed on {last.vintage}, after the release's vintage {quoted(now)}"
        yield (
            last,
            "vintage",
            Bilingual(said, f"{told_zh} 的修订日期 {last.vintage} 晚于该发布的数据版本日期{quoted_zh(now)}"),
            f"a vintage up to {now}",
        )
    stands = row[cell.field] if row else ""
    if last.after != stands and (row or cell.field == NEW_OR_WITHDRAWN):
        said = (
            f"{told} is said to be {quoted(last.after)} since {last.vintage}, and what stands there is {quoted(stands)}"
        )
        yield (
            last,
            "to",
            Bilingual(said, f"{told_zh} 记为自 {last.vintage} 起为{quoted_zh(last.after)}，而现为{quoted_zh(stands)}"),
            stands,
        )
    yield from _unfounded(between, cell)


def _unfounded(between: Between, cell: Cell) -> Iterator[tuple[Entry, str, Bilingual, str]]:
    """A first new entry that does not start from what the old state shows. A release that the old state has not may
    come with its history.
    """
    entries, row = between.ledger.since(between.earlier, cell), between.old.rows("observations").get(cell.key)
    started = row[cell.field] if row else ""
    known = (cell.release,) in between.old.rows("releases") and (row is not None or cell.field == NEW_OR_WITHDRAWN)
    if between.old is not between.new and known and entries and entries[0].before != started:
        told, told_zh = between.names(cell)
        said = f"{told} is said to have been {quoted(entries[0].before)}, and the old state has {quoted(started)}"
        yield (
            entries[0],
            "from",
            Bilingual(said, f"{told_zh} 记为原值{quoted_zh(entries[0].before)}，而旧数据为{quoted_zh(started)}"),
            started,
        )


def _lost_rows(rule: Rule, between: Between) -> Iterator[Judgement]:
    for cell in between.earlier:
        for entry in between.earlier[cell] if (cell.release,) in between.new.rows("releases") else ():
            if not any(
                leads([kept], entry.before, entry.after) and kept.vintage == entry.vintage
                for kept in between.ledger[cell]
            ):
                told, told_zh = between.names(cell)
                said = (
                    f"The row of {told} of {entry.vintage} (line {entry.line} of the old file) is gone or says"
                    " something else"
                )
                said_zh = f"{told_zh} 在 {entry.vintage} 的记录（旧文件第 {entry.line} 行）已消失或被改"
                mend = Bilingual("Put the row back: the ledger only grows.", "请恢复该行：修订记录只增不减。")
                where = {
                    "file": between.file("revisions"),
                    "release": cell.release,
                    "observations": between.figure(cell.key),
                }
                yield failed(
                    rule,
                    Bilingual(said, said_zh),
                    mend,
                    **where,
                    expected=f"{entry.before} → {entry.after}, vintage {entry.vintage}",
                )


def status_not_back(rule: Rule, between: Between) -> Iterator[Judgement]:
    """OBS_STATUS goes E, P, A; back only where the ledger says that the status was wrong."""
    for row in between.comparison.figures.revised:
        status = row.cell("obs_status")
        if status is not None and {status.before, status.after} <= {*_FORWARD}:
            yield _stepped(rule, between, row, status.before or "", status.after or "")


def _stepped(rule: Rule, between: Between, row: RowChange, before: str, after: str) -> Judgement:
    cell = Cell(tuple(row.key.values()), "obs_status")
    entries = between.ledger.since(between.earlier, cell)
    corrected = any(entry.kind == "correction" and entry.after == after for entry in entries)
    if corrected or _FORWARD.index(after) > _FORWARD.index(before):
        return passed(rule)
    said = Bilingual(
        f"{row.label} (line {row.new_line}) went from {before} back to {after}",
        f"{between.names(cell)[1]}（第 {row.new_line} 行）由 {before} 退回 {after}",
    )
    mend = Bilingual(
        f"Put the status back to {before}; where it was wrong, record the change with the kind correction.",
        f"请恢复为 {before}；若原来标错，请在修订记录中记为 correction。",
    )
    where = {
        "file": between.file("observations"),
        "line": row.new_line,
        "release": row.release,
        "observations": between.figure(cell.key),
    }
    return failed(rule, said, mend, **where, field="obs_status", found=after, expected=before)


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
