"""validate() of an archive: the columnar engine decides, and the exact one words what failed; or the exact one does all of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from decheng_data.archive_places import is_frame, list_archive
from decheng_data.archive_rows import Rows, read_rows
from decheng_data.engines.columnar.cells import PRIMARY_KEY, read_cells, tell_cells, tell_foreign_keys, tell_shared_keys
from decheng_data.engines.columnar.coded import Coded
from decheng_data.engines.columnar.copies import decide_copied
from decheng_data.engines.columnar.decisions import Decisions, Doubt, GroupPlace, RowPlace
from decheng_data.engines.columnar.faulty import row_place, tell_rows
from decheng_data.engines.columnar.groups import Groups, survey_groups
from decheng_data.engines.columnar.periods import Periods, is_of_series
from decheng_data.engines.columnar.pivots import make_pivot
from decheng_data.engines.columnar.placement import NOT_PRINTED, decide_place
from decheng_data.engines.columnar.presence import decide_expected, decide_presence
from decheng_data.engines.columnar.releases import group_rows, make_releases
from decheng_data.engines.columnar.singles import Singles, is_single
from decheng_data.engines.columnar.surroundings import decide_scope, decide_status
from decheng_data.engines.columnar.survey import KEY, Layout, listed, merged, survey
from decheng_data.engines.exact import evaluate
from decheng_data.errors import DisagreementError, PackageError
from decheng_data.models import ReleaseRow, WaiverRow
from decheng_data.observations import ObservationIndex
from decheng_data.periods import Period
from decheng_data.progress import stage
from decheng_data.reports import Finding, InvolvedObservation, Outcome, Outcomes, Report
from decheng_data.rules import WAIVER_RULES
from decheng_data.states import open_state
from decheng_data.summaries import Tally
from decheng_data.tables import read_table
from decheng_data.validation import Tables, validate_opened, worst_first
from decheng_data.vocabularies import Vocabulary, vocabulary_of
from decheng_data.wording import finding, rule_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.archive_places import Listing
    from decheng_data.engines.columnar.sessions import Session
    from decheng_data.packages import Package


_MOST_RELEASES = 5000
"""Of more releases, their rows are not looked for by name."""


def validate_archive(place: Any, *, vocabulary: Any = None, engine: str = "auto", sample_findings: int = 100) -> Report:
    """Validate an archive: a Parquet or CSV file, a glob, a folder of them, or a frame of polars, pandas, pyarrow, DuckDB or Spark.

    Code lists and rules are those of the archive's own vocabulary, of the package `vocabulary`, or the shipped ones. All faults are counted;
    of each rule at most `sample_findings` are worded. Raises PackageError where nothing can be read, MissingExtraError where the engine is not installed.
    """
    listing = None if is_frame(place) or engine == "spark" else list_archive(place)
    own = vocabulary if vocabulary is not None else listing.vocabulary if listing else None
    package = open_state(own)
    location = "frame" if is_frame(place) else str(place)
    stage(f"opening {location}")
    session = opened(place, listing, engine)
    try:
        return _validated(session, package, location, engine, sample_findings)
    finally:
        session.close()


def _validated(session: Session, package: Package, location: str, engine: str, limit: int) -> Report:
    """The report. Where a file turns out unreadable in its midst, it is told and left out, and the others are validated anew."""
    try:
        report = validate_rows(session, package, location, engine=engine, limit=limit)
    except PackageError:
        stage("looking for the file that cannot be read")
        if not session.drop_unreadable():
            raise
        return _validated(session, package, location, engine, limit)
    return with_findings(report, session.faults)


def with_findings(report: Report, more: list[Finding]) -> Report:
    """The report with the faults of files and records among its findings."""
    if not more:
        return report
    tally = report.outcomes.model_copy()
    failed, errors = sum(each.outcome is Outcome.FAILED for each in more), sum(each.outcome is Outcome.ERROR for each in more)
    outcomes = tally.model_copy(update={"failed": tally.failed + failed, "error": tally.error + errors})
    return report.model_copy(update={"outcomes": outcomes, "findings": tuple(sorted((*more, *report.findings), key=worst_first))})


def opened(place: Any, listing: Listing | None, engine: str) -> Session:
    """The archive, opened by the engine that was asked for or that suits it."""
    if engine == "spark" or type(place).__module__.startswith("pyspark"):
        from decheng_data.engines.columnar.spark import SparkArchive

        return SparkArchive.of(place)
    from decheng_data.engines.columnar.duckdb import DuckSession

    session = DuckSession(reader="polars" if engine == "polars" else "duckdb")
    try:
        if listing is not None:
            session.open_listing(listing)
        else:
            session.open_frame(place)
    except BaseException:
        session.close()
        raise
    return session


def validate_rows(session: Session, vocabulary: Package, location: str, *, engine: str, limit: int) -> Report:
    """Validate the table `figures` of a session against the vocabulary and the rules of a package."""
    if engine == "exact":
        return _exact(session, vocabulary, location)
    return _Columnar(session, vocabulary, location, limit).report()


def told_releases(package: Package) -> list[ReleaseRow]:
    """The releases that the vocabulary's package tells of."""
    return [row for row in read_table(package, "releases").rows if isinstance(row, ReleaseRow)]


