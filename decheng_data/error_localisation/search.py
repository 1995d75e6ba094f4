"""Error localisation after Fellegi and Holt (1976): the lightest sets of figures whose change lets every rule hold.

An implicit hitting set. Each failed rule is a conflict: one of its figures must change, or, where it is only a warning,
the warning may be wrong. The lightest choice that meets all conflicts is tried on the rules in exact numbers. Where it
does not do, a minimal core of rules that it cannot keep gives a further conflict, with the figures of that core that
were not chosen; where it does, it is one of the answers, and the search goes on without it. So weights and choices are
whole numbers, there is no big M, and no answer rests on a tolerance.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from math import ceil, floor
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.error_localisation.certificates import (
    NotSettledError,
    Row,
    contradiction,
    nearest,
    upper_bound,
)
from decheng_data.error_localisation.covers import Covers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from decheng_data.error_localisation.constraints import Constraint

Range = tuple[Fraction | None, Fraction | None]
WITHIN = 100
"""How much heavier than the lightest an answer may be: one that needs a further ordinary figure to be wrong explains
nothing better."""
TIES = 50
"""Most answers beyond the limit that are looked for because they weigh as much as the last one."""
_ROUNDINGS = 64
"""Most ways of rounding a change to printed digits that are tried."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The value of a figure and the step of its last printed digit, both in the base unit."""

    value: Fraction
    step: Fraction


@dataclass(frozen=True, slots=True)
class Solution:
    """A minimal set of figures, the warnings (constraint numbers) that would still fail, the range of each figure and a
    trial value of each, in base units.

    `exact` is false where a rule had to be left open, or where the trial keeps the rules only before it is rounded to
    printed digits.
    """

    figures: frozenset[int]
    standing: frozenset[int]
    weight: int
    ranges: Mapping[int, Range]
    trial: Mapping[int, Fraction]
    exact: bool


@dataclass(slots=True)
class Found:
    """What a search came to."""

    failed: tuple[int, ...]
    solutions: list[Solution]
    settled: bool = True
    more: bool = False
    contradictory: tuple[int, ...] = ()


