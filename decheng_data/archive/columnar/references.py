"""Which group a group is compared with in another period: groups of one area, period and coverage share a seat, and
references lead from seat to seat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.pivot import words_of
from decheng_data.archive.columnar.rules_within import is_period
from decheng_data.archive.columnar.scan import listed, literal
from decheng_data.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decheng_data.archive.columnar.grouping import Coded
    from decheng_data.archive.columnar.session import Session
    from decheng_data.rules.rule import Rule

ALIAS = {"same": "w", "previous_year": "py", "previous_cumulative": "pc", "full_year": "fy"}
"""The alias of the row that a reference leads to."""
_FEW_AREAS = 1000
"""So many areas are named in a query."""


def others_of(period: Period, reference: str) -> list[Period]:
    """The periods that a reference leads to, the first choice first (as in ObservationIndex)."""
    if reference == "previous_cumulative":
        return (
            [Period(period.first_year, 1, months) for months in range(period.months - 1, 0, -1)]
            if period.is_cumulative
            else []
        )
    other = period.previous_year if reference == "previous_year" else period.full_year
    return [] if other == period else [other]


class Seats:
    """Makes the tables that lead from groups to those of other periods, and names them in queries. A seat is named by
    the least place in it.
    """

    def __init__(self, coded: Coded, session: Session) -> None:
        self._coded, self._session = coded, session
        self._led: dict[str, str] = {}

    def reach(self) -> bool:
        """Whether any area has a release of another period that a reference leads to.

        Makes `others`, which leads from period to period, the greatest closeness first, `leads`, which leads from group
        to seat, and `reached`: for each group by each reference that leads anywhere, to a release of whatever coverage,
        how many months the group's own period has had since January, 0 where it is no such period, and the seat of the
        same coverage that it leads to.
        """
        _ = self._coded.key  # makes `named`
        session, references = self._session, [each for each in ALIAS if each != "same"]
        known = {
            str(Period.parse(text)): Period.parse(text)
            for (text,) in session.query("SELECT DISTINCT period FROM named")
            if is_period(text)
        }
        rows = [
            (text, reference, str(other), 12 - rank, period.months if period.is_cumulative else 0)
            for text, period in known.items()
            for reference in references
            for rank, other in enumerate(others_of(period, reference))
            if str(other) in known
        ]
        session.put(
            "others",
            {
                "period": session.word,
                "reference": session.word,
                "other": session.word,
                "closeness": "BIGINT",
                "months": "BIGINT",
            },
            rows,
        )
        session.keep(
            "seated",
            "SELECT n.place, n.release_id, n.area, n.period, c.coverage FROM named n JOIN releases c ON c.release_id = n.release_id",
        )
        filled = "seated s LEFT JOIN (SELECT place AS filled FROM spread) f ON f.filled = s.place"
        columns = "min(place) AS seat, area, period, coverage, count(*) AS number, count(filled) > 0 AS is_filled"
        session.keep("seats", f"SELECT {columns} FROM {filled} GROUP BY area, period, coverage")
        leading = "JOIN others o ON o.period = s.period JOIN seats m ON m.area = s.area AND m.period = o.other"
        led = "s.place AS home, o.reference, o.closeness, o.months, m.seat, m.is_filled, m.coverage = s.coverage AS is_alike"
        session.keep("leads", f"SELECT {led} FROM seated s {leading}")
        reached = [
            f"max(CASE WHEN reference = {literal(each)} THEN months END) AS {ALIAS[each]}" for each in references
        ]
        reached += [
            f"max(CASE WHEN reference = {literal(each)} AND is_alike THEN seat END) AS {ALIAS[each]}_seat"
            for each in references
        ]
        session.keep("reached", f"SELECT home, {', '.join(reached)} FROM leads WHERE is_filled GROUP BY 1")
        return bool(session.query("SELECT count(*) FROM reached")[0][0])

    def lead(self, references: Iterable[str], combos: Sequence[int]) -> None:
        """Prepare for each reference the row of `spread` that it leads to, of the same coverage, as a table to be
        joined.

        Of several periods the closest that has a figure is taken, of several releases of one period the first in the
        order of the archive.
        """
        session, words = self._session, range(words_of(combos))
        columns, twice = [f"a{combo}" for combo in combos], [f"twice{word}" for word in words]
        either = ", ".join(f"bit_or({each}) AS {each}" for each in twice)
        held = self._held(columns, twice, either)
        closest = ", ".join(
            f"max_by({each}, CASE WHEN {each} IS NOT NULL THEN closeness END) AS {each}" for each in columns
        )
        for reference in references:
            alias = ALIAS[reference]
            self._led[reference] = f"({held}) {alias} ON {alias}.seat = r.{alias}_seat"
            if session.query(
                f"SELECT 1 FROM others WHERE reference = {literal(reference)} GROUP BY period HAVING count(*) > 1 LIMIT 1"
            ):
                led = f"leads l JOIN ({held}) h ON h.seat = l.seat WHERE l.is_alike AND l.reference = {literal(reference)}"
                rows = f"SELECT l.home, l.closeness, {', '.join(f'h.{each}' for each in (*twice, *columns))} FROM {led}"
                session.keep(f"other_{reference}", f"SELECT home, {either}, {closest} FROM ({rows}) q GROUP BY home")
                self._led[reference] = f"other_{reference} {alias} ON {alias}.home = w.place"

    def _held(self, columns: Sequence[str], twice: Sequence[str], either: str) -> str:
        """A query of the figures of each seat."""
        session = self._session
        chosen = ", ".join((*twice, *columns))
        on = "m.area = s.area AND m.period = s.period AND m.coverage = s.coverage"
        session.keep(
            "crowded",
            f"SELECT s.place, m.seat, s.area FROM (SELECT * FROM seats WHERE number > 1) m JOIN seated s ON {on}",
        )
        if not session.query("SELECT count(*) FROM crowded")[0][0]:
            return f"SELECT place AS seat, {chosen} FROM spread"
        firsts = ", ".join(f"min_by({each}, CASE WHEN {each} IS NOT NULL THEN turn END) AS {each}" for each in columns)
        turns = f"SELECT c.seat, t.turn, w.* FROM crowded c JOIN spread w ON w.place = c.place JOIN ({self._turns()}) t ON t.place = c.place"
        session.keep("held", f"SELECT seat, {either}, {firsts} FROM ({turns}) q GROUP BY 1")
        return f"SELECT place AS seat, {chosen} FROM spread WHERE place NOT IN (SELECT place FROM crowded) UNION ALL SELECT seat, {chosen} FROM held"

    def _turns(self) -> str:
        """A query of each group's turn: groups come in the order of their first figures; where rows have no order, in
        that of their releases' ids.
        """
        if not self._session.is_ordered:
            return "SELECT place, row_number() OVER (ORDER BY release_id) AS turn FROM seated"
        coded, where = self._coded, self._coded.where
        areas = [area for (area,) in self._session.query("SELECT DISTINCT area FROM crowded")]
        few = (
            f"{' AND' if where else ' WHERE'} {coded.layout.column('area')} IN ({listed(areas)})"
            if len(areas) <= _FEW_AREAS
            else ""
        )
        firsts = f"SELECT {coded.key} AS place, file, min(row) AS first FROM figures{where}{few} GROUP BY 1, 2"
        ranked = (
            f"SELECT place, file, first, row_number() OVER (PARTITION BY place ORDER BY file) AS rank FROM ({firsts}) f"
        )
        return f"SELECT place, row_number() OVER (ORDER BY file, first) AS turn FROM ({ranked}) r WHERE rank = 1"

    def rows(self, rules: Sequence[Rule]) -> str:
        """The tables that rules are decided on: each group as `w`, what it reaches as `r`, and for each reference the
        row that it leads to.

        Where a rule applies to some periods only, the group's names are there as `n`.
        """
        references = sorted({reference for rule in rules for reference in rule.references})
        named = ["JOIN named n ON n.place = w.place"] if any(rule.row.months for rule in rules) else []
        led = [f"LEFT JOIN {self._led[each]}" for each in references]
        return " ".join(["spread w", *named, "LEFT JOIN reached r ON r.home = w.place", *led])
