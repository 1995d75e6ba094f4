"""Prose of our own for the tests of the text part, and rows that agree with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from decheng_data.model.rows import MentionRow, ObservationRow, ReleaseRow
from decheng_data.model.vocabulary_rows import IndicatorRow, UnitRow
from decheng_data.text.drafting.placing import neighbour_hashes

CORPUS = Path(__file__).parent / "corpus"
BULLETIN = (
    "柳泉区经济社会发展情况\n\n"
    "今年以来,柳泉区聚焦“五大攻坚战”,发展稳中向好。1-6月份,预计实现地区生产总值86.4亿元,增长8.2%;完成一般公共预算收入6.15亿元,同比下降3.5%。\n"
    "一、新建学校12所,腾空土地1300余亩,居全市首位。未发生较大安全事故。\n"
)
FIGURES = (
    ("86.4亿元", "gdp", "level", "86.4", 1, "yi_yuan", None, "E"),
    ("8.2%", "gdp", "growth_rate", "8.2", 1, "percent", None, "E"),
    ("6.15亿元", "revenue", "level", "6.15", 2, "yi_yuan", None, "A"),
    ("3.5%", "revenue", "growth_rate", "-3.5", 1, "percent", None, "A"),
    ("12所", "schools", "level", "12", 0, "schools", None, "A"),
    ("1300余亩", "land", "level", "1300", 0, "mu", "余", "A"),
    ("首位", "land", "rank", "1", 0, "place", None, "A"),
    ("未发生", "accidents", "level", "0", 0, "cases", None, "A"),
)
UNIT_NAMES = {"yi_yuan": "亿元", "percent": "%", "schools": "所", "mu": "亩", "place": "位", "cases": "起"}


def release(text: str = BULLETIN) -> ReleaseRow:
    from hashlib import sha256

    return ReleaseRow(
        release_id="willow-2021-S1",
        title_zh="柳泉区经济社会发展情况",
        title_en="Made up",
        area="371402",
        coverage="district",
        period="2021-S1",
        period_range="2021-01-01/P6M",
        frequency="S",
        year_basis="inferred",
        publisher_zh="无",
        publisher_en="none",
        vintage=date(2021, 7, 15),
        sha256_repaired=sha256(text.encode()).hexdigest(),
    )


def observations(text: str = BULLETIN) -> list[ObservationRow]:
    return [_observation(text, *figure) for figure in FIGURES]


def _observation(
    text: str,
    printed: str,
    indicator: str,
    measure: str,
    value: str,
    decimals: int,
    unit: str,
    qualifier: str | None,
    status: str,
) -> ObservationRow:
    start = text.index(printed)
    before, after = neighbour_hashes(text, start, start + len(printed))
    return ObservationRow.model_validate(
        {
            "release_id": "willow-2021-S1",
            "indicator_id": indicator,
            "measure": measure,
            "period": "2021-S1",
            "area": "371402",
            "comparison": "none",
            "value": Decimal(value),
            "decimals": decimals,
            "unit": unit,
            "qualifier": qualifier,
            "obs_status": status,
            "printed": printed,
            "start": start,
            "end": start + len(printed),
            "hash_before": before,
            "hash_after": after,
        }
    )


def mentions(text: str = BULLETIN) -> list[MentionRow]:
    rows = []
    for printed, kind in (("五大攻坚战", "slogan"), ("1-6月份", "date"), ("一", "list_number")):
        start = text.index("一、") if kind == "list_number" else text.index(printed)
        before, after = neighbour_hashes(text, start, start + len(printed))
        row = {
            "release_id": "willow-2021-S1",
            "start": start,
            "end": start + len(printed),
            "printed": printed,
            "kind": kind,
        }
        rows.append(
            MentionRow.model_validate(
                {**row, "meaning_zh": "示例", "meaning_en": "made up", "hash_before": before, "hash_after": after}
            )
        )
    return rows


def units() -> list[UnitRow]:
    common = {
        "name_en": "made up",
        "dimension": "made_up",
        "counted": False,
        "scale": Decimal(1),
        "base_unit": "percent",
        "unit_measure": "X",
        "unit_mult": 0,
    }
    return [UnitRow.model_validate({"unit_id": unit, "name_zh": name, **common}) for unit, name in UNIT_NAMES.items()]


def indicator(indicator_id: str, name: str, *aliases: str) -> IndicatorRow:
    return IndicatorRow(
        indicator_id=indicator_id,
        theme="overview",
        name_zh=name,
        name_en="made up",
        definition_status="unconfirmed",
        growth_basis="nominal",
        cumulation="flow",
        aliases_zh=aliases or None,
    )
