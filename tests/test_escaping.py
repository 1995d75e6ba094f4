"""Text of others is made harmless, and stays readable."""

from __future__ import annotations

import json

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.escaping import as_json, as_markdown, clipped, shown
from tests.examples import examples
from tests.workflow_commands import commands_of

anything = st.text(st.characters()) | st.text("#[]:w/. \n\x1b\ud800|`<@&\\error", max_size=30)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("GDP 157.5亿元: 17%", "GDP 157.5亿元: 17%"),
        ("\x1b[31m\r\n\t\x9b\u202e\ud800\U000e0001", r"\x1b[31m\r\n\t\x9b\u202e\ud800\U000e0001"),
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("a ::error::x", "a ::error::x"),
        ("##[error]x ###[y] ##vso[z]", r"#\x23[error]x ##\x23[y] #\x23vso[z]"),
        ("## heading", "## heading"),
    ],
)
def test_what_steers_a_terminal_or_a_runner_is_shown(text, told):
    assert shown(text) == told


@given(anything)
def test_what_is_shown_is_harmless_and_stays(text):
    told = shown(text)
    assert told.isprintable()
    assert commands_of(told) == []
    assert shown(told) == told


@pytest.mark.parametrize(
    ("text", "told"), [("abcde", "abcde"), ("abcdef", "abcd…"), ("a\x1bb", "a\\x1…"), ("中" * 9, "中中中中…")]
)
def test_a_long_text_is_cut(text, told):
    assert clipped(text, 5) == told


@given(anything, st.integers(1, 40))
def test_a_cut_text_is_never_longer(text, most):
    assert len(clipped(text, most)) <= most


@given(anything)
def test_json_keeps_all_that_utf8_can_hold(text):
    written = as_json({"text": text})
    assert all(line.isprintable() for line in written.split("\n"))
    assert commands_of(written) == []
    halves = "".join(rf"\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in text)
    assert json.loads(written.encode())["text"] == halves


def test_json_is_readable():
    assert as_json("\x7f") == '"\\u007f"\n'
    assert as_json(["亿元", 1]) == '[\n  "亿元",\n  1\n]\n'


def test_json_holds_no_nan():
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json(float("nan"))


@pytest.mark.parametrize(
    "text",
    [
        "http://a.example",
        "https://a.example",
        "www.a.example",
        "WWW.A.example",
        "a@b.example",
        "@team",
        "see #12",
        "mailto:a@b.example",
        "ftp://a.example",
    ],
)
def test_markdown_makes_no_link_or_reference(text):
    html = cmarkgfm.github_flavored_markdown_to_html(as_markdown(text))
    assert "<a" not in html
    assert "@team" not in html
    assert "#12" not in html


def test_markdown_is_left_readable_where_nothing_is_marked():
    assert as_markdown("GDP 157.5亿元 (line 2): 17%!") == "GDP 157.5亿元 (line 2): 17%!"
    assert as_markdown("WWW.A www.b c.www") == "WWW&#46;A www&#46;b c.www"


@examples(60)
@given(anything)
def test_markdown_prints_a_cell_word_for_word(text):
    html = cmarkgfm.github_flavored_markdown_to_html(f"| a{as_markdown(shown(text))}z |\n|---|\n").replace(
        "<!-- raw HTML omitted -->", ""
    )
    words = shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert html == f"<table>\n<thead>\n<tr>\n<th>a{words}z</th>\n</tr>\n</thead>\n</table>\n"
