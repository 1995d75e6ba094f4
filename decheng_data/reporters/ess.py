"""The report in the structure of the ESS (ValidatReport, validation report 1.0.0): events, rules, data, and a value of
0, 1 or NA.

A finding is one `validation`; a rule without a finding is one too, its data the package. How many times a rule held,
where it is counted, is its `aggregation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.escaping import as_json, clipped, shown
from decheng_data.model.finding import Finding, Outcome
from decheng_data.reporters.fingerprints import fingerprints, observation_key
from decheng_data.reporters.sentences import SENTENCE_LIMIT, finding_sentences, reason_not_applicable, rule_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.bilingual import Language
    from decheng_data.model.report import InvolvedObservation, Report, RuleSummary

LANGUAGE = "decheng_data rules.csv"

_VALUES = {Outcome.PASSED: "1", Outcome.FAILED: "0", Outcome.NOT_APPLICABLE: "NA", Outcome.ERROR: "NA"}


def render(report: Report, *, language: Language = "both") -> str:
    """A JSON list. A data point is named by the key of its figure and its field, parted by slashes; without a figure by
    file, line and field.
    """
    return as_json(list(_entries(report, language)))


def _entries(report: Report, language: Language) -> Iterator[dict[str, Any]]:
    event = {"time": report.time.isoformat(), "actor": shown(report.validator), "agent": None, "trigger": None}
    whole = [clipped(report.package or report.path or "package", SENTENCE_LIMIT)]
    for summary, findings in report.by_rule():
        rule = _rule(summary, language)
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True):
            yield _validation(fingerprint, event, rule, _data(finding, whole, language), finding.outcome)
        if not findings:
            reason = (
                clipped(reason_not_applicable(summary, language), SENTENCE_LIMIT)
                if summary.outcome is Outcome.NOT_APPLICABLE
                else ""
            )
            yield _validation(
                rule["name"], event, rule, {"source": whole, "target": whole, "description": reason}, summary.outcome
            )
        if summary.outcomes.total:
            yield _aggregation(summary, event, rule, whole)


def _validation(
    name: str, event: dict[str, Any], rule: dict[str, Any], data: dict[str, Any], outcome: Outcome
) -> dict[str, Any]:
    return {"id": name, "type": "validation", "event": event, "rule": rule, "data": data, "value": _VALUES[outcome]}


def _aggregation(summary: RuleSummary, event: dict[str, Any], rule: dict[str, Any], whole: list[str]) -> dict[str, Any]:
    counts = summary.outcomes
    accepted = f"{counts.waived} accepted, " if counts.waived else ""
    counted = (
        f"{counts.passed} passed, {counts.failed} failed, {accepted}{counts.not_applicable} not applicable,"
        f" {counts.error} could not run"
    )
    aggregate = {
        "language": "en",
        "expression": "how many times the rule held",
        "description": f"{rule['name']}: {counted}",
    }
    data = {"source": whole, "target": whole, "description": rule["description"]}
    return {
        "id": f"{rule['name']}/passed",
        "type": "aggregation",
        "event": event,
        "aggregate": aggregate,
        "data": data,
        "value": str(counts.passed),
    }


def _rule(summary: RuleSummary, language: Language) -> dict[str, Any]:
    return {
        "name": clipped(summary.rule_id, SENTENCE_LIMIT),
        "language": LANGUAGE,
        "expression": clipped(summary.expression or summary.title_en, SENTENCE_LIMIT),
        "severity": summary.severity,
        "description": rule_title(summary, language),
    }


def _data(finding: Finding, whole: list[str], language: Language) -> dict[str, Any]:
    points = [_point(each, finding.field or "value") for each in finding.observations]
    source = points or ([clipped(finding.place, SENTENCE_LIMIT)] if finding.place else whole)
    return {"source": source, "target": source[:1], "description": " ".join(finding_sentences(finding, language))}


def _point(observation: InvolvedObservation, field: str) -> str:
    return clipped("/".join((*observation_key(observation), field)), SENTENCE_LIMIT)
