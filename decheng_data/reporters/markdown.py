"""The report as Markdown, for the summary of a job: the counts, and a table of the worst findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.escaping import as_markdown, clipped
from decheng_data.model.bilingual import Bilingual, Language
from decheng_data.model.fields import OUTCOME_WORDS
from decheng_data.reporters.sentences import finding_sentences, grade_counts, grade_text, joined, with_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.finding import Finding
    from decheng_data.model.report import Report

FINDINGS_AT_MOST = 50
SENTENCE_LIMIT = 400
NAME_LIMIT = 120
"""With these a summary stays below the 1 MiB that GitHub takes from a step, whatever is in the data."""


def render(report: Report, *, language: Language = "both") -> str:
    """Every piece of data is printed word for word: it can neither make markup nor break the table."""
    return "\n".join([*_head(report, language), *_table(report, language)]) + "\n"


def not_validated(reason: str) -> str:
    """The text where there is no report, since the package, or the state it is compared with, cannot be read."""
    return f"### decheng-data: could not validate 无法校验\n\n{_cell(reason, SENTENCE_LIMIT)}\n"


def _head(report: Report, language: Language) -> Iterator[str]:
    verdict = Bilingual("valid", "通过").of(language) if report.valid else Bilingual("NOT valid", "未通过").of(language)
    yield f"### decheng-data: {verdict}"
    yield ""
    for name, text in _facts(report, language):
        yield f"- {with_heading(name, text, language)}"


def _facts(report: Report, language: Language) -> Iterator[tuple[str, str]]:
    if named := " ".join(_cell(part, NAME_LIMIT) for part in (report.package, report.version) if part):
        yield Bilingual("Package", "数据包").of(language), named
    yield Bilingual("Findings", "发现").of(language), grade_counts(report.findings, language)
    yield Bilingual("Rules", "规则").of(language), f"{report.rules_run:,}"
    counts = (
        (words, getattr(report.outcomes, name))
        for name, words in OUTCOME_WORDS.items()
        if name != "waived" or report.outcomes.waived
    )
    yield (
        Bilingual("Outcomes", "结果").of(language),
        joined((f"{count:,} {words.of(language)}" for words, count in counts), language),
    )
    if report.coverage:
        yield Bilingual("Numerals", "数字").of(language), report.coverage.sentence("zh" if language == "zh" else "en")


def _table(report: Report, language: Language) -> Iterator[str]:
    if not report.findings:
        return
    names = (
        Bilingual("Severity", "程度"),
        Bilingual("Rule", "规则"),
        Bilingual("Where", "位置"),
        Bilingual("What is wrong", "问题"),
    )
    yield ""
    yield f"| {' | '.join(name.of(language) for name in names)} |"
    yield "|---|---|---|---|"
    for finding in report.findings[:FINDINGS_AT_MOST]:
        yield f"| {' | '.join(_cells(finding, language))} |"
    if (rest := len(report.findings) - FINDINGS_AT_MOST) > 0:
        yield ""
        yield Bilingual(
            f"… and {rest:,} more findings; --format json lists all.", f"另有 {rest:,} 项，--format json 列出全部。"
        ).of(language)


def _cells(finding: Finding, language: Language) -> Iterator[str]:
    yield grade_text(finding, language)
    yield _cell(finding.rule, NAME_LIMIT)
    yield _cell(finding.place, NAME_LIMIT)
    yield "<br>".join(as_markdown(sentence) for sentence in finding_sentences(finding, language, SENTENCE_LIMIT))


def _cell(text: str, most: int) -> str:
    return as_markdown(clipped(text, most))
