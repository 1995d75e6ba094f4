"""Whether what a JSON object holds is of the types that it must be of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = type | tuple[type, type]
"""A JSON type, or `(list, type)`: a list of that type."""

_NAMES: dict[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    dict: "an object",
    list: "a list",
    type(None): "null",
}


def misfits(holder: Mapping[str, Any], shape: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    """Each property that is there and of another type, with a sentence's middle: `keywords is text, expected a list of
    text`.
    """
    for name, kind in shape.items():
        if name in holder and not fits(holder[name], kind):
            yield name, f"{name} is {_named(holder[name], kind)}, expected {_expected(kind)}"


def fits(value: Any, kind: Kind) -> bool:
    """Whether the value is of the kind; true and false are no whole numbers."""
    if isinstance(kind, tuple):
        return isinstance(value, list) and all(fits(item, kind[1]) for item in value)
    if kind is int:
        return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    return isinstance(value, kind)


def _expected(kind: Kind) -> str:
    return (
        f"a list of {_NAMES[kind[1]].removeprefix('an ').removeprefix('a ')}"
        if isinstance(kind, tuple)
        else _NAMES[kind]
    )


def _named(value: Any, kind: Kind) -> str:
    return "a list of other things" if isinstance(kind, tuple) and isinstance(value, list) else _NAMES[type(value)]
