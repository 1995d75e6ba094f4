"""The words of the page in both languages: what codes stand for, and a figure's value as an English reader would write
it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.fields import (
    GROWTH_BASIS_WORDS,
    MEASURE_WORDS_ZH,
    MENTION_WORDS,
    OUTCOME_WORDS,
    SEVERITY_WORDS,
    STATUS_WORDS,
)
from decheng_data.model.quantity import EXACT, QUALIFIERS, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decheng_data.model.quantity import Interval
    from decheng_data.model.vocabulary_rows import UnitRow
    from decheng_data.rules.observation import Observation


class Bilingual(NamedTuple):
    """One text in Chinese and in English."""

    zh: str
    en: str


def both(zh: str | None, en: str | None) -> Bilingual | None:
    """The text in both languages, the one standing in for the other where that is missing; None where there is
    neither.
    """
    return Bilingual(zh or en or "", en or zh or "") if zh or en else None


MEASURES = {
    name: Bilingual(zh, en)
    for (name, zh), en in zip(
        MEASURE_WORDS_ZH.items(),
        ("level", "growth rate", "change in percentage points", "share", "rank", "target"),
        strict=True,
    )
}
STATUSES = {code: Bilingual(*told) for code, told in STATUS_WORDS.items()}
BASES = {code: Bilingual(*told) for code, told in GROWTH_BASIS_WORDS.items()}
CUMULATIONS = {
    "flow": Bilingual("年初以来累计", "summed since 1 January"),
    "stock": Bilingual("期末数", "as at the end of the period"),
    "rate": Bilingual("比率或指数", "a ratio or an index"),
}
DEFINITIONS = {
    "confirmed": Bilingual("已核对来源", "read in its source"),
    "reported": Bilingual("见于公开网页摘录", "seen in an excerpt of a public page"),
    "unconfirmed": Bilingual("未经证实", "unconfirmed"),
}
OUTCOMES = {
    code: Bilingual(zh, {"passed": "holds", "failed": "fails"}.get(code, en))
    for code, (zh, en) in OUTCOME_WORDS.items()
}
"""As said of one rule: it holds or fails."""
SEVERITIES = {code: Bilingual(*told) for code, told in SEVERITY_WORDS.items()}
KINDS = {
    "programme": Bilingual("行动与部署", "programme"),
    "work_method": Bilingual("工作法", "work method"),
    "institution": Bilingual("机构", "institution"),
    "honour": Bilingual("荣誉", "honour"),
    "recognition": Bilingual("认定", "recognition"),
    "project": Bilingual("项目", "project"),
    "cooperation": Bilingual("合作", "cooperation"),
    "comparison": Bilingual("比较", "comparison"),
    "result": Bilingual("成效", "result"),
}
STATEMENT_STATUSES = {
    "launched": Bilingual("已启动", "launched"),
    "under_way": Bilingual("进行中", "under way"),
    "advancing": Bilingual("推进中", "advancing"),
    "completed": Bilingual("已完成", "completed"),
    "signed": Bilingual("已签约", "signed"),
    "established": Bilingual("已设立", "established"),
    "received": Bilingual("已获得", "received"),
    "achieved": Bilingual("已达成", "achieved"),
    "exceeded": Bilingual("已超过", "exceeded"),
}
LEVELS = {
    "national": Bilingual("国家级", "national"),
    "provincial": Bilingual("省级", "provincial"),
    "municipal": Bilingual("市级", "municipal"),
    "district": Bilingual("区级", "district"),
}
MENTION_KINDS = {code: Bilingual(*told) for code, told in MENTION_WORDS.items()}
_COMPARED = {
    "previous_year": Bilingual("上年同期", "the same period of the previous year"),
    "previous_period": Bilingual("上期", "the period before"),
    "plan": Bilingual("计划", "the plan"),
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
        told = _money(figure.quantity.base_value, figure.decimals, unit.scale)
    elif unit.unit_id == "percent":
        told = f"{figure.value:,.{figure.decimals}f}%"
    else:
        base = units.get(unit.base_unit, unit)
        told = (
            f"{figure.quantity.base_value:,f} {base.name_en}"
            if unit.scale > 1
            else f"{figure.value:,.{figure.decimals}f} {unit.name_en}"
        )
    return f"{_QUALIFIED[QUALIFIERS[figure.qualifier]]} {told}" if figure.qualifier else told


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


def range_told(interval: Interval) -> str:
    """The interval that a figure stands for, in its printed unit: `157.45 – 157.55`, `≥ 1400`, `= 48` where it is
    exact.
    """
    low, high = interval
    if low == high:
        return f"= {plain(low)}"
    if high.is_infinite():
        return f"≥ {plain(low)}"
    return f"≤ {plain(high)}" if low.is_infinite() else f"{plain(low)} – {plain(high)}"


def word(words: Mapping[str, Bilingual], code: str | None) -> Bilingual | None:
    """What a code stands for; the code itself where it is not known, None where there is none."""
    return None if code is None else words.get(code) or Bilingual(code, code)
