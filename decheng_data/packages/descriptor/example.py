"""The example of a field, read as Frictionless reads it: by the type alone, whatever the field says of its form, its
constraints and its missing values. Only true and false are read by the field's own texts for them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import brief
from decheng_data.model.fault import unusable
from decheng_data.packages.descriptor.shapes import fits
from decheng_data.packages.structure.cells import reader_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.model.fault import Fault
    from decheng_data.packages.structure.cells import Reader

_TRUTHS = ("trueValues", "falseValues")
_YEARS = range(10_000)


def example_faults(described: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    """What is wrong with the example of a field of a known type. None is an example that is empty, and none is wrong
    where the field does not say its type.
    """
    example = described.get("example")
    if not example or "type" not in described:
        return
    texts = {name: described[name] for name in _TRUTHS if fits(described.get(name), (list, str))}
    reader = reader_of({"type": kind} | texts)
    if not _is_of(kind, example, reader):
        yield unusable("field-error", "packages.example", value=brief(str(example)), expected=reader.kind)


def _is_of(kind: str, example: Any, reader: Reader) -> bool:
    if kind == "any":
        return True
    if isinstance(example, str):
        try:
            if kind == "number":
                Decimal(example.strip())  # a signalling NaN too
            elif kind != "list":  # an example's items are of any type
                reader.lenient(example)
        except (ValueError, ArithmeticError):
            return False
        return True
    if kind in ("number", "integer"):
        is_number = isinstance(example, int | float) and not isinstance(example, bool)
        return is_number and (kind == "number" or isinstance(example, int) or example.is_integer())
    if kind == "list":
        return fits(example, (list, str))
    if kind == "yearmonth":
        return isinstance(example, list) and len(example) == 2
    if kind == "year":
        return isinstance(example, int) and example in _YEARS
    return kind == "boolean" and isinstance(example, bool)
