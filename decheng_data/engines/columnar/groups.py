"""The figures of one release, period and area held against each other: keys that are shared, linear rules of named figures, figures expected.

Rules are a sparse matrix: each figure is joined with the terms that take it, scaled to whole numbers, and summed by group and rule. An interval's
end that is infinite is null, and a sum with a null is no sum. Which terms are there is told by a sum of powers of two.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.engines.columnar.decisions import Doubt, GroupPlace
from decheng_data.engines.columnar.survey import GROUP, cell_text, listed, literal
from decheng_data.periods import Period
from decheng_data.quantities import QUALIFIERS
from decheng_data.reports import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.engines.columnar.coded import Coded
    from decheng_data.engines.columnar.decisions import Decisions
    from decheng_data.engines.columnar.sessions import Session
    from decheng_data.engines.columnar.survey import Layout, Seen
    from decheng_data.evaluations import CodeLists
    from decheng_data.rules import Rule, Term

WORD_BITS = 62
_KEYS = ("indicator_id", "measure", "comparison")
_MOST_WORDS = 8
_WIDE_LIMIT, _LONG_LIMIT = Decimal(10) ** 37, Decimal(2) ** 62
_MEANINGS = {meaning: number for number, meaning in enumerate(("plain", "somewhat_above", "above", "nearly", "about", "below"))}


def survey_groups(layout: Layout, seen: list[Seen]) -> dict[str, Counter[str | None]]:
    """Make the table `groups`, with the rows of each group and a bit for each key in it, and count the rows of each release, period and area."""
    session = layout.session
    keys = {key: number for number, key in enumerate(dict.fromkeys(tuple(each.raw[_CODE[name]] for name in _KEYS) for each in seen))}
    words = -(-len(keys) // WORD_BITS)
    if words <= _MOST_WORDS:
        session.put("keys", {**dict.fromkeys(_KEYS, session.word), "word": "BIGINT", "bit": "BIGINT"}, _key_rows(keys))
        on = " AND ".join(f"figures.{name} IS NOT DISTINCT FROM keys.{name}" for name in _KEYS)
        bits = ", ".join(f"coalesce(bit_or(CASE WHEN word = {word} THEN bit END), 0) AS bits{word}" for word in range(words))
        different = " + ".join(f"bit_count(bits{word})" for word in range(words)) or "0"
        source = f"figures JOIN keys ON {on}"
    else:
        bits, different, source = f"count(DISTINCT struct({', '.join(_KEYS)})) AS bits0", "bits0", "figures"
    names = ", ".join(layout.cell(name) + f" AS {name}" for name in GROUP)
    session.keep("groups", f"SELECT {names}, count(*) AS number, {bits} FROM {source} GROUP BY 1, 2, 3")
    session.keep("sharing", f"SELECT {', '.join(GROUP)} FROM groups WHERE number <> {different}")
    return {name: _counted(layout, name) for name in GROUP}


_CODE = {"indicator_id": 0, "measure": 1, "unit": 2, "comparison": 3}


def _key_rows(keys: dict[tuple[Any, ...], int]) -> Iterator[tuple[Any, ...]]:
    for key, number in keys.items():
        yield (*key, number // WORD_BITS, 1 << number % WORD_BITS)


def _counted(layout: Layout, name: str) -> Counter[str | None]:
    """Rows by cell; of releases, which are many, only those whose id is not surely in order."""
    where = f"WHERE NOT {layout.sure(name)}" if name == "release_id" else ""
    counted: Counter[str | None] = Counter()
    for cell, number in layout.session.query(f"SELECT {name}, CAST(sum(number) AS BIGINT) FROM groups AS figures {where} GROUP BY 1"):
        counted[cell_text(cell)] += number
    return counted


class Entry(NamedTuple):
    """One term of one rule on one combination: what it adds to the sum, in whole numbers."""

    number: int
    bit: int
    factor: int
    half: int
    unit: int
    meaning: int


class Groups:
    """Decides rules of named figures by group."""

    def __init__(self, coded: Coded, seen: list[Seen], codes: CodeLists, decisions: Decisions) -> None:
        self._layout, self._seen, self._codes, self._decisions = coded.layout, seen, codes, decisions
        self.layout, self.coded, self._session = coded.layout, coded, coded.layout.session
        self.number_of = {each.combination: number for number, each in enumerate(seen)}
        self.digits = digits_of(coded.layout, seen)
        self.scale_digits = max((_digits(unit.scale) for unit in codes.units.values()), default=0)
        self.doubts: list[Doubt] = []

    def decide(self, rules: list[Rule]) -> None:
        """Count the outcomes of linear rules whose terms are named and of this period, and tell the groups that fail."""
        entries = [(seen, entry) for number, rule in enumerate(rules) for seen in self._seen for entry in self._entries(number, rule, seen)]
        evaluated: set[int] = set()
        if entries:
            wide = self._whole(rules, entries)
            for number, outcome, count, places in self._outcomes(rules, entries, wide):
                evaluated.add(number)
                if outcome == "doubtful":
                    self.doubts += [Doubt(rules[number].rule_id, GroupPlace(*place), None) for place in places]
                else:
                    self._note(rules[number], Outcome(outcome), count, places)
        for number, rule in enumerate(rules):
            if number not in evaluated:
                self._decisions.count(rule.rule_id, Outcome.NOT_APPLICABLE, reason="no figure that it speaks of")

    def _note(self, rule: Rule, outcome: Outcome, count: int, places: Iterable[Any]) -> None:
        self._decisions.count(rule.rule_id, outcome, count, "a figure that it needs is missing" if outcome is Outcome.NOT_APPLICABLE else "")
        if outcome is Outcome.FAILED:
            told = self._decisions.groups.setdefault(rule.rule_id, set())
            told.update(GroupPlace(*place) for place in places)

    def _entries(self, number: int, rule: Rule, seen: Seen) -> Iterator[Entry]:
        if seen.combination.comparison in ("none", "previous_year") and seen.least is not None:
            for position, term in enumerate(rule.terms):
                if self._takes(term, seen):
                    bit = 1 << position if self._suits(rule, seen) else 0
                    yield self._entry(seen, term.coefficient, _coefficient_digits(rule, self._codes), number, bit)

    def entries_of(self, seen: Seen, coefficient: Decimal) -> Iterator[Entry]:
        """What a figure of the combination stands for in the base unit, times a coefficient, in whole numbers of 10^-(digits + scale_digits)."""
        yield self._entry(seen, coefficient, self.scale_digits, 0, 0)

    def _entry(self, seen: Seen, coefficient: Decimal, more_digits: int, number: int, bit: int) -> Entry:
        combination = seen.combination
        unit, decimals = self._codes.units[combination.unit or ""], int(combination.decimals or 0)
        exact = combination.in_words or combination.measure == "rank" or (unit.counted and unit.scale == 1 and not combination.qualifier)
        half = 0 if exact else 5 * 10 ** (self.digits - decimals - 1)
        meaning = 0 if exact or not combination.qualifier else _MEANINGS[QUALIFIERS[combination.qualifier]]
        return Entry(number, bit, _whole_of(coefficient * unit.scale, more_digits), half, 10 ** (self.digits - decimals), meaning)

    def _takes(self, term: Term, seen: Seen) -> bool:
        combination = seen.combination
        return term.takes(combination.indicator_id or "", combination.measure or "", self._codes.units[combination.unit or ""])

    def _suits(self, rule: Rule, seen: Seen) -> bool:
        return rule.unit is None or rule.unit.dimension == self._codes.units[seen.combination.unit or ""].dimension

    def _put(self, entries: list[tuple[Seen, Entry]], wide: str) -> None:
        names = {"combo": "INTEGER", "decimals": "BIGINT", "status": self._session.word}
        numbers = {"number": "BIGINT", "bit": "BIGINT", "factor": wide, "half": wide, "last": wide, "meaning": "BIGINT"}
        rows = ((self.number_of[c], int(c.decimals or 0), c.obs_status, *entry) for c, entry in ((seen.combination, entry) for seen, entry in entries))
        self._session.put("terms", names | numbers, dict.fromkeys(rows))

    def _whole(self, rules: list[Rule], entries: list[tuple[Seen, Entry]]) -> str:
        """The type in which no sum can overflow."""
        most: Counter[tuple[int, int]] = Counter()
        for seen, entry in entries:
            value = max(abs(seen.least or Decimal(0)), abs(seen.greatest or Decimal(0))) * 10**self.digits
            size = (value + max(value, entry.half, entry.unit)) * abs(entry.factor)
            most[(entry.number, entry.bit)] = max(most[(entry.number, entry.bit)], int(size))
        sums: Counter[int] = Counter()
        for (number, _), size in most.items():
            sums[number] += size
        for number, rule in enumerate(rules):
            sums[number] = max(sums[number], abs(self._bound(rule)))
        return "BIGINT" if max(sums.values()) < _LONG_LIMIT else self._session.wide

    def _bound(self, rule: Rule) -> int:
        return _whole_of(rule.bound, self.digits + _coefficient_digits(rule, self._codes))

    def _outcomes(self, rules: list[Rule], entries: list[tuple[Seen, Entry]], wide: str) -> Iterator[tuple[int, str, int, list[Any]]]:
        session, limit = self._session, self._decisions.limit
        sums = f"SELECT number, place, count(*) AS terms, bit_or(bit) AS bits, count(low) AS lows, sum(low) AS low, count(high) AS highs, sum(high) AS high FROM ({self.contributions(entries, wide)}) GROUP BY 1, 2"
        session.keep("sums", f"SELECT s.*, {_outcome(rules, self._bound)} AS outcome FROM ({sums}) s{self._first_months(rules)}")
        for number, outcome, count in session.query("SELECT number, outcome, count(*) FROM sums GROUP BY 1, 2"):
            wanted = (
                f"SELECT release_id, period, area FROM sums JOIN named USING (place) WHERE number = {number} AND outcome = {literal(outcome)} ORDER BY 1, 2, 3"
            )
            places = session.query(f"{wanted} LIMIT {limit}" if outcome == "failed" else wanted) if outcome in ("failed", "doubtful") else []
            yield number, outcome, count, places

    def _first_months(self, rules: list[Rule]) -> str:
        """The condition that keeps, of rules that speak only of so many months since January, the groups of such a period."""
        parts = []
        for number, rule in enumerate(rules):
            if rule.row.months:
                periods = f"SELECT place FROM named WHERE period IN ({listed(self.periods_of(rule.row.months))})"
                parts.append(f"(s.number <> {number} OR s.place IN ({periods}))")
        return f" WHERE {' AND '.join(parts)}" if parts else ""

    def periods_of(self, months: int) -> list[str]:
        """The periods of the archive that are the first so many months of a year."""
        texts = [text for (text,) in self._session.query("SELECT DISTINCT period FROM named") if is_period(text)]
        return [text for text in texts if Period.parse(text).is_cumulative and Period.parse(text).months == months] or [""]

    def contributions(self, entries: list[tuple[Seen, Entry]], wide: str) -> str:
        """A query of what each figure adds: number and bit of its entry, its group, the ends `low` and `high`, and its status."""
        self._put(entries, wide)
        value = f"CAST(c.value AS {wide}) * {10 ** (self.digits - self._layout.scale)}"
        low, high = interval(value, self._session, any(entry.meaning for _, entry in entries), wide, self.digits)
        inner = f"SELECT number, bit, factor, place, status, {low} AS least, {high} AS most FROM coded c JOIN terms t ON t.combo = c.combo"
        ends = "factor * CASE WHEN factor > 0 THEN least ELSE most END AS low, factor * CASE WHEN factor > 0 THEN most ELSE least END AS high"
        return f"SELECT number, bit, place, status, {ends} FROM ({inner})"


def _outcome(rules: list[Rule], bound: Any) -> str:
    """The outcome of one group's sums: more figures than different terms is a case for the exact engine, told as `doubtful`."""
    parts = []
    for number, rule in enumerate(rules):
        above = f"(lows = terms AND low > {bound(rule)})"
        below = f"(highs = terms AND high < {bound(rule)})"
        beyond = {"<=": above, ">=": below}.get(rule.row.relation or "", f"({above} OR {below})")
        full = 2 ** len(rule.terms) - 1
        parts.append(
            f"WHEN {number} THEN CASE WHEN terms > bit_count(bits) THEN 'doubtful' WHEN bits <> {full} THEN 'not_applicable' WHEN {beyond} THEN 'failed' ELSE 'passed' END"
        )
    return f"CASE number {' '.join(parts)} END"


