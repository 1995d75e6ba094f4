"""validate() of an archive: the columnar engine decides, and the exact one makes the findings, or does all of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.decisions import Decisions, Doubt
from decheng_data.archive.columnar.faulty_cells import (
    note_faulty_cells,
    note_foreign_keys,
    read_cells,
    read_counted,
    read_foreign_keys,
)
from decheng_data.archive.columnar.grouping import Coded
from decheng_data.archive.columnar.releases_table import group_rows, make_releases
from decheng_data.archive.columnar.rule_copy import decide_copied
from decheng_data.archive.columnar.rule_place import NOT_PRINTED, decide_place
from decheng_data.archive.columnar.rule_presence import decide_expected, decide_presence
from decheng_data.archive.columnar.rules_between import Periods, is_of_series
from decheng_data.archive.columnar.rules_scope_status import decide_scope, decide_status
from decheng_data.archive.columnar.rules_single import Singles, is_single
from decheng_data.archive.columnar.rules_within import Groups
from decheng_data.archive.columnar.scan import Layout, merged, survey
from decheng_data.archive.columnar.spread import Spread
from decheng_data.archive.places import is_frame, list_archive
from decheng_data.archive.rows import read_rows
from decheng_data.errors import PackageError
from decheng_data.model.bilingual import NOTHING
from decheng_data.model.finding import Finding, Outcome
from decheng_data.model.report import Outcomes, Report
from decheng_data.model.rows import ReleaseRow, WaiverRow
from decheng_data.packages.opening import open_state
from decheng_data.packages.table import read_table
from decheng_data.progress import stage
from decheng_data.releases.vocabulary import vocabulary_of
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex
from decheng_data.rules.wording import rule_fault
from decheng_data.validation.archive_findings import Wording, placed, waivers_here
from decheng_data.validation.empty_releases import empty_releases
from decheng_data.validation.package import validate_opened, worst_first
from decheng_data.validation.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.archive.columnar.session import Session
    from decheng_data.archive.places import Listing
    from decheng_data.packages.package import Package
    from decheng_data.rules.vocabulary import Vocabulary


def validate_archive(place: Any, *, vocabulary: Any = None, engine: str = "auto", sample_findings: int = 100) -> Report:
    """Validate an archive: a Parquet or CSV file, a glob, a folder of them, or a frame of polars, pandas, pyarrow,
    DuckDB or Spark.

    Code lists and rules are those of the archive's own vocabulary, of the package `vocabulary`, or the shipped ones.
    All faults are counted; of each rule at most `sample_findings` are reported. Raises PackageError where nothing can
    be read, MissingExtraError where the engine is not installed.
    """
    listing = None if is_frame(place) or engine == "spark" else list_archive(place)
    own = vocabulary if vocabulary is not None else listing.vocabulary if listing else None
    package = open_state(own)
    location = "frame" if is_frame(place) else str(place)
    is_own = vocabulary is None and own is not None
    stage(f"opening {location}")
    session = opened(place, listing, engine)
    try:
        report = _validated(session, package, location, engine, sample_findings)
        return with_findings(report, list(_empty_releases(session, package))) if is_own else report
    finally:
        session.close()


def _validated(session: Session, package: Package, location: str, engine: str, limit: int) -> Report:
    """The report. Where a file turns out unreadable in its midst, it becomes a fault, and the others are validated
    anew.
    """
    try:
        report = validate_rows(session, package, location, engine=engine, limit=limit)
    except PackageError:
        stage("looking for the file that cannot be read")
        if not session.drop_unreadable():
            raise
        return _validated(session, package, location, engine, limit)
    return with_findings(report, session.faults)


def _empty_releases(session: Session, package: Package) -> Iterator[Finding]:
    """The releases of an archive's own vocabulary that have no figures in it; another vocabulary may have others."""
    file, table = str(package.resource("releases")["path"]), read_table(package, "releases")
    here = {release_id for (release_id,) in session.query("SELECT release_id FROM releases")}
    yield from empty_releases(zip(table.lines, release_rows(package), strict=True), here, file)


