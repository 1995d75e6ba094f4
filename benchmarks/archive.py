"""Measure the validation of archives: whole processes, this library beside what is written by hand and beside other
libraries.

    python benchmarks/archive.py [--rows 10000000] [--form parquet] [--peers PYTHON] [--repeat 3] [--scale] [--rules]
    [--write]

Makes archives with faults of eight kinds whose numbers are known (benchmarks/archive_made.py), runs each program from
its start to its end in turn, takes medians of seconds of the clock and of the most resident memory, and compares what
it found with what is known. `--peers` names an interpreter with pandera[polars], dataframely, pointblank, patito,
frictionless, pydantic, polars and pyarrow. `--scale` measures how cost grows with rows up to `--rows`, `--rules` how it
grows with rules. Prints Markdown; `--write` puts it into docs/benchmarks.md too. The exit status is 1 when this library
or what is written by hand does not find exactly what is known. Needs about 30 bytes of disk a row (Parquet) or 110
(CSV).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from archive_made import FORMS, KINDS, ROOT
from archive_programs import DUCKDB, OURS, PEERS, POLARS, Measured, Runner
from archive_rules import multiplied
from processes import run

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs/benchmarks.md"
SLOW = 10_000_000
"""Archives of more rows are measured once."""


class Benchmark:
    """The measurements that one run of this program makes, its archives in one folder."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options, self._folder = options, folder
        self._runner = Runner(options.peers)
        self.is_right = True

    def sections(self) -> Iterator[tuple[str, str]]:
        """Name and text of each part that was asked for."""
        if self._options.scale:
            yield "archive-scale", self._scale()
        if self._options.rules:
            yield "archive-rules", self._rules()
        if not (self._options.scale or self._options.rules):
            for form in self._options.form:
                yield f"archive-{form}-{self._options.rows}", self._beside_others(form)

    def _archive(self, rows: int, form: str) -> Path:
        archive = self._folder / f"{form}-{rows}"
        if not archive.exists():
            # Else its memory would count with ours.
            run([sys.executable, str(Path(__file__).with_name("archive_made.py")), str(archive), str(rows), form])
        return archive

    def _measurements(self, programs: list[object], rows: int, form: str) -> list[Measured]:
        repeat = self._options.repeat if rows <= SLOW else 1
        wanted = [each for each in self._runner.programs(form) if each in programs]
        measured = self._runner.measure(wanted, self._archive(rows, form), rows, form, repeat)
        self.is_right &= all(each.is_right for each in measured if each.program not in PEERS)
        return measured

    def _beside_others(self, form: str) -> str:
        rows = self._options.rows
        sizes = sorted({min(rows, each.most_rows) for each in PEERS} | {rows}, reverse=True)
        lines = []
        for size in sizes:
            peers = [each for each in PEERS if min(rows, each.most_rows) == size and form in each.forms]
            if size < rows and not (peers and self._options.peers):
                continue
            measured = self._measurements([POLARS, *peers, *([OURS, DUCKDB] if size == rows else [])], size, form)
            floor = next(each for each in measured if each.program is POLARS)
            lines += [line(each, floor) for each in measured if each is not floor or size == rows]
        head = (
            f"| {TITLES[form]} | rows | s | ratio to polars | peak MB | kinds found, of {len(KINDS)} | places |"
            " |\n|---|--:|--:|--:|--:|--:|---|---|"
        )
        return "\n".join([head, *lines])

    def _scale(self) -> str:
        form = self._options.form[0]
        head = (
            f"| rows, {TITLES[form]} | decheng_data: s | µs a row | peak MB | polars by hand: s | peak MB | DuckDB by"
            " hand: s | peak MB |"
        )
        lines = [f"{head}\n|{'--:|' * 8}"]
        for rows in (10**power for power in range(4, 10) if 10**power <= self._options.rows):
            # Polars by hand holds half a kilobyte a row.
            run: list[object] = [OURS, DUCKDB] if rows > SLOW else [OURS, POLARS, DUCKDB]
            took = {each.program: each.run for each in self._measurements(run, rows, form)}
            missing = {each: ["failed" if each in run else "not run", ""] for each in (OURS, POLARS, DUCKDB)}
            shown = {
                each: [f"{took[each].clock:.2f}", f"{took[each].megabytes:,.0f}"] if each in took else missing[each]
                for each in missing
            }
            shown[OURS].insert(1, f"{took[OURS].clock / rows * 1e6:.2f}" if OURS in took else "")
            lines.append(f"| {rows:,} | {' | '.join(cell for cells in shown.values() for cell in cells)} |")
        return "\n".join(lines)

    def _rules(self) -> str:
        rows, form = self._options.rows, self._options.form[0]
        lines = [f"| times | rules | terms | s | peak MB | ({rows:,} rows, {TITLES[form]})\n|{'--:|' * 5}---|"]
        for times in (1, 2, 10, 50):
            archive = self._folder / f"{form}-{rows}-{times}-fold"
            rules, terms = multiplied(self._archive(rows, form), archive, times)
            took = self._runner.measure([OURS], archive, rows, form, self._options.repeat)
            self.is_right &= all(each.is_right for each in took)
            cells = [f"{took[0].run.clock:.2f}", f"{took[0].run.megabytes:,.0f}"] if took else ["failed", ""]
            lines.append(f"| {times} | {rules:,} | {terms:,} | {' | '.join(cells)} | |")
        return "\n".join(lines)


