"""Numbers as prose writes them: 157.5, 7,054, 三十五, 一万二千, 廿三, 三点五, and mixed as 1亿2千万.

What is about two numbers at once (三五百) is no number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_POWERS = {
    "万亿": (10**12, 10**4),
    "亿": (10**8, 10**8),
    "万": (10**4, 10**4),
    "千": (1000, 10),
    "百": (100, 10),
    "十": (10, 10),
}
"""Each power of ten, greater ones first, and the limit of what it may be multiplied by."""
POWERS = "十百千万亿"
CHINESE_DIGITS = "".join([*_DIGITS, POWERS, *_TENS, "半"])
"""The characters that numbers are written in."""

_ONES = "一二两三四五六七八九"
ARABIC = r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?"
_CHARACTER = rf"(?:[{''.join([*_DIGITS, *_TENS])}十万亿]|[百千](?!分[点之]))"
CHINESE = rf"(?:{_CHARACTER}++(?:点[{''.join(_DIGITS)}]++)?|半(?=个百分点|成(?![品员])|倍))"
_GROUP = "(?:[0-9]{1,4}[万亿]|[0-9][百千][万亿]?)"
MIXED = rf"(?<![0-9.,])(?:{_GROUP}(?:零?{_GROUP})++(?:零[0-9]{{1,3}})?|[0-9]{{1,4}}万[0-9]{{4}})(?![0-9]|[.,][0-9])"
"""The three ways of writing a number. A number of digits may have 万 or 亿 behind it as a part of its unit."""
_LONGEST = 60


class Number(NamedTuple):
    """A number that is not negative, and how many decimals are printed.

    `powers` are the powers of ten that a whole number in characters ends in, which may be taken for a part of its unit:
    三千万元 is 3000万元.
    """

    value: Decimal
    decimals: int = 0
    powers: str = ""


def read_number(text: str) -> Number | None:
    """The number that a text writes in one of the three ways, and nothing else; None where it writes none."""
    if re.fullmatch(ARABIC, text):
        digits = text.replace(",", "")
        return Number(Decimal(digits), len(digits.partition(".")[2]))
    if text == "半":
        return Number(Decimal("0.5"), 1)
    whole, _, decimals = text.partition("点")
    value = None if re.fullmatch(f"[{_ONES}]{{2}}", whole) else read_chinese_number(whole)  # 三五 is three to five
    if value is None or decimals.strip("".join(_DIGITS)):
        return None
    if decimals:
        digits = "".join(str(_DIGITS[character]) for character in decimals)
        return Number(Decimal(f"{value}.{digits}"), len(digits))
    return Number(Decimal(value), 0, text[len(text.rstrip(POWERS)) :])


def read_chinese_number(text: str) -> int | None:
    """`三十五` is 35, `百` 100, `两千零五` 2005, `两千三` 2300, `一二三` 123, `1万2千` 12000; None where it is no
    number.
    """
    if not text or len(text) > _LONGEST:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return _whole(text)


def _whole(text: str) -> int | None:
    for name, (power, limit) in _POWERS.items():
        head, found, tail = text.partition(name)
        if found:
            before, after = _whole(head) if head else 1, _behind(tail, power)
            if before is None or after is None or before >= limit or after >= power:
                return None
            return before * power + after
    if text[0] in _TENS:
        ones = _DIGITS.get(text[1:] or "零")
        return None if ones is None else _TENS[text[0]] + ones
    return int(text) if text.isascii() and text.isdecimal() else _DIGITS.get(text)


def _behind(tail: str, power: int) -> int | None:
    """What follows a power; one digit alone counts the next one: 两百五 is 250."""
    if tail in _DIGITS:
        return _DIGITS[tail] * power // 10
    rest = tail.lstrip("零〇")
    return (None if rest[0] in "万亿" else _whole(rest)) if rest else 0
