"""Rows of one code list agree with each other: units with their base units, areas with those that they lie in."""

from __future__ import annotations

import decheng_data as dd
from decheng_data.reading.code_lists import area_faults, unit_faults
from tests.made_figures import AREAS, UNITS
from tests.retyping import retype


def units(**changes):
    return [(line, row.model_copy(update=changes.get(row.unit_id, {}))) for line, row in enumerate(UNITS.values(), 2)]


def areas(**parents):
    return [
        (line, row.model_copy(update={"parent": parents.get(f"a{row.area_id}", row.parent)}))
        for line, row in enumerate(AREAS.values(), 2)
    ]


def line_of(row_id, rows):
    return next(line for line, row in rows if row_id in (getattr(row, "unit_id", None), getattr(row, "area_id", None)))


def test_code_lists_that_agree_have_no_fault():
    assert list(unit_faults(units())) == []
    assert list(area_faults(areas())) == []


def test_a_unit_is_of_the_dimension_of_its_base_unit():
    rows = units(yi_yuan={"base_unit": "percent"})
    english = "base_unit percent is of the dimension percent, and yi_yuan of money"
    assert list(unit_faults(rows)) == [
        (line_of("yi_yuan", rows), (english, "base_unit percent 的 dimension 为 percent，而 yi_yuan 为 money"))
    ]


def test_a_base_unit_is_its_own():
    rows = units(yi_yuan={"base_unit": "wan_yuan"})
    told = ("base_unit wan_yuan is none, as its own is yuan", "wan_yuan 不是基本单位，其 base_unit 为 yuan")
    assert list(unit_faults(rows)) == [(line_of("yi_yuan", rows), told)]


def test_a_base_unit_that_is_not_there_is_for_the_foreign_key_to_tell():
    assert list(unit_faults([row for row in units() if row[1].unit_id != "yuan"])) == []


def test_no_area_lies_in_itself_by_way_of_others():
    rows = areas(a990000="990001")
    assert [(line, said[0]) for line, said in area_faults(rows)] == [
        (line_of("990000", rows), "990000 lies in 990001 in 990000"),
        (line_of("990001", rows), "990001 lies in 990000 in 990001"),
    ]
    assert next(area_faults(rows))[1][1] == "990000 的上级依次为 990001、990000，回到自身"


def test_faults_of_code_lists_are_findings_of_their_rows(package_copy):
    retype(
        package_copy,
        "亿元,hundred million yuan,money,false,100000000,yuan,",
        "亿元,hundred million yuan,money,false,100000000,percent,",
        "units",
    )
    retype(package_copy, "Shandong Province,province,,", "Shandong Province,province,371400,", "areas")
    told = [(each.rule, each.file, each.line) for each in dd.validate(package_copy).findings]
    assert told == [
        ("row-error", "data/areas.csv", 2),
        ("row-error", "data/areas.csv", 3),
        ("row-error", "data/units.csv", 4),
    ]
