"""Printed figures are read back as they were written: a formatter stands here, the reader in the library."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.numerals import CHINESE_DIGITS, read_chinese_number, read_number
from decheng_data.model.printed import (
    FALL_WORDS,
    NO_UNIT,
    RANK_WORDS,
    ZERO_WORDS,
    Printed,
    figure_text,
    read_printed,
    signed,
)
from decheng_data.model.quantity import AFTER_THE_NUMBER, AFTER_THE_UNIT, QUALIFIERS
from tests.examples import examples
from tests.made_numerals import printed_figures

D = Decimal
UNITS = ("亿元", "万元", "%", "个百分点", "家", "个", "亩", "万剂次", "亿千瓦时", "万亿元", None)
FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
DIGITS = "零一二三四五六七八九"


@pytest.fixture(autouse=True)
def read_anew():
    """What another test has read is forgotten."""
    read_printed.cache_clear()


@st.composite
def figures(draw):
    """What a figure says, as the reader tells it."""
    decimals = draw(st.integers(0, 4))
    magnitude = D(draw(st.integers(0, 10**12))).scaleb(-decimals)
    sign = draw(st.sampled_from((None, 1, -1)))
    return Printed(
        magnitude, decimals, draw(st.sampled_from(UNITS)), draw(st.none() | st.sampled_from(list(QUALIFIERS))), sign
    )


def written(figure: Printed, direction: str = "", *, grouped: bool = False) -> str:
    """The figure as prose prints it: direction, a word before, digits, a word after them, the unit, a word after it."""
    number = f"{figure.magnitude:,f}" if grouped else f"{figure.magnitude:f}"
    word, unit = figure.qualifier or "", figure.unit or ""
    if word in AFTER_THE_NUMBER:
        return f"{direction}{number}{word}{unit}"
    return f"{direction}{number}{unit}{word}" if word in AFTER_THE_UNIT else f"{direction}{word}{number}{unit}"


def chinese(number: int) -> str:
    """0 to 9999 as they are read aloud."""
    if number == 0:
        return "零"
    text, digits = "", f"{number:04d}"
    for digit, power in zip(digits, ("千", "百", "十", ""), strict=True):
        text += f"{DIGITS[int(digit)]}{power}" if digit != "0" else "零"
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.strip("零")
    return text.removeprefix("一") if text.startswith("一十") else text


DIRECTIONS = {None: [""], 1: ["增长", "增加", "提高", "上升", "+"], -1: [*FALL_WORDS, "-", "−"]}


class TestWhatIsWrittenIsRead:
    @examples(200)
    @given(printed_figures())
    def test_each_way_of_writing_numerals(self, made):
        assert read_printed(made.text) == Printed(made.value, made.decimals, made.unit, made.qualifier)

    @given(figures(), st.data(), st.booleans(), st.booleans())
    def test_figures(self, figure, data, grouped, full_width):
        direction = data.draw(st.sampled_from(DIRECTIONS[figure.sign]))
        if direction in ("+", "-", "−") and figure.qualifier not in (*AFTER_THE_NUMBER, *AFTER_THE_UNIT):
            text = written(replace(figure, qualifier=None), (figure.qualifier or "") + direction, grouped=grouped)
        else:
            text = written(figure, direction, grouped=grouped)
        assert read_printed(text.translate(FULL_WIDTH) if full_width else text) == figure

    @given(st.integers(0, 9999))
    def test_chinese_numbers(self, number):
        assert read_chinese_number(chinese(number)) == number

    @given(st.integers(1, 9999))
    def test_figures_in_chinese_numbers(self, number):
        assert read_printed(f"近{chinese(number)}家") == Printed(D(number), 0, "家", "近")

    @given(st.text(DIGITS, min_size=1, max_size=8))
    def test_chinese_digits_one_by_one(self, text):
        assert read_chinese_number(text) == int("".join(str(DIGITS.index(character)) for character in text))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("157.5亿元", Printed(D("157.5"), 1, "亿元")),
        ("91亿元", Printed(D(91), 0, "亿元")),
        ("91.0亿元", Printed(D("91.0"), 1, "亿元")),
        ("17%", Printed(D(17), 0, "%")),
        ("1400余亩", Printed(D(1400), 0, "亩", "余")),
        ("1.4万余亩", Printed(D("1.4"), 1, "万亩", "余")),
        ("百家", Printed(D(100), 0, "家")),
        ("突破百家", Printed(D(100), 0, "家", "超过")),
        ("近百家", Printed(D(100), 0, "家", "近")),
        ("两千零五个", Printed(D(2005), 0, "个")),
        ("下降3.5%", Printed(D("3.5"), 1, "%", sign=-1)),
        ("下降超3.5%", Printed(D("3.5"), 1, "%", "超", -1)),
        ("超过3.5%", Printed(D("3.5"), 1, "%", "超过")),
        ("增长17%", Printed(D(17), 0, "%", sign=1)),
        ("100家以上", Printed(D(100), 0, "家", "以上")),
        ("46万剂次", Printed(D(46), 0, "万剂次")),
        ("六大类", Printed(D(6), 0, "类")),
        ("3大项", Printed(D(3), 0, "项")),
        ("3大片", Printed(D(3), 0, "大片")),
        ("第3位", Printed(D(3), 0, "位")),
        ("第三", Printed(D(3), 0, "位")),
        ("7,054家", Printed(D(7054), 0, "家")),
        (" 157.5 亿元", Printed(D("157.5"), 1, "亿元")),
        ("首位", Printed(D(1), 0, "位", in_words=True)),
        ("未发生", Printed(D(0), 0, None, in_words=True)),
        ("157.5亿元，增长", Printed(D("157.5"), 1, "亿元,增长")),
        ("1e400", Printed(D(1), 0, "e400")),
        ("超万家", Printed(D(10000), 0, "家", "超")),
        ("近亿元", Printed(D(10**8), 0, "元", "近")),
        ("破50亿元", Printed(D(50), 0, "亿元", "超过")),
        ("3千余户", Printed(D(3), 0, "千户", "余")),
        ("一万亿元", Printed(D(10**12), 0, "元")),
        ("两百五人", Printed(D(250), 0, "人")),
        ("两百分点", Printed(D(2), 0, "百分点")),
        ("第廿三", Printed(D(23), 0, "位")),
        ("3天多", Printed(D(3), 0, "天", "多")),
        ("5亿元(含)以上", Printed(D(5), 0, "亿元", "以上")),
        ("下降百分之三点二", Printed(D("3.2"), 1, "%", sign=-1)),
        ("-1亿2千万元", Printed(D(120000000), 0, "元", sign=-1)),
        ("٣亩", Printed(D(3), 0, "亩")),
        ("5㎞", Printed(D(5), 0, "km")),
    ],
)
def test_examples(text, figure):
    assert read_printed(text) == figure


@pytest.mark.parametrize("word", RANK_WORDS)
def test_words_that_say_first(word):
    assert read_printed(word) == Printed(D(1), 0, "位", in_words=True)


@pytest.mark.parametrize("word", ZERO_WORDS)
def test_words_that_say_none(word):
    assert read_printed(word) == Printed(D(0), 0, None, in_words=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "亿元", "好", "约", "-", "NaN", "9" * 101, "若干个"),
        *("三五百万元", "三五个", "两三万人", "二三十家", "百千家", "一亿亿元", "3.5天半", "一" * 61),
    ],
)
def test_what_says_no_figure(text):
    assert read_printed(text) is None


def test_a_hundred_characters_are_read():
    assert read_printed("9" * 100) == Printed(D(10**100 - 1), 0, None)


@given(st.text("〇一两三十廿百千万亿半点分之12,.零", max_size=12))
def test_any_text_is_a_number_or_not(text):
    number = read_number(text)
    assert number is None or (number.value >= 0 and number.decimals >= 0)


@given(st.text(max_size=12) | st.text("157.,%亿元余近下降第首百" + CHINESE_DIGITS, max_size=12))
def test_any_text_is_read_or_not(text):
    figure = read_printed(text)
    assert figure is None or (
        figure.magnitude >= 0 and figure.decimals >= 0 and (figure.qualifier is None or figure.qualifier in QUALIFIERS)
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("百", 100),
        ("三十五", 35),
        ("一百零五", 105),
        ("两千零五", 2005),
        ("二〇三一", 2031),
        ("一二三", 123),
        ("零", 0),
        ("两千三", 2300),
        ("一万二", 12000),
        ("三亿五", 350000000),
        ("二十三", 23),
        ("廿三", 23),
        ("卅", 30),
        ("一万亿二千亿", 12 * 10**11),
        ("一千〇五", 1005),
        ("1万2千", 12000),
        ("10万零5百", 100500),
        ("", None),
        ("家", None),
        ("廿廿", None),
        ("百千", None),
        ("一亿亿", None),
        ("三五百", None),
    ],
)
def test_chinese_number_examples(text, number):
    assert read_chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "unit", "magnitude"),
    [
        ("十二亿元", "亿元", 12),
        ("十二亿元", "元", 12 * 10**8),
        ("两亿三千余万元", "万元", 23000),
        ("一万亿元", "亿元", 10000),
        ("一万亿元", "万亿元", 1),
        ("四十六万剂次", "万剂次", 46),
        ("一万二千人", "万人", 12000),
        ("十二亿元", "亿亩", 12 * 10**8),
        ("12亿元", "元", 12),
        ("十二亿", "亿", 12),
    ],
)
def test_powers_of_a_number_in_characters_may_be_of_its_unit(text, unit, magnitude):
    told = read_printed(text).in_unit(unit)
    assert told.magnitude == magnitude
    assert told.unit in (unit, read_printed(text).unit)


@pytest.mark.parametrize(
    ("printed", "value", "told"),
    [
        ("21.1%", "-21.1", "-21.1%"),
        ("廿一家", "-21", "-廿一家"),
        ("超万家", "-10000", "超-万家"),
        ("百分之八", "-8", "-百分之八"),
        ("21.1%", "21.1", "21.1%"),
        ("近3.5个百分点", "-3.5", "近-3.5个百分点"),
        ("3.5%左右", "-3.5", "-3.5%左右"),
        ("1,400.5%", "-1400.5", "-1,400.5%"),
        ("２１.１％", "-21.1", "-２１.１％"),
        ("两成", "-2", "-两成"),
        ("下降21.1%", "-21.1", "下降21.1%"),
        ("-21.1%", "-21.1", "-21.1%"),
        ("−21.1%", "-21.1", "−21.1%"),
        ("+21.1%", "21.1", "+21.1%"),
        ("21.10%", "-21.1", "-21.10%"),
        ("0.0%", "-0.0", "0.0%"),
        ("首位", "1", "首位"),
        ("未发生", "0", "未发生"),
        ("若干", "-3", "若干"),
    ],
)
def test_a_figure_is_told_as_printed_with_its_sign(printed, value, told):
    assert figure_text(printed, D(value)) == signed(printed, D(value)) == told


@pytest.mark.parametrize(
    ("printed", "value", "unit", "told"),
    [
        ("24.9亿元", "2.49", None, "2.49亿元"),
        ("十二亿元", "12", "亿元", "十二亿元"),
        ("十二亿元", "13", "亿元", "13亿元"),
        ("0.4个", "0.4", "个百分点", "0.4个百分点"),
        ("24.9亿元", "-2.49", "亿元", "-2.49亿元"),
        ("24.9亿元", "25", None, "25.0亿元"),
        ("24.9亿元", "24.9", "万元", "24.9万元"),
        ("1400余亩", "1300", None, "1300余亩"),
        ("近百家", "90", None, "近90家"),
        ("下降3.5%", "3.5", "%", "3.5%"),
        ("+3.5%", "-3.5", "%", "-3.5%"),
        ("首位", "3", "位", "3位"),
        ("无", "-2", "个", "-2个"),
        ("2.49", "24.9", NO_UNIT, "24.90"),
        ("2.49", "2.49", NO_UNIT, "2.49"),
        ("17", "17", "%", "17"),
        ("1.2:1", "1.2", NO_UNIT, "1.2:1"),
    ],
)
def test_a_figure_whose_value_is_another_is_told_by_that(printed, value, unit, told):
    assert figure_text(printed, D(value), unit) == told


@given(figures(), st.booleans())
def test_a_sign_that_was_told_is_read_back(figure, falls):
    value = figure.magnitude.copy_negate() if falls else figure.magnitude
    told = read_printed(signed(written(replace(figure, sign=None)), value))
    assert told == replace(figure, sign=-1 if value < 0 else None)
