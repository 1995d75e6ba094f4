"""Whatever is printed to a terminal or into a CI log steers neither: every form, over hostile reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from decheng_data.reporters import ess, github, gitlab, junit, markdown, sarif, text
from tests.examples import examples
from tests.made_reports import HOSTILE, finding, hostile_reports, report, rule
from tests.workflow_commands import commands_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from decheng_data.model.report import Report

FORMS: dict[str, Callable[[Report], str]] = {
    module.__name__.rpartition(".")[2]: module.render for module in (ess, github, gitlab, junit, markdown, sarif, text)
}
each_form = pytest.mark.parametrize("form", FORMS)


def check(form, made):
    printed = FORMS[form](made)
    assert printed.endswith("\n")
    assert all(line.isprintable() for line in printed.split("\n"))
    assert printed.encode().decode() == printed
    expected = len(made.findings) if form == "github" else 0
    assert len(commands_of(printed)) == expected


@each_form
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_not_sent(form, words):
    check(
        form,
        report(
            finding(words, message_en=words, message_zh=words, mend=words, file=words),
            rules=(rule(words, title_en=words, rationale_zh=words),),
        ),
    )


@each_form
def test_hostile_reports_are_shown_not_sent(form):
    @examples(15)
    @given(hostile_reports)
    def holds(made):
        check(form, made)

    holds()


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("::error::x", 1),
        ("  ::warning file=a::x", 1),
        ("y ##[error]x", 1),
        ("y ::error::x", 0),
        ("::nothing::x", 0),
        ("##[x", 0),
    ],
)
def test_the_reader_of_commands_sees_them(line, count):
    assert len(commands_of(line)) == count
