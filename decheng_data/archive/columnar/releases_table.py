"""The releases of an archive: as the vocabulary has them, or else as most of their rows have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.rules_within import is_period
from decheng_data.archive.columnar.scan import GROUP, literal
from decheng_data.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.archive.columnar.scan import Layout
    from decheng_data.archive.columnar.session import Session
    from decheng_data.model.rows import ReleaseRow
    from decheng_data.rules.evaluation import CodeLists

NO_COVERAGE, NO_PERIOD = "archive", "2000"
"""The coverage of an area of which the vocabulary has no release, and the period of rows that have
none."""


def group_rows(layout: Layout) -> None:
    """Make the table `groups`, where no other look at the rows has made it: the releases, periods and areas that occur
    together.
    """
    names = ", ".join(layout.cell(name) + f" AS {name}" for name in GROUP)
    layout.session.keep("groups", f"SELECT {names}, count(*) AS number FROM figures GROUP BY 1, 2, 3")


def make_releases(layout: Layout, codes: CodeLists, known: Iterable[ReleaseRow]) -> None:
    """Make the table `releases` of `groups`: one row for each release, as the vocabulary has it, its period in its
    shortest form.

    A release that the vocabulary does not know is of the area and period that most of its rows have (of equals the
    least), and of the coverage that the vocabulary's first release of that area has.
    """
    session, rows = layout.session, list(known)
    columns = {
        "release_id": session.word,
        "area": session.word,
        "period": session.word,
        "coverage": session.word,
        "length": "BIGINT",
    }
    session.put(
        "known_releases",
        columns,
        ((row.release_id, row.area, str(Period.parse(row.period)), row.coverage, row.repaired_length) for row in rows),
    )
    coverages = {row.area: row.coverage for row in reversed(rows)}
    session.put("area_coverages", {"area": session.word, "coverage": session.word}, coverages.items())
    periods = [text for (text,) in session.query("SELECT DISTINCT period FROM groups") if is_period(text)]
    session.put("read_periods", {"period": session.word}, ([text] for text in periods))
    session.put("known_areas", {"area": session.word}, ([area] for area in codes.areas))
    good = "area IN (SELECT area FROM known_areas) AND period IN (SELECT period FROM read_periods)"
    ranked = f"SELECT release_id, area, period, row_number() OVER (PARTITION BY release_id ORDER BY number DESC, area, period) AS place FROM groups WHERE {good}"
    first = next(iter(codes.areas), "")
    here = f"SELECT DISTINCT release_id FROM groups AS figures WHERE {layout.sure('release_id')}"
    area = f"coalesce(r.area, {literal(first)})"
    session.keep(
        "releases",
        f"SELECT h.release_id, coalesce(t.area, {area}) AS area, coalesce(t.period, r.period, {literal(NO_PERIOD)}) AS period, "
        f"coalesce(t.coverage, c.coverage, {literal(NO_COVERAGE)}) AS coverage, t.length FROM ({here}) h "
        f"LEFT JOIN known_releases t ON t.release_id = h.release_id LEFT JOIN (SELECT * FROM ({ranked}) q WHERE place = 1) r ON r.release_id = h.release_id "
        f"LEFT JOIN area_coverages c ON c.area = {area}",
    )


def read_releases(session: Session, wanted: set[str]) -> dict[str, tuple[str, str, str]]:
    """Area, period and coverage of those of the table `releases` that are wanted, by their ids."""
    session.put("wanted_ids", {"release_id": session.word}, ([each] for each in wanted))
    rows = session.query(
        "SELECT r.release_id, r.area, r.period, r.coverage FROM releases r JOIN wanted_ids USING (release_id) ORDER BY 1"
    )
    return {release_id: (area, period, coverage) for release_id, area, period, coverage in rows}


def release_ids(session: Session) -> set[str]:
    """The ids of the table `releases`."""
    return {release_id for (release_id,) in session.query("SELECT release_id FROM releases")}
