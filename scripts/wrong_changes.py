"""Make wrong changes of forty kinds from the shipped package, validate each, and report what is caught, by which rule,
and what cannot be known.

    python scripts/wrong_changes.py [--write | --check] [KIND ...]

Prints the tables in Markdown; with kinds, every slip of those kinds with the rules that caught it. `--write` puts the
tables into docs/wrong-changes.md, `--check` prints whether they differ from it. The exit status is 1 when
they do, and when a claim of a kind does not hold. It takes some two minutes of one processor.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import figure_kinds
import package_kinds
from change_trials import BOOKKEEPING, Bench, Trial
from package_tables import PackageTables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from change_trials import Column, Kind, Share

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "wrong-changes.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"
KINDS: dict[str, Kind] = {kind.name: kind for kind in (*figure_kinds.KINDS, *package_kinds.KINDS)}
ONE: tuple[Column, ...] = ("one_alone", "one_against")
ALIKE: tuple[Column, ...] = ("alike_alone", "alike_reasons", "alike_bookkeeping", "alike_recorded")
_MOST_RULES = 3
PASSES: dict[Column, str] = {
    "one_alone": "in one column, without an earlier state",
    "alike_recorded": "in all columns alike, recorded",
}

Trials = dict[str, list[Trial]]


def unrevised() -> PackageTables:
    """The shipped package with an empty ledger, as if its figures were published for the first time: else the ledger
    alone would catch changes of its cells.
    """
    package = PackageTables.read(ROOT)
    package.rows["revisions"] = []
    return package


def trials_of(name: str, wanted: Sequence[int] | None = None) -> list[Trial]:
    """Try a kind with all its slips, or with those of these numbers."""
    shipped = unrevised()
    slips = list(KINDS[name].slips(shipped))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(shipped, Path(folder))
        return [bench.trial(KINDS[name], slips[number]) for number in (range(len(slips)) if wanted is None else wanted)]


def all_trials(names: Iterable[str]) -> Trials:
    """Try every kind, on all processors."""
    listed = list(names)
    with ProcessPoolExecutor() as pool:
        return dict(zip(listed, pool.map(trials_of, listed), strict=True))


def share(trials: Iterable[Trial], column: Column) -> Share | None:
    """How many of the slips were caught there: all, some or none; None where none was tried."""
    caught = [trial.is_caught(column) for trial in trials if column in trial.verdicts]
    return ("all" if all(caught) else "some" if any(caught) else "none") if caught else None


def broken_claims(kind: Kind, trials: list[Trial]) -> Iterator[str]:
    """The claims of a kind that do not hold."""
    for column, claimed in (("one_alone", kind.caught), ("alike_recorded", kind.recorded)):
        found = share(trials, column)  # type: ignore[arg-type]  # both are columns
        if found != claimed:
            yield f"{kind.name} claims that {claimed} of its slips are caught ({column}), and {found} are"
    if bool(kind.unknown) != ({kind.caught, kind.recorded} - {None} != {"all"}):
        yield f"{kind.name} says why some cannot be known exactly where some are not caught"


def tables(trials: Trials) -> str:
    """All between the markers of the page."""
    return "\n".join(
        (
            *_summary(trials),
            "",
            *_kinds(),
            "",
            *_results(trials),
            "",
            "## What passes, and why",
            "",
            *_passing(trials),
            "",
        )
    )


def _summary(trials: Trials) -> Iterator[str]:
    number = sum(map(len, trials.values()))
    yield f"{len(trials)} kinds, {number} slips. Kinds of which every slip is caught, or at least one:"
    yield ""
    yield "| | every slip | at least one |"
    yield "|---|---|---|"
    names = {
        "one_alone": "in one column, without an earlier state",
        "one_against": "in one column, with `--against`",
        "alike_alone": "in all columns alike, without an earlier state",
        "alike_reasons": "in all columns alike, with `--against`: by a reason",
        "alike_bookkeeping": "in all columns alike, with `--against`: by bookkeeping",
        "alike_recorded": "recorded as a correction (in all columns alike, where there are several): by a reason",
    }
    for column, name in names.items():
        shares = Counter(share(each, column) for each in trials.values())  # type: ignore[arg-type]  # the keys are columns
        of = sum(count for found, count in shares.items() if found)
        yield f"| {name} | {shares['all']} of {of} | {shares['all'] + shares['some']} of {of} |"


def _kinds() -> Iterator[str]:
    yield "| kind | what is wrong | in one column | in all alike |"
    yield "|---|---|---|---|"
    for kind in KINDS.values():
        yield f"| `{kind.name}` | {kind.meaning} | {kind.one} | {kind.alike or '–'} |"


def _results(trials: Trials) -> Iterator[str]:
    yield (
        "| kind | tried | alone | `--against` | tried alike | alone | by a reason | by bookkeeping | recorded | told"
        " most often by |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, each in trials.items():
        alike = sum("alike_alone" in trial.verdicts for trial in each)
        cells = [
            str(len(each)),
            *(_caught(each, column) for column in ONE),
            str(alike or "–"),
            *(_caught(each, column) for column in ALIKE),
        ]
        yield f"| `{name}` | {' | '.join(cells)} | {', '.join(f'`{rule}`' for rule in _rules(each))} |"


def _caught(trials: list[Trial], column: Column) -> str:
    """How many were caught as errors, and how many more as warnings; of how many where that is not the number tried."""
    severities = [trial.verdicts[column].severity for trial in trials if column in trial.verdicts]
    if not severities:
        return "–"
    errors, warnings = severities.count("error"), severities.count("warning")
    return f"{errors} + {warnings}" if warnings else str(errors)


def _rules(trials: list[Trial]) -> list[str]:
    """The rules that caught slips most often; those of bookkeeping where no other did."""
    caught = Counter(
        rule for trial in trials for rule in {rule for verdict in trial.verdicts.values() for rule in verdict.rules}
    )
    ranked = sorted(caught, key=lambda rule: (-caught[rule], rule))
    return ([rule for rule in ranked if rule not in BOOKKEEPING] or ranked)[:_MOST_RULES]


def _passing(trials: Trials) -> Iterator[str]:
    for name, each in trials.items():
        if KINDS[name].unknown:
            yield f"- `{name}`: {KINDS[name].unknown}"
            for column, state in PASSES.items():
                if (found := share(each, column)) in ("some", "none"):
                    yield f"  - {state}: {'all' if found == 'none' else '; '.join(passing(each, column))}"


def passing(trials: Iterable[Trial], column: Column) -> list[str]:
    """The slips that nothing caught."""
    return [trial.slip for trial in trials if column in trial.verdicts and not trial.is_caught(column)]


def _slip_by_slip(trials: Trials) -> Iterator[str]:
    for name, each in trials.items():
        for trial in each:
            yield f"{name}: {trial.slip}"
            yield from (
                f"    {column:18} {verdict.severity or '-':8} {', '.join(verdict.rules)}"
                for column, verdict in trial.verdicts.items()
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status comes back."""
    parser = argparse.ArgumentParser(description="Make wrong changes of forty kinds and tell what is caught.")
    parser.add_argument(
        "kinds",
        nargs="*",
        metavar="KIND",
        choices=[*KINDS, []],
        help="kinds to try and to tell slip by slip; by default all, as tables",
    )
    parser.add_argument("--write", action="store_true", help="write the tables into docs/wrong-changes.md")
    parser.add_argument("--check", action="store_true", help="say whether the tables differ from docs/wrong-changes.md")
    given = parser.parse_args(arguments)
    trials = all_trials(given.kinds or KINDS)
    wrong = [claim for name, each in trials.items() for claim in broken_claims(KINDS[name], each)]
    if given.kinds:
        print("\n".join(_slip_by_slip(trials)))
    else:
        wrong += write_page(tables(trials), write=given.write, check=given.check)
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


def write_page(made: str, *, write: bool, check: bool) -> Iterator[str]:
    """Write the tables into the page, say where it differs from them, or print them."""
    head, rest = PAGE.read_text("utf-8").split(BEGIN)
    there, tail = rest.split(END)
    if write:
        PAGE.write_text(f"{head}{BEGIN}{made}{END}{tail}", "utf-8")
    elif check and there != made:
        yield f"{PAGE.relative_to(ROOT)} differs from what was found; run with --write"
    elif not check:
        print(made, end="")


if __name__ == "__main__":
    sys.exit(main())
