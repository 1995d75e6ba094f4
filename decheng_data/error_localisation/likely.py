"""The slips of hand and eye that would explain a suspect: undone, each makes every rule hold, by the engine's own
answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from decheng_data.error_localisation.slips import (
    EXCHANGED,
    GROWTH_AS_LEVEL,
    LAST_YEAR,
    NOT_AS_PRINTED,
    OTHER_ROW,
    UNIT_MISTAKEN,
    Slip,
    undoings,
)
from decheng_data.error_localisation.trials import Trials, retyped
from decheng_data.model.period import Period
from decheng_data.model.printed import read_printed
from decheng_data.rules.kinds.printed_and_codes import has_sign_outside, printed_disagreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from decheng_data.error_localisation.search import Range, Solution
    from decheng_data.error_localisation.slips import SlipKind
    from decheng_data.model.quantity import Quantity
    from decheng_data.rules.observation import Observation

MOST_SLIPS = 8
"""Most slips in a report of one suspect."""
MOST_OF_A_KIND = 3
"""Most of one kind; of one that needs no guess, one."""
_MOST_TRIED = 8
"""Most slips of each of two figures that are tried together."""
_OF_CODES = ("codes", "unit")
"""Kinds that no other number fixes."""
_NEAR_ROWS = 2
"""How many rows away a neighbour may be."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A slip that would explain a figure.

    `quantity` is what it would have been, None where the slip leaves it open; `usual`: it has as many decimals
    as most figures in its unit; `other` is the second figure of the slip.
    """

    kind: SlipKind
    quantity: Quantity | None
    keystrokes: int = 1
    usual: bool = True
    as_printed: bool = False
    other: Observation | None = None


class Explanations:
    """Looks for slips among the figures of one index."""

    def __init__(self, observations: Sequence[Observation], trials: Trials) -> None:
        self._observations, self._trials = observations, trials
        self._found: dict[tuple[object, ...], dict[int, list[Explanation]]] = {}

    def of(self, solution: Solution, parts: Iterable[tuple[int, ...]]) -> dict[int, list[Explanation]]:
        """The slips for each figure of a set, the likeliest first. `parts` are its figures, those together that rules
        tie to each other.
        """
        found: dict[int, list[Explanation]] = {}
        for part in parts:
            key = (part, solution.standing, *(solution.ranges.get(place) for place in part))
            if key not in self._found:
                self._found[key] = self._slips_of_part(part, solution)
            found |= self._found[key]
        return found

    def _slips_of_part(self, part: tuple[int, ...], solution: Solution) -> dict[int, list[Explanation]]:
        if len(part) == 1:
            return {part[0]: self._slips_of_one(part[0], solution)}
        return self._slips_of_two(part, solution) if len(part) == 2 else {}

    def _slips_of_one(self, place: int, solution: Solution) -> list[Explanation]:
        explained = self._explained(place, solution)
        confirmed = _first_of_each_kind(
            each for each in explained if each.quantity is not None and self._holds({place: each.quantity}, solution)
        )
        repeated = () if self._trials.fails(place, _OF_CODES, solution.standing) else self._repeated(place)
        others = [*self._printed_wrong(place, solution), *self._exchanged(place, solution), *repeated]
        return sorted([*confirmed, *others], key=_likeliest)[:MOST_SLIPS]

    def _explained(self, place: int, solution: Solution) -> list[Explanation]:
        """Slips of one figure that may explain it, the likeliest first, untried."""
        candidates = self._candidates(place, solution.ranges.get(place, (None, None)))
        return sorted((self._explanation(place, slip) for slip in candidates), key=_likeliest)

    def _slips_of_two(self, part: tuple[int, ...], solution: Solution) -> dict[int, list[Explanation]]:
        """The slips of two figures that hold together; an exchange is one slip of both."""
        one, other = part
        if exchanged := [each for each in self._exchanged(one, solution) if each.other is self._observations[other]]:
            return {one: exchanged, other: list(self._exchanged(other, solution))}
        tried = [self._explained(place, solution)[:_MOST_TRIED] for place in part]
        found: dict[int, list[Explanation]] = {one: [], other: []}
        for pair in product(*tried):
            if self._holds(
                {place: each.quantity for place, each in zip(part, pair, strict=True) if each.quantity}, solution
            ):
                for place, each in zip(part, pair, strict=True):
                    found[place] += [each] if each not in found[place] else []
        return {place: list(_first_of_each_kind(sorted(slips, key=_likeliest))) for place, slips in found.items()}

    def _candidates(self, place: int, allowed: Range) -> Iterator[Slip]:
        """Slips undone whose figure may fall into the range: what is printed first, if it is not the value."""
        observation = self._observations[place]
        printed = self._printed_quantity(place)
        if printed is not None:
            named = next(
                (slip for slip in undoings(observation.quantity) if _alike(slip.quantity, printed)),
                Slip(NOT_AS_PRINTED, printed),
            )
            yield Slip(named.kind, printed, named.keystrokes)
        half = Fraction(observation.quantity.scale) / (1 if observation.quantity.counted else 2)
        for slip in undoings(observation.quantity):
            low, high = slip.quantity.interval
            below = allowed[1] is not None and low.is_finite() and Fraction(low) > allowed[1] + half
            above = allowed[0] is not None and high.is_finite() and Fraction(high) < allowed[0] - half
            if not (below or above) and not (printed is not None and _alike(slip.quantity, printed)):
                yield slip

    def _explanation(self, place: int, slip: Slip) -> Explanation:
        printed = self._printed_quantity(place)
        usual = slip.quantity.decimals == self._usual_decimals(place) and (
            slip.kind is not UNIT_MISTAKEN or self._is_used(slip.quantity.unit)
        )
        return Explanation(
            slip.kind, slip.quantity, slip.keystrokes, usual, printed is not None and _alike(slip.quantity, printed)
        )

    def _usual_decimals(self, place: int) -> int:
        """How many decimals the other figures in the unit mostly have; its own where there are no others."""
        observation = self._observations[place]
        others = Counter(self._decimals[observation.unit])
        others[observation.decimals] -= 1
        decimals, count = min(others.items(), key=lambda item: (-item[1], item[0]))
        return decimals if count > 0 else observation.decimals

    def _is_used(self, unit: str) -> bool:
        """Whether any figure is in the unit of that printed name."""
        return unit in self._trials.units and self._trials.units[unit].unit_id in self._decimals

    @cached_property
    def _decimals(self) -> dict[str, Counter[int]]:
        found: dict[str, Counter[int]] = {}
        for each in self._observations:
            found.setdefault(each.unit, Counter())[each.decimals] += 1
        return found

    def _printed_quantity(self, place: int) -> Quantity | None:
        """The printed form as a quantity, where value, decimals, unit and qualifier are not the same."""
        observation = self._observations[place]
        shares_unit = self._trials.shares_unit(place)
        read = read_printed(observation.printed)
        if printed_disagreement(observation, shares_unit=shares_unit) is None or read is None:
            return None
        read = read.in_unit(observation.unit_row.name_zh)
        fell = read.sign == -1 or (read.sign is None and has_sign_outside(observation) and observation.value < 0)
        value = read.magnitude.copy_negate() if fell else read.magnitude
        unit = observation.unit_row.name_zh if read.unit is None or shares_unit else read.unit
        scale = self._trials.units[unit].scale if unit in self._trials.units else observation.unit_row.scale
        return replace(
            observation.quantity,
            value=value,
            decimals=read.decimals,
            unit=unit,
            scale=scale,
            qualifier=read.qualifier,
            exact=False,
        )

    def _printed_wrong(self, place: int, solution: Solution) -> Iterator[Explanation]:
        """Where the value keeps the rules and the printed form would not, it is the printed form that was mistyped."""
        printed = self._printed_quantity(place)
        if printed is None:
            return
        meant = retyped(self._observations[place], self._observations[place].quantity, self._trials.units)
        as_meant = (
            meant.model_copy(update={"printed": str(meant.quantity)}).bind(meant.indicator, meant.unit_row, meant.line)
            if meant
            else None
        )
        if (
            as_meant
            and self._trials.holds({place: as_meant}, solution.standing)
            and not self._holds({place: printed}, solution)
        ):
            yield Explanation(NOT_AS_PRINTED, self._observations[place].quantity)

    def _exchanged(self, place: int, solution: Solution) -> Iterator[Explanation]:
        observation = self._observations[place]
        for near in (place - 1, place + 1):
            other = self._observations[near] if 0 <= near < len(self._observations) else observation
            alike = other.unit == observation.unit or other.indicator_id == observation.indicator_id
            if alike and other.release_id == observation.release_id and other.value != observation.value:
                here, actual = _number_of(observation, other), _number_of(other, observation)
                if self._holds({place: here, near: actual}, solution):
                    yield Explanation(
                        EXCHANGED, here, EXCHANGED.keystrokes, here.decimals == self._usual_decimals(place), other=other
                    )

    def _repeated(self, place: int) -> Iterator[Explanation]:
        """Whose number is here too: the other measure of the indicator, last year's, or a near row's. One digit is
        no sign of it.
        """
        observation = self._observations[place]
        if len(observation.quantity.value.as_tuple().digits) < 2:
            return
        for near, other in self._same_number.get((observation.value, observation.decimals), ()):
            if near == place:
                continue
            same_indicator = other.indicator_id == observation.indicator_id and other.area == observation.area
            if (
                same_indicator
                and other.measure == observation.measure
                and Period.parse(other.period) == Period.parse(observation.period).previous_year
            ):
                yield Explanation(LAST_YEAR, None, other=other)
            elif (
                same_indicator
                and other.release_id == observation.release_id
                and {other.measure, observation.measure} == {"level", "growth_rate"}
            ):
                yield Explanation(GROWTH_AS_LEVEL, None, other=other)
            elif other.release_id == observation.release_id and abs(near - place) <= _NEAR_ROWS:
                yield Explanation(OTHER_ROW, None, other=other)

    @cached_property
    def _same_number(self) -> dict[tuple[object, int], list[tuple[int, Observation]]]:
        found: dict[tuple[object, int], list[tuple[int, Observation]]] = {}
        for place, each in enumerate(self._observations):
            found.setdefault((each.value, each.decimals), []).append((place, each))
        return found

    def _holds(self, quantities: Mapping[int, Quantity], solution: Solution) -> bool:
        """Whether the figures hold with these quantities; where a row is not what it prints, with what it prints."""
        apart = {place: self._trials.fails(place, ("printed",), solution.standing) for place in quantities}
        typed = ((place, self._observations[place], quantity) for place, quantity in quantities.items())
        changed = {
            place: retyped(each, quantity, self._trials.units, printed=not apart[place])
            for place, each, quantity in typed
        }
        actual = {place: each for place, each in changed.items() if each is not None}
        return len(actual) == len(quantities) and self._trials.holds(actual, solution.standing)


def _first_of_each_kind(explanations: Iterable[Explanation]) -> Iterator[Explanation]:
    """The first few of each kind."""
    taken = Counter[str]()
    for each in explanations:
        if taken[each.kind.slip_id] < (1 if each.kind.certain else MOST_OF_A_KIND):
            taken[each.kind.slip_id] += 1
            yield each


def _number_of(observation: Observation, other: Observation) -> Quantity:
    """The other's number in this row's unit: a hand that slips a row types the digits, and the unit stays."""
    return replace(observation.quantity, value=other.value, decimals=other.decimals, exact=False)


def _alike(one: Quantity, other: Quantity) -> bool:
    return (one.value, one.decimals, one.unit) == (other.value, other.decimals, other.unit)


def _likeliest(each: Explanation) -> tuple[bool, bool, bool, bool, int]:
    """As printed first, then what looks like the figures beside it, needs no guess, names the right figure and takes
    fewest keystrokes.
    """
    return (
        not (each.as_printed or each.kind is NOT_AS_PRINTED),
        not each.usual,
        not each.kind.certain,
        each.quantity is None,
        each.keystrokes,
    )
