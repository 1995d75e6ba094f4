"""The figures that rules speak of, one row a group: `spread`, with a column for the value of each combination of codes.

Texts are read once; whatever joins or sums figures afterwards compares whole numbers only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decheng_data.engines.columnar.pivots import WORD_BITS, words_of
from decheng_data.engines.columnar.releases import figures_of
from decheng_data.engines.columnar.survey import CODES, GROUP, cell_text, literal
from decheng_data.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.engines.columnar.cells import Cells
    from decheng_data.engines.columnar.survey import Layout, Seen

_LONG_DIGITS = 18
"""Digits of a whole number that 64 bits hold in any case."""
_MOST_DIGITS = 16
"""Digits before the point of the greatest value that is not refused."""
_KEY = ("indicator_id", "measure", "comparison")
"""What the key of a figure has besides its group."""
_MOST_WORDS = 8
_MOST_COMBOS = 100
"""Combinations that are looked at together."""


class Coded:
    """Makes `groups` (of whatever rows) and, of the rows without fault, `named` (each group with its number `place`) and `spread`.

    `spread` has by place the value a{combo} of each combination, a whole number of 10^-scale, whether a combination is there twice (`doubled`), and
    bits twice{word} of those that have two values there. `doubles` has all figures of places that are doubled: place, combo, value and `number`.
    """

    def __init__(self, layout: Layout, cells: Cells, seen: list[Seen], usable: list[Seen]) -> None:
        self.layout, self._cells, self._session = layout, cells, layout.session
        self._seen, self._usable = seen, usable
        self._combos = range(len(usable))
        self._has_doubles = False
        self.has_twice = False
        """Whether a combination has two values in any place."""

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

    def group(self) -> dict[str, Counter[str | None]]:
        """Make `groups` and `sharing` (the groups in which figures share their key); the rows of each release, period and area."""
        session = self._session
        keys = {key: number for number, key in enumerate(dict.fromkeys(_key_of(each) for each in self._seen))}
        words = -(-len(keys) // WORD_BITS)
        self._put_combos(keys)
        if words <= _MOST_WORDS:
            bits = {f"bits{word}": f"coalesce(bit_or(CASE WHEN word = {word} THEN bit END), 0)" for word in range(words)}
            different = " + ".join(f"CAST(bit_count({each}) AS INTEGER)" for each in bits) or "0"
        else:
            bits, different = {"bits0": "count(DISTINCT key)"}, "bits0"
        names = ", ".join(f"{self.layout.cell(name)} AS {name}" for name in GROUP)
        refused = " OR ".join(self._cells.refused_rows)
        combo = f"CASE WHEN {refused} THEN NULL ELSE k.combo END" if refused else "k.combo"
        rows = f"SELECT {names}, k.key, k.word, k.bit, {combo} AS combo, {self._value} AS value FROM figures JOIN combos k ON {self._joined}"
        session.keep("groups", session.pivoted(rows, GROUP, {"number": "count(*)", **bits}, self._combos))
        told = ", ".join(f"NULLIF({name}, '') AS {name}" for name in GROUP)  # what is empty in two ways is one group
        is_written = " OR ".join(f"{name} = ''" for name in GROUP)
        session.keep("sharing", f"SELECT DISTINCT {told} FROM groups WHERE number <> {different} OR {is_written}")
        return {name: _counted(self.layout, name) for name in GROUP}

    def _put_combos(self, keys: dict[tuple[Any, ...], int]) -> None:
        """Make the table `combos`: what is seen of codes, with the number of its key, and of the combination where rules speak of it."""
        layout, numbers = self.layout, {each.combination: number for number, each in enumerate(self._usable)}
        kinds = {name: "BIGINT" if layout.kind(name) else layout.session.word for name in self._names}
        kinds |= {"in_words": "BOOLEAN", "key": "BIGINT", "word": "BIGINT", "bit": "BIGINT", "combo": "INTEGER"}
        rows = {self._cells_of(each, self._names): (keys[_key_of(each)], numbers.get(each.combination)) for each in self._seen}
        layout.session.put("combos", kinds, ((*cells, key, key // WORD_BITS, 1 << key % WORD_BITS, combo) for cells, (key, combo) in rows.items()))

    def _cells_of(self, each: Seen, names: Sequence[str]) -> tuple[Any, ...]:
        """The cells of some columns, and whether the figure is in words."""
        cells = ((each.raw[CODES.index(name)], self.layout.kind(name)) for name in names)
        return (*(int(cell) if cell is not None and kind else cell for cell, kind in cells), each.combination.in_words)

    @cached_property
    def _names(self) -> list[str]:
        """The columns that tell keys and combinations apart; no more than are needed, as each takes time to compare."""
        usable = {each.combination for each in self._usable}
        names = [name for name in (*_KEY, *(other for other in CODES if other not in _KEY)) if name in self.layout.names]
        meant = {each.raw: (_key_of(each), each.combination if each.combination in usable else None) for each in self._seen}
        for number in range(len(names)):
            told = {(self._cells_of(each, names[:number]), meant[each.raw]) for each in self._seen}
            if len(told) == len({cells for cells, _ in told}):
                return names[:number]
        return names

    @property
    def _joined(self) -> str:
        """The condition that joins `combos` with the figures."""
        layout = self.layout
        nullable = {name for name in self._names if any(each.raw[CODES.index(name)] is None for each in self._seen)}
        on = [f"{layout.column(name)} {'IS NOT DISTINCT FROM' if name in nullable else '='} k.{name}" for name in self._names]
        if any(each.combination.in_words for each in self._seen):
            on.append(f"{layout.in_words} = k.in_words")
        return " AND ".join(on) or "TRUE"

    @property
    def _value(self) -> str:
        """The value as a whole number of 10^-scale."""
        layout = self.layout
        greatest = max((abs(value) for each in self._seen for value in (each.least, each.greatest) if value is not None), default=Decimal(0))
        there, scale = len(str(int(greatest))), layout.scale
        digits = min(there, _MOST_DIGITS)
        kind = "BIGINT" if digits + scale <= _LONG_DIGITS else self._session.wide
        is_held = layout.kind("value") and there == digits
        value = layout.value if is_held else self._session.decimal(layout.column("value"), digits + scale, scale)
        return self._session.scaled(value, scale, kind, digits)

    def spread(self) -> list[Seen]:
        """Make `spread` and `doubles`; the combinations with what is seen of them in rows without fault, in the same order."""
        session, columns = self._session, [f"a{combo}" for combo in self._combos]
        refused = "".join(f" AND NOT {each}" for each in self._cells.refused_groups)
        rows = f"SELECT {self.key} AS place, doubled, {', '.join(columns or ['NULL AS none'])} FROM groups AS figures WHERE there > 0{refused}"
        if self._spelt_otherwise:  # then groups may share a place
            most = ", ".join(f"max({each}) AS {each}" for each in columns) or "NULL AS none"
            rows = f"SELECT place, bool_or(doubled) OR count(*) > 1 AS doubled, {most} FROM ({rows}) q GROUP BY place"
        words = range(words_of(self._combos)) if columns else range(1)
        twice = ", ".join(f"CAST(0 AS BIGINT) AS twice{word}" for word in words)
        self._has_doubles = bool(session.query(f"SELECT count(*) FROM ({rows}) q WHERE doubled")[0][0])
        if self._has_doubles:
            self._make_doubles(rows)
            twice = ", ".join(f"coalesce(t.twice{word}, 0) AS twice{word}" for word in words)
            bits = ", ".join(f"bit_or(CASE WHEN word = {word} THEN bit ELSE 0 END) AS twice{word}" for word in words)
            values = "SELECT place, combo FROM doubles GROUP BY 1, 2 HAVING count(*) > 1"
            session.put("slots", {"combo": "INTEGER", "word": "BIGINT", "bit": "BIGINT"}, ((n, n // WORD_BITS, 1 << n % WORD_BITS) for n in self._combos))
            session.keep("twice", f"SELECT v.place, {bits} FROM ({values}) v JOIN slots s ON s.combo = v.combo GROUP BY 1")
            self.has_twice = bool(session.query("SELECT count(*) FROM twice")[0][0])
            session.keep("spread", f"SELECT r.*, {twice} FROM ({rows}) r LEFT JOIN twice t ON t.place = r.place")
        else:
            session.keep("spread", f"SELECT r.*, {twice} FROM ({rows}) r")
        return self._looked_at()

    @cached_property
    def around_faults(self) -> str:
        """Where the rows of releases stand in which a row is faulty, names what is not known, or shares its key."""
        areas = self._cells.dangling.get("area", [])
        faulty = ["there < number", *self._cells.refused_groups, *([f"area IN ({self._cells.held('area', areas, 'dangling')})"] if areas else [])]
        releases = f"SELECT release_id FROM groups AS figures WHERE {' OR '.join(faulty)} UNION SELECT release_id FROM sharing"
        codes = [self.layout.column(name) for name in CODES if name in self.layout.names]
        return figures_of(self.layout, "around_faults", releases, *codes, self._joined, self._value, *self._cells.refused)

    def releases_of(self, combo: int, condition: str = "TRUE") -> str:
        """A query of the releases that have figures of a combination whose place `n` and `value` meet a condition."""
        return f"SELECT n.release_id FROM ({self.figures(combo)}) c JOIN named n ON n.place = c.place WHERE {condition}"

    def _make_doubles(self, rows: str) -> None:
        layout, session = self.layout, self._session
        session.keep("doubled", f"SELECT place FROM ({rows}) q WHERE doubled")
        releases = "SELECT release_id FROM named WHERE place IN (SELECT place FROM doubled)"
        asked = [self._joined, self._value, *self._cells.refused_rows]
        around = figures_of(layout, "around_doubled", releases, *asked) if self._spelt_otherwise else self.around_faults  # what is doubled shares a key
        refused = "".join(f" AND NOT {each}" for each in self._cells.refused_rows)
        where = f"k.combo IS NOT NULL{refused} AND {self.key} IN (SELECT place FROM doubled)"
        source = f"SELECT {self.key} AS place, k.combo, {self._value} AS value FROM {around} JOIN combos k ON {self._joined} WHERE {where}"
        session.keep("doubles", f"SELECT place, combo, value, count(*) AS number FROM ({source}) q GROUP BY 1, 2, 3")

    def figures(self, combo: int) -> str:
        """A query of the figures of one combination: place, value, and the `number` of them that are alike."""
        alone = f"SELECT place, a{combo} AS value, 1 AS number FROM spread WHERE a{combo} IS NOT NULL"
        if not self._has_doubles:
            return alone
        return f"{alone} AND NOT doubled UNION ALL SELECT place, value, number FROM doubles WHERE combo = {combo}"

    def count_in(self, combos: Sequence[int], places: str) -> int:
        """How many figures of the combinations are in the places of a table."""
        there = " + ".join(f"CASE WHEN a{combo} IS NULL THEN 0 ELSE 1 END" for combo in combos)
        inside = f"place IN (SELECT place FROM {places})"
        (alone,) = self._session.query(f"SELECT coalesce(CAST(sum({there}) AS BIGINT), 0) FROM spread WHERE NOT doubled AND {inside}")[0]
        if not self._has_doubles:
            return int(alone)
        listed = ", ".join(map(str, combos))
        more = self._session.query(f"SELECT coalesce(CAST(sum(number) AS BIGINT), 0) FROM doubles WHERE combo IN ({listed}) AND {inside}")[0][0]
        return int(alone + more)

    def _looked_at(self) -> list[Seen]:
        scale = self.layout.scale
        looked = []
        doubles: dict[int, tuple[Any, ...]] = {}
        if self._has_doubles:
            broken = f"CASE WHEN value % {10**scale} <> 0 THEN number ELSE 0 END" if scale else "0"
            sums = f"CAST(sum(number) AS BIGINT), min(value), max(value), CAST(sum({broken}) AS BIGINT)"
            doubles = {combo: tuple(more) for combo, *more in self._session.query(f"SELECT combo, {sums} FROM doubles GROUP BY 1")}
        for start in range(0, len(self._usable), _MOST_COMBOS):
            some = self._combos[start : start + _MOST_COMBOS]
            told = ", ".join(f"count(a{n}), min(a{n}), max(a{n}), {f'count_if(a{n} % {10**scale} <> 0)' if scale else '0'}" for n in some)
            (row,) = self._session.query(f"SELECT {told} FROM spread WHERE NOT doubled")
            for number, combo in enumerate(some):
                parts = [row[4 * number : 4 * number + 4], *([doubles[combo]] if combo in doubles else [])]
                least, greatest = ([part[end] for part in parts if part[end] is not None] for end in (1, 2))
                looked.append(
                    replace(
                        self._usable[combo],
                        rows=sum(part[0] for part in parts),
                        broken=sum(part[3] or 0 for part in parts),  # null where there is no place
                        least=_value(min(least, default=None), scale),
                        greatest=_value(max(greatest, default=None), scale),
                    )
                )
        return looked


def _key_of(each: Seen) -> tuple[Any, ...]:
    return tuple(getattr(each.combination, name) for name in _KEY)


def _counted(layout: Layout, name: str) -> Counter[str | None]:
    """Rows by cell; of releases, which are many, only those whose id is not surely in order."""
    where = f"WHERE NOT {layout.sure(name)}" if name == "release_id" else ""
    counted: Counter[str | None] = Counter()
    for cell, number in layout.session.query(f"SELECT {name}, CAST(sum(number) AS BIGINT) FROM groups AS figures {where} GROUP BY 1"):
        counted[cell_text(cell)] += number
    return counted


def _value(scaled: int | Decimal | None, scale: int) -> Decimal | None:
    return None if scaled is None else Decimal(scaled).scaleb(-scale)
