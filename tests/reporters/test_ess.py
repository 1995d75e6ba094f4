"""The ESS structure (ValidatReport, validation report 1.0.0), its schema restated here because the published file is not JSON: a comma is missing."""

from __future__ import annotations

import json
from datetime import datetime

import jsonschema
from hypothesis import given

from decheng_data.model.finding import Outcome
from decheng_data.reporters.ess import render
from tests.examples import examples
from tests.made_reports import figure, finding, hostile_reports, languages, outcomes, report, rule


def _object(required, **properties):
    return {"type": "object", "properties": properties, "required": required}


TEXT, TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}
EVENT = _object(["time", "actor"], time=TEXT, actor=TEXT, agent={}, trigger={})
RULE = _object(
    ["language", "expression", "severity"],
    language=TEXT,
    expression=TEXT,
    severity={"enum": ["information", "warning", "error"]},
    description=TEXT,
    change={"enum": ["up", "down"]},
    explanation=TEXT,
)
AGGREGATE = _object(["language", "expression"], language=TEXT, expression=TEXT, description=TEXT)
DATA = _object(["source", "target"], source=TEXTS, target=TEXTS, description=TEXT)
COMMON = {"id": TEXT, "event": EVENT, "data": DATA}
VALIDATION = _object(
    [*COMMON, "type", "rule", "value"],
    **COMMON,
    type={"const": "validation"},
    rule=RULE,
    value={"enum": ["0", "1", "NA"]},
)
AGGREGATION = _object(
    [*COMMON, "type", "aggregate", "value"], **COMMON, type={"const": "aggregation"}, aggregate=AGGREGATE, value=TEXT
)
CHECKER = jsonschema.Draft202012Validator({"type": "array", "items": {"oneOf": [VALIDATION, AGGREGATION]}})


def entries(made, **options):
    listed = json.loads(render(made, **options))
    CHECKER.validate(listed)
    return listed


def validations(made, **options):
    return [entry for entry in entries(made, **options) if entry["type"] == "validation"]


def test_a_finding_is_a_validation_of_its_figures():
    made = report(finding(observations=(figure(), figure("retail_sales", measure="growth_rate"))), rules=(rule(),))
    entry = validations(made, language="en")[0]
    assert datetime.fromisoformat(entry["event"].pop("time")) == made.time
    assert entry["event"] == {"actor": "decheng_data 0.1.0", "agent": None, "trigger": None}
    assert entry["rule"] == {
        "name": "printed-agrees",
        "language": "decheng_data rules.csv",
        "expression": "x <= y",
        "severity": "error",
        "description": "What printed-agrees demands",
    }
    points = [
        "made-2021-S1/gdp/level/2021-S1/371402/none/value",
        "made-2021-S1/retail_sales/growth_rate/2021-S1/371402/none/value",
    ]
    assert entry["data"] == {"source": points, "target": points[:1], "description": "It is wrong. → Mend it."}
    assert entry["value"] == "0"


def test_the_value_is_0_1_or_na():
    rules = (
        rule("holds", outcomes=outcomes(passed=3)),
        rule("fails", outcomes=outcomes(failed=1)),
        rule("breaks", outcomes=outcomes(error=1)),
        rule("waits", outcomes=outcomes(not_applicable=2), reason="there is no gdp level"),
    )
    made = report(finding("fails"), finding("breaks", outcome=Outcome.ERROR), rules=rules)
    told = {
        entry["rule"]["name"]: (entry["value"], entry["data"]["target"], entry["data"]["description"])
        for entry in validations(made, language="zh")
    }
    assert told == {
        "holds": ("1", ["made"], ""),
        "fails": ("0", ["data/observations.csv:2:value"], "有误。 → Mend it."),
        "breaks": ("NA", ["data/observations.csv:2:value"], "有误。 → Mend it."),
        "waits": ("NA", ["made"], "there is no gdp level"),
    }


def test_how_many_times_a_rule_held_is_an_aggregation():
    made = report(
        finding(),
        rules=(rule(outcomes=outcomes(passed=39, failed=1, not_applicable=2)), rule("structure", outcomes=outcomes())),
    )
    aggregations = [entry for entry in entries(made) if entry["type"] == "aggregation"]
    assert [(entry["id"], entry["value"]) for entry in aggregations] == [("printed-agrees/passed", "39")]
    assert (
        aggregations[0]["aggregate"]["description"]
        == "printed-agrees: 39 passed, 1 failed, 2 not applicable, 0 could not run"
    )


def test_a_finding_without_a_place_is_about_the_package():
    assert validations(report(finding(file=None, line=None, field=None)))[0]["data"]["source"] == ["made"]


def test_ids_are_unique():
    made = report(
        finding(line=2),
        finding(line=3),
        finding("type-error"),
        rules=(rule(), rule("other", outcomes=outcomes(passed=1))),
    )
    ids = [entry["id"] for entry in entries(made)]
    assert len(ids) == len(set(ids)) == 7


@examples(30)
@given(hostile_reports, languages)
def test_hostile_text_breaks_nothing(made, language):
    zeros = [entry["value"] for entry in validations(made, language=language)]
    assert zeros.count("0") >= sum(each.outcome is Outcome.FAILED for each in made.findings)
