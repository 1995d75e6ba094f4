"""Patterns of a descriptor, run only as far as their cost is known: one from a stranger can be written so that a short
text takes years.

Python's `re` tries one way of matching after another. How many ways there are is counted in the pattern beforehand:
each alternative and each length of a repetition is one. That bounds what a match can cost, and by it how long a text
may be.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import prod
from re import _parser  # type: ignore[attr-defined]  # the tree of a pattern is told nowhere else; it is there since Python 3.11
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual, brief
from decheng_data.model.period import PERIOD_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS_LIMIT = 10**6
"""Most ways of matching that one text may have; a match of so many takes a fraction of a second."""
LEAST_LENGTH = 64
"""A pattern that can have more ways for a text of so many characters is not run at all."""
DEAR_WAYS = 4096
"""More ways make a text a dear one."""
DEAR_LIMIT = 10**8
"""Most ways of all dear texts together."""

_LONGEST_BITS = 24
_MANY = 10**12
_SINGLE = ("LITERAL", "NOT_LITERAL", "IN", "ANY", "AT", "GROUPREF", "RANGE", "CATEGORY")

PATTERN_WORDS: dict[str, Bilingual] = {
    f"({PERIOD_PATTERN})": Bilingual(
        "a period, such as 2021, 2021-S1, 2021-Q3, 2021-06 or 2021-01-01/P9M",
        "时期，如 2021、2021-S1、2021-Q3、2021-06 或 2021-01-01/P9M",
    ),
    "[a-z][a-z0-9-]*-[12][0-9]{3}[A-Za-z0-9-]*": Bilingual(
        "the id of a release, such as decheng-2021-S1",
        "发布的代码，如 decheng-2021-S1",
    ),
    "[a-z][a-z0-9_]*": Bilingual(
        "small letters, digits and _, beginning with a letter, such as gdp",
        "以字母开头的小写字母、数字和 _，如 gdp",
    ),
    "[a-z][a-z0-9-]*": Bilingual(
        "small letters, digits and -, beginning with a letter, such as printed-agrees",
        "以字母开头的小写字母、数字和 -，如 printed-agrees",
    ),
    "[0-9]{6}": Bilingual("the six digits of an area, such as 371402", "六位地区代码，如 371402"),
    "(none|previous_year|previous_period|plan|[0-9]{6})": Bilingual(
        "none, previous_year, previous_period, plan or the six digits of an area, such as 371402",
        "none、previous_year、previous_period、plan 或六位地区代码，如 371402",
    ),
    "[0-9a-f]{64}": Bilingual("64 hexadecimal digits with small letters", "64 位小写十六进制数字"),
    "[0-9a-f]{16}": Bilingual("16 hexadecimal digits with small letters", "16 位小写十六进制数字"),
    "[A-Z]{3}": Bilingual("three capital letters, such as CNY", "三个大写字母，如 CNY"),
}
"""What the patterns of the models demand, in words and examples: a person who mistyped a cell reads no regular
expression."""


class Matcher:
    """A pattern that a whole text is held against. `longest` is how many characters it takes; of a longer text it says
    that it does not match.

    Raises re.error for what is no pattern, ValueError for one that could take too long.
    """

    def __init__(self, pattern: str) -> None:
        self._matches, self._ways = _analysed(pattern)
        if self._ways(LEAST_LENGTH.bit_length() - 1) > WAYS_LIMIT:
            raise ValueError("a text can match it in too many ways, which may take forever")
        self.longest: int = 2 ** max(bits for bits in range(_LONGEST_BITS + 1) if self._ways(bits) <= WAYS_LIMIT)
        self._left = DEAR_LIMIT

    def __call__(self, text: str) -> bool:
        """Whether the text matches, as far as it is tried: not beyond `longest`, and not once dear texts have used up
        what they may.
        """
        if len(text) > self.longest:
            return False
        ways = self._ways(len(text).bit_length())
        if ways > DEAR_WAYS:
            self._left -= ways
        return self._left >= 0 and self._matches(text) is not None


@lru_cache(maxsize=1024)
def _analysed(pattern: str) -> tuple[Callable[[str], re.Match[str] | None], Callable[[int], int]]:
    """What tries a whole text, and in how many ways a text can be tried whose length has so many bits; once for each
    pattern.
    """
    tree = _parser.parse(pattern)
    return re.compile(pattern).fullmatch, cache(lambda bits: _ways(tree, 2**bits))


def _ways(tree: Any, length: int) -> int:
    """In how many ways a text of that length can be tried, at most; beyond _MANY it is not counted on."""
    return min(_MANY, prod(_ways_of(str(operation), value, length) for operation, value in tree))


def _ways_of(operation: str, value: Any, length: int) -> int:
    if operation in _SINGLE:
        return 1
    if operation == "BRANCH":
        return sum(_ways(each, length) for each in value[1])
    if operation in ("SUBPATTERN", "ASSERT", "ASSERT_NOT"):
        return _ways(value[-1], length)
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = value
        return _repeated(_ways(body, length), int(least), max(int(least), min(int(most), length)))
    return _MANY  # an operation that is not known here


def _repeated(ways: int, least: int, most: int) -> int:
    if ways == 1:
        return most - least + 1
    return min(_MANY, sum(ways**times for times in range(least, most + 1))) if most < 40 else _MANY


def pattern_words(pattern: str) -> Bilingual:
    """What a pattern demands; of one that is not of the models, the pattern itself."""
    return PATTERN_WORDS.get(pattern) or Bilingual(
        f"what matches the pattern {brief(pattern).en}",
        f"符合模式 {brief(pattern).en} 的值",
    )
