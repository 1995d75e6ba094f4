"""Patterns of strangers: what is run gives the same answer as `re`, and nothing takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.rows import TABLES
from decheng_data.model.schemas import table_schema
from decheng_data.packages.structure.patterns import DEAR_LIMIT, Matcher

ENDLESS = [
    "(a+)+b",
    "(a|a)*b",
    "(a|ab|b)*c",
    "(.*)*x",
    "a?" * 40 + "a" * 40,
    "(a|b|ab){30}c",
    "(x+x+)+y",
    "((a?)*)*b",
    ".*.*.*.*.*x",
    "(?=(a+)+b)",
    "(a{0,9}){0,9}b",
    "(?>a+)b",
]
HARMLESS = [
    "[a-z][a-z0-9_]*",
    "[0-9]{6}",
    "(ab)*c",
    "x|y|zz",
    "[a-z]+@[a-z]+[.][a-z]+",
    "(-[0-9]{3})*",
    "(?i)[A-F]{2,8}",
    "a(?!b).*",
    r"(.)\1",
    "^a$",
    "",
]


def lengths_tried(matcher: Matcher) -> list[int]:
    """The lengths of the texts that its pattern is tried on from now on."""
    tried, matches = [], matcher._matches
    matcher._matches = lambda text: tried.append(len(text)) or matches(text)
    return tried


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_could_take_forever_is_not_run(pattern: str) -> None:
    with pytest.raises(ValueError, match="too many ways"):
        Matcher(pattern)


@pytest.mark.parametrize("pattern", HARMLESS)
@given(text=st.text("ab-1.c@xyzAF", max_size=12))
def test_a_harmless_one_answers_as_re_does(pattern: str, text: str) -> None:
    assert Matcher(pattern)(text) == bool(re.fullmatch(pattern, text))


def test_what_is_no_pattern_is_told_by_re() -> None:
    with pytest.raises(re.error):
        Matcher("(")


def test_every_pattern_of_the_models_can_be_run_on_cells_of_their_length() -> None:
    fields = [field for model in TABLES.values() for field in table_schema(model)["fields"]]
    patterns = {
        field["constraints"]["pattern"]: field["constraints"].get("maxLength", 64)
        for field in fields
        if "pattern" in field.get("constraints", {})
    }
    assert patterns
    for pattern, length in patterns.items():
        assert Matcher(pattern).longest >= length


def test_a_text_beyond_the_longest_is_not_tried() -> None:
    matches = Matcher("[a-z][a-z0-9-]*-[12][0-9]{3}[A-Za-z0-9-]*")
    tried = lengths_tried(matches)
    assert not matches("a" + "-1999" * 10**5 + "!")
    assert tried == []
    assert matches("a-1999")
    assert matches("a-1999" + "b" * (matches.longest - 6))
    assert not matches("a-1999" + "b" * (matches.longest - 5))
    assert tried == [6, matches.longest]


def test_many_dear_texts_are_tried_only_so_far() -> None:
    matches = Matcher(".*a.*")
    text = "a" + "b" * 500
    least = DEAR_LIMIT // (2**9 + 1) ** 2  # a text of up to 2^9 characters, of which each of the two takes any number
    tried = lengths_tried(matches)
    answers = [matches(text) for _ in range(least + 1)]
    assert answers == [True] * least + [False]
    assert len(tried) == least
