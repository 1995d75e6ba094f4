"""What the descriptor may say of a table's schema: fields, keys, foreign keys. What cannot be used is a fault; the rest
is still checked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from decheng_data.packages.descriptor.demands import faults_of, usable
from decheng_data.packages.descriptor.demands import is_annotation as is_annotation
from decheng_data.packages.descriptor.field import field_faults, usable_field
from decheng_data.packages.descriptor.resource import Dialect as Dialect
from decheng_data.packages.descriptor.shapes import FOREIGN_KEY, SCHEMA, missing_texts
from decheng_data.packages.descriptor.shapes import category_of as category_of
from decheng_data.packages.fault import unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.packages.fault import Fault


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

    fields: list[dict[str, Any]]
    missing_values: list[str]
    primary_key: tuple[str, ...]
    unique_keys: list[tuple[str, ...]]
    foreign_keys: list[ForeignKey]

    @property
    def names(self) -> list[str]:
        """The fields' names, in order."""
        return [each["name"] for each in self.fields]


def read_schema(described: Mapping[str, Any]) -> TableSchema:
    """What of the description can be used; `schema_faults` tells the rest."""
    said = _said(described)
    fields = {each["name"]: usable_field(each) for each in said.fields}
    return replace(
        said,
        fields=list(fields.values()),
        primary_key=tuple(name for name in said.primary_key if name in fields),
        unique_keys=[key for key in said.unique_keys if key and set(key) <= set(fields)],
        foreign_keys=[
            key
            for key in said.foreign_keys
            if key.fields and set(key.fields) <= set(fields) and len(key.fields) == len(key.reference_fields)
        ],
    )


def schema_faults(described: Mapping[str, Any], *, version_2: bool) -> Iterator[Fault]:
    """What of the description cannot be used, all of outcome error."""
    yield from faults_of(described, SCHEMA, version_2)
    yield from _name_faults(_said(described))
    for number, each in enumerate(_listed(described, "fields"), 1):
        if _is_named(each):
            yield from (replace(fault, field=each["name"]) for fault in field_faults(each, version_2=version_2))
        else:
            yield unusable("field-error", "packages.unnamed-field", number=number)


def _name_faults(said: TableSchema) -> Iterator[Fault]:
    """What is wrong between fields and keys, by their names."""
    for name, count in Counter(said.names).items():
        if count > 1:
            yield unusable("schema-error", "packages.fields-of-one-name", name=name, count=count)
    for key in said.foreign_keys:
        count = len(key.reference_fields)
        if count and len(key.fields) != count:
            yield unusable("schema-error", "packages.uneven-foreign-key", fields=key.fields, count=count)
    keys = [said.primary_key, *said.unique_keys, *(key.fields for key in said.foreign_keys)]
    absent = sorted({name for key in keys for name in key} - set(said.names))
    if said.names and absent:
        yield unusable("schema-error", "packages.key-of-missing-fields", fields=tuple(absent))


def _said(described: Mapping[str, Any]) -> TableSchema:
    """The description as it stands, without what is malformed."""
    values = missing_texts(described.get("missingValues", [""]))
    return TableSchema(
        [each for each in _listed(described, "fields") if _is_named(each)],
        [""] if values is None else values,
        _names(described.get("primaryKey")),
        [_names(key) for key in _listed(described, "uniqueKeys")],
        [_foreign_key(each) for each in _listed(described, "foreignKeys") if isinstance(each, dict)],
    )


def _is_named(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("name"), str)


def _listed(described: Mapping[str, Any], name: str) -> list[Any]:
    value = described.get(name)
    return value if isinstance(value, list) else []


def _names(value: Any) -> tuple[str, ...]:
    """A key's fields; one may stand without a list around it."""
    names = value if isinstance(value, list) else [value]
    return tuple(names) if all(isinstance(name, str) for name in names) else ()


def _foreign_key(each: Mapping[str, Any]) -> ForeignKey:
    key = usable(each, FOREIGN_KEY)
    reference = key.get("reference", {})
    return ForeignKey(_names(key.get("fields")), reference.get("resource", ""), _names(reference.get("fields")))
