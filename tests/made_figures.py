"""Figures made for tests: code lists, rules and observations of areas, releases and years that no bulletin has."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.model.period import Period
from decheng_data.model.quantity import QUALIFIERS, Quantity
from decheng_data.model.rows import ReleaseRow
from decheng_data.model.vocabulary_rows import AreaRow, IndicatorRow, RuleRow, RuleTermRow, ThemeRow, UnitRow
from decheng_data.rules.evaluation import CodeLists, Evaluation
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import Observation, ObservationIndex
from decheng_data.rules.rule import Rule, RuleSet
from decheng_data.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

RELEASE = "made-up-2031-S1"
PERIOD = "2031-S1"
AREA = "990001"
CITY = "990000"
YI = Decimal(10**8)


def _unit(
    unit_id: str, name_zh: str, dimension: str, scale: int = 1, counted: bool = False, base: str | None = None
) -> UnitRow:
    row = {
        "unit_id": unit_id,
        "name_zh": name_zh,
        "name_en": unit_id,
        "dimension": dimension,
        "counted": counted,
        "scale": scale,
    }
    return UnitRow.model_validate({**row, "base_unit": base or unit_id, "unit_measure": "X", "unit_mult": 0})


def _indicator(
    indicator_id: str, unit: str | None, growth_basis: str = "nominal", cumulation: str = "flow", **more: Any
) -> IndicatorRow:
    row = {
        "indicator_id": indicator_id,
        "theme": "made_up",
        "name_zh": f"虚构{indicator_id}",
        "name_en": f"Made-up {indicator_id}",
        "definition_status": "unconfirmed",
    }
    return IndicatorRow.model_validate(
        {**row, "unit": unit, "growth_basis": growth_basis, "cumulation": cumulation, **more}
    )


UNITS = {
    row.unit_id: row
    for row in (
        _unit("yuan", "元", "money"),
        _unit("wan_yuan", "万元", "money", 10**4, base="yuan"),
        _unit("yi_yuan", "亿元", "money", 10**8, base="yuan"),
        _unit("percent", "%", "percent"),
        _unit("point", "个百分点", "percentage_point"),
        _unit("place", "位", "rank", counted=True),
        _unit("item", "个", "count", counted=True),
        _unit("wan_items", "万个", "count", 10**4, counted=True, base="item"),
        _unit("mu", "亩", "area"),
        _unit("pure", "（无单位）", "ratio"),
    )
}
INDICATORS = {
    row.indicator_id: row
    for row in (
        _indicator("whole", "yi_yuan", minimum=0, expected_measures="level|growth_rate"),
        _indicator("part", "yi_yuan", minimum=0, maximum=9 * 10**9),
        _indicator("rest", "yi_yuan"),
        _indicator("output", "yi_yuan", "constant", minimum=0),
        _indicator("tax", "yi_yuan", "comparable"),
        _indicator("projects", "item", "not_applicable", "stock"),
        _indicator("works", None, "not_applicable", "stock"),
        _indicator("index", None, "not_applicable", "rate"),
    )
}
AREAS = {
    row.area_id: row
    for row in (
        AreaRow(area_id=CITY, name_zh="虚构市", name_en="Made-up City", level="prefecture", units_compared=7),
        AreaRow(area_id=AREA, name_zh="虚构区", name_en="Made-up District", level="county", parent=CITY),
        AreaRow(area_id="990002", name_zh="虚构县", name_en="Made-up County", level="county", parent=CITY),
    )
}
CODES = CodeLists(INDICATORS, UNITS, AREAS)
THEME = ThemeRow(
    theme_id="made_up", name_zh="虚构", name_en="Made up", description_zh="虚构。", description_en="Made up."
)


def observation(
    indicator: str,
    value: object,
    unit: str = "yi_yuan",
    measure: str = "level",
    *,
    line: int | None = None,
    **more: Any,
) -> Observation:
    """A figure of the made-up release, bound to the made-up code lists; decimals and printed follow from the value."""
    number = Decimal(str(value))
    more.setdefault("decimals", max(0, -int(number.as_tuple().exponent)))
    printed = str(Quantity(number, more["decimals"], UNITS[unit].name_zh, qualifier=more.get("qualifier")))
    comparison = {"growth_rate": "previous_year", "change_pp": "previous_year", "rank": CITY}.get(measure, "none")
    given = {
        "release_id": RELEASE,
        "period": PERIOD,
        "area": AREA,
        "comparison": comparison,
        "obs_status": "A",
        "printed": printed,
        **more,
    }
    made = Observation.model_validate(
        {**given, "indicator_id": indicator, "measure": measure, "value": number, "unit": unit}
    )
    return made.bind(INDICATORS[indicator], UNITS[unit], line)


def release_row(release_id: str = RELEASE, period: str = PERIOD, **more: Any) -> dict[str, Any]:
    """The cells of a release's row, as texts."""
    titles = {"title_zh": "虚构公报", "title_en": "Made-up bulletin", "publisher_zh": "无人", "publisher_en": "Nobody"}
    read = Period.parse(period)
    dates = {
        "period": period,
        "period_range": read.range,
        "frequency": read.frequencies[0],
        "year_basis": "printed",
        "vintage": "2031-08-01",
    }
    return {"release_id": release_id, "area": AREA, "coverage": "made_up", **titles, **dates, **more}


