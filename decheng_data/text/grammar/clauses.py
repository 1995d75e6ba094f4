"""The clause of a figure, the row that it belongs to, and whether it is but a bound inside a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from decheng_data.text.grammar.nouns import clean, is_bare, is_verbal
from decheng_data.text.grammar.phrases import Phrase, read_difference, read_phrase, read_rank, read_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.text.words.spans import Figure

CLAUSE_END = re.compile(r"[,;。:(]")
_DELIMITER = re.compile(r"[,;:,、。)(]")
_GAP, _REACH = 160, 60
_LONGEST_ROW = 24
_LEVELS = ("省", "市", "县", "区", "国家", "省级", "市级", "县级", "国家级")
_JOINS = frozenset(("、", "和", "及", "与", "以及", ",", "或", "至", "到", "-", "~", "—", "——", "–", ";"))
_BOUNDS_AFTER, _BOUNDS = ("以上", "以下", "以内"), ("超", "超过", "过", "以上", "逾", "以下", "不足", "以内")
_BOUNDED = ("money", "measured", "percent", "counted", "time")
_BOUNDED_NOUN = re.compile(
    r"^(?:及?以上|以下|以内|\(含\))?的?(?:[一-龥]{0,4}?)(?:项目|企业|工业|单位|园区|人口|户|人群|老人|老年|人员|居民|儿童|学生|农户|商贸|大户|村|建筑|商户|产品|主体|锅炉|机组|家庭|乡镇|品牌|合作社|基地|固定资产|技改)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The text around a figure.

    `gap` is all since the figure before, `near` its last clause, `after` what follows up to the next sign or figure,
    `reach` what follows up to the next figure; `joined` says that no sign parts it from the figure before.
    """

    gap: str
    near: str
    after: str
    reach: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One figure of a sentence among its neighbours."""

    figures: Sequence[Figure]
    clauses: Sequence[Clause]
    index: int

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.figures[self.index]

    @property
    def clause(self) -> Clause:
        """The clause around it."""
        return self.clauses[self.index]

    @property
    def behind(self) -> Spot | None:
        """The next figure, if there is one."""
        return Spot(self.figures, self.clauses, self.index + 1) if self.index + 1 < len(self.figures) else None

    @property
    def phrase(self) -> Phrase:
        """What the words before it say of it."""
        return self.phrase_of(self.clause.near)

    def phrase_of(self, words: str) -> Phrase:
        """What other words would say of it."""
        if self.figure.kind == "points":
            return read_difference(words)
        if self.figure.unit.endswith(("倍", "番")):
            return read_times(words)
        return read_rank(words) if self.figure.kind == "rank" else read_phrase(words)

    @property
    def group_size(self) -> int:
        """How many figures are in a row behind 分别; 1 where there is none."""
        near, gap = self.clause.near[-20:], self.clause.gap[-30:]
        if "分别" not in near and "依次" not in near and "分别" not in gap:
            return 1
        return self.row_size

    @property
    def row_size(self) -> int:
        """How many figures of its kind are in a row, parted by nothing but 、, 和 or 、下降; a row of more than 24 is
        none.
        """
        last, turns = self.index + 1, self.phrase.direction != 0
        end = min(len(self.figures), self.index + _LONGEST_ROW + 1)
        while (
            last < end and self.figures[last].kind == self.figure.kind and _joins(self.clauses[last].gap, turns=turns)
        ):
            last += 1
        return last - self.index if last - self.index <= _LONGEST_ROW else 1

    @property
    def is_threshold(self) -> bool:
        """Whether it is a bound inside a name: 过100万元的企业34家, 500万元以上项目, 9家企业增幅超过50%."""
        if self.figure.qualifier not in _BOUNDS or self.figure.kind not in _BOUNDED:
            return False
        counted_behind = self.index + 1 < len(self.figures) and self.figures[self.index + 1].kind == "counted"
        if counted_behind and self.clauses[self.index + 1].gap in ("", "的"):
            return True
        named = _BOUNDED_NOUN.match(self.clause.reach)
        if named and (
            self.figure.qualifier in _BOUNDS_AFTER or (counted_behind and self.clauses[self.index + 1].joined)
        ):
            return True
        return self._bounds_things_before

    @property
    def _bounds_things_before(self) -> bool:
        counted_before = self.clause.joined and self.index > 0 and self.figures[self.index - 1].kind == "counted"
        return (
            counted_before
            and self.figure.kind == "percent"
            and bool(re.search("增幅|增速|增长|比例|率", self.clause.gap))
        )


def spots_of(words: str, start: int, figures: Sequence[Figure]) -> list[Spot]:
    """The figures of a sentence, each among its neighbours. A bound is made part of the words before the figure behind
    it.
    """
    clauses = [_clause(words, start, figures, index) for index in range(len(figures))]
    spots = [Spot(figures, clauses, index) for index in range(len(figures))]
    for spot, clause in zip(spots, clauses[1:], strict=False):
        if clause.joined and spot.is_threshold:
            bound = words[spot.figure.outer_start - start : spot.figure.outer_end - start]
            clauses[spot.index + 1] = replace(clause, near=f"{spot.clause.near}{bound}{clause.near}")
    return spots


def _clause(words: str, start: int, figures: Sequence[Figure], index: int) -> Clause:
    figure = figures[index]
    begin = figures[index - 1].outer_end - start if index else 0
    end = figures[index + 1].outer_start - start if index + 1 < len(figures) else len(words)
    here, behind = figure.outer_start - start, figure.outer_end - start
    gap = words[max(begin, here - _GAP) : here]
    cut = max((match.end() for match in CLAUSE_END.finditer(gap)), default=0)
    reach = words[behind : min(end, behind + _REACH)]
    near = gap[cut:].replace(" ", "")
    return Clause(
        gap, _last_listed(near) if index and not cut else near, _up_to_sign(reach), reach, index > 0 and not cut
    )


def _up_to_sign(reach: str) -> str:
    match = _DELIMITER.search(reach)
    if match and match[0] == "、" and reach[: match.start()] in _LEVELS:
        match = _DELIMITER.search(reach, match.end())
    return (reach[: match.start()] if match else reach).strip()


def _last_listed(near: str) -> str:
    """Behind another figure, the last of a list when it can begin anew: 总投资 of 的…产业园、总投资."""
    piece = near[1:].rpartition("、")[2] if "、" in near[1:] else ""
    return piece if piece and (is_bare(clean(read_phrase(piece).name)) or is_verbal(clean(piece))) else near


def _joins(gap: str, *, turns: bool) -> bool:
    """Whether the words between two figures only join them: 、 or, where the row `turns` up or down from its beginning,
    、下降.
    """
    words = gap.strip()
    if words in _JOINS:
        return True
    if not turns or len(words) >= 8 or words[:1] not in _JOINS:
        return False
    phrase = read_phrase(words)
    return phrase.direction != 0 and not phrase.name.strip("、,和及与")
