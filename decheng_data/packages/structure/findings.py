"""From faults to findings: sentences with the place in front, in the order of the files, and not more than can be
read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import in_file
from decheng_data.model.report import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.model.fault import Fault

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
    en, zh = fault.said
    mend_en, mend_zh = fault.mend
    place, place_zh = in_file(file, fault.line)
    return Finding(
        rule=fault.rule,
        severity=fault.severity,
        outcome=Outcome(fault.outcome),
        file=file,
        line=fault.line,
        field=fault.field,
        found=fault.found,
        expected=fault.expected,
        message_en=f"{place}{f', field {fault.field}' if fault.field else ''}: {en}.",
        message_zh=f"{place_zh}{f' {fault.field} 字段' if fault.field else ''}：{zh}。",
        mend=_sentence(mend_en, "."),
        mend_zh=_sentence(mend_zh, "。"),
    )


def _sentence(words: str, stop: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(("?", "？")) else stop)


def _more(file: str, count: int) -> Finding:
    return Finding(
        rule="source-error",
        severity="error",
        file=file,
        message_en=f"{file}: {count} more faults were found and are not listed.",
        message_zh=f"{file}：另有 {count} 处错误未列出。",
        mend="Mend those that are listed first.",
        mend_zh="请先改正已列出的各处。",
    )
