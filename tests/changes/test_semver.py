"""Semantic versions: how they are read, which comes first, and which bump one gives after another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.changes.semver import LONGEST, Bump, Version

NUMBERS = st.integers(0, 99)
IDENTIFIERS = st.lists(
    st.one_of(st.integers(0, 99).map(str), st.from_regex(r"[a-z][a-z0-9-]{0,3}", fullmatch=True)), max_size=3
).map(tuple)
VERSIONS = st.builds(Version, NUMBERS, NUMBERS, NUMBERS, IDENTIFIERS, st.sampled_from(["", "build.1"]))
IN_ORDER = (
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
)
"""The orders that section 11 of the standard gives as examples."""


def read(text: str) -> Version:
    return Version.parse(text)


@given(VERSIONS)
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert read(str(version)) == version


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "1.0.0.0",
        "01.0.0",
        "1.00.0",
        "v1.0.0",
        "1.0.0-",
        "1.0.0-01",
        "1.0.0-a..b",
        "1.0.0+",
        "1.0.0 ",
        "1.0.0\n",
        "１.0.0",
    ],
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no version: write three numbers, such as 1\.2\.3"):
        read(text)


def test_a_long_one_is_refused_unread() -> None:
    assert str(read(f"{'1' * (LONGEST - 4)}.0.0")).startswith("111")
    with pytest.raises(ValueError, match="is no version"):
        read(f"{'1' * (LONGEST - 3)}.0.0")


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(IN_ORDER)))
def test_the_order_of_the_standard(earlier: str, later: str) -> None:
    assert read(earlier).precedence < read(later).precedence


def test_what_stands_after_the_plus_orders_nothing() -> None:
    assert read("1.0.0+a").precedence == read("1.0.0+b").precedence


@pytest.mark.parametrize(
    ("old", "bump", "least"),
    [
        ("1.2.3", Bump.NONE, "1.2.3"),
        ("1.2.3", Bump.PATCH, "1.2.4"),
        ("1.2.3", Bump.MINOR, "1.3.0"),
        ("1.2.3", Bump.MAJOR, "2.0.0"),
        ("0.2.3", Bump.PATCH, "0.2.4"),
        ("0.2.3", Bump.MINOR, "0.3.0"),
        ("0.2.3", Bump.MAJOR, "0.3.0"),
        ("2.0.0-rc.1", Bump.NONE, "2.0.0-rc.1"),
        ("2.0.0-rc.1", Bump.MAJOR, "2.0.0"),
        ("2.0.0-rc.1", Bump.PATCH, "2.0.0"),
        ("2.1.0-rc.1", Bump.MINOR, "2.1.0"),
        ("2.1.0-rc.1", Bump.MAJOR, "3.0.0"),
        ("2.1.1-rc.1", Bump.MINOR, "2.2.0"),
        ("0.2.0-rc.1", Bump.MAJOR, "0.2.0"),
    ],
)
def test_the_least_version_that_gives_a_bump(old: str, bump: Bump, least: str) -> None:
    assert str(read(old).least_after(bump)) == least


@pytest.mark.parametrize(
    ("old", "bump", "new", "gives"),
    [
        ("1.2.3", Bump.PATCH, "1.2.4", True),
        ("1.2.3", Bump.PATCH, "1.2.3", False),
        ("1.2.3", Bump.PATCH, "2.0.0", True),
        ("1.2.3", Bump.MINOR, "1.2.4", False),
        ("1.2.3", Bump.MINOR, "1.3.0", True),
        ("1.2.3", Bump.MAJOR, "1.9.9", False),
        ("1.2.3", Bump.MAJOR, "2.0.0", True),
        ("1.2.3", Bump.MAJOR, "2.0.0-rc.1", True),
        ("1.2.3", Bump.PATCH, "1.2.3+later", False),
        ("1.2.3", Bump.NONE, "1.2.3", True),
        ("1.2.3", Bump.NONE, "1.2.2", False),
        ("2.0.0-rc.1", Bump.MAJOR, "2.0.0-rc.2", True),
        ("2.0.0-rc.2", Bump.MAJOR, "2.0.0-rc.1", False),
        ("2.0.0-rc.2", Bump.MAJOR, "2.0.0", True),
    ],
)
def test_whether_a_version_gives_a_bump(old: str, bump: Bump, new: str, gives: bool) -> None:
    assert read(new).gives(bump, after=read(old)) is gives


@given(VERSIONS, st.sampled_from(Bump))
def test_the_least_version_gives_the_bump_and_all_lesser_ones(old: Version, bump: Bump) -> None:
    least = old.least_after(bump)
    order = list(Bump)
    assert all(least.gives(lesser, after=old) for lesser in order[: order.index(bump) + 1])


@given(VERSIONS, VERSIONS, st.sampled_from(Bump))
def test_a_version_that_goes_back_gives_nothing(old: Version, new: Version, bump: Bump) -> None:
    if new.precedence < old.precedence:
        assert not new.gives(bump, after=old)


def test_the_greatest_of_several_bumps() -> None:
    assert Bump.greatest([Bump.PATCH, Bump.MAJOR, Bump.MINOR]) is Bump.MAJOR
    assert Bump.greatest([]) is Bump.NONE
