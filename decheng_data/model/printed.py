"""Reading a figure as it is printed in Chinese prose: 157.5亿元, 1400余亩, 近百家, 下降3.5%, 首位, 未发生."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from decheng_data.model.folding import fold_widths
from decheng_data.model.quantity import AFTER_THE_NUMBER, AFTER_THE_UNIT, QUALIFIERS, Quantity, plain

RANK_WORDS = (
    "首位",
    "榜首",
    "第一位",
    "第一名",
    "第一",
    "首",
    "最优",
    "最佳",
    "最好",
    "最高",
    "最低",
    "最快",
    "最大",
    "最多",
    "最少",
)
"""Words that say first place."""
ZERO_WORDS = ("动态清零", "清零", "零发生", "未发生", "没有发生", "无", "零")
"""Words that say none."""
FALL_WORDS = ("下降", "减少", "降低", "回落", "收窄", "下滑", "缩减", "负增长", "降")
"""Words that turn the sign of the figure after them."""
RISE_WORDS = ("增长", "增加", "提高", "上升")
"""Words that say that the figure after them has no other sign."""
NO_UNIT = "（无单位）"
"""Names the unit of a figure that is printed without one."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_POWERS = {"十": 10, "百": 100, "千": 1000}
CHINESE_DIGITS = "".join([*_DIGITS, *_POWERS])
_NUMBER = re.compile(rf"\d|[{CHINESE_DIGITS}]")

_before = "|".join(
    sorted((word for word in QUALIFIERS if word not in (*AFTER_THE_NUMBER, *AFTER_THE_UNIT)), key=len, reverse=True)
)
_FIGURE = re.compile(
    rf"(?P<direction>{'|'.join((*FALL_WORDS, *RISE_WORDS))})?(?P<before>{_before})?(?P<ordinal>第)?(?P<sign>[+\-])?"
    rf"(?:(?P<arabic>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)|(?P<chinese>[{CHINESE_DIGITS}]+))"
    r"(?P<inside>余|多)?(?P<large>[万亿]{0,2})(?P<inside_large>余|多)?(?:大(?=[类项]))?(?P<unit>.*?)(?P<after>以上|左右|上下|以内|以下)?"
)


@dataclass(frozen=True)
class Printed:
    """What a printed figure says. `unit` is None where none is printed; `sign` is None where no word or sign tells
    it.
    """

    magnitude: Decimal
    decimals: int
    unit: str | None
    qualifier: str | None = None
    sign: int | None = None
    in_words: bool = False


@lru_cache(maxsize=65536)
def read_printed(text: str) -> Printed | None:
    """What the printed figure says, or None where it says no figure."""
    return _read(text)


def signed(printed: str, value: Decimal) -> str:
    """The printed form with a minus sign where the value is negative and the form tells no sign of its own: 21.1% of
    下降21.1% is -21.1%.
    """
    said = read_printed(printed) if value < 0 else None
    if said is None or said.sign is not None or said.in_words:
        return printed
    return _NUMBER.sub(lambda first: f"-{first[0]}", printed, count=1)


def figure_told(printed: str, value: Decimal, unit: str | None = None) -> str:
    """A figure as a reader is to take it: the printed form, signed.

    Where the value is not the number that is printed, or `unit`, the name of its unit, not the one that is printed, the
    value is told with its unit: it is what rules reckon with.
    """
    said = read_printed(printed)
    if said is None:
        return printed
    number = value.copy_abs() if said.sign is None and not said.in_words else value
    if number == (said.magnitude.copy_negate() if said.sign == -1 else said.magnitude) and (
        unit in (None, NO_UNIT, said.unit) or said.unit is None
    ):
        return signed(printed, value)
    decimals, named = max(said.decimals, len(plain(value).partition(".")[2])), unit or said.unit or ""
    return str(Quantity(value, decimals, "" if named == NO_UNIT else named, qualifier=said.qualifier))


def _read(text: str) -> Printed | None:
    text = fold_widths(text).replace("−", "-").replace(" ", "").replace("突破", "超过")
    if text in RANK_WORDS:
        return Printed(Decimal(1), 0, "位", in_words=True)
    if text in ZERO_WORDS:
        return Printed(Decimal(0), 0, None, in_words=True)
    if len(text) > 100 or not (match := _FIGURE.fullmatch(text)):
        return None
    found = match.groupdict()
    magnitude, decimals = (
        _read_arabic(found["arabic"]) if found["arabic"] else (Decimal(read_chinese_number(found["chinese"])), 0)
    )
    unit = (found["large"] + found["unit"]) or ("位" if found["ordinal"] else None)
    qualifiers = [found[place] for place in ("before", "inside", "inside_large", "after") if found[place]]
    sign = (
        -1
        if found["sign"] == "-" or found["direction"] in FALL_WORDS
        else 1
        if found["sign"] or found["direction"]
        else None
    )
    return Printed(magnitude, decimals, unit, qualifiers[0] if qualifiers else None, sign)


def _read_arabic(text: str) -> tuple[Decimal, int]:
    digits = text.replace(",", "")
    return Decimal(digits), len(digits.partition(".")[2])


def read_chinese_number(text: str) -> int:
    """`三十五` is 35, `百` 100, `两千零五` 2005, `一二三` 123. The text holds no other characters."""
    if not any(character in _POWERS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total = pending = 0
    for character in text:
        if character in _POWERS:
            total, pending = total + (pending or 1) * _POWERS[character], 0
        else:
            pending = _DIGITS[character]
    return total + pending
