"""The messages of files of an archive, and of lines in them that are no records."""

from __future__ import annotations

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.messages import Catalogue, Message

CATALOGUE = Catalogue(
    {
        "missing-column": Message(
            lambda _, column: f"there is no column {column}",
            lambda _, column: f"没有 {column} 列",
            "add the column, or leave the file out",
            "请补充该列，或移出该文件",
        ),
        "duplicate-column": Message(
            lambda _, column: f"there is more than one column {column}",
            lambda _, column: f"{column} 列不止一个",
            "rename or take out one of them",
            "请改名或删除其一",
        ),
        "column-type": Message(
            lambda _, column, kind: f"the column {column} is of the type {kind}, not of texts or numbers",
            lambda _, column, kind: f"{column} 列的类型为 {kind}，应为文本或数值",
            "write it as text or decimal",
            "请存为文本或小数",
        ),
        "other-encoding": Message(
            "the file cannot be read as UTF-8",
            "文件不是 UTF-8 编码",
            "save it as UTF-8",
            "请另存为 UTF-8",
        ),
        "unreadable": Message(
            lambda _, reason: f"the file cannot be read: {reason}",
            lambda _, reason: f"文件无法读取：{reason}",
            "write the file anew, or leave it out",
            "请重新生成该文件，或移出该文件",
        ),
        "number-of-cells": Message(
            lambda _, cells, labels: f"the line has {cells} cells, and the header has {labels}",
            lambda _, cells, labels: f"此行有 {cells} 个单元格，而表头有 {labels} 个",
            "add what is missing, or take out what is too many; a cell with a comma needs quotation marks",
            "请补充缺少的或删除多余的单元格；含逗号的单元格须加引号",
        ),
        "no-record": Message(
            lambda _, reason: f"the line cannot be read as a record: {reason}",
            lambda _, reason: f"此行无法作为记录读取：{reason}",
            "correct the line",
            "请更正该行",
        ),
        "folder-disagrees": Message(
            lambda finding, folder, cells, more: (
                f"the folder says {finding.field} is {folder.en}, but the column {finding.field} has"
                f" {Bilingual.joined(cells).en}{' and others' if more else ''}"
            ),
            lambda finding, folder, cells, more: (
                f"文件夹名称中 {finding.field} 为{folder.zh}，而 {finding.field}"
                f" 列中为{Bilingual.joined(cells).zh}{'等' if more else ''}"
            ),
            "correct the folder's name or the column",
            "请更正文件夹名称或该列",
        ),
    }
)
