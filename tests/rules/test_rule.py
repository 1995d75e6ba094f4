"""Rules as data: which can run, what they take, and how a person reads them."""

from __future__ import annotations

import re
from decimal import Context, Decimal, localcontext

import pytest

from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.rule import REVISION_RULES, WAIVER_RULES, RuleSet
from tests.made_figures import (
    INDICATORS,
    UNITS,
    linear,
    part_within_whole,
    product,
    rule,
    rule_row,
    rule_set,
    summand,
    term_rows,
)

EACH = {"role": "each", "measure": "level"}
OF_YEAR = {**EACH, "reference": "full_year"}
GIVEN, REQUIRED = (
    {"role": role, "indicator_id": "whole", "measure": measure}
    for role, measure in (("given", "growth_rate"), ("required", "level"))
)
LOOSE = {"measure": "level"}
FIXED = {"relation": "<=", "bound_source": "fixed", "bound": 0}
Z, X, Y = ({"role": role, "indicator_id": "whole", "measure": "level"} for role in "zxy")
TIMES = {"kind": "product", "factor": 100, "addend": 0}


class TestARuleThatCannotRunIsAFault:
    @pytest.mark.parametrize(
        ("row", "terms", "reason"),
        [
            (
                FIXED,
                [summand("gdp")],
                "it names the indicator 'gdp', of which indicators.csv has no row that can be read",
            ),
            (
                {**FIXED, "unit": "yi"},
                [summand("whole")],
                "it is in the unit 'yi', of which units.csv has no row that can be read",
            ),
            (FIXED, [], "it has no terms in rule_terms.csv"),
            (
                {**FIXED, "relation": None},
                [summand("whole")],
                "a linear rule needs a relation and a source of its bound",
            ),
            ({"relation": "<="}, [summand("whole")], "a linear rule needs a relation and a source of its bound"),
            (
                {**FIXED, "bound": None},
                [summand("whole")],
                "the bound is given exactly when its source is fixed or whole",
            ),
            (
                {**FIXED, "bound_source": "indicator_minimum"},
                [summand("whole")],
                "the bound is given exactly when its source is fixed or whole",
            ),
            (
                {"relation": "<=", "bound_source": "whole"},
                [summand("whole")],
                "the bound is given exactly when its source is fixed or whole",
            ),
            (
                {"relation": "<=", "bound_source": "expected_measures"},
                [summand("whole")],
                "a linear rule cannot take its bound from expected_measures",
            ),
            (FIXED, [summand("whole", 0)], "a coefficient is 0"),
            (FIXED, [summand("whole"), summand("part", 0)], "a coefficient is 0"),
            (
                {"relation": "<=", "bound_source": "indicator_maximum"},
                [summand("part"), summand("whole", -1)],
                "only a rule with one term, of the same period, can take its bound from the figure",
            ),
            (
                {**FIXED, "bound_source": "whole"},
                [summand("part"), summand("whole", -1)],
                "only a rule with one term, of the same period, can take its bound from the figure",
            ),
            (
                {"relation": "<=", "bound_source": "indicator_maximum"},
                [summand("part", reference="previous_year")],
                "only a rule with one term, of the same period, can take its bound from the figure",
            ),
            ({**FIXED, "bound": 1}, [summand("whole")], "a bound other than 0 needs a unit"),
            (
                FIXED,
                [summand("whole"), {"role": "each"}],
                "each term of a rule of kind linear has the role summand, not each, summand",
            ),
            (FIXED, [summand(None), summand("whole", -1)], "a term without indicator or measure can only stand alone"),
            (
                FIXED,
                [summand("part", measure=None), summand("whole", -1)],
                "a term without indicator or measure can only stand alone",
            ),
            (
                FIXED,
                [summand(None, reference="previous_year")],
                "a term without indicator or measure can only stand alone",
            ),
            (
                FIXED,
                [summand(None, reference="previous_year"), summand(None, -1, reference="full_year")],
                "no term is of the same period",
            ),
            (TIMES, [Z, X], "a product rule needs one term each of z, x and y, a factor above 0 and an addend"),
            (TIMES, [Z, X, X], "a product rule needs one term each of z, x and y, a factor above 0 and an addend"),
            (
                {**TIMES, "factor": 0},
                [Z, X, Y],
                "a product rule needs one term each of z, x and y, a factor above 0 and an addend",
            ),
            (
                {**TIMES, "factor": None},
                [Z, X, Y],
                "a product rule needs one term each of z, x and y, a factor above 0 and an addend",
            ),
            (
                {**TIMES, "addend": None},
                [Z, X, Y],
                "a product rule needs one term each of z, x and y, a factor above 0 and an addend",
            ),
            (TIMES, [Z, X, {**Y, "indicator_id": None}], "a term without indicator or measure can only stand alone"),
            (
                {"kind": "presence"},
                [GIVEN],
                "a presence rule needs terms of the role required, and given where it has a condition",
            ),
            (
                {"kind": "presence"},
                [REQUIRED, EACH],
                "a presence rule needs terms of the role required, and given where it has a condition",
            ),
            ({"kind": "presence"}, [{"role": "required"}], "a term without indicator or measure can only stand alone"),
            (
                {"kind": "presence"},
                [{**LOOSE, "role": "given"}, {**LOOSE, "role": "required"}],
                "a term without indicator or measure can only stand alone",
            ),
            (
                {"kind": "integer"},
                [summand("whole")],
                "each term of a rule of kind integer has the role each, not summand",
            ),
            ({"kind": "integer"}, [EACH, EACH], "a rule of kind integer has one term, of the same period"),
            (
                {"kind": "printed"},
                [{**EACH, "reference": "full_year"}],
                "a rule of kind printed has one term, of the same period",
            ),
            *(
                (
                    {"kind": "coverage", **bound},
                    terms,
                    "a rule of kind coverage has two terms that name a measure and no indicator, the first of the same period and the other not, and a bound",
                )
                for bound, terms in (
                    ({"bound": 1}, [EACH]),
                    ({}, [EACH, OF_YEAR]),
                    ({"bound": 1}, [EACH, EACH]),
                    ({"bound": 1}, [OF_YEAR, EACH]),
                    ({"bound": 1}, [EACH, OF_YEAR, OF_YEAR]),
                    ({"bound": 1}, [EACH, {**OF_YEAR, "indicator_id": "whole"}]),
                )
            ),
            *(
                (
                    {"kind": "status"},
                    terms,
                    "a rule of kind status has two terms of the same period, which name a measure each and no indicator",
                )
                for terms in (
                    [EACH],
                    [EACH, EACH],
                    [EACH, {**EACH, "measure": "share"}, {**EACH, "measure": "rank"}],
                    [EACH, EACH, {**EACH, "measure": "share"}],
                    [EACH, {**EACH, "measure": "share", "indicator_id": "whole"}],
                    [EACH, {**OF_YEAR, "measure": "share"}],
                )
            ),
            (
                {"kind": "status"},
                [EACH, {"role": "given", "measure": "share"}],
                "each term of a rule of kind status has the role each, not each, given",
            ),
        ],
    )
    def test_with_one_sentence(self, row, terms, reason):
        row = rule_row(**row)
        made = rule_set(row, *terms)
        ((faulty, line, (said, said_zh)),) = made.faults
        assert (faulty, line, said) == (row, 2, reason)
        assert not re.search("[a-z]{2,} [a-z]{2,}", said_zh), "no English phrase in a Chinese sentence"
        assert len(made) == 0

    @pytest.mark.parametrize(
        ("row", "terms", "reason"),
        [
            (
                {"rule_id": "revision-told", "kind": "revision"},
                [],
                f"there is no rule of kind revision by that name; there are {', '.join(REVISION_RULES)}",
            ),
            (
                {"rule_id": "revision-recorded", "kind": "waiver"},
                [],
                "there is no rule of kind waiver by that name; there are waiver-expired, waiver-unused",
            ),
            (
                {"rule_id": "waiver-unused", "kind": "waiver"},
                [EACH],
                "a rule of kind waiver has no terms in rule_terms.csv",
            ),
            *(
                (
                    {"rule_id": "revision-within-tolerance", "kind": "revision", **told},
                    [],
                    "it needs a bound that is not negative, in percent",
                )
                for told in ({}, {"bound": 10}, {"bound": -1, "unit": "percent"}, {"bound": 10, "unit": "yi_yuan"})
            ),
        ],
    )
    def test_where_it_is_known_by_its_name(self, row, terms, reason):
        row = rule_row(**row)
        ((faulty, line, (said, said_zh)),) = rule_set(row, *terms).faults
        assert (faulty, line, said) == (row, 2, reason)
        assert not re.search("[a-z]{2,} [a-z]{2,}", said_zh), "no English phrase in a Chinese sentence"

    def test_with_a_term_that_cannot_be_read(self):
        rows = [(2, rule_row("good", **FIXED)), (3, rule_row("bad", **FIXED))]
        terms = [*term_rows("good", summand("whole")), *term_rows("bad", summand("part"))]
        made = RuleSet.from_rows(rows, terms, indicators=INDICATORS, units=UNITS, unread={"bad"})
        assert [each.rule_id for each in made] == ["good"]
        assert [(row.rule_id, line, said[0]) for row, line, said in made.faults] == [
            ("bad", 3, "a term of it in rule_terms.csv cannot be read")
        ]

    def test_and_the_others_still_run(self):
        rows = [(2, rule_row("good", **FIXED)), (3, rule_row("bad", **FIXED))]
        made = RuleSet.from_rows(
            rows, [*term_rows("good", summand("whole")), *term_rows("bad")], indicators=INDICATORS, units=UNITS
        )
        assert [each.rule_id for each in made] == ["good"]
        assert [(row.rule_id, line) for row, line, _ in made.faults] == [("bad", 3)]


