"""Rules of single figures: decided on the combinations of codes, and on single values only where a combination's
extremes do not settle it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.decisions import add_rows
from decheng_data.archive.columnar.rule_place import NOT_PRINTED
from decheng_data.archive.columnar.scan import CODES, literal
from decheng_data.model.finding import Outcome
from decheng_data.rules.exact import evaluate
from decheng_data.rules.kinds.printed_and_codes import around, printed_disagreement
from decheng_data.rules.observation import LONGEST_JOINT, Observation, ObservationIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.scan import Combination, Layout, Seen
    from decheng_data.archive.columnar.spread import Spread
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.rule import Rule

_MOST_VALUES = 1000
"""Most values that are written into a query."""
SINGLE_KINDS = ("integer", "printed", "codes", "unit")


def is_single(rule: Rule) -> bool:
    """Whether the rule applies to each figure by itself."""
    return rule.row.kind in SINGLE_KINDS or (rule.row.kind == "linear" and rule.is_each)


class Singles:
    """The decisions of rules of single figures over all combinations that the vocabulary knows."""

    def __init__(self, spread: Spread, seen: list[Seen], codes: CodeLists, decisions: Decisions) -> None:
        self._spread, self._layout = spread, spread.coded.layout
        self._cells, self._codes, self._decisions, self._seen = spread.coded.cells, codes, decisions, seen

    def decide(self, rule: Rule) -> None:
        """Count the rule's outcomes and note the rows that failed."""
        if rule.row.kind == "printed" and "printed" in self._layout.absent:
            self._decisions.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason=NOT_PRINTED)
            return
        decided = [self._decide(rule, *each) for each in self._extremes]
        if not any(decided):
            self._decisions.count_none(rule.rule_id)

    @cached_property
    def _extremes(self) -> list[tuple[Seen, ObservationIndex, ObservationIndex]]:
        """The combinations that have values, with the figures of the least and the greatest one, for all
        rules.
        """
        extremes = []
        for seen in self._seen:
            if seen.rows and seen.least is not None and seen.greatest is not None:
                least = self._index(seen, seen.least)
                alike = seen.least == seen.greatest
                extremes.append((seen, least, least if alike else self._index(seen, seen.greatest)))
        return extremes

    def _decide(self, rule: Rule, seen: Seen, lowest: ObservationIndex, highest: ObservationIndex) -> bool:
        """Decide a combination; whether the rule applies to it."""
        least = self._outcomes(rule, lowest)
        if not least:
            return False
        greatest = least if highest is lowest else self._outcomes(rule, highest)
        if rule.row.kind == "printed":
            self._decide_printed(rule, seen)
        elif rule.row.kind == "codes" and seen.combination.measure == "rank":
            self._decide_by_area(rule, seen)
        elif rule.row.kind in ("codes", "unit") or self._is_settled(rule, seen, least[0], greatest[0]):
            self._decide_whole(rule, seen, least)
        else:
            self._decide_by_value(rule, seen)
        return True

    def _index(self, seen: Seen, value: Decimal, printed: str | None = None, area: str = "") -> ObservationIndex:
        return ObservationIndex([self._figure(seen, value, printed, area)])

    def _figure(self, seen: Seen, value: Decimal, printed: str | None = None, area: str = "") -> Observation:
        """A figure of the combination; without a printed form one that is as exact as the combination's figures."""
        combination = seen.combination
        cells: dict[str, Any] = dict.fromkeys(Observation.model_fields)
        cells |= combination._asdict() | {
            "release_id": "",
            "period": "2000",
            "area": area,
            "value": Decimal(value),
            "decimals": int(combination.decimals or 0),
        }
        cells.pop("in_words")
        cells["printed"] = printed if printed is not None else "无" if combination.in_words else "-"
        observation = Observation.of_typed(cells)
        return observation.bind(
            self._codes.indicators[combination.indicator_id or ""], self._codes.units[combination.unit or ""]
        )

    def _outcomes(self, rule: Rule, index: ObservationIndex) -> list[Outcome]:
        return [each.outcome for each in evaluate([rule], index, self._codes) if each.observations]

    def _is_settled(self, rule: Rule, seen: Seen, least: Outcome, greatest: Outcome) -> bool:
        """Whether all values of the combination come to the outcome of its extremes: interval ends grow with the value,
        except for words such as 余.
        """
        if rule.row.kind == "integer":
            return least is greatest is Outcome.PASSED and not seen.broken
        if rule.row.relation == "=" or seen.combination.qualifier:
            return seen.least == seen.greatest
        return least is greatest

    def _decide_whole(self, rule: Rule, seen: Seen, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self._decisions.count(rule.rule_id, outcome, seen.rows)
        if Outcome.FAILED in outcomes:
            self._note_rows(rule, seen, "TRUE")

    def _decide_by_area(self, rule: Rule, seen: Seen) -> None:
        """Decide a rank, which must suit its area, for each area; all that the vocabulary does not know come to one
        outcome.
        """
        ways: dict[tuple[Outcome, ...], list[int]] = {}
        for way, areas in enumerate(self._ways):
            ways.setdefault(
                tuple(self._outcomes(rule, self._index(seen, seen.least or Decimal(0), area=areas[0]))), []
            ).append(way)
        usual = max(ways, key=lambda outcomes: sum(len(self._ways[way]) for way in ways[outcomes]))
        rest = seen.rows
        for outcomes in (each for each in ways if each != usual):
            number = self._number_of_rows(seen, ways[outcomes])
            rest -= number
            for outcome in outcomes:
                self._decisions.count(rule.rule_id, outcome, number)
        for outcome in usual:
            self._decisions.count(rule.rule_id, outcome, rest)
        failing = [str(way) for outcomes in ways if Outcome.FAILED in outcomes for way in ways[outcomes]]
        if failing:
            of_these = f"SELECT area FROM area_ways WHERE way IN ({', '.join(failing)})"
            self._note_rows(rule, seen, f"{self._layout.column('area')} IN ({of_these})", f"n.area IN ({of_these})")

    def _number_of_rows(self, seen: Seen, ways: list[int]) -> int:
        figures = f"({self._spread.figures(self._seen.index(seen))}) c JOIN named n ON n.place = c.place JOIN area_ways w ON w.area = n.area"
        (number,) = self._layout.session.query(
            f"SELECT CAST(sum(number) AS BIGINT) FROM {figures} WHERE w.way IN ({', '.join(map(str, ways))})"
        )[0]
        return number or 0

    @cached_property
    def _ways(self) -> list[list[str]]:
        """The areas by the way to what lies around them: areas of one way come to the same. Makes the table
        `area_ways`.
        """
        session, ways = self._layout.session, dict[tuple[bool | str, ...], list[str]]()
        for (area,) in session.query("SELECT DISTINCT area FROM named WHERE area IS NOT NULL"):
            ways.setdefault((area in self._codes.areas, *around(area, self._codes)), []).append(area)
        rows = ((area, number) for number, areas in enumerate(ways.values()) for area in areas)
        session.put("area_ways", {"area": session.word, "way": "BIGINT"}, rows)
        return list(ways.values())

    def _decide_by_value(self, rule: Rule, seen: Seen) -> None:
        session, scale = self._layout.session, self._layout.scale
        figures = self._spread.figures(self._seen.index(seen))
        counted = session.query(f"SELECT value, CAST(sum(number) AS BIGINT) FROM ({figures}) c GROUP BY 1 ORDER BY 1")
        rows = [(Decimal(value).scaleb(-scale), number) for value, number in counted]
        failing = [(value, number) for value, number in self._failing_values(rule, seen, rows)]
        failed = sum(number for _, number in failing)
        self._decisions.count_both(rule.rule_id, seen.rows - failed, failed)
        if failing:
            values = [value for value, _ in failing]
            scaled = (
                f"value IN ({', '.join(str(int(value.scaleb(scale))) for value in values)})"
                if len(values) <= _MOST_VALUES
                else "TRUE"
            )
            self._note_rows(rule, seen, self._failing_condition(rule, seen, values), scaled)

    def _failing_values(
        self, rule: Rule, seen: Seen, rows: Sequence[tuple[Decimal, int]]
    ) -> Sequence[tuple[Decimal, int]]:
        def fails(row: tuple[Decimal, int]) -> bool:
            return Outcome.FAILED in self._outcomes(rule, self._index(seen, row[0]))

        if rule.row.kind == "integer" or rule.row.relation == "=" or seen.combination.qualifier:
            return [row for row in rows if fails(row)]
        if (rule.row.relation == "<=" and (rule.terms[0].coefficient > 0)) or (
            rule.row.relation == ">=" and rule.terms[0].coefficient < 0
        ):
            return rows[bisect_left(rows, True, key=fails) :]  # the key is a truth value
        return rows[: bisect_right(rows, -1, key=lambda row: -int(fails(row)))]

    def _failing_condition(self, rule: Rule, seen: Seen, values: list[Decimal]) -> str:
        """The condition that takes the failing values."""
        value = self._layout.value
        if len(values) <= _MOST_VALUES:
            return f"{value} IN ({', '.join(f'{each:f}' for each in values)})"
        name = f"failing_{rule.rule_id.replace('-', '_')}_{self._seen.index(seen)}"
        self._layout.session.put(name, {"value": "DECIMAL(38, 9)"}, ([each] for each in values))
        return f"{value} IN (SELECT value FROM {name})"

    def _decide_printed(self, rule: Rule, seen: Seen) -> None:
        failed = 0
        if seen.unprinted:
            session, printed = self._layout.session, self._layout.column("printed")
            alike = f"SELECT worth, {printed}, times FROM {self._unprinted} AS figures"
            rows = session.query(f"{alike} WHERE {of_combination(self._layout, seen.combination)}")
            failing = [row for row in rows if Outcome.FAILED in self._outcomes(rule, self._index(seen, *row[:2]))]
            for may_share in (False, True):
                some = [row for row in failing if self._lacks_unit(seen, row) is may_share]
                failed += self._misprinted(rule, seen, some, may_share=may_share) if some else 0
        self._decisions.count_both(rule.rule_id, seen.rows - failed, failed)

    def _lacks_unit(self, seen: Seen, row: Sequence[Any]) -> bool:
        """Whether a printed form lacks but its unit, which the figure behind it may print."""
        return printed_disagreement(self._figure(seen, row[0], row[1]), shares_unit=True) is None

    def _misprinted(self, rule: Rule, seen: Seen, rows: Sequence[Sequence[Any]], *, may_share: bool) -> int:
        """Note the rows of some values and printed forms that disagree; how many they are."""
        session, value, printed = self._layout.session, self._layout.value, self._layout.column("printed")
        name = f"misprinted_{self._seen.index(seen)}_{may_share:d}"
        session.put(name, {"value": "DECIMAL(38, 9)", "printed": session.word}, (row[:2] for row in rows))
        condition = f"EXISTS (SELECT 1 FROM {name} AS m WHERE m.value = {value} AND m.printed = {printed})"
        failed: int = sum(number for *_, number in rows)
        if may_share:
            usable = self._cells.usable
            condition += f" AND NOT {shares_unit(self._layout, usable)}"
            where = " AND ".join(filter(None, (of_combination(self._layout, seen.combination), usable, condition)))
            ((failed,),) = session.query(f"SELECT count(*) FROM figures WHERE {where}")
        if failed:
            self._note_rows(rule, seen, condition)
        return failed

    @cached_property
    def _unprinted(self) -> str:
        """A table of the figures whose printed form is not the plain one, those alike in all that is looked at as one
        row: all are looked for once.
        """
        layout, usable = self._layout, self._cells.usable
        codes = [layout.column(name) for name in (*CODES, "printed") if name in layout.names]
        where = f"{layout.unprinted} AND {usable}" if usable else layout.unprinted
        columns = f"{', '.join(codes)}, {layout.value} AS worth, count(*) AS times"
        by = ", ".join(map(str, range(1, len(codes) + 2)))
        layout.session.keep("unprinted", f"SELECT {columns} FROM figures WHERE {where} GROUP BY {by}")
        return "unprinted"

    def _note_rows(self, rule: Rule, seen: Seen, condition: str, of_place: str = "TRUE") -> None:
        """Note the rows of a combination that meet a condition; what else is known of their places and values."""
        first, releases = (
            f"{of_combination(self._layout, seen.combination)} AND {condition}",
            self._spread.releases_of(self._seen.index(seen), of_place),
        )
        add_rows(first, rule.rule_id, self._decisions, rest=self._cells.usable, releases=releases)


def shares_unit(layout: Layout, usable: str) -> str:
    """The condition that a figure in the same unit follows in the text, as `ObservationIndex.shares_unit` has it."""
    there = f" WHERE {usable}" if usable else ""
    behind = (
        f"SELECT {layout.column('release_id')} AS k, {layout.column('unit')} AS u, {layout.whole('start')} AS begun"
        f" FROM figures{there}"
    )
    begun = f"b.begun BETWEEN {layout.whole('end')} + 1 AND {layout.whole('end')} + {LONGEST_JOINT}"
    same = f"b.k = {layout.column('release_id')} AND b.u = {layout.column('unit')}"
    return f"EXISTS (SELECT 1 FROM ({behind}) AS b WHERE {same} AND {begun})"


def of_combination(layout: Layout, combination: Combination) -> str:
    """The condition that takes the rows of one combination."""
    cells = {name: getattr(combination, name) for name in CODES if name in layout.names}
    parts = [
        layout.empty(name)
        if cell is None
        else f"{layout.column(name)} = {cell if layout.kind(name) else literal(cell)}"
        for name, cell in cells.items()
    ]
    if "printed" in layout.names:
        parts.append(layout.in_words if combination.in_words else f"NOT {layout.in_words}")
    return " AND ".join(parts)
