"""How one figure's indicator is called: by its own clause, by the noun behind it, or by the subject before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.text.grammar.clauses import CLAUSE_END, Clause, Spot
from decheng_data.text.grammar.nouns import (
    after_list,
    clean,
    core,
    counted_noun,
    head_of,
    is_bare,
    is_thing,
    is_verbal,
    modifier_of,
    noun_before_predicate,
    unverbed,
)
from decheng_data.text.grammar.phrases import Phrase, read_phrase, read_rank
from decheng_data.text.words.lexicon import FACETS, GROWTH_FACETS

if TYPE_CHECKING:
    from decheng_data.text.grammar.subjects import Subject
    from decheng_data.text.words.spans import Figure

RIVALS = re.compile("(?:的|各?[县市区州旗]|兄弟|县区|单位|城市|地市|区县|[个类同省])+")
"""Among whom a rank is: 全市13个县区第6位."""
_HEADS_OF_COUNTS = ("存栏", "出栏", "存栏量", "出栏量")
_DOING = ("减贫", "扶贫", "参保", "参军", "入伍", "入学")
"""What people do who are counted."""
_BRANCH = re.compile("(?:业|企业|类|产品|居民|农民|单位|地区)$")
_LEVEL = re.compile("(?:国家|省|市|县|区|州|旗|镇|乡)级")
_LEVEL_ONLY = re.compile("(?:国家|省|市|县|区|州|旗|镇|乡)级(?:以上)?")
_BY_BRANCH = re.compile("[分按从][^,;]{1,8}看")
_STAYS_AT = re.compile("(?:实现|保持|做到|确保)$")
_BOUND_ONLY = re.compile("(?:以上|以下|以内|[过超][十百千]?[万亿]元)$")
_PARTITIVE = re.compile(r"(?:中|当中|其中)$")
_FULL_RATES = frozenset(
    ["失业率", "出生率", "死亡率", "不良率", "就业率", "城镇化率", "贡献率", "参保率", "升学率", "入园率", "税负率"]
)
_ACHIEVED = re.compile(
    "(?:稳定|实现|顺利|成功|全部|如期|喜获|喜迁)(?:脱贫|就业|达标|搬迁|入住|摘帽|转移|上岗|创业|新居)"
)
_COUNT_NOUN = {"户": "户数", "人": "人数", "名": "人数", "人次": "人次", "个": "个数", "起": "起数", "件": "件数"}
_MAKES = re.compile(r"^(?:的|用于|用来|建设|实施|新建|改造|对|购置|打造|支持|开展|修建|启动|完善|升级|扩建)")
_NOUN_START = re.compile(r"^[“《A-Za-z一-龥]")
_CHANGES = re.compile(
    "缩短|减少|增加|提高|下降|扩大|缩小|压缩|上升|增长|调整|升至|升到|降至|降到|增至|变为|发展到|提升|压减|缩减|降低"
)
_LISTED = re.compile("^.*[^高中平初优]等(?=[^级于待])")


class Name(NamedTuple):
    """A name, whether the figure's own clause gives it, and whether a bare noun was filled up to make it."""

    words: str
    own: bool
    bare: bool = False


