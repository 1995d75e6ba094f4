"""Annotations stand on the line of the cell, no more than GitHub shows, and data cannot forge one."""

from __future__ import annotations

import pytest
from hypothesis import given

from decheng_data.escaping import shown
from decheng_data.model.finding import Outcome
from decheng_data.reporters.github import ANNOTATIONS_PER_KIND, render
from decheng_data.reporters.sentences import finding_sentences
from tests.examples import examples
from tests.made_reports import HOSTILE, finding, hostile_reports, languages, report
from tests.workflow_commands import Command, commands_of


def test_a_finding_is_an_annotation_on_its_cell():
    text = render(report(finding(line=18, column=57, end_column=62)))
    assert text.splitlines() == [
        "::error file=data/observations.csv,line=18,col=57,title=printed-agrees::It is wrong.%0A有误。%0A→ Mend it.",
        "decheng-data: NOT VALID 未通过: 1 error 错误",
    ]


def test_the_kind_tells_how_grave_it_is():
    findings = [finding(severity=severity) for severity in ("error", "warning", "information")]
    names = [
        command.name
        for command in commands_of(render(report(finding(outcome=Outcome.ERROR, severity="information"), *findings)))
    ]
    assert names == ["error", "error", "warning", "notice"]


def test_a_path_is_told_from_the_root_of_the_repository():
    command = commands_of(render(report(finding()), base="./packages/decheng"))[0]
    assert command.properties["file"] == "packages/decheng/data/observations.csv"


@pytest.mark.parametrize(
    ("place", "told_of"),
    [
        ({"file": None}, {"title"}),
        ({"line": None, "column": 4}, {"file", "title"}),
        ({"column": None}, {"file", "line", "title"}),
    ],
)
def test_only_what_is_known_of_the_place_is_told(place, told_of):
    assert set(commands_of(render(report(finding(**place))))[0].properties) == told_of


def test_nothing_found_is_no_annotation():
    assert render(report(), language="en") == "decheng-data: VALID: no findings\n"


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "It is wrong.\n→ Mend it."),
        ("zh", "有误。\n→ 请改正。"),
        ("both", "It is wrong.\n有误。\n→ Mend it.\n→ 请改正。"),
    ],
)
def test_the_language_is_chosen(language, message):
    assert commands_of(render(report(finding(mend_zh="请改正。")), language=language))[0].message == message


def test_beyond_ten_of_a_kind_the_worst_are_shown_and_the_rest_counted():
    findings = [
        finding(severity=severity, line=line)
        for severity, count in (("error", 14), ("warning", 10), ("information", 12))
        for line in range(1, count + 1)
    ]
    commands = commands_of(render(report(*findings), language="en"))
    shown_lines = {
        name: [int(each.properties["line"]) for each in commands if each.name == name and "line" in each.properties]
        for name in ("error", "warning", "notice")
    }
    assert shown_lines == {"error": list(range(1, 11)), "warning": list(range(1, 11)), "notice": list(range(1, 10))}
    assert commands[-1] == Command(
        "notice", {"title": "decheng-data"}, "7 more findings are not annotated; --format json lists all."
    )
    assert render(report(*findings), language="en").endswith(
        "\ndecheng-data: NOT VALID: 14 error, 10 warning, 12 information\n"
    )


def test_ten_of_each_kind_are_all_shown():
    findings = [finding(severity=severity) for severity in ("error", "warning", "information") for _ in range(10)]
    commands = commands_of(render(report(*findings)))
    assert len(commands) == 30
    assert all("line" in command.properties for command in commands)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_through_whole_and_forges_nothing(text):
    hostile = finding(rule=text[:80], file=text[:80], message_en=text[:900], message_zh=text[:900], mend=None)
    commands = commands_of(render(report(hostile)))
    assert [command.name for command in commands] == ["error"]
    assert commands[0].message == f"{shown(text[:900])}\n{shown(text[:900])}"
    assert commands[0].properties.get("title", "").strip() == shown(text[:80]).strip()


@examples(40)
@given(hostile_reports, languages)
def test_every_command_is_ours(made, language):
    text = render(made, language=language)
    commands = commands_of(text)
    assert len(commands) == len(text.splitlines()) - 1 == len(made.findings) <= ANNOTATIONS_PER_KIND
    assert [command.message for command in commands] == [
        "\n".join(finding_sentences(each, language)) for each in made.findings
    ]
    assert {name for command in commands for name in command.properties} <= {"file", "line", "col", "title"}
