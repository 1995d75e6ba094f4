"""The columnar engine takes other ways with few rows than with many, or with few faults: whichever it takes, it says what the exact engine says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.archive.columnar import duckdb, spread
from decheng_data.archive.columnar import faulty_rows as faulty
from decheng_data.archive.columnar import grouping as coded
from decheng_data.archive.columnar import neighbours as around
from decheng_data.archive.columnar import references as seats
from decheng_data.archive.columnar import rules_single as singles
from decheng_data.archive.columnar.duckdb import DuckSession
from decheng_data.validation.archive import validate_archive
from tests.archive.agreement import agreed, counts, frame, in_both_orders, of_rule, relation, told
from tests.archive.made_archives import Row, shipped
from tests.archive.test_columnar_rules import with_rule
from tests.made_states import MadeState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pa = pytest.importorskip("pyarrow")
pytestmark = pytest.mark.in_turn()
FIGURES = [
    row
    for row in shipped()
    if row["indicator_id"]
    in ("gdp", "retail_sales", "key_projects", "key_project_investment", "fixed_asset_investment")
]
WAYS: dict[str, list[tuple[Any, str, int]]] = {
    "nothing is put aside": [
        (around, "_FEW_ROWS", 0),
        (coded, "_MOST_WORDS", 0),
        (DuckSession, "most_filters", 1),
        (faulty, "_MOST_FLAGS", 1),
    ],
    "little is asked at once": [
        (spread, "_MOST_COMBOS", 1),
        (DuckSession, "most_listed", 0),
        (seats, "_FEW_AREAS", 0),
        (singles, "_MOST_VALUES", 0),
    ],
    "all rows are looked at": [(DuckSession, "most_filters", 0)],
    "faults are looked for one by one": [(around, "_FEW_ROWS", 0), (DuckSession, "most_filters", 1000)],
    "figures stand in no usual order": [(duckdb, "_FIRST_ROWS", 0)],
    "many rows have one fault": [
        (around, "_FEW_ROWS", 0),
        (DuckSession, "most_filters", 1000),
        (faulty, "_FEW_ROWS", 0),
    ],
}


def rows(**cells: str | None) -> list[Row]:
    """Some of the shipped figures as those of a release that the vocabulary does not know."""
    return [row | {"release_id": "x371402-2021-S1"} | cells for row in FIGURES]


def spelt(row: Row, **cells: str | None) -> Row:
    """The figure, its period spelt in another way."""
    return row | {"period": "2021-01-01/P6M"} | cells


def levels(number: int) -> list[Row]:
    """So many figures of one group, no two of one indicator; the first is one that the vocabulary knows."""
    return [
        row | {"indicator_id": f"nope_{each}" if each else row["indicator_id"]}
        for each in range(number)
        for row in rows()[:1]
    ]


def faults() -> list[Row]:
    """Releases of two years, the earlier of them twice, with faults of each kind; some figures stand twice, with one value or with two."""
    table = [*rows(), *rows(release_id="y-2020", period="2020-S1"), *rows(release_id="x-2020", period="2020-S1")]
    changed: list[Row] = [
        {"value": "x"},
        {"value": "-3.5"},
        {"decimals": "x"},
        {"start": "9", "end": "3"},
        {"unit": "nope"},
        {"area": "999999"},
        {"parent": "nope"},
        {"printed": "abc"},
        {"area": "371400", "qualifier": "余"},
        {"period": "2021-S3"},
        {"release_id": None},
        {"release_id": ""},
        {"measure": "rank", "unit": "rank", "value": "5", "comparison": "371400"},
        {"measure": "share", "value": "150", "comparison": "none"},
    ]
    for number, cells in enumerate(changed):
        table[number] |= cells
    whole = table[len(changed)] | {"area": "371400"}
    return [*table, table[-1], table[-2] | {"value": "1"}, whole, whole | {"value": "2"}]


@pytest.mark.parametrize(
    ("way", "ordered"), [*((way, lambda table: table) for way in WAYS), ("faults are looked for one by one", relation)]
)
def test_every_way_leads_to_what_the_exact_engine_says(
    monkeypatch: pytest.MonkeyPatch, way: str, ordered: Callable[[Any], Any]
):
    for owner, name, value in WAYS[way]:
        monkeypatch.setattr(owner, name, value)
    report = agreed(ordered(frame(faults(), typed=False)))
    assert {"type-error", "constraint-error", "row-error", "foreign-key", "primary-key", "printed-agrees"} <= {
        each.rule for each in report.findings
    }


def test_what_fails_is_put_aside_where_what_structure_refuses_is_too_much(monkeypatch: pytest.MonkeyPatch):
    put_aside, of = list[str](), around.Around.of
    monkeypatch.setattr(around, "_FEW_ROWS", 2 * len(rows()) - 1)
    monkeypatch.setattr(
        around.Around, "of", lambda self, releases: put_aside.append(found := of(self, releases)) or found
    )
    report = agreed(frame([*rows(value="x"), *rows(release_id="y371402-2021-S1", value="-3")], typed=False))
    assert {"type-error", "level-at-least-0"} & {each.rule for each in report.findings}
    assert put_aside[:2] == ["figures", "around AS figures"]


def test_cells_that_are_faulty_are_put_into_a_table_once(monkeypatch: pytest.MonkeyPatch):
    tables, put = list[str](), DuckSession.put
    monkeypatch.setattr(DuckSession, "most_listed", 0)
    monkeypatch.setattr(DuckSession, "put", lambda self, name, *rest: tables.append(name) or put(self, name, *rest))
    agreed(frame(faults(), typed=False))
    bad = [name for name in tables if name.startswith("bad_")]
    assert len(bad) == len({*bad}) > 1


@in_both_orders
class TestKeys:
    def test_every_one_of_which_is_there_twice(self, ordered: Callable[[Any], Any]):
        table = [*rows(), *rows(release_id="x-2020", period="2020-S1")]
        report = agreed(ordered(frame([*table, *(row | {"value": "7"} for row in table)], typed=False)))
        assert counts(report, "primary-key") == {"failed": 2 * len(table)}

    def test_more_in_a_group_than_a_byte_can_count(self, ordered: Callable[[Any], Any]):
        assert not of_rule(agreed(ordered(frame(levels(200), typed=True))), "primary-key")

    def test_one_finding_of_many(self, ordered: Callable[[Any], Any]):
        table = [*rows(), *reversed(rows())]
        report = validate_archive(ordered(frame(table, typed=True)), sample_findings=1)
        (said,) = of_rule(report, "primary-key")
        assert said.message_en in {
            each.message_en for each in validate_archive(ordered(frame(table, typed=True)), engine="exact").findings
        }
        assert counts(report, "primary-key") == {"failed": len(table)}


@pytest.mark.parametrize("name", ["release_id", "indicator_id", "measure", "period", "area", "comparison"])
def test_keys_that_are_empty_in_two_ways_are_one(name: str):
    table = rows()[:2]
    report = agreed(frame([*table, table[0] | {name: None}, table[0] | {name: ""}], typed=True))
    assert counts(report, "primary-key") == {"failed": 2}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("release_id", None),
        ("release_id", "Bad-"),
        ("period", "Bad-"),
        ("area", None),
        ("indicator_id", None),
        ("unit", "Bad-"),
    ],
)
def test_a_cell_that_is_wrong_in_every_row(name: str, cell: str | None):
    assert len(agreed(frame(rows(**{name: cell})[:2], typed=True)).findings) >= 2


@in_both_orders
class TestPeriodsSpeltInTwoWays:
    """Two groups of rows are then one group of figures."""

    @pytest.mark.parametrize("value", [None, "7"])
    def test_of_one_figure_that_has_one_value_or_two(self, ordered: Callable[[Any], Any], value: str | None):
        table = rows()
        table += [spelt(row, **({"value": value} if value else {})) for row in table]
        assert not of_rule(agreed(ordered(frame(table, typed=False))), "primary-key")

    def test_of_figures_of_which_structure_refuses_some(self, ordered: Callable[[Any], Any]):
        one = next(row for row in shipped() if row["measure"] == "share") | {
            "release_id": "x-2021",
            "start": None,
            "end": None,
        }
        table = [
            one,
            spelt(one, value="150"),
            one | {"value": "170", "start": "1"},
            one | {"value": "180", "start": "5", "end": "2"},
        ]
        assert counts(agreed(ordered(frame(table, typed=True))), "share-at-most-100") == {"passed": 1, "failed": 1}

    def test_of_figures_of_another_area_than_their_release(self, ordered: Callable[[Any], Any]):
        table = [
            *rows(),
            *(row | {"area": "371400"} for row in rows()[:3]),
            *(spelt(row, area="371400") for row in rows()[:2]),
        ]
        assert counts(agreed(ordered(frame(table, typed=True))), "figure-of-its-release")["failed"] == 5


def test_figures_that_only_their_parents_tell_apart():
    table = [
        row | {"parent": parent, "release_id": f"x-{number}"}
        for number, parent in enumerate((None, "gdp"))
        for row in rows()[:1]
    ]
    agreed(frame(table, typed=True))


class TestGreatNumbers:
    @pytest.mark.parametrize("value", ["1" + "0" * 15, "9" * 29, "-" + "9" * 38])
    def test_beside_the_smallest(self, value: str):
        table = rows()
        table[0] |= {"value": value}
        table[1] |= {"value": "0.000000001"}
        assert agreed(frame(table, typed=False)).findings

    def test_of_decimals(self):
        table = frame(rows(), typed=True)
        values = pa.array([10**28, *table["value"].to_pylist()[1:]], pa.decimal128(38, 9))
        assert agreed(table.set_column(table.schema.get_field_index("value"), "value", values)).findings


class TestNumbersThatNoWholeNumberHolds:
    CELLS = {"value": "999999999999999.999999999", "decimals": "9"}  # noqa: RUF012  # never changed

    @pytest.mark.parametrize("word", [None, "余"])
    def test_in_products(self, word: str | None):
        table = [
            row
            for period in ("2021-S1", "2020-S1", "2021")
            for row in rows(**self.CELLS, qualifier=word, release_id=f"x-{period}", period=period)
        ]
        assert counts(agreed(frame(table, typed=False)), "growth-agrees-with-levels")

    def test_in_sums(self, package_copy: Path):
        terms = [
            {"role": "summand", "indicator_id": each, "measure": "level", "coefficient": number}
            for each, number in (("gdp", "1.000000001"), ("retail_sales", "-1"))
        ]
        vocabulary = with_rule(
            MadeState(package_copy), {"kind": "linear", "relation": "<=", "bound": "0", "bound_source": "fixed"}, *terms
        )
        assert counts(agreed(frame(rows(**self.CELLS), typed=False), vocabulary), "made-up") == {"failed": 1}


@in_both_orders
@pytest.mark.parametrize("limit", [1])
def test_of_each_rule_no_more_is_told_than_is_asked_for(ordered: Callable[[Any], Any], limit: int):
    place = ordered(frame(faults(), typed=False))
    report, exact = validate_archive(place, sample_findings=limit), validate_archive(place, engine="exact")
    assert told(report)[0] == told(exact)[0]
    assert {each.message_en for each in report.findings} <= {each.message_en for each in exact.findings}
    assert {each.rule for each in report.findings} == {each.rule for each in exact.findings}
    assert max(len(of_rule(report, each.rule)) for each in report.findings) == limit


def test_faults_of_rows_are_told_in_the_order_of_the_archive():
    place = frame(faults(), typed=False)
    report, exact = validate_archive(place, sample_findings=2), validate_archive(place, engine="exact")
    for rule in ("printed-agrees", "codes-agree", "foreign-key", "primary-key"):
        assert [each.line for each in of_rule(report, rule)] == sorted(each.line or 0 for each in of_rule(exact, rule))[
            :2
        ]


def csv_text(table: list[Row], *names: str) -> str:
    """The rows as CSV, cells quoted, with further columns of those names."""
    lines = [[*row.values(), *("more" for _ in names)] for row in table]
    return (
        "\n".join(
            [",".join([*table[0], *names]), *(",".join(f'"{cell}"' if cell else "" for cell in line) for line in lines)]
        )
        + "\n"
    )


def test_a_frame_of_narwhals():
    narwhals, polars = pytest.importorskip("narwhals"), pytest.importorskip("polars")
    agreed(narwhals.from_native(polars.from_arrow(frame(rows(), typed=True))))


@pytest.mark.parametrize("has_polars", [True, False])
class TestCsv:
    @pytest.fixture(autouse=True)
    def _polars(self, monkeypatch: pytest.MonkeyPatch, has_polars: bool):
        if not has_polars:
            monkeypatch.setattr("decheng_data.archive.columnar.duckdb.find_spec", lambda _: None)

    def test_files_with_other_columns_than_each_other(self, tmp_path: Path):
        (tmp_path / "a.csv").write_text(csv_text(rows()), "utf-8")
        bare = [
            {name: cell for name, cell in reversed(row.items()) if name not in ("printed", "start", "end")}
            for row in rows(release_id="y-2021")
        ]
        (tmp_path / "b.csv").write_text(csv_text(bare), "utf-8")
        agreed(tmp_path)

    @pytest.mark.in_turn("name")
    @pytest.mark.parametrize("name", ["", "Unit", "filename", '"a ""b"""'])
    def test_a_further_column(self, tmp_path: Path, name: str):
        (tmp_path / "a.csv").write_text(csv_text(rows()[:1] * 2, name), "utf-8")
        assert counts(agreed(tmp_path), "primary-key")

    def test_a_column_that_is_there_twice_is_told(self, tmp_path: Path):
        (tmp_path / "a.csv").write_text(csv_text(rows()[:1], "unit"), "utf-8")
        (tmp_path / "b.csv").write_text(csv_text(rows()[:1]), "utf-8")
        (said,) = of_rule(agreed(tmp_path), "duplicate-label")
        assert said.message_en == "a.csv: there is more than one column unit."

    def test_cells_with_line_breaks(self, tmp_path: Path):
        table = rows()[:4]
        table[1] |= {"printed": "a\nb"}
        table[3] |= {"value": "x"}
        (tmp_path / "a.csv").write_text(csv_text(table), "utf-8")
        assert len(of_rule(agreed(tmp_path), "type-error")) == 1

    def test_no_records(self, tmp_path: Path):
        (tmp_path / "a.csv").write_text(",".join(rows()[0]) + "\n", "utf-8")
        assert not agreed(tmp_path).findings


def test_files_of_the_current_folder_are_told_by_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("pyarrow.parquet").write_table(
        frame(levels(2) + levels(2), typed=False), tmp_path / "figures.parquet"
    )
    monkeypatch.chdir(tmp_path)
    report = validate_archive("figures.parquet")
    assert report.findings
    assert {each.file for each in report.findings} <= {"figures.parquet", None}
    assert any(each.file for each in report.findings)