class TestARuleThatCanRun:
    @pytest.mark.parametrize(
        ("row", "terms"),
        [
            (FIXED, [summand("part"), summand("whole", -1)]),
            (FIXED, [summand(None, measure=None)]),
            (FIXED, [summand("whole", reference="previous_year")]),
            (FIXED, [summand(None), summand(None, -1, reference="previous_cumulative")]),
            ({**FIXED, "bound": 1, "unit": "percent"}, [summand(None, measure="share")]),
            ({"relation": "<=", "bound_source": "units_compared"}, [summand(None, measure="rank")]),
            ({"relation": "<=", "bound_source": "whole", "bound": 0}, [summand(None, measure="share")]),
            (TIMES, [Z, X, Y]),
            ({**TIMES, "factor": "0.5"}, [Z, X, Y]),
            (TIMES, [{**each, "indicator_id": None} for each in (Z, X, Y)]),
            ({"kind": "presence"}, [REQUIRED, GIVEN]),
            ({"kind": "presence", "bound_source": "expected_measures"}, [{"role": "required"}]),
            ({"kind": "coverage", "bound": 1}, [EACH, {**EACH, "reference": "full_year"}]),
            ({"kind": "copy"}, [EACH]),
            ({"kind": "status"}, [EACH, {**EACH, "measure": "growth_rate"}]),
        ],
    )
    def test_is_kept(self, row, terms):
        made = rule_set(rule_row(**row), *terms)
        assert made.faults == ()
        assert "made-up-rule" in made
        assert [each.line for each in made] == [2]

    @pytest.mark.parametrize(("kind", "names"), [("revision", REVISION_RULES), ("waiver", WAIVER_RULES)])
    def test_can_be_known_by_its_name(self, kind, names):
        for name in names:
            for bound in (0, 10):
                assert rule_set(rule_row(name, kind, bound=bound, unit="percent")).faults == ()

    def test_equals_a_set_of_the_same_rules(self):
        made = [rule_set(rule_row(**FIXED), summand(name)) for name in ("whole", "whole", "part")]
        assert made[0] == made[1] != made[2]
        assert made[0] != list(made[0])

    def test_terms_stand_in_their_order(self):
        row = rule_row(**FIXED)
        terms = term_rows(row.rule_id, summand("part"), summand("whole", -1))
        made = RuleSet.from_rows([(None, row)], reversed(terms), indicators=INDICATORS, units=UNITS)[row.rule_id]
        assert [term.indicator_id for term in made.terms] == ["part", "whole"]
        assert made.line is None

    def test_a_coefficient_is_1_where_none_is_given(self):
        assert rule(rule_row(**FIXED), {"indicator_id": "whole", "measure": "level"}).terms[0].coefficient == 1

    def test_terms_by_role(self):
        made = rule(rule_row(**TIMES), X, Y, Z)
        assert [term.role for role in "zxy" for term in made.role(role)] == ["z", "x", "y"]

    def test_the_bound_is_taken_to_the_base_unit_without_rounding(self):
        with localcontext(Context(prec=3)):
            made = linear("<=", summand("whole"), bound="123456789.123456789")
            assert made.bound == Decimal("12345678912345678.9")
            assert linear("<=", summand("whole"), unit=None).bound == 0


