"""One meaning, many engines: what the columnar engine counts and tells is what the exact one does, finding by finding."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.archive_validation import validate_archive
from tests.engines.agreement import agreed, frame, told
from tests.engines.made_archives import made, shipped

pa = pytest.importorskip("pyarrow")


class TestEnginesAgree:
    @settings(max_examples=8, deadline=None)
    @given(st.integers(0, 2**32), st.booleans())
    def test_on_whatever_is_wrong(self, seed, typed):
        agreed(frame(made(random.Random(seed), typed=typed), typed=typed))

    @pytest.mark.parametrize("engine", ["exact", "duckdb"])
    def test_on_the_shipped_package(self, engine):
        report, expected = validate_archive(dd.table("observations").to_arrow(), engine=engine), dd.validate()
        assert (told(report), report.ok) == (told(expected), True)


class TestEveryFrame:
    @pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "arrow", "duckdb"])
    def test_is_read(self, kind):
        table = dd.table("observations")
        made = table.to_polars().lazy() if kind == "lazy" else getattr(table, f"to_{kind}")()
        assert validate_archive(made).outcomes == dd.validate().outcomes

    def test_floating_point_means_the_decimals_that_it_prints(self):
        rows = shipped()
        table = pa.table({name: pa.array([row[name] for row in rows]) for name in rows[0]})
        binary = table.set_column(table.schema.get_field_index("value"), "value", table["value"].cast(pa.float64()))
        assert validate_archive(binary).outcomes == dd.validate().outcomes


def test_of_many_faults_so_many_are_told_and_all_are_counted():
    rows = [row | {"area": "371400", "release_id": f"x-2021-{number}"} for number in range(30) for row in shipped() if row["measure"] == "share"]
    table = frame([row | {"value": "150"} for row in rows], typed=True)
    report = validate_archive(table, sample_findings=5)
    shares = next(each for each in report.rules if each.rule_id == "share-at-most-100")
    assert shares.outcomes.failed == len(rows)
    assert sum(each.rule == "share-at-most-100" for each in report.findings) == 5
