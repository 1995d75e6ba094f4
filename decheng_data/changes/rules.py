"""The rules between two states of a package, ESS level 2. Without an old state they are not applicable, but for the one
on the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from decheng_data.changes.between import Between
from decheng_data.changes.ledger import Ledger
from decheng_data.changes.ledger_true import revision_ledger_true
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import SEVERITIES
from decheng_data.model.rows import RuleRow
from decheng_data.rules.judgement import Judgement, not_applicable
from decheng_data.rules.rule import BETWEEN_STATES, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from decheng_data.changes.state import RowState, State
    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.rule import Rule

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
    between = Between(old or new, new, Ledger(old), Ledger(new))
    for rule in rules:
        if old is None and rule.rule_id in BETWEEN_STATES:
            yield not_applicable(rule, _NO_OLD)
            continue
        judgements = list(_judged(rule, between))
        yield from judgements or [
            not_applicable(rule, Bilingual("nothing changed that it applies to", "它所涉及的内容没有改动"))
        ]


def _judged(rule: Rule, between: Between) -> Iterator[Judgement]:
    if rule.rule_id not in BETWEEN_STATES:
        return revision_ledger_true(rule, between)
    from decheng_data.changes.two_states import RULES  # only where there are two: it takes time to load

    return RULES[rule.rule_id](rule, between)
