"""`decheng-data archive` and `validate` of what it makes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import decheng_data as dd
from decheng_data.archive import build
from decheng_data.archive.build import archive_packages
from decheng_data.archive.places import ENGINES
from decheng_data.cli.app import app
from decheng_data.cli.options import EngineName
from decheng_data.errors import MissingExtraError, PackageError, PackageNotFoundError
from decheng_data.packages.package import shipped_location
from tests.archive.made_archives import own_report

pytest.importorskip("pyarrow")
FIGURES = Path("observations/area=371402/year=2021/decheng-2021-S1.parquet")


def replaced(package: Path, table: str, old: str, new: str, count: int = -1) -> Path:
    path = package / "data" / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")
    return package


@pytest.fixture
def earlier(package_copy: Path, tmp_path: Path) -> Path:
    """A package of a made-up release of the year before."""
    other = tmp_path / "earlier"
    shutil.copytree(package_copy, other)
    for table in ("releases", "observations", "statements", "mentions", "revisions"):
        replaced(other, table, "decheng-2021-S1", "decheng-2020-S1")
    for table in ("observations", "revisions"):
        replaced(other, table, "2021-S1", "2020-S1")
    return replaced(replaced(other, "releases", "2021-S1", "2020-S1"), "releases", "2021-01-01/P6M", "2020-01-01/P6M")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestArchive:
    def test_of_two_packages_is_laid_out_by_area_and_year(self, package_copy, earlier, tmp_path):
        assert archive_packages([package_copy, earlier], tmp_path / "archive") == ["decheng-2021-S1", "decheng-2020-S1"]
        assert {FIGURES.as_posix(), "observations/area=371402/year=2020/decheng-2020-S1.parquet"} <= set(
            files(tmp_path / "archive")
        )
        report = dd.validate(tmp_path / "archive")
        printed = next(each for each in report.rules if each.rule_id == "printed-agrees")
        assert printed.outcomes.passed == 2 * len(dd.table("observations"))
        assert next(each for each in report.rules if each.rule_id == "growth-agrees-with-levels").outcomes.failed > 0

    @pytest.mark.parametrize("engine", ["auto", "exact", "duckdb", "polars"])
    def test_of_the_shipped_package_gives_its_own_report(self, tmp_path, engine):
        archive_packages([shipped_location()], tmp_path / "archive")
        report, own = dd.validate(tmp_path / "archive", engine=engine), own_report()
        assert (report.ok, report.outcomes, report.findings) == (True, own.outcomes, own.findings)

    def test_takes_a_release_once(self, package_copy, tmp_path):
        archive_packages([package_copy], tmp_path / "archive")
        before = files(tmp_path / "archive")
        assert archive_packages([package_copy, package_copy], tmp_path / "archive") == []
        assert files(tmp_path / "archive") == before

    @pytest.mark.parametrize(
        ("table", "old", "new", "said"),
        [
            (
                "observations",
                "157.5,1,hundred_million_yuan,,E,,157.5亿元",
                "158.5,1,hundred_million_yuan,,E,,158.5亿元",
                r'figures of decheng-2021-S1: 1 other \(gdp level has value "158.5" where the archive has "157.5", printed "158.5亿元" where',
            ),
            (
                "releases",
                "2026-",
                "2025-",
                'decheng-2021-S1 of the table releases has vintage "2025-12-01" where the archive has "2026-12-01"',
            ),
            (
                "indicators",
                "Gross Regional Product",
                "Gross regional product",
                'gdp of the table indicators has name_en "Gross regional product" where the archive has "Gross Regional Product"',
            ),
        ],
    )
    def test_refuses_what_is_there_otherwise_unless_told(self, package_copy, tmp_path, table, old, new, said):
        archive = tmp_path / "archive"
        archive_packages([package_copy], archive)
        before = files(archive)
        if old not in (package_copy / "data" / f"{table}.csv").read_text("utf-8"):
            pytest.fail(f"{table}.csv has no {old}")
        other = replaced(package_copy, table, old, new)
        with pytest.raises(PackageError, match=said):
            archive_packages([other], archive)
        assert files(archive) == before
        archive_packages([other], archive, replace=True)
        assert files(archive) != before

    def test_tells_all_that_is_there_otherwise(self, package_copy, earlier, tmp_path):
        archive = tmp_path / "archive"
        archive_packages([package_copy, earlier], archive)
        before = files(archive)
        replaced(earlier, "releases", "2026-", "2027-")
        replaced(
            replaced(package_copy, "areas", ",CN-SD in ISO 3166-2.", ","),
            "units",
            "hundred million yuan",
            "100 million yuan",
        )
        observations = package_copy / "data" / "observations.csv"
        header, gdp, _, *lines = observations.read_text("utf-8").splitlines()
        changed = gdp.replace("2021-S1,3", "2020,3")
        observations.write_text("\n".join([header, changed, *lines, ""]), "utf-8")
        with pytest.raises(PackageError) as caught:
            archive_packages([package_copy, earlier], archive)
        told = str(caught.value).splitlines()
        assert told[0] == f"{archive} has other content already, so nothing was written:"
        assert told[1] == f"{package_copy}: figures of decheng-2021-S1: 2 only in the archive, 1 only in the package."
        assert [line.partition(" has ")[0] for line in told[2:-1]] == [
            f"{package_copy}: 370000 of the table areas",
            f"{package_copy}: hundred_million_yuan of the table units",
            f"{earlier}: decheng-2020-S1 of the table releases",
        ]
        assert told[2].endswith('has note_en an empty cell where the archive has "CN-SD in ISO 3166-2.".')
        assert (
            told[-1]
            == "Correct or leave out what is not meant; --replace puts what came in the place of what is there."
        )
        assert files(archive) == before

    def test_packages_of_one_call_are_held_against_each_other(self, package_copy, tmp_path):
        other = shutil.copytree(package_copy, tmp_path / "other")
        replaced(
            other,
            "observations",
            "157.5,1,hundred_million_yuan,,E,,157.5亿元",
            "158.5,1,hundred_million_yuan,,E,,158.5亿元",
        )
        with pytest.raises(PackageError, match="other: figures of decheng-2021-S1: 1 other"):
            archive_packages([package_copy, package_copy, other], tmp_path / "archive")
        assert not (tmp_path / "archive").exists()

    def test_figures_that_move_to_another_year_leave_no_file_behind(self, package_copy, tmp_path):
        archive = tmp_path / "archive"
        archive_packages([package_copy], archive)
        archive_packages([replaced(package_copy, "observations", "2021-S1,3", "2020-S1,3")], archive, replace=True)
        assert not (archive / FIGURES).exists()
        assert (archive / "observations/area=371402/year=2020/decheng-2021-S1.parquet").exists()

    def test_a_value_of_many_digits_stays_exact(self, package_copy, tmp_path):
        replaced(package_copy, "observations", ",157.5,1,", ",157.123456789,1,")
        archive_packages([package_copy], tmp_path / "archive")
        report = dd.validate(tmp_path / "archive")
        assert [each.found for each in report.findings if each.rule == "printed-agrees"] == ["157.123456789"]

    def test_refuses_figures_of_a_release_that_is_not_there(self, package_copy, tmp_path):
        replaced(package_copy, "observations", "decheng-2021-S1", "decheng-2022-S1", 1)
        with pytest.raises(PackageError, match="the releases decheng-2022-S1 are not in its table releases"):
            archive_packages([package_copy], tmp_path / "archive")
        assert not (tmp_path / "archive").exists()

    def test_writes_into_no_folder_of_other_files(self, package_copy, tmp_path):
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "file.txt").write_text("mine", "utf-8")
        with pytest.raises(PackageError, match="holds files and is no archive"):
            archive_packages([package_copy], tmp_path / "other")

    def test_tells_a_file_of_its_own_that_cannot_be_read(self, package_copy, tmp_path):
        archive_packages([package_copy], tmp_path / "archive")
        (tmp_path / "archive" / FIGURES).write_bytes(b"nothing")
        with pytest.raises(PackageError, match="the figures of decheng-2021-S1 cannot be read"):
            archive_packages([package_copy], tmp_path / "archive")

    def test_tells_where_it_cannot_write(self, package_copy, tmp_path):
        (tmp_path / "file").write_text("", "utf-8")
        with pytest.raises(PackageError, match="cannot be written: "):
            archive_packages([package_copy], tmp_path / "file" / "archive")

    def test_one_that_another_program_made_meanwhile_is_added_to(self, package_copy, earlier, tmp_path, monkeypatch):
        archive, write = tmp_path / "archive", build.write_together

        def second(*given, **named):
            monkeypatch.setattr(build, "write_together", write)
            archive_packages([earlier], archive)
            return write(*given, **named)

        monkeypatch.setattr(build, "write_together", second)
        assert archive_packages([package_copy], archive) == ["decheng-2021-S1"]
        assert {path.stem for path in archive.rglob("*.parquet")} == {"decheng-2020-S1", "decheng-2021-S1"}
        assert len((archive / "vocabulary/data/releases.csv").read_text("utf-8").splitlines()) == 3

    def test_of_no_package_writes_nothing(self, tmp_path):
        assert archive_packages([], tmp_path / "archive") == []
        assert not (tmp_path / "archive").exists()

    def test_a_vocabulary_without_waivers_has_none(self, package_copy, tmp_path):
        archive = tmp_path / "archive"
        archive_packages([package_copy], archive)
        (archive / "vocabulary/data/waivers.csv").unlink()
        reports = [dd.validate(archive, engine=engine) for engine in ("duckdb", "exact")]
        assert reports[0].outcomes == reports[1].outcomes
        assert archive_packages([package_copy], archive) == []

    def test_needs_pyarrow(self, package_copy, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(MissingExtraError, match=r"decheng-data\[arrow\]"):
            archive_packages([package_copy], tmp_path / "archive")
        assert not (tmp_path / "archive").exists()


class TestCommands:
    def run(self, *arguments: object) -> object:
        return CliRunner().invoke(app, [str(each) for each in arguments])

    def test_archive_tells_the_releases(self, package_copy, tmp_path):
        first, second = (self.run("archive", package_copy, "--into", tmp_path / "archive") for _ in range(2))
        assert (first.exit_code, first.stdout) == (0, "decheng-2021-S1\n")
        assert (second.exit_code, second.stdout) == (0, "the archive has them all already\n")

    def test_validate_takes_an_archive(self, package_copy, tmp_path):
        self.run("archive", package_copy, "--into", tmp_path / "archive")
        done = self.run(
            "validate",
            tmp_path / "archive",
            "--engine",
            "duckdb",
            "--sample-findings",
            "1",
            "--vocabulary",
            package_copy,
        )
        assert (done.exit_code, "VALID" in done.stdout) == (0, True)

    def test_an_engine_that_there_is_not_is_wrong_usage(self):
        assert self.run("validate", "figures.parquet", "--engine", "foo").exit_code == 2

    def test_the_engines_are_those_of_the_library(self):
        assert tuple(EngineName) == ENGINES


class TestUsage:
    @pytest.mark.parametrize(
        ("place", "options", "said"),
        [
            ("x.parquet", {"engine": "foo"}, "there is no engine 'foo'"),
            (None, {"engine": "duckdb"}, "engine and vocabulary are for archives"),
            (None, {"vocabulary": "."}, "engine and vocabulary are for archives"),
            ("x.parquet", {"against": "HEAD:."}, "against is for packages"),
            ("x.parquet", {"suspects": True}, "suspects are looked for in a package"),
            ("x.parquet", {"sample_findings": -1}, "sample_findings is -1"),
        ],
    )
    def test_what_does_not_go_together_is_told(self, place, options, said):
        with pytest.raises(PackageError, match=said):
            dd.validate(place, **options)

    def test_what_is_not_there(self, tmp_path):
        with pytest.raises(PackageNotFoundError, match="there is no Parquet or CSV file"):
            dd.validate(tmp_path / "*.parquet")

    @pytest.mark.parametrize("options", [{"engine": "duckdb"}, {"vocabulary": "."}])
    def test_a_place_that_is_neither_an_archive_nor_a_package(self, tmp_path, options):
        with pytest.raises(PackageError, match=r"the folder has no datapackage\.json"):
            dd.validate(tmp_path, **options)
        with pytest.raises(PackageNotFoundError, match="there is nothing at"):
            dd.validate(tmp_path / "nowhere", **options)

    def test_files_of_two_forms(self, tmp_path):
        for name in ("a.csv", "b.parquet"):
            (tmp_path / name).write_text("", "utf-8")
        with pytest.raises(PackageError, match="holds Parquet and CSV files"):
            dd.validate(tmp_path)

    @pytest.mark.parametrize("place", [3, "a\0b", "x" * 5000, Path("nothing")])
    def test_what_is_no_archive_is_taken_for_a_package(self, place):
        with pytest.raises((PackageError, TypeError)):
            dd.validate(place)
