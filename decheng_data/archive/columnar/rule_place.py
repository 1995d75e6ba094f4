"""Whether the places of figures in their text are possible: each after the one before it in its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.decisions import row_place
from decheng_data.archive.columnar.duplicate_keys import has_shared_keys
from decheng_data.archive.columnar.scan import KEY, taking
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Outcome
from decheng_data.rules.evaluation import NO_FIGURE

if TYPE_CHECKING:
    from decheng_data.archive.columnar.rules_within import Groups
    from decheng_data.rules.rule import Rule

NOT_PRINTED: Bilingual = Bilingual("the archive has no column printed", "存档没有 printed 列")
_SUBJECT = ("indicator_id", "period", "area", "comparison")


def decide_place(rule: Rule, groups: Groups) -> None:
    """Count the places that are impossible, and note their rows. Needs the table `releases`."""
    layout, session, decisions = groups.layout, groups.session, groups.decisions
    if "printed" in layout.absent or "start" in layout.absent or "end" in layout.absent:
        reason = NOT_PRINTED if "printed" in layout.absent else NO_FIGURE
        decisions.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason=reason)
        return
    session.keep("placed", _places_query(rule, groups))
    counted = dict(session.query("SELECT is_apart, count(*) FROM placed GROUP BY 1"))
    decisions.count_both(rule.rule_id, counted.get(True, 0), counted.get(False, 0))
    if False in counted:
        names = ", ".join(f"k{number}" for number in range(len(KEY)))
        order = "file, row" if session.is_ordered else names
        rows = session.query(
            f"SELECT file, row, {names} FROM placed WHERE NOT is_apart ORDER BY {order} LIMIT {decisions.limit}"
        )
        decisions.rows.setdefault(rule.rule_id, set()).update(row_place(*row) for row in rows)
        decisions.around.update(key[0] for _, _, *key in rows)


def _places_query(rule: Rule, groups: Groups) -> str:
    """A query of the figures that have a place, and whether it is possible."""
    layout, session = groups.layout, groups.session
    key = ", ".join(f"{layout.text(name)} AS k{number}" for number, name in enumerate(KEY))
    places = {"begun": "start", "ended": "end", "section": "section", "sentence": "sentence"}
    numbers = ", ".join(f"{layout.whole(name)} AS n_{each}" for each, name in places.items())
    subject = f"concat_ws('|', {', '.join(layout.column(name) for name in _SUBJECT)})"
    there = [f"{layout.whole('start')} IS NOT NULL", f"{layout.whole('end')} IS NOT NULL"]
    where = " AND ".join([*there, *taking(layout, rule.terms[0], groups.codes), *groups.usable])
    others = layout.besides if has_shared_keys(session) and not session.is_ordered else []
    key += "".join(f", {layout.column(name)} AS o{number}" for number, name in enumerate(others))
    rows = f"SELECT file, row, {key}, {numbers}, {layout.column('printed')} AS shown, {subject} AS subject FROM figures WHERE {where}"
    names = (
        ["file", "row"]
        if session.is_ordered
        else [*(f"k{number}" for number in range(len(KEY))), *(f"o{number}" for number in range(len(others)))]
    )
    order = ", ".join(["n_begun", *names])
    earlier = ", ".join(
        f"lag({name}) OVER w AS p_{name}"
        for name in ("n_begun", "n_ended", "n_section", "n_sentence", "shown", "subject")
    )
    ordered = f"SELECT *, {earlier} FROM ({rows}) f WINDOW w AS (PARTITION BY k0 ORDER BY {order})"
    return f"SELECT o.*, coalesce({_is_apart()}, FALSE) AS is_apart FROM ({ordered}) o LEFT JOIN releases r ON r.release_id = o.k0"


def _is_apart() -> str:
    long_enough = "n_ended - n_begun = length(shown) AND (r.length IS NULL OR n_ended <= r.length)"
    shared = "shown = p_shown AND subject <> p_subject"
    section = "n_section IS NULL OR p_n_section IS NULL OR n_section > p_n_section"
    sentence = "n_sentence IS NULL OR p_n_sentence IS NULL OR n_sentence >= p_n_sentence"
    in_order = f"p_n_ended <= n_begun AND ({section} OR (n_section = p_n_section AND ({sentence})))"
    return f"{long_enough} AND CASE WHEN p_n_begun IS NULL THEN TRUE WHEN n_begun = p_n_begun AND n_ended = p_n_ended THEN {shared} ELSE {in_order} END"
