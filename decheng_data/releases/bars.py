"""Bars of growth rates for a terminal: one scale for all of them, from zero, that reads the same without colour."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CELLS = 16
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_FILLED, _HOLLOW = "█", "░"


class GrowthScale:
    """How many percent a character is worth, so that all rates have room; bars of falls grow to the left of the zero
    line.
    """

    def __init__(self, rates: Iterable[Decimal]) -> None:
        known = [Decimal(0), *rates]
        low, high = min(known), max(known)
        self.percent = next((step for step in _STEPS if (high - low) / step <= MOST_CELLS), _STEPS[-1])
        self._left = self._cells(low)

    def bar(self, rate: Decimal, *, hollow: bool = False) -> str:
        """The bar of one rate; hollow where it is an estimate. A rate above the scale ends in an arrow."""
        cells = self._cells(rate)
        drawn = (_HOLLOW if hollow else _FILLED) * min(cells, MOST_CELLS) + ("→" if cells > MOST_CELLS else "")
        return f"{drawn:>{self._left}}│" if rate < 0 else f"{'':>{self._left}}│{drawn}"

    def _cells(self, rate: Decimal) -> int:
        return round(abs(rate) / self.percent)

    def __str__(self) -> str:
        return f"growth 增速: one {_FILLED} is {self.percent} %, {_HOLLOW} estimated 预计, from zero │"
