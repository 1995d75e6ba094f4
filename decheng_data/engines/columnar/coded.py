"""The figures that rules speak of as a table of numbers: `coded`, with the group, the combination and the value of each.

Texts are read once; whatever joins or sums figures afterwards compares whole numbers only.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decheng_data.engines.columnar.survey import CODES, literal
from decheng_data.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.engines.columnar.cells import Cells
    from decheng_data.engines.columnar.survey import Layout, Seen

_LONG_DIGITS = 18
"""Digits of a whole number that 64 bits hold in any case."""


class Coded:
    """Makes `named` (the groups, each with a number `place`), `combos` and `coded` (place, combo, value) of the rows without fault.

    `value` is a whole number of 10^-scale; `combo` is the number of the figure's combination in `usable`.
    """

    def __init__(self, layout: Layout, cells: Cells) -> None:
        self.layout, self._cells, self._session = layout, cells, layout.session
        self.is_partial = False
        """Whether rows were left out."""

    def period(self) -> str:
        """The period in its shortest form, as an expression."""
        return self.shortest(self.layout.cell("period"))

    def shortest(self, name: str) -> str:
        """An expression that is a period of the archive, in its shortest form."""
        other = self._spelt_otherwise
        return f"CASE {name} {' '.join(f'WHEN {literal(cell)} THEN {literal(short)}' for cell, short in other.items())} ELSE {name} END" if other else name

    @cached_property
    def _spelt_otherwise(self) -> dict[str, str]:
        cells = [cell for (cell,) in self._session.query("SELECT DISTINCT period FROM groups") if cell and cell not in self._cells.bad.get("period", {})]
        return {cell: str(Period.parse(cell)) for cell in cells if str(Period.parse(cell)) != cell}

    @cached_property
    def key(self) -> str:
        """A whole number that stands for the group of a figure: the hash of its release, period and area, or where two groups share one, their text.

        Makes the table `named`, which tells release, period and area of each.
        """
        layout, session = self.layout, self._session
        cells = [layout.column("release_id"), self.period(), layout.column("area")]
        names = f"SELECT DISTINCT release_id, {self.period()} AS period, area FROM groups AS figures"
        for key in (session.hash(cells), f"concat_ws('|', {', '.join(cells)})"):
            told = key.replace(self.period(), "figures.period")
            session.keep("named", f"SELECT {told} AS place, figures.* FROM ({names}) AS figures")
            if session.query("SELECT count(*) = count(DISTINCT place) FROM named")[0][0]:
                break
        return key

    @property
    def where(self) -> str:
        """The clause that keeps the rows without fault; empty where all are."""
        return f" WHERE {self._cells.usable}" if self._cells.usable else ""

    def make(self, seen: list[Seen], usable: list[Seen]) -> list[Seen]:
        """Make the tables; the combinations of `usable` with what is seen of them in rows without fault, in the same order."""
        layout, session = self.layout, self._session
        joined = self._put_combos(seen, usable)
        self.is_partial = sum(each.rows for each in usable) < sum(each.rows for each in seen)
        greatest = max((abs(value) for each in seen for value in (each.least, each.greatest) if value is not None), default=Decimal(0))
        digits = len(str(int(greatest)))
        kind = "BIGINT" if digits + layout.scale <= _LONG_DIGITS else session.wide
        value = session.scaled(layout.value, layout.scale, kind, digits)
        where = f" WHERE {' AND '.join(f'NOT {each}' for each in self._cells.refused_rows)}" if self._cells.refused_rows else ""
        session.keep("coded", f"SELECT {self.key} AS place, k.combo, {value} AS value FROM figures JOIN combos k ON {joined}{where}")
        return self._looked_at(usable)

    def _put_combos(self, seen: list[Seen], usable: list[Seen]) -> str:
        """Make the table `combos`; the condition that joins it with the figures."""
        layout, numbers = self.layout, {each.combination: number for number, each in enumerate(usable)}
        names = [name for name in CODES if name in layout.names and len({each.raw[CODES.index(name)] for each in seen}) > 1]
        types = {name: "BIGINT" if layout.kind(name) else layout.session.word for name in names} | {"in_words": "BOOLEAN", "combo": "INTEGER"}
        layout.session.put("combos", types, (tuple(self._combo(each, names, numbers)) for each in seen if each.combination in numbers))
        nullable = {name for name in names if any(each.raw[CODES.index(name)] is None for each in seen)}
        on = [f"{layout.column(name)} {'IS NOT DISTINCT FROM' if name in nullable else '='} k.{name}" for name in names]
        if any(each.combination.in_words for each in usable):
            on.append(f"{layout.in_words} = k.in_words")
        return " AND ".join(on) or "TRUE"

    def _combo(self, each: Seen, names: list[str], numbers: dict[Any, int]) -> Iterator[Any]:
        for name in names:
            cell = each.raw[CODES.index(name)]
            yield int(cell) if cell is not None and self.layout.kind(name) else cell
        yield each.combination.in_words
        yield numbers[each.combination]

    def _looked_at(self, usable: list[Seen]) -> list[Seen]:
        scale = self.layout.scale
        broken = f"count_if(value % {10**scale} <> 0)" if scale else "0"
        rows = {combo: more for combo, *more in self._session.query(f"SELECT combo, count(*), min(value), max(value), {broken} FROM coded GROUP BY 1")}
        looked = []
        for number, each in enumerate(usable):
            count, least, greatest, whole = rows.get(number, (0, None, None, 0))
            self.is_partial = self.is_partial or count < each.rows
            looked.append(replace(each, rows=count, broken=whole, least=_value(least, scale), greatest=_value(greatest, scale)))
        return looked


def _value(scaled: int | Decimal | None, scale: int) -> Decimal | None:
    return None if scaled is None else Decimal(scaled).scaleb(-scale)
