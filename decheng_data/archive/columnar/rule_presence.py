"""Figures that must be there: the measures that each release is expected to print, and those that others ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.archive.columnar.pivot import WORD_BITS
from decheng_data.archive.columnar.scan import taking
from decheng_data.rules.observation import Group

if TYPE_CHECKING:
    from decheng_data.archive.columnar.rules_within import Groups
    from decheng_data.rules.rule import Rule


def decide_presence(rule: Rule, groups: Groups) -> None:
    """Count the figures that must be there: of each release the measures that its indicators are expected to have, or
    in each group what others ask for.
    """
    (_decide_expected if rule.row.bound_source == "expected_measures" else _decide_asked)(rule, groups)


def _decide_asked(rule: Rule, groups: Groups) -> None:
    """Count the figures that others ask for, and note the groups that lack one; terms of other periods are left in
    doubt.
    """
    layout, session, decisions = groups.layout, groups.session, groups.decisions
    given, required = rule.role("given"), rule.role("required")
    sides = f"{layout.column('comparison')} IN ('none', 'previous_year')"
    taken = [
        f"count_if({' AND '.join([sides, *taking(layout, term, groups.codes)])}) AS t{number}"
        for number, term in enumerate((*given, *required))
    ]
    counted = f"SELECT {groups.coded.key} AS place, {', '.join(taken)} FROM figures{groups.coded.where} GROUP BY 1"
    asked = " AND ".join(f"t{number} > 0" for number in range(len(given))) or "TRUE"
    lacking = " + ".join(f"CASE WHEN t{len(given) + number} = 0 THEN 1 ELSE 0 END" for number in range(len(required)))
    rows = f"SELECT n.release_id, n.period, n.area, {lacking} AS lacking FROM ({counted}) c JOIN named n USING (place)"
    if any(term.reference != "same" for term in (*given, *required)):
        decisions.doubt(rule.rule_id, (place for *place, _ in session.query(rows)))
        return
    session.keep("asked", f"{rows} WHERE {asked}")
    number, failed = session.query("SELECT count(*), coalesce(CAST(sum(lacking) AS BIGINT), 0) FROM asked")[0]
    decisions.count_both(rule.rule_id, number * len(required) - failed, failed)
    places = session.query(
        f"SELECT release_id, period, area FROM asked WHERE lacking > 0 ORDER BY 1, 2, 3 LIMIT {decisions.limit}"
    )
    decisions.groups.setdefault(rule.rule_id, set()).update(Group(*place) for place in places)


def _decide_expected(rule: Rule, groups: Groups) -> None:
    """Count which of the expected measures each release has, and note releases that lack one."""
    session, decisions, seen = groups.session, groups.decisions, groups.seen
    wanted = [
        (each.indicator_id, measure)
        for each in groups.codes.indicators.values()
        for measure in each.expected_measures or ()
    ]
    releases = session.query("SELECT count(*) FROM releases")[0][0]
    if not wanted or not releases:
        decisions.count_none(rule.rule_id)
        return
    there = {(each.combination.indicator_id, each.combination.measure) for each in seen}
    held = [each for each in wanted if each in there]
    words = max(1, -(-len(held) // WORD_BITS))
    combos: dict[tuple[str | None, str | None], list[int]] = {pair: [] for pair in held}
    for combo, each in enumerate(seen):
        if (pair := (each.combination.indicator_id, each.combination.measure)) in combos:
            combos[pair].append(combo)
    bits = [
        [
            f"CASE WHEN {_any_of(combos[pair])} THEN {1 << n} ELSE 0 END"
            for n, pair in enumerate(held[word : word + WORD_BITS])
        ]
        for word in _starts(words)
    ]
    columns = ", ".join(f"{' + '.join(some) or '0'} AS bits{word}" for word, some in enumerate(bits))
    together = ", ".join(f"bit_or(bits{word}) AS bits{word}" for word in range(words))
    of_place = f"SELECT place, {columns} FROM spread"
    of_release = f"SELECT n.release_id, {together} FROM ({of_place}) p JOIN named n ON n.place = p.place GROUP BY 1"
    number = " + ".join(f"coalesce(CAST(bit_count(bits{word}) AS INTEGER), 0)" for word in range(words))
    session.keep(
        "complete",
        f"SELECT k.release_id, {number} AS number FROM releases k LEFT JOIN ({of_release}) r ON r.release_id = k.release_id",
    )
    passed = session.query("SELECT coalesce(CAST(sum(number) AS BIGINT), 0) FROM complete")[0][0]
    decisions.count_both(rule.rule_id, passed, releases * len(wanted) - passed)
    lacking = session.query(
        f"SELECT release_id FROM complete WHERE number < {len(wanted)} ORDER BY 1 LIMIT {decisions.limit}"
    )
    decisions.releases.setdefault(rule.rule_id, set()).update(release for (release,) in lacking)


def _any_of(combos: list[int]) -> str:
    """That one of the combinations is there."""
    return " OR ".join(f"a{combo} IS NOT NULL" for combo in combos)


def _starts(words: int) -> range:
    return range(0, words * WORD_BITS, WORD_BITS)
