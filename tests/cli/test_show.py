"""What a person sees at the terminal, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

import decheng_data as dd
from decheng_data.packages.package import open_package
from decheng_data.releases.release import releases_of
from tests.command import decheng_data

if TYPE_CHECKING:
    from pathlib import Path


def test_show_prints_every_figure_with_its_names(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ran = decheng_data(capsys, "show")
    assert ran.status == 0
    for each in dd.release().observations:
        assert each.printed in ran.out
        assert each.name_zh in ran.out
    assert "Gross Regional Product" in ran.out
    assert "estimated 预计" in ran.out


@pytest.mark.parametrize("columns", ["80", "120"])
def test_columns_are_aligned_whatever_is_wide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """The zero lines of the bars stand below each other, a Chinese character being two columns wide; none of it is colour."""
    monkeypatch.setenv("COLUMNS", columns)
    told = decheng_data(capsys, "show").out
    bars = [line.partition("│")[0] for line in told.splitlines() if "│░" in line or "│█" in line]
    assert len(bars) == len(dd.release().filter(measure="growth_rate"))
    assert len({cell_len(before) for before in bars}) == 1
    assert max(map(cell_len, told.splitlines())) <= int(columns)
    assert "\x1b" not in told


@pytest.mark.parametrize("columns", ["abc", "", "0", "-5", "1e3"])
@pytest.mark.parametrize("words", [("show",), ("show", "gdp"), ("explain", "printed-agrees")])
def test_a_width_that_is_none_is_ignored(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str, words: tuple[str, ...]
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    usual = decheng_data(capsys, *words)
    monkeypatch.setenv("COLUMNS", columns)
    assert decheng_data(capsys, *words) == usual
    assert (usual.status, usual.err) == (0, "")


@pytest.mark.parametrize("columns", ["1", "40", "79"])
def test_where_there_is_little_room_bars_are_left_out_and_nothing_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    told = decheng_data(capsys, "show").out
    assert not re.search("[…│░█]", told)
    words = "".join(told.split())
    for each in dd.release().observations:
        assert all(part in words for part in (each.indicator_id[:5], each.name_zh[:3], f"{each.figure}"))
    about_gdp = decheng_data(capsys, "show", "gdp").out
    assert "…" not in about_gdp
    assert "一个地区所有常住单位在一定时期内生产活动的最终成果" in re.sub(r"[\s│]", "", about_gdp)


def test_show_indicator_tells_definition_figures_and_rules(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    told = decheng_data(capsys, "show", "gdp").out
    assert all(
        part in told for part in ("地区生产总值", "157.5亿元", "17%", "constant", "printed-agrees", "passed 成立")
    )


def test_a_rule_that_looks_at_several_cells_of_a_figure_is_told_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    told = decheng_data(capsys, "show", "gdp").out
    assert [line.split()[6:8] for line in told.splitlines() if "codes-agree" in line] == [
        ["gdp", "level"],
        ["gdp", "growth_rate"],
    ]
    assert all(head in told for head in ("rule 规则", "outcome 结果", "excess 超出", "tolerance 容差", "status 状态"))


def test_explain_tells_form_reason_and_outcome(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    told = decheng_data(capsys, "explain", "key-project-investment-within-total").out
    assert "provincial_municipal_key_project_investment level - key_project_investment level <= 0 亿元" in told
    assert "其中" in told
    assert "-9.8亿元" in told
    assert "0.1亿元" in told


def test_between_percents_lie_percentage_points(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    told = decheng_data(capsys, "explain", "retail-growth-near-gdp-growth-high").out
    assert "-16个百分点" in told
    assert "1个百分点" in told
    assert "warning 警告" in told
    assert "由各数印出的位数和用词推出" in told


@pytest.mark.parametrize(
    ("words", "near"), [(("show", "gpd"), "gdp"), (("explain", "printed-agree"), "printed-agrees")]
)
def test_unknown_names_suggest_near_ones(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], near: str) -> None:
    ran = decheng_data(capsys, *words)
    assert ran.status == 2
    assert near in ran.err
    assert ran.out == ""


def test_a_fall_is_shown_as_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, package_copy: Path
) -> None:
    path = package_copy / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(",previous_year,21.1,", ",previous_year,-21.1,"), "utf-8")
    (fallen,) = releases_of(open_package(package_copy))
    monkeypatch.setattr("decheng_data.cli.show.release", lambda: fallen)
    monkeypatch.setenv("COLUMNS", "240")
    for names in ((), ("general_budget_revenue",)):
        told = decheng_data(capsys, "show", *names).out
        assert "-21.1%" in told
        assert not re.search(r"(?<![-\d])21\.1%", told)
