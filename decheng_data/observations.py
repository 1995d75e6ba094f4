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
        self.__dict__.pop("quantity", None)  # it was made with the unit before
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
    """The figures that a rule holds against each other belong to one release, one period (in its shortest form) and one area."""

    release_id: str
    period: str
    area: str

    def is_first(self, months: int) -> bool:
        """Whether the period is the first so many months of a year."""
        period = Period.parse(self.period)
        return period.is_cumulative and period.months == months


class ObservationIndex:
    """Observations of one or more releases, found by group, indicator and measure."""

    def __init__(self, observations: Iterable[Observation], releases: Iterable[ReleaseRow] = ()) -> None:
        self.observations = tuple(observations)
        self.releases = {release.release_id: release for release in releases}
        self._figures: dict[Group, dict[tuple[str, str], list[Observation]]] = {}
        self._groups_of: dict[tuple[str, Period], list[Group]] = defaultdict(list)
        for observation in self.observations:
            period = Period.parse(observation.period)
            group = Group(observation.release_id, str(period), observation.area)
            if group not in self._figures:
                self._figures[group] = defaultdict(list)
                self._groups_of[(group.area, period)].append(group)
            self._figures[group][(observation.indicator_id, observation.measure)].append(observation)

    def groups(self) -> Iterator[Group]:
        """Every group that has a figure, in the order of the figures."""
        return iter(self._figures)

    def indicators(self, group: Group) -> Iterator[IndicatorRow]:
        """Every indicator that has a figure in the group."""
        return iter({each.indicator_id: each.indicator for figures in self._figures[group].values() for each in figures}.values())

    def of_release(self, release_id: str) -> list[Observation]:
        """The figures of one release."""
        return [observation for observation in self.observations if observation.release_id == release_id]

    def find(self, group: Group, term: Term) -> Observation | None:
        """The figure that a term takes, seen from a group; None where there is none.

        Of several comparisons the one with none, else with the previous year, is taken; a figure whose unit the term does not take is not there,
        nor is one of another coverage.
        """
        return self._first(term, (other for other in self._candidates(group, term.reference) if self._same_coverage(group, other)))

    def find_uncovered(self, group: Group, term: Term) -> Observation | None:
        """The figure that a term would take, were it not of another coverage than the group's."""
        return self._first(term, (other for other in self._candidates(group, term.reference) if not self._same_coverage(group, other)))

    def _first(self, term: Term, groups: Iterable[Group]) -> Observation | None:
        for group in groups:
            found = self._figures[group].get((term.indicator_id or "", term.measure or ""), ())
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
        return [other for wanted in shorter if wanted != period for other in self._groups_of.get((group.area, wanted), ())]

    def _same_coverage(self, group: Group, other: Group) -> bool:
        here, there = self.releases.get(group.release_id), self.releases.get(other.release_id)
        return here is None or there is None or here.coverage == there.coverage
