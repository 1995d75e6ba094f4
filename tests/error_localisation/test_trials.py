"""Rows with another quantity, as they are held to the rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decheng_data.error_localisation.trials import retyped
from decheng_data.model.quantity import Quantity
from tests import made_figures as made

UNITS = {unit.name_zh: unit for unit in made.UNITS.values()}


@pytest.mark.parametrize(
    ("value", "printed", "then"),
    [
        ("329", "32.9 亿元", "32.9 亿元"),
        ("32.9", "３２.９亿元", "32.9亿元"),
        ("32.8", "32.8 亿元", "32.9 亿元"),
        ("32.8", "32.7亿元", "32.9亿元"),
    ],
)
def test_the_printed_form_is_kept_as_far_as_it_goes(value: str, printed: str, then: str):
    made_up = made.observation("part", value, printed=printed)
    row = retyped(made_up, Quantity(Decimal("32.9"), 1, "亿元"), UNITS)
    assert row is not None
    assert (row.value, row.printed) == (Decimal("32.9"), then)


def test_a_unit_that_there_is_not():
    assert retyped(made.observation("part", "32.9"), Quantity(Decimal("32.9"), 1, "斤"), UNITS) is None
