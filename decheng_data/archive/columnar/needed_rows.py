"""The rows that the exact engine needs: to settle what is in doubt, and to find what was noted as a fault."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.archive.columnar.duplicate_keys import PRIMARY_KEY
from decheng_data.archive.columnar.faulty_rows import find_faulty_rows
from decheng_data.archive.columnar.neighbours import FIGURES
from decheng_data.archive.columnar.scan import KEY, listed
from decheng_data.archive.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.grouping import Coded
    from decheng_data.archive.rows import Rows
    from decheng_data.rules.observation import Group
    from decheng_data.rules.vocabulary import Vocabulary

_NONE = "SELECT release_id FROM groups WHERE FALSE"
_OF_ASKED = "SELECT n.release_id FROM asked a JOIN named n ON n.place = a.place"


class _Asked(NamedTuple):
    """A group whose figures of an indicator, or of all, are needed, and those of what a reference leads to."""

    release_id: str
    period: str
    area: str
    indicator_id: str | None
    reference: str


class NeededRows:
    """Reads the rows of one archive, once all is decided."""

    def __init__(self, coded: Coded, vocabulary: Vocabulary, decisions: Decisions) -> None:
        self._coded, self._layout, self._session = coded, coded.layout, coded.layout.session
        self._rules, self._indicators, self._decisions = vocabulary.rules, vocabulary.codes.indicators, decisions

    def in_doubt(self) -> Rows:
        """The groups of doubts, and those that they are compared with."""
        if not self._decisions.doubts:
            return read_rows(self._layout, "")
        needed = (each for rule, places in self._decisions.doubts.items() for each in self._needed_of(rule, places))
        self._put_asked(needed, is_whole=True)
        return read_rows(self._layout, self._asked_condition(), self._coded.around.of(_OF_ASKED))

    def at_fault(self, areas: Collection[str]) -> Rows:
        """The rows and groups of faults, at most so many of each rule, with all that these are held against; of some
        areas all rows.

        Finds the places of the noted conditions, and counts what is only counted there.
        """
        session, layout, decisions = self._session, self._layout, self._decisions
        decisions.trim()
        asked = self._asked_groups()
        if asked:
            self._put_asked(asked)
        of_asked = _OF_ASKED if asked else _NONE
        find_faulty_rows(self._coded, decisions, of_asked)
        decisions.trim()
        conditions = []
        places = {place for rows in decisions.rows.values() for place in rows}
        if places and session.is_ordered:
            session.put(
                "fault_places",
                {"file": session.word, "row": "BIGINT"},
                {(place.file or "", place.row) for place in places},
            )
            session.keep(
                "wanted_rows",
                f"SELECT file, row FROM fault_places{self._sharing() if decisions.rows.get(PRIMARY_KEY) else ''}",
            )
            conditions.append("(coalesce(figures.file, ''), figures.row) IN (SELECT file, row FROM wanted_rows)")
        elif places:
            session.put("wanted_rows", dict.fromkeys(KEY, session.word), {place.key for place in places})
            alike = " AND ".join(f"w.{name} IS NOT DISTINCT FROM {layout.text(name)}" for name in KEY)
            conditions.append(f"EXISTS (SELECT 1 FROM wanted_rows w WHERE {alike})")
        releases = {each for ids in decisions.releases.values() for each in ids}
        if releases:
            expected = [row.indicator_id for row in self._indicators.values() if row.expected_measures]
            of_releases = self._of_releases("wanted_releases", releases)
            conditions.append(f"{of_releases} AND {layout.column('indicator_id')} IN ({listed(expected)})")
        if decisions.around:
            conditions.append(self._of_releases("wanted_around", decisions.around))
        if asked:
            conditions.append(self._asked_condition())
        if areas:
            session.put("wanted_areas", {"area": session.word}, ([area] for area in areas))
            conditions.append(f"{layout.column('area')} IN (SELECT area FROM wanted_areas)")
        pairs = {
            (area, indicator)
            for copies in decisions.copies.values()
            for one, other, indicator, _ in copies
            for area in (one, other)
        }
        if pairs:
            session.put("wanted_series", {"area": session.word, "indicator_id": session.word}, pairs)
            key = f"{layout.column('area')}, {layout.column('indicator_id')}"
            conditions.append(f"({key}) IN (SELECT area, indicator_id FROM wanted_series)")
        source = FIGURES
        if conditions and not (areas or pairs):
            near = {place.key[0] for place in places} | releases | decisions.around
            session.put("near_releases", {"release_id": session.word}, ([each] for each in near))
            source = self._coded.around.of(f"SELECT release_id FROM near_releases UNION {of_asked}")
        return read_rows(layout, " OR ".join(f"({each})" for each in conditions), source, releases)

    def _needed_of(self, rule_id: str, places: Iterable[tuple[Group, str | None]]) -> Iterator[_Asked]:
        """What must be read for a rule's faults in some places, each with an indicator."""
        references = self._rules[rule_id].references or ["same"]
        return (_Asked(*place, indicator, reference) for place, indicator in places for reference in references)

    def _asked_groups(self) -> list[_Asked]:
        """The groups that have noted faults."""
        decisions = self._decisions
        flows = [row.indicator_id for row in self._indicators.values() if row.cumulation == "flow"]
        asked = list[_Asked]()
        for rule, places in decisions.groups.items():
            asked += self._needed_of(rule, product(places, self._named_by(rule)))
        for rule, places in decisions.covered.items():
            asked += self._needed_of(rule, product(places, flows))
        for rule, series in decisions.series.items():
            asked += self._needed_of(rule, series)
        return asked

    def _named_by(self, rule_id: str) -> set[str | None]:
        """The indicators that a rule names; None for all."""
        named = {term.indicator_id for term in self._rules[rule_id].terms}
        return {None} if None in named else named

    def _put_asked(self, asked: Iterable[_Asked], *, is_whole: bool = False) -> None:
        """Make the table `asked`: groups, and those of other periods that they are compared with, each with one
        indicator or, empty, with all.

        Those of other periods are `is_whole` where it matters that they are there at all, with whatever figures.
        """
        session = self._session
        session.put("asked_places", dict.fromkeys(_Asked._fields, session.word), dict.fromkeys(asked))
        own = "SELECT n.place, period, area, t.indicator_id, t.reference FROM asked_places t JOIN named n USING (release_id, period, area)"
        session.keep("own_groups", own)
        led = "JOIN others o ON o.period = g.period AND o.reference = g.reference JOIN named m ON m.area = g.area AND m.period = o.other"
        others = f"SELECT m.place, {'NULL' if is_whole else 'g.indicator_id'} FROM own_groups g {led}"
        session.keep("asked_groups", f"SELECT place, indicator_id FROM own_groups UNION {others}")
        # all of their rows decide which of several comes first
        crowded = "SELECT area, period FROM named GROUP BY 1, 2 HAVING count(*) > 1"
        whole = f"SELECT a.place, NULL FROM asked_groups a JOIN named n ON n.place = a.place JOIN ({crowded}) c ON c.area = n.area AND c.period = n.period"
        session.keep("asked", f"SELECT place, indicator_id FROM asked_groups UNION {whole}")

    def _asked_condition(self) -> str:
        """The condition that takes the rows of the table `asked`."""
        key, indicator = self._coded.key, self._layout.column("indicator_id")
        whole = f"{key} IN (SELECT place FROM asked WHERE indicator_id IS NULL)"
        return (
            f"{whole} OR ({key}, {indicator}) IN (SELECT place, indicator_id FROM asked WHERE indicator_id IS NOT NULL)"
        )

    def _of_releases(self, table: str, releases: Iterable[str]) -> str:
        """The condition that takes the rows of releases, which are put into a table."""
        self._session.put(table, {"release_id": self._session.word}, ([each] for each in releases))
        return f"{self._layout.column('release_id')} IN (SELECT release_id FROM {table})"

    @staticmethod
    def _sharing() -> str:
        """The SQL that adds to the rows with faults those that share a key with them."""
        alike = " AND ".join(f"m.k{number} IS NOT DISTINCT FROM s.k{number}" for number in range(len(KEY)))
        shared = "shared_keys s JOIN fault_places t ON t.file = coalesce(s.file, '') AND t.row = s.row"
        return f" UNION SELECT coalesce(m.file, '') AS file, m.row FROM {shared} JOIN shared_keys m ON {alike}"
