"""How long `decheng-data sheet` takes from a cold start, and how large its pages are.

`python benchmarks/sheet.py` prints the table of docs/benchmarks.md; it needs the extra `sheet`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
WHAT = {
    "the sheet": ["sheet"],
    "the sheet, static": ["sheet", "--static"],
    "for comparison: validate": ["validate", "--quiet"],
}


def main() -> None:
    """Print one line a command."""
    print("| what | processor s | clock s | kB |\n|---|--:|--:|--:|")
    for name, words in WHAT.items():
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "sheet.html"
            output = ["--output", str(page)] if words[0] == "sheet" else []
            runs = [measured([*words, *output]) for _ in range(RUNS)]
            size = f"{page.stat().st_size / 1000:.0f}" if page.exists() else ""
        processor, clock = (statistics.median(each) for each in zip(*runs, strict=True))
        print(f"| {name} | {processor:.2f} | {clock:.2f} | {size} |")


def measured(words: list[str]) -> tuple[float, float]:
    """Processor seconds of the program and all its threads, user and system, and seconds by the clock."""
    before, started = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "decheng_data", *words], check=True, capture_output=True)
    clock, after = time.perf_counter() - started, os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, clock


if __name__ == "__main__":
    main()