class TestATermTakes:
    @pytest.mark.parametrize(
        ("filters", "taken"),
        [
            ({}, True),
            ({"indicator_id": "whole"}, True),
            ({"indicator_id": "part"}, False),
            ({"measure": "level"}, True),
            ({"measure": "share"}, False),
            ({"dimension": "money"}, True),
            ({"dimension": "count"}, False),
            ({"counted": False}, True),
            ({"counted": True}, False),
        ],
    )
    def test_what_passes_its_filters(self, filters, taken):
        term = rule(rule_row(kind="integer"), {"role": "each", **filters}).terms[0]
        assert term.takes("whole", "level", UNITS["yi_yuan"]) is taken

    def test_the_same_of_one_indicator(self):
        term = rule(rule_row(kind="copy"), EACH).terms[0]
        assert (term.of("whole").indicator_id, term.of("whole").measure, term.indicator_id) == ("whole", "level", None)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (part_within_whole(), "part level - whole level <= 0 亿元"),
        (
            linear(">=", summand("part", -2), summand("whole", "0.30"), bound=100),
            "- 2 × part level + 0.3 × whole level >= 100 亿元",
        ),
        (
            linear("=", summand("whole"), summand("whole", -1, reference="previous_year"), unit=None),
            "whole level - whole level (previous year) = 0",
        ),
        (
            rule(rule_row(relation="<=", bound_source="units_compared"), summand(None, measure="rank")),
            "each indicator rank <= units compared",
        ),
        (
            product(
                {"indicator_id": "whole"},
                {"indicator_id": "whole", "reference": "previous_year"},
                {"indicator_id": "whole", "measure": "growth_rate"},
                addend=100,
            ),
            "whole level × 100 = whole level (previous year) × (whole growth_rate + 100)",
        ),
        (rule(rule_row(kind="printed"), {"role": "each"}), "A made-up rule"),
    ],
)
def test_a_person_can_read_it(made, text):
    assert str(made) == text


def test_a_term_reads_as_what_it_takes():
    assert str(rule(rule_row(kind="printed"), {"role": "each"}).terms[0]) == "each indicator any measure"


def test_every_shipped_rule_can_run():
    rules = shipped_vocabulary().rules
    assert rules.faults == ()
    assert len(rules) == len(list(rules)) > 30
    assert all(str(each) for each in rules)
