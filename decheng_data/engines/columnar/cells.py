"""What the structure of a row refuses: cells, positions in disorder, keys that are shared, codes that the vocabulary does not know."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from decheng_data.engines.columnar.faulty import ROW_ERROR, add_rows, row_place
from decheng_data.engines.columnar.survey import CODES, GROUP, KEY, cell_text, listed, readers
from decheng_data.reports import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from decheng_data.engines.columnar.decisions import Decisions
    from decheng_data.engines.columnar.sessions import Session
    from decheng_data.engines.columnar.survey import Layout, Seen

FOREIGN_KEY, PRIMARY_KEY = "foreign-key", "primary-key"


@dataclass
class Cells:
    """The cells that are faulty, by column: how many rows hold each, and by which rules of structure it is refused."""

    layout: Layout
    bad: dict[str, dict[str | None, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    misplaced: bool = False
    dangling: dict[str, list[str]] = field(default_factory=dict)
    _put: dict[str, list[str]] = field(default_factory=dict)

    @property
    def usable(self) -> str:
        """The condition that keeps the rows that rules speak of: without fault, of an indicator and a unit that are known. Empty where all are."""
        unknown = [f"{self.layout.text(name)} IN ({listed(codes)})" for name, codes in self.dangling.items() if name in ("indicator_id", "unit")]
        return " AND ".join(f"NOT coalesce({each}, FALSE)" for each in [*self.refused, *unknown])

    @property
    def refused(self) -> list[str]:
        """Conditions of which each is true of the rows that one column, or the positions, make faulty."""
        refusals = [self.refusal(name) for name in self.bad]
        return [*refusals, self.layout.misplaced] if self.misplaced else refusals

    @property
    def refused_rows(self) -> list[str]:
        """Those of the conditions that the combination of a row does not settle."""
        refusals = [self.refusal(name) for name in self.bad if name not in CODES]
        return [*refusals, self.layout.misplaced] if self.misplaced else refusals

    @property
    def refused_groups(self) -> list[str]:
        """Those that make a whole group faulty."""
        return [self.refusal(name) for name in GROUP if name in self.bad]

    def has_refused(self, seen: Seen) -> bool:
        """Whether a combination has a faulty cell."""
        return any(cell in self.bad[name] for name, cell in zip(CODES, seen.combination, strict=False) if name in self.bad)

    def refusal(self, name: str, rule: str | None = None) -> str:
        """The condition that a column's cell is one of those that are faulty, or faulty by one rule."""
        cells = [cell for cell, rules in self.bad[name].items() if rule is None or rule in rules]
        layout, filled = self.layout, [cell for cell in cells if cell is not None]
        told = f"coalesce({layout.session.text(layout.cell(name))} IN ({self.held(name, filled, rule)}), FALSE)" if filled else "FALSE"
        return f"({told} OR {layout.empty(name)})" if None in cells else f"({told})"

    def held(self, name: str, cells: list[str], rule: str | None) -> str:
        """The cells as SQL lists them, or where they are many a query of a table of them."""
        if len(cells) <= self.layout.session.most_listed:
            return listed(cells)
        table = f"bad_{name}_{(rule or 'any').replace('-', '_')}"
        if self._put.get(table) != cells:
            self.layout.session.put(table, {"cell": self.layout.session.word}, ([cell] for cell in cells))
            self._put[table] = cells
        return f"SELECT cell FROM {table}"


def read_cells(layout: Layout, seen: list[Seen], decisions: Decisions) -> Cells:
    """Read every cell that is not surely in order as the exact engine does, but those that name a group, and count its faults."""
    counted: dict[str, Counter[str | None]] = {name: _of_combinations(seen, number) for number, name in enumerate(CODES) if name in layout.names}
    odd: Counter[str] = Counter()
    for each in seen:
        odd.update(each.odd)
    for name, number in odd.items():
        if name != "placed" and number:
            counted[name] = _odd_cells(layout, name)
    cells = Cells(layout, misplaced=odd["placed"] > 0)
    read_counted(cells, counted, decisions)
    if not layout.kind("value") and all(text in cells.bad["value"] for text in counted.get("value", ())):
        layout.places = max((each.places for each in seen), default=0)
    return cells


