"""The stricter of two schemas; and our own tables, which keep what their models ask whatever the descriptor says."""

from __future__ import annotations

import json

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.packages.descriptor.schema import read_schema
from decheng_data.packages.descriptor.strictest import strictest, weaknesses
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.check import Structure, check_structure
from tests.made_packages import field, refers


def pair(own: dict, given: dict, kind: str = "number"):
    return tuple(read_schema({"fields": [field("a", kind, **constraints)]}) for constraints in (own, given))


@pytest.mark.parametrize(
    ("kind", "own", "given", "kept", "weaker"),
    [
        ("number", {"minimum": 0}, {"minimum": 1}, {"minimum": 1}, False),
        ("number", {"minimum": 0}, {"minimum": -1}, {"minimum": 0}, True),
        ("number", {"minimum": 0}, {"minimum": "0.0"}, {"minimum": 0}, False),
        ("number", {"minimum": 0}, {}, {"minimum": 0}, True),
        ("number", {}, {"minimum": 0}, {"minimum": 0}, False),
        ("number", {"exclusiveMaximum": 5}, {"exclusiveMaximum": 4.5}, {"exclusiveMaximum": 4.5}, False),
        ("string", {"maxLength": 5}, {"maxLength": 6}, {"maxLength": 5}, True),
        ("date", {"minimum": "2021-01-01"}, {"minimum": "2021-02-01"}, {"minimum": "2021-02-01"}, False),
        ("date", {"maximum": "2021-01-01"}, {"maximum": "2021-02-01"}, {"maximum": "2021-01-01"}, True),
        ("string", {"enum": ["a", "b"]}, {"enum": ["b"]}, {"enum": ["b"]}, False),
        ("string", {"enum": ["a"]}, {"enum": ["a", "b"]}, {"enum": ["a"]}, True),
        ("string", {"pattern": "a+"}, {"pattern": "a*"}, {"pattern": ["a+", "a*"]}, True),
        ("string", {"required": True}, {"required": False}, {"required": True}, True),
        ("string", {"unique": True}, {"unique": False}, {"unique": True}, True),
        ("string", {"required": False}, {"required": True}, {"required": True}, False),
        ("string", {"required": False}, {}, {"required": False}, False),
        ("string", {"pattern": "a"}, {"pattern": "a"}, {"pattern": "a"}, False),
    ],
)
def test_the_stricter_of_two_constraints(kind, own, given, kept, weaker):
    model, described = pair(own, given, kind)
    assert strictest(model, described).fields[0]["constraints"] == kept
    assert bool(list(weaknesses(model, described))) == weaker


def test_a_field_that_is_read_otherwise_keeps_the_models_constraints_only():
    model, described = (
        read_schema({"fields": [field("a", "number", minimum=0)]}),
        read_schema({"fields": [field("a", "string", minLength=3)]}),
    )
    assert strictest(model, described).fields == model.fields


def test_keys_of_both_are_kept():
    fields = [field("a"), field("b")]
    model = read_schema({"fields": fields, "uniqueKeys": [["a"]], "foreignKeys": [refers("a", "", "b")]})
    given = read_schema({"fields": fields, "uniqueKeys": [["b"], ["a"]], "foreignKeys": [refers("b", "", "a")]})
    kept = strictest(model, given)
    assert kept.unique_keys == [("a",), ("b",)]
    assert kept.foreign_keys == [*model.foreign_keys, *given.foreign_keys]


def test_categories_of_the_descriptor_are_kept():
    model, described = read_schema({"fields": [field("a")]}), read_schema({"fields": [field("a", categories=["x"])]})
    assert strictest(model, described).fields[0]["categories"] == ["x"]
    assert not list(weaknesses(model, described))


def weakened(package_copy, change) -> Structure:
    path = package_copy / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    change({each["name"]: each for each in described["resources"]}, described)
    path.write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    return check_structure(open_package(package_copy))


def observation(resources, name):
    return next(each for each in resources["observations"]["schema"]["fields"] if each["name"] == name)


