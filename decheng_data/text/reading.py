"""The way from figures in a sentence to readings: which indicator, which measure, which sign.

One sentence is read from left to right. What a clause does not name again it takes from the subject before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from decheng_data.text.lexicon import FACETS, FALLS, GROWTH_FACETS
from decheng_data.text.nouns import after_list, clean, core, counted_noun, head_of, is_bare, is_thing, is_verbal, modifier_of, noun_before_predicate, split_names, unverbed
from decheng_data.text.phrases import Phrase, read_difference, read_phrase, read_rank, read_times
from decheng_data.text.spans import Figure

_DELIMITER = re.compile(r"[,;:,、。)(]")
_CLAUSE_END = re.compile(r"[,;。:(]")
_JOINS = frozenset(("、", "和", "及", "与", "以及", ",", "或", "至", "到", "-", "~", "—", "~", "——", "–", ";"))
_TARGET = re.compile(r"(?:力争|确保|争取|奋力|预期目标|目标(?:任务)?(?:是|为)?|目标)[^。;]{0,40}$|(?:目标|任务)(?:为|是|:)?$")
_ESTIMATE = re.compile(r"预计|预估|估计|预测|估算")
_PROVISIONAL = re.compile(r"初步核算|初步统计|初步测算|快报|初步汇总")
_RATE_NAME = re.compile(r"(?:率|面|比|比重|占比|比例|份额|覆盖|度)$")
_INDEX_NAME = re.compile(r"(?:指数|CPI|PPI|PMI|IPO|价格|系数|得分|评分)$")
_PARTITIVE = re.compile(r"(?:中|当中|其中)$")
_FULL_RATES = frozenset("失业率 出生率 死亡率 不良率 就业率 城镇化率 贡献率 参保率 升学率 入园率 税负率".split())
_SAID = re.compile("(?:稳定|实现|顺利|成功|全部|如期|喜获|喜迁)(?:脱贫|就业|达标|搬迁|入住|摘帽|转移|上岗|创业|新居)")
_COUNT_NOUN = {"户": "户数", "人": "人数", "名": "人数", "人次": "人次", "个": "个数", "起": "起数", "件": "件数"}
_RIVALS = re.compile("(?:各?[县市区州旗]|兄弟|县区|单位|城市|地市|区县|[个类同省])*")
_PARTS = ("第一产业", "第二产业", "第三产业", "第四部分", "第五部分")
_MAKES = re.compile(r"^(?:的|用于|用来|建设|实施|新建|改造|对|购置|打造|支持|开展|修建|启动|完善|升级|扩建)")
_NOUN_START = re.compile(r"^[“《A-Za-z一-龥]")
_THRESHOLD_NOUN = re.compile(r"^(?:及?以上|以下|以内|\(含\))?的?(?:[一-龥]{0,4}?)(?:项目|企业|工业|单位|园区|人口|户|人群|商贸|大户|村|建筑|商户|产品|主体|锅炉|机组|家庭|乡镇|品牌|合作社|基地)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure says: of which indicator, by which measure, with which sign, and how sure that is."""

    figure: Figure
    name: str
    measure: str
    sign: int = 1
    estimate: str = "A"
    parent: str = ""
    against: str = ""
    compared: bool = False
    inherited: bool = False
    origin: bool = False
    threshold: bool = False
    note: str = ""


@dataclass(slots=True)
class Subject:
    """What the last clauses spoke of."""

    name: str = ""
    kind: str = ""
    measure: str = ""
    topic: str = ""
    parent: str = ""
    parent_kind: str = ""
    status: str = "A"
    ratio: str = ""
    share: str = ""
    plan: str = ""
    noun: str = ""
    recent: list[str] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    in_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """The text around a figure: `gap` since the figure before, `near` the last clause of it, `after` up to the next sign or figure."""

    gap: str
    near: str
    after: str
    reach: str
    joined: bool


