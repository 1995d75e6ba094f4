"""The report as JUnit XML: one test case a rule."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from decheng_data.errors import MissingExtraError
from decheng_data.escaping import clipped
from decheng_data.model.bilingual import Bilingual, Language
from decheng_data.model.fields import OUTCOME_WORDS
from decheng_data.model.finding import SEVERITIES, Finding, Outcome
from decheng_data.reporters.sentences import (
    NAME_LIMIT,
    SENTENCE_LIMIT,
    finding_sentences,
    reason_not_applicable,
    rule_title,
)

if TYPE_CHECKING:
    from junitparser import TestCase

    from decheng_data.model.report import Report, RuleSummary


FINDINGS_PER_RULE = 100
"""Most findings of one rule whose text is written; the rest are counted."""


def render(report: Report, *, language: Language = "both") -> str:
    """A case passed, failed (by errors and warnings, its `type` the severity), in error (could not run) or skipped (not
    applicable, with its reason).

    A rule of severity information passes, with its findings as the case's output. Raises MissingExtraError.
    """
    try:
        from junitparser import JUnitXml, TestSuite
    except ImportError:
        raise MissingExtraError("junitparser", "junit") from None
    suite = TestSuite(clipped(report.package or "decheng-data", NAME_LIMIT))
    suite.timestamp = report.time.isoformat(timespec="seconds")
    suite.add_property("version", clipped(report.version or "", NAME_LIMIT))
    suite.add_property("validator", clipped(report.validator, NAME_LIMIT))
    suite.add_testcases([_case(summary, findings, language) for summary, findings in report.by_rule()])
    suites = JUnitXml("decheng-data")
    suites.add_testsuite(suite)
    written = BytesIO()
    suites.write(written)
    return written.getvalue().decode() + "\n"


def _case(summary: RuleSummary, findings: list[Finding], language: Language) -> TestCase:
    from junitparser import Error, Failure, Skipped, TestCase

    case = TestCase(clipped(summary.rule_id, NAME_LIMIT), f"decheng-data.level{summary.level}", 0.0)
    outcome, text = summary.outcome, _text(findings, language)
    severity = min(
        (finding.severity for finding in findings if not finding.waived), key=SEVERITIES.index, default=summary.severity
    )
    if outcome is Outcome.ERROR or (outcome is Outcome.FAILED and severity != "information"):
        result = (Error if outcome is Outcome.ERROR else Failure)(rule_title(summary, language), severity)
        result.text = text
        case.result = [result]
    elif outcome is Outcome.NOT_APPLICABLE:
        case.result = [
            Skipped(
                clipped(
                    reason_not_applicable(summary, language) or OUTCOME_WORDS["not_applicable"].of(language),
                    SENTENCE_LIMIT,
                )
            )
        ]
    elif text:
        case.system_out = text
    return case


def _text(findings: list[Finding], language: Language) -> str:
    blocks = [
        "\n".join([clipped(finding.place, NAME_LIMIT), *finding_sentences(finding, language)])
        for finding in findings[:FINDINGS_PER_RULE]
    ]
    if (rest := len(findings) - FINDINGS_PER_RULE) > 0:
        blocks.append(
            Bilingual(
                f"… and {rest:,} more findings of this rule, all in --format json",
                f"本规则另有 {rest:,} 项，--format json 列出全部",
            ).of(language)
        )
    return "\n\n".join(blocks)