def told_waivers(package: Package) -> list[WaiverRow]:
    """Its waivers."""
    rows = read_table(package, "waivers").rows if "waivers" in package and package.has_file("waivers") else ()
    return [row for row in rows if isinstance(row, WaiverRow)]


def _exact(session: Session, package: Package, location: str) -> Report:
    vocabulary = vocabulary_of(package)
    layout = Layout(session, vocabulary.codes.units)
    group_rows(layout)
    make_releases(layout, vocabulary.codes, told_releases(package))
    rows = read_rows(layout, "TRUE")
    report = validate_opened(rows.package(package, location, layout))
    findings = [_placed(each, rows) for each in report.findings if each.file != _releases_file(package)]
    return _without_printed(report.model_copy(update={"path": location, "findings": tuple(findings)}), layout, vocabulary)


def _without_printed(report: Report, layout: Layout, vocabulary: Vocabulary) -> Report:
    """The report, its rules of printed forms not applicable where the archive has none."""
    if "printed" in layout.names:
        return report
    about = {rule.rule_id for rule in vocabulary.rules if rule.row.kind in ("printed", "place")}
    none = Outcomes(not_applicable=1)
    rules = [each.model_copy(update={"outcomes": none, "reason": NOT_PRINTED}) if each.rule_id in about else each for each in report.rules]
    total = Outcomes(**{name: sum(getattr(each.outcomes, name) for each in rules) for name in Outcomes.model_fields})
    return report.model_copy(update={"rules": tuple(rules), "outcomes": total, "findings": tuple(each for each in report.findings if each.rule not in about)})


