"""The unit behind a number: 亿元, 万剂次, 公斤/亩, 台（套）, %, 个百分点."""

from __future__ import annotations

import re
from typing import NamedTuple

PERCENT = ("%", "‰", "成", "倍", "番")
POINTS = ("个百分点", "百分点", "个千分点", "个点")
MONEY = ("元人民币", "人民币", "美元", "欧元", "日元", "港元", "英镑", "元", "块钱")
MEASURED = tuple(
    "吨标准煤 吨标煤 吨公里 人公里 标准立方米 立方米 平方公里 平方千米 平方米 平方厘米 公里 千米 厘米 毫米 毫克 微克"
    " 千克 公斤 公顷 公升 毫升 纳米 摄氏度 千瓦时 千瓦 兆瓦 "
    "千伏安 千伏 标箱 英寸 英亩 亩次 亩 吨 斤 米 升 克 方 度 ℃ 瓦 伏 里 海里 立方 平方 平米 载重吨 总吨 箱 "
    "㎡ ㎥ ㎞ ㎏ ㎝ ㎜ 蒸吨 km² km2 m² m2 m³ m3 km cm mm kg GWh MWh kWh KWh GW MW kW KW kV KV ha hm² mg μg ug t m g L "
    "分贝 焦耳 帕 摩尔 卡 兆 GB TB PB EB MB Mbps Gbps 比特 字节 赫兹".split()
)
TIME = tuple("个工作日 工作日 个小时 小时 分钟 秒钟 秒 个月 个季度 周岁 岁 天 周 年 学时 课时 学年".split())
COUNTED = tuple(
    "人次 剂次 件次 批次 位次 个位次 车次 班次 场次 班列 架次 台次 例次 户次 艘次 次 人 名 位 户 家 个 件 起 项 条 处"
    " 座 所 栋 幢 套 台 辆 艘 架 例 宗 笔 单 份 张 册 本 部 种 大类 类 大项 批 期 届 场 门 片 块 支 队 组 对 双 只 头"
    " 匹 口 株 棵 盏 间 床 孔 眼 尾 羽 枚 粒 面 道 段 篇 首 根 颗 具 班 层 级 列 趟 票 桩 则 幅 枝 丛 穴 团 桌 席 员 卷"
    " 集 回 轮 遍 步 站 路 栏 页 字 点 分 头只 台套 村 镇 乡 街道 社区 乡镇 县 市 区 省 国 国家 校 院 剂 针 盒 瓶 袋 包"
    " 桶 罐 杯 挂 标段 地块 车 店 馆 园 标准箱 TEU 标准车 车位 泊位 床位 机位 学位 岗位 席位 座位 人份".split()
)
CHINESE_COUNTED = frozenset(
    "大类 类 人次 剂次 人 名 位 户 家 个 件 起 项 条 处 座 所 栋 幢 套 台 辆 艘 架 例 宗 笔 份 张 种 大类 类 大项 批 场"
    " 门 支 只 头 匹 株 棵 间 次 元 亩 吨 公里 平方公里 平方米 公斤 斤 天 小时 分钟 倍 成 番 个百分点 百分点 % 美元".split()
)
"""Units that make a number of Chinese characters a figure: 三家, but not 三农."""

_NAMES = sorted({*PERCENT, *POINTS, *MONEY, *MEASURED, *TIME, *COUNTED}, key=len, reverse=True)
_DENOMINATORS = sorted(
    {*MONEY, *MEASURED, *TIME, *COUNTED, "工日", "千人", "万人", "万", "百户", "百人", "标准煤", "月", "日"},
    key=len,
    reverse=True,
)
_LARGE = "百万亿|千万亿|十万亿|万亿|千亿|百亿|十亿|亿万|亿|千万|百万|十万|万|千|百"
_UNIT = re.compile(
    rf"[ ]?(?P<inside>余|多|来)?(?P<large>{_LARGE})?(?P<inside_large>余|多)?(?P<larger>(?<=[余多])[万亿])?"
    rf"(?P<name>{'|'.join(map(re.escape, _NAMES))})?(?P<pair>\((?:{'|'.join(map(re.escape, COUNTED))})\))?(?P<per>(?:/|每)[百千万亿]*(?:{'|'.join(map(re.escape, _DENOMINATORS))}))?"
)
_NOT_A_UNIT = {
    "成": ("为", "立", "功", "果", "本", "员", "交", "效", "长"),
    "分": ("别", "之", "布", "类"),
    "本": ("地", "年", "市", "县", "区"),
    "首": ("位",),
    "位": ("于", "居", "列"),
    "点": ("位", "对"),
    "名": ("列",),
    "市": ("场",),
    "省": ("道",),
    "国": ("家", "道", "债"),
    "面": ("积",),
    "列": ("全", "第", "入"),
    "方": ("面", "案"),
    "年": ("月", "产", "均"),
    "区": ("域",),
    "县": ("道",),
    "人": ("均",),
    "班": ("子",),
    "组": ("织",),
    "次": ("产业",),
    "部": ("门",),
    "项": ("目",),
    "单": ("位", "产"),
    "升": ("级", "至"),
    "层": ("面",),
    "回": ("升", "落"),
    "支": ("持", "出"),
    "对": ("外",),
    "道": ("路",),
    "m": ("m",),
    "路": ("段",),
}
"""What follows a unit's characters where they are no unit: 10年均, 3方面."""


class Unit(NamedTuple):
    """A unit as printed (`万剂次`), without the word 余 or 多 inside it, and where it ends in the text."""

    name: str
    bare: str
    qualifier: str | None
    end: int


def unit_at(text: str, position: int) -> Unit:
    """The unit that begins at the position of a folded text; its name is empty where there is none."""
    match = _UNIT.match(text, position)
    if match is None:  # pragma: no cover  # every part of the pattern may be empty: it always matches
        return Unit("", "", None, position)
    found = match.groupdict("")
    bare, end, large = found["name"], match.end(), found["large"] + found["larger"]
    if (
        bare
        and not found["per"]
        and not found["pair"]
        and text.startswith(_NOT_A_UNIT.get(bare, ()) or ("\0",), match.end("name"))
    ):
        shorter = "个" if bare.startswith("个") and len(bare) > 1 else ""
        bare, end = shorter, match.start("name") + len(shorter)
    qualifier = found["inside"] or found["inside_large"] or None
    if not bare and not large:
        return Unit(
            "",
            "",
            qualifier if qualifier != "来" else None,
            match.end("inside") if qualifier in ("余", "多") else position,
        )
    pair, per = (found["pair"], found["per"]) if bare == found["name"] else ("", "")
    return Unit(large + bare.removeprefix("大") + pair + per, bare, qualifier if qualifier != "来" else None, end)


def kind_of(bare: str, name: str = "") -> str:
    """percent, points, money, measured, time, counted, or none."""
    for kind, names in (
        ("points", POINTS),
        ("percent", PERCENT),
        ("money", MONEY),
        ("measured", MEASURED),
        ("time", TIME),
        ("counted", COUNTED),
    ):
        if bare in names:
            return "measured" if "/" in name and kind == "counted" else kind
    return "none"
