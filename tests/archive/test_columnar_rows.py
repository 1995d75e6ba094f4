"""Faults of rows and of single figures, in archives with and without an order, of texts and of numbers, that lack columns that they may lack."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.archive.columnar.scan import KEY
from decheng_data.model.report import Outcomes
from decheng_data.validation.archive import validate_archive
from tests.archive.agreement import agreed, counts, frame, in_both_orders, of_rule, outcomes, relation
from tests.archive.made_archives import WHOLE, Row, shipped

if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
pytestmark = pytest.mark.in_turn()
RELEASE = "x371402-2021"
Opened = Callable[[Any], Any]


def rows(**cells: str | None) -> list[Row]:
    """The shipped figures as those of a release that the vocabulary does not know; cells for all of them."""
    return [row | {"release_id": RELEASE} | cells for row in shipped()]


def many(number: int, measure: str = "share", **cells: str | None) -> list[Row]:
    """One figure in as many releases."""
    figure = next(row for row in shipped() if row["measure"] == measure)
    return [figure | {"release_id": f"x-2021-{each}", "start": None, "end": None} | cells for each in range(number)]


def without(table: Any, *names: str) -> Any:
    return table.drop_columns(list(names))


@in_both_orders
class TestCells:
    def test_more_different_bad_cells_than_a_query_lists(self, ordered: Opened):
        table = frame([row | {"value": f"x{number}"} for number, row in enumerate(many(1001))] + rows(), typed=False)
        report = agreed(ordered(table))
        assert counts(report, "printed-agrees") == {"passed": len(shipped())}
        assert len(of_rule(report, "type-error")) == 1001

    def test_places_in_disorder_are_told_of_rows_whose_cells_are_in_order(self, ordered: Opened):
        table = rows()
        table[0] |= {"start": "9", "end": "3"}
        table[1] |= {"start": "9", "end": None}
        table[2] |= {"start": "9", "end": "3", "value": "x"}
        report = agreed(ordered(frame(table, typed=False)))
        assert len(of_rule(report, "row-error")) == outcomes(report, "row-error").failed == 2
        assert len(of_rule(report, "type-error")) == 1

    def test_of_rows_whose_places_are_in_disorder_some_are_told_and_all_are_counted(self, ordered: Opened):
        report = validate_archive(
            ordered(frame([row | {"start": "9", "end": "9"} for row in rows()], typed=False)), sample_findings=3
        )
        assert (len(of_rule(report, "row-error")), outcomes(report, "row-error")) == (3, Outcomes(failed=len(rows())))

    def test_keys_that_are_shared(self, ordered: Opened):
        table = rows()
        report = agreed(ordered(frame([*table, table[3], table[3], table[5]], typed=True)))
        assert len(of_rule(report, "primary-key")) in (3, 5)  # the later ones, or all

    def test_codes_and_periods_that_there_are_not(self, ordered: Opened):
        table = rows()
        table[0] |= {"indicator_id": "nope"}
        table[1] |= {"unit": "nope"}
        table[2] |= {"period": "2021-S3"}
        table[4] |= {"measure": "levl"}
        report = agreed(ordered(frame(table, typed=False)))
        assert len(of_rule(report, "foreign-key")) == 2

    def test_an_id_that_no_release_can_have(self, ordered: Opened):
        report = agreed(
            ordered(
                frame(
                    [
                        *rows(),
                        *(row | {"release_id": name} for name, row in zip(("Bad", "x", None), rows(), strict=False)),
                    ],
                    typed=False,
                )
            )
        )
        assert (len(of_rule(report, "constraint-error")), len(of_rule(report, "foreign-key"))) == (3, 2)

    def test_more_different_keys_than_there_are_bits_to_count_them_by(self, ordered: Opened):
        table = [
            row | {"indicator_id": f"nope_{number}", "release_id": RELEASE} for number, row in enumerate(many(500))
        ]
        report = agreed(ordered(frame([*table, table[7]], typed=True)))
        assert of_rule(report, "primary-key")

    def test_cells_that_are_empty_in_two_ways_are_empty_alike(self, ordered: Opened):
        table = rows()
        table += [
            row | {"release_id": "y-2021", "qualifier": row["qualifier"] or "", "parent": row["parent"] or ""}
            for row in table
        ]
        report = agreed(ordered(frame(table, typed=False)))
        assert counts(report, "printed-agrees") == {"passed": len(table)}

    def test_cells_that_are_empty_in_two_ways_are_told_alike(self, ordered: Opened):
        table = [
            row | {"value": "150", "qualifier": word, "parent": word}
            for row, word in zip(many(3), (None, "", None), strict=True)
        ]
        assert len(of_rule(agreed(ordered(frame(table, typed=False))), "share-at-most-100")) == len(table)

    def test_values_that_are_empty_in_two_ways_are_all_counted(self, ordered: Opened):
        table = [row | {"value": value} for row, value in zip(many(3), (None, "", ""), strict=True)]
        assert counts(agreed(ordered(frame(table, typed=False))), "constraint-error") == {"failed": 3}

    def test_a_parent_that_is_not_known_leaves_the_figure_usable(self, ordered: Opened):
        report = agreed(ordered(frame([*many(1, parent="nope"), *many(2)[1:]], typed=True)))
        assert (counts(report, "foreign-key"), counts(report, "share-at-most-100")) == ({"failed": 1}, {"passed": 2})

    def test_a_value_in_an_unusual_form_keeps_its_decimals(self, ordered: Opened):
        table = [
            row | {"value": value} for row, value in zip(many(3), ("0" * 15 + "100.000000001", "x", "100"), strict=True)
        ]
        table[0] |= {"decimals": "9"}
        assert counts(agreed(ordered(frame(table, typed=False))), "share-at-most-100") == {"passed": 1, "failed": 1}


def test_of_rows_without_order_a_finding_names_the_key():
    table = rows()
    table[0] |= {"value": "x"}
    report = agreed(relation(frame(table, typed=False)))
    (said,) = of_rule(report, "type-error")
    assert said.line is None
    assert f", the row of {RELEASE}, gdp, level, 2021-S1, 371402, none" in said.message_en
    assert f" 主键为 {RELEASE}、gdp、level、2021-S1、371402、none 的行 value 字段：" in said.message_zh


def test_of_rows_in_order_a_finding_names_the_row_in_both_languages(tmp_path: Path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for name in ("one", "two"):
        parquet.write_table(
            frame([row | {"value": "150"} for row in many(1, release_id=f"x-2021-{name}")], typed=False),
            folder / f"{name}.parquet",
        )
    (*_, said) = of_rule(agreed(folder), "share-at-most-100")
    assert (said.file, said.line) == ("two.parquet", 1)
    assert ", line 1)" in said.message_en
    assert "，第 1 行）" in said.message_zh


def test_of_a_key_without_a_cell_the_finding_says_that_it_is_empty():
    table = rows()
    table[0] |= {"area": None, "value": "x"}
    report = agreed(relation(frame(table, typed=False)))
    assert any(f"of {RELEASE}, gdp, level, 2021-S1, (empty), none" in each.message_en for each in report.findings)


@in_both_orders
class TestSingleFigures:
    def test_shares_beyond_a_bound(self, ordered: Opened):
        table = [
            row | {"value": str(value), "printed": f"{value}%"}
            for row, value in zip(many(6), (99, 100, 101, 102, -1, -2), strict=True)
        ]
        report = agreed(ordered(frame(table, typed=True)))
        assert counts(report, "share-at-most-100") == {"passed": 4, "failed": 2}
        assert counts(report, "share-at-least-0") == {"passed": 4, "failed": 2}

    def test_a_figure_is_no_part_of_itself_nor_a_count_of_an_amount(self, ordered: Opened):
        parents = {"gdp": "gdp", "key_projects": "key_project_investment", "retail_sales": "gdp"}
        table = [row | {"parent": parents.get(row["indicator_id"] or "", row["parent"])} for row in rows()]
        found = of_rule(agreed(ordered(frame(table, typed=True))), "codes-agree")
        assert sorted(each.found or "" for each in found) == ["gdp", "gdp", "key_project_investment (亿元)"]
        assert {each.field for each in found} == {"parent"}

    def test_a_plan_can_be_overfulfilled(self, ordered: Opened):
        table = [*many(2, value="104.6", comparison="plan"), *many(1, release_id="y-2021", value="104.6")]
        report = agreed(ordered(frame(table, typed=True)))
        assert counts(report, "share-at-most-100") == {"failed": 1}
        assert counts(agreed(ordered(frame(table[:2], typed=True))), "share-at-most-100") == {"not_applicable": 1}

    def test_more_failing_values_than_a_query_lists(self, ordered: Opened):
        table = [row | {"value": str(number), "printed": f"{number}%"} for number, row in enumerate(many(1202))]
        report = agreed(ordered(frame(table, typed=True)))
        assert counts(report, "share-at-most-100") == {"passed": 101, "failed": 1101}

    def test_counts_that_are_not_whole(self, ordered: Opened):
        figure = next(row for row in shipped() if row["indicator_id"] == "key_projects" and row["measure"] == "level")
        table = [
            figure | {"release_id": f"x-2021-{number}", "value": value, "decimals": "1"}
            for number, value in enumerate(("5", "5.5", "6.5"))
        ]
        report = agreed(ordered(frame(table, typed=True)))
        assert counts(report, "count-whole") == {"passed": 1, "failed": 2}

    def test_figures_with_a_word_are_looked_at_one_by_one(self, ordered: Opened):
        table = [
            row | {"value": value, "qualifier": word}
            for row, value in zip(many(4), ("99", "101", "100", "-3"), strict=True)
            for word in ("超", "余", "近")
        ]
        table = [row | {"release_id": f"x-2021-{number}"} for number, row in enumerate(table)]
        report = agreed(ordered(frame(table, typed=True)))
        assert counts(report, "share-at-most-100")["failed"] > 0


class TestColumns:
    @pytest.mark.in_turn("ordered", "typed")
    @pytest.mark.parametrize(
        ("ordered", "typed"), [(lambda table: table, False), (relation, True)], ids=["frame", "relation"]
    )
    @pytest.mark.parametrize("name", ["printed", "obs_status", "start", "end", "sentence", "qualifier"])
    def test_that_an_archive_may_lack(self, ordered: Opened, name: str, typed: bool):
        table = rows()
        table[0] |= {"value": "-157.5"}
        report = agreed(ordered(without(frame(table, typed=typed), name)))
        assert counts(report, "level-at-least-minimum").get("failed", 0) == (
            0 if name in ("start", "end") else 1
        )  # one position without the other is a fault of the row

    def test_without_printed_forms_nothing_is_said_of_them(self):
        table = rows()
        table[0] |= {"value": "x"}
        table[1] |= {"unit": "nope"}
        table[2] |= {"printed": "abc"}
        report = agreed(without(frame(table, typed=False), "printed"))
        assert counts(report, "printed-agrees") == counts(report, "place-agrees") == {"not_applicable": 1}
        assert (
            next(each for each in report.rules if each.rule_id == "printed-agrees").reason
            == "the archive has no column printed"
        )

    @pytest.mark.parametrize(
        "kind", [pa.float64(), pa.float32(), pa.int64(), pa.decimal128(38, 2), pa.decimal128(38, 0)]
    )
    def test_a_value_of_another_type_is_the_same_figure(self, kind: Any):
        figures = [row | {"value": value} for row in rows() for value in [str(int(float(row["value"] or 0)))]]
        figures[0] |= {"value": "-3"}
        table = frame(figures, typed=False)
        numbers = pa.array([int(row["value"] or 0) for row in figures]).cast(kind)
        report = agreed(table.set_column(table.schema.get_field_index("value"), "value", numbers))
        assert counts(report, "level-at-least-minimum")["failed"] == 1

    @pytest.mark.in_turn("kind")
    @pytest.mark.parametrize("kind", [pa.decimal128(22, 2), pa.decimal128(22, 0), pa.float64(), pa.int16()])
    @pytest.mark.parametrize("name", WHOLE)
    def test_a_whole_number_of_another_type_is_what_its_text_says(self, name: str, kind: Any):
        table = frame(rows(), typed=True)
        cells = [None if cell is None else Decimal(cell) for cell in table[name].to_pylist()]
        report = agreed(
            table.set_column(table.schema.get_field_index(name), name, pa.array(cells, pa.decimal128(22, 2)).cast(kind))
        )
        assert bool(of_rule(report, "type-error")) is (kind == pa.decimal128(22, 2))

    def test_floating_point_that_is_no_number_is_missing(self):
        table = frame(rows(), typed=False)
        values = pa.array([float("nan"), 17.5, *(float(row["value"] or 0) for row in shipped()[2:])])
        report = agreed(table.set_column(table.schema.get_field_index("value"), "value", values))
        assert len(of_rule(report, "constraint-error")) == 1

    @pytest.mark.parametrize("name", ["decimals", "start"])
    def test_positions_of_floating_point(self, name: str):
        table = frame(rows(), typed=False)
        cells = pa.array([None if row[name] is None else float(row[name] or 0) for row in shipped()])
        agreed(table.set_column(table.schema.get_field_index(name), name, cells))

    def test_a_number_that_no_sum_can_hold_is_refused_and_the_others_are_read(self):
        table = frame(rows(), typed=False)
        values = pa.array([10**37, *(int(float(row["value"] or 0)) for row in shipped()[1:])], pa.decimal128(38, 0))
        report = agreed(table.set_column(table.schema.get_field_index("value"), "value", values))
        assert len(of_rule(report, "constraint-error")) == 1


@in_both_orders
class TestRowsOfNothing:
    EMPTY: Row = dict.fromkeys(shipped()[0])

    @pytest.mark.parametrize("number", [1, 2])
    @pytest.mark.parametrize("typed", [True, False])
    def test_blank_rows_are_told_as_such_and_of_their_cells_nothing(self, ordered: Opened, number: int, typed: bool):
        table = [*rows(), *[self.EMPTY] * number, {**self.EMPTY, "note_en": "x"}]
        report = agreed(ordered(frame(table, typed=typed)))
        assert counts(report, "blank-row") == {"failed": number}
        assert counts(report, "constraint-error")["failed"] == len(
            {each.field for each in of_rule(report, "constraint-error")}
        )

    def test_nothing_but_blank_rows_of_which_some_are_told(self, ordered: Opened):
        report = validate_archive(
            ordered(frame([self.EMPTY | {"unit": ""}, self.EMPTY, self.EMPTY], typed=False)), sample_findings=1
        )
        assert (counts(report, "blank-row"), len(of_rule(report, "blank-row"))) == ({"failed": 3}, 1)
        assert not of_rule(report, "constraint-error")

    def test_figures_whose_values_are_no_numbers_and_whose_other_cells_are_empty_in_two_ways(self, ordered: Opened):
        table = [
            row | {"value": "x", "qualifier": nothing}
            for row, nothing in zip(many(4), ("", None, "", None), strict=True)
        ]
        assert counts(agreed(ordered(frame(table, typed=False))), "type-error") == {"failed": 4}

    @pytest.mark.parametrize("lacking", ["printed", "obs_status"])
    def test_where_a_column_is_filled_in_no_row_is_blank(self, ordered: Opened, lacking: str):
        report = agreed(ordered(without(frame([*rows(), self.EMPTY], typed=True), lacking)))
        assert not of_rule(report, "blank-row")

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_a_single_figure_without_a_key(self, ordered: Opened, nothing: str | None):
        figure = rows(**dict.fromkeys(KEY, nothing))[0]
        report = agreed(
            ordered(frame([*rows(), figure, rows(area=None, period=None, release_id=None)[0]], typed=False))
        )
        assert counts(report, "primary-key") == {"failed": 1}
