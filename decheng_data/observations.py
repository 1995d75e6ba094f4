"""Observation: one figure with its indicator, its unit and the interval that it stands for; and many of them, looked up."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from pydantic import PrivateAttr

from decheng_data.models import IndicatorRow, ObservationRow, ReleaseRow, UnitRow
from decheng_data.periods import Period
from decheng_data.printed import RANK_WORDS, ZERO_WORDS
from decheng_data.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.rules import Term

IN_WORDS = frozenset((*RANK_WORDS, *ZERO_WORDS))


class Observation(ObservationRow):
    """A row of observations.csv together with its indicator and its unit.

    `value` is in the printed unit; `quantity.interval` is what the figure stands for, in the base unit.
    """

    _indicator: IndicatorRow = PrivateAttr()
    _unit: UnitRow = PrivateAttr()
    _line: int | None = PrivateAttr(default=None)

    def bind(self, indicator: IndicatorRow, unit: UnitRow, line: int | None = None) -> Self:
        """Tie the row to its indicator and unit; `line` is its line in the file that it came from."""
        self._indicator, self._unit, self._line = indicator, unit, line
        return self

    @property
    def indicator(self) -> IndicatorRow:
        """What is measured."""
        return self._indicator

    @property
    def unit_row(self) -> UnitRow:
        """The unit that the figure is printed in, with its scale and codes."""
        return self._unit

    @property
    def line(self) -> int | None:
        """The line of the file that the figure came from."""
        return self._line

    @property
    def name_zh(self) -> str:
        """The indicator's name in Chinese."""
        return self._indicator.name_zh

    @property
    def name_en(self) -> str:
        """The indicator's name in English."""
        return self._indicator.name_en

    @cached_property
    def quantity(self) -> Quantity:
        """The figure with the interval that it stands for."""
        unit = self._unit
        exact = self.measure == "rank" or self.printed in IN_WORDS
        return Quantity(self.value, self.decimals, unit.name_zh, unit.scale, unit.counted, self.qualifier, exact)

    def __repr__(self) -> str:
        return f"<{self.indicator_id} {self.measure} {self.printed} ({self.obs_status}) {self.release_id}: {self.name_en} / {self.name_zh}>"

    __str__ = __repr__


class Group(NamedTuple):
    """The figures that a rule holds against each other belong to one release, one period and one area."""

    release_id: str
    period: str
    area: str


class ObservationIndex:
    """Observations of one or more releases, found by group, indicator and measure."""

    def __init__(self, observations: Iterable[Observation], releases: Iterable[ReleaseRow] = ()) -> None:
        self.observations = tuple(observations)
        self.releases = {release.release_id: release for release in releases}
        self._figures: dict[Group, dict[tuple[str, str], list[Observation]]] = {}
        self._groups_of: dict[tuple[str, Period], list[Group]] = defaultdict(list)
        for observation in self.observations:
            group = Group(observation.release_id, observation.period, observation.area)
            if group not in self._figures:
                self._figures[group] = defaultdict(list)
                self._groups_of[(group.area, Period.parse(group.period))].append(group)
            self._figures[group][(observation.indicator_id, observation.measure)].append(observation)

    def groups(self) -> Iterator[Group]:
        """Every group that has a figure, in the order of the figures."""
        return iter(self._figures)

    def of_release(self, release_id: str) -> list[Observation]:
        """The figures of one release."""
        return [observation for observation in self.observations if observation.release_id == release_id]

    def find(self, group: Group, term: Term) -> Observation | None:
        """The figure that a term takes, seen from a group; None where there is none.

        Of several comparisons the one with none, else with the previous year, is taken; a figure whose unit the term does not take is not there.
        """
        for candidate in self._candidates(group, term.reference):
            found = self._figures[candidate].get((term.indicator_id or "", term.measure or ""), ())
            taken = [each for each in found if each.comparison in ("none", "previous_year") and term.takes(each.indicator_id, each.measure, each.unit_row)]
            if taken:
                return min(taken, key=lambda each: each.comparison)
        return None

    def _candidates(self, group: Group, reference: str) -> list[Group]:
        if reference == "same":
            return [group]
        period = Period.parse(group.period)
        if reference == "previous_cumulative":
            shorter = [Period(period.first_year, 1, months) for months in range(period.months - 1, 0, -1)] if period.is_cumulative else []
        else:
            shorter = [period.previous_year if reference == "previous_year" else period.full_year]
        return [other for wanted in shorter for other in self._groups_of.get((group.area, wanted), ()) if self._same_coverage(group, other) and other != group]

    def _same_coverage(self, group: Group, other: Group) -> bool:
        here, there = self.releases.get(group.release_id), self.releases.get(other.release_id)
        return here is None or there is None or here.coverage == there.coverage
