"""Every numeral expression of a text is found once, and told apart from words that only look like one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.text.numerals.figures import read
from decheng_data.text.numerals.scan import scan
from decheng_data.text.words.units import unit_at

CHINESE_TEXT = st.text(
    st.sampled_from(
        "0123456789.,:-+%()[]“”《》、，。；\n 亿万千百十一二三两个家元亩第居首位年月增长下降余多超近约占比其中分别预计未发生零GDPM①²٣５％"
    ),
    max_size=80,
)


def figures(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (figure.value, figure.unit, figure.qualifier)
        for numeral in scan(text)
        if numeral.sort == "figure"
        for figure in read(text, numeral)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("实现157.5亿元", [("157.5", "亿元", None)]),
        ("腾空1400余亩", [("1400", "亩", "余")]),
        ("接种46万剂次", [("46", "万剂次", None)]),
        ("近百家企业", [("100", "家", "近")]),
        ("增长50%以上", [("50", "%", "以上")]),
        ("突破500亿元", [("500", "亿元", "超过")]),
        ("单产491.02公斤/亩", [("491.02", "公斤/亩", None)]),
        ("新建两个", [("2", "个", None)]),
        ("产量1240台（套）", [("1240", "台(套)", None)]),
        ("增长百分之八点五", [("8.5", "%", None)]),
        ("增长３.５％", [("3.5", "%", None)]),
        ("投入3千多万元", [("3", "千万元", "多")]),
        ("户数7,054家", [("7054", "家", None)]),
        ("提高两个百分点", [("2", "个百分点", None)]),
        ("出生率9.1‰", [("9.1", "‰", None)]),
        ("居全市首位", [("1", "位", None)]),
        ("列第5", [("5", "位", None)]),
        ("居全市前三位", [("3", "位", None)]),
        ("未发生事故", [("0", "", None)]),
        ("GDP12.8亿元", [("12.8", "亿元", None)]),
        ("结构为3.9:59.5:36.6", [("3.9", "%", None), ("59.5", "%", None), ("36.6", "%", None)]),
        ("收入比1.75:1", [("1.75", "", None)]),
        ("同比-3.5%", [("3.5", "%", None)]),
        ("六大类26项", [("6", "类", None), ("26", "项", None)]),
        ("翻了一番", [("1", "番", None)]),
        ("投入三千余万元", [("30000000", "元", "余")]),
        ("ＧＤＰ１２.８亿元", [("12.8", "亿元", None)]),
        ("增长近一成", [("1", "成", "近")]),
        ("厂房16万㎡", [("16", "万㎡", None)]),
        ("存栏186万头（只）", [("186", "万头(只)", None)]),
        ("死亡率0.009人/亿元", [("0.009", "人/亿元", None)]),
        ("实现零登记", [("0", "", None)]),
        ("“聚力实现零上访”", [("0", "", None)]),
        ("列六区第一", [("1", "位", None)]),
        ("安置一万二千人", [("12000", "人", None)]),
        ("投入1亿2千万元", [("120000000", "元", None)]),
        ("新建廿三所", [("23", "所", None)]),
        ("提高二点五个百分点", [("2.5", "个百分点", None)]),
        ("缩短两个半小时", [("2.5", "个小时", None)]),
        ("新建两个半圆", [("2", "个", None)]),
        ("增长一倍半。", [("1.5", "倍", None)]),
        ("用时三天半数", [("3", "天", None)]),
        ("提高半个百分点", [("0.5", "个百分点", None)]),
        ("带动百余家", [("100", "家", "余")]),
        ("投资百余万元", [("1000000", "元", "余")]),
        ("投资大约50亿元", [("50", "亿元", "大约")]),
        ("投资破50亿元", [("50", "亿元", "超过")]),
        ("爆破50次", [("50", "次", None)]),
        ("带动20来家", [("20", "家", "左右")]),
        ("投资" + "9" * 101 + "元", [("9" * 101, "元", None)]),
    ],
)
def test_figures_are_read_as_printed(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("推进“四改一拆”", ["slogan"]),
        ("构建“3+2”体系", ["name"]),
        ("“二分之一”工作法", ["slogan"]),
        ("PM2.5和5G", ["name", "name"]),
        ("拨打12345热线", ["name"]),
        ("一是抓项目。二是惠民生", ["list_number", "list_number"]),
        ("二、农业", ["list_number"]),
        ("2021年1-6月", ["date"]),
        ("上半年和一季度", ["date", "date"]),
        ("一产、第二产业", ["fixed_term", "fixed_term"]),
        ("过亿元项目", ["threshold"]),
        ("50亿级项目", ["threshold"]),
        ("世界500强", ["fixed_term"]),
        ("一般统一进一步", []),
        ("①凡本网", ["list_number"]),
        ("7×24小时", ["name"]),
        ("数百家企业", ["fixed_term"]),
        ("三五百万元", ["fixed_term"]),
        ("两三家", ["fixed_term"]),
        ("5百3千家", ["fixed_term"]),
        ("增长百分之三五", ["fixed_term"]),
        ("居全市第三五位", ["fixed_term"]),
        ("居全市前三五位", ["fixed_term"]),
        ("半导体和一半", []),
        ("五个方面", ["fixed_term"]),
        ("沿河一座桥", []),
        ("拨打A5.", ["name"]),
        ("10年来", ["date"]),
        ("编号2021", ["date"]),
        ("30万吨级码头", ["threshold"]),
        ("8000余条，编号80001", ["figure", "name"]),
    ],
)
def test_look_alikes_are_no_figures(text: str, sorts: list[str]) -> None:
    assert [numeral.sort for numeral in scan(text)] == sorts


@given(CHINESE_TEXT)
def test_every_digit_belongs_to_one_numeral(text: str) -> None:
    numerals = scan(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(numerals))
    spans = [
        (
            numeral.start,
            max([numeral.end, *(figure.end for figure in read(text, numeral))])
            if numeral.sort == "figure"
            else numeral.end,
        )
        for numeral in numerals
    ]
    assert not [
        position
        for position, character in enumerate(text)
        if character.isdigit() and not any(start <= position < end for start, end in spans)
    ]


@given(
    st.integers(0, 10**9),
    st.integers(0, 4),
    st.sampled_from(["亿元", "万亩", "%", "个百分点", "家", "万剂次", "公斤/亩", "‰"]),
)
def test_number_and_unit_survive(number: int, decimals: int, unit: str) -> None:
    printed = f"{number / 10**decimals:.{decimals}f}"
    assert figures(f"完成{printed}{unit}。") == [(printed, unit, None)]


def test_a_unit_ends_before_a_word_that_begins_alike() -> None:
    assert unit_at("年均", 0).name == ""
    assert unit_at("万元以上", 0).name == "万元"
