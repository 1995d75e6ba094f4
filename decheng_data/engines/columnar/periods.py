"""Rules between periods and areas: a level against last year's and its growth, totals that only rise, a half-year in its year, copies.

Each figure that such rules ask for is one row of the table `series`. What a join cannot settle (two figures where one is asked for, several
releases of one period, an infinite end in a product) is left to the exact engine, as the areas and indicators in `doubts`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.engines.columnar.decisions import Doubt, GroupPlace
from decheng_data.engines.columnar.groups import is_period
from decheng_data.engines.columnar.survey import listed, literal
from decheng_data.periods import Period
from decheng_data.reports import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.engines.columnar.decisions import Decisions
    from decheng_data.engines.columnar.groups import Groups
    from decheng_data.engines.columnar.sessions import Session
    from decheng_data.engines.columnar.survey import Seen
    from decheng_data.evaluations import CodeLists
    from decheng_data.rules import Rule, Term

_NO_FIGURE = "no figure that it speaks of"
_LONG_LIMIT = 2**61
_REFERENCES = ("previous_year", "previous_cumulative", "full_year")


def is_of_series(rule: Rule) -> bool:
    """Whether the rule holds figures of one indicator in several periods against each other."""
    return rule.row.kind in ("linear", "product", "coverage") and rule.is_each_indicator


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
        self._digits = groups.digits + groups.scale_digits
        self.doubts: list[Doubt] = []

    def decide(self, rules: list[Rule]) -> None:
        """Count the outcomes of the rules, and tell the groups that fail."""
        self._put_periods()
        held = self._has_others() and self._put_series(rules)
        for rule in rules:
            judged = held and (self._coverage(rule) if rule.row.kind == "coverage" else self._judge(rule))
            if not judged:
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

        Makes `reached`, for each group the references that lead anywhere, and `pairs`, those groups of the same coverage.
        """
        joined = "named n JOIN others o ON o.period = n.period JOIN named m ON m.area = n.area AND m.period = o.other"
        self._session.keep("reached", f"SELECT DISTINCT n.place, o.reference, o.months FROM {joined}")
        if not self._session.query("SELECT count(*) FROM reached")[0][0]:
            return False
        pairs = f"SELECT n.place, o.reference, o.closeness, m.place AS other FROM {joined}"
        if self._session.query("SELECT count(DISTINCT coverage) FROM releases")[0][0] > 1:
            pairs += " JOIN releases c ON c.release_id = n.release_id JOIN releases d ON d.release_id = m.release_id WHERE c.coverage = d.coverage"
        self._session.keep("pairs", pairs)
        several = self._session.query("SELECT DISTINCT reference FROM (SELECT place, reference FROM pairs GROUP BY 1, 2 HAVING count(*) > 1) s")
        self._several = {reference for (reference,) in several}
        return True

    def _put_series(self, rules: list[Rule]) -> bool:
        """Make `series`: one row for each figure that the rules can take; `subject` is its indicator's number, `bit` that of its combination."""
        wanted = {(term.measure or "") for rule in rules for term in rule.terms}
        entries = []
        self._subjects = sorted({seen.combination.indicator_id or "" for seen in self._seen})
        for number, seen in enumerate(self._seen):
            combination = seen.combination
            if combination.measure in wanted and combination.comparison in ("none", "previous_year") and seen.least is not None:
                subject = self._subjects.index(combination.indicator_id or "")
                entries += [(seen, entry._replace(number=subject, bit=number)) for entry in self._groups.entries_of(seen, Decimal(1))]
        if not entries:
            return False
        self._most = max(
            int((max(abs(seen.least or Decimal(0)), abs(seen.greatest or Decimal(0))) * 10**self._digits + entry.half + entry.unit) * entry.factor)
            for seen, entry in entries
        )
        kind = "BIGINT" if self._most < _LONG_LIMIT else self._session.wide
        query = self._groups.contributions(entries, kind)
        self._session.keep("series", f"SELECT number AS subject, bit, place, low, high, status FROM ({query}) q")
        self._has_doubles = bool(self._session.query("SELECT 1 FROM series GROUP BY place, subject, bit HAVING count(*) > 1 LIMIT 1")) or self._share_terms(
            rules
        )
        return True

    def _share_terms(self, rules: list[Rule]) -> bool:
        """Whether a term takes two combinations of one indicator, so that it may meet two figures in a group."""
        for rule in rules:
            for term in rule.terms:
                taken = [self._seen[number].combination.indicator_id for number in self._taken_by(rule, term)[0]]
                if len(taken) > len(set(taken)):
                    return True
        return False

    def _taken_by(self, rule: Rule, term: Term) -> tuple[list[int], list[int]]:
        """The numbers of the combinations that a term takes, and of those whose unit suits the rule."""
        units = self._codes.units
        taken = [
            number
            for number, seen in enumerate(self._seen)
            if seen.combination.measure == term.measure
            and seen.combination.comparison in ("none", "previous_year")
            and term.dimension in (None, units[seen.combination.unit or ""].dimension)
            and term.counted in (None, units[seen.combination.unit or ""].counted)
        ]
        return taken, [number for number in taken if rule.unit is None or rule.unit.dimension == units[self._seen[number].combination.unit or ""].dimension]

    def _judge(self, rule: Rule) -> bool:
        """Decide one rule; whether there was anything that it speaks of."""
        session = self._session
        session.keep("judged", self._judgement(rule))
        any_there = False
        for outcome, count in session.query("SELECT outcome, count(*) FROM judged GROUP BY 1"):
            any_there = True
            if outcome == "doubtful":
                self.doubts += [Doubt(rule.rule_id, place, indicator) for place, indicator in self._named_of("doubtful", "")]
                continue
            reason = "a figure that it needs is missing" if outcome == "not_applicable" else ""
            self._decisions.count(rule.rule_id, Outcome(outcome), count, reason)
            if outcome == "failed":
                self._decisions.series.setdefault(rule.rule_id, set()).update(self._named_of("failed", f" LIMIT {self._decisions.limit}"))
        return any_there

    def _named_of(self, outcome: str, limit: str) -> Iterator[tuple[GroupPlace, str]]:
        """The groups and indicators that were judged so."""
        rows = f"SELECT n.release_id, n.period, n.area, j.subject FROM judged j JOIN named n USING (place) WHERE j.outcome = '{outcome}' ORDER BY 1, 2, 3, 4{limit}"
        for *place, subject in self._session.query(rows):
            yield GroupPlace(*place), self._subjects[subject]

    def _coverage(self, rule: Rule) -> bool:
        """Decide a rule on coverage: whether the shares of the year that flows reached lie further apart than the bound, told in whole numbers.

        A share is rounded outwards, by less than one unit at either end; where that much would decide, the exact engine does.
        """
        part, year = rule.terms
        session, limit = self._session, self._decisions.limit
        digits = min(12, 36 - len(str(self._most)))
        flows = [row.indicator_id for row in self._codes.indicators.values() if row.cumulation == "flow"]
        unit, bound = 10 ** max(digits, 0), int((rule.row.bound or Decimal(0)).scaleb(digits))
        pairs = (
            f"SELECT p.place, {session.divided(self._wide('p.low') + f' * {unit}', self._wide('y.high'))} AS least, {session.divided(self._wide('p.high') + f' * {unit}', self._wide('y.low'))} + 1 AS most, "
            f"p.number > 1 OR y.number > 1 OR p.low < 0 AS several FROM {self._taken(rule, part, 'p')} "
            f"JOIN {self._other(rule, year, 'y')} ON y.place = p.place AND y.subject = p.subject "
            f"WHERE p.subject IN ({self._numbers(flows)}) AND (p.number > 1 OR y.number > 1 OR (p.status NOT IN ('B', 'D') AND y.status NOT IN ('B', 'D') "
            f"AND y.low > 0 AND y.highs = 1 AND p.lows = 1 AND p.highs = 1))"
        )
        apart = "max(least) - min(most)"
        several = "max(CASE WHEN several THEN 1 ELSE 0 END) = 1" if digits >= 4 else "TRUE"  # fewer digits settle nothing
        outcome = f"CASE WHEN {several} THEN 'doubtful' WHEN count(*) < 2 THEN 'none' WHEN {apart} > {bound} THEN 'failed' WHEN {apart} + 3 <= {bound} THEN 'passed' ELSE 'doubtful' END"
        session.keep(
            "covered",
            f"SELECT n.release_id, n.period, n.area, c.outcome FROM (SELECT place, {outcome} AS outcome FROM ({pairs}) r GROUP BY place) c JOIN named n USING (place)",
        )
        counted = dict(session.query("SELECT outcome, count(*) FROM covered WHERE outcome <> 'none' GROUP BY 1"))
        for name, number in counted.items():
            if name != "doubtful":
                self._decisions.count(rule.rule_id, Outcome(name), number)
        doubtful = session.query("SELECT release_id, period, area FROM covered WHERE outcome = 'doubtful'") if "doubtful" in counted else []
        self.doubts += [Doubt(rule.rule_id, GroupPlace(*place), None) for place in doubtful]
        if "failed" in counted:
            failed = session.query(f"SELECT release_id, period, area FROM covered WHERE outcome = 'failed' ORDER BY 1, 2, 3 LIMIT {limit}")
            self._decisions.covered.setdefault(rule.rule_id, set()).update(GroupPlace(*place) for place in failed)
        return bool(counted)

    def _judgement(self, rule: Rule) -> str:
        """A query of group, indicator and outcome for each indicator of each group that the rule speaks of."""
        same = [term for term in rule.terms if term.reference == "same"]
        other = [term for term in rule.terms if term.reference != "same"]
        first = self._taken(rule, same[0], "s0")
        tables, names = [first], {id(same[0]): "s0"}
        for number, term in enumerate(same[1:], start=1):
            name = names[id(term)] = f"s{number}"
            tables.append(f"JOIN {self._taken(rule, term, name)} ON {name}.place = s0.place AND {name}.subject = s0.subject")
        for number, term in enumerate(other):
            name = names[id(term)] = f"o{number}"
            tables.append(
                f"JOIN (SELECT * FROM reached WHERE reference = {literal(term.reference)}{self._months(rule)}) r{number} ON r{number}.place = s0.place"
            )
            tables.append(f"LEFT JOIN {self._other(rule, term, name)} ON {name}.place = s0.place AND {name}.subject = s0.subject")
        allowed = f"WHERE s0.subject IN ({self._numbers(self._indicators(rule))})"
        where = f"{allowed}{self._first_months(rule) if not other else ''}"
        return f"SELECT s0.place, s0.subject, {self._outcome(rule, names)} AS outcome FROM {' '.join(tables)} {where}"

    def _months(self, rule: Rule) -> str:
        return f" AND months = {rule.row.months}" if rule.row.months else ""

    def _first_months(self, rule: Rule) -> str:
        periods = listed(self._groups.periods_of(rule.row.months)) if rule.row.months else ""
        return f" AND s0.place IN (SELECT place FROM named WHERE period IN ({periods}))" if periods else ""

    def _numbers(self, indicators: Iterable[str]) -> str:
        """The numbers of indicators, as SQL lists them; one that none has where there are none."""
        return ", ".join(str(self._subjects.index(each)) for each in sorted(indicators) if each in self._subjects) or "-1"

    def _wide(self, name: str) -> str:
        return f"CAST({name} AS {self._session.wide})"

    def _indicators(self, rule: Rule) -> set[str]:
        """The indicators that can keep such a rule."""
        references = {term.reference for term in rule.terms}
        summed = bool(references & {"previous_cumulative", "full_year"})
        known = {each.combination.indicator_id or "" for each in self._seen}
        rows = [self._codes.indicators[each] for each in known]
        return {row.indicator_id for row in rows if not summed or (row.cumulation == "flow" and row.minimum is not None and row.minimum >= 0)}

    def _taken(self, rule: Rule, term: Term, name: str) -> str:
        """The figures that a term takes, with how many there are for one; one alone whose unit does not suit the rule is not there."""
        taken, suiting = (", ".join(map(str, numbers)) or "-1" for numbers in self._taken_by(rule, term))
        if not self._has_doubles:
            ends = "CASE WHEN low IS NULL THEN 0 ELSE 1 END AS lows, CASE WHEN high IS NULL THEN 0 ELSE 1 END AS highs"
            return f"(SELECT place, subject, 1 AS number, low, high, {ends}, status FROM series WHERE bit IN ({suiting})) {name}"
        columns = "place, subject, count(*) AS number, max(low) AS low, max(high) AS high, count(low) AS lows, count(high) AS highs, min(status) AS status"
        return f"(SELECT {columns} FROM series WHERE bit IN ({taken}) GROUP BY place, subject HAVING count(*) > 1 OR min(bit) IN ({suiting})) {name}"

    def _other(self, rule: Rule, term: Term, name: str) -> str:
        """The figure of the other period: of several periods the closest that has one; `number` tells how many releases give one of it."""
        source = f"pairs p JOIN {self._taken(rule, term, 'x')} ON x.place = p.other WHERE p.reference = {literal(term.reference)}"
        if term.reference not in self._several:
            return f"(SELECT p.place, x.subject, x.number, x.low, x.high, x.lows, x.highs, x.status FROM {source}) {name}"
        sums = "sum(x.number) AS number, max(x.low) AS low, max(x.high) AS high, sum(x.lows) AS lows, sum(x.highs) AS highs, min(x.status) AS status"
        rows = f"SELECT p.place, x.subject, p.closeness, {sums} FROM {source} GROUP BY 1, 2, 3"
        ranked = f"SELECT *, row_number() OVER (PARTITION BY place, subject ORDER BY closeness DESC) AS choice FROM ({rows}) y"
        return f"(SELECT * FROM ({ranked}) z WHERE choice = 1) {name}"

    def _outcome(self, rule: Rule, names: dict[int, str]) -> str:
        every = [names[id(term)] for term in rule.terms]
        several = " OR ".join(f"coalesce({name}.number, 1) > 1" for name in every)
        missing = " OR ".join(f"{name}.number IS NULL" for name in every if name.startswith("o")) or "FALSE"
        beyond = self._product(rule, names) if rule.row.kind == "product" else self._sum(rule, names)
        steps = [f"WHEN {several} THEN 'doubtful'"]
        if rule.row.kind == "product" and any(term.measure == "growth_rate" for term in rule.role("y")):
            nominal = [each for each in self._indicators(rule) if self._codes.indicators[each].growth_basis == "nominal"]
            steps.insert(0, f"WHEN s0.subject NOT IN ({self._numbers(nominal)}) THEN 'not_applicable'")
        if rule.row.kind == "product":
            infinite = " OR ".join(f"coalesce({name}.lows, 1) = 0 OR coalesce({name}.highs, 1) = 0" for name in every)
            steps.append(f"WHEN {infinite} THEN 'doubtful'")
        return f"CASE {' '.join(steps)} WHEN {missing} THEN 'not_applicable' WHEN {beyond} THEN 'failed' ELSE 'passed' END"

    def _sum(self, rule: Rule, names: dict[int, str]) -> str:
        digits = max(max(0, -int(term.coefficient.normalize().as_tuple().exponent)) for term in rule.terms)
        low, high = [], []
        for term in rule.terms:
            name, factor = names[id(term)], int(term.coefficient.scaleb(digits))
            near, far = self._wide(f"{name}.low"), self._wide(f"{name}.high")
            ends = (near, far) if factor > 0 else (far, near)
            low.append(f"{factor} * {ends[0]}")
            high.append(f"{factor} * {ends[1]}")
        bound = int(rule.bound.scaleb(digits + self._digits))
        above, below = f"{' + '.join(low)} > {bound}", f"{' + '.join(high)} < {bound}"
        beyond = {"<=": above, ">=": below}.get(rule.row.relation or "", f"({above} OR {below})")
        return f"coalesce({beyond}, FALSE)"

    def _product(self, rule: Rule, names: dict[int, str]) -> str:
        """Z times k against x times (y + c); x and z are amounts, y in percent: all in whole numbers of 10^-digits."""
        z, x, y = (names[id(rule.role(role)[0])] for role in "zxy")
        digits = self._digits
        factor, addend = int((rule.row.factor or Decimal(0)).scaleb(digits)), int((rule.row.addend or Decimal(0)).scaleb(digits))
        ends = ", ".join(f"{self._wide(f'{x}.{one}')} * ({y}.{other} + {addend})" for one in ("low", "high") for other in ("low", "high"))
        return f"({self._wide(f'{z}.low')} * {factor} > greatest({ends}) OR {self._wide(f'{z}.high')} * {factor} < least({ends}))"
