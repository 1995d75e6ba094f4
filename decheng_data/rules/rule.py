"""A rule: a relation that figures must satisfy, as data. No expressions, no code: two normal forms, a few small kinds.

- linear: `sum(coefficient × figure) <relation> bound`
- product: `z × factor = x × (y + addend)`
- integer, presence, printed, codes, place, unit, scope, status, coverage, copy: see `RuleRow.kind`
- revision, waiver: functions of these names, in `revisions` and `waivers`
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS, REFERENCE_WORDS_ZH
from decheng_data.model.quantity import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from decheng_data.model.rows import RuleRow, RuleTermRow, UnitRow

REVISION_RULES = (
    "revision-recorded",
    "record-not-dropped",
    "revision-ledger-true",
    "revision-within-tolerance",
    "records-revised-limited",
    "status-not-back",
    "vintage-moved",
    "version-fits-change",
    "vocabulary-stable",
    "definition-stable",
)
"""The rules of kind revision: each a function of two states of a package."""
BETWEEN_STATES = tuple(name for name in REVISION_RULES if name != "revision-ledger-true")
"""Those that need an earlier state; the ledger must agree with the figures in any state."""
WAIVER_RULES = ("waiver-expired", "waiver-unused")
"""The rules of kind waiver, which look at waivers.csv once all others have been run."""

_NAMED = {"revision": REVISION_RULES, "waiver": WAIVER_RULES}
_BOUNDED = ("revision-within-tolerance", "records-revised-limited")
_OF_EACH = ("integer", "printed", "codes", "place", "unit", "scope", "status", "coverage", "copy")
_ROLES = {"linear": "summand", **dict.fromkeys(_OF_EACH, "each")}


@dataclass(frozen=True, slots=True)
class Term:
    """Which figures a rule takes: None in a filter takes all; `coefficient` is 1 outside linear rules."""

    role: str
    coefficient: Decimal
    indicator_id: str | None
    measure: str | None
    reference: str
    dimension: str | None
    counted: bool | None

    def takes(self, indicator_id: str, measure: str, unit: UnitRow) -> bool:
        """Whether a figure passes the filters."""
        return (
            self.indicator_id in (None, indicator_id)
            and self.measure in (None, measure)
            and self.dimension in (None, unit.dimension)
            and self.counted in (None, unit.counted)
        )

    def of(self, indicator_id: str) -> Term:
        """A copy of the term for one indicator."""
        return replace(self, indicator_id=indicator_id)

    def __str__(self) -> str:
        scope = " ".join(
            part for part in (self.indicator_id or "each indicator", self.measure or "any measure") if part
        )
        return scope if self.reference == "same" else f"{scope} ({self.reference.replace('_', ' ')})"

    @property
    def chinese(self) -> str:
        """The figure of an indicator as a Chinese sentence names it."""
        return f"{self.indicator_id} 的{MEASURE_WORDS[self.measure or ''].zh}{REFERENCE_WORDS_ZH[self.reference]}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its terms. `row` holds its names, severity, ESS level and type as in rules.csv."""

    row: RuleRow
    terms: tuple[Term, ...]
    unit: UnitRow | None
    line: int | None = None

    @property
    def rule_id(self) -> str:
        """The stable, public name."""
        return self.row.rule_id

    def role(self, name: str) -> tuple[Term, ...]:
        """The terms of one role, in order."""
        return tuple(term for term in self.terms if term.role == name)

    @property
    def is_each(self) -> bool:
        """Whether the rule applies to each figure by itself, of whatever indicator."""
        return len(self.terms) == 1 and self.terms[0].reference == "same"

    @property
    def is_each_indicator(self) -> bool:
        """Whether the rule compares figures of one indicator, of whatever indicator."""
        return len(self.terms) > 1 and all(
            term.indicator_id is None and term.measure is not None for term in self.terms
        )

    @property
    def ordered_terms(self) -> tuple[Term, ...]:
        """The terms in the order in which their figures are reported: z, x and y in a product."""
        return (
            tuple(sorted(self.terms, key=lambda term: "zxy".index(term.role)))
            if self.row.kind == "product"
            else self.terms
        )

    def own(self, number: int) -> int:
        """Which of so many figures of an outcome is of the period of the evaluation; where some are missing,
        such a one comes first.
        """
        references = [term.reference for term in self.ordered_terms]
        return references.index("same") if number == len(references) and "same" in references else 0

    @property
    def references(self) -> list[str]:
        """The references of its terms that lead to other periods."""
        return sorted({term.reference for term in self.terms} - {"same"})

    @property
    def bound(self) -> Decimal:
        """The fixed bound in the base unit."""
        return EXACT.multiply(self.row.bound or Decimal(0), self.unit.scale if self.unit else Decimal(1))

    def __str__(self) -> str:
        """The rule in its normal form, for people."""
        return _FORMS.get(self.row.kind, _title)(self)