def read_counted(cells: Cells, counted: Mapping[str, Counter[str | None]], decisions: Decisions) -> None:
    """Read cells by column, each with the number of its rows, note those that are faulty, and count their faults."""
    columns, met = readers()
    for name, texts in counted.items():
        for text, number in texts.items():
            columns[name][text or ""]
            if met:
                cells.bad[name][text] = [fault.rule for _, fault in met]
                for _, fault in met:
                    decisions.count(fault.rule, Outcome.FAILED, number)
                met.clear()


def _of_combinations(seen: Iterable[Seen], number: int) -> Counter[str | None]:
    counted: Counter[str | None] = Counter()
    for each in seen:
        counted[each.combination[number]] += each.rows  # type: ignore[index]  # the cells are texts, in_words comes after them
    return counted


def _odd_cells(layout: Layout, name: str) -> Counter[str | None]:
    session = layout.session
    rows = session.query(f"SELECT {layout.column(name)}, count(*) FROM figures WHERE NOT {layout.sure(name)} GROUP BY 1")
    counted: Counter[str | None] = Counter()
    for cell, number in rows:
        counted[cell_text(cell)] += number
    return counted


def tell_cells(cells: Cells, source: str, decisions: Decisions) -> None:
    """Places of the rows of a table whose cells are faulty, and the rows that only their positions make faulty."""
    for name in cells.bad:
        rules = {rule for faulty in cells.bad[name].values() for rule in faulty}
        for rule in sorted(rules):
            add_rows(cells.refusal(name, rule), rule, decisions, source=source)
    if cells.misplaced:
        others = " AND ".join(f"NOT {cells.refusal(name)}" for name in cells.bad)
        add_rows(cells.layout.misplaced, ROW_ERROR, decisions, rest=others, source=source)


def read_foreign_keys(
    cells: Cells, seen: list[Seen], known: Mapping[str, Collection[str]], groups: Mapping[str, Counter[str | None]], decisions: Decisions
) -> None:
    """Note cells that are filled and that the vocabulary does not know, and count them."""
    for name, codes in known.items():
        counted = groups[name] if name in GROUP else _of_combinations(seen, CODES.index(name))
        dangling = {cell: number for cell, number in counted.items() if cell is not None and cell not in codes}
        if dangling:
            decisions.count(FOREIGN_KEY, Outcome.FAILED, sum(dangling.values()))
            cells.dangling[name] = list(dangling)


def tell_foreign_keys(cells: Cells, source: str, decisions: Decisions) -> None:
    """Places of those cells in a table; a parent that is not known leaves the figure usable, so it may be anywhere."""
    for name, dangling in cells.dangling.items():
        where = f"{cells.layout.text(name)} IN ({cells.held(name, dangling, FOREIGN_KEY)})"
        add_rows(where, FOREIGN_KEY, decisions, source="" if name == "parent" else source)


def has_shared_keys(session: Session) -> bool:
    """Whether any figures may share their key. Needs the table `sharing`."""
    return bool(session.query("SELECT 1 FROM sharing LIMIT 1"))


def tell_shared_keys(layout: Layout, rows: str, decisions: Decisions) -> None:
    """The rows that share their key, of those that stand around them, in the groups of the table `sharing`. Makes the table `shared_keys`."""
    session = layout.session
    key = ", ".join(f"{layout.text(name)} AS k{number}" for number, name in enumerate(KEY))
    names = ", ".join(f"k{number}" for number in range(len(KEY)))
    on = " AND ".join(f"{layout.text(name)} IS NOT DISTINCT FROM g.{session.quoted(name)}" for name in GROUP)
    of_groups = f"SELECT {key}, figures.file, figures.row FROM {rows} JOIN sharing g ON {on}"
    session.keep("shared_keys", f"SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY {names}) AS sharing FROM ({of_groups})) WHERE sharing > 1")
    number = session.query("SELECT count(*) FROM shared_keys")[0][0]
    decisions.count(PRIMARY_KEY, Outcome.FAILED, number)
    order = "file, row" if session.is_ordered else names
    sharing = session.query(f"SELECT file, row, {names} FROM shared_keys ORDER BY {order} LIMIT {decisions.limit}")
    decisions.rows.setdefault(PRIMARY_KEY, set()).update(row_place(*row) for row in sharing)
