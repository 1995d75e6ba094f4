"""What the descriptor may say of a table's schema: fields, keys, foreign keys. What cannot be used is a fault; the rest
is still checked.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from decheng_data.model.fault import unusable
from decheng_data.packages.descriptor.field import (
    field_faults,
    is_annotation,
    missing_value_faults,
    missing_values,
    usable_field,
)
from decheng_data.packages.descriptor.shapes import fits, misfit_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.model.fault import Fault
    from decheng_data.packages.descriptor.shapes import Kind

_SHAPE: dict[str, Kind] = {"$schema": str, "title": str, "description": str, "fields": list}
_OTHER = ("fieldsMatch", "missingValues")
_KEYS = ("primaryKey", "uniqueKeys", "foreignKeys")
_PROFILE = re.compile(r"https?://datapackage\.org/profiles/[12]\.[0-9]+/tableschema\.json")


@dataclass(frozen=True)
class ForeignKey:
    """The fields that refer, the resource that they refer to (empty: their own), and its fields."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]


@dataclass
class TableSchema:
    """What of a Table Schema can be used: fields of known types with constraints that can be checked, and keys of
    fields that are there.
    """

    fields: list[dict[str, Any]] = field(default_factory=list)
    missing_values: list[str] = field(default_factory=lambda: [""])
    primary_key: tuple[str, ...] = ()
    unique_keys: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The fields' names, in order."""
        return [each["name"] for each in self.fields]


def read_schema(described: Mapping[str, Any]) -> TableSchema:
    """What of the description can be used; `schema_faults` tells the rest."""
    fields = {each["name"]: usable_field(each) for each in _fields(described)}
    values = missing_values(described)
    return TableSchema(
        list(fields.values()),
        [""] if values is None else values,
        tuple(name for name in _names(described.get("primaryKey")) if name in fields),
        [key for key in _unique_keys(described) if key and set(key) <= set(fields)],
        [
            key
            for key in map(_foreign_key, _foreign_keys(described))
            if key.fields and set(key.fields) <= set(fields) and len(key.fields) == len(key.reference_fields)
        ],
    )


def schema_faults(described: Mapping[str, Any], *, version_2: bool) -> Iterator[Fault]:
    """What of the description cannot be used, all of outcome error."""
    yield from misfit_faults("schema-error", described, _SHAPE)
    yield from _property_faults(described)
    yield from missing_value_faults("schema-error", described, version_2=version_2)
    yield from _key_faults(described)
    for number, each in enumerate(_listed(described, "fields"), 1):
        if not isinstance(each, dict) or not isinstance(each.get("name"), str):
            yield unusable("field-error", "packages.unnamed-field", number=number)
        else:
            yield from (replace(fault, field=each["name"]) for fault in field_faults(each, version_2=version_2))


def _property_faults(described: Mapping[str, Any]) -> Iterator[Fault]:
    if described.get("fields", []) == []:
        yield unusable("schema-error", "packages.no-fields")
    for name, count in Counter(each["name"] for each in _fields(described)).items():
        if count > 1:
            yield unusable("schema-error", "packages.fields-of-one-name", name=name, count=count)
    for name, value in described.items():
        if name not in (*_SHAPE, *_OTHER, *_KEYS) and not is_annotation(name):
            yield unusable("schema-error", "packages.schema-property", name=name)
        elif name == "fieldsMatch" and value != "exact":
            yield unusable("schema-error", "packages.fields-match", value=repr(value))
        elif name == "$schema" and isinstance(value, str) and not _PROFILE.fullmatch(value):
            yield unusable("schema-error", "packages.schema-profile", value=value)


def _key_faults(described: Mapping[str, Any]) -> Iterator[Fault]:
    names = {each["name"] for each in _fields(described)}
    for name in _KEYS:
        if name in described and not _is_key(name, described[name]):
            yield unusable("schema-error", "packages.malformed-key", name=name)
    for key in map(_foreign_key, _foreign_keys(described)):
        if key.reference_fields and len(key.fields) != len(key.reference_fields):
            count = len(key.reference_fields)
            yield unusable("schema-error", "packages.uneven-foreign-key", fields=key.fields, count=count)
    keys = [
        _names(described.get("primaryKey")),
        *_unique_keys(described),
        *(_foreign_key(each).fields for each in _foreign_keys(described)),
    ]
    if names and (absent := sorted({name for key in keys for name in key} - names)):
        yield unusable("schema-error", "packages.key-of-missing-fields", fields=tuple(absent))


def _is_key(name: str, value: Any) -> bool:
    if name == "primaryKey":
        return isinstance(value, str) or fits(value, (list, str))
    if name == "uniqueKeys":
        return fits(value, (list, list)) and bool(value) and all(fits(key, (list, str)) and key for key in value)
    return fits(value, (list, dict)) and all(_is_foreign_key(each) for each in value)


def _is_foreign_key(each: Mapping[str, Any]) -> bool:
    key, reference = _foreign_key(each), each.get("reference")
    return (
        bool(key.fields and key.reference_fields)
        and isinstance(reference, dict)
        and isinstance(reference.get("resource", ""), str)
    )


def _fields(described: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        each for each in _listed(described, "fields") if isinstance(each, dict) and isinstance(each.get("name"), str)
    ]


def _listed(described: Mapping[str, Any], name: str) -> list[Any]:
    value = described.get(name)
    return value if isinstance(value, list) else []


def _names(value: Any) -> tuple[str, ...]:
    """A key's fields; one may stand without a list around it."""
    names = value if isinstance(value, list) else [value]
    return tuple(names) if all(isinstance(name, str) for name in names) else ()


def _unique_keys(described: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [_names(key) for key in _listed(described, "uniqueKeys")]


def _foreign_keys(described: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [each for each in _listed(described, "foreignKeys") if isinstance(each, dict)]


def _foreign_key(each: Mapping[str, Any]) -> ForeignKey:
    reference = each["reference"] if isinstance(each.get("reference"), dict) else {}
    resource = reference.get("resource", "")
    return ForeignKey(
        _names(each.get("fields")), resource if isinstance(resource, str) else "", _names(reference.get("fields"))
    )
