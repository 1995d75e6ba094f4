"""`decheng-data compare` as a program: what goes to which stream, what it writes, and what it refuses."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.changes.test_against import correct, move
from tests.command import decheng_data

if TYPE_CHECKING:
    from pathlib import Path

RECORD = ("--record", "--kind", "correction", "--reason", "made up")


@pytest.fixture
def old(package_copy: Path) -> Path:
    return package_copy


@pytest.fixture
def new(old: Path) -> Path:
    folder = old.parent / "new"
    shutil.copytree(old, folder)
    correct(folder)
    return folder


def test_json_on_standard_output_stays_json_while_it_records(
    capsys: pytest.CaptureFixture[str], old: Path, new: Path
) -> None:
    move(new)
    ran = decheng_data(capsys, "compare", old, new, "--format", "json", *RECORD)
    assert ran.status == 0
    assert json.loads(ran.out)["version"]["fits"] is True
    assert ran.err == f"decheng-data: 2 rows recorded in the ledger of revisions of {new}\n"


def test_a_second_record_has_nothing_to_write(capsys: pytest.CaptureFixture[str], old: Path, new: Path) -> None:
    move(new)
    decheng_data(capsys, "compare", old, new, *RECORD)
    before = (new / "data/revisions.csv").read_bytes()
    ran = decheng_data(capsys, "compare", old, new, *RECORD)
    assert (ran.status, ran.err) == (0, f"decheng-data: 0 rows recorded in the ledger of revisions of {new}\n")
    assert (new / "data/revisions.csv").read_bytes() == before


def test_a_vintage_that_stayed_is_status_2_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], old: Path, new: Path
) -> None:
    before = (new / "data/revisions.csv").read_bytes()
    ran = decheng_data(capsys, "compare", old, new, *RECORD)
    assert (ran.status, ran.out) == (2, "")
    assert "set it to the day of this state of the figures, then record" in ran.err
    assert (new / "data/revisions.csv").read_bytes() == before


def test_a_file_that_cannot_be_written_is_status_2(capsys: pytest.CaptureFixture[str], old: Path, new: Path) -> None:
    target = old.parent / "no/such/folder.md"
    ran = decheng_data(capsys, "compare", old, new, "--format", "markdown", "--output", target)
    assert (ran.status, ran.out) == (2, "")
    assert f"decheng-data: cannot write {target}: " in ran.err


def test_the_file_has_what_would_have_been_printed(capsys: pytest.CaptureFixture[str], old: Path, new: Path) -> None:
    target = old.parent / "told.md"
    printed = decheng_data(capsys, "compare", old, new, "--format", "markdown").out
    assert decheng_data(capsys, "compare", old, new, "--format", "markdown", "--output", target).out == ""
    assert target.read_text("utf-8") == printed
    assert "+0.2亿元, +1.56 %" in printed


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "xml"),
        ("--record", "--kind", "slip", "--reason", "made up"),
        ("--record", "--kind", "correction", "--reason", ""),
    ],
)
def test_wrong_usage_is_status_2(
    capsys: pytest.CaptureFixture[str], old: Path, new: Path, words: tuple[str, ...]
) -> None:
    ran = decheng_data(capsys, "compare", old, new, *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def test_one_state_alone_is_wrong_usage(capsys: pytest.CaptureFixture[str], old: Path) -> None:
    assert decheng_data(capsys, "compare", old).status == 2


def test_a_blank_reason_is_none(capsys: pytest.CaptureFixture[str], old: Path, new: Path) -> None:
    move(new)
    ran = decheng_data(capsys, "compare", old, new, "--record", "--kind", "correction", "--reason", "  ")
    assert (ran.status, ran.out) == (2, "")
    assert "say by --reason why the figures changed" in ran.err
