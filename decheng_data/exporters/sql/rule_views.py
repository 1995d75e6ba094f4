"""Linear rules as views of DuckDB that list their own violations, in the interval arithmetic of `model.quantity` and
with the look-ups of `rules.exact`.

`figures` has each figure's interval in its base unit; an end that is infinite is NULL, and as NULL compares with
nothing and makes every sum NULL, a rule fails only at a finite end. A figure is shown as `printed.signed` has
it: in its printed form, with its sign. The views read the tables, so they also judge rows that are changed or added
later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.exporters.sql.tables import literal
from decheng_data.model.numerals import CHINESE_DIGITS
from decheng_data.model.printed import FALL_WORDS, RISE_WORDS
from decheng_data.model.quantity import MEANINGS, QUALIFIERS
from decheng_data.rules.observation import IN_WORDS
from decheng_data.rules.rule import RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from decheng_data.exporters.contents import Contents
    from decheng_data.rules.rule import Rule, Term

_EXACT_DIGITS = "DECIMAL(38, 10)"
"""Ten decimals: half a unit of the ninth printed one."""
_COMPARED = "('none', 'previous_year')"
_REFERENCES = {
    "same": "f.group_ordinal = g.group_ordinal",
    "previous_year": "f.first_year = g.first_year - 1 AND f.first_month = g.first_month AND f.months = g.months",
    "full_year": (
        "f.first_year = g.first_year AND f.first_month = 1 AND f.months = 12 AND NOT (g.first_month = 1 AND g.months"
        " = 12)"
    ),
    "previous_cumulative": (
        "g.first_month = 1 AND f.first_month = 1 AND f.first_year = g.first_year AND f.months < g.months"
    ),
}
"""Where a term's figure is, seen from a group g. A figure of another release must have its area and its
coverage."""
_BOUNDS = {"indicator_minimum": "i.minimum", "indicator_maximum": "i.maximum", "units_compared": "a.units_compared"}
_DIGIT = rf"\p{{Nd}}{CHINESE_DIGITS}"
_HAS_SIGN = f"^[^{_DIGIT}]*([+＋−－-]|{'|'.join((*FALL_WORDS, *RISE_WORDS))})"
_MINUS = literal(r"-\0")
_ONCE = "all_figures"
"""The figures, computed once for all rules."""


class _Compared(NamedTuple):
    """The ends of the sum of a rule's terms, and the bound, as SQL."""

    low: str
    high: str
    bound: str

    def beyond(self, rule: Rule) -> str:
        """Whether the rule fails."""
        above, below = f"{self.low} > {self.bound}", f"{self.high} < {self.bound}"
        return above if rule.row.relation == "<=" else below if rule.row.relation == ">=" else f"({above} OR {below})"


def rule_views(contents: Contents) -> Iterator[tuple[str, str, str]]:
    """Name, statement and meaning of each view: `figures`, one `violations_…` a linear rule, and `violations` of all of
    them.
    """
    yield (
        "figures",
        _figures(contents),
        "The figures with the interval of each, in the base unit; an infinite end is NULL.",
    )
    rules = _linear_rules(contents)
    for rule in rules:
        name = f"violations_{rule.rule_id.replace('-', '_')}"
        yield (
            name,
            f"CREATE VIEW {name} AS\n{_violations(rule, 'figures')};",
            f"Violations of {rule.rule_id}: {rule.row.title_en} / {rule.row.title_zh}",
        )
    bodies = (
        "\nUNION ALL\n".join(f"({_violations(rule, _ONCE)})" for rule in rules)
        or "SELECT rule_id FROM rules WHERE false"
    )
    statement = f"CREATE VIEW violations AS\nWITH {_ONCE} AS MATERIALIZED (SELECT * FROM figures)\n{bodies};"  # noqa: S608  # names and numbers of this library
    yield "violations", statement, "The violations of all linear rules. Empty: none is broken."


def _violations(rule: Rule, source: str) -> str:
    return _query_of_figures(rule, source) if rule.is_each else _query_of_groups(rule, source)


def _linear_rules(contents: Contents) -> list[Rule]:
    rows: dict[str, tuple[Any, ...]] = {name: contents.tables[name].rows for name in ("rules", "rule_terms", "units")}
    units = {row.unit_id: row for row in rows["units"]}
    rules = RuleSet.from_rows(
        ((None, row) for row in rows["rules"]), rows["rule_terms"], indicators=contents.keyed("indicators"), units=units
    )
    return [rule for rule in rules if rule.row.kind == "linear"]


