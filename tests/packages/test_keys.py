"""Primary keys, unique keys and foreign keys: every row of a fault, and what was meant."""

from __future__ import annotations

import pytest

from decheng_data.model.finding import Outcome
from tests.growth import LIMIT, growth
from tests.made_packages import HEADER, ROW, checker, descriptor, field, only, places, refers, resource


@pytest.fixture
def check(tmp_path):
    return checker(tmp_path)


def test_every_row_of_a_shared_primary_key(check):
    structure = check([HEADER, ROW, ["other", "1", "", ""], ["gdp", "x", "", ""], ROW])
    assert [place for place in places(structure) if place[0] == "primary-key"] == [
        ("primary-key", 2, "code"),
        ("primary-key", 4, "code"),
        ("primary-key", 5, "code"),
    ]
    assert (
        structure.findings[0].message_en
        == 'data/figures.csv line 2, field code: "gdp" is in line 4 and 1 more too, and must be unique.'
    )
    assert (
        check([HEADER, ROW, ROW]).findings[1].message_en
        == 'data/figures.csv line 3, field code: "gdp" is in line 2 too, and must be unique.'
    )


def test_a_long_key_is_cut_in_both_languages(check):
    finding = check([HEADER, long := ["x" * 100, *ROW[1:]], long]).findings[0]
    assert "… (100 characters)" in finding.message_en
    assert "…（共 100 个字符）" in finding.message_zh


def test_a_primary_key_without_value_even_in_one_of_its_cells(check):
    described = descriptor(resource("figures", [field("a"), field("b")], primaryKey=["a", "b"]))
    structure = check([["a", "b"], ["x", ""], ["", "-"]], described)
    assert places(structure) == [("constraint-error", 2, "b"), ("constraint-error", 3, "a")]
    structure = check(
        [["a", "b", "c"], ["", "", "1"], ["", "", "2"]],
        descriptor(resource("figures", [field("a"), field("b"), field("c")], primaryKey=["a", "b"])),
    )
    assert [place for place in places(structure) if place[0] == "primary-key"] == [
        ("primary-key", 2, "a, b"),
        ("primary-key", 3, "a, b"),
    ]


def test_one_row_without_a_primary_key(check):
    described = descriptor(resource("figures", [field("a"), field("b"), field("c")], primaryKey=["a", "b"]))
    structure = check([["a", "b", "c"], ["", "", "1"], ["x", "y", "2"]], described)
    assert [place for place in places(structure) if place[0] == "primary-key"] == [("primary-key", 2, "a, b")]


def test_a_foreign_key_of_which_no_cell_is_filled_refers_to_nothing(check):
    figures = resource(
        "figures", [field("a"), field("b"), field("c")], foreignKeys=[refers(["a", "b"], "units", ["id", "kind"])]
    )
    assert (
        check(
            [["a", "b", "c"], ["", "", "1"]], descriptor(figures, UNITS), units=[["id", "kind"], ["kg", "mass"]]
        ).findings
        == []
    )


def test_unique_keys_and_unique_fields_of_every_row_and_empty_cells_equal_none(check):
    described = descriptor(
        resource("figures", [field("a", unique=True), field("b"), field("c")], uniqueKeys=[["b", "c"]])
    )
    structure = check(
        [
            ["a", "b", "c"],
            ["1", "x", "y"],
            ["2", "x", "y"],
            ["2", "x", ""],
            ["3", "x", ""],
            ["", "z", "z"],
            ["", "", "z"],
        ],
        described,
    )
    assert places(structure) == [
        ("unique-error", 2, "b, c"),
        ("unique-error", 3, "b, c"),
        ("unique-error", 3, "a"),
        ("unique-error", 4, "a"),
    ]


def test_keys_of_columns_that_are_not_there_are_not_checked(check):
    described = descriptor(
        resource(
            "figures", [field("a"), field("b", unique=True)], primaryKey=["a", "b"], foreignKeys=[refers("b", "", "a")]
        )
    )
    assert places(check([["a"], ["x"], ["x"]], described)) == [("missing-label", 1, "b")]


