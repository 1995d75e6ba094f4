"""Where in its line a cell stands, so that an annotation can point at it."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.model.finding import Finding
    from decheng_data.packages.package import Package

LINE_LIMIT = 100_000
"""Longer lines are not looked at: no one could find a column in them."""


def with_columns(findings: Iterable[Finding], package: Package) -> list[Finding]:
    """The findings, those that name a line and a field with the columns of their cell where it stands in that line
    alone.
    """
    listed = list(findings)
    names = {resource["path"]: resource["name"] for resource in package}
    wanted: dict[str, set[int]] = defaultdict(set)
    for finding in listed:
        if finding.file is not None and finding.file in names and finding.line and finding.field:
            wanted[finding.file].add(finding.line)
    lines = {file: _Lines(dict(_lines(package, names[file], numbers))) for file, numbers in wanted.items()}
    return [_placed(finding, lines) for finding in listed]


def cells_of(line: str) -> list[tuple[int, int]]:
    """First and last-plus-one code point, from 0, of each cell of a line of CSV, its quotation marks included."""
    cells, start, quoted = [], 0, False
    for position, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            cells.append((start, position))
            start = position + 1
    return [*cells, (start, len(line))]


class _Lines:
    """The lines of one file in which cells are looked for; the cells of each are found once, as a line may have
    thousands, all of them faulty.
    """

    def __init__(self, lines: dict[int, str]) -> None:
        self._lines = lines
        self._cells: dict[int, list[tuple[int, int]]] = {}
        header = self._lines.get(1, "")
        self._numbers = {
            header[start:end].strip('"'): number for number, (start, end) in reversed([*enumerate(cells_of(header))])
        }

    def cell(self, line: int, label: str) -> tuple[int, int] | None:
        """Where the cell of that label stands in the line; None where it is not found there."""
        if line not in self._lines or label not in self._numbers:
            return None
        if line not in self._cells:
            self._cells[line] = cells_of(self._lines[line])
        cells, number = self._cells[line], self._numbers[label]
        return cells[number] if number < len(cells) else None


def _placed(finding: Finding, lines: dict[str, _Lines]) -> Finding:
    if finding.file not in lines or not finding.line or not finding.field or finding.column is not None:
        return finding
    cell = lines[finding.file].cell(finding.line, finding.field)
    return finding.model_copy(update={"column": cell[0] + 1, "end_column": cell[1] + 1}) if cell else finding


def _lines(package: Package, name: str, numbers: set[int]) -> Iterator[tuple[int, str]]:
    """The header and the wanted lines of a file, without their ends."""
    last = max(numbers)
    with suppress(OSError):  # the file went after it was read: then no column is told
        for number, line in enumerate(package.read_lines(name, LINE_LIMIT), start=1):
            if number == 1 or number in numbers:
                yield number, line
            if number >= last:
                return
