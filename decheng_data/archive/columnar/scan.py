"""One look at all rows: how many there are of each combination of codes, their least and greatest value, and how many
are not plainly in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.errors import PackageError
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.contract import contract_schema
from decheng_data.packages.structure.column import Column, written
from decheng_data.rules.observation import IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from decimal import Decimal

    from decheng_data.archive.columnar.session import Session
    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.rule import Term

CODES = ("indicator_id", "measure", "unit", "comparison", "decimals", "qualifier", "obs_status", "parent")
"""The columns of few different cells that rules ask for: a combination is one cell of each, and whether the figure is
printed in words."""
GROUP = ("release_id", "period", "area")
KEY = ObservationRow.primary_key
WHOLE_NUMBERS = ("decimals", "section", "sentence", "start", "end")
DEFAULTS = {"obs_status": "A"}
"""The cell of a column that an archive may lack."""
REQUIRED = ("release_id", "indicator_id", "measure", "period", "area", "comparison", "value", "decimals", "unit")
"""The columns without which an archive cannot be validated."""
USUAL_NUMBER = r"[+-]?[0-9]{1,15}([.][0-9]{1,9})?"


def check_columns(names: Collection[str]) -> None:
    """Raise PackageError where an archive lacks one of the columns that it needs."""
    if absent := [name for name in REQUIRED if name not in names]:
        raise PackageError(
            f"the archive lacks the columns {', '.join(absent)}; it needs those of observations.csv: {', '.join(REQUIRED)}"
        )


class Combination(NamedTuple):
    """The cells of CODES as texts (None where empty), and whether the figure is printed in words."""

    indicator_id: str | None
    measure: str | None
    unit: str | None
    comparison: str | None
    decimals: str | None
    qualifier: str | None
    obs_status: str | None
    parent: str | None
    in_words: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one combination. `broken` and `unprinted` count values that are not whole and printed forms that
    are not the plain ones.
    """

    combination: Combination
    raw: tuple[Any, ...]
    rows: int
    least: Decimal | None
    greatest: Decimal | None
    broken: int
    unprinted: int
    places: int
    odd: Mapping[str, int] = field(default_factory=dict)


