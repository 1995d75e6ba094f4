"""Bars of growth: one scale, from zero, without colour."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decheng_data.releases.bars import MOST_CELLS, GrowthScale


def drawn(*rates: str) -> list[str]:
    values = [Decimal(rate) for rate in rates]
    scale = GrowthScale(values)
    return [scale.bar(each) for each in values]


def test_bars_are_as_long_as_the_rates() -> None:
    assert drawn("9", "14.1", "0") == ["│" + "█" * 9, "│" + "█" * 14, "│"]


def test_falls_grow_to_the_left_of_the_line() -> None:
    assert drawn("-3.5", "2") == ["████│", "    │██"]


@pytest.mark.parametrize(("rate", "percent"), [("16", 1), ("17", 2), ("80", 5), ("1600", 100), ("90000", 100)])
def test_the_scale_makes_room_for_the_greatest(rate: str, percent: int) -> None:
    scale = GrowthScale([Decimal(rate)])
    assert scale.percent == percent
    assert len(scale.bar(Decimal(rate))) <= MOST_CELLS + 2
    assert f"one █ is {percent} %" in str(scale)


def test_an_estimate_is_hollow_and_what_is_beyond_the_scale_says_so() -> None:
    assert GrowthScale([Decimal(3)]).bar(Decimal(3), hollow=True) == "│░░░"
    assert drawn("90000") == ["│" + "█" * MOST_CELLS + "→"]


def test_nothing_to_draw() -> None:
    assert GrowthScale([]).percent == 1