class RuleSet:
    """The rules of a package, in their order. `faults` holds those that cannot run, each with its line and the reason
    in both languages.
    """

    def __init__(self, rules: Iterable[Rule], faults: Iterable[tuple[RuleRow, int | None, Bilingual]] = ()) -> None:
        self._rules = {rule.rule_id: rule for rule in rules}
        self.faults = tuple(faults)

    @classmethod
    def from_rows(
        cls,
        rules: Iterable[tuple[int | None, RuleRow]],
        terms: Iterable[RuleTermRow],
        *,
        indicators: Collection[str],
        units: Mapping[str, UnitRow],
        unread: Collection[str] = (),
    ) -> RuleSet:
        """Put rules (each with its line in rules.csv) and terms together; a rule that cannot run, as those with an
        unread term, becomes a fault.
        """
        by_rule: dict[str, list[RuleTermRow]] = defaultdict(list)
        for term in terms:
            by_rule[term.rule_id].append(term)
        good, faults = [], []
        for line, row in rules:
            own = sorted(by_rule[row.rule_id], key=lambda term: term.term)
            if unknown := _UNREAD if row.rule_id in unread else _unknown(row, own, indicators, units):
                faults.append((row, line, unknown))
                continue
            rule = Rule(row, tuple(_term(term) for term in own), units[row.unit] if row.unit else None, line)
            if fault := _fault(rule):
                faults.append((row, line, fault))
            else:
                good.append(rule)
        return cls(good, faults)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[rule_id]

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleSet) and (self._rules, self.faults) == (other._rules, other.faults)

    __hash__ = None  # type: ignore[assignment]  # compared by its rules, as a list is


_UNREAD: Bilingual = Bilingual("a term of it in rule_terms.csv cannot be read", "rule_terms.csv 中有它的规则项无法读取")


def _unknown(
    row: RuleRow, terms: list[RuleTermRow], indicators: Collection[str], units: Mapping[str, UnitRow]
) -> Bilingual | None:
    """A code that a rule names and no readable row defines, or None."""
    for term in terms:
        if term.indicator_id is not None and term.indicator_id not in indicators:
            name = term.indicator_id
            return Bilingual(
                f"it names the indicator {name!r}, of which indicators.csv has no row that can be read",
                f"indicators.csv 中没有可读取的指标 {name}",
            )
    if row.unit is not None and row.unit not in units:
        return Bilingual(
            f"it is in the unit {row.unit!r}, of which units.csv has no row that can be read",
            f"units.csv 中没有可读取的单位 {row.unit}",
        )
    return None


def _term(row: RuleTermRow) -> Term:
    coefficient = Decimal(1) if row.coefficient is None else row.coefficient
    return Term(row.role, coefficient, row.indicator_id, row.measure, row.reference, row.dimension, row.counted)


def _fault(rule: Rule) -> Bilingual | None:
    """What keeps a rule from running, or None."""
    row = rule.row
    if row.kind in _NAMED:
        return _named_fault(rule)
    if not rule.terms:
        return Bilingual("it has no terms in rule_terms.csv", "rule_terms.csv 中没有它的规则项")
    if fault := _FAULTS.get(row.kind, _role_fault)(rule):
        return fault
    return _linear_fault(rule) if row.kind == "linear" else _scope_fault(rule)


def _product_fault(rule: Rule) -> Bilingual | None:
    row = rule.row
    if (
        sorted(term.role for term in rule.terms) != ["x", "y", "z"]
        or row.factor is None
        or row.factor <= 0
        or row.addend is None
    ):
        return Bilingual(
            "a product rule needs one term each of z, x and y, a factor above 0 and an addend",
            "product 规则须有 z、x、y 规则项各一，以及大于 0 的 factor 和 addend",
        )
    return None


def _presence_fault(rule: Rule) -> Bilingual | None:
    roles = {term.role for term in rule.terms}
    if "required" not in roles or not roles <= {"given", "required"}:
        return Bilingual(
            "a presence rule needs terms of the role required, and given where it has a condition",
            "presence 规则须有角色为 required 的规则项；有条件时另有角色为 given 的规则项",
        )
    return None


def _coverage_fault(rule: Rule) -> Bilingual | None:
    if (
        not rule.is_each_indicator
        or [term.reference == "same" for term in rule.terms] != [True, False]
        or rule.row.bound is None
    ):
        return Bilingual(
            (
                "a rule of kind coverage has two terms that name a measure and no indicator, the first of the same"
                " period and the other not, and a bound"
            ),
            "coverage 规则须有两个只写明度量、不写明指标的规则项（第一个同期，第二个不同期），以及 bound",
        )
    return _role_fault(rule)


def _status_fault(rule: Rule) -> Bilingual | None:
    if (
        not rule.is_each_indicator
        or len({term.measure for term in rule.terms}) != 2
        or len(rule.terms) != 2
        or rule.references
    ):
        return Bilingual(
            "a rule of kind status has two terms of the same period, which name a measure each and no indicator",
            "status 规则须有两个同期的规则项，各写明一个不同的度量、不写明指标",
        )
    return _role_fault(rule)


