"""The report for a person at a terminal or in a log: plain text, worst first, readable with ten thousand findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.escaping import shown
from decheng_data.model.bilingual import TONGUES, Bilingual, Language
from decheng_data.model.fields import OUTCOME_WORDS, SEVERITY_WORDS
from decheng_data.model.finding import Finding, Outcome
from decheng_data.reporters.sentences import finding_sentences, grade_counts, joined, with_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.report import Report

SHOWN_PER_RULE = 10
SHOWN_AT_MOST = 100

_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "information": "\x1b[36m", "valid": "\x1b[32m"}
_RESET = "\x1b[0m"


def render(report: Report, *, language: Language = "both", colour: bool = False) -> str:
    """At most SHOWN_PER_RULE findings of a rule and SHOWN_AT_MOST in all; the rest are counted."""
    return (
        "\n".join(
            [
                *_head(report, language),
                *_findings(report, language, colour),
                *_forced(report, language),
                _verdict(report, language, colour),
            ]
        )
        + "\n"
    )


def _head(report: Report, language: Language) -> Iterator[str]:
    count = report.outcomes
    yield shown(
        " ".join(part for part in (report.package, report.version, f"({report.path})" if report.path else "") if part)
    )
    outcomes = [name for name in OUTCOME_WORDS if name != "waived" or count.waived]
    if language == "zh":
        yield (
            f"{report.rules_run}"
            f" 条规则：{joined((f'{getattr(count, name)} 次{OUTCOME_WORDS[name].zh}' for name in outcomes), language)}"
        )
    else:
        yield (
            f"{report.rules_run} rules:"
            f" {joined((f'{getattr(count, name)} {OUTCOME_WORDS[name].en}' for name in outcomes), language)}"
        )
    if report.coverage:
        yield report.coverage.sentence("zh" if language == "zh" else "en")
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
        yield _hidden(len(report.findings) - lines, hidden, language)
        yield ""


def _hidden(rest: int, by_rule: dict[str, int], language: Language) -> str:
    if language == "zh":
        rules = joined((f"{shown(rule)} 另有 {count:,} 项" for rule, count in by_rule.items()), language)
        return f"… 另有 {rest:,} 项，--format json 列出全部{'：' if rules else ''}{rules}"
    rules = joined((f"{count:,} more of {shown(rule)}" for rule, count in by_rule.items()), language)
    return f"… and {rest:,} more findings, all in --format json{': ' if rules else ''}{rules}"


def _finding(finding: Finding, language: Language, colour: bool) -> Iterator[str]:
    label = _label(finding, language)
    yield (
        f"{_painted(label, 'information' if finding.waived else finding.severity, colour)}  {shown(finding.rule)} "
        f" {shown(finding.place)}".rstrip()
    )
    for sentence in finding_sentences(finding, language):
        yield f"    {sentence}"
    yield ""


def _label(finding: Finding, language: Language) -> str:
    severity = SEVERITY_WORDS[finding.severity]
    if language == "zh":
        return (
            OUTCOME_WORDS["error"].zh
            if finding.outcome is Outcome.ERROR
            else f"{OUTCOME_WORDS['waived'].zh} {severity.zh}"
            if finding.waived
            else severity.zh
        )
    return (
        "COULD NOT RUN"
        if finding.outcome is Outcome.ERROR
        else f"ACCEPTED {severity.en}"
        if finding.waived
        else severity.en.upper()
    )


def _forced(report: Report, language: Language) -> Iterator[str]:
    """Missing figures that the rules fix, where suspects were asked for."""
    for each in report.suspects.forced if report.suspects is not None else ():
        yield "按规则推算" if language == "zh" else "FIXED BY RULES"
        for tongue in TONGUES[language]:
            yield f"    {shown(each.said(tongue))}"
        yield ""


def _verdict(report: Report, language: Language, colour: bool) -> str:
    verdict = (
        _painted(Bilingual("VALID", "有效").of(language), "valid", colour)
        if report.valid
        else _painted(Bilingual("NOT VALID", "无效").of(language), "error", colour)
    )
    return with_heading(verdict, grade_counts(report.findings, language), language)


def _painted(text: str, role: str, colour: bool) -> str:
    return f"{_COLOURS[role]}{text}{_RESET}" if colour else text
