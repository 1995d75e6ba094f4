"""Archives on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from tests.archive.wrong_engine import nothing_subtracted
from tests.command import decheng_data

if TYPE_CHECKING:
    from pathlib import Path

parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("duckdb")


class TestEnginesDisagree:
    """Where the exact engine does not confirm what the columnar one holds against a group, nothing was validated."""

    @pytest.fixture
    def archive(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        nothing_subtracted(monkeypatch)
        parquet.write_table(dd.table("observations").to_arrow(), tmp_path / "figures.parquet")
        return tmp_path / "figures.parquet"

    def test_status_2_and_one_sentence(self, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
        ran = decheng_data(capsys, "validate", archive)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert ran.err.startswith("decheng-data: the engines disagree on ")
        assert " at decheng-2021-S1, 2021-S1, 371402: a fault of decheng_data, please report it; " in ran.err

    def test_the_way_out_that_it_names_is_one(self, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
        assert "--engine exact" in decheng_data(capsys, "validate", archive, "--quiet").err
        assert decheng_data(capsys, "validate", archive, "--quiet", "--engine", "exact") == (0, "", "")

    def test_no_report_is_written(self, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
        report = archive.with_name("report.json")
        assert decheng_data(capsys, "validate", archive, "--format", "json", "--output", report).status == 2
        assert not report.exists()