class Reader:
    """Reads the sentences of one text in their order. `places` are names that open clauses and name no indicator."""

    def __init__(self, places: frozenset[str] = frozenset()) -> None:
        self._places, self._subject = places, Subject()

    def new_paragraph(self) -> None:
        """Forget what was spoken of."""
        self._subject = Subject()

    def sentence(self, words: str, start: int, figures: Sequence[Figure]) -> list[Reading]:
        """The readings of a sentence's figures; `words` is the sentence with dates blanked out, `start` its position in the text."""
        subject = self._subject
        if subject.parent:
            subject.name, subject.kind, subject.topic = subject.parent, subject.parent_kind, modifier_of(subject.parent)
        subject.in_sentence, subject.status, subject.recent, subject.group, subject.parent = False, "A", [], [], ""
        clauses = [_clause(words, start, figures, index) for index in range(len(figures))]
        for index in range(len(figures) - 1):
            if clauses[index + 1].joined and _is_threshold(figures[index], clauses[index], figures, clauses, index):
                bound = words[figures[index].outer_start - start : figures[index].outer_end - start]
                clauses[index + 1] = replace(clauses[index + 1], near=f"{clauses[index].near}{bound}{clauses[index + 1].near}")
        readings: list[Reading] = []
        while len(readings) < len(figures):
            index = len(readings)
            group = _group(clauses, figures, index)
            readings.extend(self._paired(figures, clauses, index, group) if group > 1 else [self._single(figures, clauses, index)])
        return readings

    def _paired(self, figures: Sequence[Figure], clauses: list[Clause], index: int, count: int) -> list[Reading]:
        """Figures in a row behind 分别, each with its own name."""
        subject, clause, first = self._subject, clauses[index], figures[index]
        phrase = _phrase(first, clause)
        words, verb = phrase.name, ""
        if "分别" in words:
            words, _, verb = words.rpartition("分别")
        gap = clause.gap[: clause.gap.rfind("分别")] if "分别" in clause.gap else words
        names = self._names(_phrase(first, replace(clause, near=words)).name, gap, count)
        own = names is not None
        names = [subject.name] * count if phrase.against else names
        names = names or (subject.group if len(subject.group) == count else subject.recent[-count:])
        names = (list(names) + [subject.name] * count)[:count]
        self._mark_status(clause, own)
        self._mark_parent(clause)
        readings = []
        for number, (figure, name) in enumerate(zip(figures[index : index + count], names, strict=False)):
            phrase = replace(own_phrase, respectively=True) if number and (own_phrase := _phrase(figure, clauses[index + number])).direction else phrase
            name = f"{subject.name}{name}" if name in FACETS else self._child(name, figure, phrase) if own else name
            name = name + (verb + ("率" if figure.kind == "percent" and not verb.endswith("率") else "") if verb and verb not in ("实现", "达到") else "")
            readings.append(self._make(figure, phrase, name, clause, inherited=not own))
        if own and not all(name in FACETS for name in names):
            subject.group = subject.recent = [reading.name for reading in readings]
            subject.name, subject.kind = readings[-1].name, first.kind
        subject.in_sentence, subject.measure = True, readings[-1].measure
        return readings

    def _names(self, words: str, gap: str, count: int) -> list[str] | None:
        earlier = [read_phrase(noun_before_predicate(words)[0]).name for words in reversed(_CLAUSE_END.split(gap)[:-1]) if "、" in words]
        for candidate in (words, *earlier, gap):
            candidate = re.sub(r"^.*(?:其中[,:]?|[;。])", "", candidate)
            if len(clean(candidate, self._places)) > 1 and (names := split_names(core(clean(candidate, self._places)), count)):
                return [clean(name, self._places) for name in names]
        return None

    def _single(self, figures: Sequence[Figure], clauses: list[Clause], index: int) -> Reading:
        figure, clause = figures[index], clauses[index]
        phrase = _phrase(figure, clause)
        self._mark_parent(clause)
        if subject_plan := self._plan_before(figure, phrase, clause):
            return Reading(figure, f"{self._subject.name}完成{subject_plan}比重", "share", estimate=self._subject.status, inherited=True)
        if figure.form == "ratio":
            return self._ratio(figure, phrase, clause)
        threshold = _is_threshold(figure, clause, figures, clauses, index)
        name, own = self._name(figure, phrase, clause, figures, clauses, index)
        self._mark_status(clause, own)
        reading = self._make(figure, phrase, name, clause, inherited=not own)
        if threshold:
            return replace(reading, threshold=True)
        self._remember(figure, replace(reading, name=name), own)
        self._subject.share = reading.name if reading.measure == "share" else "" if own else self._subject.share
        return reading

    def _plan_before(self, figure: Figure, phrase: Phrase, clause: Clause) -> str:
        """The plan of 完成年度目标20家的85%, when the figure is the 85%."""
        plan, self._subject.plan = self._subject.plan, phrase.plan
        return plan if figure.kind == "percent" and clause.joined and clause.near.strip(")") == "的" else ""

    def _remember(self, figure: Figure, reading: Reading, own: bool) -> None:
        subject = self._subject
        subject.in_sentence = True
        if not own:
            subject.measure = reading.measure
            return
        base = reading.name
        if figure.kind in ("counted", "none", "time") and reading.measure == "level":
            topic = counted_noun(re.sub("^.*的", "", base))
            subject.noun = next((noun for noun in ("项目", "企业", "园区", "楼宇", "单位", "产品") if base.endswith(noun)), subject.noun)
        else:
            topic = modifier_of(base)
        if reading.measure in ("level", "growth_rate", "share", "rank") and not (figure.kind == "points"):
            subject.name, subject.kind = base, figure.kind
            subject.recent.append(base)
        subject.topic = topic if len(topic) > 1 and not self._bare else subject.topic
        subject.measure = reading.measure

    # names

    def _name(self, figure: Figure, phrase: Phrase, clause: Clause, figures: Sequence[Figure], clauses: list[Clause], index: int) -> tuple[str, bool]:
        """The name of the figure's indicator, and whether its own clause gives it."""
        subject, self._bare = self._subject, False
        if figure.form == "zero":
            return self._of_zero(phrase, clause), True
        rest = clean(phrase.name, self._places)
        if figure.kind in ("counted", "none", "time", "measured") and not phrase.direction and figure.form != "rank" and not phrase.whole and not phrase.plan:
            if name := self._counted(figure, rest, phrase, clause):
                return name, True
        rest = core(rest)
        if _RIVALS.fullmatch(rest) and (figure.kind == "rank" or not clause.near):
            rest = ""
        if rest in FACETS or (not rest and phrase.facet):
            return self._faceted(figure, phrase, rest), False
        if len(rest) == 3 and rest.endswith("率") and rest not in _FULL_RATES and subject.in_sentence and figure.kind == "percent" and not phrase.direction:
            self._bare = True
            return f"{subject.topic if not subject.topic.endswith(rest[:-1]) else subject.topic[:-2]}{rest}", True
        bare = self._bare = is_bare(rest) or is_verbal(rest)
        if bare and not phrase.direction and (made := self._made_of(clause, figures, clauses, index)):
            return f"{made}{unverbed(rest)}", True
        if bare and is_verbal(rest) and not head_of(rest) and not subject.in_sentence:
            return f"{rest}{_COUNT_NOUN.get(figure.unit.lstrip('十百千万亿'), '')}", True
        if bare:
            topic = subject.topic if subject.in_sentence or not (named := self._context(clause)) else modifier_of(named)
            if rest.endswith("率") and topic.endswith(rest[:-1]):
                return f"{topic}率", True
            return (f"{rest}{topic}" if is_verbal(rest) and not head_of(rest) else f"{topic}{rest}"), True
        if rest and (len(rest) > 1 or head_of(rest)):
            return self._child(rest, figure, phrase) + (phrase.facet if figure.kind == "rank" else ""), True
        context = self._context(clause)
        if context and (not subject.in_sentence or len(head_of(context)) > 1):
            return context, True
        if figure.kind == "counted" and not clause.after and index + 1 < len(figures) and not clauses[index + 1].gap:
            return f"{counted_noun(clauses[index + 1].after)}类别", True
        if figure.kind == "counted" and not phrase.direction and subject.in_sentence and (noun := _COUNT_NOUN.get(figure.unit.lstrip("十百千万亿"))):
            return re.sub("(?:户数|人数|个数|件数|起数)$", "", subject.name) + noun, False
        return subject.name, False

    def _faceted(self, figure: Figure, phrase: Phrase, rest: str) -> str:
        """The subject before, with what this clause tells of it: 总量, 占比, 增速."""
        facet = rest or (phrase.facet if figure.kind == "rank" else "")
        name = self._subject.name
        return f"{name}{facet}" if name and (figure.kind == "rank" or facet not in GROWTH_FACETS) else name or facet

    def _counted(self, figure: Figure, rest: str, phrase: Phrase, clause: Clause) -> str:
        """The name of counted things: 骨干企业 of 筛选骨干企业34家, and of 34家骨干企业."""
        rest = re.sub("^.*[^高中平初优]等(?=[^级于待])", "", rest)
        if _PARTITIVE.search(rest) and clause.after:
            noun = _PARTITIVE.sub("", rest)
            return f"{clause.after}的{noun}" if len(clause.after) <= 12 else noun
        noun, said = noun_before_predicate(re.sub("^的", "", clause.after)) if _NOUN_START.match(clause.after) else ("", clause.after)
        if noun and (verb := _SAID.match(clause.after)):
            noun, said = "", clause.after
            return f"{rest}{said}{_COUNT_NOUN.get(figure.unit.lstrip('十百千万亿'), '')}" if verb and len(said) < 12 and len(rest) < 2 else ""
        noun = clean(noun, self._places)
        rest = read_rank(rest).name if rest.endswith(("全市", "全省", "全国", "全县", "全区")) else rest
        rest = re.sub("[的等]$", "", core(rest))
        if rest.endswith(("以上", "以下", "以内")) and not noun and self._subject.noun:
            return f"{rest}{self._subject.noun}"
        own = len(rest) > 1 and not is_verbal(rest) and not is_bare(rest) and rest not in FACETS
        if noun and figure.kind != "measured" and (not own or is_thing(noun) or clause.after.startswith("的")):
            if len(noun) <= 2 and said and not rest and 2 < len(said) <= 16:
                return f"{said.rstrip('、,')}的{noun}"
            return f"{rest}{noun}" if rest and len(rest) <= 6 and not is_thing(rest) else noun
        return self._child(rest, figure, phrase) if own else ""

    def _of_zero(self, phrase: Phrase, clause: Clause) -> str:
        after = clean(noun_before_predicate(clause.after)[0], self._places)
        return after if len(after) > 1 else core(clean(phrase.name, self._places)) or self._context(clause) or self._subject.name

    def _made_of(self, clause: Clause, figures: Sequence[Figure], clauses: list[Clause], index: int) -> str:
        """The noun behind an amount: 总投资540亿元的“310工程”, 投资4.2亿元实施…工程, 总投资950亿元的97个重点项目."""
        after = clause.after
        if not after or not _MAKES.match(after):
            return ""
        if after in ("的", "实施", "建设", "的等") and index + 1 < len(figures) and clauses[index + 1].joined:
            after = clauses[index + 1].after
        noun = noun_before_predicate(clean(_MAKES.sub("", after, count=1)))[0]
        return re.sub("等.*$", "", clean(noun, self._places)) or clean(noun, self._places)

    def _context(self, clause: Clause) -> str:
        """A subject that an earlier clause of the same gap names: …稳步增长,达到91亿元."""
        for words in reversed(_CLAUSE_END.split(clause.gap)[:-1]):
            noun = clean(noun_before_predicate(clean(words, self._places))[0], self._places)
            noun = core(clean(read_phrase(noun).name, self._places))
            if len(noun) > 1 and noun not in FACETS and (len(noun) <= 16 or head_of(noun)):
                return noun
        return ""

    def _child(self, name: str, figure: Figure, phrase: Phrase) -> str:
        """A part's name with the head of its whole: 食用菌 of 蔬菜产量 is 食用菌产量, 轻工业 of 工业增加值 轻工业增加值."""
        subject = self._subject
        head = head_of(subject.parent)
        alike = figure.kind == subject.parent_kind or figure.kind == "percent" and phrase.direction
        if figure.kind == subject.parent_kind == "counted" and re.search("级$|^[国省市县]家?级?$", name):
            return f"{name}{re.sub('^.*级(?:以上)?', '', subject.parent)}"
        if not head or not alike or len(head_of(name)) > 1 or figure.kind in ("counted", "none"):
            return after_list(name)
        return f"{name}{head.removeprefix('总')}"

    # marks

    def _mark_status(self, clause: Clause, own: bool) -> None:
        """预计 covers all that is said of the indicator it introduces, 初步核算 its sentence."""
        subject = self._subject
        if _PROVISIONAL.search(clause.gap):
            subject.status = "P"
        elif _ESTIMATE.search(clause.gap):
            subject.status = "E"
        elif own and subject.status == "E":
            subject.status = "A"

    def _mark_parent(self, clause: Clause) -> None:
        subject = self._subject
        if "其中" in clause.gap and subject.name and (not subject.parent or head_of(subject.name) != head_of(subject.parent)):
            subject.parent, subject.parent_kind = subject.name, subject.kind

    # measures

    def _ratio(self, figure: Figure, phrase: Phrase, clause: Clause) -> Reading:
        subject = self._subject
        if figure.part == 0:
            name = core(clean(phrase.name, self._places))
            subject.ratio = name if len(name) > 1 else subject.ratio or self._context(clause) or subject.name
            subject.in_sentence = True
            self._mark_status(clause, len(name) > 1)
        part = _PARTS[figure.part] if figure.parts == 3 and re.search("产业|[一二三]产|结构", subject.ratio) else f"第{figure.part + 1}项"
        origin = phrase.origin if figure.part == 0 else bool(re.search("[由从][^,;]{0,8}$", clause.gap)) or self._last_origin
        self._last_origin = origin
        return Reading(figure, f"{subject.ratio}({part})", "share" if figure.kind == "percent" else "level", estimate=subject.status, origin=origin)

    _last_origin = _bare = False

    def _make(self, figure: Figure, phrase: Phrase, name: str, clause: Clause, *, inherited: bool) -> Reading:
        subject = self._subject
        measure, sign, name = _measure(figure, phrase, name, clause, subject, inherited)
        if _TARGET.search(clause.gap) and measure in ("level", "growth_rate", "share") and not phrase.plan:
            measure = "target"
        parent = subject.parent if subject.parent != name and not inherited and (head_of(subject.parent) == head_of(name) or "其中" in clause.gap) else ""
        return Reading(figure, name, measure, sign, subject.status, parent, phrase.against, phrase.compared, inherited, phrase.origin)


