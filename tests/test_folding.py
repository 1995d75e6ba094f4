"""Widths are folded, and no folding makes a digit of what only looks like one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from decheng_data.folding import fold_widths, is_mark, lowered, raised
from decheng_data.model.printed import read_printed
from decheng_data.packages.structure.hints import folded
from decheng_data.text.words.folding import fold
from tests.examples import examples

MARKS = "①⑩⑴❶➀⓵²⁰⁽¹⁾₂*＊†‡§※"


def digits(text: str) -> int:
    return sum(unicodedata.decimal(character, None) is not None for character in text)


@pytest.mark.parametrize("folding", [fold_widths, folded, fold], ids=lambda each: each.__qualname__)
@examples(200)
@given(st.text(st.sampled_from(MARKS + "１５７．五%㎡½㏠⒈𝟏٣") | st.characters(), max_size=12))
@example("157①")
@example("½㎡㍙⒈")
def test_no_folding_adds_a_digit(folding, text):
    assert digits(folding(text)) <= digits(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("１５７．５％", "157.5%"),
        ("（ＧＤＰ）", "(GDP)"),
        ("ﬁ", "fi"),
        ("157①", "157①"),
        ("5㎡", "5㎡"),
        ("e\u0301", "é"),
    ],
)
def test_widths_are_folded(text, plain):
    assert fold_widths(text) == plain


def test_marks_are_told_from_digits_letters_and_fractions():
    assert [character for character in MARKS if not is_mark(character)] == []
    assert [character for character in "0７½一亿a%㎡.-三" if is_mark(character)] == []


def test_what_is_raised_or_lowered_is_a_mark():
    assert (raised("12(3)"), lowered("2+")) == ("¹²⁽³⁾", "₂₊")
    assert all(map(is_mark, raised("0123456789()") + lowered("0123456789()")))


@pytest.mark.parametrize(("printed", "number"), [("157①亿元", "157"), ("157.5²亿元", "157.5"), ("第3①位", "3")])
def test_a_printed_figure_with_a_mark_is_read_as_no_other_figure(printed, number):
    said = read_printed(printed)
    assert said is None or str(said.magnitude) == number
