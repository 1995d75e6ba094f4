"""By how much a figure changed, as told and at the least."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.changes.figures import Figure, certain_percent, difference, percent
from decheng_data.model.quantity import Quantity

VALUES = st.decimals(-1000, 1000, places=1)


def figure(
    value: str | Decimal,
    decimals: int = 1,
    qualifier: str | None = None,
    *,
    scale: int = 1,
    exact: bool = False,
    dimension: str = "money",
) -> Figure:
    return Figure(
        Quantity(Decimal(value), decimals, "made up", Decimal(scale), qualifier=qualifier, exact=exact), dimension
    )


@pytest.mark.parametrize(
    ("before", "after", "told", "certain"),
    [
        (figure("100.0"), figure("110.0"), "10", "9.895"),  # 99.95 to 100.05 may have become as little as 109.95
        (figure("100.0"), figure("100.1"), "0.1", "0"),  # both may be 100.05
        (figure("-10.0"), figure("10.0"), "200", "199.004"),
        (figure("10", 0), figure("12", 0), "20", "9.523"),
        (figure("1400", 0, "余"), figure("1500", 0), "7.142", "0"),
        (figure("1400", 0, "超"), figure("1300", 0), "7.142", "7.107"),
        (figure("1400", 0, "超"), figure("100", 0), "92.857", "92.821"),
        (figure("8", 0, exact=True), figure("10", 0, exact=True), "25", "25"),
        (figure("100.0", scale=10), figure("1000.0"), "0", "0"),
    ],
)
def test_as_told_and_at_the_least(before: Figure, after: Figure, told: str, certain: str) -> None:
    sizes = certain_percent(before, after)
    assert sizes is not None
    assert [str(size)[: len(text)] for size, text in zip(sizes, (told, certain), strict=True)] == [told, certain]


@pytest.mark.parametrize(
    "before", [figure("0", 0), figure("0.0"), figure("0.0", exact=True), figure("1", dimension="area")]
)
def test_of_nothing_or_of_another_unit_there_is_no_share(before: Figure) -> None:
    assert certain_percent(before, figure("1.0")) is None
    assert percent(before, figure("1.0")) is None


def test_of_a_figure_that_may_have_had_either_sign_there_is_no_certain_share() -> None:
    assert certain_percent(figure("100", 0, "不足"), figure("300", 0)) is None
    assert percent(figure("100", 0, "不足"), figure("300", 0)) == 200


def test_units_that_do_not_convert_have_no_difference() -> None:
    assert difference(figure("1", dimension="area"), figure("1")) is None
    assert difference(figure("1", scale=100), figure("1", scale=10)) == Decimal(-9)


@given(VALUES, VALUES)
def test_what_is_certain_is_never_more_than_what_is_told(before: Decimal, after: Decimal) -> None:
    sizes = certain_percent(figure(before), figure(after))
    if sizes is not None:
        told, certain = sizes
        assert 0 <= certain <= told
        assert (certain == 0) == (abs(before - after) <= Decimal("0.1"))


@given(VALUES)
def test_what_did_not_change_is_0(value: Decimal) -> None:
    assert difference(figure(value), figure(value)) == 0
    assert percent(figure(value), figure(value)) in (None, 0)
