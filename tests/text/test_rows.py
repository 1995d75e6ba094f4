"""Drafted rows as rows of the package: they agree with the text, a reviewed row is never written again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decheng_data.model.printed import NO_UNIT
from decheng_data.model.vocabulary_rows import AreaRow
from decheng_data.text.drafting.draft import draft
from decheng_data.text.drafting.rows import THERE_ALREADY, package_rows
from decheng_data.text.repair.repairing import repair
from decheng_data.text.verifying.verify import verify
from tests.text.prose import BULLETIN, indicator, observations, release, units

AREAS = [
    AreaRow(area_id="370000", name_zh="省", name_en="made up", level="province"),
    AreaRow(area_id="371400", name_zh="市", name_en="made up", level="prefecture", parent="370000"),
    AreaRow(area_id="371402", name_zh="区", name_en="made up", level="county", parent="371400"),
]
KNOWN = [indicator("gdp", "地区生产总值"), indicator("revenue", "一般公共预算收入")]


def drafted(reviewed=()):
    return package_rows(
        draft(BULLETIN, indicators=KNOWN, period="2021-S1"),
        BULLETIN,
        release(),
        units=units(),
        areas=AREAS,
        theme="overview",
        indicators=KNOWN,
        reviewed=reviewed,
    )


def rows_of(text, *known):
    drafted_text = draft(text, indicators=known, period="2021-S1")
    return package_rows(
        drafted_text, text, release(text), units=units(), areas=AREAS, theme="overview", indicators=known
    )


def test_drafted_rows_verify_against_their_text() -> None:
    rows = drafted()
    verification = verify(repair(BULLETIN), release(), rows.observations, rows.mentions, units=units())
    assert verification.findings == ()
    assert rows.left_over == ()
    assert rows.observations[0].note_zh == "草稿，待核对。"


def test_keys_comparisons_and_new_indicators() -> None:
    rows = drafted()
    found = {(row.indicator_id, row.measure): row for row in rows.observations}
    assert found["gdp", "growth_rate"].comparison == "previous_year"
    assert found["revenue", "growth_rate"].value < 0
    assert {row.comparison for row in rows.observations if row.measure == "rank"} == {"371400"}
    new = {row.indicator_id for row in rows.indicators}
    assert new == {row.indicator_id for row in rows.observations if row.indicator_id.startswith("new_")}
    assert {row.definition_status for row in rows.indicators} == {"unconfirmed"}
    assert all("New" in (row.note_en or "") for row in rows.indicators)


def test_what_a_reviewed_row_stands_for_is_never_written_again() -> None:
    """Whatever the reviewed row says of it: its place tells that the numeral is taken."""
    reviewed = [observations()[0].model_copy(update={"indicator_id": "something_else"}), *observations()[1:4]]
    rows = drafted(reviewed)
    assert not {row.indicator_id for row in rows.observations} & {"gdp", "revenue"}
    assert [(row.exact, reason) for row, reason in rows.left_over] == [(row.printed, THERE_ALREADY) for row in reviewed]


def test_a_unit_that_is_not_known_is_added_with_its_base() -> None:
    rows = rows_of("完成投资5亿美元,其中到位3万美元")
    assert [(row.name_zh, row.scale, row.counted) for row in rows.units] == [
        ("美元", 1, False),
        ("亿美元", 10**8, False),
        ("万美元", 10**4, False),
    ]
    assert {row.base_unit for row in rows.units} == {row.dimension for row in rows.units} == {rows.units[0].unit_id}
    assert [row.unit for row in rows.observations] == [rows.units[1].unit_id, rows.units[2].unit_id]
    assert [row.unit_mult for row in rows.units] == [0, 6, 4]


def test_units_of_percent_counts_and_none() -> None:
    rows = rows_of("出生率9.1‰。新建桥梁13座。价格指数98.6。")
    assert [(row.name_zh, row.dimension == "made_up", row.counted) for row in rows.units] == [
        ("‰", True, False),
        ("座", False, True),
        (NO_UNIT, False, False),
    ]


def test_a_figure_with_the_key_of_another_gets_an_id_of_its_own() -> None:
    gdp = indicator("gdp", "地区生产总值")
    rows = rows_of("地区生产总值5亿元。地区生产总值6亿元。地区生产总值7亿元。植树3棵。植树4棵。", gdp)
    ids = [row.indicator_id for row in rows.observations]
    assert ids[:3] == ["gdp", "new_gdp_2", "new_gdp_3"]
    assert ids[4] == f"{ids[3]}_2"
    assert [row.name_zh for row in rows.indicators][:2] == ["地区生产总值（2）", "地区生产总值（3）"]


def test_a_unit_of_another_dimension_is_of_another_indicator() -> None:
    known = indicator("gdp", "地区生产总值").model_copy(update={"unit": "schools"})
    drafted_units = [unit.model_copy(update={"dimension": unit.unit_id}) for unit in units()]
    text = "力争地区生产总值增长7%"
    made = package_rows(
        draft(text, indicators=[known], period="2021-S1"),
        text,
        release(text),
        units=drafted_units,
        areas=AREAS,
        theme="overview",
        indicators=[known],
    )
    assert [(row.indicator_id, row.measure) for row in made.observations] == [("new_gdp_2", "target")]


def test_a_level_has_no_sign_unless_one_is_printed() -> None:
    rows = rows_of("销售面积减少24.1亩。净利润为-3.5亿元。")
    assert [str(row.value) for row in rows.observations] == ["24.1", "-3.5"]


def test_a_zero_in_words_takes_the_unit_of_its_indicator() -> None:
    known = indicator("accidents", "较大安全事故").model_copy(update={"unit": "schools"})
    assert rows_of("未发生较大安全事故", known).observations[0].unit == "schools"
    assert rows_of("未发生较大安全事故").observations[0].unit == "cases"


def test_a_figure_that_no_row_can_hold_is_told() -> None:
    rows = rows_of("投资" + "9" * 30 + "亿元")
    assert rows.observations == ()
    assert "value" in rows.left_over[0][1]


def test_a_figure_without_a_name_is_kept() -> None:
    rows = rows_of("3%")
    assert [(row.indicator_id, row.measure) for row in rows.observations] == [("new_unnamed", "share")]
    assert rows.indicators[0].name_zh == "待命名"


def test_a_parent_is_named_only_where_it_is_an_indicator() -> None:
    rows = rows_of("蔬菜产量9亩,其中食用菌1亩。")
    assert rows.observations[1].parent == rows.observations[0].indicator_id
    assert rows_of("蔬菜,其中食用菌1亩。").observations[0].parent is None


@pytest.mark.parametrize(
    ("text", "parent", "kept"),
    [
        ("重点项目8个。", "all_projects", "all_projects"),
        ("重点项目8个。", "unit_unknown", "unit_unknown"),
        ("重点项目8个。", "spent", None),
        ("重点项目8个。", "projects", None),
        ("重点项目增长8%。", "spent", "spent"),
        ("重点项目8个。", None, None),
    ],
)
def test_a_parent_is_another_indicator_told_in_units_of_the_same_kind(
    text: str, parent: str | None, kept: str | None
) -> None:
    usual = {"projects": "cases", "all_projects": "cases", "spent": "yi_yuan", "unit_unknown": None}
    known = [
        indicator(name, "重点项目" if name == "projects" else name).model_copy(update={"unit": unit})
        for name, unit in usual.items()
    ]
    kinds = [
        row.model_copy(update={"dimension": "count", "name_zh": "个"} if row.unit_id == "cases" else {})
        for row in units()
    ]
    made = draft(text, indicators=known, period="2021-S1")
    made = replace(made, rows=tuple(replace(row, parent=parent) for row in made.rows))
    rows = package_rows(made, text, release(text), units=kinds, areas=AREAS, theme="overview", indicators=known)
    assert [(row.indicator_id, row.parent) for row in rows.observations] == [("projects", kept)]


def test_periods_of_other_times_have_their_codes() -> None:
    rows = rows_of("2019年投资5亿元。一季度投资3亿元。6月末存款4亿元。")
    assert [row.period for row in rows.observations] == ["2019", "2021-Q1", "2021-S1"]


def test_differences_and_plans_are_told_beside_what() -> None:
    rows = rows_of("生产总值5亿元,增长3%,高于全市1个百分点,高于全国2个百分点,完成全年计划的45%。")
    assert [row.comparison for row in rows.observations] == ["none", "previous_year", "371400", "previous_year", "plan"]


def test_a_share_of_budget_revenue_is_beside_no_plan() -> None:
    rows = rows_of("税收收入13.05亿元,占一般公共预算收入的71.1%。一般公共预算支出8亿元,占年初预算的45%。")
    assert [row.comparison for row in rows.observations if row.measure == "share"] == ["none", "plan"]


def test_incomes_of_residents_are_indicators_of_their_own() -> None:
    prices = indicator("consumer_prices", "居民消费价格")
    rows = rows_of(
        "城镇居民人均可支配收入25856元,增长4.8%;城镇居民人均消费支出9856元。居民消费价格上涨0.2%。居民人均可支配收入19856元。",
        prices,
    )
    assert [row.name_zh for row in rows.indicators] == [
        "城镇居民人均可支配收入",
        "城镇居民人均消费支出",
        "居民人均可支配收入",
    ]
    assert "consumer_prices" in {row.indicator_id for row in rows.observations}


def test_a_figure_of_no_known_time_is_of_the_release() -> None:
    text = "完成投资5亿元"
    made = package_rows(draft(text), text, release(text), units=units(), areas=AREAS, theme="overview")
    assert [row.period for row in made.observations] == ["2021-S1"]
