"""from_frame: a frame of any library as a table of figures, or one finding for each cell that does not fit."""

from __future__ import annotations

import builtins
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import decheng_data as dd
from decheng_data.exporters.contents import contents_of
from decheng_data.exporters.tidy import tidy
from decheng_data.importers.frame import grid_of
from decheng_data.importers.importing import import_rows
from decheng_data.packages.package import open_package
from decheng_data.reading.read_package import ReadPackage
from tests.made_states import made_state

FORMS = {
    "pandas": lambda table: table.to_pandas(),
    "polars": lambda table: table.to_polars(),
    "pyarrow": lambda table: table.to_arrow(),
    "duckdb": lambda table: table.to_duckdb(),
    "polars, lazy": lambda table: table.to_polars().lazy(),
}


@pytest.fixture(scope="module")
def table():
    return dd.table("observations")


@pytest.fixture
def frame(table):
    """A plain pandas frame: numbers are floats, missing cells NaN or None."""
    made = pd.DataFrame(table.records)
    made["value"] = made["value"].astype(float)
    return made


def told(df, package=None):
    """Rule, row, field and English sentence of each finding of a row, which is told by its position in the frame."""
    with pytest.raises(dd.FindingsError) as caught:
        dd.from_frame(df, package)
    return [
        (each.rule, each.line - 2, each.field, each.message_en) for each in caught.value.report.findings if each.line
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_frame_of_the_table_is_the_table_again(table, form):
    back = dd.from_frame(FORMS[form](table))
    assert isinstance(back, dd.Table)
    assert back.rows == table.rows


def test_the_tidy_form_is_the_table_again_but_for_the_places(table):
    back = dd.from_frame(tidy(contents_of(ReadPackage(open_package()))).to_polars())
    assert [(row.indicator_id, row.value, row.decimals, row.printed) for row in back] == [
        (row.indicator_id, row.value, row.decimals, row.printed) for row in table
    ]


def test_floats_are_read_as_printed(frame, table):
    assert dd.from_frame(frame).rows == table.rows
    frame.loc[0, "value"] = 157.50000000000003  # what a sum of floats looks like
    assert dd.from_frame(frame).rows[0].value == Decimal("157.5")


def test_decimals_follow_from_the_printed_form(frame, table):
    assert [row.decimals for row in dd.from_frame(frame.drop(columns="decimals"))] == [row.decimals for row in table]


def test_every_wrong_cell_is_told_in_one_run(frame):
    frame.loc[0, "printed"] = "158.5亿元"
    frame.loc[1, "unit"] = "percentt"
    frame.loc[2, "value"] = float("nan")
    frame.loc[3, "measure"] = "growth"
    findings = told(frame)
    assert [(rule, row, field) for rule, row, field, _ in findings] == [
        ("printed-agrees", 0, "value"),
        ("foreign-key", 1, "unit"),
        ("constraint-error", 2, "value"),
        ("constraint-error", 3, "measure"),
    ]
    assert findings[2][3] == "the frame row 2, column value: found an empty cell, expected a value."


def test_a_value_that_is_infinite_is_no_number(frame):
    frame.loc[0, "value"] = float("inf")
    assert told(frame)[0][:3] == ("type-error", 0, "value")


def test_a_key_that_stands_twice_is_told_at_both(frame):
    findings = [each for each in told(pd.concat([frame, frame.iloc[[5]]])) if each[0] == "primary-key"]
    assert [(rule, row) for rule, row, *_ in findings] == [("primary-key", 5), ("primary-key", 39)]
    assert "the frame row 39" in findings[0][3]


def test_missing_and_unknown_columns_are_told(frame):
    findings = told(frame.drop(columns=["obs_status", "section"]).rename(columns={"unit": "units_"}))
    assert {(rule, field) for rule, _, field, _ in findings} == {
        ("missing-label", "obs_status"),
        ("missing-label", "unit"),
        ("extra-label", None),
    }


@pytest.mark.parametrize("missing", [pd.NA, None, pd.NaT, float("nan")])
def test_whatever_stands_for_no_value_is_none(frame, missing):
    frame["qualifier"] = frame["qualifier"].astype(object)
    frame.loc[0, "qualifier"] = missing
    assert dd.from_frame(frame).rows[0].qualifier is None


def test_rows_are_held_to_the_rules_of_a_package_of_ones_own(tmp_path):
    state = made_state(tmp_path / "package")
    frame = pl.from_dicts(state.rows("observations"))
    assert len(dd.from_frame(frame, state)) == len(state.rows("observations"))
    wrong = frame.with_columns(
        pl.when(pl.col("unit") == "percent").then(pl.lit("-200")).otherwise(pl.col("value")).alias("value")
    )
    assert {"growth-above-minus-100", "printed-agrees"} <= {rule for rule, *_ in told(wrong, state)}


def test_a_fault_that_the_package_has_already_is_told_of_the_frame_too(tmp_path):
    state = made_state(tmp_path / "package").set("observations", 2, printed="151.0亿元")
    assert ("printed-agrees", 0) in [
        (rule, row) for rule, row, *_ in told(pl.from_dicts(state.rows("observations")), state)
    ]


def test_nothing_is_written(tmp_path, frame):
    state = made_state(tmp_path / "package")
    before = state.texts()
    dd.from_frame(pl.from_dicts(state.rows("observations")), state)
    assert state.texts() == before


def test_what_is_no_frame_is_said():
    with pytest.raises(dd.DechengDataError, match="list is no data frame that Narwhals reads"):
        dd.from_frame([1, 2])


def test_two_columns_of_one_name_are_said():
    with pytest.raises(
        dd.DechengDataError, match="the frame has two columns of one name; rename or take out one of them"
    ):
        dd.from_frame(pd.DataFrame([[1, 2]], columns=["value", "value"]))


def test_a_frame_without_a_header_is_said():
    assert [rule for rule, *_ in _rules(pa.table({"a": [1], "b": [2]}))] == ["blank-header"]


def _rules(df):
    imported = import_rows(open_package(), [grid_of(df)])
    return [(each.rule, each.field) for each in imported.report.findings]


def test_without_narwhals_the_extra_is_named(monkeypatch, frame):
    real = builtins.__import__
    monkeypatch.setattr(
        builtins,
        "__import__",
        lambda name, *rest: (_ for _ in ()).throw(ImportError()) if name == "narwhals" else real(name, *rest),
    )
    with pytest.raises(dd.MissingExtraError, match=r"decheng-data\[frame\]"):
        grid_of(frame)


def test_numbers_of_single_precision_mean_what_validate_takes_them_for(table):
    frame = table.to_polars().with_columns(pl.col("value").cast(pl.Float64).cast(pl.Float32))
    assert [row.value for row in dd.from_frame(frame)] == [row.value for row in table]


@pytest.mark.parametrize("value", [0.1, 157.5, -13.4, 16777216.0, 3.4e38, 1e-45, 0.0])
def test_a_number_of_single_precision_is_the_shortest_decimal_that_means_it(value):
    single = pl.DataFrame({"value": [value]}, schema={"value": pl.Float32})
    (_, (cell,)) = grid_of(single).rows[1]
    assert pl.Series([float(cell.value)], dtype=pl.Float32)[0] == single["value"][0]
    assert len(str(cell.value).replace("-", "").replace(".", "").strip("0")) <= 15


def test_missing_and_infinite_numbers_of_single_precision_are_none_and_no_number():
    single = pl.DataFrame({"value": [None, float("nan"), float("inf")]}, schema={"value": pl.Float32})
    assert [cell.value for _, (cell,) in grid_of(single).rows[1:]] == [None, None, float("inf")]


def test_a_day_in_the_place_of_a_period_is_no_month(frame):
    frame["period"] = frame["period"].astype(object)
    frame.loc[0, "period"] = pd.Timestamp("2021-06-01")
    found = told(frame)
    assert [(rule, row, field) for rule, row, field, _ in found if field == "period"] == [
        ("constraint-error", 0, "period")
    ]
    assert '"2021-06-01"' in found[0][3]
