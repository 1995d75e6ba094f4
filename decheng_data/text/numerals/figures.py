"""From a numeral to a figure: its value in plain digits, its unit, and the words that widen it (余, 超, 以上)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.model.numerals import ARABIC, POWERS, Number, read_number
from decheng_data.model.printed import WORD_BEHIND, WORDS_BEFORE, Printed, read_printed
from decheng_data.text.words.folding import fold
from decheng_data.text.words.spans import Figure, Numeral
from decheng_data.text.words.units import Unit, kind_of, unit_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEFORE_WORD = re.compile(f"({'|'.join(WORDS_BEFORE)})$")
_NOT_QUALIFIER = re.compile(
    r"(?:[通经渡跨]过|[赶反]超|附近|最近|靠近|临近|邻近|[条合节契集预特公签履]约|[爆攻打侦告]破)$"
)
_AFTER_WORD = re.compile(rf"(?!余(?:额|款|热|地|人)|多[家个种项元样功数次层少]){WORD_BEHIND}")
_HALF = re.compile(rf"半(?=[,。;、)\s]|$|{WORD_BEHIND})")
_NUMBER = re.compile(ARABIC)


def read(text: str, numeral: Numeral) -> tuple[Figure, ...]:
    """The figures of a numeral of sort `figure` or `threshold`: one, or as many as a ratio has parts."""
    folded = fold(text)
    return tuple(_ratio(folded, numeral)) if numeral.form == "ratio" else (read_folded(folded, numeral),)


def read_folded(folded: str, numeral: Numeral) -> Figure:
    """`read` for a folded text and a numeral that is no ratio."""
    if numeral.form == "rank":
        return _rank(folded, numeral)
    if numeral.form == "zero":
        return Figure(numeral.start, numeral.end, numeral.start, numeral.end, "0", "", "none", form="zero")
    return _amount(folded, numeral)


def ratio_parts(folded: str, numeral: Numeral) -> tuple[Figure, ...]:
    """The parts of 3.9:59.5:36.6, each a figure in % when the parts make a whole of 100."""
    return tuple(_ratio(folded, numeral))


def _amount(folded: str, numeral: Numeral) -> Figure:
    """Finds the unit and the words that widen the figure; the meaning comes from the reader of printed figures."""
    words = folded[numeral.start : numeral.end]
    unit = _unit(folded, numeral)
    start, end = _widened(folded, numeral.start, unit.end)
    read = read_printed(folded[start:end]) or _bare(words, unit)
    return Figure(
        numeral.start,
        unit.end,
        start,
        end,
        f"{read.magnitude:f}",
        unit.name,
        kind_of(unit.bare, unit.name),
        read.qualifier,
        words.startswith("-"),
        words[:1] in ("-", "+"),
        "chinese" if numeral.form == "chinese" else "arabic",
    )


def _bare(words: str, unit: Unit) -> Printed:
    """A number alone, as in 亿元级, or one too long to be printed in a row."""
    number = read_number(words.lstrip("+-")) or Number(Decimal(0))
    return Printed(number.value, number.decimals, unit.name)


def _unit(folded: str, numeral: Numeral) -> Unit:
    """The unit behind a number, with the half that it holds: 两个半小时. A 万 behind characters is of the number."""
    words = folded[numeral.start : numeral.end].lstrip("+-")
    if words[1:3] == "分之":
        return Unit(name := "%" if words[0] == "百" else "‰", name, None, numeral.end)
    unit = unit_at(folded, numeral.end)
    if not _NUMBER.fullmatch(words) and "点" not in words:
        unit = unit._replace(name=unit.name.lstrip(POWERS))
    if "." in words or "点" in words or unit.qualifier:
        return unit
    if unit.name == "个" and folded.startswith("半", unit.end):
        whole = unit_at("个" + folded[unit.end + 1 : unit.end + 9], 0)
        return whole._replace(end=unit.end + whole.end) if whole.name != "个" else unit
    return unit._replace(end=unit.end + 1) if unit.name and _HALF.match(folded, unit.end) else unit


def _widened(folded: str, start: int, end: int) -> tuple[int, int]:
    """The span of a figure with the words that widen it before and behind it."""
    before = folded[max(0, start - 6) : start]
    if (match := _BEFORE_WORD.search(before)) and not _NOT_QUALIFIER.search(before):
        start -= len(match[1])
    if match := _AFTER_WORD.match(folded, end):
        end = match.end()
    return start, end


def _rank(folded: str, numeral: Numeral) -> Figure:
    words = folded[numeral.start : numeral.end]
    number = words.lstrip("第")
    read = read_number(number)
    value = f"{read.value:f}" if read else "1"
    end = numeral.end + (folded[numeral.end : numeral.end + 1] in ("位", "名") and words[-1] not in "位首榜")
    return Figure(numeral.start, end, numeral.start, end, value, "位", "rank", form="rank")


def _ratio(folded: str, numeral: Numeral) -> Iterator[Figure]:
    spans = [match.span() for match in _NUMBER.finditer(folded, numeral.start, numeral.end)]
    values = [folded[start:end].replace(",", "") for start, end in spans]
    if len(values) == 2 and values[1] == "1":
        yield Figure(numeral.start, numeral.end, numeral.start, numeral.end, values[0], "", "ratio", form="ratio")
        return
    shares = len(values) > 2 or abs(sum(map(_small, values), Decimal(0)) - 100) < 1
    for part, ((start, end), value) in enumerate(zip(spans, values, strict=True)):
        yield Figure(
            start,
            end,
            start,
            end,
            value,
            "%" if shares else "",
            "percent" if shares else "ratio",
            form="ratio",
            part=part,
            parts=len(values),
        )


def _small(value: str) -> Decimal:
    return Decimal(value) if len(value) < 30 else Decimal(0)


_JOINED = re.compile(r"[、和及与]|以及|[-至到~～—–]{1,2}")


def with_shared_units(folded: str, figures: Sequence[Figure]) -> list[Figure]:
    """Figures of a sentence, those without a unit given that of the next in their row:
    高于全国、全市1.4、0.5个百分点; 0.4个和1.7个百分点.
    """
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        figure, after = shared[index], shared[index + 1]
        if (
            (figure.kind == "none" or figure.unit == "个")
            and figure.form == after.form == "arabic"
            and after.unit != figure.unit
            and after.unit.startswith(figure.unit)
            and _JOINED.fullmatch(folded, figure.outer_end, after.outer_start)
        ):
            shared[index] = replace(figure, unit=after.unit, kind=after.kind)
    return shared
