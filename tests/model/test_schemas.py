"""Table Schema and descriptor as they are written from the models; Frictionless reads them."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import frictionless
import pytest

from decheng_data.model.fields import column
from decheng_data.model.row import Row
from decheng_data.model.rows import TABLES, ObservationRow
from decheng_data.model.schemas import (
    JSON_SCHEMA_DIALECT,
    PACKAGE_PROFILE,
    as_text,
    descriptor,
    json_schema,
    resource,
    table_schema,
)
from decheng_data.model.vocabulary_rows import RuleRow, UnitRow

FOREIGN_KEYS = {
    "releases": ["area areas.area_id"],
    "areas": ["parent .area_id"],
    "units": ["base_unit .unit_id"],
    "themes": [],
    "indicators": ["theme themes.theme_id", "unit units.unit_id"],
    "observations": [
        *(
            "release_id releases.release_id",
            "indicator_id indicators.indicator_id",
            "area areas.area_id",
            "unit units.unit_id",
        ),
        "parent indicators.indicator_id",
    ],
    "statements": ["release_id releases.release_id", "theme themes.theme_id"],
    "mentions": ["release_id releases.release_id"],
    "rules": ["unit units.unit_id"],
    "rule_terms": ["rule_id rules.rule_id", "indicator_id indicators.indicator_id"],
    "waivers": ["rule_id rules.rule_id", "release_id releases.release_id", "indicator_id indicators.indicator_id"],
    "revisions": ["release_id releases.release_id", "indicator_id indicators.indicator_id", "area areas.area_id"],
}


class OneStatus(Row):
    table, table_title_zh, primary_key = "made", "虚构", ("status",)
    status: Annotated[Literal["A"], column("Status", "状态", "The only one.")]


def fields(model) -> dict[str, dict]:
    return {field["name"]: field for field in table_schema(model)["fields"]}


@pytest.mark.parametrize("name", TABLES)
class TestATableSchema:
    def test_is_one_to_frictionless(self, name):
        assert frictionless.Schema.validate_descriptor(table_schema(TABLES[name])).valid

    def test_has_a_field_for_each_of_the_model(self, name):
        assert list(fields(TABLES[name])) == [info.alias or field for field, info in TABLES[name].model_fields.items()]

    def test_requires_what_the_model_requires(self, name):
        required = {
            field for field, entry in fields(TABLES[name]).items() if entry.get("constraints", {}).get("required")
        }
        assert required - {"reference"} == {
            info.alias or field for field, info in TABLES[name].model_fields.items() if info.is_required()
        }

    def test_has_the_keys_of_the_model(self, name):
        schema = table_schema(TABLES[name])
        assert schema["primaryKey"] == list(TABLES[name].primary_key)
        told = [
            f"{key['fields'][0]} {key['reference']['resource']}.{key['reference']['fields'][0]}"
            for key in schema.get("foreignKeys", [])
        ]
        assert told == FOREIGN_KEYS[name]

    def test_foreign_keys_lead_to_primary_keys(self, name):
        for key in table_schema(TABLES[name]).get("foreignKeys", []):
            target = TABLES[key["reference"]["resource"] or name]
            assert key["reference"]["fields"] == list(target.primary_key)


def test_unique_keys_are_told():
    assert table_schema(UnitRow)["uniqueKeys"] == [["name_zh"]]
    assert "uniqueKeys" not in table_schema(ObservationRow)


@pytest.mark.parametrize(
    ("model", "name", "kind", "constraints"),
    [
        (ObservationRow, "value", "number", {"required": True, "minimum": -(10**15), "maximum": 10**15}),
        (ObservationRow, "decimals", "integer", {"required": True, "minimum": 0, "maximum": 9}),
        (
            ObservationRow,
            "measure",
            "string",
            {"required": True, "enum": ["level", "growth_rate", "change_pp", "share", "rank", "target"]},
        ),
        (
            ObservationRow,
            "comparison",
            "string",
            {"required": True, "pattern": "(none|previous_year|previous_period|plan|[0-9]{6})"},
        ),
        (ObservationRow, "printed", "string", {"required": True, "minLength": 1, "maxLength": 100}),
        (RuleRow, "level", "integer", {"required": True, "enum": [0, 1, 2, 3]}),
        (UnitRow, "counted", "boolean", {"required": True}),
        (UnitRow, "scale", "number", {"required": True, "exclusiveMinimum": 0, "maximum": 10**15}),
        (TABLES["releases"], "vintage", "date", {"required": True}),
        (TABLES["releases"], "published", "date", None),
        (TABLES["indicators"], "aliases_zh", "list", None),
    ],
)
def test_fields(model, name, kind, constraints):
    entry = fields(model)[name]
    assert (entry["type"], entry.get("constraints")) == (kind, constraints)
    assert entry["title"]
    assert entry["title_zh"]
    assert entry["description"]


def test_one_value_that_is_allowed_is_an_enumeration():
    assert fields(OneStatus)["status"]["constraints"] == {"required": True, "enum": ["A"]}


def test_a_qualifier_is_one_of_the_words_and_needs_no_pattern_beside_them():
    constraints = fields(ObservationRow)["qualifier"]["constraints"]
    assert "余" in constraints["enum"]
    assert "pattern" not in constraints


def test_a_list_says_how_it_is_separated():
    entry = fields(TABLES["indicators"])["expected_measures"]
    assert (entry["delimiter"], entry["itemType"]) == ("|", "string")


def test_a_resource_names_its_file():
    made = resource(ObservationRow)
    assert (made["name"], made["path"], made["title"], made["title_zh"]) == (
        "observations",
        "data/observations.csv",
        "Observations",
        "观测值",
    )
    assert not {"hash", "bytes"} & set(made)
    assert frictionless.Resource.validate_descriptor(made).valid


def test_a_descriptor_keeps_all_but_its_resources():
    made = descriptor({"name": "made-up", "$schema": "other", "resources": [{"name": "gone"}], "title": "Kept"})
    assert list(made) == ["$schema", "name", "title", "resources"]
    assert made["$schema"] == PACKAGE_PROFILE
    assert [each["name"] for each in made["resources"]] == list(TABLES)
    assert frictionless.Package.validate_descriptor(made).valid


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_a_json_schema_says_its_dialect(mode):
    made = json_schema(RuleRow, mode)
    assert made["$schema"] == JSON_SCHEMA_DIALECT
    assert "from" in json_schema(TABLES["revisions"], mode)["properties"]
    assert made["additionalProperties"] is False


def test_text_is_json_with_chinese_as_it_is():
    text = as_text({"title": "观测值"})
    assert text == '{\n  "title": "观测值"\n}\n'
    assert json.loads(text) == {"title": "观测值"}
