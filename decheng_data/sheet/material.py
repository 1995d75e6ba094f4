"""What a sheet is made of: a package's rows, as far as they can be read, its validation, and each outcome of each
rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.period import Period
from decheng_data.model.rows import MentionRow, ReleaseRow, RevisionRow, StatementRow
from decheng_data.packages.files.pointers import PointerError
from decheng_data.packages.opening import of_one_state, open_state
from decheng_data.reading.read_package import ReadPackage
from decheng_data.validation.package import every_outcome

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from decheng_data.model.report import Report
    from decheng_data.packages.opening import Package
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.observation import Observation
    from decheng_data.rules.vocabulary import Vocabulary

CSV_LIMIT = 400_000
"""Most characters of observations.csv that a page carries for download."""


@dataclass(frozen=True)
class Material:
    """The rows of a package that fit their models, the latest release last. What does not fit is in the report."""

    report: Report
    descriptor: Mapping[str, Any]
    vocabulary: Vocabulary
    releases: tuple[ReleaseRow, ...]
    observations: tuple[Observation, ...]
    statements: tuple[StatementRow, ...]
    mentions: tuple[MentionRow, ...]
    revisions: tuple[RevisionRow, ...]
    evaluations: tuple[Evaluation, ...]
    csv: str | None

    @property
    def release(self) -> ReleaseRow | None:
        """The latest release; None where no row of releases.csv can be read."""
        return self.releases[-1] if self.releases else None


@of_one_state
def read_material(path: str | os.PathLike[str] | None) -> Material:
    """Read and validate a package, named as for `validate`. Bad data are left out and reported; raises PackageError
    where there is no package.
    """
    read = ReadPackage(open_state(path))
    report, evaluations = every_outcome(read)
    return Material(
        report,
        read.package.descriptor,
        read.vocabulary,
        tuple(sorted(read.rows(ReleaseRow), key=lambda row: Period.parse(row.period).end)),
        read.observations,
        read.rows(StatementRow),
        read.rows(MentionRow),
        read.rows(RevisionRow),
        tuple(each for each in evaluations if each.rule.row.kind not in ("revision", "waiver")),
        _csv(read.package),
    )


def _csv(package: Package) -> str | None:
    """The file of observations as it is; None where it is not there or too long to be carried in a page."""
    if "observations" not in package or not package.has_file("observations"):
        return None
    lines, length = [], 0
    try:
        for line in package.read_lines("observations", CSV_LIMIT):
            lines.append(line)
            length += len(line) + 1
            if length > CSV_LIMIT:
                return None
    except PointerError:  # it has a finding of its own
        return None
    return "\n".join(lines) + "\n"
