"""Rows as models: they take the cells that their Table Schema takes, and no other row."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from decheng_data.model.fields import CHARACTERS_LIMIT, DECIMALS_LIMIT, LIST_DELIMITER
from decheng_data.model.row import Row
from decheng_data.model.rows import TABLES, MentionRow, ObservationRow, ReleaseRow, RevisionRow
from decheng_data.model.schemas import table_schema
from decheng_data.model.vocabulary_rows import RuleRow
from tests import made_figures
from tests.examples import examples

NAMES = {"name_zh": "名", "name_en": "Name"}
PLACE = {"section": "1", "sentence": "2", "start": "3", "end": "5", "hash_before": "0" * 16, "hash_after": "f" * 16}
KEY = {
    "release_id": made_figures.RELEASE,
    "indicator_id": "whole",
    "measure": "level",
    "period": "2031-S1",
    "area": "990001",
    "comparison": "none",
}
SAID = {"title_zh": "题", "title_en": "Title", "rationale_zh": "由", "rationale_en": "Why"}
CELLS: dict[str, dict[str, str]] = {
    "releases": made_figures.release_row(),
    "areas": {"area_id": "990001", **NAMES, "level": "county"},
    "units": {
        "unit_id": "item",
        **NAMES,
        "dimension": "count",
        "counted": "true",
        "scale": "1",
        "base_unit": "item",
        "unit_measure": "PN",
        "unit_mult": "0",
    },
    "themes": {"theme_id": "made_up", **NAMES, "description_zh": "述", "description_en": "What"},
    "indicators": {
        "indicator_id": "whole",
        "theme": "made_up",
        **NAMES,
        "definition_status": "reported",
        "growth_basis": "nominal",
        "cumulation": "flow",
    },
    "observations": {
        **KEY,
        "value": "42.7",
        "decimals": "1",
        "unit": "yi_yuan",
        "obs_status": "A",
        "printed": "42.7亿元",
        **PLACE,
    },
    "statements": {
        "statement_id": "one",
        "release_id": made_figures.RELEASE,
        "theme": "made_up",
        "kind": "honour",
        "status": "received",
        **NAMES,
        "summary_zh": "概",
        "summary_en": "Said",
        **PLACE,
    },
    "mentions": {
        "release_id": made_figures.RELEASE,
        **PLACE,
        "printed": "三",
        "kind": "slogan",
        "meaning_zh": "意",
        "meaning_en": "What",
    },
    "rules": {"rule_id": "a-rule", "kind": "linear", "severity": "error", "level": "1", "type": "VIR", **SAID},
    "rule_terms": {"rule_id": "a-rule", "term": "1", "role": "summand", "reference": "same"},
    "waivers": {
        "rule_id": "a-rule",
        "release_id": made_figures.RELEASE,
        "indicator_id": "whole",
        "reason": "so",
        "author": "me",
        "until": "2031-12-31",
    },
    "revisions": {
        **KEY,
        "vintage": "2031-09-01",
        "field": "value",
        "from": "1",
        "to": "2",
        "kind": "revision",
        "reason": "so",
    },
}
"""A row of texts for each table, as they stand in its file."""
SCHEMAS = {name: frictionless.Schema.from_descriptor(table_schema(model)) for name, model in TABLES.items()}
PLAIN = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "number": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
ODD = (
    *(
        "",
        " ",
        "1_0",
        " 1",
        "1 ",
        "１",
        "+1",
        "-1",
        "1.0",
        "1.",
        ".5",
        "NaN",
        "inf",
        "-Infinity",
        "1e3",
        "1e400",
        "1E-9",
        "1e-10",
        "1,000",
        "0x1",
        "9" * 65,
        "1" * 5000,
    ),
    *(
        "true",
        "True",
        "TRUE",
        "yes",
        "on",
        "t",
        "0",
        "2031-1-1",
        "20310101",
        "2031-02-30",
        "2031-01-01T00:00:00",
        "1609459200",
        "a|b",
        "a||b",
        "|",
        "2031-S1\n",
        "none",
        "余",
        "x" * 2001,
    ),
)


def reads(name: str, field: str, cell: str) -> tuple[bool, Any]:
    """Whether the model takes the cell in an otherwise good row, and what it makes of it."""
    try:
        row = TABLES[name].model_validate({**CELLS[name], field: cell})
    except ValidationError as error:
        return not any(fault["loc"][:1] == (field,) for fault in error.errors()), ...
    return True, row.model_dump(by_alias=True)[field]


def is_plain(field: frictionless.Field, cell: str) -> bool:
    """Whether the cell is spelled as the models ask: Frictionless itself takes more (spaces, underscores, NaN, other scripts' digits, empty items)."""
    if field.type == "number" and PLAIN["number"].fullmatch(cell):
        return len(cell) <= CHARACTERS_LIMIT and int(Decimal(cell).as_tuple().exponent) >= -DECIMALS_LIMIT
    if field.type in PLAIN:
        return bool(PLAIN[field.type].fullmatch(cell)) and len(cell) <= CHARACTERS_LIMIT
    return "" not in cell.split(LIST_DELIMITER) if field.type == "list" else not cell.endswith("\n")


@st.composite
def fields_and_cells(draw, name):
    field = draw(st.sampled_from(SCHEMAS[name].fields))
    allowed = field.constraints.get("enum", ["x"])
    pattern = field.constraints.get("pattern")
    cells = [
        st.sampled_from(ODD),
        st.sampled_from(list(map(str, allowed))),
        st.integers(-(10**16), 10**16).map(str) | st.integers(-2, 110).map(str),
        st.decimals(-(10**16), 10**16, allow_nan=False, places=10).map(str) | st.decimals(-99, 99, places=2).map(str),
        st.dates().map(str),
        st.text(max_size=5) | st.text("abc019-_", max_size=70),
        *([st.from_regex(pattern, fullmatch=True)] if pattern else []),
    ]
    return field, draw(st.one_of(cells))


@pytest.mark.parametrize("name", TABLES)
class TestTheModelAndTheTableSchemaTakeTheSameCells:
    def test_a_good_row(self, name):
        row = TABLES[name].model_validate(CELLS[name]).model_dump(by_alias=True)
        for field in SCHEMAS[name].fields:
            value, notes = field.read_cell(CELLS[name].get(field.name, ""))
            assert notes is None
            assert row[field.name] == value or field.name not in CELLS[name]

    def test_generated_cells(self, name):
        @examples(60)
        @given(fields_and_cells(name))
        def compare(drawn):
            field, cell = drawn
            value, notes = field.read_cell(cell)
            taken, read = reads(name, field.name, cell)
            if taken:
                assert notes is None, notes
                assert read is ... or (list(read) if isinstance(read, tuple) else read) == value
            elif is_plain(field, cell):
                assert notes is not None

        compare()


@pytest.mark.parametrize(
    ("name", "field", "cells"),
    [
        (
            "observations",
            "value",
            ["４２.7", "4_2", " 42", "NaN", "inf", "1e400", "1,000", "42.7亿", "0." + "1" * 10, "9" * 16, "1" * 10**6],
        ),
        ("observations", "decimals", ["1_0", " 1", "1.0", "10", "-1", "１"]),
        ("observations", "period", ["2031-S3", "2031-S1\n", "2031-01-02/P6M"]),
        ("observations", "qualifier", ["大概", "余余"]),
        ("units", "counted", ["yes", "on", "t", " true", "2"]),
        ("units", "scale", ["0", "-1"]),
        ("releases", "vintage", ["2031-1-1", "20310101", "1609459200", "2031-01-01T00:00:00", "2031-02-30"]),
        ("rules", "level", ["4", "1.0", "one"]),
        ("indicators", "aliases_zh", ["a||b", "|"]),
    ],
)
def test_cells_that_are_refused(name, field, cells):
    for cell in cells:
        assert reads(name, field, cell)[0] is False, cell


@pytest.mark.parametrize("name", TABLES)
class TestEveryModel:
    def test_an_unknown_field_is_refused(self, name):
        with pytest.raises(ValidationError, match="extra"):
            TABLES[name].model_validate({**CELLS[name], "beside": "1"})

    def test_a_row_does_not_change(self, name):
        row = TABLES[name].model_validate(CELLS[name])
        with pytest.raises(ValidationError, match="frozen"):
            setattr(row, next(iter(TABLES[name].model_fields)), "other")

    def test_an_empty_cell_is_no_value(self, name):
        for field, info in TABLES[name].model_fields.items():
            cell = info.alias or field
            if info.is_required():
                assert reads(name, cell, "")[0] is False, cell
            elif cell != "reference":  # has a value of its own where the cell is left out, and must not be empty
                assert reads(name, cell, "") in ((True, None), (True, ...)), cell

    def test_each_field_is_described_in_both_languages(self, name):
        for field, info in TABLES[name].model_fields.items():
            assert info.title, field
            assert info.description.endswith("."), field
            assert re.search("[一-鿿]", info.json_schema_extra["title_zh"]), field

    def test_keys_are_fields(self, name):
        model = TABLES[name]
        assert (model.table, bool(model.table_title_zh), bool(model.__doc__)) == (name, True, True)
        for key in (model.primary_key, *model.unique_keys):
            assert set(key) <= set(model.model_fields)
        assert all(model.model_fields[field].is_required() for field in model.primary_key)


def test_observations_have_the_columns_of_the_issue_in_their_order():
    wanted = [
        "release_id",
        "indicator_id",
        "measure",
        "period",
        "area",
        "comparison",
        "value",
        "decimals",
        "unit",
        "qualifier",
        "obs_status",
        "parent",
        "printed",
        "section",
        "sentence",
        "start",
        "end",
    ]
    assert list(ObservationRow.model_fields)[: len(wanted)] == wanted
    assert list(ObservationRow.primary_key) == wanted[:6]


def test_values_that_are_no_texts_are_left_as_they_are():
    row = RuleRow.model_validate({**CELLS["rules"], "level": 2, "bound": Decimal("0.50"), "months": 6})
    assert (row.level, str(row.bound), row.months) == (2, "0.50", 6)
    assert Row.model_validate(row.model_copy()) == row


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("3", "", "start and end are given together or not at all"),
        ("", "5", "given together"),
        ("5", "5", "end 5 must come after start 5"),
        ("6", "5", "end 5 must come after start 6"),
    ],
)
def test_positions_come_in_pairs(start, end, said):
    with pytest.raises(ValidationError, match=said):
        ObservationRow.model_validate({**CELLS["observations"], "start": start, "end": end})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"period_range": "2031-07-01/P6M"},
            "period_range is 2031-07-01/P6M, and the range of period 2031-S1 is 2031-01-01/P6M",
        ),
        ({"period_range": "2031-S1"}, "period_range is 2031-S1, and the range"),
        ({"frequency": "Q"}, "frequency is Q, and that of period 2031-S1 is S"),
        (
            {"period": "2031-01-01/P9M", "period_range": "2031-01-01/P9M"},
            "frequency is S, and that of period 2031-01-01/P9M is Q or M",
        ),
    ],
)
def test_a_release_does_not_contradict_its_period(cells, said):
    with pytest.raises(ValidationError, match=said):
        ReleaseRow.model_validate({**CELLS["releases"], **cells})


@pytest.mark.parametrize("name", TABLES)
def test_a_row_of_typed_cells_is_the_row_of_their_texts(name):
    row = TABLES[name].model_validate(CELLS[name])
    typed = TABLES[name].of_typed({field: getattr(row, field) for field in TABLES[name].model_fields})
    assert typed == row
    assert typed.model_dump() == row.model_dump()
    assert hash(typed) == hash(row)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(typed, next(iter(TABLES[name].model_fields)), "other")


def test_a_row_of_typed_cells_has_its_positions_checked():
    row = ObservationRow.model_validate(CELLS["observations"])
    with pytest.raises(ValueError, match="end 3 must come after start 9"):
        ObservationRow.of_typed({**dict(row), "start": 9, "end": 3})


def test_a_mention_has_a_position():
    with pytest.raises(ValidationError, match="start"):
        MentionRow.model_validate({**CELLS["mentions"], "start": "", "end": ""})


def test_from_is_a_column_though_python_reserves_the_word():
    row = RevisionRow.model_validate(CELLS["revisions"])
    assert (row.from_, row.model_dump(by_alias=True)["from"]) == ("1", "1")
    assert RevisionRow.model_validate(row.model_dump()) == row
