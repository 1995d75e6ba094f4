"""The commands verify and draft: exit status, output, and what they say of bad input."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from decheng_data.errors import MissingExtraError
from decheng_data.text.repair import script
from tests.command import decheng_data
from tests.forgetting import forgotten
from tests.text.prose import BULLETIN

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = "willow-2022-S1"


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    path = tmp_path / "bulletin.txt"
    path.write_text(BULLETIN, "utf-8")
    return path


@pytest.fixture
def package(capsys: pytest.CaptureFixture[str], bulletin: Path, package_copy: Path) -> Path:
    """The package with the rows of the bulletin added."""
    done = decheng_data(capsys, "draft", bulletin, "--release", RELEASE, "--into", package_copy)
    assert done.status == 0, done.err
    return package_copy


def test_draft_prints_a_table_of_the_figures(capsys: pytest.CaptureFixture[str], bulletin: Path) -> None:
    done = decheng_data(capsys, "draft", bulletin, "--release", "decheng-2021-S1")
    assert (done.status, done.err) == (0, "")
    assert "86.4亿元" in done.out
    assert done.out.endswith("11 numerals: 8 figures, 3 mentions; 4 figures ask a question\n")


def test_draft_prints_one_json_object_a_numeral(capsys: pytest.CaptureFixture[str], bulletin: Path) -> None:
    rows = [
        json.loads(line)
        for line in decheng_data(
            capsys, "draft", bulletin, "--release", "decheng-2021-S1", "--format", "jsonl"
        ).out.splitlines()
    ]
    assert [row["kind"] for row in rows].count("quantity") == 8
    assert rows[2]["indicator_id"] == "gdp"
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)


def test_draft_writes_csv_to_a_file(capsys: pytest.CaptureFixture[str], bulletin: Path, tmp_path: Path) -> None:
    done = decheng_data(capsys, "draft", bulletin, "--format", "csv", "--output", tmp_path / "rows.csv")
    assert (done.status, done.out) == (0, "")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text("utf-8"))))
    assert [row["exact"] for row in rows][:3] == ["五大攻坚战", "1-6月份", "86.4亿元"]
    assert rows[0]["value"] == ""


def test_draft_into_a_package_says_what_was_added_and_validates(
    capsys: pytest.CaptureFixture[str], bulletin: Path, package_copy: Path
) -> None:
    done = decheng_data(capsys, "draft", bulletin, "--release", RELEASE, "--into", package_copy, "--theme", "industry")
    assert done.status == 0
    assert (
        f"decheng-data: {package_copy}: added 1 releases, 3 indicators, 8 observations, 3 mentions; left out 0"
        in done.err
    )
    assert "VALID" in done.err
    again = decheng_data(capsys, "draft", bulletin, "--release", RELEASE, "--into", package_copy)
    assert "left out: 86.4亿元 at 54: a reviewed row has it already\n" in again.err
    assert "added nothing; left out 11" in again.err


def test_a_draft_that_breaks_a_rule_is_status_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, package_copy: Path
) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("上半年,信访件化解率为104.6%。", "utf-8")
    done = decheng_data(capsys, "draft", path, "--release", RELEASE, "--into", package_copy)
    assert done.status == 1
    assert "share-at-most-100" in done.err


@pytest.mark.parametrize(
    "words", [("--into", "folder"), ("--theme", "industry"), ("--format", "xml"), ("--release", "spring")]
)
def test_wrong_usage_of_draft_is_status_2(
    capsys: pytest.CaptureFixture[str], bulletin: Path, words: tuple[str, ...]
) -> None:
    done = decheng_data(capsys, "draft", bulletin, *words)
    assert (done.status, done.out) == (2, "")
    assert done.err


def test_rows_that_cannot_be_written_are_status_2(
    capsys: pytest.CaptureFixture[str], bulletin: Path, tmp_path: Path
) -> None:
    done = decheng_data(capsys, "draft", bulletin, "--output", tmp_path / "none" / "rows.csv")
    assert done.status == 2
    assert "cannot write" in done.err


def test_verify_prints_coverage_and_passes(capsys: pytest.CaptureFixture[str], bulletin: Path, package: Path) -> None:
    done = decheng_data(capsys, "verify", bulletin, package)
    assert (done.status, done.err) == (0, "")
    assert "11 numerals found, 11 accounted for, 0 unaccounted for (100 %)" in done.out
    assert "VALID" in done.out


def test_verify_reads_standard_input(
    capsys: pytest.CaptureFixture[str], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BULLETIN.encode("gb18030"))))
    assert decheng_data(capsys, "verify", "-", package).status == 0


def test_one_figure_changed_in_the_package(capsys: pytest.CaptureFixture[str], bulletin: Path, package: Path) -> None:
    path = package / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("86.4", "88.4"), "utf-8")
    done = decheng_data(capsys, "verify", bulletin, package, "--format", "json")
    report = json.loads(done.out)
    assert done.status == 1
    (finding,) = report["findings"]
    assert (finding["file"], finding["line"], finding["found"], finding["expected"]) == (
        "data/observations.csv",
        41,
        "88.4亿元",
        "86.4亿元",
    )
    assert f"position {BULLETIN.index('86.4')}" in finding["message_en"]
    assert f"位置{BULLETIN.index('86.4')}" in finding["message_zh"]
    assert report["coverage"] == {"numerals": 11, "accounted": 11, "unaccounted": 0}


def test_a_new_figure_in_the_text(capsys: pytest.CaptureFixture[str], bulletin: Path, package: Path) -> None:
    bulletin.write_text(BULLETIN + "新建桥梁13座。\n", "utf-8")
    done = decheng_data(capsys, "verify", bulletin, package, "--release", RELEASE, "--lang", "en")
    assert done.status == 1
    assert "13座 (新建桥梁 level) belongs to no row" in done.out
    assert "(91.6 %)" in done.out
    quiet = decheng_data(capsys, "verify", bulletin, package, "--release", RELEASE, "--quiet")
    assert (quiet.status, quiet.out) == (1, "")


def test_fail_on_warning_counts_another_fingerprint(
    capsys: pytest.CaptureFixture[str], bulletin: Path, package: Path
) -> None:
    bulletin.write_text(BULLETIN + "完。\n", "utf-8")
    words = ("verify", bulletin, package, "--release", RELEASE)
    assert decheng_data(capsys, *words).status == 0
    assert decheng_data(capsys, *words, "--fail-on", "warning").status == 1


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit", "markdown", "ess"])
def test_each_form_of_a_report_will_do(
    capsys: pytest.CaptureFixture[str], bulletin: Path, package: Path, tmp_path: Path, form: str
) -> None:
    bulletin.write_text(BULLETIN.replace("86.4", "87.4"), "utf-8")
    done = decheng_data(
        capsys, "verify", bulletin, package, "--release", RELEASE, "--report", f"{form}={tmp_path / 'out'}"
    )
    assert done.status == 1
    assert "text-figure" in (tmp_path / "out").read_text("utf-8")


def bad_texts(folder: Path) -> dict[str, object]:
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "noise.txt").write_bytes(bytes(range(0x80, 0x100)) * 20)
    return {
        "none.txt": "there is no file",
        ".": "is a folder",
        "empty.txt": "is empty",
        "binary.txt": "is no text",
        "noise.txt": "is in no encoding that is known here",
        "a\0b": "cannot be read",
    }


@pytest.mark.parametrize("command", ["verify", "draft"])
@pytest.mark.parametrize("name", ["none.txt", ".", "empty.txt", "binary.txt", "noise.txt", "a\0b"])
def test_what_is_no_text_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, name: str
) -> None:
    said = bad_texts(tmp_path)[name]
    done = decheng_data(capsys, command, f"{tmp_path}/{name}")
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert str(said) in done.err


def test_a_text_of_many_megabytes_is_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decheng_data.text.repair.reading_files.BYTES_LIMIT", 100)
    (tmp_path / "long.txt").write_text(BULLETIN, "utf-8")
    assert "which no bulletin has" in decheng_data(capsys, "draft", tmp_path / "long.txt").err


def test_utf_16_is_text(capsys: pytest.CaptureFixture[str], bulletin: Path) -> None:
    bulletin.write_bytes(BULLETIN.encode("utf-16"))
    assert decheng_data(capsys, "draft", bulletin).status == 0


def test_a_missing_extra_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise MissingExtraError("opencc", "text")

    monkeypatch.setattr(script, "converter", missing)
    (tmp_path / "old.txt").write_text("完成地區生產總值五億元，增長。", "utf-8")
    with forgotten(script.is_simplified):
        done = decheng_data(capsys, "draft", tmp_path / "old.txt")
    assert done.status == 2
    assert "pip install 'decheng-data[text]'" in done.err


def test_a_path_that_is_no_package_is_status_2(
    capsys: pytest.CaptureFixture[str], bulletin: Path, tmp_path: Path
) -> None:
    assert decheng_data(capsys, "verify", bulletin, tmp_path / "none").status == 2
    assert decheng_data(capsys, "draft", bulletin, "--release", RELEASE, "--into", tmp_path / "none").status == 2
