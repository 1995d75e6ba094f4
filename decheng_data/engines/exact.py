"""The meaning of a rule: Decimal arithmetic over the intervals that printed figures stand for.

A rule is failed only when no point of the box of intervals keeps it. A figure that is missing makes it not applicable.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from typing import TYPE_CHECKING

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
    for group in index.groups():
        found = [_figure(rule, term, group, index) for term in rule.terms]
        if any(found):
            yield _linear_outcome(rule, tuple(each for each in found if each), rule.bound, group.release_id) if all(found) else _missing(rule, group, found)


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
    z, x, y = (rule.role(name)[0] for name in "zxy")
    for group in index.groups():
        found = [_figure(rule, z, group, index), _figure(rule, x, group, index), index.find(group, y)]
        if not any(found):
            continue
        if not all(found):
            yield _missing(rule, group, found)
        elif y.measure == "growth_rate" and (basis := codes.indicators[y.indicator_id or ""].growth_basis) != "nominal":
            reason = f"the growth is told at {basis} prices, and levels are nominal"
            yield Evaluation(rule, Outcome.NOT_APPLICABLE, group.release_id, tuple(each for each in found if each), reason=reason)
        else:
            yield _product_outcome(rule, tuple(each for each in found if each), group.release_id)


def _product_outcome(rule: Rule, observations: tuple[Observation, ...], release_id: str) -> Evaluation:
    z, x, y = (observation.quantity for observation in observations)
    factor, addend = rule.row.factor or _ZERO, rule.row.addend or _ZERO
    left, right = z.interval.times(factor), x.interval.product(y.interval.plus(Interval.at(addend)))
    value = EXACT.subtract(EXACT.multiply(z.base_value, factor), EXACT.multiply(x.base_value, EXACT.add(y.base_value, addend)))
    low, high = _minus(left.low, right.high), _minus(left.high, right.low)
    tolerance = _minus(value, low) if value > 0 else _minus(high, value)
    return _told(rule, low > 0 or high < 0, observations, release_id, _TOLD.divide(abs(value), factor), _TOLD.divide(tolerance, factor))


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
    value = observation.value if sign_tells else abs(observation.value)
    said = printed.magnitude * (printed.sign or 1)
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


def _missing(rule: Rule, group: Group, found: list[Observation | None]) -> Evaluation:
    wanted = [str(term) for term, each in zip(rule.terms, found, strict=True) if each is None]
    return Evaluation(rule, Outcome.NOT_APPLICABLE, group.release_id, tuple(each for each in found if each), reason=f"there is no {', no '.join(wanted)}")


def _checked(rule: Rule, observation: Observation, holds: bool, found: str, expected: str, field: str = "value") -> Evaluation:
    outcome = Outcome.PASSED if holds else Outcome.FAILED
    return Evaluation(rule, outcome, observation.release_id, (observation,), field=field, found=found, expected=expected)


def _minus(x: Decimal, y: Decimal) -> Decimal:
    return EXACT.subtract(x, y)


def _told(rule: Rule, failed: bool, observations: tuple[Observation, ...], release_id: str, excess: Decimal, tolerance: Decimal) -> Evaluation:
    unit = rule.unit or observations[0].unit_row
    told = (_TOLD.divide(excess, unit.scale), _TOLD.divide(tolerance, unit.scale))
    return Evaluation(rule, Outcome.FAILED if failed else Outcome.PASSED, release_id, observations, *(amount.normalize() for amount in told), unit.name_zh)


_KINDS: dict[str, Callable[[Rule, ObservationIndex, CodeLists], Iterator[Evaluation]]] = {
    "linear": _linear,
    "product": _product,
    "integer": _integer,
    "presence": _presence,
    "printed": _printed,
    "codes": _codes,
}
