"""Releases that no figure belongs to: an emptied table breaks no rule between figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from decheng_data.model.rows import ReleaseRow

_UNREAD = frozenset(
    (
        "blank-header",
        "dialect-error",
        "encoding-error",
        "field-error",
        "format-error",
        "incorrect-label",
        "missing-label",
        "package-error",
        "resource-error",
        "schema-error",
        "scheme-error",
        "source-error",
    )
)
"""Faults with which nobody knows of which releases the rows of a table are."""


def is_unread(file: str, findings: Iterable[Finding]) -> bool:
    """Whether a table could not be read, so that figures that seem to be absent may be there."""
    return any(each.rule in _UNREAD and each.file in (file, "datapackage.json") for each in findings)


def empty_releases(
    releases: Iterable[tuple[int | None, ReleaseRow]], with_figures: Collection[str], file: str
) -> Iterator[Finding]:
    """A finding for each release, with its line in `file`, that no figure belongs to."""
    for line, row in releases:
        if row.release_id not in with_figures:
            yield Finding(
                rule="empty-release",
                code="validation.empty-release",
                severity="error",
                file=file,
                line=line,
                field="release_id",
                release=row.release_id,
                found="no figures",
                expected="at least one row of observations.csv",
            )
