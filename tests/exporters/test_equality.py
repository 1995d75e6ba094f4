"""Nothing lost, nothing changed: each foreign reader finds what the package says, of the shipped package and of made-up ones."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from decheng_data.exporters.targets import TARGETS
from tests.examples import examples
from tests.exporters.equality import expected, files_of, found, within_floats, written
from tests.exporters.made_contents import hard, packages, shipped
from tests.exporters.readings import QUICK

NOT_THE_SAME_BYTES = {"duckdb"}
SLOW = {"duckdb", "frictionless", "xlsx"}


def name(reading):
    return f"{reading.target}-{reading.reader}"


each_quick = pytest.mark.parametrize("reading", QUICK, ids=name)


def hold(reading, contents, folder):
    """The equality law."""
    contents = within_floats(contents) if reading.floats else contents
    assert found(reading, written(reading.target, contents, folder)) == expected(contents)


@each_quick
@pytest.mark.parametrize("made", [shipped, hard])
def test_a_package_is_read_back_as_it_is(reading, made, tmp_path):
    hold(reading, made(), tmp_path)


@pytest.mark.parametrize("reading", [reading for reading in QUICK if reading.target not in SLOW], ids=name)
@examples(5)
@given(contents=packages())
def test_any_package_is_read_back_as_it_is(reading, contents):
    with tempfile.TemporaryDirectory() as folder:
        hold(reading, contents, Path(folder))


@pytest.mark.parametrize("reading", [reading for reading in QUICK if reading.target in SLOW], ids=name)
@examples(2)
@given(contents=packages())
def test_any_package_is_read_back_as_it_is_by_the_slow(reading, contents):
    with tempfile.TemporaryDirectory() as folder:
        hold(reading, contents, Path(folder))


@pytest.mark.parametrize("made", [shipped, hard])
@pytest.mark.parametrize("target", sorted(set(TARGETS) - NOT_THE_SAME_BYTES))
def test_the_same_package_gives_the_same_bytes(target, made):
    assert files_of(target, made()) == files_of(target, made.__wrapped__())
