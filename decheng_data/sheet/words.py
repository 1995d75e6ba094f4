"""The words of the page in both languages: what codes mean, and a figure's value as an English reader would write
it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import (
    GROWTH_BASIS_WORDS,
    MEASURE_WORDS,
    MENTION_WORDS,
    OUTCOME_WORDS,
    SEVERITY_WORDS,
    STATUS_WORDS,
)
from decheng_data.model.quantity import EXACT, QUALIFIERS, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decheng_data.model.quantity import Interval
    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.observation import Observation


def both(zh: str | None, en: str | None) -> Bilingual | None:
    """The text in both languages, the one standing in for the other where that is missing; None where there is
    neither.
    """
    return Bilingual(en or zh or "", zh or en or "") if zh or en else None


MEASURES = MEASURE_WORDS
STATUSES = STATUS_WORDS
BASES = GROWTH_BASIS_WORDS
CUMULATIONS = {
    "flow": Bilingual("summed since 1 January", "年初以来累计"),
    "stock": Bilingual("as at the end of the period", "期末数"),
    "rate": Bilingual("a ratio or an index", "比率或指数"),
}
DEFINITIONS = {
    "confirmed": Bilingual("read in its source", "已核对来源"),
    "reported": Bilingual("seen in an excerpt of a public page", "见于公开网页摘录"),
    "unconfirmed": Bilingual("unconfirmed", "未经证实"),
}
OUTCOMES = {
    code: Bilingual({"passed": "holds", "failed": "fails"}.get(code, words.en), words.zh)
    for code, words in OUTCOME_WORDS.items()
}
"""The outcomes of one rule."""
SEVERITIES = SEVERITY_WORDS
KINDS = {
    "programme": Bilingual("programme", "行动与部署"),
    "work_method": Bilingual("work method", "工作法"),
    "institution": Bilingual("institution", "机构"),
    "honour": Bilingual("honour", "荣誉"),
    "recognition": Bilingual("recognition", "认定"),
    "project": Bilingual("project", "项目"),
    "cooperation": Bilingual("cooperation", "合作"),
    "comparison": Bilingual("comparison", "比较"),
    "result": Bilingual("result", "成效"),
}
STATEMENT_STATUSES = {
    "launched": Bilingual("launched", "已启动"),
    "under_way": Bilingual("under way", "进行中"),
    "advancing": Bilingual("advancing", "推进中"),
    "completed": Bilingual("completed", "已完成"),
    "signed": Bilingual("signed", "已签约"),
    "established": Bilingual("established", "已设立"),
    "received": Bilingual("received", "已获得"),
    "achieved": Bilingual("achieved", "已达成"),
    "exceeded": Bilingual("exceeded", "已超过"),
}
LEVELS = {
    "national": Bilingual("national", "国家级"),
    "provincial": Bilingual("provincial", "省级"),
    "municipal": Bilingual("municipal", "市级"),
    "district": Bilingual("district", "区级"),
}
MENTION_KINDS = MENTION_WORDS
_COMPARED = {
    "previous_year": Bilingual("the same period of the previous year", "上年同期"),
    "previous_period": Bilingual("the period before", "上期"),
    "plan": Bilingual("the plan", "计划"),
}
_QUALIFIED = {
    "somewhat_above": "a little over",
    "above": "over",
    "nearly": "nearly",
    "about": "about",
    "below": "under",
}
_STEPS = ((Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million"), (Decimal(1), ""))


def compared_with(comparison: str, areas: Mapping[str, Bilingual]) -> Bilingual | None:
    """What a figure is compared with: a period, a plan, or the other units of an area; None where it is compared with
    nothing.
    """
    if comparison == "none":
        return None
    return _COMPARED.get(comparison) or areas.get(comparison) or Bilingual(comparison, comparison)


def value_in_english(figure: Observation, units: Mapping[str, UnitRow]) -> str:
    """The figure as an English reader writes it: ¥15.75 billion, 17%, 1st, a little over 1,400 mu, 460,000 doses.
    Exact, with the digits that were printed.
    """
    unit = figure.unit_row
    if figure.measure == "rank":
        return _ordinal(figure.value)
    if unit.dimension == "money":
        text = _money(figure.quantity.base_value, figure.decimals, unit.scale)
    elif unit.unit_id == "percent":
        text = f"{figure.value:,.{figure.decimals}f}%"
    else:
        base = units.get(unit.base_unit, unit)
        text = (
            f"{figure.quantity.base_value:,f} {base.name_en}"
            if unit.scale > 1
            else f"{figure.value:,.{figure.decimals}f} {unit.name_en}"
        )
    return f"{_QUALIFIED[QUALIFIERS[figure.qualifier]]} {text}" if figure.qualifier else text


def _money(yuan: Decimal, decimals: int, scale: Decimal) -> str:
    step, word = next((each for each in _STEPS if abs(yuan) >= each[0]), _STEPS[-1])
    digits = max(0, decimals + step.adjusted() - scale.adjusted())
    sign = "-" if yuan < 0 else ""
    return f"{sign}¥{EXACT.scaleb(abs(yuan), -step.adjusted()):,.{digits}f}{word}"


def _ordinal(place: Decimal) -> str:
    number = plain(place)
    if number[-2:] in ("11", "12", "13"):
        return f"{number}th"
    return number + {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")


def range_text(interval: Interval) -> str:
    """The interval of a figure, in its printed unit: `157.45 – 157.55`, `≥ 1400`, `= 48` where it is
    exact.
    """
    low, high = interval
    if low == high:
        return f"= {plain(low)}"
    if high.is_infinite():
        return f"≥ {plain(low)}"
    return f"≤ {plain(high)}" if low.is_infinite() else f"{plain(low)} – {plain(high)}"


def word(words: Mapping[str, Bilingual], code: str | None) -> Bilingual | None:
    """What a code means; the code itself where it is not known, None without a code."""
    return None if code is None else words.get(code) or Bilingual(code, code)
