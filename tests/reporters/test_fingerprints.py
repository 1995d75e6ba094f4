"""A finding keeps its fingerprint while its fault stays the same, and no two share one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.finding import Outcome
from decheng_data.reporters.fingerprints import DIGITS, fingerprints, observation_key
from tests.examples import examples
from tests.made_reports import figure, finding, findings

BASE = {"observations": (figure(), figure("retail_sales"))}


def mark(**more):
    return fingerprints([finding(**{**BASE, **more})])[0]


@pytest.mark.parametrize(
    "change",
    [
        {"line": 99},
        {"column": 3, "end_column": 9},
        {"message_en": "Another sentence about line 99."},
        {"message_zh": "另一句。"},
        {"mend": None},
        {"severity": "warning"},
        {"found": "16"},
        {"expected": "17"},
        {"excess": "1.5", "tolerance": "0.5"},
        {"observations": (figure("retail_sales", line=7), figure(line=8, printed="2亿元", value="2"))},
    ],
)
def test_what_changes_while_the_fault_stays_is_left_out(change):
    assert mark(**change) == mark()


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "other"},
        {"file": "data/releases.csv"},
        {"field": "decimals"},
        {"release": "made-2022-S1"},
        {"outcome": Outcome.ERROR},
        {"observations": (figure(),)},
        {"observations": (figure(), figure("retail_sales", measure="growth_rate"))},
        {"observations": (), "found": "16"},
    ],
)
def test_another_fault_has_another_fingerprint(change):
    assert mark(**change) != mark()


@pytest.mark.parametrize("change", [{"found": "16"}, {"expected": "17"}])
def test_without_figures_what_stands_there_tells_faults_apart(change):
    assert mark(observations=(), **change) != mark(observations=())


def test_faults_that_agree_in_all_are_numbered():
    twins = [finding("blank-row", line=line, field=None) for line in (3, 8, 9)]
    marks = fingerprints(twins)
    assert len(set(marks)) == 3
    assert fingerprints([each.model_copy(update={"line": 70 + number}) for number, each in enumerate(twins)]) == marks
    assert fingerprints(twins[:2]) == marks[:2]


def test_a_fingerprint_is_hexadecimal_digits():
    assert len(mark()) == DIGITS
    assert int(mark(), 16) >= 0


def test_a_figure_is_known_by_its_primary_key():
    assert observation_key(figure()) == ("made-2021-S1", "gdp", "level", "2021-S1", "371402", "none")


@examples(40)
@given(st.lists(findings, max_size=6), st.integers(0, 500), st.randoms(use_true_random=False))
def test_no_two_are_the_same_and_order_and_lines_do_not_matter(found, by, chance):
    marks = fingerprints(found)
    moved = [each.model_copy(update={"line": each.line and each.line + by}) for each in found]
    assert len(set(marks)) == len(found)
    assert fingerprints(moved) == marks
    chance.shuffle(moved)
    assert set(fingerprints(moved)) == set(marks)
