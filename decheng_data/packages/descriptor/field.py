"""What the descriptor may say of a field. Whatever could change what is valid and is not known here is a fault, never
passed by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual, brief
from decheng_data.packages.descriptor.example import example_faults
from decheng_data.packages.descriptor.shapes import fits, misfits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.packages.descriptor.shapes import Kind

_ORDERED = ("required", "unique", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum")
CONSTRAINTS: dict[str, tuple[str, ...]] = {
    "any": ("required", "unique", "enum"),
    "string": ("required", "unique", "minLength", "maxLength", "pattern", "enum"),
    "number": _ORDERED,
    "integer": _ORDERED,
    "boolean": ("required", "unique", "enum"),
    "date": _ORDERED,
    "year": _ORDERED,
    "yearmonth": _ORDERED,
    "list": ("required", "unique", "minLength", "maxLength"),
}
"""The types that are known, and the constraints that each supports."""

_COMMON: dict[str, Kind] = {
    "title": str,
    "description": str,
    "rdfType": str,
    "constraints": dict,
}
_OF_TYPE: dict[str, dict[str, Kind]] = {
    "string": {"categories": list, "categoriesOrdered": bool},
    "number": {"decimalChar": str, "groupChar": str, "bareNumber": bool},
    "integer": {"bareNumber": bool, "categories": list, "categoriesOrdered": bool},
    "boolean": {"trueValues": (list, str), "falseValues": (list, str)},
    "list": {"delimiter": str, "itemType": str},
}
_OF_ANY_TYPE = ("name", "type", "format", "missingValues", "example", "examples")
_ITEM_TYPES = ("string", "integer", "boolean", "number", "date")
_OF_VERSION_2 = ("exclusiveMinimum", "exclusiveMaximum")
_ANNOTATION = re.compile(r"(name|title|description|note|label)_[a-z]{2,3}(-[A-Za-z]+)?|[A-Za-z][\w.-]*:.+|x-.+")


def is_annotation(name: str) -> bool:
    """Whether a property says nothing of what is valid: a text in some language (`title_zh`), or a name with a
    prefix.
    """
    return bool(_ANNOTATION.fullmatch(name))


def field_faults(described: Mapping[str, Any], *, version_2: bool) -> Iterator[Bilingual]:
    """What makes a field's description unusable, a sentence each."""
    kind = described.get("type", "string")
    yield from (
        Bilingual(f"{fault}; correct its type", f"{name} 的类型不对；请改正")
        for name, fault in misfits(described, _COMMON | _OF_TYPE.get(str(kind), {}))
    )
    if not _is_type(kind):
        yield Bilingual(
            f"the type {kind!r} is not supported; use one of {', '.join(CONSTRAINTS)}",
            f"不支持类型 {kind!r}；请用 {'、'.join(CONSTRAINTS)} 之一",
        )
        return
    yield from _property_faults(described, kind)
    yield from missing_value_faults(described, version_2=version_2)
    yield from example_faults(described, kind)
    if isinstance(described.get("constraints"), dict):
        yield from _constraint_faults(described["constraints"], kind, version_2)


def usable_field(described: Mapping[str, Any]) -> dict[str, Any]:
    """The field without what cannot be used: of an unknown type it is `any`; constraints that cannot be checked are
    left out.
    """
    kind = described.get("type", "string")
    if not _is_type(kind):
        return {"name": described["name"], "type": "any", "constraints": {}}
    constraints = described["constraints"] if isinstance(described.get("constraints"), dict) else {}
    field = {
        name: described[name]
        for name, shape in _OF_TYPE.get(kind, {}).items()
        if name in described and fits(described[name], shape) and not _misused(name, described[name])
    }
    if (values := missing_values(described)) is not None:
        field["missingValues"] = values
    field["constraints"] = {
        name: value for name, value in constraints.items() if name in CONSTRAINTS[kind] and _constrains(name, value)
    }
    return {"name": described["name"], "type": kind, **field}


def _is_type(kind: Any) -> bool:
    return isinstance(kind, str) and kind in CONSTRAINTS


