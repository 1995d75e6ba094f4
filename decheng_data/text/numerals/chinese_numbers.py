"""Numerals written in characters: which of them count (三家), which belong to a term (三次产业), which are but words
(一般).
"""

from __future__ import annotations

import re

from decheng_data.text.words.spans import Numeral, Sort
from decheng_data.text.words.units import CHINESE_COUNTED, unit_at

_TERMS = re.compile(
    r"[一二三]产(?!生|品|值|能|权|地)|三次产业|[一二三](?=[、和及与][二三]?[、"
    r"和及与]?[二三]产)|三农|两会|两委|三公|四上|五险一金|十[二三四五六]五|一带一路|一路一带|两新|三资|三供一业|两节|三会|三区|五保|双一流"
    r"|[两三四五六七八九十百千万]+[强佳](?=[企县区市镇乡村品榜,。;、"
    r"]|$)|[二三四五六七八九]?十[一二三四五六七八九]?(?=届|大(?:精神|报告|以来|召开|胜利))|[一二三四五六](?=级|期(?!间)|线(?!城)|类水|类地)|[三五](?=保)"
)
_ABSTRACT = re.compile(
    r"[个项](?:方面|维度|层面|阶段|环节|坚持|意识|自信|维护|确立|一批|百年|一(?!级|般)|务必|全面|确保|聚焦|必须|不变|结合|转变|提升|统一|到位|清单|关键|重点任务)"
)
_CREATED = re.compile(r"(?:新建|建成|引进|新增|投用|改造|完成|成立|获批|创建|创成|签约|落户|仅|只有)$")
_SLOGAN = re.compile(r"[二两三四五六七八九][一-龥][一二两三四五六七八九][一-龥]")
_BARE_AMOUNT = re.compile(r"[十百千]*[百千万亿]+")
_AMOUNT_NAME = re.compile(
    r"(?:元|美元)?(?:级|产业|集群|企业|项目|园区|县|大县|强县|工程|村|以上|及以上|以下)|(?:元|美元)的?(?=[项企工])"
)
_WIDENED = re.compile(r"(?:超过|突破|接近|将近|[过超近逾上约破达])$")
_WORD_BEFORE = re.compile(r"(?:统|唯|同|之|第|万|专|单|任|某|每|另|逐|合|有|不|单|进|初|划|归|整齐划)$")
_CHANGE_WORD = re.compile("(?:增长|下降|提高|减少|增加|超过|上升|回落|[近超约逾过达为])$")
_COUNTED_AFTER_ONE = ("所", "座", "处", "名", "栋", "辆", "台", "家")


def chinese_numeral(folded: str, start: int, end: int) -> Numeral | None:
    """The numeral that the run of characters is, or None where it is only a word."""
    for reader in (_term, _amount, _great, _rank, _counted, _years, _slogan):
        if numeral := reader(folded, start, end):
            return numeral
    return None


def _term(folded: str, start: int, end: int) -> Numeral | None:
    match = _TERMS.match(folded, start)
    return Numeral(start, max(end, match.end()), "other", "fixed_term") if match else None


def _amount(folded: str, start: int, end: int) -> Numeral | None:
    """亿元, 千万元 or 百亿级 without a digit: a threshold, or with 近 and the like a figure."""
    if not _BARE_AMOUNT.fullmatch(folded, start, end):
        return None
    before, named = folded[max(0, start - 3) : start], _AMOUNT_NAME.match(folded, end)
    unit = unit_at(folded, end)
    if before.endswith(("数", "几", "成", "上")) and unit.bare in CHINESE_COUNTED and not before.endswith("上"):
        return Numeral(start - 1, end, "other", "fixed_term")
    widened = _WIDENED.search(before)
    if named or (widened and unit.bare == "元"):
        return Numeral(start, end, "chinese", "threshold")
    if unit.bare == "元" and folded[start] in "亿千百" and not unit.qualifier:
        return Numeral(start, end, "chinese", "threshold")
    is_figure = (widened or unit.qualifier) and unit.bare in CHINESE_COUNTED
    return Numeral(start, end, "chinese", "figure") if is_figure else None


def _great(folded: str, start: int, end: int) -> Numeral | None:
    """六大类 counts, 七大攻坚战 and 两大行业 are names."""
    if (
        folded[end : end + 1] != "大"
        or folded[start:end] in ("一", "百", "千", "万")
        or folded[end + 1 : end + 2] in ("量", "大", "力", "幅", "型", "家", "小")
    ):
        return None
    sort: Sort = (
        "figure" if folded[end + 1 : end + 2] in ("类", "项") and folded[end + 2 : end + 3] != "目" else "fixed_term"
    )
    tail = 0 if sort == "figure" else min(6, _run(folded, end + 1))
    return Numeral(start, end if sort == "figure" else end + 1 + tail, "chinese", sort)


def _run(folded: str, position: int) -> int:
    """How many characters of a name follow, up to a sign or a word that ends it."""
    match = re.compile(
        r"[一-龥]{0,3}?(?=产业|行业|工程|行动|战略|领域|集群|体系|板块|基地|[^一-龥]|$)(?:产业|行业|工程|行动|战略|领域|集群|体系|板块|基地)?"
    ).match(folded, position)
    return match.end() - position if match else 2


def _counted(folded: str, start: int, end: int) -> Numeral | None:
    unit, words = unit_at(folded, end), folded[start:end]
    if (
        unit.bare not in CHINESE_COUNTED
        or unit.bare == "年"
        or all(word in "万亿千百" for word in words)
        or _WORD_BEFORE.search(folded, max(0, start - 3), start)
    ):
        return None
    if unit.bare == "番":
        return (
            Numeral(start, end, "chinese", "figure")
            if folded[max(0, start - 2) : start].endswith(("翻", "翻了"))
            else None
        )
    if unit.bare == "次" and folded.startswith(("会议", "全会", "全体"), unit.end):
        return Numeral(start, unit.end, "other", "fixed_term")
    if (
        words == "一"
        and not (unit.bare in ("成", "倍") and _CHANGE_WORD.search(folded, max(0, start - 3), start))
        and not (unit.bare in _COUNTED_AFTER_ONE and _CREATED.search(folded, max(0, start - 4), start))
    ):
        return None
    if _ABSTRACT.match(folded, end) or (
        words in ("三", "两") and unit.bare == "次" and folded.startswith("产业", unit.end)
    ):
        return Numeral(start, min(len(folded), end + 3), "other", "fixed_term")
    return Numeral(start, end, "chinese", "figure")


def _rank(folded: str, start: int, end: int) -> Numeral | None:
    """居全市前三, 列五."""
    ranked = (
        folded[max(0, start - 1) : start] == "前"
        and re.compile(r"[位名强]|[,。;、)]|$").match(folded, end)
        and re.compile(r"[市省国县区居列位入进强]").search(folded, max(0, start - 5), start - 1)
    )
    return Numeral(start, end, "rank", "figure") if ranked else None


def _years(folded: str, start: int, end: int) -> Numeral | None:
    """两年平均, 连续三年: a stretch of time."""
    if (
        (folded[start] == "一" and end - start == 1)
        or not re.compile("个?(?:年(?!级|轻|龄|货|味)|季度|月)").match(folded, end)
        or all(word in "万亿千百" for word in folded[start:end])
    ):
        return None
    return Numeral(start, end + 1, "other", "date")


def _slogan(folded: str, start: int, end: int) -> Numeral | None:
    match = _SLOGAN.match(folded, start)
    return Numeral(start, match.end(), "other", "slogan") if match else None