def interval(value: str, session: Session, qualified: bool, wide: str, digits: int) -> tuple[str, str]:
    """The ends of the interval that a figure stands for, in the printed unit, as whole numbers of 10^-digits; null where infinite. Joined with `t`."""
    if not qualified:
        return f"{value} - t.half", f"{value} + t.half"
    size = f"abs({value})"
    step = f"CASE WHEN t.decimals > 0 OR {size} = 0 THEN t.last {_trailing(size, wide, digits)} END"
    near = f"least({step}, {session.tenth(size, wide)})"
    least = f"CASE t.meaning WHEN 1 THEN {size} WHEN 2 THEN {size} WHEN 3 THEN {size} - {near} WHEN 4 THEN {size} - {near} END"
    most = f"CASE t.meaning WHEN 1 THEN {size} + {step} WHEN 3 THEN {size} WHEN 4 THEN {size} + {near} WHEN 5 THEN {size} END"
    low = f"CASE WHEN t.meaning = 0 THEN {value} - t.half WHEN {value} >= 0 THEN {least} ELSE -({most}) END"
    high = f"CASE WHEN t.meaning = 0 THEN {value} + t.half WHEN {value} >= 0 THEN {most} ELSE -({least}) END"
    return low, high


def _trailing(size: str, wide: str, digits: int) -> str:
    """One unit of the last digit that is not zero, of a whole number."""
    steps = [10 ** (digits + zeros) for zeros in range(15)]
    return (
        " ".join(f"WHEN {size} % CAST({step * 10} AS {wide}) <> 0 THEN CAST({step} AS {wide})" for step in steps)
        + f" ELSE CAST({10 ** (digits + 15)} AS {wide})"
    )


def digits_of(layout: Layout, seen: list[Seen]) -> int:
    """Digits after the point with which every value, half a unit of its last digit, and a tenth of it are whole numbers."""
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
    return max(_digits(value) for value in [*(term.coefficient for term in rule.terms), rule.bound]) + max(map(_digits, scales))


def _digits(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _whole_of(value: Decimal, digits: int) -> int:
    scaled_value = value.scaleb(digits)
    return int(scaled_value)
