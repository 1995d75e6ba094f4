"""What was decided: outcomes counted by rule, and the places of so many failures that findings can be made of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import NOTHING
from decheng_data.model.finding import Outcome
from decheng_data.rules.evaluation import NO_FIGURE
from decheng_data.rules.observation import Group, ObservationIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decheng_data.model.bilingual import Bilingual
    from decheng_data.model.rows import ReleaseRow
    from decheng_data.rules.observation import Observation

ROW_ERROR = "row-error"


class RowPlace(NamedTuple):
    """A row of an archive: its file, its number there, from 1, and its release. Where rows have no order, its key as
    texts.
    """

    file: str | None
    row: int | None
    key: tuple[str | None, ...] = ()


class Condition(NamedTuple):
    """The condition of the rows that a rule faults, as SQL: `first`, which few rows meet, and the `rest`, empty where
    there is none.

    Where it is known beforehand, `releases` is a query of the releases that they are of.
    """

    rule_id: str
    first: str
    rest: str = ""
    releases: str = ""

    @property
    def where(self) -> str:
        """The whole condition."""
        return f"{self.first} AND {self.rest}" if self.rest else self.first


def row_place(file: str | None, row: int | None, *key: str | None) -> RowPlace:
    """The place of a row: where rows have an order, its release besides, else its whole key."""
    return RowPlace(file or None, row or None, key[:1] if row else key)


def _order(place: object) -> list[str]:
    """Rows in the order of their files, all else in the order of its texts; numbers in the order of their size."""
    parts = place if isinstance(place, tuple) else (place,)
    return [f"{part:020d}" if isinstance(part, int) else str(part or "") for part in parts]


def place_text(place: object) -> str:
    """A place as a sentence names it."""
    if isinstance(place, RowPlace) and place.row is not None:
        return f"row {place.row}" + (f" of {place.file}" if place.file else "")
    parts = place.key if isinstance(place, RowPlace) else place if isinstance(place, tuple) else (place,)
    return ", ".join(place_text(part) if isinstance(part, tuple) else str(part) for part in parts)


@dataclass
class Decisions:
    """Outcomes by rule, why a rule was not applicable, and places of faults: at most `limit` of each rule.

    `doubts` has by rule what the exact engine must settle: groups, each for one indicator or, where it is None, for
    all.
    """

    limit: int
    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    reasons: dict[str, Bilingual] = field(default_factory=dict)
    doubts: dict[str, set[tuple[Group, str | None]]] = field(default_factory=lambda: defaultdict(set))
    conditions: list[Condition] = field(default_factory=list)
    rows: dict[str, set[RowPlace]] = field(default_factory=dict)
    groups: dict[str, set[Group]] = field(default_factory=dict)
    copies: dict[str, set[tuple[str, str, str, str]]] = field(default_factory=dict)
    covered: dict[str, set[Group]] = field(default_factory=dict)
    releases: dict[str, set[str]] = field(default_factory=dict)
    series: dict[str, set[tuple[Group, str]]] = field(default_factory=dict)
    around: set[str] = field(default_factory=set)
    """Releases without whose other rows the faults of rows cannot be worded."""

    def trim(self) -> None:
        """Keep of each rule the first places in the order of the archive, at most `limit`."""
        for by_rule in (self.rows, self.groups, self.series, self.covered, self.releases, self.copies):
            for rule, places in by_rule.items():
                by_rule[rule] = set(sorted(places, key=_order)[: self.limit])  # type: ignore[arg-type]  # each holds places of its own kind

    def near(
        self, rule_id: str, observations: Iterable[Observation], releases: Iterable[ReleaseRow]
    ) -> ObservationIndex:
        """The figures of the releases of rows and of the areas of all else in which a rule's faults are, and of the
        releases those that are faults themselves, or all.
        """
        own = self.releases.get(rule_id)
        ids = {place.key[0] for place in self.rows.get(rule_id, ())} | (own or set())
        areas = {place.area for kind in (self.groups, self.covered) for place in kind.get(rule_id, ())}
        areas |= {place.area for place, _ in self.series.get(rule_id, ())}
        areas |= {area for one, other, *_ in self.copies.get(rule_id, ()) for area in (one, other)}
        return ObservationIndex(
            (each for each in observations if each.release_id in ids or each.area in areas),
            (each for each in releases if own is None or each.release_id in own),
        )

    @property
    def faults(self) -> set[tuple[str, object]]:
        """Rule and place of every fault that needs a finding."""
        kinds = (self.rows, self.groups, self.covered, self.releases, self.series)
        faults: set[tuple[str, object]] = {
            (rule, place) for kind in kinds for rule, each in kind.items() for place in each
        }
        return faults | {
            (rule, (area, indicator)) for rule, each in self.copies.items() for area, _, indicator, _ in each
        }

    def doubt(self, rule_id: str, places: Iterable[Sequence[str]], indicator_id: str | None = None) -> None:
        """Leave a rule to the exact engine in groups, each a release, a period and an area."""
        for place in places:
            self.doubts[rule_id].add((Group(*place), indicator_id))

    def is_counted(self, rule_id: str) -> bool:
        """Whether any outcome of a rule was counted."""
        return any(each == rule_id for each, _ in self.counts)

    def count(self, rule_id: str, outcome: Outcome, times: int = 1, reason: Bilingual = NOTHING) -> None:
        """Note outcomes of a rule."""
        if times:
            self.counts[(rule_id, outcome)] += times
            if reason != NOTHING:
                self.reasons.setdefault(rule_id, reason)

    def count_both(self, rule_id: str, passed: int, failed: int) -> None:
        """Note passes and failures of a rule, or where there are none that it applies to no figure."""
        self.count(rule_id, Outcome.PASSED, passed)
        self.count(rule_id, Outcome.FAILED, failed)
        if not passed and not failed:
            self.count_none(rule_id)

    def count_none(self, rule_id: str) -> None:
        """Note that a rule applies to no figure."""
        self.count(rule_id, Outcome.NOT_APPLICABLE, reason=NO_FIGURE)


def add_rows(first: str, rule: str, decisions: Decisions, *, rest: str = "", releases: str = "") -> None:
    """Note the condition that takes the rows that a rule faults (see Condition)."""
    decisions.conditions.append(Condition(rule, first, rest, releases))
