"""Figures as an English reader writes them, and intervals in short."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decheng_data.model.quantity import INFINITY, Interval
from decheng_data.sheet.words import Bilingual, both, compared_with, range_text, value_in_english, word
from tests.made_figures import UNITS, observation


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (("whole", "157.5"), "¥15.75 billion"),
        (("whole", "91"), "¥9.1 billion"),
        (("whole", "110"), "¥11.0 billion"),
        (("whole", "-3.55"), "-¥355 million"),
        (("whole", "0"), "¥0"),
        (("projects", "7054", "item"), "7,054 item"),
        (("projects", "46", "wan_items"), "460,000 item"),
        (("whole", "21.10", "percent", "growth_rate"), "21.10%"),
        (("whole", "1", "place", "rank"), "1st"),
        (("whole", "2", "place", "rank"), "2nd"),
        (("whole", "12", "place", "rank"), "12th"),
        (("whole", "25", "place", "rank"), "25th"),
    ],
)
def test_values(made: tuple[str, ...], told: str) -> None:
    assert value_in_english(observation(*made), UNITS) == told


@pytest.mark.parametrize(
    ("qualifier", "told"),
    [("余", "a little over"), ("超", "over"), ("近", "nearly"), ("约", "about"), ("不足", "under")],
)
def test_words_that_widen_a_value(qualifier: str, told: str) -> None:
    assert value_in_english(observation("works", "1400", "mu", qualifier=qualifier), UNITS) == f"{told} 1,400 mu"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [("1", "1", "= 1"), ("26", INFINITY, "≥ 26"), (-INFINITY, "5", "≤ 5"), ("157.45", "157.55", "157.45 – 157.55")],
)
def test_ranges(low: str | Decimal, high: str | Decimal, told: str) -> None:
    assert range_text(Interval(Decimal(low), Decimal(high))) == told


def test_what_is_not_known_is_told_as_it_stands() -> None:
    assert word({}, "code") == Bilingual("code", "code")
    assert word({}, None) is None
    assert both("只有中文", None) == Bilingual("只有中文", "只有中文")
    assert both(None, None) is None
    assert compared_with("999999", {}) == Bilingual("999999", "999999")
    assert compared_with("none", {}) is None
