"""What cells of one row must agree in: each contradiction is told in both languages, and what agrees is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

import decheng_data as dd
from decheng_data.model import row_checks
from decheng_data.model.vocabulary_rows import AreaRow, IndicatorRow, UnitRow
from tests.retyping import retype


@pytest.mark.parametrize("parent", [None, "371400"])
def test_an_area_lies_in_another_one(parent):
    assert row_checks.of_area("371402", parent) is None
    assert row_checks.of_area("371402", "371402") == (
        "parent is 371402, the area itself",
        "parent 为 371402，即该地区本身",
    )


def test_one_base_unit_is_one_base_unit():
    assert row_checks.of_base_unit("yuan", "yuan", Decimal("1.0")) is None
    assert row_checks.of_base_unit("ten_thousand_yuan", "yuan", Decimal(10000)) is None
    assert row_checks.of_base_unit("yuan", "yuan", Decimal("1E+2")) == (
        "scale is 100, and yuan is its own base unit, whose scale is 1",
        "scale 为 100，而 yuan 以自身为基本单位，scale 须为 1",
    )


@pytest.mark.parametrize(
    ("minimum", "maximum"),
    [(None, None), (Decimal(0), None), (None, Decimal(0)), (Decimal(0), Decimal(0)), (Decimal(-1), Decimal(100))],
)
def test_bounds_that_leave_a_value_are_none(minimum, maximum):
    assert row_checks.of_bounds(minimum, maximum) is None


def test_no_value_lies_between_bounds_that_are_exchanged():
    assert row_checks.of_bounds(Decimal(100), Decimal(0)) == (
        "minimum 100 is above maximum 0",
        "minimum 100 大于 maximum 0",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("areas", "county,371400,", "county,371402,", "parent is 371402, the area itself"),
        (
            "units",
            "yuan,元,yuan,money,false,1,",
            "yuan,元,yuan,money,false,100,",
            "scale is 100, and yuan is its own base unit",
        ),
        (
            "indicators",
            "percent,not_applicable,rate,0,100,,高新",
            "percent,not_applicable,rate,100,0,,高新",
            "minimum 100 is above maximum 0",
        ),
    ],
)
def test_each_is_a_finding_of_its_row(package_copy, file, old, new, said):
    retype(package_copy, old, new, file)
    (finding,) = (each for each in dd.validate(package_copy).findings if each.rule == "row-error")
    assert (finding.file, said in finding.message_en) == (f"data/{file}.csv", True)


@pytest.mark.parametrize("model", [AreaRow, UnitRow, IndicatorRow])
def test_a_code_list_that_agrees_is_read(model):
    assert all(isinstance(row, model) and row.contradiction() is None for row in dd.table(model.table).rows)
