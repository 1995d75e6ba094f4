"""Linear programmes whose answers are proved in fractions before they are used.

HiGHS works in binary floating point with tolerances. Here it only points: at rows that contradict each other, or at
rows that bound a sum. What it points at is then solved exactly on those few rows, and counts only where the exact
numbers agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NOISE = 1e-9
"""Multipliers and sums below this are the solver's noise."""
_OPTIMAL, _INFEASIBLE, _UNBOUNDED = 0, 2, 3
_SOLVER = "highs-ds"  # the simplex method ends at a vertex, and a vertex is what makes a core minimal


class NotSettledError(Exception):
    """The solver ran out of time, or its answer does not hold exactly. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class Row:
    """`sum(coefficient × variable) <= high`. `source` is the number of the constraint that it comes from."""

    coefficients: Mapping[int, Fraction]
    high: Fraction
    source: int

    def scaled(self, steps: Mapping[int, Fraction]) -> Row:
        """The row with each variable counted in its step and the largest coefficient 1, so that yuan and percent weigh
        alike.
        """
        taken = {variable: coefficient * steps[variable] for variable, coefficient in self.coefficients.items()}
        size = max((abs(coefficient) for coefficient in taken.values()), default=Fraction(1))
        return Row(
            {variable: coefficient / size for variable, coefficient in taken.items()}, self.high / size, self.source
        )


def contradiction(rows: Sequence[Row], seconds: float) -> list[Row] | None:
    """Rows that no values keep together, none of which can be left out; None where some values keep all. Raises
    NotSettledError.

    Farkas: multipliers with which all coefficients cancel while the bounds sum to less than 0. At a vertex of their
    polyhedron the rows that take part are a minimal core (Gleeson and Ryan 1990).
    """
    if alone := next((row for row in rows if not row.coefficients and row.high < 0), None):
        return [alone]
    if all(row.high >= 0 for row in rows):
        return None
    if (variable := _only_variable(rows)) is not None:
        bounds = _ends(rows, variable)
        return (
            [row for _, row in bounds if row]
            if bounds[0][0] is not None and bounds[1][0] is not None and bounds[0][0] > bounds[1][0]
            else None
        )
    support = _support(rows, {}, seconds, normed=True)
    return _proved(support) if support else None


def upper_bound(
    rows: Sequence[Row], target: Mapping[int, Fraction], seconds: float
) -> tuple[Fraction, list[Row]] | None:
    """The greatest value of a sum of variables under rows that some values keep, and the rows that bound it; None where
    nothing does.

    Raises NotSettledError.
    """
    if (variable := _only_variable(rows)) is not None and target.keys() == {variable}:
        low, high = _ends(rows, variable)
        end, row = high if target[variable] > 0 else low
        return (end * target[variable], [row]) if end is not None and row is not None else None
    support = _support(rows, target, seconds, normed=False)
    if support is None:
        return None
    multipliers = _multipliers(support, target)
    return (
        sum((multiplier * row.high for multiplier, row in zip(multipliers, support, strict=True)), Fraction(0)),
        support,
    )


def _only_variable(rows: Iterable[Row]) -> int | None:
    """The variable of rows that have one and the same, each of them; None for others."""
    variables = {tuple(row.coefficients) for row in rows}
    only = next(iter(variables)) if len(variables) == 1 else ()
    return only[0] if len(only) == 1 else None


def _ends(
    rows: Iterable[Row], variable: int
) -> tuple[tuple[Fraction | None, Row | None], tuple[Fraction | None, Row | None]]:
    """The least and the greatest value of a variable alone, each with the row that bounds it."""
    bounds = [(row.high / row.coefficients[variable], row) for row in rows]
    low = max(
        (each for each in bounds if each[1].coefficients[variable] < 0), key=lambda each: each[0], default=(None, None)
    )
    high = min(
        (each for each in bounds if each[1].coefficients[variable] > 0), key=lambda each: each[0], default=(None, None)
    )
    return low, high


def nearest(rows: Sequence[Row], seconds: float) -> dict[int, float] | None:
    """Values near 0 that keep all rows, by floating point; None where there seem to be none. Raises NotSettledError."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import hstack

    variables = _variables(rows)
    matrix = _matrix(rows, variables)
    found = linprog(
        np.ones(2 * len(variables)),
        hstack([matrix, -matrix]),
        [float(row.high) for row in rows],
        method=_SOLVER,
        options={"time_limit": max(seconds, 0.001)},
    )
    if found.status == _INFEASIBLE:
        return None
    if found.status != _OPTIMAL:
        raise NotSettledError
    return {
        variable: float(found.x[place] - found.x[len(variables) + place]) for place, variable in enumerate(variables)
    }


