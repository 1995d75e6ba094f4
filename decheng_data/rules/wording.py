"""From an evaluation to a finding: its code and the parts of its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding, Outcome
from decheng_data.model.quantity import plain
from decheng_data.model.report import InvolvedObservation

if TYPE_CHECKING:
    from decheng_data.model.rows import RuleRow
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.observation import Observation

OBSERVATIONS_FILE = "data/observations.csv"
RULES_FILE = "data/rules.csv"
_CODES = {
    "linear": "rules.missed",
    "product": "rules.missed",
    "presence": "rules.absent",
    "coverage": "rules.shares-apart",
    "copy": "rules.copied",
    "printed": "rules.not-as-printed",
    "place": "rules.misplaced",
    "unit": "rules.unlike-its-surroundings",
    "scope": "rules.unlike-its-surroundings",
    "status": "rules.unlike-its-surroundings",
}
"""The message of each kind of rule; of the others it is that of a wrong cell."""


def finding(evaluation: Evaluation, file: str | None = OBSERVATIONS_FILE) -> Finding:
    """The finding for an evaluation that failed; `file` is where its figures are."""
    row, first = evaluation.rule.row, evaluation.observations[0] if evaluation.observations else None
    code = _CODES.get(row.kind, "rules.wrong-cell")
    if code == "rules.not-as-printed" and evaluation.field == "printed":
        code = "rules.unreadable-printed"
    return Finding(
        rule=row.rule_id,
        code=code,
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
        found=evaluation.found.en or (plain(first.value) if first else None),
        expected=evaluation.expected.en or str(evaluation.rule),
        parts=_parts(evaluation, code),
    )


def _parts(evaluation: Evaluation, code: str) -> dict[str, object]:
    row = evaluation.rule.row
    parts: dict[str, object] = {"title": Bilingual(row.title_en, row.title_zh)}
    if code == "rules.absent":
        return parts | {"wanted": evaluation.expected, "indicator": evaluation.missing}
    if evaluation.expected:
        parts["expected"] = evaluation.expected
    return parts | ({"found": evaluation.found} if code in ("rules.shares-apart", "rules.copied") else {})


def rule_fault(row: RuleRow, line: int | None, reason: Bilingual, file: str = RULES_FILE) -> Finding:
    """The finding for a rule that cannot run: an error of the rules, never of the figures."""
    return Finding(
        rule=row.rule_id,
        code="rules.cannot-run",
        severity="error",
        outcome=Outcome.ERROR,
        level=row.level,
        file=file,
        line=line,
        parts={"reason": reason},
    )


def involved(observation: Observation, file: str | None = OBSERVATIONS_FILE) -> InvolvedObservation:
    """A figure as a report names it."""
    names = (*observation.primary_key, "printed", "value", "unit", "name_en", "name_zh")
    key = {name: getattr(observation, name) for name in names}
    return InvolvedObservation(**key, file=file if observation.line else None, line=observation.line)
