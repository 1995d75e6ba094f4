"""The figures of an archive by group: the one look that reads all texts; whatever joins or sums figures afterwards
compares whole numbers only.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.neighbours import Around
from decheng_data.archive.columnar.pivot import WORD_BITS
from decheng_data.archive.columnar.scan import CODES, GROUP, cell_text, literal
from decheng_data.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.archive.columnar.faulty_cells import Cells
    from decheng_data.archive.columnar.scan import Layout, Seen

_LONG_DIGITS = 18
"""Digits of a whole number that 64 bits hold in any case."""
_MOST_DIGITS = 16
"""Digits before the point of the greatest value that is not refused."""
_KEY = ("indicator_id", "measure", "comparison")
"""What the key of a figure has besides its group."""
_MOST_WORDS = 8


class Coded:
    """Makes `groups`, of whatever rows, and `named`: the groups in their shortest form, each with its number `place`.

    `groups` has the value a{combo} of each combination of the rows without fault, a whole number of 10^-scale.
    """

    def __init__(self, layout: Layout, cells: Cells, seen: list[Seen], usable: list[Seen]) -> None:
        self.layout, self.cells, self._session = layout, cells, layout.session
        self._seen, self.usable, self.around = seen, usable, Around(layout)

    def period(self) -> str:
        """The period in its shortest form, as an expression."""
        return self.shortest(self.layout.cell("period"))

    def shortest(self, name: str) -> str:
        """An expression that is a period of the archive, in its shortest form."""
        other = self.spelt_otherwise
        return (
            f"CASE {name} {' '.join(f'WHEN {literal(cell)} THEN {literal(short)}' for cell, short in other.items())} ELSE {name} END"
            if other
            else name
        )

    @cached_property
    def spelt_otherwise(self) -> dict[str, str]:
        cells = [
            cell
            for (cell,) in self._session.query("SELECT DISTINCT period FROM groups")
            if cell and cell not in self.cells.bad.get("period", {})
        ]
        return {cell: str(Period.parse(cell)) for cell in cells if str(Period.parse(cell)) != cell}

    @cached_property
    def key(self) -> str:
        """A whole number for the group of a figure: the hash of its release, period and area, or where two
        groups share one, their text.

        Makes the table `named`, which has release, period and area of each.
        """
        layout, session = self.layout, self._session
        cells = [layout.column("release_id"), self.period(), layout.column("area")]
        names = f"SELECT DISTINCT release_id, {self.period()} AS period, area FROM groups AS figures"
        for key in (session.hash(cells), f"concat_ws('|', {', '.join(cells)})"):
            place = key.replace(self.period(), "figures.period")
            session.keep("named", f"SELECT {place} AS place, figures.* FROM ({names}) AS figures")
            if session.query("SELECT count(*) = count(DISTINCT place) FROM named")[0][0]:
                break
        return key

    @property
    def where(self) -> str:
        """The clause that keeps the rows without fault; empty where all are."""
        return f" WHERE {self.cells.usable}" if self.cells.usable else ""

    def group(self) -> dict[str, Counter[str | None]]:
        """Make `groups` and `sharing` (the groups in which figures share their key); the rows of each release, period
        and area.
        """
        session = self._session
        keys = {key: number for number, key in enumerate(dict.fromkeys(_figure_key(each) for each in self._seen))}
        words = [f"bits{word}" for word in range(-(-len(keys) // WORD_BITS))]
        self._put_combos(keys, words)
        if len(words) <= _MOST_WORDS:
            counted, different = (
                {each: f"bit_or({each})" for each in words},
                " + ".join(f"CAST(bit_count({each}) AS INTEGER)" for each in words) or "0",
            )
        else:
            counted, different = {"keys": "count(DISTINCT key)"}, "keys"
        names = ", ".join(f"{self.layout.cell(name)} AS {name}" for name in GROUP)
        refused = " OR ".join(self.cells.refused_rows)
        combo = f"CASE WHEN {refused} THEN NULL ELSE k.combo END" if refused else "k.combo"
        key_columns = ", ".join(f"k.{each}" for each in ("key", *words))
        rows = f"SELECT {names}, {key_columns}, {combo} AS combo, {self.value} AS value FROM figures JOIN combos k ON {self.joined}"
        session.keep("groups", session.pivoted(rows, GROUP, {"number": "count(*)", **counted}, range(len(self.usable))))
        group = ", ".join(f"NULLIF({name}, '') AS {name}" for name in GROUP)  # what is empty in two ways is one group
        is_written = " OR ".join(f"{name} = ''" for name in GROUP)
        is_none = f"coalesce({', '.join(GROUP)}) IS NULL"  # there a figure may have no key at all
        session.keep(
            "sharing", f"SELECT DISTINCT {group} FROM groups WHERE number <> {different} OR {is_written} OR {is_none}"
        )
        return {name: _rows_by_cell(self.layout, name) for name in GROUP}

    def _put_combos(self, keys: dict[tuple[Any, ...], int], words: Sequence[str]) -> None:
        """Make the table `combos`: what is seen of codes, with the number of its key, also as a bit of words, and of
        the combination where rules apply to it.
        """
        layout, numbers = self.layout, {each.combination: number for number, each in enumerate(self.usable)}
        kinds = {name: "BIGINT" if layout.kind(name) else layout.session.word for name in self._names}
        kinds |= {"in_words": "BOOLEAN", "key": "BIGINT", **dict.fromkeys(words, "BIGINT"), "combo": "INTEGER"}
        rows = {
            self._cells_of(each, self._names): (keys[_figure_key(each)], numbers.get(each.combination))
            for each in self._seen
        }
        bits = [
            [1 << key % WORD_BITS if key // WORD_BITS == word else 0 for word in range(len(words))]
            for key in range(len(keys))
        ]
        layout.session.put("combos", kinds, ((*cells, key, *bits[key], combo) for cells, (key, combo) in rows.items()))

    def _cells_of(self, each: Seen, names: Sequence[str]) -> tuple[Any, ...]:
        """The cells of some columns, and whether the figure is in words."""
        cells = ((each.raw[CODES.index(name)], self.layout.kind(name)) for name in names)
        return (*(int(cell) if cell is not None and kind else cell for cell, kind in cells), each.combination.in_words)

    @cached_property
    def _names(self) -> list[str]:
        """The columns that tell keys and combinations apart; no more than are needed, as each takes time to compare."""
        usable = {each.combination for each in self.usable}
        names = [
            name for name in (*_KEY, *(other for other in CODES if other not in _KEY)) if name in self.layout.names
        ]
        meant = {
            each.raw: (_figure_key(each), each.combination if each.combination in usable else None)
            for each in self._seen
        }
        for number in range(len(names)):
            found = {(self._cells_of(each, names[:number]), meant[each.raw]) for each in self._seen}
            if len(found) == len({cells for cells, _ in found}):
                return names[:number]
        return names

    @property
    def joined(self) -> str:
        """The condition that joins `combos` with the figures."""
        layout = self.layout
        nullable = {name for name in self._names if any(each.raw[CODES.index(name)] is None for each in self._seen)}
        on = [
            f"{layout.column(name)} {'IS NOT DISTINCT FROM' if name in nullable else '='} k.{name}"
            for name in self._names
        ]
        if any(each.combination.in_words for each in self._seen):
            on.append(f"{layout.in_words} = k.in_words")
        return " AND ".join(on) or "TRUE"

    @property
    def value(self) -> str:
        """The value as a whole number of 10^-scale."""
        layout, digits, scale = self.layout, self._digits, self.layout.scale
        is_held = layout.kind("value") and digits <= _MOST_DIGITS
        digits = min(digits, _MOST_DIGITS)
        value = layout.value if is_held else self._session.decimal(layout.column("value"), digits + scale, scale)
        return self._session.scaled(value, scale, self.value_kind, digits)

    @property
    def value_kind(self) -> str:
        """The type of such numbers."""
        return "BIGINT" if min(self._digits, _MOST_DIGITS) + self.layout.scale <= _LONG_DIGITS else self._session.wide

    @cached_property
    def _digits(self) -> int:
        """Digits before the point of the greatest value."""
        greatest = max(
            (abs(value) for each in self._seen for value in (each.least, each.greatest) if value is not None),
            default=Decimal(0),
        )
        return len(str(int(greatest)))

    @cached_property
    def faulty_releases(self) -> str:
        """A query of the releases in which a row is faulty, names what is not known, or shares its key."""
        areas = self.cells.dangling.get("area", [])
        faulty = [
            "there < number",
            *self.cells.refused_groups,
            *([f"area IN ({self.cells.held('area', areas, 'dangling')})"] if areas else []),
        ]
        return (
            f"SELECT release_id FROM groups AS figures WHERE {' OR '.join(faulty)} UNION SELECT release_id FROM sharing"
        )


def _figure_key(each: Seen) -> tuple[Any, ...]:
    return tuple(getattr(each.combination, name) for name in _KEY)


def _rows_by_cell(layout: Layout, name: str) -> Counter[str | None]:
    """Rows by cell; of releases, which are many, only those whose id is not surely in order."""
    where = f"WHERE NOT {layout.sure(name)}" if name == "release_id" else ""
    counted: Counter[str | None] = Counter()
    for cell, number in layout.session.query(
        f"SELECT {name}, CAST(sum(number) AS BIGINT) FROM groups AS figures {where} GROUP BY 1"
    ):
        counted[cell_text(cell)] += number
    return counted
