"""One meaning, many engines: what the columnar engine counts and tells is what the exact one does, finding by finding."""

from __future__ import annotations

import random
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.archive.columnar import decide
from decheng_data.archive.columnar.decisions import add_rows
from decheng_data.validation import archive as archive_validation
from decheng_data.validation.archive import validate_archive
from tests.archive.agreement import ALL, frame, told
from tests.archive.made_archives import NAMES, Row, made, own_report, shipped
from tests.archive.wrong_engine import nothing_subtracted
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

pa = pytest.importorskip("pyarrow")


@contextmanager
def nothing_but_sql() -> Iterator[None]:
    """Sees that the columnar engine decides, once, and that the exact one is not called in its place."""
    with (
        mock.patch.object(archive_validation, "decide", wraps=decide.decide) as decided,
        mock.patch.object(archive_validation, "validate_opened") as exact,
    ):
        yield
    assert (decided.call_count, exact.call_count) == (1, 0)


class TestEnginesAgree:
    @examples(8)
    @given(st.integers(0, 2**32), st.booleans())
    @example(300101, True)  # two releases of one period, the first of which begins with another figure
    def test_on_whatever_is_wrong(self, seed, typed):
        table = frame(made(random.Random(seed), typed=typed), typed=typed)
        with nothing_but_sql():
            report = validate_archive(table, engine="duckdb", sample_findings=ALL)
        assert told(report) == told(validate_archive(table, engine="exact"))

    @pytest.mark.parametrize("typed", [True, False])
    def test_on_a_figure_that_is_there_twice_with_two_values(self, typed):
        (part,) = [
            row for row in shipped() if (row["indicator_id"], row["measure"]) == ("key_project_investment", "level")
        ]
        table = frame([*shipped(), part | {"value": "12.7", "printed": "12.7亿元"}], typed=typed)
        with nothing_but_sql():
            report = validate_archive(table, sample_findings=ALL)
        assert told(report) == told(validate_archive(table, engine="exact"))
        assert {each.rule for each in report.findings} >= {"primary-key"}

    def test_on_more_combinations_than_a_whole_number_has_bits(self):
        figures = [row for row in shipped() if row["measure"] in ("level", "growth_rate")]
        rows = [
            row
            | {"release_id": f"x{status.lower()}-{period}", "area": "371400", "period": period, "obs_status": status}
            for period in ("2020-S1", "2020")
            for status in "AEP"
            for row in figures
        ]
        table = frame(rows, typed=True)
        with nothing_but_sql():
            report = validate_archive(table, sample_findings=ALL)
        assert told(report) == told(validate_archive(table, engine="exact"))

    @pytest.mark.parametrize("engine", ["exact", "duckdb"])
    def test_on_the_shipped_package(self, engine):
        report, expected = validate_archive(dd.table("observations").to_arrow(), engine=engine), own_report()
        assert (told(report), report.ok) == (told(expected), True)


def of_release(name: str, period: str, times: str = "1") -> list[Row]:
    """The shipped figures as those of another release; levels of money are multiplied."""
    rows = [row | {"release_id": name, "area": "371400", "period": period} for row in shipped()]
    money = [row for row in rows if row["measure"] == "level" and "yuan" in (row["unit"] or "")]
    for row in money:
        value = (Decimal(row["value"] or "0") * Decimal(times)).quantize(Decimal(1).scaleb(-int(row["decimals"] or 0)))
        row |= {"value": f"{value:f}", "printed": f"{value:f}{NAMES[row['unit'] or '']}"}
    return rows


class TestSeveralReleasesOfOnePeriod:
    """The first in the order of the archive is the one that others are held against; where rows have no order, the first by its id."""

    ROWS = (
        *of_release("x-2020-S1", "2020-S1", "0.9"),
        *of_release("a-2020-S1", "2020-S1", "1.4"),
        *of_release("x-2021-S1", "2021-S1"),
        *of_release("x-2021", "2021", "1.1"),
    )

    @pytest.mark.parametrize("kind", ["arrow", "duckdb"])
    def test_agree(self, kind):
        table = frame(list(self.ROWS), typed=False)
        if kind == "duckdb":
            table = pytest.importorskip("duckdb").from_arrow(table)
        report, expected = (
            validate_archive(table, engine=engine, sample_findings=ALL) for engine in ("duckdb", "exact")
        )
        assert told(report) == told(expected)
        assert next(each for each in report.rules if each.rule_id == "growth-agrees-with-levels").outcomes.failed > 0

    def test_that_have_no_levels_are_held_against_nothing(self):
        rows = [row for row in self.ROWS if row["measure"] == "growth_rate"]
        report, expected = (validate_archive(frame(rows, typed=True), engine=engine) for engine in ("duckdb", "exact"))
        assert told(report) == told(expected)


class TestEveryFrame:
    @pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "arrow", "duckdb"])
    def test_is_read(self, kind):
        table = dd.table("observations")
        made = table.to_polars().lazy() if kind == "lazy" else getattr(table, f"to_{kind}")()
        assert validate_archive(made).outcomes == own_report().outcomes

    def test_floating_point_means_the_decimals_that_it_prints(self):
        rows = shipped()
        table = pa.table({name: pa.array([row[name] for row in rows]) for name in rows[0]})
        binary = table.set_column(table.schema.get_field_index("value"), "value", table["value"].cast(pa.float64()))
        assert validate_archive(binary).outcomes == own_report().outcomes


def test_of_many_faults_so_many_are_told_and_all_are_counted():
    rows = [
        row | {"area": "371400", "release_id": f"x-2021-{number}"}
        for number in range(30)
        for row in shipped()
        if row["measure"] == "share"
    ]
    table = frame([row | {"value": "150"} for row in rows], typed=True)
    report = validate_archive(table, sample_findings=5)
    shares = next(each for each in report.rules if each.rule_id == "share-at-most-100")
    assert shares.outcomes.failed == len(rows)
    assert sum(each.rule == "share-at-most-100" for each in report.findings) == 5


class TestEnginesDisagree:
    """What the columnar engine holds against a figure, the exact one must find too; else there is no report, but an error."""

    def test_on_a_group(self, monkeypatch):
        nothing_subtracted(monkeypatch)
        with pytest.raises(
            dd.DisagreementError,
            match=r"the engines disagree on .*-within-.* at decheng-2021-S1, 2021-S1, 371402: a fault of decheng_data",
        ):
            validate_archive(dd.table("observations").to_arrow())

    def test_on_a_row(self, monkeypatch):
        monkeypatch.setitem(
            decide.BY_KIND,
            "place",
            lambda rule, groups: add_rows("figures.row = 3", rule.rule_id, groups.decisions),
        )
        with pytest.raises(dd.DisagreementError, match="the engines disagree on place-agrees at row 3: a fault"):
            validate_archive(dd.table("observations").to_arrow())
