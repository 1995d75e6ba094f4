"""From the records of a file to typed rows, and the faults of rows and cells on the way."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from operator import getitem
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fault import Fault, misplaced
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
            rows.append(TypedRow(line, names, values))
    table.complete = source.complete


def _irregular(row: TypedRow, cells: list[str], columns: list[Column], met: Met, table: TypedTable) -> Iterator[Fault]:
    """A row that has a fault, or whose first cell is empty."""
    found = [replace(fault, line=row.line) for _, fault in met]
    row.faulty = frozenset(name for name, _ in met) | frozenset(table.names[len(cells) :])
    met.clear()
    extra = list(_extra_cells(row.line, cells, len(columns)))
    if all(column.is_missing(text) for column, text in zip(columns, cells, strict=False)):
        table.blank_lines.append(row.line)
        yield Fault(
            "blank-row",
            Bilingual("the row is blank", "此行为空"),
            row.line,
            found="",
            expected="a row of cells",
            mend=Bilingual("delete the line", "请删除此行"),
        )
        yield from extra
        return
    yield from found
    yield from _missing_cells(row.line, table.names[len(cells) :])
    yield from extra
    (table.partial if found or len(cells) != len(columns) else table.rows).append(row)


def _missing_cells(line: int, names: tuple[str, ...]) -> Iterator[Fault]:
    mend = Bilingual("add the cell, or the comma that is missing before it", "请补充单元格或缺少的逗号")
    for name in names[:TOLD_CELLS]:
        yield Fault(
            "missing-cell",
            Bilingual(f"the row ends before the cell of {name}", f"此行在 {name} 之前结束"),
            line,
            name,
            expected="a cell",
            mend=mend,
        )
    if rest := len(names[TOLD_CELLS:]):
        said = Bilingual(
            f"the row lacks {rest} more cells, which are not told one by one",
            f"此行还缺 {rest} 个单元格，不再逐一列出",
        )
        yield Fault("missing-cell", said, line, expected="a cell", mend=mend)


def _extra_cells(line: int, cells: list[str], width: int) -> Iterator[Fault]:
    mend = Bilingual(
        "put quotation marks around a cell that has a comma, or delete the cell",
        "含逗号的单元格请加引号，或删除多余单元格",
    )
    for number, cell in enumerate(cells[width : width + TOLD_CELLS], width + 1):
        yield misplaced(
            "extra-cell",
            cell,
            Bilingual(f"only {width} cells, this is number {number}", f"只有 {width} 个单元格，此为第 {number} 个"),
            line=line,
            mend=mend,
        )
    if len(cells) > width + TOLD_CELLS:
        said = Bilingual(
            f"the row has {len(cells)} cells, and the others beyond {width} are not told one by one",
            f"此行共有 {len(cells)} 个单元格，其余多出的不再逐一列出",
        )
        yield Fault("extra-cell", said, line, found=f"{len(cells)} cells", expected=f"{width} cells", mend=mend)


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
