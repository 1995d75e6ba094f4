"""The sentences of a report in the languages that were asked for, made harmless and of a bounded length."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.escaping import clipped
from decheng_data.model.bilingual import TONGUES, Bilingual
from decheng_data.model.fields import OUTCOME_WORDS, SEVERITY_WORDS
from decheng_data.model.finding import SEVERITIES, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.model.bilingual import Language
    from decheng_data.model.finding import Finding, Waived
    from decheng_data.model.report import RuleSummary

SENTENCE_LIMIT = 1000
"""Most characters of one sentence."""
NAME_LIMIT = 255
"""Most characters of a title, a path or the name of a rule."""

_COULD_NOT_RUN, _ACCEPTED = OUTCOME_WORDS["error"], OUTCOME_WORDS["waived"]
_GRADES = (*(SEVERITY_WORDS[severity] for severity in SEVERITIES), _COULD_NOT_RUN, _ACCEPTED)
"""What a finding can be."""


def finding_sentences(finding: Finding, language: Language, most: int = SENTENCE_LIMIT) -> list[str]:
    """What is wrong, then behind an arrow what would fix it, or why it is accepted, by whom and until when."""
    tongues = TONGUES[language]
    fixes = dict.fromkeys(fix for tongue in tongues if (fix := finding.advice(tongue)))
    ends = [_acceptance(finding.waived, language)] if finding.waived else [f"→ {fix}" for fix in fixes]
    return [clipped(sentence, most) for sentence in (*(finding.message(tongue) for tongue in tongues), *ends)]


def rule_title(summary: RuleSummary, language: Language) -> str:
    """What the rule demands; in both languages with a dot between them, unless they are equal."""
    titles = dict.fromkeys(summary.title(tongue) for tongue in TONGUES[language])
    return clipped(" · ".join(titles), SENTENCE_LIMIT)


def reason_not_applicable(summary: RuleSummary, language: Language) -> str:
    """Why the rule was not applicable; empty where that is not known."""
    return summary.why.of(language)


def joined(parts: Iterable[str], language: Language) -> str:
    """The parts of a sentence with commas between them."""
    return ("，" if language == "zh" else ", ").join(parts)


def with_heading(name: str, text: str, language: Language) -> str:
    """A name, a colon, and a text."""
    return f"{name}{'：' if language == 'zh' else ': '}{text}"


def grade_text(finding: Finding, language: Language) -> str:
    """How grave the finding is."""
    return _grade(finding).of(language)


def grade_counts(findings: Iterable[Finding], language: Language) -> str:
    """How many findings there are of each grade, such as `2 error, 1 could not run`."""
    counts = Counter(map(_grade, findings))
    counted = [f"{counts[grade]:,} {grade.of(language)}" for grade in _GRADES if counts[grade]]
    return joined(counted, language) or Bilingual("no findings", "没有问题").of(language)


def _grade(finding: Finding) -> Bilingual:
    if finding.waived:
        return _ACCEPTED
    return _COULD_NOT_RUN if finding.outcome is Outcome.ERROR else SEVERITY_WORDS[finding.severity]


def _acceptance(waived: Waived, language: Language) -> str:
    by, accepted = f"{Bilingual('until', '至').of(language)} {waived.until}", f"✓ {_ACCEPTED.of(language)}"
    if language == "zh":
        return f"{accepted}：{waived.reason}（{waived.author}，{by}）"
    return f"{accepted}: {waived.reason} ({waived.author}, {by})"