def _measure(figure: Figure, phrase: Phrase, name: str, clause: Clause, subject: Subject, inherited: bool) -> tuple[str, int, str]:
    sign = -1 if figure.negative else phrase.direction or 1
    if figure.kind == "rank":
        return "rank", 1, name
    if figure.kind == "points":
        return "change_pp", sign, _difference_name(phrase, name, subject, inherited)
    if figure.kind == "percent":
        return _percent(figure, phrase, name, sign)
    if phrase.plan:
        return "target", 1, name
    if phrase.direction and not phrase.arrives and not phrase.facet and figure.form != "zero":
        return "level", sign, _change_name(figure, phrase, name)
    return "level", -1 if figure.negative else 1, name


def _percent(figure: Figure, phrase: Phrase, name: str, sign: int) -> tuple[str, int, str]:
    if phrase.plan:
        return "share", 1, f"{name}{'占' if phrase.word in ('占', '占到') else '完成'}{phrase.plan}比重"
    if phrase.whole:
        return "share", 1, f"{name}占{phrase.whole}比重"
    if phrase.facet or phrase.direction and not phrase.arrives:
        return "growth_rate", sign, name
    if phrase.compared and not phrase.arrives and not _RATE_NAME.search(name) or figure.negative:
        return "growth_rate", -1 if figure.negative else 1, name
    return "level" if _INDEX_NAME.search(name) else "share", 1, name


