"""The arithmetic below the search: exact cores and bounds, lightest covers."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.error_localisation import certificates
from decheng_data.error_localisation.certificates import (
    NotSettledError,
    Row,
    contradiction,
    nearest,
    upper_bound,
)
from decheng_data.error_localisation.covers import Covers
from tests.examples import examples

SECONDS = 30.0


def row(high: object, source: int = 0, **coefficients: int) -> Row:
    """Coefficients by variable: `x1=2` is twice the variable 1."""
    return Row({int(name[1:]): Fraction(each) for name, each in coefficients.items()}, Fraction(high), source)


def test_rows_that_contradict_each_other_are_named_and_no_others() -> None:
    rows = [row(5, 0, x1=1, x2=1), row(-3, 1, x1=-1), row(-3, 2, x2=-1), row(100, 3, x1=1)]
    assert {each.source for each in contradiction(rows, SECONDS) or ()} == {0, 1, 2}
    assert contradiction(rows[:2], SECONDS) is None


def test_a_row_without_variables_contradicts_by_itself() -> None:
    assert contradiction([row(3, 0, x1=1), row(-1, 1)], SECONDS) == [row(-1, 1)]


def test_one_variable_is_solved_without_a_solver() -> None:
    assert contradiction([row(1, 0, x1=1), row(-2, 1, x1=-1)], 0.0) == [row(-2, 1, x1=-1), row(1, 0, x1=1)]
    assert contradiction([row(3, 0, x1=1), row(-2, 1, x1=-1)], 0.0) is None
    assert upper_bound([row(3, 0, x1=1)], {1: Fraction(1)}, 0.0) == (3, [row(3, 0, x1=1)])
    assert upper_bound([row(3, 0, x1=1)], {1: Fraction(-1)}, 0.0) is None


def test_an_upper_bound_is_exact_and_proved_by_rows() -> None:
    rows = [row(Fraction(1, 3), 0, x1=1, x2=1), row(Fraction(1, 7), 1, x1=1, x2=-1)]
    bound, proof = upper_bound(rows, {1: Fraction(1)}, SECONDS) or (None, [])
    assert bound == Fraction(5, 21)
    assert {each.source for each in proof} == {0, 1}
    assert upper_bound(rows, {2: Fraction(-1)}, SECONDS) is None


def test_a_change_nearby() -> None:
    near = nearest([row(-3, 0, x1=-1, x2=-1), row(1, 1, x1=1)], SECONDS)
    assert near is not None
    assert near[1] + near[2] == pytest.approx(3)
    assert nearest([row(-3, 0, x1=-1), row(1, 1, x1=1)], SECONDS) is None


def test_rows_are_scaled_to_printed_steps() -> None:
    made = row(10**9, 0, x1=1, x2=-2).scaled({1: Fraction(10**7), 2: Fraction(10**8)})
    assert made == Row({1: Fraction(1, 20), 2: Fraction(-1)}, Fraction(5), 0)


def test_what_the_solver_says_counts_only_where_it_holds_exactly() -> None:
    with pytest.raises(NotSettledError):
        certificates._proved([row(1, 0, x1=1), row(1, 1, x1=-1)])
    with pytest.raises(NotSettledError):
        certificates._multipliers([row(1, 0, x1=1)], {1: Fraction(-1)})
    with pytest.raises(NotSettledError):
        certificates._multipliers([row(1, 0, x1=1), row(2, 1, x1=1)], {1: Fraction(1)})


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: contradiction(rows, 0),
        lambda rows: upper_bound(rows, {0: Fraction(1)}, 0),
        lambda rows: nearest(rows, 0),
    ],
)
def test_no_time_means_not_settled(ask, monkeypatch) -> None:
    """HiGHS ends small programmes before it looks at the clock, so its answer to having none is put in."""
    import scipy.optimize

    monkeypatch.setattr(
        scipy.optimize, "linprog", lambda *_, **__: scipy.optimize.OptimizeResult(status=1, x=None, fun=None)
    )
    with pytest.raises(NotSettledError):
        ask([row(-1, 0, x1=1, x2=1), row(-1, 1, x1=-1)])


small = st.integers(-3, 3)
rows_strategy = st.lists(
    st.tuples(st.dictionaries(st.integers(0, 2), small.filter(bool), min_size=1, max_size=3), small),
    min_size=1,
    max_size=6,
).map(
    lambda many: [
        Row({place: Fraction(each) for place, each in taken.items()}, Fraction(high), number)
        for number, (taken, high) in enumerate(many)
    ]
)


def keepable(rows: list[Row]) -> bool:
    """Whether some values keep the rows, by eliminating one variable after another (Fourier and Motzkin), in fractions."""
    for variable in sorted({variable for each in rows for variable in each.coefficients}):
        uppers = [each for each in rows if each.coefficients.get(variable, 0) > 0]
        lowers = [each for each in rows if each.coefficients.get(variable, 0) < 0]
        rows = [each for each in rows if not each.coefficients.get(variable, 0)]
        for upper in uppers:
            for lower in lowers:
                up, down = upper.coefficients[variable], -lower.coefficients[variable]
                names = {*upper.coefficients, *lower.coefficients} - {variable}
                taken = {
                    name: upper.coefficients.get(name, Fraction(0)) * down
                    + lower.coefficients.get(name, Fraction(0)) * up
                    for name in names
                }
                rows.append(
                    Row({name: each for name, each in taken.items() if each}, upper.high * down + lower.high * up, 0)
                )
    return all(each.high >= 0 for each in rows)


@examples(60)
@given(rows_strategy)
def test_a_core_is_found_exactly_where_there_is_none_to_keep_and_is_minimal(rows: list[Row]) -> None:
    core = contradiction(rows, SECONDS)
    assert (core is None) == keepable(rows)
    if core is not None:
        assert not keepable(core)
        assert all(keepable([each for each in core if each is not left_out]) for left_out in core)


@examples(40)
@given(rows_strategy.filter(keepable), st.integers(0, 2))
def test_a_bound_is_reached_and_never_passed(rows: list[Row], variable: int) -> None:
    target = {variable: Fraction(1)}
    found = upper_bound(rows, target, SECONDS)
    beyond = [*rows, Row({variable: Fraction(-1)}, -(found[0] if found else Fraction(10**6)), 0)]
    assert keepable(beyond)
    if found:
        assert not keepable([*rows, Row({variable: Fraction(-1)}, -found[0] - Fraction(1, 10**9), 0)])


@examples(40)
@given(
    st.lists(st.frozensets(st.integers(0, 5), min_size=1, max_size=3), min_size=1, max_size=5),
    st.lists(st.integers(1, 9), min_size=6, max_size=6),
)
def test_the_lightest_cover_is_the_lightest(conflicts: list[frozenset[int]], weights: list[int]) -> None:
    covers = Covers(dict(enumerate(weights)))
    for conflict in conflicts:
        covers.add(conflict)
    every = [frozenset(each) for size in range(7) for each in combinations(range(6), size)]
    wanted = [each for each in every if all(each & conflict for conflict in conflicts)]
    told = []
    for _ in range(3):
        chosen = covers.lightest(SECONDS)
        left = [each for each in wanted if not any(each >= before for before in told)]
        if chosen is None:
            assert left == []
            return
        assert chosen in left
        assert covers.weight(chosen) == min(map(covers.weight, left))
        told.append(chosen)
        covers.leave_out(chosen)


def test_a_cover_that_is_none_is_not_settled(monkeypatch) -> None:
    import scipy.optimize

    covers = Covers({0: 1, 1: 1})
    assert covers.lightest(SECONDS) == frozenset()
    covers.add(frozenset((0, 1)))
    for status, x in ((0, [0.0, 0.0]), (1, None)):
        monkeypatch.setattr(
            scipy.optimize,
            "milp",
            lambda *_, status=status, x=x, **__: scipy.optimize.OptimizeResult(status=status, x=x),
        )
        with pytest.raises(NotSettledError):
            covers.lightest(SECONDS)
