"""All rules on all rows of an archive: the order in which the columnar engine decides, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.decisions import Decisions, place_text, row_place
from decheng_data.archive.columnar.faulty_cells import (
    note_faulty_cells,
    note_foreign_keys,
    read_cells,
    read_counted,
    read_foreign_keys,
)
from decheng_data.archive.columnar.grouping import Coded
from decheng_data.archive.columnar.needed_rows import NeededRows
from decheng_data.archive.columnar.releases_table import make_releases
from decheng_data.archive.columnar.rule_copy import decide_copied
from decheng_data.archive.columnar.rule_place import decide_place
from decheng_data.archive.columnar.rule_presence import decide_presence
from decheng_data.archive.columnar.rules_between import Periods, is_of_series
from decheng_data.archive.columnar.rules_scope_status import decide_scope, decide_status
from decheng_data.archive.columnar.rules_single import Singles, is_single
from decheng_data.archive.columnar.rules_within import Groups
from decheng_data.archive.columnar.scan import Layout, listed, merged, survey
from decheng_data.archive.columnar.spread import Spread
from decheng_data.errors import DisagreementError
from decheng_data.progress import stage
from decheng_data.rules.observation import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from decheng_data.archive.columnar.session import Session
    from decheng_data.archive.rows import Rows
    from decheng_data.model.finding import Finding
    from decheng_data.model.rows import ReleaseRow, WaiverRow
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.rule import Rule, RuleSet
    from decheng_data.rules.vocabulary import Vocabulary

BY_KIND: dict[str, Callable[[Rule, Groups], None]] = {
    "presence": decide_presence,
    "place": decide_place,
    "scope": decide_scope,
    "status": decide_status,
    "copy": decide_copied,
}
"""What decides the rules of a kind one by one; those of other kinds are decided together."""


@dataclass(frozen=True)
class ArchiveDecisions:
    """What the columnar engine came to, and what it leaves to the exact one.

    The exact engine finds the faults of `decisions` among the rows `at_fault`, and settles the doubts by the rows
    `in_doubt`. `waivers` are those of releases that the archive has.
    """

    decisions: Decisions
    rules: RuleSet
    waivers: Sequence[WaiverRow]
    in_doubt: Rows
    at_fault: Rows

    def is_in_doubt(self, evaluation: Evaluation) -> bool:
        """Whether an outcome of the exact engine is one that it was left to settle."""
        if not evaluation.observations:
            return False
        first = evaluation.observations[evaluation.rule.own(len(evaluation.observations))]
        place, doubts = Group.of(first), self.decisions.doubts[evaluation.rule.rule_id]
        return (place, first.indicator_id) in doubts or (place, None) in doubts

    def fault_of(self, finding: Finding) -> tuple[str, object]:
        """The fault that a finding on the rows at fault is of."""
        decisions, rule, row = self.decisions, finding.rule, self.at_fault.places.get(finding.line or 0)
        if row is not None and rule in decisions.rows:
            return rule, row_place(row.file, row.row, *row.key)
        if rule in decisions.releases or not finding.observations:
            return rule, finding.release
        first = finding.observations[self.rules[rule].own(len(finding.observations))]
        if rule in decisions.copies:
            return rule, (first.area, first.indicator_id)
        group = Group.of(first)
        return rule, (group, first.indicator_id) if rule in decisions.series else group

    def check(self, confirmed: set[tuple[str, object]]) -> None:
        """Raise DisagreementError where the exact engine did not find all faults."""
        for rule, place in sorted(self.decisions.faults - confirmed, key=repr):
            raise DisagreementError(rule, place_text(place))


def decide(
    session: Session,
    vocabulary: Vocabulary,
    releases: Iterable[ReleaseRow],
    waivers: Sequence[WaiverRow],
    limit: int,
) -> ArchiveDecisions:
    """Decide the rules of a vocabulary on the table `figures` of a session.

    `releases` and `waivers` are what the vocabulary has of them. All outcomes are counted; of each rule the places of
    at most `limit` faults are noted. Raises PackageError where the data cannot be read.
    """
    decisions, codes = Decisions(limit), vocabulary.codes
    coded = _read(Layout(session, codes.units), vocabulary, releases, decisions)
    _decide_rules(coded, vocabulary, decisions)
    needed, waived = NeededRows(coded, vocabulary, decisions), _areas_with_waivers(session, waivers)
    in_doubt, at_fault = needed.in_doubt(), needed.at_fault({area for _, area in waived if area is not None})
    ids = {release_id for release_id, _ in waived}
    here = [row for row in waivers if row.release_id in ids]
    return ArchiveDecisions(decisions, vocabulary.rules, here, in_doubt, at_fault)


def _read(layout: Layout, vocabulary: Vocabulary, releases: Iterable[ReleaseRow], decisions: Decisions) -> Coded:
    """Read every cell, count and note what the structure of a row refuses, and group the other figures."""
    codes = vocabulary.codes
    stage("reading cells")
    seen = survey(layout)
    cells = read_cells(layout, seen, decisions)
    known_ones = (
        each
        for each in merged(seen)
        if each.combination.indicator_id in codes.indicators and each.combination.unit in codes.units
    )
    coded = Coded(layout, cells, seen, [each for each in known_ones if not cells.has_refused(each)])
    stage("looking at the figures of each release")
    counted = coded.group()
    make_releases(layout, codes, releases)
    read_counted(cells, counted, decisions)
    known = {"indicator_id": codes.indicators, "unit": codes.units, "parent": codes.indicators, "area": codes.areas}
    targets = {name: set(codes) for name, codes in known.items() if name in layout.names}
    targets["release_id"] = set()  # only ids that cannot be one are counted, and of them there is no release
    read_foreign_keys(cells, seen, targets, counted, decisions)
    note_faulty_cells(cells, coded.faulty_releases, decisions)
    note_foreign_keys(cells, coded.faulty_releases, decisions)
    return coded


def _decide_rules(coded: Coded, vocabulary: Vocabulary, decisions: Decisions) -> None:
    """Decide what is left to SQL; revisions and waivers are no matter of figures."""
    spread, codes, rules = Spread(coded), vocabulary.codes, list(vocabulary.rules)
    seen = spread.make()
    singles, groups = Singles(spread, seen, codes, decisions), Groups(spread, seen, codes, decisions)
    stage("deciding rules of single figures")
    for rule in filter(is_single, rules):
        singles.decide(rule)
    stage("deciding rules of several figures")
    named = [
        rule
        for rule in rules
        if rule.row.kind in ("linear", "product") and not is_single(rule) and not is_of_series(rule)
    ]
    groups.decide(named)
    stage("deciding rules between periods")
    Periods(groups).decide(list(filter(is_of_series, rules)))
    for rule in rules:
        if rule.row.kind in BY_KIND:
            BY_KIND[rule.row.kind](rule, groups)


def _areas_with_waivers(session: Session, waivers: Sequence[WaiverRow]) -> list[tuple[Any, ...]]:
    """The releases that have waivers and are there, each with an area that it has rows of."""
    named = listed({row.release_id for row in waivers})
    query = f"SELECT DISTINCT release_id, area FROM groups WHERE release_id IN ({named})"
    return session.query(query) if waivers else []
