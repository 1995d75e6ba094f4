"""Is the package what the text says? Every row is found in the text and read anew; every numeral must belong to one row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from decheng_data.models import IndicatorRow, MentionRow, ObservationRow, ReleaseRow, StatementRow, UnitRow
from decheng_data.reports import Finding, InvolvedObservation
from decheng_data.text.draft import Draft, DraftRow, draft
from decheng_data.text.placing import Place, Placer, outer_span
from decheng_data.text.sentences import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.fields import Severity

OBSERVATIONS, MENTIONS, RELEASES, STATEMENTS = "data/observations.csv", "data/mentions.csv", "data/releases.csv", "data/statements.csv"
_WORDS_AROUND = 12


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of holding a package against a text: findings, and how many of the text's numerals belong to a row."""

    findings: tuple[Finding, ...]
    numerals: int
    accounted: int

    @property
    def unaccounted(self) -> int:
        """How many numerals of the text belong to no row."""
        return self.numerals - self.accounted

    @property
    def coverage(self) -> Decimal:
        """The accounted numerals as a share of 1; 1 where there are none."""
        return Decimal(self.accounted) / self.numerals if self.numerals else Decimal(1)

    def __str__(self) -> str:
        return f"{self.numerals} numerals found, {self.accounted} accounted for, {self.unaccounted} unaccounted for ({self.coverage:.1%})"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row with its file, its line, and its place in the text."""

    row: ObservationRow | MentionRow
    file: str
    line: int
    place: Place | None


def verify(
    text: str,
    release: ReleaseRow,
    observations: Sequence[ObservationRow],
    mentions: Sequence[MentionRow] = (),
    statements: Sequence[StatementRow] = (),
    *,
    units: Iterable[UnitRow] = (),
    indicators: Iterable[IndicatorRow] = (),
    lines: dict[str, Sequence[int]] | None = None,
) -> Verification:
    """Hold the rows of one release against its repaired text.

    Rows of other releases are passed over. `lines` gives the line numbers of the rows of a file (by its path in the
    package); without it the first row stands on line 2. Nothing is raised: what does not agree is a finding.
    """
    drafted = draft(text, indicators=indicators, period=release.period)
    placer = Placer(text, drafted.rows)
    standing = [*_standing(placer, release, observations, OBSERVATIONS, lines), *_standing(placer, release, mentions, MENTIONS, lines)]
    names = {unit.unit_id: unit.name_zh for unit in units}
    accounted, loose = _account(text, drafted, standing, release)
    findings = [*_fingerprint(text, release), *_rows(text, standing, drafted, names), *_statements(text, release, statements, lines), *loose]
    return Verification(tuple(findings), len(drafted.rows), accounted)


def _standing(
    placer: Placer, release: ReleaseRow, rows: Sequence[ObservationRow | MentionRow], file: str, lines: dict[str, Sequence[int]] | None
) -> Iterator[_Standing]:
    numbers = (lines or {}).get(file) or range(2, len(rows) + 2)
    for row, line in zip(rows, numbers, strict=True):
        if row.release_id == release.release_id and row.start is not None:
            yield _Standing(row, file, line, placer.find(row))


def _fingerprint(text: str, release: ReleaseRow) -> Iterator[Finding]:
    found = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if release.sha256_repaired and release.sha256_repaired != found:
        yield Finding(
            rule="text-fingerprint",
            severity="warning",
            file=RELEASES,
            field="sha256_repaired",
            release=release.release_id,
            found=found,
            expected=release.sha256_repaired,
            message_en=f"{RELEASES}: the repaired text has SHA-256 {found}, the release was made from {release.sha256_repaired}; rows are looked for by their neighbours.",
            message_zh=f"{RELEASES}:修复后的文本散列为 {found},该发布登记的是 {release.sha256_repaired};各行改按前后文查找。",
            mend="Give the text that the release was made from, or enter the new fingerprint once every row is found.",
            mend_zh="请提供该发布所依据的文本;若各行均已找到,可登记新的散列。",
        )


def _rows(text: str, standing: Sequence[_Standing], drafted: Draft, names: dict[str, str]) -> Iterator[Finding]:
    figures = drafted.quantities
    starts = [row.start for row in figures]
    places = Places(text)
    for each in standing:
        if each.place is None or not each.place.agrees:
            yield _absent(each, text, places)
        elif isinstance(each.row, ObservationRow):
            index = bisect_left(starts, each.place.start)
            near = [row for row in figures[max(0, index - 1) : index + 2] if row.start < each.place.end and each.place.start < row.end]
            yield from _compared(each, near, names, text, places) if near else [_absent(each, text, places)]


def _absent(each: _Standing, text: str, places: Places) -> Finding:
    there = text[each.place.start : each.place.end] if each.place else None
    where = _where(text, places, each.place.start, each.place.end) if each.place else "nowhere among its neighbours"
    return _finding(
        each,
        "text-figure",
        "printed",
        found=each.row.printed,
        expected=there,
        message_en=f"{each.file}:{each.line}: the row has {each.row.printed}, the text has {there or 'it nowhere'} ({where}).",
        message_zh=f"{each.file}:{each.line}:该行为“{each.row.printed}”,文本中{'是“' + there + '”' if there else '未找到'}({where})。",
        mend="Correct the row after the text, or take it out if the text does not say it.",
        mend_zh="请按文本更正该行;文本没有的,请删除。",
    )


def _compared(each: _Standing, near: Sequence[DraftRow], names: dict[str, str], text: str, places: Places) -> Iterator[Finding]:
    row, read = each.row, near[0]
    if not isinstance(row, ObservationRow):
        return
    for field, stands, says in _differences(row, read, names):
        where = _where(text, places, read.start, read.end)
        yield _finding(
            each,
            "text-" + field.replace("_", "-"),
            field,
            severity="warning" if field in ("obs_status", "measure") else "error",
            found=stands,
            expected=says,
            message_en=f"{each.file}:{each.line}: {field} of {row.indicator_id} {row.measure} is {stands}, the text says {says} ({row.printed} at {where}).",
            message_zh=f"{each.file}:{each.line}:{row.indicator_id} {row.measure} 的 {field} 为 {stands},文本读作 {says}({row.printed},{where})。",
            mend=f"Write {says}, or check how the sentence is read.",
            mend_zh=f"请改为 {says},或核对该句的读法。",
        )


def _differences(row: ObservationRow, read: DraftRow, names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Field, what the row has and what the text says, for each that differs. A zero in words has no unit to compare."""
    said = Decimal(read.signed_value or "0") if len(read.signed_value or "") < 40 else Decimal(0)
    if said != row.value and not (row.measure == "rank" and abs(said) == row.value):
        yield "value", f"{row.value:f}", f"{said:f}"
    decimals = len((read.value or "").partition(".")[2])
    if decimals != row.decimals:
        yield "decimals", str(row.decimals), str(decimals)
    unit = names.get(row.unit, row.unit) if names else read.unit
    if read.unit is not None and unit != read.unit:
        yield "unit", str(unit), read.unit
    if (row.qualifier or "") != (read.qualifier or ""):
        yield "qualifier", row.qualifier or "none", read.qualifier or "none"
    if (read.obs_status in ("E", "P") and row.obs_status == "A") or (row.obs_status in ("E", "P") and read.obs_status == "A"):
        yield "obs_status", row.obs_status, str(read.obs_status)
    if read.measure != row.measure:
        yield "measure", row.measure, str(read.measure)


