"""docs/archives.md is run: its frames, its commands."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from tests.archive.made_archives import own_report
from tests.command import decheng_data
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pyarrow")
PAGE = (ROOT / "docs" / "archives.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("code", blocks("python frame"), ids=lambda code: code.split()[1].split(".")[0].rstrip(","))
def test_three_lines_validate_a_frame(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dd.table("observations").to_polars().write_parquet("figures.parquet")
    names: dict[str, dd.Report] = {}
    exec(code, names)  # the page's own lines
    assert len(list(filter(None, code.splitlines()))) == 3
    assert (names["report"].outcomes, names["report"].findings) == (own_report().outcomes, ())


def test_there_are_three_lines_for_each_of_seven_frames():
    assert len(blocks("python frame")) + len(blocks("python spark")) == 7


def test_its_commands_run(tmp_path, monkeypatch, capsys, package_copy: Path):
    shutil.copytree(package_copy, tmp_path / "2021-h1")
    shutil.copytree(package_copy, tmp_path / "2021")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line) for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) == 4
    assert [decheng_data(capsys, *words[1:]).status for words in commands] == [0] * 4
    assert (tmp_path / "archive/observations/area=371402/year=2021/decheng-2021-S1.parquet").is_file()