def missing_values(holder: Mapping[str, Any]) -> list[str] | None:
    """The texts that stand for no value, or None where they are not well described."""
    given = holder.get("missingValues")
    if not isinstance(given, list):
        return None
    values = [value.get("value") if isinstance(value, dict) else value for value in given]
    texts = [value for value in values if isinstance(value, str)]
    return texts if len(texts) == len(given) and len({type(value) for value in given}) < 2 else None


def missing_value_faults(holder: Mapping[str, Any], *, version_2: bool) -> Iterator[Bilingual]:
    """What is wrong with `missingValues`, of a field or of a schema."""
    if "missingValues" not in holder:
        return
    values = missing_values(holder)
    if values is None:
        yield Bilingual(
            "missingValues is no list of texts; list the texts that stand for no value",
            "missingValues 不是文本列表；请列出表示缺失的文本",
        )
    elif any(isinstance(value, dict) for value in holder["missingValues"]) and (
        not version_2 or len(set(values)) < len(values)
    ):
        yield Bilingual(
            "missingValues with labels need version 2 and each value once; write plain texts",
            "带标签的 missingValues 需第 2 版且值不重复；请改为文本",
        )


def category_of(entry: Any) -> Any:
    """The value of a category, which may have a label beside it."""
    return entry.get("value") if isinstance(entry, dict) else entry


def _property_faults(described: Mapping[str, Any], kind: str) -> Iterator[Bilingual]:
    known = {*_COMMON, *_OF_TYPE.get(kind, {}), *_OF_ANY_TYPE}
    for name, value in described.items():
        if name not in known and not is_annotation(name):
            yield Bilingual(
                f"the property {name!r} is not known for the type {kind}; take it out, or correct its name",
                f"类型 {kind} 没有属性 {name!r}；请删除或改名",
            )
        elif name == "format" and value != "default":
            yield Bilingual(
                f"the format {value!r} is not supported; use default, and a pattern where a form is needed",
                f"不支持格式 {value!r}；请用 default，必要时加 pattern",
            )
        elif _misused(name, value):
            yield Bilingual(
                f"{name} cannot be {brief(repr(value)).en}; correct it",
                f"{name} 不能为 {brief(repr(value)).zh}；请改正",
            )


def _misused(name: str, value: Any) -> bool:
    """Whether a property of the right JSON type has a value that cannot be used."""
    if name in ("decimalChar", "groupChar") and isinstance(value, str):
        return len(value) > 1 or value.isalnum() or value in ("+", "-") or (name == "decimalChar" and not value)
    if name == "categories" and isinstance(value, list):
        return not value or not all(isinstance(category_of(each), str | int) for each in value)
    return (name == "delimiter" and value == "") or (
        name == "itemType" and isinstance(value, str) and value not in _ITEM_TYPES
    )


def _constraint_faults(constraints: Mapping[str, Any], kind: str, version_2: bool) -> Iterator[Bilingual]:
    for name, value in constraints.items():
        if name not in CONSTRAINTS[kind]:
            yield Bilingual(
                (
                    f"the constraint {name!r} is not supported for the type {kind}; use one of"
                    f" {', '.join(CONSTRAINTS[kind])}"
                ),
                f"类型 {kind} 不支持约束 {name!r}；请改用 {'、'.join(CONSTRAINTS[kind])}",
            )
        elif not _constrains(name, value):
            yield Bilingual(
                f"the constraint {name} cannot be {brief(repr(value)).en}; correct it",
                f"约束 {name} 不能为 {brief(repr(value)).zh}；请改正",
            )
        elif name in _OF_VERSION_2 and not version_2:
            yield Bilingual(
                f"the constraint {name} needs version 2 of Data Package; say by $schema that this is one",
                f"约束 {name} 需要 Data Package 第 2 版；请用 $schema 声明",
            )


def _constrains(name: str, value: Any) -> bool:
    if name in ("required", "unique"):
        return isinstance(value, bool)
    if name in ("minLength", "maxLength"):
        return fits(value, int) and value >= 0
    if name == "pattern":
        return isinstance(value, str)
    return (
        fits(value, list) and bool(value)
        if name == "enum"
        else isinstance(value, str | int | float) and not isinstance(value, bool)
    )
