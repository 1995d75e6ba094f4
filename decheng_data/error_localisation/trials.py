"""What validation itself would say, were some figures others: the engine's own answer on a figure typed anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from decheng_data.error_localisation.constraints import NUMERIC, OF_A_CELL
from decheng_data.error_localisation.slips import EXCHANGED, GROWTH_AS_LEVEL, Slip, commits
from decheng_data.model.finding import Outcome
from decheng_data.rules.exact import evaluate
from decheng_data.rules.kinds.printed_and_codes import has_sign_outside, printed_disagreement
from decheng_data.rules.observation import Observation, ObservationIndex

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from decheng_data.error_localisation.constraints import Accepted
    from decheng_data.error_localisation.search import Search
    from decheng_data.model.quantity import Quantity
    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.evaluation import CodeLists, Evaluation
    from decheng_data.rules.rule import Rule

OF_FORM = ("place", "printed")
"""Kinds that look at how a figure is printed and not at its value: a slip undone has to fit its place in the text."""
Failure = tuple[str, frozenset[int]]
"""A rule that failed, and the positions of its figures."""


def retyped(
    observation: Observation, quantity: Quantity, units: Mapping[str, UnitRow], *, printed: bool = True
) -> Observation | None:
    """The row with another quantity, in `value` and `printed` alike, without `printed` in `value` alone; None where
    there is no such unit.

    `units` are by the name that is printed.
    """
    unit = observation.unit_row if quantity.unit == observation.unit_row.name_zh else units.get(quantity.unit)
    if unit is None:
        return None
    cells = {
        "value": quantity.value,
        "decimals": quantity.decimals,
        "unit": unit.unit_id,
        "qualifier": quantity.qualifier,
    }
    changed = observation.model_copy(
        update={**cells, "printed": _printed(observation, quantity) if printed else observation.printed}
    )
    return changed.bind(observation.indicator, unit, observation.line)


def _printed(observation: Observation, quantity: Quantity) -> str:
    """The printed form with the other digits in it, all else as it is; as it is where it has them already; anew
    where that will not do.
    """
    printed, old, new = observation.printed, _digits(observation.quantity), _digits(quantity)
    sign_outside = has_sign_outside(observation) and not printed.startswith("-")
    if quantity.qualifier != observation.qualifier or (
        not sign_outside and (quantity.value < 0) != (observation.value < 0)
    ):
        return str(quantity)
    if printed_disagreement(observation) is not None and new in printed and quantity.unit in printed:
        return printed
    form = printed.replace(old, new, 1).replace(observation.quantity.unit, quantity.unit, 1)
    return form if old in printed and new in form and quantity.unit in form else str(quantity)


def _digits(quantity: Quantity) -> str:
    return f"{quantity.value.copy_abs():.{quantity.decimals}f}"


class Trials:
    """Changed figures, validated by the rules on them."""

    def __init__(
        self, search: Search, rules: Iterable[Rule], index: ObservationIndex, codes: CodeLists, accepted: Accepted
    ) -> None:
        self._accepted = frozenset((rule_id, frozenset(places)) for rule_id, places in accepted)
        self.search, self._index, self._codes = search, index, codes
        checked = [
            rule for rule in rules if rule.row.kind in (*NUMERIC, *OF_A_CELL) and rule.row.severity != "information"
        ]
        self._each = [rule for rule in checked if rule.is_each]
        self._rules = {rule.rule_id: rule for rule in checked}

    @cached_property
    def units(self) -> dict[str, UnitRow]:
        """The units by the name that is printed."""
        return {unit.name_zh: unit for unit in self._codes.units.values()}

    def slips(self, place: int) -> Iterator[tuple[Slip, dict[int, Observation]]]:
        """Each slip of a figure with the rows that it changes; those that lead to no row (万 where there is no such
        unit) are left out.
        """
        observations = self._index.observations
        here = observations[place]
        for slip in commits(here.quantity):
            if (made := retyped(here, slip.quantity, self.units)) is not None:
                yield slip, {place: made}
        following = observations[place + 1] if place + 1 < len(observations) else here
        same = following.indicator_id == here.indicator_id
        if (
            following.value != here.value
            and following.release_id == here.release_id
            and (same or following.unit == here.unit)
        ):
            kind, moved = GROWTH_AS_LEVEL if same else EXCHANGED, {}
            for position, row, other in ((place, here, following), (place + 1, following, here)):
                quantity = replace(row.quantity, value=other.value, decimals=other.decimals, exact=False)
                if (made := retyped(row, quantity, self.units)) is not None:
                    moved[position] = made
            yield Slip(kind, moved[place].quantity), moved

    def shares_unit(self, place: int) -> bool:
        """Whether the figure behind one in the text prints the unit of both, as `printed_disagreement` asks."""
        return self._index.shares_unit(self._index.observations[place])

    @cached_property
    def _joined(self) -> dict[int, set[int]]:
        """The places of the figures before and behind one with which it shares what is printed of its unit."""
        places = {id(each): place for place, each in enumerate(self._index.observations)}
        found = defaultdict[int, set[int]](set)
        for place, each in enumerate(self._index.observations):
            if self.shares_unit(place) and printed_disagreement(each) is not None:
                for other in self._index.joined_to(each):
                    found[place].add(places[id(other)])
                    found[places[id(other)]].add(place)
        return found

    def failures(self, changed: Mapping[int, Observation], *, form: bool = True) -> set[Failure]:
        """The rules that fail on the changed figures and those that rules tie to them; without `form` those that no
        other printed form fixes.
        """
        touching = [self.search.constraints[number] for number in self.search.touching(changed)]
        joined = (other for place in changed for other in self._joined.get(place, ()))
        near = sorted({*changed, *joined, *(figure for constraint in touching for figure in constraint.figures)})
        observations = [changed.get(place) or self._index.observations[place] for place in near]
        index = ObservationIndex(observations, self._index.releases.values())
        places = {id(observation): place for place, observation in zip(near, observations, strict=True)}
        named = dict.fromkeys(constraint.rule.rule_id for constraint in touching if not constraint.rule.is_each)
        rules = [
            *(rule for rule in self._each if form or rule.row.kind not in OF_FORM),
            *(self._rules[rule_id] for rule_id in named),
        ]
        failed = (
            each
            for each in evaluate(rules, index, self._codes, passed=Counter())
            if each.outcome is Outcome.FAILED and not _of_two_places(each)
        )
        failures = (
            (each.rule.rule_id, frozenset(places[id(figure)] for figure in each.observations)) for each in failed
        )
        return {(rule_id, figures) for rule_id, figures in failures if figures & changed.keys()} - self._accepted

    def fails(self, place: int, kinds: Container[str], standing: Container[int]) -> bool:
        """Whether the row contradicts itself by a rule of these kinds that must pass."""
        numbers = (number for number in self.search.touching((place,)) if number not in standing)
        return any(
            each.fails and each.rule.row.kind in kinds for each in map(self.search.constraints.__getitem__, numbers)
        )

    def standing(self, numbers: Iterable[int]) -> set[Failure]:
        """The failures that remain where these constraints are given up."""
        constraints = (self.search.constraints[number] for number in numbers)
        return {(each.rule.rule_id, each.figures) for each in constraints}

    def holds(self, changed: Mapping[int, Observation], standing: Iterable[int], *, form: bool = True) -> bool:
        """Whether nothing fails on the changed figures but the warnings that may still fail."""
        return self.failures(changed, form=form) <= self.standing(standing)


def _of_two_places(each: Evaluation) -> bool:
    return each.rule.row.kind == "place" and len(each.observations) > 1
