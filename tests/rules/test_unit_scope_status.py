"""Rules of kind unit, scope and status: what a figure has in common with its indicator, its release and its sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex
from tests.made_figures import AREA, CITY, CODES, observation, only, release, rule, rule_row, rule_set, run

UNIT = rule(rule_row(kind="unit"), {"role": "each", "measure": "level"})
SCOPE = rule(rule_row(kind="scope"), {"role": "each"})
_STATUS_TERMS = {"role": "each", "measure": "level"}, {"role": "each", "measure": "growth_rate"}
STATUS = rule(rule_row(kind="status"), *_STATUS_TERMS)


def pair(level: str, growth: str, sentences: tuple[object, object] = (1, 1)):
    """Level and growth of one indicator with these statuses."""
    one, other = (
        {"obs_status": status, "section": 0, "sentence": sentence}
        for status, sentence in zip((level, growth), sentences, strict=True)
    )
    return observation("part", "3.5", **one), observation("part", "2.1", "percent", "growth_rate", **other)


class TestUnit:
    def test_the_usual_one_passes(self):
        assert only(UNIT, observation("part", "3.5")).outcome is Outcome.PASSED

    @pytest.mark.parametrize(("indicator", "unit"), [("part", "wan_yuan"), ("projects", "wan_items")])
    def test_another_one_fails(self, indicator, unit):
        found = only(UNIT, observation(indicator, "35", unit))
        assert (found.outcome, found.field) == (Outcome.FAILED, "unit")
        assert found.expected.en in ("yi_yuan (亿元)", "item (个)")

    def test_of_one_indicator_where_the_rule_names_one(self):
        made = rule(rule_row(kind="unit"), {"role": "each", "indicator_id": "rest", "measure": "level"})
        assert only(made, observation("part", "3.5"), observation("rest", "3.5")).observations[0].indicator_id == "rest"

    def test_an_indicator_without_a_unit_is_not_spoken_of(self):
        assert only(UNIT, observation("works", "3", "item")).outcome is Outcome.NOT_APPLICABLE

    def test_other_measures_are_not(self):
        assert only(UNIT, observation("part", "3.5", "percent", "share")).outcome is Outcome.NOT_APPLICABLE


class TestScope:
    def test_period_and_area_of_the_release_pass(self):
        assert only(SCOPE, observation("part", "3.5"), releases=[release()]).outcome is Outcome.PASSED
        assert (
            only(SCOPE, observation("part", "3.5", period="2031-01-01/P6M"), releases=[release()]).outcome
            is Outcome.PASSED
        )

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [("period", "2030-S1", "2031-S1, the period"), ("area", CITY, f"{AREA}, the area")],
    )
    def test_others_fail(self, field, value, expected):
        found = only(SCOPE, observation("part", "3.5", **{field: value}), releases=[release()])
        assert (found.outcome, found.field, found.found.en) == (Outcome.FAILED, field, value)
        assert found.expected.en.startswith(expected)

    def test_a_target_may_be_of_any_period(self):
        assert (
            only(SCOPE, observation("part", "3.5", measure="target", period="2031"), releases=[release()]).outcome
            is Outcome.NOT_APPLICABLE
        )

    def test_without_its_release_a_figure_is_not_spoken_of(self):
        assert only(SCOPE, observation("part", "3.5")).outcome is Outcome.NOT_APPLICABLE


class TestStatus:
    def test_one_status_passes(self):
        level, growth = pair("E", "E")
        found = only(STATUS, growth, level, observation("part", "92.3", "percent", "share", section=0, sentence=1))
        assert (found.outcome, found.release_id, found.observations) == (
            Outcome.PASSED,
            level.release_id,
            (level, growth),
        )

    def test_two_in_one_sentence_fail(self):
        level, growth = pair("E", "A")
        found = only(STATUS, level, growth)
        assert (found.outcome, found.release_id, found.observations) == (
            Outcome.FAILED,
            level.release_id,
            (level, growth),
        )
        assert (found.field, found.found.en) == ("obs_status", "E")
        assert (found.expected.en, found.expected.zh) == (
            "A, as growth_rate in the same sentence has",
            "A，与同句中的增速相同",
        )

    @pytest.mark.parametrize("sentences", [(1, 2), (None, None)])
    def test_in_other_sentences_or_none_they_are_not_spoken_of(self, sentences):
        assert only(STATUS, *pair("E", "A", sentences)).outcome is Outcome.NOT_APPLICABLE

    def test_a_level_alone_is_not(self):
        assert only(STATUS, observation("part", "3.5", sentence=1, section=0)).outcome is Outcome.NOT_APPLICABLE

    def test_a_rule_of_single_figures_cannot_run(self):
        ((_, _, reason),) = rule_set(rule_row(kind="status"), {"role": "each", "measure": "level"}).faults
        assert "two terms of the same period, which name a measure each" in reason[0]


@pytest.mark.parametrize(("made", "count"), [(UNIT, 2), (SCOPE, 4), (STATUS, 2)], ids=("unit", "scope", "status"))
def test_passes_may_be_only_counted(made, count):
    before = {"release_id": "made-up-2030-S1", "period": "2030-S1"}
    figures = [
        *pair("A", "A"),
        *(each.model_copy(update=before).bind(each.indicator, each.unit_row) for each in pair("A", "A")),
    ]
    passed = Counter({made.rule_id: 7})
    releases = [release(), release("made-up-2030-S1", period="2030-S1")]
    assert list(evaluate([made], ObservationIndex(figures, releases), CODES, passed=passed)) == []
    assert passed == {made.rule_id: 7 + count}


class TestARank:
    """Rules of kind codes: a rank compares within an area around its own."""

    CODES_AGREE = rule(rule_row(kind="codes"), {"role": "each"})

    @pytest.mark.parametrize(
        ("comparison", "outcome"), [(CITY, Outcome.PASSED), (AREA, Outcome.FAILED), ("990002", Outcome.FAILED)]
    )
    def test_within(self, comparison, outcome):
        found = run(self.CODES_AGREE, observation("index", 1, "place", "rank", comparison=comparison))
        assert [each.outcome for each in found] == [Outcome.PASSED, outcome]

    def test_areas_that_lie_in_each_other_are_looked_through_once(self):
        areas = {AREA: "990002", "990002": CITY, CITY: "990002"}
        codes = replace(
            CODES,
            areas={area: CODES.areas[area].model_copy(update={"parent": parent}) for area, parent in areas.items()},
        )
        figures = [observation("index", 1, "place", "rank", comparison=comparison) for comparison in (CITY, AREA)]
        found = evaluate([self.CODES_AGREE], ObservationIndex(figures), codes)
        assert [each.outcome for each in found] == [Outcome.PASSED, Outcome.PASSED, Outcome.PASSED, Outcome.FAILED]

    def test_growth_may_be_held_against_any_area(self):
        found = run(self.CODES_AGREE, observation("part", "2.1", "percent", "growth_rate", comparison="990002"))
        assert {each.outcome for each in found} == {Outcome.PASSED}
