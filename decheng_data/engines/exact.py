"""The meaning of a rule: Decimal arithmetic over the intervals that printed figures stand for.

A rule is failed only when no point of the box of intervals keeps it. A figure that is missing makes it not applicable.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from decheng_data.comparability import not_copied, same_coverage
from decheng_data.evaluations import CodeLists, Evaluation
from decheng_data.printed import Printed, read_printed
from decheng_data.quantities import EXACT, Interval, plain
from decheng_data.reports import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.observations import Group, Observation, ObservationIndex
    from decheng_data.rules import Rule, RuleSet, Term

_TOLD = Context(prec=40)
_ZERO = Decimal(0)
_DIMENSIONS = {"growth_rate": "percent", "share": "percent", "change_pp": "percentage_point", "rank": "rank"}
_COMPARISONS: dict[str, tuple[Callable[[str], bool], str]] = {
    "level": (lambda comparison: comparison == "none", "none"),
    "share": (lambda comparison: comparison in ("none", "plan"), "none or plan"),
    "target": (lambda comparison: comparison in ("none", "plan"), "none or plan"),
    "growth_rate": (lambda comparison: comparison != "none", "what the change is measured against, such as previous_year"),
    "change_pp": (lambda comparison: comparison != "none", "what the change is measured against, such as previous_year"),
    "rank": (str.isdigit, "the area that the rank compares with"),
}
_UNPRINTED_UNIT = ("rank", "share")
_SIGN_OUTSIDE = ("growth_rate", "change_pp")


def evaluate(rules: RuleSet | Iterable[Rule], index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    """Run each rule on everything that it speaks of, and yield every outcome, rule by rule."""
    for rule in rules:
        count = 0
        for evaluation in _KINDS[rule.row.kind](rule, index, codes):
            count += 1
            yield evaluation
        if not count:
            yield Evaluation(rule, Outcome.NOT_APPLICABLE, reason="no figure that it speaks of")


def _linear(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    if rule.is_each:
        for observation in _each(rule, index):
            bound = _bound(rule, observation, codes)
            if bound is not None:
                yield _linear_outcome(rule, (observation,), bound, observation.release_id)
        return
    for group in _groups(rule, index):
        for terms in _named_terms(rule, group, index):
            found = [_figure(rule, term, group, index) for term in terms]
            if all(found):
                yield _linear_outcome(rule, tuple(each for each in found if each), rule.bound, group.release_id)
            elif _spoken_of(rule, terms, found):
                yield _missing(rule, group, terms, found, index)


def _linear_outcome(rule: Rule, observations: tuple[Observation, ...], bound: Decimal, release_id: str) -> Evaluation:
    total, value = Interval.at(_ZERO), _ZERO
    for term, observation in zip(rule.terms, observations, strict=True):
        total = total.plus(observation.quantity.interval.times(term.coefficient))
        value = EXACT.add(value, EXACT.multiply(term.coefficient, observation.quantity.base_value))
    above, below = total.low > bound, total.high < bound
    failed = {"<=": above, ">=": below, "=": above or below}[rule.row.relation or "="]
    upwards = rule.row.relation == "<=" or (rule.row.relation == "=" and value > bound)
    excess, tolerance = (_minus(value, bound), _minus(value, total.low)) if upwards else (_minus(bound, value), _minus(total.high, value))
    return _told(rule, failed, observations, release_id, excess, tolerance)


def _product(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    for group in _groups(rule, index):
        for terms in _named_terms(rule, group, index):
            by_role = {term.role: term for term in terms}
            z, x, y = (by_role[role] for role in "zxy")
            found = [_figure(rule, z, group, index), _figure(rule, x, group, index), index.find(group, y)]
            if _spoken_of(rule, (z, x, y), found):
                yield _product_of(rule, group, (z, x, y), found, index, codes)


def _product_of(rule: Rule, group: Group, terms: tuple[Term, Term, Term], found: list[Observation | None], index: ObservationIndex, codes: CodeLists) -> Evaluation:
    growth, there = terms[2], tuple(each for each in found if each)
    basis = codes.indicators[growth.indicator_id or ""].growth_basis
    if growth.measure == "growth_rate" and basis != "nominal":
        reason = f"the growth basis of {growth.indicator_id} is {basis.replace('_', ' ')}, and levels are nominal"
        return Evaluation(rule, Outcome.NOT_APPLICABLE, group.release_id, there, reason=reason)
    return _product_outcome(rule, there, group.release_id) if all(found) else _missing(rule, group, terms, found, index)


def _product_outcome(rule: Rule, observations: tuple[Observation, ...], release_id: str) -> Evaluation:
    z, x, y = (observation.quantity for observation in observations)
    factor, addend = rule.row.factor or _ZERO, rule.row.addend or _ZERO
    left, right = z.interval.times(factor), x.interval.product(y.interval.plus(Interval.at(addend)))
    value = EXACT.subtract(EXACT.multiply(z.base_value, factor), EXACT.multiply(x.base_value, EXACT.add(y.base_value, addend)))
    low, high = _minus(left.low, right.high), _minus(left.high, right.low)
    tolerance = _minus(value, low) if value > 0 else _minus(high, value)
    return _told(rule, low > 0 or high < 0, observations, release_id, _TOLD.divide(value.copy_abs(), factor), _TOLD.divide(tolerance, factor))


def _integer(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    for observation in _each(rule, index):
        whole = observation.quantity.base_value
        yield _checked(rule, observation, whole == whole.to_integral_value(), plain(observation.value), "a whole number")


def _presence(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    if rule.row.bound_source == "expected_measures":
        yield from _expected_measures(rule, index, codes)
        return
    for group in index.groups():
        given = [index.find(group, term) for term in rule.role("given")]
        if all(given):
            for term in rule.role("required"):
                observations = tuple(each for each in (*given, index.find(group, term)) if each)
                yield _present(rule, group.release_id, observations, index.find(group, term) is not None, str(term))


def _expected_measures(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    present = {(each.release_id, each.indicator_id, each.measure) for each in index.observations}
    for release_id in index.releases:
        for indicator in codes.indicators.values():
            for measure in indicator.expected_measures or ():
                there = (release_id, indicator.indicator_id, measure) in present
                yield _present(rule, release_id, (), there, f"{indicator.indicator_id} {measure}")


def _present(rule: Rule, release_id: str, observations: tuple[Observation, ...], there: bool, wanted: str) -> Evaluation:
    outcome = Outcome.PASSED if there else Outcome.FAILED
    return Evaluation(rule, outcome, release_id, observations, expected=wanted, found=None if there else "no such figure")


def _printed(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    for observation in _each(rule, index):
        for field, found, expected in _disagreements(observation, read_printed(observation.printed)):
            yield Evaluation(rule, Outcome.FAILED, observation.release_id, (observation,), field=field, found=found, expected=expected)
            break
        else:
            yield Evaluation(rule, Outcome.PASSED, observation.release_id, (observation,))


def _disagreements(observation: Observation, printed: Printed | None) -> Iterator[tuple[str, str, str]]:
    if printed is None:
        yield "printed", observation.printed, "a figure, such as 157.5亿元, 17%, 1400余亩, 首位 or 未发生"
        return
    sign_tells = printed.sign is not None or observation.measure not in _SIGN_OUTSIDE
    value = observation.value if sign_tells else observation.value.copy_abs()
    said = printed.magnitude.copy_negate() if printed.sign == -1 else printed.magnitude
    if value != said:
        yield "value", plain(observation.value), plain(said)
    if observation.decimals != printed.decimals:
        yield "decimals", str(observation.decimals), str(printed.decimals)
    unit = observation.unit_row
    bare = printed.unit is None and (printed.in_words or observation.measure in _UNPRINTED_UNIT)
    if not bare and unit.name_zh != printed.unit:
        yield "unit", f"{observation.unit} ({unit.name_zh})", printed.unit or "a unit in the printed figure"
    if bare and printed.in_words and not unit.counted:
        yield "unit", f"{observation.unit} ({unit.name_zh})", "a unit that counts"
    if observation.qualifier != printed.qualifier:
        yield "qualifier", observation.qualifier or "none", printed.qualifier or "none"


def _codes(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    for observation in _each(rule, index):
        holds, wanted_unit = _wanted_unit(observation, codes)
        yield _checked(rule, observation, holds, observation.unit_row.name_zh, wanted_unit, "unit")
        comparison = observation.comparison
        suits, wanted = _COMPARISONS[observation.measure]
        area_unknown = comparison.isdigit() and comparison not in codes.areas
        expected = "an area of areas.csv" if area_unknown else wanted
        yield _checked(rule, observation, suits(comparison) and not area_unknown, comparison, expected, "comparison")


def _wanted_unit(observation: Observation, codes: CodeLists) -> tuple[bool, str]:
    unit, usual = observation.unit_row, codes.units.get(observation.indicator.unit or "")
    wanted = _DIMENSIONS.get(observation.measure) or (usual.dimension if usual else unit.dimension)
    return unit.dimension == wanted, f"a unit of {wanted.replace('_', ' ')}"


def _groups(rule: Rule, index: ObservationIndex) -> Iterator[Group]:
    """The groups that a rule speaks of: all, or those whose period has so many months since January."""
    months = rule.row.months
    return (group for group in index.groups() if months is None or group.is_first(months))


def _named_terms(rule: Rule, group: Group, index: ObservationIndex) -> Iterator[tuple[Term, ...]]:
    """The rule's own terms, or where they name no indicator, a copy of them for each indicator that can keep such a rule."""
    if any(term.indicator_id is not None for term in rule.terms):
        yield rule.terms
        return
    summed = any(term.reference in ("previous_cumulative", "full_year") for term in rule.terms)
    for indicator in index.indicators(group):
        if not summed or (indicator.cumulation == "flow" and indicator.minimum is not None and indicator.minimum >= 0):
            yield tuple(term.of(indicator.indicator_id) for term in rule.terms)


