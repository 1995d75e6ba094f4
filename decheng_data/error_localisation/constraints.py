"""Rules on given figures as constraints on a change of some of them.

A figure that changes is taken to be printed as precisely as now, so that its interval moves with its value. A rule over
figures is then a bound on the sum of the changes, and the widths of all intervals are in that bound: exactly
what the engine asks of the new values.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from decheng_data.error_localisation.certificates import Row
from decheng_data.model.finding import Outcome
from decheng_data.model.quantity import Interval
from decheng_data.rules.exact import bound, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from decimal import Decimal

    from decheng_data.rules.evaluation import CodeLists, Evaluation
    from decheng_data.rules.observation import ObservationIndex
    from decheng_data.rules.rule import Rule

NUMERIC = ("linear", "product")
OF_A_CELL = ("integer", "printed", "codes", "place", "unit")
"""Kinds that hold one row to itself: where they fail, that row is wrong, whatever else is."""
Accepted = frozenset[tuple[str, tuple[int, ...]]]
"""Failures that a waiver accepts, each by rule id and the positions of its figures."""


class Constraint(Protocol):
    """What a rule demands of some figures. `fails` says whether they break it now."""

    @property
    def rule(self) -> Rule:
        """The rule that demands it."""

    @property
    def figures(self) -> frozenset[int]:
        """The positions of its figures."""

    @property
    def fails(self) -> bool:
        """Whether they break it now."""

    def rows(self, changing: Collection[int], number: int) -> Iterator[Row] | None:
        """What it asks of the changes of these figures, all others unchanged; None where that is not linear."""


@dataclass(frozen=True, slots=True)
class LinearConstraint:
    """`low <= sum(coefficient × change) <= high`; an end is None where there is none."""

    rule: Rule
    coefficients: dict[int, Fraction]
    low: Fraction | None
    high: Fraction | None
    fails: bool

    @property
    def figures(self) -> frozenset[int]:
        """The positions of its figures."""
        return frozenset(self.coefficients)

    def rows(self, changing: Collection[int], number: int) -> Iterator[Row] | None:
        """Its one or two rows."""
        return self._bound_rows(
            {figure: coefficient for figure, coefficient in self.coefficients.items() if figure in changing}, number
        )

    def _bound_rows(self, taken: dict[int, Fraction], number: int) -> Iterator[Row]:
        if self.high is not None:
            yield Row(taken, self.high, number)
        if self.low is not None:
            yield Row({figure: -coefficient for figure, coefficient in taken.items()}, -self.low, number)


@dataclass(frozen=True, slots=True)
class ProductConstraint:
    """`z × factor = x × (y + addend)`, with the intervals of the figures; `shifted` is that of y + addend.

    With at most one of x and y changing it is linear, as long as levels and y + addend stay on the side of 0 where they
    are; with both it is left open, which only the engine's own answer settles.
    """

    rule: Rule
    z: int
    x: int
    y: int
    level: Interval
    base: Interval
    shifted: Interval
    factor: Decimal
    fails: bool

    @property
    def figures(self) -> frozenset[int]:
        """The positions of its figures."""
        return frozenset((self.z, self.x, self.y))

    def rows(self, changing: Collection[int], number: int) -> Iterator[Row] | None:
        """The rows where it is linear; None where both factors change or an interval reaches below 0."""
        if self.x in changing and self.y in changing:
            return None
        if min(self.level.low, self.base.low, self.shifted.low) < 0:
            return None
        moved, here, other = (
            (self.y, self.shifted, self.base) if self.y in changing else (self.x, self.base, self.shifted)
        )
        return self._bound_rows(moved, here, other, changing, number)

    def _bound_rows(
        self, moved: int, here: Interval, other: Interval, changing: Collection[int], number: int
    ) -> Iterator[Row]:
        """The product must reach the level from below, and the level the product."""
        factor = Fraction(self.factor)
        if here.high.is_finite() and other.high.is_finite():
            most = Fraction(other.high)
            taken = {self.z: factor, moved: -most}
            yield Row(_only(taken, changing), most * Fraction(here.high) - factor * Fraction(self.level.low), number)
        if self.level.high.is_finite():
            least = Fraction(other.low)
            taken = {self.z: -factor, moved: least}
            yield Row(_only(taken, changing), factor * Fraction(self.level.high) - least * Fraction(here.low), number)


@dataclass(frozen=True, slots=True)
class CellConstraint:
    """A row that contradicts itself: some cell of it is wrong. Only a change of the figure fixes it."""

    rule: Rule
    figure: int
    fails: bool = True

    @property
    def figures(self) -> frozenset[int]:
        """The position of its figure."""
        return frozenset((self.figure,))

    def rows(self, changing: Collection[int], number: int) -> Iterator[Row] | None:  # noqa: ARG002  # the signature is that of the protocol
        """None are needed: where the figure changes, any value may be right."""
        return iter(())


def constraints(
    rules: Iterable[Rule], index: ObservationIndex, codes: CodeLists, accepted: Accepted = frozenset()
) -> list[Constraint]:
    """What the rules of severity error and warning demand of the figures of an index, without those failures that a
    waiver accepts.

    A rule that is not applicable demands nothing. Rules of other kinds (presence, coverage, copy, two states, waivers)
    name no figure's value.
    """
    positions = {id(observation): position for position, observation in enumerate(index.observations)}
    numeric = [rule for rule in rules if rule.row.kind in (*NUMERIC, *OF_A_CELL) and rule.row.severity != "information"]
    found = []
    for evaluation in evaluate(numeric, index, codes):
        places = tuple(positions[id(each)] for each in evaluation.observations)
        failed = evaluation.outcome is Outcome.FAILED
        if evaluation.outcome is Outcome.NOT_APPLICABLE or (
            failed and (evaluation.rule.rule_id, tuple(sorted({*places}))) in accepted
        ):
            continue
        if evaluation.rule.row.kind in NUMERIC:
            found.append(_KINDS[evaluation.rule.row.kind](evaluation, places, codes, failed))
        elif failed and len(places) == 1:  # two figures that overlap may both be right: their places are wrong
            found.append(CellConstraint(evaluation.rule, places[0]))
    return found


def _linear(evaluation: Evaluation, places: tuple[int, ...], codes: CodeLists, failed: bool) -> Constraint:
    rule, observations = evaluation.rule, evaluation.observations
    limit = bound(rule, observations[0], codes)
    coefficients: dict[int, Fraction] = {}
    total = Interval.at(rule.bound * 0)
    for term, observation, place in zip(rule.terms, observations, places, strict=True):
        coefficients[place] = coefficients.get(place, Fraction(0)) + Fraction(term.coefficient)
        total = total.plus(observation.quantity.interval.times(term.coefficient))
    low = _remainder(limit, total.high) if rule.row.relation in (">=", "=") else None
    high = _remainder(limit, total.low) if rule.row.relation in ("<=", "=") else None
    return LinearConstraint(rule, {place: each for place, each in coefficients.items() if each}, low, high, failed)


def _product(evaluation: Evaluation, places: tuple[int, ...], codes: CodeLists, failed: bool) -> Constraint:
    row = evaluation.rule.row
    level, base, growth = (observation.quantity.interval for observation in evaluation.observations)
    shifted = growth.plus(Interval.at(row.addend or evaluation.rule.bound * 0))
    z, x, y = places
    return ProductConstraint(
        evaluation.rule, z, x, y, level, base, shifted, row.factor or evaluation.rule.bound, failed
    )


_KINDS: dict[str, Callable[[Evaluation, tuple[int, ...], CodeLists, bool], Constraint]] = {
    "linear": _linear,
    "product": _product,
}


def _remainder(limit: Decimal | None, total: Decimal) -> Fraction | None:
    """What is left up to the limit; None where an open interval (超, 以上) reaches any."""
    return Fraction(limit or 0) - Fraction(total) if total.is_finite() else None


def _only(coefficients: dict[int, Fraction], changing: Collection[int]) -> dict[int, Fraction]:
    return {figure: coefficient for figure, coefficient in coefficients.items() if figure in changing and coefficient}
