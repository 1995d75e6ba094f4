"""A comparison for people: as text for a terminal or a log, and as Markdown for a change request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.changes.semver import Bump
from decheng_data.escaping import as_markdown, clipped
from decheng_data.model.quantity import plain, unit_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from decheng_data.changes.comparison import CellChange, Comparison, RowChange, RowChanges

ROWS_AT_MOST = 100
"""Most rows of one section that are listed; the others are counted."""
CELL_LIMIT = 80
LINE_LIMIT = 240

_TITLES = {
    "releases": "Releases 发布",
    "figures": "Figures 数据",
    "statements": "Statements 陈述",
    "mentions": "Mentions 非数据数字",
    "vocabulary": "Vocabulary 词表",
    "rules": "Rules 规则",
    "records": "Waivers and ledger 豁免与修订记录",
}
_MARKS = {"added": "+", "removed": "-", "revised": "~"}  # at the start of a line of Markdown they would begin lists
_CONTRACT = "Contract 契约"
_NOTES = "Not compared 未比较"


def text(comparison: Comparison) -> str:
    """The changes section by section, then the version; control characters of the data are shown, not sent."""
    lines = [_title(comparison), ""]
    for title, changes in _sections(comparison, lambda words: words, _MARKS):
        lines += [title, *(f"  {each}" for each in changes), ""]
    return "\n".join([*lines, *_verdict(comparison)]) + "\n"


def markdown(comparison: Comparison) -> str:
    """The changes as Markdown, a list a section; no text of the data makes markup."""
    lines = [f"### {as_markdown(_title(comparison))}", ""]
    for title, changes in _sections(comparison, as_markdown, {mark: mark for mark in _MARKS}):
        lines += [f"**{title}**", "", *(f"- {each}" for each in changes), ""]
    return "\n".join([*lines, *(f"{as_markdown(line)}  " for line in _verdict(comparison))]) + "\n"


def _sections(
    comparison: Comparison, write: Callable[[str], str], marks: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    fresh = {row.release for row in comparison.releases.added}
    for name, changes in comparison.sections.items():
        if len(changes):
            yield f"{_TITLES[name]}: {changes}", list(_row_lines(changes, fresh, lambda row: write(_row(row, marks))))
    for title, lines in ((_CONTRACT, [str(each) for each in comparison.contract]), (_NOTES, list(comparison.notes))):
        if lines:
            yield f"{title}: {len(lines)}", list(_limited([write(clipped(each, LINE_LIMIT)) for each in lines]))


def _row_lines(changes: RowChanges, fresh: set[str | None], line_of: Callable[[RowChange], str]) -> Iterator[str]:
    yield from _limited([line_of(row) for row in changes if row.table == "releases" or row.release not in fresh])
    if hidden := sum(row.table != "releases" and row.release in fresh for row in changes):
        yield f"{hidden:,} of a release that is new, all in --format json"


def _limited(lines: list[str]) -> Iterator[str]:
    yield from lines[:ROWS_AT_MOST]
    if len(lines) > ROWS_AT_MOST:
        yield f"… and {len(lines) - ROWS_AT_MOST:,} more, all in --format json"


def _row(row: RowChange, marks: Mapping[str, str]) -> str:
    where = f" ({row.release})" if row.release and row.table != "releases" else ""
    cells = "; ".join(_cell(cell) for cell in row.cells) if row.change == "revised" else ""
    named = f"{row.name_zh} {row.label}" if row.name_zh else row.label
    return clipped(f"{marks[row.change]} {named}{where}{f': {cells}' if cells else ''}", LINE_LIMIT)


def _cell(cell: CellChange) -> str:
    before, after = (clipped(each, CELL_LIMIT) if each else "∅" for each in (cell.before, cell.after))
    if cell.difference is None:
        return f"{cell.field} {before} → {after}"
    share = "" if cell.percent is None else f", {_signed(plain(cell.percent))} %"
    return f"{cell.field} {before} → {after} ({_signed(plain(cell.difference))}{unit_between(cell.unit or '')}{share})"


def _signed(number: str) -> str:
    return number if number.startswith("-") else f"+{number}"


def _verdict(comparison: Comparison) -> Iterator[str]:
    version = comparison.version
    if comparison.empty:
        yield "Nothing changed. 没有改动。"
    asked = (
        "no new version 无须改版本"
        if version.bump is Bump.NONE
        else f"a {version.bump.value} bump, {version.least or 'whatever the version was'} or later"
    )
    yield clipped(f"The change asks for 所需版本: {asked}", LINE_LIMIT)
    for reason in version.reasons[:ROWS_AT_MOST]:
        chinese = "" if reason.reason_en in reason.reason_zh else f" {reason.reason_zh}"
        yield clipped(f"  {reason.bump.value}: {reason.reason_en}{chinese}", LINE_LIMIT)
    if version.fits is None:
        yield clipped(f"It is unknown whether the version fits 无从判断: {version.fault}", LINE_LIMIT)
    else:
        yield clipped(
            f"Version 版本 {version.old} → {version.new}: {'fits 相称' if version.fits else 'does NOT fit 不相称'}",
            LINE_LIMIT,
        )


def _title(comparison: Comparison) -> str:
    sides = (comparison.old, comparison.new)
    return clipped(
        " → ".join(" ".join(part for part in (side.package, side.version, f"({side.path})") if part) for side in sides),
        LINE_LIMIT,
    )
