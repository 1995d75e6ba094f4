"""Notebook tables: hostile data stay text."""

from __future__ import annotations

import pytest

import decheng_data as dd
from decheng_data.markup import html_table
from tests.reporters.test_text import finding


def test_markup_in_data_stays_text() -> None:
    told = html_table("<b>", ["a&b"], [["<script>alert(1)</script>", None, '"']])
    assert "<script>" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<caption>&lt;b&gt;</caption>" in told
    assert "<td></td>" in told


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (dd.release(), ["地区生产总值", "Gross Regional Product", "157.5亿元"]),
        (dd.table("units"), ["<th>unit_id</th>", "亿元"]),
        (dd.table("statements"), ["the first 50 shown"]),
        (dd.Report(findings=(finding(),)), ["type-error", "data/x.csv:1:value", "NOT valid"]),
    ],
    ids=["release", "table", "long table", "report"],
)
def test_notebooks_show_a_table(shown: object, wanted: list[str]) -> None:
    told = shown._repr_html_()
    assert all(part in told for part in wanted), told[:500]
