"""What Git LFS has not fetched is told as such, once and with the way out, wherever a file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decheng_data.changes.compare import compare
from decheng_data.errors import PackageError
from decheng_data.importers.table import import_file
from decheng_data.model.finding import Outcome
from decheng_data.packages.files.pointers import PointerError, check_file
from decheng_data.packages.opening import open_state
from decheng_data.sheet.page import data_sheet
from decheng_data.text.repair.reading_files import read_text
from decheng_data.validation.validate import validate
from tests.made_states import MadeState, Repository, made_state, packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d' * 32}\nsize 12345\n".encode()
IS_ONE = "the file is a Git LFS pointer, not the data that it stands for"
PULL = r"run git lfs pull \(in GitHub Actions, check out with lfs: true\)"


@pytest.fixture
def unfetched(tmp_path: Path) -> MadeState:
    state = made_state(tmp_path / "state")
    state.path("observations").write_bytes(POINTER)
    return state


def test_it_is_one_finding(unfetched: MadeState) -> None:
    report = validate(unfetched.folder)
    (finding,) = report.findings
    assert (finding.file, finding.outcome) == ("data/observations.csv", Outcome.ERROR)
    assert finding.message_en == f"data/observations.csv: {IS_ONE}."
    assert finding.mend == "Run git lfs pull (in GitHub Actions, check out with lfs: true)."
    assert report.exit_status() == 2


def test_a_former_beginning(unfetched: MadeState) -> None:
    unfetched.path("observations").write_bytes(POINTER.replace(b"git-lfs", b"hawser"))
    assert len(validate(unfetched.folder).findings) == 1


@pytest.mark.parametrize("table", ["units", "rules", "releases", "revisions", "waivers"])
def test_any_table(tmp_path: Path, table: str) -> None:
    state = made_state(tmp_path / "state")
    state.path(table).write_bytes(POINTER)
    told = [each for each in validate(state.folder).findings if each.file == f"data/{table}.csv"]
    assert [each.rule for each in told] == ["scheme-error"]


def test_the_descriptor(unfetched: MadeState) -> None:
    (unfetched.folder / "datapackage.json").write_bytes(POINTER)
    with pytest.raises(PackageError, match=rf"datapackage\.json: {IS_ONE}; {PULL}$"):
        open_state(unfetched)


def in_a_revision(state: MadeState, monkeypatch: pytest.MonkeyPatch) -> str:
    repository = Repository(state.folder)
    repository.commit()
    monkeypatch.chdir(repository.folder)
    return "HEAD:."


@pytest.mark.parametrize(
    ("placed", "mend"),
    [
        (lambda state, _: state, PULL),
        (lambda state, _: packed(state, state.folder / "a.zip"), "run git lfs pull where it was packed"),
        (in_a_revision, r"check the revision out \(git worktree add FOLDER REV\), run git lfs pull there"),
    ],
)
def test_each_place(
    unfetched: MadeState,
    monkeypatch: pytest.MonkeyPatch,
    placed: Callable[[MadeState, pytest.MonkeyPatch], Path | str],
    mend: str,
) -> None:
    place = placed(unfetched, monkeypatch)
    with pytest.raises(PointerError, match=rf"observations\.csv: {IS_ONE}; {mend}"):
        open_state(place).read_source("observations")
    with pytest.raises(PackageError, match=rf"cannot be compared: data/observations\.csv: {IS_ONE}; {mend}"):
        compare(place)


def test_files_in_memory(unfetched: MadeState) -> None:
    package = open_state(unfetched).with_files({"data/observations.csv": b"made,up\n"})
    assert package.read_source("observations").header == ["made", "up"]


def test_a_zip_that_is_damaged_there(unfetched: MadeState) -> None:
    place = packed(unfetched, unfetched.folder / "a.zip")
    place.write_bytes(place.read_bytes().replace(POINTER, b"x" * len(POINTER)))
    with pytest.raises(PackageError, match="damaged or encrypted zip"):
        open_state(place).read_source("observations")


def test_a_data_sheet(unfetched: MadeState) -> None:
    assert IS_ONE in data_sheet(unfetched.folder)


def test_an_archive(tmp_path: Path) -> None:
    (tmp_path / "figures.parquet").write_bytes(POINTER)
    with pytest.raises(PointerError, match=rf"figures\.parquet: {IS_ONE}; {PULL}"):
        validate(tmp_path / "figures.parquet")


def test_what_is_imported_or_drafted_from(unfetched: MadeState, tmp_path: Path) -> None:
    for name in ("figures.xlsx", "figures.csv"):
        (tmp_path / name).write_bytes(POINTER)
        with pytest.raises(PointerError, match=f"{IS_ONE}; {PULL}"):
            import_file(tmp_path / name, unfetched.folder)
    with pytest.raises(PointerError, match=f"{IS_ONE}; {PULL}"):
        read_text(str(unfetched.path("observations")))


def test_what_cannot_be_read_is_told_by_its_reader(tmp_path: Path) -> None:
    check_file(tmp_path / "nothing")
    (tmp_path / "long").write_bytes(POINTER * 100)
    check_file(tmp_path / "long")
