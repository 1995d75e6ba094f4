"""Whether the places of figures in their text are possible, by the rows alone, without the text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.rules.evaluation import Disagreement, Evaluation

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from decheng_data.rules.observation import Observation, ObservationIndex
    from decheng_data.rules.rule import Rule


def well_placed(rule: Rule, index: ObservationIndex, passed: Counter[str] | None) -> Iterator[Evaluation]:
    """Each figure that has a place: it is as long as its printed form, inside the text, apart from the others, and in
    their order.

    One numeral may be two figures (both grew by 5 %), but not of the same indicator, period, area and comparison. With
    `passed`, passes are only counted there.
    """
    for release_id, figures in _placed(rule, index).items():
        release, earlier = index.releases.get(release_id), None
        length = release.repaired_length if release else None
        for each in sorted(figures, key=_begin):
            fault = _fault(each, earlier, length)
            if fault is not None or passed is None:
                yield _evaluation(rule, each, earlier, fault)
            else:
                passed[rule.rule_id] += 1
            earlier = each


def _placed(rule: Rule, index: ObservationIndex) -> dict[str, list[Observation]]:
    """The figures that have a place, by release."""
    placed: dict[str, list[Observation]] = defaultdict(list)
    for alike in index.alike_of(rule.terms[0]):
        for each in alike:
            if each.start is not None:  # and then it has an end
                placed[each.release_id].append(each)
    return placed


def _begin(each: Observation) -> tuple[int, int]:
    return each.start or 0, each.line or 0


def _evaluation(rule: Rule, each: Observation, earlier: Observation | None, fault: Disagreement | None) -> Evaluation:
    there = (each, earlier) if earlier and fault and fault.field != "end" else (each,)
    return Evaluation.of(rule, there, fault)


def _fault(each: Observation, earlier: Observation | None, limit: int | None) -> Disagreement | None:
    start, end = each.start or 0, each.end or 0
    if end - start != (length := len(each.printed)):
        wanted = Bilingual(
            f"{start + length}, {length} characters after start, as printed is",
            f"{start + length}（start 之后 {length} 字，与 printed 等长）",
        )
        return Disagreement("end", str(end), wanted)
    if limit is not None and end > limit:
        return Disagreement(
            "end", str(end), Bilingual(f"at most {limit}, where the text ends", f"不超过文本长度 {limit}")
        )
    return _against(each, earlier) if earlier else None


def _against(each: Observation, earlier: Observation) -> Disagreement | None:
    """What is wrong with a place after that of the figure before it."""
    if (each.start, each.end) == (earlier.start, earlier.end):
        if each.printed == earlier.printed and _subject(each) != _subject(earlier):
            return None
        en, zh = _figure_name(earlier)
        wanted = Bilingual(
            f"another place than that of {en}, or the numeral of one of them", f"与{zh}不同的位置，或二者只留其一"
        )
        return Disagreement("start", str(each.start), wanted)
    if (each.start or 0) < (earlier.end or 0):
        en, zh = _figure_name(earlier)
        wanted = Bilingual(f"{earlier.end} or later, after {en}", f"{earlier.end} 或以后，在{zh}之后")
        return Disagreement("start", str(each.start), wanted)
    return _out_of_order(each, earlier)


def _out_of_order(each: Observation, earlier: Observation) -> Disagreement | None:
    if each.section is None or earlier.section is None or each.section > earlier.section:
        return None
    if each.section < earlier.section:
        return Disagreement("section", str(each.section), _or_later(earlier.section, earlier))
    if each.sentence is None or earlier.sentence is None or each.sentence >= earlier.sentence:
        return None
    return Disagreement("sentence", str(each.sentence), _or_later(earlier.sentence, earlier))


def _or_later(least: int, earlier: Observation) -> Bilingual:
    en, zh = _figure_name(earlier)
    return Bilingual(f"{least} or later, as {en} comes before it", f"{least} 或以后，因{zh}在其之前")


def _figure_name(each: Observation) -> Bilingual:
    return Bilingual(f"{each.indicator_id} {each.measure}", f"{each.name_zh}{MEASURE_WORDS[each.measure].zh}")


def _subject(each: Observation) -> tuple[str, ...]:
    return each.indicator_id, each.period, each.area, each.comparison
