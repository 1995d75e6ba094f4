"""A field of a schema: what of its description is at fault, its example held against its type, and what can be used."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import brief
from decheng_data.packages.descriptor.demands import faults_of, fits, usable
from decheng_data.packages.descriptor.shapes import FIELD_OF_UNKNOWN_TYPE, FIELDS, READING, missing_texts
from decheng_data.packages.fault import unusable
from decheng_data.packages.structure.cells import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from decheng_data.packages.fault import Fault
    from decheng_data.packages.structure.cells import Reader

_IS_EXAMPLE: dict[str, Callable[[Any], object]] = {
    "any": lambda _: True,
    "number": lambda example: isinstance(example, int | float) and not isinstance(example, bool),
    "integer": lambda example: fits(example, int),
    "boolean": lambda example: isinstance(example, bool),
    "year": lambda example: isinstance(example, int) and 0 <= example < 10_000,
    "yearmonth": lambda example: isinstance(example, list) and len(example) == 2,
    "list": lambda example: fits(example, (list, str)),
}
"""Which examples that are no text are of a type; those of other types are texts only."""

_READ_EXAMPLE: dict[str, Callable[[str], object]] = {
    "number": lambda example: Decimal(example.strip()),  # a signalling NaN too
    "list": str,  # its items are of any type
}


def field_faults(described: Mapping[str, Any], *, version_2: bool) -> Iterator[Fault]:
    """What makes a field's description unusable."""
    kind = _type_of(described)
    yield from faults_of(described, FIELDS.get(kind, FIELD_OF_UNKNOWN_TYPE), version_2)
    if kind and "type" in described and described.get("example"):
        yield from _example_faults(described, kind)


def usable_field(described: Mapping[str, Any]) -> dict[str, Any]:
    """What decides how a cell is read, without what cannot be used: of an unknown type it is `any`; constraints that
    cannot be checked are left out.
    """
    kind = _type_of(described)
    reading = {name: value for name, value in described.items() if name in READING}
    field = usable(reading, FIELDS.get(kind, FIELD_OF_UNKNOWN_TYPE))
    if "missingValues" in field:
        field["missingValues"] = missing_texts(field["missingValues"])
    return {"name": described["name"], "type": kind or "any", "constraints": {}, **field}


def _type_of(described: Mapping[str, Any]) -> str:
    """The field's type, empty where it is not known."""
    kind = described.get("type", "string")
    return kind if isinstance(kind, str) and kind in FIELDS else ""


def _example_faults(described: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    """What is wrong with the example, read as Frictionless reads it: by the type alone, whatever the field says of its
    form, its constraints and its missing values; only true and false are read by the field's own texts for them.
    """
    example = described["example"]
    texts = {name: described[name] for name in ("trueValues", "falseValues") if fits(described.get(name), (list, str))}
    reader = reader_of({"type": kind, **texts})
    if not _is_example(example, kind, reader):
        yield unusable("field-error", "packages.example", value=brief(str(example)), expected=reader.kind)


def _is_example(example: Any, kind: str, reader: Reader) -> bool:
    if not isinstance(example, str):
        return kind in _IS_EXAMPLE and bool(_IS_EXAMPLE[kind](example))
    try:
        (_READ_EXAMPLE.get(kind) or reader.lenient)(example)
    except (ValueError, ArithmeticError):
        return False
    return True
