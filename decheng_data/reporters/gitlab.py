"""The report in GitLab's code quality format, from which a merge request shows what is new and what is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.escaping import as_json, clipped
from decheng_data.model.finding import Finding, Outcome
from decheng_data.reporters.fingerprints import fingerprints
from decheng_data.reporters.locations import repository_path
from decheng_data.reporters.sentences import NAME_LIMIT, finding_sentences

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Language
    from decheng_data.model.report import Report

_SEVERITIES = {"error": "critical", "warning": "minor", "information": "info"}


def render(report: Report, *, language: Language = "both", base: str = "") -> str:
    """A JSON list, an object a finding. `base`: the package's folder in the repository. Fingerprints stay when lines
    move.
    """
    marked = zip(report.findings, fingerprints(report.findings), strict=True)
    return as_json([_issue(finding, fingerprint, language, base) for finding, fingerprint in marked])


def _issue(finding: Finding, fingerprint: str, language: Language, base: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": clipped(finding.rule, NAME_LIMIT),
        "description": " ".join(finding_sentences(finding, language)),
        "fingerprint": fingerprint,
        "severity": (
            "info"
            if finding.waived
            else "blocker"
            if finding.outcome is Outcome.ERROR
            else _SEVERITIES[finding.severity]
        ),
        "location": {
            "path": clipped(repository_path(finding.file, base), NAME_LIMIT),
            "lines": {"begin": finding.line or 1},
        },
    }
