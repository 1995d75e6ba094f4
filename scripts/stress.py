"""Runs the tests again and again beside busy processes, and lists each that failed: for one that fails now and then.

    python scripts/stress.py --times 5 --busy 4 -- --numprocesses auto
    python scripts/stress.py --times 20 -- tests/test_progress.py
    python scripts/stress.py --random-order random

What stands after `--` is for pytest. Needs `pip install --editable '.[test]'`. The exit status is 1 if anything failed.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from junitparser import Error, Failure, JUnitXml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUSY = """
import os, threading

def end_with_the_parent():
    os.read(0, 1)
    os._exit(0)

threading.Thread(target=end_with_the_parent, daemon=True).start()
while True:
    pass
"""
"""Loops until its input ends, which it does with the process that holds the other end, however that ends."""


def main() -> int:
    """Run the tests as the command line asks."""
    options = _parser().parse_args()
    failed: Counter[str] = Counter()
    broken = 0
    with ExitStack() as stack:
        for _ in range(options.busy):
            stack.enter_context(busy())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for number in range(1, options.times + 1):
            began = time.monotonic()
            status, names = run(_arguments(options.random_order, options.pytest), folder / f"{number}.xml")
            failed.update(names)
            broken += bool(status and not names)
            outcome = f"{len(names)} failed" if names else f"pytest ended with {status}" if status else "passed"
            print(f"run {number} of {options.times}: {outcome}, {time.monotonic() - began:.0f} s", flush=True)
    for name, count in failed.most_common():
        print(f"failed in {count} of {options.times}: {name}")
    return 1 if failed or broken else 0


@contextmanager
def busy() -> Iterator[None]:
    """A process that needs a core all the time, while this lasts."""
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE) as process:  # noqa: S603  # the text above
        try:
            yield
        finally:
            process.kill()


def run(arguments: Sequence[str], report: Path) -> tuple[int, set[str]]:
    """Run pytest; gives its exit status and the tests that failed. Its output is shown only where it is not 0."""
    command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)  # noqa: S603  # the caller's own
    if done.returncode:
        print(done.stdout)
    return done.returncode, failures(report) if report.exists() else set()


def failures(report: Path) -> set[str]:
    """The tests that failed, or whose setup or end did, by a report of pytest."""
    cases = [case for suite in JUnitXml.fromfile(str(report)) for case in suite]
    failed = [case for case in cases if any(isinstance(each, Failure | Error) for each in case.result)]
    return {f"{case.classname}::{case.name}" for case in failed}


def _arguments(order: str | None, given: Sequence[str]) -> list[str]:
    """The arguments of pytest, with the order of a new seed for each run if it is random."""
    if order is None:
        return [*given]
    seed = str(random.randrange(10**6)) if order == "random" else order  # noqa: S311  # no secret
    print(f"order of the seed {seed}")
    return [f"--random-order-seed={seed}", "--random-order-bucket=global", *given]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=5, help="how often the tests are run (5)")
    parser.add_argument("--busy", type=int, default=4, help="how many busy processes run beside them (4)")
    parser.add_argument(
        "--random-order", metavar="SEED", help="mix the tests by this seed; `random`: by a new one at each run"
    )
    parser.add_argument("pytest", nargs="*", help="what pytest is told, after `--`")
    return parser


if __name__ == "__main__":
    sys.exit(main())