def spoil(package_copy, old: str, new: str) -> None:
    path = package_copy / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_the_shipped_package_has_no_findings():
    structure = check_structure(open_package())
    assert structure.findings == []
    assert len(structure.tables["observations"]) > 30


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda resources, _: resources["observations"]["schema"]["fields"].pop(11), "it lacks the fields parent"),
        (
            lambda resources, _: resources["observations"]["schema"]["fields"].append(
                {"name": "extra", "type": "string"}
            ),
            "it has fields that the model does not know: extra",
        ),
        (
            lambda resources, _: resources["observations"]["schema"]["fields"].reverse(),
            "its fields are in another order, first",
        ),
        (
            lambda resources, _: observation(resources, "value").update(type="string", constraints={}),
            "it reads these fields otherwise: value",
        ),
        (
            lambda resources, _: observation(resources, "value")["constraints"].pop("required"),
            "it loosens the constraints value required",
        ),
        (
            lambda resources, _: observation(resources, "value")["constraints"].update(required=False),
            "it loosens the constraints value required",
        ),
        (
            lambda resources, _: observation(resources, "decimals")["constraints"].update(maximum=99),
            "it loosens the constraints decimals maximum",
        ),
        (
            lambda resources, _: observation(resources, "obs_status")["constraints"]["enum"].append("X"),
            "it loosens the constraints obs_status enum",
        ),
        (
            lambda resources, _: observation(resources, "unit")["constraints"].update(pattern=".*"),
            "it loosens the constraints unit pattern",
        ),
        (lambda resources, _: resources["observations"]["schema"].pop("primaryKey"), "it changes the keys primaryKey"),
        (
            lambda resources, _: resources["observations"]["schema"].update(missingValues=["", "-"]),
            "it changes the keys missingValues",
        ),
        (
            lambda resources, _: resources["observations"]["schema"]["foreignKeys"].pop(1),
            "it changes the keys foreignKeys indicator_id",
        ),
        (lambda resources, _: resources["units"]["schema"].pop("uniqueKeys"), "it changes the keys uniqueKeys"),
    ],
)
def test_a_descriptor_weaker_than_the_model_is_one_fault(package_copy, change, said):
    findings = [finding for finding in weakened(package_copy, change).findings if finding.outcome is Outcome.ERROR]
    found = [finding for finding in findings if said in finding.message_en]
    assert [finding.rule for finding in found] == ["schema-error"], [finding.message_en for finding in findings]
    assert found[0].mend == "Write the schema anew with decheng-data schema --write."


def test_bad_data_do_not_pass_under_a_weakened_descriptor(package_copy):
    spoil(package_copy, ",157.5,1,", ",NaN,99,")
    structure = weakened(
        package_copy,
        lambda resources, _: (
            observation(resources, "value").update(type="string", constraints={}),
            observation(resources, "decimals").pop("constraints"),
        ),
    )
    failed = [finding for finding in structure.findings if finding.outcome is Outcome.FAILED]
    assert [(finding.rule, finding.field) for finding in failed if finding.rule != "foreign-key"][:1] == [
        ("type-error", "value")
    ]
    assert ("constraint-error", "decimals") in [(finding.rule, finding.field) for finding in failed]


def test_a_stricter_descriptor_is_kept_too(package_copy):
    def stricter(resources, _):
        observation(resources, "value")["constraints"]["maximum"] = 100
        observation(resources, "decimals")["constraints"] |= {"minimum": "0", "enum": [0, 1]}
        observation(resources, "measure")["constraints"]["enum"] = ["level", "growth_rate", "share", "rank"]
        observation(resources, "section")["constraints"]["required"] = True
        observation(resources, "qualifier")["constraints"]["required"] = False
        observation(resources, "unit")["categories"] = ["yi_yuan"]

    findings = weakened(package_copy, stricter).findings
    assert {finding.outcome for finding in findings} == {Outcome.FAILED}
    assert {finding.field for finding in findings} >= {"value", "unit"}
    assert {finding.expected for finding in findings if finding.field == "value"} == {"at most 100"}


def test_patterns_of_both_are_kept(package_copy):
    structure = weakened(
        package_copy,
        lambda resources, _: observation(resources, "unit")["constraints"].update(pattern="[a-z]+", maxLength=4),
    )
    assert {finding.expected for finding in structure.findings if finding.outcome is Outcome.FAILED} >= {
        "what matches the pattern [a-z]+",
        "at most 4 characters",
    }


def test_a_table_without_schema_is_checked_by_the_model(package_copy):
    spoil(package_copy, ",157.5,1,", ",x,1,")
    findings = weakened(package_copy, lambda resources, _: resources["observations"].pop("schema")).findings
    assert [finding.message_en for finding in findings if finding.outcome is Outcome.ERROR] == [
        "datapackage.json: resource 'observations': it has no schema, so its cells cannot be validated."
    ]
    assert [(finding.rule, finding.field) for finding in findings if finding.outcome is Outcome.FAILED] == [
        ("type-error", "value")
    ]


def test_missing_tables_are_one_fault(package_copy):
    findings = weakened(package_copy, lambda _, described: described["resources"].__delitem__(slice(5, 7))).findings
    assert findings[0].message_en == "datapackage.json: the package lacks the tables observations, statements."
    assert (findings[0].rule, findings[0].outcome) == ("package-error", Outcome.ERROR)


def test_two_releases_of_one_id(package_copy):
    path = package_copy / "data" / "releases.csv"
    header, row = path.read_text("utf-8").splitlines()
    path.write_text(f"{header}\n{row}\n{row}\n", "utf-8")
    findings = check_structure(open_package(package_copy)).findings
    assert [(finding.rule, finding.file, finding.line) for finding in findings] == [
        ("primary-key", "data/releases.csv", 2),
        ("primary-key", "data/releases.csv", 3),
    ]


def test_a_rule_that_names_an_unknown_indicator(package_copy):
    path = package_copy / "data" / "rule_terms.csv"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("key_project_investment", "key_project_investmnt", 1)
        if "key_project_investment" in text
        else text.replace(",gdp,", ",gpd,", 1),
        "utf-8",
    )
    findings = check_structure(open_package(package_copy)).findings
    assert [finding.rule for finding in findings] == ["foreign-key"]
    assert findings[0].field == "indicator_id"
    assert findings[0].mend
    assert findings[0].mend.startswith("Did you mean")
