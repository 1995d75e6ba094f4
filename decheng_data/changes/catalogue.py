"""The messages of the rules between two states: what must not have changed so, and what would fix it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import NOTHING, Bilingual, shown
from decheng_data.model.messages import Catalogue, Message
from decheng_data.rules.catalogue import failure_text

if TYPE_CHECKING:
    from decheng_data.model.finding import Finding

Step = tuple[str, str, str]
"""A change of a cell: its vintage or its field, the text before, and the text after."""


def _cell(text: str | None) -> Bilingual:
    return shown(text) if text else Bilingual("empty", "空")


def _old_line(line: int) -> Bilingual:
    """A line of the earlier state, which no import or archive moves."""
    return Bilingual(f"line {line} of the old file", f"旧文件第 {line} 行")


def _entries(ledger: str, steps: tuple[Step, ...]) -> Bilingual:
    """What the ledger has of a cell: nothing, or steps that lead elsewhere."""
    if not steps:
        return Bilingual(f"{ledger} does not record it", f"{ledger} 没有记录")
    listed = Bilingual.joined(
        (
            Bilingual(
                f"{_cell(before).en} to {_cell(after).en} of {vintage}",
                f"{vintage} 由{_cell(before).zh}改为{_cell(after).zh}",
            )
            for vintage, before, after in steps
        ),
        "; ",
        "；",
    )
    return Bilingual(f"{ledger} has something else ({listed.en})", f"{ledger} 所记不同（{listed.zh}）")


def _fix_record_en(_: Finding, command: str, is_vintage_due: bool, **_more: object) -> str:
    return f"{'move the vintage of the release, then ' * is_vintage_due}run {command}, or put the cell back"


def _fix_record_zh(_: Finding, command: str, is_vintage_due: bool, **_more: object) -> str:
    return f"请{'先后移该发布的数据版本日期，再' * is_vintage_due}运行 {command}，或恢复原值"


def _cells_text(cells: tuple[Step, ...]) -> Bilingual:
    """Each cell as it was and as it is."""
    return Bilingual.joined(
        (
            Bilingual(
                f"{field} was {_cell(before).en} and is {_cell(after).en}",
                f"{field} 原为{_cell(before).zh}，现为{_cell(after).zh}",
            )
            for field, before, after in cells
        ),
        "; ",
        "；",
    )


def _version_text(finding: Finding, old: str) -> Bilingual:
    is_same = finding.found == old
    return Bilingual(
        f"The version was {old} and is {'still ' * is_same}{finding.found}",
        f"版本号原为 {old}，现{'仍' * is_same}为 {finding.found}",
    )


def _bump_text(finding: Finding, old: str, bump: str, reasons: tuple[Bilingual, ...], more: int) -> Bilingual:
    went, why = _version_text(finding, old), Bilingual.joined(reasons, "; ", "；")
    others = Bilingual(f" and {more} more", f"等（另有 {more} 项）") if more else NOTHING
    return Bilingual(
        f"{went.en}, and the change asks for a {bump} bump: {why.en}{others.en}",
        f"{went.zh}，而本次改动须升 {bump}：{why.zh}{others.zh}",
    )


_CORRECT_EN, _CORRECT_ZH = (
    "correct the row, or delete it where the change never was",
    "请更正该行；若从未有此改动则删除",
)
_RESTORE = (
    lambda _, label, **_more: (
        f"put {label} back as it was; for another meaning add another id, or give the package a new major version"
    ),
    lambda _, label, **_more: f"请恢复 {label}；含义不同请另立编号，或升主版本",
)
_LEDGER = {
    "not-recorded": Message(
        lambda finding, cell, before, ledger, steps, **_: (
            f"{cell.en} was {_cell(before).en} and is {_cell(finding.found).en}; {_entries(ledger, steps).en}"
        ),
        lambda finding, cell, before, ledger, steps, **_: (
            f"{cell.zh} 原为{_cell(before).zh}，现为{_cell(finding.found).zh}；{_entries(ledger, steps).zh}"
        ),
        _fix_record_en,
        _fix_record_zh,
    ),
    "withdrawal-not-recorded": Message(
        lambda _, cell, before, old_line, ledger, steps, **_more: (
            f"{cell.en} was {_cell(before).en} and is gone (it was in {_old_line(old_line).en});"
            f" {_entries(ledger, steps).en}"
        ),
        lambda _, cell, before, old_line, ledger, steps, **_more: (
            f"{cell.zh} 原为{_cell(before).zh}（{_old_line(old_line).zh}），现已删除；{_entries(ledger, steps).zh}"
        ),
        _fix_record_en,
        _fix_record_zh,
    ),
    "no-such-column": Message(
        lambda finding, **_: f"{finding.found} is no column of a figure that can be revised",
        lambda finding, **_: f"{finding.found} 不是可修订的列",
        _CORRECT_EN,
        _CORRECT_ZH,
    ),
    "broken-chain": Message(
        lambda finding, cell, ended, began, **_: (
            f"{cell.en} ended at {_cell(finding.expected).en} on {ended} and starts from {_cell(finding.found).en} on"
            f" {began}"
        ),
        lambda finding, cell, ended, began, **_: (
            f"{cell.zh} 在 {ended} 改为{_cell(finding.expected).zh}，而 {began} 的原值却是{_cell(finding.found).zh}"
        ),
        _CORRECT_EN,
        _CORRECT_ZH,
    ),
    "after-vintage": Message(
        lambda finding, cell, vintage, **_: (
            f"{cell.en} is recorded as changed on {finding.found}, after the release's vintage {_cell(vintage).en}"
        ),
        lambda finding, cell, vintage, **_: (
            f"{cell.zh} 的修订日期 {finding.found} 晚于该发布的数据版本日期{_cell(vintage).zh}"
        ),
        _CORRECT_EN,
        _CORRECT_ZH,
    ),
    "not-as-recorded": Message(
        lambda finding, cell, since, **_: (
            f"{cell.en} is recorded as {_cell(finding.found).en} since {since}, and is {_cell(finding.expected).en}"
        ),
        lambda finding, cell, since, **_: (
            f"{cell.zh} 记为自 {since} 起为{_cell(finding.found).zh}，而现为{_cell(finding.expected).zh}"
        ),
        _CORRECT_EN,
        _CORRECT_ZH,
    ),
    "not-from-old": Message(
        lambda finding, cell, **_: (
            f"{cell.en} is recorded as having been {_cell(finding.found).en}, and the old state has"
            f" {_cell(finding.expected).en}"
        ),
        lambda finding, cell, **_: (
            f"{cell.zh} 记为原值{_cell(finding.found).zh}，而旧数据为{_cell(finding.expected).zh}"
        ),
        _CORRECT_EN,
        _CORRECT_ZH,
    ),
    "lost-entry": Message(
        lambda _, cell, vintage, old_line, **_more: (
            f"The row of {cell.en} of {vintage} ({_old_line(old_line).en}) is gone or has other values"
        ),
        lambda _, cell, vintage, old_line, **_more: (
            f"{cell.zh} 在 {vintage} 的记录（{_old_line(old_line).zh}）已消失或被改"
        ),
        "put the row back: the ledger only grows",
        "请恢复该行：修订记录只增不减",
    ),
}
_FIGURES = {
    "status-back": Message(
        lambda finding, cell, row, **_: (
            f"{cell.en} in {row.text(finding.file).en} went from {finding.expected} back to {finding.found}"
        ),
        lambda finding, cell, row, **_: (
            f"{cell.zh}（{row.text(finding.file).zh}）由 {finding.expected} 退回 {finding.found}"
        ),
        lambda finding, **_: (
            f"put the status back to {finding.expected}; where it was wrong, record the change with the kind correction"
        ),
        lambda finding, **_: f"请恢复为 {finding.expected}；若原来标错，请在修订记录中记为 correction",
    ),
    "too-large": Message(
        lambda finding, cell, row, before, amount, most, **_: (
            f"{cell.en} in {row.text(finding.file).en} was {before} and is {finding.found}, a change of {amount} %,"
            f" more than {most} %"
        ),
        lambda finding, cell, row, before, amount, most, **_: (
            f"{cell.zh}（{row.text(finding.file).zh}）原为 {before}，现为 {finding.found}，变动 {amount}%，超过 {most}%"
        ),
        "look the figure up in the bulletin; correct it where it was mistyped, and accept the revision in waivers.csv"
        " with a reason where it is true",
        "请在公报中核对；录入有误则更正，确属修订则在 waivers.csv 中说明理由予以接受",
    ),
    "too-many": Message(
        lambda finding, revised, figures, amount, most, **_: (
            f"{revised} of the {figures} figures of {finding.release} were revised or withdrawn, {amount} %, more than"
            f" {most} %"
        ),
        lambda finding, revised, figures, amount, most, **_: (
            f"{finding.release} 的 {figures} 条数据中有 {revised} 条被修订或撤回，占 {amount}%，超过 {most}%"
        ),
        "look whether the coverage changed or a column slipped; if the publisher revised them all, accept it in"
        " waivers.csv with a reason",
        "请核对是否口径改变或整列录错；若确为发布方全面修订，请在 waivers.csv 中说明理由予以接受",
    ),
}
_MOVES = {
    "vintage-not-moved": Message(
        lambda finding, since, **_: (
            f"The release changed, and its vintage was {since} and is {'still ' * (finding.found == since)}"
            f"{finding.found or 'empty'}"
        ),
        lambda finding, since, **_: (
            f"该发布有改动，数据版本日期原为 {since}，现{'仍' * (finding.found == since)}为 {finding.found or '空'}"
        ),
        lambda _, since, **_more: f"set vintage to the day of this state of the figures, after {since}",
        lambda _, since, **_more: f"请将 vintage 设为本次数据状态的日期，须晚于 {since}",
    ),
    "vintage-back": Message(
        lambda finding, since, **_: (
            f"The release did not change, and its vintage was {since} and is {finding.found or 'empty'}"
        ),
        lambda finding, since, **_: f"该发布没有改动，数据版本日期原为 {since}，现为 {finding.found or '空'}",
        lambda _, since, **_more: f"set vintage back to {since}",
        lambda _, since, **_more: f"请将 vintage 恢复为 {since}",
    ),
    "no-version": Message(
        lambda finding, old, **_: (
            f"The version was {_cell(old).en} and is {_cell(finding.found).en}; to be compared, both must be three"
            " numbers, such as 1.2.3"
        ),
        lambda finding, old, **_: (
            f"版本号原为{_cell(old).zh}，现为{_cell(finding.found).zh}，须均为 1.2.3 这样的版本号才能比较"
        ),
        lambda finding, **_: f"set version in {finding.file} to a version such as 1.2.3",
        lambda finding, **_: f"请将 {finding.file} 中的 version 设为 1.2.3 这样的版本号",
    ),
    "version-back": Message(
        lambda finding, old, **_: f"{_version_text(finding, old).en}, which goes back, while nothing changed",
        lambda finding, old, **_: f"{_version_text(finding, old).zh}，反而倒退，而数据没有改动",
        lambda finding, old, **_: f"set version in {finding.file} to {old}",
        lambda finding, old, **_: f"请将 {finding.file} 中的 version 设为 {old}",
    ),
    "version-too-low": Message(
        lambda finding, old, bump, reasons, more, **_: _bump_text(finding, old, bump, reasons, more).en,
        lambda finding, old, bump, reasons, more, **_: _bump_text(finding, old, bump, reasons, more).zh,
        lambda finding, least, **_: f"set version in {finding.file} to {least} or later",
        lambda finding, least, **_: f"请将 {finding.file} 中的 version 设为 {least} 或更高",
    ),
    "code-gone": Message(
        lambda _, table, label, old_line, **_more: f"{table} {label} is gone (it was in {_old_line(old_line).en})",
        lambda _, table, label, old_line, **_more: f"{table} {label} 已消失（{_old_line(old_line).zh}）",
        *_RESTORE,
    ),
    "code-changed": Message(
        lambda _, table, label, cells, **_more: f"{table} {label}: {_cells_text(cells).en}",
        lambda _, table, label, cells, **_more: f"{table} {label}：{_cells_text(cells).zh}",
        *_RESTORE,
    ),
    "definition-changed": Message(
        lambda _, table, label, cells, **_more: f"{table} {label}: {_cells_text(cells).en}",
        lambda _, table, label, cells, **_more: f"{table} {label}：{_cells_text(cells).zh}",
        "if the meaning is the same, leave it so; if not, add another indicator or give the package a new major"
        " version",
        "若含义不变，保持即可；若含义改变，请另立指标或升主版本",
    ),
}
CATALOGUE = Catalogue({**_LEDGER, **_FIGURES, **_MOVES}, frame=failure_text)
