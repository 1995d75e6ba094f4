"""What notebooks show: bilingual, with what a person needs to judge a figure; hostile data stay text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.model.html import element, html_table
from decheng_data.model.report import SHOWN_FINDINGS
from decheng_data.packages.package import open_package
from decheng_data.packages.table import read_table
from decheng_data.releases.release import releases_of
from tests.reporters.test_text import finding
from tests.sheet.made_sheets import Page, hostile

if TYPE_CHECKING:
    from pathlib import Path


def test_markup_in_data_stays_text() -> None:
    told = html_table("<b>", ["a&b"], [["<script>alert(1)</script>", None, '"']])
    assert "<script>" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<caption>&lt;b&gt;</caption>" in told
    assert "<td></td>" in told


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (
            dd.release(),
            [
                "地区生产总值",
                "Gross Regional Product",
                "<b>157.5亿元</b>",
                "hundred million yuan",
                "预计 estimated",
                "&quot;gdp&quot;, &quot;growth_rate&quot;",
                "│░░░",
                "39 项数据",
            ],
        ),
        (
            dd.release()["gdp"],
            [
                "地区生产总值",
                "Gross Regional Product",
                "157.5亿元",
                "[157.45, 157.55] 亿元",
                "hundred million yuan",
                "预计 estimated",
                "2021-S1",
            ],
        ),
        (dd.table("units"), [">unit_id<br><small>", "亿元"]),
        (dd.table("statements"), ["the first 50 shown"]),
        (
            dd.Report(findings=(finding(),)),
            ["<b>type-error</b><br><code>data/x.csv:1:value</code>", "✗ 校验未通过", "NOT valid", "1 项发现"],
        ),
        (dd.validate(), ["✓ 校验通过", "65 条规则", "No findings."]),
    ],
    ids=["release", "figure", "table", "long table", "report with findings", "report"],
)
def test_notebooks_show_what_it_is(shown: object, wanted: list[str]) -> None:
    told = shown._repr_html_()
    assert all(part in told for part in wanted), told[:500]


def test_a_row_and_a_cell_of_our_own_stay_as_they_are() -> None:
    told = html_table(
        None, (), [element("tr", element("td", "<b>"), class_="x"), [element("td", 1, colspan=None), element("b", 2)]]
    )
    assert '<tbody><tr class="x"><td>&lt;b&gt;</td></tr><tr><td>1</td><td><b>2</b></td></tr></tbody>' in told


def test_what_is_too_much_is_counted() -> None:
    told = dd.Report(findings=(finding(),) * (SHOWN_FINDINGS + 3))._repr_html_()
    assert told.count("<tr class=") == SHOWN_FINDINGS
    assert "And 3 more." in told


def test_every_text_of_a_hostile_package_stays_text(tmp_path: Path) -> None:
    package = hostile(tmp_path / "hostile").folder
    (release,) = releases_of(open_package(package))
    shown = [
        dd.validate(package),
        release,
        release.observations[0],
        *(read_table(open_package(package), name) for name in ("releases", "indicators")),
    ]
    for told in (each._repr_html_() for each in shown):
        page = Page(told)
        assert '<script>alert("x")</script>' in page.text
        assert (page.count("script"), page.count("img")) == (0, 0)
        assert [
            name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
        ] == []
        assert "\u202e" not in told