class Namer:
    """Names the figures of one text after its subject. `places` are names that open clauses and name no indicator."""

    def __init__(self, places: frozenset[str]) -> None:
        self._places = places

    def clean(self, words: str) -> str:
        """The words without marks, adverbs and place names."""
        return clean(words, self._places)

    def name(self, spot: Spot, phrase: Phrase, subject: Subject) -> Name:
        """The name of a single figure's indicator; its words are empty where no words have it."""
        if spot.figure.form == "zero":
            return Name(self._name_of_zero(phrase, spot.clause, subject), True)
        rest = self.clean(phrase.name)
        if _may_count(spot.figure, phrase) and (name := self._counted(spot.figure, rest, phrase, spot.clause, subject)):
            return Name(name, True)
        rest = core(rest)
        if RIVALS.fullmatch(rest) and (spot.figure.kind == "rank" or not spot.clause.near):
            rest = ""
        return (
            self._faceted(spot.figure, phrase, rest, subject)
            or self._filled(spot, phrase, rest, subject)
            or self._own_name(spot.figure, phrase, rest, subject, spot.clause.gap)
            or self._name_before(spot, phrase, subject)
        )

    def child(self, name: str, figure: Figure, phrase: Phrase, subject: Subject) -> str:
        """A part's name with the head of its whole: 食用菌 of 蔬菜产量 is 食用菌产量, 轻工业 of 工业增加值
        轻工业增加值.
        """
        head = head_of(subject.parent)
        alike = figure.kind == subject.parent_kind or (figure.kind == "percent" and phrase.direction)
        if (
            figure.kind == subject.parent_kind == "counted"
            and (at := subject.parent.find(name[-2:])) >= 0
            and at + 2 < len(subject.parent)
        ):
            return f"{name}{subject.parent[at + 2 :]}"
        if figure.kind == subject.parent_kind == "counted" and re.search("级$|^[国省市县]家?级?$", name):
            return f"{name}{re.sub('^.*级(?:以上)?', '', subject.parent)}"
        if (
            not head
            or not alike
            or len(head_of(name)) > 1
            or figure.kind == "none"
            or (figure.kind == "counted" and head not in _HEADS_OF_COUNTS)
        ):
            return after_list(name)
        head = head.removeprefix("总")
        return f"{name.removesuffix(head[:2])}{head}"

    def context(self, clause: Clause) -> str:
        """A subject that an earlier clause of the same gap names: …稳步增长,达到91亿元."""
        for words in reversed(CLAUSE_END.split(clause.gap)[:-1]):
            noun = self.clean(noun_before_predicate(self.clean(words))[0])
            noun = core(self.clean(read_phrase(noun).name))
            if len(noun) > 1 and noun not in FACETS and (len(noun) <= 16 or head_of(noun)):
                return noun
        return ""

    def _name_of_zero(self, phrase: Phrase, clause: Clause, subject: Subject) -> str:
        before = core(self.clean(phrase.name))
        if len(before) > 1 and _STAYS_AT.search(clause.near):
            return before
        after = "" if clause.after.startswith("增长") else self.clean(noun_before_predicate(clause.after)[0])
        return after if len(after) > 1 else core(self.clean(phrase.name)) or self.context(clause) or subject.name

    def _faceted(self, figure: Figure, phrase: Phrase, rest: str, subject: Subject) -> Name | None:
        """The subject before, with the aspect in this clause: 总量, 占比, 增速."""
        if rest not in FACETS and (rest or not phrase.facet):
            return None
        facet = rest or (phrase.facet if figure.kind == "rank" else "")
        shown = figure.kind == "rank" or facet not in GROWTH_FACETS
        return Name(f"{subject.name}{facet}" if subject.name and shown else subject.name or facet, False)

    def _filled(self, spot: Spot, phrase: Phrase, rest: str, subject: Subject) -> Name | None:
        """A bare noun or verb with what it is of: 总投资 of the project behind it, 开工率 of the projects before it."""
        if _is_bare_rate(rest, spot.figure, phrase) and subject.in_sentence:
            stem = rest[:-1]
            return Name(f"{subject.topic.removesuffix(stem)}{rest}", True, True)
        if not is_bare(rest) and not is_verbal(rest):
            return None
        if not phrase.direction and (made := self._noun_behind_amount(spot)):
            return Name(f"{made}{unverbed(rest)}", True, True)
        verb = is_verbal(rest) and not head_of(rest)
        if verb and not subject.in_sentence:
            return Name(f"{rest}{_count_noun(spot.figure)}", True, True)
        named = "" if subject.in_sentence else self.context(spot.clause)
        topic = modifier_of(named) if named else subject.topic
        if ";" in spot.clause.gap and rest[:2] in ("实现", "完成") and not is_thing(topic):
            return Name(rest[2:], True)
        if rest.endswith("率"):
            topic = topic.removesuffix(rest[:-1])
        return Name(f"{rest}{topic}" if verb else f"{topic}{rest}", True, True)

    def _own_name(self, figure: Figure, phrase: Phrase, rest: str, subject: Subject, gap: str) -> Name | None:
        if len(rest) < 2 and not head_of(rest):
            return None
        if rest == "贡献率" and subject.name:
            return Name(f"{modifier_of(subject.name)}贡献率", True)
        name = self._sibling(rest, figure, phrase, subject, gap) or self.child(rest, figure, phrase, subject)
        return Name(name + (phrase.facet if figure.kind == "rank" else ""), True)

    def _sibling(self, name: str, figure: Figure, phrase: Phrase, subject: Subject, gap: str) -> str:
        """A branch with the head of the branch before it: 制造业 behind 采矿业增加值 is 制造业增加值, 汽车类 behind
        限上零售额 汽车类零售额.
        """
        if figure.kind == subject.kind == "counted" and _LEVEL_ONLY.fullmatch(name) and _LEVEL.search(subject.name):
            return _LEVEL.sub(name, subject.name, count=1)
        if name in ("贷款余额", "贷款") and "存款余额" in subject.name:
            return subject.name.removeprefix("金融机构").replace("存款余额", "贷款余额")
        head = head_of(subject.name)
        alike = figure.kind == subject.kind or (figure.kind == "percent" and phrase.direction != 0)
        if (
            not head
            or not alike
            or subject.parent
            or head_of(name)
            or not _BRANCH.search(name)
            or figure.kind in ("counted", "none")
        ):
            return ""
        among = (subject.in_sentence or _BY_BRANCH.search(gap)) and _BRANCH.search(modifier_of(subject.name))
        return f"{name}{head.removeprefix('总')}" if among or name.endswith("类") else ""

    def _name_before(self, spot: Spot, phrase: Phrase, subject: Subject) -> Name:
        """The name that an earlier clause, the figure behind, or the subject gives."""
        figure, context = spot.figure, self.context(spot.clause)
        if context and (not subject.in_sentence or len(head_of(context)) > 1):
            return Name(context, True)
        behind = spot.behind
        if figure.kind == "counted" and not spot.clause.after and behind and not behind.clause.gap:
            if behind.is_threshold:
                bound = f"{behind.figure.value}{behind.figure.unit}{behind.figure.qualifier}"
                return Name(f"{bound}{noun_before_predicate(behind.clause.after.removeprefix('的'))[0]}", True)
            return Name(f"{counted_noun(behind.clause.after)}类别", True)
        if figure.kind == "counted" and not phrase.direction and subject.in_sentence and (noun := _count_noun(figure)):
            return Name(re.sub("(?:户数|人数|个数|件数|起数)$", "", subject.name) + noun, False)
        return Name(subject.name, False)

    def _noun_behind_amount(self, spot: Spot) -> str:
        """The noun behind an amount: 总投资540亿元的“310工程”, 投资4.2亿元实施…工程, 总投资950亿元的97个重点项目."""
        after, behind = spot.clause.after, spot.behind
        if not after or not _MAKES.match(after):
            return ""
        if after in ("的", "实施", "建设", "的等") and behind and behind.clause.joined:
            after = behind.clause.after
        noun = self.clean(noun_before_predicate(clean(_MAKES.sub("", after, count=1)))[0])
        return re.sub("等.*$", "", noun) or noun

    def _counted(self, figure: Figure, rest: str, phrase: Phrase, clause: Clause, subject: Subject) -> str:
        """The name of counted things: 骨干企业 of 筛选骨干企业34家, and of 34家骨干企业."""
        rest = _LISTED.sub("", rest)
        if _PARTITIVE.search(rest) and clause.after:
            noun = _PARTITIVE.sub("", rest)
            return f"{clause.after}的{noun}" if len(clause.after) <= 12 else noun
        if rest.endswith("等") or (clause.joined and rest.endswith(("和", "及", "与"))):
            rest = ""
        if _ACHIEVED.match(clause.after):
            return f"{rest}{clause.after}{_count_noun(figure)}" if len(clause.after) < 12 and len(rest) < 2 else ""
        if not rest and clause.after.startswith("实现") and subject.in_sentence and len(clause.after) <= 12:
            return f"{clause.after}的{_PARTITIVE.sub('', subject.name)}"
        noun, modifier = (
            noun_before_predicate(re.sub("^的", "", clause.after))
            if _NOUN_START.match(clause.after) and not _CHANGES.match(clause.after)
            else ("", clause.after)
        )
        noun, rest = _thing_in(self.clean(noun)), _before_counted(rest)
        if _BOUND_ONLY.search(rest) and not noun and subject.noun:
            return f"{rest}{subject.noun}"
        if rest in _DOING:
            return f"{rest}{_count_noun(figure)}"
        own = len(rest) > 1 and not is_verbal(rest) and not is_bare(rest) and rest not in FACETS
        if noun and figure.kind != "measured" and (not own or is_thing(noun) or clause.after.startswith("的")):
            return _with_modifier(noun, modifier, rest)
        return (
            (self._sibling(rest, figure, phrase, subject, clause.gap) or self.child(rest, figure, phrase, subject))
            if own
            else ""
        )


