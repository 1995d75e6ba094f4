"""The report for a person at a terminal or in a log: plain text, worst first, readable with ten thousand findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.escaping import shown
from decheng_data.reports import TONGUES, Finding, Language, Outcome, Report
from decheng_data.sentences import counted, phrase, told

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN_PER_RULE = 10
SHOWN_AT_MOST = 100

_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "information": "\x1b[36m", "valid": "\x1b[32m"}
_RESET = "\x1b[0m"


def render(report: Report, *, language: Language = "both", colour: bool = False) -> str:
    """At most SHOWN_PER_RULE findings of a rule and SHOWN_AT_MOST in all; the rest are counted."""
    return "\n".join([*_head(report), *_findings(report, language, colour), *_forced(report, language), _verdict(report, language, colour)]) + "\n"


def _head(report: Report) -> Iterator[str]:
    count = report.outcomes
    yield shown(" ".join(part for part in (report.package, report.version, f"({report.path})" if report.path else "") if part))
    failed = f"{count.failed} failed, {count.waived} accepted" if count.waived else f"{count.failed} failed"
    yield f"{report.rules_run} rules: {count.passed} passed, {failed}, {count.not_applicable} not applicable, {count.error} could not run"
    if report.coverage:
        yield str(report.coverage)
    yield ""


def _findings(report: Report, language: Language, colour: bool) -> Iterator[str]:
    per_rule: Counter[str] = Counter()
    lines = 0
    for finding in report.findings:
        per_rule[finding.rule] += 1
        if per_rule[finding.rule] <= SHOWN_PER_RULE and lines < SHOWN_AT_MOST:
            lines += 1
            yield from _finding(finding, language, colour)
    hidden = {rule: count - SHOWN_PER_RULE for rule, count in per_rule.items() if count > SHOWN_PER_RULE}
    if len(report.findings) > lines:
        rules = ", ".join(f"{count:,} more of {shown(rule)}" for rule, count in hidden.items())
        yield f"… and {len(report.findings) - lines:,} more findings, all in --format json{': ' if rules else ''}{rules}"
        yield ""


def _finding(finding: Finding, language: Language, colour: bool) -> Iterator[str]:
    label = "COULD NOT RUN" if finding.outcome is Outcome.ERROR else f"ACCEPTED {finding.severity}" if finding.waived else finding.severity.upper()
    yield f"{_painted(label, 'information' if finding.waived else finding.severity, colour)}  {shown(finding.rule)}  {shown(finding.place)}".rstrip()
    for sentence in told(finding, language):
        yield f"    {sentence}"
    yield ""


def _forced(report: Report, language: Language) -> Iterator[str]:
    """Missing figures that the rules fix, where suspects were asked for."""
    for each in report.suspects.forced if report.suspects is not None else ():
        yield "FIXED BY RULES"
        for tongue in TONGUES[language]:
            yield f"    {shown(each.said(tongue))}"
        yield ""


def _verdict(report: Report, language: Language, colour: bool) -> str:
    verdict = _painted(phrase("VALID", "有效", language), "valid", colour) if report.valid else _painted(phrase("NOT VALID", "无效", language), "error", colour)
    return f"{verdict}: {counted(report.findings, language)}"


def _painted(text: str, role: str, colour: bool) -> str:
    return f"{_COLOURS[role]}{text}{_RESET}" if colour else text