def _difference_name(phrase: Phrase, name: str, subject: Subject, inherited: bool) -> str:
    if re.search("拉动|带动|贡献|影响", name):
        name = f"{subject.name}{name}" if name.startswith(("拉动", "带动", "贡献", "影响")) else name
        return f"{name}增长" if not name.endswith("增长") else name
    if inherited and subject.share and subject.measure in ("share", "change_pp"):
        return subject.share
    of_growth = phrase.facet or inherited and subject.measure in ("growth_rate", "change_pp")
    return name if name.endswith(("率", "比重", "占比", "增速", "比例")) or not of_growth else f"{name}增速"


def _change_name(figure: Figure, phrase: Phrase, name: str) -> str:
    fall = phrase.word in FALLS
    noun = {"counted": "数", "none": "数", "time": "数", "money": "额"}.get(figure.kind, "量")
    if phrase.word in ("净增", "净增加", "增收", "增产", "净减少", "减收", "减产", "减亏"):
        return f"{name}{phrase.word}{noun if len(phrase.word) < 2 else ''}"
    return f"{name}{'减少' if fall else '增加'}{noun}"


def _phrase(figure: Figure, clause: Clause) -> Phrase:
    if figure.kind == "points":
        return read_difference(clause.near)
    if figure.unit.endswith(("倍", "番")):
        return read_times(clause.near)
    return read_rank(clause.near) if figure.kind == "rank" else read_phrase(clause.near)


