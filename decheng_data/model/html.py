"""Small pieces of HTML for notebooks: whatever is in the data stays text, on light paper and on dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from decheng_data.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.model.bilingual import Bilingual

_STYLE = """<style>
.decheng-data { color: inherit; line-height: 1.45; max-width: 76em; overflow-x: auto; }
.decheng-data p { margin: .2em 0; }
.decheng-data table { border-collapse: collapse; margin: .5em 0; font-variant-numeric: tabular-nums; }
.decheng-data tr { background: none; }
.decheng-data caption { text-align: left; padding: .2em 0; color: inherit; }
.decheng-data th, .decheng-data td { text-align: left; vertical-align: top; padding: .25em .7em; border: 0; border-bottom: 1px solid #8886; font-weight: 400; }
.decheng-data thead th, .decheng-data .group { font-weight: 600; }
.decheng-data .number { text-align: right; white-space: nowrap; }
.decheng-data .bar { white-space: pre; font-family: monospace; }
.decheng-data small { opacity: .8; font-size: .88em; }
.decheng-data .badge { border: 1px solid; border-radius: 4px; padding: 0 .4em; font-size: .88em; white-space: nowrap; }
.decheng-data .error td:first-child { border-left: 4px solid #d33f3f; }
.decheng-data .warning td:first-child { border-left: 4px solid #c98a12; }
.decheng-data .information td:first-child, .decheng-data .accepted td:first-child { border-left: 4px solid #888; }
</style>"""
"""The colours are the notebook's own, so that they are right by day and by night; what a coloured edge says is there in
words as well."""


class Html(str):
    """Markup of our own making, which is not escaped again."""

    __slots__ = ()


def html(value: object) -> Html:
    """The value as HTML text: nothing of it is markup, what turns its direction is made visible. None is empty; `Html`
    stays as it is.
    """
    if isinstance(value, Html):
        return value
    return Html("" if value is None else escape(shown(str(value))))


def element(name: str, *content: object, **attributes: object) -> Html:
    """An element with its content, escaped; `class_` is its class, an attribute that is None is left out."""
    marked = "".join(f' {key.rstrip("_")}="{html(value)}"' for key, value in attributes.items() if value is not None)
    return Html(f"<{name}{marked}>{''.join(map(html, content))}</{name}>")


def bilingual(text: Bilingual) -> Html:
    """A text in Chinese, and in English smaller behind it."""
    return Html(f"{html(text.zh)} {element('small', text.en)}")


def html_table(caption: object, labels: Iterable[object], rows: Iterable[Html | Iterable[object]]) -> Html:
    """A table with a caption. A row is its cells (None is an empty one), or an element `tr`; cells that are elements
    `td` or `th` stay so.
    """
    head = element("tr", *(element("th", label, scope="col") for label in labels))
    body = (row if isinstance(row, Html) else element("tr", *map(_cell, row)) for row in rows)
    return element("table", element("caption", caption), element("thead", head), element("tbody", *body))


def notebook_panel(*content: object) -> str:
    """What a notebook shows of one thing, with its style."""
    return str(element("div", Html(_STYLE), *content, class_="decheng-data"))


def _cell(content: object) -> Html:
    return content if isinstance(content, Html) and content.startswith(("<td", "<th")) else element("td", content)


def between(parts: Iterable[object]) -> Iterator[object]:
    """The parts with a dot between them."""
    for number, part in enumerate(parts):
        if number:
            yield " · "
        yield part
