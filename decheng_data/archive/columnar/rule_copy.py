"""Growth that an area and the one above it print alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.duplicate_keys import has_shared_keys
from decheng_data.archive.columnar.scan import KEY, taking

if TYPE_CHECKING:
    from decheng_data.archive.columnar.rules_within import Groups
    from decheng_data.rules.rule import Rule


def decide_copied(rule: Rule, groups: Groups) -> None:
    """Count growth that an area and the one above it print alike, and note the rows."""
    layout, session, decisions = groups.layout, groups.session, groups.decisions
    above = {area.area_id: area.parent for area in groups.codes.areas.values() if area.parent}
    present = {area for (area,) in session.query("SELECT DISTINCT area FROM named")}
    pairs = [(area, parent) for area, parent in above.items() if area in present and parent in present]
    if not pairs:
        decisions.count_none(rule.rule_id)
        return
    session.put("above", {"area": session.word, "parent": session.word}, pairs)
    where = " AND ".join([*taking(layout, rule.terms[0], groups.codes), *groups.usable]) or "TRUE"
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
    decisions.count_both(rule.rule_id, counted.get(False, 0), counted.get(True, 0))
    rows = session.query(
        f"SELECT area, other, indicator_id, period FROM copies WHERE same ORDER BY file, row LIMIT {decisions.limit}"
    )
    decisions.copies.setdefault(rule.rule_id, set()).update(rows)
