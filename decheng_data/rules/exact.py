"""The meaning of a rule: Decimal arithmetic over the intervals of printed figures.

A rule fails only when no point of the box of intervals satisfies it. A missing figure makes it not applicable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Context, Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.fields import GROWTH_BASIS_WORDS, MEASURE_WORDS
from decheng_data.model.finding import Outcome
from decheng_data.model.quantity import EXACT, Interval, multiply, plain
from decheng_data.rules.evaluation import NO_FIGURE, CodeLists, Disagreement, Evaluation
from decheng_data.rules.kinds.coverage_and_copy import not_copied, same_coverage
from decheng_data.rules.kinds.place import well_placed
from decheng_data.rules.kinds.printed_and_codes import code_disagreements, printed_disagreement
from decheng_data.rules.kinds.unit_scope_status import in_usual_unit, of_its_release, of_one_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.model.rows import IndicatorRow, UnitRow
    from decheng_data.rules.observation import Group, Observation, ObservationIndex
    from decheng_data.rules.rule import Rule, RuleSet, Term

_ROUNDING = Context(prec=40)
_ZERO = Decimal(0)
_LATER: dict[str, Bilingual] = {
    "revision": Bilingual(
        "it compares the package with an earlier state (validate --against)",
        "它将数据包与较早的状态对照（validate --against）",
    ),
    "waiver": Bilingual("it looks at the findings of a validation", "它检查校验的结果"),
}
Passed = Counter[str] | None
_Finder = Callable[["Group"], "Observation | None"]
_Lookup = tuple["tuple[Term, ...]", tuple[_Finder, ...]]


class Binding(NamedTuple):
    """One evaluation of a rule of several figures: its terms, each with an indicator, and the figures that they
    take, None where one is missing.
    """

    group: Group
    terms: tuple[Term, ...]
    found: tuple[Observation | None, ...]


def evaluate(
    rules: RuleSet | Iterable[Rule], index: ObservationIndex, codes: CodeLists, *, passed: Counter[str] | None = None
) -> Iterator[Evaluation]:
    """Run each rule on everything that it applies to, and yield every outcome, rule by rule.

    With `passed`, passes of rules of single figures are only counted there, by rule id: no other outcomes, but
    faster.
    """
    for rule in rules:
        counted = passed[rule.rule_id] if passed is not None else 0
        none = True
        for evaluation in _KINDS[rule.row.kind](rule, index, codes, passed):
            none = False
            yield evaluation
        if none and (passed is None or passed[rule.rule_id] == counted):
            yield _not_applicable(rule, NO_FIGURE)


def _linear(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    if rule.is_each:
        yield from _linear_of_each(rule, index, codes, passed)
        return
    bound, passes = rule.bound, 0
    for group, terms, found in bindings(rule, index):
        if all(found):
            there = cast("tuple[Observation, ...]", found)
            if passed is not None and not _fails(rule, there, bound):
                passes += 1
            else:
                yield _linear_outcome(rule, there, bound, group.release_id)
        elif _is_reported(rule, terms, found):
            yield _missing(rule, group, terms, found, index)
    if passed is not None:
        passed[rule.rule_id] += passes


def bindings(rule: Rule, index: ObservationIndex, *, partial: bool = False) -> Iterator[Binding]:
    """Each evaluation of a linear rule of several terms, or of a product rule (terms in the order z, x, y), whether its
    figures are there or not.

    A rule for each indicator is bound where an indicator has all of its figures of this period; with `partial` where it
    has any.
    """
    has_own = any(term.indicator_id is not None for term in rule.terms)
    lookups: dict[str | None, _Lookup] = {}
    for group in _groups(rule, index):
        for indicator_id in (None,) if has_own else _indicators(rule, group, index, partial=partial):
            if indicator_id not in lookups:
                lookups[indicator_id] = _lookup(rule, indicator_id, index)
            terms, finders = lookups[indicator_id]
            yield Binding(group, terms, tuple([find(group) for find in finders]))


def _lookup(rule: Rule, indicator_id: str | None, index: ObservationIndex) -> _Lookup:
    """The rule's own terms, or copies of them for an indicator, with the lookups of their figures."""
    terms = rule.ordered_terms if indicator_id is None else tuple(term.of(indicator_id) for term in rule.ordered_terms)
    return terms, tuple(_finder(rule, term, index) for term in terms)


def _finder(rule: Rule, term: Term, index: ObservationIndex) -> _Finder:
    """The lookup of a term's figure. The factor y of a product is in percent, whatever the unit of the rule."""
    find = index.taken(term).get if term.reference == "same" else partial(index.find, term=term)
    if rule.unit is None or term.role == "y":
        return find
    return lambda group: found if (found := find(group)) is not None and suits(rule, found) else None


