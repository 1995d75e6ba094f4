"""Several files are written together, or none is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decheng_data.packages.files import writing as staging
from decheng_data.packages.files.writing import write_texts_whole

if TYPE_CHECKING:
    from pathlib import Path


def files(folder: Path) -> list[Path]:
    made = [folder / name for name in ("one", "two", "three")]
    for path in made:
        path.write_text(f"old {path.name}\n", "utf-8")
    return made


def test_all_are_written(tmp_path: Path) -> None:
    paths = files(tmp_path)
    write_texts_whole({path: f"新 {path.name}\n" for path in paths})
    assert [path.read_text("utf-8") for path in paths] == ["新 one\n", "新 two\n", "新 three\n"]


@pytest.mark.parametrize("fails", ["one", "two", "three"])
def test_one_that_cannot_be_written_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    paths, write = files(tmp_path), staging.write_text_whole

    def full_disk(path: Path, text: str) -> None:
        if path.name == fails and not text.startswith("old"):
            raise OSError(28, "No space left on device")
        write(path, text)

    monkeypatch.setattr(staging, "write_text_whole", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_texts_whole({path: f"new {path.name}\n" for path in paths})
    assert [path.read_text("utf-8") for path in paths] == ["old one\n", "old two\n", "old three\n"]


def test_a_file_that_is_not_there_stops_all(tmp_path: Path) -> None:
    paths = files(tmp_path)
    with pytest.raises(FileNotFoundError):
        write_texts_whole({paths[0]: "new\n", tmp_path / "none": "new\n"})
    assert paths[0].read_text("utf-8") == "old one\n"