class Layout:
    """The columns of an archive as SQL: the cells unchanged, the value as a number, whether a cell is surely in
    order.
    """

    def __init__(self, session: Session, units: Mapping[str, UnitRow]) -> None:
        self.session, self.units = session, units
        self.places: int | None = None
        self.fields: dict[str, dict[str, Any]] = {
            each["name"]: each for each in contract_schema("observations")["fields"]
        }
        self.names = [name for name in self.fields if name in session.columns]
        self.absent = [name for name in self.fields if name not in session.columns]

    def column(self, name: str) -> str:
        """The column of `figures`."""
        return f"figures.{self.session.quoted(name)}"

    def mentioned(self, *texts: str) -> str:
        """The columns that some SQL names, with those of the key and of the place, listed."""
        names = [name for name in self.names if name in KEY or any(self.column(name) in text for text in texts)]
        return ", ".join(["file", "row", *map(self.column, names)])

    @property
    def besides(self) -> list[str]:
        """The columns but those of the key: where rows have no order, those that share their key come in the order of
        these.
        """
        return [name for name in self.names if name not in KEY]

    def cell(self, name: str) -> str:
        """The cell unchanged; a column that is absent is null, or its default."""
        if name in self.session.columns:
            return self.column(name)
        return f"'{DEFAULTS[name]}'" if name in DEFAULTS else f"CAST(NULL AS {self.session.word})"

    def text(self, name: str) -> str:
        """The cell as text, null where it is empty."""
        return f"NULLIF({self.session.text(self.cell(name))}, '')" if name in self.session.columns else self.cell(name)

    def empty(self, name: str) -> str:
        """That the cell is empty."""
        return (
            f"{self.column(name)} IS NULL"
            if self.kind(name)
            else f"({self.column(name)} IS NULL OR {self.column(name)} = '')"
        )

    @property
    def blank(self) -> str:
        """That no cell of the row is filled; empty where there is no such row, as the printed form is filled in where
        an archive has none.
        """
        return " AND ".join(map(self.empty, self.names)) if "printed" in self.names else ""

    @property
    def value(self) -> str:
        """The value as a number; null where it is none."""
        quoted = self.column("value")
        return quoted if self.kind("value") else self.session.decimal(quoted)

    @property
    def scale(self) -> int:
        """Most decimals that a value has, or can have before all are looked at."""
        return self.session.scale("value") if self.places is None else self.places

    @property
    def places_of_text(self) -> str:
        """The decimals of a value that is a text in its usual form."""
        text = self.column("value")
        return f"CASE WHEN {self.sure('value')} AND instr({text}, '.') > 0 THEN length({text}) - instr({text}, '.') ELSE 0 END"

    def whole(self, name: str) -> str:
        """The cell of a column of whole numbers as a number."""
        if name in self.absent:
            return "CAST(NULL AS BIGINT)"
        return self.column(name) if self.kind(name) else f"TRY_CAST({self.column(name)} AS BIGINT)"

    def kind(self, name: str) -> str:
        """`whole`, `decimal` or empty for text."""
        return self.session.kind(name)

    def sure(self, name: str) -> str:
        """That the cell is surely in order; where it is not, the exact engine reads it."""
        described, cell = self.fields[name], self.column(name)
        constraints, kind = described.get("constraints", {}), self.kind(name)
        parts = list(self._typed(cell, constraints) if kind else self._texts(cell, described["type"], constraints))
        there = " AND ".join(parts) or "TRUE"
        return f"({cell} IS NOT NULL AND {there})" if constraints.get("required") else f"({cell} IS NULL OR ({there}))"

    def _typed(self, cell: str, constraints: Mapping[str, Any]) -> Iterator[str]:
        yield f"{cell} BETWEEN {constraints['minimum']} AND {constraints['maximum']}"

    def _texts(self, cell: str, kind: str, constraints: Mapping[str, Any]) -> Iterator[str]:
        matches, length = self.session.matches, f"length({cell})"
        if kind == "number":
            yield matches(cell, USUAL_NUMBER)
        elif kind == "integer":
            yield matches(cell, "[0-9]{1,15}")
            yield f"TRY_CAST({cell} AS BIGINT) BETWEEN {constraints['minimum']} AND {constraints['maximum']}"
        else:
            yield f"{length} BETWEEN {constraints.get('minLength', 1)} AND {constraints.get('maxLength', 2000)}"
            if "pattern" in constraints:
                yield matches(cell, constraints["pattern"])

    @property
    def in_words(self) -> str:
        """Whether the figure is printed in words, which are exact."""
        return (
            f"coalesce({self.column('printed')} IN ({listed(sorted(IN_WORDS))}), FALSE)"
            if "printed" in self.names
            else "FALSE"
        )

    @property
    def misplaced(self) -> str:
        """That start and end are not given together, or in disorder."""
        start, end = self.whole("start"), self.whole("end")
        return f"(({start} IS NULL) <> ({end} IS NULL) OR coalesce({start} >= {end}, FALSE))"

    @property
    def unprinted(self) -> str:
        """That the printed form is not the plain one of value, decimals and unit; whether it agrees nevertheless
        is read exactly.
        """
        value, decimals = self.value, self.whole("decimals")
        shown = " ".join(f"WHEN {count} THEN {self._shown(value, count)}" for count in range(10))
        units = " ".join(f"WHEN {literal(unit.unit_id)} THEN {literal(unit.name_zh)}" for unit in self.units.values())
        plain = f"CASE {decimals} {shown} END || CASE {self.column('unit')} {units} END"
        bare = (
            f"{self.cell('qualifier')} IS NULL OR {self.cell('qualifier')} = ''"
            if "qualifier" in self.names
            else "TRUE"
        )
        return f"coalesce({self.column('printed')} <> {plain} OR NOT ({bare}), TRUE)"

    def _shown(self, value: str, decimals: int) -> str:
        number = f"CAST({value} AS DECIMAL(38, {decimals}))"
        return f"CASE WHEN {number} = {value} THEN {self.session.text(number)} END"


