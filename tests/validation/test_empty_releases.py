"""A release without figures is an error, for an emptied table breaks no rule between figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.archive.build import archive_packages
from tests.made_states import RELEASE, add_release, made_state

if TYPE_CHECKING:
    from pathlib import Path

LATER = "made-up-2032-S1"


def told(report: dd.Report) -> list[tuple[str | None, int | None, str | None]]:
    return [(each.file, each.line, each.release) for each in report.findings if each.rule == "empty-release"]


def test_observations_with_their_header_alone(tmp_path: Path) -> None:
    state = made_state(tmp_path / "package")
    state.write("observations", [], state.header("observations"))
    report = dd.validate(state.folder)
    assert told(report) == [("data/releases.csv", 2, RELEASE)]
    assert (report.exit_status(), report.outcomes.error) == (1, 0)
    (finding,) = [each for each in report.findings if each.rule == "empty-release"]
    assert finding.message_en == f"data/releases.csv line 2, field release_id: the release {RELEASE} has no figures."
    assert finding.message_zh == f"data/releases.csv 第 2 行 release_id 字段：发布 {RELEASE} 没有任何数据。"


def test_one_release_of_two_is_told_at_its_own_line(tmp_path: Path) -> None:
    state = made_state(tmp_path / "package")
    add_release(state, LATER, "2032-S1")
    state.write("observations", [row for row in state.rows("observations") if row["release_id"] != LATER])
    assert told(dd.validate(state.folder)) == [("data/releases.csv", 3, LATER)]


@pytest.mark.parametrize(
    "cells", [{"value": "much"}, {"decimals": "99", "value": "1.0"}, {"obs_status": "A", "period": "x"}]
)
def test_figures_that_cannot_be_read_are_figures_all_the_same(tmp_path: Path, cells: dict[str, str]) -> None:
    state = made_state(tmp_path / "package")
    state.write("observations", [row | cells for row in state.rows("observations")])
    report = dd.validate(state.folder)
    assert not report.ok
    assert told(report) == []


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"", b"a,b\n"])
def test_a_table_that_cannot_be_read_is_told_by_itself(tmp_path: Path, content: bytes | None) -> None:
    state = made_state(tmp_path / "package")
    path = state.path("observations")
    path.unlink() if content is None else path.write_bytes(content)
    report = dd.validate(state.folder)
    assert not report.ok
    assert told(report) == []


@pytest.mark.parametrize("engine", ["duckdb", "polars", "exact"])
class TestArchives:
    def test_a_release_of_its_own_vocabulary_without_figures(self, tmp_path: Path, engine: str) -> None:
        pytest.importorskip("pyarrow")
        state, archive = made_state(tmp_path / "package"), tmp_path / "archive"
        add_release(state, LATER, "2032-S1")
        archive_packages([state.folder], archive)
        assert told(dd.validate(archive, engine=engine)) == []
        (figures,) = archive.rglob(f"{LATER}.parquet")
        figures.unlink()
        report = dd.validate(archive, engine=engine)
        assert told(report) == [("data/releases.csv", 3, LATER)]
        assert next(each for each in report.rules if each.rule_id == "empty-release").outcomes.failed == 1

    def test_with_another_vocabulary_releases_may_lie_elsewhere(self, tmp_path: Path, engine: str) -> None:
        pytest.importorskip("pyarrow")
        state = made_state(tmp_path / "package")
        add_release(state, LATER, "2032-S1")
        archive_packages([state.folder], tmp_path / "archive")
        figures = tmp_path / "archive" / "observations"
        next(figures.rglob(f"{LATER}.parquet")).unlink()
        assert told(dd.validate(figures, engine=engine, vocabulary=state.folder)) == []
