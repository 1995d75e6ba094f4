"""A table that a person filled in: its cells in a spreadsheet, a CSV file or a frame, and where each of
them is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.packages.structure.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.finding import Finding
    from decheng_data.packages.structure.findings import Fault

_LETTERS = 26


class FilledCell(NamedTuple):
    """A cell: its value (str, number, bool, date or None), the decimals that its number format shows, whether that is
    one of percent, what is wrong.
    """

    value: object = None
    decimals: int | None = None
    percent: bool = False
    wrong: Fault | None = None


EMPTY = FilledCell()


@dataclass
class Grid:
    """Rows of cells with their numbers, the header among them. `sheet` is empty where there is only one; `frame` says
    that it is no file.

    `faults` are those of the grid as a whole. `guarded` says that texts may have an apostrophe in front, as tidy.csv
    has it.
    """

    file: str
    rows: list[tuple[int, list[FilledCell]]]
    sheet: str = ""
    frame: bool = False
    guarded: bool = False
    faults: list[Fault] = field(default_factory=list)

    def place(self, line: int | None, column: int | None, name: str | None) -> Bilingual:
        """The place in words: `figures.xlsx, sheet tidy, cell K3 (value)`."""
        sheet = Bilingual(f", sheet {self.sheet}", f" 工作表 {self.sheet}") if self.sheet else NOTHING
        whole, named = Bilingual(f"{self.file}{sheet.en}", f"{self.file}{sheet.zh}"), f" ({name})" if name else ""
        if line is None:
            return whole
        if self.frame:
            at = Bilingual(f" row {line - 2}", f" 第 {line - 2} 行") if line > 1 else NOTHING
            column_en, column_zh = (f", column {name}", f" {name} 列") if name else NOTHING
            return Bilingual(f"{self.file}{at.en}{column_en}", f"{self.file}{at.zh}{column_zh}")
        if column is None:
            return Bilingual(f"{whole.en}, row {line}{named}", f"{whole.zh} 第 {line} 行{named}")
        cell = f"{letters(column)}{line}{named}"
        return Bilingual(f"{whole.en}, cell {cell}", f"{whole.zh} 单元格 {cell}")

    def finding(self, fault: Fault, line: int | None, column: int | None = None) -> Finding:
        """The finding for a fault, with its place."""
        at = self.place(line, column, fault.field)
        return finding(fault, self.file).model_copy(update={"line": line, "at": at})


def letters(column: int) -> str:
    """The letters of a column, counted from 0: A, B … Z, AA."""
    return "".join(_digits(column))


def _digits(column: int) -> Iterator[str]:
    if column >= _LETTERS:
        yield from _digits(column // _LETTERS - 1)
    yield chr(ord("A") + column % _LETTERS)
