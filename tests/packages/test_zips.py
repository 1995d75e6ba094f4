"""Packages in a zip: what is read in place, and what is refused before it does harm."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from decheng_data.errors import ArchiveLimitError, PackageError, UnsafePathError
from decheng_data.packages.package import open_package
from tests.made_packages import descriptor, field, refusal, resource

if TYPE_CHECKING:
    from pathlib import Path

ONE = resource("one", [field("a")])


def zipped(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


ENTRIES = {"datapackage.json": json.dumps(descriptor(ONE)).encode(), "data/one.csv": b"a\nx\n"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/etc/one.csv", "is absolute"),
        ("../one.csv", "leaves the package's folder"),
        ("data\\one.csv", "has backslashes"),
        ("C:one.csv", "is absolute"),
    ],
)
def test_a_zip_that_unpacks_outside_of_its_folder(tmp_path, name, said):
    assert said in refusal(zipped(tmp_path / "made.zip", {**ENTRIES, name: b""}), UnsafePathError)


def test_a_zip_with_a_link(tmp_path):
    link = zipfile.ZipInfo("data/link.csv")
    link.external_attr = 0o120777 << 16
    path = zipped(tmp_path / "made.zip", {**ENTRIES})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refusal(path, UnsafePathError)


def test_a_zip_that_unpacks_to_more_than_the_limit(tmp_path, monkeypatch):
    path = zipped(tmp_path / "made.zip", {**ENTRIES, "data/one.csv": b"a\n" + b"0" * 5_000_000})
    monkeypatch.setattr("decheng_data.packages.files.zips.UNPACKED_LIMIT", 1_000_000)
    assert "unpacks to more than 1000000 bytes" in refusal(path, ArchiveLimitError)


def test_a_zip_that_hides_its_size_is_stopped_as_it_is_read(tmp_path, monkeypatch):
    package = open_package(zipped(tmp_path / "made.zip", {**ENTRIES, "data/one.csv": b"a\n" + b"0\n" * 3_000_000}))
    monkeypatch.setattr("decheng_data.packages.files.zips.UNPACKED_LIMIT", 2_000_000)
    with pytest.raises(ArchiveLimitError, match="unpacks to more than 2000000 bytes"):
        package.measure("one", "md5")


def test_a_zip_of_too_many_entries(tmp_path, monkeypatch):
    path = zipped(tmp_path / "made.zip", {**ENTRIES, **{f"data/{number}": b"" for number in range(20)}})
    monkeypatch.setattr("decheng_data.packages.files.zips.ENTRIES_LIMIT", 20)
    assert "has 22 entries, more than the 20" in refusal(path, ArchiveLimitError)
    monkeypatch.setattr("decheng_data.packages.files.zips.DIRECTORY_LIMIT", 100)
    assert "a list of entries larger than 100 bytes" in refusal(path, ArchiveLimitError)


def test_a_zip_that_says_by_zip64_how_many_entries_it_has(tmp_path):
    path = zipped(tmp_path / "made.zip", ENTRIES)
    content = path.read_bytes()
    end = content.rindex(b"PK\x05\x06")
    path.write_bytes(content[:end] + b"PK\x06\x07" + bytes(16) + content[end:])
    assert "a list of entries larger than" in refusal(path, ArchiveLimitError)


def test_a_zip_without_a_descriptor(tmp_path):
    assert "has no datapackage.json at its root or in its single top folder" in refusal(
        zipped(tmp_path / "made.zip", {"a/one.csv": b"", "b/datapackage.json": b"{}"}), PackageError
    )
    assert "has no datapackage.json" in refusal(zipped(tmp_path / "none.zip", {}), PackageError)


def test_a_damaged_zip(tmp_path):
    path = zipped(tmp_path / "made.zip", ENTRIES)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert "is a damaged or encrypted zip" in refusal(path, PackageError)
    path.write_bytes(whole.replace(b"data/one.csv", b"data/two.csv", 1))
    with pytest.raises(PackageError, match="is a damaged or encrypted zip"):
        open_package(path).read_source("one")
    start = whole.index(b"data/one.csv") + len("data/one.csv")
    path.write_bytes(whole[:start] + b"\xff" + whole[start + 1 :])
    with pytest.raises(PackageError, match="is a damaged or encrypted zip"):
        list(open_package(path).read_source("one").rows)


def test_a_zip_of_another_method_or_with_two_entries_of_one_name(tmp_path):
    assert "by a method other than deflate" in refusal(
        zipped(tmp_path / "made.zip", ENTRIES, zipfile.ZIP_BZIP2), PackageError
    )
    path = zipped(tmp_path / "twice.zip", ENTRIES)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("data/one.csv", b"b\n")
    assert "has two entries of one name" in refusal(path, PackageError)