def survey(layout: Layout) -> list[Seen]:
    """What is seen of each combination of codes."""
    session, value = layout.session, layout.value
    others = [name for name in layout.names if name not in CODES and name not in GROUP]
    counted = [
        "count(*)",
        f"min({value})",
        f"max({value})",
        f"count_if({value} <> floor({value}))",
        f"count_if({layout.unprinted})" if "printed" in layout.names else "0",
        "0" if layout.kind("value") else f"max({layout.places_of_text})",
        f"count_if({layout.misplaced})",
        *(f"count_if(NOT {layout.sure(name)})" for name in others),
    ]
    codes = [*(layout.cell(name) for name in CODES), layout.in_words]
    rows = session.query(
        f"SELECT {', '.join([*codes, *counted])} FROM figures GROUP BY {', '.join(map(str, range(1, len(codes) + 1)))}"
    )
    return [_seen(row, ["placed", *others]) for row in rows]


def _seen(row: tuple[Any, ...], others: list[str]) -> Seen:
    codes, in_words, (count, least, greatest, broken, unprinted, places) = (
        row[: len(CODES)],
        row[len(CODES)],
        row[len(CODES) + 1 : len(CODES) + 7],
    )
    odd = {name: number for name, number in zip(others, row[len(CODES) + 7 :], strict=True) if number}
    # Null where no value is a number.
    return Seen(
        Combination._make((*map(cell_text, codes), bool(in_words))),
        codes,
        count,
        least,
        greatest,
        broken or 0,
        unprinted,
        places,
        odd,
    )


def merged(seen: Iterable[Seen]) -> list[Seen]:
    """Combinations that differ only in how an empty cell is written, as one."""
    by: dict[Combination, Seen] = {}
    for each in seen:
        other = by.get(each.combination)
        by[each.combination] = each if other is None else _together(other, each)
    return list(by.values())


def _together(one: Seen, other: Seen) -> Seen:
    least = [value for value in (one.least, other.least) if value is not None]
    greatest = [value for value in (one.greatest, other.greatest) if value is not None]
    odd = {name: one.odd.get(name, 0) + other.odd.get(name, 0) for name in {*one.odd, *other.odd}}
    counts = {name: getattr(one, name) + getattr(other, name) for name in ("rows", "broken", "unprinted")}
    counts["places"] = max(one.places, other.places)
    return replace(one, least=min(least, default=None), greatest=max(greatest, default=None), odd=odd, **counts)


def cell_text(cell: object) -> str | None:
    """A cell as the text that the exact engine reads; None where it is empty."""
    return written(cell) or None


def readers() -> tuple[dict[str, Column], list[Any]]:
    """A reader of each column's cells, as the exact engine has them, and the list in which they leave the faults that
    they meet.
    """
    schema, met = contract_schema("observations"), list[Any]()
    required = [
        {**each, "constraints": {**each.get("constraints", {}), "required": True}} if each["name"] in KEY else each
        for each in schema["fields"]
    ]
    return {each["name"]: Column(each, [""], met) for each in required}, met


def taking(layout: Layout, term: Term, codes: CodeLists) -> list[str]:
    """The conditions that a figure is one that a term takes."""
    named = [
        f"{layout.column(name)} = {literal(cell)}"
        for name, cell in (("indicator_id", term.indicator_id), ("measure", term.measure))
        if cell is not None
    ]
    if term.dimension is None and term.counted is None:
        return named
    units = [
        unit.unit_id
        for unit in codes.units.values()
        if term.dimension in (None, unit.dimension) and term.counted in (None, unit.counted)
    ]
    return [*named, f"{layout.column('unit')} IN ({listed(units)})" if units else "FALSE"]


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Texts as SQL lists them."""
    return ", ".join(map(literal, texts))
