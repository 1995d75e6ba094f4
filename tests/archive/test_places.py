"""What is taken for an archive, and what for a package."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from decheng_data.archive.places import is_archive, list_archive
from decheng_data.errors import PackageError, PackageNotFoundError


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["figures.parquet"], True),
        (["area=371402/year=2021/figures.pq"], True),
        (["figures.CSV"], True),
        (["vocabulary/datapackage.json"], True),
        (["datapackage.json", "figures.parquet"], False),
        (["statistics/decheng/datapackage.json", "statistics/decheng/data/observations.csv"], False),
        (["statistics/decheng/datapackage.json", "statistics/decheng/data/observations.csv", "more.csv"], True),
        ([".hidden/figures.parquet", "_temporary/figures.parquet"], False),
        (["notes.txt"], False),
    ],
)
def test_a_folder_is_an_archive_by_what_it_holds(tmp_path: Path, names: list[str], expected: bool):
    assert is_archive(made(tmp_path, *names)) is expected


def test_the_data_folder_of_a_package_is_none(tmp_path: Path):
    assert not is_archive(made(tmp_path, "datapackage.json", "data/observations.csv") / "data")


def test_hidden_files_and_tables_of_packages_are_not_listed(tmp_path: Path):
    made(tmp_path, ".old/a.csv", "_tmp/b.csv", "x/datapackage.json", "x/data/observations.csv", "y/figures.csv")
    assert list_archive(tmp_path).files == (tmp_path / "y/figures.csv",)


def test_a_folder_of_nothing_else_is_no_archive_to_list(tmp_path: Path):
    with pytest.raises(PackageNotFoundError, match="there is no Parquet or CSV file"):
        list_archive(made(tmp_path, ".old/a.csv"))


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(
        PackageError, match=r"a\.csv is neither a file nor a folder but a pipe or a device; name a file"
    ):
        list_archive(tmp_path / "a.csv")


def test_a_link_that_leads_nowhere_is_no_file(tmp_path: Path):
    (tmp_path / "a.csv").symlink_to("a.csv")
    for place in (tmp_path / "a.csv", tmp_path / "*.csv", tmp_path):
        with pytest.raises(PackageNotFoundError, match="there is no Parquet or CSV file"):
            list_archive(place)
    assert is_archive(tmp_path / "a.csv")


@pytest.mark.parametrize("place", ["hdfs://server/figures", Path("nothing"), "."])
def test_whatever_spark_is_asked_to_read_is_an_archive(place: object):
    assert is_archive(place, "spark")


@pytest.mark.parametrize(
    ("place", "expected"),
    [(None, False), ("*.parquet", True), ("nothing.csv", True), ("nothing", False), ("a\0b", False)],
)
def test_of_what_is_not_there_the_name_tells(place: object, expected: bool):
    assert is_archive(place) is expected


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (3, "a value of the type int is no path"),
        (b"x", "a value of the type bytes is no path"),
        ("", "the path is empty"),
    ],
)
def test_what_is_no_path_is_said(place: object, said: str):
    with pytest.raises(PackageError, match=f"{said}; name a file or a folder"):
        is_archive(place)
