"""Figures of several periods held against each other: which of them are, and which the columnar engine leaves to the exact one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.model.period import Period
from tests.archive.agreement import agreed, counts, frame, in_both_orders
from tests.archive.test_columnar_rules import figure, with_rule
from tests.made_states import MadeState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.made_archives import Row

parquet = pytest.importorskip("pyarrow.parquet")
pytestmark = pytest.mark.in_turn()
Opened = Callable[[Any], Any]


def levels(**values: str) -> list[Row]:
    """Levels of retail sales, by period."""
    return [
        figure("retail_sales", "level", period.replace("_", "-").removeprefix("y"), value)
        for period, value in values.items()
    ]


def growth(number: str, **cells: str | None) -> Row:
    """Growth of retail sales in 2021."""
    return figure("retail_sales", "growth_rate", "2021", number, **cells)


@pytest.fixture
def vocabulary(package_copy: Path) -> MadeState:
    """The shipped code lists and rules, to be changed."""
    return MadeState(package_copy)


@in_both_orders
class TestAnotherCoverage:
    @pytest.fixture(autouse=True)
    def _releases(self, vocabulary: MadeState):
        """The releases x-2020, x-2021-Q1 and x-2021-S1 are of another coverage than those that the vocabulary does not know."""
        (release,) = vocabulary.rows("releases")
        for period in ("2020", "2021-Q1", "2021-S1"):
            read = Period.parse(period)
            of_it = {"period": period, "period_range": read.range, "frequency": read.frequencies[0]}
            vocabulary.add("releases", **release | {"release_id": f"x-{period}", "coverage": "another"} | of_it)

    def test_is_not_held_against_the_year_after(self, vocabulary: MadeState, ordered: Opened):
        table = [*levels(y2020="100.0", y2021="150.0"), growth("10.0")]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "growth-agrees-with-levels") == {
            "not_applicable": 1
        }

    def test_is_not_held_against_what_came_after_in_the_year(self, vocabulary: MadeState, ordered: Opened):
        table = levels(y2021_Q1="60.0", y2021_S1="90.0", y2021="50.0")
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "cumulative-not-falling") == {
            "not_applicable": 1,
            "passed": 1,
        }

    def test_does_not_come_before_a_later_release_of_the_same_coverage(self, vocabulary: MadeState, ordered: Opened):
        (one,) = levels(y2020="100.0")
        table = [
            one,
            one | {"release_id": "y-2020", "value": "200.0"},
            one | {"release_id": "z-2020", "value": "230.0"},
        ]
        table += [*levels(y2021="220.0"), growth("10.0")]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "growth-agrees-with-levels") == {
            "passed": 1
        }


class TestTheFirstOfSeveralReleases:
    TABLE = (*levels(y2021="220.0"), growth("10.0"), *levels(y2020="200.0"))
    OTHER = levels(y2020="100.0")[0] | {"release_id": "a-2020"}

    def test_is_in_the_first_file(self, tmp_path: Path):
        parquet.write_table(frame(list(self.TABLE), typed=True), tmp_path / "a.parquet")
        parquet.write_table(frame([self.OTHER], typed=True), tmp_path / "b.parquet")
        assert counts(agreed(tmp_path), "growth-agrees-with-levels") == {"passed": 1}

    def test_is_that_with_the_first_row_without_fault(self):
        table = [self.OTHER | {"indicator_id": "gdp", "value": "x"}, *self.TABLE, self.OTHER]
        assert counts(agreed(frame(table, typed=False)), "growth-agrees-with-levels") == {"passed": 1}


@in_both_orders
def test_a_total_is_held_against_the_last_one_before_it(ordered: Opened):
    table = levels(y2021_Q1="60.0", y2021_S1="90.0", y2021="80.0")
    assert counts(agreed(ordered(frame(table, typed=True))), "cumulative-not-falling") == {"passed": 1, "failed": 1}


@in_both_orders
def test_a_second_half_year_is_no_total_since_january(ordered: Opened):
    table = levels(y2021_S2="90.0", y2021="100.0")
    assert counts(agreed(ordered(frame(table, typed=True))), "half-year-in-year-high") == {"not_applicable": 1}


@in_both_orders
def test_a_release_without_a_usable_figure_is_none(ordered: Opened):
    table = [*levels(y2020="x", y2021="110.0"), growth("10.0")]
    table += [row | {"indicator_id": "general_budget_revenue"} for row in table]
    assert counts(agreed(ordered(frame(table, typed=False))), "growth-agrees-with-levels") == {"not_applicable": 1}


@in_both_orders
@pytest.mark.in_turn("number")
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("word", ["超", "以内"])
def test_figures_without_an_end_in_products(ordered: Opened, word: str, number: int):
    table = [*levels(y2020="100.0"), growth("10.0"), *levels(y2021="150.0")]
    table[number] |= {"qualifier": word}
    outcome = "passed" if (word == "以内") is (number == 2) else "failed"
    assert counts(agreed(ordered(frame(table, typed=True))), "growth-agrees-with-levels") == {outcome: 1}


@in_both_orders
def test_a_level_of_the_year_before_in_a_unit_that_does_not_suit_is_missing(vocabulary: MadeState, ordered: Opened):
    now, before = ({"role": "summand", "measure": "level", "coefficient": number} for number in ("1", "-1"))
    row = {"kind": "linear", "relation": "<=", "bound": "0", "bound_source": "fixed", "unit": "hundred_million_yuan"}
    with_rule(vocabulary, row, now, before | {"reference": "previous_year"})
    table = levels(y2020="100.0", y2021="150.0")
    table[0] |= {"unit": "item"}
    assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"not_applicable": 1}


def shares_of_the_year() -> list[Row]:
    """Two flows of which the half-year reached shares far apart."""
    figures = (("retail_sales", "50.0", "100.0"), ("general_budget_revenue", "20.0", "100.0"))
    periods = ("2021-S1", "2021")
    return [
        figure(indicator, "level", period, value)
        for indicator, *values in figures
        for period, value in zip(periods, values, strict=True)
    ]


@in_both_orders
def test_shares_of_the_year_far_apart_are_told(ordered: Opened):
    assert counts(agreed(ordered(frame(shares_of_the_year(), typed=True))), "same-coverage") == {"failed": 1}


@in_both_orders
@pytest.mark.in_turn("status")
@pytest.mark.parametrize("status", ["B", "D"])
@pytest.mark.parametrize("marked", range(4))
def test_shares_of_the_year_are_not_told_of_figures_marked_as_not_to_be_compared(
    ordered: Opened, status: str, marked: int
):
    table = shares_of_the_year()
    table[marked] |= {"obs_status": status}
    assert counts(agreed(ordered(frame(table, typed=True))), "same-coverage") == {"not_applicable": 1}


@in_both_orders
def test_shares_of_the_year_are_told_of_flows_alone(ordered: Opened):
    figures = (
        ("retail_sales", "2021-S1", "50.0"),
        ("retail_sales", "2021", "100.0"),
        ("key_projects", "2021-S1", "20"),
        ("key_projects", "2021", "100"),
    )
    table = [figure(indicator, "level", period, value) for indicator, period, value in figures]
    assert counts(agreed(ordered(frame(table, typed=True))), "same-coverage") == {"not_applicable": 1}


@in_both_orders
def test_shares_of_the_year_are_told_of_money_alone(ordered: Opened):
    counted = (("new_projects_over_100_million", "1", "5"), ("new_market_entities", "19", "20"))
    table = [
        figure(indicator, "level", period, value)
        for indicator, *values in counted
        for period, value in zip(("2021-S1", "2021"), values, strict=True)
    ]
    table += [
        figure("retail_sales", "level", period, value) for period, value in (("2021-S1", "50.0"), ("2021", "100.0"))
    ]
    report = agreed(ordered(frame(table, typed=True)))
    assert counts(report, "same-coverage") == {"not_applicable": 1}
    assert [counts(report, f"half-year-in-year-{end}") for end in ("low", "high")] == [{"passed": 1}, {"passed": 1}]


@in_both_orders
@pytest.mark.parametrize("value", ["300000", "1100000"])
def test_of_two_levels_in_two_units_one_is_held_against_growth(ordered: Opened, value: str):
    table = [*levels(y2020="100.0", y2021="110.0"), growth("10.0")]
    table += [table[1] | {"unit": "ten_thousand_yuan", "value": value, "decimals": "0"}]
    agreed(ordered(frame(table, typed=True)))
    agreed(ordered(frame([table[3], *table[:3]], typed=True)))


@in_both_orders
@pytest.mark.parametrize("value", ["300.0", "110.0"])
def test_of_two_levels_in_two_comparisons_one_is_held_against_growth(ordered: Opened, value: str):
    table = [*levels(y2020="100.0", y2021="110.0"), growth("10.0")]
    table += [table[1] | {"comparison": "previous_year", "value": value}]
    assert counts(agreed(ordered(frame(table, typed=True))), "growth-agrees-with-levels") == {"passed": 1}


@in_both_orders
def test_shares_of_the_year_that_lie_further_apart_than_the_bound_by_less_than_rounding_loses(ordered: Opened):
    figures = (("retail_sales", "3012943.6", "6857131.2"), ("general_budget_revenue", "2444629.6", "7203045.5"))
    table = [
        figure(indicator, "level", period, value)
        for indicator, *values in figures
        for period, value in zip(("2021-S1", "2021"), values, strict=True)
    ]
    assert counts(agreed(ordered(frame(table, typed=False))), "same-coverage") == {"failed": 1}
