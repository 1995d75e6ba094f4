"""How numerals are written. Repeats are possessive or bounded, so that no text takes more than linear time."""

from __future__ import annotations

import re

from decheng_data.model.numerals import ARABIC, CHINESE, CHINESE_DIGITS, MIXED
from decheng_data.text.words.spans import Quotes

_ONE = "[一二三四五六七八九十]"
_TO = "[-至到~～—–]{1,2}"
_MONTH = "[01]?[0-9]"
_DAY = "(?:[0-3]?[0-9](?:日|号))"
_MONTHS = rf"{_MONTH}月?份?{_TO}{_MONTH}月(?:份|末|底)?|{_MONTH}月(?:份|末|底|初|[上中下]旬)?{_DAY}?"
_YEAR = "(?:19|20)[0-9]{2}"
_PART = rf"[上下]半年|前?第?[一二三四1-4]个?季度末?|{_MONTHS}"

_FORMS = {
    "list": rf"(?<![^\n。；;：:!?\s,])(?:\({_ONE}{{1,3}}\)|\([0-9]{{1,2}}\)|[0-9]{{1,2}}\)|[0-9]{{1,2}}[、.](?![0-9])|{_ONE}{{1,3}}、(?!{_ONE}+、?{_ONE}*[产级区])|第{_ONE}{{1,2}}[,、](?!(?:第?{_ONE}[、和及与]?){{1,3}}产)"
    rf"|{_ONE}{{1,2}}(?:是|要(?!素)|则|为了))",
    "date": rf"(?<![0-9.])(?:{_YEAR}年?{_TO}{_YEAR}年?(?![0-9])|{_YEAR}[-/.]{_MONTH}[-/.][0-3]?[0-9](?![0-9])|{_YEAR}年[度末底初]?(?:{_PART})?|(?:{_MONTHS})|[0-3]?[0-9]日(?=[,上下前起晚止、至]))"
    rf"|[上下]半年|前?第?[一二三四]个?季度末?|(?<!{_ONE})(?:十[一二]?|[一二三四五六七八九])月(?:份|末|底)|二[〇零][〇零一二三四五六七八九]{{2}}年",
    "ratio": rf"(?<![0-9.:]){ARABIC}%?(?:[:∶]{ARABIC}%?){{1,4}}+(?![0-9])",
    "latin": r"(?<![A-Za-z])[A-Za-z]++[-.]?[0-9][A-Za-z0-9.+\-]*+|(?<![0-9.])[0-9]++(?:\.[0-9]++)?(?:[GDAS](?![A-Za-z])|\+[0-9A-Za-z]++(?:\+[0-9A-Za-z]++)*+|[×xX*][0-9]++)|(?<![A-Za-z])[NX]\+[0-9]++",
    "arabic": rf"(?:(?<![0-9A-Za-z%)\]])[+-])?(?:{MIXED}|{ARABIC})",
    "percent_cn": rf"[百千]分之(?:{ARABIC}|{CHINESE})",
    "fraction_cn": rf"[{CHINESE_DIGITS}]{{1,3}}分之[{CHINESE_DIGITS}]{{1,3}}",
    "ordinal": rf"第[0-9]++|第[{CHINESE_DIGITS}]++",
    "zero": r"(?:动态)?清零|零(?=事故|发生|上访|伤亡|感染|死亡|病例|增长|投诉|非访|报告|火灾|违规|缺陷|积压|新增)(?:发生)?|(?<=实现|保持|确保|做到)零(?=(?!售|部|件|距|散|星|的|碳|基础|元)[一-龥])|未发生|没有发生|(?<![有全])无(?=一例|一起|较大|重大|重特大|死亡|安全生产)",
    "rank": r"首位(?!度)|榜首|(?<=[居列排位获])首(?![位先次批个家届创席都府])|(?:(?<=全市)|(?<=全省)|(?<=全国)|(?<=全县)|(?<=全区)|(?<=全州)|(?<=县区)|(?<=[居列排]))最[优佳好高低快大多少](?![化程限])",
    "chinese": CHINESE,
    "other": r"[①-⑳㈠-㈩Ⅰ-Ⅻ²³¹⁰⁴-⁹₀-₉❶-❿⓪⓿➀-➉]",
}
_BEGIN = f"[0-9+\\-(第首榜最动清零未没无前上下百千二①-⑳㈠-㈩Ⅰ-Ⅻ²³¹⁰⁴-⁹₀-₉❶-❿⓪⓿➀-➉A-Za-z{CHINESE_DIGITS}]"
SCAN = re.compile(f"(?={_BEGIN})(?:" + "|".join(f"(?P<{form}>{pattern})" for form, pattern in _FORMS.items()) + ")")
"""Finds the next numeral; the name of the group says how it is written."""

_QUOTED = re.compile(r"[“「『‘]([^“”「」『』‘’\n]{1,40})[”」』’]|\"([^\"\n]{1,40})\"|《([^《》\n]{1,60})》")


def quotes_of(folded: str) -> Quotes:
    """All quoted stretches of at most 40 characters on one line (60 between title marks)."""
    spans = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(folded)]
    return Quotes(tuple(start for start, _ in spans), tuple(end for _, end in spans))
