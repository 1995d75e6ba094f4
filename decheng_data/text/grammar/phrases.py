"""What the words before a figure say of it: rise or fall, share of what, rank among whom, compared with when, and the
name that is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from decheng_data.text.words.lexicon import (
    AREAS,
    ARRIVALS,
    COMPARED,
    COPULAS,
    FALLS,
    GROWTH_FACETS,
    PLANS,
    RISES,
    TO,
    WHOLE_WORDS,
)

_LONGEST = 6
_REMEMBERED = 1024
_COMPARED = re.compile(f"{COMPARED}$")
_BRACKETS = re.compile(r"\([^()]{0,30}\)")
_PLAN = re.compile(rf"(?P<verb>完成|占到?|为|达到?|实现|相当于)?(?P<plan>{PLANS})的?$")
_OTHER = rf"(?:(?:{AREAS}|时序进度|序时进度|时间进度|进度|[^,;]{{0,4}}(?:全[市省国县]|[市省]|上年|去年|同期|平均|目标|计划|预期|年初|GDP|经济)[^,;]{{0,8}}))"
_AGAINST = re.compile(
    rf"(?P<word>高于|低于|快于|慢于|高出|优于|领先于?|落后于?|好于|超出?|超过|多于|少于|高|低|快|慢)(?P<other>{_OTHER})$"
)
_THAN = re.compile(rf"比(?P<other>(?:{AREAS})[^,;]{{0,20}}?)(?:分别|均)?(?P<word>高出?|低|快|慢|多|少|低了|高了)$")
_LIKENED = re.compile(
    r"(?:恢复(?:至|到)|相当于|为|是|达到?)(?P<whole>[^,;占]{0,6}?(?:年|同期|[0-9]月)(?:同期)?(?:水平)?)的?$"
)
_RANK_VERB = re.compile(
    r"(?:继续|持续|稳定?|跃|位|高|分别|均|同时|双双|综合|依次|一直|连续[^,]{0,3}年?|再次|首次|各项|并)*(?:居于?|位?列|位居|排名?在?|名[列次为]?|位[于次]|升[至到]|上升[到至]|获评?|蝉联|荣[获列]|进[入位]|跻身|列入|夺得|成为|为)"
    r"(?P<area>[一-龥()“”0-9]{0,14}?)(?:的)?(?P<front>前)?$"
)
_RANK_AREA = re.compile(rf"(?P<area>{AREAS})(?:各?县[市区]*|各?[区市]县?)?(?:的)?(?P<front>前)?$")
_TIMES = re.compile(r"(?:是|为|相当于|达到?)[^,;]{2,14}的$")
_ADDED = re.compile("[比较](?:年初|上年|去年|上年末|去年末|上年底|去年底|去年同期|上年同期)新增$")
_ORIGIN = re.compile(r"[由从](?:(?:上|去)年(?:同期|末|底)?|原来|年初|[0-9 ]{1,6}年?[末底]?)?的?$")
_FRONT = re.compile("前$")
_SHARE_END = re.compile(r"的?(?:比重|比例|份额|百分比)?$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words before a figure, read from the right.

    `name` is what is left; `direction` 1, -1 or 0; `word` its word; `arrives` whether it says up or down
    *to*; `facet` 增速 and the like; `compared` that there is a comparison; `whole` the whole of a share, `plan` the
    plan of a completion; `against` whom a difference or rank is measured against; `origin` that the figure is where a
    change began; `last` the word taken last; `beside` the words of the comparison.
    """

    name: str
    direction: int = 0
    word: str = ""
    arrives: bool = False
    facet: str = ""
    compared: bool = False
    respectively: bool = False
    whole: str = ""
    plan: str = ""
    against: str = ""
    origin: bool = False
    last: str = ""
    beside: str = ""


@lru_cache(maxsize=_REMEMBERED)
def read_phrase(words: str) -> Phrase:
    """The phrase of any figure. The words are those of one clause; only their last 60 characters are read."""
    words = _BRACKETS.sub("", words[-60:])
    phrase = _strip(Phrase(words, origin=_is_origin(words)))
    return phrase if phrase.direction or phrase.facet else _plan(phrase) or _share(phrase) or _likened(words) or phrase


def _likened(words: str) -> Phrase | None:
    """恢复至2019年同期的: so much of another time's figure."""
    match = _LIKENED.search(words)
    return replace(_strip(Phrase(words[: match.start()])), whole=match["whole"], word="相当于") if match else None


