"""Nothing lost, nothing changed, for the targets that describe the data: the readers of SDMX, CSV on the Web and Croissant find what the package says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from tests.examples import examples
from tests.exporters.made_contents import hard, packages, shipped
from tests.exporters.metadata_readings import DESCRIBED, SLOW
from tests.exporters.test_equality import hold

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, which mlcroissant calls
ELSEWHERE = (("pysdmx", hard), ("mlcroissant", shipped))
"""pysdmx changes the text nan; test_croissant loads all of the shipped package."""
CASES = [
    (reading, made)
    for reading in (*DESCRIBED, *SLOW)
    for made in (shipped, hard)
    if (reading.reader, made) not in ELSEWHERE
]


@pytest.mark.parametrize(("reading", "made"), CASES, ids=lambda each: getattr(each, "reader", None) or each.__name__)
def test_a_package_is_read_back_as_it_is(reading, made, tmp_path):
    hold(reading, made(), tmp_path)


@pytest.mark.parametrize("reading", DESCRIBED, ids=lambda reading: reading.target)
@examples(6)
@given(contents=packages())
def test_any_package_is_read_back_as_it_is(reading, contents):
    with tempfile.TemporaryDirectory() as folder:
        hold(reading, contents, Path(folder))
