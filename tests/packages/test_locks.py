"""One writer at a time, and nothing left behind."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from decheng_data.errors import PackageError
from decheng_data.packages.files import locks
from decheng_data.packages.files.locks import PREFIX, locked, taken

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_waits_and_is_told_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    with locked(tmp_path), pytest.raises(PackageError, match="is being written by another program"), locked(tmp_path):
        pytest.fail("both hold it")
    with locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_of_many_writers_each_has_its_turn(tmp_path: Path) -> None:
    """The one that is done removes the file that others wait for, who then wait for the next."""
    (tmp_path / "count").write_text("0")

    def write(_: int) -> None:
        with locked(tmp_path):
            (tmp_path / "count").write_text(f"{int((tmp_path / 'count').read_text()) + 1}")

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(12)))
    assert [each.name for each in tmp_path.iterdir()] == ["count"]
    assert (tmp_path / "count").read_text() == "12"


def test_what_a_killed_writer_left_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}lock").touch()
    with locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_other_users_may_wait_for_it(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        with locked(tmp_path):
            assert [each.stat().st_mode & 0o666 for each in tmp_path.iterdir()] == [0o666]
    finally:
        os.umask(old)


def test_where_no_file_can_be_made_nothing_is_held(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with locked(tmp_path / "file"), locked(tmp_path / "file"):
        assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_where_the_file_system_has_no_locks_nothing_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    asked: list[object] = []

    def refuse(*_: object) -> None:
        asked.append(tmp_path)
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with locked(tmp_path), locked(tmp_path):
        assert len(asked) >= 2  # both asked for a lock, got none, and write all the same
    assert not list(tmp_path.iterdir())
    with (tmp_path / "held").open("ab") as held:
        assert taken(held.fileno())
