"""Reading a figure as it is printed in Chinese prose: 157.5亿元, 1400余亩, 近百家, 下降3.5%, 首位, 未发生."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from decheng_data.folding import fold_widths
from decheng_data.model.numerals import (
    ARABIC,
    CHINESE,
    CHINESE_DIGITS,
    MIXED,
    Number,
    read_chinese_number,
    read_number,
)
from decheng_data.model.quantity import AFTER_THE_NUMBER, AFTER_THE_UNIT, QUALIFIERS, Quantity, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_NUMBER = re.compile(rf"\d|[{CHINESE_DIGITS}]")
_MEANT = {"突破": "超过", "破": "超过", "来": "左右"}
"""Words that widen a figure as a qualifier does."""
_INSIDE = (*AFTER_THE_NUMBER, "来")
WORDS_BEFORE = sorted({*QUALIFIERS, *_MEANT} - {*_INSIDE, *AFTER_THE_UNIT}, key=lambda word: (-len(word), word))
"""The words that widen a figure from before it, longer ones first."""
WORD_BEHIND = rf"(?:\(含\))?[及或]?(?P<behind>{'|'.join((*AFTER_THE_UNIT, *AFTER_THE_NUMBER, '不到'))})"
"""The pattern of one behind its unit."""
_FIGURE = re.compile(
    rf"(?P<direction>{'|'.join((*FALL_WORDS, *RISE_WORDS))})?(?P<before>{'|'.join(WORDS_BEFORE)})?"
    rf"(?P<ordinal>第)?(?P<sign>[+\-])?"
    rf"(?:(?P<of>[百千])分之)?(?:(?P<characters>{MIXED}|{CHINESE})|(?P<digits>{ARABIC})(?P<named>[百千]?[万亿]{{0,2}}))"
    rf"(?P<inside>{'|'.join(_INSIDE)})?(?P<large>[万亿]{{0,2}})(?P<inside_large>{'|'.join(_INSIDE)})?"
    rf"(?P<one_half>个半)?(?:大(?=[类项]))?(?P<unit>.*?)(?P<half>半)?(?:{WORD_BEHIND})?"
)
_OF = {"百": "%", "千": "‰"}


@dataclass(frozen=True)
class Printed:
    """A printed figure, read. `unit` is None where none is printed; `sign` is None where no word or sign gives
    it; `powers` are those that a number in characters ends in, as of `numerals.Number`.
    """

    magnitude: Decimal
    decimals: int
    unit: str | None
    qualifier: str | None = None
    sign: int | None = None
    in_words: bool = False
    powers: str = field(default="", compare=False)

    def in_unit(self, name: str) -> Printed:
        """The figure in a unit that takes over powers of the number, as 亿元 of 十二亿元; as it is in any other."""
        if not self.powers:
            return self
        unit, own = fold_widths(name), self.unit or ""
        taken = unit[: len(unit) - len(own)] if unit.endswith(own) else ""
        if not taken or not self.powers.endswith(taken):
            return self
        return replace(self, magnitude=Decimal(int(self.magnitude) // (read_chinese_number(taken) or 1)), unit=unit)


@lru_cache(maxsize=65536)
def read_printed(text: str) -> Printed | None:
    """The printed figure, read, or None where it is no figure."""
    return _read(text)


def signed(printed: str, value: Decimal) -> str:
    """The printed form with a minus sign where the value is negative and the form has no sign of its own: 21.1% of
    下降21.1% is -21.1%.
    """
    read = read_printed(printed) if value < 0 else None
    if read is None or read.sign is not None or read.in_words:
        return printed
    return _NUMBER.sub(lambda first: f"-{first[0]}", printed, count=1)


def figure_text(printed: str, value: Decimal, unit: str | None = None) -> str:
    """A figure as a reader is to take it: the printed form, signed.

    Where the value is not the number that is printed, or `unit`, the name of its unit, not the one that is printed, the
    value is given with its unit: rules reckon with it.
    """
    read = read_printed(printed)
    if read is None:
        return printed
    read = read.in_unit(unit or "")
    number = value.copy_abs() if read.sign is None and not read.in_words else value
    if number == (read.magnitude.copy_negate() if read.sign == -1 else read.magnitude) and (
        unit in (None, NO_UNIT, read.unit) or read.unit is None
    ):
        return signed(printed, value)
    decimals, named = max(read.decimals, len(plain(value).partition(".")[2])), unit or read.unit or ""
    return str(Quantity(value, decimals, "" if named == NO_UNIT else named, qualifier=read.qualifier))


def _read(text: str) -> Printed | None:
    folded = "".join(str(unicodedata.decimal(character, character)) for character in fold_widths(text))
    text = folded.replace("−", "-").replace(" ", "")
    if text in RANK_WORDS:
        return Printed(Decimal(1), 0, "位", in_words=True)
    if text in ZERO_WORDS:
        return Printed(Decimal(0), 0, None, in_words=True)
    if len(text) > 100 or not (match := _FIGURE.fullmatch(text)):
        return None
    found = match.groupdict("")
    number = _number(found)
    if number is None:
        return None
    widening = [word for word in (found["before"], found["inside"], found["inside_large"], found["behind"]) if word]
    fell, direction = found["sign"] == "-" or found["direction"] in FALL_WORDS, found["sign"] or found["direction"]
    return Printed(
        number.value,
        number.decimals,
        _unit(found) or ("位" if found["ordinal"] else None),
        _MEANT.get(widening[0], widening[0]) if widening else None,
        -1 if fell else 1 if direction else None,
        powers=number.powers,
    )


def _number(found: Mapping[str, str]) -> Number | None:
    """The number of a match. 万 or 亿 alone is one behind a word only: 超万家."""
    characters = found["characters"]
    if characters and characters[0] in "万亿" and not found["before"]:
        return None
    number = read_number(found["digits"] or characters + ("" if "点" in characters else found["large"]))
    if number is None or not (found["one_half"] or found["half"]):
        return number
    return None if number.decimals else Number(number.value + Decimal("0.5"), 1)


def _unit(found: Mapping[str, str]) -> str:
    """The unit of a match: with 万 and 亿 behind digits, and without them behind a whole number in characters, of which
    they are a part.
    """
    in_number = found["characters"] and "点" not in found["characters"]
    large = "" if in_number else found["named"] + found["large"]
    return _OF.get(found["of"], "") + large + ("个" if found["one_half"] else "") + found["unit"]
