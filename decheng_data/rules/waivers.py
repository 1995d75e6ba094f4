"""Waivers: failures that somebody accepts, with a reason and until a day. They are shown as accepted; an expired one
accepts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding, Outcome, Waived
from decheng_data.rules.judgement import Judgement, failed, not_applicable, passed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from decheng_data.model.rows import WaiverRow
    from decheng_data.rules.rule import Rule

Waiver = tuple[int | None, "WaiverRow"]
"""A row of waivers.csv with its line."""


@dataclass(frozen=True)
class Waivers:
    """The waivers of a package on a day: `file` is where they are, `unjudged` are the rules that were not run on what
    was given.
    """

    rows: Sequence[Waiver]
    file: str
    today: date
    unjudged: Collection[str] = ()

    def applied(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, those that a waiver accepts with it. Faults of structure, and rules that could not run, cannot
        be waived.
        """
        holding = [row for _, row in self.rows if not self._expired(row)]
        return [
            each.model_copy(update={"waived": _waived(row)}) if (row := _accepting_row(holding, each)) else each
            for each in findings
        ]

    def judge(self, rules: Iterable[Rule], findings: Sequence[Finding]) -> Iterator[Judgement]:
        """Run the rules of kind waiver on the waivers, given all findings."""
        for rule in rules:
            judgements = [self._judgement(rule, waiver, findings) for waiver in self.rows]
            yield from judgements or [not_applicable(rule, Bilingual("there are no waivers", "没有豁免"))]

    def _judgement(self, rule: Rule, waiver: Waiver, findings: Sequence[Finding]) -> Judgement:
        _, row = waiver
        if rule.rule_id == "waiver-expired":
            return self._expired_failure(rule, waiver) if self._expired(row) else passed(rule)
        if self._expired(row):
            return not_applicable(rule, Bilingual("it has expired, which is reported", "豁免已过期，另行提示"))
        if row.rule_id in self.unjudged:
            return not_applicable(
                rule,
                Bilingual(
                    f"{row.rule_id} was not run (validate --against)", f"{row.rule_id} 未运行（validate --against）"
                ),
            )
        return passed(rule) if any(_accepts(row, each) for each in findings) else self._unused(rule, waiver)

    def _expired(self, row: WaiverRow) -> bool:
        return row.until < self.today

    def _expired_failure(self, rule: Rule, waiver: Waiver) -> Judgement:
        line, row = waiver
        return failed(
            rule,
            "rules.waiver-expired",
            {"waived": row.rule_id, "subject": row.indicator_id, "author": row.author, "today": str(self.today)},
            file=self.file,
            line=line,
            field="until",
            release=row.release_id,
            found=str(row.until),
            expected=f"{self.today} or later",
        )

    def _unused(self, rule: Rule, waiver: Waiver) -> Judgement:
        line, row = waiver
        return failed(
            rule,
            "rules.waiver-unused",
            {"subject": row.indicator_id},
            file=self.file,
            line=line,
            field="rule_id",
            release=row.release_id,
            found=row.rule_id,
            expected="a rule that failed there",
        )


def _accepting_row(rows: Iterable[WaiverRow], finding: Finding) -> WaiverRow | None:
    return next((row for row in rows if _accepts(row, finding)), None)


def _accepts(row: WaiverRow, finding: Finding) -> bool:
    if finding.rule != row.rule_id or finding.outcome is not Outcome.FAILED or finding.level == 0:
        return False
    return (row.release_id, row.indicator_id) in _subjects(finding)


def _subjects(finding: Finding) -> set[tuple[str | None, str]]:
    """The releases and indicators that a finding is about."""
    if finding.observations:
        return {(each.release_id, each.indicator_id) for each in finding.observations}
    return {(finding.release, finding.parts.get("indicator", ""))}


def _waived(row: WaiverRow) -> Waived:
    return Waived(reason=row.reason, author=row.author, until=row.until)
