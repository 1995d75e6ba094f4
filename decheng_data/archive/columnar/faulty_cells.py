"""What the structure of a row refuses: cells, positions in disorder, codes that the vocabulary does not know."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from decheng_data.archive.columnar.decisions import ROW_ERROR, add_rows
from decheng_data.archive.columnar.scan import CODES, GROUP, cell_text, listed, readers
from decheng_data.model.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.scan import Layout, Seen

FOREIGN_KEY, BLANK_ROW = "foreign-key", "blank-row"


@dataclass
class Cells:
    """The cells that are faulty, by column: how many rows hold each, and by which rules of structure it is refused."""

    layout: Layout
    bad: dict[str, dict[str | None, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    misplaced: bool = False
    blank: int = 0
    """How many rows are blank, whose cells have no further faults."""
    dangling: dict[str, list[str]] = field(default_factory=dict)
    _put: dict[str, list[str]] = field(default_factory=dict)

    @property
    def usable(self) -> str:
        """The condition that keeps the rows that rules apply to: without fault, of an indicator and a unit that are
        known. Empty where all are.
        """
        unknown = [
            f"{self.layout.text(name)} IN ({listed(codes)})"
            for name, codes in self.dangling.items()
            if name in ("indicator_id", "unit")
        ]
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
        return any(
            cell in self.bad[name] for name, cell in zip(CODES, seen.combination, strict=False) if name in self.bad
        )

    def refusal(self, name: str, rule: str | None = None) -> str:
        """The condition that a column's cell is one of those that are faulty, or faulty by one rule."""
        cells = [cell for cell, rules in self.bad[name].items() if rule is None or rule in rules]
        layout, filled = self.layout, [cell for cell in cells if cell is not None]
        filled_condition = (
            f"coalesce({layout.session.text(layout.cell(name))} IN ({self.held(name, filled, rule)}), FALSE)"
            if filled
            else "FALSE"
        )
        return f"({filled_condition} OR {layout.empty(name)})" if None in cells else f"({filled_condition})"

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
    """Read every cell that is not surely in order as the exact engine does, but those that name a group, and count its
    faults.
    """
    counted: dict[str, Counter[str | None]] = {
        name: _cells_of_combinations(seen, number) for number, name in enumerate(CODES) if name in layout.names
    }
    odd: Counter[str] = Counter()
    for each in seen:
        odd.update(each.odd)
    for name, number in odd.items():
        if name != "placed" and number:
            counted[name] = _odd_cells(layout, name)
    cells = Cells(layout, misplaced=odd["placed"] > 0, blank=_blank_rows(layout, seen))
    decisions.count(BLANK_ROW, Outcome.FAILED, cells.blank)
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
                    decisions.count(fault.rule, Outcome.FAILED, number if text is not None else number - cells.blank)
                met.clear()


def _blank_rows(layout: Layout, seen: Iterable[Seen]) -> int:
    if not layout.blank or all(any(each.combination) for each in seen):
        return 0
    return int(layout.session.query(f"SELECT count(*) FROM figures WHERE {layout.blank}")[0][0])


def _cells_of_combinations(seen: Iterable[Seen], number: int) -> Counter[str | None]:
    counted: Counter[str | None] = Counter()
    for each in seen:
        counted[each.combination[number]] += each.rows  # type: ignore[index]  # the cells are texts, in_words comes after them
    return counted


def _odd_cells(layout: Layout, name: str) -> Counter[str | None]:
    session = layout.session
    rows = session.query(
        f"SELECT {layout.column(name)}, count(*) FROM figures WHERE NOT {layout.sure(name)} GROUP BY 1"
    )
    counted: Counter[str | None] = Counter()
    for cell, number in rows:
        counted[cell_text(cell)] += number
    return counted


def note_faulty_cells(cells: Cells, releases: str, decisions: Decisions) -> None:
    """Note the rows whose cells are faulty, and those that only their positions make faulty; `releases` is a query of
    the releases that they are of.
    """
    if cells.blank:
        add_rows(cells.layout.blank, BLANK_ROW, decisions, releases=releases)
    filled = f"NOT ({cells.layout.blank})" if cells.blank else ""
    for name in cells.bad:
        rules = {rule for faulty in cells.bad[name].values() for rule in faulty}
        for rule in sorted(rules):
            add_rows(cells.refusal(name, rule), rule, decisions, rest=filled, releases=releases)
    if cells.misplaced:
        others = " AND ".join(f"NOT {cells.refusal(name)}" for name in cells.bad)
        add_rows(cells.layout.misplaced, ROW_ERROR, decisions, rest=others, releases=releases)


def read_foreign_keys(
    cells: Cells,
    seen: list[Seen],
    known: Mapping[str, Collection[str]],
    groups: Mapping[str, Counter[str | None]],
    decisions: Decisions,
) -> None:
    """Note cells that are filled and that the vocabulary does not know, and count them."""
    for name, codes in known.items():
        counted = groups[name] if name in GROUP else _cells_of_combinations(seen, CODES.index(name))
        dangling = {cell: number for cell, number in counted.items() if cell is not None and cell not in codes}
        if dangling:
            decisions.count(FOREIGN_KEY, Outcome.FAILED, sum(dangling.values()))
            cells.dangling[name] = list(dangling)


def note_foreign_keys(cells: Cells, releases: str, decisions: Decisions) -> None:
    """Note the rows of those cells, of the releases of a query; a parent that is not known leaves the figure usable, so
    it may be anywhere.
    """
    for name, dangling in cells.dangling.items():
        where = f"{cells.layout.text(name)} IN ({cells.held(name, dangling, FOREIGN_KEY)})"
        add_rows(where, FOREIGN_KEY, decisions, releases="" if name == "parent" else releases)
