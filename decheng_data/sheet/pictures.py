"""Which charts a page has, and what each shows: growth side by side, parts of a whole, investment by kind, and series
over time.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.quantity import Interval
from decheng_data.sheet.charts import WIDTH, Drawing, lines_of
from decheng_data.sheet.words import BASES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decheng_data.sheet.figures import Figure
    from decheng_data.sheet.series import Point, Series

_ROUNDED = Context(prec=28)
_YI = Decimal(10**8)
_LINE = 15
_ROW = 48
"""Pixels of a line of a label, and of a row whose label is one line."""
_SERIES_HEADER = (
    Bilingual("Period", "时期"),
    Bilingual("Figure", "数值"),
    Bilingual("Range of revisions", "修订范围"),
    Bilingual("Against the one before", "与前一期"),
)
_PERIOD_WIDTH = 50
"""Pixels that the name of a period needs below the axis."""
_REVISED_WIDTH = 20
"""Pixels of the range of revisions."""
MOST_ROWS = 12
"""Most rows of one chart; the table beside it has them all."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption, and its values as a table: a header, then rows of cells."""

    key: str
    title: Bilingual
    caption: Bilingual
    drawing: Drawing
    header: tuple[Bilingual, ...]
    rows: tuple[tuple[Bilingual, ...], ...]


def pictures_of(figures: Sequence[Figure]) -> tuple[Picture, ...]:
    """The charts that the figures of one release have enough of."""
    makers: tuple[Callable[[Sequence[Figure]], Picture | None], ...] = (_growth, _parts, _investment)
    return tuple(made for maker in makers if (made := maker(figures)) is not None)


def _growth(figures: Sequence[Figure]) -> Picture | None:
    rates = [each for each in figures if each.row.measure == "growth_rate" and each.row.comparison == "previous_year"]
    if len(rates) < 2:
        return None
    shown = rates[:MOST_ROWS]
    ends = [_finite(each.row.quantity.printed_interval, each.row.value) for each in shown]
    ticks = axis_ticks(min(0.0, *(low for low, _ in ends)), max(0.0, *(high for _, high in ends)))
    drawing = Drawing(ticks[0], ticks[-1] + (ticks[-1] - ticks[0]) * 0.12)
    for each in shown:
        basis = _basis(each)
        label = Bilingual(f"{each.name.en} ({basis.en})", f"{each.name.zh}（{basis.zh}）")
        _bar(drawing, ticks, _Bar(label, each, float(each.row.value)))
    drawing.axis(ticks)
    return Picture(
        "growth",
        Bilingual("Growth rates side by side", "增速对比"),
        Bilingual(
            "Growth over the same period of the previous year, in %. The whisker is the interval that the printed"
            " digits stand for; a dashed outline is an estimate. Rates at current and at constant prices are side by"
            " side and are not to be subtracted.",
            "比上年同期增长，%。横线为印刷数字所代表的区间；虚框为预计数。口径不同（现价、不变价格）的增速只宜并列，不宜相减。",
        ),
        drawing,
        (
            Bilingual("Indicator", "指标"),
            Bilingual("Growth", "增速"),
            Bilingual("Interval", "区间"),
            Bilingual("Basis", "口径"),
            Bilingual("Status", "状态"),
        ),
        tuple((each.name, each.value, _same(each.range), _basis(each), each.status) for each in rates),
    )


def _parts(figures: Sequence[Figure]) -> Picture | None:
    levels = {(each.row.indicator_id, each.row.area): each for each in figures if each.row.measure == "level"}
    pairs = [(each, levels.get((each.row.parent or "", each.row.area))) for each in levels.values()]
    shares = [
        (part, whole, *found)
        for part, whole in pairs
        if whole is not None and (found := share_of(part, whole)) is not None
    ][:MOST_ROWS]
    if not shares:
        return None
    drawing, ticks, rows = Drawing(0, 118), [0, 25, 50, 75, 100], []
    for part, whole, share, interval in shares:
        top = _row(drawing, part.name, ticks, below=_LINE)
        drawing.text(
            0,
            top - 12,
            Bilingual(f"{part.value.en} of {whole.value.en}", f"{part.value.zh}，共 {whole.value.zh}"),
            colour="muted",
            size=11,
        )
        drawing.bar((0, 100), (top, top + 16), "faint")
        drawing.bar((0, float(share)), (top, top + 16), "strong")
        drawing.interval(float(interval.low), float(interval.high), top + 8)
        drawing.text(102, top + 8, f"{share:.1f}%", size=11)
        ends = f"{interval.low:.1f} – {interval.high:.1f}%"
        rows.append(
            (
                part.name,
                part.value,
                whole.name,
                whole.value,
                Bilingual(f"{share:.1f}% ({ends})", f"{share:.1f}%（{ends}）"),
            )
        )
    drawing.axis(ticks)
    return Picture(
        "parts",
        Bilingual("Part against whole", "部分与整体"),
        Bilingual(
            "What the bulletin gives as a part, in % of its whole. The percentage is computed from two printed figures"
            " and is not printed itself; the whisker is what rounding leaves open.",
            "公报以“其中”给出的部分占整体的百分比。百分比由两个印刷数字推算，公报未印；横线为舍入所容许的范围。",
        ),
        drawing,
        (
            Bilingual("Part", "部分"),
            Bilingual("Figure", "数值"),
            Bilingual("Whole", "整体"),
            Bilingual("Figure", "数值"),
            Bilingual("Share (computed)", "占比（推算）"),
        ),
        tuple(rows),
    )


