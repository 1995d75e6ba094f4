"""Rows for units that units.csv does not have yet, each with its base unit, for a person to complete."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from decheng_data.model.printed import NO_UNIT
from decheng_data.model.rows import UnitRow
from decheng_data.text.drafting.vocabulary import proposed_id
from decheng_data.text.words.units import kind_of, unit_at

if TYPE_CHECKING:
    from collections.abc import Iterable

TO_DO_ZH, TO_DO_EN = "待说明。", "To be explained."

_LARGE = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_OF_PERCENT = {"‰": Decimal("0.1"), "％": Decimal(1), "成": Decimal(10), "倍": Decimal(100), "番": Decimal(100)}
"""Units that are so many percent."""
_MULTS = (15, 12, 9, 6, 5, 4, 3, 2, 1, 0)
"""CL_UNIT_MULT 1.0, the largest first."""


class Units:
    """The units of a package by name as printed, and those that were added."""

    def __init__(self, rows: Iterable[UnitRow]) -> None:
        self._by_name = {row.name_zh: row for row in rows}
        self._ids = {row.unit_id for row in self._by_name.values()}
        self.added: list[UnitRow] = []

    def id_of(self, name: str) -> str:
        """The id of the unit that is printed so; a row is added where there is none. An empty name is NO_UNIT."""
        return (self._by_name.get(name or NO_UNIT) or self._add(name or NO_UNIT)).unit_id

    def dimension(self, unit_id: str) -> str:
        """What a unit measures."""
        return next(row.dimension for row in self._by_name.values() if row.unit_id == unit_id)

    def known(self, *names: str) -> str | None:
        """The id of the first of these units that the package has."""
        return next((self._by_name[name].unit_id for name in names if name in self._by_name), None)

    def _add(self, name: str) -> UnitRow:
        bare = name.lstrip("".join(_LARGE)) or name
        exponent = sum(_LARGE[character] for character in name[: len(name) - len(bare)])
        if name in _OF_PERCENT and (percent := self._by_name.get("%")):
            return self._keep(_unit_row(name, self._free_id(name), percent, _OF_PERCENT[name]))
        if bare != name:
            base = self._by_name.get(bare) or self._add(bare)
            return self._keep(_unit_row(name, self._free_id(name), base, base.scale * Decimal(10) ** exponent))
        return self._keep(_base_row(name, self._free_id(name)))

    def _keep(self, row: UnitRow) -> UnitRow:
        self._by_name[row.name_zh] = row
        self._ids.add(row.unit_id)
        self.added.append(row)
        return row

    def _free_id(self, name: str) -> str:
        stem = proposed_id(name)
        numbered = (stem if number == 1 else f"{stem[:58]}_{number}" for number in count(1))
        return next(candidate for candidate in numbered if candidate not in self._ids)


def _unit_row(name: str, unit_id: str, base: UnitRow, scale: Decimal) -> UnitRow:
    shared = {field: getattr(base, field) for field in ("dimension", "counted", "base_unit", "unit_measure")}
    exponent = max(0, scale.adjusted())
    mult = next(mult for mult in _MULTS if mult <= exponent)
    return UnitRow(
        unit_id=unit_id,
        name_zh=name,
        name_en=TO_DO_EN,
        scale=scale,
        unit_mult=mult,
        note_zh=TO_DO_ZH,
        note_en=TO_DO_EN,
        **shared,
    )


def _base_row(name: str, unit_id: str) -> UnitRow:
    bare = unit_at(name.replace("（", "(").replace("）", ")"), 0).bare
    counted = kind_of(bare, name) == "counted"
    return UnitRow(
        unit_id=unit_id,
        name_zh=name,
        name_en=TO_DO_EN,
        dimension=unit_id,
        counted=counted,
        scale=Decimal(1),
        base_unit=unit_id,
        unit_measure="PN" if counted or name == NO_UNIT else "TO_BE_CODED",
        unit_mult=0,
        note_zh=TO_DO_ZH,
        note_en=TO_DO_EN,
    )
