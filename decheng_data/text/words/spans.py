"""The typed spans that the steps of this package hand to each other. Positions count code points of the repaired
text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Sort = Literal["figure", "date", "list_number", "slogan", "name", "fixed_term", "threshold"]
Form = Literal["arabic", "chinese", "ratio", "rank", "zero", "other"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral expression without its unit: its place, how it is written, and whether it is a figure or what
    else.
    """

    start: int
    end: int
    form: Form
    sort: Sort


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeral with its unit.

    `start` and `end` hold number and unit; `outer_start` and `outer_end` the words that widen it too (超, 以上).
    `value` is the magnitude in plain digits with the printed decimals, `signed` whether a sign is printed, `negative`
    whether it is minus, `unit` as printed, `kind` what the unit measures (percent, points, money, measured, time,
    counted, rank, ratio, none), `part` and `parts` the place in a ratio.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    value: str
    unit: str
    kind: str
    qualifier: str | None = None
    negative: bool = False
    signed: bool = False
    form: Form = "arabic"
    part: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Quotes:
    """The stretches of a text between quotation marks."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def around(self, position: int) -> tuple[int, int] | None:
        """Start and end of what is quoted around the position."""
        index = bisect_right(self.starts, position) - 1
        return (self.starts[index], self.ends[index]) if index >= 0 and position < self.ends[index] else None
