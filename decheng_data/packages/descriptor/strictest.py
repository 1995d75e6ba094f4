"""A descriptor's schema held against the model's: where it is weaker it is told, and the stricter of both is what the
data are checked by.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from decheng_data.packages.fault import unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.packages.descriptor.schema import TableSchema
    from decheng_data.packages.fault import Fault

_HIGHER = ("minimum", "exclusiveMinimum", "minLength", "required", "unique")
"""Constraints that are the tighter the higher they are."""
_READING = (
    "type",
    "delimiter",
    "itemType",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "trueValues",
    "falseValues",
    "missingValues",
)
"""What decides how a cell is read."""


def strictest(model: TableSchema, given: TableSchema) -> TableSchema:
    """The model's fields in its order, each with the constraints of both; then the fields that only the descriptor has;
    the keys of both.
    """
    own, described = model.names, {each["name"]: each for each in given.fields}
    fields = [_strictest_field(each, described.get(each["name"], {})) for each in model.fields]
    return replace(
        model,
        fields=[*fields, *(each for each in given.fields if each["name"] not in own)],
        unique_keys=_both(model.unique_keys, given.unique_keys),
        foreign_keys=_both(model.foreign_keys, given.foreign_keys),
    )


def weaknesses(model: TableSchema, given: TableSchema) -> Iterator[Fault]:
    """One fault for each group of differences by which the descriptor asks for less than the model, or for something
    else.
    """
    names, described = model.names, {each["name"]: each for each in given.fields}
    both = [(own, described[own["name"]]) for own in model.fields if own != described.get(own["name"], own)]
    groups = {
        "packages.missing-fields": [name for name in names if name not in described],
        "packages.fields-beyond-the-model": [name for name in described if name not in names],
        "packages.order-of-fields": _disordered(names, list(described)),
        "packages.fields-read-otherwise": [own["name"] for own, each in both if _reading(own) != _reading(each)],
        "packages.looser-constraints": [
            f"{own['name']} {name}" for own, each in both for name in _loosened(own["constraints"], each["constraints"])
        ],
        "packages.other-keys": _changed_keys(model, given),
    }
    return (unusable("schema-error", code, names=tuple(found)) for code, found in groups.items() if found)


def _strictest_field(own: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    if own == given:
        return own
    constraints = dict(own["constraints"])
    if _reading(own) == _reading(given):
        for name, value in given["constraints"].items():
            constraints[name] = _stricter(name, constraints[name], value) if name in constraints else value
    return {
        **own,
        "constraints": constraints,
        **({"categories": given["categories"]} if "categories" in given and "categories" not in own else {}),
    }


def _stricter(name: str, own: Any, given: Any) -> Any:
    if name == "pattern" and own != given:
        return [own, given]
    if name == "enum":
        return [value for value in own if value in given]
    return given if _tightens(name, own, given) > 0 else own


def _loosened(own: dict[str, Any], given: dict[str, Any]) -> list[str]:
    return [name for name, value in own.items() if value is not False and _tightens(name, value, given.get(name)) < 0]


def _tightens(name: str, own: Any, given: Any) -> int:
    """1 where the given constraint is the tighter one, 0 where both are the same, -1 where it is looser, is not there,
    or nobody can tell.
    """
    if own == given:
        return 0
    if given is None or name == "pattern":
        return -1
    if name == "enum":
        return 1 if all(value in own for value in given) else -1
    mine, other = _comparable(own, given)
    higher = int(other > mine) - int(other < mine)
    return higher if name in _HIGHER else -higher


def _comparable(own: Any, given: Any) -> tuple[Any, Any]:
    try:
        return Decimal(str(own)), Decimal(str(given))
    except InvalidOperation:
        return str(own), str(given)  # dates compare as texts, and so do False and True


def _reading(field: dict[str, Any]) -> dict[str, Any]:
    return {name: field[name] for name in _READING if name in field}


def _disordered(own: list[str], given: list[str]) -> list[str]:
    kept, ordered = [name for name in given if name in own], [name for name in own if name in given]
    return [name for name, expected in zip(kept, ordered, strict=True) if name != expected][:1]


def _changed_keys(model: TableSchema, given: TableSchema) -> list[str]:
    changed = ["missingValues"] if model.missing_values != given.missing_values else []
    changed += ["primaryKey"] if model.primary_key != given.primary_key else []
    changed += ["uniqueKeys"] if any(key not in given.unique_keys for key in model.unique_keys) else []
    return changed + [
        f"foreignKeys {', '.join(key.fields)}" for key in model.foreign_keys if key not in given.foreign_keys
    ]


def _both(own: list[Any], given: list[Any]) -> list[Any]:
    return [*own, *(each for each in given if each not in own)]
