"""Rules between periods and areas: a level against last year's and its growth, totals that only rise, a half-year in
its year, copies.

Each figure that such rules ask for is one row of the table `series`. What a join cannot settle (two figures where one
is asked for, several releases of one period, an infinite end in a product) is left to the exact engine.
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from decheng_data.archive.columnar.pivot import DOUBTFUL, FAILED, NOT_APPLICABLE, PASSED, SILENT, Judged, kind_of
from decheng_data.archive.columnar.references import ALIAS, Seats
from decheng_data.archive.columnar.rules_within import is_beyond, note_outcomes
from decheng_data.archive.columnar.scan import listed
from decheng_data.rules.observation import Group

if TYPE_CHECKING:
    from decheng_data.archive.columnar.pivot import Entry, Taken
    from decheng_data.archive.columnar.rules_within import Groups
    from decheng_data.rules.rule import Rule, Term

_SHARE_DIGITS = 6
"""Digits of a share that settle nearly all."""


def is_of_series(rule: Rule) -> bool:
    """Whether the rule compares figures of one indicator in several periods."""
    return rule.row.kind in ("linear", "product", "coverage") and rule.is_each_indicator


class Periods:
    """Decides the rules of series over the figures of all groups."""

    def __init__(self, groups: Groups) -> None:
        self._groups, self._session = groups, groups.session
        self._seen, self._codes, self._decisions = groups.seen, groups.codes, groups.decisions
        self._digits, self._terms = groups.digits + groups.scale_digits, groups.terms
        self._seats = Seats(groups.coded, self._session)

    def decide(self, rules: list[Rule]) -> None:
        """Count the outcomes of the rules, and note the groups that fail. Needs the table `spread`."""
        reached, applied = self._seats.reach(), set[str]()
        within = [rule for rule in rules if reached or not rule.references]
        combos = self._combos_of(within)
        if combos:
            self._seats.lead({reference for rule in within for reference in rule.references}, combos)
            self._judge([rule for rule in within if rule.row.kind != "coverage"], applied)
            for rule in within:
                if rule.row.kind == "coverage" and self._coverage(rule):
                    applied.add(rule.rule_id)
        for rule in rules:
            if rule.rule_id not in applied:
                self._decisions.count_none(rule.rule_id)

    @cached_property
    def _by_subject(self) -> dict[str, list[int]]:
        """The numbers of the combinations of each indicator that series are made of."""
        by: dict[str, list[int]] = {}
        for number, seen in enumerate(self._seen):
            if seen.combination.comparison in ("none", "previous_year") and seen.least is not None:
                by.setdefault(seen.combination.indicator_id or "", []).append(number)
        return by

    def _entries(self, rule: Rule, term: Term, subject: str, *, coefficient: Decimal = Decimal(1)) -> list[Entry]:
        """The combinations of an indicator that a term takes."""
        units, entries = self._codes.units, []
        for number in self._by_subject[subject]:
            combination = self._seen[number].combination
            unit = units[combination.unit or ""]
            if (
                combination.measure == term.measure
                and term.dimension in (None, unit.dimension)
                and term.counted in (None, unit.counted)
            ):
                suits = rule.unit is None or term.role == "y" or rule.unit.dimension == unit.dimension
                entries.append(self._groups.entry(number, coefficient, self._groups.scale_digits, suits=suits))
        return entries

    def _combos_of(self, rules: list[Rule]) -> list[int]:
        """The combinations that the rules can take."""
        return sorted(
            {
                entry.combo
                for rule in rules
                for subject in self._by_subject
                for term in rule.terms
                for entry in self._entries(rule, term, subject)
            }
        )

    def _judge(self, rules: list[Rule], applied: set[str]) -> None:
        """Decide rules of series; adds to `applied` those that apply to anything."""
        asked = [
            (rule, subject, verdict)
            for rule in rules
            for subject in sorted(self._indicators(rule))
            if (verdict := self._verdict(rule, subject))
        ]
        if not asked:
            return
        judged = Judged(self._session, "series")
        for number, counts in enumerate(judged.counted([verdict for *_, verdict in asked], self._seats.rows(rules))):
            rule, subject, _ = asked[number]
            note_outcomes(rule, counts, self._decisions)
            if counts:
                applied.add(rule.rule_id)
            if counts.get(FAILED):
                places = self._decisions.series.setdefault(rule.rule_id, set())
                places.update(
                    (Group(*place), subject) for place in judged.places(number, FAILED, self._decisions.limit)
                )
            if counts.get(DOUBTFUL):
                self._decisions.doubt(rule.rule_id, judged.places(number, DOUBTFUL), subject)

    def _verdict(self, rule: Rule, subject: str) -> str | None:
        """The outcome of a rule for one indicator; None where it never applies to it."""
        entries = {
            id(term): self._entries(rule, term, subject, coefficient=self._coefficient(rule, term))
            for term in rule.terms
        }
        if any(not any(each.suits for each in entries[id(term)]) for term in rule.terms if term.reference == "same"):
            return None
        if rule.row.kind == "product":
            z, x = (id(rule.role(role)[0]) for role in "zx")
            entries[z], entries[x] = _reduced(entries[z], entries[x])
        kind = self._kind(rule, entries)
        taken = {
            id(term): self._terms.taken(ALIAS[term.reference], entries[id(term)], kind or self._session.wide)
            for term in rule.terms
        }
        others = [term for term in rule.terms if term.reference != "same"]
        here = [taken[id(term)] for term in rule.terms if term.reference == "same"]
        silent = [each.is_silent for each in here] + self._out_of_reach(rule, others)
        steps = [f"WHEN {' OR '.join(silent)} THEN {SILENT}"]
        if (
            rule.row.kind == "product"
            and any(term.measure == "growth_rate" for term in rule.role("y"))
            and self._codes.indicators[subject].growth_basis != "nominal"
        ):
            return f"CASE {steps[0]} ELSE {NOT_APPLICABLE} END"
        if kind is None:
            return f"CASE {steps[0]} ELSE {DOUBTFUL} END"
        doubtful = [
            each for term in rule.terms for each in self._terms.is_twice(ALIAS[term.reference], entries[id(term)])
        ]
        doubtful += [condition for each in taken.values() for condition in each.is_several]
        doubtful += [
            each.is_infinite for each in taken.values() if rule.row.kind == "product" and each.is_infinite != "FALSE"
        ]
        steps.append(f"WHEN {' OR '.join(doubtful) or 'FALSE'} THEN {DOUBTFUL}")
        missing = " OR ".join(taken[id(term)].lacks_suiting for term in others) or "FALSE"
        beyond = self._product(rule, taken, entries, kind) if rule.row.kind == "product" else self._sum(rule, taken)
        return (
            f"CASE {' '.join(steps)} WHEN {missing} THEN {NOT_APPLICABLE} WHEN {beyond} THEN {FAILED} ELSE {PASSED} END"
        )

    def _out_of_reach(self, rule: Rule, others: list[Term]) -> list[str]:
        reached = [f"r.{ALIAS[term.reference]} IS NULL" for term in others]
        if rule.row.months and others:
            return [*reached, f"r.{ALIAS[others[0].reference]} <> {rule.row.months}"]
        return [
            *reached,
            *([f"n.period NOT IN ({listed(self._groups.periods_of(rule.row.months))})"] if rule.row.months else []),
        ]

    def _coefficient(self, rule: Rule, term: Term) -> Decimal:
        """What figures are multiplied by; products have none."""
        return term.coefficient.scaleb(_coefficient_digits(rule)) if rule.row.kind == "linear" else Decimal(1)

    def _kind(self, rule: Rule, entries: dict[int, list[Entry]]) -> str | None:
        """The type in which nothing overflows, if there is one."""
        if rule.row.kind == "product":
            z, x, y = (self._groups.most(entries[id(rule.role(role)[0])]) for role in "zxy")
            factor, addend = self._shifted(rule.row.factor), self._shifted(rule.row.addend)
            most = z * abs(factor) + x * (y + abs(addend))
        else:
            most = sum(self._groups.most(each) for each in entries.values()) + abs(self._bound(rule))
        return kind_of(most, self._session)

    def _shifted(self, number: Decimal | None) -> int:
        """A number in percent, or what another is multiplied by, in whole numbers of 10^-digits."""
        return int((number or Decimal(0)).scaleb(self._digits))

    def _bound(self, rule: Rule) -> int:
        return int(rule.bound.scaleb(_coefficient_digits(rule) + self._digits))

    def _coverage(self, rule: Rule) -> bool:
        """Decide a rule on coverage: whether the shares of the year that flows reached lie further apart than the
        bound, in whole numbers.

        A share is rounded outwards, by less than one unit at either end; where that much would decide, the exact engine
        does.
        """
        part, year = rule.terms
        flows = [
            subject for subject in sorted(self._by_subject) if self._codes.indicators[subject].cumulation == "flow"
        ]
        pairs = [(self._entries(rule, part, subject), self._entries(rule, year, subject)) for subject in flows]
        pairs = [_reduced(*pair) for pair in pairs if all(pair)]
        if not pairs:
            return False
        judged = Judged(self._session, "covered")
        (counts,) = judged.counted(*self._covered(rule, pairs))
        note_outcomes(rule, counts, self._decisions)
        if counts.get(FAILED):
            places = judged.places(0, FAILED, self._decisions.limit)
            self._decisions.covered.setdefault(rule.rule_id, set()).update(Group(*place) for place in places)
        if counts.get(DOUBTFUL):
            self._decisions.doubt(rule.rule_id, judged.places(0, DOUBTFUL))
        return bool(counts)

    def _covered(self, rule: Rule, pairs: list[tuple[list[Entry], list[Entry]]]) -> tuple[list[str], str]:
        """The outcome of a rule on coverage in a row, and the rows, with the ends low{number} and high{number} of each
        flow's share.
        """
        most = max(self._groups.most(entries) for pair in pairs for entries in pair)
        digits = min(12, 17 - len(str(most)))
        kind = "BIGINT" if digits >= _SHARE_DIGITS else self._session.wide
        digits = digits if kind == "BIGINT" else min(12, 36 - len(str(most)))
        bound = int((rule.row.bound or Decimal(0)).scaleb(digits))
        other = ALIAS[rule.terms[1].reference]
        several, columns = list[str](), [f"w.place, {other}.twice0 IS NOT NULL AS is_led"]
        for number, (part, year) in enumerate(pairs):
            several += [*self._terms.is_twice("w", part), *self._terms.is_twice(other, year)]
            p, y = self._terms.taken("w", part, kind), self._terms.taken(other, year, kind)
            several += [
                f"(NOT ({p.is_absent}) AND NOT ({y.is_absent}) AND {condition})"
                for condition in (*p.is_several, *y.is_several)
            ]
            marked = [
                f"{row}.a{each.combo} IS NOT NULL"
                for row, entries in (("w", part), (other, year))
                for each in entries
                if self._is_marked(each)
            ]
            there = " AND ".join(
                [
                    f"{y.low} > 0",
                    *(f"NOT ({each.is_infinite})" for each in (p, y) if each.is_infinite != "FALSE"),
                    *(f"NOT ({each})" for each in marked),
                ]
            )
            if self._least(part) < 0:
                several.append(f"({there} AND {p.low} < 0)")
            low, high = (
                self._session.divided(f"{one} * {10 ** max(digits, 0)}", f"({by})")
                for one, by in ((f"({p.low})", y.high), (f"({p.high})", y.low))
            )
            columns.append(
                f"CASE WHEN {there} THEN {low} END AS low{number}, CASE WHEN {there} THEN {high} + 1 END AS high{number}"
            )
        doubtful = (" OR ".join(several) or "FALSE") if digits >= 4 else "TRUE"  # fewer digits settle nothing
        lows, highs = ([f"w.{end}{number}" for number in range(len(pairs))] for end in ("low", "high"))
        there = " + ".join(f"CASE WHEN {each} IS NULL THEN 0 ELSE 1 END" for each in lows)
        apart = f"{_extreme('greatest', lows)} - {_extreme('least', highs)}"
        steps = f"WHEN NOT w.is_led THEN {SILENT} WHEN w.doubtful THEN {DOUBTFUL} WHEN {there} < 2 THEN {SILENT}"
        verdict = f"CASE {steps} WHEN {apart} > {bound} THEN {FAILED} WHEN {apart} + 3 <= {bound} THEN {PASSED} ELSE {DOUBTFUL} END"
        return [verdict], f"(SELECT {', '.join(columns)}, ({doubtful}) AS doubtful FROM {self._seats.rows([rule])}) w"

    def _is_marked(self, entry: Entry) -> bool:
        """Whether a figure is marked as not to be compared: a break in the series, or a definition that differs."""
        return self._seen[entry.combo].combination.obs_status in ("B", "D")

    def _indicators(self, rule: Rule) -> set[str]:
        """The indicators that such a rule applies to."""
        references = {term.reference for term in rule.terms}
        summed = bool(references & {"previous_cumulative", "full_year"})
        rows = [self._codes.indicators[each] for each in self._by_subject]
        return {
            row.indicator_id
            for row in rows
            if not summed or (row.cumulation == "flow" and row.minimum is not None and row.minimum >= 0)
        }

    def _sum(self, rule: Rule, taken: dict[int, Taken]) -> str:
        every = [taken[id(term)] for term in rule.terms]
        return is_beyond(
            rule,
            " + ".join(f"({each.low})" for each in every),
            " + ".join(f"({each.high})" for each in every),
            self._bound(rule),
        )

    def _product(self, rule: Rule, taken: dict[int, Taken], entries: dict[int, list[Entry]], kind: str) -> str:
        """Z times k against x times (y + c); x and z are amounts, y in percent: all in whole numbers of 10^-digits."""
        z, x, y = (taken[id(rule.role(role)[0])] for role in "zxy")
        factor, addend = self._shifted(rule.row.factor), self._shifted(rule.row.addend)
        products = [
            f"({one}) * ({other} + CAST({addend} AS {kind}))" for one in (x.low, x.high) for other in (y.low, y.high)
        ]
        least, greatest = f"least({', '.join(products)})", f"greatest({', '.join(products)})"
        if (
            self._least(entries[id(rule.role("x")[0])]) >= 0
            and self._least(entries[id(rule.role("y")[0])]) + addend >= 0
        ):
            least, greatest = products[0], products[-1]
        return f"(({z.low}) * {factor} > {greatest} OR ({z.high}) * {factor} < {least})"

    def _least(self, entries: list[Entry]) -> int:
        """The least end of what the entries take, or where a word such as 约 may widen it, a number below all."""
        if any(each.is_widened for each in entries):
            return -self._groups.most(entries) - 1
        return min(((self._groups.least(each) - each.half) * each.factor for each in entries), default=0)


def _reduced(one: list[Entry], other: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The entries without what all their factors have in common: which side is greater, and by what share, stays the
    same.
    """
    common = math.gcd(*(each.factor for each in (*one, *other)))
    reduced = [[each._replace(factor=each.factor // common) for each in entries] for entries in (one, other)]
    return reduced[0], reduced[1]


def _extreme(function: str, values: list[str]) -> str:
    return f"{function}({', '.join(values)})" if len(values) > 1 else values[0]


def _coefficient_digits(rule: Rule) -> int:
    """Digits after the point of the rule's coefficients."""
    return max(max(0, -int(term.coefficient.normalize().as_tuple().exponent)) for term in rule.terms)
