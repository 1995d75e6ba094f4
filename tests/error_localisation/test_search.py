"""Minimality, held against a search of all subsets; and the published example of R's errorlocate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from decheng_data.error_localisation import search as search_module
from decheng_data.error_localisation.certificates import NotSettledError, Row
from decheng_data.error_localisation.constraints import LinearConstraint
from decheng_data.error_localisation.search import Found, Lattice, Search
from tests import made_figures as made
from tests.error_localisation.test_arithmetic import keepable
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = made.part_within_whole()
WARNING = made.part_within_whole(severity="warning")
ALL = 10**9
SECONDS = 60.0


@dataclass(frozen=True)
class Case:
    """Whole figures at values, `sum(coefficient × value)` between two ends for each rule, weights of figures, cost of a warning."""

    values: tuple[int, ...]
    rules: tuple[tuple[dict[int, int], int | None, int | None], ...]
    weights: tuple[int, ...]
    soft: frozenset[int]

    def search(self) -> Search:
        constraints = [self._constraint(number) for number in range(len(self.rules))]
        lattices = [Lattice(Fraction(value), Fraction(1)) for value in self.values]
        return Search(constraints, lattices, self.weights, dict.fromkeys(self.soft, 2))

    def _constraint(self, number: int) -> LinearConstraint:
        coefficients, low, high = self.rules[number]
        total = sum(coefficient * self.values[figure] for figure, coefficient in coefficients.items())
        ends = (None if end is None else Fraction(end - total) for end in (low, high))
        fails = (low is not None and total < low) or (high is not None and total > high)
        taken = {figure: Fraction(coefficient) for figure, coefficient in coefficients.items()}
        return LinearConstraint(WARNING if number in self.soft else RULE, taken, *ends, fails)

    def keeps(self, figures: frozenset[int], standing: frozenset[int]) -> bool:
        """Whether other values of these figures keep all rules but those that may stand."""
        rows = []
        for number, (coefficients, low, high) in enumerate(self.rules):
            if number not in standing:
                fixed = sum(
                    coefficient * self.values[figure]
                    for figure, coefficient in coefficients.items()
                    if figure not in figures
                )
                free = {
                    figure: Fraction(coefficient) for figure, coefficient in coefficients.items() if figure in figures
                }
                rows += [Row(free, Fraction(high - fixed), 0)] if high is not None else []
                rows += (
                    [Row({figure: -each for figure, each in free.items()}, Fraction(fixed - low), 0)]
                    if low is not None
                    else []
                )
        return keepable(rows)

    def all_minimal(self) -> dict[tuple[frozenset[int], frozenset[int]], int]:
        """Every minimal set with its weight, by trying all."""
        found: dict[tuple[frozenset[int], frozenset[int]], int] = {}
        choices = [
            (figures, standing) for figures in _subsets(range(len(self.values))) for standing in _subsets(self.soft)
        ]
        for figures, standing in sorted(choices, key=lambda each: len(each[0]) + len(each[1])):
            if not any(each[0] <= figures and each[1] <= standing for each in found) and self.keeps(figures, standing):
                found[figures, standing] = sum(self.weights[figure] for figure in figures) + 2 * len(standing)
        return found


def _subsets(of) -> Iterator[frozenset[int]]:
    members = list(of)
    return map(frozenset, chain.from_iterable(combinations(members, size) for size in range(len(members) + 1)))


@st.composite
def cases(draw) -> Case:
    size = draw(st.integers(1, 4))
    ends = st.one_of(st.none(), st.integers(-6, 6))
    rules = []
    for _ in range(draw(st.integers(1, 4))):
        coefficients = draw(st.dictionaries(st.integers(0, size - 1), st.sampled_from((-1, 1)), min_size=1, max_size=3))
        low, high = draw(ends), draw(ends)
        if low is not None and high is not None and low > high:
            low, high = high, low
        rules.append((coefficients, low, high))
    values = draw(st.lists(st.integers(-9, 9), min_size=size, max_size=size))
    weights = draw(st.lists(st.integers(1, 5), min_size=size, max_size=size))
    return Case(
        tuple(values), tuple(rules), tuple(weights), draw(st.frozensets(st.integers(0, len(rules) - 1), max_size=2))
    )


@examples(60)
@given(cases())
def test_the_answers_are_all_minimal_sets_the_lightest_first(case: Case) -> None:
    search = case.search()
    assume(any(constraint.fails for constraint in search.constraints))
    groups = search.run(limit=100, seconds=SECONDS, within=ALL)
    wanted = case.all_minimal()
    assert all(found.settled for found in groups)
    if not wanted:
        assert any(not found.solutions for found in groups)
        return
    assert sum(found.solutions[0].weight for found in groups) == min(wanted.values())
    together = [
        frozenset(each for found in groups for each in getattr(found.solutions[0], name))
        for name in ("figures", "standing")
    ]
    assert case.keeps(*together)
    if len(groups) == 1:
        assert {(solution.figures, solution.standing): solution.weight for solution in groups[0].solutions} == wanted
        assert [solution.weight for solution in groups[0].solutions] == sorted(wanted.values())


@examples(60)
@given(cases())
def test_ranges_end_where_the_rules_end(case: Case) -> None:
    for found in case.search().run(limit=10, seconds=SECONDS, within=ALL):
        for solution in found.solutions:
            for figure, (low, high) in solution.ranges.items():
                for end, beyond in ((low, -1), (high, 1)):
                    if (
                        end is not None
                        and len(solution.figures) == 1
                        and case.keeps(solution.figures, solution.standing)
                    ):
                        assert _with(case, figure, end).keeps(frozenset(), solution.standing | _others(case, found))
                        assert not _with(case, figure, end + beyond).keeps(
                            frozenset(), solution.standing | _others(case, found)
                        )


def _with(case: Case, figure: int, value: Fraction) -> Case:
    values = tuple(int(value) if place == figure else each for place, each in enumerate(case.values))
    return Case(values, case.rules, case.weights, case.soft)


def _others(case: Case, found: Found) -> frozenset[int]:
    """The failed rules of other groups, which stand while one group is looked at."""
    failed = [number for number, constraint in enumerate(case.search().constraints) if constraint.fails]
    return frozenset(failed) - frozenset(found.failed)


def test_the_published_example_of_errorlocate() -> None:
    """Its README: profit 750, cost 125, turnover 200; profit = turnover - cost, cost >= 0.6 × turnover, none below 0. Profit is the wrong one."""
    rules = (({0: 1, 1: 1, 2: -1}, 0, 0), ({1: 10, 2: -6}, 0, None), ({2: 1}, 0, None), ({1: 1}, 0, None))
    (found,) = Case((750, 125, 200), rules, (1, 1, 1), frozenset()).search().run(limit=10, seconds=SECONDS, within=ALL)
    assert found.solutions[0].figures == {0}
    assert found.solutions[0].ranges[0] == (75, 75)


def test_two_errors_that_do_not_meet_are_two_groups() -> None:
    case = Case(
        (9, 0, 9, 0),
        (({0: 1, 1: -1}, None, 0), ({2: 1, 3: -1}, None, 0), ({0: 1, 2: 1}, None, 30)),
        (1, 2, 1, 2),
        frozenset(),
    )
    one, other = case.search().run(limit=10, seconds=SECONDS, within=ALL)
    assert (one.failed, other.failed) == ((0,), (1,))
    assert [solution.figures for solution in one.solutions] == [{0}, {1}]


def test_groups_whose_lightest_answers_clash_are_joined() -> None:
    """Each of two figures could rise by itself, but both together break what ties them."""
    rules = (({0: 1}, 5, None), ({1: 1}, 5, None), ({0: 1, 1: 1, 2: 1}, None, 8))
    (found,) = Case((0, 0, 0), rules, (1, 1, 1), frozenset()).search().run(limit=10, seconds=SECONDS, within=ALL)
    assert found.failed == (0, 1)
    assert [solution.figures for solution in found.solutions] == [{0, 1, 2}]


def test_no_more_than_the_limit_and_nothing_much_heavier() -> None:
    case = Case((9, 1, 1, 1, 1), (({0: 1, 1: -1, 2: -1, 3: -1, 4: -1}, 0, 0),), (1, 1, 1, 1, 500), frozenset())
    (found,) = case.search().run(limit=2, seconds=SECONDS)
    assert len(found.solutions) == 4, "those that weigh the same are all there to be ordered"
    assert found.more
    (heavier,) = case.search().run(limit=10, seconds=SECONDS)
    assert [solution.weight for solution in heavier.solutions] == [1, 1, 1, 1]
    assert heavier.more


def test_rules_that_nothing_keeps_are_named() -> None:
    rules = (({0: 1}, 5, None), ({0: 1}, None, 3))
    (found,) = Case((4,), rules, (1,), frozenset()).search().run(limit=10, seconds=SECONDS, within=ALL)
    assert (found.solutions, set(found.contradictory)) == ([], {0, 1})


def test_a_figure_that_can_be_no_printed_value_is_no_answer() -> None:
    """Twice a count is odd: no count keeps that, and the other figure is left."""
    rules = (({0: 2, 1: 1}, 5, 5),)
    (found,) = Case((1, 0), rules, (1, 9), frozenset()).search().run(limit=10, seconds=SECONDS, within=ALL)
    assert [solution.figures for solution in found.solutions] == [{1}]


def test_without_time_nothing_is_claimed() -> None:
    (found,) = (
        Case((9, 0), (({0: 1, 1: -1}, None, 0),), (1, 1), frozenset()).search().run(limit=10, seconds=0, within=ALL)
    )
    assert (found.solutions, found.settled) == ([], False)


def test_time_that_ends_between_groups_leaves_all_unsettled(monkeypatch) -> None:
    case = Case((9, 0, 9, 0), (({0: 1, 1: -1}, None, 0), ({2: 1, 3: -1}, None, 0)), (1, 2, 1, 2), frozenset())
    search = case.search()
    tried = search._answer

    def late(figures, standing, end):
        if len(figures) > 1:
            raise NotSettledError
        return tried(figures, standing, end)

    monkeypatch.setattr(search, "_answer", late)
    assert [found.settled for found in search.run(limit=1, seconds=SECONDS)] == [False, False]


def test_figures_that_only_move_together_where_no_printed_values_do_are_not_exact() -> None:
    """Half a count each: the sums are kept by fractions alone."""
    rules = (({0: 2, 1: 2}, 3, 3), ({0: 1}, None, 0), ({1: 1}, None, 5))
    (found,) = Case((4, 9), rules, (1, 1), frozenset()).search().run(limit=10, seconds=SECONDS, within=ALL)
    assert [(solution.figures, solution.exact) for solution in found.solutions] == [({0, 1}, False)]


def test_a_solver_that_finds_no_change_where_there_is_one_is_not_believed(monkeypatch) -> None:
    monkeypatch.setattr(search_module, "nearest", lambda *_: None)
    rules = (({0: 1, 1: 1}, 10, None), ({0: 1}, None, 6), ({1: 1}, None, 6))
    (found,) = Case((0, 0), rules, (1, 1), frozenset()).search().run(limit=10, seconds=SECONDS, within=ALL)
    assert not found.settled


@pytest.mark.parametrize("limit", [1, 3])
def test_the_order_does_not_change_from_run_to_run(limit: int) -> None:
    case = Case((9, 1, 1, 1), (({0: 1, 1: -1, 2: -1, 3: -1}, 0, 0),), (1, 1, 1, 1), frozenset())
    told = [
        [solution.figures for solution in found.solutions]
        for _ in range(3)
        for found in case.search().run(limit=limit, seconds=SECONDS)
    ]
    assert told[0] == told[1] == told[2]
