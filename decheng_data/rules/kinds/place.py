"""Whether the places of figures in their text can be: told by the rows alone, without the text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import line_zh
from decheng_data.model.fields import MEASURE_WORDS_ZH
from decheng_data.model.report import Outcome
from decheng_data.rules.evaluation import Evaluation

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from decheng_data.model.bilingual import Said
    from decheng_data.rules.observation import Observation, ObservationIndex
    from decheng_data.rules.rule import Rule

_Fault = tuple[str, str, str, str]
"""The field, what stands there, what was expected, and that in Chinese."""


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


def _evaluation(rule: Rule, each: Observation, earlier: Observation | None, fault: _Fault | None) -> Evaluation:
    if fault is None:
        return Evaluation(rule, Outcome.PASSED, each.release_id, (each,))
    field, found, expected, expected_zh = fault
    there = (each, earlier) if earlier and field != "end" else (each,)
    return Evaluation(
        rule,
        Outcome.FAILED,
        each.release_id,
        there,
        field=field,
        found=found,
        expected=expected,
        expected_zh=expected_zh,
    )


def _fault(each: Observation, earlier: Observation | None, limit: int | None) -> _Fault | None:
    start, end = each.start or 0, each.end or 0
    if end - start != (length := len(each.printed)):
        wanted = start + length
        return (
            "end",
            str(end),
            f"{wanted}, {length} characters after start, as printed is",
            f"{wanted}（start 之后 {length} 字，与 printed 等长）",
        )
    if limit is not None and end > limit:
        return "end", str(end), f"at most {limit}, where the text ends", f"不超过文本长度 {limit}"
    return _against(each, earlier) if earlier else None


def _against(each: Observation, earlier: Observation) -> _Fault | None:
    """What is wrong with a place after that of the figure before it."""
    if (each.start, each.end) == (earlier.start, earlier.end):
        if each.printed == earlier.printed and _subject(each) != _subject(earlier):
            return None
        en, zh = _named(earlier)
        return (
            "start",
            str(each.start),
            f"another place than that of {en}, or the numeral of one of them",
            f"与{zh}不同的位置，或二者只留其一",
        )
    if (each.start or 0) < (earlier.end or 0):
        en, zh = _named(earlier)
        return "start", str(each.start), f"{earlier.end} or later, after {en}", f"{earlier.end} 或以后，在{zh}之后"
    return _out_of_order(each, earlier)


def _out_of_order(each: Observation, earlier: Observation) -> _Fault | None:
    if each.section is None or earlier.section is None or each.section > earlier.section:
        return None
    if each.section < earlier.section:
        return "section", str(each.section), *_or_later(earlier.section, earlier)
    if each.sentence is None or earlier.sentence is None or each.sentence >= earlier.sentence:
        return None
    return "sentence", str(each.sentence), *_or_later(earlier.sentence, earlier)


def _or_later(least: int, earlier: Observation) -> Said:
    en, zh = _named(earlier)
    return f"{least} or later, as {en} stands before it", f"{least} 或以后，因{zh}在其之前"


def _named(each: Observation) -> Said:
    line, place_zh = (f" (line {each.line})", f"（{line_zh(each.line)}）") if each.line else ("", "")
    return f"{each.indicator_id} {each.measure}{line}", f"{each.name_zh}{MEASURE_WORDS_ZH[each.measure]}{place_zh}"


def _subject(each: Observation) -> tuple[str, ...]:
    return each.indicator_id, each.period, each.area, each.comparison
