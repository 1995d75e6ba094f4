"""What a figure has in common with its release, and with the other figure of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.decisions import add_rows
from decheng_data.archive.columnar.scan import taking
from decheng_data.model.finding import Outcome
from decheng_data.rules.observation import Group

if TYPE_CHECKING:
    from decheng_data.archive.columnar.rules_within import Groups
    from decheng_data.archive.columnar.scan import Seen
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.rule import Rule, Term


def decide_scope(rule: Rule, groups: Groups) -> None:
    """Count the figures, but targets, of another area or period than their release, and note the rows. Needs the table
    `releases`.
    """
    layout, session, term = groups.layout, groups.session, rule.terms[0]
    combinations = {number: each for number, each in enumerate(groups.seen) if _is_taken(term, each, groups.codes)}
    total = sum(each.rows for each in combinations.values())
    _ = groups.coded.key  # makes `named`
    period = groups.coded.shortest("r.period")
    outside = f"SELECT n.place FROM named n JOIN releases r ON r.release_id = n.release_id WHERE n.area <> r.area OR n.period <> {period}"
    session.keep("outside", outside)
    failed = 0
    if total and session.query("SELECT count(*) FROM outside")[0][0]:
        failed = groups.spread.count_in(list(combinations), "outside")
        if failed:
            is_taken = [f"{layout.column('measure')} <> 'target'", *taking(layout, term, groups.codes), *groups.usable]
            add_rows(
                f"{groups.coded.key} IN (SELECT place FROM outside)",
                rule.rule_id,
                groups.decisions,
                rest=" AND ".join(is_taken),
                releases="SELECT release_id FROM named WHERE place IN (SELECT place FROM outside)",
            )
    groups.decisions.count_both(rule.rule_id, total - failed, failed)


def _is_taken(term: Term, each: Seen, codes: CodeLists) -> bool:
    combination = each.combination
    return combination.measure != "target" and term.takes(
        combination.indicator_id or "", combination.measure or "", codes.units[combination.unit or ""]
    )


def decide_status(rule: Rule, groups: Groups) -> None:
    """Count the pairs of figures in one sentence that have one status, and note those that have not; what is there
    twice is left in doubt.
    """
    session, decisions = groups.session, groups.decisions
    if "sentence" in groups.layout.absent:
        decisions.count_none(rule.rule_id)
        return
    session.keep(
        "statuses",
        f"SELECT n.release_id, n.period, n.area, s.indicator_id, s.outcome FROM ({_status_query(rule, groups)}) s JOIN named n USING (place)",
    )
    counted = dict(session.query("SELECT outcome, count(*) FROM statuses WHERE outcome <> 'none' GROUP BY 1"))
    for outcome in (Outcome.PASSED, Outcome.FAILED):
        decisions.count(rule.rule_id, outcome, counted.get(outcome.value, 0))
    if not counted:
        decisions.count_none(rule.rule_id)
    places = "SELECT release_id, period, area, indicator_id FROM statuses WHERE outcome = "
    if "failed" in counted:
        rows = session.query(f"{places}'failed' ORDER BY 1, 2, 3, 4 LIMIT {decisions.limit}")
        decisions.series.setdefault(rule.rule_id, set()).update(
            (Group(*place), indicator) for *place, indicator in rows
        )
    for *place, indicator in session.query(f"{places}'doubtful'") if "doubtful" in counted else ():
        decisions.doubt(rule.rule_id, [place], indicator)


def _status_query(rule: Rule, groups: Groups) -> str:
    """A query of group, indicator and outcome."""
    layout = groups.layout
    one, other = (f"({' AND '.join(taking(layout, term, groups.codes))})" for term in rule.terms)
    period = layout.column("period")
    sentence, section, status = (
        layout.whole("sentence"),
        layout.whole("section"),
        f"coalesce({layout.text('obs_status')}, '')",
    )
    counted = {
        "firsts": f"count_if({one})",
        "seconds": f"count_if({other})",
        "is_alike": f"min({period}) = max({period})",
        "sentences": f"count({sentence})",
        "is_one_sentence": f"min({sentence}) = max({sentence})",
        "sections": f"count({section})",
        "is_one_section": f"min({section}) = max({section})",
        "is_one_status": f"min({status}) = max({status})",
    }
    where = " AND ".join([f"({one} OR {other})", *groups.usable])
    columns = ", ".join(f"{sql} AS {name}" for name, sql in counted.items())
    grouped = f"SELECT {groups.coded.key} AS place, {layout.column('indicator_id')} AS indicator_id, {columns} FROM figures WHERE {where} GROUP BY 1, 2"
    together = "sentences = 2 AND is_one_sentence AND (sections = 0 OR (sections = 2 AND is_one_section))"
    judged = f"WHEN {together} THEN CASE WHEN is_one_status THEN 'passed' ELSE 'failed' END"
    outcome = f"CASE WHEN firsts = 0 OR seconds = 0 THEN 'none' WHEN firsts > 1 OR seconds > 1 OR NOT is_alike THEN 'doubtful' {judged} ELSE 'none' END"
    return f"SELECT place, indicator_id, {outcome} AS outcome FROM ({grouped}) g"
