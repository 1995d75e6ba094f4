"""Archives with files that cannot be read: each is told by its name, and the others are read."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from unittest import mock

import pytest

import decheng_data as dd
from decheng_data.archive.columnar import duckdb as duckdb_engine
from decheng_data.archive.columnar.scan import REQUIRED
from decheng_data.errors import MissingExtraError, PackageError
from tests.archive.made_archives import Row, shipped

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")


def table(rows: list[Row], **changed: object) -> object:
    columns = {name: [row[name] for row in rows] for name in rows[0]} | changed
    return pa.table({name: pa.array(cells) for name, cells in columns.items() if cells is not None})


def rows_of(area: str, year: str) -> list[Row]:
    return [row | {"release_id": f"x{area}-{year}", "area": area, "period": year} for row in shipped()]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with one good file, in hive partitions, that lack the area."""
    folder = tmp_path / "area=371400" / "year=2021"
    folder.mkdir(parents=True)
    pq.write_table(table(rows_of("371400", "2021"), area=None), folder / "good.parquet")
    return tmp_path


def beside(archive: Path, name: str) -> Path:
    folder = archive / "area=371402" / "year=2021"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def of_file(report: dd.Report, name: str) -> list[str]:
    return [each.message_en for each in report.findings if (each.file or "").endswith(name)]


@pytest.mark.parametrize("engine", ["duckdb", "polars", "exact"])
class TestParquet:
    def test_what_is_no_parquet_is_told_and_the_others_are_read(self, archive, engine):
        beside(archive, "bad.parquet").write_bytes(b"PAR1 no more than this")
        report = dd.validate(archive, engine=engine)
        (said,) = of_file(report, "bad.parquet")
        assert said.startswith("area=371402/year=2021/bad.parquet: the file cannot be read: ")
        assert (report.exit_status(), report.outcomes.error, report.outcomes.passed > 100) == (2, 1, True)
        assert sum(each.outcomes.total for each in report.rules) == report.outcomes.total

    def test_a_column_that_is_missing(self, archive, engine):
        pq.write_table(table(rows_of("371402", "2021"), area=None, value=None), beside(archive, "bad.parquet"))
        assert of_file(dd.validate(archive, engine=engine), "bad.parquet") == [
            "area=371402/year=2021/bad.parquet: there is no column value."
        ]

    def test_a_column_of_another_kind(self, archive, engine):
        pq.write_table(
            table(rows_of("371402", "2021"), area=None, value=[True] * len(shipped())), beside(archive, "bad.parquet")
        )
        (said,) = of_file(dd.validate(archive, engine=engine), "bad.parquet")
        assert "the column value is of the type BOOLEAN" in said

    def test_a_partition_with_other_types_of_the_same_figures_is_read(self, archive, engine):
        rows = rows_of("371402", "2021")
        texts = table(rows, area=None)
        typed = texts.set_column(
            texts.schema.get_field_index("value"),
            "value",
            pa.array([row["value"] for row in rows]).cast(pa.decimal128(18, 2)),
        )
        pq.write_table(typed, beside(archive, "typed.parquet"))
        report = dd.validate(archive, engine=engine)
        assert next(each for each in report.rules if each.rule_id == "printed-agrees").outcomes.passed == 2 * len(rows)

    def test_nothing_that_can_be_read_is_an_error(self, tmp_path, engine):
        (tmp_path / "bad.parquet").write_bytes(b"nothing")
        with pytest.raises(
            PackageError, match=r"no file of the archive can be read: bad\.parquet: the file cannot be read"
        ):
            dd.validate(tmp_path, engine=engine)


