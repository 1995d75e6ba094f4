"""Adding drafted rows to a package in a folder: `decheng-data draft TEXT --release ID --into PATH`."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from decheng_data.errors import DechengDataError, NotInReleaseError, PackageError
from decheng_data.model.period import Period
from decheng_data.model.rows import AreaRow, IndicatorRow, MentionRow, ReleaseRow, ThemeRow, UnitRow
from decheng_data.packages.files.writing import sole_writer, write_together
from decheng_data.packages.opening import open_package
from decheng_data.packages.structure.column import written
from decheng_data.packages.target import target_folder
from decheng_data.reading.read_package import ReadPackage
from decheng_data.rules.observation import Observation
from decheng_data.text.bulletin import period_of
from decheng_data.text.drafting.draft import Draft, DraftRow, draft
from decheng_data.text.drafting.new_units import TO_DO_EN
from decheng_data.text.drafting.rows import package_rows

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from decheng_data.model.rows import Row
    from decheng_data.packages.opening import Package
    from decheng_data.text.repair.repairing import RepairedText

_ADDED_TO = ("releases", "units", "indicators", "observations", "mentions")
"""The tables that a draft may add rows to."""


@dataclass(frozen=True)
class Additions:
    """What was added to a package: the draft, rows by table, and each drafted row that was left out with the reason."""

    drafted: Draft
    rows: Mapping[str, Sequence[Row]]
    left_over: Sequence[tuple[DraftRow, str]]

    def __str__(self) -> str:
        added = ", ".join(f"{len(rows)} {table}" for table, rows in self.rows.items() if rows)
        return f"added {added or 'nothing'}; left out {len(self.left_over)}"


def add_draft(
    text: RepairedText, release_id: str, path: str | os.PathLike[str], *, theme: str | None = None
) -> Additions:
    """Draft the rows of a bulletin and add them to the package in a folder: all tables, or none.

    No row of the package is changed: a numeral of one of them, or with its key, is left out. A
    release, unit or indicator that the package does not have is added, marked as new. `theme` is that of new
    indicators, by default the package's first. Raises PackageError where the package cannot be read, is broken or
    cannot be written, and DechengDataError where the release's id does not end in a period, or its positions count in
    another text.
    """
    folder = target_folder(path, "nothing can be added to it")
    with sole_writer(folder):
        return _add_draft(text, release_id, ReadPackage(open_package(path), kept=_ADDED_TO), folder, theme)


def _add_draft(text: RepairedText, release_id: str, read: ReadPackage, folder: Path, theme: str | None) -> Additions:
    package = read.package
    found = [*read.structure.findings, *read.tables.findings]
    if faults := [finding for finding in found if finding.severity == "error"]:
        raise PackageError(
            f"{package.location} is broken, so nothing is added: {faults[0].message_en} `decheng-data validate` tells"
            f" all {len(faults)} of it"
        )
    release = next((row for row in read.rows(ReleaseRow) if row.release_id == release_id), None)
    made = release or _new_release(text, release_id, read)
    if made.sha256_repaired not in (None, text.sha256):
        raise DechengDataError(
            f"positions of {release_id} count in the text with sha256_repaired {made.sha256_repaired}, and this one,"
            f" repaired, has {text.sha256}, so nothing is added; give that text, or count its rows anew first"
        )
    indicators = read.rows(IndicatorRow)
    drafted = draft(text.text, indicators=indicators, release_id=release_id, period=made.period)
    rows = package_rows(
        drafted,
        text.text,
        made,
        units=read.rows(UnitRow),
        areas=read.rows(AreaRow),
        theme=_theme(theme, read.rows(ThemeRow)),
        indicators=indicators,
        reviewed=[*read.rows(Observation), *read.rows(MentionRow)],
    )
    drafts = ([] if release else [made], rows.units, rows.indicators, rows.observations, rows.mentions)
    added: dict[str, Sequence[Row]] = dict(zip(_ADDED_TO, drafts, strict=True))
    _append(package, folder, added)
    return Additions(drafted, added, rows.left_over)


def _theme(named: str | None, themes: Sequence[ThemeRow]) -> str:
    known = [row.theme_id for row in themes]
    if named is not None and named not in known:
        raise NotInReleaseError("theme", named, known)
    if not known:
        raise PackageError("themes.csv has no theme for new indicators; add one first")
    return named or known[0]


def _new_release(text: RepairedText, release_id: str, read: ReadPackage) -> ReleaseRow:
    """A release like the latest of the package, of another period: its notes say what a person must look at."""
    releases = read.rows(ReleaseRow)
    if not releases:
        raise PackageError(
            f"{read.package.location} has no release whose area and publisher could be taken over; add the row of"
            f" {release_id} to releases.csv first"
        )
    period = Period.parse(period_of(releases, release_id))
    latest = max(releases, key=lambda row: Period.parse(row.period).end)
    title = next((line.strip() for line in text.text.split("\n") if line.strip()), release_id)
    cells = {
        **{
            name: getattr(latest, name)
            for name in ("area", "coverage", "coverage_note_zh", "coverage_note_en", "publisher_zh", "publisher_en")
        },
        "release_id": release_id,
        "title_zh": title[:200],
        "title_en": TO_DO_EN,
        "period": str(period),
        "period_range": period.range,
        "frequency": period.frequencies[-1],
        "year_basis": "printed" if f"{period.first_year}年" in text.text else "inferred",
        "vintage": datetime.now(UTC).date(),
        "sha256_collected": text.sha256_collected,
        "sha256_repaired": text.sha256,
        "repaired_length": len(text.text),
        "note_zh": "由草稿新增；标题、覆盖范围、发布方与年份依据待核对。",
        "note_en": "Added by a draft: check title, coverage, publisher and the basis of the year.",
    }
    try:
        return ReleaseRow.model_validate(cells)
    except ValueError as error:
        raise DechengDataError(
            f"{release_id!r} cannot be a release: its id is like decheng-2021-S1, small letters and a period"
        ) from error


def _append(package: Package, folder: Path, added: Mapping[str, Sequence[Row]]) -> None:
    files = dict(_longer(package, folder, name, rows) for name, rows in added.items() if rows)
    try:
        if files:
            write_together(files, folder)
    except OSError as error:
        raise PackageError(
            f"{package.location} cannot be written, and is as it was: {error.strerror or error}; check the disk and"
            " your permissions"
        ) from error


def _longer(package: Package, folder: Path, name: str, rows: Sequence[Row]) -> tuple[str, bytes]:
    """A table's file, and what it holds with the rows behind those that it has."""
    path = _path(package, name)
    before = (folder / path).read_bytes().decode("utf-8-sig")
    end = "\r\n" if "\r\n" in before else "\n"
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows(_cells(package.read_source(name).header, rows))
    return path, (before + ("" if before.endswith("\n") else end) + stream.getvalue()).encode()


def _cells(labels: Sequence[str], rows: Sequence[Row]) -> Iterator[list[str]]:
    for row in rows:
        cells = row.model_dump(by_alias=True)
        yield [written(cells.get(label.strip())) for label in labels]


def _path(package: Package, name: str) -> str:
    """The path of a table's file in the package. Raises PackageError where it is written in another form than ours."""
    resource = package.resource(name)
    path = package.writable_path(name, "rows are added only to such a table")
    if "hash" in resource or "bytes" in resource:
        raise PackageError(
            f"{path} would no longer be what the descriptor says; take hash and bytes out of the descriptor first"
        )
    return path
