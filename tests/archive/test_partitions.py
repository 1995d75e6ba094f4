"""Folders tell columns that files lack, below the root only; where a file says otherwise itself, both are told."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.archive.build import archive_packages
from decheng_data.archive.partitions import folder_cells
from decheng_data.errors import PackageError
from decheng_data.model.finding import Outcome
from decheng_data.packages.package import shipped_location
from tests.archive.made_archives import own_report, shipped
from tests.archive.test_hostile_archives import csv_text, rows_of, table
from tests.archive.test_names_of_files import each_engine, each_form, in_one_form, write

if TYPE_CHECKING:
    from pathlib import Path

    from decheng_data.model.report import Outcomes

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("polars")


@cache
def of_frame(engine: str) -> Outcomes:
    """What the shipped figures come to as a frame."""
    return dd.validate(table(shipped()), engine=engine).outcomes


def contradicted(report: dd.Report) -> list[str]:
    return [each.message_en for each in report.findings if each.rule == "partition-error"]


@each_engine
class TestAboveTheRoot:
    @in_one_form
    @each_form
    @pytest.mark.in_turn("place")
    @pytest.mark.parametrize("place", ["arch", "arch/a.{form}", "arch/*.{form}"])
    def test_nothing_is_read(self, tmp_path, engine, form, place):
        root = tmp_path / "unit=percent" / "area=1"
        write(root / f"arch/a.{form}", shipped())
        report = dd.validate(root / place.format(form=form), engine=engine)
        assert (report.ok, report.outcomes) == (True, of_frame(engine))

    def test_nor_of_a_column_that_the_files_lack(self, tmp_path, engine):
        file = write(tmp_path / "area=371402" / "arch" / "a.parquet", shipped(), area=None)
        for place in (file, file.parent):
            with pytest.raises(PackageError, match=r"a\.parquet: there is no column area"):
                dd.validate(place, engine=engine)

    def test_an_archive_made_here_is_read_wherever_it_lies(self, tmp_path, engine):
        archive_packages([shipped_location()], tmp_path / "area=1" / "unit=percent" / "archive")
        report = dd.validate(tmp_path / "area=1" / "unit=percent" / "archive", engine=engine)
        assert (report.ok, report.outcomes) == (True, own_report().outcomes)


@each_engine
class TestContradiction:
    @in_one_form
    @each_form
    @pytest.mark.parametrize(
        ("folder", "changed", "en", "zh"),
        [
            (
                "area=370000",
                {},
                'the folder says area is "370000", but the column area has "371402"',
                "文件夹名称中 area 为“370000”，而 area 列中为“371402”",
            ),
            (
                "note_en=a%2Fb",
                {},
                'the folder says note_en is "a/b", but the column note_en has an empty cell',
                "文件夹名称中 note_en 为“a/b”，而 note_en 列中为空单元格",
            ),
            (
                "area=__HIVE_DEFAULT_PARTITION__",
                {},
                'the folder says area is an empty cell, but the column area has "371402"',
                "文件夹名称中 area 为空单元格，而 area 列中为“371402”",
            ),
            (
                "note_en=1",
                {"note_en": ["1", "2", "3", "4", *"56789"]},
                'the folder says note_en is "1", but the column note_en has "2", "3", "4" and others',
                "文件夹名称中 note_en 为“1”，而 note_en 列中为“2”、“3”、“4”等",
            ),
        ],
    )
    def test_is_told(self, tmp_path, engine, form, folder, changed, en, zh):
        rows = [
            row | {label: cells[number % len(cells)] for label, cells in changed.items()}
            for number, row in enumerate(shipped())
        ]
        rows = [row | {"note_en": row["note_en"] if changed else None} for row in rows]
        write(tmp_path / folder / f"a.{form}", rows)
        report = dd.validate(tmp_path, engine=engine)
        (told,) = (each for each in report.findings if each.rule == "partition-error")
        field = folder.partition("=")[0]
        assert told.message_en == f"{folder}/a.{form}, field {field}: {en}."
        assert told.message_zh == f"{folder}/a.{form} {field} 字段：{zh}。"
        assert (told.level, told.severity, told.outcome, told.file) == (
            0,
            "error",
            Outcome.FAILED,
            f"{folder}/a.{form}",
        )
        assert told.field == field
        assert report.exit_status() == 1

    def test_leaves_the_cells_as_they_are(self, tmp_path, engine):
        write(tmp_path / "unit=percent" / "a.parquet", shipped())
        report = dd.validate(tmp_path, engine=engine)
        assert [each.rule for each in report.findings] == ["partition-error"]
        assert report.outcomes.passed == of_frame(engine).passed

    def test_is_told_of_each_file_and_column_of_its_own(self, tmp_path, engine):
        write(tmp_path / "area=370000/period=2021" / "b.parquet", rows_of("371402", "2020"))
        write(tmp_path / "area=370000/period=2021" / "good.parquet", rows_of("370000", "2021"))
        write(tmp_path / "area=370000/period=2021" / "lacking.parquet", rows_of("370000", "2019"), area=None)
        write(tmp_path / "area=371400/year=2021" / "c.parquet", rows_of("371402", "2021"))
        told = {
            (each.file, each.field)
            for each in dd.validate(tmp_path, engine=engine).findings
            if each.rule == "partition-error"
        }
        assert told == {
            ("area=370000/period=2021/b.parquet", "area"),
            ("area=370000/period=2021/b.parquet", "period"),
            ("area=370000/period=2021/lacking.parquet", "period"),
            ("area=371400/year=2021/c.parquet", "area"),
        }

    @pytest.mark.in_turn("engine")
    @pytest.mark.parametrize(
        ("folder", "kind", "number"),
        [("section=01", "int32", 0), ("section=1", "float64", 0), ("section=2", "int8", 1), ("section=x", "int32", 1)],
    )
    def test_numbers_are_held_against_each_other_as_numbers(self, tmp_path, engine, folder, kind, number):
        column = pa.array([1] * len(shipped())).cast(pa.type_for_alias(kind))
        write(tmp_path / folder / "a.parquet", shipped(), section=column)
        assert len(contradicted(dd.validate(tmp_path, engine=engine))) == number


@each_engine
def test_what_some_files_have_and_some_folders_tell_is_one_column(tmp_path, engine):
    rows = rows_of("371402", "2021")
    typed = pa.array([int(row["decimals"] or 0) for row in rows])
    write(tmp_path / "a.parquet", rows, decimals=typed)
    whole = [row | {"release_id": "y371402-2020", "period": "2020"} for row in shipped() if row["decimals"] == "2"]
    write(tmp_path / "decimals=2" / "b.parquet", whole, decimals=None)
    report = dd.validate(tmp_path, engine=engine)
    printed = next(each for each in report.rules if each.rule_id == "printed-agrees")
    assert (printed.outcomes.passed, printed.outcomes.failed) == (len(rows) + len(whole), 0)


@each_engine
def test_a_csv_file_has_all_its_columns_itself(tmp_path, engine):
    rows = [{name: cell for name, cell in row.items() if name != "area"} for row in shipped()]
    folder = tmp_path / "area=371402"
    folder.mkdir()
    (folder / "lacking.csv").write_text(csv_text(rows), "utf-8")
    (folder / "whole.csv").write_text(csv_text(shipped()), "utf-8")
    report = dd.validate(tmp_path, engine=engine)
    assert [each.message_en for each in report.findings] == ["area=371402/lacking.csv: there is no column area."]


def test_folders_tell_columns_of_ours_only_and_below_the_root(tmp_path: Path):
    file = tmp_path / "area=1" / "year=2021" / "period=a=b" / "note_en=" / "unit=x.parquet"
    assert folder_cells(file, tmp_path / "area=1") == {"period": "a=b", "note_en": ""}


@pytest.mark.parametrize("engine", ["duckdb", "exact"])
def test_a_file_that_is_broken_in_its_midst_leaves_what_was_told_of_others(tmp_path, engine):
    write(tmp_path / "note_en=x" / "other.parquet", shipped())
    bad = tmp_path / "note_en=x" / "bad.parquet"
    pq.write_table(table(rows_of("371402", "2021") * 50, note_en=None), bad, use_dictionary=False, compression="zstd")
    content = bytearray(bad.read_bytes())
    content[200 : len(content) // 2] = b"\xff" * (len(content) // 2 - 200)
    bad.write_bytes(content)
    report = dd.validate(tmp_path, engine=engine)
    assert [(each.rule, each.file) for each in report.findings if each.rule.endswith(("ion-error", "ce-error"))] == [
        ("source-error", "note_en=x/bad.parquet"),
        ("partition-error", "note_en=x/other.parquet"),
    ]
    assert next(each for each in report.rules if each.rule_id == "printed-agrees").outcomes.passed == len(shipped())