@pytest.mark.parametrize("engine", ["duckdb", "exact"])
def test_a_file_broken_in_its_midst_is_found_while_it_is_read(archive, engine):
    bad = beside(archive, "bad.parquet")
    rows = rows_of("371402", "2021") * 50
    pq.write_table(table(rows, area=None), bad, use_dictionary=False, compression="zstd")
    content = bytearray(bad.read_bytes())
    content[200 : len(content) // 2] = b"\xff" * (len(content) // 2 - 200)
    bad.write_bytes(content)
    report = dd.validate(archive, engine=engine)
    assert of_file(report, "bad.parquet")[0].startswith("area=371402/year=2021/bad.parquet: the file cannot be read: ")
    assert next(each for each in report.rules if each.rule_id == "printed-agrees").outcomes.passed == len(shipped())


@pytest.mark.parametrize("engine", ["auto", "polars"])
def test_all_broken_in_their_midst_is_an_error(tmp_path, engine):
    bad = tmp_path / "bad.parquet"
    pq.write_table(table(rows_of("371402", "2021") * 50), bad, use_dictionary=False)
    content = bytearray(bad.read_bytes())
    content[200 : len(content) // 2] = b"\xff" * (len(content) // 2 - 200)
    bad.write_bytes(content)
    with pytest.raises(PackageError, match=r"no file of the archive can be read: bad\.parquet"):
        dd.validate(bad, engine=engine)


def csv_text(rows: list[Row]) -> str:
    return (
        "\n".join(
            [",".join(rows[0]), *(",".join(f'"{cell}"' if cell else "" for cell in row.values()) for row in rows)]
        )
        + "\n"
    )


@pytest.mark.parametrize("engine", ["duckdb", "polars", "exact"])
class TestCsv:
    def test_lines_that_lack_cells_or_have_too_many_are_told(self, tmp_path, engine):
        lines = csv_text(rows_of("371402", "2021")).splitlines()
        lines[3], lines[5] = "x,y", lines[5] + ",more"
        (tmp_path / "figures.csv").write_text("\n".join(lines) + "\n", "utf-8")
        report = dd.validate(tmp_path / "figures.csv", engine=engine)
        told = {
            (each.rule, each.file, each.line, each.parts["cells"] - each.parts["labels"])
            for each in report.findings
            if each.code == "archive.number-of-cells"
        }
        labels = len(shipped()[0])
        assert told == {("missing-cell", "figures.csv", 4, 2 - labels), ("extra-cell", "figures.csv", 6, 1)}

    def test_lines_in_order_are_numbered_as_an_editor_does(self, tmp_path, engine):
        rows = rows_of("371402", "2021")
        rows[4]["value"] = "x"
        (tmp_path / "figures.csv").write_text(csv_text(rows), "utf-8")
        (told,) = [
            each for each in dd.validate(tmp_path / "figures.csv", engine=engine).findings if each.rule == "type-error"
        ]
        assert (told.file, told.line) == ("figures.csv", 6)

    @pytest.mark.parametrize("is_installed", [True, False])
    def test_polars_reads_what_it_reads_as_it_stands(self, tmp_path, engine, is_installed, monkeypatch):
        if not is_installed:
            monkeypatch.setattr("decheng_data.archive.columnar.duckdb.find_spec", lambda name: None)
        rows = [
            dict(reversed(row.items())) for row in rows_of("371402", "2021")
        ]  # the last cell of each record is filled
        rows[4]["value"] = "x"
        (tmp_path / "figures.csv").write_text(csv_text(rows), "utf-8")
        with mock.patch.object(
            duckdb_engine.DuckSession, "_load", autospec=True, side_effect=duckdb_engine.DuckSession._load
        ) as load:
            (told,) = [
                each
                for each in dd.validate(tmp_path / "figures.csv", engine=engine).findings
                if each.rule == "type-error"
            ]
        assert (told.file, told.line) == ("figures.csv", 6)
        assert load.called is (not is_installed and engine != "polars")

    def test_a_quotation_mark_that_is_left_open(self, tmp_path, engine):
        (tmp_path / "figures.csv").write_text(csv_text(rows_of("371402", "2021")) + '"x', "utf-8")
        report = dd.validate(tmp_path / "figures.csv", engine=engine)
        assert {each.file for each in report.findings if each.rule in ("missing-cell", "source-error")} == {
            "figures.csv"
        }

    def test_a_file_that_ends_in_the_midst_of_a_record(self, tmp_path, engine):
        text = csv_text(rows_of("371402", "2021"))
        (tmp_path / "figures.csv").write_text(text[: text.rindex("\n", 0, -1) + 30], "utf-8")
        report = dd.validate(tmp_path / "figures.csv", engine=engine)
        (told,) = [each for each in report.findings if each.rule in ("missing-cell", "source-error")]
        assert (told.file, told.line) == ("figures.csv", len(shipped()) + 1)

    def test_what_is_not_utf_8(self, tmp_path, engine):
        (tmp_path / "good.csv").write_text(csv_text(rows_of("371402", "2021")), "utf-8")
        (tmp_path / "bad.csv").write_bytes(
            csv_text(rows_of("371402", "2020")).replace("release_id", "发布").encode("gb18030")
        )
        report = dd.validate(tmp_path, engine=engine)
        assert of_file(report, "bad.csv") == ["bad.csv: the file cannot be read as UTF-8."]

    @pytest.mark.parametrize("process_limit", [50, 2**31 - 1])
    def test_a_file_that_cannot_be_opened(self, tmp_path, engine, process_limit, monkeypatch):
        """What another library makes of the csv module's limit, which is one for the whole process, changes nothing."""
        monkeypatch.setattr("decheng_data.packages.structure.source.RECORD_LIMIT", 10_000)
        monkeypatch.setattr("decheng_data.packages.structure.source.BLOCK_BYTES", 1000)
        (tmp_path / "good.csv").write_text(csv_text(rows_of("371402", "2021")), "utf-8")
        (tmp_path / "bad.csv").write_text("x" * 10_001, "utf-8")
        (tmp_path / "denied.csv").write_text("x", "utf-8")
        opened = Path.open

        def denied(self, *given, **named):
            if self.name == "denied.csv":
                raise PermissionError(13, "Permission denied", str(self))
            return opened(self, *given, **named)

        before = csv.field_size_limit(process_limit)
        try:
            with mock.patch.object(Path, "open", denied):
                report = dd.validate(tmp_path, engine=engine)
        finally:
            csv.field_size_limit(before)
        assert of_file(report, "bad.csv") == [
            "bad.csv line 1: the record that starts here is longer than 10000 bytes, and the rest of the file is not read."
        ]
        (said,) = of_file(report, "denied.csv")
        assert said.startswith("denied.csv: the file cannot be read: [Errno 13] Permission denied")

    def test_a_file_without_a_column(self, tmp_path, engine):
        (tmp_path / "good.csv").write_text(csv_text(rows_of("371402", "2021")), "utf-8")
        (tmp_path / "bad.csv").write_text(
            csv_text([{name: cell for name, cell in row.items() if name != "unit"} for row in shipped()]), "utf-8"
        )
        assert of_file(dd.validate(tmp_path, engine=engine), "bad.csv") == ["bad.csv: there is no column unit."]

    def test_none_that_can_be_used(self, tmp_path, engine):
        (tmp_path / "bad.csv").write_text("a,b\n1,2\n", "utf-8")
        with pytest.raises(
            PackageError, match=r"no file of the archive can be read: bad\.csv: there is no column release_id"
        ):
            dd.validate(tmp_path, engine=engine)


def test_a_frame_without_a_column_is_an_error():
    with pytest.raises(PackageError, match="the archive lacks the columns value;"):
        dd.validate(table(shipped(), value=None))


@pytest.mark.parametrize(
    "frame", [pandas.DataFrame(), pandas.DataFrame(index=[1]), polars.DataFrame(), polars.LazyFrame(), pa.table({})]
)
@pytest.mark.parametrize("engine", ["auto", "exact", "polars"])
def test_a_frame_without_any_column_is_an_error(frame, engine):
    with pytest.raises(PackageError, match=f"the archive lacks the columns {', '.join(REQUIRED)};"):
        dd.validate(frame, engine=engine)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pandas.Series([1]), "the Series of pandas cannot be read"),
        (
            pandas.DataFrame([[1, 2]], columns=["value", "value"]),
            r"the DataFrame of pandas cannot be read \(Duplicate column names found: \['value', 'value'\]\);",
        ),
        (
            polars.LazyFrame({"a": [1]}).select("b"),
            r'the LazyFrame of polars cannot be read \(unable to find column "b"; valid columns: \["a"\]\);',
        ),
        (pa.scalar(1), "the Int64Scalar of pyarrow cannot be read"),
    ],
)
def test_what_cannot_be_read_as_a_frame_is_an_error(frame, said):
    with pytest.raises(PackageError, match=said):
        dd.validate(frame)


