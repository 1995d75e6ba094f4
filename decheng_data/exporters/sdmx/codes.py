"""The codes of a package as SDMX writes them, and the standard code lists (SDMX content-oriented guidelines) that they
are taken from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.period import Period
from decheng_data.model.quantity import EXACT, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from decheng_data.exporters.contents import Contents

UNIT_MULTIPLIERS = (0, 1, 2, 3, 4, 6, 9, 12, 15)
"""SDMX:CL_UNIT_MULT(1.0). It has no 8, so that 亿 leaves in millions."""
_FREQUENCIES = {12: "A", 6: "S", 3: "Q", 1: "M"}
_NOT_IN_A_CODE = re.compile(r"[^A-Za-z0-9_@-]")

FREQ: dict[str, Bilingual] = {
    "A": Bilingual("Annual", "年度"),
    "S": Bilingual("Half-yearly, semester", "半年"),
    "Q": Bilingual("Quarterly", "季度"),
    "M": Bilingual("Monthly", "月度"),
}
"""SDMX:CL_FREQ(2.1), the part that periods here can have."""
OBS_STATUS: dict[str, Bilingual] = {
    "A": Bilingual("Normal value", "正常值"),
    "B": Bilingual("Time series break", "序列中断"),
    "D": Bilingual("Definition differs", "定义不同"),
    "E": Bilingual("Estimated value", "估计值"),
    "P": Bilingual("Provisional value", "初步值"),
}
"""SDMX:CL_OBS_STATUS(2.0), the part that figures here can have."""
UNIT_MULT: dict[str, Bilingual] = {
    str(power): Bilingual(name, zh)
    for power, name, zh in zip(
        UNIT_MULTIPLIERS,
        (
            "Units",
            "Tens",
            "Hundreds",
            "Thousands",
            "Tens of thousands",
            "Millions",
            "Billions",
            "Trillions",
            "Quadrillions",
        ),
        ("个", "十", "百", "千", "万", "百万", "十亿", "万亿", "千万亿"),
        strict=True,
    )
}
_NUMBER_WORDS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
DECIMALS: dict[str, Bilingual] = {
    str(number): Bilingual(word, f"{number} 位") for number, word in enumerate(_NUMBER_WORDS)
}
"""SDMX:CL_DECIMALS(1.0), the part that figures here can have."""
CONF_STATUS: dict[str, Bilingual] = {"F": Bilingual("Free", "可自由发布")}
"""SDMX:CL_CONF_STATUS(1.0), the part that is used: all of it is published."""
MEASURE: dict[str, Bilingual] = {
    "LEVEL": Bilingual("Level", "水平"),
    "GROWTH_RATE": Bilingual("Growth rate", "增速"),
    "CHANGE_PP": Bilingual("Change in percentage points", "变化（百分点）"),
    "SHARE": Bilingual("Share", "占比"),
    "RANK": Bilingual("Rank", "名次"),
    "TARGET": Bilingual("Target", "目标"),
}
COMPARISONS: dict[str, Bilingual] = {
    "_Z": Bilingual("Not applicable", "不适用"),
    "PREVIOUS_YEAR": Bilingual("Same period of the previous year", "上年同期"),
    "PREVIOUS_PERIOD": Bilingual("Previous period", "上期"),
    "PLAN": Bilingual("Plan", "计划"),
}
"""What a figure can be compared with, besides an area."""


def code(text: str) -> str:
    """An id as an SDMX code, one for one: ids of the package are in small letters, codes in capitals; other signs as
    `$` and their number.
    """
    return _NOT_IN_A_CODE.sub(lambda sign: f"${ord(sign[0]):X}$", text).upper()


def escaped(text: str) -> str:
    """A text that is a code already, such as CNY; signs that a code cannot have as `$` and their number."""
    return _NOT_IN_A_CODE.sub(lambda sign: f"${ord(sign[0]):X}$", text)


def comparison(value: str) -> str:
    """`none` is `_Z` (not applicable), an area its code."""
    return "_Z" if value == "none" else code(value)


def frequency(period: str, release: Mapping[str, Any]) -> str:
    """FREQ by the length of the period; where the list has no code for it, as for January to September, that of the
    release.
    """
    return _FREQUENCIES.get(Period.parse(period).months, str(release["frequency"]))


def multiplier(unit: Mapping[str, Any]) -> int:
    """The UNIT_MULT that figures in the unit are exchanged with: the greatest of the list that is not above that of
    units.csv.
    """
    return max(each for each in UNIT_MULTIPLIERS if each <= unit["unit_mult"])


def exchanged(value: Decimal, unit: Mapping[str, Any]) -> str:
    """The value as it is exchanged: in the base unit times ten to the power of UNIT_MULT. 157.5 亿元 is 15750. Never
    rounded.
    """
    return plain(EXACT.scaleb(EXACT.multiply(value, unit["scale"]), -multiplier(unit)))


def base_decimals(decimals: int, unit: Mapping[str, Any]) -> str:
    """The decimals on the base unit, as XBRL has them: 157.5 亿元 is known to -7; empty where the scale is no power of
    ten.
    """
    power = unit["scale"].normalize().as_tuple()
    return str(decimals - int(power.exponent)) if power.digits == (1,) else ""


def unit_measures(contents: Contents) -> dict[str, Bilingual]:
    """UNIT_MEASURE codes with the names of their base units."""
    units = contents.keyed("units")
    named: dict[str, list[Bilingual]] = {}
    for unit in units.values():
        base = units.get(unit["base_unit"], unit)
        listed = named.setdefault(escaped(unit["unit_measure"]), [])
        if (names := Bilingual(base["name_en"], base["name_zh"])) not in listed:
            listed.append(names)
    return {key: Bilingual.joined(listed, "; ", "；") for key, listed in named.items()}