def _may_count(figure: Figure, phrase: Phrase) -> bool:
    plain = not phrase.direction and not phrase.whole and not phrase.plan and figure.form != "rank"
    return plain and figure.kind in ("counted", "none", "time", "measured")


def _is_bare_rate(rest: str, figure: Figure, phrase: Phrase) -> bool:
    return (
        len(rest) == 3
        and rest.endswith("率")
        and rest not in _FULL_RATES
        and figure.kind == "percent"
        and not phrase.direction
    )


def _thing_in(noun: str) -> str:
    """The things that are counted, where a rate or an amount of them follows: 行政村 of 137个行政村通村公路硬化率."""
    if not noun or is_thing(noun) or not head_of(noun):
        return noun
    return next((noun[:size] for size in range(2, len(noun) - 1) if is_thing(noun[:size])), noun)


def _before_counted(rest: str) -> str:
    rest = read_rank(rest).name if rest.endswith(("全市", "全省", "全国", "全县", "全区")) else rest
    return re.sub("[的等]$", "", core(rest))


def _with_modifier(noun: str, modifier: str, rest: str) -> str:
    """A counted noun with what makes it an indicator: the predicate of a very short one, a verb before it."""
    if len(noun) <= 2 and not rest and 2 < len(modifier) <= 16:
        return f"{modifier.rstrip('、,')}的{noun}"
    return f"{rest}{noun}" if rest and len(rest) <= 6 and not is_thing(rest) else noun


def _count_noun(figure: Figure) -> str:
    return _COUNT_NOUN.get(figure.unit.lstrip("十百千万亿"), "")