@pytest.mark.parametrize("make", ["frame", "parquet"])
def test_what_fails_for_another_reason_than_a_broken_file_is_said(tmp_path, monkeypatch, make):
    from decheng_data.archive.columnar.duckdb import DuckSession

    def failing(self: DuckSession, sql: str) -> list[tuple[object, ...]]:
        self._run("SELECT error('made up')")
        return []

    monkeypatch.setattr(DuckSession, "query", failing)
    pq.write_table(table(shipped()), tmp_path / "good.parquet")
    with pytest.raises(PackageError, match=r"the archive cannot be read: .*made up"):
        dd.validate(table(shipped()) if make == "frame" else tmp_path / "good.parquet")


def test_without_polars_its_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    pq.write_table(table(shipped()), tmp_path / "good.parquet")
    with pytest.raises(MissingExtraError, match=r"decheng-data\[polars\]"):
        dd.validate(tmp_path / "good.parquet", engine="polars")


@pytest.mark.parametrize("engine", ["duckdb", "polars", "exact"])
class TestEveryReader:
    @pytest.mark.parametrize("label", ["row", "file"])
    def test_reads_a_column_that_is_called_as_its_own(self, tmp_path, engine, label):
        pq.write_table(table(shipped(), **{label: ["x"] * len(shipped())}), tmp_path / "a.parquet")
        assert dd.validate(tmp_path / "a.parquet", engine=engine).ok

    @pytest.mark.parametrize("form", ["parquet", "csv"])
    def test_reads_a_file_whose_path_reads_as_a_pattern(self, tmp_path, engine, form):
        folder = tmp_path / "a[1]*?"
        folder.mkdir()
        if form == "csv":
            polars.from_arrow(table(shipped())).write_csv(folder / "a.csv")
        else:
            pq.write_table(table(shipped()), folder / "a.parquet")
        assert dd.validate(folder, engine=engine).ok

    def test_reads_what_folders_tell_in_their_own_spelling(self, tmp_path, engine):
        folder = tmp_path / "release%5Fid=decheng%2D2021-S1" / "note_zh=__HIVE_DEFAULT_PARTITION__" / "area=3714%3002"
        folder.mkdir(parents=True)
        pq.write_table(table(shipped(), area=None, note_zh=None), folder / "a.parquet")
        report = dd.validate(tmp_path, engine=engine)
        assert {each.found for each in report.findings if each.rule == "constraint-error"} == {"3714002"}
        assert not [each for each in report.findings if each.field in ("note_zh", "release_id")]
