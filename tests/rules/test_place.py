"""Rules of kind place: a figure's place against its printed form, the text's length and the other figures."""

from __future__ import annotations

from collections import Counter

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex
from decheng_data.rules.wording import finding
from tests.made_figures import CODES, observation, only, release, rule, rule_row, run

PLACED = rule(rule_row(kind="place"), {"role": "each"})


def placed(start: int, indicator: str = "part", value: str = "3.5", **more):
    """A figure of 5 characters, such as 3.5亿元, that begins at `start`."""
    return observation(indicator, value, start=start, end=start + 5, **more)


def faults(*figures, **length):
    """Field and expectation of each fault; what stands there is what the field holds."""
    failed = [each for each in run(PLACED, *figures, releases=[release(**length)]) if each.outcome is Outcome.FAILED]
    assert all(each.found.en == str(getattr(each.observations[0], each.field)) for each in failed)
    return [(each.field, each.expected.en) for each in failed]


def test_places_in_order_pass():
    assert (
        faults(
            placed(20, section=1, sentence=1),
            placed(10, section=0, sentence=2),
            placed(15, "rest", section=0, sentence=2),
            repaired_length=25,
        )
        == []
    )


def test_passes_are_told_and_may_be_only_counted():
    both = placed(10), placed(20)
    assert [(each.outcome, each.release_id, each.observations) for each in run(PLACED, *both)] == [
        (Outcome.PASSED, each.release_id, (each,)) for each in both
    ]
    passed = Counter[str]()
    assert list(evaluate([PLACED], ObservationIndex([placed(10), placed(20)]), CODES, passed=passed)) == []
    assert passed == {"made-up-rule": 2}


def test_a_figure_without_a_place_is_not_spoken_of():
    assert only(PLACED, observation("part", "3.5")).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("end", [14, 16])
def test_a_place_is_as_long_as_the_printed_form(end):
    each = observation("part", "3.5", start=10, end=end)
    assert faults(each) == [("end", "15, 5 characters after start, as printed is")]


@pytest.mark.parametrize(("start", "end"), [(3, 5), (2, 3), (0, 6), (1, 4)])
def test_wherever_it_begins(start, end):
    assert faults(observation("part", "3.5", start=start, end=end)) == [
        ("end", f"{start + 5}, 5 characters after start, as printed is")
    ]


def test_a_text_may_begin_with_a_figure():
    assert faults(placed(0), placed(5, "rest")) == []
    assert faults(placed(1, "rest"), observation("part", 3, "place", "rank", printed="3", start=0, end=1)) == []


def test_only_figures_that_the_rule_takes_are_looked_at():
    made = rule(rule_row(kind="place"), {"role": "each", "indicator_id": "part", "measure": "level"})
    figures = placed(10), placed(10, "rest"), placed(11, measure="target")
    assert [each.observations for each in run(made, *figures)] == [figures[:1]]


def test_every_fault_is_told_in_chinese_too():
    faulty = (
        observation("part", "3.5", start=0, end=4),
        placed(20, "rest", section=2, sentence=4),
        placed(22, section=2, sentence=4),
        placed(22, measure="target", section=2, sentence=4),
        placed(40, "whole", section=1, sentence=4),
        placed(50, "whole", measure="target", section=1, sentence=3),
        placed(96),
    )
    told = [
        (len(each.observations), each.expected.zh)
        for each in run(PLACED, *faulty, releases=[release(repaired_length=100)])
        if each.expected.zh
    ]
    assert told == [
        (1, "5（start 之后 5 字，与 printed 等长）"),
        (2, "25 或以后，在虚构rest数值之后"),
        (2, "与虚构part数值不同的位置，或二者只留其一"),
        (2, "2 或以后，因虚构part目标在其之前"),
        (2, "4 或以后，因虚构whole数值在其之前"),
        (1, "不超过文本长度 100"),
    ]


def test_a_figure_of_one_character():
    one = observation("part", 3, "place", "rank", printed="3", start=0, end=1)
    assert faults(one, placed(0)) == [("start", "1 or later, after part rank")]
    assert faults(one, placed(1)) == []


def test_a_place_ends_where_the_text_does():
    assert faults(placed(10), repaired_length=15) == []
    assert faults(placed(10), repaired_length=14) == [("end", "at most 14, where the text ends")]


def test_places_do_not_overlap():
    ((field, expected),) = faults(placed(10, line=4), placed(14, "rest"))
    assert (field, expected) == ("start", "15 or later, after part level")


def test_one_numeral_may_be_figures_of_two_indicators():
    assert faults(placed(10), placed(10, "rest")) == []
    assert faults(placed(10), placed(10, "rest", "4.5")) == [
        ("start", "another place than that of part level, or the numeral of one of them")
    ]


def test_one_numeral_is_not_two_measures_of_one_indicator():
    both = placed(10), placed(10, measure="target")
    assert [field for field, _ in faults(*both)] == ["start"]


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ({"section": 1, "sentence": 3}, ("section", "2 or later, as rest level comes before it")),
        ({"section": 2, "sentence": 3}, ("sentence", "4 or later, as rest level comes before it")),
        ({"section": 2, "sentence": None}, None),
        ({"section": None, "sentence": 1}, None),
        ({"section": 3, "sentence": 1}, None),
        ({"section": 2, "sentence": 4}, None),
    ],
)
def test_sections_and_sentences_follow_the_places(where, fault):
    assert faults(placed(10, "rest", section=2, sentence=4), placed(20, **where)) == ([fault] if fault else [])


def test_a_sentence_that_is_not_known_is_before_none():
    assert faults(placed(10, "rest", section=2, sentence=None), placed(20, section=2, sentence=1)) == []


def test_the_figure_before_is_named_in_chinese_too():
    _, found = run(PLACED, placed(10, line=4), placed(14, "rest", line=5))
    assert found.expected.zh == "15 或以后，在虚构part数值之后"
    assert finding(found).message_zh.endswith("应为 15 或以后，在虚构part数值之后（第 4 行）。")


def test_each_release_has_a_text_of_its_own():
    other = "made-up-2030-S1"
    found = run(
        PLACED, placed(10), placed(12, release_id=other), releases=[release(), release(other, period="2030-S1")]
    )
    assert [each.outcome for each in found] == [Outcome.PASSED] * 2


def test_the_finding_names_both_figures():
    found = [each for each in run(PLACED, placed(10), placed(12, "rest")) if each.outcome is Outcome.FAILED]
    assert [[each.indicator_id for each in fault.observations] for fault in found] == [["rest", "part"]]
    assert found[0].found.en == "12"
