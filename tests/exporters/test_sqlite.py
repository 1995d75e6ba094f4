"""SQLite: keys and checks that hold, views in two languages, and Datasette serving it with its metadata."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from decheng_data.exporters.export import export
from decheng_data.packages.structure.cells import written
from tests.exporters.equality import files_of
from tests.exporters.made_contents import contents, hard, shipped
from tests.programs import PROGRAM_LIMIT, ended, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def database(package) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(next(iter(files_of("sqlite", package).values())))
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@pytest.mark.parametrize("made", [shipped, hard])
def test_every_table_is_exact_and_every_reference_leads_somewhere(made):
    package = made()
    with closing(database(package)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name, table in package.tables.items():
            stored = [
                [
                    json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else _plain(value)
                    for value in row.values()
                ]
                for row in table.records
            ]
            assert list(map(list, connection.execute(f'SELECT * FROM "{name}"'))) == stored


def _plain(value):
    return value if value is None or isinstance(value, int | str) else written(value)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE observations SET unit = 'furlong'", "FOREIGN KEY"),
        ("UPDATE observations SET value = NULL", "NOT NULL"),
        ("UPDATE observations SET value = '1000000000000001'", "CHECK"),
        ("UPDATE observations SET value = 'many'", "CHECK"),
        ("UPDATE releases SET vintage = 'today'", "CHECK"),
        ("UPDATE indicators SET aliases_zh = 'GDP|生产总值'", "CHECK"),
        ("UPDATE observations SET obs_status = 'X'", "CHECK"),
        ("UPDATE observations SET decimals = 10", "CHECK"),
        ("UPDATE observations SET decimals = 'x'", "cannot store TEXT"),
        ("UPDATE units SET counted = 2", "CHECK"),
        ("UPDATE units SET scale = '0'", "CHECK"),
        ("UPDATE units SET name_zh = '元'", "UNIQUE"),
        ("UPDATE observations SET indicator_id = 'gdp', measure = 'level', comparison = 'none'", "UNIQUE"),
        ("DELETE FROM themes", "FOREIGN KEY"),
    ],
)
def test_what_the_package_forbids_the_database_forbids(statement, said):
    with closing(database(shipped())) as connection, pytest.raises(sqlite3.IntegrityError, match=said):
        connection.execute(statement)


def test_views_and_comments_speak_both_languages():
    with closing(database(shipped())) as connection:
        said = {
            language: connection.execute(
                f"SELECT indicator_name, value, number, unit_name, theme_name FROM observations_{language}"
            ).fetchone()
            for language in ("zh", "en")
        }
        assert said["zh"] == ("地区生产总值", "157.5", 157.5, "亿元", "总体情况")
        assert said["en"] == ("Gross Regional Product", "157.5", 157.5, "hundred million yuan", "Overview")
        comments = connection.execute(
            'SELECT * FROM comments WHERE "table" = ? AND "column" = ?', ("observations", "value")
        ).fetchone()
        assert comments[2:] == ("Value", "数值", "The figure in its printed unit, with its sign.")


def test_a_package_that_says_little_of_itself_can_be_written():
    exported = files_of("sqlite", contents({}, {"name": "a b/c", "licenses": [], "sources": []}))
    assert set(exported) == {"a_b_c.sqlite", "metadata.json"}


@contextmanager
def served(database: Path, metadata: Path) -> Iterator[str]:
    """Datasette on a free port, which it finds itself and tells, until the block ends."""
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", database, "--metadata", metadata]
    command += ["--port", 0, "--setting", "sql_time_limit_ms", PROGRAM_LIMIT * 1000]
    log = database.parent / "datasette.log"
    with log.open("wb") as told:
        program = subprocess.Popen(
            list(map(str, command)), stdout=told, stderr=told, env={**os.environ, "HOME": str(database.parent)}
        )

    def address() -> str:
        assert program.poll() is None, log.read_text("utf-8")
        found = re.search(r"running on (http://[0-9.:]+)", log.read_text("utf-8"))
        return found[1] if found else ""

    try:
        wait_until(lambda: bool(address()), "Datasette")
        yield address()
    finally:
        program.terminate()
        ended(program)


def asked(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=PROGRAM_LIMIT) as answer:
        return answer.read()


def test_datasette_serves_it_with_its_metadata(tmp_path):
    database, metadata = export("sqlite", tmp_path / "bulletin.db")
    assert metadata.name == "metadata.json"
    with served(database, metadata) as address:
        told = json.loads(asked(f"{address}/-/metadata.json"))
        assert told["license"].startswith("Creative Commons Zero")
        assert "数值" in told["databases"]["bulletin"]["tables"]["observations"]["columns"]["value"]
        rows = json.loads(asked(f"{address}/bulletin/observations_zh.json?_shape=array&_size=max"))
        page = asked(f"{address}/bulletin/observations").decode()
    expected = [(record["value"], record["obs_status"]) for record in shipped().records("observations")]
    assert sorted((row["value"], row["obs_status"]) for row in rows) == sorted(
        (written(value), status) for value, status in expected
    )
    assert "The figure in its printed unit, with its sign." in page
    assert "Observations / 观测值" in page
