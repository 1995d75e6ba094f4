"""Observation: one figure with its indicator, its unit and its interval; and an index of many of them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import STATUS_WORDS
from decheng_data.model.html import Html, bilingual, element, html, html_table, notebook_panel
from decheng_data.model.period import Period
from decheng_data.model.printed import RANK_WORDS, ZERO_WORDS, figure_text
from decheng_data.model.quantity import Quantity
from decheng_data.model.rows import ObservationRow, ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from decheng_data.model.report import InvolvedObservation
    from decheng_data.model.rows import IndicatorRow, UnitRow
    from decheng_data.rules.rule import Term

LONGEST_JOINT = 2
"""Characters between figures of a list."""
IN_WORDS = frozenset((*RANK_WORDS, *ZERO_WORDS))


@lru_cache(maxsize=2**16)
def _quantity(written: str, *parts: Any) -> Quantity:
    """The quantity of a figure. `written` has its numbers as they are written, for the key of the cache: 157.5 and
    157.50 are equal, and the cache would give whichever came first.
    """
    return Quantity(*parts)


class Observation(ObservationRow):
    """A row of observations.csv together with its indicator and its unit.

    `value` is in the printed unit; `quantity.interval` is what the figure stands for, in the base unit.
    """

    __slots__ = ("indicator", "line", "quantity", "unit_row")
    # Beside the row's own cells, which are texts and numbers, a dict of which the garbage collector need not look into.

    if TYPE_CHECKING:

        @property
        def indicator(self) -> IndicatorRow:
            """What is measured. Raises AttributeError before bind()."""

        @property
        def unit_row(self) -> UnitRow:
            """The unit that the figure is printed in, with its scale and codes. Raises AttributeError before bind()."""

        @property
        def quantity(self) -> Quantity:
            """The figure with its interval. Raises AttributeError before bind()."""

        @property
        def line(self) -> int | None:
            """The line of the file that the figure came from."""

    else:

        def __getattr__(self, name: str) -> Any:
            if name == "line":
                return None
            if name in self.__slots__:
                what = "indicator" if name == "indicator" else "unit"
                raise AttributeError(f"{self.indicator_id} {self.measure} is not tied to its {what}: call bind() first")
            return super().__getattr__(name)

    def bind(self, indicator: IndicatorRow, unit: UnitRow, line: int | None = None) -> Self:
        """Tie the row to its indicator and unit; `line` is its line in the file that it came from."""
        exact = self.measure == "rank" or self.printed in IN_WORDS
        written = f"{self.value} {unit.scale}"
        parts = (self.value, self.decimals, unit.name_zh, unit.scale, unit.counted, self.qualifier, exact)
        quantity = _quantity(written, *parts)
        put = object.__setattr__
        put(self, "indicator", indicator)
        put(self, "unit_row", unit)
        put(self, "line", line)
        put(self, "quantity", quantity)
        return self

    def __copy__(self) -> Self:
        return self._bind_too(super().__copy__())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return self._bind_too(super().__deepcopy__(memo))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.__getstate__(), *self._bound_to())

    def _bound_to(self) -> tuple[Any, ...]:
        return (self.indicator, self.unit_row, self.line) if hasattr(self, "indicator") else ()

    def _bind_too(self, copied: Self) -> Self:
        return copied.bind(*bound_to) if (bound_to := self._bound_to()) else copied

    @property
    def name_zh(self) -> str:
        """The indicator's name in Chinese."""
        return self.indicator.name_zh

    @property
    def name_en(self) -> str:
        """The indicator's name in English."""
        return self.indicator.name_en

    @property
    def figure(self) -> str:
        """The figure as printed, with its sign: -21.1% where a word beside 21.1% means that it fell. The value with its
        unit where that is another.

        `printed` is the numeral of the bulletin and nothing else; where a figure is shown alone, this is what to show.
        """
        return figure_text(self.printed, self.value, self.unit_row.name_zh)

    def __repr__(self) -> str:
        return (
            f"<{self.indicator_id} {self.measure} {self.figure} ({self.obs_status}) {self.release_id}: {self.name_en} /"
            f" {self.name_zh}>"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return observation_html(self)


def _restored(model: type[Observation], state: dict[Any, Any], *bound_to: Any) -> Observation:
    """A figure that comes from another process."""
    made = model.__new__(model)
    made.__setstate__(state)
    return made.bind(*bound_to) if bound_to else made


class Group(NamedTuple):
    """The figures that a rule compares belong to one release, one period (in its shortest form) and one area."""

    release_id: str
    period: str
    area: str

    @classmethod
    def of(cls, figure: Observation | InvolvedObservation) -> Self:
        """The group that a figure belongs to."""
        return cls(figure.release_id, str(Period.parse(figure.period)), figure.area)

    def is_first(self, months: int) -> bool:
        """Whether the period is the first so many months of a year."""
        period = Period.parse(self.period)
        return period.is_cumulative and period.months == months


class ObservationIndex:
    """Observations of one or more releases, found by group, indicator and measure."""

    def __init__(self, observations: Iterable[Observation], releases: Iterable[ReleaseRow] = ()) -> None:
        self.observations = tuple(observations)
        self.releases = {release.release_id: release for release in releases}
        self._figures: dict[Group, dict[tuple[str, str], Observation]] = {}
        self._further = defaultdict[tuple[Group, tuple[str, str]], list[Observation]](list)
        self._others: dict[tuple[Group, str], list[Group]] = {}
        self._groups_of: dict[tuple[str, Period], list[Group]] = defaultdict(list)
        self._alike: dict[str, dict[tuple[str, str, str, str | None], list[Observation]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._taken: dict[tuple[str | None, str | None, str | None, bool | None], dict[Group, Observation]] = {}
        groups: dict[tuple[str, str, str], Group] = {}
        for each in self.observations:
            place, key = (each.release_id, each.period, each.area), (each.indicator_id, each.measure)
            if place not in groups:
                groups[place] = self._place(*place)
            if self._figures[groups[place]].setdefault(key, each) is not each:
                self._further[(groups[place], key)].append(each)
            self._alike[each.measure][(each.indicator_id, each.unit, each.comparison, each.parent)].append(each)

    def _place(self, release_id: str, period: str, area: str) -> Group:
        parsed = Period.parse(period)
        group = Group(release_id, str(parsed), area)
        if group not in self._figures:
            self._figures[group] = {}
            self._groups_of[(area, parsed)].append(group)
        return group

    def groups(self) -> Iterator[Group]:
        """Every group that has a figure, in the order of the figures."""
        return iter(self._figures)

    def alike(self, measure: str | None = None) -> Iterator[list[Observation]]:
        """The figures, or those of one measure, that agree in indicator, measure, unit, comparison and parent,
        together.
        """
        return (alike for each, some in self._alike.items() if measure in (None, each) for alike in some.values())

    def alike_of(self, term: Term) -> Iterator[list[Observation]]:
        """As `alike`, of the figures that a term takes."""
        return (
            alike
            for alike in self.alike(term.measure)
            if term.takes(alike[0].indicator_id, alike[0].measure, alike[0].unit_row)
        )

    def indicators(self, group: Group, measures: Iterable[str | None]) -> Iterator[IndicatorRow]:
        """Every indicator that has figures of all these measures in the group."""
        figures, wanted = self._figures[group], set(measures)
        first = next(iter(wanted))
        for (indicator_id, measure), found in figures.items():
            if measure == first and all((indicator_id, other) in figures for other in wanted):
                yield found.indicator

    def shares_unit(self, observation: Observation) -> bool:
        """Whether a figure in the same unit follows it in the text, joined to it by 、, 和 or 以及."""
        return any(each.unit == observation.unit for each in self.joined_to(observation))

    def joined_to(self, observation: Observation) -> list[Observation]:
        """The figures that begin one or two characters behind it in the text."""
        if observation.end is None:
            return []
        begins = range(observation.end + 1, observation.end + LONGEST_JOINT + 1)
        return [each for begin in begins for each in self._beginning.get((observation.release_id, begin), ())]

    @cached_property
    def _beginning(self) -> dict[tuple[str, int | None], list[Observation]]:
        found = defaultdict[tuple[str, int | None], list[Observation]](list)
        for each in self.observations:
            found[(each.release_id, each.start)].append(each)
        return found

    def find(self, group: Group, term: Term) -> Observation | None:
        """The figure that a term takes, seen from a group; None where there is none.

        Of several comparisons the one with none, else with the previous year, is taken; a figure whose unit the term
        does not take is not there, nor is one of another coverage.
        """
        if term.reference == "same":
            return self.taken(term).get(group)
        return self._first(
            term, (other for other in self._candidates(group, term.reference) if self._same_coverage(group, other))
        )

    def find_uncovered(self, group: Group, term: Term) -> Observation | None:
        """The figure that a term would take, were it not of another coverage than the group's."""
        return self._first(
            term, (other for other in self._candidates(group, term.reference) if not self._same_coverage(group, other))
        )

    def has_others(self, group: Group, reference: str) -> bool:
        """Whether there is any release of the period that a reference leads to."""
        return bool(self._candidates(group, reference))

    def _first(self, term: Term, groups: Iterable[Group]) -> Observation | None:
        figures = self.taken(term)
        return next((figures[group] for group in groups if group in figures), None)

    def taken(self, term: Term) -> Mapping[Group, Observation]:
        """The figure that a term takes of each group, whatever period it refers to; see `find`."""
        filters = (term.indicator_id, term.measure, term.dimension, term.counted)
        if filters not in self._taken:
            key = (term.indicator_id or "", term.measure or "")
            chosen = (
                (group, _chosen([figures[key], *self._further.get((group, key), ())], term))
                for group, figures in self._figures.items()
                if key in figures
            )
            self._taken[filters] = {group: each for group, each in chosen if each is not None}
        return self._taken[filters]

    def _candidates(self, group: Group, reference: str) -> list[Group]:
        if reference == "same":
            return [group]
        if (group, reference) not in self._others:
            self._others[(group, reference)] = list(self._of_other_period(group, reference))
        return self._others[(group, reference)]

    def _of_other_period(self, group: Group, reference: str) -> Iterator[Group]:
        period = Period.parse(group.period)
        if reference == "previous_cumulative":
            wanted = (
                [Period(period.first_year, 1, months) for months in range(period.months - 1, 0, -1)]
                if period.is_cumulative
                else []
            )
        else:
            wanted = [period.previous_year if reference == "previous_year" else period.full_year]
        return (other for each in wanted if each != period for other in self._groups_of.get((group.area, each), ()))

    def _same_coverage(self, group: Group, other: Group) -> bool:
        here, there = self.releases.get(group.release_id), self.releases.get(other.release_id)
        return here is None or there is None or here.coverage == there.coverage


def _chosen(figures: list[Observation], term: Term) -> Observation | None:
    """Of the figures of one indicator and measure in a group, the one that a term takes."""
    taken = [
        each
        for each in figures
        if each.comparison in ("none", "previous_year") and term.takes(each.indicator_id, each.measure, each.unit_row)
    ]
    return min(taken, key=lambda each: each.comparison, default=None) if len(taken) != 1 else taken[0]


def observation_html(row: Observation) -> str:
    """A figure as HTML: its indicator, its interval, and its place in the text."""
    place = (
        None
        if row.section is None
        else f"section {row.section}, sentence {row.sentence}, characters [{row.start}, {row.end})"
    )
    facts = (
        ("度量", "measure", row.measure),
        ("所代表的区间", "stands for", f"{row.quantity.printed_interval} {row.unit_row.name_zh}"),
        ("单位", "unit", bilingual(Bilingual(row.unit_row.name_en, row.unit_row.name_zh))),
        ("状态", "OBS_STATUS", Html(f"{row.obs_status} {status_html(row)}")),
        ("时期、地区", "period, area", f"{row.period}, {row.area}"),
        ("对比", "comparison", row.comparison),
        ("出处", "place in the text", place),
        ("发布", "release", row.release_id),
    )
    title = Html(f"{bilingual(Bilingual(row.name_en, row.name_zh))} {element('b', row.figure)}")
    return notebook_panel(
        html_table(title, (), ((bilingual(Bilingual(en, zh)), value) for zh, en, value in facts if value is not None))
    )


def status_html(row: Observation) -> Html:
    """The words of a status; a normal one goes without."""
    words = STATUS_WORDS[row.obs_status]
    return html(None) if row.obs_status == "A" else element("span", f"{words.zh} {words.en}", class_="badge")
