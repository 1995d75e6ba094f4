"""Missing figures that the rules fix to one value or a narrow interval. They are reported, never filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.error_localisation.possible import figure, unit_of
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.model.period import Period
from decheng_data.model.quantity import Interval, plain
from decheng_data.model.report import ForcedValue
from decheng_data.rules.exact import Binding, bindings, bound, suits
from decheng_data.rules.observation import Group

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from decheng_data.model.rows import UnitRow
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import ObservationIndex
    from decheng_data.rules.rule import Rule, Term

NARROW = Fraction(1, 10)
"""An interval is narrow when it is no wider than this part of its greater end."""
_ROUNDS = 10
"""Most times that what one rule fixes is handed on to the others."""
_DIGITS = 12


class _Key(NamedTuple):
    release_id: str
    indicator_id: str
    measure: str
    period: str
    area: str


class _Part(NamedTuple):
    """A figure in a sum: its coefficient, and the interval of its true value, or the key of one that is missing."""

    coefficient: Fraction
    figure: Interval | _Key


@dataclass(slots=True)
class _Missing:
    """What is known of a missing figure, in its base unit. `rules` are those that made the interval narrower."""

    unit: UnitRow
    low: Fraction | None = None
    high: Fraction | None = None
    rules: dict[str, None] = field(default_factory=dict)

    def narrow(self, low: Fraction | None, high: Fraction | None, rule_id: str) -> bool:
        """Narrow the interval by a bound; whether that changed anything."""
        new = False
        if low is not None and (self.low is None or low > self.low):
            self.low, new = low, True
        if high is not None and (self.high is None or high < self.high):
            self.high, new = high, True
        if new:
            self.rules[rule_id] = None
        return new


class _Sum(NamedTuple):
    """`low <= sum of the parts <= high`, by a rule."""

    rule_id: str
    parts: tuple[_Part, ...]
    low: Fraction | None
    high: Fraction | None


def forced_values(rules: Iterable[Rule], index: ObservationIndex, codes: CodeLists) -> tuple[ForcedValue, ...]:
    """The figures that are missing though the rules leave them no room, in the order in which the rules name them."""
    strict = [rule for rule in rules if rule.row.severity == "error"]  # a warning may be false, and so fixes nothing
    missing: dict[_Key, _Missing] = {}
    reported = {Group.of(each): None for each in index.observations if each.measure != "target"}
    several = [rule for rule in strict if rule.row.kind in ("linear", "product") and not rule.is_each]
    sums = [each for rule in several for each in _sums(rule, index, codes, missing, reported)]
    for key, known in missing.items():
        _bound_alone(key, known, strict, codes)
    for _ in range(_ROUNDS):
        if not sum(_narrowed(each, missing) for each in sums):  # each of them, whatever came of those before
            break
    forced = (_forced_value(key, known, codes, index) for key, known in missing.items())
    return tuple(each for each in forced if each is not None)


def _sums(
    rule: Rule, index: ObservationIndex, codes: CodeLists, missing: dict[_Key, _Missing], reported: Collection[Group]
) -> Iterator[_Sum]:
    """The sums of a rule that lack a figure, each of which is noted as missing. `reported` are the groups that give
    more than targets.
    """
    for binding in bindings(rule, index, partial=True):
        if all(binding.found) or not any(binding.found):
            continue
        keys = {
            number: _missing_key(term, binding, index, reported)
            for number, term in enumerate(binding.terms)
            if binding.found[number] is None
        }
        units = {
            number: unit_of(codes.indicators[key.indicator_id], key.measure, codes) if key else None
            for number, key in keys.items()
        }
        if all(keys.values()) and all(units.values()):
            for number, key in keys.items():
                if key and (unit := units[number]):
                    missing.setdefault(key, _Missing(unit))
            figures = [each.quantity.interval if each else keys[number] for number, each in enumerate(binding.found)]
            yield from _sums_of_kind(rule, binding, [each for each in figures if each], codes)


def _sums_of_kind(rule: Rule, binding: Binding, figures: list[Interval | _Key], codes: CodeLists) -> Iterator[_Sum]:
    if rule.row.kind == "product":
        if sum(isinstance(each, _Key) for each in figures) == 1 and _is_nominal(binding, codes):
            yield _product(rule, figures)
        return
    limit, relation = Fraction(rule.bound), rule.row.relation
    parts = tuple(
        _Part(Fraction(term.coefficient), figure) for term, figure in zip(binding.terms, figures, strict=True)
    )
    yield _Sum(
        rule.rule_id, parts, limit if relation in (">=", "=") else None, limit if relation in ("<=", "=") else None
    )


def _is_nominal(binding: Binding, codes: CodeLists) -> bool:
    growth = binding.terms[2]
    return growth.measure != "growth_rate" or codes.indicators[growth.indicator_id or ""].growth_basis == "nominal"


def _product(rule: Rule, figures: list[Interval | _Key]) -> _Sum:
    """`z × factor = x × (y + addend)` solved for the one of them that is missing; no bound where a divisor may be 0."""
    factor, addend = Fraction(rule.row.factor or 1), Fraction(rule.row.addend or 0)
    z, x, y = map(_finite, figures)
    shifted = (y[0] + addend, y[1] + addend) if y else None
    level = (z[0] * factor, z[1] * factor) if z else None
    ends: list[Fraction] = []
    if isinstance(figures[0], _Key) and x and shifted:
        ends = [each * other / factor for each in x for other in shifted]
    elif isinstance(figures[1], _Key) and level and shifted and shifted[0] > 0:
        ends = [each / other for each in level for other in shifted]
    elif isinstance(figures[2], _Key) and level and x and x[0] > 0:
        ends = [each / other - addend for each in level for other in x]
    key = next(each for each in figures if isinstance(each, _Key))
    return _Sum(rule.rule_id, (_Part(Fraction(1), key),), min(ends, default=None), max(ends, default=None))


def _finite(figure: Interval | _Key) -> tuple[Fraction, Fraction] | None:
    if isinstance(figure, Interval) and figure.low.is_finite() and figure.high.is_finite():
        return Fraction(figure.low), Fraction(figure.high)
    return None


def _narrowed(each: _Sum, missing: dict[_Key, _Missing]) -> bool:
    """Whether a sum makes the interval of one of its missing figures narrower."""
    new = False
    for part in each.parts:
        if isinstance(part.figure, _Key):
            rest = [_ends(other, missing) for other in each.parts if other is not part]
            lows, highs = [low for low, _ in rest], [high for _, high in rest]
            least, most = _total(lows), _total(highs)
            high = (each.high - least) / part.coefficient if each.high is not None and least is not None else None
            low = (each.low - most) / part.coefficient if each.low is not None and most is not None else None
            ends = (low, high) if part.coefficient > 0 else (high, low)
            new = missing[part.figure].narrow(*ends, each.rule_id) or new
    return new


def _ends(part: _Part, missing: dict[_Key, _Missing]) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(part.figure, _Key):
        low, high = missing[part.figure].low, missing[part.figure].high
    else:
        low, high = (Fraction(end) if end.is_finite() else None for end in part.figure)
    low, high = (None if end is None else end * part.coefficient for end in (low, high))
    return (low, high) if part.coefficient > 0 else (high, low)


def _total(ends: list[Fraction | None]) -> Fraction | None:
    return None if None in ends else sum((end for end in ends if end is not None), Fraction(0))


def _missing_key(term: Term, binding: Binding, index: ObservationIndex, reported: Collection[Group]) -> _Key | None:
    """The key of the figure that a term lacks; None where no release of that period is there to have it, or only with
    targets.
    """
    group, groups = binding.group, index.groups() if term.measure == "target" else reported
    if term.reference == "same":
        there = group in groups
        return (
            _Key(group.release_id, term.indicator_id or "", term.measure or "", group.period, group.area)
            if there
            else None
        )
    here = Period.parse(group.period)
    wanted = {"previous_year": here.previous_year, "full_year": here.full_year}.get(term.reference)
    other = next(
        (
            each
            for each in groups
            if each.area == group.area and wanted is not None and Period.parse(each.period) == wanted
        ),
        None,
    )
    return (
        _Key(other.release_id, term.indicator_id or "", term.measure or "", other.period, other.area) if other else None
    )


def _bound_alone(key: _Key, known: _Missing, rules: Iterable[Rule], codes: CodeLists) -> None:
    """Take in what rules of single figures say of any such figure."""
    any_such = figure(codes.indicators[key.indicator_id], key.measure, known.unit)
    for rule in rules:
        if (
            rule.row.kind == "linear"
            and rule.is_each
            and rule.terms[0].takes(key.indicator_id, key.measure, known.unit)
            and suits(rule, any_such)
        ):
            limit, coefficient = bound(rule, any_such, codes), Fraction(rule.terms[0].coefficient)
            if limit is not None:
                end = Fraction(limit) / coefficient
                least = (rule.row.relation == ">=") == (coefficient > 0)
                known.narrow(
                    end if least or rule.row.relation == "=" else None,
                    None if least and rule.row.relation != "=" else end,
                    rule.rule_id,
                )


def _forced_value(key: _Key, known: _Missing, codes: CodeLists, index: ObservationIndex) -> ForcedValue | None:
    """The figure in its unit, where the rules leave it no or little room."""
    if known.low is None or known.high is None:
        return None
    scale = Fraction(known.unit.scale)
    low, high = known.low / scale, known.high / scale
    if known.unit.counted and scale == 1:
        low, high = Fraction(ceil(low)), Fraction(floor(high))
    if low > high or high - low > NARROW * max(abs(low), abs(high)):
        return None
    ends = _decimal(low, ROUND_FLOOR), _decimal(high, ROUND_CEILING)
    unit, only = known.unit.name_zh, low == high
    span = f"{plain(ends[0])}{unit}" if only else f"between {plain(ends[0])} and {plain(ends[1])}{unit}"
    span_zh = f"{plain(ends[0])}{unit}" if only else f"{plain(ends[0])} 至 {plain(ends[1])}{unit} 之间"
    name, by, by_zh = f"{key.indicator_id} {key.measure}", ", ".join(known.rules), "、".join(known.rules)
    release = index.releases.get(key.release_id)
    own = release is not None and Period.parse(key.period) == Period.parse(release.period)
    of, of_zh = ("", "") if own else Bilingual(f" of {key.period}", f"{key.period} 的")
    indicator, measure_zh = codes.indicators[key.indicator_id], MEASURE_WORDS[key.measure].zh
    return ForcedValue(
        **key._asdict(),
        low=ends[0],
        high=ends[1],
        unit=known.unit.unit_id,
        rules=tuple(known.rules),
        said_en=(
            f"{key.release_id} has no {indicator.name_en} ({name}{of}); by the rules it can only be {span} ({by}). This"
            " is derived, not printed."
        ),
        said_zh=(
            f"{key.release_id} 缺少{of_zh}{indicator.name_zh}（{measure_zh}）；按规则只能为 {span_zh}（{by_zh}）。"
            "此为推算，并非公报所印。"
        ),
    )


def _decimal(value: Fraction, rounding: str) -> Decimal:
    return Context(prec=_DIGITS, rounding=rounding).divide(Decimal(value.numerator), Decimal(value.denominator))
