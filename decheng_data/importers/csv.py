"""A CSV file as a spreadsheet saves it: UTF-8 with or without a mark, UTF-16, GB 18030 or Big5; commas, semicolons or
tabs.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from decheng_data.errors import DechengDataError
from decheng_data.importers.filled_rows import HEADER_ROWS
from decheng_data.importers.grid import FilledCell, Grid
from decheng_data.packages.files.chinese_encodings import chinese_encoding, read_as
from decheng_data.packages.structure.findings import Fault

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = ",;\t"
BYTES_LIMIT = 64 * 2**20
"""Most bytes of a file."""
_CELL_LIMIT = 128 * 2**10
"""Most characters of a cell. The csv module has a limit too, but one for the whole process, which other libraries
lift."""


def grid_of(path: Path) -> Grid:
    """The file's cells as texts. Raises DechengDataError where it is too large or no text."""
    data = path.read_bytes()
    if len(data) > BYTES_LIMIT:
        raise DechengDataError(f"{path} has more than {BYTES_LIMIT // 2**20} MB; split it into several files")
    text, faults = _decoded(data, path)
    header = _header(text)
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, [FilledCell(cell or None) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _endless_cell(path, line) from error
    for line, filled in rows:
        if any(len(str(cell.value)) > _CELL_LIMIT for cell in filled):
            raise _endless_cell(path, line)
    return Grid(path.name, rows, guarded="indicator_zh" in header, faults=faults)


def _endless_cell(path: Path, line: int) -> DechengDataError:
    return DechengDataError(
        f"{path}, line {line}: a quotation mark is open, or a cell is longer than 128 KiB; close it, or shorten the"
        " cell"
    )


def _header(text: str) -> str:
    """The line that names the columns: among the first ones that with the most delimiters, as a title or an empty line
    may be above it.
    """
    return max(text.splitlines()[:HEADER_ROWS], key=lambda line: max(map(line.count, _DELIMITERS)), default="")


def _decoded(data: bytes, path: Path) -> tuple[str, list[Fault]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), []
    if b"\0" not in data:
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeDecodeError:
            if encoding := chinese_encoding(data):
                return read_as(data, encoding), [_other_encoding(encoding)]
    raise DechengDataError(f"{path} is no text in UTF-8, UTF-16, GB18030 or Big5; save it as CSV in UTF-8, or as .xlsx")


def _other_encoding(encoding: str) -> Fault:
    return Fault(
        "encoding-error",
        code="importers.other-encoding",
        found=encoding,
        expected="utf-8",
        severity="information",
    )
