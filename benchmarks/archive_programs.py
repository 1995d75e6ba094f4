"""The programs that check an archive, this library among them, each run as a process of its own, and what each reports
as found.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archive_made import KINDS, known_faults
from processes import ENVIRONMENT, Run, median, run

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).with_name("archive_peers")


class Program(NamedTuple):
    """A program, what its library is called, what must be there to run it, the most rows it is given, and the forms of
    archives that it reads.
    """

    name: str
    title: str
    library: str
    most_rows: int = 10**9
    forms: tuple[str, ...] = ("parquet", "text", "csv")


OURS = Program("decheng", "decheng_data", "decheng_data")
POLARS = Program("polars_by_hand", "polars, by hand", "polars")
DUCKDB = Program("duckdb_by_hand", "DuckDB, by hand", "duckdb")
PEERS = (
    Program("by_pandera", "pandera.polars", "pandera.polars"),
    Program("by_dataframely", "dataframely", "dataframely"),
    Program("by_pointblank", "pointblank", "pointblank"),
    Program("by_patito", "patito", "patito"),
    Program("by_pydantic", "pydantic, row by row", "pydantic", 1_000_000),
    Program("by_frictionless", "frictionless", "frictionless", 100_000, ("csv",)),
)
"""Other libraries; those that are much slower are given fewer rows. frictionless reads decimals in Parquet as floating
point: CSV only."""


class Measured(NamedTuple):
    """What one program took on an archive of so many rows, and its answer."""

    program: Program
    rows: int
    run: Run
    answer: dict[str, Any]

    @property
    def right(self) -> int:
        """How many kinds of fault were found in exactly the number that is known; kinds that are counted by one number
        count together.
        """
        faults = known_faults(self.rows)
        kinds = ((kind.split("+"), number) for kind, number in self.answer["found"].items())
        return sum(len(each) for each, number in kinds if number == sum(faults[kind] for kind in each))

    @property
    def unknown(self) -> list[str]:
        """The kinds that the library cannot count."""
        return [kind for kind in KINDS if self.answer["found"].get(kind, 0) is None]

    @property
    def is_right(self) -> bool:
        """Whether every kind was found in exactly the number that is known."""
        return self.right == len(KINDS)


class Runner:
    """Runs programs: this library and what is written by hand in this interpreter, peers in another one."""

    def __init__(self, peers: str | None) -> None:
        self._peers = peers

    def programs(self, form: str) -> list[Program]:
        """Those that can be run on such an archive. What is not installed is named on stderr."""
        peers = [each for each in PEERS if form in each.forms] if self._peers else []
        missing = [each for each in peers if not self._is_installed(each)]
        for each in missing:
            print(f"{each.title} is not installed for {self._peers}", file=sys.stderr)
        return [OURS, POLARS, DUCKDB, *(each for each in peers if each not in missing)]

    def _is_installed(self, program: Program) -> bool:
        tried = subprocess.run(
            [self._peers or sys.executable, "-c", f"import {program.library}"],
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
        )
        return tried.returncode == 0

    def command(self, program: Program, archive: Path, form: str) -> list[str]:
        """The words that start it."""
        interpreter = self._peers if program in PEERS and self._peers else sys.executable
        return [interpreter, str(FOLDER / f"{program.name}.py"), str(archive), form]

    def measure(self, programs: Iterable[Program], archive: Path, rows: int, form: str, repeat: int) -> list[Measured]:
        """The programs in turn, so many times; the median of each. One that fails is named on stderr and left out."""
        runs: dict[Program, list[Run]] = {program: [] for program in programs}
        for _ in range(repeat):
            for program in list(runs):
                try:
                    runs[program].append(run(self.command(program, archive, form)))
                except RuntimeError as error:
                    print(f"{program.title}: {error}", file=sys.stderr)
                    del runs[program]
        return [
            Measured(program, rows, each := median(took), json.loads(each.output.splitlines()[-1]))
            for program, took in runs.items()
        ]
