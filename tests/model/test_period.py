"""Reference periods: what SDMX can write is read, and is written back in its shortest form."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.period import Period

PERIODS = st.builds(Period, st.integers(1001, 2998), st.integers(1, 12), st.integers(1, 12))


@given(PERIODS)
def test_what_is_written_is_read(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(period.range) == period


@pytest.mark.parametrize(
    "text",
    ["2031", "2031-S1", "2031-S2", "2031-Q1", "2031-Q4", "2031-01", "2031-12", "2031-01-01/P9M", "2031-07-01/P12M"],
)
def test_the_shortest_form_is_kept(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "shortest"),
    [
        ("2031-01-01/P12M", "2031"),
        ("2031-07-01/P6M", "2031-S2"),
        ("2031-04-01/P3M", "2031-Q2"),
        ("2031-09-01/P1M", "2031-09"),
        ("2031-02-01/P3M", "2031-02-01/P3M"),
    ],
)
def test_a_range_is_shortened_where_a_code_says_it(text, shortest):
    assert str(Period.parse(text)) == shortest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31",
        "2031-S3",
        "2031-Q5",
        "2031-Q0",
        "2031-13",
        "2031-1",
        "2031-01-02/P6M",
        "2031-01-01/P0M",
        "2031-01-01/P13M",
        "2031-01-01/P6M ",
        "2031-S1\n",
        "２０３１",
        "2031-s1",
        "3031",
        "2031年",
    ],
)
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"is no period: write 2021, 2021-S1, 2021-Q3, 2021-06 or 2021-01-01/P9M$"):
        Period.parse(text)


@given(PERIODS)
def test_it_ends_after_as_many_whole_months(period):
    assert period.start.day == 1
    assert (period.start.year, period.start.month) == (period.first_year, period.first_month)
    days, month = 0, period.start
    for _ in range(period.months):
        length = calendar.monthrange(month.year, month.month)[1]
        days, month = days + length, month + timedelta(days=length)
    assert period.end == period.start + timedelta(days=days - 1)
    assert period.interval == f"{period.start.isoformat()}/{period.end.isoformat()}"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2031", date(2031, 12, 31)),
        ("2032-02", date(2032, 2, 29)),
        ("2031-S1", date(2031, 6, 30)),
        ("2031-11-01/P6M", date(2032, 4, 30)),
    ],
)
def test_ends(text, end):
    assert Period.parse(text).end == end


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        ("2031", "A"),
        ("2031-S2", "S"),
        ("2031-Q3", "Q"),
        ("2031-06", "M"),
        ("2031-04-01/P6M", "S"),
        ("2031-01-01/P9M", "QM"),
        ("2031-01-01/P8M", "M"),
    ],
)
def test_its_frequency_is_that_of_its_length(text, frequencies):
    assert Period.parse(text).frequencies == tuple(frequencies)


@given(PERIODS)
def test_the_year_before_has_the_same_months(period):
    before = period.previous_year
    assert (before.first_year + 1, before.first_month, before.months) == (
        period.first_year,
        period.first_month,
        period.months,
    )


@given(PERIODS)
def test_the_full_year_is_january_to_december(period):
    year = period.full_year
    assert (year.start, year.end) == (date(period.first_year, 1, 1), date(period.first_year, 12, 31))
    assert year.full_year == year
    assert year.is_cumulative


@given(PERIODS)
def test_cumulative_is_what_begins_in_january(period):
    assert period.is_cumulative == (period.start == period.full_year.start)


@given(PERIODS, PERIODS)
def test_periods_sort_by_their_start(one, other):
    assert (one < other) == ((one.start, one.months) < (other.start, other.months))
