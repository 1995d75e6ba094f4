"""A figure as printed, and the interval of its true value.

The tolerance of a rule is derived from what was printed: a measured figure is known to half a unit of its last printed
digit, a counted one exactly, and a word such as 余 ("and some more") opens the interval on one side. Rounding intervals
for reported figures are known from XBRL Calculations 1.1; the widths of the words are this project's own reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    Reach = Literal["nothing", "half", "near", "digit", "unbounded"]

INFINITY = Decimal("Infinity")
EXACT = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation, Inexact])
"""Arithmetic that raises where it would have to round. Figures of 15 digits and 9 decimals never come near 400
digits."""


class Meaning(NamedTuple):
    """How far the interval of a figure reaches from its magnitude, before the sign.

    A reach is `nothing`; `half` a unit of the last printed place; a `digit`, one unit of the last significant digit;
    `near`, that unit or a tenth of the magnitude, whichever is less; or `unbounded`.
    """

    below: Reach
    above: Reach

    def in_sql(self, magnitude: str, steps: Mapping[str, str], infinity: str = "NULL") -> tuple[str, str]:
        """The ends of the interval of a magnitude, as expressions of SQL. `steps` has the expression of each reach that
        is a number.
        """
        below, above = (f"{magnitude} {sign} {steps.get(reach)}" for sign, reach in zip("-+", self, strict=True))
        ends = {"nothing": magnitude, "unbounded": infinity}
        return ends.get(self.below, below), ends.get(self.above, above)


MEANINGS = {
    "exact": Meaning("nothing", "nothing"),
    "rounded": Meaning("half", "half"),
    "somewhat_above": Meaning("nothing", "digit"),
    "above": Meaning("nothing", "unbounded"),
    "nearly": Meaning("near", "nothing"),
    "about": Meaning("near", "near"),
    "below": Meaning("unbounded", "nothing"),
}
"""The meanings of a figure's words. This table alone defines the intervals: the SQL of archives and of exported
views is made from it."""
QUALIFIERS = {
    "余": "somewhat_above",
    "多": "somewhat_above",
    "逾": "above",
    "超": "above",
    "超过": "above",
    "过": "above",
    "以上": "above",
    "近": "nearly",
    "将近": "nearly",
    "接近": "nearly",
    "约": "about",
    "大约": "about",
    "左右": "about",
    "上下": "about",
    "以内": "below",
    "以下": "below",
    "不足": "below",
    "不到": "below",
}
"""Each word that widens a figure, as printed, and its meaning."""
AFTER_THE_NUMBER = ("余", "多")
AFTER_THE_UNIT = ("以上", "左右", "上下", "以内", "以下")
"""Where a word is printed; the others are before the number."""
POINTS = "个百分点"


def meaning_of(qualifier: str | None, *, exact: bool, one_by_one: bool) -> str:
    """Which of MEANINGS a figure has: a word widens also what is counted one by one, but not ranks and zeros in
    words.
    """
    if exact:
        return "exact"
    return QUALIFIERS[qualifier] if qualifier else "exact" if one_by_one else "rounded"


def unit_between(unit: str) -> str:
    """The unit of the difference of two figures: between percents lie percentage points."""
    return POINTS if unit == "%" else unit


class Interval(NamedTuple):
    """A closed interval of Decimals; an end may be infinite."""

    low: Decimal
    high: Decimal

    @classmethod
    def at(cls, value: Decimal) -> Interval:
        """The interval of one point."""
        return cls(value, value)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, Decimal) and self.low <= value <= self.high

    def times(self, factor: Decimal) -> Interval:
        """The interval of `factor * x`."""
        if factor == 1:
            return self
        one, other = multiply(self.low, factor), multiply(self.high, factor)
        return Interval(one, other) if factor > 0 else Interval(other, one)

    def plus(self, other: Interval) -> Interval:
        """The interval of `x + y`."""
        return Interval(EXACT.add(self.low, other.low), EXACT.add(self.high, other.high))

    def product(self, other: Interval) -> Interval:
        """The interval of `x * y`."""
        ends = [multiply(x, y) for x in self for y in other]
        return Interval(min(ends), max(ends))

    def __str__(self) -> str:
        low = "(-∞" if self.low.is_infinite() else f"[{plain(self.low)}"
        high = "∞)" if self.high.is_infinite() else f"{plain(self.high)}]"
        return f"{low}, {high}"


@dataclass(frozen=True)
class Quantity:
    """A number as it was printed.

    `value` and `decimals` are those of the printed unit ("91" has 0 decimals); `scale` takes it to the base unit;
    `counted`: the unit counts things one by one, so that a figure in the base unit itself is exact;
    `qualifier` is one of QUALIFIERS or None; `exact` marks ranks and zeros in words.
    """

    value: Decimal
    decimals: int = 0
    unit: str = ""
    scale: Decimal = Decimal(1)
    counted: bool = False
    qualifier: str | None = None
    exact: bool = False

    @cached_property
    def interval(self) -> Interval:
        """The closed interval of the figure's true value, in the base unit."""
        return self.printed_interval.times(self.scale)

    @property
    def printed_interval(self) -> Interval:
        """The interval in the unit as printed."""
        meaning, magnitude = MEANINGS[self.meaning], self.value.copy_abs()
        ends = Interval(
            EXACT.subtract(magnitude, self._reach(meaning.below)), EXACT.add(magnitude, self._reach(meaning.above))
        )
        return ends if self.value >= 0 else ends.times(Decimal(-1))

    @property
    def meaning(self) -> str:
        """Which of MEANINGS it has."""
        return meaning_of(self.qualifier, exact=self.exact, one_by_one=self.counted and self.scale == 1)

    def _reach(self, reach: Reach) -> Decimal:
        if reach in _FIXED:
            return _FIXED[reach]
        if reach == "half":
            return _half(self.decimals)
        digit = last_digit_unit(self.value, self.decimals)
        return digit if reach == "digit" else min(digit, EXACT.scaleb(self.value.copy_abs(), -1))

    @cached_property
    def base_value(self) -> Decimal:
        """The value in the base unit."""
        return EXACT.multiply(self.value, self.scale)

    def __str__(self) -> str:
        number, word = f"{self.value:.{self.decimals}f}", self.qualifier or ""
        if word in AFTER_THE_NUMBER:
            return f"{number}{word}{self.unit}"
        return f"{number}{self.unit}{word}" if word in AFTER_THE_UNIT else f"{word}{number}{self.unit}"


def last_digit_unit(value: Decimal, decimals: int) -> Decimal:
    """One unit of the last significant digit: 0.1 for 42.7, 100 for 1400, 1 for 0."""
    unit = EXACT.scaleb(Decimal(1), -decimals)
    if decimals == 0 and value:
        while EXACT.remainder(value, EXACT.scaleb(unit, 1)) == 0:
            unit = EXACT.scaleb(unit, 1)
    return unit


def plain(value: Decimal) -> str:
    """The number in plain digits, without exponent or trailing zeros."""
    text = f"{value or abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_FIXED = {"nothing": Decimal(0), "unbounded": INFINITY}


@lru_cache(maxsize=64)
def _half(decimals: int) -> Decimal:
    return EXACT.scaleb(Decimal(5), -decimals - 1)


def multiply(x: Decimal, y: Decimal) -> Decimal:
    """The exact product of numbers of which one may be infinite."""
    return EXACT.multiply(x, y) if x and y else Decimal(0)  # 0 * infinity is 0 here: the factor is exactly nothing
