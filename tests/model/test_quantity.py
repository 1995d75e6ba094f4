"""A printed figure and the interval that it stands for."""

from __future__ import annotations

import sqlite3
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from decheng_data.model.quantity import (
    AFTER_THE_NUMBER,
    AFTER_THE_UNIT,
    EXACT,
    INFINITY,
    MEANINGS,
    QUALIFIERS,
    Interval,
    Quantity,
    last_digit_unit,
    plain,
)

D = Decimal
SCALES = st.sampled_from([D(1), D(10**4), D(10**8), D("0.0001"), D("666.666666667")])
QUALIFIER = st.none() | st.sampled_from(list(QUALIFIERS))


@st.composite
def quantities(draw, qualifier=QUALIFIER):
    """Figures of up to 15 digits before and 9 after the point, as their decimals say."""
    decimals = draw(st.integers(0, 9))
    value = EXACT.scaleb(D(draw(st.integers(-(10 ** (15 + decimals)), 10 ** (15 + decimals)))), -decimals)
    return Quantity(value, decimals, "个", draw(SCALES), draw(st.booleans()), draw(qualifier), draw(st.booleans()))


@st.composite
def intervals(draw):
    low, high = sorted(draw(st.tuples(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))))
    open_below, open_above = draw(st.tuples(st.booleans(), st.booleans()))
    return Interval(-INFINITY if open_below else D(low) / 8, INFINITY if open_above else D(high) / 8)


@st.composite
def intervals_with_a_member(draw):
    interval = draw(intervals())
    part = D(draw(st.integers(0, 16))) / 16
    if interval.low.is_finite() and interval.high.is_finite():
        return interval, interval.low + (interval.high - interval.low) * part
    end = interval.low if interval.low.is_finite() else interval.high if interval.high.is_finite() else D(0)
    return interval, end + (-1000 * part if interval.low.is_infinite() else 1000 * part)


class TestTheValueLiesInItsInterval:
    @given(quantities())
    def test_in_the_printed_unit(self, quantity):
        assert quantity.value in quantity.printed_interval

    @given(quantities())
    def test_in_the_base_unit(self, quantity):
        assert quantity.base_value in quantity.interval
        assert Fraction(quantity.base_value) == Fraction(quantity.value) * Fraction(quantity.scale)


class TestIntervalArithmeticHoldsEachPoint:
    @given(intervals_with_a_member(), intervals_with_a_member())
    def test_sum(self, one, other):
        assume(not one[0].low.is_infinite() or other[0].low != INFINITY)
        assert one[1] + other[1] in one[0].plus(other[0])

    @given(intervals_with_a_member(), intervals_with_a_member())
    def test_product(self, one, other):
        assert one[1] * other[1] in one[0].product(other[0])

    @given(intervals_with_a_member(), st.integers(-100, 100))
    def test_multiple(self, one, factor):
        assert one[1] * factor in one[0].times(D(factor))

    @given(intervals(), intervals())
    def test_the_product_reaches_no_further_than_its_corners(self, one, other):
        corners = [D(0) if 0 in (x, y) else x * y for x in one for y in other]
        assert one.product(other) == (min(corners), max(corners))

    @pytest.mark.parametrize(("factor", "low", "high"), [(-2, -6, -4), (-1, -3, -2), (0, 0, 0), (1, 2, 3), (2, 4, 6)])
    def test_multiples(self, factor, low, high):
        assert Interval(D(2), D(3)).times(D(factor)) == (low, high)

    def test_nothing_times_anything_is_nothing(self):
        assert Interval.at(D(0)).product(Interval(D("3.5"), INFINITY)) == (0, 0)

    def test_only_decimals_are_members(self):
        assert 1 not in Interval(D(0), D(2))
        assert D(1) in Interval(D(0), D(2))


