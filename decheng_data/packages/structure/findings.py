"""From faults to findings, in the order of the files, and not more than can be read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from decheng_data.model.finding import Finding, Outcome
from decheng_data.packages.fault import STRUCTURE_RULES as STRUCTURE_RULES
from decheng_data.packages.fault import Fault as Fault  # noqa: TC001  # other rooms take the class here
from decheng_data.packages.structure.positions import with_columns as with_columns

if TYPE_CHECKING:
    from collections.abc import Iterable


LISTED_LIMIT = 100_000
"""Most faults of one file that become findings; the others are counted."""


class Collection:
    """The faults of a package by file."""

    def __init__(self) -> None:
        self._faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self._beyond: defaultdict[str, int] = defaultdict(int)

    def add(self, file: str, faults: Iterable[Fault]) -> None:
        """Add faults of one file."""
        kept = self._faults[file]
        for fault in faults:
            if len(kept) < LISTED_LIMIT:
                kept.append(fault)
            else:
                self._beyond[file] += 1

    @property
    def unlisted(self) -> int:
        """How many faults are counted only."""
        return sum(self._beyond.values())

    def findings(self) -> list[Finding]:
        """The findings, file after file in the order in which they were added, by line."""
        found = []
        for file, faults in self._faults.items():
            found += [finding(fault, file) for fault in sorted(faults, key=lambda fault: fault.line or 0)]
            if self._beyond[file]:
                found.append(_more(file, self._beyond[file]))
        return found


def finding(fault: Fault, file: str) -> Finding:
    """The finding for a fault of a file of the package."""
    return Finding(
        rule=fault.rule,
        code=fault.code or f"packages.{fault.rule}",
        severity=fault.severity,
        outcome=Outcome(fault.outcome),
        file=file,
        line=fault.line,
        field=fault.field,
        found=fault.found,
        expected=fault.expected,
        parts=dict(fault.parts),
    )


def _more(file: str, count: int) -> Finding:
    return Finding(
        rule="source-error", code="packages.more-faults", severity="error", file=file, parts={"count": count}
    )