def _role_fault(rule: Rule) -> Bilingual | None:
    kind, roles = rule.row.kind, {term.role for term in rule.terms}
    if roles != {_ROLES[kind]}:
        return Bilingual(
            f"each term of a rule of kind {kind} has the role {_ROLES[kind]}, not {', '.join(sorted(roles))}",
            f"{kind} 规则的规则项角色须为 {_ROLES[kind]}，现为 {'、'.join(sorted(roles))}",
        )
    if kind not in ("linear", "coverage", "status") and not rule.is_each:
        return Bilingual(f"a rule of kind {kind} has one term, of the same period", f"{kind} 规则只有一个同期的规则项")
    return None


_FAULTS: dict[str, Callable[[Rule], Bilingual | None]] = {
    "product": _product_fault,
    "presence": _presence_fault,
    "coverage": _coverage_fault,
    "status": _status_fault,
}


def _named_fault(rule: Rule) -> Bilingual | None:
    row = rule.row
    if row.rule_id not in _NAMED[row.kind]:
        return Bilingual(
            f"there is no rule of kind {row.kind} by that name; there are {', '.join(_NAMED[row.kind])}",
            f"没有名为此的 {row.kind} 规则；可用的有 {'、'.join(_NAMED[row.kind])}",
        )
    if rule.terms:
        return Bilingual(
            f"a rule of kind {row.kind} has no terms in rule_terms.csv",
            f"{row.kind} 规则在 rule_terms.csv 中不应有规则项",
        )
    if row.rule_id in _BOUNDED and (
        row.bound is None or row.bound < 0 or rule.unit is None or rule.unit.dimension != "percent"
    ):
        return Bilingual("it needs a bound that is not negative, in percent", "须有以百分数表示的非负 bound")
    return None


def _linear_fault(rule: Rule) -> Bilingual | None:
    row = rule.row
    if row.relation is None or row.bound_source is None:
        return Bilingual(
            "a linear rule needs a relation and a source of its bound", "linear 规则须有 relation 和 bound_source"
        )
    if (row.bound is None) == (row.bound_source in ("fixed", "whole")):
        return Bilingual(
            "the bound is given exactly when its source is fixed or whole",
            "当且仅当 bound_source 为 fixed 或 whole 时才填写 bound",
        )
    if row.bound_source not in ("fixed", "whole", "indicator_minimum", "indicator_maximum", "units_compared"):
        return Bilingual(
            f"a linear rule cannot take its bound from {row.bound_source}",
            f"linear 规则的 bound 不能取自 {row.bound_source}",
        )
    if any(term.coefficient == 0 for term in rule.terms):
        return Bilingual("a coefficient is 0", "有规则项的 coefficient 为 0")
    if row.bound_source != "fixed" and not rule.is_each:
        return Bilingual(
            "only a rule with one term, of the same period, can take its bound from the figure",
            "只有一个同期规则项的规则才能由数据取得 bound",
        )
    if row.bound and rule.unit is None:
        return Bilingual("a bound other than 0 needs a unit", "bound 不为 0 时须写明 unit")
    return _scope_fault(rule)


def _scope_fault(rule: Rule) -> Bilingual | None:
    if rule.is_each_indicator and rule.row.kind != "presence":
        return (
            None
            if any(term.reference == "same" for term in rule.terms)
            else Bilingual("no term is of the same period", "没有同期的规则项")
        )
    loose = [term for term in rule.terms if term.indicator_id is None or term.measure is None]
    alone = rule.is_each if rule.row.kind != "presence" else rule.row.bound_source == "expected_measures"
    if loose and not alone:
        return Bilingual(
            "a term without indicator or measure can only stand alone", "未写明指标或度量的规则项只能单独使用"
        )
    return None


def _linear_form(rule: Rule) -> str:
    total = ""
    for term in rule.terms:
        sign, size = ("-" if term.coefficient < 0 else "+"), abs(term.coefficient)
        total += f" {sign} {'' if size == 1 else f'{size.normalize():f} × '}{term}"
    bound = (
        f"{rule.row.bound.normalize():f}"
        if rule.row.bound is not None
        else str(rule.row.bound_source).replace("_", " ")
    )
    return (
        f"{total.removeprefix(' + ').strip()} {rule.row.relation} {bound}{' ' + rule.unit.name_zh if rule.unit else ''}"
    )


def _product_form(rule: Rule) -> str:
    z, x, y = (rule.role(name)[0] for name in "zxy")
    return f"{z} × {rule.row.factor} = {x} × ({y} + {rule.row.addend})"


def _title(rule: Rule) -> str:
    return rule.row.title_en


_FORMS = {"linear": _linear_form, "product": _product_form}
