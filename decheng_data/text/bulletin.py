"""A bulletin's text and a package: rows drafted from the text, and the rows of a package verified by it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from decheng_data._version import __version__
from decheng_data.errors import DechengDataError, NotInReleaseError
from decheng_data.model.finding import SEVERITIES, Finding
from decheng_data.model.period import Period
from decheng_data.model.report import Coverage, Outcomes, Report, RuleSummary
from decheng_data.model.rows import IndicatorRow, MentionRow, ReleaseRow, StatementRow, UnitRow
from decheng_data.packages.opening import of_one_state, open_state
from decheng_data.packages.structure.findings import with_columns
from decheng_data.packages.table import read_table
from decheng_data.reading.read_package import ReadPackage
from decheng_data.rules.observation import Observation
from decheng_data.text.drafting import draft as drafts
from decheng_data.text.repair.repairing import RepairedText, repair
from decheng_data.text.verifying import verify as verifying
from decheng_data.text.verifying.checks import CHECKS, MENTIONS, OBSERVATIONS, RELEASES, STATEMENTS

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from decheng_data.model.rows import Row
    from decheng_data.packages.opening import Package
    from decheng_data.text.drafting.draft import Draft

R = TypeVar("R", bound="Row")
Given = bytes | str | RepairedText
"""A bulletin: its bytes as collected, its text, or its text repaired."""

_FILES = {"releases": RELEASES, "observations": OBSERVATIONS, "mentions": MENTIONS, "statements": STATEMENTS}


@of_one_state
def verify(text: Given, path: str | os.PathLike[str] | None = None, *, release: str | None = None) -> Report:
    """Does the package at `path` (nothing: the shipped one) agree with the text? A Report like that of `validate`, with
    `coverage`.

    The release is the one that is named, else the one whose fingerprint the text has, else the only one. Bad data, in
    the package or against the text, are findings. Raises PackageError where there is no package, NotInReleaseError for
    a release that it does not have, and DechengDataError where the text belongs to none of several releases.
    """
    repaired, read = _repaired(text), ReadPackage(open_state(path))
    package, findings = read.package, [*read.structure.findings, *read.tables.findings]
    if any(finding.severity == "error" for finding in findings):
        return _report(package, findings, {}, None)
    found = _verified(repaired, read, release)
    return _report(package, with_columns(found.findings, package), found.passed, found.coverage)


@of_one_state
def draft(
    text: Given,
    *,
    release: str | None = None,
    path: str | os.PathLike[str] | None = None,
    period: str | Period | None = None,
) -> Draft:
    """The rows that a bulletin supports, for a person to review. Positions refer to the repaired text.

    Names are known by the indicators and aliases of the package at `path` (nothing: the shipped one). Periods are
    resolved against `period`, else against that of the release: of its row in the package, or of the end of its id,
    such as 2021-S1. Raises what `open_package` raises, and DechengDataError where the id of a release that the package
    does not have ends in no period.
    """
    repaired, package = _repaired(text), open_state(path)
    reference = period or (period_of(_rows(package, ReleaseRow), release) if release else None)
    return drafts.draft(repaired.text, indicators=_rows(package, IndicatorRow), release_id=release, period=reference)


def period_of(releases: Iterable[ReleaseRow], release_id: str) -> str:
    """The period of a release, by its row or by its id. Raises DechengDataError where neither has it."""
    if row := next((row for row in releases if row.release_id == release_id), None):
        return row.period
    place, _, code = release_id.partition("-")
    try:
        return str(Period.parse(code))
    except ValueError:
        raise DechengDataError(
            f"the release {release_id!r} is not in the package, and its id does not end in a period; name it like"
            f" {place or 'decheng'}-2021-S1"
        ) from None


def _repaired(text: Given) -> RepairedText:
    return text if isinstance(text, RepairedText) else repair(text)


def _rows(package: Package, model: type[R]) -> list[R]:
    return (
        [row for row in read_table(package, model.table).rows if isinstance(row, model)]
        if model.table in package
        else []
    )


def _verified(repaired: RepairedText, read: ReadPackage, release: str | None) -> verifying.Verification:
    releases = read.rows(ReleaseRow)
    chosen = _chosen(releases, repaired, release)
    lines = {file: [line or 0 for line, _ in read.tables.rows(name)] for name, file in _FILES.items()}
    return verifying.verify(
        repaired,
        chosen,
        read.rows(Observation),
        read.rows(MentionRow),
        read.rows(StatementRow),
        units=read.rows(UnitRow),
        indicators=read.rows(IndicatorRow),
        lines={**lines, RELEASES: [lines[RELEASES][releases.index(chosen)]]},
    )


def _chosen(releases: Sequence[ReleaseRow], repaired: RepairedText, named: str | None) -> ReleaseRow:
    """The release that is named, else the one whose fingerprint the text has, else the only one."""
    known = {row.release_id: row for row in releases}
    if named is not None:
        if named not in known:
            raise NotInReleaseError("release", named, known)
        return known[named]
    own = [row for row in releases if _has_fingerprint(repaired, row)]
    if own or len(releases) == 1:
        return (own or releases)[0]
    raise DechengDataError(
        f"the text has the fingerprint of none of the {len(releases)} releases; name one by --release:"
        f" {', '.join(known) or 'there is none'}"
    )


def _has_fingerprint(repaired: RepairedText, row: ReleaseRow) -> bool:
    return row.sha256_collected == repaired.sha256_collected or row.sha256_repaired == repaired.sha256


def _report(
    package: Package, findings: Sequence[Finding], passed: Mapping[str, int], coverage: Coverage | None
) -> Report:
    failed = Counter(finding.rule for finding in findings)
    return Report(
        package=package.name,
        path=package.location,
        version=package.version,
        validator=f"decheng_data {__version__}",
        rules_run=len(CHECKS) if coverage else 0,
        outcomes=Outcomes(passed=sum(passed.values()), failed=failed.total()),
        rules=tuple(_summary(rule, passed.get(rule, 0), failed[rule]) for rule in CHECKS) if coverage else (),
        findings=tuple(
            sorted(
                findings,
                key=lambda each: (SEVERITIES.index(each.severity), each.file or "", each.line or 0, each.field or ""),
            )
        ),
        coverage=coverage,
    )


def _summary(rule: str, passed: int, failed: int) -> RuleSummary:
    check = CHECKS[rule]
    outcomes = Outcomes(passed=passed, failed=failed)
    return RuleSummary(
        rule_id=rule,
        title_en=check.title_en,
        title_zh=check.title_zh,
        severity=check.severity,
        level=1,
        outcomes=outcomes,
    )