def _investment(figures: Sequence[Figure]) -> Picture | None:
    money = [
        each
        for each in figures
        if each.row.measure == "level"
        and each.row.unit_row.dimension == "money"
        and "investment" in each.row.indicator_id
    ]
    if len(money) < 2:
        return None
    money.sort(key=lambda each: (_kind(each)[0], -each.row.quantity.base_value, each.row.indicator_id))
    shown = money[:MOST_ROWS]
    ticks = axis_ticks(min(0.0, *(_in_yi(each) for each in shown)), max(0.0, *(_in_yi(each) for each in shown)))
    drawing = Drawing(ticks[0], ticks[-1] + (ticks[-1] - ticks[0]) * 0.26)
    for each in shown:
        label = Bilingual(*(f"{name} · {kind}" for name, kind in zip(each.name, _kind(each)[1], strict=True)))
        _bar(drawing, ticks, _Bar(label, each, _in_yi(each), float(_YI)))
    drawing.axis(ticks)
    return Picture(
        "investment",
        Bilingual("Investment by kind", "各类投资"),
        Bilingual(
            "In hundred million yuan. Completed investment was made in the period, contracted investment is agreed on,"
            " and the two do not add up; key projects, technical renovation and investment in fixed assets overlap.",
            "亿元。完成投资是本期做了的，签约投资是约定的，二者不可相加；重点项目、技改项目与固定资产投资互有重叠。",
        ),
        drawing,
        (
            Bilingual("Investment", "投资"),
            Bilingual("Kind", "类别"),
            Bilingual("Figure", "数值"),
            Bilingual("Interval", "区间"),
            Bilingual("Status", "状态"),
        ),
        tuple((each.name, _kind(each)[1], each.value, _same(each.range), each.status) for each in money),
    )


def series_picture(figure: Figure, series: Series) -> Picture:
    """One indicator over time. A line leads from point to point only where the two can be compared."""
    points, steps = series.points, series.steps
    values = [float(end) for point in points for end in (point.low, point.high)]
    ticks = axis_ticks(min(0.0, *values), max(0.0, *values))
    years = [point.year for point in points]
    drawing = Drawing(min(years) - 0.6, max(years) + 0.6, 150)
    place = _scale(ticks)
    for tick in ticks:
        drawing.line((drawing.low + 0.3, drawing.high), (place(tick), place(tick)), "ink" if tick == 0 else "faint", 1)
        drawing.text(drawing.low + 0.25, place(tick), f"{tick:g}", align="right", colour="muted", size=11)
    stride = ceil(_PERIOD_WIDTH * (drawing.high - drawing.low) / WIDTH)
    for number, (point, broken) in enumerate(steps):
        _draw_step(_Axes(drawing, place), points[number - 1] if number else None, point, broken, labelled=stride == 1)
    for point in points:
        if (years[-1] - point.year) % stride == 0:
            drawing.text(point.year, 160, point.row.period, align="center", colour="muted", size=11)
    drawing.height = 172
    return Picture(
        f"series-{figure.anchor}",
        Bilingual("Over time", "历年同期"),
        Bilingual(
            f"In {figure.unit.en}. No line crosses a dashed rule, where figures cannot be compared; a pale bar between"
            " two strokes is the range of revisions; hollow: estimated.",
            f"单位：{figure.unit.zh}。虚竖线处不可比；两横线之间的浅色带为历次发布的修订范围；空心点为预计数。",
        ),
        drawing,
        _SERIES_HEADER,
        tuple(_cells(point, broken, first=not number) for number, (point, broken) in enumerate(steps)),
    )


class _Axes(NamedTuple):
    """Where a chart is drawn, and from a value to its height."""

    drawing: Drawing
    place: Callable[[float], float]


