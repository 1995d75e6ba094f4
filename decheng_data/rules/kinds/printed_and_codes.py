"""What a single figure must agree with: its printed form, its unit, what it is compared with, and the whole that it is
a part of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.folding import fold_widths
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.printed import NO_UNIT, read_printed
from decheng_data.model.quantity import plain
from decheng_data.rules.evaluation import Disagreement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decheng_data.model.printed import Printed
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import Observation

_DIMENSIONS = {"growth_rate": "percent", "share": "percent", "change_pp": "percentage_point", "rank": "rank"}
_AGAINST = Bilingual("what the change is measured against, such as previous_year", "所比较的对象，如 previous_year")
_COMPARISONS: dict[str, tuple[Callable[[str], bool], Bilingual]] = {
    "level": (lambda comparison: comparison == "none", Bilingual("none", "none")),
    "share": (lambda comparison: comparison in ("none", "plan"), Bilingual("none or plan", "none 或 plan")),
    "target": (lambda comparison: comparison in ("none", "plan"), Bilingual("none or plan", "none 或 plan")),
    "growth_rate": (lambda comparison: comparison != "none", _AGAINST),
    "change_pp": (lambda comparison: comparison != "none", _AGAINST),
    "rank": (str.isdigit, Bilingual("the area that the rank compares with", "位次所比较的地区代码")),
}
_DIMENSIONS_ZH = {
    "percent": "百分数",
    "percentage_point": "百分点",
    "rank": "位次",
    "money": "金额",
    "count": "个数",
    "dose": "剂次",
    "area": "面积",
}
_A_FIGURE = Bilingual(
    "a figure, such as 157.5亿元, 17%, 1400余亩, 首位 or 未发生",
    "一个数，如 157.5亿元、17%、1400余亩、首位、未发生",
)
_UNPRINTED_UNIT = ("rank", "share")


def printed_disagreement(observation: Observation, *, shares_unit: bool = False) -> Disagreement | None:
    """The first field that disagrees with the printed form.

    `shares_unit`: the figure behind it in the text, in the same unit, prints the unit of both, as in
    1.4、0.5个百分点.
    """
    printed = read_printed(observation.printed)
    if printed is None:
        return Disagreement("printed", observation.printed, _A_FIGURE)
    return next(_against_printed(observation, printed, shares_unit=shares_unit), None)


def has_sign_outside(observation: Observation) -> bool:
    """Whether a word beside the figure may give its sign (下降), so that `printed` need not: of changes, and of targets
    for them.
    """
    is_change = observation.measure in ("growth_rate", "change_pp")
    return is_change or (
        observation.measure == "target" and observation.unit_row.dimension in ("percent", "percentage_point")
    )


def code_disagreements(observation: Observation, codes: CodeLists) -> Iterator[Disagreement | None]:
    """Whether the unit suits the measure and the indicator, whether the comparison does, and the parent where there is
    one: None where it does.
    """
    unit, usual = observation.unit_row, codes.units.get(observation.indicator.unit or "")
    dimension = _DIMENSIONS.get(observation.measure) or (usual.dimension if usual else unit.dimension)
    yield (None if unit.dimension == dimension else Disagreement("unit", unit.name_zh, _unit_words(dimension)))
    comparison = observation.comparison
    suits, wanted = _COMPARISONS[observation.measure]
    if comparison.isdigit() and comparison not in codes.areas:
        yield Disagreement(
            "comparison",
            comparison,
            Bilingual("an area of which areas.csv has a row that can be read", "areas.csv 中可读取的地区"),
        )
    elif not suits(comparison):
        yield Disagreement("comparison", comparison, wanted)
    elif (
        observation.measure == "rank"
        and observation.area in codes.areas
        and comparison not in around(observation.area, codes)
    ):
        yield Disagreement(
            "comparison",
            comparison,
            Bilingual(f"an area that {observation.area} lies in", f"{observation.area} 的上级地区"),
        )
    else:
        yield None
    if observation.parent is not None:
        yield _parent_disagreement(observation, observation.parent, codes)


def _parent_disagreement(observation: Observation, parent: str, codes: CodeLists) -> Disagreement | None:
    """A whole is another indicator than its part, and the whole of a level has a unit of the same dimension."""
    if parent == observation.indicator_id:
        return Disagreement(
            "parent",
            parent,
            Bilingual("the indicator of the whole, which is another one, or none", "整体的指标（不是本指标），或留空"),
        )
    whole = codes.indicators.get(parent)
    usual = codes.units.get(whole.unit or "") if whole and observation.measure == "level" else None
    dimension = observation.unit_row.dimension
    if usual is None or usual.dimension == dimension:
        return None
    wanted = Bilingual(
        f"a whole whose unit is one of {dimension.replace('_', ' ')}, as the part's is, or none",
        f"以{_unit_words(dimension).zh}计的整体，或留空",
    )
    return Disagreement("parent", f"{parent} ({usual.name_zh})", wanted)


def around(area_id: str, codes: CodeLists) -> Iterator[str]:
    """The areas that an area lies in, the nearest first."""
    met = {area_id}
    while (area := codes.areas.get(area_id)) and area.parent and area.parent not in met:
        area_id = area.parent
        met.add(area_id)
        yield area_id


def _unit_words(dimension: str) -> Bilingual:
    return Bilingual(f"a unit of {dimension.replace('_', ' ')}", f"{_DIMENSIONS_ZH.get(dimension, dimension)}的单位")


def _against_printed(observation: Observation, printed: Printed, *, shares_unit: bool) -> Iterator[Disagreement]:
    printed = printed.in_unit(observation.unit_row.name_zh)
    has_sign = printed.sign is not None or not has_sign_outside(observation)
    value = observation.value if has_sign else observation.value.copy_abs()
    signed = printed.magnitude.copy_negate() if printed.sign == -1 else printed.magnitude
    if value != signed:
        yield Disagreement("value", plain(observation.value), Bilingual.same(plain(signed)))
    if observation.decimals != printed.decimals:
        yield Disagreement("decimals", str(observation.decimals), Bilingual.same(str(printed.decimals)))
    if observation.qualifier != printed.qualifier:
        yield Disagreement("qualifier", observation.qualifier or "none", Bilingual.same(printed.qualifier or "none"))
    yield from _against_unit(observation, printed, shares_unit=shares_unit)


def _against_unit(observation: Observation, printed: Printed, *, shares_unit: bool) -> Iterator[Disagreement]:
    unit = observation.unit_row
    bare = printed.unit is None and (printed.in_words or observation.measure in _UNPRINTED_UNIT)
    bare = bare or (unit.name_zh == NO_UNIT and printed.unit in (None, ":1"))
    bare = bare or (shares_unit and fold_widths(unit.name_zh).startswith(printed.unit or ""))
    if not bare and unit.name_zh != printed.unit and fold_widths(unit.name_zh) != printed.unit:
        wanted = (
            Bilingual.same(printed.unit)
            if printed.unit
            else Bilingual("a unit in the printed figure", "printed 中写明单位")
        )
        yield Disagreement("unit", f"{observation.unit} ({unit.name_zh})", wanted)
    if bare and printed.in_words and not unit.counted:
        yield Disagreement("unit", f"{observation.unit} ({unit.name_zh})", Bilingual("a unit that counts", "计数单位"))