def _spoken_of(rule: Rule, terms: tuple[Term, ...], found: list[Observation | None]) -> bool:
    """Whether a rule that lacks figures is told as not applicable: one for each indicator only where this period's figures are there."""
    if rule.is_each_indicator:
        return all(each for term, each in zip(terms, found, strict=True) if term.reference == "same")
    return any(found)


def _each(rule: Rule, index: ObservationIndex) -> Iterator[Observation]:
    term = rule.terms[0]
    return (each for each in index.observations if term.takes(each.indicator_id, each.measure, each.unit_row) and _suits(rule, each))


def _figure(rule: Rule, term: Term, group: Group, index: ObservationIndex) -> Observation | None:
    found = index.find(group, term)
    return found if found is not None and _suits(rule, found) else None


def _suits(rule: Rule, observation: Observation) -> bool:
    return rule.unit is None or rule.unit.dimension == observation.unit_row.dimension


def _bound(rule: Rule, observation: Observation, codes: CodeLists) -> Decimal | None:
    source = rule.row.bound_source
    if source == "indicator_minimum":
        return observation.indicator.minimum
    if source == "indicator_maximum":
        return observation.indicator.maximum
    if source == "units_compared":
        area = codes.areas.get(observation.comparison)
        return Decimal(area.units_compared) if area and area.units_compared is not None else None
    return rule.bound


