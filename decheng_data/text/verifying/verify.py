"""Does the package agree with the text? Every row is found in the text and read anew; every numeral must belong to one
row.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.model.finding import Finding
from decheng_data.model.report import Coverage
from decheng_data.model.rows import ObservationRow
from decheng_data.text.drafting.draft import Draft, DraftRow, draft
from decheng_data.text.drafting.placing import NamePlacer, Placer, neighbour_hashes, outer_span
from decheng_data.text.verifying.checks import MENTIONS, OBSERVATIONS, RELEASES, STATEMENTS
from decheng_data.text.verifying.wording import PlacedRow, TextFindings, Traced, other_repair, other_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from decheng_data.model.rows import IndicatorRow, MentionRow, ReleaseRow, StatementRow, UnitRow
    from decheng_data.text.drafting.placing import Place
    from decheng_data.text.repair.repairing import RepairedText

_COMPARED = ("value", "decimals", "unit", "qualifier", "obs_status", "measure")
_EXACT_DIGITS = 40
"""A figure of more digits is no figure of a bulletin, and is read as 0."""

Lines = dict[str, "Sequence[int]"]


@dataclass(frozen=True, slots=True)
class Verification:
    """A package compared with a text: findings, how often each check passed, and how many numerals of the text belong
    to a row.
    """

    findings: tuple[Finding, ...]
    numerals: int
    accounted: int
    passed: Mapping[str, int] = field(default_factory=dict)

    @property
    def unaccounted(self) -> int:
        """How many numerals of the text belong to no row."""
        return self.numerals - self.accounted

    @property
    def coverage(self) -> Coverage:
        """The counts as in a report."""
        return Coverage(numerals=self.numerals, accounted=self.accounted, unaccounted=self.unaccounted)

    def __str__(self) -> str:
        return str(self.coverage)


def verify(
    text: RepairedText,
    release: ReleaseRow,
    observations: Sequence[ObservationRow],
    mentions: Sequence[MentionRow] = (),
    statements: Sequence[StatementRow] = (),
    *,
    units: Iterable[UnitRow] = (),
    indicators: Iterable[IndicatorRow] = (),
    lines: Lines | None = None,
) -> Verification:
    """Compare the rows of one release with its text.

    Rows of other releases are passed over. `lines` gives the line numbers of the rows of a file (by its path in the
    package); without it the first row is on line 2. Start, end and hashes are judged only where the repaired text
    has the fingerprint of the release. Nothing is raised: what does not agree is a finding.
    """
    counted = release.sha256_repaired == text.sha256
    drafted = draft(text.text, indicators=indicators, period=release.period)
    placer, namer = Placer(text.text, drafted.rows, counted=counted), NamePlacer(text.text, counted=counted)
    names = {unit.unit_id: unit.name_zh for unit in units}
    comparison = _Comparison(drafted, names, TextFindings(text.text), text.text if counted else None)
    numerals = [
        *_placed_rows(placer, release, observations, OBSERVATIONS, lines),
        *_placed_rows(placer, release, mentions, MENTIONS, lines),
    ]
    rows = [*numerals, *_placed_rows(namer, release, statements, STATEMENTS, lines)]
    accounted, loose = comparison.of_numerals(numerals, release)
    other = list(_other_text(text, release, _line_numbers((release,), RELEASES, lines)[0]))
    findings = [*other, *comparison.of_rows(rows), *loose]
    has_fingerprint = bool(release.sha256_repaired or release.sha256_collected)
    passed = comparison.passed
    passed.update({"text-fingerprint": int(has_fingerprint and not other), "text-unaccounted": accounted})
    return Verification(tuple(findings), len(drafted.rows), accounted, dict(passed))


def _other_text(text: RepairedText, release: ReleaseRow, line: int) -> Iterator[Finding]:
    """Whether positions count in another text: in another one, or in another repair of this one."""
    is_own = release.sha256_collected == text.sha256_collected
    if release.sha256_repaired not in (None, text.sha256):
        yield (other_repair if is_own else other_text)(text, release, line)
    elif not release.sha256_repaired and release.sha256_collected and not is_own:
        yield other_text(text, release, line)


def _line_numbers(rows: Sequence[object], file: str, lines: Lines | None) -> Sequence[int]:
    return (lines or {}).get(file) or range(2, len(rows) + 2)


def _placed_rows(
    placer: Placer, release: ReleaseRow, rows: Sequence[Traced], file: str, lines: Lines | None
) -> Iterator[PlacedRow]:
    for row, line in zip(rows, _line_numbers(rows, file, lines), strict=True):
        if row.release_id == release.release_id:
            yield PlacedRow(row, file, line, placer.find(row))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Rows compared with what is read at their places. `counted` is the text where their positions count in it."""

    drafted: Draft
    unit_names: Mapping[str, str]
    wording: TextFindings
    counted: str | None
    passed: Counter[str] = field(default_factory=Counter)

    def of_rows(self, rows: Sequence[PlacedRow]) -> Iterator[Finding]:
        """The findings on the rows; checks that pass are counted in `passed`."""
        figures = self.drafted.quantities
        starts = [row.start for row in figures]
        for each in rows:
            read = _read_at(each, figures, starts)
            if each.place is None or not each.place.agrees or (isinstance(each.row, ObservationRow) and read is None):
                yield self.wording.absent(each)
                continue
            self.passed[each.rule] += 1
            if self.counted is not None:
                faults = list(self._faults_of_place(each, each.place, self.counted))
                self.passed["text-position"] += not faults
                yield from faults
            if isinstance(each.row, ObservationRow) and read:
                yield from self._faults_of_fields(each, each.row, read)

    def _faults_of_fields(self, each: PlacedRow, row: ObservationRow, read: DraftRow) -> Iterator[Finding]:
        differences = {name: cells for name, *cells in _differences(row, read, self.unit_names)}
        self.passed.update("text-" + name.replace("_", "-") for name in _COMPARED if name not in differences)
        for name, (found, expected) in differences.items():
            yield self.wording.differs(each, name, found, expected, read)

    def _faults_of_place(self, each: PlacedRow, place: Place, text: str) -> Iterator[Finding]:
        """The findings on start, end and hashes of a row that was found at this place."""
        if (place.start, place.end) != (each.row.start, each.row.end):
            yield self.wording.misplaced(each, place)
            return
        before, after = neighbour_hashes(text, place.start, place.end)
        for name, expected in (("hash_before", before), ("hash_after", after)):
            if getattr(each.row, name) not in (None, expected):
                yield self.wording.other_neighbour(each, name, expected)

    def of_numerals(self, rows: Sequence[PlacedRow], release: ReleaseRow) -> tuple[int, list[Finding]]:
        """How many numerals belong to a row, and a finding for each that belongs to none or to two. A date needs no
        row.
        """
        spans = sorted((each.place.start, each.place.end, number) for number, each in enumerate(rows) if each.place)
        starts, longest = [start for start, _, _ in spans], max((end - start for start, end, _ in spans), default=0)
        accounted, findings = 0, list[Finding]()
        for row in self.drafted.rows:
            start, end = outer_span(row)
            near = spans[bisect_left(starts, start - longest) : bisect_right(starts, end)]
            owners = [rows[number] for first, last, number in near if first < row.end and row.start < last]
            accounted += bool(owners) or row.sort == "date"
            if not owners and row.sort != "date":
                findings.append(self.wording.unaccounted(row, release))
            elif len(owners) > 1 and row.kind == "quantity":
                findings.append(self.wording.twice(row, owners))
        return accounted, findings


