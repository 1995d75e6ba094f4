"""The findings of an archive, made by the exact engine: it is run on the rows that they need, and must find what the
columnar engine found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.archive.columnar.decisions import GroupPlace, RowPlace, row_place
from decheng_data.archive.columnar.duplicate_keys import PRIMARY_KEY
from decheng_data.archive.columnar.faulty_rows import find_faulty_rows
from decheng_data.archive.columnar.neighbours import FIGURES
from decheng_data.archive.columnar.scan import KEY, listed
from decheng_data.archive.rows import Rows, read_rows
from decheng_data.errors import DisagreementError
from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.fault import STRUCTURE_RULES
from decheng_data.model.finding import Outcome
from decheng_data.model.parts import Line
from decheng_data.model.period import Period
from decheng_data.packages.structure.check import check_structure
from decheng_data.progress import stage
from decheng_data.reading.typed_rows import Tables
from decheng_data.rules.evaluation import NO_FIGURE
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex
from decheng_data.rules.wording import finding
from decheng_data.validation.package import validate_opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.archive.columnar.decisions import Decisions, Doubt
    from decheng_data.archive.columnar.grouping import Coded
    from decheng_data.archive.columnar.session import Session
    from decheng_data.model.finding import Finding
    from decheng_data.model.rows import WaiverRow
    from decheng_data.packages.package import Package
    from decheng_data.rules.vocabulary import Vocabulary
    from decheng_data.validation.tally import Tally

_NONE = "SELECT release_id FROM groups WHERE FALSE"
_OF_ASKED = "SELECT n.release_id FROM asked a JOIN named n ON n.place = a.place"


class _Asked(NamedTuple):
    """A group whose figures of an indicator, or of all, are needed, and those of what a reference leads to."""

    release_id: str
    period: str
    area: str
    indicator_id: str | None
    reference: str


def waivers_here(session: Session, waivers: Sequence[WaiverRow]) -> list[WaiverRow]:
    """The waivers of releases that the archive has."""
    if not waivers:
        return []
    releases = listed({row.release_id for row in waivers})
    here = {
        release_id
        for (release_id,) in session.query(f"SELECT DISTINCT release_id FROM groups WHERE release_id IN ({releases})")
    }
    return [row for row in waivers if row.release_id in here]


class Wording:
    """The findings of one validation, once all is decided."""

    def __init__(
        self,
        package: Package,
        vocabulary: Vocabulary,
        location: str,
        coded: Coded,
        decisions: Decisions,
        waivers: list[WaiverRow],
    ) -> None:
        self._package, self._vocabulary, self._location = package, vocabulary, location
        self._coded, self._layout, self._session = coded, coded.layout, coded.layout.session
        self._decisions, self._waivers = decisions, waivers

    def settled(self, doubts: Sequence[Doubt]) -> list[Finding]:
        """Settle the doubts with the exact engine, and make the findings of what fails; what a waiver accepts comes
        with all that is waived.
        """
        by_rule: dict[str, set[tuple[GroupPlace, str | None]]] = defaultdict(set)
        for doubt in doubts:
            by_rule[doubt.rule_id].add((doubt.place, doubt.indicator_id))
        return self._unwaived(self._settled(by_rule)) if by_rule else []

    def _settled(self, by_rule: dict[str, set[tuple[GroupPlace, str | None]]]) -> Iterator[Finding]:
        self._put_asked(
            (each for rule_id, places in by_rule.items() for each in self._needed_of(rule_id, places)), is_whole=True
        )
        rows = read_rows(self._layout, self._asked_condition(), self._coded.around.of(_OF_ASKED))
        index = self._index_of(rows)
        for rule_id, places in by_rule.items():
            found = False
            for evaluation in evaluate([self._vocabulary.rules[rule_id]], index, self._vocabulary.codes):
                if not evaluation.observations:
                    continue
                first = evaluation.observations[evaluation.rule.own(len(evaluation.observations))]
                place = GroupPlace(first.release_id, str(Period.parse(first.period)), first.area)
                if (place, first.indicator_id) in places or (place, None) in places:
                    found = True
                    self._decisions.count(rule_id, evaluation.outcome, reason=evaluation.why)
                    if evaluation.outcome is Outcome.FAILED:
                        yield placed(finding(evaluation, self._location), rows, self._location)
            if not found and not any(rule == rule_id for rule, _ in self._decisions.counts):
                self._decisions.count(rule_id, Outcome.NOT_APPLICABLE, reason=NO_FIGURE)

    def _indicators(self, rule_id: str) -> set[str | None]:
        """The indicators that a rule names; None for all."""
        named = {term.indicator_id for term in self._vocabulary.rules[rule_id].terms}
        return {None} if None in named else named

    def _needed_of(self, rule_id: str, places: Iterable[tuple[GroupPlace, str | None]]) -> Iterator[_Asked]:
        """What must be read for a rule's faults in some places, each with an indicator."""
        references = self._vocabulary.rules[rule_id].references or ["same"]
        return (_Asked(*place, indicator, reference) for place, indicator in places for reference in references)

    def _put_asked(self, asked: Iterable[_Asked], *, is_whole: bool = False) -> None:
        """Make the table `asked`: groups, and those of other periods that they are compared with, each with one
        indicator or, empty, with all.

        Those of other periods are `is_whole` where it matters that they are there at all, with whatever figures.
        """
        session = self._session
        session.put("asked_places", dict.fromkeys(_Asked._fields, session.word), dict.fromkeys(asked))
        own = (
            "SELECT n.place, period, area, t.indicator_id, t.reference FROM asked_places t JOIN named n USING"
            " (release_id, period, area)"
        )
        session.keep("own_groups", own)
        led = (
            "JOIN others o ON o.period = g.period AND o.reference = g.reference JOIN named m ON m.area = g.area AND"
            " m.period = o.other"
        )
        others = f"SELECT m.place, {'NULL' if is_whole else 'g.indicator_id'} FROM own_groups g {led}"
        session.keep("asked_groups", f"SELECT place, indicator_id FROM own_groups UNION {others}")
        crowded = (  # all of their rows decide which of several comes first
            "SELECT area, period FROM named GROUP BY 1, 2 HAVING count(*) > 1"
        )
        whole = (
            f"SELECT a.place, NULL FROM asked_groups a JOIN named n ON n.place = a.place JOIN ({crowded}) c ON c.area ="
            " n.area AND c.period = n.period"
        )
        session.keep("asked", f"SELECT place, indicator_id FROM asked_groups UNION {whole}")

    def _asked_condition(self) -> str:
        """The condition that takes the rows of the table `asked`."""
        key, indicator = self._coded.key, self._layout.column("indicator_id")
        whole = f"{key} IN (SELECT place FROM asked WHERE indicator_id IS NULL)"
        return (
            f"{whole} OR ({key}, {indicator}) IN (SELECT place, indicator_id FROM asked WHERE indicator_id IS NOT NULL)"
        )

    def _areas_condition(self, areas: set[str]) -> str:
        self._session.put("wanted_areas", {"area": self._session.word}, ([area] for area in areas))
        return f"{self._layout.column('area')} IN (SELECT area FROM wanted_areas)"

    def _findings_of(self, package: Package, rules: set[str]) -> Iterator[Finding]:
        """The findings of the structure of the rows, and of the rules that have faults, around the places of these."""
        structure = check_structure(package)
        tables = Tables(package, {name: structure.tables[name] for name in ("observations", "releases")})
        yield from (*structure.findings, *tables.findings)
        observations, releases = (
            list(tables.observations(self._vocabulary)),
            [row for _, row in tables.rows("releases")],
        )
        for rule in (each for each in self._vocabulary.rules if each.rule_id in rules):
            ids, areas = self._decisions.around_of(rule.rule_id)
            own = self._decisions.releases.get(rule.rule_id)
            near = (each for each in observations if each.release_id in ids or each.area in areas)
            index = ObservationIndex(
                near, releases if own is None else [each for each in releases if each.release_id in own]
            )
            for evaluation in evaluate([rule], index, self._vocabulary.codes, passed=Counter()):
                if evaluation.outcome is Outcome.FAILED:
                    yield finding(evaluation, tables.file("observations"))

    def _index_of(self, rows: Rows) -> ObservationIndex:
        package = rows.package(self._package, self._location, self._layout)
        typed = check_structure(package).tables
        tables = Tables(package, {name: typed[name] for name in ("observations", "releases")})
        return ObservationIndex(tables.observations(self._vocabulary), [row for _, row in tables.rows("releases")])

    def worded(self, tally: Tally) -> Iterator[Finding]:
        """The findings of the noted faults, of all that is waived, and of what is wrong with the vocabulary itself.

        They are those of the exact engine on the rows that they need.
        """
        where, source = self._wanted()
        stage("wording findings")
        rows = read_rows(self._layout, where, source) if where else Rows(list(self._layout.fields))
        faults = self._faults()
        package = rows.package(
            self._package,
            self._location,
            self._layout,
            {each for releases in self._decisions.releases.values() for each in releases},
        )
        of_rows = {self._location, str(package.resource("releases")["path"])}
        report = validate_opened(package) if self._waivers else None  # a waiver may be of any rule
        of_waivers = {rule.rule_id for rule in self._vocabulary.rules if rule.row.kind == "waiver"}
        confirmed = set[tuple[str, object]]()
        for each in report.findings if report else self._findings_of(package, {rule for rule, _ in faults}):
            if each.rule in STRUCTURE_RULES and each.file not in of_rows:
                tally.count(each.rule, each.outcome)
                yield each
                continue
            fault = (each.rule, self._place(each, rows))
            confirmed.add(fault)
            if each.waived:
                tally.waive(each.rule)
            if each.rule in of_waivers:
                yield each
            elif each.waived or fault in faults:
                yield placed(each, rows, self._location)
        for rule, place in sorted(faults - confirmed, key=repr):
            raise DisagreementError(rule, _place_text(place))
        for summary in report.rules if report else ():
            if summary.rule_id in of_waivers:
                for outcome in Outcome:
                    tally.count(summary.rule_id, outcome, summary.why, times=getattr(summary.outcomes, outcome.value))

    def _wanted(self) -> tuple[str, str]:
        """The condition that takes the rows that are needed, and a table that holds them; empty where none are."""
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
            expected = [row.indicator_id for row in self._vocabulary.codes.indicators.values() if row.expected_measures]
            session.put("wanted_releases", {"release_id": session.word}, ([each] for each in releases))
            of_releases = f"{layout.column('release_id')} IN (SELECT release_id FROM wanted_releases)"
            conditions.append(f"{of_releases} AND {layout.column('indicator_id')} IN ({listed(expected)})")
        if decisions.around:
            session.put("wanted_around", {"release_id": session.word}, ([each] for each in decisions.around))
            conditions.append(f"{layout.column('release_id')} IN (SELECT release_id FROM wanted_around)")
        releases |= decisions.around
        if asked:
            conditions.append(self._asked_condition())
        if areas := self._waived_areas():
            conditions.append(self._areas_condition(areas))
        pairs = {
            (area, indicator)
            for copies in decisions.copies.values()
            for one, other, indicator, _ in copies
            for area in (one, other)
        }
        if pairs:
            session.put("wanted_series", {"area": session.word, "indicator_id": session.word}, pairs)
            conditions.append(
                f"({layout.column('area')}, {layout.column('indicator_id')}) IN (SELECT area, indicator_id FROM"
                " wanted_series)"
            )
        where = " OR ".join(f"({each})" for each in conditions)
        if areas or pairs or not where:
            return where, FIGURES
        session.put(
            "near_releases",
            {"release_id": session.word},
            ([each] for each in {place.key[0] for place in places} | releases),
        )
        near = f"SELECT release_id FROM near_releases UNION {of_asked}"
        return where, self._coded.around.of(near)

    def _asked_groups(self) -> list[_Asked]:
        """The groups that have noted faults."""
        decisions = self._decisions
        flows = [row.indicator_id for row in self._vocabulary.codes.indicators.values() if row.cumulation == "flow"]
        asked = list[_Asked]()
        for rule, places in decisions.groups.items():
            asked += self._needed_of(rule, product(places, self._indicators(rule)))
        for rule, places in decisions.covered.items():
            asked += self._needed_of(rule, product(places, flows))
        for rule, series in decisions.series.items():
            asked += self._needed_of(rule, series)
        return asked

    @staticmethod
    def _sharing() -> str:
        """The SQL that adds to the rows with faults those that share a key with them."""
        alike = " AND ".join(f"m.k{number} IS NOT DISTINCT FROM s.k{number}" for number in range(len(KEY)))
        shared = "shared_keys s JOIN fault_places t ON t.file = coalesce(s.file, '') AND t.row = s.row"
        return f" UNION SELECT coalesce(m.file, '') AS file, m.row FROM {shared} JOIN shared_keys m ON {alike}"

    def _unwaived(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no waiver accepts; those that one does come with all that are waived."""
        from decheng_data.rules.waivers import Waivers

        rows = [(None, row) for row in self._waivers]
        return [each for each in Waivers(rows, "", datetime.now(UTC).date()).applied(findings) if not each.waived]

    def _waived_areas(self) -> set[str]:
        """The areas of releases that have waivers: all that fails there is looked at, so that a waiver meets what it
        accepts.
        """
        if not self._waivers:
            return set()
        releases = listed({row.release_id for row in self._waivers})
        return {
            area
            for (area,) in self._session.query(
                f"SELECT DISTINCT area FROM groups WHERE release_id IN ({releases}) AND area IS NOT NULL"
            )
        }

    def _faults(self) -> set[tuple[str, object]]:
        """Rule and place of every fault that needs a finding."""
        decisions = self._decisions
        kinds = (decisions.rows, decisions.groups, decisions.covered, decisions.releases, decisions.series)
        faults: set[tuple[str, object]] = {
            (rule, place) for kind in kinds for rule, each in kind.items() for place in each
        }
        return faults | {
            (rule, (area, indicator)) for rule, each in decisions.copies.items() for area, _, indicator, _ in each
        }

    def _place(self, each: Finding, rows: Rows) -> object:
        """The place of a finding, in the form of its rule's faults."""
        decisions = self._decisions
        place = rows.places.get(each.line or 0)
        if place is not None and each.rule in decisions.rows:
            return row_place(place.file, place.row, *rows.keys[each.line or 0])
        if each.rule in decisions.releases or not each.observations:
            return each.release
        first = each.observations[self._vocabulary.rules[each.rule].own(len(each.observations))]
        group = GroupPlace(first.release_id, str(Period.parse(first.period)), first.area)
        if each.rule in decisions.series:
            return group, first.indicator_id
        return (first.area, first.indicator_id) if each.rule in decisions.copies else group


def _place_text(place: object) -> str:
    """A place as a sentence names it."""
    if isinstance(place, RowPlace) and place.row is not None:
        return f"row {place.row}" + (f" of {place.file}" if place.file else "")
    parts = place.key if isinstance(place, RowPlace) else place if isinstance(place, tuple) else (place,)
    return ", ".join(_place_text(part) if isinstance(part, tuple) else str(part) for part in parts)


def placed(each: Finding, rows: Rows, location: str) -> Finding:
    """The finding of the archive at a location, with its file and row in place of the number of the row among those
    that were read.
    """

    def line(number: Line) -> Line:
        place = rows.places.get(number.number) if number.file == location else None
        return number if place is None else place.line

    # Other lines are those of the vocabulary's files.
    here = line(Line(each.line, location)) if each.line and each.file == location else None
    if here is None:
        return each.moved(line)
    return each.moved(line, file=here.file or each.file, line=here.number or None, at=_beginning(each, here))


def _beginning(each: Finding, here: Line) -> Bilingual:
    """How a sentence on a row begins that is known by its key alone."""
    if not here.at:
        return NOTHING
    file, field = here.file or each.file, each.field
    return Bilingual(
        f"{file}, {here.at.en}" + (f", field {field}" if field else ""),
        f"{file} {here.at.zh}" + (f" {field} 字段" if field else ""),
    )
