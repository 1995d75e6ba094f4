"""Whether the places of figures in their text can be: told by the rows alone, without the text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from decheng_data.evaluations import Evaluation
from decheng_data.fields import MEASURE_WORDS_ZH
from decheng_data.reports import Outcome

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from decheng_data.faults import Said
    from decheng_data.models import ReleaseRow
    from decheng_data.observations import Observation, ObservationIndex
    from decheng_data.rules import Rule

_Fault = tuple[str, str, str, str]
"""The field, what stands there, what was expected, and that in Chinese."""


def well_placed(rule: Rule, index: ObservationIndex, passed: Counter[str] | None) -> Iterator[Evaluation]:
    """Each figure that has a place: it is as long as its printed form, inside the text, apart from the others, and in their order.

    One numeral may be two figures (both grew by 5 %), but not of the same indicator, period, area and comparison. With `passed`, passes are
    only counted there.
    """
    for release_id, figures in _placed(rule, index).items():
        release, earlier = index.releases.get(release_id), None
        length = release.repaired_length if release else None
        for each in sorted(figures, key=_begin):
            fault = None if _is_apart(each, earlier, length) else _fault(each, earlier, release)
            if fault is not None or passed is None:
                yield _evaluation(rule, each, earlier, fault)
            else:
                passed[rule.rule_id] += 1
            earlier = each


def _placed(rule: Rule, index: ObservationIndex) -> dict[str, list[Observation]]:
    """The figures that have a place, by release."""
    term, placed = rule.terms[0], defaultdict[str, list["Observation"]](list)
    for alike in index.alike():
        if term.takes(alike[0].indicator_id, alike[0].measure, alike[0].unit_row):
            for each in alike:
                if each.start is not None and each.end is not None:
                    placed[each.release_id].append(each)
    return placed


def _is_apart(each: Observation, earlier: Observation | None, length: int | None) -> bool:
    """Whether a place is plainly good: what most are, told faster than by looking for a fault."""
    start, end = each.start or 0, each.end or 0
    if end - start != len(each.printed) or (length is not None and end > length):
        return False
    return earlier is None or ((earlier.end or 0) <= start and earlier.section == each.section and earlier.sentence == each.sentence)


def _begin(each: Observation) -> int:
    return each.start or 0


def _evaluation(rule: Rule, each: Observation, earlier: Observation | None, fault: _Fault | None) -> Evaluation:
    if fault is None:
        return Evaluation(rule, Outcome.PASSED, each.release_id, (each,))
    field, found, expected, expected_zh = fault
    there = (each, earlier) if earlier and field != "end" else (each,)
    return Evaluation(rule, Outcome.FAILED, each.release_id, there, field=field, found=found, expected=expected, expected_zh=expected_zh)


def _fault(each: Observation, earlier: Observation | None, release: ReleaseRow | None) -> _Fault | None:
    start, end = each.start or 0, each.end or 0
    if end - start != (length := len(each.printed)):
        wanted = start + length
        return "end", str(end), f"{wanted}, {length} characters after start, as printed is", f"{wanted}（start 之后 {length} 字，与 printed 等长）"
    if release and release.repaired_length is not None and end > release.repaired_length:
        limit = release.repaired_length
        return "end", str(end), f"at most {limit}, where the text ends", f"不超过文本长度 {limit}"
    return _against(each, earlier) if earlier else None


def _against(each: Observation, earlier: Observation) -> _Fault | None:
    """What is wrong with a place after that of the figure before it."""
    line, line_zh = (f" (line {earlier.line})", f"（第 {earlier.line} 行）") if earlier.line else ("", "")
    told = f"{earlier.indicator_id} {earlier.measure}{line}", f"{earlier.name_zh}{MEASURE_WORDS_ZH[earlier.measure]}{line_zh}"
    if (each.start, each.end) == (earlier.start, earlier.end):
        if each.printed == earlier.printed and _subject(each) != _subject(earlier):
            return None
        return "start", str(each.start), f"another place than that of {told[0]}, or the numeral of one of them", f"与{told[1]}不同的位置，或二者只留其一"
    if (each.start or 0) < (earlier.end or 0):
        return "start", str(each.start), f"{earlier.end} or later, after {told[0]}", f"{earlier.end} 或以后，在{told[1]}之后"
    return _out_of_order(each, earlier, told)


def _out_of_order(each: Observation, earlier: Observation, told: Said) -> _Fault | None:
    if each.section is None or earlier.section is None or each.section > earlier.section:
        return None
    if each.section < earlier.section:
        return "section", str(each.section), *_or_later(earlier.section, told)
    if each.sentence is None or earlier.sentence is None or each.sentence >= earlier.sentence:
        return None
    return "sentence", str(each.sentence), *_or_later(earlier.sentence, told)


def _or_later(least: int, told: Said) -> Said:
    return f"{least} or later, as {told[0]} stands before it", f"{least} 或以后，因{told[1]}在其之前"


def _subject(each: Observation) -> tuple[str, ...]:
    return each.indicator_id, each.period, each.area, each.comparison