def _draw_step(axes: _Axes, before: Point | None, point: Point, broken: Bilingual | None, *, labelled: bool) -> None:
    drawing, place = axes
    y = place(float(point.row.value))
    if before is not None and broken is None:
        drawing.line((before.year, point.year), (place(float(before.row.value)), y), "strong", 2)
    elif before is not None:
        middle = (before.year + point.year) / 2
        drawing.line((middle, middle), (16, 150), "muted", 1, dashed=True)
        if labelled and broken:
            drawing.text(middle, 7, broken, align="center", colour="muted", size=11)
    if point.revised:
        ends = (place(float(point.low)), place(float(point.high)))
        half = _REVISED_WIDTH / 2 / WIDTH * (drawing.high - drawing.low)
        drawing.line((point.year, point.year), ends, "soft", _REVISED_WIDTH)
        for end in ends:
            drawing.line((point.year - half, point.year + half), (end, end), "ink", 1)
    drawing.dot(point.year, y, hollow=point.row.obs_status == "E")


def _cells(point: Point, broken: Bilingual | None, *, first: bool) -> tuple[Bilingual, ...]:
    revised = f"{point.low:f} – {point.high:f}" if point.revised else "–"
    comparable = _same("–") if first else Bilingual("comparable", "可比")
    return _same(point.row.period), _same(point.row.figure), _same(revised), broken or comparable


def _scale(ticks: list[float]) -> Callable[[float], float]:
    """From a value to its height: the greatest tick is near the top, the least at 150 pixels."""
    span = ticks[-1] - ticks[0]
    return lambda value: 150 - (value - ticks[0]) / span * 128


def _row(drawing: Drawing, label: Bilingual, ticks: Sequence[float], below: int = 0) -> float:
    """Add a row with its label and the grid behind it; gives the top of its bar, which is 16 pixels high."""
    extra = _LINE * (max(len(lines_of(text)) for text in label) - 1)
    top = drawing.height + 24 + extra + below
    drawing.label(drawing.height + 12 + extra, label)
    drawing.grid(ticks, (top - 3, top + 19))
    drawing.height += _ROW + extra + below
    return top


class _Bar(NamedTuple):
    """A bar: its label, the figure, its value on the axis, and by how much the axis divides the base unit."""

    label: Bilingual
    figure: Figure
    value: float
    scale: float = 1.0


def _bar(drawing: Drawing, ticks: Sequence[float], bar: _Bar) -> None:
    """One row: a label over a bar from zero, the interval at its end, and the figure beside that. What is estimated is
    hollow.
    """
    label, figure, value, scale = bar
    top = _row(drawing, label, ticks)
    outline = "strong" if figure.row.obs_status == "E" else None
    drawing.bar((min(0.0, value), max(0.0, value)), (top, top + 16), "soft" if outline else "strong", outline)
    interval = figure.row.quantity.interval if scale != 1 else figure.row.quantity.printed_interval
    low, high = float(interval.low) / scale, float(interval.high) / scale
    drawing.interval(low, high, top + 8)
    beyond = max(0.0, high if high <= drawing.high else value) + (drawing.high - drawing.low) * 0.02
    drawing.text(beyond, top + 8, figure.value)


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


def _basis(figure: Figure) -> Bilingual:
    return BASES[figure.row.indicator.growth_basis]


def _kind(figure: Figure) -> tuple[int, Bilingual]:
    if "contracted" in figure.row.indicator_id:
        return 2, Bilingual("contracted", "签约")
    return (
        (0, Bilingual("total", "总量"))
        if figure.row.indicator.expected_measures
        else (1, Bilingual("completed", "完成"))
    )


def _in_yi(figure: Figure) -> float:
    return float(figure.row.quantity.base_value / _YI)


def share_of(part: Figure, whole: Figure) -> tuple[Decimal, Interval] | None:
    """The part in percent of its whole, and what rounding leaves open; None where the two have no common unit or the
    whole is not above zero.
    """
    a, b = part.row.quantity, whole.row.quantity
    ends = (*a.interval, *b.interval)
    if (
        part.row.unit_row.base_unit != whole.row.unit_row.base_unit
        or b.interval.low <= 0
        or not all(end.is_finite() for end in ends)
    ):
        return None
    percent = [
        _ROUNDED.multiply(100, _ROUNDED.divide(x, y))
        for x, y in ((a.base_value, b.base_value), (ends[0], ends[3]), (ends[1], ends[2]))
    ]
    return percent[0], Interval(percent[1], percent[2])


def _finite(interval: Interval, value: Decimal) -> tuple[float, float]:
    low, high = (float(end if end.is_finite() else value) for end in interval)
    return low, high


def axis_ticks(low: float, high: float) -> list[float]:
    """Round numbers that hold both ends, four or five of them, zero among them."""
    if high - low < 1e-6:  # nothing of it could be seen
        return [0.0, 1.0]
    rough = (high - low) / 4
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    return [round(number * step, 10) for number in range(floor(low / step), ceil(high / step) + 1)]