def _clause(words: str, start: int, figures: Sequence[Figure], index: int) -> Clause:
    figure = figures[index]
    begin = figures[index - 1].outer_end - start if index else 0
    end = figures[index + 1].outer_start - start if index + 1 < len(figures) else len(words)
    here, behind = figure.outer_start - start, figure.outer_end - start
    gap = words[max(begin, here - 160) : here]
    cut = max((match.end() for match in _CLAUSE_END.finditer(gap)), default=0)
    reach = words[behind : min(end, behind + 60)]
    match = _DELIMITER.search(reach)
    if match and match[0] == "、" and reach[: match.start()] in ("省", "市", "县", "区", "国家", "省级", "市级", "县级", "国家级"):
        match = _DELIMITER.search(reach, match.end())
    near = gap[cut:].replace(" ", "")
    if index and cut == 0 and "、" in near[1:]:
        piece = near.rpartition("、")[2]
        near = piece if is_bare(clean(read_phrase(piece).name)) or is_verbal(clean(piece)) else near
    return Clause(gap, near, (reach[: match.start()] if match else reach).strip(), reach, index > 0 and cut == 0)


def _group(clauses: list[Clause], figures: Sequence[Figure], index: int) -> int:
    """How many figures stand in a row behind 分别; 1 where there is none."""
    near = clauses[index].near
    if "分别" not in near[-20:] and "依次" not in near[-20:] and "分别" not in clauses[index].gap[-30:]:
        return 1
    count = 1
    while index + count < len(figures) and _joins(clauses[index + count].gap) and figures[index + count].kind == figures[index].kind:
        count += 1
    return count


