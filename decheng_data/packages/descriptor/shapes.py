"""Whether what a JSON object holds is of the types that it must be of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fault import unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.model.fault import Fault

Kind = type | tuple[type, type]
"""A JSON type, or `(list, type)`: a list of that type."""

_NAMES: dict[type, Bilingual] = {
    str: Bilingual("text", "文本"),
    bool: Bilingual("true or false", "true 或 false"),
    int: Bilingual("a whole number", "整数"),
    float: Bilingual("a number", "数字"),
    dict: Bilingual("an object", "对象"),
    list: Bilingual("a list", "列表"),
    type(None): Bilingual.same("null"),
}
_LISTS: dict[type, Bilingual] = {
    str: Bilingual("a list of text", "文本列表"),
    dict: Bilingual("a list of objects", "对象列表"),
}
_OTHER_LIST = Bilingual("a list of other things", "其他内容的列表")


class Misfit(NamedTuple):
    """A property of another type than it must be of: its name, its type, and the one expected."""

    name: str
    found: Bilingual
    expected: Bilingual


def misfits(holder: Mapping[str, Any], shape: Mapping[str, Kind]) -> Iterator[Misfit]:
    """Each property that is there and of another type."""
    for name, kind in shape.items():
        if name in holder and not fits(holder[name], kind):
            yield Misfit(name, _named(holder[name], kind), _expected(kind))


def misfit_faults(rule: str, holder: Mapping[str, Any], shape: Mapping[str, Kind]) -> Iterator[Fault]:
    """A fault for each property of another type."""
    return (unusable(rule, "packages.property-type", **each._asdict()) for each in misfits(holder, shape))


def fits(value: Any, kind: Kind) -> bool:
    """Whether the value is of the kind; true and false are no whole numbers."""
    if isinstance(kind, tuple):
        return isinstance(value, list) and all(fits(item, kind[1]) for item in value)
    if kind is int:
        return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    return isinstance(value, kind)


def _expected(kind: Kind) -> Bilingual:
    return _LISTS[kind[1]] if isinstance(kind, tuple) else _NAMES[kind]


def _named(value: Any, kind: Kind) -> Bilingual:
    return _OTHER_LIST if isinstance(kind, tuple) and isinstance(value, list) else _NAMES[type(value)]
