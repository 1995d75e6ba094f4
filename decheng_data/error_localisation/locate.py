"""Suspects among the figures of an index: sets, ranges, slips, in the form of a report."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.error_localisation import weights, wording
from decheng_data.error_localisation.constraints import Accepted, ProductConstraint, constraints
from decheng_data.error_localisation.forced import forced_values
from decheng_data.error_localisation.likely import Explanation, Explanations
from decheng_data.error_localisation.search import Lattice, Search
from decheng_data.error_localisation.trials import OF_FORM, Trials, retyped
from decheng_data.errors import MissingExtraError
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.quantity import EXACT
from decheng_data.model.report import Localisation, Suspect, Suspects, SuspectSet
from decheng_data.rules.wording import OBSERVATIONS_FILE, involved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.error_localisation.constraints import Constraint
    from decheng_data.error_localisation.search import Found, Solution
    from decheng_data.model.rows import RevisionRow
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import Observation, ObservationIndex
    from decheng_data.rules.rule import Rule

LIMIT = 10
"""Most sets of each localisation in a report."""
SECONDS = 10.0
"""Time limit of all searches together."""
Failure = tuple[str, tuple[int, ...]]
"""A failed rule with the positions of its figures."""


class Suspicion(NamedTuple):
    """The suspects, and for each failure the number of the localisation that it belongs to."""

    suspects: Suspects
    numbers: dict[Failure, int]


def suspicion(
    rules: Iterable[Rule],
    index: ObservationIndex,
    codes: CodeLists,
    *,
    accepted: Accepted = frozenset(),
    ledger: Iterable[RevisionRow] = (),
    limit: int = LIMIT,
    seconds: float = SECONDS,
    file: str | None = OBSERVATIONS_FILE,
) -> Suspicion:
    """Localise what fails in an index and look for missing figures that the rules fix.

    Failures that are `accepted` count as passed; `ledger` are the recorded revisions. Raises MissingExtraError where
    scipy is not installed.
    """
    rules = list(rules)
    trials = trials_of(rules, index, codes, accepted, ledger)
    reported, constrained = _Results(trials, index, file, limit), trials.search.constraints
    results = list(trials.search.run(limit, seconds))
    numbers = {_failure(constrained[each]): number for number, result in enumerate(results) for each in result.failed}
    return Suspicion(
        Suspects(localisations=tuple(map(reported.localisation, results)), forced=forced_values(rules, index, codes)),
        numbers,
    )


def trials_of(
    rules: list[Rule],
    index: ObservationIndex,
    codes: CodeLists,
    accepted: Accepted = frozenset(),
    ledger: Iterable[RevisionRow] = (),
) -> Trials:
    """The figures of an index, to be changed and held against the rules; see `suspicion`. Raises MissingExtraError
    where scipy is not installed.
    """
    need_solver()
    found = constraints(rules, index, codes, accepted)
    lattices = [lattice(observation) for observation in index.observations]
    search = Search(found, lattices, weights.weights(index, found, ledger), weights.soft_costs(found))
    return Trials(search, rules, index, codes, accepted)


def need_solver() -> None:
    """Raise MissingExtraError where scipy is not installed."""
    try:
        import scipy  # noqa: F401  # whether it is there is what is asked
    except ImportError as error:
        raise MissingExtraError("scipy", "suspects") from error


def lattice(observation: Observation) -> Lattice:
    """The value of a figure and the step of its last printed digit, in the base unit; a counted thing or a rank goes by
    ones.
    """
    quantity = observation.quantity
    whole = quantity.exact or (quantity.counted and quantity.scale == 1)
    step = quantity.scale if whole else EXACT.multiply(EXACT.scaleb(Decimal(1), -quantity.decimals), quantity.scale)
    return Lattice(Fraction(quantity.base_value), Fraction(step))


def _failure(constraint: Constraint) -> Failure:
    return constraint.rule.rule_id, tuple(sorted(constraint.figures))


class _Results:
    """From what a search found to the form of a report."""

    def __init__(self, trials: Trials, index: ObservationIndex, file: str | None, limit: int) -> None:
        self._trials, self._search, self._observations = trials, trials.search, index.observations
        self._file, self._limit = file, limit
        self._explanations = Explanations(index.observations, trials)

    def localisation(self, found: Found) -> Localisation:
        """The sets, the likeliest first; of equally likely ones in the order of the figures."""
        rules = tuple(dict.fromkeys(self._search.constraints[number].rule.rule_id for number in found.failed))
        ordered = sorted(
            (self._set(solution) for solution in found.solutions),
            key=lambda each: (each[0].weight, len(each[1].figures), sorted(each[1].figures)),
        )
        note = self._note(found, [solution for _, solution in ordered])
        return Localisation(
            rules=rules,
            sets=tuple(each for each, _ in ordered[: self._limit]),
            settled=found.settled,
            more=found.more or len(ordered) > self._limit,
            note_en=note.en or None,
            note_zh=note.zh or None,
        )

    def _set(self, solution: Solution) -> tuple[SuspectSet, Solution]:
        parts = list(self._search.parts(solution.figures, solution.standing))
        explained, confirmed = self._explanations.of(solution, parts), self._confirmed(solution)
        figures = tuple(
            self._suspect(place, solution, explained.get(place, []), confirmed=confirmed)
            for place in sorted(solution.figures)
        )
        standing = tuple(
            dict.fromkeys(self._search.constraints[number].rule.rule_id for number in sorted(solution.standing))
        )
        weight = solution.weight + self._weight_of_slips(solution, explained)
        return SuspectSet(figures=figures, standing=standing, weight=weight, confirmed=confirmed), solution

    def _suspect(
        self, place: int, solution: Solution, explanations: Sequence[Explanation], *, confirmed: bool
    ) -> Suspect:
        observation = self._observations[place]
        scale = Fraction(observation.quantity.scale)
        low, high = (
            None if end is None else exact_decimal(end / scale) for end in solution.ranges.get(place, (None, None))
        )
        if not confirmed or self._is_form(place, solution, explanations) or _is_within(observation.value, low, high):
            low = high = None  # it is not the value, or not the value alone, that is wrong
        return Suspect(
            **dict(involved(observation, self._file)),
            low=low,
            high=high,
            slips=tuple(wording.slip(observation, each) for each in explanations),
        )

    def _is_form(self, place: int, solution: Solution, explanations: Sequence[Explanation]) -> bool:
        """Whether how it is printed is wrong, in a way that no slip explains: then no value alone fixes it."""
        return not explanations and self._trials.fails(place, OF_FORM, solution.standing)

    def _weight_of_slips(self, solution: Solution, explained: dict[int, list[Explanation]]) -> int:
        """What the likeliest slip of each figure takes from the weight; nothing where one of them has none that names
        what it was.
        """
        named = [
            [weights.slip_weight(each) for each in explained.get(place, ()) if each.quantity is not None]
            for place in solution.figures
        ]
        return sum(map(min, named)) if all(named) else 0

    def _confirmed(self, solution: Solution) -> bool:
        """Whether validation passes with the trial values, and the search was exact."""
        if not solution.figures:
            return True
        changed = {}
        for place, value in solution.trial.items():
            observation = self._observations[place]
            quantity = observation.quantity
            number = exact_decimal(value / Fraction(quantity.scale))
            typed = type(quantity)(
                number, quantity.decimals, quantity.unit, quantity.scale, quantity.counted, quantity.qualifier
            )
            changed[place] = retyped(observation, typed, self._trials.units)
        there = {place: each for place, each in changed.items() if each is not None}
        return self._trials.holds(there, solution.standing, form=False)

    def _note(self, found: Found, solutions: Iterable[Solution]) -> Bilingual:
        return Bilingual.joined(self._notes(found, list(solutions)), " ", "")

    def _notes(self, found: Found, solutions: list[Solution]) -> Iterator[Bilingual]:
        if found.contradictory:
            names = dict.fromkeys(self._search.constraints[number].rule.rule_id for number in found.contradictory)
            english = f"No change of figures keeps these rules together: {', '.join(names)}."
            yield Bilingual(english, f"任何改动都无法使以下规则同时成立：{'、'.join(names)}。")
        if any(not solution.exact for solution in solutions):
            yield Bilingual(
                "Where both factors of a product rule change, or the interval of one reaches below 0, that rule was"
                " left open and only tried.",
                "若乘积规则的两个因数同时改动，或区间含负值，则该规则不参与搜索，仅作验证。",
            )
        elif any(
            isinstance(self._search.constraints[number], ProductConstraint)
            for solution in solutions
            for number in self._search.touching(solution.figures)
        ):
            yield Bilingual("A product rule was taken by its linear bounds.", "乘积规则按线性界限处理。")


def _is_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def exact_decimal(value: Fraction) -> Decimal:
    """A fraction whose denominator has no other prime factors than 2 and 5, as a Decimal."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
