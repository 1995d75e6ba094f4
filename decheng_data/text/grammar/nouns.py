"""Names: what is left of a clause when its functional words are gone, whole or shared between several figures."""

from __future__ import annotations

import re
from functools import lru_cache

from decheng_data.text.words.lexicon import BARE, HEADS, PREDICATES, PREFIXES, VERBS

_LONGEST = 8
_MARKS = re.compile(r"[“”\"‘’「」『』《》\s()\[\]【】*#]+")
_PUNCTUATION = " 、,;:。.-—·…"
_PREDICATE = re.compile(PREDICATES)
_ACHIEVE = re.compile(
    r"(?:累计完成|累计实现|共完成|共实现|预计完成|预计实现|完成|实现|达到|预计|累计|共计|共有|拥有|达(?:到|$))"
)
_JOINERS = re.compile("、|以及|和|与|及(?![其以时格])|,")
_INDUSTRIES = re.compile("第?一[、和]第?二(?:[、和及]第?三)?(?:次?产业|产)")
_DOING = ("加强", "强化", "深入", "加快")
"""What before a short noun is a part of its name: 加强免疫."""
_BEGINNINGS = (
    "经济",
    "经营",
    "经费",
    "到期",
    "对外",
    "对口",
    "在建",
    "在校",
    "在册",
    "在职",
    "在岗",
    "在园",
    "在库",
    "以工",
    "为民",
    "为老",
    "由于",
    "与会",
    "及格",
    "使用",
    "均价",
    "均衡",
    "各级",
    "各类",
    "各项",
)
"""Words that begin like a preposition and are none."""
_MANNER = re.compile("高标准|高质量|高水平|高效")
"""How something was done before a verb; before a noun a part of its name: 高标准农田."""
_LEVELS = (
    "国家级",
    "省级",
    "市级",
    "县级",
    "区级",
    "国家",
    "全国",
    "全省",
    "全市",
    "全县",
    "全区",
    "城镇",
    "农村",
    "城市",
    "乡村",
    "国",
    "省",
    "市",
    "县",
    "区",
    "镇",
)
_NO_PLACE = re.compile(
    r"(?:地|社|园|小|景|校|片|林|山|灾|库|牧|超|股|楼|夜|门|都|^城|分|整|市|各|全|我|本|该|新|辖|郊|老|旧|商|棚户|开发|示范|试验|保税|自贸|保护|功能|集聚|工业|产业)[区县市省州]$|[市县区]区$|.*[和与及的在为]"
)
_BARE_PREFIX = re.compile("^(?:累计|共|已|年内|协议|合同|计划|概算|年度|总|规划|拟|估算|当年)*(?:完成|实现|总)?")
_LISTED = re.compile("^.*[^高中平初优]等(?=[^级于待])")
_THING = re.compile(
    "(?:企业|项目|工程|单位|公司|学校|医院|[社小园景片灾校厂库]区|村居?|乡镇|街道|[人队成党团会社官职医学教议委专要雇演]员|干部|群众|学生|教师|老师|人才|团队|机构|平台|基地|道路|公园|案件|活动|产品|品牌|商户|[农住用贫困]户|家庭|主体|合作社|农场|任务|事项|问题|车辆|设备|机械|住房|岗位|地块|行业"
    "|路段|[车网电基泵水]站|[工电水药]厂|[门商饭书]店|馆|中心|[大高]楼|[专生产干]线|[试网站景景站]点|[派事研诊]所|[公花幼儿田乐]园|[河桥湖坝沟渠塘库湾江]|[法医学病剧影敬养老]院|[广市商农牧工]场|集群|专家|老人|儿童|居民|同志|[个新老病]人|集体|课题|专利|标准|奖项|称号|试点|示范|酒店|民宿|卫生室|[学考新医护]生|工人|劳动力|者|板块|法人|书屋|充电桩|机器人|路灯|餐厅|食堂|驿站|厕所|井|管网|服务站|服务点|车间|工厂|生产线|行动)$"
)


def clean(name: str, places: frozenset[str] = frozenset()) -> str:
    """The name without marks, leading adverbs, connectives and place names."""
    name = _MARKS.sub("", name).strip(_PUNCTUATION)
    while (shorter := _unprefixed(name, places)) != name:
        name = shorter.strip(_PUNCTUATION)
    return name


def _unprefixed(name: str, places: frozenset[str]) -> str:
    if (manner := _MANNER.match(name)) and name[manner.end() :][:2] in VERBS:
        return name[manner.end() :]
    for size in range(min(_LONGEST, len(name)), 0, -1):
        prefix = name[:size]
        if (size == 1 and (name[:2] in VERBS or name.startswith(_BEGINNINGS))) or (
            prefix in _DOING and len(name) < size + 3
        ):
            continue
        if (prefix in PREFIXES and not (prefix.endswith(("完成", "实现")) and name[size:] in BARE)) or (
            prefix in places and len(name) > size + 1
        ):
            return name[size:]
    return name


def places_of(text: str) -> frozenset[str]:
    """Names of counties, districts and cities with which sentences of the text begin."""
    found = (
        match[1]
        for match in re.finditer(
            r"(?:(?<=[\n,。;"
            r" ])|^)(?:今年以来|截至目前|当前)?,?([一-龥]{1,4}?(?:区|县|市|州|旗|新区))(?=[一-龥])(?![场域民级直容政值属内外区])",
            text[:200_000],
        )
    )
    return frozenset(
        place
        for place in found
        if len(place) > 1
        and place[:2] not in VERBS
        and not (_NO_PLACE.search(place) and not re.fullmatch("[一-龥][城区]区", place))
    )


