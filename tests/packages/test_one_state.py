"""A package that changes while it is read: what was read is of one state, or one sentence says that it is not."""

from __future__ import annotations

import io
import zipfile

import pytest

import decheng_data as dd
from decheng_data.errors import PackageError
from decheng_data.packages.files.folder import Folder
from decheng_data.packages.files.zips import Archive
from tests.retyping import retype

FILE = "data/themes.csv"


def after_opening(monkeypatch, kind, path, change):
    """Have `change` done once, as soon as a file has been opened."""
    opened, left = kind.open, [change]

    def interfering(files, name):
        stream = opened(files, name)
        if name == path and left:
            left.pop()()
        return stream

    monkeypatch.setattr(kind, "open", interfering)


@pytest.mark.parametrize(
    "opened", ["data/releases.csv", "data/indicators.csv", "data/observations.csv", "data/revisions.csv"]
)
def test_a_file_that_changes_while_another_is_read_is_named(package_copy, monkeypatch, opened):
    def change():
        retype(package_copy, "investment", "investments", "themes")

    after_opening(monkeypatch, Folder, opened, change)
    with pytest.raises(PackageError, match=r"themes\.csv changed while the package was read; read it again"):
        dd.validate(package_copy)
    assert dd.validate(package_copy).path == str(package_copy)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"\n"), id="written to"),
        pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
        pytest.param(lambda path: path.unlink(), id="removed"),
        pytest.param(lambda path: (path.unlink(), path.mkdir()), id="a folder"),
        pytest.param(lambda path: path.with_suffix(".new").replace(path), id="replaced by one of the same length"),
    ],
)
def test_however_a_file_changes_it_is_noticed(package_copy, monkeypatch, change):
    path = package_copy / FILE
    path.with_suffix(".new").write_bytes(path.read_bytes())
    after_opening(monkeypatch, Folder, FILE, lambda: change(path))
    with pytest.raises(PackageError, match="changed while the package was read"):
        dd.validate(package_copy)


def test_a_file_that_comes_while_the_package_is_read_is_noticed(package_copy, monkeypatch):
    path = package_copy / FILE
    content = path.read_bytes()
    path.unlink()
    after_opening(monkeypatch, Folder, "data/releases.csv", lambda: path.write_bytes(content))
    with pytest.raises(PackageError, match="changed while the package was read"):
        dd.validate(package_copy)


def test_a_file_that_is_not_of_the_package_may_change(package_copy, monkeypatch):
    after_opening(monkeypatch, Folder, FILE, lambda: (package_copy / "notes.txt").write_text("made up"))
    assert dd.validate(package_copy).valid


def zipped(package, path):
    with zipfile.ZipFile(path, "w") as archive:
        for each in sorted(package.rglob("*")):
            archive.write(each, each.relative_to(package))
    return path


def test_a_zip_that_is_packed_anew_while_it_is_read_is_noticed(package_copy, tmp_path, monkeypatch):
    path = zipped(package_copy, tmp_path / "package.zip")
    other = io.BytesIO(zipped(package_copy, tmp_path / "other.zip").read_bytes() + b"\n")
    after_opening(monkeypatch, Archive, FILE, lambda: path.write_bytes(other.getvalue()))
    with pytest.raises(PackageError, match=r"package\.zip changed while the package was read"):
        dd.validate(path)
