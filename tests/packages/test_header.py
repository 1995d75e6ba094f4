"""A header that is not that of the schema; rows too short, too long and blank."""

from __future__ import annotations

from datetime import date

import pytest

from tests.made_packages import HEADER, ROW, checker, descriptor, field, only, places, resource


@pytest.fixture
def check(tmp_path):
    return checker(tmp_path)


def test_a_header_in_another_order_is_told_with_the_right_one(check):
    structure = check([["code", "day", "value", "unit"]])
    assert places(structure) == [("incorrect-label", 1, "value"), ("incorrect-label", 1, "day")]
    assert {finding.mend for finding in structure.findings} == {"Put the columns in this order: code,value,day,unit."}


def test_a_column_too_many(check):
    finding = only(check([[*HEADER, "note"], [*ROW, "x"]]))
    assert (finding.rule, finding.field, finding.found, finding.mend) == (
        "extra-label",
        "note",
        "note",
        "Take out the columns that are too many: note.",
    )


def test_extra_columns_of_one_name_are_each_told_once(check):
    structure = check([[*HEADER, "code", "code", ""], [*ROW, "x", "y", "z"]])
    assert places(structure) == [
        ("extra-label", 1, "code"),
        ("extra-label", 1, "code"),
        ("extra-label", 1, None),
    ]
    assert list(structure.tables["figures"][0].cells.items())[4:] == [("code2", "x"), ("code3", "y"), ("", "z")]


def test_no_two_columns_have_one_name(check):
    structure = check([[*HEADER, "code", "code2", "code", "note", "note"], [*ROW, "x", "y", "z", "", ""]])
    assert list(structure.tables["figures"][0].cells.items())[4:] == [
        ("code2", "x"),
        ("code22", "y"),
        ("code3", "z"),
        ("note", None),
        ("note2", None),
    ]


def test_a_column_missing(check):
    structure = check([["code", "value", "day"], ROW[:3]])
    finding = only(structure)
    assert (finding.rule, finding.field, finding.mend) == (
        "missing-label",
        "unit",
        "Add the columns that are missing: unit.",
    )
    assert "unit" not in structure.tables["figures"][0].cells


def test_a_duplicate_column(check):
    finding = only(check([["code", "value", "value", "unit"]]))
    assert (finding.rule, finding.field) == ("duplicate-label", "day")
    assert (
        finding.message_en
        == 'data/figures.csv line 1, field day: the label "value" is in columns 2 and 3, expected day here.'
    )
    assert finding.mend == "Rename or take out one of them."


def test_a_blank_label_and_one_with_spaces_and_one_renamed(check):
    structure = check([["code", " ", "day ", "units"]])
    assert places(structure) == [
        ("blank-label", 1, "value"),
        ("incorrect-label", 1, "day"),
        ("incorrect-label", 1, "unit"),
    ]
    assert [finding.mend for finding in structure.findings] == [
        "Write value there.",
        "Remove the spaces around it.",
        "Rename the column to unit.",
    ]


def test_spaces_around_a_label_are_no_other_order(check):
    finding = only(check([["code", " value", "day", "unit"]]))
    assert (finding.rule, finding.field, finding.mend, finding.mend_zh) == (
        "incorrect-label",
        "value",
        "Remove the spaces around it.",
        "去掉首尾空格。",
    )


def test_columns_missing_in_the_middle_are_named(check):
    structure = check([["code", "unit"]])
    assert {finding.mend for finding in structure.findings} == {"Add the columns that are missing: value, day."}


@pytest.mark.parametrize(("count", "said"), [(8, "a, b, c, d, e, f, g, h"), (9, "a, b, c, d, e, f, g, h … (9)")])
def test_of_many_columns_that_are_missing_the_first_eight_are_named(check, count, said):
    described = descriptor(resource("figures", [field(name) for name in ("code", *"abcdefghi"[:count])]))
    assert {finding.mend for finding in check([["code"]], described).findings} == {
        f"Add the columns that are missing: {said}."
    }


def test_labels_that_nothing_explains(check):
    structure = check([["a", "b", "c"]])
    assert [finding.mend for finding in structure.findings][-1] == "Rename the column to day."
    assert check([["a", "b", "c", "d", "e"]]).findings[0].mend == "Take the column out."
    assert check([["a", "b", "c"]]).findings[0].mend == "Add the column unit at the end."


def test_a_file_with_semicolons_is_told_so(check):
    structure = check("code;value;day;unit\ngdp;1;;\n")
    assert structure.findings[0].mend == "Save the file with commas between the cells, not a semicolon."


def test_rows_blank_short_and_long(check):
    structure = check(b"code,value,day,unit\n\ngdp,1\nrevenue,2,,,x,y\n,,,\n,,,,z\n")
    assert places(structure) == [
        ("blank-row", 2, None),
        ("primary-key", 2, "code"),
        ("missing-cell", 3, "day"),
        ("missing-cell", 3, "unit"),
        ("extra-cell", 4, None),
        ("extra-cell", 4, None),
        ("blank-row", 5, None),
        ("primary-key", 5, "code"),
        ("blank-row", 6, None),
        ("extra-cell", 6, None),
        ("primary-key", 6, "code"),
    ]
    assert (
        structure.findings[4].message_en
        == 'data/figures.csv line 4: found "x", expected only 4 cells, this is number 5.'
    )
    assert [(row.line, row.cells) for row in structure.partial["figures"]] == [
        (3, {"code": "gdp", "value": 1}),
        (4, {"code": "revenue", "value": 2, "day": None, "unit": None}),
    ]


def test_a_row_whose_first_cell_is_empty_is_a_row(check):
    described = descriptor(resource("figures", [field("a"), field("b")]))
    assert check("a,b\n,x\n", described).tables["figures"][0].cells == {"a": None, "b": "x"}


def test_a_row_with_a_fault_keeps_its_other_cells(check):
    structure = check([HEADER, ["gdp", "x", "2021-06-30", "kg"]])
    assert not structure.tables["figures"]
    (row,) = structure.partial["figures"]
    assert row.cells == {"code": "gdp", "day": date(2021, 6, 30)}
