"""From the records of a file to typed rows, and the faults of rows and cells on the way."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from operator import getitem
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import brief, shown_cell
from decheng_data.packages.fault import Fault
from decheng_data.packages.structure.column import Column
from decheng_data.packages.structure.typed import TypedRow, TypedTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.packages.structure.source import Source

TOLD_CELLS = 100
"""Most missing cells, and most cells too many, that are told one by one in a row."""

Met = list[tuple[str, Fault]]


def columns_for(labels: list[str], columns: list[Column], met: Met) -> list[Column]:
    """The columns of a file: by position those of the schema, beyond them one of type `any` for each label; all of the
    schema's without labels.
    """
    found = columns[: len(labels)] if labels else list(columns)
    names = {column.name: 1 for column in found}
    for label in labels[len(found) :]:
        name = _free(label.strip(), names)
        found.append(Column({"name": name, "type": "any"}, [""], met))
    return found


def read_rows(source: Source, columns: list[Column], met: Met, table: TypedTable) -> Iterator[Fault]:
    """Fill the table with the rows of the source; yields the faults of rows and cells in the order of the file."""
    if not columns:
        deque(source.rows, maxlen=0)  # still tells what is wrong with its bytes
        return
    width, names, rows = len(columns), table.names, table.rows
    for line, cells in source.rows:
        short = len(cells) < width
        padded: list[str | None] = [*cells, *[None] * (width - len(cells))] if short else cells  # type: ignore[assignment]  # lists are invariant
        values = tuple(map(getitem, columns, padded))
        if met or len(cells) != width or values[0] is None:
            yield from _irregular(TypedRow(line, names, values), cells, columns, met, table)
        else:
            rows.add(line, values)
    table.complete = source.complete


def _irregular(row: TypedRow, cells: list[str], columns: list[Column], met: Met, table: TypedTable) -> Iterator[Fault]:
    """A row that has a fault, or whose first cell is empty."""
    found = [replace(fault, line=row.line) for _, fault in met]
    row.faulty = frozenset(name for name, _ in met) | frozenset(table.names[len(cells) :])
    met.clear()
    extra = list(_extra_cells(row.line, cells, len(columns)))
    if all(column.is_missing(text) for column, text in zip(columns, cells, strict=False)):
        table.blank_lines.append(row.line)
        yield Fault("blank-row", line=row.line, found="", expected="a row of cells")
        yield from extra
        return
    yield from found
    yield from _missing_cells(row.line, table.names[len(cells) :])
    yield from extra
    if found or len(cells) != len(columns):
        table.partial.append(row)
    else:
        table.rows.add(row.line, row.values)


def _missing_cells(line: int, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in names[:TOLD_CELLS]:
        yield Fault("missing-cell", line=line, field=name, expected="a cell")
    if rest := len(names[TOLD_CELLS:]):
        code = "packages.more-missing-cells"
        yield Fault("missing-cell", line=line, expected="a cell", code=code, parts={"count": rest})


def _extra_cells(line: int, cells: list[str], width: int) -> Iterator[Fault]:
    for number, cell in enumerate(cells[width : width + TOLD_CELLS], width + 1):
        parts: dict[str, object] = {"cell": shown_cell(cell), "width": width, "number": number}
        yield Fault("extra-cell", line=line, found=brief(cell).en, expected=f"only {width} cells", parts=parts)
    if len(cells) > width + TOLD_CELLS:
        found, expected, code = f"{len(cells)} cells", f"{width} cells", "packages.more-extra-cells"
        parts = {"count": len(cells), "width": width}
        yield Fault("extra-cell", line=line, found=found, expected=expected, code=code, parts=parts)


def _free(label: str, names: dict[str, int]) -> str:
    """The label as the name of a column, with a number where it is taken. `names` holds the names taken, and the last
    number that each was given.
    """
    number, name = names.get(label, 1), label
    while name in names:
        number, name = number + 1, f"{label}{number + 1}"
    names[name] = 1
    names[label] = number
    return name
