"""The figures of one indicator over several releases: where coverage changes the series breaks, and what was revised is
a range.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decheng_data.model.rows import ReleaseRow, RevisionRow
    from decheng_data.rules.observation import Observation
    from decheng_data.sheet.material import Material


class Point(NamedTuple):
    """The latest figure of one period, in its printed unit, with the least and the greatest that was ever published of
    it.
    """

    row: Observation
    coverage: str
    low: Decimal
    high: Decimal

    @property
    def year(self) -> int:
        """The year that the period begins in."""
        return Period.parse(self.row.period).first_year

    @property
    def revised(self) -> bool:
        """Whether more than one value was published of the period."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one axis: one indicator, measure, area, comparison, unit, and the same months of each
    year.
    """

    points: tuple[Point, ...]

    def breaks_before(self, number: int) -> Bilingual | None:
        """Why no line leads to a point from the one before it; None where one does."""
        before, here = self.points[number - 1], self.points[number]
        if before.coverage != here.coverage:
            return Bilingual("coverage changes", "覆盖范围改变")
        if here.row.obs_status in ("B", "D"):
            return Bilingual("break in series", "序列中断")
        return Bilingual("a year is missing", "缺少年份") if here.year - before.year > 1 else None

    @property
    def steps(self) -> tuple[tuple[Point, Bilingual | None], ...]:
        """Each point with the break before it."""
        return tuple(
            (point, self.breaks_before(number) if number else None) for number, point in enumerate(self.points)
        )


_Key = tuple[str, str, str, str, str, int, int]


def series_of(material: Material) -> Mapping[int, Series]:
    """The series of two and more periods, by the `id` of the observation that each ends with."""
    releases = {row.release_id: row for row in material.releases}
    revised = _revised_values(material.revisions)
    grouped: dict[_Key, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for row in material.observations:
        if row.measure != "rank":
            grouped[_key(row)][str(Period.parse(row.period))].append(row)
    made = (
        Series(tuple(_points(periods.values(), releases, revised))) for periods in grouped.values() if len(periods) > 1
    )
    return {id(each.points[-1].row): each for each in made}


def _key(row: Observation) -> _Key:
    period = Period.parse(row.period)
    return row.indicator_id, row.measure, row.area, row.comparison, row.unit, period.first_month, period.months


def _points(
    periods: Iterable[list[Observation]],
    releases: Mapping[str, ReleaseRow],
    revised: Mapping[tuple[str, ...], list[Decimal]],
) -> list[Point]:
    points = []
    for rows in periods:
        latest = max(rows, key=lambda row: _order(releases.get(row.release_id)))
        values = [row.value for row in rows] + [value for row in rows for value in revised.get(_identity(row), ())]
        release = releases.get(latest.release_id)
        points.append(Point(latest, release.coverage if release else "", min(values), max(values)))
    return sorted(points, key=lambda point: Period.parse(point.row.period).end)


def _order(release: ReleaseRow | None) -> tuple[str, str]:
    return (f"{Period.parse(release.period).end}", f"{release.vintage}") if release else ("", "")


def _identity(row: Observation | RevisionRow) -> tuple[str, ...]:
    return row.release_id, row.indicator_id, row.measure, row.period, row.area, row.comparison


def _revised_values(revisions: Iterable[RevisionRow]) -> Mapping[tuple[str, ...], list[Decimal]]:
    """The earlier values in the ledger; a correction is left out, as the publisher never published its value."""
    revised: dict[tuple[str, ...], list[Decimal]] = defaultdict(list)
    for row in revisions:
        if row.field == "value" and row.kind == "revision":
            revised[_identity(row)] += [number for cell in (row.from_, row.to) if (number := _number(cell)) is not None]
    return revised


def _number(cell: str | None) -> Decimal | None:
    try:
        number = Decimal(cell or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