class _Columnar:
    """One validation of one archive by the columnar engine."""

    def __init__(self, session: Session, vocabulary: Package, location: str, limit: int) -> None:
        self._session, self._package, self._location = session, vocabulary, location
        self._vocabulary: Vocabulary = vocabulary_of(vocabulary)
        self._layout = Layout(session, self._vocabulary.codes.units)
        self._decisions = Decisions(limit)
        self._doubts: list[Doubt] = []
        self._told_releases = told_releases(vocabulary)
        self._waivers = told_waivers(vocabulary)

    def report(self) -> Report:
        self._decide()
        self._waivers = self._waivers_here()
        tally = Tally()
        findings = [*self._unwaived(self._settled()), *self._worded(tally), *self._broken_rules(tally)]
        for (rule_id, outcome), number in self._decisions.counts.items():
            tally.count(rule_id, outcome, self._decisions.reasons.get(rule_id, ""), times=number)
        rules = self._vocabulary.rules
        for rule in rules:
            if rule.row.kind == "revision" or (rule.row.kind == "waiver" and not self._waivers):
                reason = next(iter(evaluate([rule], ObservationIndex([]), self._vocabulary.codes))).reason
                tally.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason)
        return Report(
            package=self._package.name,
            path=self._location,
            version=self._package.version,
            rules_run=len(rules),
            outcomes=tally.total,
            rules=tally.summaries(rules),
            findings=tuple(sorted(findings, key=worst_first)),
        )

    def _broken_rules(self, tally: Tally) -> Iterator[Finding]:
        for row, line, reason in self._vocabulary.rules.faults:
            tally.count(row.rule_id, Outcome.ERROR)
            yield rule_fault(row, line, reason, str(self._package.resource("rules")["path"]))

    def _decide(self) -> None:
        layout, decisions, codes, session = self._layout, self._decisions, self._vocabulary.codes, self._session
        stage("reading cells")
        seen = survey(layout)
        stage("looking for keys that are shared")
        counted = survey_groups(layout, seen)
        make_releases(layout, codes, self._told_releases)
        cells = read_cells(layout, seen, counted, decisions)
        if cells.refused:
            tell_cells(cells, decisions)
        known = {"indicator_id": codes.indicators, "unit": codes.units, "parent": codes.indicators, "area": codes.areas}
        targets = {name: set(codes) for name, codes in known.items() if name in layout.names}
        targets["release_id"] = set()  # only ids that cannot be one are counted, and of them there is no release
        tell_foreign_keys(cells, seen, targets, counted, decisions)
        if session.query("SELECT count(*) FROM sharing")[0][0]:
            tell_shared_keys(layout, "SELECT * FROM sharing", decisions)
        known_ones = (each for each in merged(seen) if each.combination.indicator_id in codes.indicators and each.combination.unit in codes.units)
        self._coded = Coded(layout, cells)
        self._rules(cells, self._coded.make(seen, [each for each in known_ones if not cells.has_refused(each)]))

    def _rules(self, cells: Any, seen: list[Any]) -> None:
        layout, decisions, codes, session = self._layout, self._decisions, self._vocabulary.codes, self._session
        rules = list(self._vocabulary.rules)
        singles, groups = Singles(layout, cells, seen, codes, evaluate, decisions), Groups(self._coded, seen, codes, decisions)
        stage("deciding rules of single figures")
        for rule in filter(is_single, rules):
            singles.decide(rule)
        stage("deciding rules of several figures")
        named = [rule for rule in rules if rule.row.kind == "linear" and not is_single(rule) and not is_of_series(rule)]
        of_series = [rule for rule in rules if is_of_series(rule)]
        periods = Periods(groups, seen, codes, decisions, session)
        groups.terms.has_doubles = make_pivot(session, groups.combos_of(named) | periods.combos_of(of_series))
        groups.decide(named)
        stage("deciding rules between periods")
        periods.decide(of_series)
        self._doubts += [*groups.doubts, *periods.doubts]
        for rule in rules:
            if rule.row.kind == "presence" and rule.row.bound_source == "expected_measures":
                decide_expected(rule, layout, seen, codes, decisions)
            elif rule.row.kind == "presence":
                self._doubts += decide_presence(rule, groups, cells, codes, decisions)
            elif rule.row.kind == "place":
                decide_place(rule, layout, cells, codes, decisions)
            elif rule.row.kind == "scope":
                decide_scope(rule, groups, cells, seen, codes, decisions)
            elif rule.row.kind == "status":
                self._doubts += decide_status(rule, groups, cells, decisions)
            elif rule.row.kind == "copy":
                decide_copied(rule, layout, cells, seen, codes, decisions)

    def _settled(self) -> Iterator[Finding]:
        """Settle the doubts with the exact engine, and word what fails."""
        by_rule: dict[str, set[tuple[GroupPlace, str | None]]] = defaultdict(set)
        for doubt in self._doubts:
            by_rule[doubt.rule_id].add((doubt.place, doubt.indicator_id))
        if not by_rule:
            return
        self._put_asked((*doubt.place, doubt.indicator_id) for doubt in self._doubts)
        rows = read_rows(self._layout, self._within(set(), asked=True, conditions=[self._asked()], narrow=True))
        index = self._index(rows)
        for rule_id, places in by_rule.items():
            told = False
            for evaluation in evaluate([self._vocabulary.rules[rule_id]], index, self._vocabulary.codes):
                if not evaluation.observations:
                    continue
                first = evaluation.observations[0]
                place = GroupPlace(first.release_id, str(Period.parse(first.period)), first.area)
                if (place, first.indicator_id) in places or (place, None) in places:
                    told = True
                    self._decisions.count(rule_id, evaluation.outcome, reason=evaluation.reason)
                    if evaluation.outcome is Outcome.FAILED:
                        yield _placed(finding(evaluation, self._location), rows)
            if not told and not any(rule == rule_id for rule, _ in self._decisions.counts):
                self._decisions.count(rule_id, Outcome.NOT_APPLICABLE, reason="no figure that it speaks of")

    def _within(self, releases: set[str | None], *, asked: bool, conditions: list[str], narrow: bool) -> str:
        """The conditions as one; where all rows are of some releases, looked for in these only."""
        where = " OR ".join(f"({each})" for each in conditions)
        if asked:
            releases |= {release for (release,) in self._session.query("SELECT DISTINCT n.release_id FROM asked a JOIN named n ON n.place = a.place")}
        if not narrow or None in releases or not releases or len(releases) > _MOST_RELEASES:
            return where
        return f"{self._layout.column('release_id')} IN ({listed(sorted(each for each in releases if each))}) AND ({where})"

    def _indicators(self, rule_id: str) -> set[str | None]:
        """The indicators that a rule names; None for all."""
        named = {term.indicator_id for term in self._vocabulary.rules[rule_id].terms}
        return {None} if None in named else named

    def _put_asked(self, asked: Iterable[tuple[str, str, str, str | None]]) -> None:
        """Make the table `asked`: groups, and those of other periods that rules may hold them against, each with one indicator or, empty, with all."""
        session = self._session
        session.put("told_groups", dict.fromkeys(("release_id", "period", "area", "indicator_id"), session.word), dict.fromkeys(asked))
        own = "SELECT n.place, period, area, t.indicator_id FROM told_groups t JOIN named n USING (release_id, period, area)"
        session.keep("own_groups", own)
        others = "SELECT m.place, g.indicator_id FROM own_groups g JOIN others o ON o.period = g.period JOIN named m ON m.area = g.area AND m.period = o.other"
        session.keep("asked", f"SELECT place, indicator_id FROM own_groups UNION {others}")

    def _asked(self) -> str:
        """The condition that takes the rows of the table `asked`."""
        key, indicator = self._coded.key, self._layout.column("indicator_id")
        whole = f"{key} IN (SELECT place FROM asked WHERE indicator_id IS NULL)"
        return f"{whole} OR EXISTS (SELECT 1 FROM asked a WHERE a.place = {key} AND a.indicator_id = {indicator})"

    def _areas(self, areas: set[str]) -> str:
        self._session.put("wanted_areas", {"area": self._session.word}, ([area] for area in areas))
        return f"{self._layout.column('area')} IN (SELECT area FROM wanted_areas)"

    def _index(self, rows: Rows) -> ObservationIndex:
        from decheng_data.structure import check_structure

        package = rows.package(self._package, self._location, self._layout)
        tables = Tables(package, check_structure(package).tables)
        return ObservationIndex(tables.observations(self._vocabulary), [row for _, row in tables.rows("releases")])

    def _worded(self, tally: Tally) -> Iterator[Finding]:
        """The findings of the faults whose places are told, and of all that is waived, from the exact engine on the rows that they need."""
        wanted = self._wanted()
        if not wanted:
            return
        stage("wording findings")
        rows = read_rows(self._layout, wanted)
        releases = {each for told in self._decisions.releases.values() for each in told}
        told = self._told()
        only = None if self._waivers else {rule for rule, _ in told}  # a waiver may be of any rule
        report = validate_opened(rows.package(self._package, self._location, self._layout, releases), only=only)
        of_waivers = {rule.rule_id for rule in self._vocabulary.rules if rule.row.kind == "waiver"}
        confirmed = set[tuple[str, object]]()
        for each in report.findings:
            fault = (each.rule, self._place(each, rows))
            confirmed.add(fault)
            if each.waived:
                tally.waive(each.rule)
            if each.rule in of_waivers:
                yield each
            elif each.waived or fault in told:
                yield _placed(each, rows)
        for rule, place in sorted(told - confirmed, key=repr):
            raise DisagreementError(rule, _said(place))
        for summary in report.rules:
            if self._waivers and summary.rule_id in of_waivers:
                for outcome in Outcome:
                    tally.count(summary.rule_id, outcome, summary.reason or "", times=getattr(summary.outcomes, outcome.value))

    def _wanted(self) -> str:
        session, layout, decisions = self._session, self._layout, self._decisions
        tell_rows(layout, decisions)
        decisions.trim()
        conditions = []
        places = {place for told in decisions.rows.values() for place in told}
        if places and session.is_ordered:
            session.put("wanted_rows", {"file": session.word, "row": "BIGINT"}, {(place.file or "", place.row) for place in places})
            conditions.append("EXISTS (SELECT 1 FROM wanted_rows w WHERE w.file = coalesce(figures.file, '') AND w.row = figures.row)")
        elif places:
            session.put("wanted_rows", dict.fromkeys(KEY, session.word), {place.key for place in places})
            alike = " AND ".join(f"w.{name} IS NOT DISTINCT FROM {layout.text(name)}" for name in KEY)
            conditions.append(f"EXISTS (SELECT 1 FROM wanted_rows w WHERE {alike})")
            shared = {place.key[:1] for place in decisions.rows.get(PRIMARY_KEY, ())}
            if shared:
                session.put("wanted_shared", {"release_id": session.word}, shared)
                conditions.append(f"{layout.column('release_id')} IN (SELECT release_id FROM wanted_shared)")
        releases = {each for told in decisions.releases.values() for each in told}
        if releases:
            expected = [row.indicator_id for row in self._vocabulary.codes.indicators.values() if row.expected_measures]
            session.put("wanted_releases", {"release_id": session.word}, ([each] for each in releases))
            of_releases = f"{layout.column('release_id')} IN (SELECT release_id FROM wanted_releases)"
            conditions.append(f"{of_releases} AND {layout.column('indicator_id')} IN ({listed(expected)})")
        if decisions.around:
            session.put("wanted_around", {"release_id": session.word}, ([each] for each in decisions.around))
            conditions.append(f"{layout.column('release_id')} IN (SELECT release_id FROM wanted_around)")
        releases |= decisions.around
        asked = {(*place, indicator) for rule, told in decisions.groups.items() for place in told for indicator in self._indicators(rule)}
        flows = [row.indicator_id for row in self._vocabulary.codes.indicators.values() if row.cumulation == "flow"]
        asked |= {(*place, indicator) for told in decisions.covered.values() for place in told for indicator in flows}
        asked |= {(*place, indicator) for told in decisions.series.values() for place, indicator in told}
        if asked:
            self._put_asked(asked)
            conditions.append(self._asked())
        if areas := self._waived_areas():
            conditions.append(self._areas(areas))
        pairs = {(area, indicator) for told in decisions.copies.values() for one, other, indicator, _ in told for area in (one, other)}
        if pairs:
            session.put("wanted_series", {"area": session.word, "indicator_id": session.word}, pairs)
            conditions.append(
                f"EXISTS (SELECT 1 FROM wanted_series w WHERE w.area = {layout.column('area')} AND w.indicator_id = {layout.column('indicator_id')})"
            )
        told = {place.key[0] for place in places} | releases
        return self._within(told, asked=bool(asked), conditions=conditions, narrow=not areas and not pairs)

    def _unwaived(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no waiver accepts; those that one does are told with all that are waived."""
        from decheng_data.waivers import Waivers

        rows = [(None, row) for row in self._waivers]
        return [each for each in Waivers(rows, "", datetime.now(UTC).date()).applied(findings) if not each.waived]

    def _waivers_here(self) -> list[WaiverRow]:
        """The waivers of releases that the archive has; of others nothing is said."""
        if not self._waivers:
            return []
        told = listed({row.release_id for row in self._waivers})
        here = {release_id for (release_id,) in self._session.query(f"SELECT DISTINCT release_id FROM groups WHERE release_id IN ({told})")}
        return [row for row in self._waivers if row.release_id in here]

    def _waived_areas(self) -> set[str]:
        """The areas of releases that waivers speak of: all that fails there is looked at, so that a waiver meets what it accepts."""
        if not self._waivers:
            return set()
        releases = listed({row.release_id for row in self._waivers})
        return {area for (area,) in self._session.query(f"SELECT DISTINCT area FROM groups WHERE release_id IN ({releases}) AND area IS NOT NULL")}

    def _told(self) -> set[tuple[str, object]]:
        """Rule and place of every fault of which a finding must tell."""
        decisions = self._decisions
        kinds = (decisions.rows, decisions.groups, decisions.covered, decisions.releases, decisions.series)
        told: set[tuple[str, object]] = {(rule, place) for kind in kinds for rule, each in kind.items() for place in each}
        return told | {(rule, (area, indicator)) for rule, each in decisions.copies.items() for area, _, indicator, _ in each}

    def _place(self, each: Finding, rows: Rows) -> object:
        """The place of a finding, in the form in which its rule's faults are told."""
        decisions = self._decisions
        place = rows.places.get(each.line or 0)
        if place is not None and each.rule in decisions.rows:
            return row_place(place.file, place.row, *rows.keys[each.line or 0])
        if each.rule in decisions.releases or not each.observations:
            return each.release
        first = each.observations[0]
        group = GroupPlace(first.release_id, str(Period.parse(first.period)), first.area)
        if each.rule in decisions.series:
            return group, first.indicator_id
        return (first.area, first.indicator_id) if each.rule in decisions.copies else group


def _said(place: object) -> str:
    """A place as a sentence names it."""
    if isinstance(place, RowPlace) and place.row is not None:
        return f"row {place.row}" + (f" of {place.file}" if place.file else "")
    parts = place.key if isinstance(place, RowPlace) else place if isinstance(place, tuple) else (place,)
    return ", ".join(_said(part) if isinstance(part, tuple) else str(part) for part in parts)


def _releases_file(vocabulary: Package) -> str:
    return str(vocabulary.resource("releases")["path"])


def _placed(each: Finding, rows: Rows) -> Finding:
    """The finding with the file and row of the archive in place of the number of the row among those that were read."""
    place = None if each.rule in WAIVER_RULES else rows.places.get(each.line or 0)  # the line of a waiver is one of the vocabulary's file
    involved = tuple(_placed_observation(other, rows) for other in each.observations)
    if place is None:
        return each.model_copy(update={"observations": involved})
    return each.model_copy(update={"file": place.file or each.file, "line": place.row or None, "observations": involved})


def _placed_observation(each: InvolvedObservation, rows: Rows) -> InvolvedObservation:
    place = rows.places.get(each.line or 0)
    return each if place is None else each.model_copy(update={"file": place.file or each.file, "line": place.row or None})
