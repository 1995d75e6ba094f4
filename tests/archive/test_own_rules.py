"""Rules that a vocabulary adds: with filters, named figures of several periods, and terms in another order than the shipped ones have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.validation.archive import validate_archive
from tests.archive.agreement import agreed, counts, frame, in_both_orders, of_rule
from tests.archive.test_columnar_rules import figure, with_rule
from tests.made_states import MadeState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.made_archives import Row

pytest.importorskip("pyarrow")
pytestmark = pytest.mark.in_turn()
Opened = Callable[[Any], Any]
AT_MOST_0 = {"kind": "linear", "relation": "<=", "bound": "0", "bound_source": "fixed"}


@pytest.fixture
def vocabulary(package_copy: Path) -> MadeState:
    """The shipped code lists and rules, to be changed."""
    return MadeState(package_copy)


def summand(coefficient: str, reference: str = "same", **cells: str) -> dict[str, str]:
    return {"role": "summand", "measure": "level", "coefficient": coefficient, "reference": reference, **cells}


def levels(indicator: str, **values: str) -> list[Row]:
    """Levels of an indicator by period."""
    return [
        figure(indicator, "level", period.replace("_", "-").removeprefix("y"), value)
        for period, value in values.items()
    ]


@in_both_orders
class TestFilters:
    """Of figures that a term does not take a rule says nothing."""

    @pytest.mark.parametrize(
        ("dimension", "expected"),
        [("money", {"passed": 1, "failed": 1}), ("count", {"passed": 1}), ("area", {"not_applicable": 1})],
    )
    def test_of_printed_forms(self, vocabulary: MadeState, ordered: Opened, dimension: str, expected: dict[str, int]):
        with_rule(vocabulary, {"kind": "printed"}, {"role": "each", "measure": "level", "dimension": dimension})
        money, wrong = levels("gdp", y2021="157.5", y2020="150.0")
        table = [
            money | {"printed": "157.5亿元"},
            wrong | {"printed": "15亿元"},
            figure("key_projects", "level", "2021", "107", printed="107个"),
        ]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == expected

    @pytest.mark.parametrize(("counted", "expected"), [("false", {"failed": 1}), ("true", {"not_applicable": 1})])
    def test_of_statuses(self, vocabulary: MadeState, ordered: Opened, counted: str, expected: dict[str, int]):
        terms = ({"role": "each", "measure": "level", "counted": counted}, {"role": "each", "measure": "growth_rate"})
        with_rule(vocabulary, {"kind": "status"}, *terms)
        place = {"section": "1", "sentence": "1"}
        table = [
            figure("gdp", "level", "2021", "10", obs_status="A", **place),
            figure("gdp", "growth_rate", "2021", "5", obs_status="E", **place),
        ]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == expected

    @pytest.mark.parametrize(("counted", "expected"), [("false", {"failed": 1}), ("true", {"not_applicable": 1})])
    def test_that_no_unit_passes(self, vocabulary: MadeState, ordered: Opened, counted: str, expected: dict[str, int]):
        with_rule(
            vocabulary,
            {"kind": "copy"},
            {"role": "each", "measure": "growth_rate", "dimension": "percent", "counted": counted},
        )
        table = [
            figure("gdp", "growth_rate", "2021", "17"),
            figure("gdp", "growth_rate", "2021", "17", area="371400", release_id="y-2021"),
        ]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == expected


@in_both_orders
class TestNamedFiguresOfSeveralPeriods:
    NOT_MORE_THAN_LAST_YEAR = (summand("1", indicator_id="gdp"), summand("-1", "previous_year", indicator_id="gdp"))

    @pytest.mark.parametrize("turned", [False, True])
    @pytest.mark.parametrize(("before", "outcome"), [("100", "failed"), ("120", "passed")])
    def test_in_sums(self, vocabulary: MadeState, ordered: Opened, before: str, outcome: str, turned: bool):
        terms = self.NOT_MORE_THAN_LAST_YEAR
        with_rule(vocabulary, AT_MOST_0, *(reversed(terms) if turned else terms))
        table = [
            *levels("gdp", y2020=before, y2021="110"),
            figure("gdp", "level", "2021", "7", area="371400", release_id="y-2021"),
        ]
        table += levels("retail_sales", y2022="90")  # where last year's figure is there, and this one's is not
        report = agreed(ordered(frame(table, typed=True)), vocabulary)
        assert counts(report, "made-up") == {outcome: 1, "not_applicable": 3}

    def test_are_told_at_most_so_many_times(self, vocabulary: MadeState, ordered: Opened):
        with_rule(vocabulary, AT_MOST_0, *self.NOT_MORE_THAN_LAST_YEAR)
        report = validate_archive(
            ordered(frame(levels("gdp", y2019="100", y2020="110", y2021="120"), typed=True)),
            vocabulary=vocabulary,
            engine="duckdb",
            sample_findings=1,
        )
        assert (counts(report, "made-up"), len(of_rule(report, "made-up"))) == ({"failed": 2, "not_applicable": 1}, 1)

    def test_none_of_which_is_of_the_period_itself(self, vocabulary: MadeState, ordered: Opened):
        names = (("1", "retail_sales"), ("-1", "gdp"))
        with_rule(
            vocabulary, AT_MOST_0, *(summand(number, "previous_year", indicator_id=name) for number, name in names)
        )
        table = [*levels("gdp", y2020="100", y2021="110"), *levels("retail_sales", y2020="120", y2021="90")]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"failed": 1}

    def test_that_are_not_there(self, vocabulary: MadeState, ordered: Opened):
        with_rule(vocabulary, AT_MOST_0, *self.NOT_MORE_THAN_LAST_YEAR)
        assert counts(
            agreed(ordered(frame(levels("retail_sales", y2021="90"), typed=True)), vocabulary), "made-up"
        ) == {"not_applicable": 1}

    @pytest.mark.parametrize("unit", ["hundred_million_yuan", ""])
    @pytest.mark.parametrize(("share", "outcome"), [("20", "passed"), ("30", "failed")])
    def test_in_products(self, vocabulary: MadeState, ordered: Opened, share: str, outcome: str, unit: str):
        part = {"role": "z", "indicator_id": "provincial_municipal_key_project_investment", "measure": "level"}
        whole = {"role": "x", "indicator_id": "key_project_investment", "measure": "level"}
        said = {"role": "y", "indicator_id": "provincial_municipal_key_project_investment", "measure": "share"}
        with_rule(vocabulary, {"kind": "product", "factor": "100", "addend": "0", "unit": unit}, part, whole, said)
        table = [*levels(part["indicator_id"], y2021="20.0"), *levels(whole["indicator_id"], y2021="100.0")]
        table.append(table[0] | {"measure": "share", "unit": "percent", "value": share, "decimals": "0"})
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {outcome: 1}


@in_both_orders
class TestTermsInAnyOrder:
    """A fault is told of the period that the rule was held in, whichever figure its sentence begins with."""

    @pytest.mark.parametrize("turned", [False, True])
    def test_in_sums_of_each_indicator(self, vocabulary: MadeState, ordered: Opened, turned: bool):
        terms = (summand("0.8", "full_year"), summand("-1"))
        with_rule(vocabulary, AT_MOST_0, *(reversed(terms) if turned else terms))
        table = levels("retail_sales", y2021_S1="50.0", y2021="100.0", y2020_S1="90.0", y2020="100.0")
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"failed": 1, "passed": 1}

    def test_in_doubt_and_where_one_is_missing(self, vocabulary: MadeState, ordered: Opened):
        with_rule(vocabulary, AT_MOST_0, summand("1", "full_year"), summand("1", "previous_year"), summand("-1"))
        table = levels("retail_sales", y2021_S1="90.0", y2021="100.0", y2020_S1="90.0")
        report = agreed(ordered(frame([*table, table[0] | {"value": "91.0"}], typed=True)), vocabulary)
        assert counts(report, "made-up") == {"failed": 1}

    def test_in_doubt_without_one(self, vocabulary: MadeState, ordered: Opened):
        with_rule(
            vocabulary,
            AT_MOST_0,
            summand("1", "full_year", counted="false"),
            summand("1", "previous_year", counted="true"),
            summand("-1"),
        )
        table = levels("retail_sales", y2021_S1="90.0", y2021="100.0", y2020_S1="90.0")
        table += [row | {"area": "371400", "release_id": row["release_id"].replace("x", "y")} for row in table]
        report = agreed(ordered(frame([*table, table[0] | {"value": "91.0"}], typed=True)), vocabulary)
        assert counts(report, "made-up") == {"not_applicable": 2}

    def test_in_products_whose_amounts_are_those_of_other_years(self, vocabulary: MadeState, ordered: Opened):
        z, x, y = (
            {"role": "z", "measure": "level", "reference": "full_year"},
            {"role": "x", "measure": "level"},
            {"role": "y", "measure": "share"},
        )
        with_rule(
            vocabulary, {"kind": "product", "factor": "100", "addend": "0", "unit": "hundred_million_yuan"}, y, x, z
        )
        table = levels("retail_sales", y2021_S1="50.0", y2021="100.0")
        table.append(table[0] | {"measure": "share", "unit": "percent", "value": "150"})
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"failed": 1}
