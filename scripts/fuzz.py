"""Break the shipped package at random and look for a crash, a hang, or a broken package that passes.

    python scripts/fuzz.py [--minutes 10 | --cases N] [--seed 1] [--commands
    validate,against,compare,release,schema,cli,record] python scripts/fuzz.py --seed 1 --case 1234 [--keep FOLDER] one
    case again, with all that was said

Each case is a function of the seed and its number. Cases run in a process of their own, which is ended and named when
one works longer than
--limit seconds, waits for long, or takes more memory than is allowed. The exit status is 1 when anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from fuzz_properties import COMMANDS, Checker, work  # noqa: E402  # the project's own code, found by the line above

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess


PATIENCE = 12
"""A case that waits instead of working is ended after so many times the limit; a busy machine may make it wait."""


class Worker:
    """The process that checks cases, started anew after one that hangs or dies."""

    def __init__(self, seed: int, commands: tuple[str, ...], oracle_share: float, limit: float) -> None:
        self._arguments, self._limit = (ROOT, seed, commands, oracle_share), limit
        self._connection, self._process = self._started()

    def check(self, number: int) -> dict[str, Any]:
        """What came of one case."""
        self._connection.send(number)
        started, spent = time.monotonic(), _processor_seconds(self._process.pid)
        try:
            while (
                time.monotonic() < started + PATIENCE * self._limit
                and _processor_seconds(self._process.pid) < spent + self._limit
            ):
                if self._connection.poll(min(0.5, self._limit)):
                    result: dict[str, Any] = self._connection.recv()
                    return result
            fault = f"it takes longer than {self._limit:g} seconds"
        except EOFError:
            fault = "the process died"
        self.stop()
        self._connection, self._process = self._started()
        return {"number": number, "faults": [fault], "digest": fault, "seconds": self._limit, "said": {}}

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _started(self) -> tuple[Connection, BaseProcess]:
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=work, args=(there, *self._arguments), daemon=True)
        process.start()
        there.close()
        return here, process


def _processor_seconds(process: int | None) -> float:
    """What a process has worked so far; 0 where the system does not know."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(words: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    options = _options(words)
    commands = tuple(options.commands.split(","))
    if unknown := set(commands) - COMMANDS.keys():
        raise SystemExit(f"no such command: {', '.join(sorted(unknown))}; there are {', '.join(COMMANDS)}")
    if options.case is not None:
        checker = Checker(ROOT, options.seed, commands, options.oracle)
        result = checker.check(options.case, options.keep)
        print(json.dumps(result, ensure_ascii=True, indent=1))
        return int(bool(result["faults"]))
    return _many(options, commands)


def _many(options: argparse.Namespace, commands: tuple[str, ...]) -> int:
    worker = Worker(options.seed, commands, options.oracle, options.limit)
    found, verdicts, slowest, digest = Counter[str](), Counter[str](), (0.0, 0), hashlib.sha256()
    started, count = time.monotonic(), 0
    try:
        for number in _numbers(options, started):
            result = worker.check(number)
            count += 1
            digest.update(result["digest"].encode())
            verdicts[_verdict(result)] += 1
            slowest = max(slowest, (result["seconds"], number))
            for fault in result["faults"]:
                found[fault.partition(": ")[2][:120] or fault] += 1
                print(f"case {number} ({', '.join(result.get('changes', []))}): {fault}", flush=True)
    finally:
        worker.stop()
    seconds = time.monotonic() - started
    print(
        f"{count} cases in {seconds:.0f} s, {count / seconds:.1f} a second; slowest {slowest[0]:.1f} s (case"
        f" {slowest[1]}); digest {digest.hexdigest()[:16]}"
    )
    print(", ".join(f"{times} {verdict}" for verdict, times in verdicts.most_common()))
    print(f"{sum(found.values())} faults of {len(found)} kinds")
    return int(bool(found))


def _numbers(options: argparse.Namespace, started: float) -> Iterator[int]:
    number = options.start
    while (
        number < options.start + options.cases if options.cases else time.monotonic() < started + 60 * options.minutes
    ):
        yield number
        number += 1


def _verdict(result: dict[str, Any]) -> str:
    """The answer of the first command: findings, or the error that refuses the package."""
    answer = next(iter(result["said"].values()), "nothing")
    return (
        "passed"
        if answer == "[]"
        else "with findings"
        if answer.startswith("[")
        else f"refused by {answer.partition(':')[0]}"
    )


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="how long to go on")
    parser.add_argument("--cases", type=int, help="so many cases, however long they take")
    parser.add_argument("--start", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--commands",
        default=",".join(COMMANDS),
        help="by commas; each case is put to the first of them and to one of the others; all by default",
    )
    parser.add_argument("--oracle", type=float, default=0.02, help="share of the cases that Frictionless validates too")
    parser.add_argument("--limit", type=float, default=10, help="seconds of the processor that one case may take")
    parser.add_argument("--case", type=int, help="this case alone")
    parser.add_argument("--keep", type=Path, help="with --case: an empty folder in which its package is left")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