class _Bounds(NamedTuple):
    """How many answers are wanted, how much heavier than the lightest, and until when."""

    limit: int
    within: int
    end: float

    def passed(self, solutions: list[Solution], weight: int) -> bool:
        """Whether an answer of this weight is one too many; those that weigh as much as the last one wanted are not, so
        that none is reported by chance.
        """
        if solutions and weight > solutions[0].weight + self.within:
            return True
        return len(solutions) >= self.limit and (
            weight > solutions[self.limit - 1].weight or len(solutions) >= self.limit + TIES
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    ranges: dict[int, Range]
    trial: dict[int, Fraction]
    exact: bool


class _Conflicts:
    """Sets of elements one of which must be chosen, in groups: those together that share an element, or were joined."""

    def __init__(self, failed: Iterable[tuple[int, frozenset[int]]]) -> None:
        self._failed: list[int | None] = []
        self.elements: list[frozenset[int]] = []
        self._joined: list[frozenset[int]] = []
        for number, elements in failed:
            self._failed.append(number)
            self.elements.append(elements)

    def groups(self) -> list[frozenset[int]]:
        """The numbers of the conflicts of each group."""
        groups: list[tuple[set[int], set[int]]] = []
        for number, elements in enumerate(self.elements):
            alike = frozenset(other for joined in self._joined if number in joined for other in joined)
            here, there = ({number}, set(elements)), list[tuple[set[int], set[int]]]()
            for group in groups:
                near = group[1] & elements or group[0] & alike
                if near:
                    here = here[0] | group[0], here[1] | group[1]
                else:
                    there.append(group)
            groups = [*there, here]
        return [frozenset(numbers) for numbers, _ in groups]

    def group_of(self, number: int) -> frozenset[int]:
        """The group of a conflict."""
        return next(group for group in self.groups() if number in group)

    def failed(self, group: Iterable[int]) -> tuple[int, ...]:
        """The failed constraints of a group."""
        return tuple(failed for number in sorted(group) if (failed := self._failed[number]) is not None)

    def add(self, elements: frozenset[int], start: int) -> bool:
        """Note a conflict that was met in the group of another one; whether that joins the group to a further one."""
        before = len(self.groups())
        self._joined.append(frozenset((start, len(self.elements))))
        self._failed.append(None)
        self.elements.append(elements)
        return len(self.groups()) < before

    def join(self, failed: Iterable[tuple[int, ...]]) -> None:
        """Put groups together, each named by its failed constraints."""
        self._joined.append(frozenset(self._failed.index(numbers[0]) for numbers in failed))


class Search:
    """The constraints on a number of figures. `weights` by figure; `soft` what it costs that the warning of a
    constraint still fails, by its number.
    """

    def __init__(
        self,
        constraints: Sequence[Constraint],
        lattices: Sequence[Lattice],
        weights: Sequence[int],
        soft: Mapping[int, int],
    ) -> None:
        self.constraints, self._lattices, self._soft = constraints, lattices, soft
        self._of_figure: defaultdict[int, list[int]] = defaultdict(list)
        for number, constraint in enumerate(constraints):
            for figure in constraint.figures:
                self._of_figure[figure].append(number)
        self._beyond = len(lattices)  # elements from here on are the soft constraints
        self._weights = {**dict(enumerate(weights)), **{self._beyond + number: cost for number, cost in soft.items()}}

    def run(self, limit: int, seconds: float, within: int = WITHIN) -> list[Found]:
        """The answers for each group of failed rules that has to be fixed together, in the order of the constraints.

        At most `limit` sets a group, and none that weighs more than `within` beyond the lightest.

        Groups are searched apart as long as the conflicts that lead to their lightest answers share no figure, and the
        groups whose lightest answers do not keep the rules together are joined and searched again. So the answers at
        first place are the lightest of all also when taken together; each further one fixes its own group and breaks no
        rule, all other figures unchanged.
        """
        end = monotonic() + seconds
        conflicts = _Conflicts(
            (number, self._elements([number], frozenset()))
            for number, each in enumerate(self.constraints)
            if each.fails
        )
        found: dict[frozenset[int], Found] = {}
        while True:
            groups = conflicts.groups()
            new = next((group for group in groups if group not in found), None)
            if new is not None:
                answer = self._enumerated(new, conflicts, _Bounds(limit, within, end))
                if answer is not None:
                    found[conflicts.group_of(min(new))] = answer
            elif not self._clash([found[group] for group in groups], conflicts, end):
                return sorted((found[group] for group in groups), key=lambda each: each.failed)

    def touching(self, figures: Iterable[int]) -> list[int]:
        """The numbers of the constraints on any of these figures."""
        return sorted({number for figure in figures for number in self._of_figure[figure]})

    def tied_to(self, figure: int) -> set[int]:
        """The figures that constraints tie to one, over however many others, and itself."""
        tied, waiting = {figure}, [figure]
        while waiting:
            numbers = self.touching([waiting.pop()])
            new = {other for number in numbers for other in self.constraints[number].figures} - tied
            tied |= new
            waiting += new
        return tied

    def _enumerated(self, group: frozenset[int], conflicts: _Conflicts, bounds: _Bounds) -> Found | None:
        """The answers of one group; None where a new conflict reaches into another group, which then is joined to
        it.
        """
        found = Found(conflicts.failed(group), [])
        covers = Covers(self._weights)
        for number in sorted(group):
            covers.add(conflicts.elements[number])
        try:
            return found if self._enumerate(found, covers, min(group), conflicts, bounds) else None
        except NotSettledError:
            found.settled = False
            return found

    def _enumerate(self, found: Found, covers: Covers, start: int, conflicts: _Conflicts, bounds: _Bounds) -> bool:
        while (chosen := covers.lightest(_seconds_left(bounds.end))) is not None:
            if bounds.passed(found.solutions, covers.weight(chosen)):
                found.more = True
                return True
            figures, standing = self._split(chosen)
            answer = self._answer(figures, standing, bounds.end)
            if isinstance(answer, _Answer):
                found.solutions.append(
                    Solution(figures, standing, covers.weight(chosen), answer.ranges, answer.trial, answer.exact)
                )
                covers.leave_out(chosen)
                continue
            conflict = self._elements(answer, chosen)
            found.contradictory = () if conflict or found.solutions else tuple(sorted(answer))
            covers.add(conflict)
            if not found.solutions and conflicts.add(conflict, start):
                return False
        return True

    def _clash(self, found: list[Found], conflicts: _Conflicts, end: float) -> bool:
        """Whether the lightest answers of the groups contradict each other; the groups that clash are joined then."""
        lightest = [each.solutions[0] for each in found if each.solutions]
        figures = frozenset(figure for solution in lightest for figure in solution.figures)
        standing = frozenset(number for solution in lightest for number in solution.standing)
        try:
            answer = self._answer(figures, standing, end)
        except NotSettledError:
            for each in found:
                each.settled = False
            return False
        if isinstance(answer, _Answer):
            return False
        touched = frozenset(figure for number in answer for figure in self.constraints[number].figures)
        clashing = [each for each in found if each.solutions and each.solutions[0].figures & touched]
        conflicts.join(each.failed for each in clashing)
        return len(clashing) > 1

    def _split(self, chosen: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
        """The figures of a choice, and the numbers of the constraints that it leaves failed."""
        figures = frozenset(element for element in chosen if element < self._beyond)
        return figures, frozenset(element - self._beyond for element in chosen - figures)

    def _elements(self, numbers: Collection[int], chosen: frozenset[int]) -> frozenset[int]:
        """The elements one of which must be chosen (beyond those that are) where these constraints cannot be met
        together.
        """
        figures = frozenset(figure for number in numbers for figure in self.constraints[number].figures)
        return (figures | {self._beyond + number for number in numbers if number in self._soft}) - chosen

    def _answer(self, figures: frozenset[int], standing: frozenset[int], end: float) -> _Answer | set[int]:
        """What the figures would have to be, or the numbers of constraints that their change cannot keep together."""
        whole = _Answer({}, {}, exact=True)
        for part in self.parts(figures, standing):
            numbers = [number for number in self.touching(part) if number not in standing]
            answer = (
                self._answer_of_one(*part, numbers) if len(part) == 1 else self._answer_of_several(part, numbers, end)
            )
            if isinstance(answer, set):
                return answer
            whole = _Answer(
                {**whole.ranges, **answer.ranges}, {**whole.trial, **answer.trial}, whole.exact and answer.exact
            )
        return whole

    def parts(self, figures: frozenset[int], standing: frozenset[int]) -> Iterator[tuple[int, ...]]:
        """The figures, those together that share a constraint."""
        left = sorted(figures)
        while left:
            part, waiting = {left[0]}, [left[0]]
            while waiting:
                shared = {
                    each
                    for number in self._of_figure[waiting.pop()]
                    if number not in standing
                    for each in self.constraints[number].figures & figures
                }
                waiting += shared - part
                part |= shared
            yield tuple(sorted(part))
            left = [figure for figure in left if figure not in part]

    def _constraint_rows(self, part: Collection[int], numbers: Iterable[int]) -> tuple[list[Row], bool]:
        """The rows of these constraints, and whether all of them have some."""
        rows, exact = list[Row](), True
        for number in numbers:
            own = self.constraints[number].rows(part, number)
            exact = exact and own is not None
            rows += own or ()
        return rows, exact

    def _answer_of_one(self, figure: int, numbers: list[int]) -> _Answer | set[int]:
        """One figure: the printed values between the tightest of its bounds."""
        rows, exact = self._constraint_rows((figure,), numbers)
        if dead := {row.source for row in rows if not row.coefficients and row.high < 0}:
            return dead
        lattice, bounds = self._lattices[figure], [(row.coefficients[figure], row) for row in rows if row.coefficients]
        lows = [(row.high / coefficient, row.source) for coefficient, row in bounds if coefficient < 0]
        highs = [(row.high / coefficient, row.source) for coefficient, row in bounds if coefficient > 0]
        low, high = max(lows, default=None), min(highs, default=None)
        found = _on_lattice(lattice, low[0] if low else None, high[0] if high else None)
        if found[0] is not None and found[1] is not None and found[0] > found[1]:
            return {each[1] for each in (low, high) if each}
        return _Answer({figure: found}, {figure: _clamped(lattice.value, *found)}, exact)

    def _answer_of_several(self, part: tuple[int, ...], numbers: list[int], end: float) -> _Answer | set[int]:
        """Several figures that share rules."""
        steps = {figure: self._lattices[figure].step for figure in part}
        rows, exact = self._constraint_rows(part, numbers)
        rows = [row.scaled(steps) for row in rows]
        core = contradiction(rows, _seconds_left(end))
        if core is not None:
            return {row.source for row in core}
        near = nearest(rows, _seconds_left(end)) if rows else {}
        if near is None:
            raise NotSettledError
        trial = self._rounded(part, rows, near)
        ranges = {figure: self._range(figure, rows, end) for figure in part}
        values = {figure: trial.get(figure, self._lattices[figure].value) for figure in part}
        return _Answer(ranges, values, exact and bool(trial))

    def _rounded(self, part: tuple[int, ...], rows: list[Row], near: Mapping[int, float]) -> dict[int, Fraction]:
        """Printed values near a change that keep the rows exactly; empty where no rounding of it does."""
        ways = []
        for figure in part:
            lattice = self._lattices[figure]
            at = float(lattice.value / lattice.step) + near.get(figure, 0.0)
            ways.append(
                [
                    Fraction(each) - lattice.value / lattice.step
                    for each in dict.fromkeys((round(at), floor(at), ceil(at)))
                ]
            )
        for way in islice(product(*ways), _ROUNDINGS):
            moved = dict(zip(part, way, strict=True))
            if all(
                sum(coefficient * moved[figure] for figure, coefficient in row.coefficients.items()) <= row.high
                for row in rows
            ):
                return {
                    figure: self._lattices[figure].value + moved[figure] * self._lattices[figure].step
                    for figure in part
                }
        return {}

    def _range(self, figure: int, rows: list[Row], end: float) -> Range:
        lattice = self._lattices[figure]
        high = upper_bound(rows, {figure: Fraction(1)}, _seconds_left(end))
        low = upper_bound(rows, {figure: Fraction(-1)}, _seconds_left(end))
        return _on_lattice(lattice, -low[0] * lattice.step if low else None, high[0] * lattice.step if high else None)


def _on_lattice(lattice: Lattice, low: Fraction | None, high: Fraction | None) -> Range:
    """The least and the greatest printed value whose change from the present one lies between."""
    step, value = lattice.step, lattice.value
    return None if low is None else ceil((value + low) / step) * step, (
        None if high is None else floor((value + high) / step) * step
    )


def _clamped(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _seconds_left(end: float) -> float:
    """Seconds that are left. Raises NotSettledError where none are."""
    left = end - monotonic()
    if left <= 0:
        raise NotSettledError
    return left
