"""Places of the rows that rules fault: the conditions that take them are noted while rules are decided, and looked for
when all are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.decisions import ROW_ERROR, Condition, row_place
from decheng_data.archive.columnar.duplicate_keys import find_shared_keys, has_shared_keys
from decheng_data.archive.columnar.neighbours import FIGURES
from decheng_data.archive.columnar.scan import KEY
from decheng_data.model.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.grouping import Coded
    from decheng_data.archive.columnar.scan import Layout

_MOST_FLAGS = 30
"""Conditions that are looked for at once."""
_FEW_ROWS = 50_000
"""So many rows of one condition are looked at apart from all others."""


def find_faulty_rows(coded: Coded, decisions: Decisions, ahead: str) -> None:
    """Places of the rows that the noted conditions take, and of those that share their key, the first of each rule;
    rows in disorder are counted here.

    `ahead` is a query of releases whose rows are asked for thereafter.
    """
    layout, sources, elsewhere = coded.layout, dict[str, list[Condition]](), list[Condition]()
    is_shared = has_shared_keys(layout.session)
    queries = dict.fromkeys(each.releases for each in decisions.conditions if each.releases)
    around = _around(coded, [*queries, *([coded.faulty_releases] if is_shared else [])], ahead)
    for each in decisions.conditions:
        place = around[each.releases] if each.releases else FIGURES
        (elsewhere if place == FIGURES else sources.setdefault(place, [])).append(each)
    if is_shared:
        find_shared_keys(layout, around[coded.faulty_releases], decisions)
    for place, conditions in sources.items():
        _find_together(layout, place, conditions, decisions)
    if len(elsewhere) <= layout.session.most_filters and all(
        decisions.counts[each.rule_id, Outcome.FAILED] <= _FEW_ROWS for each in elsewhere
    ):
        for each in elsewhere:
            _find_filtered(layout, each, decisions)
    else:
        _find_together(layout, FIGURES, elsewhere, decisions)


def _around(coded: Coded, queries: Sequence[str], ahead: str) -> dict[str, str]:
    """For each query of releases what holds their rows: all that is put aside, or where that would be too much, all but
    what structure refuses.
    """
    if not queries:
        return {}
    together = coded.around.of(" UNION ".join([*queries, ahead]))
    others = [each for each in queries if each != coded.faulty_releases]
    if together != FIGURES or not others:
        return dict.fromkeys(queries, together)
    return dict.fromkeys(queries, FIGURES) | dict.fromkeys(others, coded.around.of(" UNION ".join([*others, ahead])))


def _find_filtered(layout: Layout, condition: Condition, decisions: Decisions) -> None:
    """One condition as a filter, which reads little more than the columns that it names."""
    session, source = layout.session, f"{FIGURES} WHERE {condition.first}"
    if condition.rest:
        session.keep("taken", f"SELECT {layout.mentioned(condition.rest)} FROM {source}")
        source = f"taken AS figures WHERE {condition.rest}"
    if condition.rule_id == ROW_ERROR:
        decisions.count(ROW_ERROR, Outcome.FAILED, session.query(f"SELECT count(*) FROM {source}")[0][0])
    names = ", ".join(layout.text(name) for name in _name_columns(layout))
    order = "file, row" if session.is_ordered else names
    rows = session.query(f"SELECT file, row, {names} FROM {source} ORDER BY {order} LIMIT {decisions.limit}")
    decisions.rows.setdefault(condition.rule_id, set()).update(row_place(*row) for row in rows)


def _find_together(layout: Layout, place: str, conditions: Sequence[Condition], decisions: Decisions) -> None:
    """All conditions in one look at the figures of a table, but those that ask other tables: these are filters, as
    Spark wants it.
    """
    by_rest, asking = dict[str, list[Condition]](), list[Condition]()
    for each in conditions:
        if "SELECT" in each.first:
            asking.append(each)
        else:
            by_rest.setdefault(each.rest if "SELECT" in each.rest else "", []).append(each)
    for rest, alike in by_rest.items():
        for start in range(0, len(alike), _MOST_FLAGS):
            flagged = alike[start : start + _MOST_FLAGS]
            flags = " + ".join(
                f"CASE WHEN {each.first if rest else each.where} THEN {1 << number} ELSE 0 END"
                for number, each in enumerate(flagged)
            )
            where = f"flags <> 0 AND {rest}" if rest else "flags <> 0"
            _find_flagged(
                layout, f"(SELECT figures.*, {flags} AS flags FROM {place}) figures WHERE {where}", flagged, decisions
            )
    for each in asking:
        _find_flagged(
            layout, f"(SELECT figures.*, 1 AS flags FROM {place} WHERE {each.where}) figures", [each], decisions
        )


def _find_flagged(layout: Layout, source: str, conditions: Sequence[Condition], decisions: Decisions) -> None:
    session, names = layout.session, _name_columns(layout)
    key = ", ".join(f"{layout.text(name)} AS k{number}" for number, name in enumerate(names))
    session.keep("faulty", f"SELECT file, row, {key}, flags FROM {source}")
    keys = ", ".join(f"k{number}" for number in range(len(names)))
    for rule in dict.fromkeys(each.rule_id for each in conditions):
        mask = sum(1 << number for number, each in enumerate(conditions) if each.rule_id == rule)
        order = "file, row" if session.is_ordered else keys
        if rule == ROW_ERROR:
            decisions.count(
                rule, Outcome.FAILED, session.query(f"SELECT count(*) FROM faulty WHERE (flags & {mask}) <> 0")[0][0]
            )
        rows = session.query(
            f"SELECT file, row, {keys} FROM faulty WHERE (flags & {mask}) <> 0 ORDER BY {order} LIMIT {decisions.limit}"
        )
        decisions.rows.setdefault(rule, set()).update(row_place(*row) for row in rows)


def _name_columns(layout: Layout) -> Sequence[str]:
    """The columns that name a row: its release where rows have places, else its key."""
    return KEY[:1] if layout.session.is_ordered else KEY
