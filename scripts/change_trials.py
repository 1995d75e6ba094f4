"""A kind of wrong change, the slips that it is tried with, and the verdicts of a validation on each.

A slip is made in one column alone and, where other columns say the same, in all of them alike. Each is validated alone,
with `--against` the package before it, and once more after it was recorded as a correction, with vintage and version
moved: then nothing but a reason is left to tell that it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from package_tables import write

import decheng_data as dd
from decheng_data.changes.compare import read_state
from decheng_data.changes.recording import record
from decheng_data.errors import DechengDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from package_tables import PackageTables

    from decheng_data.model.report import Report

BOOKKEEPING = (
    "revision-recorded",
    "record-not-dropped",
    "revision-ledger-true",
    "vintage-moved",
    "version-fits-change",
)
"""Rules that ask whether a change was recorded, not whether it can be true."""
REFUSED = "exit status 2"
"""Where no package, or no ledger, could be read at all."""

Share = Literal["all", "some", "none"]
Column = Literal["one_alone", "one_against", "alike_alone", "alike_reasons", "alike_bookkeeping", "alike_recorded"]


@dataclass(frozen=True)
class Slip:
    """One wrong change. `one` makes it in one column, `alike` in all columns that hold it; `before` is done to the
    package first.
    """

    name: str
    one: Callable[[PackageTables], None]
    alike: Callable[[PackageTables], None] | None = None
    before: Callable[[PackageTables], None] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of wrong change.

    `one` and `alike` name the columns of both forms. `caught` and `recorded` claim how many are caught in one column
    alone, without an earlier state, and in all alike, once recorded (None where recording would fix it). `unknown`
    is the reason why no rule can know the others.
    """

    name: str
    meaning: str
    one: str
    alike: str
    slips: Callable[[PackageTables], Iterable[Slip]]
    caught: Share = "all"
    recorded: Share | None = "all"
    unknown: str = ""


class Verdict(NamedTuple):
    """The worst severity that a slip led to, error or warning, and the rules that found it; None where none did."""

    severity: str | None
    rules: tuple[str, ...]

    @classmethod
    def of(cls, report: Report, bookkeeping: bool) -> Self:
        """The verdict of a report's findings: those of bookkeeping, or the others."""
        found = [each for each in report.findings if each.severity != "information" and each.waived is None]
        found = [each for each in found if (each.rule in BOOKKEEPING) == bookkeeping]
        return cls(found[0].severity if found else None, tuple(dict.fromkeys(each.rule for each in found)))


_REFUSED = Verdict("error", (REFUSED,))


@dataclass
class Trial:
    """What came of a slip, by column of the table."""

    kind: str
    slip: str
    verdicts: dict[Column, Verdict] = field(default_factory=dict)

    def is_caught(self, column: Column) -> bool:
        """Whether any rule found it there."""
        return self.verdicts[column].severity is not None


class Bench:
    """Two folders that are written for each slip: the package before it, and after."""

    def __init__(self, shipped: PackageTables, folder: Path) -> None:
        self._shipped = shipped
        self._before, self._after = folder / "before", folder / "after"
        self._there = {place: write(shipped, place) for place in (self._before, self._after)}

    def trial(self, kind: Kind, slip: Slip) -> Trial:
        """Make the slip and validate it in every way. Raises ValueError where the package before the slip is not
        valid.
        """
        before = self._edited(self._shipped, slip.before)
        self._put(self._before, before)
        if slip.before and not dd.validate(self._before).ok:
            raise ValueError(f"{kind.name}: the package before {slip.name} is not valid")
        trial = Trial(kind.name, slip.name)
        self._try_one(trial, self._edited(before, slip.one))
        if slip.alike:
            self._try_alike(trial, self._edited(before, slip.alike))
        if kind.recorded:
            self._try_recorded(trial, self._edited(before, slip.alike or slip.one))
        return trial

    def _try_one(self, trial: Trial, after: PackageTables) -> None:
        self._put(self._after, after)
        alone = _worst(self._verdicts(against=False))
        trial.verdicts["one_alone"] = alone
        trial.verdicts["one_against"] = alone if alone.severity == "error" else _worst(self._verdicts(against=True))

    def _try_alike(self, trial: Trial, after: PackageTables) -> None:
        self._put(self._after, after)
        trial.verdicts["alike_alone"] = _worst(self._verdicts(against=False))
        trial.verdicts["alike_bookkeeping"], trial.verdicts["alike_reasons"] = self._verdicts(against=True)

    def _try_recorded(self, trial: Trial, after: PackageTables) -> None:
        """The slip recorded as a correction: vintage and version moved, and every changed cell in the ledger.

        What is an error without an earlier state stays one: neither vintage, version nor ledger is asked there.
        """
        alone = trial.verdicts.get("alike_alone", trial.verdicts["one_alone"])
        if alone.severity == "error":
            trial.verdicts["alike_recorded"] = alone
            return
        try:
            self._record(after)
        except DechengDataError:
            trial.verdicts["alike_recorded"] = _REFUSED
        else:
            trial.verdicts["alike_recorded"] = _worst(self._verdicts(against=True))

    def _record(self, after: PackageTables) -> None:
        later = after.copy()
        for row in later.rows["releases"]:
            row["vintage"] = (date.fromisoformat(row["vintage"]) + timedelta(days=1)).isoformat()
        self._put(self._after, later)
        comparison, _ = record(
            read_state(self._before), self._after, kind="correction", reason="a slip that nobody noticed"
        )
        later.descriptor["version"] = comparison.version.least or later.descriptor["version"]
        ledger = self._after / "data" / "revisions.csv"
        written = ledger.read_bytes()
        self._put(self._after, later)
        ledger.write_bytes(written)
        self._there[self._after]["data/revisions.csv"] = written

    def _verdicts(self, *, against: bool) -> tuple[Verdict, Verdict]:
        """The verdict of bookkeeping, and that of all other rules."""
        try:
            report = dd.validate(self._after, against=self._before if against else None)
        except DechengDataError:
            return Verdict(None, ()), _REFUSED
        return Verdict.of(report, bookkeeping=True), Verdict.of(report, bookkeeping=False)

    def _put(self, place: Path, tables: PackageTables) -> None:
        self._there[place] = write(tables, place, self._there[place])

    @staticmethod
    def _edited(tables: PackageTables, edit: Callable[[PackageTables], None] | None) -> PackageTables:
        edited = tables.copy()
        if edit:
            edit(edited)
        return edited


def _worst(verdicts: tuple[Verdict, Verdict]) -> Verdict:
    severities = [each.severity for each in verdicts]
    return Verdict(
        "error" if "error" in severities else severities[0] or severities[1], verdicts[0].rules + verdicts[1].rules
    )
