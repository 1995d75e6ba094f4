"""The report for a person stays readable, whatever is in the data and however much is wrong."""

from __future__ import annotations

import pytest

from decheng_data.reporters import json, text
from decheng_data.reports import Finding, Outcome, Outcomes, Report


def finding(number: int = 1, **more: object) -> Finding:
    given = {
        "rule": "type-error",
        "severity": "error",
        "file": "data/x.csv",
        "line": number,
        "field": "value",
        "message_en": "wrong.",
        "message_zh": "有误。",
        "mend": "Mend it.",
    }
    return Finding.model_validate({**given, **more})


def test_a_valid_report_says_so() -> None:
    assert text.render(Report(package="p", version="1.0.0", rules_run=3, outcomes=Outcomes(passed=7))).splitlines() == [
        "p 1.0.0",
        "3 rules: 7 passed, 0 failed, 0 not applicable, 0 could not run",
        "",
        "VALID 有效: no findings 没有问题",
    ]


def test_a_finding_tells_place_sentence_in_both_languages_and_mend() -> None:
    told = text.render(Report(findings=(finding(),)))
    assert "ERROR  type-error  data/x.csv:1:value\n    wrong.\n    有误。\n    → Mend it.\n" in told
    assert told.endswith("NOT VALID 无效: 1 error 错误\n")


@pytest.mark.parametrize(("language", "verdict"), [("en", "NOT VALID: 1 error"), ("zh", "无效: 1 错误")])
def test_one_language_alone(language: str, verdict: str) -> None:
    told = text.render(Report(findings=(finding(mend_zh="请更正。"),)), language=language)
    assert told.endswith(f"{verdict}\n")
    assert ("wrong." in told, "有误。" in told, "Mend it." in told, "请更正。" in told) == (language == "en", language == "zh") * 2


def test_what_could_not_run_is_told_apart() -> None:
    told = text.render(Report(findings=(finding(outcome=Outcome.ERROR, mend=None),)))
    assert "COULD NOT RUN  type-error" in told
    assert told.endswith("NOT VALID 无效: 1 could not run 无法运行\n")


def test_ten_thousand_findings_are_counted_and_few_are_shown() -> None:
    told = text.render(Report(findings=tuple(finding(number) for number in range(1, 10_001))))
    assert told.count("type-error  data/x.csv") == text.SHOWN_PER_RULE
    assert "9,990 more findings" in told
    assert "10,000 error" in told
    assert len(told.splitlines()) < 100


def test_findings_of_many_rules_are_cut_as_well() -> None:
    told = text.render(Report(findings=tuple(finding(rule=f"rule-{number}") for number in range(500))))
    assert told.count("data/x.csv:1") == text.SHOWN_AT_MOST
    assert "400 more findings" in told


def test_colour_only_when_asked_for() -> None:
    report = Report(findings=(finding(),))
    assert "\x1b[" not in text.render(report)
    assert "\x1b[31mERROR\x1b[0m" in text.render(report, colour=True)
    assert "\x1b[32mVALID 有效\x1b[0m" in text.render(Report(), colour=True)


def test_escape_sequences_in_data_are_shown_not_sent() -> None:
    told = text.render(Report(findings=(finding(message_en="found \x1b[2J\r\n here\u202e."),)))
    assert "found \\x1b[2J\\r\\n here\\u202e." in told


def test_json_is_the_whole_report() -> None:
    report = Report(findings=(finding(),))
    assert Report.model_validate_json(json.render(report).replace(',\n  "valid": false', "")) == report
