"""The messages of files and tables: bytes, lines, headers, rows, cells, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.messages import Message
from decheng_data.packages.files.pointers import IS_POINTER

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Bilingual, Tongue
    from decheng_data.model.finding import Finding
    from decheng_data.model.messages import Say


def _misplaced_en(_: Finding, found: Bilingual, expected: Bilingual, **_more: object) -> str:
    return f"found {found.en}, expected {expected.en}"


def _misplaced_zh(_: Finding, found: Bilingual, expected: Bilingual, **_more: object) -> str:
    return f"此处为{found.zh}，应为{' ' * expected.zh[:1].isascii()}{expected.zh}"


def _misplaced(fix_en: Say, fix_zh: Say) -> Message:
    """Found this, expected that; the hint, where there is one, is better advice than that of every such finding."""
    return Message(_misplaced_en, _misplaced_zh, _or_hint(fix_en, "en"), _or_hint(fix_zh, "zh"))


def _or_hint(fix: Say, tongue: Tongue) -> Say:
    def advice(finding: Finding, hint: Bilingual | None = None, **_: object) -> str:
        return hint.of(tongue) if hint else fix if isinstance(fix, str) else fix(finding)

    return advice


def _lines_en(count: int) -> str:
    """A fault of many lines is one finding, at the first of them."""
    return "" if count == 1 else f" ({count} lines do)"


def _lines_zh(count: int) -> str:
    return "" if count == 1 else f"（共 {count} 行）"


_SAVE = ("save the file as UTF-8", "请将文件另存为 UTF-8")
_SAVE_WITH_LF = ("save it with LF line ends", "请以 LF 换行保存")
_NAME_FIELDS = ("write the names of the fields there", "请写上字段名")
_DESCRIBE = ("write it into the descriptor anew if the change is meant", "如为有意修改，请更新描述文件")
_ADD_CELL = ("add the cell, or the comma that is missing before it", "请补充单元格或缺少的逗号")
_QUOTE_CELL = (
    "put quotation marks around a cell that has a comma, or delete the cell",
    "含逗号的单元格请加引号，或删除多余单元格",
)
_CORRECT_CELL = ("correct the cell", "请改正")

FILES = {
    "missing-file": Message(
        lambda _, name: f"the file of the resource {name!r} is not there",
        lambda _, name: f"资源 {name!r} 的文件不存在",
        "add it, or correct the path",
        "请补充或改正路径",
    ),
    "folder-for-file": Message(
        lambda _, name: f"the file of the resource {name!r} is a folder",
        lambda _, name: f"资源 {name!r} 的路径是文件夹，不是文件",
        "put the file in its place, or correct the path",
        "请换成文件，或改正路径",
    ),
    "unreadable-file": Message(
        lambda _, reason: f"the file cannot be read: {reason}",
        lambda _, reason: f"文件无法读取：{reason}",
        "check the disk and your permissions",
        "请检查磁盘与权限",
    ),
    "pointer": Message(
        IS_POINTER.en,
        IS_POINTER.zh,
        lambda _, hint: hint.en,
        lambda _, hint: hint.zh,
    ),
    "empty-file": Message("the file is empty", "文件为空", *_NAME_FIELDS),
    "byte-count": _misplaced(*_DESCRIBE),
    "hash-count": _misplaced(*_DESCRIBE),
    "field-count": _misplaced(*_DESCRIBE),
    "row-count": _misplaced(*_DESCRIBE),
    "file-in-other-encoding": Message(
        lambda finding: f"the file is in {finding.found}, expected {finding.expected}, and is not read",
        lambda finding: f"文件采用 {finding.found} 编码，应为 {finding.expected}，未予读取",
        *_SAVE,
    ),
    "line-in-other-encoding": Message(
        lambda finding, count: f"the line is in {finding.found}{_lines_en(count)}, expected {finding.expected}",
        lambda finding, count: f"此行采用 {finding.found} 编码{_lines_zh(count)}，应为 {finding.expected}",
        *_SAVE,
    ),
    "other-bytes": Message(
        lambda finding, count: f"the line has bytes that are not {finding.expected}{_lines_en(count)}",
        lambda finding, count: f"此行有不属于 {finding.expected} 的字节{_lines_zh(count)}",
        "write the damaged characters anew and save as UTF-8",
        "请重写损坏的字符并另存为 UTF-8",
    ),
    "byte-order-mark": Message(
        "the file begins with a byte-order mark, which was skipped",
        "文件以字节顺序标记开头，已跳过",
        "save it as UTF-8 without BOM",
        "请存为不带 BOM 的 UTF-8",
    ),
    "crlf": Message(
        lambda _, count: f"the line ends with CRLF, which was read as a line end{_lines_en(count)}",
        lambda _, count: f"此行以 CRLF 结尾，已按换行读取{_lines_zh(count)}",
        *_SAVE_WITH_LF,
    ),
    "lone-cr": Message(
        lambda _, count: f"the line ends with a lone CR, which was read as a line end{_lines_en(count)}",
        lambda _, count: f"此行以单独的 CR 结尾，已按换行读取{_lines_zh(count)}",
        *_SAVE_WITH_LF,
    ),
    "nul": Message(
        lambda _, count: f"the line has a NUL character{_lines_en(count)}",
        lambda _, count: f"此行含有 NUL 字符{_lines_zh(count)}",
        "take the NUL out, or save the file anew as CSV",
        "请去掉 NUL 或重新存为 CSV",
    ),
    "open-quotation": Message(
        "a quotation mark of the record that starts here is never closed",
        "从此行开始的记录有引号未闭合",
        "close it, or double it where it belongs to the text",
        "请闭合引号；若属文本内容请写两次",
    ),
    "long-record": Message(
        lambda _, limit: (
            f"the record that starts here is longer than {limit} bytes, and the rest of the file is not read"
        ),
        lambda _, limit: f"从此行开始的记录超过 {limit} 字节，其后未予读取",
        "look for a missing line end or quotation mark",
        "请检查是否缺少换行或引号",
    ),
    "long-header": Message(
        lambda _, count, limit: (
            f"the header has {count} labels, more than the {limit} that are read, and the file is not read"
        ),
        lambda _, count, limit: f"表头有 {count} 列，超过 {limit} 列，文件未予读取",
        "look for a missing line end, or turn the table so that its rows are lines",
        "请检查是否缺少换行，或将表格行列转置",
    ),
    "more-faults": Message(
        lambda _, count: f"{count} more faults were found and are not listed",
        lambda _, count: f"另有 {count} 处错误未列出",
        "fix those that are listed first",
        "请先改正已列出的各处",
    ),
}
HEADERS = {
    "blank-header": Message(
        "the first line is blank, expected the names of the fields", "首行为空，应为字段名", *_NAME_FIELDS
    ),
    "blank-label": _misplaced(
        lambda finding: f"write {finding.field} there", lambda finding: f"请写上 {finding.field}"
    ),
    "extra-label": Message(
        _misplaced_en,
        lambda _, found, **_more: f"此处为{found.zh}，不应再有列",
        _or_hint("take the column out", "en"),
        _or_hint("请删除该列", "zh"),
    ),
    "missing-label": Message(
        lambda finding, **_: f"there is no column {finding.field}",
        lambda finding, **_: f"缺少列 {finding.field}",
        _or_hint(lambda finding: f"add the column {finding.field} at the end", "en"),
        _or_hint(lambda finding: f"请在末尾补充列 {finding.field}", "zh"),
    ),
    "duplicate-label": Message(
        lambda finding, label, first, number, **_: (
            f"the label {label.en} is in columns {first} and {number}, expected {finding.expected} here"
        ),
        lambda finding, label, first, number, **_: (
            f"列名{label.zh}在第 {first} 列和第 {number} 列重复，此处应为 {finding.expected}"
        ),
        _or_hint("rename or take out one of them", "en"),
        _or_hint("请改名或删除其一", "zh"),
    ),
    "incorrect-label": _misplaced(
        lambda finding: f"rename the column to {finding.field}", lambda finding: f"请将列名改为 {finding.field}"
    ),
}
ROWS = {
    "blank-row": Message("the row is blank", "此行为空", "delete the line", "请删除此行"),
    "missing-cell": Message(
        lambda finding: f"the row ends before the cell of {finding.field}",
        lambda finding: f"此行在 {finding.field} 之前结束",
        *_ADD_CELL,
    ),
    "more-missing-cells": Message(
        lambda _, count: f"the row lacks {count} more cells, which are not listed one by one",
        lambda _, count: f"此行还缺 {count} 个单元格，不再逐一列出",
        *_ADD_CELL,
    ),
    "extra-cell": Message(
        lambda _, cell, width, number: f"found {cell.en}, expected only {width} cells, this is number {number}",
        lambda _, cell, width, number: f"此处为{cell.zh}，是第 {number} 个单元格，应只有 {width} 个",
        *_QUOTE_CELL,
    ),
    "more-extra-cells": Message(
        lambda _, count, width: f"the row has {count} cells, and the others beyond {width} are not listed one by one",
        lambda _, count, width: f"此行共有 {count} 个单元格，应为 {width} 个，其余多出的不再逐一列出",
        *_QUOTE_CELL,
    ),
    "type-error": _misplaced(*_CORRECT_CELL),
    "constraint-error": _misplaced(*_CORRECT_CELL),
    "empty-cell": Message("found an empty cell, expected a value", "单元格为空，应有值", "fill the cell", "请填写"),
    "empty-key": Message(
        "no cell of the key is filled", "主键全部为空", "fill the key, or delete the row", "请填写主键或删除该行"
    ),
    "foreign-key": _misplaced("correct it, or add the row that it refers to", "请改正，或补充所引用的行"),
    "shared-key": Message(
        lambda finding, value, other, more: (
            f'"{value.en}" is in {other.text(finding.file).en}{f" and {more} more" if more else ""} too,'
            " and must be unique"
        ),
        lambda finding, value, other, more: (
            f"“{value.zh}”在{other.text(finding.file).zh}{f'等 {more + 1} 行' if more else ''}也出现，应唯一"
        ),
        "correct one of them, or delete the row that is too many",
        "请改正其一，或删除多余的行",
    ),
}
MESSAGES = {**FILES, **HEADERS, **ROWS}
