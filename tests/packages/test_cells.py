"""From text to value and back: what each type takes, and what it refuses."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.fields import DECIMALS_LIMIT, MAGNITUDE_LIMIT
from decheng_data.packages.structure.cells import CHARACTERS_LIMIT, READERS, OutOfRangeError, reader_of, written


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ({"type": "any"}, " x", " x"),
        ({}, "x", "x"),
        ({"type": "number"}, "42.70", Decimal("42.70")),
        ({"type": "number"}, "-1e3", Decimal("-1E+3")),
        ({"type": "number"}, "1000000000000000", Decimal(1000000000000000)),
        ({"type": "number"}, "1e15", Decimal("1E+15")),
        ({"type": "number"}, "0" * 63 + "7", Decimal(7)),
        ({"type": "number"}, "15e-9", Decimal("1.5E-8")),
        ({"type": "number", "decimalChar": ",", "groupChar": "."}, "1.234,5", Decimal("1234.5")),
        ({"type": "number", "groupChar": ","}, "1,234.5", Decimal("1234.5")),
        ({"type": "number", "bareNumber": False}, "约-42.7亿", Decimal("-42.7")),
        ({"type": "integer"}, "-007", -7),
        ({"type": "integer", "bareNumber": False}, "12个", 12),
        ({"type": "integer"}, "0" * 63 + "7", 7),
        ({"type": "integer"}, "-1000000000000000", -(10**15)),
        ({"type": "boolean"}, "TRUE", True),
        ({"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}, "否", False),
        ({"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}, "是", True),
        ({"type": "date"}, "2021-06-30", date(2021, 6, 30)),
        ({"type": "year"}, "0021", 21),
        ({"type": "yearmonth"}, "2021-06", (2021, 6)),
        ({"type": "yearmonth"}, "2021-12", (2021, 12)),
        ({"type": "list"}, "a,b", ("a", "b")),
        ({"type": "list", "delimiter": "|", "itemType": "integer"}, "1|2", (1, 2)),
    ],
)
def test_what_is_read(field, text, value):
    found = reader_of(field).read(text)
    assert found == value
    assert type(found) is type(value)
    assert str(found) == str(value)  # decimals as written


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "number",
            [
                "",
                "x",
                "４２．７",
                "1_000",
                " 5",
                "5 ",
                "NaN",
                "inf",
                "-Infinity",
                "sNaN",
                "1,234",
                "42,7",
                "42.7亿",
                "0x10",
                "1e",
                ".",
                "--1",
                "−1",
                "1\n",
            ],
        ),
        ("integer", ["", "5.0", "1e3", "１", "1_000", " 5", "+", "五"]),
        ("boolean", ["yes", "true ", "是", ""]),
        (
            "date",
            ["2020-1-1", "2021-06-31", "20210630", "2021-W01-1", "2021/06/30", "２０２１-06-30", "2021-06-30T00:00:00"],
        ),
        ("year", ["21", "２０２１", "+202", " 202", "20211"]),
        ("yearmonth", ["2021-6", "2021-13", "2021-00", "21-06", "2021", "２０２１-06"]),
        ("list", ["", "a,", ",a", "a,,b"]),
    ],
)
def test_what_is_refused(kind, texts):
    for text in texts:
        with pytest.raises(ValueError) as caught:  # noqa: PT011  # the reader's one signal; no sentence of its own
            reader_of({"type": kind}).read(text)
        assert not isinstance(caught.value, OutOfRangeError)
        assert str(caught.value) in (text, "day is out of range for month")


def test_a_number_with_another_decimal_mark_has_no_point():
    reader = reader_of({"type": "number", "decimalChar": ","})
    with pytest.raises(ValueError, match=r"1\.5"):
        reader.read("1.5")


@pytest.mark.parametrize(
    "text",
    [
        "1e400",
        "1e16",
        "0e16",
        "1000000000000000.1",
        "1000000000000001",
        "-1.1e15",
        "0.0000000001",
        "1e-10",
        "1" * 65,
        "0." + "0" * 70,
        "1e9999999999999999999",
    ],
)
def test_numbers_out_of_range(text):
    with pytest.raises(OutOfRangeError, match=f"^{re.escape(text)}$"):
        reader_of({"type": "number"}).read(text)


@pytest.mark.parametrize("text", ["1000000000000001", "-" + "9" * 30, "0" * 65])
def test_whole_numbers_out_of_range(text):
    with pytest.raises(OutOfRangeError, match=f"^{text}$"):
        reader_of({"type": "integer"}).read(text)


def test_a_decimal_of_a_million_digits_is_refused_at_once():
    for kind in ("number", "integer"):
        with pytest.raises(OutOfRangeError):
            reader_of({"type": kind}).read("9" * 1_000_000)


def test_every_type_has_a_reader_and_says_what_it_takes():
    assert set(READERS) == {"any", "string", "number", "integer", "boolean", "date", "year", "yearmonth", "list"}
    for kind in READERS:
        assert all(reader_of({"type": kind}).kind)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", " ４２.７ ", Decimal("42.7")),
        ("integer", " 1_0", 10),
        ("date", "2020-1-1", date(2020, 1, 1)),
        ("year", "２０２１", 2021),
        ("year", "0000", 0),
        ("yearmonth", "21-6", (21, 6)),
        ("yearmonth", "21-1", (21, 1)),
        ("yearmonth", "21-12", (21, 12)),
        ("list", "a,,b", ("a", "", "b")),
    ],
)
def test_what_frictionless_would_make_of_it(kind, text, value):
    assert reader_of({"type": kind}).lenient(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "sNaN"),
        ("number", "x"),
        ("year", "-001"),
        ("year", "21"),
        ("yearmonth", "2021-13"),
        ("integer", "9" * 5000),
    ],
)
def test_what_frictionless_refuses_too(kind, text):
    with pytest.raises((ValueError, ArithmeticError)) as caught:  # whatever Python says of it
        reader_of({"type": kind}).lenient(text)
    assert str(caught.value) != "None"


def test_a_signalling_nan_is_no_number_that_anything_could_be_compared_with():
    with pytest.raises(ValueError, match=r"^a signalling NaN compares with nothing$"):
        reader_of({"type": "number"}).lenient("sNaN")


VALUES = {
    "number": st.decimals(-MAGNITUDE_LIMIT, MAGNITUDE_LIMIT, allow_nan=False, places=DECIMALS_LIMIT),
    "integer": st.integers(int(-MAGNITUDE_LIMIT), int(MAGNITUDE_LIMIT)),
    "boolean": st.booleans(),
    "date": st.dates(),
    "string": st.text(),
    "list": st.lists(st.text("ab", min_size=1), min_size=1).map(tuple),
}


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_what_is_written_is_read_again(pair):
    kind, value = pair
    assert reader_of({"type": kind, "delimiter": "|"}).read(written(value)) == value


@given(st.decimals(-MAGNITUDE_LIMIT, MAGNITUDE_LIMIT, allow_nan=False, places=DECIMALS_LIMIT))
def test_a_number_in_range_is_not_too_long(value):
    assert len(written(value)) <= CHARACTERS_LIMIT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (Decimal("1E+3"), "1000"),
        (7, "7"),
        (date(2021, 6, 30), "2021-06-30"),
        (("a", "b"), "a|b"),
    ],
)
def test_how_values_are_written(value, text):
    assert written(value) == text


def test_nothing_is_an_empty_cell():
    assert written(None) == ""
    assert written(("a", None)) == "a|"
