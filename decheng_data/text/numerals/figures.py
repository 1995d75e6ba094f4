"""From a numeral to a figure: its value in plain digits, its unit, and the words that widen it (余, 超, 以上)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.model.printed import read_chinese_number
from decheng_data.model.quantity import QUALIFIERS
from decheng_data.text.numerals.slogans import NUMBER
from decheng_data.text.words.folding import fold
from decheng_data.text.words.spans import Figure, Numeral
from decheng_data.text.words.units import kind_of, unit_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INSIDE, _AFTER = ("余", "多"), ("以上", "左右", "上下", "以内", "以下")
_BEFORE = sorted((word for word in QUALIFIERS if word not in (*_INSIDE, *_AFTER)), key=len, reverse=True)
_ALIKE = {"突破": "超过", "多达": None, "高达": None, "上": "以上", "破": "超过"}
_BEFORE_WORD = re.compile(f"({'|'.join([*_BEFORE, '突破'])})$")
_NOT_QUALIFIER = re.compile(r"(?:[通经渡跨]过|[赶反]超|附近|最近|靠近|临近|邻近|[条合节契集预特大公签履履]约)$")
_AFTER_WORD = re.compile(
    rf"(?:\(含\))?(?:及|或)?({'|'.join(_AFTER)}|余(?!额|款|热|地|人)|多(?![家个种项元样功数次层少])|不到)"
)
_LARGE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_NUMBER = re.compile(NUMBER)


def read(text: str, numeral: Numeral) -> tuple[Figure, ...]:
    """The figures of a numeral of sort `figure` or `threshold`: one, or as many as a ratio has parts."""
    folded = fold(text)
    return tuple(_ratio(folded, numeral)) if numeral.form == "ratio" else (read_folded(folded, numeral),)


def read_folded(folded: str, numeral: Numeral) -> Figure:
    """The same for a text that is folded already and a numeral that is no ratio."""
    if numeral.form == "rank":
        return _rank(folded, numeral)
    if numeral.form == "zero":
        return Figure(numeral.start, numeral.end, numeral.start, numeral.end, "0", "", "none", form="zero")
    return _amount(folded, numeral)


def ratio_parts(folded: str, numeral: Numeral) -> tuple[Figure, ...]:
    """The parts of 3.9:59.5:36.6, each a figure in % when the parts make a whole of 100."""
    return tuple(_ratio(folded, numeral))


def _amount(folded: str, numeral: Numeral) -> Figure:
    words = folded[numeral.start : numeral.end]
    unit = unit_at(folded, numeral.end)
    value = _value(words)
    if numeral.form == "chinese" and words[1:3] == "分之":
        return _widened(
            folded,
            Figure(
                numeral.start, numeral.end, 0, 0, value, "%" if words[0] == "百" else "‰", "percent", form="chinese"
            ),
        )
    large, name = unit.name.removesuffix(unit.name.lstrip("十百千万亿")), unit.name.lstrip("十百千万亿")
    if numeral.form == "chinese" and large:
        value, unit = str(int(value) * _product(large)), unit._replace(name=name)
    figure = Figure(
        numeral.start,
        unit.end,
        0,
        0,
        value,
        unit.name,
        kind_of(unit.bare, unit.name),
        unit.qualifier,
        words.startswith("-"),
        words[:1] in ("-", "+"),
        "chinese" if numeral.form == "chinese" else "arabic",
    )
    return _widened(folded, figure)


def _widened(folded: str, figure: Figure) -> Figure:
    """The figure with the qualifiers before and after it, and the span that holds them too."""
    start, end, qualifier = figure.start, figure.end, figure.qualifier
    before = folded[max(0, start - 6) : start]
    if (match := _BEFORE_WORD.search(before)) and not _NOT_QUALIFIER.search(before):
        start, qualifier = start - len(match[1]), qualifier or (match[1] if match[1] in QUALIFIERS else "超过")
    if match := _AFTER_WORD.match(folded, end):
        end, qualifier = match.end(), qualifier or (match[1] if match[1] in QUALIFIERS else None)
    return Figure(
        figure.start,
        figure.end,
        start,
        end,
        figure.value,
        figure.unit,
        figure.kind,
        qualifier,
        figure.negative,
        figure.signed,
        figure.form,
    )


def _value(words: str) -> str:
    """The magnitude in plain digits: `1,234.50` is 1234.50, `两千三` 2003, `三点五` 3.5."""
    if any(character.isascii() and character.isdigit() for character in words):
        return words.lstrip("+-").replace(",", "")
    words = words.partition("分之")[2] or words
    whole, _, decimals = words.partition("点")
    return f"{_whole(whole)}{'.' + str(_digits(decimals)) if decimals else ''}"


def _digits(words: str) -> str:
    return "".join(str(read_chinese_number(word)) for word in words if word in "零〇一二两三四五六七八九")


def _whole(words: str) -> int:
    """A whole number in characters, with 万 and 亿; bare 百 and 亿 are 100 and 100 million."""
    for large in ("亿", "万"):
        if large in words:
            head, _, tail = words.rpartition(large)
            return (_whole(head) if head else 1) * _LARGE[large] + (_whole(tail) if tail else 0)
    return read_chinese_number(words) if words else 0


def _product(large: str) -> int:
    product = 1
    for character in large:
        product *= _LARGE[character]
    return product


def _rank(folded: str, numeral: Numeral) -> Figure:
    words = folded[numeral.start : numeral.end]
    number = words.lstrip("第")
    value = _value(number) if words.startswith("第") or words[0] not in "首榜最" else "1"
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
    高于全国、全市1.4、0.5个百分点.
    """
    shared = list(figures)
    for index in range(len(shared) - 2, -1, -1):
        figure, after = shared[index], shared[index + 1]
        if (
            (figure.unit == "" or (figure.unit == "个" and after.kind == "points"))
            and figure.form == after.form == "arabic"
            and after.unit
            and _JOINED.fullmatch(folded, figure.outer_end, after.outer_start)
        ):
            shared[index] = replace(figure, unit=after.unit, kind=after.kind)
    return shared
