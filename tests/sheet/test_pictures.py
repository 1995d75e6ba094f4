"""What is drawn, and what is not: axes, shares, breaks and revisions."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.rows import RevisionRow
from decheng_data.sheet.charts import Drawing, lines_of, render
from decheng_data.sheet.figures import FigureReader
from decheng_data.sheet.pictures import axis_ticks, series_picture, share_of
from decheng_data.sheet.series import Point, Series, series_of
from decheng_data.sheet.words import Bilingual
from tests.made_figures import CODES, RELEASE, observation, release

if TYPE_CHECKING:
    from decheng_data.rules.observation import Observation
    from decheng_data.sheet.material import Material


def material(*observations: Observation, **more: Any) -> Material:
    codes = SimpleNamespace(codes=CODES)
    made = {"releases": (release(),), "revisions": (), "evaluations": (), "descriptor": {}, "vocabulary": codes, **more}
    return SimpleNamespace(observations=observations, **made)  # type: ignore[return-value]  # what a reader of it looks at


@given(st.integers(-(10**9), 0), st.integers(0, 10**9))
def test_an_axis_holds_zero_and_both_ends(thousandths_low: int, thousandths_high: int) -> None:
    low, high = thousandths_low / 1000, thousandths_high / 1000
    ticks = axis_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 0 in ticks
    assert 2 <= len(ticks) <= 8


def test_a_share_is_that_of_two_figures_with_one_base_unit_and_a_whole_above_zero() -> None:
    part, whole, none, other = (
        observation("part", 20),
        observation("whole", 40),
        observation("rest", 0),
        observation("projects", 8, "item"),
    )
    figure = FigureReader(material()).read
    share, interval = share_of(figure(part), figure(whole)) or (Decimal(0), None)
    assert share == 50
    assert interval is not None
    assert interval.low < 50 < interval.high
    assert share_of(figure(part), figure(none)) is None
    assert share_of(figure(other), figure(whole)) is None


def test_anchors_are_never_given_twice() -> None:
    figure = FigureReader(material()).read
    rows = (
        observation("whole", 1),
        observation("whole", 2, "percent", "growth_rate"),
        observation("whole", 3),
        observation("whole", 4),
    )
    assert [figure(row).anchor for row in rows] == ["whole", "whole-growth_rate", "whole-level", "whole-level-2"]


def test_a_break_that_a_figure_itself_tells() -> None:
    points = tuple(
        Point(observation("whole", 1, period=f"{year}-S1", obs_status=status), "c", Decimal(1), Decimal(1))
        for year, status in ((2030, "A"), (2031, "B"))
    )
    assert Series(points).breaks_before(1) == Bilingual("break in series", "序列中断")


def test_names_of_many_periods_do_not_run_into_each_other() -> None:
    rows = [observation("whole", year, period=f"{year}-S1") for year in range(2021, 2032)]
    made = material(*rows)
    (svg,) = render([series_picture(FigureReader(made).read(rows[-1]), series_of(made)[id(rows[-1])]).drawing])
    assert svg.count("-S1</text>") == 6
    assert "2031-S1</text>" in svg


@pytest.mark.parametrize(("kind", "told"), [("revision", ("8", "9")), ("correction", ("9", "9"))])
def test_a_correction_is_no_revision(kind: str, told: tuple[str, str]) -> None:
    before, latest = observation("whole", 7, period="2030-S1"), observation("whole", 9)
    key = {
        "release_id": RELEASE,
        "indicator_id": "whole",
        "measure": "level",
        "period": "2031-S1",
        "area": latest.area,
        "comparison": "none",
    }
    row = {**key, "vintage": "2031-09-01", "field": "value", "kind": kind, "reason": "made up", "to": "8"}
    rows = tuple(RevisionRow.model_validate(row | {"from": cell}) for cell in ("", "none", "NaN"))
    (series,) = series_of(material(before, latest, revisions=rows)).values()
    assert (series.points[-1].low, series.points[-1].high) == tuple(map(Decimal, told))


@pytest.mark.parametrize(
    "text", ["x" * 200, "Value Added of Industrial Enterprises above Designated Size", "地区" * 40, "short", ""]
)
def test_a_label_has_at_most_two_lines(text: str) -> None:
    lines = lines_of(text)
    assert len(lines) <= 2
    assert (
        "".join(lines).rstrip("…").replace(" ", "")
        == text.replace(" ", "")[: len("".join(lines).rstrip("…").replace(" ", ""))]
    )


def test_an_open_interval_has_no_stop_at_its_open_end() -> None:
    drawing = Drawing(0, 10)
    drawing.interval(2, float("inf"), 5)
    assert [(mark["x"], mark["x2"]) for mark in drawing.marks["line"]] == [(2, 10), (2, 2)]


def test_texts_are_drawn_as_they_are_and_numbers_of_places_are_short() -> None:
    drawing = Drawing(0, 3, 40)
    drawing.text(1, 20, "2.06153 <b>&\"'")
    (svg,) = render([drawing])
    assert "2.06153 &lt;b>&amp;" in svg.replace("&gt;", ">")
    assert "style=" not in svg
    assert (
        max(len(number.partition(".")[2]) for number in svg.split('transform="translate(')[1].split(")")[0].split(","))
        <= 2
    )


def test_several_drawings_are_drawn_in_one_run_and_each_by_itself() -> None:
    first, second = Drawing(0, 10, 40), Drawing(-5, 5, 60)
    first.text(1, 20, 'class="x" aria-label="y" #000003')
    second.line((0, 1), (2, 9))
    second.dot(0, 5, hollow=True)
    assert render([first, second]) == [*render([first]), *render([second])]
    assert 'class="x" aria-label="y" #000003</text>' in render([first])[0]
    assert render([]) == []
