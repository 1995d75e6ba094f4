"""Charts as static SVG, drawn by Vega: every mark is placed by number, so that no font of the machine moves anything.

One drawing holds its words in both languages; the page shows one of them. Colours are names that the page's style sheet
fills in.
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
    from types import ModuleType

    from decheng_data.model.bilingual import Bilingual

WIDTH = 320
_SOLID: list[int] = []
_DASHED = [4, 3]
_COLOURS = {
    "ink": "#000001",
    "muted": "#000002",
    "strong": "#000003",
    "soft": "#000004",
    "faint": "#000005",
    "surface": "#000006",
}
"""A colour of the drawing is a name of the style sheet; until it is put there, a shade that nothing else has."""
_LANGUAGES = {"zh": "0.9901", "en": "0.9902", "": "1"}
"""The language of a text mark, until it is put there, is an opacity that nothing else has."""
_MARK = re.compile(r"(<(?:line|path(?=[^>]* fill=))[^>]*/>|<text[^>]*>)((?:[^<]*</text>)?)")
_NEEDLESS = re.compile(
    r' (?:role|aria-[a-z]+|font-family)="[^"]*"| stroke-dasharray="(?:1,0)?"| [xy]2="0"| stroke-width="1"'
)
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
    marks: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"grid": [], "bar": [], "line": [], "text": [], "dot": []}
    )

    def pixel(self, x: float) -> float:
        """Where on the drawing, from its left edge, a place on the axis is."""
        return (x - self.low) / (self.high - self.low) * WIDTH

    def bar(self, x: tuple[float, float], y: tuple[float, float], colour: str, outline: str | None = None) -> None:
        """A rectangle; with an outline it is drawn hollow, in dashes."""
        drawn = {"c": _COLOURS[colour], "o": _COLOURS[outline or colour], "d": _DASHED if outline else _SOLID}
        self.marks["bar"].append({"x": x[0], "x2": x[1], "y": y[0], "y2": y[1], **drawn})

    def line(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        colour: str = "ink",
        width: float = 1.5,
        *,
        dashed: bool = False,
    ) -> None:
        """A straight line."""
        self.marks["line"].append(
            {
                "x": x[0],
                "x2": x[1],
                "y": y[0],
                "y2": y[1],
                "c": _COLOURS[colour],
                "w": width,
                "d": _DASHED if dashed else _SOLID,
            }
        )

    def dot(self, x: float, y: float, *, hollow: bool) -> None:
        """A round point; an estimate is hollow."""
        filled = _COLOURS["surface" if hollow else "strong"]
        self.marks["dot"].append({"x": x, "y": y, "c": filled, "o": _COLOURS["strong"]})

    def text(
        self, x: float, y: float, words: Bilingual | str, *, align: str = "left", colour: str = "ink", size: int = 12
    ) -> None:
        """A text on one line, in both languages or, where they are the same, in none."""
        same = isinstance(words, str) or words.zh == words.en
        for lang, text in (
            (("", str(words if isinstance(words, str) else words.zh)),)
            if same
            else zip(("zh", "en"), words, strict=True)
        ):
            self.marks["text"].append(
                {
                    "x": x,
                    "y": y,
                    "t": shown(text),
                    "a": align,
                    "c": _COLOURS[colour],
                    "s": size,
                    "l": float(_LANGUAGES[lang]),
                }
            )

    def label(self, y: float, label: Bilingual) -> None:
        """The name of a row at the left edge, in one line or two; `y` is the middle of the last line."""
        for lang, text in zip(("zh", "en"), label, strict=True):
            lines = lines_of(shown(text))
            for number, line in enumerate(reversed(lines)):
                mark = {
                    "x": self.low,
                    "y": y - number * 15,
                    "t": line,
                    "a": "left",
                    "c": _COLOURS["ink"],
                    "s": 12,
                    "l": float(_LANGUAGES[lang]),
                }
                self.marks["text"].append(mark)

    def interval(self, low: float, high: float, y: float) -> None:
        """The interval of a figure: a whisker; an end that is open has no stop."""
        self.line((max(low, self.low), min(high, self.high)), (y, y))
        for end in (low, high):
            if self.low <= end <= self.high:
                self.line((end, end), (y - 4, y + 4))

    def grid(self, ticks: Sequence[float], y: tuple[float, float]) -> None:
        """The lines of the axis behind one row, that of zero in ink."""
        for tick in ticks:
            self.marks["grid"].append(
                {
                    "x": tick,
                    "x2": tick,
                    "y": y[0],
                    "y2": y[1],
                    "c": _COLOURS["ink" if tick == 0 else "faint"],
                    "w": 1,
                    "d": _SOLID,
                }
            )

    def axis(self, ticks: Sequence[float]) -> None:
        """The numbers of the axis below all rows."""
        for tick in ticks:
            self.text(tick, self.height + 10, f"{tick:g}", align="center", colour="muted", size=11)
        self.height += 18


def render(drawings: Sequence[Drawing]) -> list[str]:
    """The drawings as SVG to be put into a page, all in one run of Vega. Raises MissingExtraError where vl-convert is
    not installed.
    """
    if not drawings:
        return []
    svg = _library("vl_convert").vega_to_svg(specification(drawings))
    groups = re.split(r'<g class="mark-group role-scope drawing_[0-9]+"', svg)[1:]
    return [_for_page(drawing, group) for drawing, group in zip(drawings, groups, strict=True)]


def specification(drawings: Sequence[Drawing]) -> dict[str, Any]:
    """The Vega of all drawings, each a group of marks.

    It is written down here and not by altair, whose import, and the compiling of Vega-Lite, take longer than drawing:
    places are known already.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": WIDTH,
        "height": max(each.height for each in drawings),
        "marks": [
            {"type": "group", "name": f"drawing_{number}", "marks": _marks(each)}
            for number, each in enumerate(drawings)
        ],
    }


