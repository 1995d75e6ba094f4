"""Rows of an archive as the exact engine reads them: texts, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.archive.columnar.neighbours import FIGURES
from decheng_data.archive.columnar.releases_table import group_rows, make_releases, read_releases
from decheng_data.archive.columnar.scan import DEFAULTS, KEY, Layout
from decheng_data.archive.overlay import Overlay
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Line
from decheng_data.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.archive.columnar.session import Session
    from decheng_data.model.rows import ReleaseRow
    from decheng_data.packages.opening import Package
    from decheng_data.rules.evaluation import CodeLists


class Place(NamedTuple):
    """The place of a row of an archive; `row` counts from 1 and is 0 where rows have no order, only a key."""

    file: str
    row: int
    key: tuple[str | None, ...]

    @property
    def line(self) -> Line:
        """The row as a message names it."""
        if self.row:
            return Line(self.row, self.file or None)
        en, zh = ", ".join(each or "(empty)" for each in self.key), "、".join(each or "（空）" for each in self.key)
        return Line(0, self.file or None, Bilingual(f"the row of {en}", f"主键为 {zh} 的行"))


@dataclass
class Rows:
    """Rows in the order of the archive. `places` has by a row's number, from 1, its place; `releases` has area, period
    and coverage of each release by its id.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    releases: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def package(self, vocabulary: Package, location: str) -> Overlay:
        """The rows and releases as a package with that vocabulary."""
        return Overlay(vocabulary, location, self.header, self.rows, self.releases)


def read_all_rows(session: Session, codes: CodeLists, releases: Iterable[ReleaseRow]) -> Rows:
    """All rows of an archive, for the exact engine alone. Makes the tables `groups` and `releases`."""
    layout = Layout(session, codes.units)
    group_rows(layout)
    make_releases(layout, codes, releases)
    return read_rows(layout, "TRUE")


def read_rows(layout: Layout, where: str, source: str = FIGURES, releases: Iterable[str] = ()) -> Rows:
    """The rows of a table that a condition takes, none where it is empty, with their releases and those that are named
    besides. Needs the table `releases`.

    What an archive may lack is filled: the printed form by the plain one.
    """
    session, names = layout.session, list(layout.fields)
    columns = ", ".join(
        f"coalesce({session.text(layout.column(name))}, '')" if name in layout.names else "''" for name in names
    )
    order = "file, row" if session.is_ordered else ", ".join(map(layout.column, (*KEY, *layout.besides)))
    found = Rows(names)
    if not where:
        return found
    key, printed = [names.index(name) for name in KEY], names.index("printed")
    defaults = {names.index(name): default for name, default in DEFAULTS.items() if name in layout.absent}
    for number, (file, row, *cells) in enumerate(
        session.query(f"SELECT file, row, {columns} FROM {source} WHERE {where} ORDER BY {order}"), start=1
    ):
        for i, default in defaults.items():
            cells[i] = default
        if "printed" in layout.absent:
            cells[printed] = _printed(layout, dict(zip(names, cells, strict=True)))
        found.places[number] = Place(file or "", row or 0, tuple(cells[i] or None for i in key))
        found.rows.append((number, cells))
    of_release = names.index("release_id")
    found.releases = read_releases(session, {*releases, *(cells[of_release] for _, cells in found.rows)})
    return found


def _printed(layout: Layout, cells: dict[str, str]) -> str:
    """The plain printed form of a figure; something where there is none."""
    unit = layout.units.get(cells["unit"])
    try:
        return str(
            Quantity(
                Decimal(cells["value"]),
                int(cells["decimals"]),
                unit.name_zh if unit else "",
                qualifier=cells["qualifier"] or None,
            )
        )
    except (ArithmeticError, ValueError):
        return "-"
