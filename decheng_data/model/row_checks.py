"""What cells of one row must agree in where no constraint of a Table Schema can say it: the contradiction in both
languages, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal


def of_span(start: int | None, end: int | None) -> Bilingual | None:
    """Start and end are given together, the end after the start."""
    if (start is None) != (end is None):
        return Bilingual("start and end are given together or not at all", "start 与 end 须同时填写或同时留空")
    if start is not None and end is not None and start >= end:
        return Bilingual(f"end {end} must come after start {start}", f"end {end} 须大于 start {start}")
    return None


def of_period(period: str, period_range: str, frequency: str) -> Bilingual | None:
    """Range and frequency are those of the period."""
    read = Period.parse(period)
    if period_range != read.range:
        return Bilingual(
            f"period_range is {period_range}, and the range of period {period} is {read.range}",
            f"period_range 为 {period_range}，而 period {period} 的区间为 {read.range}",
        )
    if frequency not in read.frequencies:
        return Bilingual(
            f"frequency is {frequency}, and that of period {period} is {' or '.join(read.frequencies)}",
            f"frequency 为 {frequency}，而 period {period} 的频率为 {' 或 '.join(read.frequencies)}",
        )
    return None


def of_area(area_id: str, parent: str | None) -> Bilingual | None:
    """An area lies in another one."""
    return (
        Bilingual(f"parent is {parent}, the area itself", f"parent 为 {parent}，即该地区本身")
        if parent == area_id
        else None
    )


def of_base_unit(unit_id: str, base_unit: str, scale: Decimal) -> Bilingual | None:
    """One base unit is one base unit."""
    if unit_id != base_unit or scale == 1:
        return None
    return Bilingual(
        f"scale is {scale:f}, and {unit_id} is its own base unit, whose scale is 1",
        f"scale 为 {scale:f}，而 {unit_id} 以自身为基本单位，scale 须为 1",
    )


def of_bounds(minimum: Decimal | None, maximum: Decimal | None) -> Bilingual | None:
    """The least value is not beyond the greatest."""
    if minimum is None or maximum is None or minimum <= maximum:
        return None
    return Bilingual(
        f"minimum {minimum:f} is above maximum {maximum:f}", f"minimum {minimum:f} 大于 maximum {maximum:f}"
    )


def of_measures(expected: Sequence[str], measures: Collection[str]) -> Bilingual | None:
    """Each expected measure is one."""
    unknown = [each for each in expected if each not in measures]
    if not unknown:
        return None
    return Bilingual(
        f"expected_measures names {', '.join(map(repr, unknown))}; the measures are {', '.join(measures)}",
        f"expected_measures 中的 {'、'.join(unknown)} 不是度量；度量有 {'、'.join(measures)}",
    )
