"""The page on formats: its table is the script's, and its lines run."""

from __future__ import annotations

import re
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pytest

from decheng_data.exporters.export import export
from decheng_data.exporters.targets import TARGETS
from scripts import formats
from tests.exporters.equality import Reading
from tests.made_states import ROOT
from tests.programs import run_program

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "formats.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_tables_are_those_that_the_script_writes():
    assert formats.page_anew() == PAGE.read_text("utf-8"), "run python scripts/formats.py"


def test_every_target_has_a_row_and_each_that_carries_data_a_reader():
    rows = [line.split(" | ") for line in formats.table().splitlines()[2:]]
    assert {row[0].removeprefix("| ") for row in rows} == set(TARGETS)
    assert {reading.target for reading in formats.readings() if isinstance(reading, Reading)} >= {
        "csv",
        "jsonl",
        "parquet",
        "arrow",
        "sqlite",
        "duckdb",
        "xlsx",
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The files that the page speaks of."""
    folder = tmp_path_factory.mktemp("formats")
    export("csv", folder / "exported")
    export("parquet", folder / "exported")
    export("sqlite", folder / "bulletin.db")
    export("duckdb", folder / "bulletin.duckdb")
    return folder


@pytest.mark.parametrize("lines", blocks("python"))
def test_the_python_lines_run(lines, folder):
    assert len([line for line in lines.splitlines() if line]) == 3
    done = run_program([sys.executable, "-c", lines], cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 2


def test_the_sql_runs_in_both_databases_and_finds_the_same(folder):
    (query,) = blocks("sql")
    with (
        closing(sqlite3.connect(folder / "bulletin.db")) as sqlite,
        closing(duckdb.connect(str(folder / "bulletin.duckdb"), read_only=True)) as other,
    ):
        rows = sqlite.execute(query).fetchall()
        assert ("Gross Regional Product", "157.5", "hundred million yuan", "E") in rows
        assert sorted(row[0] for row in rows) == sorted(row[0] for row in other.execute(query).fetchall())


def test_the_columns_that_the_lines_for_r_name_are_there(folder):
    header = (folder / "exported" / "tidy.csv").read_text("utf-8").partition("\n")[0].split(",")
    assert set(re.findall(r'"(\w+_\w+)"', " ".join(blocks("r")))) <= set(header) | {"growth_rate"}
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in header), "R would change the name"
