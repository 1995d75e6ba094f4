"""The figures that rules apply to, one row a group: the table `spread`, with a column for the value of each combination
of codes.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.pivot import WORD_BITS, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.archive.columnar.grouping import Coded
    from decheng_data.archive.columnar.scan import Seen

_MOST_COMBOS = 100
"""Combinations that are looked at together."""


class Spread:
    """Makes `spread` and `doubles` of the groups without fault, and writes queries of them.

    `spread` has by place the value a{combo} of each combination, a whole number of 10^-scale, whether a combination is
    there twice (`doubled`), and bits twice{word} of those that have two values there. `doubles` has all figures of
    places that are doubled: place, combo, value and `number`.
    """

    def __init__(self, coded: Coded) -> None:
        self.coded, self._session = coded, coded.layout.session
        self._combos = range(len(coded.usable))
        self._has_doubles = False
        self.has_twice = False
        """Whether a combination has two values in any place."""

    def make(self) -> list[Seen]:
        """Make `spread` and `doubles`; the combinations, in their order, with what is seen of them in rows without
        fault.
        """
        session, columns = self._session, [f"a{combo}" for combo in self._combos]
        refused = "".join(f" AND NOT {each}" for each in self.coded.cells.refused_groups)
        rows = f"SELECT {self.coded.key} AS place, doubled, {', '.join(columns or ['NULL AS none'])} FROM groups AS figures WHERE there > 0{refused}"
        if self.coded.spelt_otherwise:  # then groups may share a place
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
            session.put(
                "slots",
                {"combo": "INTEGER", "word": "BIGINT", "bit": "BIGINT"},
                ((n, n // WORD_BITS, 1 << n % WORD_BITS) for n in self._combos),
            )
            session.keep(
                "twice", f"SELECT v.place, {bits} FROM ({values}) v JOIN slots s ON s.combo = v.combo GROUP BY 1"
            )
            self.has_twice = bool(session.query("SELECT count(*) FROM twice")[0][0])
            session.keep("spread", f"SELECT r.*, {twice} FROM ({rows}) r LEFT JOIN twice t ON t.place = r.place")
        else:
            session.keep("spread", f"SELECT r.*, {twice} FROM ({rows}) r")
        return self._seen_in_spread()

    def releases_of(self, combo: int, condition: str = "TRUE") -> str:
        """A query of the releases that have figures of a combination whose place `n` and `value` meet a condition."""
        return f"SELECT n.release_id FROM ({self.figures(combo)}) c JOIN named n ON n.place = c.place WHERE {condition}"

    def _make_doubles(self, rows: str) -> None:
        session = self._session
        session.keep("doubled", f"SELECT place FROM ({rows}) q WHERE doubled")
        source = "" if self.coded.spelt_otherwise else session.doubled(self.coded.key)
        source = source or self._doubled_rows()
        inside = "combo IS NOT NULL AND place IN (SELECT place FROM doubled)"
        session.keep(
            "doubles",
            f"SELECT place, combo, value, count(*) AS number FROM ({source}) q WHERE {inside} GROUP BY 1, 2, 3",
        )

    def _doubled_rows(self) -> str:
        releases = "SELECT release_id FROM named WHERE place IN (SELECT place FROM doubled)"
        refused = "".join(f" AND NOT {each}" for each in self.coded.cells.refused_rows)
        rows = f"{self.coded.around.of(releases)} JOIN combos k ON {self.coded.joined}"
        return f"SELECT {self.coded.key} AS place, k.combo, {self.coded.value} AS value FROM {rows} WHERE TRUE{refused}"

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
        (alone,) = self._session.query(
            f"SELECT coalesce(CAST(sum({there}) AS BIGINT), 0) FROM spread WHERE NOT doubled AND {inside}"
        )[0]
        if not self._has_doubles:
            return int(alone)
        listed = ", ".join(map(str, combos))
        more = self._session.query(
            f"SELECT coalesce(CAST(sum(number) AS BIGINT), 0) FROM doubles WHERE combo IN ({listed}) AND {inside}"
        )[0][0]
        return int(alone + more)

    def _seen_in_spread(self) -> list[Seen]:
        scale = self.coded.layout.scale
        looked = []
        doubles: dict[int, tuple[Any, ...]] = {}
        if self._has_doubles:
            broken = f"CASE WHEN value % {10**scale} <> 0 THEN number ELSE 0 END" if scale else "0"
            sums = f"CAST(sum(number) AS BIGINT), min(value), max(value), CAST(sum({broken}) AS BIGINT)"
            doubles = {
                combo: tuple(more)
                for combo, *more in self._session.query(f"SELECT combo, {sums} FROM doubles GROUP BY 1")
            }
        for start in range(0, len(self.coded.usable), _MOST_COMBOS):
            some = self._combos[start : start + _MOST_COMBOS]
            columns = ", ".join(
                f"count(a{n}), min(a{n}), max(a{n}), {f'count_if(a{n} % {10**scale} <> 0)' if scale else '0'}"
                for n in some
            )
            (row,) = self._session.query(f"SELECT {columns} FROM spread WHERE NOT doubled")
            for number, combo in enumerate(some):
                parts = [row[4 * number : 4 * number + 4], *([doubles[combo]] if combo in doubles else [])]
                least, greatest = ([part[end] for part in parts if part[end] is not None] for end in (1, 2))
                looked.append(
                    replace(
                        self.coded.usable[combo],
                        rows=sum(part[0] for part in parts),
                        broken=sum(part[3] or 0 for part in parts),  # null where there is no place
                        least=_value(min(least, default=None), scale),
                        greatest=_value(max(greatest, default=None), scale),
                    )
                )
        return looked


def _value(scaled: int | Decimal | None, scale: int) -> Decimal | None:
    return None if scaled is None else Decimal(scaled).scaleb(-scale)
