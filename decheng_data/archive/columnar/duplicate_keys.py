"""Keys that several rows share, and rows that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.decisions import row_place
from decheng_data.archive.columnar.scan import GROUP, KEY
from decheng_data.model.finding import Outcome

if TYPE_CHECKING:
    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.scan import Layout
    from decheng_data.archive.columnar.session import Session

PRIMARY_KEY = "primary-key"


def has_shared_keys(session: Session) -> bool:
    """Whether any figures may share their key. Needs the table `sharing`."""
    return bool(session.query("SELECT 1 FROM sharing LIMIT 1"))


def find_shared_keys(layout: Layout, rows: str, decisions: Decisions) -> None:
    """The rows that share their key or have none, of those around them, in the groups of `sharing`. Makes
    the table `shared_keys`.
    """
    session = layout.session
    key = ", ".join(f"{layout.text(name)} AS k{number}" for number, name in enumerate(KEY))
    names = ", ".join(f"k{number}" for number in range(len(KEY)))
    on = " AND ".join(f"{layout.text(name)} IS NOT DISTINCT FROM g.{session.quoted(name)}" for name in GROUP)
    of_groups = f"SELECT {key}, figures.file, figures.row FROM {rows} JOIN sharing g ON {on}"
    session.keep(
        "shared_keys",
        f"SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY {names}) AS sharing FROM ({of_groups})) WHERE sharing > 1 OR coalesce({names}) IS NULL",
    )
    number = session.query("SELECT count(*) FROM shared_keys")[0][0]
    decisions.count(PRIMARY_KEY, Outcome.FAILED, number)
    order = "file, row" if session.is_ordered else names
    sharing = session.query(f"SELECT file, row, {names} FROM shared_keys ORDER BY {order} LIMIT {decisions.limit}")
    decisions.rows.setdefault(PRIMARY_KEY, set()).update(row_place(*row) for row in sharing)