@pytest.mark.parametrize(
    ("quantity", "low", "high"),
    [
        (Quantity(D("42.7"), 1), "42.65", "42.75"),
        (Quantity(D("91"), 0), "90.5", "91.5"),
        (Quantity(D("91.0"), 1), "90.95", "91.05"),
        (Quantity(D("110"), 0), "109.5", "110.5"),
        (Quantity(D("20.61"), 2), "20.605", "20.615"),
        (Quantity(D(0), 0), "-0.5", "0.5"),
        (Quantity(D("-3.5"), 1), "-3.55", "-3.45"),
        (Quantity(D(55), 0, counted=True), "55", "55"),
        (Quantity(D(46), 0, scale=D(10**4), counted=True), "45.5", "46.5"),
        (Quantity(D(1), 0, exact=True), "1", "1"),
        (Quantity(D(0), 0, scale=D(10**8), exact=True), "0", "0"),
        (Quantity(D(7), 0, qualifier="余", exact=True), "7", "7"),
        (Quantity(D(1400), 0, qualifier="余"), "1400", "1500"),
        (Quantity(D(7000), 0, counted=True, qualifier="多"), "7000", "8000"),
        (Quantity(D("3.5"), 1, qualifier="多"), "3.5", "3.6"),
        (Quantity(D(100), 0, counted=True, qualifier="近"), "90", "100"),
        (Quantity(D(95), 0, counted=True, qualifier="近"), "94", "95"),
        (Quantity(D(3), 0, counted=True, qualifier="近"), "2.7", "3"),
        (Quantity(D(100), 0, counted=True, qualifier="约"), "90", "110"),
        (Quantity(D("12.5"), 1, qualifier="左右"), "12.4", "12.6"),
        (Quantity(D(0), 0, qualifier="约"), "0", "0"),
        (Quantity(D(0), 0, qualifier="超"), "0", "Infinity"),
        (Quantity(D(91)), "90.5", "91.5"),
        (Quantity(D(100), 0, qualifier="超"), "100", "Infinity"),
        (Quantity(D(100), 0, qualifier="以上"), "100", "Infinity"),
        (Quantity(D(100), 0, qualifier="以内"), "-Infinity", "100"),
        (Quantity(D(100), 0, qualifier="不足"), "-Infinity", "100"),
        (Quantity(D("-3.5"), 1, qualifier="超"), "-Infinity", "-3.5"),
        (Quantity(D("-3.5"), 1, qualifier="近"), "-3.5", "-3.4"),
        (Quantity(D("-3.5"), 1, qualifier="余"), "-3.6", "-3.5"),
        (Quantity(D("-3.5"), 1, qualifier="以内"), "-3.5", "Infinity"),
    ],
)
def test_what_a_printed_figure_stands_for(quantity, low, high):
    assert quantity.printed_interval == (D(low), D(high))
    assert quantity.interval == (D(low) * quantity.scale, D(high) * quantity.scale)


class TestWords:
    @given(quantities(st.sampled_from(list(QUALIFIERS))))
    def test_a_word_acts_on_the_magnitude_before_the_sign(self, quantity):
        assume(quantity.value)
        low, high = quantity.printed_interval
        mirrored = Quantity(
            -quantity.value,
            quantity.decimals,
            quantity.unit,
            quantity.scale,
            quantity.counted,
            quantity.qualifier,
            quantity.exact,
        )
        assert mirrored.printed_interval == (-high, -low)

    @pytest.mark.parametrize(
        "words",
        [
            ("余", "多"),
            ("逾", "超", "超过", "过", "以上"),
            ("近", "将近", "接近"),
            ("约", "大约", "左右", "上下"),
            ("以内", "以下", "不足", "不到"),
        ],
    )
    def test_words_of_one_meaning_stand_for_one_interval(self, words):
        assert len({Quantity(D(1400), 0, qualifier=word).interval for word in words}) == 1

    def test_no_word_is_without_a_meaning(self):
        for word in QUALIFIERS:
            assert D(30) in Quantity(D(30), 0, qualifier=word).interval


class TestTheUnitOfTheLastDigit:
    @pytest.mark.parametrize(
        ("value", "decimals", "unit"),
        [
            ("42.7", 1, "0.1"),
            ("1400", 0, "100"),
            ("1405", 0, "1"),
            ("0", 0, "1"),
            ("10.0", 1, "0.1"),
            ("-30", 0, "10"),
            (10**15, 0, 10**15),
        ],
    )
    def test_examples(self, value, decimals, unit):
        assert last_digit_unit(D(value), decimals) == D(unit)

    @given(st.integers(1, 10**15))
    def test_it_is_the_largest_power_of_ten_that_divides(self, value):
        unit = last_digit_unit(D(value), 0)
        assert value % unit == 0
        assert value % (unit * 10) != 0


