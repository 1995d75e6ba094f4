"""The report for a person at a terminal or in a log: plain text, worst first, readable with ten thousand findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.reports import SEVERITIES, Finding, Outcome, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN_PER_RULE = 10
SHOWN_AT_MOST = 100

_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "information": "\x1b[36m", "valid": "\x1b[32m"}
_RESET = "\x1b[0m"


def render(report: Report, *, colour: bool = False) -> str:
    """At most SHOWN_PER_RULE findings of a rule and SHOWN_AT_MOST in all; the rest are counted."""
    return "\n".join([*_head(report), *_findings(report, colour), _verdict(report, colour)]) + "\n"


def shown(text: str) -> str:
    """The text with control characters made visible, so that data cannot steer a terminal."""
    return "".join(character if character.isprintable() else character.encode("unicode_escape").decode() for character in text)


def _head(report: Report) -> Iterator[str]:
    outcomes = report.outcomes
    yield shown(" ".join(part for part in (report.package, report.version, f"({report.path})" if report.path else "") if part))
    yield f"{report.rules_run} rules: {outcomes.passed} passed, {outcomes.failed} failed, {outcomes.not_applicable} not applicable, {outcomes.error} could not run"
    yield ""


def _findings(report: Report, colour: bool) -> Iterator[str]:
    per_rule: Counter[str] = Counter()
    lines = 0
    for finding in report.findings:
        per_rule[finding.rule] += 1
        if per_rule[finding.rule] <= SHOWN_PER_RULE and lines < SHOWN_AT_MOST:
            lines += 1
            yield from _finding(finding, colour)
    hidden = {rule: count - SHOWN_PER_RULE for rule, count in per_rule.items() if count > SHOWN_PER_RULE}
    if len(report.findings) > lines:
        yield f"… and {len(report.findings) - lines:,} more findings, all in --format json: " + ", ".join(f"{count:,} more of {shown(rule)}" for rule, count in hidden.items())
        yield ""


def _finding(finding: Finding, colour: bool) -> Iterator[str]:
    label = "COULD NOT RUN" if finding.outcome is Outcome.ERROR else finding.severity.upper()
    yield f"{_painted(label, finding.severity, colour)}  {shown(finding.rule)}  {shown(finding.place)}".rstrip()
    yield f"    {shown(finding.message_en)}"
    yield f"    {shown(finding.message_zh)}"
    if finding.mend:
        yield f"    → {shown(finding.mend)}"
    yield ""


def _verdict(report: Report, colour: bool) -> str:
    counts = Counter("could not run" if finding.outcome is Outcome.ERROR else finding.severity for finding in report.findings)
    told = ", ".join(f"{counts[name]:,} {name}" for name in (*SEVERITIES, "could not run") if counts[name]) or "no findings"
    return f"{_painted('VALID', 'valid', colour) if report.valid else _painted('NOT VALID', 'error', colour)}: {told}"


def _painted(text: str, role: str, colour: bool) -> str:
    return f"{_COLOURS[role]}{text}{_RESET}" if colour else text