TITLES = {"parquet": "Parquet", "text": "Parquet of texts", "csv": "CSV"}


def line(each: Measured, floor: Measured) -> str:
    """One line of the table; the floor is polars by hand on as many rows."""
    ratio = f"{each.run.clock / floor.run.clock:.2f}"
    notes = [f"cannot tell {', '.join(kind.replace('_', ' ') for kind in each.unknown)}"] if each.unknown else []
    notes += [each.answer["note"]] if each.answer["note"] else []
    places = "yes" if each.answer["places"] else "no"
    title = f"{each.program.title} {each.answer['version']}"
    cells = [
        title,
        f"{each.rows:,}",
        f"{each.run.clock:.2f}",
        ratio,
        f"{each.run.megabytes:,.0f}",
        str(each.right),
        places,
        "; ".join(notes),
    ]
    return f"| {' | '.join(cells)} |"


def written(page: str, name: str, text: str) -> str:
    """The page with the text between the markers of that name. Raises ValueError where they are not there."""
    before, found, rest = page.partition(f"<!-- {name} -->\n")
    _, ended, after = rest.partition(f"<!-- end of {name} -->\n")
    if not (found and ended):
        raise ValueError(f"{PAGE.name} has no lines <!-- {name} --> and <!-- end of {name} -->")
    return f"{before}{found}{text}\n{ended}{after}"


def main() -> int:
    """Measure, print, write where it is asked for; the exit status is 0 where the counts are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--rows",
        type=lambda text: int(float(text)),
        default=10_000_000,
        help="rows of the archive; with --scale those of the largest",
    )
    parser.add_argument(
        "--form", choices=FORMS, action="append", help="form of the archive; may be given several times"
    )
    parser.add_argument("--repeat", type=int, default=3, help="runs of each program")
    parser.add_argument("--peers", help="interpreter that has the other libraries installed")
    parser.add_argument("--scale", action="store_true", help="how cost grows with rows")
    parser.add_argument("--rules", action="store_true", help="how cost grows with rules")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md too")
    parser.add_argument("--folder", type=Path, help="where archives are made and kept; otherwise a temporary folder")
    options = parser.parse_args()
    options.form = options.form or ["parquet"]
    with tempfile.TemporaryDirectory() as temporary:
        benchmark = Benchmark(options, options.folder or Path(temporary))
        for name, text in benchmark.sections():
            section = (
                f"{text}\n\n{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores;"
                f" medians of {options.repeat}."
            )
            print(section, end="\n\n", flush=True)
            if options.write:
                PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), name, section), encoding="utf-8")
    if not benchmark.is_right:
        print("the counts are not those that are known", file=sys.stderr)
    return 0 if benchmark.is_right else 1


if __name__ == "__main__":
    sys.exit(main())