def _support(rows: Sequence[Row], target: Mapping[int, Fraction], seconds: float, *, normed: bool) -> list[Row] | None:
    """The rows of the cheapest combination that has these coefficients; None where there is none, or (normed) it proves
    nothing.
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    variables = _variables(rows, target)
    matrix: Any = _matrix(rows, variables).T
    wanted = [float(target.get(variable, 0)) for variable in variables]
    if normed:
        matrix, wanted = vstack([matrix, np.ones((1, len(rows)))]), [*wanted, 1.0]
    highs = [float(row.high) for row in rows]
    found = linprog(highs, A_eq=matrix, b_eq=wanted, method=_SOLVER, options={"time_limit": max(seconds, 0.001)})
    if found.status == _INFEASIBLE or (normed and found.status == _OPTIMAL and found.fun >= -_NOISE):
        return None
    if found.status != _OPTIMAL:
        raise NotSettledError
    return [row for row, multiplier in zip(rows, found.x, strict=True) if multiplier > _NOISE]


def _proved(support: list[Row]) -> list[Row]:
    """The core itself, once exact multipliers show that it is one."""
    first, *others = support
    multipliers = [
        Fraction(1),
        *_multipliers(others, {variable: -coefficient for variable, coefficient in first.coefficients.items()}),
    ]
    if sum((multiplier * row.high for multiplier, row in zip(multipliers, support, strict=True)), Fraction(0)) >= 0:
        raise NotSettledError
    return support


def _multipliers(support: Sequence[Row], target: Mapping[int, Fraction]) -> list[Fraction]:
    """The multipliers, none below 0, that combine the rows to the target; exact. Raises NotSettledError where they are
    not unique or not there.
    """
    equations = [
        [*(row.coefficients.get(variable, Fraction(0)) for row in support), target.get(variable, Fraction(0))]
        for variable in _variables(support, target)
    ]
    solved = _solved(equations, len(support))
    if solved is None or any(multiplier < 0 for multiplier in solved):
        raise NotSettledError
    return solved


def _solved(equations: list[list[Fraction]], unknowns: int) -> list[Fraction] | None:
    """The one solution of equations (the last number of each is its right side), by elimination; None where there is
    none, or more than one.
    """
    for column in range(unknowns):
        pivot = next((place for place in range(column, len(equations)) if equations[place][column]), None)
        if pivot is None:
            return None
        equations[column], equations[pivot] = equations[pivot], equations[column]
        leading = equations[column][column]
        equations[column] = [each / leading for each in equations[column]]
        for place, row in enumerate(equations):
            if place != column and (factor := row[column]):
                equations[place] = [each - factor * other for each, other in zip(row, equations[column], strict=True)]
    return [row[-1] for row in equations[:unknowns]] if not any(row[-1] for row in equations[unknowns:]) else None


def _variables(rows: Iterable[Row], target: Iterable[int] = ()) -> list[int]:
    return sorted({variable for row in rows for variable in row.coefficients}.union(target))


def _matrix(rows: Sequence[Row], variables: Sequence[int]) -> Any:
    """The coefficients as a sparse matrix: a line a row, a column a variable."""
    import numpy as np
    from scipy.sparse import csr_array

    places = {variable: place for place, variable in enumerate(variables)}
    entries = [
        (number, places[variable], float(each))
        for number, row in enumerate(rows)
        for variable, each in row.coefficients.items()
    ]
    lines, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    indices = np.array(lines, np.int32), np.array(columns, np.int32)  # HiGHS before SciPy 1.15 takes no wider numbers
    return csr_array((np.array(values, float), indices), shape=(len(rows), len(variables)))
