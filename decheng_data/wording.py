"""From an evaluation to a finding: the sentences that tell a person what is wrong and what would mend it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.quantities import plain
from decheng_data.reports import Finding, InvolvedObservation, Outcome

if TYPE_CHECKING:
    from decheng_data.evaluations import Evaluation
    from decheng_data.models import RuleRow
    from decheng_data.observations import Observation

OBSERVATIONS_FILE = "data/observations.csv"
RULES_FILE = "data/rules.csv"


def finding(evaluation: Evaluation, file: str | None = OBSERVATIONS_FILE) -> Finding:
    """The finding for an evaluation that failed; `file` is where its figures stand."""
    row, first = evaluation.rule.row, evaluation.observations[0] if evaluation.observations else None
    english, chinese, mend = _sentences(evaluation)
    return Finding(
        rule=row.rule_id,
        severity=row.severity,
        level=row.level,
        file=file,
        line=first.line if first else None,
        field=evaluation.field if first else None,
        release=evaluation.release_id,
        observations=tuple(involved(each, file) for each in evaluation.observations),
        excess=evaluation.excess,
        tolerance=evaluation.tolerance,
        unit=evaluation.unit or None,
        found=evaluation.found or (plain(first.value) if first else None),
        expected=evaluation.expected or str(evaluation.rule),
        message_en=english,
        message_zh=chinese,
        mend=mend,
    )


def rule_fault(row: RuleRow, line: int | None, reason: str, file: str = RULES_FILE) -> Finding:
    """The finding for a rule that cannot run: an error of the rules, never of the figures."""
    return Finding(
        rule=row.rule_id,
        severity="error",
        outcome=Outcome.ERROR,
        level=row.level,
        file=file,
        line=line,
        message_en=f"{reason}.",
        message_zh=f"规则 {row.rule_id} 无法运行：{reason}。",
        mend="Correct the rule in rules.csv or its terms in rule_terms.csv.",
    )


def involved(observation: Observation, file: str | None = OBSERVATIONS_FILE) -> InvolvedObservation:
    """A figure as a report names it."""
    key = {name: getattr(observation, name) for name in (*observation.primary_key, "printed", "value", "unit")}
    return InvolvedObservation(**key, file=file if observation.line else None, line=observation.line)


def _sentences(evaluation: Evaluation) -> tuple[str, str, str]:
    if evaluation.rule.row.kind in ("linear", "product"):
        return _missed(evaluation)
    if evaluation.rule.row.kind == "presence":
        return _absent(evaluation)
    return _disagreed(evaluation)


def _missed(evaluation: Evaluation) -> tuple[str, str, str]:
    row, unit = evaluation.rule.row, evaluation.unit
    excess, tolerance = (_amount(amount) for amount in (evaluation.excess, evaluation.tolerance))
    figures_en = " against ".join(_named(each, each.indicator_id) for each in evaluation.observations)
    figures_zh = "，对照 ".join(_named(each, each.name_zh) for each in evaluation.observations)
    english = f"{row.title_en}: {figures_en} misses by {excess}{unit}; rounding can hide {tolerance}{unit}."
    chinese = f"{row.title_zh}：{figures_zh}，相差 {excess}{unit}，舍入最多可解释 {tolerance}{unit}。"
    many = "each of these figures" if len(evaluation.observations) > 1 else "the figure"
    return english, chinese, f"Look up {many} in the bulletin and correct value and printed where mistyped; if the bulletin prints it so, accept it in waivers.csv with a reason."


def _absent(evaluation: Evaluation) -> tuple[str, str, str]:
    row, wanted = evaluation.rule.row, evaluation.expected
    english = f"{row.title_en}: {evaluation.release_id} has no {wanted}."
    return english, f"{row.title_zh}：{evaluation.release_id} 缺少 {wanted}。", "Add the figure if the bulletin prints it."


def _disagreed(evaluation: Evaluation) -> tuple[str, str, str]:
    row, observation = evaluation.rule.row, evaluation.observations[0]
    field, found, expected = evaluation.field, evaluation.found, evaluation.expected
    english = f"{row.title_en}: {_named(observation, observation.indicator_id)} has {field} {found}, expected {expected}."
    chinese = f"{row.title_zh}：{_named(observation, observation.name_zh)} 的 {field} 为 {found}，应为 {expected}。"
    return english, chinese, f"Look up the figure in the bulletin; if printed is right, set {field} to {expected}, else correct printed."


def _named(observation: Observation, name: str) -> str:
    place = f" (line {observation.line})" if observation.line else ""
    return f"{name} {observation.measure} {observation.printed}{place}"


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount) if amount.is_finite() else "∞"
