"""What an object of the descriptor may hold, as data, and the one walk that finds all that it holds otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.model.bilingual import Bilingual, brief
from decheng_data.packages.fault import unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from decheng_data.packages.fault import Fault

Kind = type | tuple[type, type]
"""A JSON type, or `(list, type)`: a list of that type."""

_NAMES: dict[Kind, Bilingual] = {
    str: Bilingual("text", "文本"),
    bool: Bilingual("true or false", "true 或 false"),
    int: Bilingual("a whole number", "整数"),
    float: Bilingual("a number", "数字"),
    dict: Bilingual("an object", "对象"),
    list: Bilingual("a list", "列表"),
    type(None): Bilingual.same("null"),
    (list, str): Bilingual("a list of text", "文本列表"),
    (list, dict): Bilingual("a list of objects", "对象列表"),
}
_OTHER_LIST = Bilingual("a list of other things", "其他内容的列表")
is_annotation = re.compile(
    r"(name|title|description|note|label)_[a-z]{2,3}(-[A-Za-z]+)?|[A-Za-z][\w.-]*:.+|x-.+"
).fullmatch
"""Whether a property says nothing of what is valid: a text in some language (`title_zh`), or a name with a prefix."""


class Demand(NamedTuple):
    """What the value of a property must be: the code of what is wrong where it does not hold, the allowed values where
    they are few, and whether version 2 of Data Package alone demands it (True), or version 1 (False).
    """

    code: str
    holds: Callable[[Any], object] = lambda _: False
    known: tuple[Any, ...] = ()
    kind: Kind | None = None
    version_2: bool | None = None

    def parts(self, value: Any) -> dict[str, Any]:
        """What the message of its code names."""
        if self.kind:
            is_other_list = isinstance(self.kind, tuple) and isinstance(value, list)
            return {"found": _OTHER_LIST if is_other_list else _NAMES[type(value)], "expected": _NAMES[self.kind]}
        return {"value": brief(repr(value)), **({"known": self.known} if self.known else {})}


class Shape(NamedTuple):
    """What an object may hold: of each property the demands in their order, and the shape of the objects inside.

    `missing` has a code for each property that must be there, `unknown` one for what is not listed: without it anything
    more may be there, `annotated` objects may have annotations. `parts` are named by the messages.
    """

    rule: str
    properties: Mapping[str, tuple[Demand | Shape, ...]]
    missing: Mapping[str, str] = {}
    unknown: str = ""
    annotated: bool = False
    parts: Mapping[str, Any] = {}


def of_kind(kind: Kind) -> Demand:
    """The demand for a JSON type."""
    is_plain = isinstance(kind, type) and kind is not int
    holds = (lambda value: isinstance(value, kind)) if is_plain else (lambda value: fits(value, kind))
    return Demand("packages.property-type", holds, kind=kind)


def one_of(code: str, *known: Any) -> Demand:
    """The demand for one of a few values."""
    return Demand(code, known.__contains__, known)


def matching(code: str, pattern: str, version_2: bool | None = None) -> Demand:
    """The demand for a text that matches the pattern."""
    return Demand(code, lambda value: isinstance(value, str) and re.fullmatch(pattern, value), version_2=version_2)


def fits(value: Any, kind: Kind) -> bool:
    """Whether the value is of the kind; true and false are no whole numbers."""
    if isinstance(kind, tuple):
        return isinstance(value, list) and all(fits(item, kind[1]) for item in value)
    if kind is int:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value)
    return isinstance(value, kind)


def faults_of(holder: Mapping[str, Any], shape: Shape, version_2: bool | None = None) -> Iterator[Fault]:
    """All that the object holds otherwise, and the objects inside it; of each property the first demand that fails."""
    for name, value in holder.items():
        demands = shape.properties.get(name)
        if demands is None:
            if shape.unknown and not (shape.annotated and is_annotation(name)):
                yield unusable(shape.rule, shape.unknown, name=name, **shape.parts)
            continue
        for demand in demands:
            if isinstance(demand, Shape):
                for inner in value if isinstance(value, list) else (value,):
                    yield from faults_of(inner, demand, version_2)
            elif not demand.holds(value) and demand.version_2 in (None, version_2):
                yield unusable(shape.rule, demand.code, **{"name": name, **shape.parts, **demand.parts(value)})
                break
    for name, code in shape.missing.items():
        if name not in holder:
            yield unusable(shape.rule, code, name=name)


def usable(holder: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    """The object without what no version can use, an object inside it too."""
    used = {}
    for name, value in holder.items():
        if name in shape.properties:
            inner = value
            for demand in shape.properties[name]:
                if isinstance(demand, Shape):
                    inner = usable(value, demand)
                elif not demand.holds(value) and demand.version_2 is None:
                    break
            else:
                used[name] = inner
    return used