def _read_at(each: PlacedRow, figures: Sequence[DraftRow], starts: Sequence[int]) -> DraftRow | None:
    """The figure that is read at the place of the row."""
    if each.place is None:
        return None
    index = bisect_left(starts, each.place.start)
    near = figures[max(0, index - 1) : index + 2]
    return next((row for row in near if row.start < each.place.end and each.place.start < row.end), None)


def _differences(row: ObservationRow, read: DraftRow, names: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Field, what the row has and what the text has, for each that differs. A zero in words has no unit to compare."""
    value = Decimal(read.signed_value or "0") if len(read.signed_value or "") < _EXACT_DIGITS else Decimal(0)
    if value != row.value and not (
        row.measure == "level" and abs(value) == row.value
    ):  # the name may give the sign: 减少额
        yield "value", f"{row.value:f}", f"{value:f}"
    decimals = len((read.value or "").partition(".")[2])
    if decimals != row.decimals:
        yield "decimals", str(row.decimals), str(decimals)
    unit = names.get(row.unit, row.unit) if names else read.unit
    if read.unit is not None and unit != read.unit:
        yield "unit", str(unit), read.unit
    if (row.qualifier or "") != (read.qualifier or ""):
        yield "qualifier", row.qualifier or "none", read.qualifier or "none"
    if (read.obs_status in ("E", "P") and row.obs_status == "A") or (
        row.obs_status in ("E", "P") and read.obs_status == "A"
    ):
        yield "obs_status", row.obs_status, str(read.obs_status)
    if read.measure != row.measure:
        yield "measure", row.measure, str(read.measure)
