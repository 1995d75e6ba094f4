"""Which indicator a name means: one of the vocabulary by its aliases, else a new one with a proposed id."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from decheng_data.model.rows import IndicatorRow

NEW = "new_"
"""Begins the id of an indicator that the vocabulary does not have."""

_SAME = (
    (re.compile(r"^(?:全社会|辖区|区域|地区|国内|实现|本级)?(?:生产总值|GDP)(?:\(GDP\))?"), "地区生产总值"),
    (re.compile("GDP"), "地区生产总值"),
    (re.compile("^(?:城乡)?(?:居民)?(?:人均)?收入比值?$"), "城乡居民收入比"),
    (re.compile("(?<![第一二三])一产(?!业)"), "第一产业"),
    (re.compile("(?<![第一二三])二产(?!业)"), "第二产业"),
    (re.compile("(?<![第一二三])三产(?!业)"), "第三产业"),
)
_SPELLINGS = (
    ("规上", "规模以上"),
    ("限上", "限额以上"),
    ("社消零", "社会消费品零售总额"),
    ("社零", "社会消费品零售总额"),
    ("固投", "固定资产投资"),
    ("累计", ""),
    ("全社会", ""),
)
_SHORTEST_NEARBY = 5
_FACET = re.compile("(?:增速|总量|增幅|降幅|总额|占比|规模)$")
_BESIDE = re.compile(
    r"(?:\((?:[高低快慢多少]|领先|落后|优于|好于|超|比|较)[^()]*\)|(?<![安定移宜民])居(?![民住家室委])[^居]{2,8})$"
)
"""The comparison in a name, 居全市 but not 居民消费价格: the indicator is the same without it."""
_DONE = re.compile("^(?:实施|筛选|发放|举办|投入|落实|组织|安排|拨付|下达|推进)(?:各[类级])?(?=.{4})")
"""What was done with the things that a new indicator counts is no part of its name."""
_OF_MEASURE = re.compile("(?:增速|增幅|降幅|涨幅)$")
_MARKS = re.compile(r"[\s“”\"‘’「」《》、,，·（）()]")


class Named(NamedTuple):
    """An indicator's id and Chinese name, and whether the vocabulary has it."""

    indicator_id: str
    name: str
    known: bool


def canonical(name: str) -> str:
    """The name in the words of official statistics: GDP is 地区生产总值, 一产 第一产业."""
    for pattern, words in _SAME:
        name = pattern.sub(words, name)
    return name


def normal(name: str) -> str:
    """A spelling for comparing names: without marks and brackets, 规上 as 规模以上."""
    name = _MARKS.sub("", canonical(name))
    for short, full in _SPELLINGS:
        name = name.replace(short, full)
    return name


def indicator_name(name: str) -> str:
    """The name of the indicator itself, without what a measure adds: 地区生产总值 of 地区生产总值增速(高于全市)."""
    core = _DONE.sub("", _BESIDE.sub("", name))
    return _OF_MEASURE.sub("", core) or core


class Vocabulary:
    """The names and aliases of indicators."""

    def __init__(self, indicators: Iterable[IndicatorRow]) -> None:
        self._rows = {row.indicator_id: row for row in indicators}
        self._known = {
            normal(alias).removesuffix("数"): row.indicator_id
            for row in self._rows.values()
            for alias in reversed((row.name_zh, *(row.aliases_zh or ())))
        }

    def find(self, name: str, nearby: str = "") -> Named:
        """The indicator of that name, else the one whose longest alias is in the words near a count, else a
        new one.
        """
        words = canonical(name)
        core = _BESIDE.sub("", words)
        found = (
            self._known_id(core)
            or self._known_id(_DONE.sub("", core))
            or (self._alias_in(normal(nearby)) if nearby else None)
        )
        if found:
            return Named(found, words, True)
        words = _DONE.sub("", words)
        return Named(proposed_id(indicator_name(words)), words, False)

    def _known_id(self, name: str) -> str | None:
        plain = normal(name).removesuffix("数")
        return self._known.get(plain) or self._known.get(_FACET.sub("", plain))

    def _alias_in(self, words: str) -> str | None:
        within = [alias for alias in self._known if len(alias) >= _SHORTEST_NEARBY and alias in words]
        return self._known[max(within, key=len)] if within else None


@lru_cache(maxsize=65536)
def proposed_id(name: str) -> str:
    """An id for a new indicator: `new_` and its pinyin, or a hash of the name where pypinyin is not installed."""
    if not name:
        return ""
    words = [re.sub("[^a-z0-9]", "", word.lower()) for word in SPELL(name[:30])]
    spelled = "_".join(word for word in words if word)
    return (NEW + spelled)[:64].rstrip("_") if spelled else NEW + sha256(name.encode()).hexdigest()[:12]


def speller() -> Callable[[str], Sequence[str]]:
    """What spells a name in Latin letters; where pypinyin is not installed, nothing does."""
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return lambda _: ()
    return cast("Callable[[str], Sequence[str]]", lazy_pinyin)


SPELL = speller()
"""Loaded with the module, for it takes longer than to draft a bulletin."""
