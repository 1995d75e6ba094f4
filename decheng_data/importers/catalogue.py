"""The messages of a filled-in table: of its header and of cells that an import alone finds fault with."""

from __future__ import annotations

from decheng_data.model.bilingual import shown, shown_cell
from decheng_data.model.messages import Catalogue, Message

_VALUE_ITSELF = ("write the value itself there", "请直接写入值")

CATALOGUE = Catalogue(
    {
        "other-encoding": Message(
            lambda finding: f"the file is not in UTF-8 and was read as {finding.found}",
            lambda finding: f"文件不是 UTF-8 编码，已按 {finding.found} 读取",
            "check the Chinese texts, and save it as CSV UTF-8",
            "请核对中文，并另存为 CSV UTF-8",
        ),
        "no-header": Message(
            "there is no header: no row has the names of the columns, such as release_id, indicator_id and value",
            "没有表头：没有一行是 release_id、indicator_id、value 等列名",
            "write the names of the columns into the first row, as in tidy.csv",
            "请在首行写上列名，参见 tidy.csv",
        ),
        "duplicate-label": Message(
            lambda finding: f"the label {shown(finding.found).en} is that of two columns",
            lambda finding: f"列名{shown(finding.found).zh}出现在两列",
            "rename or take out one of them",
            "请改名或删除其一",
        ),
        "unknown-label": Message(
            lambda finding, **_: f"found {shown_cell(finding.found).en}, expected the name of a field",
            lambda finding, **_: f"此处为{shown_cell(finding.found).zh}，应为字段名",
            lambda _, hint: hint.en or "take the column out, or name it",
            lambda _, hint: hint.zh or "请删除该列，或写上列名",
        ),
        "missing-label": Message(
            lambda finding: f"there is no column {finding.field}",
            lambda finding: f"缺少列 {finding.field}",
            lambda finding: f"add the column {finding.field}",
            lambda finding: f"请补充列 {finding.field}",
        ),
        "merged-cells": Message(
            lambda finding: f"the cells {finding.found} are merged, and only the first of them has a value",
            lambda finding: f"单元格 {finding.found} 已合并，仅首格有值",
            "unmerge them and fill each",
            "请取消合并并逐格填写",
        ),
        "unsaved-formula": Message(
            lambda finding: f"found {shown(finding.found).en}, a formula without a saved result, expected a value",
            lambda finding: f"此处为{shown(finding.found).zh}（公式没有保存结果），应为值",
            *_VALUE_ITSELF,
        ),
        "spreadsheet-error": Message(
            lambda finding: f"found {shown(finding.found).en}, an error of the spreadsheet, expected a value",
            lambda finding: f"此处为{shown(finding.found).zh}（电子表格错误），应为值",
            *_VALUE_ITSELF,
        ),
        "name-disagrees": Message(
            lambda finding: f"found {shown(finding.found).en}, expected {shown(finding.expected).en}",
            lambda finding: f"此处为{shown(finding.found).zh}，应为{shown(finding.expected).zh}",
            lambda finding: f"write {shown(finding.expected).en}, or correct the code beside it",
            lambda finding: f"请写作{shown(finding.expected).zh}，或更正旁边的代码",
        ),
        "reviewed-cell": Message(
            lambda finding: (
                f"found {shown_cell(finding.found).en}, but the package has {shown_cell(finding.expected).en} for this"
                " figure already"
            ),
            lambda finding: (
                f"此处为{shown_cell(finding.found).zh}，但数据包中该数据已为{shown_cell(finding.expected).zh}"
            ),
            "leave it as it is in the package, or replace it with --replace",
            "请保留数据包中的值，或使用 --replace 替换",
        ),
    }
)