def with_findings(report: Report, more: list[Finding]) -> Report:
    """The report with the faults of files and records among its findings."""
    if not more:
        return report
    rules = [
        each.model_copy(
            update={"outcomes": _with_counts(each.outcomes, [fault for fault in more if fault.rule == each.rule_id])}
        )
        for each in report.rules
    ]
    findings = tuple(sorted((*more, *report.findings), key=worst_first))
    return report.model_copy(
        update={"outcomes": _with_counts(report.outcomes, more), "rules": tuple(rules), "findings": findings}
    )


def _with_counts(outcomes: Outcomes, more: list[Finding]) -> Outcomes:
    counted = Counter(each.outcome.value for each in more)
    return outcomes.model_copy(update={name: getattr(outcomes, name) + number for name, number in counted.items()})


def first_of_each(findings: Iterable[Finding], limit: int) -> Iterator[Finding]:
    """The findings, the worst first: of each rule at most so many, and all that are waived."""
    numbers: Counter[str] = Counter()
    for each in sorted(findings, key=worst_first):
        numbers[each.rule] += not each.waived
        if each.waived or numbers[each.rule] <= limit:
            yield each


def opened(place: Any, listing: Listing | None, engine: str) -> Session:
    """The archive, opened by the engine that was asked for or that suits it."""
    if engine == "spark" or type(place).__module__.startswith("pyspark"):
        from decheng_data.archive.columnar.spark import SparkArchive

        return SparkArchive.of(place)
    from decheng_data.archive.columnar.duckdb import DuckSession

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


def release_rows(package: Package) -> list[ReleaseRow]:
    """The releases of the vocabulary's package."""
    return [row for row in read_table(package, "releases").rows if isinstance(row, ReleaseRow)]


def waiver_rows(package: Package) -> list[WaiverRow]:
    """Its waivers."""
    rows = read_table(package, "waivers").rows if "waivers" in package and package.has_file("waivers") else ()
    return [row for row in rows if isinstance(row, WaiverRow)]


def _exact(session: Session, package: Package, location: str) -> Report:
    vocabulary = vocabulary_of(package)
    layout = Layout(session, vocabulary.codes.units)
    group_rows(layout)
    make_releases(layout, vocabulary.codes, release_rows(package))
    rows = read_rows(layout, "TRUE")
    report = validate_opened(rows.package(package, location, layout))
    findings = [placed(each, rows, location) for each in report.findings if each.file != _releases_file(package)]
    return _without_printed(
        report.model_copy(update={"path": location, "findings": tuple(findings)}), layout, vocabulary
    )


def _without_printed(report: Report, layout: Layout, vocabulary: Vocabulary) -> Report:
    """The report, its rules of printed forms not applicable where the archive has none."""
    if "printed" in layout.names:
        return report
    about = {rule.rule_id for rule in vocabulary.rules if rule.row.kind in ("printed", "place")}
    none = Outcomes(not_applicable=1)
    rules = [
        (
            each.model_copy(update={"outcomes": none, "reason": NOT_PRINTED[0], "reason_zh": NOT_PRINTED[1]})
            if each.rule_id in about
            else each
        )
        for each in report.rules
    ]
    total = Outcomes(**{name: sum(getattr(each.outcomes, name) for each in rules) for name in Outcomes.model_fields})
    return report.model_copy(
        update={
            "rules": tuple(rules),
            "outcomes": total,
            "findings": tuple(each for each in report.findings if each.rule not in about),
        }
    )


