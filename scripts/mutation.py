"""Report the last run of mutmut: the table of docs/mutation.md, and each mutant that no test distinguishes from
the code.

    HYPOTHESIS_PROFILE=mutation mutmut run --max-children 2
    python scripts/mutation.py [--table]
    python scripts/mutation.py --sample 0.25 decheng_data/packages/structure/cells.py ...

Reads the folder mutants/ that mutmut leaves in the project's root. A mutant that runs out of time is killed; one that
no test reaches survives. With --sample it notes that mutmut is to skip the mutants of these modules that were not run
yet, but for a share drawn at random.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from mutmut.mutation.diff_apply import get_diff_for_mutant

if TYPE_CHECKING:
    from collections.abc import Iterator

MUTANTS = Path("mutants")
SURVIVED, SKIPPED = (0, 5, 33), 34
"""The exit codes that mutmut notes for a mutant that no test fails or reaches, and for one that was not to be run."""
SEED = 20211124


def results() -> dict[str, dict[str, int | None]]:
    """By module, the exit code of each mutant; None where it was not run."""
    noted = {
        path: json.loads(path.read_text("utf-8"))["exit_code_by_key"] for path in sorted(MUTANTS.rglob("*.py.meta"))
    }
    return {path.relative_to(MUTANTS).as_posix().removesuffix(".meta"): codes for path, codes in noted.items() if codes}


def table(found: dict[str, dict[str, int | None]]) -> Iterator[str]:
    """The lines of a Markdown table with a module each, and all together."""
    yield "| module | mutants | tested | killed | survived | share |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    counts = {
        f"`{module.removeprefix('decheng_data/')}`": _counts(list(codes.values())) for module, codes in found.items()
    }
    for name, (made, tested, survived) in {
        **counts,
        "together": tuple(map(sum, zip(*counts.values(), strict=True))),
    }.items():
        yield f"| {name} | {made} | {tested} | {tested - survived} | {survived} | {100 * survived / tested:.1f} % |"


def _counts(codes: list[int | None]) -> tuple[int, ...]:
    """How many mutants there are, were tested, and survived."""
    return len(codes), len(codes) - codes.count(SKIPPED), sum(code in SURVIVED for code in codes)


def skip(modules: list[str], share: float) -> None:
    """Note as skipped what was not run yet and is not drawn."""
    for module in modules:
        path, draw = MUTANTS / f"{module}.meta", random.Random(SEED)  # noqa: S311  # no secret hangs on it
        noted = json.loads(path.read_text("utf-8"))
        codes = noted["exit_code_by_key"]
        codes |= {
            name: SKIPPED
            for name, drawn in ((name, draw.random() < share) for name in codes)
            if codes[name] is None and not drawn
        }
        path.write_text(json.dumps(noted), "utf-8")


def survivors(found: dict[str, dict[str, int | None]]) -> Iterator[str]:
    """Each survivor by its name, with the lines that differ."""
    for module, codes in found.items():
        for name in (name for name, code in codes.items() if code in SURVIVED):
            yield name
            yield from (
                f"    {line[0]} {line[1:].strip()}"
                for line in get_diff_for_mutant(name, path=module).splitlines()[3:]
                if line[:1] in "+-"
            )


def main() -> None:
    """Print the table, and unless only that is asked for, the survivors; or draw a sample."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--table", action="store_true", help="print only the table")
    parser.add_argument(
        "--sample", type=float, metavar="SHARE", help="let mutmut run only this share of the modules' mutants"
    )
    parser.add_argument("modules", nargs="*", help="modules to draw a sample of")
    asked, found = parser.parse_args(), results()
    if asked.sample is not None:
        skip(asked.modules, asked.sample)
    elif waiting := sum(code is None for codes in found.values() for code in codes.values()):
        raise SystemExit(f"{waiting} mutants were not run yet; run mutmut again, it goes on where it stopped")
    else:
        print(*table(found), *([] if asked.table else ["", *survivors(found)]), sep="\n")


if __name__ == "__main__":
    main()