@lru_cache(maxsize=_REMEMBERED)
def read_difference(words: str) -> Phrase:
    """The phrase before percentage points: 高于全市, 增速比上年提高, 拉动…增长."""
    words = _BRACKETS.sub("", words[-60:])
    match = _AGAINST.search(words) or _THAN.search(words)
    if not match:
        return read_phrase(words)
    rest = _strip(Phrase(words[: match.start()]))
    return replace(
        rest,
        direction=-1 if match["word"] in FALLS or match["word"] in ("低", "慢", "落后于") else 1,
        word=match["word"],
        against=match["other"],
    )


@lru_cache(maxsize=_REMEMBERED)
def read_rank(words: str) -> Phrase:
    """The phrase before a rank: who it is compared with, and what is ranked."""
    words = _BRACKETS.sub("", words[-60:])
    match = _RANK_VERB.search(words) or _RANK_AREA.search(words)
    if not match:
        return _strip(Phrase(_FRONT.sub("", words)))
    area = _RANK_AREA.search(words[: match.start()])
    rest = _strip(Phrase(words[: area.start() if area else match.start()]))
    return replace(rest, against=match["area"] or (area["area"] if area else ""))


@lru_cache(maxsize=_REMEMBERED)
def read_times(words: str) -> Phrase:
    """The phrase before 倍 and 番: 是“十一五”末的1.7倍, 同比翻一番."""
    words = _BRACKETS.sub("", words[-60:])
    match = _TIMES.search(words)
    return replace(_strip(Phrase(words[: match.start()])), arrives=True) if match else read_phrase(words)


def _is_origin(words: str) -> bool:
    return bool(_ORIGIN.search(words))


def _strip(phrase: Phrase) -> Phrase:
    while (shorter := _step(phrase)) is not None:
        phrase = shorter
    return phrase


def _step(phrase: Phrase) -> Phrase | None:
    """The phrase without its last functional word, or None where there is none."""
    words = phrase.name.rstrip(' 、,:"“”…·—')
    if not words:
        return replace(phrase, name="") if phrase.name else None
    if not phrase.direction and (match := _ADDED.search(words)):
        return replace(phrase, name=words[: match.start()], direction=1, word="新增", compared=True, last="新增")
    if any(words[-size:] in WHOLE_WORDS for size in range(_LONGEST, 1, -1)):
        return replace(phrase, name=words) if words != phrase.name else None
    for size in range(_LONGEST, 0, -1):
        word = words[-size:]
        if len(word) == size and (taken := _take(phrase, words, word)):
            return taken
    match = _COMPARED.search(words)
    return (
        replace(phrase, name=words[: match.start()], compared=True, beside=phrase.beside or match[0])
        if match and match.end() > match.start()
        else None
    )


def _take(phrase: Phrase, words: str, word: str) -> Phrase | None:
    left = words[: -len(word)]
    if word in GROWTH_FACETS:
        fall = -1 if word in FALLS else 1
        return replace(
            phrase, name=left, facet=word, direction=phrase.direction or fall, word=phrase.word or word, last=word
        )
    turned = len(word) > 2 and word.endswith(ARRIVALS) and (word[:-1] in RISES or word[:-1] in FALLS)
    if (word in COPULAS or turned) and not (phrase.direction and word in ("完成", "实现") and not left):
        arrives = phrase.arrives or (not phrase.direction and word.endswith(ARRIVALS) and word != "达到")
        return replace(
            phrase, name=left, arrives=arrives, respectively=phrase.respectively or word in ("分别", "依次"), last=word
        )
    if word in RISES or word in FALLS:
        arrives = phrase.arrives or (not phrase.direction and phrase.last in TO)
        return (
            None
            if phrase.direction and len(word) == 1
            else replace(
                phrase,
                name=left,
                direction=phrase.direction or (-1 if word in FALLS else 1),
                word=phrase.word or word,
                arrives=arrives,
                last=word,
            )
        )
    return None


def _plan(phrase: Phrase) -> Phrase | None:
    match = _PLAN.search(phrase.name)
    if not match or (not match["verb"] and len(match["plan"]) < 3):
        return None
    rest = _strip(Phrase(phrase.name[: match.start()]))
    return replace(
        phrase,
        name=rest.name,
        plan=match["plan"],
        word=match["verb"] or "完成",
        respectively=phrase.respectively or rest.respectively,
    )


def _share(phrase: Phrase) -> Phrase | None:
    position = phrase.name.rfind("占")
    if position < 0 or phrase.name[position + 1 : position + 2] in ("地", "有", "道", "用", "据", "领", "比", ""):
        return None
    whole = _SHARE_END.sub("", phrase.name[position + 1 :])
    rest = _strip(Phrase(phrase.name[:position]))
    return (
        replace(phrase, name=rest.name, whole=whole, word="占", respectively=phrase.respectively or rest.respectively)
        if whole
        else None
    )
