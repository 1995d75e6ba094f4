"""What was decided: outcomes counted by rule, and the places of so many failures that findings can be made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import NOTHING

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Bilingual
    from decheng_data.model.finding import Outcome

ROW_ERROR = "row-error"


class RowPlace(NamedTuple):
    """A row of an archive: its file, its number there, from 1, and its release. Where rows have no order, its key as
    texts.
    """

    file: str | None
    row: int | None
    key: tuple[str | None, ...] = ()


class GroupPlace(NamedTuple):
    """The figures of one release, period and area; `others` are those of other periods that they were compared with."""

    release_id: str
    period: str
    area: str


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


class Doubt(NamedTuple):
    """What the exact engine must settle: a rule in one group, for one indicator or, where it is None, for all."""

    rule_id: str
    place: GroupPlace
    indicator_id: str | None


def _order(place: object) -> list[str]:
    """Rows in the order of their files, all else in the order of its texts; numbers in the order of their size."""
    parts = place if isinstance(place, tuple) else (place,)
    return [f"{part:020d}" if isinstance(part, int) else str(part or "") for part in parts]


@dataclass
class Decisions:
    """Outcomes by rule, why a rule was not applicable, and places of faults: at most `limit` of each rule."""

    limit: int
    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    reasons: dict[str, Bilingual] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    rows: dict[str, set[RowPlace]] = field(default_factory=dict)
    groups: dict[str, set[GroupPlace]] = field(default_factory=dict)
    copies: dict[str, set[tuple[str, str, str, str]]] = field(default_factory=dict)
    covered: dict[str, set[GroupPlace]] = field(default_factory=dict)
    releases: dict[str, set[str]] = field(default_factory=dict)
    series: dict[str, set[tuple[GroupPlace, str]]] = field(default_factory=dict)
    around: set[str] = field(default_factory=set)
    """Releases without whose other rows the faults of rows cannot be worded."""

    def trim(self) -> None:
        """Keep of each rule the first places in the order of the archive, at most `limit`."""
        for by_rule in (self.rows, self.groups, self.series, self.covered, self.releases, self.copies):
            for rule, places in by_rule.items():
                by_rule[rule] = set(sorted(places, key=_order)[: self.limit])  # type: ignore[arg-type]  # each holds places of its own kind

    def around_of(self, rule_id: str) -> tuple[set[str | None], set[str]]:
        """Where a rule's faults are: the releases of rows and the releases themselves, and the areas of all else."""
        ids = {place.key[0] for place in self.rows.get(rule_id, ())} | self.releases.get(rule_id, set())
        areas = {place.area for kind in (self.groups, self.covered) for place in kind.get(rule_id, ())}
        areas |= {place.area for place, _ in self.series.get(rule_id, ())}
        return ids, areas | {area for one, other, *_ in self.copies.get(rule_id, ()) for area in (one, other)}

    def count(self, rule_id: str, outcome: Outcome, times: int = 1, reason: Bilingual = NOTHING) -> None:
        """Note outcomes of a rule."""
        if times:
            self.counts[(rule_id, outcome)] += times
            if reason != NOTHING:
                self.reasons.setdefault(rule_id, reason)


def add_rows(first: str, rule: str, decisions: Decisions, *, rest: str = "", releases: str = "") -> None:
    """Note the condition that takes the rows that a rule faults (see Condition)."""
    decisions.conditions.append(Condition(rule, first, rest, releases))
