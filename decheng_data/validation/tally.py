"""The outcomes of each rule: counted while a validation runs, then summarised with what a reader must know of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import NOTHING
from decheng_data.model.finding import Outcome
from decheng_data.model.report import Outcomes, RuleSummary
from decheng_data.packages.structure.findings import STRUCTURE_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.bilingual import Bilingual
    from decheng_data.model.fields import Severity
    from decheng_data.model.rows import RuleRow
    from decheng_data.rules.rule import RuleSet

_INFORMING: dict[str, Severity] = {"byte-order-mark": "information", "line-ending": "information"}


class Tally:
    """Outcomes by rule."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[Outcome]] = defaultdict(Counter)
        self._waived: Counter[str] = Counter()
        self._reasons: dict[str, Bilingual] = {}

    def count(self, rule_id: str, outcome: Outcome, reason: Bilingual = NOTHING, *, times: int = 1) -> None:
        """Note one outcome; of the reasons why a rule was not applicable the first stays."""
        self._counts[rule_id][outcome] += times
        if reason != NOTHING:
            self._reasons.setdefault(rule_id, reason)

    def waive(self, rule_id: str) -> None:
        """Note that a failure that was counted is accepted."""
        self._counts[rule_id][Outcome.FAILED] -= 1
        self._waived[rule_id] += 1

    @property
    def total(self) -> Outcomes:
        """The outcomes of all rules together."""
        return _outcomes(sum(self._counts.values(), Counter()), self._waived.total())

    def summaries(self, rules: RuleSet) -> tuple[RuleSummary, ...]:
        """The rules of structure, then those of the package in their order, and last those that cannot run."""
        return (*self._of_structure(), *self._of_package(rules))

    def _of_structure(self) -> Iterator[RuleSummary]:
        for rule_id, (title_en, title_zh) in STRUCTURE_RULES.items():
            severity = _INFORMING.get(rule_id, "error")
            yield RuleSummary(
                rule_id=rule_id,
                title_en=title_en,
                title_zh=title_zh,
                severity=severity,
                outcomes=_outcomes(self._counts[rule_id]),
            )

    def _of_package(self, rules: RuleSet) -> Iterator[RuleSummary]:
        for rule in rules:
            yield self._of_row(rule.row, str(rule))
        for row, _, _ in rules.faults:
            yield self._of_row(row, None)

    def _of_row(self, row: RuleRow, expression: str | None) -> RuleSummary:
        names = ("rule_id", "title_en", "title_zh", "rationale_en", "rationale_zh", "severity", "level", "type")
        cells = {name: getattr(row, name) for name in names}
        # The kinds without a normal form have their title as expression.
        form = None if expression == row.title_en else expression
        outcomes = _outcomes(self._counts[row.rule_id], self._waived[row.rule_id])
        reason, reason_zh = self._reasons.get(row.rule_id, (None, None))
        return RuleSummary(**cells, expression=form, outcomes=outcomes, reason=reason, reason_zh=reason_zh)


def _outcomes(counts: Counter[Outcome], waived: int = 0) -> Outcomes:
    return Outcomes(waived=waived, **{outcome.value: count for outcome, count in counts.items()})
