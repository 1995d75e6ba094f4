"""The figures of one release, period and area compared with each other: keys that are shared, linear rules of named
figures, figures expected.

A group is one row of the table `spread`; a rule's outcome there is an expression of the row's figures, scaled to
whole numbers. An interval's end that is infinite is null, and a sum with a null is no sum.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.pivot import (
    DOUBTFUL,
    FAILED,
    NOT_APPLICABLE,
    PASSED,
    SILENT,
    Entry,
    Judged,
    Terms,
    kind_of,
)
from decheng_data.archive.columnar.scan import listed
from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.finding import Outcome
from decheng_data.model.period import Period
from decheng_data.model.quantity import MEANINGS, meaning_of
from decheng_data.rules.observation import Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.archive.columnar.decisions import Decisions
    from decheng_data.archive.columnar.scan import Layout, Seen
    from decheng_data.archive.columnar.spread import Spread
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.rule import Rule, Term

_MISSING: Bilingual = Bilingual("a figure that it needs is missing", "缺少它所需的数据")


class Groups:
    """Decides rules of named figures by group."""

    def __init__(self, spread: Spread, seen: list[Seen], codes: CodeLists, decisions: Decisions) -> None:
        self.seen, self.codes, self.decisions = seen, codes, decisions
        coded = spread.coded
        self.spread, self.coded, self.layout, self.session = spread, coded, coded.layout, coded.layout.session
        self.digits = digits_of(coded.layout, seen)
        self.scale_digits = max((_digits(unit.scale) for unit in codes.units.values()), default=0)
        self.terms = Terms(
            self.session, coded.layout.scale, self.digits, coded.value_kind, has_doubles=spread.has_twice
        )

    @property
    def usable(self) -> list[str]:
        """The condition that keeps the rows that rules apply to, or none where all are."""
        return list(filter(None, [self.coded.cells.usable]))

    def decide(self, rules: list[Rule]) -> None:
        """Count the outcomes of rules whose terms are named, and note the groups that fail. Needs the table `spread`.

        Products, and rules with terms of other periods, are left to the exact engine.
        """
        met = [rule for rule in rules if any(self.entries(rule, term) for term in rule.terms)]
        linear = [rule for rule in met if rule.row.kind == "linear" and not rule.references]
        for rule in met:
            self.decisions.doubt(rule.rule_id, () if rule in linear else self._for_exact(rule))
        judged = Judged(self.session, "judged")
        verdicts = [self._verdict(rule) for rule in linear]
        named = " JOIN named n ON n.place = w.place" if any(rule.row.months for rule in linear) else ""
        for number, counts in enumerate(judged.counted(verdicts, f"spread w{named}")):
            self._note(linear[number], counts, number, judged)
        for rule in rules:
            if rule.rule_id not in self.decisions.doubts and not self.decisions.is_counted(rule.rule_id):
                self.decisions.count_none(rule.rule_id)

    def _for_exact(self, rule: Rule) -> list[tuple[Any, ...]]:
        """The groups in which the exact engine must decide a rule: all of the areas that have one of its figures."""
        there = " OR ".join(f"a{entry.combo} IS NOT NULL" for term in rule.terms for entry in self.entries(rule, term))
        areas = f"SELECT n.area FROM spread w JOIN named n ON n.place = w.place WHERE {there}"
        return self.session.query(
            f"SELECT n.release_id, n.period, n.area FROM spread w JOIN named n ON n.place = w.place WHERE n.area IN ({areas})"
        )

    def _note(self, rule: Rule, counts: dict[int, int], number: int, judged: Judged) -> None:
        note_outcomes(rule, counts, self.decisions)
        if counts.get(FAILED):
            places = self.decisions.groups.setdefault(rule.rule_id, set())
            places.update(Group(*place) for place in judged.places(number, FAILED, self.decisions.limit))
        if counts.get(DOUBTFUL):
            self.decisions.doubt(rule.rule_id, judged.places(number, DOUBTFUL))

    def entries(self, rule: Rule, term: Term) -> list[Entry]:
        """The combinations that a term takes."""
        digits = _coefficient_digits(rule, self.codes)
        return [
            self.entry(number, term.coefficient, digits, suits=self._suits(rule, seen))
            for number, seen in enumerate(self.seen)
            if seen.combination.comparison in ("none", "previous_year")
            and seen.least is not None
            and self._takes(term, seen)
        ]

    def entry(self, number: int, coefficient: Decimal, more_digits: int, *, suits: bool = True) -> Entry:
        """The interval of a figure of a combination in the base unit, times a coefficient, in whole numbers of
        10^-(digits + more_digits).
        """
        combination = self.seen[number].combination
        unit, decimals = self.codes.units[combination.unit or ""], int(combination.decimals or 0)
        meaning = meaning_of(
            combination.qualifier,
            exact=combination.in_words or combination.measure == "rank",
            one_by_one=unit.counted and unit.scale == 1,
        )
        half = 5 * 10 ** (self.digits - decimals - 1) if meaning == "rounded" else 0
        size = self._size(self.seen[number])
        return Entry(
            number,
            _whole(coefficient * unit.scale, more_digits),
            half,
            10 ** (self.digits - decimals),
            MEANINGS[meaning],
            decimals,
            size,
            suits,
        )

    def most(self, entries: Iterable[Entry]) -> int:
        """No end of what the entries take is further from 0."""
        return max(
            ((each.size + max(each.size, each.half, each.unit)) * abs(each.factor) for each in entries), default=0
        )

    def least(self, entry: Entry) -> int:
        """The least figure of a combination, in whole numbers of 10^-digits."""
        return int((self.seen[entry.combo].least or Decimal(0)) * 10**self.digits)

    def _size(self, seen: Seen) -> int:
        return int(max(abs(seen.least or Decimal(0)), abs(seen.greatest or Decimal(0))) * 10**self.digits)

    def _takes(self, term: Term, seen: Seen) -> bool:
        combination = seen.combination
        return term.takes(
            combination.indicator_id or "", combination.measure or "", self.codes.units[combination.unit or ""]
        )

    def _suits(self, rule: Rule, seen: Seen) -> bool:
        return rule.unit is None or rule.unit.dimension == self.codes.units[seen.combination.unit or ""].dimension

    def _bound(self, rule: Rule) -> int:
        return _whole(rule.bound, self.digits + _coefficient_digits(rule, self.codes))

    def _verdict(self, rule: Rule) -> str:
        """The outcome of a rule in a row: two figures for one term, or one whose unit does not suit, is a case for the
        exact engine.
        """
        entries = [self.entries(rule, term) for term in rule.terms]
        bound = self._bound(rule)
        kind = kind_of(sum(map(self.most, entries)) + abs(bound), self.session)
        taken = [self.terms.taken("w", each, kind or self.session.wide) for each in entries]
        silent = " AND ".join(each.is_absent for each in taken)
        several = [condition for each in taken for condition in (*each.is_several, *each.is_unsuited)]
        doubtful = (
            " OR ".join([*self.terms.is_twice("w", (entry for each in entries for entry in each)), *several]) or "FALSE"
        )
        doubtful = doubtful if kind else "TRUE"
        missing = " OR ".join(each.is_absent for each in taken)
        beyond = is_beyond(rule, " + ".join(each.low for each in taken), " + ".join(each.high for each in taken), bound)
        other = (
            f"WHEN n.period NOT IN ({listed(self.periods_of(rule.row.months))}) THEN {SILENT} "
            if rule.row.months
            else ""
        )
        steps = f"WHEN {silent} THEN {SILENT} WHEN {doubtful} THEN {DOUBTFUL} WHEN {missing} THEN {NOT_APPLICABLE} WHEN {beyond} THEN {FAILED}"
        return f"CASE {other}{steps} ELSE {PASSED} END"

    def periods_of(self, months: int) -> list[str]:
        """The periods of the archive that are the first so many months of a year."""
        texts = [text for (text,) in self.session.query("SELECT DISTINCT period FROM named") if is_period(text)]
        return [text for text in texts if Period.parse(text).is_cumulative and Period.parse(text).months == months] or [
            ""
        ]


def note_outcomes(rule: Rule, counts: dict[int, int], decisions: Decisions) -> None:
    """Count the outcomes of a rule."""
    for number, outcome in (
        (PASSED, Outcome.PASSED),
        (FAILED, Outcome.FAILED),
        (NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ):
        reason = _MISSING if number == NOT_APPLICABLE else NOTHING
        decisions.count(rule.rule_id, outcome, counts.get(number, 0), reason)


def is_beyond(rule: Rule, low: str, high: str, bound: int) -> str:
    """The condition that a sum lies beyond the rule's bound for certain; an end that is null is infinite."""
    above, below = f"{low} > {bound}", f"{high} < {bound}"
    return f"coalesce({ {'<=': above, '>=': below}.get(rule.row.relation or '', f'({above} OR {below})') }, FALSE)"


def digits_of(layout: Layout, seen: list[Seen]) -> int:
    """Digits after the point with which every value, half a unit of its last digit, and a tenth of it are whole
    numbers.
    """
    decimals = max((int(each.combination.decimals or 0) for each in seen), default=0)
    return max(decimals, layout.scale) + 1


def is_period(text: str | None) -> bool:
    """Whether a cell is a period."""
    try:
        return text is not None and bool(Period.parse(text))
    except ValueError:
        return False


def _coefficient_digits(rule: Rule, codes: CodeLists) -> int:
    scales = [unit.scale for unit in codes.units.values()]
    return max(_digits(value) for value in [*(term.coefficient for term in rule.terms), rule.bound]) + max(
        map(_digits, scales)
    )


def _digits(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _whole(value: Decimal, digits: int) -> int:
    scaled_value = value.scaleb(digits)
    return int(scaled_value)