UNITS = resource("units", [field("id"), field("kind")], primaryKey="id")


def test_a_foreign_key_that_is_not_found_and_what_was_meant(check):
    figures = resource(
        "figures",
        [field("unit"), field("other")],
        foreignKeys=[refers("unit", "units", "id"), refers(["unit", "other"], "units", ["id", "kind"])],
    )
    structure = check(
        [
            ["unit", "other"],
            ["percnt", ""],
            ["", ""],
            ["percent", "ratio"],
            ["", "x"],
            ["kg", "mass"],
            ["percent ", "ratio"],
        ],
        descriptor(figures, UNITS),
        units=[["id", "kind"], ["percent", "ratio"]],
    )
    assert places(structure) == [
        ("foreign-key", 2, "unit"),
        ("foreign-key", 2, "unit, other"),
        ("blank-row", 3, None),
        ("foreign-key", 5, "unit, other"),
        ("foreign-key", 6, "unit"),
        ("foreign-key", 6, "unit, other"),
        ("foreign-key", 7, "unit"),
        ("foreign-key", 7, "unit, other"),
    ]
    assert (
        structure.findings[0].message_en
        == 'data/figures.csv line 2, field unit: found "percnt", expected one of the values in id of units.'
    )
    assert structure.findings[0].mend == 'Did you mean "percent"?'
    assert structure.findings[3].found == ", x"
    assert structure.findings[6].mend == "Remove the spaces around it."
    assert structure.findings[4].mend == "Correct it, or add the row that it refers to."


def test_a_foreign_key_to_a_column_that_the_file_lacks(check):
    figures = resource("figures", [field("unit")], foreignKeys=[refers("unit", "units", "kind")])
    structure = check([["unit"], ["mass"]], descriptor(figures, UNITS), units=[["id"], ["kg"]])
    assert places(structure) == [("foreign-key", 2, "unit"), ("missing-label", 1, "kind")]


def test_a_foreign_key_to_the_same_table(check):
    described = descriptor(
        resource("figures", [field("id"), field("parent")], foreignKeys=[refers("parent", "", "id")])
    )
    assert places(check([["id", "parent"], ["a", ""], ["b", "a"], ["c", "x"]], described)) == [
        ("foreign-key", 4, "parent")
    ]


@pytest.mark.parametrize(
    ("target", "name", "said"),
    [("nothing", "id", "nothing in nothing"), ("units", "idd", "idd in units"), ("", "idd", "idd in figures")],
)
def test_a_foreign_key_to_nowhere_is_one_fault_of_the_descriptor(check, target, name, said):
    figures = resource("figures", [field("unit")], foreignKeys=[refers("unit", target, name)])
    finding = only(check([["unit"], ["a"], ["b"]], descriptor(figures, UNITS), units=[["id", "kind"]]))
    assert (finding.rule, finding.outcome, finding.file, finding.line) == (
        "schema-error",
        Outcome.ERROR,
        "datapackage.json",
        None,
    )
    assert (
        finding.message_en
        == f"datapackage.json: resource 'figures': the foreign key of unit refers to {said}, which does not exist."
    )
    assert finding.mend == "Correct it."


def test_a_foreign_key_to_a_resource_without_schema_is_not_checked(check):
    figures = resource("figures", [field("unit")], foreignKeys=[refers("unit", "notes", "id")])
    assert (
        check(
            [["unit"], ["a"]],
            descriptor(figures, {"name": "notes", "path": "data/notes.csv", "format": "md"}),
            notes="x",
        ).findings
        == []
    )


def test_ten_thousand_rows_of_one_key_and_ten_thousand_dangling_references(check):
    described = descriptor(
        resource("figures", [field("a"), field("b")], primaryKey="a", foreignKeys=[refers("b", "", "a")])
    )

    def checked(count):
        return check([["a", "b"], *(["x", f"y{number}"] for number in range(count))], described)

    assert len(checked(10_000).findings) == 20_000
    assert growth(checked, 1000) < LIMIT