def _linear_of_each(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    for alike in _alike(rule, index):
        limit = bound(rule, alike[0], codes)
        if limit is not None:
            for each in _reported(rule, alike, _failing(rule, limit), passed):
                yield _linear_outcome(rule, (each,), limit, each.release_id)


def _failing(rule: Rule, bound: Decimal) -> Callable[[Observation], bool]:
    """A quick test whether a single figure fails, as `_fails` does."""
    coefficient, relation = rule.terms[0].coefficient, rule.row.relation
    low, high = (0, 1) if coefficient > 0 else (1, 0)
    if relation == "<=":
        return lambda each: multiply(each.quantity.interval[low], coefficient) > bound
    if relation == ">=":
        return lambda each: multiply(each.quantity.interval[high], coefficient) < bound
    return lambda each: _fails(rule, (each,), bound)


def _fails(rule: Rule, observations: tuple[Observation, ...], bound: Decimal) -> bool:
    """Whether no point of the box of intervals satisfies the relation to the bound."""
    relation = rule.row.relation
    return (relation != ">=" and _end(rule, observations, 0) > bound) or (
        relation != "<=" and _end(rule, observations, 1) < bound
    )


def _end(rule: Rule, observations: tuple[Observation, ...], end: int) -> Decimal:
    """The least (0) or the greatest (1) that the sum of the terms can be."""
    total = _ZERO
    for term, each in zip(rule.terms, observations, strict=True):
        coefficient = term.coefficient
        total = EXACT.add(total, multiply(each.quantity.interval[end if coefficient > 0 else 1 - end], coefficient))
    return total


def _linear_outcome(rule: Rule, observations: tuple[Observation, ...], bound: Decimal, release_id: str) -> Evaluation:
    low, high, value = _end(rule, observations, 0), _end(rule, observations, 1), _ZERO
    for term, observation in zip(rule.terms, observations, strict=True):
        value = EXACT.add(value, EXACT.multiply(term.coefficient, observation.quantity.base_value))
    upwards = rule.row.relation == "<=" or (rule.row.relation == "=" and value > bound)
    excess, tolerance = (
        (_minus(value, bound), _minus(value, low)) if upwards else (_minus(bound, value), _minus(high, value))
    )
    return _outcome(rule, observations, release_id, _Margin(_fails(rule, observations, bound), excess, tolerance))


def _product(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    for binding in bindings(rule, index):
        if _is_reported(rule, binding.terms, binding.found):
            yield _product_of(rule, binding, index, codes)


def _product_of(rule: Rule, binding: Binding, index: ObservationIndex, codes: CodeLists) -> Evaluation:
    group, terms, found = binding
    growth, there = terms[2], _there(terms, found)
    basis = codes.indicators[growth.indicator_id or ""].growth_basis
    if growth.measure == "growth_rate" and basis != "nominal":
        why = Bilingual(
            f"the growth basis of {growth.indicator_id} is {basis.replace('_', ' ')}, and levels are nominal",
            f"{growth.indicator_id} 的增速口径为{GROWTH_BASIS_WORDS[basis].zh}，而水平值按现价计算",
        )
        return _not_applicable(rule, why, group.release_id, there)
    return _product_outcome(rule, there, group.release_id) if all(found) else _missing(rule, group, terms, found, index)


def _product_outcome(rule: Rule, observations: tuple[Observation, ...], release_id: str) -> Evaluation:
    z, x, y = (observation.quantity for observation in observations)
    factor, addend = rule.row.factor or _ZERO, rule.row.addend or _ZERO
    left, right = z.interval.times(factor), x.interval.product(y.interval.plus(Interval.at(addend)))
    value = EXACT.subtract(
        EXACT.multiply(z.base_value, factor), EXACT.multiply(x.base_value, EXACT.add(y.base_value, addend))
    )
    low, high = _minus(left.low, right.high), _minus(left.high, right.low)
    tolerance = _minus(value, low) if value > 0 else _minus(high, value)
    margin = _Margin(
        low > 0 or high < 0, _ROUNDING.divide(value.copy_abs(), factor), _ROUNDING.divide(tolerance, factor)
    )
    return _outcome(rule, observations, release_id, margin)


def _integer(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    for alike in _alike(rule, index):
        for each in _reported(rule, alike, lambda each: not _is_whole(each), passed):
            yield _checked(
                rule,
                each,
                Disagreement("value", plain(each.value), Bilingual("a whole number", "整数"))
                if not _is_whole(each)
                else None,
            )


def _is_whole(observation: Observation) -> bool:
    value = observation.quantity.base_value
    return value == value.to_integral_value()


def _presence(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    if rule.row.bound_source == "expected_measures":
        yield from _expected_measures(rule, index, codes, passed)
        return
    for group in index.groups():
        given = [index.find(group, term) for term in rule.role("given")]
        if all(given):
            for term in rule.role("required"):
                found = index.find(group, term)
                observations = (*(each for each in given if each), *([found] if found else ()))
                wanted = _Wanted(codes.indicators[term.indicator_id or ""], term.measure or "", str(term))
                yield wanted.outcome(rule, group.release_id, observations, there=bool(found))


def _expected_measures(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    present = {(each.release_id, each.indicator_id, each.measure) for each in index.observations}
    for release_id in index.releases:
        for indicator in codes.indicators.values():
            for measure in indicator.expected_measures or ():
                there, name = (release_id, indicator.indicator_id, measure) in present, indicator.indicator_id
                if there and passed is not None:
                    passed[rule.rule_id] += 1
                else:
                    wanted = _Wanted(indicator, measure, f"{name} {measure}")
                    yield wanted.outcome(rule, release_id, (), there=there)


class _Wanted(NamedTuple):
    """A figure that a release should have; `name_en` names it in English."""

    indicator: IndicatorRow
    measure: str
    name_en: str

    def outcome(self, rule: Rule, release_id: str, figures: tuple[Observation, ...], *, there: bool) -> Evaluation:
        outcome, found = (
            (Outcome.PASSED, NOTHING) if there else (Outcome.FAILED, Bilingual("no such figure", "没有此数据"))
        )
        expected = Bilingual(self.name_en, f"{self.indicator.name_zh}的{MEASURE_WORDS[self.measure].zh}")
        missing = self.indicator.indicator_id
        return Evaluation(rule, outcome, release_id, figures, found=found, expected=expected, missing=missing)


def _printed(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    for alike in _alike(rule, index):
        for each in _reported(rule, alike, lambda each: printed_disagreement(each) is not None, passed):
            yield _checked(rule, each, printed_disagreement(each, shares_unit=index.shares_unit(each)))


def _codes(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    for alike in _alike(rule, index):
        for some in _by_area(alike) if alike[0].measure == "rank" else (alike,):  # a rank must suit its area
            for disagreement in code_disagreements(some[0], codes):  # equal for all that are alike
                if disagreement is None and passed is not None:
                    passed[rule.rule_id] += len(some)
                else:
                    yield from (_checked(rule, each, disagreement) for each in some)


def _by_area(observations: Iterable[Observation]) -> Iterable[list[Observation]]:
    by_area: dict[str, list[Observation]] = defaultdict(list)
    for each in observations:
        by_area[each.area].append(each)
    return by_area.values()


def _place(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    return well_placed(rule, index, passed)


def _unit(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    return in_usual_unit(rule, index, codes, passed)


def _scope(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    return of_its_release(rule, index, passed)


def _status(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    return of_one_status(rule, index, passed)


def _coverage(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    return same_coverage(rule, index)


def _copy(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    return not_copied(rule, index, codes)


def _alike(rule: Rule, index: ObservationIndex) -> Iterator[list[Observation]]:
    """The figures that a rule of single figures applies to, grouped by all that it looks at."""
    return (alike for alike in index.alike_of(rule.terms[0]) if suits(rule, alike[0]))


def _reported(
    rule: Rule, alike: list[Observation], fails: Callable[[Observation], bool], passed: Passed
) -> list[Observation]:
    """The figures whose outcome is reported: all, or those that fail where passes are only counted."""
    if passed is None:
        return alike
    failing = [each for each in alike if fails(each)]
    passed[rule.rule_id] += len(alike) - len(failing)
    return failing


def _groups(rule: Rule, index: ObservationIndex) -> Iterator[Group]:
    """The groups that a rule applies to: all, or those whose period has so many months since January."""
    months = rule.row.months
    return (group for group in index.groups() if months is None or group.is_first(months))


def _indicators(rule: Rule, group: Group, index: ObservationIndex, *, partial: bool) -> Iterator[str]:
    """The indicators that a rule whose terms name none applies to, and that have its figures of this period, or any of
    them.
    """
    if not all(index.has_others(group, term.reference) for term in rule.terms):
        return
    summed = any(term.reference in ("previous_cumulative", "full_year") for term in rule.terms)
    measures = [term.measure for term in rule.terms if term.reference == "same"]
    wanted = [[measure] for measure in measures] if partial else [measures]
    for indicator in {each.indicator_id: each for some in wanted for each in index.indicators(group, some)}.values():
        if not summed or (indicator.cumulation == "flow" and indicator.minimum is not None and indicator.minimum >= 0):
            yield indicator.indicator_id


def _is_reported(rule: Rule, terms: tuple[Term, ...], found: tuple[Observation | None, ...]) -> bool:
    """Whether a rule that lacks figures is reported as not applicable: one for each indicator only where this period's
    figures are there.
    """
    if rule.is_each_indicator:
        return all(each for term, each in zip(terms, found, strict=True) if term.reference == "same")
    return any(found)


def suits(rule: Rule, observation: Observation) -> bool:
    """Whether a figure's unit is of the dimension of the rule's unit."""
    return rule.unit is None or rule.unit.dimension == observation.unit_row.dimension


def bound(rule: Rule, observation: Observation, codes: CodeLists) -> Decimal | None:
    """The bound of a linear rule for the figure, in the base unit; None where there is none."""
    source = rule.row.bound_source
    if source == "indicator_minimum":
        return observation.indicator.minimum
    if source == "indicator_maximum":
        return observation.indicator.maximum
    if source == "units_compared":
        area = codes.areas.get(observation.comparison)
        return Decimal(area.units_compared) if area and area.units_compared is not None else None
    if source == "whole" and observation.comparison == "plan":
        return None
    return rule.bound


def _missing(
    rule: Rule, group: Group, terms: tuple[Term, ...], found: tuple[Observation | None, ...], index: ObservationIndex
) -> Evaluation:
    reasons = [_absence(term, group, index) for term, each in zip(terms, found, strict=True) if each is None]
    return _not_applicable(rule, Bilingual.joined(reasons, "; ", "；"), group.release_id, _there(terms, found))


def _there(terms: tuple[Term, ...], found: tuple[Observation | None, ...]) -> tuple[Observation, ...]:
    """The figures that are there; where some are missing, those of this period come first."""
    pairs = list(zip(terms, found, strict=True))
    return tuple(
        each
        for _, each in (pairs if all(found) else sorted(pairs, key=lambda pair: pair[0].reference != "same"))
        if each
    )


def _absence(term: Term, group: Group, index: ObservationIndex) -> Bilingual:
    uncovered = index.find_uncovered(group, term)
    if uncovered:
        return Bilingual(
            f"{term} of {uncovered.release_id} is of another coverage",
            f"{uncovered.release_id} 的 {term.chinese}属于另一覆盖范围",
        )
    return Bilingual(f"there is no {term}", f"没有 {term.chinese}")


def _not_applicable(
    rule: Rule, why: Bilingual, release_id: str | None = None, observations: tuple[Observation, ...] = ()
) -> Evaluation:
    """A rule that is not applicable, and why."""
    return Evaluation(rule, Outcome.NOT_APPLICABLE, release_id, observations, why=why)


def _checked(rule: Rule, observation: Observation, disagreement: Disagreement | None) -> Evaluation:
    return Evaluation.of(rule, (observation,), disagreement)


def _beyond_figures(rule: Rule, index: ObservationIndex, codes: CodeLists, passed: Passed) -> Iterator[Evaluation]:
    """Rules that look at more than one state's figures: validation runs them, by `revisions` and `waivers`."""
    yield _not_applicable(rule, _LATER[rule.row.kind])


def _minus(x: Decimal, y: Decimal) -> Decimal:
    return EXACT.subtract(x, y)


class _Margin(NamedTuple):
    """By how much the printed values miss a relation, and how much of it rounding can explain, in the base unit."""

    failed: bool
    excess: Decimal
    tolerance: Decimal


def _outcome(rule: Rule, observations: tuple[Observation, ...], release_id: str, margin: _Margin) -> Evaluation:
    unit = rule.unit or observations[0].unit_row
    outcome = Outcome.FAILED if margin.failed else Outcome.PASSED
    excess, tolerance = _in_unit(margin.excess, unit), _in_unit(margin.tolerance, unit)
    return Evaluation(rule, outcome, release_id, observations, excess, tolerance, unit.name_zh)


def _in_unit(amount: Decimal, unit: UnitRow) -> Decimal:
    return Decimal(plain(_ROUNDING.divide(amount, unit.scale)))


_KINDS: dict[str, Callable[[Rule, ObservationIndex, CodeLists, Passed], Iterator[Evaluation]]] = {
    "linear": _linear,
    "product": _product,
    "integer": _integer,
    "presence": _presence,
    "printed": _printed,
    "codes": _codes,
    "place": _place,
    "unit": _unit,
    "scope": _scope,
    "status": _status,
    "coverage": _coverage,
    "copy": _copy,
    "revision": _beyond_figures,
    "waiver": _beyond_figures,
}
