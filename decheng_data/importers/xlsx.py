"""An Excel workbook: each sheet whose first rows name fields of a figure."""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DechengDataError, MissingExtraError
from decheng_data.folding import lowered, raised
from decheng_data.importers.filled_rows import header_line, likeness, no_value
from decheng_data.importers.grid import EMPTY, FilledCell, Grid
from decheng_data.packages.structure.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

_SET: dict[str | None, Callable[[str], str]] = {"superscript": raised, "subscript": lowered}
BYTES_LIMIT = 256 * 2**20
"""Most bytes that a workbook may unpack to."""
_MOST = 6
"""A sheet with so many of the columns that a table of figures must have is one; code lists share up to five of them."""
_DECIMALS = re.compile(r"0(?:\.(0+))?")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""Parts of a number format that are no digits: texts in quotation marks, escaped signs, colours and conditions."""


def grids_of(path: Path) -> list[Grid]:
    """The sheets with a table of figures: those with most of the columns that it must have; where none has, the one
    that comes nearest, so that it is reported.

    Raises DechengDataError where the file is no workbook.
    """
    grids = [_grid(path.name, formulas, values) for formulas, values in _sheets(path)]
    return [grid for grid in grids if likeness(grid) >= _MOST] or [max(grids, key=likeness)]


def _sheets(path: Path) -> list[tuple[Any, Any]]:
    """Each sheet twice: with its formulas, and with what they came to when the file was saved."""
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("openpyxl", "import") from None
    try:
        size = _unpacked(path)
        books = [_book(openpyxl, path, values=values) for values in (False, True)] if size <= BYTES_LIMIT else []
    except Exception as error:  # openpyxl raises whatever its parts raise on a broken workbook
        raise DechengDataError(
            f"{path} cannot be read as an Excel workbook ({type(error).__name__}: {error}); save it anew as .xlsx"
        ) from error
    if not books:
        raise DechengDataError(
            f"{path} unpacks to more than {BYTES_LIMIT // 2**20} MB; keep only the sheets with figures"
        )
    return list(zip(*(book.worksheets for book in books), strict=True))


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _book(openpyxl: ModuleType, path: Path, *, values: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that openpyxl does not keep, such as pictures
        return openpyxl.load_workbook(path, data_only=values, rich_text=not values)


def _grid(file: str, formulas: Any, values: Any) -> Grid:
    rows = [
        (line, [_cell(formula, value) for formula, value in zip(*pair, strict=True)])
        for line, pair in enumerate(zip(formulas.iter_rows(), values.iter_rows(), strict=True), formulas.min_row)
    ]
    grid = Grid(
        file, [(line, [*[EMPTY] * (formulas.min_column - 1), *cells]) for line, cells in rows], sheet=formulas.title
    )
    for merged in formulas.merged_cells.ranges:
        _report_merged(grid, merged)
    return grid


def _cell(formula: Any, value: Any) -> FilledCell:
    if formula.data_type == "f" and value.value is None:
        return FilledCell(
            wrong=no_value("importers.unsaved-formula", str(getattr(formula.value, "text", formula.value)))
        )
    decimals, percent = _shown(str(formula.number_format or "")) if value.data_type == "n" else (None, False)
    return FilledCell(_with_marks(formula.value, value.value), decimals, percent)


def _with_marks(runs: Any, value: Any) -> Any:
    """The value of a cell; of one that is set in several runs the text, with what is above or below the line as
    such characters: the 2 of 157.5² is no digit.
    """
    if not isinstance(runs, list):
        return value
    return "".join(_SET.get(getattr(getattr(run, "font", None), "vertAlign", None), str)(str(run)) for run in runs)


def _shown(number_format: str) -> tuple[int | None, bool]:
    """The decimals that a number format shows (None: General, or no number), and whether it shows percent."""
    plain = _NOT_SHOWN.sub("", number_format.partition(";")[0])
    digits = _DECIMALS.search(plain)
    return (len(digits[1] or "") if digits else None), "%" in plain


def _report_merged(grid: Grid, merged: Any) -> None:
    """Cells that are merged, among the rows of the table: one fault, each read as the first."""
    header = header_line(grid)
    if header is None or merged.max_row < header:
        return
    rows = dict(grid.rows)
    first = rows[merged.min_row][merged.min_col - 1]
    for line in range(merged.min_row, merged.max_row + 1):
        rows[line][merged.min_col - 1 : merged.max_col] = [first] * (merged.max_col - merged.min_col + 1)
    grid.faults.append(Fault("merged-cells", line=merged.min_row, found=merged.coord, code="importers.merged-cells"))
