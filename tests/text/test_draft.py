"""Drafted rows: what each figure says, in the constructs that bulletins are made of."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.text.drafting import vocabulary as naming
from decheng_data.text.drafting.draft import DraftRow, draft
from tests.forgetting import forgotten
from tests.growth import LIMIT, growth
from tests.text.prose import BULLETIN, CORPUS, indicator
from tests.text.test_numerals import CHINESE_TEXT

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [
    "exact",
    "start",
    "end",
    "kind",
    "value",
    "signed_value",
    "unit",
    "indicator_id",
    "indicator",
    "measure",
    "period",
    "obs_status",
    "qualifier",
    "parent",
    "confidence",
    "question",
    "sort",
]


def quantities(text: str, period: str = "2021-S1") -> tuple[DraftRow, ...]:
    return draft(text, period=period).quantities


def said(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(row.signed_value or "", row.indicator, row.measure) for row in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "完成一般公共预算收入12.8亿元,增长21.1%",
            [("12.8", "一般公共预算收入", "level"), ("21.1", "一般公共预算收入", "growth_rate")],
        ),
        (
            "地区生产总值同比下降2%,总量达30亿元",
            [("-2", "地区生产总值", "growth_rate"), ("30", "地区生产总值总量", "level")],
        ),
        (
            "城乡居民人均可支配收入分别完成19618元、8616元,分别增长7.2%、8.8%",
            [
                ("19618", "城镇居民人均可支配收入", "level"),
                ("8616", "农村居民人均可支配收入", "level"),
                ("7.2", "城镇居民人均可支配收入", "growth_rate"),
                ("8.8", "农村居民人均可支配收入", "growth_rate"),
            ],
        ),
        (
            "国家、省信访局交办件分别化解92.3%、81.9%",
            [("92.3", "国家信访局交办件化解率", "share"), ("81.9", "省信访局交办件化解率", "share")],
        ),
        ("国税、地税收入分别增长5%、下降3%", [("5", "国税收入", "growth_rate"), ("-3", "地税收入", "growth_rate")]),
        ("蔬菜产量9.07万吨,其中食用菌1.96万吨", [("9.07", "蔬菜产量", "level"), ("1.96", "食用菌产量", "level")]),
        (
            "规上工业增加值增长8%,高于全市2.8个百分点",
            [("8", "规上工业增加值", "growth_rate"), ("2.8", "规上工业增加值增速(高于全市)", "change_pp")],
        ),
        (
            "固定资产投资30亿元,占全年计划的53.86%",
            [("30", "固定资产投资", "level"), ("53.86", "固定资产投资占全年计划比重", "share")],
        ),
        (
            "地区生产总值480亿元,总量居全市第5位",
            [("480", "地区生产总值", "level"), ("5", "地区生产总值总量居全市", "rank")],
        ),
        (
            "总投资950亿元的97个重点项目完成投资52亿元",
            [("950", "重点项目总投资", "level"), ("97", "重点项目", "level"), ("52", "重点项目完成投资", "level")],
        ),
        (
            "纳税过千万元的企业9家,比去年增加5家",
            [("9", "纳税过千万元的企业", "level"), ("5", "纳税过千万元的企业增加数", "level")],
        ),
        ("未发生较大安全事故", [("0", "较大安全事故", "level")]),
        ("税收占比75.3%,比上年下降0.4个百分点", [("75.3", "税收占比", "share"), ("-0.4", "税收占比", "change_pp")]),
        ("力争固定资产投资突破220亿元", [("220", "固定资产投资", "target")]),
        (
            "主要预期目标是:生产总值增长8%,失业率控制在4%以内",
            [("8", "地区生产总值", "target"), ("4", "失业率", "target")],
        ),
        (
            "城镇新增就业1.5万人,超额完成1.4万人的目标",
            [("1.5", "城镇新增就业", "level"), ("1.4", "城镇新增就业", "target")],
        ),
        ("工业增加值零增长", [("0", "工业增加值", "growth_rate")]),
        ("工业产值5亿元、+8.8%", [("5", "工业产值", "level"), ("8.8", "工业产值", "growth_rate")]),
        ("培育龙头企业30家,其中省级龙头8家", [("30", "培育龙头企业", "level"), ("8", "省级龙头企业", "level")]),
        ("新增省级龙头企业2家、市级5家", [("2", "新增省级龙头企业", "level"), ("5", "新增市级龙头企业", "level")]),
        ("26个行业大类中有11个盈利", [("26", "行业大类", "level"), ("11", "盈利的行业大类", "level")]),
        (
            "采矿业增加值下降6.1%,制造业增长5.9%",
            [("-6.1", "采矿业增加值", "growth_rate"), ("5.9", "制造业增加值", "growth_rate")],
        ),
        (
            "固定资产投资30亿元,总量和增速分别居全市第1位、第2位",
            [
                ("30", "固定资产投资", "level"),
                ("1", "固定资产投资总量居全市", "rank"),
                ("2", "固定资产投资增速居全市", "rank"),
            ],
        ),
        (
            "生产总值增长6%,比全国、全省分别高1.6、1.4个百分点",
            [
                ("6", "地区生产总值", "growth_rate"),
                ("1.6", "地区生产总值增速(高全国)", "change_pp"),
                ("1.4", "地区生产总值增速(高全省)", "change_pp"),
            ],
        ),
        (
            "存款余额5亿元、贷款余额3亿元,同比增长4%、6%",
            [
                ("5", "存款余额", "level"),
                ("3", "贷款余额", "level"),
                ("4", "存款余额", "growth_rate"),
                ("6", "贷款余额", "growth_rate"),
            ],
        ),
        (
            "第一、第二产业增加值分别增长3%、4%,对经济增长的贡献率分别为1%、63%",
            [
                ("3", "第一产业增加值", "growth_rate"),
                ("4", "第二产业增加值", "growth_rate"),
                ("1", "第一产业经济增长的贡献率", "share"),
                ("63", "第二产业经济增长的贡献率", "share"),
            ],
        ),
        (
            "接待游客8万人次,恢复至2019年同期的112%",
            [("8", "接待游客", "level"), ("112", "接待游客相当于2019年同期比重", "share")],
        ),
        ("六大类26项绿化工程", [("6", "绿化工程类别", "level"), ("26", "绿化工程", "level")]),
        ("4.8万名60岁以上老人领取养老金", [("4.8", "60岁以上老人", "level")]),
        ("选派5个省、市重点项目", [("5", "选派省、市重点项目", "level")]),
        ("存款余额1386亿元,较年初新增159亿元", [("1386", "存款余额", "level"), ("159", "存款余额增加额", "level")]),
        ("带动就业3-5万人", [("3", "带动就业", "level"), ("5", "带动就业", "level")]),
    ],
)
def test_indicator_measure_and_sign(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


def test_parts_of_a_ratio_and_their_periods() -> None:
    rows = quantities("三次产业结构由上年同期的14.8:42.1:43.1调整为13.9:41.4:44.7。")
    assert [row.indicator for row in rows] == [f"三次产业结构({part}产业)" for part in ("第一", "第二", "第三")] * 2
    assert [row.period for row in rows] == ["2020-01-01/2020-06-30"] * 3 + ["2021-01-01/2021-06-30"] * 3


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("完成投资5亿元", "2021-01-01/2021-06-30"),
        ("一季度完成投资5亿元", "2021-01-01/2021-03-31"),
        ("6月末,存款余额5亿元", "2021-06-30"),
        ("年末常住人口5万人", "2021-12-31"),
        ("2020年完成投资5亿元", "2020-01-01/2020-12-31"),
        ("比2019年同期增长5%", "2021-01-01/2021-06-30"),
        ("1至5月完成投资5亿元", "2021-01-01/2021-05-31"),
        ("投资(上年同期5亿元)", "2020-01-01/2020-06-30"),
        ("货运量为上年同期的102.1%", "2021-01-01/2021-06-30"),
        ("客运量恢复到上年同期的80%", "2021-01-01/2021-06-30"),
        ("2016-2020年完成投资5亿元", "2020-01-01/2020-12-31"),
        ("2021-03-05完成投资5亿元", "2021-03-01/2021-03-31"),
        ("三月份完成投资5亿元", "2021-03-01/2021-03-31"),
        ("贫困发生率从2014年的5%", "2014-01-01/2014-12-31"),
        ("二、下半年工作安排\n完成投资5亿元", "2021-07-01/2021-12-31"),
        ("二、2023年工作安排\n完成投资5亿元", "2023-01-01/2023-12-31"),
        ("二、2023年工作安排\n三、回顾\n完成投资5亿元", "2021-01-01/2021-06-30"),
    ],
)
def test_periods_are_resolved_against_the_release(text: str, period: str) -> None:
    assert [row.period for row in quantities(text)] == [period]


def test_no_year_is_guessed() -> None:
    assert draft("上半年完成投资5亿元").quantities[0].period is None
    assert draft("2018年完成投资5亿元").quantities[0].period == "2018-01-01/2018-12-31"
    assert draft("上半年完成投资5亿元", period="spring").quantities[0].period is None
    assert draft("比2019年增长5%。2020年上半年完成投资5亿元").quantities[1].period == "2020-01-01/2020-06-30"
    assert draft("上半年完成投资5亿元", release_id="willow-2021-S1").quantities[0].period == "2021-01-01/2021-06-30"


def test_an_estimate_covers_its_indicator_only() -> None:
    rows = quantities("预计实现零售总额91亿元、增长21%,楼宇贡献税收3.55亿元。初步核算,生产总值5亿元,增长3%。")
    assert [row.obs_status for row in rows] == ["E", "E", "A", "P", "P"]


def test_known_names_and_new_ones() -> None:
    rows = draft(
        "规上工业增加值增长8%,夜间游船12艘",
        indicators=[indicator("industry", "规模以上工业增加值", "规上工业增加值")],
        period="2021-S1",
    ).quantities
    assert rows[0].indicator_id == "industry"
    assert (rows[1].indicator_id or "").startswith("new_")
    assert rows[0].confidence > rows[1].confidence
    assert rows[1].question


@pytest.mark.parametrize(
    "name",
    [
        "城镇居民人均可支配收入",
        "居民消费价格",
        "居民人均可支配收入",
        "城镇居民人均消费支出",
        "安居工程投资",
        "城乡居住面积",
    ],
)
def test_a_name_with_residents_is_whole(name: str) -> None:
    vocabulary = naming.Vocabulary([indicator("known", name)])
    assert vocabulary.find(name).indicator_id == "known"
    assert vocabulary.find(f"{name}居全市").indicator_id == "known"
    assert naming.indicator_name(f"{name}居全市") == naming.indicator_name(name) == name


def test_what_was_done_with_known_things_hides_no_indicator() -> None:
    known = [indicator("key_projects", "重点项目数", "重点项目"), indicator("renovations", "技改项目数", "技改项目")]
    rows = draft("实施重点项目62个。实施技改项目53个。", indicators=known, period="2021-S1").quantities
    assert [row.indicator_id for row in rows] == ["key_projects", "renovations"]


@pytest.mark.parametrize(
    ("text", "value", "measure", "name"),
    [
        ("规模以上工业增加值增长5%,增速同比回落1.2个百分点至4.4%", "4.4", "growth_rate", "规模以上工业增加值"),
        ("固定资产投资增速比上年提高1.2个百分点到4.4%", "4.4", "growth_rate", "固定资产投资"),
        ("固定资产投资降幅收窄1.2个百分点至4.4%", "-4.4", "growth_rate", "固定资产投资"),
        ("失业率下降0.2个百分点至4.4%", "4.4", "share", "失业率"),
        ("力争投资增速提高1.2个百分点至4.4%", "4.4", "target", "投资"),
    ],
)
def test_points_lead_to_the_level_reached(text: str, value: str, measure: str, name: str) -> None:
    assert said(text)[-1] == (value, name, measure)


def test_a_part_that_counts_has_a_parent_that_counts() -> None:
    known = [
        indicator("key_projects", "重点项目数", "重点项目"),
        indicator("key_project_investment", "重点项目完成投资"),
    ]
    rows = draft(
        "重点项目55个,完成投资9亿元,其中省、市重点项目8个,完成投资3亿元。", indicators=known, period="2021-S1"
    ).quantities
    assert [row.parent for row in rows] == [None, None, "key_projects", "key_project_investment"]


def test_json_lines_have_their_keys_and_order() -> None:
    rows = [json.loads(line) for line in draft(BULLETIN, period="2021-S1").to_jsonl().splitlines()]
    assert all(set(KEYS) <= row.keys() for row in rows)
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    assert all(BULLETIN[row["start"] : row["end"]] == row["exact"] for row in rows)


@given(st.text(max_size=120) | CHINESE_TEXT)
def test_draft_never_fails_and_accounts_for_every_digit(text: str) -> None:
    rows = draft(text).rows
    assert draft(text, period="2021-S1").to_jsonl().count("\n") == len(rows)
    covered = {position for row in rows for position in range(row.start, row.end)}
    assert not [position for position, character in enumerate(text) if character.isdigit() and position not in covered]


@pytest.mark.in_turn
@pytest.mark.parametrize(
    ("piece", "size"),
    [
        ("1", 100_000),
        ("(", 20_000),
        (",", 100_000),
        ("1,", 3_000),
        ("1:", 3_000),
        ("“", 50_000),
        ("a", 20_000),
        ("A1", 100_000),
        ("一", 50_000),
        ("第", 20_000),
        ("增长", 50_000),
        ("、12个", 3_000),
        ("12亿元", 3_000),
        ("分别1、", 3_000),
        ("其中1个", 3_000),
        ("(1)", 3_000),
        ("((1", 3_000),
        ("1:2,", 3_000),
        ("2021年1亿,", 3_000),
        ("、1%", 3_000),
        ("增长1%、", 3_000),
        ("A、B产值1元、", 3_000),
    ],
)
def test_time_grows_with_length_only(piece: str, size: int) -> None:
    """The size: so many characters as take some hundredths of a second."""
    assert growth(lambda size: draft((piece * size)[:size]), size) < LIMIT


def test_scores_on_bulletins_of_our_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("draft_benchmark", root / "benchmarks" / "draft.py")
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "draft_benchmark", benchmark)
    spec.loader.exec_module(benchmark)
    tally = benchmark.Tally()
    for bulletin in benchmark.read_bulletins(CORPUS):
        benchmark.score(bulletin, tally)
    floors = {
        "span": 0.99,
        "value_unit": 0.99,
        "measure": 0.99,
        "sign": 0.99,
        "indicator": 0.93,
        "period": 0.985,
        "status": 0.99,
    }
    assert {aspect: tally.rates(aspect)[2] for aspect, floor in floors.items() if tally.rates(aspect)[2] < floor} == {}
    assert tally.digits_lost == 0


def test_an_alias_is_heard_in_the_words_around_a_count() -> None:
    known = [indicator("group_schools", "实施集团化办学的学校数", "学校实施集团化办学")]
    assert draft("累计7所学校实施集团化办学", indicators=known).quantities[0].indicator_id == "group_schools"


def test_a_unit_in_brackets_is_that_of_the_text_for_all_that_share_it() -> None:
    assert [row.unit for row in quantities("产量分别为3、5台（套）")] == ["台（套）", "台（套）"]


def test_an_element_of_a_range_shares_unit_and_name() -> None:
    rows = quantities("接待游客500至600万人次")
    assert [(row.value, row.unit, row.indicator) for row in rows] == [
        ("500", "万人次", "接待游客"),
        ("600", "万人次", "接待游客"),
    ]


def test_thresholds_carry_their_bound() -> None:
    rows = draft("500万元以上项目12个,65岁以上老人3万人", period="2021-S1").rows
    assert [(row.sort, row.value, row.unit, row.qualifier) for row in rows if row.kind == "mention"] == [
        ("threshold", "500", "万元", "以上"),
        ("threshold", "65", "岁", "以上"),
    ]


def test_a_figure_ahead_of_the_release_is_a_target() -> None:
    rows = quantities("二、2022年工作安排\n实施项目180个,投资230亿元。", "2021")
    assert [(row.measure, row.period) for row in rows] == [("target", "2022-01-01/2022-12-31")] * 2


def test_an_id_names_the_indicator_without_what_a_measure_adds() -> None:
    level, rank, difference = (
        quantities("夜间游船12艘,数量居全市第2位。游船收入增长3%,增速高于全市1个百分点。")[0],
        *quantities("游船总收入5亿元,增长3%,居全市第2位,高于全市1个百分点。")[2:],
    )
    assert level.indicator_id != rank.indicator_id
    assert rank.indicator_id == difference.indicator_id == "new_you_chuan_zong_shou_ru"


def test_an_id_without_pinyin_is_a_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    monkeypatch.setattr(naming, "SPELL", naming.speller())
    with forgotten(naming.proposed_id):
        assert re.fullmatch("new_[0-9a-f]{12}", naming.proposed_id("夜间游船"))
