"""A table's rows as records and as frames: what went in comes out, to the last digit."""

from __future__ import annotations

import importlib
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.errors import DechengDataError, MissingExtraError, NotInReleaseError
from decheng_data.model.rows import TABLES, ObservationRow
from decheng_data.packages.package import open_package
from decheng_data.packages.table import SHOWN_ROWS, Table, read_table
from tests.examples import examples
from tests.made_figures import RELEASE
from tests.model.test_rows import CELLS

OBSERVATION = CELLS["observations"]
FRAMES = ("arrow", "pandas", "polars", "duckdb")


def made(name: str, *rows: dict) -> Table:
    return Table(TABLES[name], tuple(TABLES[name].model_validate({**CELLS[name], **row}) for row in rows))


def pandas_values(column) -> list:
    """The values of a column of pandas; a category that is missing is None, as in Arrow."""
    return (
        [value if isinstance(value, str) else None for value in column]
        if column.dtype == "category"
        else column.array.__arrow_array__().to_pylist()
    )


def rows_of(table: Table, frame: str) -> list[dict]:
    """The rows of a frame as Python values; what is missing is None, and a list is a tuple, as in the records."""
    if frame == "arrow":
        rows = table.to_arrow().to_pylist()
    elif frame == "pandas":
        columns = table.to_pandas()
        rows = [
            dict(zip(columns.columns, values, strict=True))
            for values in zip(*(pandas_values(columns[name]) for name in columns.columns), strict=True)
        ]
    elif frame == "polars":
        rows = table.to_polars().to_dicts()
    else:
        relation = table.to_duckdb()
        rows = [dict(zip(relation.columns, values, strict=True)) for values in relation.fetchall()]
    return [{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("frame", FRAMES)
class TestFrames:
    @pytest.mark.parametrize("name", TABLES)
    def test_of_every_shipped_table_hold_its_records(self, frame, name):
        table = read_table(open_package(), name)
        assert rows_of(table, frame) == list(table.records)

    def test_of_a_table_without_rows_have_its_columns(self, frame):
        assert rows_of(made("observations"), frame) == []
        told = {
            "arrow": lambda table: table.to_arrow().column_names,
            "pandas": lambda table: list(table.to_pandas().columns),
        }
        told |= {"polars": lambda table: table.to_polars().columns, "duckdb": lambda table: table.to_duckdb().columns}
        assert told[frame](made("revisions")) == made("revisions").to_arrow().column_names

    @examples(20)
    @given(
        st.lists(
            st.decimals(-(10**15), 10**15, allow_nan=False, places=9) | st.integers(-(10**15), 10**15).map(Decimal),
            min_size=1,
            max_size=5,
        )
    )
    def test_keep_every_digit(self, frame, values):
        table = made(
            "observations", *({"value": str(value), "sentence": str(number)} for number, value in enumerate(values, 1))
        )
        assert [row["value"] for row in rows_of(table, frame)] == values

    def test_keep_dates_truths_lists_and_gaps(self, frame):
        release = rows_of(made("releases", {"published": "2031-07-30"}, {}), frame)
        assert [row["published"] for row in release] == [date(2031, 7, 30), None]
        assert [
            row["counted"] for row in rows_of(made("rule_terms", {"counted": "true"}, {"counted": "false"}, {}), frame)
        ] == [True, False, None]
        assert [row["aliases_zh"] for row in rows_of(made("indicators", {"aliases_zh": "甲|乙"}, {}), frame)] == [
            ("甲", "乙"),
            None,
        ]
        assert [row["from"] for row in rows_of(made("revisions", {"from": "1"}, {"from": ""}), frame)] == ["1", None]


class TestTypes:
    TABLE = made("observations", {"value": "42.70"}, {"value": "1E+2", "qualifier": "余"})

    def test_arrow_has_decimals_and_descriptions(self):
        schema = self.TABLE.to_arrow().schema
        assert str(schema.field("value").type) == "decimal128(38, 2)"
        assert schema.field("value").metadata[b"title_zh"].decode() == "数值"
        assert set(schema.field("release_id").metadata) == {b"title", b"title_zh", b"description"}
        assert str(schema.field("decimals").type) == "int64"
        assert str(made("releases").to_arrow().schema.field("vintage").type) == "date32[day]"

    def test_pandas_has_arrow_columns(self):
        assert str(self.TABLE.to_pandas()["value"].dtype) == "decimal128(38, 2)[pyarrow]"

    def test_codes_are_categories(self):
        assert (
            str(self.TABLE.to_arrow().schema.field("measure").type)
            == "dictionary<values=string, indices=int32, ordered=0>"
        )
        assert {
            str(self.TABLE.to_pandas()[name].dtype)
            for name in ("measure", "unit", "obs_status", "period", "comparison")
        } == {"category"}
        schema = self.TABLE.to_polars().schema
        assert schema["measure"].categories.to_list() == [
            "level",
            "growth_rate",
            "change_pp",
            "share",
            "rank",
            "target",
        ]
        assert str(schema["unit"]) == "Categorical"
        relation = self.TABLE.to_duckdb()
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        assert (types["obs_status"], types["unit"], types["parent"]) == (
            "ENUM('A', 'B', 'D', 'E', 'P')",
            "ENUM('yi_yuan')",
            "VARCHAR",
        )
        assert str(self.TABLE.to_arrow().schema.field("printed").type) == "string"

    def test_pandas_tells_what_is_known_of_the_columns(self):
        told = self.TABLE.to_pandas().attrs
        assert (told["table"], told["title_zh"]) == ("observations", "观测值")
        assert told["columns"]["value"] == {
            "title": "Value",
            "title_zh": "数值",
            "description": "The figure in its printed unit, with its sign.",
        }

    def test_polars_has_decimals(self):
        assert str(self.TABLE.to_polars().schema["value"]) == "Decimal(precision=38, scale=2)"

    def test_duckdb_has_decimals_and_computes_with_them(self):
        relation = self.TABLE.to_duckdb()
        assert str(relation.types[relation.columns.index("value")]) == "DECIMAL(38,2)"
        assert relation.aggregate("sum(value)").fetchall() == [(Decimal("142.70"),)]


@pytest.mark.parametrize(
    ("method", "library", "extra"),
    [
        ("to_arrow", "pyarrow", "arrow"),
        ("to_pandas", "pandas", "pandas"),
        ("to_polars", "polars", "polars"),
        ("to_duckdb", "duckdb", "duckdb"),
    ],
)
def test_a_library_that_is_missing_is_named_with_its_extra(monkeypatch, method, library, extra):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError):
        importlib.import_module(library)
    with pytest.raises(
        MissingExtraError, match=rf"^{library} is not installed: pip install 'decheng-data\[{extra}\]' brings it$"
    ):
        getattr(made("observations", {}), method)()


class TestATable:
    TABLE = made("observations", {}, {"value": "1.50", "decimals": "2", "qualifier": "余"})

    def test_has_records_of_python_values(self):
        first, second = self.TABLE.records
        assert first == {
            **dict.fromkeys(ObservationRow.model_fields),
            **OBSERVATION,
            "value": Decimal("42.7"),
            "decimals": 1,
            "section": 1,
            "sentence": 2,
            "start": 3,
            "end": 5,
        }
        assert str(second["value"]) == "1.50"
        assert self.TABLE.records() is self.TABLE.records

    def test_can_be_gone_through(self):
        assert len(self.TABLE) == 2
        assert list(self.TABLE) == list(self.TABLE.rows)
        assert self.TABLE.name == "observations"

    def test_can_be_read_by_a_person(self):
        assert repr(self.TABLE).startswith("<Table observations (观测值): 2 rows; release_id, indicator_id, measure")
        assert "field, from, to" in repr(made("revisions"))

    def test_shows_its_first_rows_in_a_notebook(self):
        shown = self.TABLE._repr_html_()
        assert "observations (观测值): 2 rows</caption>" in shown
        assert "<td>42.7亿元</td>" in shown
        many = made("observations", *({"value": str(number)} for number in range(SHOWN_ROWS + 1)))._repr_html_()
        assert f"the first {SHOWN_ROWS} shown" in many
        assert many.count("<tr>") == SHOWN_ROWS + 1


class TestTheWideForm:
    TABLE = made(
        "observations",
        {"value": "42.70", "decimals": "2"},
        {
            "measure": "growth_rate",
            "comparison": "previous_year",
            "value": "7",
            "decimals": "0",
            "unit": "percent",
            "obs_status": "E",
        },
        {
            "indicator_id": "part",
            "measure": "rank",
            "comparison": "990000",
            "value": "3",
            "decimals": "0",
            "unit": "place",
        },
        {
            "indicator_id": "part",
            "measure": "rank",
            "comparison": "980000",
            "value": "9",
            "decimals": "0",
            "unit": "place",
            "qualifier": "约",
        },
    )

    def test_has_a_row_an_indicator_and_the_measures_side_by_side(self):
        whole, part = self.TABLE.wide().records
        assert (whole["indicator_id"], str(whole["level"]), whole["level_unit"], whole["level_status"]) == (
            "whole",
            "42.70",
            "yi_yuan",
            "A",
        )
        assert (whole["growth_rate"], whole["growth_rate_unit"], whole["growth_rate_status"]) == (7, "percent", "E")
        assert (whole["rank_990000"], part["rank_990000"], part["rank_980000"], part["rank_980000_qualifier"]) == (
            None,
            3,
            9,
            "约",
        )
        assert "rank_990000_qualifier" not in part

    def test_is_a_frame_like_any_other(self):
        wide = self.TABLE.wide()
        assert str(wide.to_polars().schema["level"]) == "Decimal(precision=38, scale=2)"
        assert str(wide.to_pandas()["level_unit"].dtype) == "category"
        assert wide.to_arrow().schema.field("rank_980000").metadata[b"title_zh"].decode() == "排名（980000）"
        assert repr(wide).startswith(
            "<Frame observations_wide (观测值（宽表）): 2 rows; release_id, period, area, indicator_id, level, level_unit"
        )
        assert "<td>42.70</td>" in wide._repr_html_()

    def test_a_value_has_the_decimals_that_were_printed(self):
        wide = made(
            "observations", {"value": "42", "decimals": "1"}, {"period": "2031", "value": "42.25", "decimals": "1"}
        ).wide()
        assert [str(record["level"]) for record in wide.records] == ["42.0", "42.25"]

    def test_other_tables_have_none(self):
        with pytest.raises(DechengDataError, match="the table units has no measures to lay side by side"):
            made("units").wide()


class TestReading:
    def test_gives_rows_with_their_lines(self):
        table = read_table(open_package(), "observations")
        assert table.lines == tuple(range(2, len(table) + 2))
        assert all(isinstance(row, ObservationRow) for row in table)

    def test_an_unknown_table_suggests_near_names(self):
        with pytest.raises(NotInReleaseError, match=r"no table 'observation'\. Did you mean 'observations'"):
            read_table(open_package(), "observation")

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("42.7,1,", "42.7,one,", "field decimals, 'one' is not a whole number such as 55"),
            ("42.7,1,", "42.7,1,,", "22 cells, but the header has 21"),
            ("42.7,1,", "４２.7,1,", "field value, '４２.7' is not a number such as 42.7"),
            (",331,337,", ",337,331,", "end 331 must come after start 337"),
        ],
    )
    def test_the_first_row_that_does_not_fit_is_told_with_the_command_that_tells_more(
        self, package_copy, old, new, said
    ):
        path = package_copy / "data" / "observations.csv"
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        line = text[: text.index(old)].count("\n") + 1
        with pytest.raises(DechengDataError) as raised:
            read_table(open_package(package_copy), "observations")
        assert (
            str(raised.value)
            == f"table observations of {package_copy}, line {line}: {said}; `decheng-data validate` tells every fault"
        )


def test_the_made_up_release_is_not_shipped():
    assert RELEASE not in {row.release_id for row in read_table(open_package(), "releases")}
