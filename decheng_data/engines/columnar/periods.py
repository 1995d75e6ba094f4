"""Rules between periods and areas: a level against last year's and its growth, totals that only rise, a half-year in its year, copies.

Each figure that such rules ask for is one row of the table `series`. What a join cannot settle (two figures where one is asked for, several
releases of one period, an infinite end in a product) is left to the exact engine, as the areas and indicators in `doubts`.
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from decheng_data.engines.columnar.decisions import Doubt, GroupPlace
from decheng_data.engines.columnar.groups import is_beyond, is_period, note_outcomes
from decheng_data.engines.columnar.pivots import DOUBTFUL, FAILED, LONG_LIMIT, NOT_APPLICABLE, PASSED, SILENT, Judged, is_twice, words_of
from decheng_data.engines.columnar.survey import listed, literal
from decheng_data.periods import Period
from decheng_data.reports import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.engines.columnar.decisions import Decisions
    from decheng_data.engines.columnar.groups import Groups
    from decheng_data.engines.columnar.pivots import Entry, Taken
    from decheng_data.engines.columnar.sessions import Session
    from decheng_data.engines.columnar.survey import Seen
    from decheng_data.evaluations import CodeLists
    from decheng_data.rules import Rule, Term

_NO_FIGURE = "no figure that it speaks of"
_REFERENCES = ("previous_year", "previous_cumulative", "full_year")
_ALIAS = {"same": "w", "previous_year": "py", "previous_cumulative": "pc", "full_year": "fy"}
_FEW_AREAS = 1000
"""So many areas are named in a query."""
_SHARE_DIGITS = 6
"""Digits of a share that settle nearly all."""


def is_of_series(rule: Rule) -> bool:
    """Whether the rule holds figures of one indicator in several periods against each other."""
    return rule.row.kind in ("linear", "product", "coverage") and rule.is_each_indicator


def _is_of_one_period(rule: Rule) -> bool:
    """Whether it asks for no figure of another period."""
    return all(term.reference == "same" for term in rule.terms)


def others_of(period: Period, reference: str) -> list[Period]:
    """The periods that a reference leads to, the first choice first (as in ObservationIndex)."""
    if reference == "previous_cumulative":
        return [Period(period.first_year, 1, months) for months in range(period.months - 1, 0, -1)] if period.is_cumulative else []
    other = period.previous_year if reference == "previous_year" else period.full_year
    return [] if other == period else [other]


class Periods:
    """Decides the rules of series over the figures of all groups."""

    def __init__(self, groups: Groups, seen: list[Seen], codes: CodeLists, decisions: Decisions, session: Session) -> None:
        self._groups, self._seen, self._codes, self._decisions, self._session = groups, seen, codes, decisions, session
        self._digits, self._terms = groups.digits + groups.scale_digits, groups.terms
        self.combos: list[int] = []
        self._led: dict[str, str] = {}
        self.doubts: list[Doubt] = []

    def decide(self, rules: list[Rule]) -> None:
        """Count the outcomes of the rules, and tell the groups that fail. Needs the table `spread`."""
        self._put_periods()
        reached, spoken = self._has_others(), set[str]()
        within = [rule for rule in rules if reached or _is_of_one_period(rule)]
        if self.combos and within:
            self._put_others({term.reference for rule in within for term in rule.terms} - {"same"})
            self._judge([rule for rule in within if rule.row.kind != "coverage"], spoken)
            for rule in within:
                if rule.row.kind == "coverage" and self._coverage(rule):
                    spoken.add(rule.rule_id)
        for rule in rules:
            if rule.rule_id not in spoken:
                self._decisions.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason=_NO_FIGURE)

    def _put_periods(self) -> None:
        """The table `others`: from a period to those that each reference leads to, the greatest rank first."""
        _ = self._groups.coded.key  # makes `named`
        known = {str(Period.parse(text)): Period.parse(text) for (text,) in self._session.query("SELECT DISTINCT period FROM named") if is_period(text)}
        rows = [
            (text, reference, str(other), 12 - rank, period.months if period.is_cumulative else 0)
            for text, period in known.items()
            for reference in _REFERENCES
            for rank, other in enumerate(others_of(period, reference))
            if str(other) in known
        ]
        types = {"period": self._session.word, "reference": self._session.word, "other": self._session.word, "closeness": "BIGINT", "months": "BIGINT"}
        self._session.put("others", types, rows)

    def _has_others(self) -> bool:
        """Whether any area has a release of another period that a reference leads to.

        Makes `reached`: for each group the references that lead anywhere, to a release of whatever coverage.
        """
        of_figures = " WHERE place IN (SELECT place FROM coded GROUP BY place)" if self._groups.coded.is_partial else ""
        seats = f"SELECT DISTINCT area, period FROM named{of_figures}"
        joined = f"named n JOIN others o ON o.period = n.period JOIN ({seats}) m ON m.area = n.area AND m.period = o.other"
        self._session.keep("reached", f"SELECT DISTINCT n.place, o.reference, o.months FROM {joined}")
        return bool(self._session.query("SELECT count(*) FROM reached")[0][0])

    def _put_others(self, references: set[str]) -> None:
        """Prepare for each reference a query: by place `home` the row of `spread` that the reference leads to, of the same coverage.

        Of several periods the closest that has a figure is taken, of several releases of one period the first in the order of the archive.
        """
        session, columns = self._session, [f"a{combo}" for combo in self.combos]
        session.keep("seated", "SELECT n.place, n.release_id, n.area, n.period, c.coverage FROM named n JOIN releases c ON c.release_id = n.release_id")
        held = "SELECT s.area, s.period, s.coverage, w.* FROM seated s JOIN spread w ON w.place = s.place"
        words, seat = range(words_of(self.combos)), "concat_ws('|', area, period, coverage)"
        twice = ", ".join(f"twice{word}" for word in words)
        either = ", ".join(f"bit_or(twice{word}) AS twice{word}" for word in words)
        session.keep("crowded", "SELECT area, period, coverage FROM seated GROUP BY 1, 2, 3 HAVING count(*) > 1")
        if session.query("SELECT count(*) FROM crowded")[0][0]:
            firsts = ", ".join(f"min_by({each}, CASE WHEN {each} IS NOT NULL THEN turn END) AS {each}" for each in columns)
            turns = f"SELECT h.*, t.turn FROM ({held}) h JOIN ({self._turns()}) t ON t.place = h.place WHERE {seat} IN (SELECT {seat} FROM crowded)"
            alone = f"SELECT area, period, coverage, {twice}, {', '.join(columns)} FROM ({held}) h WHERE {seat} NOT IN (SELECT {seat} FROM crowded)"
            session.keep("held", f"SELECT area, period, coverage, {either}, {firsts} FROM ({turns}) q GROUP BY 1, 2, 3")
            held = f"{alone} UNION ALL SELECT area, period, coverage, {twice}, {', '.join(columns)} FROM held"
        closest = ", ".join(f"max_by({each}, CASE WHEN {each} IS NOT NULL THEN closeness END) AS {each}" for each in columns)
        for reference in references:
            led = f"seated s JOIN others o ON o.period = s.period AND o.reference = {literal(reference)}"
            led += f" JOIN ({held}) h ON h.area = s.area AND h.period = o.other AND h.coverage = s.coverage"
            rows = f"SELECT s.place AS home, o.closeness, {', '.join(f'h.{each}' for each in [*(f'twice{word}' for word in words), *columns])} FROM {led}"
            self._led[reference] = f"({rows})"
            if session.query(f"SELECT 1 FROM others WHERE reference = {literal(reference)} GROUP BY period HAVING count(*) > 1 LIMIT 1"):
                session.keep(f"other_{reference}", f"SELECT home, {either}, {closest} FROM ({rows}) q GROUP BY home")
                self._led[reference] = f"other_{reference}"

    def _turns(self) -> str:
        """A query of each group's turn: groups come in the order of their first figures; where rows have no order, in that of their releases' ids."""
        if not self._session.is_ordered:
            return "SELECT place, row_number() OVER (ORDER BY release_id) AS turn FROM seated"
        coded, where = self._groups.coded, self._groups.coded.where
        areas = [area for (area,) in self._session.query("SELECT DISTINCT area FROM crowded")]
        few = f"{' AND' if where else ' WHERE'} {coded.layout.column('area')} IN ({listed(areas)})" if len(areas) <= _FEW_AREAS else ""
        firsts = f"SELECT {coded.key} AS place, file, min(row) AS first FROM figures{where}{few} GROUP BY 1, 2"
        ranked = f"SELECT place, file, first, row_number() OVER (PARTITION BY place ORDER BY file) AS rank FROM ({firsts}) f"
        return f"SELECT place, row_number() OVER (ORDER BY file, first) AS turn FROM ({ranked}) r WHERE rank = 1"

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
            if combination.measure == term.measure and term.dimension in (None, unit.dimension) and term.counted in (None, unit.counted):
                suits = rule.unit is None or rule.unit.dimension == unit.dimension
                entries.append(self._groups.entry(number, coefficient, self._groups.scale_digits, suits=suits))
        return entries

    def combos_of(self, rules: list[Rule]) -> set[int]:
        """The combinations that the rules can take; what is asked for when the rules are decided."""
        self.combos = sorted(
            {entry.combo for rule in rules for subject in self._by_subject for term in rule.terms for entry in self._entries(rule, term, subject)}
        )
        return set(self.combos)

    def _judge(self, rules: list[Rule], spoken: set[str]) -> None:
        """Decide rules of series; adds to `spoken` those that speak of anything."""
        asked = [(rule, subject, verdict) for rule in rules for subject in sorted(self._indicators(rule)) if (verdict := self._verdict(rule, subject))]
        if not asked:
            return
        judged = Judged(self._session, "series")
        for number, counts in enumerate(judged.counted([verdict for *_, verdict in asked], self._rows(rules))):
            rule, subject, _ = asked[number]
            note_outcomes(rule, counts, self._decisions)
            if counts:
                spoken.add(rule.rule_id)
            if counts.get(FAILED):
                told = self._decisions.series.setdefault(rule.rule_id, set())
                told.update((GroupPlace(*place), subject) for place in judged.places(number, FAILED, self._decisions.limit))
            if counts.get(DOUBTFUL):
                self.doubts += [Doubt(rule.rule_id, GroupPlace(*place), subject) for place in judged.places(number, DOUBTFUL)]

    def _rows(self, rules: Iterable[Rule]) -> str:
        """The tables that the rules are decided on: each group as `w`, named `n`, and for each reference the row and the reach of it."""
        tables = ["spread w JOIN named n ON n.place = w.place"]
        for reference in sorted({term.reference for rule in rules for term in rule.terms} - {"same"}):
            tables.append(f"LEFT JOIN {self._led[reference]} {_ALIAS[reference]} ON {_ALIAS[reference]}.home = w.place")
            tables.append(
                f"LEFT JOIN (SELECT place, months FROM reached WHERE reference = {literal(reference)}) {_ALIAS[reference]}r ON {_ALIAS[reference]}r.place = w.place"
            )
        return " ".join(tables)

    def _verdict(self, rule: Rule, subject: str) -> str | None:
        """What a rule comes to for one indicator; None where it never speaks of it."""
        entries = {id(term): self._entries(rule, term, subject, coefficient=self._coefficient(rule, term)) for term in rule.terms}
        if any(not any(each.suits for each in entries[id(term)]) for term in rule.terms if term.reference == "same"):
            return None
        kind = self._kind(rule, entries)
        taken = {id(term): self._terms.taken(_ALIAS[term.reference], entries[id(term)], kind) for term in rule.terms}
        others = [term for term in rule.terms if term.reference != "same"]
        here = [taken[id(term)] for term in rule.terms if term.reference == "same"]
        silent = [f"{each.number} = 0 OR ({each.number} = 1 AND {each.suiting} = 0)" for each in here] + self._out_of_reach(rule, others)
        steps = [f"WHEN {' OR '.join(silent)} THEN {SILENT}"]
        if (
            rule.row.kind == "product"
            and any(term.measure == "growth_rate" for term in rule.role("y"))
            and self._codes.indicators[subject].growth_basis != "nominal"
        ):
            return f"CASE {steps[0]} ELSE {NOT_APPLICABLE} END"
        doubtful = [each for term in rule.terms for each in is_twice(_ALIAS[term.reference], entries[id(term)])]
        doubtful += [f"{each.number} > 1" for each in taken.values()]
        doubtful += [each.is_infinite for each in taken.values() if rule.row.kind == "product" and each.is_infinite != "FALSE"]
        steps.append(f"WHEN {' OR '.join(doubtful)} THEN {DOUBTFUL}")
        missing = " OR ".join(f"{taken[id(term)].suiting} = 0" for term in others) or "FALSE"
        beyond = self._product(rule, taken, kind) if rule.row.kind == "product" else self._sum(rule, taken)
        return f"CASE {' '.join(steps)} WHEN {missing} THEN {NOT_APPLICABLE} WHEN {beyond} THEN {FAILED} ELSE {PASSED} END"

    def _out_of_reach(self, rule: Rule, others: list[Term]) -> list[str]:
        months = [f"n.period NOT IN ({listed(self._groups.periods_of(rule.row.months))})"] if rule.row.months else []
        return [*months, *(f"{_ALIAS[term.reference]}r.place IS NULL" for term in others)]

    def _coefficient(self, rule: Rule, term: Term) -> Decimal:
        """What figures are multiplied by; products have none."""
        return term.coefficient.scaleb(_digits_of(rule)) if rule.row.kind == "linear" else Decimal(1)

    def _kind(self, rule: Rule, entries: dict[int, list[Entry]]) -> str:
        """The type in which nothing overflows."""
        most = sum(self._groups.most(each) for each in entries.values())
        if rule.row.kind == "product":
            return self._session.wide
        return "BIGINT" if most + abs(self._bound(rule)) < LONG_LIMIT else self._session.wide

    def _bound(self, rule: Rule) -> int:
        return int(rule.bound.scaleb(_digits_of(rule) + self._digits))

    def _coverage(self, rule: Rule) -> bool:
        """Decide a rule on coverage: whether the shares of the year that flows reached lie further apart than the bound, told in whole numbers.

        A share is rounded outwards, by less than one unit at either end; where that much would decide, the exact engine does.
        """
        part, year = rule.terms
        flows = [subject for subject in sorted(self._by_subject) if self._codes.indicators[subject].cumulation == "flow"]
        pairs = [(self._entries(rule, part, subject), self._entries(rule, year, subject)) for subject in flows]
        pairs = [self._reduced(*pair) for pair in pairs if all(pair)]
        if not pairs:
            return False
        judged = Judged(self._session, "covered")
        (counts,) = judged.counted([self._covered(rule, pairs)], self._rows([rule]))
        note_outcomes(rule, counts, self._decisions)
        if counts.get(FAILED):
            told = judged.places(0, FAILED, self._decisions.limit)
            self._decisions.covered.setdefault(rule.rule_id, set()).update(GroupPlace(*place) for place in told)
        if counts.get(DOUBTFUL):
            self.doubts += [Doubt(rule.rule_id, GroupPlace(*place), None) for place in judged.places(0, DOUBTFUL)]
        return bool(counts)

    @staticmethod
    def _reduced(part: list[Entry], year: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        """The entries without what all their factors have in common: a share stays the same."""
        common = math.gcd(*(each.factor for each in (*part, *year)))
        one, other = ([each._replace(factor=each.factor // common) for each in entries] for entries in (part, year))
        return one, other

    def _covered(self, rule: Rule, pairs: list[tuple[list[Entry], list[Entry]]]) -> str:
        """What a rule on coverage comes to in a row."""
        most = max(self._groups.most(entries) for pair in pairs for entries in pair)
        digits = min(12, 17 - len(str(most)))
        kind = "BIGINT" if digits >= _SHARE_DIGITS else self._session.wide
        digits = digits if kind == "BIGINT" else min(12, 36 - len(str(most)))
        bound = int((rule.row.bound or Decimal(0)).scaleb(digits))
        other = _ALIAS[rule.terms[1].reference]
        several, least, greatest = list[str](), [], []
        for part, year in pairs:
            several += [*is_twice("w", part), *is_twice(other, year)]
            p, y = self._terms.taken("w", part, kind), self._terms.taken(other, year, kind)
            several += [f"({p.number} > 0 AND {y.number} > 0 AND ({p.number} > 1 OR {y.number} > 1))"]
            marked = [f"{row}.a{each.combo} IS NOT NULL" for row, entries in (("w", part), (other, year)) for each in entries if self._is_marked(each)]
            there = " AND ".join(
                [f"{y.low} > 0", *(f"NOT ({each.is_infinite})" for each in (p, y) if each.is_infinite != "FALSE"), *(f"NOT ({each})" for each in marked)]
            )
            several.append(f"({there} AND {p.low} < 0)")
            low, high = (self._session.divided(f"{one} * {10 ** max(digits, 0)}", f"({by})") for one, by in ((f"({p.low})", y.high), (f"({p.high})", y.low)))
            least.append(f"CASE WHEN {there} THEN {low} END")
            greatest.append(f"CASE WHEN {there} THEN {high} + 1 END")
        doubtful = " OR ".join(several) if digits >= 4 else "TRUE"  # fewer digits settle nothing
        number = " + ".join(f"CASE WHEN {each} IS NULL THEN 0 ELSE 1 END" for each in least)
        apart = f"{_extreme('greatest', least)} - {_extreme('least', greatest)}"
        steps = f"WHEN {other}.home IS NULL THEN {SILENT} WHEN {doubtful} THEN {DOUBTFUL} WHEN {number} < 2 THEN {SILENT}"
        return f"CASE {steps} WHEN {apart} > {bound} THEN {FAILED} WHEN {apart} + 3 <= {bound} THEN {PASSED} ELSE {DOUBTFUL} END"

    def _is_marked(self, entry: Entry) -> bool:
        """Whether a figure says that it is not to be compared: a break in the series, or a definition that differs."""
        return self._seen[entry.combo].combination.obs_status in ("B", "D")

    def _indicators(self, rule: Rule) -> set[str]:
        """The indicators that can keep such a rule."""
        references = {term.reference for term in rule.terms}
        summed = bool(references & {"previous_cumulative", "full_year"})
        rows = [self._codes.indicators[each] for each in self._by_subject]
        return {row.indicator_id for row in rows if not summed or (row.cumulation == "flow" and row.minimum is not None and row.minimum >= 0)}

    def _sum(self, rule: Rule, taken: dict[int, Taken]) -> str:
        every = [taken[id(term)] for term in rule.terms]
        return is_beyond(rule, " + ".join(f"({each.low})" for each in every), " + ".join(f"({each.high})" for each in every), self._bound(rule))

    def _product(self, rule: Rule, taken: dict[int, Taken], kind: str) -> str:
        """Z times k against x times (y + c); x and z are amounts, y in percent: all in whole numbers of 10^-digits."""
        z, x, y = (taken[id(rule.role(role)[0])] for role in "zxy")
        factor, addend = int((rule.row.factor or Decimal(0)).scaleb(self._digits)), int((rule.row.addend or Decimal(0)).scaleb(self._digits))
        ends = ", ".join(f"({one}) * ({other} + CAST({addend} AS {kind}))" for one in (x.low, x.high) for other in (y.low, y.high))
        return f"(({z.low}) * {factor} > greatest({ends}) OR ({z.high}) * {factor} < least({ends}))"


def _extreme(function: str, values: list[str]) -> str:
    return f"{function}({', '.join(values)})" if len(values) > 1 else values[0]


def _digits_of(rule: Rule) -> int:
    """Digits after the point of the rule's coefficients."""
    return max(max(0, -int(term.coefficient.normalize().as_tuple().exponent)) for term in rule.terms)
