"""The meaning of a rule: outcomes over the intervals that printed figures stand for, law by law."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from itertools import product as box

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.finding import Outcome
from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex
from tests.made_figures import (
    AREAS,
    CITY,
    CODES,
    QUALIFIER_WORDS,
    UNITS,
    YI,
    linear,
    observation,
    only,
    part_within_whole,
    product,
    release,
    rule,
    rule_row,
    run,
    summand,
)

D = Decimal
YEAR_BEFORE = {"release_id": "made-up-2030-S1", "period": "2030-S1"}
QUARTER = {"release_id": "made-up-2031-Q1", "period": "2031-Q1"}
YEAR = {"release_id": "made-up-2031", "period": "2031"}
EACH = {"role": "each"}
WITHIN = part_within_whole()
ROUNDINGS = st.sampled_from((ROUND_HALF_UP, ROUND_HALF_EVEN))


def printed(true: int, decimals: int, rounding: str) -> Decimal:
    """A true value in 0.0001亿元 as it is printed with so many decimals."""
    return D(true).scaleb(-4).quantize(D(1).scaleb(-decimals), rounding)


@st.composite
def amounts(draw, indicator, low=-(10**6), **more):
    """A measured figure in 亿元 or 万元, with or without a word."""
    decimals = draw(st.integers(0, 2))
    value = D(draw(st.integers(low, 10**6))).scaleb(-decimals)
    return observation(
        indicator,
        value,
        draw(st.sampled_from(("yi_yuan", "wan_yuan"))),
        decimals=decimals,
        qualifier=draw(st.none() | st.sampled_from(QUALIFIER_WORDS)),
        **more,
    )


class TestKeyProjectsOfTheIssue:
    """32.9 of 42.7, and what rounding to one decimal can hide."""

    @pytest.mark.parametrize(
        ("part", "outcome", "excess"),
        [
            ("32.9", "passed", "-9.8"),
            ("42.7", "passed", "0"),
            ("42.8", "passed", "0.1"),
            ("42.9", "failed", "0.2"),
            ("52.9", "failed", "10.2"),
        ],
    )
    def test_intervals_are_closed(self, part, outcome, excess):
        found = only(WITHIN, observation("part", part), observation("whole", "42.7"))
        assert (found.outcome, found.excess, found.tolerance, found.unit) == (outcome, D(excess), D("0.1"), "亿元")
        assert str(found.excess) == excess

    @pytest.mark.parametrize(("part", "outcome"), [(8, "passed"), (55, "passed"), (56, "failed")])
    def test_counts_are_exact(self, part, outcome):
        made = linear("<=", summand("works"), summand("projects", -1), unit="item")
        found = only(made, observation("works", part, "item"), observation("projects", 55, "item"))
        assert (found.outcome, found.excess, found.tolerance, found.unit) == (outcome, part - 55, 0, "个")

    def test_counts_in_ten_thousands_are_rounded(self):
        made = linear("<=", summand("works"), summand("projects", -1), unit="item")
        assert (
            only(made, observation("works", 45_500, "item"), observation("projects", "4.5", "wan_items")).outcome
            == "passed"
        )
        assert (
            only(made, observation("works", 45_501, "item"), observation("projects", "4.5", "wan_items")).outcome
            == "failed"
        )


class TestLinear:
    @pytest.mark.parametrize(
        ("relation", "whole", "outcome", "excess", "tolerance"),
        [
            (">=", "100.0", "passed", "0", "0.05"),
            (">=", "99.9", "failed", "0.1", "0.05"),
            (">=", "120.0", "passed", "-20", "0.05"),
            ("=", "100.1", "failed", "0.1", "0.05"),
            ("=", "99.9", "failed", "0.1", "0.05"),
            ("=", "100.04", "failed", "0.04", "0.005"),
            ("=", "100", "passed", "0", "0.5"),
            ("<=", "100.05", "failed", "0.05", "0.005"),
            ("<=", "100.1", "failed", "0.1", "0.05"),
        ],
    )
    def test_a_bound_is_told_in_the_unit_of_the_rule(self, relation, whole, outcome, excess, tolerance):
        found = only(linear(relation, summand("whole"), bound=100), observation("whole", whole))
        assert (found.outcome, str(found.excess), str(found.tolerance)) == (outcome, excess, tolerance)

    def test_of_an_exact_fit_the_room_above_is_told(self):
        found = only(linear("=", summand("whole"), bound=100), observation("whole", 100, qualifier="多"))
        assert (found.outcome, found.excess, found.tolerance) == ("passed", 0, 100)

    def test_excess_is_told_in_the_units_of_the_figure_where_the_rule_has_none(self):
        found = only(part_within_whole(unit=None), observation("part", 500_000, "wan_yuan"), observation("whole", 42))
        assert (found.outcome, found.excess, found.unit) == ("failed", 80_000, "万元")

    def test_excess_is_told_in_plain_digits(self):
        found = only(WITHIN, observation("part", 1000), observation("whole", 0))
        assert str(found.excess) == "1000"

    def test_a_word_opens_the_interval(self):
        assert only(WITHIN, observation("part", 100, qualifier="近"), observation("whole", 90)).outcome == "passed"
        assert only(WITHIN, observation("part", 100, qualifier="超"), observation("whole", 90)).outcome == "failed"
        assert only(WITHIN, observation("part", 100), observation("whole", 90, qualifier="超")).outcome == "passed"
        assert (
            only(linear(">=", summand("part"), bound=100), observation("part", 90, qualifier="以内")).outcome
            == "failed"
        )

    @given(amounts("part"), amounts("whole"), st.sampled_from(("<=", ">=", "=")), st.integers(-300, 300).filter(bool))
    def test_it_is_failed_only_when_no_point_of_the_box_keeps_it(self, part, whole, relation, percent):
        found = only(linear(relation, summand("part"), summand("whole", D(percent) / 100)), part, whole)
        corners = [x * 100 + y * percent for x, y in box(*(_ends(each) for each in (part, whole)))]
        reachable = {"<=": min(corners) <= 0, ">=": max(corners) >= 0, "=": min(corners) <= 0 <= max(corners)}[relation]
        assert (found.outcome is Outcome.PASSED) is reachable
        if not reachable:
            assert found.excess > found.tolerance >= 0

    @given(
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.lists(st.integers(0, 2), min_size=3, max_size=3),
        st.lists(ROUNDINGS, min_size=3, max_size=3),
    )
    def test_rounding_never_fails_a_true_balance(self, part, rest, decimals, roundings):
        values = [printed(*each) for each in zip((part, rest, part + rest), decimals, roundings, strict=True)]
        figures = [
            observation(name, value, decimals=places)
            for name, value, places in zip(("part", "rest", "whole"), values, decimals, strict=True)
        ]
        assert (
            only(linear("=", summand("part"), summand("rest"), summand("whole", -1)), *figures).outcome
            is Outcome.PASSED
        )
        assert only(WITHIN, *figures).outcome is Outcome.PASSED

    @given(
        st.integers(0, 10**7),
        st.integers(0, 10**7),
        st.integers(4, 6),
        st.integers(4, 6),
        st.lists(st.booleans(), min_size=2, max_size=2),
    )
    def test_the_unit_that_a_figure_is_printed_in_changes_nothing(self, part, whole, decimals, other_decimals, in_wan):
        told = []
        for wan in ((False, False), in_wan):
            made = [
                observation(
                    name,
                    D(value).scaleb(-places + (4 if wan_yuan else 0)),
                    "wan_yuan" if wan_yuan else "yi_yuan",
                    decimals=places - (4 if wan_yuan else 0),
                )
                for name, value, places, wan_yuan in zip(
                    ("part", "whole"), (part, whole), (decimals, other_decimals), wan, strict=True
                )
            ]
            found = only(WITHIN, *made)
            told.append((found.outcome, found.excess, found.tolerance, found.unit))
        assert told[0] == told[1]

    def test_nothing_is_rounded(self):
        part, whole = "999999999999999.999999999", "999999999999999.999999997"
        with localcontext(Context(prec=5)):
            found = only(WITHIN, observation("part", part), observation("whole", whole))
        assert (found.outcome, found.excess, found.tolerance) == ("failed", D("0.000000002"), D("0.000000001"))


class TestEachFigureByItself:
    def test_takes_all_that_pass_the_filters_of_its_term(self):
        made = linear("<=", summand(None, measure="growth_rate"), bound=100, unit="percent")
        figures = [
            observation("whole", 5),
            *(observation(name, value, "percent", "growth_rate") for name, value in (("whole", 101), ("part", 100))),
        ]
        assert [(each.outcome, each.observations) for each in run(made, *figures)] == [
            ("failed", (figures[1],)),
            ("passed", (figures[2],)),
        ]

    def test_is_not_applicable_where_there_is_none(self):
        found = only(linear("<=", summand(None, measure="share"), bound=100, unit="percent"), observation("whole", 5))
        assert (found.outcome, found.why.en, found.observations) == (
            "not_applicable",
            "no figure that it applies to",
            (),
        )
        assert found.why.zh == "没有它所涉及的数据"

    @pytest.mark.parametrize(
        ("source", "relation", "figure", "outcomes"),
        [
            ("indicator_minimum", ">=", observation("whole", "0.0"), ["passed"]),
            ("indicator_minimum", ">=", observation("whole", "-0.1"), ["failed"]),
            ("indicator_minimum", ">=", observation("rest", "-9.0"), ["not_applicable"]),
            ("indicator_maximum", "<=", observation("part", 90), ["passed"]),
            ("indicator_maximum", "<=", observation("part", 91), ["failed"]),
            ("indicator_maximum", "<=", observation("part", 950_000, "wan_yuan"), ["failed"]),
        ],
    )
    def test_can_take_the_bound_of_its_indicator(self, source, relation, figure, outcomes):
        made = rule(rule_row(relation=relation, bound_source=source), summand(None))
        assert [each.outcome for each in run(made, figure)] == outcomes

    @pytest.mark.parametrize(
        ("comparison", "value", "outcome"),
        [(CITY, 7, "passed"), (CITY, 8, "failed"), ("990002", 8, "not_applicable"), ("123456", 8, "not_applicable")],
    )
    def test_can_take_the_number_of_units_compared(self, comparison, value, outcome):
        made = rule(rule_row(relation="<=", bound_source="units_compared", unit="place"), summand(None, measure="rank"))
        assert (
            only(
                made, observation("works", value, "place", "rank", comparison=comparison, printed=f"第{value}")
            ).outcome
            == outcome
        )

    @pytest.mark.parametrize(
        ("comparison", "value", "outcome"),
        [("none", "100.0", "passed"), ("none", "104.6", "failed"), ("plan", "104.6", "not_applicable")],
    )
    def test_a_share_of_a_plan_has_no_whole_that_it_must_stay_within(self, comparison, value, outcome):
        made = linear("<=", summand(None, measure="share"), bound=100, bound_source="whole", unit="percent")
        assert only(made, observation("index", value, "percent", "share", comparison=comparison)).outcome == outcome

    def test_a_share_of_a_plan_is_held_against_a_bound_that_is_not_that_of_wholes(self):
        made = linear(">=", summand(None, measure="share"), bound=0, unit="percent")
        assert only(made, observation("index", "-0.6", "percent", "share", comparison="plan")).outcome == "failed"

    def test_leaves_out_what_the_unit_of_the_rule_does_not_measure(self):
        made = linear(">=", summand(None), unit="item")
        assert only(made, observation("whole", -5)).outcome == "not_applicable"


class TestAMissingFigure:
    @given(st.sets(st.sampled_from(("part", "rest", "whole")), min_size=1, max_size=2), st.integers(0, 10**6))
    def test_makes_a_rule_not_applicable_whatever_the_others_are(self, there, value):
        made = linear("=", summand("part"), summand("rest"), summand("whole", -1))
        found = only(made, *(observation(name, value) for name in sorted(there)))
        assert found.outcome is Outcome.NOT_APPLICABLE
        assert {name for name in ("part", "rest", "whole") if f"there is no {name} level" in found.why.en} == {
            "part",
            "rest",
            "whole",
        } - there
        assert {each.indicator_id for each in found.observations} == there

    def test_of_all_of_them_there_is_one_outcome(self):
        found = only(WITHIN, observation("rest", 1))
        assert (found.outcome, found.why.en) == ("not_applicable", "no figure that it applies to")

    def test_of_a_product_is_named_by_its_own_term(self):
        made = product(
            {"indicator_id": "part"}, {"indicator_id": "whole"}, {"indicator_id": "part", "measure": "share"}
        )
        found = only(made, observation("part", 1))
        assert found.why.en == "there is no whole level; there is no part share"
        assert found.why.zh == "没有 whole 的数值；没有 part 的占比"

    def test_a_figure_in_another_dimension_is_not_there(self):
        found = only(WITHIN, observation("part", 1), observation("whole", 1, "item"))
        assert (found.outcome, found.why.en) == ("not_applicable", "there is no whole level")


class TestReferences:
    @pytest.mark.parametrize(
        ("reference", "there", "name"),
        [
            ("previous_year", YEAR_BEFORE, "previous year"),
            ("previous_cumulative", QUARTER, "previous cumulative"),
            ("full_year", YEAR, "full year"),
        ],
    )
    class TestEach:
        def test_is_held_against_the_other_release(self, reference, there, name):
            made = linear("<=", summand("whole"), summand("whole", -1, reference=reference))
            found = [
                each
                for each in run(made, observation("whole", "5.2"), observation("whole", "5.0", **there))
                if each.outcome is not Outcome.NOT_APPLICABLE
            ]
            assert [(each.outcome, each.release_id, each.excess) for each in found] == [
                ("failed", "made-up-2031-S1", D("0.2"))
            ]

        def test_of_another_coverage_is_not_applicable_and_says_why(self, reference, there, name):
            made = linear("<=", summand("whole"), summand("whole", -1, reference=reference))
            releases = [release(coverage="made_up"), release(there["release_id"], coverage="other")]
            found = run(made, observation("whole", "5.2"), observation("whole", "5.0", **there), releases=releases)
            assert {each.outcome for each in found} == {Outcome.NOT_APPLICABLE}
            assert found[0].why.en == f"whole level ({name}) of {there['release_id']} is of another coverage"
            assert found[0].why.zh.startswith(f"{there['release_id']} 的 whole 的数值（")
            assert found[0].why.zh.endswith("）属于另一覆盖范围")

        def test_that_is_not_there_is_not_applicable(self, reference, there, name):
            made = linear("<=", summand("whole"), summand("whole", -1, reference=reference))
            found = only(made, observation("whole", "5.2"))
            assert (found.outcome, found.why.en) == ("not_applicable", f"there is no whole level ({name})")

    def test_only_periods_of_so_many_months_are_looked_at(self):
        made = linear("<=", summand("whole"), summand("whole", "-0.8", reference="full_year"), months=6)
        figures = [observation("whole", 9), observation("whole", 9, **QUARTER), observation("whole", 10, **YEAR)]
        assert [(each.release_id, each.outcome) for each in run(made, *figures)] == [("made-up-2031-S1", "failed")]


class TestARuleOfEachIndicator:
    RISES = linear(">=", summand(None), summand(None, -1, reference="previous_cumulative"), unit=None)

    def test_holds_each_against_itself(self):
        figures = [
            observation(name, value, **at)
            for name, value, at in (("whole", 5, {}), ("whole", 7, QUARTER), ("part", 3, {}), ("part", 2, QUARTER))
        ]
        assert [(each.outcome, each.observations[0].indicator_id) for each in run(self.RISES, *figures)] == [
            ("failed", "whole"),
            ("passed", "part"),
        ]

    @pytest.mark.parametrize(("indicator", "unit"), [("rest", "yi_yuan"), ("projects", "item")])
    def test_a_total_that_can_fall_is_left_out(self, indicator, unit):
        figures = [observation(indicator, 1, unit), observation(indicator, 9, unit, **QUARTER)]
        assert only(self.RISES, *figures).why.en == "no figure that it applies to"

    def test_a_stock_can_be_held_against_the_year_before(self):
        made = linear(">=", summand(None), summand(None, -1, reference="previous_year"), unit=None)
        assert [
            each.outcome
            for each in run(made, observation("projects", 1, "item"), observation("projects", 9, "item", **YEAR_BEFORE))
        ] == ["failed"]

    THREE = (summand(None), summand(None, -1, reference="previous_year"), summand(None, -1, reference="full_year"))

    def test_a_total_that_can_fall_is_left_out_whatever_else_it_is_held_against(self):
        figures = [
            observation(name, 1, unit, **at)
            for name, unit in (("projects", "item"), ("whole", "yi_yuan"))
            for at in ({}, YEAR_BEFORE, YEAR)
        ]
        assert [each.observations[0].indicator_id for each in run(linear("<=", *self.THREE, unit=None), *figures)] == [
            "whole"
        ]

    def test_is_silent_where_no_release_of_another_period_is_there(self):
        made = linear("<=", *self.THREE, unit=None)
        assert (
            only(made, observation("whole", 1), observation("whole", 1, **YEAR_BEFORE)).why.en
            == "no figure that it applies to"
        )

    def test_says_what_lacks_in_another_release(self):
        figures = [observation("whole", 5), observation("part", 3), observation("part", 2, **QUARTER)]
        assert [(each.outcome, each.why.en) for each in run(self.RISES, *figures)] == [
            ("not_applicable", "there is no whole level (previous cumulative)"),
            ("passed", ""),
        ]

    def test_is_silent_on_what_this_release_does_not_tell(self):
        made = linear(">=", summand(None), summand(None, -1, "target"), unit=None)
        assert only(made, observation("whole", 5)).why.en == "no figure that it applies to"


class TestProduct:
    SHARE = product({"indicator_id": "part"}, {"indicator_id": "whole"}, {"indicator_id": "part", "measure": "share"})
    GROWS = product(
        {"indicator_id": "whole"},
        {"indicator_id": "whole", "reference": "previous_year"},
        {"indicator_id": "whole", "measure": "growth_rate"},
        addend=100,
    )

    @pytest.mark.parametrize(
        ("share", "outcome"),
        [("25.0", "passed"), ("25.1", "passed"), ("25.2", "failed"), ("24.0", "failed"), ("25", "passed")],
    )
    def test_a_share_of_a_whole(self, share, outcome):
        found = only(
            self.SHARE,
            observation("part", "25.0"),
            observation("whole", "100.0"),
            observation("part", share, "percent", "share"),
        )
        assert found.outcome == outcome

    @pytest.mark.parametrize(("share", "outcome"), [("25.1", "passed"), ("25.2", "failed")])
    def test_terms_are_told_apart_by_their_roles_in_whatever_order_they_stand(self, share, outcome):
        made = replace(self.SHARE, terms=self.SHARE.terms[::-1])
        found = only(
            made,
            observation("part", "25.0"),
            observation("whole", "100.0"),
            observation("part", share, "percent", "share"),
        )
        assert found.outcome == outcome

    @pytest.mark.parametrize(
        ("part", "outcome"), [("25.04", "failed"), ("25.05", "passed"), ("25.15", "passed"), ("25.16", "failed")]
    )
    def test_intervals_are_closed(self, part, outcome):
        made = product(
            {"indicator_id": "part"},
            {"indicator_id": "whole"},
            {"indicator_id": "part", "measure": "share"},
            unit="item",
        )
        figures = [
            observation("part", part, "item"),
            observation("whole", 100, "item"),
            observation("part", "25.1", "percent", "share"),
        ]
        assert only(made, *figures).outcome == outcome

    def test_excess_and_tolerance_are_told_in_the_unit_of_the_rule(self):
        found = only(
            self.SHARE,
            observation("part", "25.0"),
            observation("whole", "100.0"),
            observation("part", "30.0", "percent", "share"),
        )
        assert (found.outcome, found.excess, found.unit) == ("failed", 5, "亿元")
        assert found.tolerance == D("25.05") - D("99.95") * D("29.95") / 100 + 5 > 0

    @pytest.mark.parametrize(
        ("part", "excess", "tolerance"),
        [(3, "0.5", "0.5"), (2, "0.5", "0"), (1, "1.5", "0")],
    )
    def test_the_smallest_excess_is_told_with_what_rounding_could_hide_of_it(self, part, excess, tolerance):
        made = product(
            {"indicator_id": "part"},
            {"indicator_id": "whole"},
            {"indicator_id": "part", "measure": "share"},
            factor=1,
            unit="item",
        )
        share = observation("part", "0.5", "percent", "share", qualifier="余")
        found = only(made, observation("part", part, "item"), observation("whole", 5, "item"), share)
        assert (found.excess, found.tolerance) == (D(excess), D(tolerance))

    def test_of_an_exact_fit_the_room_above_is_told(self):
        found = only(
            self.SHARE,
            observation("part", 50, qualifier="余"),
            observation("whole", 100, "yi_yuan", decimals=1),
            observation("part", 50, "percent", "share"),
        )
        assert (found.outcome, found.excess) == ("passed", 0)
        assert found.tolerance == 60 - D("99.95") * D("49.5") / 100

    def test_a_level_its_last_years_level_and_the_growth(self):
        figures = [observation("whole", "117.0"), observation("whole", "100.0", **YEAR_BEFORE)]
        assert [
            each.outcome for each in run(self.GROWS, *figures, observation("whole", "17.0", "percent", "growth_rate"))
        ] == ["passed", "not_applicable"]
        assert [
            each.outcome for each in run(self.GROWS, *figures, observation("whole", "18.0", "percent", "growth_rate"))
        ] == ["failed", "not_applicable"]

    @pytest.mark.parametrize(
        ("indicator", "basis"), [("output", "constant"), ("tax", "comparable"), ("projects", "not applicable")]
    )
    def test_growth_that_is_not_nominal_is_not_applicable_and_says_why(self, indicator, basis):
        made = product(
            {"indicator_id": indicator},
            {"indicator_id": indicator, "reference": "previous_year"},
            {"indicator_id": indicator, "measure": "growth_rate"},
            addend=100,
        )
        figures = [
            observation(indicator, 117),
            observation(indicator, 100, **YEAR_BEFORE),
            observation(indicator, 99, "percent", "growth_rate"),
        ]
        found = run(made, *figures)[0]
        assert (found.outcome, found.why.en) == (
            "not_applicable",
            f"the growth basis of {indicator} is {basis}, and levels are nominal",
        )

    def test_last_years_level_of_another_coverage_is_not_applicable(self):
        figures = [
            observation("whole", 117),
            observation("whole", 100, **YEAR_BEFORE),
            observation("whole", 99, "percent", "growth_rate"),
        ]
        found = run(self.GROWS, *figures, releases=[release(), release("made-up-2030-S1", coverage="other")])[0]
        assert (found.outcome, found.why.en) == (
            "not_applicable",
            "whole level (previous year) of made-up-2030-S1 is of another coverage",
        )

    def test_of_each_indicator(self):
        z, y = {"indicator_id": None}, {"indicator_id": None, "measure": "growth_rate"}
        made = product(z, {**z, "reference": "previous_year"}, y, addend=100, unit=None)
        figures = [
            observation(name, value, **at)
            for name in ("whole", "output")
            for value, at in ((117, {}), (100, YEAR_BEFORE))
        ]
        growth = [observation(name, 99, "percent", "growth_rate") for name in ("whole", "output")]
        assert [(each.outcome, each.observations[0].indicator_id) for each in run(made, *figures, *growth)] == [
            ("failed", "whole"),
            ("not_applicable", "output"),
        ]

    def test_of_each_indicator_is_silent_where_the_growth_is_not_over_the_year_before(self):
        z, y = {"indicator_id": None}, {"indicator_id": None, "measure": "growth_rate"}
        made = product(z, {**z, "reference": "previous_year"}, y, addend=100, unit=None)
        figures = [
            observation("whole", 117),
            observation("whole", 100, **YEAR_BEFORE),
            observation("whole", 99, "percent", "growth_rate", comparison="plan"),
        ]
        assert only(made, *figures).why.en == "no figure that it applies to"

    @given(
        amounts("part"),
        amounts("whole"),
        st.integers(-2000, 2000),
        st.integers(0, 1),
        st.sampled_from((0, 100)),
        st.none() | st.sampled_from(QUALIFIER_WORDS),
    )
    def test_it_is_failed_only_when_all_corners_of_the_box_miss_on_one_side(
        self, part, whole, share, decimals, addend, word
    ):
        made = product(
            {"indicator_id": "part"},
            {"indicator_id": "whole"},
            {"indicator_id": "part", "measure": "share"},
            addend=addend,
        )
        rate = observation("part", D(share).scaleb(-decimals), "percent", "share", decimals=decimals, qualifier=word)
        found = only(made, part, whole, rate)
        corners = [z * 100 - x * (y + addend) for z, x, y in box(*(_ends(each) for each in (part, whole, rate)))]
        assert (found.outcome is Outcome.FAILED) is (min(corners) > 0 or max(corners) < 0)
        if found.outcome is Outcome.FAILED:
            assert found.excess > found.tolerance >= 0

    @given(
        st.integers(1, 10**7),
        st.integers(1, 10**7),
        st.lists(st.integers(0, 2), min_size=3, max_size=3),
        st.lists(ROUNDINGS, min_size=3, max_size=3),
    )
    def test_rounding_never_fails_a_true_share(self, part, whole, decimals, roundings):
        share = (D(part) * 100 / D(whole)).quantize(D(1).scaleb(-decimals[2]), roundings[2])
        figures = [
            observation(name, printed(value, decimals[at], roundings[at]), decimals=decimals[at])
            for at, (name, value) in enumerate((("part", part), ("whole", whole)))
        ]
        assert (
            only(self.SHARE, *figures, observation("part", share, "percent", "share", decimals=decimals[2])).outcome
            is Outcome.PASSED
        )

    def test_nothing_is_rounded(self):
        figures = [
            observation("part", "999999999999999.999999999"),
            observation("whole", "999999999999999.999999997"),
            observation("part", "100.000000000", "percent", "share"),
        ]
        with localcontext(Context(prec=5)):
            found = only(self.SHARE, *figures)
        assert (found.outcome, found.excess) == ("passed", D("0.000000002"))


class TestInteger:
    MADE = rule(rule_row(kind="integer"), {**EACH, "counted": True})

    @pytest.mark.parametrize(
        ("value", "unit", "outcome"),
        [
            ("55", "item", "passed"),
            ("5.5", "item", "failed"),
            ("4.6", "wan_items", "passed"),
            ("4.60001", "wan_items", "failed"),
            ("5.5", "yi_yuan", "not_applicable"),
        ],
    )
    def test_what_is_counted_is_whole_in_the_base_unit(self, value, unit, outcome):
        assert only(self.MADE, observation("projects", value, unit)).outcome == outcome

    def test_a_finding_says_what_was_expected(self):
        found = only(self.MADE, observation("projects", "5.50", "item"))
        assert (found.field, found.found.en, found.expected.en, found.expected.zh) == (
            "value",
            "5.5",
            "a whole number",
            "整数",
        )


class TestPresence:
    CONDITION = rule(
        rule_row(kind="presence"),
        {"role": "given", "indicator_id": "whole", "measure": "growth_rate"},
        {"role": "required", "indicator_id": "whole", "measure": "level"},
    )
    EXPECTED = rule(
        rule_row(kind="presence", bound_source="expected_measures", severity="information"), {"role": "required"}
    )

    def test_what_is_required_where_something_is_given(self):
        growth, level = observation("whole", 5, "percent", "growth_rate"), observation("whole", 100)
        assert [(each.outcome, each.observations, each.found.en) for each in run(self.CONDITION, growth, level)] == [
            ("passed", (growth, level), "")
        ]
        found = only(self.CONDITION, growth)
        assert (found.outcome, found.observations, found.expected.en, found.found.en) == (
            "failed",
            (growth,),
            "whole level",
            "no such figure",
        )
        assert found.expected.zh == "虚构whole的数值"
        assert only(self.CONDITION, level).outcome == "not_applicable"

    def test_what_is_required_in_any_case(self):
        made = rule(rule_row(kind="presence"), {"role": "required", "indicator_id": "whole", "measure": "level"})
        assert only(made, observation("part", 1)).outcome == "failed"
        assert only(made, observation("whole", 1)).outcome == "passed"

    def test_the_measures_that_a_release_is_expected_to_print(self):
        found = run(self.EXPECTED, observation("whole", 1), releases=[release()])
        assert [
            (each.outcome, each.expected.en, each.found.en, each.release_id, each.observations) for each in found
        ] == [
            ("passed", "whole level", "", "made-up-2031-S1", ()),
            ("failed", "whole growth_rate", "no such figure", "made-up-2031-S1", ()),
        ]

    def test_what_is_there_is_only_counted_where_that_is_asked_for(self):
        passed: Counter[str] = Counter()
        figures = [observation("whole", 1), observation("whole", 1, "percent", "growth_rate")]
        assert list(evaluate([self.EXPECTED], ObservationIndex(figures, [release()]), CODES, passed=passed)) == []
        assert passed == {self.EXPECTED.rule_id: 2}

    def test_without_a_release_nothing_is_expected(self):
        assert only(self.EXPECTED, observation("whole", 1)).outcome == "not_applicable"


class TestPrinted:
    MADE = rule(rule_row(kind="printed"), EACH)

    @pytest.mark.parametrize(
        ("given", "printed"),
        [
            ({}, "42.7亿元"),
            ({"value": "42.70", "decimals": 1}, "42.7亿元"),
            ({"value": 91}, "91亿元"),
            ({"value": "91.0"}, "91.0亿元"),
            ({"value": 1400, "unit": "mu", "qualifier": "余"}, "1400余亩"),
            ({"value": 100, "unit": "item", "qualifier": "近"}, "近百个"),
            ({"value": "-3.5", "unit": "percent", "measure": "growth_rate"}, "下降3.5%"),
            ({"value": "-3.5", "unit": "percent", "measure": "growth_rate"}, "3.5%"),
            ({"value": "3.5", "unit": "percent", "measure": "growth_rate"}, "3.5%"),
            ({"value": "-0.3", "unit": "point", "measure": "change_pp"}, "0.3个百分点"),
            ({"value": "-0.3", "unit": "point", "measure": "change_pp", "qualifier": "超"}, "回落超0.3个百分点"),
            ({"value": "-1.2"}, "-1.2亿元"),
            ({"value": 1, "unit": "place", "measure": "rank"}, "首位"),
            ({"value": 3, "unit": "place", "measure": "rank"}, "第三"),
            ({"value": 3, "unit": "place", "measure": "rank"}, "3"),
            ({"value": 0, "unit": "item"}, "清零"),
            ({"value": "92.3", "unit": "percent", "measure": "share"}, "92.3"),
            ({"value": "42.7"}, "４２．７亿元"),
            ({"value": "1.43", "unit": "pure"}, "1.43"),
            ({"value": "1.43", "unit": "pure"}, "1.43:1"),
            ({"value": "42.7", "qualifier": "超过"}, "突破42.7亿元"),
            ({"value": 12}, "十二亿元"),
            ({"value": -3, "unit": "percent", "measure": "target"}, "3%"),
            ({"value": 1200000000, "unit": "yuan"}, "十二亿元"),
            ({"value": 12000, "unit": "item"}, "一万二千个"),
        ],
    )
    def test_agrees(self, given, printed):
        figure = observation("whole", **{"value": "42.7", **given}, printed=printed)
        found = only(self.MADE, figure)
        assert (found.outcome, found.release_id, found.observations) == (Outcome.PASSED, figure.release_id, (figure,))

    @pytest.mark.parametrize(
        ("given", "printed", "field", "found", "expected"),
        [
            ({}, "52.9亿元", "value", "42.7", "52.9"),
            ({"value": "-42.7"}, "42.7亿元", "value", "-42.7", "42.7"),
            ({}, "-42.7亿元", "value", "42.7", "-42.7"),
            ({"value": "3.5", "unit": "percent", "measure": "growth_rate"}, "下降3.5%", "value", "3.5", "-3.5"),
            ({"value": "-3.5", "unit": "percent", "measure": "growth_rate"}, "增长3.5%", "value", "-3.5", "3.5"),
            ({"value": "-42.7", "measure": "target"}, "42.7亿元", "value", "-42.7", "42.7"),
            ({"value": "91"}, "91.0亿元", "decimals", "0", "1"),
            ({"value": "91.0"}, "91亿元", "decimals", "1", "0"),
            ({}, "42.7万元", "unit", "yi_yuan (亿元)", "万元"),
            ({}, "42.7", "unit", "yi_yuan (亿元)", "a unit in the printed figure"),
            ({"value": 0}, "清零", "unit", "yi_yuan (亿元)", "a unit that counts"),
            ({"value": 1, "unit": "item"}, "首位", "unit", "item (个)", "位"),
            ({"qualifier": "余"}, "42.7亿元", "qualifier", "余", "none"),
            ({}, "近42.7亿元", "qualifier", "none", "近"),
            ({}, "若干亿元", "printed", "若干亿元", "a figure, such as 157.5亿元, 17%, 1400余亩, 首位 or 未发生"),
            ({}, "42.7亿元，增长", "unit", "yi_yuan (亿元)", "亿元,增长"),
            ({"value": "1.43", "unit": "pure"}, "1.43:2", "unit", "pure (（无单位）)", ":2"),
            ({"value": "1.43"}, "1.43:1", "unit", "yi_yuan (亿元)", ":1"),
        ],
    )
    def test_disagrees(self, given, printed, field, found, expected):
        outcome = only(self.MADE, observation("whole", **{"value": "42.7", **given}, printed=printed))
        assert (outcome.outcome, outcome.field, outcome.found.en, outcome.expected.en) == (
            "failed",
            field,
            found,
            expected,
        )

    @pytest.mark.parametrize(
        ("printed", "begin", "unit", "outcome"),
        [
            ("0.4", 14, "point", "passed"),
            ("0.4个", 15, "point", "passed"),
            ("0.4", 15, "point", "passed"),
            ("0.4", 16, "point", "failed"),
            ("0.4", 13, "point", "failed"),
            ("0.4", 14, "percent", "failed"),
            ("0.4家", 15, "point", "failed"),
        ],
    )
    def test_a_unit_that_the_figure_behind_prints(self, printed, begin, unit, outcome):
        cells = {"unit": "point", "measure": "change_pp"}
        one = observation("part", "0.4", printed=printed, start=10, end=10 + len(printed), **cells)
        measure = "growth_rate" if unit == "percent" else "change_pp"
        other = observation("whole", "1.7", unit, measure, start=begin, end=begin + 4)
        assert [each.outcome for each in run(self.MADE, one, other)] == [outcome, "passed"]

    @pytest.mark.parametrize(
        ("given", "printed", "expected"),
        [({}, "42.7", "printed 中写明单位"), ({"value": 0}, "清零", "计数单位"), ({}, "42.7万元", "万元")],
    )
    def test_is_told_in_chinese_too(self, given, printed, expected):
        assert (
            only(self.MADE, observation("whole", **{"value": "42.7", **given}, printed=printed)).expected.zh == expected
        )

    @given(amounts("whole"))
    def test_a_figure_agrees_with_the_form_that_it_is_written_in(self, figure):
        if figure.value >= 0:
            assert only(self.MADE, figure).outcome is Outcome.PASSED


class TestCodes:
    MADE = rule(rule_row(kind="codes"), EACH)

    @pytest.mark.parametrize(
        ("indicator", "unit", "measure", "comparison"),
        [
            ("whole", "wan_yuan", "level", "none"),
            ("works", "mu", "level", "none"),
            ("whole", "percent", "share", "plan"),
            ("whole", "percent", "growth_rate", "previous_year"),
            ("whole", "percent", "growth_rate", CITY),
            ("whole", "point", "change_pp", "previous_period"),
            ("whole", "place", "rank", CITY),
            ("whole", "yi_yuan", "target", "plan"),
        ],
    )
    def test_suit(self, indicator, unit, measure, comparison):
        assert [
            each.outcome for each in run(self.MADE, observation(indicator, 1, unit, measure, comparison=comparison))
        ] == ["passed", "passed"]

    @pytest.mark.parametrize(
        ("indicator", "unit", "measure", "comparison", "field", "found", "expected"),
        [
            ("whole", "item", "level", "none", "unit", "个", "a unit of money"),
            ("whole", "percent", "level", "none", "unit", "%", "a unit of money"),
            ("whole", "point", "growth_rate", "previous_year", "unit", "个百分点", "a unit of percent"),
            ("whole", "percent", "change_pp", "previous_year", "unit", "%", "a unit of percentage point"),
            ("whole", "item", "rank", CITY, "unit", "个", "a unit of rank"),
            ("whole", "yi_yuan", "level", "previous_year", "comparison", "previous_year", "none"),
            ("whole", "yi_yuan", "target", "previous_year", "comparison", "previous_year", "none or plan"),
            (
                "whole",
                "percent",
                "growth_rate",
                "none",
                "comparison",
                "none",
                "what the change is measured against, such as previous_year",
            ),
            ("whole", "place", "rank", "none", "comparison", "none", "the area that the rank compares with"),
            (
                "whole",
                "place",
                "rank",
                "123456",
                "comparison",
                "123456",
                "an area of which areas.csv has a row that can be read",
            ),
        ],
    )
    def test_do_not_suit(self, indicator, unit, measure, comparison, field, found, expected):
        figure = observation(indicator, 1, unit, measure, comparison=comparison)
        failed = [each for each in run(self.MADE, figure) if each.outcome is Outcome.FAILED]
        assert [(each.field, each.found.en, each.expected.en) for each in failed] == [(field, found, expected)]

    @pytest.mark.parametrize(
        ("indicator", "unit", "measure", "parent"),
        [
            ("part", "wan_yuan", "level", "whole"),
            ("projects", "item", "level", "works"),
            ("projects", "item", "level", "unknown"),
            ("part", "percent", "share", "projects"),
        ],
    )
    def test_a_whole_is_told_in_units_of_the_same_dimension(self, indicator, unit, measure, parent):
        outcomes = [each.outcome for each in run(self.MADE, observation(indicator, 1, unit, measure, parent=parent))]
        assert outcomes == ["passed", "passed", "passed"]

    @pytest.mark.parametrize(
        ("indicator", "unit", "measure", "parent", "found", "expected", "expected_zh"),
        [
            (
                "part",
                "yi_yuan",
                "level",
                "part",
                "part",
                "the indicator of the whole, which is another one, or none",
                "整体的指标（不是本指标），或留空",
            ),
            (
                "part",
                "percent",
                "share",
                "part",
                "part",
                "the indicator of the whole, which is another one, or none",
                "整体的指标（不是本指标），或留空",
            ),
            *(
                (
                    indicator,
                    "item",
                    "level",
                    "whole",
                    "whole (亿元)",
                    "a whole whose unit is one of count, as the part's is, or none",
                    "以个数的单位计的整体，或留空",
                )
                for indicator in ("projects", "works")  # the one is usually counted, the other has no usual unit
            ),
        ],
    )
    def test_a_figure_is_no_part_of_itself_nor_a_count_of_an_amount(
        self, indicator, unit, measure, parent, found, expected, expected_zh
    ):
        figures = [
            observation(indicator, 1, unit, measure),
            observation(indicator, 1, unit, measure, parent=parent, release_id="made-up-2030-S1"),
        ]
        failed = [each for each in run(self.MADE, *figures) if each.outcome is Outcome.FAILED]
        told = [
            (each.observations[0].parent, each.field, each.found.en, each.expected.en, each.expected.zh)
            for each in failed
        ]
        assert told == [(parent, "parent", found, expected, expected_zh)]

    @pytest.mark.parametrize(
        ("unit", "measure", "comparison", "field", "expected", "expected_zh"),
        [
            ("point", "growth_rate", "previous_year", "unit", "a unit of percent", "百分数的单位"),
            (
                "place",
                "rank",
                "123456",
                "comparison",
                "an area of which areas.csv has a row that can be read",
                "areas.csv 中可读取的地区",
            ),
            ("place", "rank", "990002", "comparison", "an area that 990001 lies in", "990001 的上级地区"),
            ("yi_yuan", "target", "previous_year", "comparison", "none or plan", "none 或 plan"),
        ],
    )
    def test_what_does_not_suit_is_told_in_both_languages(
        self, unit, measure, comparison, field, expected, expected_zh
    ):
        failed = [
            each
            for each in run(self.MADE, observation("whole", 1, unit, measure, comparison=comparison))
            if each.outcome is Outcome.FAILED
        ]
        told = {"unit": UNITS[unit].name_zh, "comparison": comparison}[field]
        assert [(each.field, each.found.en, each.expected.en, each.expected.zh) for each in failed] == [
            (field, told, expected, expected_zh)
        ]

    def test_a_rank_of_an_area_that_is_not_known_is_held_against_no_area_around_it(self):
        figures = [
            observation("whole", 1, "place", "rank", comparison=CITY, area=area) for area in ("990001", "123456")
        ]
        assert [each.outcome for each in run(self.MADE, *figures)] == ["passed"] * 4

    def test_a_dimension_without_a_chinese_name_is_told_by_its_own(self):
        units = {**UNITS, "yi_yuan": UNITS["yi_yuan"].model_copy(update={"dimension": "energy"})}
        found = next(
            evaluate([self.MADE], ObservationIndex([observation("whole", 1, "wan_yuan")]), replace(CODES, units=units))
        )
        assert (found.expected.en, found.expected.zh) == ("a unit of energy", "energy的单位")


class TestCoverage:
    MADE = rule(
        rule_row(kind="coverage", bound="0.1", bound_source="fixed"),
        {**EACH, "measure": "level"},
        {**EACH, "measure": "level", "reference": "full_year"},
    )

    @staticmethod
    def halves(*shares: str, names: tuple[str, ...] = ("whole", "part", "rest"), **more) -> list:
        """Half-years that are such shares of years of 100.0."""
        return [
            observation(name, value, **at)
            for name, share in zip(names, shares, strict=False)
            for value, at in ((share, more), ("100.0", YEAR))
        ]

    @pytest.mark.parametrize(
        ("shares", "outcome"),
        [
            (("33.0", "48.0"), "failed"),
            (("40.0", "48.0"), "passed"),
            (("40.0", "50.1"), "passed"),
            (("40.0", "50.3"), "failed"),
            (("48.0",), "not_applicable"),
            (("40.0", "48.0", "33.0"), "failed"),
        ],
    )
    def test_shares_of_the_year_lie_close(self, shares, outcome):
        assert only(self.MADE, *self.halves(*shares)).outcome == outcome

    @pytest.mark.parametrize(
        ("bound", "part", "outcome"),
        [("0.1", 50, "passed"), ("0.1", 51, "failed"), (0, 40, "passed"), (0, 41, "failed")],
    )
    def test_as_far_apart_as_the_bound_is_close(self, bound, part, outcome):
        made = rule(
            rule_row(kind="coverage", bound=bound, bound_source="fixed"),
            *({**EACH, "measure": "level", "reference": at} for at in ("same", "full_year")),
        )
        figures = [
            observation(name, value, "item", **at)
            for name, half in (("whole", 40), ("part", part))
            for value, at in ((half, {}), (100, YEAR))
        ]
        assert only(made, *figures).outcome == outcome

    def test_a_finding_names_the_extremes(self):
        found = only(self.MADE, *self.halves("40.0", "48.0", "33.0"))
        assert [each.indicator_id for each in found.observations] == ["part", "part", "rest", "rest"]
        assert (found.excess, found.found.en) == (D("0.05"), "0.48 of the year for part, 0.33 for rest")
        assert 0 < found.tolerance < found.excess
        assert (
            found.expected.en
            == "shares of the year no further apart than 0.1, or OBS_STATUS B or another coverage where the territory changed"
        )
        assert found.found.zh == "虚构part占全年的 0.48，虚构rest占全年的 0.33"
        assert (
            found.expected.zh == "各指标占全年的比例相差不超过 0.1；若地域有变，则将 obs_status 标为 B 或另立 coverage"
        )

    def test_a_release_of_one_indicator_does_not_hide_another(self):
        alone = [observation("whole", value, **at, area="990002") for value, at in (("40.0", {}), ("100.0", YEAR))]
        assert only(self.MADE, *alone, *self.halves("33.0", "48.0")).outcome is Outcome.FAILED

    def test_any_other_period_will_do(self):
        made = rule(
            rule_row(kind="coverage", bound="0.1", bound_source="fixed"),
            *({**EACH, "measure": "level", "reference": at} for at in ("same", "previous_year")),
        )
        figures = [
            observation(name, value, **at)
            for name, half in (("whole", "40.0"), ("part", "60.0"))
            for value, at in ((half, {}), ("50.0", YEAR_BEFORE))
        ]
        assert only(made, *figures).outcome is Outcome.FAILED

    def test_an_imprecise_extreme_does_not_hide_a_precise_one(self):
        figures = [
            *self.halves("33.0", "48.0"),
            observation("rest", 32, qualifier="约"),
            observation("rest", 100, qualifier="约", **YEAR),
        ]
        assert only(self.MADE, *figures).outcome is Outcome.FAILED

    @pytest.mark.parametrize("status", ["B", "D"])
    def test_marked_figures_are_left_out(self, status):
        assert only(self.MADE, *self.halves("33.0", "48.0", obs_status=status)).outcome is Outcome.NOT_APPLICABLE

    def test_what_is_no_flow_or_has_no_bounds_is_left_out(self):
        assert (
            only(self.MADE, *self.halves("33.0", "48.0", names=("whole", "projects"))).outcome is Outcome.NOT_APPLICABLE
        )
        for word in ("超", "以内"):
            assert only(self.MADE, *self.halves("33.0", "48.0", qualifier=word)).outcome is Outcome.NOT_APPLICABLE
        for year in ({"value": "0.0"}, {"value": "0.5", "decimals": 0}):
            figures = [
                observation("whole", 3),
                observation("whole", **year, **YEAR),
                *self.halves("33.0", names=("part",)),
            ]
            assert only(self.MADE, *figures).outcome is Outcome.NOT_APPLICABLE

    def test_a_year_of_one_counts(self):
        figures = [observation(name, 1, "item", **at) for name in ("whole", "part") for at in ({}, YEAR)]
        assert only(self.MADE, *figures).outcome is Outcome.PASSED


class TestCopy:
    MADE = rule(rule_row(kind="copy", severity="information"), {**EACH, "measure": "growth_rate"})

    @pytest.mark.parametrize(
        ("other", "outcome"),
        [
            ({"area": CITY}, "failed"),
            ({"area": CITY, "value": 6}, "passed"),
            ({"area": "990002"}, "not_applicable"),
            ({"area": CITY, "indicator": "part"}, "not_applicable"),
            ({"area": CITY, "period": "2031"}, "not_applicable"),
        ],
    )
    def test_a_district_and_its_city_seldom_grow_alike(self, other, outcome):
        assert AREAS["990001"].parent == CITY
        here = observation("whole", 5, "percent", "growth_rate")
        there = observation(**{"indicator": "whole", "value": 5, "unit": "percent", "measure": "growth_rate", **other})
        assert only(self.MADE, here, there).outcome == outcome

    def test_a_finding_names_both_figures(self):
        here, there = (observation("whole", "5.0", "percent", "growth_rate", area=area) for area in ("990001", CITY))
        found = only(self.MADE, there, here)
        assert (found.release_id, found.observations, found.found.en) == (here.release_id, (here, there), "5.0%")
        assert found.expected.en == "another figure than that of area 990000, or a look whether it was copied"
        assert found.expected.zh == "与地区 990000 不同的数；请核对是否误抄"

    def test_only_figures_that_the_rule_takes_are_held_against_each_other(self):
        made = rule(rule_row(kind="copy"), {**EACH, "indicator_id": "part", "measure": "growth_rate"})
        figures = [
            observation(name, 5, "percent", "growth_rate", area=area)
            for name in ("whole", "part")
            for area in ("990001", CITY)
        ]
        assert [each.indicator_id for each in only(made, *figures).observations] == ["part", "part"]

    def test_an_area_that_is_unknown_lies_in_none(self):
        assert (
            only(self.MADE, observation("whole", 5, "percent", "growth_rate", area="123456")).outcome
            is Outcome.NOT_APPLICABLE
        )


_WRONG = (
    observation("whole", 5, printed="6亿元"),
    observation("whole", 5, "item"),
    observation("projects", "5.5", "item"),
)


class TestCountingPasses:
    """With `passed` the same outcomes are told, those of single figures that pass only as a count."""

    @given(st.lists(amounts("whole") | amounts("part") | st.sampled_from(_WRONG), max_size=6))
    def test_the_outcomes_are_the_same(self, figures):
        rules = [
            *(
                WITHIN,
                linear(">=", summand(None), unit=None),
                TestInteger.MADE,
                TestPrinted.MADE,
                TestCodes.MADE,
                TestPresence.EXPECTED,
            ),
            rule(rule_row("made-up-maximum", relation="<=", bound_source="indicator_maximum"), summand(None)),
        ]
        index = ObservationIndex(figures, [release()])
        for made in rules:
            passed: Counter[str] = Counter()
            told = Counter(each.outcome for each in evaluate([made], index, CODES, passed=passed))
            told[Outcome.PASSED] += passed[made.rule_id]
            assert +told == Counter(each.outcome for each in evaluate([made], index, CODES))

    @pytest.mark.parametrize(("made", "failing"), [(TestPrinted.MADE, 0), (TestCodes.MADE, 1), (TestInteger.MADE, 2)])
    def test_only_what_fails_is_told(self, made, failing):
        found = list(
            evaluate([made], ObservationIndex([observation("projects", 5, "item"), *_WRONG]), CODES, passed=Counter())
        )
        assert [(each.outcome, each.observations) for each in found] == [("failed", (_WRONG[failing],))]

    def test_passes_are_counted_with_those_of_before_and_where_there_is_none_that_is_told(self):
        figures = [
            observation(name, value, area=area)
            for area in ("990001", "990002")
            for name, value in (("part", 1), ("whole", 2))
        ]
        passed = Counter({WITHIN.rule_id: 3})
        assert list(evaluate([WITHIN], ObservationIndex(figures), CODES, passed=passed)) == []
        assert passed == {WITHIN.rule_id: 5}
        (found,) = evaluate([WITHIN], ObservationIndex([]), CODES, passed=passed)
        assert (found.outcome, found.why.en) == (Outcome.NOT_APPLICABLE, "no figure that it applies to")

    @pytest.mark.parametrize("coefficient", [1, -1])
    def test_of_single_figures_that_must_be_a_bound_those_on_either_side_of_it_are_told(self, coefficient):
        made, passed = linear("=", summand(None, coefficient), unit=None), Counter[str]()
        below, hardly, above = (observation("whole", value) for value in (-5, 0, 5))
        found = list(evaluate([made], ObservationIndex([below, hardly, above]), CODES, passed=passed))
        assert ([each.observations for each in found], passed) == ([(below,), (above,)], {made.rule_id: 1})

    @pytest.mark.parametrize(("relation", "coefficient"), [(">=", 1), ("<=", -1)])
    def test_of_single_figures_held_against_a_bound_only_those_beyond_it_are_told(self, relation, coefficient):
        made, passed = linear(relation, summand(None, coefficient), unit=None), Counter[str]()
        below, above = observation("whole", -5), observation("whole", 5)
        hardly = observation("whole", 0)  # of whose interval one end only is beyond
        found = list(evaluate([made], ObservationIndex([below, hardly, above]), CODES, passed=passed))
        assert ([each.observations for each in found], passed) == ([(below,)], {made.rule_id: 2})

    def test_ranks_of_several_areas_and_figures_of_several_comparisons_are_looked_at_each(self):
        fitting, other = (
            observation("whole", 1, "place", "rank", comparison=CITY, area=area) for area in ("990001", CITY)
        )
        none, plan, year = (
            observation("whole", 1, "percent", "share", comparison=comparison)
            for comparison in ("none", "plan", "previous_year")
        )
        passed = Counter[str]()
        found = list(
            evaluate([TestCodes.MADE], ObservationIndex([fitting, other, none, plan, year]), CODES, passed=passed)
        )
        assert [each.observations for each in found] == [(other,), (year,)]
        assert passed == {TestCodes.MADE.rule_id: 8}


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("revision-recorded", "revision", "it compares the package with an earlier state (validate --against)"),
        ("waiver-unused", "waiver", "it looks at the findings of a validation"),
    ],
)
def test_rules_that_look_at_more_than_figures_say_so(name, kind, reason):
    found = only(rule(rule_row(name, kind)), observation("whole", 1))
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert found.why.en == reason


def test_rules_are_run_one_after_the_other():
    rules = [WITHIN, linear(">=", summand("whole"))]
    found = list(evaluate(rules, ObservationIndex([observation("part", 1), observation("whole", 2)]), CODES))
    assert [each.rule for each in found] == rules


def test_every_shipped_rule_runs_on_nothing():
    vocabulary = shipped_vocabulary()
    found = list(evaluate(vocabulary.rules, ObservationIndex([]), vocabulary.codes))
    assert [each.rule.rule_id for each in found] == [each.rule_id for each in vocabulary.rules]
    assert {each.outcome for each in found} == {Outcome.NOT_APPLICABLE}


def _ends(figure) -> tuple[Fraction | float, ...]:
    """The ends of a figure's interval in 亿元, or %, as numbers for the brute force: infinite ends as a number far beyond all others."""
    scale = YI if figure.unit_row.dimension == "money" else 1
    return tuple(
        Fraction(end) / Fraction(scale) if end.is_finite() else Fraction(10**60) * (1 if end > 0 else -1)
        for end in figure.quantity.interval
    )
