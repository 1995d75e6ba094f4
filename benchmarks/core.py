"""Measure decheng_data against Python itself and against Frictionless, as ratios within one run.

    python benchmarks/core.py [--repeat 15] [--observations 100000]

Run it in an environment where decheng-data is installed. Each pair runs alternately, and the median of each side is
taken, so that a busy machine slows both; seconds are processor seconds of the whole process (each side uses one core),
which other programs disturb less than the clock on the wall. Prints a table in Markdown; the exit status is 1 when an
aim is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from processes import Run, median, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
OURS = [PYTHON, "-m", "decheng_data", "validate", "--quiet", "--fail-on", "warning"]
THEIRS = [PYTHON, "-m", "frictionless", "validate"]


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


def alternately(ours: list[str], theirs: list[str], repeat: int) -> tuple[Run, Run]:
    """Both programs in turn, after one run of each that warms the caches."""
    run(ours), run(theirs)
    pairs = [(run(ours), run(theirs)) for _ in range(repeat)]
    return median([pair[0] for pair in pairs]), median([pair[1] for pair in pairs])


def importing(repeat: int) -> Iterator[Result]:
    """`import decheng_data` against an interpreter that does nothing."""
    ours, theirs = alternately([PYTHON, "-c", "import decheng_data"], [PYTHON, "-c", "pass"], repeat * 3)
    yield Result(
        "`import decheng_data` against `pass`",
        milliseconds(ours),
        milliseconds(theirs),
        ours.seconds / theirs.seconds,
        1.5,
    )


def shipped(repeat: int) -> Iterator[Result]:
    """Both validators on the shipped package, as whole processes."""
    ours, theirs = alternately(OURS, [*THEIRS, str(ROOT / "datapackage.json")], repeat)
    yield Result(
        "`decheng-data validate` against `frictionless validate`",
        milliseconds(ours),
        milliseconds(theirs),
        ours.seconds / theirs.seconds,
        0.45,
    )
    yield Result(
        "`decheng-data validate`, memory in MB",
        f"{ours.megabytes:.0f} MB",
        f"{theirs.megabytes:.0f} MB",
        ours.megabytes,
        60,
    )


def large(observations: int, repeat: int) -> Iterator[Result]:
    """Both validators on a generated package of many releases."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder)
        written = generate(package, observations)
        ours, theirs = alternately([*OURS, str(package)], [*THEIRS, str(package / "datapackage.json")], repeat)
    yield Result(
        f"{written:,} observations, against Frictionless",
        milliseconds(ours),
        milliseconds(theirs),
        ours.seconds / theirs.seconds,
        0.3,
    )


def milliseconds(side: Run) -> str:
    """Seconds and memory as the table shows them."""
    return f"{side.seconds * 1000:,.0f} ms, {side.megabytes:.0f} MB"


def generate(package: Path, wanted: int) -> int:
    """A copy of the shipped package whose release is there once for each of as many areas as bring the observations to
    at least `wanted`.
    """
    shutil.copytree(ROOT / "data", package / "data")
    shutil.copy(ROOT / "datapackage.json", package)
    release = read(package / "data/releases.csv")[0]
    figures = [row for row in read(package / "data/observations.csv") if row["release_id"] == release["release_id"]]
    areas = read(package / "data/areas.csv")
    district = next(row for row in areas if row["area_id"] == release["area"])
    copies = [str(int(release["area"]) + number) for number in range(-(-wanted // len(figures)))]
    write(
        package / "data/areas.csv",
        [row for row in areas if row["area_id"] not in copies] + [district | {"area_id": area} for area in copies],
    )
    write(package / "data/releases.csv", (release | own(release, area) for area in copies))
    write(
        package / "data/observations.csv",
        (
            figure | own(release, area) | grown(figure, number)
            for number, area in enumerate(copies)
            for figure in figures
        ),
    )
    return len(copies) * len(figures)


def own(release: dict[str, str], area: str) -> dict[str, str]:
    """The cells that rows of the copy for an area have of their own; the shipped area keeps its id."""
    return {
        "release_id": release["release_id"] if area == release["area"] else f"area{area}-{release['period']}",
        "area": area,
    }


def grown(figure: dict[str, str], number: int) -> dict[str, str]:
    """A growth rate of its own for each copy, which is in no text: the same one in two areas would be pointed out
    as copied.
    """
    if figure["measure"] != "growth_rate":
        return {}
    value = f"{Decimal(figure['value']) + Decimal(number) / 100:.2f}"
    return {"value": value, "decimals": "2", "printed": f"{value}%", "start": "", "end": ""}


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
    return "\n".join(
        [
            head,
            *(
                f"| {each.name} | {each.ours} | {each.theirs} | {each.measured:.2f} | {each.aim:g} |"
                f" {'met' if each.met else 'MISSED'} |"
                for each in results
            ),
        ]
    )


def main() -> int:
    """Measure, print; the exit status is 0 where the aims are met."""
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
