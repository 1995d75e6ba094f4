"""Every numeral expression of a text, in order, and whether it is a figure or only looks like one.

A numeral is a run of digits (of any script) with its sign, or Chinese numeral characters that count or order something
or belong to a slogan or a name. The 一 of 一般 or 统一 is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from decheng_data.model.numerals import ARABIC, read_number
from decheng_data.text.numerals.chinese_numbers import chinese_numeral
from decheng_data.text.numerals.slogans import SCAN, quotes_of
from decheng_data.text.words.folding import fold
from decheng_data.text.words.spans import Form, Numeral, Quotes, Sort
from decheng_data.text.words.units import kind_of, unit_at

if TYPE_CHECKING:
    from collections.abc import Callable

_INDEX_LETTERS = frozenset(("GDP", "CPI", "PPI", "PMI", "AQI", "GNP"))
_NAME_AFTER = re.compile(
    r"[号#]|国道|省道|县道|热线|专线|路公交|公交|平台|指挥|院校|工程|计划|行动|战略|模式|工作法|会议|文件|高速|医院|医疗|核酸|电话|系列|版|型|式"
)
_NUMBER = re.compile(ARABIC)
_RANK_BEFORE = re.compile(
    r"(?:[居列排位名次获夺]|全[市省国县区州]|县[区市]|县市区|区县|前列|并列|均|跃[居升至]|上升[至到]|进[至到]|成为|跻身|[居列排][^,。"
    r";]{1,7})$"
)
_RANK_AFTER = re.compile(r"[位名]|[,。;、)\s]|$|[和与及]第")
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩❶❷❸❹❺❻❼❽❾❿")
_SPELL_BEFORE = re.compile("(?:连续|过去|未来|历时|[近每])$")
_TERM_ORDINAL = re.compile(r"[一二三123]产业|[一二三四]季度")


def scan(text: str) -> list[Numeral]:
    """All numeral expressions, in order, not overlapping; each digit of the text lies in one of them, or in the unit or
    bracket behind one.
    """
    folded, found, position = fold(text), list[Numeral](), 0
    quotes = quotes_of(folded)
    while match := SCAN.search(folded, position):
        numeral = _numeral(folded, match, quotes)
        position = max(_search_from(folded, numeral) if numeral else match.end(), position + 1)
        if numeral and (not found or numeral.start >= found[-1].end):
            found.append(numeral)
    return found


def _search_from(folded: str, numeral: Numeral) -> int:
    """Where to look on: behind the unit of a figure, whose 万 or 亿 is no numeral of its own."""
    return max(numeral.end, unit_at(folded, numeral.end).end) if numeral.form in ("arabic", "chinese") else numeral.end


def _numeral(folded: str, match: re.Match[str], quotes: Quotes) -> Numeral | None:
    form = match.lastgroup or "arabic"
    quoted = quotes.around(match.start())
    if quoted and _belongs_to_quotation(folded, match, quoted):
        return Numeral(*quoted, "other", "name" if form == "latin" else "slogan")
    numeral = _READERS[form](folded, match.start(), match.end())
    if (
        numeral
        and numeral.form in ("arabic", "chinese", "rank")
        and not _is_number(folded[numeral.start : numeral.end])
    ):
        return Numeral(numeral.start, numeral.end, "other", "fixed_term")
    return numeral


def _is_number(words: str) -> bool:
    """Whether it is one number, or 首位 and the like; 三五百 is about two."""
    number = words.partition("分之")[2] or words.lstrip("+-第")
    return words[0] in "首榜最" or read_number(number) is not None


def _belongs_to_quotation(folded: str, match: re.Match[str], quoted: tuple[int, int]) -> bool:
    """A number inside quotation marks is part of a slogan, unless a long quotation has a measured figure."""
    if folded[match.start() : match.end()] == "零" and match.start() > quoted[0]:
        return False
    long = quoted[1] - quoted[0] > 12
    unit = unit_at(folded, match.end())
    return match.end() <= quoted[1] and not (
        long
        and (
            (
                match.lastgroup == "arabic"
                and kind_of(unit.bare) in ("money", "percent", "points", "measured", "counted")
            )
            or match.lastgroup in ("rank", "zero")
        )
    )


def _list_number(folded: str, start: int, end: int) -> Numeral:
    while folded[end - 1] in "、.,)" and end - start > 1:
        end -= 1
    start += folded[start] == "("
    return Numeral(start, end, "other", "list_number")


def _latin(folded: str, start: int, end: int) -> Numeral:
    """PM2.5 and 5G are names; in GDP12.8亿元 the figure is behind the letters."""
    digits = next(index for index in range(start, end) if folded[index].isdigit())
    number = _NUMBER.match(folded, digits)
    letters = folded[start:digits]
    is_name = letters in _INDEX_LETTERS or (
        number and kind_of(unit_at(folded, number.end()).bare) in ("money", "percent", "measured")
    )
    if letters.isalpha() and number and number.end() >= end and is_name:
        return Numeral(digits, number.end(), "arabic", "figure")
    while end - 1 > start and folded[end - 1] in ".-+":
        end -= 1
    return Numeral(start, end, "other", "name")


def _arabic(folded: str, start: int, end: int) -> Numeral:
    if (
        folded[max(0, start - 1) : start] == "前"
        and _RANK_AFTER.match(folded, end)
        and _RANK_BEFORE.search(folded[max(0, start - 6) : start - 1])
    ):
        return Numeral(start, end, "rank", "figure")
    return Numeral(start, end, "arabic", _arabic_sort(folded, start, end))


def _arabic_sort(folded: str, start: int, end: int) -> Sort:
    unit, digits = unit_at(folded, end), end - start
    if folded[end : end + 1] == "强":
        return "fixed_term"
    if (unit.bare == "级" and unit.name != "级") or (
        folded[unit.end : unit.end + 1] == "级" and kind_of(unit.bare) in ("money", "measured")
    ):
        return "threshold"
    if unit.bare == "年" and (
        _SPELL_BEFORE.search(folded, max(0, start - 3), start)
        or folded.startswith(("来", "间", "行动", "规划", "计划"), unit.end)
    ):
        return "date"
    if unit.name or folded[end : end + 1] in ("%", "‰"):
        return "figure"
    if _NAME_AFTER.match(folded, end) or (folded[end : end + 1].isascii() and folded[end : end + 1].isalpha()):
        return "name"
    plain = folded[start:end].isdigit()
    if plain and digits == 4 and folded[start:end].startswith(("19", "20")):
        return "date"
    if plain and (digits >= 5 or (digits >= 3 and folded[end : end + 1] in ("-", "_"))):
        return "name"
    return "figure"


def _ordinal(folded: str, start: int, end: int) -> Numeral | None:
    before, after = folded[max(0, start - 9) : start], folded[end : end + 1]
    if _TERM_ORDINAL.match(folded, start + 1):
        return Numeral(start, end + 2, "other", "fixed_term")
    ranked = (_RANK_BEFORE.search(before) or after in "位名") and _RANK_AFTER.match(folded, end)
    if ranked and not (after == "名" and folded[end + 1 : end + 2] == "的"):
        return Numeral(start, end, "rank", "figure")
    return Numeral(start, end + (after in "届次批期条个号名位") * bool(after), "other", "fixed_term")


def _reader_as(form: Form, sort: Sort) -> Callable[[str, int, int], Numeral | None]:
    return lambda _, start, end: Numeral(start, end, form, sort)


_READERS: dict[str, Callable[[str, int, int], Numeral | None]] = {
    "list": _list_number,
    "date": _reader_as("other", "date"),
    "ratio": _reader_as("ratio", "figure"),
    "latin": _latin,
    "arabic": _arabic,
    "percent_cn": _reader_as("chinese", "figure"),
    "fraction_cn": _reader_as("other", "fixed_term"),
    "ordinal": _ordinal,
    "zero": _reader_as("zero", "figure"),
    "rank": _reader_as("rank", "figure"),
    "chinese": chinese_numeral,
    "other": lambda folded, start, end: Numeral(
        start, end, "other", "list_number" if folded[start] in _CIRCLED else "name"
    ),
}
