"""docs/mutation.md agrees with itself, and names every survivor that it counts."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

from tests.made_states import ROOT

PAGE = (ROOT / "docs" / "mutation.md").read_text("utf-8")
COUNTS = {
    module: tuple(map(int, numbers))
    for module, *numbers in re.findall(
        r"^\| (`[\w./]+`|together) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| [\d.]+ % \|$", PAGE, re.MULTILINE
    )
}
ALL = COUNTS.pop("together")


def test_every_module_that_is_mutated_is_told():
    mutated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]["only_mutate"]
    assert [f"decheng_data/{module.strip('`')}" for module in COUNTS] == mutated


def test_the_numbers_add_up():
    assert tuple(map(sum, zip(*COUNTS.values(), strict=True))) == ALL
    assert all(made >= tested == killed + survived for made, tested, killed, survived in COUNTS.values())


def test_less_than_one_in_twenty_survives():
    _, tested, _, survived = ALL
    assert survived * 20 < tested


def test_each_survivor_is_named_with_its_reason():
    named = Counter()
    for module, count, reason in re.findall(
        r"^\| `([\w./]+)` \| `[\w.]+` \| (\d+) \| .+ \| (.+) \|$", PAGE, re.MULTILINE
    ):
        named[f"`{module}`"] += int(count)
        assert len(reason) > 10
    assert named == Counter({module: survived for module, (*_, survived) in COUNTS.items() if survived})
