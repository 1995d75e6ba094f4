"""Damage of layout: HTML, line ends, paragraph marks, full-width digits, numbers and words that were torn apart."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from decheng_data.text.repair.edits import Edit
from decheng_data.text.words.units import unit_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    ["p", "br", "div", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "hr"]
)
_NAMES = "p|br|div|span|a|b|i|u|strong|em|font|table|tbody|thead|tr|td|th|ul|ol|li|img|h[1-6]|section|article|sup|sub|center|hr|html|head|body|title|meta|link|o:p|label|input|button|iframe|blockquote|pre|code"
_TAG = re.compile(
    rf"<(?P<silent>script|style)\b[^<>]{{0,500}}>|</?(?P<name>{_NAMES})(?:\s[^<>]{{0,1000}})?/?>|<!--", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_LINE_END = re.compile("\r\n?|\u2028|\u2029")
_MARK = re.compile(
    r"(?P<first>(?:(?<=\n)|^)[ ]*)[?？]{2,4}(?:[ ](?=\S)|(?=[一-鿿“《(（【0-9A-Za-z①-⑳]))|(?<=[。；！”])[?？]{3,4}"
    r" (?=\S)"
)
_FULL_WIDTH = re.compile("[０-９](?:[０-９．，]*[０-９])?")
_PLAIN = {code: code - 0xFEE0 for code in range(ord("０"), ord("９") + 1)} | {ord("．"): ".", ord("，"): ","}
_TORN = re.compile(r"(?<=[0-9.,])\n[ 　]*(?=[0-9.,%％万亿元个])")
_ONLY_NUMBER = re.compile(r"[\s0-9.,%％]*")
_LIST_START = re.compile(r"[0-9]{1,2}(?:[、)）]|[.．](?![0-9]))")
_IN_NUMBER = re.compile(
    r"(?<=[0-9])[ ]{1,3}(?=[.][0-9])|(?<=[0-9][.])[ ]{1,3}(?=[0-9])|(?<=[0-9])["
    r" ]{1,3}(?=[0-9]{1,4}(?:[.][0-9]|[万亿%％]))|(?<=[0-9])[ ]{1,3}(?=[%％])"
)
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[ ]{1,3}(?=(?P<rest>[0-9]{1,4})(?![0-9 ]))")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
_BEFORE_UNIT = re.compile(r"(?<=[0-9])[ ]{1,3}(?=[一-鿿])")
_IN_WORD = re.compile(r"(?<=[一-鿿])(?<![讯电者员辑影源])[ ]{1,3}(?=[一-鿿])")
"""Not behind 本报讯, 记者 and the like, where a space parts a name from a word."""
_SENTENCE = re.compile("[。，；,;]")


def html_marks(text: str) -> Iterator[Edit]:
    """Tags, comments and entities. A tag that begins or ends a block becomes a line end."""
    position = 0
    while match := _TAG.search(text, position):
        yield from _entities(text, position, match.start())
        position = _end_of(text, match)
        yield Edit(match.start(), position, "\n" if (match["name"] or "").lower() in _BLOCKS else "", "html")
    yield from _entities(text, position, len(text))


def _end_of(text: str, match: re.Match[str]) -> int:
    closing = f"</{match['silent']}>" if match["silent"] else "-->" if match[0] == "<!--" else ""
    if not closing:
        return match.end()
    found = re.compile(re.escape(closing), re.IGNORECASE).search(text, match.end(), match.end() + 10_000)
    return found.end() if found else match.end()


def _entities(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text, start, end):
        if (character := html.unescape(match[0]).replace("\xa0", " ")) != match[0]:
            yield Edit(match.start(), match.end(), character, "html")


def line_ends(text: str) -> Iterator[Edit]:
    r"""Line ends of other systems as `\\n`."""
    return (Edit(match.start(), match.end(), "\n", "line_end") for match in _LINE_END.finditer(text))


def paragraph_marks(text: str) -> Iterator[Edit]:
    """`???` where a paragraph begins: the mark goes; in the middle of a line it becomes a line end."""
    for match in _MARK.finditer(text):
        yield Edit(
            match.start(), match.end(), match["first"] or "" if match["first"] is not None else "\n", "paragraph_mark"
        )


def full_width(text: str) -> Iterator[Edit]:
    """Full-width digits as ASCII digits."""
    return (
        Edit(match.start(), match.end(), match[0].translate(_PLAIN), "full_width")
        for match in _FULL_WIDTH.finditer(text)
    )


def torn_numbers(text: str) -> Iterator[Edit]:
    """Numbers that a hard line wrap split. Columns of numbers and numbered lists are left alone."""
    for match in _TORN.finditer(text):
        line = text[text.rfind("\n", max(0, match.start() - 200), match.start()) + 1 : match.start()]
        stop = text.find("\n", match.end(), match.end() + 200)
        below = text[match.end() : stop if stop >= 0 else match.end() + 200]
        apart = not _YEAR.match(line + below) and (
            _ONLY_NUMBER.fullmatch(line)
            or _ONLY_NUMBER.fullmatch(below)
            or (_LIST_START.match(below) and not line.endswith("."))
        )
        if line[-2:].rstrip(".,")[-1:].isdigit() and not apart:
            yield Edit(match.start(), match.end(), "", "split_number")


def stray_spaces(text: str) -> Iterator[Edit]:
    """Spaces inside numbers and, in lines of running prose, inside words. A text that sets every number apart is left
    so.
    """
    spaced = len(_BEFORE_UNIT.findall(text)) * 5 > 4 * len(re.findall(r"[0-9][ ]{0,3}[一-鿿]", text))
    found = [match.span() for match in _IN_NUMBER.finditer(text)]
    if not spaced:
        found += [match.span() for match in _BEFORE_UNIT.finditer(text) if unit_at(text, match.end()).name]
    start = 0
    for line in text.split("\n"):
        if _SENTENCE.search(line):
            found += [(start + match.start(), start + match.end()) for match in _IN_WORD.finditer(line)]
            found += [
                (start + match.start(), start + match.end())
                for match in _BETWEEN_DIGITS.finditer(line)
                if unit_at(line, match.end("rest")).name
            ]
        start += len(line) + 1
    return (Edit(start, end, "", "stray_space") for start, end in sorted(set(found)))