class _Columnar:
    """One validation of one archive by the columnar engine."""

    def __init__(self, session: Session, vocabulary: Package, location: str, limit: int) -> None:
        self._session, self._package, self._location = session, vocabulary, location
        self._vocabulary: Vocabulary = vocabulary_of(vocabulary)
        self._layout = Layout(session, self._vocabulary.codes.units)
        self._decisions = Decisions(limit)
        self._doubts: list[Doubt] = []
        self._releases = release_rows(vocabulary)
        self._waivers = waiver_rows(vocabulary)

    def report(self) -> Report:
        self._decide()
        tally = Tally()
        waivers = waivers_here(self._session, self._waivers)
        wording = Wording(self._package, self._vocabulary, self._location, self._coded, self._decisions, waivers)
        findings = [*self._broken_rules(tally), *wording.settled(self._doubts), *wording.worded(tally)]
        for (rule_id, outcome), number in self._decisions.counts.items():
            tally.count(rule_id, outcome, self._decisions.reasons.get(rule_id, NOTHING), times=number)
        rules = self._vocabulary.rules
        for rule in rules:
            if rule.row.kind == "revision" or (rule.row.kind == "waiver" and not waivers):
                reason = next(iter(evaluate([rule], ObservationIndex([]), self._vocabulary.codes))).why
                tally.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason)
        return Report(
            package=self._package.name,
            path=self._location,
            version=self._package.version,
            rules_run=len(rules),
            outcomes=tally.total,
            rules=tally.summaries(rules),
            findings=tuple(first_of_each(findings, self._decisions.limit)),
        )

    def _broken_rules(self, tally: Tally) -> Iterator[Finding]:
        for row, line, reason in self._vocabulary.rules.faults:
            tally.count(row.rule_id, Outcome.ERROR)
            yield rule_fault(row, line, reason, str(self._package.resource("rules")["path"]))

    def _decide(self) -> None:
        layout, decisions, codes = self._layout, self._decisions, self._vocabulary.codes
        stage("reading cells")
        seen = survey(layout)
        cells = read_cells(layout, seen, decisions)
        known_ones = (
            each
            for each in merged(seen)
            if each.combination.indicator_id in codes.indicators and each.combination.unit in codes.units
        )
        self._coded = Coded(layout, cells, seen, [each for each in known_ones if not cells.has_refused(each)])
        stage("looking at the figures of each release")
        counted = self._coded.group()
        make_releases(layout, codes, self._releases)
        read_counted(cells, counted, decisions)
        known = {"indicator_id": codes.indicators, "unit": codes.units, "parent": codes.indicators, "area": codes.areas}
        targets = {name: set(codes) for name, codes in known.items() if name in layout.names}
        targets["release_id"] = set()  # only ids that cannot be one are counted, and of them there is no release
        read_foreign_keys(cells, seen, targets, counted, decisions)
        if cells.refused:
            note_faulty_cells(cells, self._coded.faulty_releases, decisions)
        if cells.dangling:
            note_foreign_keys(cells, self._coded.faulty_releases, decisions)
        spread = Spread(self._coded)
        self._rules(cells, spread, spread.make())

    def _rules(self, cells: Any, spread: Spread, seen: list[Any]) -> None:
        layout, decisions, codes, session = self._layout, self._decisions, self._vocabulary.codes, self._session
        rules = list(self._vocabulary.rules)
        singles, groups = (
            Singles(spread, seen, codes, evaluate, decisions),
            Groups(spread, seen, codes, decisions),
        )
        stage("deciding rules of single figures")
        for rule in filter(is_single, rules):
            singles.decide(rule)
        stage("deciding rules of several figures")
        named = [
            rule
            for rule in rules
            if rule.row.kind in ("linear", "product") and not is_single(rule) and not is_of_series(rule)
        ]
        of_series = [rule for rule in rules if is_of_series(rule)]
        periods = Periods(groups, seen, codes, decisions, session)
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
                decide_scope(rule, groups, seen, codes, decisions)
            elif rule.row.kind == "status":
                self._doubts += decide_status(rule, groups, cells, codes, decisions)
            elif rule.row.kind == "copy":
                decide_copied(rule, layout, cells, codes, decisions)


def _releases_file(vocabulary: Package) -> str:
    return str(vocabulary.resource("releases")["path"])
