"""What rows of one code list must agree in: a unit with the base unit that its scale leads to, an area with those that
it lies in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.model.rows import AreaRow, UnitRow

Numbered = tuple[int, "Bilingual"]
"""The line of a row, and what is wrong with it in both languages."""


def unit_faults(rows: Sequence[tuple[int, UnitRow]]) -> Iterator[Numbered]:
    """Each unit that does not convert into its base unit."""
    units = {row.unit_id: row for _, row in rows}
    for line, row in rows:
        base = units.get(row.base_unit)
        if base is None:  # which is a finding of the foreign key
            continue
        if base.dimension != row.dimension:
            yield (
                line,
                Bilingual(
                    (
                        f"base_unit {base.unit_id} is of the dimension {base.dimension}, and {row.unit_id} of"
                        f" {row.dimension}"
                    ),
                    f"base_unit {base.unit_id} 的 dimension 为 {base.dimension}，而 {row.unit_id} 为 {row.dimension}",
                ),
            )
        elif base.base_unit != base.unit_id:
            yield (
                line,
                Bilingual(
                    f"base_unit {base.unit_id} is none, as its own is {base.base_unit}",
                    f"{base.unit_id} 不是基本单位，其 base_unit 为 {base.base_unit}",
                ),
            )


def area_faults(rows: Sequence[tuple[int, AreaRow]]) -> Iterator[Numbered]:
    """Each area that lies, by way of others, in itself."""
    parents = {row.area_id: row.parent for _, row in rows}
    for line, row in rows:
        above = list(_above(row.area_id, parents))
        if row.area_id in above:
            yield (
                line,
                Bilingual(
                    f"{row.area_id} lies in {' in '.join(above)}",
                    f"{row.area_id} 的上级依次为 {'、'.join(above)}，回到自身",
                ),
            )


def _above(area: str, parents: dict[str, str | None]) -> Iterable[str]:
    """The areas that one lies in, the nearest first, none of them twice."""
    met: dict[str, None] = {}
    while (parent := parents.get(area)) and parent not in met:
        met[parent] = None
        area = parent
    return met
