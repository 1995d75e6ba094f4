"""From the cells of a filled-in table to rows of observations: which column is which field, and what each cell is as
the text of a CSV file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from decheng_data.importers.grid import EMPTY, FilledCell, Grid
from decheng_data.model.bilingual import NOTHING
from decheng_data.model.printed import read_printed
from decheng_data.model.quantity import plain
from decheng_data.packages.contract import contract_schema
from decheng_data.packages.structure.column import folded, near_hint, written
from decheng_data.packages.structure.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.model.finding import Finding

HEADER_ROWS = 20
"""Most rows above the header, such as a title."""
LEAST_LABELS = 3
"""Fewest labels that make a row the header."""
DERIVED = ("decimals",)
"""Fields that may be left out: they follow from others."""
NAMES = {"area": "area", "theme": "theme", "indicator": "indicator_id", "unit": "unit"}
"""What has names beside its code in the tidy form: the stem of their columns -> the field with the code."""
NAME_COLUMNS = {f"{stem}_{language}" for stem in NAMES for language in ("zh", "en")}
BESIDE = NAME_COLUMNS | {"period_start", "period_end", "theme"}
"""Columns of the tidy form that are no field of a figure: they are compared with the code lists."""
_WORDS = ("printed", "note_zh", "note_en")
"""Fields that stay as they are written; in the others full-width signs are taken for their ASCII ones."""
_LINKED = re.compile(r"rule_[0-9]+")
"""Columns of an exported workbook that lead from a figure to its rules."""
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
"""How a spreadsheet saves a number in a narrow column: 1.575E+02."""
_SPACES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
"""What a spreadsheet shows where a formula failed, and saves so in a CSV file."""
_SIGNIFICANT = 15
"""Digits that a spreadsheet keeps of a number."""


@dataclass
class FilledRow:
    """One row: its number in the grid, the text of each field that has a column, the columns of these, and its own
    findings.
    """

    grid: Grid
    line: int
    cells: dict[str, str]
    columns: dict[str, int]
    beside: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Add a fault of one of the row's cells, or of the row."""
        self.findings.append(self.grid.finding(fault, self.line, self.columns.get(fault.field or "")))


@cache
def fields() -> dict[str, dict[str, Any]]:
    """The fields of a figure by their names."""
    return {each["name"]: each for each in contract_schema("observations")["fields"]}


@cache
def _required() -> set[str]:
    return {name for name, each in fields().items() if each.get("constraints", {}).get("required")} - set(DERIVED)


def read_grid(grid: Grid) -> tuple[list[FilledRow], list[Finding], set[str]]:
    """The rows of a grid, the findings of its header, and the fields that it should have and has not."""
    found = [grid.finding(fault, fault.line) for fault in grid.faults]
    header = _header(grid)
    if header is None:
        return [], [*found, grid.finding(Fault("blank-header", code="importers.no-header"), None)], set()
    number, (line, cells) = header
    columns, faults = _columns(grid, number, cells)
    missing = _required() - set(columns)
    found += [grid.finding(fault, line, column) for column, fault in faults]
    found += [grid.finding(_missing_label(name), line) for name in fields() if name in missing]
    rows = [FilledRow(grid, at, {}, columns) for at, _ in grid.rows[number + 1 :]]
    filled = [row for row, (_, given) in zip(rows, grid.rows[number + 1 :], strict=True) if _fill(row, given)]
    return filled, found, missing


def likeness(grid: Grid) -> int:
    """How many of the columns that a table of figures must have the grid has."""
    header = _header(grid)
    named = {_labels().get(_label(cell)) for cell in header[1][1]} if header else set()
    return len(named & _required())


def header_line(grid: Grid) -> int | None:
    """The number of the row that names the columns; None where there is none among the first ones."""
    header = _header(grid)
    return header[1][0] if header else None


def _header(grid: Grid) -> tuple[int, tuple[int, list[FilledCell]]] | None:
    for number, row in enumerate(grid.rows[:HEADER_ROWS]):
        if len({_labels().get(_label(cell)) for cell in row[1]} - {None}) >= LEAST_LABELS:
            return number, row
    return None


@cache
def _labels() -> dict[str, str]:
    """Each way in which a column may be called: its name, its title in English, its title in Chinese."""
    known = {name: name for name in (*fields(), *sorted(BESIDE))}
    for name, each in fields().items():
        known.setdefault(folded(each["title"]).casefold(), name)
        known.setdefault(folded(each["title_zh"]), name)
    return known


def _label(cell: FilledCell) -> str:
    return folded(str(cell.value).strip(_SPACES)).casefold() if cell.value is not None else ""


