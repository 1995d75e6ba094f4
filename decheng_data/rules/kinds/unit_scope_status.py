"""What a figure has in common with what surrounds it: its indicator's usual unit, its release, the other figure of its
sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.model.period import Period
from decheng_data.rules.evaluation import Disagreement, Evaluation

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from decheng_data.model.rows import ReleaseRow
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import Observation, ObservationIndex
    from decheng_data.rules.rule import Rule

_Figures = tuple["Observation", ...]


def in_usual_unit(
    rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Counter[str] | None
) -> Iterator[Evaluation]:
    """Each figure whose indicator has a unit: it is printed in that one."""
    for alike in index.alike_of(rule.terms[0]):
        first, usual = alike[0], codes.units.get(alike[0].indicator.unit or "")
        if usual is not None:
            wanted = Bilingual.same(f"{usual.unit_id} ({usual.name_zh})")
            fault = (
                None
                if first.unit == usual.unit_id
                else Disagreement("unit", f"{first.unit} ({first.unit_row.name_zh})", wanted)
            )
            yield from _outcomes(rule, (((each,), fault) for each in alike), passed)


def of_its_release(rule: Rule, index: ObservationIndex, passed: Counter[str] | None) -> Iterator[Evaluation]:
    """Each figure but a target: it is of the period and the area that its release is of."""
    releases = index.releases
    for alike in index.alike_of(rule.terms[0]):
        if alike[0].measure != "target":
            yield from _outcomes(
                rule,
                (((each,), _outside(each, releases[each.release_id])) for each in alike if each.release_id in releases),
                passed,
            )


def _outside(each: Observation, release: ReleaseRow) -> Disagreement | None:
    if each.area != release.area:
        wanted = Bilingual(
            f"{release.area}, the area of {release.release_id}", f"{release.area}（{release.release_id} 的地区）"
        )
        return Disagreement("area", each.area, wanted)
    if each.period == release.period or Period.parse(each.period) == Period.parse(release.period):
        return None
    wanted = Bilingual(
        f"{release.period}, the period of {release.release_id}", f"{release.period}（{release.release_id} 的所属期）"
    )
    return Disagreement("period", each.period, wanted)


def of_one_status(rule: Rule, index: ObservationIndex, passed: Counter[str] | None) -> Iterator[Evaluation]:
    """The two figures of one indicator that the terms name, in one sentence: they have one status."""
    one, other = (list(index.alike_of(term)) for term in rule.terms)
    for first in one:
        here = {(each.release_id, each.period, each.area): each for each in first}
        for second in other:
            if second[0].indicator_id == first[0].indicator_id:
                pairs = ((here.get((each.release_id, each.period, each.area)), each) for each in second)
                yield from _outcomes(
                    rule,
                    (
                        ((there, each), _mixed(there, each))
                        for there, each in pairs
                        if there and _is_one_sentence(there, each)
                    ),
                    passed,
                )


def _is_one_sentence(one: Observation, other: Observation) -> bool:
    return one.sentence is not None and one.sentence == other.sentence and one.section == other.section


def _mixed(one: Observation, other: Observation) -> Disagreement | None:
    if one.obs_status == other.obs_status:
        return None
    wanted = Bilingual(
        f"{other.obs_status}, as {other.measure} in the same sentence has",
        f"{other.obs_status}，与同句中的{MEASURE_WORDS[other.measure].zh}相同",
    )
    return Disagreement("obs_status", one.obs_status, wanted)


def _outcomes(
    rule: Rule, found: Iterable[tuple[_Figures, Disagreement | None]], passed: Counter[str] | None
) -> Iterator[Evaluation]:
    """The outcomes; passes are only counted in `passed` where that is given."""
    passes = 0
    for there, fault in found:
        if fault is not None or passed is None:
            yield Evaluation.of(rule, there, fault)
        else:
            passes += 1
    if passed is not None:
        passed[rule.rule_id] += passes
