"""Observations tied to their code lists, and the figure that a term takes, seen from a release, a period and an area."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest

from decheng_data.model.printed import RANK_WORDS, ZERO_WORDS
from decheng_data.rules.observation import Group, Observation, ObservationIndex
from decheng_data.rules.rule import Term
from tests.made_figures import AREA, CITY, INDICATORS, PERIOD, RELEASE, UNITS, observation, release

HERE = Group(RELEASE, PERIOD, AREA)
YEAR_BEFORE = {"release_id": "made-up-2030-S1", "period": "2030-S1"}
QUARTER = {"release_id": "made-up-2031-Q1", "period": "2031-Q1"}
MONTHS_9 = {"release_id": "made-up-2031-M09", "period": "2031-01-01/P9M"}
YEAR = {"release_id": "made-up-2031", "period": "2031"}


def term(
    reference: str = "same", indicator: str | None = "whole", measure: str | None = "level", **more: object
) -> Term:
    return Term(
        **{
            "role": "summand",
            "coefficient": Decimal(1),
            "indicator_id": indicator,
            "measure": measure,
            "reference": reference,
            "dimension": None,
            "counted": None,
            **more,
        }
    )


class TestAnObservation:
    def test_knows_its_indicator_its_unit_and_its_line(self):
        made = observation("whole", "42.7", line=18)
        assert (made.indicator, made.unit_row, made.line) == (INDICATORS["whole"], UNITS["yi_yuan"], 18)
        assert (made.name_zh, made.name_en) == ("虚构whole", "Made-up whole")

    def test_has_a_quantity_in_its_unit(self):
        quantity = observation("whole", "42.7", qualifier="近").quantity
        assert (
            quantity.value,
            quantity.decimals,
            quantity.unit,
            quantity.scale,
            quantity.counted,
            quantity.qualifier,
            quantity.exact,
        ) == (
            Decimal("42.7"),
            1,
            "亿元",
            10**8,
            False,
            "近",
            False,
        )

    @pytest.mark.parametrize(
        ("value", "unit", "measure", "printed", "told"),
        [
            ("-21.1", "percent", "growth_rate", "21.1%", "-21.1%"),
            ("-0.3", "point", "change_pp", "0.3个百分点", "-0.3个百分点"),
            ("21.1", "percent", "growth_rate", "21.1%", "21.1%"),
            ("2.49", "yi_yuan", "level", "24.9亿元", "2.49亿元"),
            ("24.9", "wan_yuan", "level", "24.9亿元", "24.9万元"),
        ],
    )
    def test_is_shown_with_its_sign_and_as_it_counts(self, value, unit, measure, printed, told):
        made = observation("whole", value, unit, measure, printed=printed)
        assert (made.figure, made.printed) == (told, printed)
        assert f"whole {measure} {told} (" in repr(made)

    @pytest.mark.parametrize("word", [*RANK_WORDS, *ZERO_WORDS])
    def test_is_exact_where_it_is_said_in_words(self, word):
        made = observation("whole", 0, printed=word)
        assert made.quantity.interval == (0, 0)

    def test_is_exact_where_it_is_a_rank(self):
        assert observation("works", 3, "place", "rank", printed="第3").quantity.exact
        assert not observation("projects", 3, "item", printed="3个").quantity.exact

    @pytest.mark.parametrize("value", ["157.5", "157.50", "157.5000"])
    def test_keeps_its_number_as_it_is_written_whatever_was_read_before(self, value):
        assert str(observation("whole", value, decimals=1).quantity.value) == value

    def test_bound_anew_it_takes_the_new_unit(self):
        made = observation("whole", 1)
        assert made.quantity.base_value == 10**8
        assert made.bind(INDICATORS["whole"], UNITS["wan_yuan"]).quantity.base_value == 10**4

    def test_before_it_is_bound_it_says_so(self):
        made = Observation.model_validate(observation("whole", "42.7").model_dump())
        for name, what in (
            ("indicator", "indicator"),
            ("name_zh", "indicator"),
            ("unit_row", "unit"),
            ("quantity", "unit"),
        ):
            with pytest.raises(AttributeError, match=f"^whole level is not tied to its {what}: call bind\\(\\) first$"):
                getattr(made, name)
        assert made.line is None

    def test_what_it_is_bound_to_is_no_part_of_its_row(self):
        made = observation("whole", "42.7", line=18)
        assert made == Observation.model_validate(made.model_dump())

    def test_a_copy_is_bound_as_it_is(self):
        bound = observation("whole", "42.7", line=18)
        unbound = Observation.model_validate(bound.model_dump())
        for same in (copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))):
            assert (same(bound).quantity, same(bound).line) == (bound.quantity, 18)
            assert same(unbound) == unbound
            assert not hasattr(same(unbound), "quantity")
        with pytest.raises(AttributeError, match="has no attribute 'colour'"):
            bound.colour  # noqa: B018  # reading the attribute is what is tested

    def test_a_person_can_read_it(self):
        made = observation("whole", "42.7", obs_status="E")
        assert repr(made) == str(made) == f"<whole level 42.7亿元 (E) {RELEASE}: Made-up whole / 虚构whole>"


class TestAGroup:
    @pytest.mark.parametrize(
        ("period", "months", "first"),
        [
            ("2031-S1", 6, True),
            ("2031-S1", 3, False),
            ("2031-S2", 6, False),
            ("2031", 12, True),
            ("2031-01", 1, True),
            ("2031-01-01/P9M", 9, True),
        ],
    )
    def test_is_the_first_months_of_a_year(self, period, months, first):
        assert Group(RELEASE, period, AREA).is_first(months) is first


class TestTheIndex:
    def test_groups_by_release_period_and_area_in_their_order(self):
        index = ObservationIndex(
            [
                observation("part", 1),
                observation("whole", 2, area=CITY),
                observation("whole", 3),
                observation("whole", 4, **YEAR),
            ]
        )
        assert list(index.groups()) == [HERE, Group(RELEASE, PERIOD, CITY), Group("made-up-2031", "2031", AREA)]

    def test_one_period_is_one_group_however_it_is_written(self):
        index = ObservationIndex([observation("part", 1), observation("whole", 2, period="2031-01-01/P6M")])
        assert list(index.groups()) == [HERE]
        assert index.find(HERE, term()).value == 2

    def test_names_the_indicators_of_a_group_that_have_all_measures(self):
        index = ObservationIndex(
            [
                observation("part", 1),
                observation("part", 5, "percent", "growth_rate"),
                observation("whole", 2),
                observation("rest", 2, **YEAR),
            ]
        )
        assert [each.indicator_id for each in index.indicators(HERE, ["level"])] == ["part", "whole"]
        assert [each.indicator_id for each in index.indicators(HERE, ["level", "growth_rate", "level"])] == ["part"]

    def test_puts_together_what_is_alike_whatever_release_it_is_of(self):
        figures = [
            observation("part", 1),
            observation("part", 2, **YEAR),
            observation("part", 3, "wan_yuan"),
            observation("part", 4, "percent", "growth_rate"),
        ]
        index = ObservationIndex(figures)
        assert list(index.alike()) == [figures[:2], [figures[2]], [figures[3]]]
        assert list(index.alike("growth_rate")) == [[figures[3]]]
        assert list(index.alike_of(term(measure=None, indicator_id=None, dimension="money"))) == [
            figures[:2],
            [figures[2]],
        ]

    def test_has_the_releases_by_their_ids(self):
        assert list(ObservationIndex([], [release()]).releases) == [RELEASE]


class TestATermFinds:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({}, True),
            ({"indicator": "part"}, False),
            ({"measure": "share"}, False),
            ({"dimension": "money"}, True),
            ({"dimension": "count"}, False),
            ({"counted": True}, False),
        ],
    )
    def test_what_passes_its_filters(self, filters, found):
        index = ObservationIndex([observation("whole", 1)])
        assert (index.find(HERE, term(**filters)) is not None) is found

    def test_of_several_comparisons_the_one_with_none_then_with_the_year_before(self):
        growth = [
            observation("whole", value, "percent", "growth_rate", comparison=comparison)
            for value, comparison in ((1, "plan"), (2, "previous_period"), (3, "previous_year"), (4, "none"))
        ]
        assert ObservationIndex(growth).find(HERE, term(measure="growth_rate")).value == 4
        assert ObservationIndex(growth[:3]).find(HERE, term(measure="growth_rate")).value == 3
        assert ObservationIndex(growth[:2]).find(HERE, term(measure="growth_rate")) is None

    def test_not_what_another_area_or_release_prints(self):
        index = ObservationIndex(
            [
                observation("part", 1),
                observation("whole", 1, area=CITY),
                observation("whole", 2, release_id="made-up-2031-other"),
            ]
        )
        assert index.find(HERE, term()) is None


class TestAReference:
    INDEX = ObservationIndex(
        observation("whole", value, **at)
        for value, at in (
            (1, {}),
            (2, YEAR_BEFORE),
            (3, QUARTER),
            (4, {**QUARTER, "period": "2031-02"}),
            (5, MONTHS_9),
            (6, YEAR),
            (7, {**YEAR, "period": "2031-S2"}),
        )
    )

    @pytest.mark.parametrize(
        ("seen_from", "reference", "value"),
        [
            (HERE, "same", 1),
            (HERE, "previous_year", 2),
            (HERE, "previous_cumulative", 3),
            (HERE, "full_year", 6),
            (Group("made-up-2030-S1", "2030-S1", AREA), "previous_year", None),
            (Group("made-up-2030-S1", "2030-S1", AREA), "previous_cumulative", None),
            (Group("made-up-2030-S1", "2030-S1", AREA), "full_year", None),
            (Group("made-up-2031-Q1", "2031-Q1", AREA), "previous_cumulative", None),
            (Group("made-up-2031-M09", "2031-01-01/P9M", AREA), "previous_cumulative", 1),
            (Group("made-up-2031", "2031", AREA), "previous_cumulative", 5),
            (Group("made-up-2031", "2031", AREA), "full_year", None),
            (Group("made-up-2031", "2031-S2", AREA), "previous_cumulative", None),
            (Group("made-up-2031", "2031-S2", AREA), "full_year", 6),
        ],
    )
    def test_leads_to_a_period(self, seen_from, reference, value):
        found = self.INDEX.find(seen_from, term(reference))
        assert (found and found.value) == value
        assert self.INDEX.find(seen_from, term(reference)) is found
        assert self.INDEX.has_others(seen_from, reference) or value is None

    def test_to_the_year_is_not_to_another_bulletin_of_the_same_year(self):
        index = ObservationIndex(
            [observation("whole", 1, **YEAR), observation("whole", 2, **{**YEAR, "release_id": "made-up-2031-final"})]
        )
        assert index.find(Group("made-up-2031", "2031", AREA), term("full_year")) is None

    def test_is_not_followed_into_another_area(self):
        index = ObservationIndex([observation("whole", 1), observation("whole", 2, area=CITY, **YEAR)])
        assert index.find(HERE, term("full_year")) is None

    @pytest.mark.parametrize(
        ("here", "there", "found"),
        [("made_up", "made_up", True), ("made_up", "other", False), (None, "other", True), ("made_up", None, True)],
    )
    def test_is_followed_within_one_coverage(self, here, there, found):
        releases = [
            release(name, coverage=coverage)
            for name, coverage in ((RELEASE, here), ("made-up-2031", there))
            if coverage
        ]
        index = ObservationIndex([observation("whole", 1), observation("whole", 2, **YEAR)], releases)
        assert (index.find(HERE, term("full_year")) is not None) is found
        assert (index.find_uncovered(HERE, term("full_year")) is not None) is not found
        assert index.find_uncovered(HERE, term()) is None
