"""Where files are written: what stands in the way is said as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decheng_data.packages.files.writing import resolved, write_together
from tests.command import decheng_data

if TYPE_CHECKING:
    from pathlib import Path


def test_links_are_followed_to_where_nothing_is_yet(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    assert resolved(tmp_path / "a") == resolved(tmp_path) / "b"
    write_together({"x": b"x"}, tmp_path / "a")
    assert (tmp_path / "b" / "x").read_bytes() == b"x"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "csv", "--output"),
        ("sheet", "--output"),
        ("validate", "--quiet", "--output"),
        ("archive", "{package}", "--into"),
    ],
)
def test_links_that_lead_round_in_a_circle_are_said(
    capsys: pytest.CaptureFixture[str], package_copy: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    ran = decheng_data(capsys, *(str(package_copy) if word == "{package}" else word for word in words), tmp_path / "a")
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert "Too many levels of symbolic links" in ran.err
    assert (tmp_path / "a").is_symlink()


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(NotADirectoryError):
        write_together({"x": b"x"}, tmp_path / "file")