def _columns(grid: Grid, number: int, cells: list[FilledCell]) -> tuple[dict[str, int], list[tuple[int, Fault]]]:
    """Column by name, and what is wrong with the labels. A column without label, or of an unknown one, is a fault where
    it has a cell with text.
    """
    columns: dict[str, int] = {}
    faults: list[tuple[int, Fault]] = []
    width = max(len(row) for _, row in grid.rows)
    for column in range(width):
        label = _label(cells[column]) if column < len(cells) else ""
        name = _labels().get(label)
        if name in columns:
            faults.append((column, _duplicate_label(str(cells[column].value))))
        elif name:
            columns[name] = column
        elif not _LINKED.fullmatch(label) and any(
            column < len(row) and _cell_text(row[column]) for _, row in grid.rows[number + 1 :]
        ):
            faults.append((column, _unknown_label(str(cells[column].value).strip(_SPACES) if label else "")))
    return columns, faults


def _duplicate_label(label: str) -> Fault:
    return Fault("duplicate-label", found=label, code="importers.duplicate-label")


def _unknown_label(label: str) -> Fault:
    hint = (near_hint(label.casefold(), list(_labels())) if label else None) or NOTHING
    return Fault(
        "extra-label",
        found=label,
        expected="the name of a field",
        code="importers.unknown-label",
        parts={"hint": hint},
    )


def _missing_label(name: str) -> Fault:
    return Fault("missing-label", field=name, expected=name, code="importers.missing-label")


def _fill(row: FilledRow, given: list[FilledCell]) -> bool:
    """Read the row's cells; whether it has any."""
    at = {name: _without_error(given[column]) if column < len(given) else EMPTY for name, column in row.columns.items()}
    if not any(_cell_text(cell) or cell.wrong for cell in at.values()):
        return False
    for name, cell in at.items():
        if cell.wrong:
            row.add(replace(cell.wrong, field=name))
        text = "" if cell.wrong else _field_text(name, cell, guarded=row.grid.guarded, is_frame=row.grid.frame)
        (row.cells if name in fields() else row.beside)[name] = text
    _derive_decimals(row, at.get("value", EMPTY))
    return True


def no_value(code: str, found: str) -> Fault:
    """The fault of a cell that has a formula or an error and no value."""
    return Fault("type-error", found=found, expected="a value", code=code)


def _without_error(cell: FilledCell) -> FilledCell:
    text = cell.value.strip(_SPACES) if isinstance(cell.value, str) else ""
    return FilledCell(wrong=no_value("importers.spreadsheet-error", text)) if text in _ERRORS else cell


def _field_text(name: str, cell: FilledCell, *, guarded: bool, is_frame: bool) -> str:
    """The text of a cell as the field has it in a CSV file."""
    text = _cell_text(cell)
    if name in _WORDS or name in NAME_COLUMNS:
        return _unguarded(text) if guarded else text
    text = folded(text)
    if name == "period" and isinstance(cell.value, date) and cell.value.day == 1 and not is_frame:
        return text[:7]  # 2021-06 is taken for a day by spreadsheets; in a frame a day is meant as one
    if fields().get(name, {}).get("type") in ("number", "integer"):
        text = text.replace(",", "") if _GROUPED.fullmatch(text) else text
        return plain(Decimal(text)) if _SCIENTIFIC.fullmatch(text) else text
    return text


def _cell_text(cell: FilledCell) -> str:
    value = cell.value
    if value is None or isinstance(value, bool | datetime | date):
        return str(value.date()) if isinstance(value, datetime) else written(value)
    if isinstance(value, float):
        return _number(Decimal(f"{value:.{_SIGNIFICANT}g}"), cell)
    if isinstance(value, int | Decimal):
        return _number(Decimal(value), cell)
    return re.sub(r"\r\n?", "\n", str(value)).strip(_SPACES)


def _number(value: Decimal, cell: FilledCell) -> str:
    """In plain digits. A cell that is shown in percent holds a hundredth of what it shows."""
    if not value.is_finite():
        return str(cell.value)
    return plain(value.scaleb(2) if cell.percent else value)


def _unguarded(text: str) -> str:
    """A text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in tuple("=+-@＝＋－＠") else text


def _derive_decimals(row: FilledRow, value: FilledCell) -> None:
    """Decimals that are not given: those of the printed form, else those that the cell shows, else those of the value.
    The value gets as many.
    """
    if not row.cells.get("decimals") and row.cells.get("value"):
        printed = read_printed(row.cells.get("printed", ""))
        shown_decimals = (
            printed.decimals
            if printed
            else value.decimals
            if value.decimals is not None
            else len(row.cells["value"].partition(".")[2])
        )
        row.cells["decimals"] = str(shown_decimals)
    wanted, number = row.cells.get("decimals", ""), row.cells.get("value", "")
    if (
        isinstance(value.value, int | float | Decimal)
        and wanted.isdecimal()
        and int(wanted) <= _SIGNIFICANT
        and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", number)
    ):
        lacking = int(wanted) - len(number.partition(".")[2])
        row.cells["value"] = f"{Decimal(number):.{int(wanted)}f}" if lacking > 0 else number


def name_faults(row: FilledRow, expected: Mapping[str, str]) -> Iterator[Fault]:
    """Each name or day beside a code that is not that of the code."""
    for name, text in row.beside.items():
        if text and name in expected and folded(text) != folded(expected[name]):
            yield Fault("name-agrees", field=name, found=text, expected=expected[name], code="importers.name-disagrees")
