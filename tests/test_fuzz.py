"""The fuzzer itself: it reproduces, it finds what is broken, and a short run of it finds nothing in this library. docs/reliability.md has the long ones."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import fuzz  # a program of scripts/, which pytest is told of in pyproject.toml
import pytest
from fuzz_packing import make_case, pack, shipped_members
from fuzz_promises import BREAKING, SOUND
from fuzz_properties import COMMANDS, Checker

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20261124


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(ROOT, SEED, tuple(COMMANDS), 0)


def test_a_short_run_finds_nothing_and_a_second_one_says_the_same(checker: Checker) -> None:
    results = [checker.check(number) for number in range(6)]
    assert [fault for result in results for fault in result["faults"]] == []
    assert [checker.check(number)["digest"] for number in range(2)] == [result["digest"] for result in results[:2]]


def test_a_case_is_made_of_its_seed_and_number_alone() -> None:
    shipped = shipped_members(ROOT)
    for number in range(20):
        assert make_case(shipped, SEED, number) == make_case(shipped, SEED, number)
    assert make_case(shipped, SEED, 1) != make_case(shipped, SEED + 1, 1)


@pytest.mark.parametrize("change", [*BREAKING, *SOUND], ids=lambda change: change.__name__.lstrip("_"))
def test_a_change_that_promises_a_verdict_makes_a_change(
    change: Callable[[dict[str, bytes], random.Random], None],
) -> None:
    shipped = shipped_members(ROOT)
    assert any(_changed(change, shipped, seed) for seed in range(3))


def test_a_broken_package_that_passes_is_told(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    number = next(number for number in range(100) if make_case(checker.shipped, SEED, number).promise == "broken")
    monkeypatch.setattr("fuzz_properties.pack", lambda case, folder: str(ROOT))
    assert any("a broken package passed" in fault for fault in checker.check(number)["faults"])


def test_a_case_that_hangs_is_ended_and_named(tmp_path: Path) -> None:
    worker = fuzz.Worker(SEED, ("validate",), 0, limit=0.001)  # no case is so quick
    try:
        result = worker.check(0)
    finally:
        worker.stop()
    assert result["faults"] == ["it takes longer than 0.001 seconds"]


def _changed(change: Callable[[dict[str, bytes], random.Random], None], shipped: dict[str, bytes], seed: int) -> bool:
    members = dict(shipped)
    change(members, random.Random(seed))
    return members != shipped


def test_a_packed_case_is_what_the_library_opens(checker: Checker, tmp_path: Path) -> None:
    case = next(
        case
        for number in range(100)
        if (case := make_case(checker.shipped, SEED, number)).form == "zip" and not case.tricks
    )
    assert Path(pack(case, tmp_path)).read_bytes().startswith(b"PK")
