"""Changes of the contract of a descriptor: tables, fields, constraints and keys, and the bump that each asks for.

Whoever reads the data must not break, nor whoever fills in a copy: what goes, is read otherwise or is tightened is
major, what comes is minor. The order of tables and fields, versions, dates, sizes and hashes are no change.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.changes.comparison import ContractChange
from decheng_data.changes.semver import Bump
from decheng_data.packages.descriptor.schema import Dialect, category_of, is_annotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OF_ONE_STATE = ("version", "created", "resources", "$schema", "hash", "bytes", "rows", "fields")
_DESCRIBING = (
    "title",
    "description",
    "keywords",
    "sources",
    "contributors",
    "homepage",
    "image",
    "example",
    "examples",
    "rdfType",
    "mediatype",
)
_DEFAULTS: dict[str, Any] = {
    "type": "string",
    "format": "default",
    "missingValues": [""],
    "encoding": "utf-8",
    "scheme": "file",
    "dialect": {},
}
_DEFAULTS_OF_A_RESOURCE = _DEFAULTS | {"type": "table", "format": "csv"}
_LOWER = ("minimum", "exclusiveMinimum", "minLength")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength")
_LISTS = ("enum", "categories")
_KEYS = ("uniqueKeys", "foreignKeys")
_LONGEST = 200


def contract_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[ContractChange, ...]:
    """The changes from one descriptor to another, the package itself first, then table by table."""
    return (*_Part().properties(old, new), *_tables(_by_name(old, "resources"), _by_name(new, "resources")))


def _tables(old: dict[str, Any], new: dict[str, Any]) -> Iterator[ContractChange]:
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield ContractChange(table=name, what="table", change="removed", before=name, bump=Bump.MAJOR)
        elif name not in old:
            yield ContractChange(table=name, what="table", change="added", after=name, bump=Bump.MINOR)
        elif old[name] != new[name]:
            yield from _table(name, old[name], new[name])


def _table(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ContractChange]:
    yield from _Part(name).properties(_without(old, "schema"), _without(new, "schema"))
    before, after = (_object(each, "schema") for each in (old, new))
    yield from _Part(name).properties(_without(before, "fields"), _without(after, "fields"))
    yield from _fields(name, _by_name(before, "fields"), _by_name(after, "fields"))


def _fields(table: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[ContractChange]:
    renamed = _renamed(
        {name: old[name] for name in old if name not in new}, {name: new[name] for name in new if name not in old}
    )
    for name, described in old.items():
        if name in renamed:
            yield ContractChange(
                table=table,
                field=name,
                what="field",
                change="renamed",
                before=name,
                after=renamed[name],
                bump=Bump.MAJOR,
            )
        elif name not in new:
            yield ContractChange(table=table, field=name, what="field", change="removed", before=name, bump=Bump.MAJOR)
        else:
            part = _Part(table, name)
            yield from part.properties(_without(described, "constraints"), _without(new[name], "constraints"))
            yield from part.constraints(_object(described, "constraints"), _object(new[name], "constraints"))
    for name, described in new.items():
        if name not in old and name not in renamed.values():
            required = bool(_object(described, "constraints").get("required"))
            what = "required field" if required else "field"
            yield ContractChange(
                table=table,
                field=name,
                what=what,
                change="added",
                after=name,
                bump=Bump.MAJOR if required else Bump.MINOR,
            )


def _renamed(gone: dict[str, Any], come: dict[str, Any]) -> dict[str, str]:
    """Fields that went, by the name under which another came that has the same description."""
    found: dict[str, str] = {}
    for name, described in gone.items():
        candidates = [
            other
            for other in come
            if other not in found.values() and described.get("description") and _alike(described, come[other])
        ]
        if candidates:
            found[name] = candidates[0]
    return found


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(name) == other.get(name) for name in ("type", "description"))


class _Part(NamedTuple):
    """A part of a descriptor: the package itself, a table, or a field of it."""

    table: str | None = None
    field: str | None = None

    def properties(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ContractChange]:
        for name in dict.fromkeys((*old, *new)):
            defaults = _DEFAULTS if self.field else _DEFAULTS_OF_A_RESOURCE
            before, after = (_normal(name, each.get(name, defaults.get(name))) for each in (old, new))
            if name in _OF_ONE_STATE or _plain(before) == _plain(after):
                continue
            if name in _KEYS:
                # A key that came asks for more, as a value that went does.
                yield self._change(name, before, after, *_list_change(after or [], before or []))
            elif name in _LISTS and self.field is not None:
                yield self._change(name, before, after, *_list_change(before, after))
            elif name in _DESCRIBING or is_annotation(name):
                yield self._change(name, before, after, "changed", Bump.PATCH)
            else:
                yield self._change(name, before, after, "changed", Bump.MAJOR)

    def constraints(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ContractChange]:
        for name in dict.fromkeys((*old, *new)):
            before, after = old.get(name), new.get(name)
            if _plain(before or None) != _plain(after or None):
                change = _list_change(before, after) if name in _LISTS else _limit_change(name, before, after)
                yield self._change(name, before, after, *change)

    def _change(self, what: str, before: Any, after: Any, change: Any, bump: Bump) -> ContractChange:
        return ContractChange(
            table=self.table,
            field=self.field,
            what=what,
            change=change,
            before=_value_text(before),
            after=_value_text(after),
            bump=bump,
        )


def _normal(name: str, value: Any) -> Any:
    """The value in one form for all that are equal: a dialect in full, a key as a list."""
    if name == "dialect" and isinstance(value, dict):
        return asdict(Dialect.of(value))
    return [value] if name == "primaryKey" and isinstance(value, str) else value


def _list_change(before: Any, after: Any) -> tuple[str, Bump]:
    """Of the values that a field may have: any that went tightens it."""
    if not isinstance(before, list) or not isinstance(after, list):
        return ("tightened", Bump.MAJOR) if isinstance(after, list) else ("loosened", Bump.MINOR)
    present = [_plain(category_of(each)) for each in after]
    gone = any(_plain(category_of(each)) not in present for each in before)
    return ("tightened", Bump.MAJOR) if gone else ("loosened", Bump.MINOR)


def _limit_change(name: str, before: Any, after: Any) -> tuple[str, Bump]:
    if not before and before != 0:
        return "tightened", Bump.MAJOR
    if not after and after != 0:
        return "loosened", Bump.MINOR
    if name not in (*_LOWER, *_UPPER):
        return "changed", Bump.MAJOR  # of two patterns nobody can tell which is tighter
    raised = _raised(before, after)
    return ("tightened", Bump.MAJOR) if raised == (name in _LOWER) else ("loosened", Bump.MINOR)


def _raised(before: Any, after: Any) -> bool:
    try:
        return Decimal(str(after)) > Decimal(str(before))
    except InvalidOperation:
        return str(after) > str(before)  # dates compare as texts


def _value_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(value: object) -> str:
    """A form in which values are compared: 1 is no `true`, and 1.0 is 1."""
    return (
        json.dumps(value, sort_keys=True, default=str)
        if not isinstance(value, float) or not value.is_integer()
        else json.dumps(int(value))
    )


def _object(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _by_name(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    listed = holder.get(name)
    return {
        each["name"]: each
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("name"), str)
    }


def _without(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in holder.items() if key != name}