def _statements(text: str, release: ReleaseRow, statements: Sequence[StatementRow], lines: dict[str, Sequence[int]] | None) -> Iterator[Finding]:
    """Statements have no figure; only that they stand inside the text is held."""
    numbers = (lines or {}).get(STATEMENTS) or range(2, len(statements) + 2)
    for row, line in zip(statements, numbers, strict=True):
        if row.release_id == release.release_id and row.end is not None and row.end > len(text):
            yield Finding(
                rule="text-position",
                severity="error",
                level=1,
                file=STATEMENTS,
                line=line,
                field="end",
                release=release.release_id,
                found=str(row.end),
                expected=f"at most {len(text)}",
                message_en=f"{STATEMENTS}:{line}: end {row.end} lies behind the text, which has {len(text)} characters.",
                message_zh=f"{STATEMENTS}:{line}:end 为 {row.end},超出文本长度 {len(text)}。",
            )


def _account(text: str, drafted: Draft, standing: Sequence[_Standing], release: ReleaseRow) -> tuple[int, list[Finding]]:
    """How many numerals belong to a row, and a finding for each that belongs to none or to two. A date needs no row."""
    spans = sorted((each.place.start, each.place.end, number) for number, each in enumerate(standing) if each.place)
    starts, longest = [start for start, _, _ in spans], max((end - start for start, end, _ in spans), default=0)
    places, accounted, findings = Places(text), 0, list[Finding]()
    for row in drafted.rows:
        start, end = outer_span(row)
        near = spans[bisect_left(starts, start - longest) : bisect_right(starts, end)]
        owners = [standing[number] for first, last, number in near if first < row.end and row.start < last]
        accounted += bool(owners) or row.sort == "date"
        if not owners and row.sort != "date":
            findings.append(_unaccounted(row, text, places, release))
        elif len(owners) > 1 and row.kind == "quantity":
            findings.append(_twice(row, owners, text, places))
    return accounted, findings


