"""Findings that say which of their figures is likely the wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.error_localisation import wording
from decheng_data.error_localisation.locate import LIMIT, SECONDS, suspicion
from decheng_data.model.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decheng_data.error_localisation.locate import Failure
    from decheng_data.model.finding import Finding
    from decheng_data.model.report import Suspects
    from decheng_data.model.rows import RevisionRow
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import ObservationIndex
    from decheng_data.rules.rule import Rule


def localised(
    findings: Iterable[Finding],
    rules: Iterable[Rule],
    index: ObservationIndex,
    codes: CodeLists,
    ledger: Iterable[RevisionRow],
    file: str,
    seconds: float = SECONDS,
    limit: int = LIMIT,
) -> tuple[Suspects, list[Finding]]:
    """The suspects, and the findings with the fixes that these suggest. Failures that a waiver accepts are taken as
    passed.
    """
    listed, places = list(findings), {observation.line: place for place, observation in enumerate(index.observations)}
    accepted = frozenset(_failure(each, places) for each in listed if each.waived)
    found = suspicion(rules, index, codes, accepted=accepted, ledger=ledger, limit=limit, seconds=seconds, file=file)
    return found.suspects, [_hinted(each, found.suspects, found.numbers.get(_failure(each, places))) for each in listed]


def _failure(finding: Finding, places: Mapping[int | None, int]) -> Failure:
    """The rule and the positions of the figures, all on lines of one file."""
    return finding.rule, tuple(sorted({places[each.line] for each in finding.observations if each.line in places}))


def _hinted(finding: Finding, suspects: Suspects, number: int | None) -> Finding:
    if number is None or finding.waived or finding.outcome is not Outcome.FAILED:
        return finding
    hint = wording.hint(suspects.localisations[number])
    return finding.model_copy(update={"localisation": number, "hint": hint})
