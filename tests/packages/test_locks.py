"""One writer at a time, and nothing left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decheng_data.errors import PackageError
from decheng_data.packages.files import locks
from decheng_data.packages.files.locks import locked

if TYPE_CHECKING:
    from pathlib import Path

fcntl = pytest.importorskip("fcntl")


def test_a_second_writer_waits_and_is_told_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    with locked(tmp_path), pytest.raises(PackageError, match="is being written by another program"), locked(tmp_path):
        pytest.fail("both hold it")
    with locked(tmp_path):
        assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="cannot be opened"), locked(tmp_path / "nothing"):
        pytest.fail("it is held")


def test_where_the_file_system_has_no_locks_nothing_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(*_: object) -> None:
        asked.append(tmp_path)
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with locked(tmp_path), locked(tmp_path):
        assert len(asked) >= 2  # both asked for a lock, got none, and write all the same