def _missing(rule: Rule, group: Group, terms: Iterable[Term], found: list[Observation | None], index: ObservationIndex) -> Evaluation:
    reasons = [_absence(term, group, index) for term, each in zip(terms, found, strict=True) if each is None]
    return Evaluation(rule, Outcome.NOT_APPLICABLE, group.release_id, tuple(each for each in found if each), reason="; ".join(reasons))


def _absence(term: Term, group: Group, index: ObservationIndex) -> str:
    uncovered = index.find_uncovered(group, term)
    return f"{term} of {uncovered.release_id} is of another coverage" if uncovered else f"there is no {term}"


def _checked(rule: Rule, observation: Observation, holds: bool, found: str, expected: str, field: str = "value") -> Evaluation:
    outcome = Outcome.PASSED if holds else Outcome.FAILED
    return Evaluation(rule, outcome, observation.release_id, (observation,), field=field, found=found, expected=expected)


def _beyond_figures(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    """Rules that look at more than one state's figures: validation runs them, by `revisions` and `waivers`."""
    reasons = {"revision": "it holds the package against an earlier state (validate --against)", "waiver": "it looks at the findings of a validation"}
    yield Evaluation(rule, Outcome.NOT_APPLICABLE, reason=reasons[rule.row.kind])


def _minus(x: Decimal, y: Decimal) -> Decimal:
    return EXACT.subtract(x, y)


def _told(rule: Rule, failed: bool, observations: tuple[Observation, ...], release_id: str, excess: Decimal, tolerance: Decimal) -> Evaluation:
    unit = rule.unit or observations[0].unit_row
    told = (Decimal(plain(_TOLD.divide(amount, unit.scale))) for amount in (excess, tolerance))
    return Evaluation(rule, Outcome.FAILED if failed else Outcome.PASSED, release_id, observations, *told, unit.name_zh)


_KINDS: dict[str, Callable[[Rule, ObservationIndex, CodeLists], Iterator[Evaluation]]] = {
    "linear": _linear,
    "product": _product,
    "integer": _integer,
    "presence": _presence,
    "printed": _printed,
    "codes": _codes,
    "coverage": same_coverage,
    "copy": not_copied,
    "revision": _beyond_figures,
    "waiver": _beyond_figures,
}
