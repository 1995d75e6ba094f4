"""Growth that an area and the one above it print alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.duplicate_keys import has_shared_keys
from decheng_data.archive.columnar.scan import KEY, taking
from decheng_data.model.finding import Outcome
from decheng_data.rules.evaluation import NO_FIGURE

if TYPE_CHECKING:
    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.faulty_cells import Cells
    from decheng_data.archive.columnar.scan import Layout
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.rule import Rule


def decide_copied(rule: Rule, layout: Layout, cells: Cells, codes: CodeLists, decisions: Decisions) -> None:
    """Count growth that an area and the one above it print alike, and note the rows."""
    session, term = layout.session, rule.terms[0]
    above = {area.area_id: area.parent for area in codes.areas.values() if area.parent}
    present = {area for (area,) in session.query("SELECT DISTINCT area FROM named")}
    pairs = [(area, parent) for area, parent in above.items() if area in present and parent in present]
    if not pairs:
        decisions.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason=NO_FIGURE)
        return
    session.put("above", {"area": session.word, "parent": session.word}, pairs)
    where = " AND ".join([*taking(layout, term, codes), *([cells.usable] if cells.usable else [])]) or "TRUE"
    columns = ", ".join(f"{layout.column(name)} AS {name}" for name in KEY)
    others = layout.besides if has_shared_keys(session) and not session.is_ordered else []
    columns += "".join(f", {layout.column(name)} AS o{number}" for number, name in enumerate(others))
    session.keep("growth", f"SELECT file, row, {columns}, {layout.value} AS value FROM figures WHERE {where}")
    key = ("area", "indicator_id", "period", "comparison")
    names = ["file", "row"] if session.is_ordered else [*KEY, *(f"o{number}" for number in range(len(others)))]
    order = ", ".join(f"{name} DESC NULLS FIRST" for name in names)  # of several the last is taken
    last = f"SELECT *, row_number() OVER (PARTITION BY {', '.join(key)} ORDER BY {order}) AS place FROM growth WHERE area IN (SELECT parent FROM above)"
    alike = "g.indicator_id = h.indicator_id AND g.period = h.period AND g.comparison = h.comparison"
    session.keep(
        "copies",
        f"SELECT g.*, h.area AS other, g.value = h.value AS same FROM growth g JOIN above a ON a.area = g.area "
        f"JOIN (SELECT * FROM ({last}) l WHERE place = 1) h ON h.area = a.parent AND {alike}",
    )
    counted = dict(session.query("SELECT same, count(*) FROM copies GROUP BY 1"))
    decisions.count(rule.rule_id, Outcome.PASSED, counted.get(False, 0))
    decisions.count(rule.rule_id, Outcome.FAILED, counted.get(True, 0))
    if not counted:
        decisions.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason=NO_FIGURE)
    rows = session.query(
        f"SELECT area, other, indicator_id, period FROM copies WHERE same ORDER BY file, row LIMIT {decisions.limit}"
    )
    decisions.copies.setdefault(rule.rule_id, set()).update(rows)
