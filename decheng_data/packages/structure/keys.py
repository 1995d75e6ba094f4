"""Keys of a table, and references from one table to another, over rows that have been read."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual, brief
from decheng_data.model.finding import Line
from decheng_data.packages.fault import Fault, misplaced
from decheng_data.packages.structure.cells import written
from decheng_data.packages.structure.hints import near_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from decheng_data.packages.structure.typed import TypedTable

HINTED_KEYS = 50
"""Most different keys of one reference for which the nearest known key is looked up."""


def primary_key_faults(table: TypedTable, key: tuple[str, ...]) -> Iterator[Fault]:
    """Every row that has no primary key, and every row of those that share one."""
    if not key or not table.has(key):
        return
    lines = _lines_by_key(table, key)
    for line in (*lines.pop(_nothing(key), []), *table.blank_lines):
        yield Fault("primary-key", line=line, field=_joined(key), found="", expected="a key", code="packages.empty-key")
    yield from _shared(lines, key, "primary-key")


def unique_key_faults(table: TypedTable, key: tuple[str, ...]) -> Iterator[Fault]:
    """Every row of those that share what must be unique; a key with an empty cell equals none (as UNIQUE does in
    SQL).
    """
    if table.has(key):
        lines = _lines_by_key(table, key)
        yield from _shared(
            {value: shared for value, shared in lines.items() if None not in _parts(value, key)}, key, "unique-error"
        )


def foreign_key_faults(
    table: TypedTable, key: tuple[str, ...], target: TypedTable, target_key: tuple[str, ...]
) -> Iterator[Fault]:
    """Every row whose key is filled and is not found in the target."""
    if not table.has(key):
        return
    known = _known(target, target_key)
    get = _getter(table.names, key)
    dangling = {get(values) for _, values in table} - known
    dangling.discard(_nothing(key))
    if not dangling:
        return
    hints = _hints(dangling, known)
    expected = Bilingual(
        f"one of the values in {_joined(target_key)} of {target.name}", f"{target.name} 的 {_joined(target_key)} 中的值"
    )
    for line, values in table:
        if (value := get(values)) in dangling:
            found = ", ".join(map(written, _parts(value, key)))
            yield misplaced("foreign-key", found, expected, line=line, field=_joined(key), hint=hints.get(value))


def _known(target: TypedTable, key: tuple[str, ...]) -> set[Hashable]:
    if not target.has(key):
        return set()
    get = _getter(target.names, key)
    return {get(values) for _, values in target}


def _hints(dangling: set[Hashable], known: set[Hashable]) -> dict[Hashable, Bilingual]:
    """The nearest known key for each dangling one; for the first so many only, for it takes time."""
    texts = [value for value in dangling if isinstance(value, str)][:HINTED_KEYS]
    hints = {value: near_hint(value, known) for value in texts}
    return {value: hint for value, hint in hints.items() if hint}


def _lines_by_key(table: TypedTable, key: tuple[str, ...]) -> dict[Hashable, list[int]]:
    """The lines on which the same key stands, and those on which none does."""
    get = _getter(table.names, key)
    first: dict[Hashable, int] = {}
    lines: dict[Hashable, list[int]] = {}
    for line, values in table:
        value = get(values)
        if (earlier := first.setdefault(value, line)) != line:
            lines.setdefault(value, [earlier]).append(line)
    if (nothing := _nothing(key)) in first:
        lines.setdefault(nothing, [first[nothing]])
    return lines


def _shared(lines: Mapping[Hashable, list[int]], key: tuple[str, ...], rule: str) -> Iterator[Fault]:
    for value, unordered in lines.items():
        shared, told = sorted(unordered), _told(value, key)
        for line in shared:
            yield _shared_key(line, shared, key, told, rule)


def _shared_key(line: int, lines: list[int], key: tuple[str, ...], value: Bilingual, rule: str) -> Fault:
    other = lines[1] if line == lines[0] else lines[0]
    parts = {"value": value, "other": Line(other), "more": len(lines) - 2}
    return Fault(
        rule,
        line=line,
        field=_joined(key),
        found=value.en,
        expected="a value of its own",
        code="packages.shared-key",
        parts=parts,
    )


def _getter(names: tuple[str, ...], key: tuple[str, ...]) -> Callable[[tuple[Hashable, ...]], Hashable]:
    return itemgetter(*(names.index(name) for name in key))


def _nothing(key: tuple[str, ...]) -> Hashable:
    """The key of which no cell is filled, as `_getter` gives it."""
    return None if len(key) == 1 else (None,) * len(key)


def _parts(value: Any, key: tuple[str, ...]) -> tuple[Any, ...]:
    return (value,) if len(key) == 1 else value


def _told(value: Hashable, key: tuple[str, ...]) -> Bilingual:
    return brief(", ".join(map(written, _parts(value, key))))


def _joined(key: tuple[str, ...]) -> str:
    return ", ".join(key)
