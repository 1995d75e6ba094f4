"""What must move with a change, vintage and version, and what must not: codes and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.changes.bumps import row_bump
from decheng_data.changes.comparison import VOCABULARY
from decheng_data.changes.descriptor_lines import line_of
from decheng_data.changes.semver import Bump, Version
from decheng_data.model.bilingual import Bilingual
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.rules.judgement import failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from decheng_data.changes.between import Between
    from decheng_data.changes.comparison import CellChange, RowChange, VersionChange
    from decheng_data.rules.judgement import Judgement
    from decheng_data.rules.rule import Rule

_MOST_REASONS = 3


def vintage_moved(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The vintage of a release is later than it was where anything of the release changed, and never earlier."""
    changed = _changed_releases(between)
    for release, line in between.common_releases:
        since, now = between.vintages(release)
        if now > since or (now == since and release not in changed):
            yield passed(rule)
        else:
            yield _not_moved(rule, between, release, line, release in changed)


def _not_moved(rule: Rule, between: Between, release: str, line: int, changed: bool) -> Judgement:
    since, now = between.vintages(release)
    return failed(
        rule,
        "changes.vintage-not-moved" if changed else "changes.vintage-back",
        {"since": since},
        file=between.file("releases"),
        line=line,
        field="vintage",
        release=release,
        found=now,
        expected=f"a day after {since}" if changed else f"{since} or later",
    )


def _changed_releases(between: Between) -> set[str | None]:
    """The releases of which a figure, a statement, a mention or the row itself changed, the vintage apart."""
    comparison = between.comparison
    own = {row.release for row in comparison.releases.revised if any(cell.field != "vintage" for cell in row.cells)}
    return own | {
        row.release for rows in (comparison.figures, comparison.statements, comparison.mentions) for row in rows
    }


def version_fits_change(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The new version gives the bump that the change asks for, and does not go back."""
    version = between.comparison.version
    if version.fits:
        yield passed(rule)
        return
    code, parts, expected = _version_fault(version)
    line = line_of(between.new.package, "version")
    yield failed(
        rule, code, parts, file=DESCRIPTOR_NAME, line=line, field="version", found=version.new, expected=expected
    )


def _version_fault(version: VersionChange) -> tuple[str, Mapping[str, object], str]:
    """What is wrong with the new version, as a message and its parts, and what it should be."""
    if version.fits is None:
        return "changes.no-version", {"old": version.old}, "a version such as 1.2.3"
    if version.bump is Bump.NONE:
        return "changes.version-back", {"old": version.old}, f"{version.old}"
    reasons = [Bilingual(each.reason_en, each.reason_zh) for each in version.reasons if each.bump is version.bump]
    parts = {
        "old": version.old,
        "bump": version.bump.value,
        "least": version.least,
        "reasons": tuple(reasons[:_MOST_REASONS]),
        "more": max(0, len(reasons) - _MOST_REASONS),
    }
    return "changes.version-too-low", parts, f"{version.least} or later"


def vocabulary_stable(rule: Rule, between: Between) -> Iterator[Judgement]:
    """No code of the vocabulary vanished or changed what it measures, unless the version is a new major."""
    broken = (
        {}
        if _is_major(between)
        else {(row.table, *row.key.values()): row for row in between.comparison.vocabulary if _breaks(row)}
    )
    for table in VOCABULARY:
        for key in between.old.rows(table):
            row = broken.get((table, *key))
            yield passed(rule) if row is None else _broken(rule, between, row)


def _breaks(row: RowChange) -> bool:
    return row.change != "added" and row_bump(row) is Bump.MAJOR


def _broken(rule: Rule, between: Between, row: RowChange) -> Judgement:
    if row.change == "removed":
        parts = {"table": row.table, "label": row.label, "old_line": row.old_line}
        return failed(rule, "changes.code-gone", parts, file=between.file(row.table), expected=row.label)
    cells = [cell for cell in row.cells if _breaks(row.model_copy(update={"cells": (cell,)}))]
    return _changed(rule, between, "changes.code-changed", row, cells)


def definition_stable(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The words of a definition do not change, unless the version is a new major."""
    revised = () if _is_major(between) else between.comparison.vocabulary.revised
    rows = {tuple(row.key.values()): row for row in revised if row.table == "indicators"}
    for key in between.old.rows("indicators"):
        row = rows.get(key)
        cell = (row.cell("definition_zh") or row.cell("definition_en")) if row else None
        if row is None or cell is None:
            yield passed(rule)
        else:
            yield _changed(rule, between, "changes.definition-changed", row, [cell])


def _changed(rule: Rule, between: Between, code: str, row: RowChange, cells: Sequence[CellChange]) -> Judgement:
    """The finding of a row of the vocabulary, on the first of the cells that changed."""
    first = cells[0]
    went = tuple((cell.field, cell.before or "", cell.after or "") for cell in cells)
    return failed(
        rule,
        code,
        {"table": row.table, "label": row.label, "cells": went},
        file=between.file(row.table),
        line=row.new_line,
        field=first.field,
        found=first.after,
        expected=first.before,
    )


def _is_major(between: Between) -> bool:
    """Whether the new version declares a changed contract."""
    version = between.comparison.version
    if version.fits is None or not version.old or not version.new:
        return False
    return Version.parse(version.new).gives(Bump.MAJOR, after=Version.parse(version.old))