def _marks(drawing: Drawing) -> list[dict[str, Any]]:
    """Grid, bars, lines, dots and texts, each above those before it."""
    rule = {"x2": "x2", "y2": "y2", "stroke": "c", "strokeWidth": "w", "strokeDash": "d"}
    rect = {"x2": "x2", "y2": "y2", "fill": "c", "stroke": "o", "strokeDash": "d"}
    text = {"text": "t", "align": "a", "fill": "c", "fontSize": "s", "opacity": "l"}
    kinds: tuple[tuple[str, str, dict[str, str], dict[str, Any]], ...] = (
        ("grid", "rule", rule, {}),
        ("bar", "rect", rect, {"strokeWidth": 1.5}),
        ("line", "rule", rule, {}),
        ("dot", "symbol", {"fill": "c", "stroke": "o"}, {"size": 50, "strokeWidth": 2}),
        ("text", "text", text, {"baseline": "middle"}),
    )
    return [_mark(drawing, *kind) for kind in kinds if drawing.marks[kind[0]]]


def _mark(drawing: Drawing, kind: str, mark: str, fields: dict[str, str], fixed: dict[str, Any]) -> dict[str, Any]:
    """Marks of one kind: their values, and which field of a value holds what."""
    values = [
        each | {name: drawing.pixel(each[name]) for name in ("x", "x2") if name in each} for each in drawing.marks[kind]
    ]
    encoded = {name: {"field": key} for name, key in {"x": "x", "y": "y", **fields}.items()} | {
        name: {"value": value} for name, value in fixed.items()
    }
    drawn = {"type": mark, "from": {"data": "values"}, "encode": {"enter": encoded}}
    return {"type": "group", "data": [{"name": "values", "values": values}], "marks": [drawn]}


def _for_page(drawing: Drawing, group: str) -> str:
    """One drawing of the run: colours by name, languages as attributes, and none of the roles that would be read out:
    the table beside it has all values.
    """
    marks = "".join(_tag(tag) + text for tag, text in _MARK.findall(group))
    width, height = WIDTH + 16, f"{drawing.height + 4:g}"
    size = f'width="{width}" height="{height}" viewBox="-4 -2 {width} {height}"'
    return (
        f'<svg class="chart" aria-hidden="true" focusable="false" xmlns="http://www.w3.org/2000/svg" {size}'
        f' fill="none">{marks}</svg>'
    )


def _tag(tag: str) -> str:
    tag = _NEEDLESS.sub("", tag)
    for name, colour in _COLOURS.items():
        tag = tag.replace(f'"{colour}"', f'"var(--{name})"')
    for name, opacity in _LANGUAGES.items():
        tag = tag.replace(f' opacity="{opacity}"', f' lang="{name}"' if name else "")
    tag = _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), tag)
    return _DEFAULTS.sub("", tag) if tag.startswith("<text") else tag


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


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtraError(name, "sheet") from None
