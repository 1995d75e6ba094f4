"""What came of a rule that speaks of a change or of a waiver: the outcome, and where it failed the finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import NOTHING
from decheng_data.model.report import Finding, Outcome

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Bilingual
    from decheng_data.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Judgement:
    """One outcome of a rule; `finding` where it failed, `reason` where it was not applicable."""

    rule: Rule
    outcome: Outcome
    finding: Finding | None = None
    reason: Bilingual = NOTHING


def passed(rule: Rule) -> Judgement:
    """The rule is kept."""
    return Judgement(rule, Outcome.PASSED)


def not_applicable(rule: Rule, reason: Bilingual) -> Judgement:
    """The rule does not speak of what is there."""
    return Judgement(rule, Outcome.NOT_APPLICABLE, reason=reason)


def failed(rule: Rule, said: Bilingual, mend: Bilingual, **where: Any) -> Judgement:
    """The rule is not kept; `where` are further fields of the finding."""
    row, release = rule.row, where.get("release")
    finding = Finding(
        rule=row.rule_id,
        severity=row.severity,
        level=row.level,
        message_en=f"Not kept{f' in {release}' if release else ''}: {row.title_en}. {said[0]}.",
        message_zh=f"{f'{release} ' if release else ''}不成立：{row.title_zh}。{said[1]}。",
        mend=mend[0],
        mend_zh=mend[1],
        **where,
    )
    return Judgement(rule, Outcome.FAILED, finding)
