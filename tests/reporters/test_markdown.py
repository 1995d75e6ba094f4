"""The Markdown of a job's summary as GitHub's own parser (cmark-gfm) reads it."""

from __future__ import annotations

from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given

from decheng_data.escaping import shown
from decheng_data.model.finding import Outcome
from decheng_data.reporters.markdown import FINDINGS_AT_MOST, render
from tests.examples import examples
from tests.made_reports import HOSTILE, finding, hostile_reports, languages, outcomes, report

OURS = {"h3", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br", "p"}
SUMMARY_LIMIT = 2**20


class Page(HTMLParser):
    """The elements of a page, and the text of each cell."""

    def __init__(self, markdown):
        super().__init__()
        self.tags, self.rows = set(), []
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "br" and self.rows:
            self.rows[-1][-1] += "\n"

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


def test_counts_and_findings_are_told():
    made = report(
        finding(severity="warning"),
        finding("type-error", outcome=Outcome.ERROR, mend=None),
        outcomes=outcomes(passed=1_200, failed=1, error=1),
    )
    assert render(made, language="en").splitlines() == [
        "### decheng-data: NOT valid",
        "",
        "- Package: made 1.0.0",
        "- Findings: 1 warning, 1 could not run",
        "- Rules: 0",
        "- Outcomes: 1,200 passed, 1 failed, 0 not applicable, 1 could not run",
        "",
        "| Severity | Rule | Where | What is wrong |",
        "|---|---|---|---|",
        "| warning | printed-agrees | data/observations.csv:2:value | It is wrong.<br>→ Mend it. |",
        "| could not run | type-error | data/observations.csv:2:value | It is wrong. |",
    ]


def test_a_valid_package_has_no_table():
    text = render(report(), language="zh")
    assert text.startswith("### decheng-data: 通过\n")
    assert text.splitlines()[3:] == ["- 发现：没有问题", "- 规则：0", "- 结果：0 成立，0 不成立，0 不适用，0 无法运行"]
    assert "|" not in text


def test_beyond_the_most_the_rest_is_counted():
    text = render(report(*(finding(line=line) for line in range(1, FINDINGS_AT_MOST + 8))))
    assert len(Page(text).rows) == FINDINGS_AT_MOST + 1
    assert "… and 7 more findings; --format json lists all. 另有 7 项，--format json 列出全部。\n" in text


def test_of_as_many_as_are_shown_none_is_counted():
    assert "more findings" not in render(report(*[finding()] * FINDINGS_AT_MOST))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_word_for_word(text):
    page = Page(
        render(
            report(finding(text[:60], file=None, line=None, field=None, message_en=text[:200], mend=None)),
            language="en",
        )
    )
    assert page.tags <= OURS
    assert [" ".join(cell.split()) for cell in page.rows[1][1:]] == [
        " ".join(each.split()) for each in (shown(text[:60]), "", shown(text[:200]))
    ]


@examples(40)
@given(hostile_reports, languages)
def test_hostile_text_makes_no_markup(made, language):
    page = Page(render(made, language=language))
    assert page.tags <= OURS
    assert [len(row) for row in page.rows] == [4] * (len(made.findings) + 1 if made.findings else 0)


@pytest.mark.parametrize("character", ["@", "$", "\u202e", "\U000e0001", "中"])
def test_the_worst_summary_stays_below_what_github_takes(character):
    worst = finding(
        character * 9_999,
        file=character * 9_999,
        message_en=character * 9_999,
        message_zh=character * 9_999,
        mend=character * 9_999,
        mend_zh="中" + character * 9_999,
    )
    assert len(render(report(*[worst] * (FINDINGS_AT_MOST + 1))).encode()) < SUMMARY_LIMIT
