"""A package that changes while it is read: what was read is of one state, or one sentence says that it is not."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

import decheng_data as dd
from decheng_data.packages.files.folder import Folder
from decheng_data.packages.files.one_state import TRIES, ChangedError
from decheng_data.packages.files.zips import Archive
from decheng_data.packages.opening import open_state
from decheng_data.packages.structure.check import check_structure

FILE = "data/themes.csv"


@pytest.fixture
def at_opening(monkeypatch):
    """`at_opening(path, change, times)` has `change` done when a file of that path is opened, so many times."""

    def arranged(path, change, times=1, kind=Folder):
        opened, left = kind.open, [change] * times

        def interfering(files, name):
            stream = opened(files, name)
            if name == path and left:
                left.pop()()
            return stream

        monkeypatch.setattr(kind, "open", interfering)

    return arranged


def longer(path):
    path.write_bytes(path.read_bytes() + b"\n")


def a_folder(path):
    path.unlink()
    path.mkdir()


def another(path):
    """A file of the same length in its place."""
    copy = path.with_name("copy.csv")
    shutil.copyfile(path, copy)
    copy.replace(path)


@pytest.mark.parametrize("opened", ["data/releases.csv", FILE, "data/observations.csv", "data/revisions.csv"])
@pytest.mark.parametrize("change", [longer, Path.unlink, a_folder, another])
def test_a_file_that_changes_is_named(package_copy, at_opening, opened, change):
    path = package_copy / FILE
    at_opening(opened, lambda: change(path))
    with pytest.raises(
        ChangedError, match=r"themes\.csv changed while the package was read; read it again when nobody"
    ):
        check_structure(open_state(package_copy))


def test_a_file_that_comes_is_named(package_copy, at_opening):
    path = package_copy / FILE
    content = path.read_bytes()
    path.unlink()
    at_opening("data/releases.csv", lambda: path.write_bytes(content))
    with pytest.raises(ChangedError, match=r"themes\.csv changed"):
        check_structure(open_state(package_copy))


def test_a_file_that_is_not_of_the_package_may_change(package_copy, at_opening):
    at_opening(FILE, lambda: (package_copy / "notes.txt").write_text("made up"), times=TRIES)
    assert dd.validate(package_copy).valid


def test_a_zip_that_is_packed_anew_is_named(package_copy, tmp_path, at_opening):
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each in sorted(package_copy.rglob("*")):
            archive.write(each, each.relative_to(package_copy))
    at_opening(FILE, lambda: longer(path), kind=Archive)
    with pytest.raises(ChangedError, match=r"package\.zip changed while the package was read"):
        check_structure(open_state(path))


READERS = {
    "validate": dd.validate,
    "compare": lambda package: dd.compare(package, package),
    "sheet": dd.data_sheet,
    "export": lambda package: dd.export("csv", package.parent / "out", package),
}


@pytest.mark.parametrize("reader", READERS)
def test_what_changed_meanwhile_is_read_again(package_copy, at_opening, reader):
    at_opening(FILE, lambda: another(package_copy / FILE))
    READERS[reader](package_copy)


@pytest.mark.parametrize("reader", READERS)
def test_what_goes_on_changing_is_told(package_copy, at_opening, reader):
    at_opening(FILE, lambda: another(package_copy / FILE), times=TRIES)
    with pytest.raises(ChangedError):
        READERS[reader](package_copy)


def test_the_report_is_of_the_state_that_was_read_last(package_copy, at_opening):
    path = package_copy / "data/observations.csv"
    broken = path.read_bytes().replace(b"32.9,1,", b"52.9,1,", 1)
    at_opening(FILE, lambda: path.write_bytes(broken))
    assert not dd.validate(package_copy).valid