def _figures(contents: Contents) -> str:
    scale = f"CAST(u.scale AS DECIMAL(38, {contents.tables['units'].scale('scale')}))"
    meanings = "".join(
        f" WHEN o.qualifier = {literal(word)} THEN {literal(meaning)}" for word, meaning in QUALIFIERS.items()
    )
    steps = {"half": "half", "near": "near", "digit": "last_digit"}
    ends = {meaning: reaches.in_sql("magnitude", steps) for meaning, reaches in MEANINGS.items()}
    least, most = (
        "".join(f" WHEN {literal(meaning)} THEN {each[end]}" for meaning, each in ends.items()) for end in (0, 1)
    )
    in_words = ", ".join(map(literal, sorted(IN_WORDS)))
    return f"""CREATE VIEW figures AS
WITH parsed AS (
  SELECT o.rowid AS ordinal, o.*, r.coverage, u.dimension, u.counted, {scale} AS scale,
    CASE WHEN o.measure = 'rank' OR o.printed IN ({in_words}) THEN 'exact'{meanings}
      WHEN u.counted AND u.scale = 1 THEN 'exact' ELSE 'rounded' END AS meaning,
    CASE WHEN o.value >= 0 OR o.printed IN ({in_words}) OR regexp_matches(o.printed, {literal(_HAS_SIGN)}) THEN o.printed
      ELSE regexp_replace(o.printed, {literal(f"[{_DIGIT}]")}, {_MINUS}) END AS signed,
    CAST(abs(o.value) AS {_EXACT_DIGITS}) AS magnitude,
    CAST(o.period[1:4] AS INTEGER) AS first_year,
    CASE WHEN length(o.period) = 4 THEN 1
      WHEN o.period[6] = 'S' THEN CAST(o.period[7] AS INTEGER) * 6 - 5
      WHEN o.period[6] = 'Q' THEN CAST(o.period[7] AS INTEGER) * 3 - 2
      ELSE CAST(o.period[6:7] AS INTEGER) END AS first_month,
    CASE WHEN length(o.period) = 4 THEN 12
      WHEN o.period[6] = 'S' THEN 6
      WHEN o.period[6] = 'Q' THEN 3
      WHEN contains(o.period, '/') THEN CAST(regexp_extract(o.period, 'P([0-9]+)M', 1) AS INTEGER)
      ELSE 1 END AS months
  FROM observations AS o JOIN units AS u ON u.unit_id = o.unit JOIN releases AS r ON r.release_id = o.release_id
), digits AS (
  SELECT *,
    min(ordinal) OVER (PARTITION BY release_id, area, first_year, first_month, months) AS group_ordinal,
    CAST('0.' || repeat('0', decimals) || '5' AS {_EXACT_DIGITS}) AS half,
    CASE WHEN decimals > 0 THEN CAST('0.' || repeat('0', decimals - 1) || '1' AS {_EXACT_DIGITS})
      WHEN value = 0 OR value <> trunc(value) THEN CAST(1 AS {_EXACT_DIGITS})
      ELSE CAST('1' || repeat('0', length(whole) - length(rtrim(whole, '0'))) AS {_EXACT_DIGITS}) END AS last_digit
  FROM (SELECT *, CAST(CAST(trunc(magnitude) AS DECIMAL(38, 0)) AS VARCHAR) AS whole FROM parsed)
), widths AS (
  SELECT *, CAST(least(last_digit, CAST(magnitude AS DECIMAL(37, 9)) * 0.1) AS {_EXACT_DIGITS}) AS near FROM digits
), magnitudes AS (
  SELECT *,
    CASE meaning{least} END AS least_magnitude,
    CASE meaning{most} END AS most_magnitude
  FROM widths
)
SELECT ordinal, group_ordinal, release_id, coverage, indicator_id, measure, period, first_year, first_month, months, area,
  comparison, printed, dimension, counted, indicator_id || ' ' || measure || ' ' || signed AS told,
  scale * CAST(CASE WHEN value >= 0 THEN least_magnitude ELSE -most_magnitude END AS {_EXACT_DIGITS}) AS low,
  scale * CAST(CASE WHEN value >= 0 THEN most_magnitude ELSE -least_magnitude END AS {_EXACT_DIGITS}) AS high
FROM magnitudes;"""  # noqa: S608  # words and numbers of this library, quoted


def _query_of_figures(rule: Rule, source: str) -> str:
    """A rule of single figures: each that its term takes, whatever it is compared with."""
    (term,) = rule.terms
    compared = _Compared(*_times(term.coefficient, "f"), _bound(rule))
    return f"""{_violation(rule, "f", ["f"], compared)}
FROM {source} AS f JOIN indicators AS i ON i.indicator_id = f.indicator_id LEFT JOIN areas AS a ON a.area_id = f.comparison
WHERE {_all([*_filters(term, "f"), *_unit_filter(rule, "f"), compared.beyond(rule)])}
ORDER BY f.ordinal"""