def release(release_id: str = RELEASE, **more: Any) -> ReleaseRow:
    return ReleaseRow.model_validate(release_row(release_id, **more))


def rule_row(rule_id: str = "made-up-rule", kind: str = "linear", **more: Any) -> RuleRow:
    said = {"title_zh": "虚构规则", "title_en": "A made-up rule", "rationale_zh": "虚构。", "rationale_en": "Made up."}
    return RuleRow.model_validate(
        {"rule_id": rule_id, "kind": kind, "severity": "error", "level": 1, "type": "VCO", **said, **more}
    )


def term_rows(rule_id: str, *terms: dict[str, Any]) -> list[RuleTermRow]:
    """Terms in their order; the role is summand where none is given."""
    return [
        RuleTermRow.model_validate({"rule_id": rule_id, "term": number, "role": "summand", **term})
        for number, term in enumerate(terms, 1)
    ]


def rule_set(row: RuleRow, *terms: dict[str, Any]) -> RuleSet:
    return RuleSet.from_rows([(2, row)], term_rows(row.rule_id, *terms), indicators=INDICATORS, units=UNITS)


def rule(row: RuleRow, *terms: dict[str, Any]) -> Rule:
    """A rule that can run."""
    made = rule_set(row, *terms)
    assert not made.faults, made.faults
    return made[row.rule_id]


def summand(
    indicator: str | None, coefficient: object = 1, measure: str | None = "level", **more: Any
) -> dict[str, Any]:
    return {"coefficient": Decimal(str(coefficient)), "indicator_id": indicator, "measure": measure, **more}


def linear(relation: str, *terms: dict[str, Any], bound: object = 0, **more: Any) -> Rule:
    """`sum(terms) relation bound`, told in 亿元 unless another unit is given."""
    given = {"bound_source": "fixed", "bound": Decimal(str(bound)), "unit": "yi_yuan", **more}
    return rule(rule_row(relation=relation, **given), *terms)


def part_within_whole(**more: Any) -> Rule:
    return linear("<=", summand("part"), summand("whole", -1), **more)


def product(
    z: dict[str, Any], x: dict[str, Any], y: dict[str, Any], factor: int = 100, addend: int = 0, **more: Any
) -> Rule:
    terms = ({"measure": "level", **term, "role": role} for role, term in zip("zxy", (z, x, y), strict=True))
    return rule(rule_row(kind="product", factor=factor, addend=addend, **{"unit": "yi_yuan", **more}), *terms)


def run(made: Rule, *observations: Observation, releases: Iterable[ReleaseRow] = ()) -> list[Evaluation]:
    found = list(evaluate([made], ObservationIndex(observations, releases), CODES))
    assert all(each.rule is made for each in found)
    assert all(each.release_id in {figure.release_id for figure in observations} for each in found if each.observations)
    return found


def only(made: Rule, *observations: Observation, releases: Iterable[ReleaseRow] = ()) -> Evaluation:
    """The one outcome that there is."""
    (found,) = run(made, *observations, releases=releases)
    return found


def vocabulary(*rules: Rule) -> Vocabulary:
    return Vocabulary(CODES, {THEME.theme_id: THEME}, RuleSet(rules), "9.9.9", "made-up-licence")


QUALIFIER_WORDS = tuple(QUALIFIERS)