def _joins(gap: str) -> bool:
    """Whether the words between two figures only join them: 、 or 、下降."""
    words = gap.strip()
    return words in _JOINS or len(words) < 8 and words[:1] in _JOINS and not (rest := read_phrase(words)).name.strip("、,和及与") and rest.direction != 0


def _is_threshold(figure: Figure, clause: Clause, figures: Sequence[Figure], clauses: list[Clause], index: int) -> bool:
    """过100万元的企业34家, 500万元以上项目, 9家企业增幅超过50%: a bound inside a name."""
    if figure.qualifier not in ("超", "超过", "过", "以上", "逾", "以下", "不足", "以内") or figure.kind not in ("money", "measured", "percent", "counted"):
        return False
    named = _THRESHOLD_NOUN.match(clause.reach)
    direct = figure.qualifier in ("以上", "以下", "以内", "超", "过", "超过") and index + 1 < len(figures) and figures[index + 1].kind == "counted" and clauses[index + 1].gap in ("", "的")
    if direct or named and (figure.qualifier in ("以上", "以下", "以内") or index + 1 < len(figures) and figures[index + 1].kind == "counted" and clauses[index + 1].joined):
        return True
    counts = clause.joined and index > 0 and figures[index - 1].kind == "counted" and figure.kind == "percent" and re.search("增幅|增速|增长|比例|率", clause.gap)
    return bool(counts)

