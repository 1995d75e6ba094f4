"""The report as SARIF 2.1.0, within the limits of GitHub code scanning.

Paths are relative to the root of the repository (`%SRCROOT%`, which the reader of the file knows).
`partialFingerprints` holds a fingerprint of our own; GitHub goes by `primaryLocationLineHash`, which its upload action
makes from the file itself and warns about where it finds another.
"""

from __future__ import annotations

import re
from datetime import UTC
from itertools import islice
from typing import TYPE_CHECKING, Any

from decheng_data.escaping import as_json, as_markdown, clipped, shown
from decheng_data.model.bilingual import TONGUES, Bilingual, Language, Tongue
from decheng_data.model.finding import Finding, Outcome, Waived
from decheng_data.reporters.fingerprints import fingerprints
from decheng_data.reporters.locations import relative_uri, repository_path
from decheng_data.reporters.sentences import NAME_LIMIT, finding_sentences, rule_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decheng_data.model.report import InvolvedObservation, Report, RuleSummary

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RESULTS_LIMIT = 5_000
"""Most results of a run that GitHub stores."""
RULES_LIMIT = 20_000
"""GitHub refuses a run of more than 25,000 rules."""
NOTIFICATIONS_LIMIT = 1_000
RELATED_LIMIT = 100
"""Most locations of a result that GitHub stores."""
TEXT_LIMIT = 1_024
"""Most characters of a description."""
FINGERPRINT = "decheng-data/v1"

_LEVELS = {"error": "error", "warning": "warning", "information": "note"}
_GITHUB_SEVERITIES = {"error": "error", "warning": "warning", "information": "recommendation"}
_PRECISIONS = {"error": "very-high", "warning": "medium", "information": "low"}
_WHY: dict[Tongue, str] = {"en": "Why: ", "zh": "理由："}
_FORM = "In its normal form 标准形式: "
"""Written once: a form has the same words in both languages."""
_BRACE = re.compile(r"[{}]")


def render(report: Report, *, language: Language = "both", base: str = "") -> str:
    """One run: the worst 5,000 findings as results, what could not be validated as notifications, every rule with its
    help in both languages.

    `base`: the package's folder in the repository.
    """
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, language, base).as_object()]})


