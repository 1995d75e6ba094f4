"""What a descriptor says that cannot be validated, and what it may say."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.packages.descriptor.resource import is_table
from tests.made_packages import (
    FIGURES,
    HEADER,
    ROW,
    checker,
    descriptor,
    field,
    only,
    places,
    refers,
    resource,
    with_field,
)


@pytest.fixture
def check(tmp_path):
    return checker(tmp_path)


def with_schema(**changes: Any) -> Any:
    described = descriptor(copy.deepcopy(FIGURES))
    described["resources"][0]["schema"] |= changes
    return described


def with_resource(**changes: Any) -> Any:
    return descriptor({**copy.deepcopy(FIGURES), **changes})


BROKEN_DESCRIPTORS = [
    (with_schema(fields=[]), "schema-error", "it has no fields"),
    (with_schema(fields={}), "schema-error", "fields is an object, expected a list"),
    (with_schema(fields=[5, *FIGURES["schema"]["fields"]]), "field-error", "the field number 1 has no name"),
    (with_schema(fields=[{"type": "string"}]), "field-error", "the field number 1 has no name"),
    (
        with_schema(fields=[*FIGURES["schema"]["fields"], field("code")]),
        "schema-error",
        "2 fields have the name 'code'",
    ),
    (with_schema(fieldsMatch="subset"), "schema-error", "fieldsMatch 'subset' is not supported"),
    (with_schema(fieldsMatch=["exact"]), "schema-error", "fieldsMatch ['exact'] is not supported"),
    (with_schema(primarykey=["code"]), "schema-error", "the property 'primarykey' of the schema is not known"),
    (with_schema(checklist={}), "schema-error", "the property 'checklist' of the schema is not known"),
    (with_schema(**{"$schema": "https://example.org/x.json"}), "schema-error", "which is no Table Schema"),
    (with_schema(primaryKey=5), "schema-error", "primaryKey is not well formed"),
    (with_schema(primaryKey=["cod"]), "schema-error", "keys name the fields cod, which do not exist"),
    (with_schema(uniqueKeys=["code"]), "schema-error", "uniqueKeys is not well formed"),
    (with_schema(uniqueKeys=[]), "schema-error", "uniqueKeys is not well formed"),
    (with_schema(uniqueKeys=[["code"], []]), "schema-error", "uniqueKeys is not well formed"),
    (with_schema(uniqueKeys=[["cod"]]), "schema-error", "keys name the fields cod"),
    (with_schema(foreignKeys=["code"]), "schema-error", "foreignKeys is not well formed"),
    (with_schema(foreignKeys=[{"fields": "code"}]), "schema-error", "foreignKeys is not well formed"),
    (with_schema(foreignKeys=[{"fields": "code", "reference": 5}]), "schema-error", "foreignKeys is not well formed"),
    (
        with_schema(foreignKeys=[{"fields": "code", "reference": {"resource": 5, "fields": "code"}}]),
        "schema-error",
        "foreignKeys is not well formed",
    ),
    (
        with_schema(foreignKeys=[refers("code", "", ["code", "value"])]),
        "schema-error",
        "the foreign key of code refers to 2 fields",
    ),
    (with_schema(foreignKeys=[refers("cod", "", "code")]), "schema-error", "keys name the fields cod"),
    (with_schema(missingValues="-"), "schema-error", "missingValues is no list of texts"),
    (with_schema(missingValues=[5]), "schema-error", "missingValues is no list of texts"),
    (with_schema(missingValues=[{"value": "-"}, "x"]), "schema-error", "missingValues is no list of texts"),
    (with_schema(missingValues=[{"value": "-"}, {"value": "-"}]), "schema-error", "need version 2 and each value once"),
    (with_field(field("a", "geopoint")), "field-error", "the type 'geopoint' is not supported"),
    (with_field(field("a", "datetime")), "field-error", "the type 'datetime' is not supported"),
    (with_field({"name": "a", "type": 5}), "field-error", "the type 5 is not supported"),
    (with_field({"name": "a", "type": ["string"]}), "field-error", "the type ['string'] is not supported"),
    (
        descriptor(resource("figures", [field("code", "geojson")], primaryKey="code")),
        "field-error",
        "the type 'geojson' is not supported",
    ),
    (with_field(field("a", format="email")), "field-error", "the format 'email' is not supported"),
    (with_field(field("a", "date", format="%d.%m.%Y")), "field-error", "the format '%d.%m.%Y' is not supported"),
    (with_field({**field("a"), "title": 5}), "field-error", "title is a whole number, expected text"),
    (with_field({**field("a"), "required": True}), "field-error", "the property 'required' is not known"),
    (
        with_field({**field("a", "integer"), "groupChar": ","}),
        "field-error",
        "the property 'groupChar' is not known for the type integer",
    ),
    (
        with_field({**field("a", "number"), "floatNumber": True}),
        "field-error",
        "the property 'floatNumber' is not known",
    ),
    (with_field(field("a", "number", decimalChar="")), "field-error", "decimalChar cannot be ''"),
    (with_field(field("a", "number", groupChar="00")), "field-error", "groupChar cannot be '00'"),
    (with_field(field("a", "number", groupChar="..")), "field-error", "groupChar cannot be '..'"),
    (with_field(field("a", "number", groupChar=5)), "field-error", "groupChar is a whole number, expected text"),
    (with_field(field("a", "boolean", trueValues="yes")), "field-error", "trueValues is text, expected a list of text"),
    (with_field(field("a", "list", delimiter="")), "field-error", "delimiter cannot be ''"),
    (with_field(field("a", "list", itemType="time")), "field-error", "itemType cannot be 'time'"),
    (with_field(field("a", categories=[])), "field-error", "categories cannot be []"),
    (with_field(field("a", categories=[{"label": "x"}])), "field-error", "categories cannot be"),
    (with_field(field("a", categories="x")), "field-error", "categories is text, expected a list"),
    (with_field(field("a", "integer", categories=["x"])), "field-error", "the constraint categories"),
    (with_field(field("a", missingValues=[None])), "field-error", "missingValues is no list of texts"),
    (with_field({**field("a"), "constraints": []}), "field-error", "constraints is a list, expected an object"),
    (
        with_field(field("a", "number", maxLength=5)),
        "field-error",
        "the constraint 'maxLength' is not supported for the type number",
    ),
    (with_field(field("a", jsonSchema={})), "field-error", "the constraint 'jsonSchema' is not supported"),
    (with_field(field("a", required="yes")), "field-error", "the constraint required cannot be 'yes'"),
    (with_field(field("a", minLength=-1)), "field-error", "the constraint minLength cannot be -1"),
    (with_field(field("a", pattern=5)), "field-error", "the constraint pattern cannot be 5"),
    (with_field(field("a", pattern="(")), "field-error", "the constraint pattern '(' cannot be used"),
    (with_field(field("a", enum=[])), "field-error", "the constraint enum cannot be []"),
    (
        with_field(field("a", enum=[1])),
        "field-error",
        "the constraint enum '[1]' cannot be used for the type string (it is no text)",
    ),
    (with_field(field("a", "any", enum=[[1]])), "field-error", "the constraint enum '[[1]]' cannot be used"),
    (
        with_field(field("a", "integer", minimum="low")),
        "field-error",
        "the constraint minimum 'low' cannot be used for the type integer",
    ),
    (with_field(field("a", "date", minimum=2021)), "field-error", "the constraint minimum '2021' cannot be used"),
    (with_field(field("a", "integer", minimum=True)), "field-error", "the constraint minimum cannot be True"),
    (with_field(field("a", "date", example="30.6.2021")), "field-error", "the example '30.6.2021' is not a date"),
    (with_resource(checklist={"checks": []}), "resource-error", "the property 'checklist' is not run here"),
    (with_resource(compression="zip"), "resource-error", "the property 'compression' is not supported"),
    (
        with_resource(missingValues=["-"]),
        "resource-error",
        "the property 'missingValues' is not supported in a resource",
    ),
    (with_resource(scheme="s3"), "resource-error", "the scheme is 's3'"),
    (with_resource(hash="sha3:00"), "resource-error", "the hash 'sha3:00' is none of md5, sha1, sha256, sha512"),
    (with_resource(hash="00"), "resource-error", "the hash '00' is none of"),
    (with_resource(format="xlsx"), "format-error", "its format is 'xlsx', and only csv is read"),
    (
        with_resource(encoding="utf-16"),
        "encoding-error",
        "the encoding 'utf-16' is not supported, so the file is read as utf-8",
    ),
    (with_resource(encoding="klingon"), "encoding-error", "the encoding 'klingon' is not supported"),
    (with_resource(dialect={"header": False}), "dialect-error", "header False is not supported"),
    (
        with_resource(dialect={"commentChar": "#"}),
        "dialect-error",
        "the property 'commentChar' of the dialect is not supported",
    ),
    (
        with_resource(dialect={"escapeChar": "\\"}),
        "dialect-error",
        "the property 'escapeChar' of the dialect is not supported",
    ),
    (with_resource(dialect={"delimiter": "ab"}), "dialect-error", "the delimiter 'ab' is no single character"),
    (with_resource(dialect={"delimiter": "x" * 99}), "dialect-error", "xxx… (101 characters) is no single character"),
    (with_resource(dialect={"delimiter": '"'}), "dialect-error", "is no single character of its own"),
    (with_resource(dialect={"quoteChar": 5}), "dialect-error", "the quoteChar 5 is no single character"),
    (with_resource(dialect={"skipInitialSpace": 1}), "dialect-error", "skipInitialSpace is neither true nor false"),
    (descriptor({key: value for key, value in FIGURES.items() if key != "schema"}), "schema-error", "it has no schema"),
    (descriptor(FIGURES, checklist={}), "package-error", "the property 'checklist' is not run here"),
]


@pytest.mark.parametrize(
    ("described", "rule", "said"), BROKEN_DESCRIPTORS, ids=[said[:50] for _, _, said in BROKEN_DESCRIPTORS]
)
def test_what_of_the_descriptor_cannot_be_validated(check, described, rule, said):
    findings = [finding for finding in check([HEADER, ROW], described).findings if finding.outcome is Outcome.ERROR]
    assert [finding.rule for finding in findings] == [rule], [finding.message_en for finding in findings]
    assert said in findings[0].message_en
    assert findings[0].file == "datapackage.json"
    assert findings[0].mend
    assert findings[0].mend_zh
    assert findings[0].message_zh.startswith("datapackage.json")


def test_all_faults_of_a_descriptor_are_found_in_one_run_in_its_own_order(check):
    described = with_field(
        {"format": "email", **field("a", "number", decimalChar="", maxLength=1, minimum=True), "x": 1}
    )
    described["resources"][0]["schema"] |= {"fieldsMatch": "subset", "title": 5, "foreignKeys": [refers("b", "", "c")]}
    described["resources"][0] |= {"dialect": {"header": False, "quoteChar": "", "delimiter": ""}, "hash": "00"}
    findings = check([["a"], ["1"], ["y"]], described).findings
    assert [(finding.code.removeprefix("packages."), finding.field) for finding in findings] == [
        *(("hash", None), ("dialect-value", None), ("quotation-mark", None), ("delimiter", None)),
        *(("fields-match", None), ("property-type", None), ("key-of-missing-fields", None)),
        *(("field-format", "a"), ("property-value", "a"), ("constraint", "a"), ("constraint-value", "a")),
        *(("field-property", "a"), ("type-error", "a")),
    ]


def test_version_1_knows_no_exclusive_bounds_and_no_labels_of_missing_values(check):
    described = {
        "resources": [resource("figures", [field("a", "number", exclusiveMinimum=0, missingValues=[{"value": "-"}])])]
    }
    findings = check([["a"], ["1"]], described).findings
    assert [finding.rule for finding in findings] == ["field-error", "field-error"]
    assert "needs version 2 of Data Package" in findings[1].message_en


def test_a_broken_descriptor_does_not_hide_faults_of_the_data(check):
    described = with_field(field("a", "geopoint"), field("b", "number", pattern="x", minimum=5), field("c", "integer"))
    structure = check([["a", "b", "c"], ["x", "4", "y"]], described)
    assert [(finding.rule, finding.field) for finding in structure.findings if finding.outcome is Outcome.FAILED] == [
        ("constraint-error", "b"),
        ("type-error", "c"),
    ]


def test_a_file_without_any_column_to_check_is_still_read(check):
    structure = check(b"\nx\0\n", with_schema(fields=[], primaryKey=[]))
    assert [finding.rule for finding in structure.findings] == ["schema-error", "source-error", "source-error"]


def test_properties_that_say_nothing_of_validity_are_passed(check):
    described = with_field(
        {**field("a", title_zh="甲", example="x"), "qb:concept": "c", "rdfType": "x", "description_zh": "乙"},
        {**field("b", "number", format="default"), "example": 42.7},
        {"name": "c"},
    )
    described["resources"][0] |= {
        "homepage": "https://example.org",
        "mine": 1,
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "csvddfVersion": 1.2},
    }
    assert check([["a", "b", "c"], ["x", "1", "y"]], described).findings == []


@pytest.mark.parametrize("encoding", ["UTF-8", "utf8", "utf-8-sig", "ascii", "gb18030"])
def test_encodings_that_are_known(check, encoding):
    assert check([HEADER, ROW], with_resource(encoding=encoding)).findings == []


def test_constants_of_the_descriptor_as_texts_numbers_and_truths(check):
    described = with_field(
        field("a", "number", minimum="0.5", maximum=1.5),
        field("b", "integer", enum=[1.0, "2"]),
        field("c", "boolean", enum=[True]),
        field("d", "any", enum=["x"]),
        field("e", "yearmonth", minimum="2021-02"),
        field("f", "year", minimum=2021),
    )
    structure = check(
        [list("abcdef"), ["1.5", "1", "true", "x", "2021-02", "2021"], ["0.4", "3", "false", "y", "2021-01", "2020"]],
        described,
    )
    assert places(structure) == [("constraint-error", 3, name) for name in "abcdef"]
    assert [finding.expected for finding in structure.findings] == [
        *("at least 0.5", "one of 1, 2", "one of True", "one of x", "at least 2021-02", "at least 2021")
    ]


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"path": "a.txt"}, False),
        ({"path": "a.txt", "type": "table"}, True),
        ({"path": "a.txt", "profile": "tabular-data-resource"}, True),
        ({"path": "a.txt", "schema": {}}, True),
        ({"path": "a.2021.CSV"}, True),
        ({"path": "a.tsv"}, True),
        ({"path": "a.csv", "format": "md"}, False),
    ],
)
def test_what_is_to_be_read_as_a_table(described, told):
    assert is_table(described) is told


def test_a_resource_that_is_no_table_is_not_read(check):
    described = descriptor(FIGURES, {"name": "notes", "path": "data/notes.md", "bytes": 2})
    finding = only(check([HEADER, ROW], described, notes=None))
    assert finding.rule == "scheme-error"
