"""Filled-in rows validated with a package: cell by cell what does not fit, and the package's table of figures with the
rows that do.

The rows are put among those of the package, in memory, and all of it is validated: a filled-in row has the
same fields, keys and rules as any other. What the package had before is no fault of the rows; what it has now
and had not is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data._version import __version__
from decheng_data.errors import PackageError
from decheng_data.importers.filled_rows import NAMES, FilledRow, fields, name_faults, read_grid
from decheng_data.model.finding import SEVERITIES, Finding, Line, Outcome
from decheng_data.model.period import Period
from decheng_data.model.report import Outcomes, Report
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.opening import rows_as_text
from decheng_data.packages.structure.findings import Fault
from decheng_data.validation.package import validate_opened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from decheng_data.importers.grid import Grid
    from decheng_data.packages.opening import Package

KEY = ObservationRow.primary_key
_LISTS = {
    "area": ("areas", "area_id"),
    "theme": ("themes", "theme_id"),
    "indicator": ("indicators", "indicator_id"),
    "unit": ("units", "unit_id"),
}
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class Imported:
    """What became of filled-in rows: the report on them, the table with them, and how many were added, replaced, or
    there already.

    `lines` are those of the filled-in rows in the table, in their order; `package` is the package with that table.
    """

    report: Report
    labels: list[str]
    rows: list[list[str]]
    lines: list[int]
    package: Package
    added: int = 0
    replaced: int = 0
    unchanged: int = 0

    @property
    def text(self) -> str:
        """The table as a CSV file."""
        return rows_as_text(self.labels, self.rows)


@dataclass
class _Merge:
    """The rows of the package with the filled-in ones; `places` are those filled in, by their numbers.

    `reviewed` has those that nobody asked to replace, with the cells that were there: they are among the rows so that
    all their faults are found.
    """

    labels: list[str]
    rows: list[list[str]]
    replace: bool
    places: dict[int, FilledRow] = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    reviewed: dict[int, dict[str, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"added": 0, "replaced": 0, "unchanged": 0})

    def __post_init__(self) -> None:
        self._numbers = {
            self._row_key(dict(zip(self.labels, row, strict=True))): number for number, row in enumerate(self.rows)
        }

    def add(self, filled: FilledRow) -> None:
        """Put a row in its place: a new one at the end, one that is there already over the old one, if that is asked
        for.
        """
        number = self._numbers.get(self._row_key(filled.cells))
        if number is None or number in self.places:
            self._put(len(self.rows), filled, {}, "added")
            return
        there = dict(zip(self.labels, self.rows[number], strict=True))
        changed = [name for name, text in filled.cells.items() if not _is_equal(name, text, there.get(name, ""))]
        if not changed:
            self.counts["unchanged"] += 1
            self.places[number] = filled
            self.unchanged.add(number)
        else:
            self._put(number, filled, there, "replaced")
            if not self.replace:
                self.reviewed[number] = {name: there.get(name, "") for name in changed}

    def _put(self, number: int, filled: FilledRow, there: dict[str, str], counted: str) -> None:
        cells = {**there, **filled.cells}
        self.rows[number : number + 1] = [[cells.get(label, "") for label in self.labels]]
        self.places[number] = filled
        self.counts[counted] += 1

    def reviewed_findings(self, broken: Collection[tuple[int | None, str | None]]) -> Iterator[Finding]:
        """A finding for each cell that differs from the package, without those that are `broken`, by row and field."""
        for number, there in self.reviewed.items():
            row = self.places[number]
            reported = {each.field for each in row.findings} | {name for at, name in broken if at == number}
            for name, text in there.items():
                if name not in reported:
                    fault = Fault(
                        "reviewed-row", field=name, found=row.cells[name], expected=text, code="importers.reviewed-cell"
                    )
                    yield row.grid.finding(fault, row.line, row.columns.get(name))

    def lines(self) -> dict[int, int]:
        """The number of a row by the line that it starts on: a text may have line ends in it."""
        starts, line = {}, 2
        for number, row in enumerate(self.rows):
            starts[line] = number
            line += 1 + sum(len(_LINE_END.findall(cell)) for cell in row)
        return starts

    @staticmethod
    def _row_key(cells: dict[str, str]) -> tuple[str, ...]:
        return tuple(cells.get(name, "") for name in KEY)


def import_rows(
    package: Package, grids: Sequence[Grid], *, replace: bool = False, judge_unchanged: bool = False
) -> Imported:
    """Validate the rows of the grids with the package. Nothing is written.

    A row whose key the package has already is passed over where its cells are equal, and else a finding for each cell,
    unless `replace` lets it take the place of the old one. Earlier findings on an unchanged row are reported again
    only with `judge_unchanged`. Raises PackageError where the package cannot be read or is not sound
    as it is.
    """
    package.keep(("observations", *(table for table, _ in _LISTS.values())))
    before = _sound_report(package)
    source, path = package.read_source("observations"), str(package.resource("observations")["path"])
    merge = _Merge(list(source.header), [cells for _, cells in source.rows], replace)
    found: list[Finding] = []
    rows: list[FilledRow] = []
    lacking: set[str] = set()
    for grid in grids:
        read, header, missing = read_grid(grid)
        rows, found, lacking = rows + read, found + header, lacking | missing
    _check_names(rows, package)
    for row in rows:
        merge.add(row)
    overlaid = package.with_files({path: rows_as_text(merge.labels, merge.rows).encode()})
    after, relocated = validate_opened(overlaid), _Relocation(merge, path, lacking)
    earlier = {(each.rule, each.message_en) for each in before.findings}
    found += [each for row in rows for each in row.findings]
    broken: set[tuple[int | None, str | None]] = set()
    for each in after.findings:
        number = relocated.number(each)
        if each.level == 0:
            broken.add((number, each.field))
        if (each.rule, each.message_en) in earlier and (
            number is None or (number in merge.unchanged and not judge_unchanged)
        ):
            continue
        made = relocated.of(each, number)
        found += [made] if made else []
    found += merge.reviewed_findings(broken)
    starts = {number: line for line, number in merge.lines().items()}
    numbers = {id(row): number for number, row in merge.places.items()}
    lines = [starts[numbers[id(row)]] for row in rows if id(row) in numbers]
    report = _report(after, found, ", ".join(dict.fromkeys(grid.file for grid in grids)))
    return Imported(report, merge.labels, merge.rows, lines, overlaid, **merge.counts)


def _sound_report(package: Package) -> Report:
    """The report on the package as it is. Raises PackageError where its structure is broken: rows could not be added
    to it.
    """
    report = validate_opened(package)
    broken = [
        each
        for each in report.findings
        if each.outcome is Outcome.ERROR or (each.level == 0 and each.severity == "error")
    ]
    if broken:
        raise PackageError(
            f"{package.location} is not sound ({len(broken)} findings, the first: {broken[0].message_en}); fix it first"
        )
    package.writable_path("observations", "rows are imported only into such a table")
    return report


def _check_names(rows: Iterable[FilledRow], package: Package) -> None:
    """Compare names and days beside the codes with the code lists."""
    lists = {stem: _rows_by_code(package, table, key) for stem, (table, key) in _LISTS.items()}
    for row in rows:
        expected: dict[str, str] = {}
        indicator = lists["indicator"].get(row.cells.get("indicator_id", ""), {})
        codes = {**row.cells, "theme": indicator.get("theme", "")}
        for stem, name in NAMES.items():
            named = lists[stem].get(codes.get(name, ""), {})
            expected |= {f"{stem}_{language}": named[f"name_{language}"] for language in ("zh", "en") if named}
        expected |= {"theme": codes["theme"]} if codes["theme"] else {}
        for fault in name_faults(row, expected | _period_days(row.cells.get("period", ""))):
            row.add(fault)


def _rows_by_code(package: Package, table: str, key: str) -> dict[str, dict[str, str]]:
    source = package.read_source(table)
    rows = [dict(zip(source.header, cells, strict=True)) for _, cells in source.rows]
    return {row[key]: row for row in rows}


def _period_days(period: str) -> dict[str, str]:
    try:
        covered = Period.parse(period)
    except ValueError:
        return {}
    return {"period_start": str(covered.start), "period_end": str(covered.end)}


def _is_equal(name: str, text: str, there: str) -> bool:
    """Whether two cells are equal: numbers by their value."""
    if text == there or text == there.strip():
        return True
    if fields()[name]["type"] not in ("number", "integer"):
        return False
    try:
        return Decimal(text) == Decimal(there)
    except ArithmeticError:
        return False


class _Relocation:
    """Findings of the merged table, moved to the cells where the rows were filled in."""

    def __init__(self, merge: _Merge, path: str, lacking: set[str]) -> None:
        self._merge, self._path, self._lacking, self._numbers = merge, path, lacking, merge.lines()

    def number(self, each: Finding) -> int | None:
        """The number of the filled-in row that a finding is about; None where it is about none."""
        lines = [each.line] if each.file == self._path else []
        lines += [figure.line for figure in each.observations]
        numbers = [self._numbers[line] for line in lines if line in self._numbers]
        return next((number for number in numbers if number in self._merge.places), None)

    def of(self, each: Finding, number: int | None) -> Finding | None:
        """The finding with its place in the grid; itself where it is of no filled-in row; None where the cell has a
        finding already.
        """
        if number is None:
            return each
        row = self._merge.places[number]
        if (
            each.level == 0
            and each.field
            and (each.field in self._lacking or any(each.field == own.field for own in row.findings))
        ):
            return None
        at = row.grid.place(row.line, row.columns.get(each.field or ""), each.field)
        here = {"file": row.grid.file, "line": row.line, "column": None, "end_column": None, "at": at}
        return each.moved(self._line, **here)

    def _line(self, line: Line) -> Line:
        """A line of the merged table, where the row was filled in."""
        number = self._numbers.get(line.number, -1) if line.file == self._path else -1
        row = self._merge.places.get(number)
        return Line(row.line, row.grid.file, row.grid.place(row.line, None, None)) if row else line


def _report(validated: Report, findings: list[Finding], path: str) -> Report:
    counts = validated.outcomes
    failed = sum(each.outcome is Outcome.FAILED and each.waived is None for each in findings)
    errors = sum(each.outcome is Outcome.ERROR for each in findings)
    outcomes = Outcomes(
        passed=counts.passed, failed=failed, waived=counts.waived, not_applicable=counts.not_applicable, error=errors
    )
    return Report(
        package=validated.package,
        path=path,
        version=validated.version,
        validator=f"decheng_data {__version__}",
        rules_run=validated.rules_run,
        outcomes=outcomes,
        findings=tuple(_in_order(findings)),
    )


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first, then in the order of the rows and their fields."""
    names = list(fields())

    def place(each: Finding) -> tuple[object, ...]:
        column = names.index(each.field) if each.field in names else len(names)
        return (
            each.outcome is not Outcome.ERROR,
            SEVERITIES.index(each.severity),
            each.file or "",
            each.line or 0,
            column,
        )

    return sorted(findings, key=place)
