"""The report for a person stays readable, whatever is in the data and however much is wrong."""

from __future__ import annotations

import re

import pytest

from decheng_data.model.finding import Finding, Outcome
from decheng_data.model.report import Coverage, Outcomes, Report
from decheng_data.model.suspects import ForcedValue, Suspects
from decheng_data.reporters import json, text


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


@pytest.mark.parametrize(("language", "verdict"), [("en", "NOT VALID: 1 error"), ("zh", "无效：1 错误")])
def test_one_language_alone(language: str, verdict: str) -> None:
    told = text.render(Report(findings=(finding(mend_zh="请更正。"),)), language=language)
    assert told.endswith(f"{verdict}\n")
    assert ("wrong." in told, "有误。" in told, "Mend it." in told, "请更正。" in told) == (
        language == "en",
        language == "zh",
    ) * 2


def test_in_chinese_all_that_is_ours_is_in_chinese() -> None:
    waived = {"reason": "属实。", "author": "某人", "until": "2031-01-01"}
    found = (
        *(finding(number, severity="warning", mend_zh="请更正。") for number in range(1, 13)),
        finding(outcome=Outcome.ERROR, mend_zh="请更正。"),
        finding(rule="made-up", waived=waived),
    )
    told = text.render(
        Report(
            rules_run=2,
            outcomes=Outcomes(failed=12, waived=1, error=1),
            coverage=Coverage(numerals=8, accounted=7, unaccounted=1),
            findings=found,
        ),
        language="zh",
    )
    assert told.startswith(
        "\n2 条规则：0 次成立，12 次不成立，1 次已接受，0 次不适用，1 次无法运行\n共 8 个数字，7 个有着落，1 个没有着落（87.5%）\n"
    )
    assert "警告  type-error  data/x.csv:1:value" in told
    assert "已接受 错误  made-up" in told
    assert "    ✓ 已接受：属实。（某人，至 2031-01-01）" in told
    assert "… 另有 3 项，--format json 列出全部：type-error 另有 3 项" in told
    assert "无法运行  type-error" in text.render(Report(findings=found[-2:]), language="zh")
    assert not re.search("[a-z]{2,} [a-z]{2,}", told.replace("--format json", "")), (
        "no English phrase in a Chinese report"
    )


def test_in_chinese_what_rules_fix_is_told_so() -> None:
    fixed = {
        "release_id": "r",
        "indicator_id": "i",
        "measure": "level",
        "period": "2031",
        "area": "990001",
        "low": 1,
        "high": 2,
        "unit": "yuan",
    }
    forced = ForcedValue.model_validate({**fixed, "rules": ("x",), "said_en": "fixed.", "said_zh": "可推算。"})
    assert "按规则推算\n    可推算。\n" in text.render(Report(suspects=Suspects(forced=(forced,))), language="zh")


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
