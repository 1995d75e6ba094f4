"""Where in its line a cell stands, so that an annotation can point at it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.packages import Package
    from decheng_data.reports import Finding

LINE_LIMIT = 100_000
"""Longer lines are not looked at: no one could find a column in them."""


def with_columns(findings: Iterable[Finding], package: Package) -> list[Finding]:
    """The findings, those that name a line and a field with the columns of their cell where it stands in that line alone."""
    listed = list(findings)
    names = {resource["path"]: resource["name"] for resource in package}
    wanted: dict[str, set[int]] = defaultdict(set)
    for finding in listed:
        if finding.file is not None and finding.file in names and finding.line and finding.field:
            wanted[finding.file].add(finding.line)
    lines = {file: dict(_lines(package, names[file], numbers)) for file, numbers in wanted.items()}
    return [_placed(finding, lines) for finding in listed]


def cells_of(line: str, delimiter: str = ",", quote: str = '"') -> list[tuple[int, int]]:
    """First and last-plus-one code point, from 0, of each cell of a line of CSV, its quotation marks included."""
    cells, start, quoted = [], 0, False
    for position, character in enumerate(line):
        if character == quote:
            quoted = not quoted
        elif character == delimiter and not quoted:
            cells.append((start, position))
            start = position + 1
    return [*cells, (start, len(line))]


def _placed(finding: Finding, lines: dict[str, dict[int, str]]) -> Finding:
    of_file = lines.get(finding.file or "", {})
    header, line = of_file.get(1), of_file.get(finding.line or 0)
    if header is None or line is None or finding.column is not None:
        return finding
    labels = [header[start:end].strip('"') for start, end in cells_of(header)]
    cells = cells_of(line)
    number = labels.index(finding.field) if finding.field in labels else len(cells)
    if number >= len(cells):
        return finding
    start, end = cells[number]
    return finding.model_copy(update={"column": start + 1, "end_column": end + 1})


def _lines(package: Package, name: str, numbers: set[int]) -> Iterator[tuple[int, str]]:
    """The header and the wanted lines of a file, without their ends."""
    last = max(numbers)
    for number, line in enumerate(package.read_lines(name, LINE_LIMIT), start=1):
        if number == 1 or number in numbers:
            yield number, line
        if number >= last:
            return