def _unaccounted(row: DraftRow, text: str, places: Places, release: ReleaseRow) -> Finding:
    where, kind = _where(text, places, row.start, row.end), row.sort or f"{row.indicator} {row.measure}"
    return Finding(
        rule="text-unaccounted",
        severity="error",
        level=1,
        file=OBSERVATIONS if row.kind == "quantity" else MENTIONS,
        release=release.release_id,
        found=row.printed or row.exact,
        expected="a row of observations.csv or mentions.csv",
        message_en=f"{row.printed or row.exact} ({kind}) belongs to no row: {where}.",
        message_zh=f"“{row.printed or row.exact}”({kind})没有对应的行:{where}。",
        mend="Add the figure to observations.csv, or the numeral to mentions.csv if it is none.",
        mend_zh="是数据的请补入 observations.csv,不是数据的请补入 mentions.csv。",
    )


def _twice(row: DraftRow, owners: Sequence[_Standing], text: str, places: Places) -> Finding:
    named = ", ".join(f"{each.file}:{each.line}" for each in owners)
    where = _where(text, places, row.start, row.end)
    return _finding(
        owners[1],
        "text-twice",
        "start",
        found=named,
        expected="one row",
        message_en=f"{named}: {row.exact} belongs to more than one row ({where}).",
        message_zh=f"{named}:“{row.exact}”对应了多行({where})。",
        mend="Keep the row that says it, take out the other.",
        mend_zh="请保留一行,删除其余。",
    )


def _where(text: str, places: Places, start: int, end: int) -> str:
    """`part 1, sentence 4, position 331: …words…`."""
    part, sentence = places.of(start)
    words = text[max(0, start - _WORDS_AROUND) : end + _WORDS_AROUND].replace("\n", " ")
    return f"part {part}, sentence {sentence}, position {start}: …{words}…"


def _finding(
    each: _Standing,
    rule: str,
    field: str,
    *,
    message_en: str,
    message_zh: str,
    found: str,
    expected: str | None,
    mend: str,
    mend_zh: str,
    severity: Severity = "error",
) -> Finding:
    involved = (_involved(each.row, each),) if isinstance(each.row, ObservationRow) else ()
    return Finding(
        rule=rule,
        severity=severity,
        level=1,
        file=each.file,
        line=each.line,
        field=field,
        release=each.row.release_id,
        observations=involved,
        found=found,
        expected=expected,
        message_en=message_en,
        message_zh=message_zh,
        mend=mend,
        mend_zh=mend_zh,
    )


def _involved(row: ObservationRow, each: _Standing) -> InvolvedObservation:
    return InvolvedObservation(
        release_id=row.release_id,
        indicator_id=row.indicator_id,
        measure=row.measure,
        period=row.period,
        area=row.area,
        comparison=row.comparison,
        printed=row.printed,
        value=row.value,
        unit=row.unit,
        file=each.file,
        line=each.line,
    )
