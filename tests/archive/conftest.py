"""Which cases of the agreement of engines a short run tries."""

from __future__ import annotations

from itertools import count

import pytest

from tests.examples import IS_SEARCH


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each case that can be tried in both orders, a short run tries one, in turn; who names a test gets that test."""
    if IS_SEARCH or any("::" in each for each in config.args):
        return
    number, turns = count(), dict[str, int]()
    for item in items:
        if item.get_closest_marker("orders"):
            turns.setdefault(_case(item), next(number))
    left_out = [
        item for item in items if _case(item) in turns and ("relation" in item.callspec.id) != turns[_case(item)] % 2
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _case(item: pytest.Item) -> str:
    return item.nodeid.replace("relation", "frame")
