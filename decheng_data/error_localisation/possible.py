"""The figures that a vocabulary allows, whether a release has them or not: what rules are looked at on, without
data.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.rules.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.rows import IndicatorRow, UnitRow
    from decheng_data.rules.evaluation import CodeLists

_DIMENSIONS = {"growth_rate": "percent", "share": "percent", "change_pp": "percentage_point", "rank": "rank"}
MEASURES = ("level", "target", *_DIMENSIONS)


def unit_of(indicator: IndicatorRow, measure: str, codes: CodeLists) -> UnitRow | None:
    """The unit that a figure would be given in; None where the indicator has no such measure: no level without a unit,
    no growth without a basis.
    """
    if measure in ("level", "target"):
        return codes.units.get(indicator.unit or "")
    if measure in ("growth_rate", "change_pp") and indicator.growth_basis == "not_applicable":
        return None
    wanted = _DIMENSIONS[measure]
    return next((unit for unit in codes.units.values() if unit.dimension == wanted and unit.scale == 1), None)


def figure(indicator: IndicatorRow, measure: str, unit: UnitRow, comparison: str = "none") -> Observation:
    """A placeholder for any figure of an indicator and a measure: for rules that look at no value."""
    key: dict[str, Any] = {
        "release_id": "",
        "indicator_id": indicator.indicator_id,
        "measure": measure,
        "period": "2000",
        "area": "",
    }
    cells: dict[str, Any] = {
        "comparison": comparison,
        "value": Decimal(0),
        "decimals": 0,
        "unit": unit.unit_id,
        "qualifier": None,
        "obs_status": "A",
    }
    return Observation.model_construct(**key, **cells, printed="0").bind(indicator, unit)


def figures(codes: CodeLists) -> Iterator[Observation]:
    """A placeholder for each indicator and measure that the vocabulary allows; of ranks one for each area with its
    number of units compared.
    """
    compared = [area.area_id for area in codes.areas.values() if area.units_compared is not None] or ["none"]
    for indicator in codes.indicators.values():
        for measure in MEASURES:
            if unit := unit_of(indicator, measure, codes):
                for comparison in compared if measure == "rank" else ("none",):
                    yield figure(indicator, measure, unit, comparison)
