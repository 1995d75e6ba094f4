"""A fault of a package's structure, before it becomes a finding: what is wrong, and where."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from decheng_data.model.bilingual import Bilingual, brief, shown_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

STRUCTURE_RULES: dict[str, Bilingual] = {
    "source-error": Bilingual("The file can be read as a table", "文件可作为表格读取"),
    "encoding-error": Bilingual(
        "The file is in the encoding that the descriptor says (UTF-8)",
        "文件采用描述文件所说的编码（UTF-8）",
    ),
    "scheme-error": Bilingual("The file of each resource is there", "每个资源的文件都存在"),
    "format-error": Bilingual("The resource is a CSV file", "资源为 CSV 文件"),
    "hash-count": Bilingual("The file has the hash that the descriptor says", "文件的散列值与描述文件一致"),
    "byte-count": Bilingual("The file has the size that the descriptor says", "文件的字节数与描述文件一致"),
    "field-count": Bilingual("The table has as many fields as the descriptor says", "字段数与描述文件一致"),
    "row-count": Bilingual("The table has as many rows as the descriptor says", "行数与描述文件一致"),
    "blank-header": Bilingual("The first line names the fields", "首行为字段名"),
    "blank-label": Bilingual("No column is without a name", "每一列都有名称"),
    "extra-label": Bilingual("There is no column beyond those of the schema", "没有多余的列"),
    "missing-label": Bilingual("There is a column for each field of the schema", "每个字段都有一列"),
    "duplicate-label": Bilingual("No two columns have one name", "列名不重复"),
    "incorrect-label": Bilingual("The columns stand in the order of the schema", "列的顺序与模式一致"),
    "blank-row": Bilingual("No row is blank", "没有空行"),
    "extra-cell": Bilingual("No row has more cells than the header", "单元格不多于表头"),
    "missing-cell": Bilingual("No row has fewer cells than the header", "单元格不少于表头"),
    "type-error": Bilingual("Each cell is of its field's type", "单元格符合字段类型"),
    "constraint-error": Bilingual("Each cell keeps its field's constraints", "单元格符合字段约束"),
    "unique-error": Bilingual("What must be unique stands once", "唯一值不重复"),
    "primary-key": Bilingual("No two rows have one primary key, and none is without", "主键不重复且不为空"),
    "foreign-key": Bilingual("What refers to another table is found there", "外键在被引用的表中存在"),
    "empty-release": Bilingual("Each release has figures", "每个发布都有数据"),
    "row-error": Bilingual(
        "Each row fits its model, where that demands more than a schema can say",
        "每一行符合其模型中模式无法表达的要求",
    ),
    "schema-error": Bilingual("The schema can be used, and is no weaker than the model", "模式可用，且不弱于模型"),
    "field-error": Bilingual("The field's description can be used", "字段描述可用"),
    "dialect-error": Bilingual("The dialect can be used", "方言描述可用"),
    "resource-error": Bilingual("The resource's description can be used", "资源描述可用"),
    "package-error": Bilingual("The package has all its tables", "数据包包含所有的表"),
    "partition-error": Bilingual("A folder says of a column what its files say", "文件夹名称与文件中的列一致"),
    "byte-order-mark": Bilingual("The file has no byte-order mark", "文件不带字节顺序标记"),
    "line-ending": Bilingual("Lines end with LF", "行以 LF 结尾"),
}
"""What each rule of level 0 demands. The names are Frictionless' own; those of releases, rows, folders, marks and line
ends are ours, where Frictionless says nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `outcome` is `failed` for bad data, `error` for what cannot be validated; `code` is its message, by
    default the one that is named like its rule, and `parts` are what that message names.
    """

    rule: str
    line: int | None = None
    field: str | None = None
    found: str | None = None
    expected: str | None = None
    severity: Literal["error", "information"] = "error"
    outcome: Literal["failed", "error"] = "failed"
    code: str = ""
    parts: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def unusable(rule: str, code: str, *, field: str | None = None, **parts: object) -> Fault:
    """A fault of what cannot be validated as it is, with the parts of its message."""
    return Fault(rule, field=field, outcome="error", code=code, parts=parts)


def misplaced(
    rule: str, found: str, expected: Bilingual, *, line: int | None = None, field: str | None = None, **parts: object
) -> Fault:
    """A fault whose message says: found this, expected that. Further parts are those of its advice."""
    return Fault(
        rule,
        line=line,
        field=field,
        found=brief(found).en,
        expected=expected.en,
        parts={"found": shown_cell(found), "expected": expected, **parts},
    )