@lru_cache(maxsize=65536)
def head_of(name: str) -> str:
    """The noun at its end that says what is measured (总额, 产量), or nothing."""
    return next((head for head in HEADS if name.endswith(head)), "")


def modifier_of(name: str) -> str:
    """The name without its head: of what it is measured."""
    head = head_of(name)
    stem = name[: len(name) - len(head)] if head else name
    return re.sub("(?:累计|完成|实现|新增|总|年|的)+$", "", stem)


def core(name: str) -> str:
    """The name without the verb in its middle: 地方财政收入完成 stays 地方财政收入, 我区企业实现利润 is 企业利润."""
    found = list(_ACHIEVE.finditer(name))
    if not found:
        return name
    if is_bare(name):
        return name
    left, verb, right = name[: found[-1].start()], found[-1][0], name[found[-1].end() :]
    left = clean(core(left)) if len(left) < 40 else ""
    if not right:
        return left
    if not left or len(left) > 16 or (right not in BARE and head_of(right) and len(right) > 4):
        return right if right not in BARE else f"{_completion(verb)}{right}"
    return f"{left}{_completion(verb) if right in BARE else ''}{right}"


def _completion(verb: str) -> str:
    return verb if "完成" in verb else ""


def noun_before_predicate(words: str) -> tuple[str, str]:
    """The noun with which the words begin, and what follows it: 技改项目 | 完成投资."""
    words = words[:40]
    if words.startswith(("实现", "达到", "同比")):
        return "", words
    match = _PREDICATE.search(words, 1)
    return (words[: match.start()], words[match.start() :]) if match else (words, "")


def is_thing(words: str) -> bool:
    """Whether the words end in a noun of things that are counted."""
    return bool(_THING.search(words))


def counted_noun(words: str) -> str:
    """The noun of counted things without verb and predicate."""
    noun = noun_before_predicate(unverbed(clean(words)))[0]
    return noun if len(noun) > 2 else clean(words)


def after_list(name: str) -> str:
    """What 等 sums up: 低保、特困等救助资金 is 救助资金, if that is a name by itself."""
    rest = _LISTED.sub("", name)
    return rest if (len(head_of(rest)) > 1 and len(rest) > 2 and rest not in BARE) or is_thing(rest) else name


def is_bare(name: str) -> bool:
    """Whether the name says nothing without what it is of: 总投资, 完成投资, 单产."""
    return name in BARE or _BARE_PREFIX.sub("", unverbed(name)) in BARE


def unverbed(name: str) -> str:
    """The noun without the verb before it: 新建公办幼儿园 is 公办幼儿园."""
    for size in (4, 3, 2):
        if name[:size] in VERBS and len(name) > size + 1:
            return name[size:]
    return name


def is_verbal(name: str) -> bool:
    """Whether the name is only a verb (开工, 新增) that needs a noun."""
    return (
        name in VERBS
        or (name in BARE and not head_of(name))
        or any(name[:size] in VERBS and name[size:] in VERBS for size in (2, 3))
    )


def split_names(words: str, count: int) -> list[str] | None:
    """The `count` names in the words, with shared heads and modifiers filled in; None where there are not as
    many.
    """
    words = _INDUSTRIES.sub(
        lambda match: "、".join(f"第{number}产业" for number in match[0] if number in "一二三"), words
    )
    pieces = [piece for piece in _JOINERS.split(words) if piece.strip(_PUNCTUATION)]
    if len(pieces) != count:
        pieces = [piece for piece in re.split("、|,", words) if piece.strip(_PUNCTUATION)]
        if (
            len(pieces) == count - 1
            and (last := re.split("以及|和|与|及", pieces[-1].rstrip("和与及"), maxsplit=1))[1:]
        ):
            pieces[-1:] = last
    if len(pieces) > count >= 2 and len(words) < 200:
        pieces = pieces[-count:]
    if len(pieces) == 1 and count == 2 and (pair := _town_and_country(pieces[0])):
        return pair
    return _filled([_MARKS.sub("", piece).strip(_PUNCTUATION) for piece in pieces]) if len(pieces) == count else None


def _town_and_country(name: str) -> list[str] | None:
    for both, one, other in (
        ("城乡", "城镇", "农村"),
        ("进出口", "进口", "出口"),
        ("存贷款", "存款", "贷款"),
        ("省市", "省", "市"),
    ):
        if both in name:
            return [name.replace(both, one, 1), name.replace(both, other, 1)]
    return None


def _filled(pieces: list[str]) -> list[str]:
    last = pieces[-1]
    full = [piece if _complete(piece) else piece + _shared_head(piece, last) for piece in pieces[:-1]] + [last]
    modifier = modifier_of(full[0])
    return [full[0], *(f"{modifier}{name}" if name in BARE and modifier else name for name in full[1:])]


def _complete(piece: str) -> bool:
    head = head_of(piece)
    return (len(head) > 1 and len(piece) > 2) or (len(head) == 1 and len(piece) > 3)


def _shared_head(piece: str, last: str) -> str:
    """What a short name shares with the last of its row: 国税 | 地税收入, 国家 | 省信访局交办件."""
    at = last.find(piece[-1:]) if piece else -1
    if 0 <= at <= len(piece) + 2 and at + 1 < len(last) and not head_of(last).startswith(last[at]):
        return last[at + 1 :]
    if piece in _LEVELS:
        level = next((level for level in _LEVELS if last.startswith(level)), "")
        return last[len(level) :]
    if head_of(last) and len(last) - len(head_of(last)) < len(piece) + 2:
        return head_of(last)
    return last[len(piece) :] if len(piece) + 1 < len(last) and len(piece) <= 4 else head_of(last)
