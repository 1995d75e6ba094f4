"""A finding a message of the room."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding
from decheng_data.model.suspects import InvolvedObservation

FILE, RELEASE = "data/observations.csv", "made-up-2031-S1"
NAMES = {
    "part": ("Made-up part", "虚构部分"),
    "whole": ("Made-up whole", "虚构整体"),
    "gdp": ("Gross domestic product", "地区生产总值"),
}


def figure(indicator: str, printed: str, line: int, **more: Any) -> InvolvedObservation:
    """A figure in hundred million yuan."""
    name_en, name_zh = NAMES[indicator]
    given = {
        "release_id": RELEASE,
        "indicator_id": indicator,
        "measure": "level",
        "period": "2031-S1",
        "area": "371402",
        "comparison": "none",
        "printed": printed,
        "value": Decimal(printed.removesuffix("亿元").removesuffix("%")),
        "unit": "hundred_million_yuan",
        "file": FILE,
        "line": line,
        "name_en": name_en,
        "name_zh": name_zh,
    }
    return InvolvedObservation.model_validate({**given, **more})


def finding(code: str, *figures: InvolvedObservation, parts: dict[str, Any], **more: Any) -> Finding:
    """A finding of those figures."""
    given = {"rule": "made-up", "severity": "error", "level": 1, "file": FILE, "line": 18, "release": RELEASE}
    title = Bilingual("A part is at most its whole", "部分不超过整体")
    return Finding.model_validate(
        {**given, "code": f"rules.{code}", "observations": figures, "parts": {"title": title} | parts, **more}
    )


PART, WHOLE = figure("part", "52.9亿元", 18), figure("whole", "42.7亿元", 16)
YEAR = figure("gdp", "310亿元", 9, release_id="made-up-2031", period="2031")
MONEY = Bilingual("a unit of money", "金额的单位")
FINDINGS = [
    finding("missed", PART, WHOLE, parts={}, excess=Decimal("10.2"), tolerance=Decimal("0.1"), unit="亿元"),
    finding(
        "absent",
        parts={"wanted": Bilingual("gdp level", "地区生产总值的数值"), "indicator": "gdp"},
        file=None,
        line=None,
    ),
    finding(
        "unreadable-printed",
        figure("part", "52.9亿元", 18),
        parts={"expected": Bilingual("a figure, such as 157.5亿元", "一个数，如 157.5亿元")},
        field="printed",
        found="若干亿元",
    ),
    finding("not-as-printed", PART, parts={"expected": Bilingual.same("52.9")}, field="value", found="59.2"),
    finding(
        "misplaced",
        PART,
        WHOLE,
        parts={"expected": Bilingual("120 or later, after whole level", "120 或以后，在虚构整体数值之后")},
        field="start",
        found="90",
    ),
    finding(
        "unlike-its-surroundings",
        PART,
        parts={"expected": Bilingual("2031-S1, the period of made-up-2031-S1", "2031-S1（made-up-2031-S1 的所属期）")},
        field="period",
        found="2031",
    ),
    finding("wrong-cell", PART, parts={"expected": MONEY}, field="unit", found="个"),
    finding(
        "shares-apart",
        figure("gdp", "157.5亿元", 4),
        YEAR,
        PART,
        figure("part", "60亿元", 12, release_id="made-up-2031", period="2031"),
        parts={
            "found": Bilingual(
                "0.51 of the year for gdp, 0.88 for part", "地区生产总值占全年的 0.51，虚构部分占全年的 0.88"
            ),
            "expected": Bilingual("shares of the year no further apart than 0.25", "各指标占全年的比例相差不超过 0.25"),
        },
    ),
    finding(
        "copied",
        figure("gdp", "17%", 5, measure="growth_rate", unit="percent"),
        figure("gdp", "17%", 6, measure="growth_rate", unit="percent", area="371400"),
        parts={
            "found": Bilingual.same("17%"),
            "expected": Bilingual("another figure than that of area 371400", "与地区 371400 不同的数"),
        },
        severity="information",
    ),
    finding(
        "waiver-expired",
        parts={"waived": "share-at-most-100", "subject": "gdp", "author": "a reviewer", "today": "2031-10-01"},
        found="2031-09-30",
    ),
    finding("waiver-unused", parts={"subject": "gdp"}, found="share-at-most-100"),
    Finding.model_validate(
        {
            "rule": "made-up",
            "code": "rules.cannot-run",
            "severity": "error",
            "outcome": "error",
            "file": "data/rules.csv",
            "line": 4,
            "parts": {"reason": Bilingual("a coefficient is 0", "有规则项的 coefficient 为 0")},
        }
    ),
]