class TestNothingIsRounded:
    @given(quantities())
    def test_whatever_context_the_program_has_set(self, quantity):
        there = (quantity.printed_interval, quantity.interval, quantity.base_value)
        with localcontext(Context(prec=2)):
            again = Quantity(
                quantity.value,
                quantity.decimals,
                quantity.unit,
                quantity.scale,
                quantity.counted,
                quantity.qualifier,
                quantity.exact,
            )
            assert (again.printed_interval, again.interval, again.base_value) == there

    def test_fifteen_digits_nine_decimals_and_hundreds_of_millions(self):
        quantity = Quantity(D("123456789012345.123456789"), 9, "亿元", D(10**8))
        assert quantity.interval == (D("12345678901234512345678.85"), D("12345678901234512345678.95"))

    @given(quantities(), quantities())
    def test_products_and_sums_are_those_of_fractions(self, one, other):
        product, total = one.interval.product(other.interval), one.interval.plus(other.interval)
        if all(end.is_finite() for end in (*one.interval, *other.interval)):
            corners = [Fraction(x) * Fraction(y) for x in one.interval for y in other.interval]
            assert (Fraction(product.low), Fraction(product.high)) == (min(corners), max(corners))
            assert Fraction(total.low) == Fraction(one.interval.low) + Fraction(other.interval.low)

    def test_what_cannot_be_exact_raises(self):
        with pytest.raises(Inexact):
            EXACT.divide(D(1), D(3))


class TestWriting:
    @given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9))
    def test_plain_digits_say_the_same_number(self, value):
        text = plain(value)
        assert D(text) == value
        assert "E" not in text
        assert not text.startswith("-0") or text.startswith("-0.")
        assert not ("." in text and text.endswith(("0", ".")))

    @pytest.mark.parametrize(
        ("value", "text"),
        [("1E+5", "100000"), ("-0.00", "0"), ("0", "0"), ("10.20", "10.2"), ("100", "100"), ("1E-9", "0.000000001")],
    )
    def test_plain_examples(self, value, text):
        assert plain(D(value)) == text

    @pytest.mark.parametrize(
        ("quantity", "text"),
        [
            (Quantity(D("157.5"), 1, "亿元"), "157.5亿元"),
            (Quantity(D("91"), 0, "亿元"), "91亿元"),
            (Quantity(D("91"), 1, "亿元"), "91.0亿元"),
            (Quantity(D(1400), 0, "亩", qualifier="余"), "1400余亩"),
            (Quantity(D(100), 0, "家", qualifier="近"), "近100家"),
            (Quantity(D(100), 0, "家", qualifier="以上"), "100家以上"),
        ],
    )
    def test_a_quantity_is_written_as_it_is_printed(self, quantity, text):
        assert str(quantity) == text

    @pytest.mark.parametrize("word", [None, *QUALIFIERS])
    def test_the_ends_in_sql_are_those_of_the_interval(self, word):
        quantity = Quantity(D(1400), qualifier=word)
        ends = MEANINGS[quantity.meaning].in_sql("1400", {"half": "0.5", "near": "100", "digit": "100"})
        (found,) = sqlite3.connect(":memory:").execute(f"SELECT {ends[0]}, {ends[1]}")
        assert found == tuple(float(end) if end.is_finite() else None for end in quantity.interval)

    def test_each_word_has_one_place(self):
        assert set(AFTER_THE_NUMBER) | set(AFTER_THE_UNIT) < set(QUALIFIERS)
        assert not set(AFTER_THE_NUMBER) & set(AFTER_THE_UNIT)

    @pytest.mark.parametrize(
        ("interval", "text"),
        [
            (Interval(D("42.65"), D("42.75")), "[42.65, 42.75]"),
            (Interval(D(100), INFINITY), "[100, ∞)"),
            (Interval(-INFINITY, D("-3.5")), "(-∞, -3.5]"),
        ],
    )
    def test_intervals(self, interval, text):
        assert str(interval) == text
