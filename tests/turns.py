"""Which cases a short run tries of those that `@pytest.mark.in_turn(PARAMETER, ...)` marks; a search tries all.

Cases of one test that differ in these parameters only (in all, where none is named) take turns: a short run tries one of
them. It is chosen so that
in the test, and over all tests, each value is tried as often as the others, and with as many values of the other
parameters as can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pytest

Given = frozenset[tuple[str, int]]
"""Parameters and which values they have: the values themselves may be of any kind, and are the same in each case."""


def left_out(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The items that a short run does not try."""
    cases: dict[tuple[str, Given], list[pytest.Item]] = defaultdict(list)
    for item in items:
        if names := _in_turn(item):
            others = frozenset((name, value) for name, value in _given(item) if name not in names)
            cases[_test(item), others].append(item)
    tried: Counter[object] = Counter()
    rest = []
    for alike in cases.values():
        turn, chosen = min(
            enumerate(alike), key=lambda each: (sum(tried[met] for met in _meetings(each[1])), tried[each[0]])
        )
        tried.update([*_meetings(chosen), turn])
        rest += [item for item in alike if item is not chosen]
    return rest


def _in_turn(item: pytest.Item) -> set[str]:
    every = item.callspec.params if hasattr(item, "callspec") else ()
    return {name for mark in item.iter_markers("in_turn") for name in mark.args or every}


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _given(item: pytest.Item) -> Given:
    """The parameters of an item, which may have none."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return frozenset((name, id(value)) for name, value in params.items())


def _meetings(item: pytest.Item) -> Sequence[object]:
    """The values of an item's test, and which of them meet in it."""
    values = sorted(_given(item))
    return [(_test(item), met) for number in (1, 2) for met in combinations(values, number)]