def _bound(rule: Rule) -> str:
    """What a figure f is compared with; NULL, beyond which nothing is, where nothing states it."""
    source, stated = rule.row.bound_source or "", _number(rule.bound)
    return f"CASE WHEN f.comparison <> 'plan' THEN {stated} END" if source == "whole" else _BOUNDS.get(source, stated)


def _query_of_groups(rule: Rule, source: str) -> str:
    """A rule that compares figures of one release, period and area with each other, or with those of another
    period.
    """
    each_indicator = rule.is_each_indicator
    tables = [f"t{number}" for number in range(1, len(rule.terms) + 1)]
    parts = [
        _figure_of_term(term, name, source, rule.row.months, each_indicator=each_indicator)
        for term, name in zip(rule.terms, tables, strict=True)
    ]
    joins = "".join(
        f" JOIN {name} USING (seen_from{', indicator_id' if each_indicator else ''})" for name in tables[1:]
    )
    ends = [_times(term.coefficient, name) for term, name in zip(rule.terms, tables, strict=True)]
    low, high = (" + ".join(each) for each in zip(*ends, strict=True))
    compared = _Compared(low, high, _number(rule.bound))
    return f"""WITH {", ".join(parts)}
{_violation(rule, "g", tables, compared)}
FROM t1{joins} JOIN {source} AS g ON g.ordinal = t1.seen_from
WHERE {_all([*_summable(rule, each_indicator=each_indicator), *(each for name in tables for each in _unit_filter(rule, name)), compared.beyond(rule)])}
ORDER BY g.ordinal"""


def _figure_of_term(term: Term, name: str, source: str, months: int | None, *, each_indicator: bool) -> str:
    """The figure that a term takes, seen from the first figure of each group: of several the one compared with nothing,
    else the first.
    """
    first_of_group = [
        "g.ordinal = g.group_ordinal",
        *([f"g.first_month = 1 AND g.months = {months}"] if months is not None else []),
    ]
    others = [] if term.reference == "same" else ["f.area = g.area", "f.coverage = g.coverage"]
    where = [
        *first_of_group,
        *others,
        _REFERENCES[term.reference],
        f"f.comparison IN {_COMPARED}",
        *_filters(term, "f"),
    ]
    order = "f.months DESC, f.group_ordinal, f.comparison, f.ordinal"
    return f"""{name} AS (
  SELECT g.ordinal AS seen_from, f.* FROM {source} AS g JOIN {source} AS f ON {_all(where)}
  QUALIFY row_number() OVER (PARTITION BY g.ordinal{", f.indicator_id" if each_indicator else ""} ORDER BY {order}) = 1
)"""  # noqa: S608  # as above


def _filters(term: Term, table: str) -> Iterator[str]:
    for column, value in (
        ("indicator_id", term.indicator_id),
        ("measure", term.measure),
        ("dimension", term.dimension),
    ):
        if value is not None:
            yield f"{table}.{column} = {literal(value)}"
    if term.counted is not None:
        yield f"{table}.counted = {str(term.counted).lower()}"


def _unit_filter(rule: Rule, table: str) -> Iterator[str]:
    if rule.unit is not None:
        yield f"{table}.dimension = {literal(rule.unit.dimension)}"


def _summable(rule: Rule, *, each_indicator: bool) -> Iterator[str]:
    """What is summed since January and cannot fall, where a rule of each indicator compares cumulative figures with
    each other.
    """
    if each_indicator and any(term.reference in ("previous_cumulative", "full_year") for term in rule.terms):
        yield "t1.indicator_id IN (SELECT indicator_id FROM indicators WHERE cumulation = 'flow' AND minimum >= 0)"


def _times(coefficient: Decimal, table: str) -> tuple[str, str]:
    """Both ends of the interval of coefficient × figure; no coefficient is 0."""
    ends = (f"{_number(coefficient)} * {table}.low", f"{_number(coefficient)} * {table}.high")
    return ends if coefficient > 0 else (ends[1], ends[0])


def _violation(rule: Rule, group: str, tables: Iterable[str], compared: _Compared) -> str:
    """The columns of a violation."""
    figures = ", ".join(f"{name}.told" for name in tables)
    named = f"{literal(rule.rule_id)} AS rule_id, {literal(rule.row.severity)} AS severity"
    ends = f"{compared.low} AS low, {compared.high} AS high, {literal(rule.row.relation or '')} AS relation"
    group_columns = f"{group}.release_id, {group}.period, {group}.area"
    return f"SELECT {named}, {group_columns}, [{figures}] AS figures, {ends}, {compared.bound} AS bound"


def _number(value: Decimal) -> str:
    return (
        f"CAST('{value:f}' AS DECIMAL({max(1, len(f'{value:f}'.strip('-').replace('.', '')))},"
        f" {max(0, -int(value.as_tuple().exponent))}))"
    )


def _all(conditions: Iterable[str]) -> str:
    return " AND ".join(conditions)
