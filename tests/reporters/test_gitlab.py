"""GitLab's code quality format by its documented fields."""

from __future__ import annotations

import json

from hypothesis import given

from decheng_data.model.finding import Outcome
from decheng_data.reporters.gitlab import render
from tests.examples import examples
from tests.made_reports import figure, finding, hostile_reports, languages, report


def issues(*findings, **options):
    return json.loads(render(report(*findings), **options))


def test_a_finding_has_the_documented_fields():
    issue = issues(finding(line=18), language="en", base="package")[0]
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "type": "issue",
        "check_name": "printed-agrees",
        "description": "It is wrong. → Mend it.",
        "severity": "critical",
        "location": {"path": "package/data/observations.csv", "lines": {"begin": 18}},
    }


def test_the_severities_are_those_of_gitlab():
    findings = [finding(severity=severity) for severity in ("error", "warning", "information")]
    assert [issue["severity"] for issue in issues(finding(outcome=Outcome.ERROR), *findings)] == [
        "blocker",
        "critical",
        "minor",
        "info",
    ]


def test_a_finding_without_a_place_stands_at_the_descriptor():
    assert issues(finding(file=None, line=None))[0]["location"] == {"path": "datapackage.json", "lines": {"begin": 1}}


def test_nothing_found_is_an_empty_list():
    assert render(report()) == "[]\n"


def test_a_fingerprint_survives_moved_lines_and_other_sentences():
    before = [
        finding(line=2, observations=(figure(line=2),)),
        finding(line=3, observations=(figure("retail_sales", line=3),)),
        finding("type-error", line=9, found="x"),
    ]
    after = [
        finding(line=3, observations=(figure("retail_sales", line=3),), message_en="line 3"),
        finding(line=4, observations=(figure(line=4),), message_en="line 4"),
        finding("type-error", line=10, found="x"),
    ]
    marks = [{issue["fingerprint"] for issue in issues(*findings)} for findings in (before, after)]
    assert marks[0] == marks[1]
    assert len(marks[0]) == 3


@examples(30)
@given(hostile_reports, languages)
def test_hostile_text_breaks_nothing(made, language):
    listed = json.loads(render(made, language=language))
    assert len(listed) == len(made.findings) == len({issue["fingerprint"] for issue in listed})
    for issue in listed:
        assert set(issue) == {"type", "check_name", "description", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith(("/", "./"))
