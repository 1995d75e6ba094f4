"""validate() of an archive: the columnar engine decides, and the exact one makes the findings, or does all of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.decide import decide
from decheng_data.archive.columnar.releases_table import release_ids
from decheng_data.archive.columnar.rule_place import NOT_PRINTED
from decheng_data.archive.opening import Archive
from decheng_data.archive.rows import read_all_rows
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
from decheng_data.validation.archive_findings import Wording, placed
from decheng_data.validation.empty_releases import empty_releases
from decheng_data.validation.package import validate_opened, worst_first
from decheng_data.validation.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.archive.columnar.session import Session
    from decheng_data.packages.opening import Package
    from decheng_data.rules.rule import RuleSet
    from decheng_data.rules.vocabulary import Vocabulary


def validate_archive(place: Any, *, vocabulary: Any = None, engine: str = "auto", sample_findings: int = 100) -> Report:
    """Validate an archive: a Parquet or CSV file, a glob, a folder of them, or a frame of polars, pandas, pyarrow,
    DuckDB or Spark.

    Code lists and rules are those of the archive's own vocabulary, of the package `vocabulary`, or the shipped ones.
    All faults are counted; of each rule at most `sample_findings` are reported. Raises PackageError where nothing can
    be read, MissingExtraError where the engine is not installed.
    """
    archive = Archive(place, engine)
    own = vocabulary if vocabulary is not None else archive.vocabulary
    package = open_state(own)
    is_own = vocabulary is None and own is not None
    stage(f"opening {archive.location}")
    session = archive.open()
    try:
        report = _validated(session, package, archive.location, engine, sample_findings)
        return with_findings(report, list(_empty_releases(session, package))) if is_own else report
    finally:
        session.close()


def _validated(session: Session, package: Package, location: str, engine: str, limit: int) -> Report:
    """The report. Where a file turns out unreadable in its midst, it becomes a fault, and the others are validated
    anew.
    """
    try:
        report = (
            _exact(session, package, location) if engine == "exact" else _columnar(session, package, location, limit)
        )
    except PackageError:
        stage("looking for the file that cannot be read")
        if not session.drop_unreadable():
            raise
        return _validated(session, package, location, engine, limit)
    return with_findings(report, session.faults)


def _empty_releases(session: Session, package: Package) -> Iterator[Finding]:
    """The releases of an archive's own vocabulary that have no figures in it; another vocabulary may have others."""
    file, table = str(package.resource("releases")["path"]), read_table(package, "releases")
    yield from empty_releases(zip(table.lines, release_rows(package), strict=True), release_ids(session), file)


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


def release_rows(package: Package) -> list[ReleaseRow]:
    """The releases of the vocabulary's package."""
    return [row for row in read_table(package, "releases").rows if isinstance(row, ReleaseRow)]


def waiver_rows(package: Package) -> list[WaiverRow]:
    """Its waivers."""
    rows = read_table(package, "waivers").rows if "waivers" in package and package.has_file("waivers") else ()
    return [row for row in rows if isinstance(row, WaiverRow)]


def _exact(session: Session, package: Package, location: str) -> Report:
    vocabulary = vocabulary_of(package)
    rows = read_all_rows(session, vocabulary.codes, release_rows(package))
    report = validate_opened(rows.package(package, location))
    of_releases = str(package.resource("releases")["path"])
    findings = [placed(each, rows, location) for each in report.findings if each.file != of_releases]
    report = report.model_copy(update={"path": location, "findings": tuple(findings)})
    return report if "printed" in session.columns else _without_printed(report, vocabulary)


def _without_printed(report: Report, vocabulary: Vocabulary) -> Report:
    """The report on an archive that has no printed forms, the rules on these not applicable."""
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


def _columnar(session: Session, package: Package, location: str, limit: int) -> Report:
    vocabulary, tally = vocabulary_of(package), Tally()
    decided = decide(session, vocabulary, release_rows(package), waiver_rows(package), limit)
    decisions, rules = decided.decisions, vocabulary.rules
    for (rule_id, outcome), number in decisions.counts.items():
        tally.count(rule_id, outcome, decisions.reasons.get(rule_id, NOTHING), times=number)
    for rule in rules:
        if rule.row.kind == "revision" or (rule.row.kind == "waiver" and not decided.waivers):
            reason = next(iter(evaluate([rule], ObservationIndex([]), vocabulary.codes))).why
            tally.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason)
    stage("wording findings")
    wording = Wording(package, vocabulary, location, decided)
    findings = [*_broken_rules(package, rules, tally), *wording.settled(tally), *wording.worded(tally)]
    return Report(
        package=package.name,
        path=location,
        version=package.version,
        rules_run=len(rules),
        outcomes=tally.total,
        rules=tally.summaries(rules),
        findings=tuple(first_of_each(findings, limit)),
    )


def _broken_rules(package: Package, rules: RuleSet, tally: Tally) -> Iterator[Finding]:
    for row, line, reason in rules.faults:
        tally.count(row.rule_id, Outcome.ERROR)
        yield rule_fault(row, line, reason, str(package.resource("rules")["path"]))
