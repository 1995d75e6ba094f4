"""From an evaluation to a finding: sentences in two languages that name the figures, where they stand, and what would mend it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Outcome
from decheng_data.rules.wording import finding, involved, rule_fault
from tests.made_figures import CITY, RELEASE, linear, observation, only, part_within_whole, rule, rule_row, run, summand

EACH = {"role": "each"}
PART, WHOLE = observation("part", "52.9", line=18), observation("whole", "42.7", line=16)


def failed(made, *observations):
    (found,) = (each for each in run(made, *observations) if each.outcome is Outcome.FAILED)
    return finding(found)


class TestAPartBeyondItsWhole:
    FOUND = failed(part_within_whole(), PART, WHOLE)

    def test_is_told_with_both_figures_excess_and_tolerance(self):
        figures = "Made-up part (part level 52.9亿元, line 18) against Made-up whole (whole level 42.7亿元, line 16)"
        assert (
            self.FOUND.message_en
            == f"Not kept in {RELEASE}: A made-up rule. {figures} misses by 10.2亿元; rounding can hide 0.1亿元."
        )
        figures = "虚构part（数值 52.9亿元，第 18 行），对照虚构whole（数值 42.7亿元，第 16 行）"
        assert (
            self.FOUND.message_zh == f"{RELEASE} 不成立：虚构规则。{figures}，相差 10.2亿元，舍入最多可解释 0.1亿元。"
        )

    def test_says_where_and_what(self):
        found = self.FOUND
        assert (found.rule, found.severity, found.level, found.outcome) == ("made-up-rule", "error", 1, Outcome.FAILED)
        assert (found.place, found.release) == ("data/observations.csv:18:value", RELEASE)
        assert (found.excess, found.tolerance, found.unit) == (Decimal("10.2"), Decimal("0.1"), "亿元")
        assert (found.found, found.expected) == ("52.9", "part level - whole level <= 0 亿元")
        assert [str(each) for each in found.observations] == ["part level 52.9亿元", "whole level 42.7亿元"]

    def test_says_what_would_mend_it(self):
        assert self.FOUND.mend.startswith("Look up each of these figures in the bulletin")
        assert "以上各数" in self.FOUND.mend_zh

    def test_of_no_file_has_no_place(self):
        found = only(part_within_whole(), observation("part", "52.9"), observation("whole", "42.7"))
        told = finding(found, None)
        assert (told.file, told.line, told.place) == (None, None, "value")
        assert "line" not in told.message_en


def test_one_figure_is_told_as_one():
    told = failed(linear("<=", summand("whole"), bound=9), observation("whole", "10.0", line=2))
    assert (
        told.message_en
        == f"Not kept in {RELEASE}: A made-up rule. Made-up whole (whole level 10.0亿元, line 2) misses by 1亿元; rounding can hide 0.05亿元."
    )
    assert told.mend.startswith("Look up the figure in the bulletin")
    assert "该数" in told.mend_zh


def test_a_fall_is_told_as_one():
    told = failed(
        linear(">=", summand("whole", measure="growth_rate"), unit="percent"),
        observation("whole", "-21.1", "percent", "growth_rate", printed="21.1%", line=2),
    )
    assert (
        "Made-up whole (whole growth_rate -21.1%, line 2) misses by 21.1 percentage points; rounding can hide 0.05 percentage points."
        in told.message_en
    )
    assert "虚构whole（增速 -21.1%，第 2 行），相差 21.1个百分点，舍入最多可解释 0.05个百分点。" in told.message_zh
    assert [(str(each), each.printed) for each in told.observations] == [("whole growth_rate -21.1%", "21.1%")]


def test_one_percentage_point_is_told_as_one():
    told = failed(
        linear("<=", summand("whole", measure="share"), bound=5, unit="percent"),
        observation("whole", "6.0", "percent", "share"),
    )
    assert "misses by 1 percentage point; rounding can hide 0.05 percentage points." in told.message_en
    assert told.unit == "%"


def test_a_sum_names_the_value_that_was_reckoned_with():
    told = failed(
        part_within_whole(), observation("part", "5.0"), observation("whole", "2.49", decimals=1, printed="24.9亿元")
    )
    assert "(part level 5.0亿元) against Made-up whole (whole level 2.49亿元) misses by 2.51亿元" in told.message_en
    assert "（数值 5.0亿元），对照虚构whole（数值 2.49亿元），相差 2.51亿元" in told.message_zh


def test_what_is_wrong_with_the_printed_form_is_told_of_the_cell_itself():
    made = observation("whole", "-21.1", "percent", "growth_rate", printed="21.1%", decimals=0, line=2)
    assert (
        "(whole growth_rate 21.1%, line 2) has decimals 0, expected 1."
        in failed(rule(rule_row(kind="printed"), EACH), made).message_en
    )


def test_a_figure_of_another_bulletin_is_told_with_it():
    before = observation("whole", "5.0", line=3, release_id="made-up-2030-S1", period="2030-S1")
    made = linear("<=", summand("whole"), summand("whole", -1, reference="previous_year"), level=2)
    told = failed(made, observation("whole", "10.0", line=2), before)
    assert (
        "(whole level 10.0亿元, line 2) against Made-up whole (whole level 5.0亿元 of made-up-2030-S1, line 3)"
        in told.message_en
    )
    assert "对照虚构whole（made-up-2030-S1 数值 5.0亿元，第 3 行）" in told.message_zh


def test_a_figure_that_is_absent():
    made = rule(rule_row(kind="presence"), {"role": "required", "indicator_id": "whole", "measure": "level"})
    told = failed(made, observation("part", 1))
    assert (
        told.message_en
        == f"Not kept in {RELEASE}: A made-up rule. {RELEASE} has no whole level, or none that can be read."
    )
    assert told.message_zh == f"{RELEASE} 不成立：虚构规则。{RELEASE} 缺少虚构whole的数值，或其所在行无法读取。"
    assert (told.line, told.field, told.found, told.unit, told.observations) == (None, None, "no such figure", None, ())
    assert told.mend.startswith("Add the figure if the bulletin prints it; where its row is there,")


@pytest.mark.parametrize(
    ("kind", "figure", "said", "mend"),
    [
        (
            "printed",
            observation("whole", "42.7", printed="52.9亿元", line=7),
            "has value 42.7, expected 52.9",
            "set value to 52.9, else correct printed.",
        ),
        (
            "printed",
            observation("whole", "42.7", printed="若干", line=7),
            "has printed 若干, expected a figure",
            "in the bulletin and correct printed.",
        ),
        (
            "codes",
            observation("whole", 1, "item", line=7),
            "has unit 个, expected a unit of money",
            "set unit to a unit of money, else correct printed.",
        ),
        (
            "integer",
            observation("projects", "5.5", "item", line=7),
            "has value 5.5, expected a whole number",
            "set value to a whole number, else correct printed.",
        ),
    ],
)
def test_a_field_that_disagrees(kind, figure, said, mend):
    told = failed(rule(rule_row(kind=kind), EACH), figure)
    assert said in told.message_en
    assert "，第 7 行）的" in told.message_zh
    assert not re.search("[a-z]{2,} [a-z]{2,}", told.message_zh + told.mend_zh), (
        "no English phrase in a Chinese sentence"
    )
    assert told.mend.endswith(mend)
    assert told.mend_zh.endswith("。")
    assert told.place == f"data/observations.csv:7:{told.field}"


def test_figures_that_cannot_be_held_against_each_other():
    growth = {"measure": "growth_rate"}
    told = failed(
        rule(rule_row(kind="copy", severity="information"), {**EACH, **growth}),
        observation("whole", 5, "percent", line=3, **growth),
        observation("whole", 5, "percent", line=9, area=CITY, **growth),
    )
    assert told.message_en.startswith(
        f"Not kept in {RELEASE}: A made-up rule. Made-up whole (whole growth_rate 5%, line 3) against Made-up whole (whole growth_rate 5%, line 9): found 5%, expected another figure"
    )
    assert "此处为 5%，应为与地区 990000 不同的数" in told.message_zh
    assert told.mend.startswith("Look up each of these figures in its own bulletin")
    assert told.severity == "information"


def test_of_several_figures_the_first_is_told_against_the_others():
    told = failed(
        linear("<=", summand("part"), summand("whole", -1), summand("rest", -1)),
        observation("part", 9),
        observation("whole", 2),
        observation("rest", 3),
    )
    figures = "Made-up part (part level 9亿元) against Made-up whole (whole level 2亿元) and Made-up rest (rest level 3亿元) misses by"
    assert figures in told.message_en
    assert "虚构part（数值 9亿元），对照虚构whole（数值 2亿元）和虚构rest（数值 3亿元），相差" in told.message_zh


def test_shares_of_a_year_are_told_each_with_its_year():
    year = {"release_id": "made-up-2031", "period": "2031"}
    made = rule(
        rule_row(kind="coverage", bound="0.1", bound_source="fixed"),
        *({**EACH, "measure": "level", "reference": at} for at in ("same", "full_year")),
    )
    figures = (
        observation("whole", 60),
        observation("whole", 100, **year),
        observation("part", 10),
        observation("part", 100, **year),
    )
    told = failed(made, *figures)
    assert (
        "Made-up whole (whole level 60亿元) within its year, Made-up whole (whole level 100亿元 of made-up-2031); Made-up part"
        in told.message_en
    )
    assert ": found 0.6 of the year for whole, 0.1 for part, expected" in told.message_en
    assert "虚构whole（数值 60亿元）在其全年虚构whole（made-up-2031 数值 100亿元）之中；虚构part" in told.message_zh


@pytest.mark.parametrize("line", [4, None])
def test_a_rule_that_cannot_run_says_nothing_of_the_figures(line):
    told = rule_fault(
        rule_row(severity="warning", level=2), line, Bilingual("a coefficient is 0", "有规则项的 coefficient 为 0")
    )
    assert (told.severity, told.outcome, told.level, told.file, told.line) == (
        "error",
        Outcome.ERROR,
        2,
        "data/rules.csv",
        line,
    )
    assert told.message_en == "Rule made-up-rule cannot run: a coefficient is 0."
    assert told.message_zh == "规则 made-up-rule 无法运行：有规则项的 coefficient 为 0。"
    assert "rules.csv" in told.mend
    assert "rules.csv" in told.mend_zh


def test_an_involved_figure_keeps_its_key():
    told = involved(PART)
    assert [getattr(told, name) for name in PART.primary_key] == [getattr(PART, name) for name in PART.primary_key]
    assert (told.value, told.unit, told.file, told.line) == (Decimal("52.9"), "yi_yuan", "data/observations.csv", 18)
    assert involved(observation("part", 1)).file is None
