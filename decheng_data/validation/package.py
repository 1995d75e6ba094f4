"""validate(): the order of it all. Structure first, then the rules on every row that could be read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from decheng_data._version import __version__
from decheng_data.model.finding import SEVERITIES, Finding, Outcome
from decheng_data.model.report import Report
from decheng_data.model.rows import TABLES, RevisionRow
from decheng_data.packages.opening import of_one_state, open_state
from decheng_data.packages.structure.findings import with_columns
from decheng_data.reading.read_package import ReadPackage
from decheng_data.rules.exact import evaluate
from decheng_data.rules.rule import BETWEEN_STATES
from decheng_data.rules.wording import finding, rule_fault
from decheng_data.validation.empty_releases import empty_releases, is_unread
from decheng_data.validation.tally import Tally

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from datetime import date

    from decheng_data.changes.state import State
    from decheng_data.packages.opening import Package
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.judgement import Judgement
    from decheng_data.rules.rule import Rule
    from decheng_data.rules.waivers import Waivers

_OF_LEDGER = ("releases", "indicators", "observations", "revisions")
"""The tables by which the ledger of revisions is judged."""


@of_one_state
def validate(
    path: str | os.PathLike[str] | None = None,
    *,
    against: str | os.PathLike[str] | None = None,
    suspects: bool | int = False,
    seconds: float = 10.0,
    today: date | None = None,
) -> Report:
    """Validate a package: a folder, a datapackage.json, a zip or wheel of one, a git revision `REV:PATH`; nothing: the
    shipped package.

    With `against`, an earlier state of the same package, what changed since is judged too. With `suspects` the report
    has the figures that are likely the wrong ones (True, or how many sets of figures), looking for `seconds`.
    `today` is the day by which waivers expire, by default the present one (UTC). Bad data are findings of the report.
    Raises PackageError where there is no package that can be read, and where the earlier state cannot be compared;
    MissingExtraError where suspects are asked for and scipy is not installed.
    """
    earlier = _earlier(against) if against is not None else None
    asked = _Asked(earlier, today, _Search(suspects, seconds))
    return _validated(ReadPackage(open_state(path)), asked).report


class _Search(NamedTuple):
    """Whether suspects are asked for, or how many sets of them, and how long to look."""

    sets: bool | int = False
    seconds: float = 10.0


class _Asked(NamedTuple):
    """What is asked for beyond the package itself. `every` outcome of the rules is wanted, those that passed too."""

    earlier: State | None = None
    today: date | None = None
    search: _Search = _Search()
    every: bool = False


class Validation(NamedTuple):
    """The report on a package, and the outcomes of its rules one by one."""

    report: Report
    evaluations: tuple[Evaluation, ...]


def validate_opened(package: Package) -> Report:
    """Validate a package that has been opened, wherever its files are."""
    return validate_read(ReadPackage(package))


def validate_read(read: ReadPackage) -> Report:
    """Validate a package that has been read."""
    return _validated(read, _Asked()).report


def every_outcome(read: ReadPackage) -> Validation:
    """Validate a package that has been read; gives each outcome of each rule within its state too."""
    return _validated(read, _Asked(every=True))


def _earlier(against: str | os.PathLike[str]) -> State:
    from decheng_data.changes.compare import read_state  # only where a change is judged: it takes time to load

    return read_state(against)


def _validated(read: ReadPackage, asked: _Asked) -> Validation:
    if asked.earlier is not None or read.has_rows("revisions"):
        read.package.keep(TABLES if asked.earlier else _OF_LEDGER)  # changes are of cells as they are written
    tables, vocabulary, index = read.tables, read.vocabulary, read.index
    tally = Tally()
    findings = [*read.structure.findings, *tables.findings, *_empty_releases(read)]
    for each in findings:
        tally.count(each.rule, each.outcome)
    passed: Counter[str] = Counter()
    later = {
        "revision": asked.earlier is not None or bool(tables.rows("revisions")),
        "waiver": bool(tables.rows("waivers")),
    }
    rules = [rule for rule in vocabulary.rules if not later.get(rule.row.kind)]
    evaluations = []
    for evaluation in evaluate(rules, index, vocabulary.codes, passed=None if asked.every else passed):
        evaluations += [evaluation] if asked.every else []
        tally.count(evaluation.rule.rule_id, evaluation.outcome, evaluation.why)
        if evaluation.outcome is Outcome.FAILED:
            findings.append(finding(evaluation, tables.file("observations")))
    for rule_id, count in passed.items():
        tally.count(rule_id, Outcome.PASSED, times=count)
    for row, line, reason in vocabulary.rules.faults:
        tally.count(row.rule_id, Outcome.ERROR)
        findings.append(rule_fault(row, line, reason, tables.file("rules")))
    if later["revision"]:
        _note(_between_states(read, asked.earlier), tally, findings)
    if later["waiver"]:
        from decheng_data.rules.waivers import Waivers

        unjudged = {row.rule_id for row, _, _ in vocabulary.rules.faults}
        unjudged |= set() if asked.earlier else {*BETWEEN_STATES}
        today = asked.today or datetime.now(UTC).date()
        waivers = Waivers(tables.rows("waivers"), tables.file("waivers"), today, unjudged)
        of_waivers = [rule for rule in vocabulary.rules if rule.row.kind == "waiver"]
        findings = _waived(findings, waivers, of_waivers, tally)
    suspects = None
    if asked.search.sets:
        # Only where they are asked for: it takes time to load.
        from decheng_data.error_localisation.findings import localised

        limit = {} if asked.search.sets is True else {"limit": asked.search.sets}
        suspects, findings = localised(
            findings,
            vocabulary.rules,
            index,
            vocabulary.codes,
            list(read.rows(RevisionRow)),
            tables.file("observations"),
            asked.search.seconds,
            **limit,
        )
    package = read.package
    report = Report(
        package=package.name,
        path=package.location,
        version=package.version,
        validator=f"decheng_data {__version__}",
        rules_run=len(vocabulary.rules),
        outcomes=tally.total,
        rules=tally.summaries(vocabulary.rules),
        findings=tuple(sorted(with_columns(findings, package), key=worst_first)),
        suspects=suspects,
    )
    return Validation(report, tuple(evaluations))


def _empty_releases(read: ReadPackage) -> Iterator[Finding]:
    structure, tables = read.structure, read.tables
    if is_unread(tables.file("observations"), structure.findings):
        return
    rows = structure.tables.get("observations", ())
    with_figures = {row.values[row.names.index("release_id")] for row in rows if "release_id" in row.names}
    faulty = structure.of_faulty_rows("observations", "release_id")
    yield from empty_releases(tables.rows("releases"), with_figures | faulty, tables.file("releases"))


def _between_states(read: ReadPackage, earlier: State | None) -> Iterator[Judgement]:
    from decheng_data.changes.rules import judge, revision_rules
    from decheng_data.changes.state import State

    vocabulary = read.vocabulary
    return judge(revision_rules(vocabulary.rules, earlier, vocabulary.codes.units), State(read.package), earlier)


def _waived(findings: list[Finding], waivers: Waivers, rules: Iterable[Rule], tally: Tally) -> list[Finding]:
    """The findings with the waivers that accept them, and those of the waivers themselves."""
    applied = waivers.applied(findings)
    for each in applied:
        if each.waived:
            tally.waive(each.rule)
    _note(waivers.judge(rules, tuple(applied)), tally, applied)
    return applied


def _note(judgements: Iterable[Judgement], tally: Tally, findings: list[Finding]) -> None:
    for judgement in judgements:
        tally.count(judgement.rule.rule_id, judgement.outcome, judgement.reason)
        findings += [judgement.finding] if judgement.finding else []


def worst_first(each: Finding) -> tuple[object, ...]:
    """The order of findings for readers: errors, then what is not waived, by severity, level and place."""
    return (
        each.outcome is not Outcome.ERROR,
        each.waived is not None,
        SEVERITIES.index(each.severity),
        each.level,
        each.file or "",
        each.line or 0,
        each.field or "",
    )
