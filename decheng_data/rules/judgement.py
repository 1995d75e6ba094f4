"""The outcome of a rule on a change or a waiver, and where it failed the finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.finding import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decheng_data.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Judgement:
    """One outcome of a rule; `finding` where it failed, `reason` where it was not applicable."""

    rule: Rule
    outcome: Outcome
    finding: Finding | None = None
    reason: Bilingual = NOTHING


def passed(rule: Rule) -> Judgement:
    """The rule passed."""
    return Judgement(rule, Outcome.PASSED)


def not_applicable(rule: Rule, reason: Bilingual) -> Judgement:
    """The rule does not apply to what is there."""
    return Judgement(rule, Outcome.NOT_APPLICABLE, reason=reason)


def failed(rule: Rule, code: str, parts: Mapping[str, object], **where: Any) -> Judgement:
    """The rule failed: the message of that code, with its parts; `where` are further fields of the finding."""
    row = rule.row
    finding = Finding(
        rule=row.rule_id,
        code=code,
        severity=row.severity,
        level=row.level,
        parts={"title": Bilingual(row.title_en, row.title_zh), **parts},
        **where,
    )
    return Judgement(rule, Outcome.FAILED, finding)
