"""Measure decheng_data against Python itself and against Frictionless, as ratios within one run.

    python benchmarks/core.py [--repeat 15] [--observations 100000]

Run it in an environment where decheng-data is installed. Each pair runs alternately, and the median of each side is taken, so that a busy
machine slows both. Prints a table in Markdown; the exit status is 1 when an aim is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
OURS = [PYTHON, "-m", "decheng_data", "validate", "--quiet"]
THEIRS = [PYTHON, "-m", "frictionless", "validate"]
# Byte code may be written, so that no side compiles its modules anew at each start.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    """A run of a program, or the median of several: wall-clock seconds and the most resident memory in MB."""

    seconds: float
    megabytes: float


class Result(NamedTuple):
    """One line of the table; `ours` against `theirs` or against a plain limit."""

    name: str
    ours: str
    theirs: str
    measured: float
    aim: float

    @property
    def met(self) -> bool:
        """Whether the aim is reached."""
        return self.measured <= self.aim


def run(command: list[str]) -> Run:
    """Run a program to its end. Raises RuntimeError when it fails, since a failing program measures nothing."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Run(time.perf_counter() - began, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))


def alternately(ours: list[str], theirs: list[str], repeat: int) -> tuple[Run, Run]:
    """Both programs in turn, after one run of each that warms the caches."""
    run(ours), run(theirs)
    pairs = [(run(ours), run(theirs)) for _ in range(repeat)]
    return median([pair[0] for pair in pairs]), median([pair[1] for pair in pairs])


def median(runs: list[Run]) -> Run:
    """The median of each measure."""
    return Run(statistics.median(each.seconds for each in runs), statistics.median(each.megabytes for each in runs))


def importing(repeat: int) -> Iterator[Result]:
    """`import decheng_data` against an interpreter that does nothing."""
    ours, theirs = alternately([PYTHON, "-c", "import decheng_data"], [PYTHON, "-c", "pass"], repeat * 3)
    yield Result("`import decheng_data` against `pass`", milliseconds(ours), milliseconds(theirs), ours.seconds / theirs.seconds, 1.5)


def shipped(repeat: int) -> Iterator[Result]:
    """Both validators on the shipped package, as whole processes."""
    ours, theirs = alternately(OURS, [*THEIRS, str(ROOT / "datapackage.json")], repeat)
    yield Result("`decheng-data validate` against `frictionless validate`", milliseconds(ours), milliseconds(theirs), ours.seconds / theirs.seconds, 0.45)
    yield Result("`decheng-data validate`, memory in MB", f"{ours.megabytes:.0f} MB", f"{theirs.megabytes:.0f} MB", ours.megabytes, 60)


def large(observations: int, repeat: int) -> Iterator[Result]:
    """Both validators on a generated package of many releases."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder)
        written = generate(package, observations)
        ours, theirs = alternately([*OURS, str(package)], [*THEIRS, str(package / "datapackage.json")], repeat)
    yield Result(f"{written:,} observations, against Frictionless", milliseconds(ours), milliseconds(theirs), ours.seconds / theirs.seconds, 0.3)


def milliseconds(side: Run) -> str:
    """Seconds and memory as the table shows them."""
    return f"{side.seconds * 1000:,.0f} ms, {side.megabytes:.0f} MB"


def generate(package: Path, wanted: int) -> int:
    """A copy of the shipped package with as many releases, of other half-years and areas, as bring the observations to at least `wanted`."""
    shutil.copytree(ROOT / "data", package / "data")
    shutil.copy(ROOT / "datapackage.json", package)
    shipped_release = read(package / "data/releases.csv")[0]
    figures = [row for row in read(package / "data/observations.csv") if row["release_id"] == shipped_release["release_id"]]
    places = list(islice(half_years(), -(-wanted // len(figures))))
    write(package / "data/releases.csv", [release_row(shipped_release, *place) for place in places])
    write(package / "data/observations.csv", (figure | changes(*place) for place in places for figure in figures))
    areas = read(package / "data/areas.csv")
    known = {row["area_id"] for row in areas}
    shipped_area = next(row for row in areas if row["area_id"] == shipped_release["area"])
    write(package / "data/areas.csv", [*areas, *(shipped_area | {"area_id": area} for area in dict.fromkeys(area for area, _, _ in places) if area not in known)])
    for name in ("statements", "mentions"):
        write(package / f"data/{name}.csv", (row | {"release_id": release_id(*places[0])} for row in read(package / f"data/{name}.csv")))
    return len(places) * len(figures)


def half_years() -> Iterator[tuple[str, int, int]]:
    """Area, year and half: twenty years of one area, then of the next."""
    for number in count(371402):
        for year in range(2010, 2030):
            for half in (1, 2):
                yield str(number), year, half


def release_id(area: str, year: int, half: int) -> str:
    """The id of a generated release."""
    return f"area-{area}-{year}-S{half}"


def changes(area: str, year: int, half: int) -> dict[str, str]:
    """What a generated figure has of its own."""
    return {"release_id": release_id(area, year, half), "area": area, "period": f"{year}-S{half}"}


def release_row(row: dict[str, str], area: str, year: int, half: int) -> dict[str, str]:
    """A generated release."""
    return row | changes(area, year, half) | {"period_range": f"{year}-{'01' if half == 1 else '07'}-01/P6M"}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, rows: Iterator[dict[str, str]] | list[dict[str, str]]) -> None:
    """Write rows under the header that the file has."""
    with path.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(results: list[Result]) -> str:
    """The results in Markdown."""
    head = "| what | decheng_data | the other | ratio or MB | aim | |\n|---|---|---|---|---|---|"
    return "\n".join([head, *(f"| {each.name} | {each.ours} | {each.theirs} | {each.measured:.2f} | {each.aim:g} | {'met' if each.met else 'MISSED'} |" for each in results)])


def main() -> int:
    """Measure, print, and say by the exit status whether the aims are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=15, help="runs of each program on the shipped package")
    parser.add_argument("--observations", type=int, default=100_000, help="size of the generated package")
    options = parser.parse_args()
    parts: list[Callable[[], Iterator[Result]]] = [
        lambda: importing(options.repeat),
        lambda: shipped(options.repeat),
        lambda: large(options.observations, max(1, options.repeat // 5)),
    ]
    results = [result for part in parts for result in part()]
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}\n")
    print(table(results))
    return 0 if all(result.met for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
