"""What must move with a change, vintage and version, and what must not: codes and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.changes.between import quoted, quoted_zh
from decheng_data.changes.bumps import row_bump
from decheng_data.changes.comparison import VOCABULARY
from decheng_data.changes.semver import Bump, Version
from decheng_data.model.bilingual import Bilingual
from decheng_data.packages.descriptor.lines import line_of
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.rules.judgement import failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.changes.between import Between
    from decheng_data.changes.comparison import CellChange, RowChange, VersionChange
    from decheng_data.rules.judgement import Judgement
    from decheng_data.rules.rule import Rule

_REASONS_TOLD = 3


def vintage_moved(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The vintage of a release is later than it was where anything of the release changed, and never earlier."""
    changed = _changed_releases(between)
    for release, line in between.kept_releases:
        since, now = between.vintages(release)
        if now > since or (now == since and release not in changed):
            yield passed(rule)
        else:
            yield _stale(rule, between, release, line, release in changed)


def _stale(rule: Rule, between: Between, release: str, line: int, changed: bool) -> Judgement:
    since, now = between.vintages(release)
    said = Bilingual(
        (
            f"It {'changed' if changed else 'did not change'}, and its vintage was {since} and is"
            f" {'still ' * (now == since)}{now or 'empty'}"
        ),
        (
            f"该发布{'有改动' if changed else '没有改动'}，数据版本日期原为 {since}，现{'仍' * (now == since)}为"
            f" {now or '空'}"
        ),
    )
    mend = Bilingual(
        (
            f"Set vintage to the day of this state of the figures, after {since}."
            if changed
            else f"Set vintage back to {since}."
        ),
        f"请将 vintage 设为本次数据状态的日期，须晚于 {since}。" if changed else f"请将 vintage 恢复为 {since}。",
    )
    expected = f"a day after {since}" if changed else f"{since} or later"
    return failed(
        rule,
        said,
        mend,
        file=between.file("releases"),
        line=line,
        field="vintage",
        release=release,
        found=now,
        expected=expected,
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
    said, wanted = _unfit(version)
    wanted_zh = wanted.replace(" or later", " 或更高").replace("a version such as 1.2.3", "1.2.3 这样的版本号")
    mend = Bilingual(
        f"Set version in {DESCRIPTOR_NAME} to {wanted}.", f"请将 {DESCRIPTOR_NAME} 中的 version 设为 {wanted_zh}。"
    )
    line = line_of(between.new.package, "version")
    yield failed(rule, said, mend, file=DESCRIPTOR_NAME, line=line, field="version", found=version.new, expected=wanted)


def _unfit(version: VersionChange) -> tuple[Bilingual, str]:
    """What is wrong with the new version, and what it should be."""
    if version.fits is None:
        return Bilingual(
            f"Nobody can tell: {version.fault}", "新旧版本号有缺失或无法识别，无从判断"
        ), "a version such as 1.2.3"
    same = version.new == version.old
    went, went_zh = Bilingual(
        f"It was {version.old} and is {'still ' * same}{version.new}",
        f"版本号原为 {version.old}，现{'仍' * same}为 {version.new}",
    )
    if version.bump is Bump.NONE:
        return Bilingual(
            f"{went}, which goes back, while nothing changed",
            f"{went_zh}，反而倒退，而数据没有改动",
        ), f"{version.old}"
    reasons = [reason for reason in version.reasons if reason.bump is version.bump]
    told = reasons[:_REASONS_TOLD]
    why, why_zh = Bilingual("; ".join(each.reason_en for each in told), "；".join(each.reason_zh for each in told))
    more = f" and {len(reasons) - _REASONS_TOLD} more" if len(reasons) > _REASONS_TOLD else ""
    bump = version.bump.value
    return Bilingual(
        f"{went}, and the change asks for a {bump} bump: {why}{more}",
        f"{went_zh}，而本次改动须升 {bump}：{why_zh}{more and ' 等'}",
    ), f"{version.least} or later"


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
    name = f"{row.table} {row.label}"
    mend = Bilingual(
        f"Put {row.label} back as it was; for another meaning add another id, or give the package a new major version.",
        f"请恢复 {row.label}；含义不同请另立编号，或升主版本。",
    )
    if row.change == "removed":
        said = Bilingual(
            f"{name} is gone (it stood in line {row.old_line} of the old file)",
            f"{name} 已消失（旧文件第 {row.old_line} 行）",
        )
        return failed(rule, said, mend, file=between.file(row.table), expected=row.label)
    cells = [cell for cell in row.cells if _breaks(row.model_copy(update={"cells": (cell,)}))]
    said_en, said_zh = zip(*map(_went, cells), strict=True)
    said = Bilingual(f"{name}: {'; '.join(said_en)}", f"{name}：{'；'.join(said_zh)}")
    first = cells[0]
    return failed(
        rule,
        said,
        mend,
        file=between.file(row.table),
        line=row.new_line,
        field=first.field,
        found=first.after,
        expected=first.before,
    )


def definition_stable(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The words of a definition are the same, unless the version is a new major."""
    revised = () if _is_major(between) else between.comparison.vocabulary.revised
    rows = {tuple(row.key.values()): row for row in revised if row.table == "indicators"}
    for key in between.old.rows("indicators"):
        row = rows.get(key)
        cell = (row.cell("definition_zh") or row.cell("definition_en")) if row else None
        yield passed(rule) if row is None or cell is None else _reworded(rule, between, row, cell)


def _reworded(rule: Rule, between: Between, row: RowChange, cell: CellChange) -> Judgement:
    said_en, said_zh = _went(cell)
    mend = Bilingual(
        (
            "If the meaning is the same, leave it so; if not, add another indicator or give the package a new major"
            " version."
        ),
        "若含义不变，保持即可；若含义改变，请另立指标或升主版本。",
    )
    said = Bilingual(f"indicators {row.label}: {said_en}", f"indicators {row.label}：{said_zh}")
    return failed(
        rule,
        said,
        mend,
        file=between.file("indicators"),
        line=row.new_line,
        field=cell.field,
        found=cell.after,
        expected=cell.before,
    )


def _went(cell: CellChange) -> Bilingual:
    before, after = cell.before or "", cell.after or ""
    return Bilingual(
        f"{cell.field} was {quoted(before)} and is {quoted(after)}",
        f"{cell.field} 原为{quoted_zh(before)}，现为{quoted_zh(after)}",
    )


def _is_major(between: Between) -> bool:
    """Whether the new version declares a changed contract."""
    version = between.comparison.version
    if version.fits is None or not version.old or not version.new:
        return False
    return Version.parse(version.new).gives(Bump.MAJOR, after=Version.parse(version.old))
