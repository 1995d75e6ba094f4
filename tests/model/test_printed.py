"""Printed figures are read back as they were written: a formatter stands here, the reader in the library."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.printed import (
    CHINESE_DIGITS,
    FALL_WORDS,
    NO_UNIT,
    RANK_WORDS,
    ZERO_WORDS,
    Printed,
    figure_told,
    read_chinese_number,
    read_printed,
    signed,
)
from decheng_data.model.quantity import AFTER_THE_NUMBER, AFTER_THE_UNIT, QUALIFIERS

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


@pytest.mark.parametrize("text", ["", "亿元", "好", "约", "-", "NaN", "9" * 101, "若干个"])
def test_what_says_no_figure(text):
    assert read_printed(text) is None


def test_a_hundred_characters_are_read():
    assert read_printed("9" * 100) == Printed(D(10**100 - 1), 0, None)


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
    ],
)
def test_chinese_number_examples(text, number):
    assert read_chinese_number(text) == number


@pytest.mark.parametrize(
    ("printed", "value", "told"),
    [
        ("21.1%", "-21.1", "-21.1%"),
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
    assert figure_told(printed, D(value)) == signed(printed, D(value)) == told


@pytest.mark.parametrize(
    ("printed", "value", "unit", "told"),
    [
        ("24.9亿元", "2.49", None, "2.49亿元"),
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
    assert figure_told(printed, D(value), unit) == told


@given(figures(), st.booleans())
def test_a_sign_that_was_told_is_read_back(figure, falls):
    value = figure.magnitude.copy_negate() if falls else figure.magnitude
    told = read_printed(signed(written(replace(figure, sign=None)), value))
    assert told == replace(figure, sign=-1 if value < 0 else None)
