"""The way from figures in a sentence to readings: which indicator, which measure, which sign.

One sentence is read from left to right. What a clause does not name again it takes from the subject before it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from decheng_data.text.grammar.clauses import CLAUSE_END, Clause, Spot, spots_of
from decheng_data.text.grammar.measures import NamedFigure
from decheng_data.text.grammar.names import RIVALS, Name, Namer
from decheng_data.text.grammar.nouns import core, counted_noun, head_of, modifier_of, noun_before_predicate, split_names
from decheng_data.text.grammar.phrases import Phrase, read_phrase
from decheng_data.text.grammar.subjects import Reading, Subject
from decheng_data.text.words.lexicon import FACETS, FALLS, GROWTH_FACETS, TO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.text.words.spans import Figure

_RANGE = frozenset(("-", "--", "—", "——", "–", "~", "~~", "～", "至", "到"))
_TARGET = re.compile(
    r"(?:力争|确保|争取|奋力|预期目标|(?:目标|任务)(?:是|为|:))[^。;]{0,40}$|(?:目标|任务)(?:为|是|:|\()?$"
)
_AIMED = re.compile(r"力争|争取(?!到)|预期目标|(?:目标|任务)(?:为|是|:)")
"""What makes all that follows in the sentence a target."""
_AIM_BEHIND = re.compile("的?(?:年度|全年|预期|既定)?(?:目标|任务)")
"""What makes the figure before it a target: 超额完成1.4万人的目标."""
_BRANCHES = re.compile("(?:一、?二、?)?三[次大]?产业?(?:增加值)?的?(?:结构|比例|占比|比重|比)*$")
_ESTIMATE = re.compile(r"预计|预估|估计|预测|估算")
_PROVISIONAL = re.compile(r"初步核算|初步统计|初步测算|快报|初步汇总")
_GROWTH_NAME = re.compile(rf"(?P<facet>{'|'.join(sorted(GROWTH_FACETS, key=len, reverse=True))})(?:\([^()]*\))?$")
_KINDS_OF_THING = ("项目", "企业", "园区", "楼宇", "单位", "产品")
_PARTS = ("第一产业", "第二产业", "第三产业", "第四部分", "第五部分")


class Reader:
    """Reads the sentences of one text in their order. `places` are names that open clauses and name no indicator."""

    def __init__(self, places: frozenset[str]) -> None:
        self._namer, self._subject = Namer(places), Subject()
        self._last: Reading | None = None

    def new_paragraph(self) -> None:
        """Forget the subject."""
        self._subject = Subject()

    def sentence(self, words: str, start: int, figures: Sequence[Figure]) -> list[Reading]:
        """The readings of a sentence's figures; `words` is the sentence with dates blanked out, `start` its position in
        the text.
        """
        self._subject.begin_sentence()
        spots, readings = spots_of(words, start, figures), list[Reading]()
        while len(readings) < len(spots):
            spot = spots[len(readings)]
            count = max(spot.group_size, self._listed_size(spot))
            readings.extend(
                self._paired(spots[len(readings) : len(readings) + count]) if count > 1 else [self._single(spot)]
            )
            self._last = readings[-1]
        return readings

    def _listed_size(self, spot: Spot) -> int:
        """The length of a row without 分别: A、B零售额1元、2元, and after as many levels
        增长3%、4%.
        """
        size, phrase, subject = spot.row_size, spot.phrase, self._subject
        if size < 2 or spot.clause.joined:
            return 1
        name = self._namer.clean(phrase.name)
        if not name and phrase.direction and spot.figure.kind == "percent":
            return size if size == len(subject.group) or size <= subject.levels else 1
        listed = spot.figure.kind != "none" and not phrase.direction and head_of(name) and "、" in name
        return size if listed and split_names(core(name), size) and len(name.split("、")) == size else 1

    # one figure

    def _single(self, spot: Spot) -> Reading:
        clause, subject = spot.clause, self._subject
        if clause.joined and clause.near.strip() in _RANGE and self._last:
            return self._reached(self._last, spot) or replace(self._last, figure=spot.figure, inherited=True)
        phrase = spot.phrase
        self._mark_parent(clause)
        if plan := self._plan_before(spot, phrase):
            return Reading(
                spot.figure, f"{subject.name}完成{plan}比重", "share", estimate=subject.status, inherited=True
            )
        if spot.figure.form == "ratio":
            return self._ratio(spot, phrase)
        if subject.name and _AIM_BEHIND.match(spot.clause.after):
            return Reading(spot.figure, subject.name, "target", estimate=subject.status, inherited=True)
        name = self._namer.name(spot, phrase, subject)
        self._mark_status(clause, name.own)
        reading = self._reading(spot.figure, phrase, name.words, clause, inherited=not name.own)
        if spot.is_threshold or RIVALS.fullmatch(name.words):
            return replace(reading, threshold=spot.is_threshold)
        if spot.figure.kind == "counted" and name.own:
            reading = replace(reading, nearby=f"{clause.near}|{clause.after}")
        self._remember(spot.figure, name, reading.measure)
        subject.share = reading.name if reading.measure == "share" else "" if name.own else subject.share
        return reading

    def _reached(self, change: Reading, spot: Spot) -> Reading | None:
        """The level that a change in percentage points leads to: 4.4% of 增速回落1.2个百分点至4.4%."""
        if (
            change.measure != "change_pp"
            or change.figure.kind != "points"
            or spot.figure.kind != "percent"
            or spot.clause.near.strip() not in TO
        ):
            return None
        facet = _GROWTH_NAME.search(change.name)
        measure = "target" if self._subject.aimed else "growth_rate" if facet else "share"
        sign = -1 if spot.figure.negative or (facet and facet["facet"] in FALLS) else 1
        self._subject.measure = measure
        return Reading(
            spot.figure,
            _GROWTH_NAME.sub("", change.name) or change.name,
            measure,
            sign,
            change.estimate,
            change.parent,
            inherited=True,
        )

    def _plan_before(self, spot: Spot, phrase: Phrase) -> str:
        """The plan of 完成年度目标20家的85%, when the figure is the 85%."""
        plan, self._subject.plan = self._subject.plan, phrase.plan
        return (
            plan if spot.figure.kind == "percent" and spot.clause.joined and spot.clause.near.strip(")") == "的" else ""
        )

    def _remember(self, figure: Figure, name: Name, measure: str) -> None:
        subject = self._subject
        subject.in_sentence, subject.measure = True, measure
        subject.levels = subject.levels + 1 if measure == "level" and name.own else 0
        if not name.own:
            return
        if measure != "change_pp" or name.words.endswith(("率", "比重", "占比", "比例")):
            subject.name, subject.kind = name.words, figure.kind
            subject.recent.append(name.words)
        topic = modifier_of(name.words)
        if figure.kind in ("counted", "none", "time") and measure == "level":
            topic = counted_noun(re.sub("^.*的", "", name.words))
            subject.counted = name.words if figure.kind == "counted" else subject.counted
            subject.noun = next((noun for noun in _KINDS_OF_THING if name.words.endswith(noun)), subject.noun)
        subject.topic = topic if len(topic) > 1 and not name.bare else subject.topic

    # several figures in a row

    def _paired(self, spots: Sequence[Spot]) -> list[Reading]:
        """Figures in a row behind 分别, each with its own name."""
        first, subject = spots[0], self._subject
        words, _, verb = (
            first.phrase.name.rpartition("分别") if "分别" in first.phrase.name else (first.phrase.name, "", "")
        )
        names = self._names(words, first.clause, len(spots), first)
        self._mark_status(first.clause, names is not None)
        self._mark_parent(first.clause)
        phrase, readings = first.phrase, list[Reading]()
        against = re.split("[、和及与]", phrase.against)
        noun = "" if names or phrase.direction or phrase.whole else self._shared_noun(words)
        named = [f"{modifier_of(name)}{noun}" if noun else name for name in names or self._names_before(len(spots))]
        for index, (spot, name) in enumerate(zip(spots, named, strict=True)):
            phrase = spot.phrase if spot.phrase.direction else phrase
            if len(against) == len(spots) > 1:
                phrase = replace(phrase, against=against[index])
            full = self._full_name(name, spot.figure, phrase, own=names is not None) + _action(verb, spot.figure)
            readings.append(self._reading(spot.figure, phrase, full, first.clause, inherited=names is None))
        subject.levels = len(readings) if readings[-1].measure == "level" else 0
        if names and not all(name in FACETS for name in names):
            subject.group = [reading.name for reading in readings]
            subject.recent += subject.group
            subject.name, subject.kind = readings[-1].name, first.figure.kind
        subject.in_sentence, subject.measure = True, readings[-1].measure
        return readings

    def _names(self, words: str, clause: Clause, count: int, first: Spot) -> list[str] | None:
        """The names before 分别, in its clause or in those before it."""
        if first.phrase.against and first.figure.kind != "rank":
            return None
        gap = clause.gap[: clause.gap.rfind("分别")] if "分别" in clause.gap else words
        earlier = [
            read_phrase(noun_before_predicate(part)[0]).name
            for part in reversed(CLAUSE_END.split(gap)[:-1])
            if "、" in part
        ]
        for candidate in (first.phrase_of(words).name, *earlier, gap):
            listed = self._namer.clean(re.sub(r"^.*(?:其中[,:]?|[;。])", "", candidate))
            if len(listed) > 1 and (names := split_names(core(listed), count)):
                return [self._namer.clean(name) for name in names]
        return None

    def _shared_noun(self, words: str) -> str:
        """What all names before share: 对经济增长的贡献率 of 对经济增长的贡献率分别为0.9%、63.2%."""
        noun = self._namer.clean(read_phrase(words).name)
        return noun if noun.endswith("率") and noun not in FACETS else ""

    def _names_before(self, count: int) -> list[str]:
        subject = self._subject
        known = subject.group if len(subject.group) == count else subject.recent[-count:]
        return known if len(known) == count else [subject.name] * count

    def _full_name(self, name: str, figure: Figure, phrase: Phrase, *, own: bool) -> str:
        if name in FACETS:
            return f"{self._subject.name}{name}"
        return self._namer.child(name, figure, phrase, self._subject) if own else name

    # marks and measures

    def _mark_status(self, clause: Clause, own: bool) -> None:
        """预计 covers all figures of the indicator it introduces, 初步核算 its sentence."""
        subject = self._subject
        if _PROVISIONAL.search(clause.gap):
            subject.status = "P"
        elif _ESTIMATE.search(clause.gap):
            subject.status = "E"
        elif own and subject.status == "E":
            subject.status = "A"

    def _mark_parent(self, clause: Clause) -> None:
        subject = self._subject
        if (
            "其中" in clause.gap
            and subject.name
            and (not subject.parent or head_of(subject.name) != head_of(subject.parent))
        ):
            subject.parent, subject.parent_kind = subject.name, subject.kind

    def _ratio(self, spot: Spot, phrase: Phrase) -> Reading:
        """A part of 3.9:59.5:36.6, named after the ratio."""
        figure, subject = spot.figure, self._subject
        if figure.part == 0:
            name = core(self._namer.clean(phrase.name))
            subject.ratio = name if len(name) > 1 else subject.ratio or self._namer.context(spot.clause) or subject.name
            subject.ratio = _BRANCHES.sub("三次产业结构", subject.ratio) if figure.parts == 3 else subject.ratio
            subject.in_sentence, subject.ratio_origin = True, phrase.origin
            self._mark_status(spot.clause, len(name) > 1)
        part = (
            _PARTS[figure.part]
            if figure.parts == 3 and re.search("产业|[一二三]产|结构", subject.ratio)
            else f"第{figure.part + 1}项"
        )
        name = f"{subject.ratio}({part})" if figure.parts > 1 else subject.ratio
        return Reading(
            figure,
            name,
            "share" if figure.kind == "percent" else "level",
            estimate=subject.status,
            origin=subject.ratio_origin,
        )

    def _reading(self, figure: Figure, phrase: Phrase, name: str, clause: Clause, *, inherited: bool) -> Reading:
        subject = self._subject
        measure, sign, name = NamedFigure(figure, phrase, name, clause, subject, inherited).measured()
        subject.aimed = subject.aimed or bool(_AIMED.search(clause.gap))
        if (
            (subject.aimed or _TARGET.search(clause.gap))
            and measure in ("level", "growth_rate", "share")
            and not phrase.plan
        ):
            measure = "target"
        part = (
            subject.parent != name
            and not inherited
            and (head_of(subject.parent) == head_of(name) or "其中" in clause.gap)
        )
        parent = subject.parent if part else ""
        if (
            part
            and figure.kind == "counted" != subject.parent_kind
            and subject.counted
            and subject.counted != name
            and name.endswith(subject.counted)
        ):
            parent = subject.counted
        return Reading(
            figure,
            name,
            measure,
            sign,
            subject.status,
            parent,
            phrase.against,
            phrase.compared,
            inherited,
            phrase.origin,
        )


def _action(verb: str, figure: Figure) -> str:
    """What is done behind 分别: 化解 of 分别化解92.3%, as a rate where the figure is one; 增加值 of 分别实现增加值."""
    action = re.sub("^(?:实现|完成|达到?|为)+", "", verb)
    return f"{action}率" if action and figure.kind == "percent" and not head_of(action) else action
