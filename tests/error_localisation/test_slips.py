"""Slips of hand and eye: what they make of a figure, and that undoing leads back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.error_localisation.slips import BETWEEN_FIGURES, LONGEST, SLIPS, commits, undoings
from decheng_data.model.quantity import Quantity
from tests.examples import examples

YI = Decimal(10**8)


def amount(text: str, unit: str = "亿元", **more: object) -> Quantity:
    value = Decimal(text)
    given_ = {"scale": YI if unit == "亿元" else Decimal(1), **more}
    return Quantity(value, max(0, -int(value.as_tuple().exponent)), unit, **given_)


def made(quantity: Quantity, kind: str, way=commits) -> list[str]:
    return [str(slip.quantity) for slip in way(quantity) if slip.kind.slip_id == kind]


@pytest.mark.parametrize(
    ("kind", "text", "some"),
    [
        ("point-moved", "32.9", {"329亿元", "3.29亿元", "3290亿元"}),
        ("unit-mistaken", "157.5", {"157.5万元"}),
        ("sign-mistaken", "-3.5", {"3.5亿元"}),
        ("digits-swapped", "32.9", {"23.9亿元", "39.2亿元"}),
        ("digit-doubled", "32.9", {"332.9亿元", "322.9亿元", "32.99亿元"}),
        ("digit-mistyped", "32.9", {"52.9亿元", "62.9亿元"}),
        ("digit-dropped", "32.9", {"2.9亿元", "3.9亿元", "32亿元"}),
        ("nought-added", "91", {"910亿元"}),
    ],
)
def test_what_a_slip_makes_of_a_figure(kind: str, text: str, some: set[str]) -> None:
    assert some <= {*made(amount(text), kind)}


@pytest.mark.parametrize(
    ("kind", "text", "was"),
    [
        ("point-moved", "329", "32.9亿元"),
        ("point-moved", "4.27", "42.7亿元"),
        ("unit-mistaken", "157.5", "157.5万元"),
        ("digit-doubled", "332.9", "32.9亿元"),
        ("digit-dropped", "2.9", "32.9亿元"),
        ("nought-added", "910", "91亿元"),
        ("digit-mistyped", "52.9", "32.9亿元"),
    ],
)
def test_what_a_figure_may_have_been(kind: str, text: str, was: str) -> None:
    assert was in made(amount(text), kind, undoings)


def test_things_counted_one_by_one_have_no_decimal_point() -> None:
    projects = amount("8", "个", counted=True)
    assert made(projects, "point-moved") == []
    assert made(projects, "nought-added") == ["80个"]


def test_a_point_that_moved_far_took_more_keys() -> None:
    keys = {
        str(slip.quantity): slip.keystrokes for slip in commits(amount("32.9")) if slip.kind.slip_id == "point-moved"
    }
    assert (keys["329亿元"], keys["3290亿元"], keys["0.329亿元"]) == (1, 2, 2)


def test_a_nought_has_no_sign_and_no_point_to_lose() -> None:
    nothing = amount("0", "个", counted=True)
    assert {slip.kind.slip_id for slip in commits(nothing)} == {"digit-mistyped"}
    assert made(amount("0"), "point-moved") == []


figures = st.builds(
    Quantity,
    st.decimals(-(10**6), 10**6, places=2, allow_nan=False, allow_infinity=False).map(
        lambda value: value.quantize(Decimal("0.1"))
    ),
    st.just(1),
    st.just("亿元"),
    st.just(YI),
)


@examples(40)
@given(figures)
def test_undoing_a_slip_leads_back(quantity: Quantity) -> None:
    for slip in commits(quantity):
        if slip.kind.slip_id == "digit-mistyped" or slip.quantity.value == 0:
            continue  # a key beside a key is not always beside it the other way; nothing has no sign to lead back to
        back = {(each.quantity.value, each.quantity.scale) for each in undoings(slip.quantity)}
        assert (quantity.value, quantity.scale) in back, slip


@examples(40)
@given(figures)
def test_no_slip_leaves_the_figure_or_makes_what_is_not_printed(quantity: Quantity) -> None:
    for slip in [*commits(quantity), *undoings(quantity)]:
        text = f"{slip.quantity.value.copy_abs():.{slip.quantity.decimals}f}"
        assert (slip.quantity.value, slip.quantity.scale) != (quantity.value, quantity.scale)
        assert len(text) <= LONGEST + 1
        assert Decimal(text) == slip.quantity.value.copy_abs()


def test_each_kind_is_said_in_both_languages() -> None:
    kinds = (*SLIPS, *BETWEEN_FIGURES)
    assert len({kind.slip_id for kind in kinds}) == len(kinds)
    assert all(kind.name_en and kind.name_zh and kind.keystrokes > 0 for kind in kinds)
    assert all(not [*kind.commit(amount("1")), *kind.undo(amount("1"))] for kind in BETWEEN_FIGURES)
