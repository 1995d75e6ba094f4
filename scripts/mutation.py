"""Tell what came of the last run of mutmut: the table of docs/mutation.md, and each mutant that no test tells from the code.

    CI=true mutmut run --max-children 2
    python scripts/mutation.py [--table]

Reads the folder mutants/ that mutmut leaves in the project's root. A mutant that runs out of time is killed; one that no test reaches survives.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from mutmut.mutation.diff_apply import get_diff_for_mutant

if TYPE_CHECKING:
    from collections.abc import Iterator

MUTANTS = Path("mutants")
SURVIVED = (0, 5, 33)
"""The exit codes that mutmut notes for a mutant that no test fails, and for one that no test reaches."""


def results() -> dict[str, dict[str, int | None]]:
    """By module, the exit code of each mutant; None where it was not run."""
    noted = {path: json.loads(path.read_text("utf-8"))["exit_code_by_key"] for path in sorted(MUTANTS.rglob("*.py.meta"))}
    return {path.relative_to(MUTANTS).as_posix().removesuffix(".meta"): codes for path, codes in noted.items() if codes}


def table(found: dict[str, dict[str, int | None]]) -> Iterator[str]:
    """The lines of a Markdown table with a module each, and all together."""
    yield "| module | mutants | killed | survived | share |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    counts = {module.removeprefix("decheng_data/"): (len(codes), sum(code in SURVIVED for code in codes.values())) for module, codes in found.items()}
    everything = tuple(map(sum, zip(*counts.values(), strict=True)))
    for name, (total, survived) in {**{f"`{module}`": each for module, each in counts.items()}, "together": everything}.items():
        yield f"| {name} | {total} | {total - survived} | {survived} | {100 * survived / total:.1f} % |"


def survivors(found: dict[str, dict[str, int | None]]) -> Iterator[str]:
    """Each survivor by its name, with the lines that differ."""
    for module, codes in found.items():
        for name in (name for name, code in codes.items() if code in SURVIVED):
            yield name
            yield from (f"    {line[0]} {line[1:].strip()}" for line in get_diff_for_mutant(name, path=module).splitlines()[3:] if line[:1] in "+-")


def main() -> None:
    """Print the table, and unless only that is asked for, the survivors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--table", action="store_true", help="print only the table")
    asked, found = parser.parse_args(), results()
    if waiting := sum(code is None for codes in found.values() for code in codes.values()):
        raise SystemExit(f"{waiting} mutants were not run yet; run mutmut again, it goes on where it stopped")
    print(*table(found), *([] if asked.table else ["", *survivors(found)]), sep="\n")


if __name__ == "__main__":
    main()
