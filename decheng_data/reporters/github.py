"""The report as workflow commands, from which GitHub Actions makes annotations on the lines of a change.

Data are escaped by the rules of the runner (`%`, line ends; in properties `:` and `,` too), so that they cannot forge a
command of their own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.escaping import clipped
from decheng_data.model.bilingual import Bilingual, Language
from decheng_data.model.finding import Finding, Outcome
from decheng_data.reporters.locations import repository_path
from decheng_data.reporters.sentences import NAME_LIMIT, finding_sentences, grade_counts, with_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.report import Report


ANNOTATIONS_PER_KIND = 10
"""GitHub shows the first ten errors, ten warnings and ten notices of a step, and drops the rest in silence."""

_KINDS = {"error": "error", "warning": "warning", "information": "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def render(report: Report, *, language: Language = "both", base: str = "") -> str:
    """A command a finding, the worst first; beyond what GitHub shows of a kind they are counted. `base`: the package's
    folder in the repository.
    """
    shown = _first_of_each_kind(report.findings)
    lines = [_annotation(finding, language, base) for finding in shown]
    if rest := len(report.findings) - len(shown):
        lines.append(_command("notice", {"title": "decheng-data"}, _more(rest, language)))
    verdict = Bilingual("VALID", "通过").of(language) if report.valid else Bilingual("NOT VALID", "未通过").of(language)
    return (
        "\n".join([*lines, f"decheng-data: {with_heading(verdict, grade_counts(report.findings, language), language)}"])
        + "\n"
    )


def not_validated(reason: str) -> str:
    """The command where there is no report, since the package, or the state it is compared with, cannot be read."""
    return _command("error", {"title": "decheng-data could not validate"}, reason) + "\n"


def _first_of_each_kind(findings: tuple[Finding, ...]) -> list[Finding]:
    """The first of each kind; where some are left out, the last notice is left free for their number."""
    totals = Counter(_kind(finding) for finding in findings)
    rooms = dict.fromkeys(_KINDS.values(), ANNOTATIONS_PER_KIND)
    rooms["notice"] -= any(totals[kind] > room for kind, room in rooms.items())
    return list(_first(findings, rooms))


def _first(findings: tuple[Finding, ...], rooms: dict[str, int]) -> Iterator[Finding]:
    for finding in findings:
        kind = _kind(finding)
        if rooms[kind]:
            rooms[kind] -= 1
            yield finding


def _kind(finding: Finding) -> str:
    return "notice" if finding.waived else "error" if finding.outcome is Outcome.ERROR else _KINDS[finding.severity]


def _annotation(finding: Finding, language: Language, base: str) -> str:
    properties = {"title": clipped(finding.rule, NAME_LIMIT)}
    if finding.file:
        places = {
            "file": clipped(repository_path(finding.file, base), NAME_LIMIT),
            "line": finding.line,
            "col": finding.column if finding.line else None,
        }
        properties = {name: str(value) for name, value in places.items() if value} | properties
    return _command(_kind(finding), properties, "\n".join(finding_sentences(finding, language)))


def _command(kind: str, properties: dict[str, str], message: str) -> str:
    named = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{kind} {named}::{message.translate(_DATA)}"


def _more(rest: int, language: Language) -> str:
    return Bilingual(
        f"{rest:,} more findings are not annotated; --format json lists all.",
        f"另有 {rest:,} 项未加标注，--format json 列出全部。",
    ).of(language)
