"""Sentences in the language that was asked for."""

from __future__ import annotations

import pytest

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Outcome
from decheng_data.reporters.sentences import (
    finding_sentences,
    grade_counts,
    grade_text,
    reason_not_applicable,
    rule_title,
)
from tests.made_reports import finding, rule


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["It is wrong.", "→ Mend it."]),
        ("zh", ["有误。", "→ 请改正。"]),
        ("both", ["It is wrong.", "有误。", "→ Mend it.", "→ 请改正。"]),
    ],
)
def test_what_is_wrong_and_what_would_mend_it(language, sentences):
    assert finding_sentences(finding(mend_zh="请改正。"), language) == sentences


def test_a_mend_is_told_in_english_where_there_is_none_in_chinese():
    assert finding_sentences(finding(), "zh") == ["有误。", "→ Mend it."]
    assert finding_sentences(finding(), "both") == ["It is wrong.", "有误。", "→ Mend it."]
    assert finding_sentences(finding(mend=None), "both") == ["It is wrong.", "有误。"]


def test_a_mend_in_chinese_alone_is_not_told_in_english():
    assert finding_sentences(finding(mend=None, mend_zh="请改正。"), "en") == ["It is wrong."]


def test_sentences_are_shown_and_cut():
    assert finding_sentences(finding(message_en="\n" + "x" * 20, mend=None), "en", most=10) == ["\\nxxxxxxx…"]


@pytest.mark.parametrize(
    ("language", "title"), [("en", "What r demands"), ("zh", "r 的要求"), ("both", "What r demands · r 的要求")]
)
def test_what_a_rule_demands(language, title):
    assert rule_title(rule("r"), language) == title
    assert rule_title(rule("r", title_en="r", title_zh="r"), language) == "r"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "there is no gdp level"), ("zh", "没有 gdp 的数值"), ("both", "there is no gdp level 没有 gdp 的数值")],
)
def test_why_a_rule_was_not_applicable(language, said):
    assert reason_not_applicable(rule(reason="there is no gdp level", reason_zh="没有 gdp 的数值"), language) == said
    assert reason_not_applicable(rule(reason="x"), language) == "x"
    assert reason_not_applicable(rule(), language) == ""


@pytest.mark.parametrize(("language", "words"), [("en", "no"), ("zh", "无"), ("both", "no 无")])
def test_a_phrase_of_our_own(language, words):
    assert Bilingual("no", "无").of(language) == words


def test_findings_are_counted_by_grade_the_worst_first():
    found = [
        finding(severity="information"),
        finding(),
        finding(),
        finding(severity="warning"),
        finding(severity="warning", outcome=Outcome.ERROR),
    ]
    assert grade_counts(found, "en") == "2 error, 1 warning, 1 information, 1 could not run"
    assert grade_counts(found[:2], "both") == "1 error 错误, 1 information 提示"
    assert grade_counts([finding()] * 1_234, "zh") == "1,234 错误"
    assert grade_counts(found[:2], "zh") == "1 错误，1 提示"
    assert grade_counts([], "zh") == "没有问题"
    assert [grade_text(each, "en") for each in found] == ["information", "error", "error", "warning", "could not run"]
