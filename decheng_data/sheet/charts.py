"""Charts as static SVG, drawn by Vega-Lite: every mark is placed by number, so that no font of the machine moves anything.

One drawing holds its words in both languages; the page shows one of them. Colours are names that the page's style sheet fills in.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from decheng_data.errors import MissingExtraError
from decheng_data.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.sheet.words import Bilingual

WIDTH = 320
_COLOURS = {"ink": "#000001", "muted": "#000002", "strong": "#000003", "soft": "#000004", "faint": "#000005", "surface": "#000006"}
"""A colour of the drawing is a name of the style sheet; until it is put there, a shade that nothing else has."""
_LANGUAGES = {"zh": "0.9901", "en": "0.9902", "": "1"}
"""The language of a text mark, until it is put there, is an opacity that nothing else has."""
_LONG = re.compile(r"\d+\.\d{3,}")
_DEFAULTS = re.compile(r' (?:text-anchor="start"|font-size="12px"|fill="var\(--ink\)")')
_LATIN = 6.3
_WIDE = 12.0
"""How wide a Latin letter is on average at size 12, and a Chinese character."""


@dataclass
class Drawing:
    """Marks on a plane: x in the units of the axis from `low` to `high`, y in pixels from the top."""

    low: float
    high: float
    height: float = 0
    marks: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"grid": [], "bar": [], "line": [], "text": [], "dot": []})

    def bar(self, x: tuple[float, float], y: tuple[float, float], colour: str, outline: str | None = None) -> None:
        """A rectangle; with an outline it is drawn hollow, in dashes."""
        drawn = {"c": _COLOURS[colour], "o": _COLOURS[outline or colour], "d": "dashed" if outline else "solid"}
        self.marks["bar"].append({"x": x[0], "x2": x[1], "y": y[0], "y2": y[1], **drawn})

    def line(self, x: tuple[float, float], y: tuple[float, float], colour: str = "ink", width: float = 1.5, *, dashed: bool = False) -> None:
        """A straight line."""
        self.marks["line"].append({"x": x[0], "x2": x[1], "y": y[0], "y2": y[1], "c": _COLOURS[colour], "w": width, "d": "dashed" if dashed else "solid"})

    def dot(self, x: float, y: float, colour: str = "strong", *, hollow: bool = False) -> None:
        """A round point; an estimate is hollow."""
        self.marks["dot"].append({"x": x, "y": y, "c": _COLOURS["surface" if hollow else colour], "o": _COLOURS[colour]})

    def text(self, x: float, y: float, told: Bilingual | str, *, align: str = "left", colour: str = "ink", size: int = 12) -> None:
        """A text on one line, in both languages or, where they are the same, in none."""
        same = isinstance(told, str) or told.zh == told.en
        for lang, text in (("", str(told if isinstance(told, str) else told.zh)),) if same else zip(("zh", "en"), told, strict=True):
            self.marks["text"].append({"x": x, "y": y, "t": shown(text), "a": align, "c": _COLOURS[colour], "s": size, "l": float(_LANGUAGES[lang])})

    def label(self, y: float, told: Bilingual) -> None:
        """The name of a row at the left edge, in one line or two; `y` is the middle of the last line."""
        for lang, text in zip(("zh", "en"), told, strict=True):
            lines = lines_of(shown(text))
            for number, line in enumerate(reversed(lines)):
                mark = {"x": self.low, "y": y - number * 15, "t": line, "a": "left", "c": _COLOURS["ink"], "s": 12, "l": float(_LANGUAGES[lang])}
                self.marks["text"].append(mark)

    def interval(self, low: float, high: float, y: float) -> None:
        """The interval that a figure stands for: a whisker; an end that is open has no stop."""
        self.line((max(low, self.low), min(high, self.high)), (y, y))
        for end in (low, high):
            if self.low <= end <= self.high:
                self.line((end, end), (y - 4, y + 4))

    def grid(self, ticks: Sequence[float], y: tuple[float, float]) -> None:
        """The lines of the axis behind one row, that of zero in ink."""
        for tick in ticks:
            self.marks["grid"].append({"x": tick, "x2": tick, "y": y[0], "y2": y[1], "c": _COLOURS["ink" if tick == 0 else "faint"], "w": 1, "d": "solid"})

    def axis(self, ticks: Sequence[float]) -> None:
        """The numbers of the axis below all rows."""
        for tick in ticks:
            self.text(tick, self.height + 10, f"{tick:g}", align="center", colour="muted", size=11)
        self.height += 18


def render(drawing: Drawing) -> str:
    """The drawing as SVG to be put into a page. Raises MissingExtraError where altair or vl-convert is not installed."""
    alt, converter = _library("altair"), _library("vl_convert")
    x = alt.X("x:Q").scale(domain=[drawing.low, drawing.high], nice=False).axis(None)
    y = alt.Y("y:Q").scale(domain=[drawing.height, 0], nice=False).axis(None)
    chart = (
        alt.layer(*_layers(alt, drawing, x, y))
        .properties(width=WIDTH, height=drawing.height, padding={"left": 4, "right": 12, "top": 2, "bottom": 2}, background="transparent", autosize="none")
        .configure_view(stroke=None)
        .configure_text(font="sans-serif")
    )
    version = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    return _for_page(converter.vegalite_to_svg(chart.to_dict(validate=False), vl_version=version))


def _layers(alt: Any, drawing: Drawing, x: Any, y: Any) -> list[Any]:
    def of(kind: str) -> Any:
        return alt.Chart(alt.InlineData(values=drawing.marks[kind]))

    plain = {"scale": None, "legend": None}
    colour, outline = alt.Color("c:N", **plain), alt.Stroke("o:N", **plain)
    dashes = alt.StrokeDash("d:N", legend=None).scale(domain=["solid", "dashed"], range=[[1, 0], [4, 3]])
    bars = [
        of("bar")
        .transform_filter(alt.datum.d == name)
        .mark_rect(strokeWidth=1.5, strokeDash=dash)
        .encode(x, y, x2="x2:Q", y2="y2:Q", fill=alt.Fill("c:N", **plain), stroke=outline)
        for name, dash in (("solid", []), ("dashed", [4, 3]))
        if any(mark["d"] == name for mark in drawing.marks["bar"])
    ]
    width = alt.StrokeWidth("w:Q", **plain)
    grid, lines = (of(kind).mark_rule().encode(x, y, x2="x2:Q", y2="y2:Q", color=colour, strokeWidth=width, strokeDash=dashes) for kind in ("grid", "line"))
    dots = of("dot").mark_circle(size=50, opacity=1, strokeWidth=2).encode(x, y, fill=alt.Fill("c:N", **plain), stroke=outline)
    texts = [
        of("text")
        .transform_filter(alt.datum.a == align)
        .mark_text(align=align, baseline="middle")
        .encode(x, y, text="t:N", color=colour, size=alt.Size("s:Q", **plain), opacity=alt.Opacity("l:Q", **plain))
        for align in ("left", "center", "right")
        if any(mark["a"] == align for mark in drawing.marks["text"])
    ]
    return [
        *([grid] if drawing.marks["grid"] else []),
        *bars,
        *(layer for kind, layer in (("line", lines), ("dot", dots)) if drawing.marks[kind]),
        *texts,
    ]


def _for_page(svg: str) -> str:
    """Colours by name, languages as attributes, and none of the roles that would be read out: the table beside the chart says it all."""
    svg = re.sub(r' (?:role|class|aria-[a-z]+|xmlns:xlink|version|font-family|style|pointer-events)="[^"]*"| stroke-dasharray="1,0"', "", svg)
    for name, colour in _COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    for name, opacity in _LANGUAGES.items():
        svg = svg.replace(f' opacity="{opacity}"', f' lang="{name}"' if name else "")
    svg = re.sub(r"<[^>]*>", lambda tag: _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), tag[0]), svg)
    svg = re.sub(r"(?<=<text)[^>]*", lambda text: _DEFAULTS.sub("", text[0]), svg)
    return svg.replace("<svg", '<svg class="chart" aria-hidden="true" focusable="false"', 1)


def lines_of(text: str) -> list[str]:
    """The text in at most two lines of the drawing's width, broken at a space where there is one, the rest cut."""
    first = _room(text)
    if first == len(text):
        return [text]
    space = text.rfind(" ", 0, first + 1)
    first = space if space > first // 2 else first
    rest = text[first:].strip()
    second = _room(rest)
    return [text[:first].strip(), rest if second == len(rest) else rest[: second - 1] + "…"]


def _room(text: str) -> int:
    """How many characters of the text fit on a line."""
    left = float(WIDTH)
    for number, character in enumerate(text):
        left -= _WIDE if ord(character) > 0x2E80 else _LATIN
        if left < 0:
            return number
    return len(text)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtraError(name, "sheet") from None
