"""Programs run to their end, with what they took: seconds of clock and of processors, and the most resident memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

# Byte code may be written, so that no side compiles its modules anew at each start.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    """A run of a program, or the median of several: processor seconds (user and system), most resident memory in MB,
    seconds of clock, output.
    """

    seconds: float
    megabytes: float
    clock: float = 0.0
    output: str = ""


def run(command: list[str]) -> Run:
    """Run a program to its end. Raises RuntimeError when it fails, since a failing program measures nothing."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT) as process:
        output = (process.stdout.read() if process.stdout else b"").decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {output[-2000:]}")
    return Run(
        usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10), clock, output
    )


def median(runs: list[Run]) -> Run:
    """The median of each measure; the output is that of the last run."""
    return Run(
        statistics.median(each.seconds for each in runs),
        statistics.median(each.megabytes for each in runs),
        statistics.median(each.clock for each in runs),
        runs[-1].output,
    )
