"""What the descriptor may say of a field. Whatever could change what is valid and is not known here is a fault, never
passed by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import brief
from decheng_data.model.fault import unusable
from decheng_data.packages.descriptor.example import example_faults
from decheng_data.packages.descriptor.shapes import fits, misfit_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.model.fault import Fault
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


def field_faults(described: Mapping[str, Any], *, version_2: bool) -> Iterator[Fault]:
    """What makes a field's description unusable."""
    kind = described.get("type", "string")
    yield from misfit_faults("field-error", described, _COMMON | _OF_TYPE.get(str(kind), {}))
    if not _is_type(kind):
        yield unusable("field-error", "packages.field-type", kind=repr(kind), known=tuple(CONSTRAINTS))
        return
    yield from _property_faults(described, kind)
    yield from missing_value_faults("field-error", described, version_2=version_2)
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


def missing_value_faults(rule: str, holder: Mapping[str, Any], *, version_2: bool) -> Iterator[Fault]:
    """What is wrong with `missingValues`, of a field or of a schema."""
    if "missingValues" not in holder:
        return
    values = missing_values(holder)
    if values is None:
        yield unusable(rule, "packages.missing-values")
    elif any(isinstance(value, dict) for value in holder["missingValues"]) and (
        not version_2 or len(set(values)) < len(values)
    ):
        yield unusable(rule, "packages.labelled-missing-values")


def category_of(entry: Any) -> Any:
    """The value of a category, which may have a label beside it."""
    return entry.get("value") if isinstance(entry, dict) else entry


def _property_faults(described: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    known = {*_COMMON, *_OF_TYPE.get(kind, {}), *_OF_ANY_TYPE}
    for name, value in described.items():
        if name not in known and not is_annotation(name):
            yield unusable("field-error", "packages.field-property", name=name, kind=kind)
        elif name == "format" and value != "default":
            yield unusable("field-error", "packages.field-format", value=repr(value))
        elif _misused(name, value):
            yield unusable("field-error", "packages.property-value", name=name, value=brief(repr(value)))


def _misused(name: str, value: Any) -> bool:
    """Whether a property of the right JSON type has a value that cannot be used."""
    if name in ("decimalChar", "groupChar") and isinstance(value, str):
        return len(value) > 1 or value.isalnum() or value in ("+", "-") or (name == "decimalChar" and not value)
    if name == "categories" and isinstance(value, list):
        return not value or not all(isinstance(category_of(each), str | int) for each in value)
    return (name == "delimiter" and value == "") or (
        name == "itemType" and isinstance(value, str) and value not in _ITEM_TYPES
    )


def _constraint_faults(constraints: Mapping[str, Any], kind: str, version_2: bool) -> Iterator[Fault]:
    for name, value in constraints.items():
        if name not in CONSTRAINTS[kind]:
            yield unusable("field-error", "packages.constraint", name=name, kind=kind, known=CONSTRAINTS[kind])
        elif not _constrains(name, value):
            yield unusable("field-error", "packages.constraint-value", name=name, value=brief(repr(value)))
        elif name in _OF_VERSION_2 and not version_2:
            yield unusable("field-error", "packages.constraint-of-version-2", name=name)


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
