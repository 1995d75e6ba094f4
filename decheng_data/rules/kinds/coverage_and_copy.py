"""Whether figures can be compared at all: a break of coverage found from several indicators, and figures
copied from another area.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Outcome
from decheng_data.rules.evaluation import Evaluation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import Group, Observation, ObservationIndex
    from decheng_data.rules.rule import Rule

_ROUNDING = Context(prec=3)
_MARKED = ("B", "D")


class _Ratio(NamedTuple):
    """The share of a part of the year in the year, as an interval of exact fractions."""

    low: Fraction
    value: Fraction
    high: Fraction
    observations: tuple[Observation, Observation]


def same_coverage(rule: Rule, index: ObservationIndex) -> Iterator[Evaluation]:
    """Failed where the shares of the year that several flows reached by then lie further apart than the bound, beyond
    rounding.

    One territory's flows reach similar shares of their year; a change of territory moves some indicators and not
    others. The rule's terms give the dimension of the flows: the shares of small counts mean nothing. Figures
    marked B (break) or D (definition differs) are left out.
    """
    for group in index.groups():
        ratios = list(_ratios(rule, index, group))
        if len(ratios) < 2:
            continue
        low, high = min(ratios, key=lambda ratio: ratio.high), max(ratios, key=lambda ratio: ratio.low)
        spread, surely = high.value - low.value, high.low - low.high
        bound = Fraction(rule.row.bound or 0)
        outcome = Outcome.FAILED if surely > bound else Outcome.PASSED
        yield Evaluation(
            rule,
            outcome,
            group.release_id,
            (*high.observations, *low.observations),
            excess=_decimal(spread - bound),
            tolerance=_decimal(spread - surely),
            found=Bilingual(
                f"{_decimal(high.value)} of the year for {high.observations[0].indicator_id}, {_decimal(low.value)} for"
                f" {low.observations[0].indicator_id}",
                "，".join(f"{each.observations[0].name_zh}占全年的 {_decimal(each.value)}" for each in (high, low)),
            ),
            expected=Bilingual(
                f"shares of the year no further apart than {rule.row.bound}, or OBS_STATUS B or another coverage where"
                " the territory changed",
                f"各指标占全年的比例相差不超过 {rule.row.bound}；若地域有变，则将 obs_status 标为 B 或另立 coverage",
            ),
        )


def not_copied(rule: Rule, index: ObservationIndex, codes: CodeLists) -> Iterator[Evaluation]:
    """Failed (as information) where an area and the one that it lies in print the same growth of one indicator for one
    period.
    """
    term = rule.terms[0]
    taken = [each for each in index.observations if term.takes(each.indicator_id, each.measure, each.unit_row)]
    by_key: dict[tuple[str | None, ...], Observation] = {
        (each.area, each.indicator_id, each.period, each.comparison): each for each in taken
    }
    for each in taken:
        area = codes.areas.get(each.area)
        other = by_key.get((area.parent, each.indicator_id, each.period, each.comparison)) if area else None
        if other is not None:
            outcome = Outcome.FAILED if other.value == each.value else Outcome.PASSED
            expected = Bilingual(
                f"another figure than that of area {other.area}, or a look whether it was copied",
                f"与地区 {other.area} 不同的数；请核对是否误抄",
            )
            found = Bilingual.same(each.figure)
            yield Evaluation(rule, outcome, each.release_id, (each, other), found=found, expected=expected)


def _ratios(rule: Rule, index: ObservationIndex, group: Group) -> Iterator[_Ratio]:
    part, year = rule.terms
    for indicator in index.indicators(group, [part.measure]) if index.has_others(group, year.reference) else ():
        here, there = (index.find(group, term.of(indicator.indicator_id)) for term in (part, year))
        if indicator.cumulation == "flow" and here and there and not {here.obs_status, there.obs_status} & {*_MARKED}:
            reached, whole = here.quantity.interval, there.quantity.interval
            if whole.low > 0 and all(end.is_finite() for end in (*reached, *whole)):
                value = Fraction(here.quantity.base_value) / Fraction(there.quantity.base_value)
                # Of what is negative, the lesser year is the more.
                low = Fraction(reached.low) / Fraction(whole.high if reached.low >= 0 else whole.low)
                high = Fraction(reached.high) / Fraction(whole.low if reached.high >= 0 else whole.high)
                yield _Ratio(low, value, high, (here, there))


def _decimal(fraction: Fraction) -> Decimal:
    return _ROUNDING.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
