"""Each shipped rule has three made-up cases beside this file: one that passes, one that fails, one that is not applicable."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.model.rows import ReleaseRow
from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import Observation, ObservationIndex
from tests.made_figures import release_row

CASES = Path(__file__).parent
VOCABULARY = shipped_vocabulary()
OF_MORE_THAN_FIGURES = ("revision", "waiver")
"""Kinds of rules that no table of figures makes pass or fail: they look at two states of a package, or at the findings of all other rules."""
RULES = [rule.rule_id for rule in VOCABULARY.rules if rule.row.kind not in OF_MORE_THAN_FIGURES]
NO_CASE = "why.txt"


def figures(path: Path) -> list[Observation]:
    """The rows of a case, bound to the shipped code lists; lines as in the file."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    indicators, units = VOCABULARY.codes.indicators, VOCABULARY.codes.units
    return [
        Observation.model_validate(row).bind(indicators[row["indicator_id"]], units[row["unit"]], line)
        for line, row in enumerate(rows, 2)
    ]


def outcomes(rule_id: str, case: str) -> Counter[Outcome]:
    found = figures(CASES / rule_id / f"{case}.csv")
    first = {each.release_id: each for each in reversed(found)}
    releases = [
        ReleaseRow.model_validate(release_row(name, each.period, area=each.area)) for name, each in first.items()
    ]
    index = ObservationIndex(found, releases)
    return Counter(each.outcome for each in evaluate([VOCABULARY.rules[rule_id]], index, VOCABULARY.codes))


def has_case(rule_id: str, case: str) -> bool:
    return (CASES / rule_id / f"{case}.csv").is_file()


@pytest.mark.parametrize("rule_id", RULES)
class TestARule:
    def test_passes(self, rule_id):
        counts = outcomes(rule_id, "pass")
        assert counts[Outcome.PASSED] >= 1
        assert counts[Outcome.FAILED] == 0

    def test_fails_once(self, rule_id):
        assert outcomes(rule_id, "fail")[Outcome.FAILED] == 1

    def test_is_not_applicable_or_says_why_it_always_is(self, rule_id):
        if has_case(rule_id, "not_applicable"):
            assert set(outcomes(rule_id, "not_applicable")) == {Outcome.NOT_APPLICABLE}
            assert not (CASES / rule_id / NO_CASE).exists()
        else:
            reason = (CASES / rule_id / NO_CASE).read_text("utf-8")
            assert reason.endswith(".\n")
            assert reason.count("\n") == 1


def test_there_is_no_case_of_a_rule_that_is_gone():
    assert {path.name for path in CASES.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(RULES)


def test_all_cases_are_made_up():
    for path in CASES.glob("*/*.csv"):
        assert all(each.release_id.startswith("made-up-") for each in figures(path)), path
