"""The package as a zip: Frictionless finds it valid, and it is the package."""

from __future__ import annotations

import json
import zipfile

import frictionless
import pytest

import decheng_data as dd
from decheng_data.exporters.contents import contents_of
from decheng_data.exporters.export import export
from decheng_data.model.rows import TABLES
from decheng_data.packages.package import open_package
from decheng_data.reading.read_package import ReadPackage
from tests.exporters.equality import written
from tests.exporters.made_contents import hard, shipped


@pytest.mark.parametrize("made", [shipped, hard])
def test_frictionless_validates_it(made, tmp_path):
    (path,) = written("frictionless", made(), tmp_path / "out").iterdir()
    report = frictionless.Package(str(path)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert len(report.tasks) == len(TABLES)


@pytest.mark.parametrize("made", [shipped, hard])
def test_it_is_the_package(made, tmp_path):
    (path,) = written("frictionless", made(), tmp_path / "out").iterdir()
    read = contents_of(ReadPackage(open_package(path)))
    assert {name: table.records for name, table in read.tables.items()} == {
        name: table.records for name, table in made().tables.items()
    }
    kept = {name: value for name, value in read.descriptor.items() if name not in ("resources", "$schema")}
    assert kept == {name: value for name, value in made().descriptor.items() if name not in ("resources", "$schema")}


def test_it_validates_here_as_the_package_does(tmp_path):
    (path,) = export("frictionless", tmp_path / "packed.zip")
    assert dd.validate(path).ok
    with zipfile.ZipFile(path) as archive:
        sizes = {
            resource["path"]: resource["bytes"]
            for resource in json.loads(archive.read("datapackage.json"))["resources"]
        }
        assert sizes == {
            entry.filename: entry.file_size for entry in archive.infolist() if entry.filename != "datapackage.json"
        }


def test_its_files_are_whole_and_of_one_moment(tmp_path):
    (path,) = written("frictionless", shipped(), tmp_path / "out").iterdir()
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {shipped().created.timetuple()[:6]}
        assert archive.testzip() is None