class _Run:
    """What the parts of a run share: language, base, and the index of each rule in the array of rules."""

    def __init__(self, report: Report, language: Language, base: str) -> None:
        self.report, self.language, self.base = report, language, base
        marked = zip(report.findings, fingerprints(report.findings), strict=True)
        failed = [(finding, mark) for finding, mark in marked if finding.outcome is not Outcome.ERROR]
        self.results, self.left_out = failed[:RESULTS_LIMIT], len(failed) - RESULTS_LIMIT
        self.faults = [finding for finding in report.findings if finding.outcome is Outcome.ERROR]
        self.rules = self._rules()
        self.index = {summary.rule_id: number for number, summary in enumerate(self.rules)}

    def as_object(self) -> dict[str, Any]:
        """The run."""
        return {
            "tool": {"driver": self._driver()},
            "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
            "columnKind": "unicodeCodePoints",
            "invocations": [self._invocation()],
            "results": [self._result(finding, fingerprint) for finding, fingerprint in self.results],
        }

    def _rules(self) -> list[RuleSummary]:
        """All rules; of too many those that are named below and the first of the others."""
        summaries = [summary for summary, _ in self.report.by_rule()]
        named = {finding.rule for finding, _ in self.results} | {
            finding.rule for finding in self.faults[:NOTIFICATIONS_LIMIT]
        }
        others = islice(
            (summary.rule_id for summary in summaries if summary.rule_id not in named), RULES_LIMIT - len(named)
        )
        wanted = named | set(others)
        return [summary for summary in summaries if summary.rule_id in wanted]

    def _driver(self) -> dict[str, Any]:
        name, _, version = shown(self.report.validator).partition(" ")
        versioned = {"version": clipped(version, NAME_LIMIT)} if version else {}
        return {
            "name": clipped(name, NAME_LIMIT),
            **versioned,
            "rules": [self._rule(summary) for summary in self.rules],
        }

    def _rule(self, summary: RuleSummary) -> dict[str, Any]:
        reasons = dict.fromkeys(summary.rationale(tongue) or summary.title(tongue) for tongue in TONGUES[self.language])
        return {
            "id": clipped(summary.rule_id, NAME_LIMIT),
            "shortDescription": _description(rule_title(summary, self.language)),
            "fullDescription": _description(clipped(" ".join(reasons), TEXT_LIMIT)),
            "help": {
                "text": _plain("\n\n".join(_help(summary, str))),
                "markdown": _braced("\n\n".join(_help(summary, as_markdown, "### "))),
            },
            "defaultConfiguration": {"level": _LEVELS[summary.severity]},
            "properties": {
                "tags": _tags(summary),
                "precision": _PRECISIONS[summary.severity],
                "problem.severity": _GITHUB_SEVERITIES[summary.severity],
            },
        }

    def _invocation(self) -> dict[str, Any]:
        return {
            "executionSuccessful": self.report.complete,
            "endTimeUtc": self.report.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "toolExecutionNotifications": list(self._notifications()),
        }

    def _notifications(self) -> Iterator[dict[str, Any]]:
        for finding in self.faults[:NOTIFICATIONS_LIMIT]:
            named = {"id": clipped(finding.rule, NAME_LIMIT), "index": self.index[finding.rule]}
            text = _message("\n".join(finding_sentences(finding, self.language)))
            yield {"level": "error", "message": text, "associatedRule": named, "locations": [self._location(finding)]}
        left_out = {
            Bilingual("results", "项结果"): self.left_out,
            Bilingual("notifications", "项通知"): len(self.faults) - NOTIFICATIONS_LIMIT,
        }
        for (what, what_zh), count in left_out.items():
            if count > 0:
                english = (
                    f"{count:,} more {what} are left out, as GitHub would not store them; --format json lists all."
                )
                note = Bilingual(
                    english, f"另有 {count:,} {what_zh}未列出，因 GitHub 不会保留；--format json 列出全部。"
                ).of(self.language)
                yield {"level": "warning", "message": {"text": note}}

    def _result(self, finding: Finding, fingerprint: str) -> dict[str, Any]:
        figures = [
            each
            for each in finding.observations
            if each.line and (each.file, each.line) != (finding.file, finding.line)
        ]
        # Each once, as SARIF demands.
        related = list({repr(place): place for place in map(self._related, figures)}.values())
        return {
            "ruleId": clipped(finding.rule, NAME_LIMIT),
            "ruleIndex": self.index[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": _message("\n".join(finding_sentences(finding, self.language))),
            "locations": [self._location(finding)],
            **({"relatedLocations": related[:RELATED_LIMIT]} if related else {}),
            "partialFingerprints": {FINGERPRINT: fingerprint},
            **({"suppressions": [_suppression(finding.waived)]} if finding.waived else {}),
        }

    def _location(self, finding: Finding) -> dict[str, Any]:
        region = {
            "startLine": finding.line,
            "startColumn": finding.column,
            "endColumn": finding.end_column if finding.column else None,
        }
        return {
            "physicalLocation": self._place(
                finding.file, {name: value for name, value in region.items() if value} if finding.line else {}
            )
        }

    def _related(self, observation: InvolvedObservation) -> dict[str, Any]:
        return {
            "physicalLocation": self._place(observation.file, {"startLine": observation.line}),
            "message": _message(clipped(str(observation), TEXT_LIMIT)),
        }

    def _place(self, file: str | None, region: dict[str, Any]) -> dict[str, Any]:
        located = {"uri": relative_uri(repository_path(file, self.base)), "uriBaseId": "%SRCROOT%"}
        return {"artifactLocation": located, **({"region": region} if region else {})}


def _suppression(waived: Waived) -> dict[str, Any]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": clipped(f"{waived.reason} ({waived.author}, {waived.until})", TEXT_LIMIT),
    }


def _help(summary: RuleSummary, write: Callable[[str], str], heading: str = "") -> Iterator[str]:
    for tongue, why in _WHY.items():
        yield heading + write(clipped(summary.title(tongue), TEXT_LIMIT))
        if reason := summary.rationale(tongue):
            yield why + write(clipped(reason, 2 * TEXT_LIMIT))
    if summary.expression:
        yield _FORM + write(clipped(summary.expression, 2 * TEXT_LIMIT))


def _tags(summary: RuleSummary) -> list[str]:
    return [
        "data",
        f"ESS level {summary.level}",
        *([f"ESS {clipped(summary.type, NAME_LIMIT)}"] if summary.type else []),
    ]


def _description(text: str) -> dict[str, str]:
    return {"text": _plain(text)[:TEXT_LIMIT]}


def _message(text: str) -> dict[str, str]:
    return {"text": _plain(text)}


def _plain(text: str) -> str:
    """A text in which braces are literal and brackets make no link (SARIF 3.11.5, 3.11.6)."""
    braced = _braced(text)
    return braced.replace("[", r"\[") if "](" in braced else braced


def _braced(text: str) -> str:
    return _BRACE.sub(lambda found: found[0] * 2, text)
