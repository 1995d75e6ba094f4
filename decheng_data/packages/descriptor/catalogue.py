"""The messages of descriptors: what of a package, a resource, a dialect, a schema or a field cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import listed
from decheng_data.model.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

_CORRECT = ("correct it", "请改正")
_TAKE_OUT = ("take it out", "请删除")
_TAKE_OUT_OR_RENAME = ("take it out, or correct its name", "请删除或改名")


def _weaker(en: Callable[[str], str], zh: Callable[[str], str]) -> Message:
    """By what a schema is weaker than its model; the clause is made of the names listed."""
    return Message(
        lambda _, names, **_more: en(listed(names).en),
        lambda _, names, **_more: zh(listed(names).zh),
        "write the schema anew with decheng-data schema --write",
        "请用 decheng-data schema --write 重写模式",
    )


def _one_of_en(_: Any, known: tuple[str, ...], **_more: Any) -> str:
    return f"use one of {', '.join(known)}"


def _one_of_zh(_: Any, known: tuple[str, ...], **_more: Any) -> str:
    return f"请用 {'、'.join(known)} 之一"


PACKAGE = {
    "missing-tables": Message(
        lambda _, tables: f"the package lacks the tables {listed(tables, 20).en}",
        lambda _, tables: f"数据包缺少表 {listed(tables, 20).zh}",
        "add them as resources of these names",
        "请补充同名资源",
    ),
    "not-run": Message(
        lambda _, name, **_more: f"the property {name!r} is not run here",
        lambda _, name, **_more: f"属性 {name!r} 在此不会执行",
        "take it out, and run it with Frictionless",
        "请删除并用 Frictionless 执行",
    ),
    "property-type": Message(
        lambda _, name, found, expected, **_more: f"{name} is {found.en}, expected {expected.en}",
        lambda _, name, found, expected, **_more: f"{name} 为{found.zh}，应为{expected.zh}",
        "correct its type",
        "请改正其类型",
    ),
}
RESOURCES = {
    "resource-property": Message(
        lambda _, name, **_more: f"the property {name!r} is not supported in a resource",
        lambda _, name, **_more: f"资源不支持属性 {name!r}",
        *_TAKE_OUT,
    ),
    "scheme": Message(
        lambda _, value, **_more: f"the scheme is {value.en}, and only files of the package are read",
        lambda _, value, **_more: f"scheme 为 {value.zh}，只读取包内文件",
        "put the file into the package",
        "请将文件放入数据包",
    ),
    "hash": Message(
        lambda _, value, known, **_more: f"the hash {value.en} is none of {', '.join(known)} in hexadecimal digits",
        lambda _, value, known, **_more: f"散列值 {value.zh} 不是十六进制的 {'、'.join(known)} 之一",
        "write it anew",
        "请重写",
    ),
    "format": Message(
        lambda _, value, **_more: f"its format is {value!r}, and only csv is read",
        lambda _, value, **_more: f"格式为 {value!r}，只支持 csv",
        "save it as CSV",
        "请存为 CSV",
    ),
    "encoding": Message(
        lambda _, encoding, **_more: f"the encoding {encoding!r} is not supported, so the file is read as utf-8",
        lambda _, encoding, **_more: f"不支持编码 {encoding!r}，按 utf-8 读取",
        "save it as UTF-8",
        "请存为 UTF-8",
    ),
    "no-schema": Message(
        "it has no schema, so its cells cannot be validated", "没有模式，无法校验单元格", "give it one", "请补充"
    ),
    "dialect-value": Message(
        lambda _, name, value, **_more: f"{name} {value.en} is not supported",
        lambda _, name, value, **_more: f"不支持 {name} {value.zh}",
        "take it out and write the file so",
        "请删除并相应改写文件",
    ),
    "dialect-property": Message(
        lambda _, name, **_more: f"the property {name!r} of the dialect is not supported",
        lambda _, name, **_more: f"不支持方言属性 {name!r}",
        *_TAKE_OUT,
    ),
    "delimiter": Message(
        lambda _, value, **_more: f"the delimiter {value.en} is no single character of its own",
        lambda _, value, **_more: f"分隔符 {value.zh} 不是有别于引号的单个字符",
        *_CORRECT,
    ),
    "quotation-mark": Message(
        lambda _, value, **_more: f"the quoteChar {value.en} is no single character",
        lambda _, value, **_more: f"引号 {value.zh} 不是单个字符",
        *_CORRECT,
    ),
    "skip-initial-space": Message(
        "skipInitialSpace is neither true nor false", "skipInitialSpace 应为 true 或 false", *_CORRECT
    ),
}
SCHEMAS = {
    "no-fields": Message(
        "it has no fields, so nothing can be validated",
        "没有字段，无法校验",
        "list them under fields",
        "请在 fields 中列出",
    ),
    "unnamed-field": Message(
        lambda _, number, **_more: f"the field number {number} has no name",
        lambda _, number, **_more: f"第 {number} 个字段没有名称",
        "give it one",
        "请补充",
    ),
    "fields-of-one-name": Message(
        lambda _, name, count, **_more: f"{count} fields have the name {name!r}",
        lambda _, name, count, **_more: f"有 {count} 个字段名为 {name!r}",
        "rename all but one",
        "请只保留一个，其余改名",
    ),
    "schema-property": Message(
        lambda _, name, **_more: f"the property {name!r} of the schema is not known",
        lambda _, name, **_more: f"模式没有属性 {name!r}",
        *_TAKE_OUT_OR_RENAME,
    ),
    "schema-profile": Message(
        lambda _, value, **_more: f"$schema is {value.en}, which is no Table Schema of version 2 or 1",
        lambda _, value, **_more: f"$schema {value.zh} 不是第 2 版或第 1 版 Table Schema",
        *_TAKE_OUT,
    ),
    "fields-match": Message(
        lambda _, value, **_more: f"fieldsMatch {value.en} is not supported",
        lambda _, value, **_more: f"不支持 fieldsMatch {value.zh}",
        "use exact, and write the columns in the order of the fields",
        "请用 exact，列按字段顺序排列",
    ),
    "missing-values": Message(
        "missingValues is no list of texts",
        "missingValues 不是文本列表",
        "list the texts that stand for no value",
        "请列出表示缺失的文本",
    ),
    "labelled-missing-values": Message(
        "missingValues with labels need version 2 and each value once",
        "带标签的 missingValues 需第 2 版且值不重复",
        "write plain texts",
        "请改为文本",
    ),
    "malformed-key": Message(
        lambda _, name, **_more: f"{name} is not well formed",
        lambda _, name, **_more: f"{name} 格式不对",
        "write lists of names of fields",
        "请写成字段名列表",
    ),
    "key-of-missing-fields": Message(
        lambda _, fields, **_more: f"keys name the fields {listed(fields).en}, which do not exist",
        lambda _, fields, **_more: f"键中的字段 {listed(fields).zh} 不存在",
        "correct the names",
        "请改正字段名",
    ),
    "uneven-foreign-key": Message(
        lambda _, fields, count, **_more: f"the foreign key of {', '.join(fields)} refers to {count} fields",
        lambda _, fields, count, **_more: f"外键 {'、'.join(fields)} 引用了 {count} 个字段，两侧字段数不等",
        "name as many on both sides",
        "请使两侧字段数相等",
    ),
    "reference-to-nothing": Message(
        lambda _, fields, absent, target, **_more: (
            f"the foreign key of {', '.join(fields)} refers to {listed(absent).en} in {target}, which does not exist"
        ),
        lambda _, fields, absent, target, **_more: (
            f"外键 {'、'.join(fields)} 引用的 {target} 中的 {listed(absent).zh} 不存在"
        ),
        *_CORRECT,
    ),
    "missing-fields": _weaker(lambda names: f"it lacks the fields {names}", lambda names: f"缺少字段 {names}"),
    "fields-beyond-the-model": _weaker(
        lambda names: f"it has fields that the model does not know: {names}",
        lambda names: f"有模型中没有的字段 {names}",
    ),
    "order-of-fields": _weaker(
        lambda names: f"its fields are in another order, first {names}", lambda names: f"字段顺序不同，首个为 {names}"
    ),
    "fields-read-otherwise": _weaker(
        lambda names: f"it reads these fields otherwise: {names}", lambda names: f"以下字段的读法不同：{names}"
    ),
    "looser-constraints": _weaker(
        lambda names: f"it loosens the constraints {names}", lambda names: f"放宽了约束 {names}"
    ),
    "other-keys": _weaker(lambda names: f"it changes the keys {names}", lambda names: f"改变了键 {names}"),
}
FIELDS = {
    "field-type": Message(
        lambda _, value, **_more: f"the type {value.en} is not supported",
        lambda _, value, **_more: f"不支持类型 {value.zh}",
        _one_of_en,
        _one_of_zh,
    ),
    "field-property": Message(
        lambda _, name, kind, **_more: f"the property {name!r} is not known for the type {kind}",
        lambda _, name, kind, **_more: f"类型 {kind} 没有属性 {name!r}",
        *_TAKE_OUT_OR_RENAME,
    ),
    "field-format": Message(
        lambda _, value, **_more: f"the format {value.en} is not supported",
        lambda _, value, **_more: f"不支持格式 {value.zh}",
        "use default, and a pattern where a form is needed",
        "请用 default，必要时加 pattern",
    ),
    "property-value": Message(
        lambda _, name, value, **_more: f"{name} cannot be {value.en}",
        lambda _, name, value, **_more: f"{name} 不能为 {value.zh}",
        *_CORRECT,
    ),
    "example": Message(
        lambda _, value, expected, **_more: f"the example {value.en!r} is not {expected.en}",
        lambda _, value, expected, **_more: f"示例 {value.zh!r} 不是{expected.zh}",
        *_CORRECT,
    ),
    "constraint": Message(
        lambda _, name, kind, **_more: f"the constraint {name!r} is not supported for the type {kind}",
        lambda _, name, kind, **_more: f"类型 {kind} 不支持约束 {name!r}",
        _one_of_en,
        _one_of_zh,
    ),
    "constraint-value": Message(
        lambda _, name, value, **_more: f"the constraint {name} cannot be {value.en}",
        lambda _, name, value, **_more: f"约束 {name} 不能为 {value.zh}",
        *_CORRECT,
    ),
    "constraint-of-version-2": Message(
        lambda _, name, **_more: f"the constraint {name} needs version 2 of Data Package",
        lambda _, name, **_more: f"约束 {name} 需要 Data Package 第 2 版",
        "say by $schema that this is one",
        "请用 $schema 声明",
    ),
    "constraint-of-other-type": Message(
        lambda _, name, value, kind, reason, **_more: (
            f"the constraint {name} {value.en!r} cannot be used for the type {kind} ({reason})"
        ),
        lambda _, name, value, kind, **_more: f"约束 {name} {value.zh!r} 不能用于类型 {kind}",
        *_CORRECT,
    ),
}
MESSAGES = {**PACKAGE, **RESOURCES, **SCHEMAS, **FIELDS}
