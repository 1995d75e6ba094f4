"""Rows that are looked at again: those of the releases in which something is wrong are put aside unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decheng_data.archive.columnar.scan import Layout

FIGURES = "figures"
"""The table of all rows."""
_FEW_ROWS = 1_000_000
"""So many rows are put aside."""


class Around:
    """Makes the table `around`, which has all columns of `figures`, and rows of more releases whenever these are asked
    for. Needs `groups`.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout, self._session = layout, layout.session
        self._rows = 0

    def of(self, releases: str) -> str:
        """The table to select the rows of a query's releases from; it has other rows too."""
        session, column = self._session, self._layout.column("release_id")
        if not session.most_filters:  # where every query costs a job, one more costs more than it spares
            return FIGURES
        here = " EXCEPT SELECT release_id FROM around_releases" if self._rows else ""
        session.keep("more_releases", f"SELECT release_id FROM ({releases}) q{here or ' GROUP BY 1'}")
        of_these = "FROM groups WHERE release_id IN (SELECT release_id FROM more_releases)"
        ((unnamed, number),) = session.query(
            f"SELECT (SELECT count(*) - count(release_id) FROM more_releases), (SELECT sum(number) {of_these})"
        )
        more = int(number or 0)
        if unnamed or self._rows + more > _FEW_ROWS:
            return FIGURES
        if more or not self._rows:
            self._add("around_releases", "SELECT release_id FROM more_releases")
            self._add(
                "around", f"SELECT figures.* FROM figures WHERE {column} IN (SELECT release_id FROM more_releases)"
            )
            self._rows += more
        return f"around AS {FIGURES}"

    def _add(self, name: str, rows: str) -> None:
        self._session.keep(name, f"SELECT * FROM {name} UNION ALL {rows}" if self._rows else rows)
