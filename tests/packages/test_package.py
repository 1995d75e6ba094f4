"""Opening packages: what is one, what is none, what is unsafe; and writing files whole."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from decheng_data.errors import DescriptorError, NotInReleaseError, PackageError, PackageNotFoundError, UnsafePathError
from decheng_data.packages import package as packages
from decheng_data.packages.files.writing import write_text_whole
from decheng_data.packages.package import open_package, package_path, rows_as_text, shipped_location
from tests.made_packages import V2, descriptor, field, refusal, resource, write_package
from tests.made_states import ROOT
from tests.packages.test_zips import ENTRIES, zipped

ONE = resource("one", [field("a")])
ROWS = [["a"], ["x"]]


@pytest.fixture
def folder(tmp_path):
    return write_package(tmp_path / "package", descriptor(ONE), {"data/one.csv": ROWS})


def refusal_of(tmp_path, described, kind: type[PackageError] = DescriptorError) -> str:
    return refusal(write_package(tmp_path / "package", described, {"data/one.csv": ROWS}), kind)


def test_a_folder_its_descriptor_and_a_zip_of_either_shape_are_the_same_package(folder, tmp_path):
    flat, nested = tmp_path / "flat.zip", tmp_path / "nested.zip"
    for path, top in ((flat, ""), (nested, "made-1.0/")):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("__MACOSX/._made", b"beside it")
            archive.writestr(f"{top}data/", b"")
            for name in ("datapackage.json", "data/one.csv"):
                archive.write(folder / name, top + name)
    for path in (folder, str(folder), folder / "datapackage.json", flat, nested):
        package = open_package(path)
        source = package.read_source("one")
        assert (package.name, package.version, package.location) == ("made", "1.0.0", str(path))
        assert source.header == ["a"]
        assert list(source.rows) == [(2, ["x"])]
        assert package.measure("one", "sha256") == (4, hashlib.sha256(b"a\nx\n").hexdigest())


def test_a_package_names_its_resources(folder):
    package = open_package(folder)
    assert [each["name"] for each in package] == ["one"]
    assert "one" in package
    assert "two" not in package
    assert package.has_file("one")
    assert repr(package) == f"<Package made 1.0.0 at {folder}: one>"
    with pytest.raises(NotInReleaseError, match="Did you mean 'one'"):
        package.resource("on")


def test_nothing_names_the_shipped_package():
    package = open_package()
    assert package.descriptor == json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    assert package.location == str(shipped_location()) == str(ROOT)
    with package_path() as path:
        assert path == ROOT


def test_no_such_path(tmp_path):
    assert "there is nothing at" in refusal(tmp_path / "nothing", PackageNotFoundError)
    assert "there is nothing at" in refusal("a\0b", PackageNotFoundError)
    assert "there is nothing at" in refusal("x" * 5000, PackageNotFoundError)


def test_a_url_is_never_fetched():
    assert "nothing is ever fetched" in refusal("https://example.org/datapackage.json", UnsafePathError)


def test_not_a_package(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "table.csv").write_text("a\nx\n")
    assert "the folder has no datapackage.json" in refusal(tmp_path / "empty", PackageError)
    assert "neither a folder, nor a datapackage.json, nor a zip" in refusal(tmp_path / "table.csv", PackageError)
    assert "neither a folder, nor" in refusal("/dev/null", PackageError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_does_not_hang(tmp_path, folder):
    os.mkfifo(tmp_path / "pipe.json")
    (folder / "data" / "one.csv").unlink()
    os.mkfifo(folder / "data" / "one.csv")
    assert "neither a folder" in refusal(tmp_path / "pipe.json", PackageError)
    assert not open_package(folder).has_file("one")


def test_a_file_that_cannot_be_read(folder, monkeypatch):
    def denied(*_args, **_named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("decheng_data.packages.files.folder.Folder.open", denied)
    assert "cannot be read: Permission denied" in refusal(folder, PackageError)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"name": "x",}', "is not JSON: line 1, column 14"),
        (b'{"a": 1,\n "a": 2}', "the name 'a' stands twice in one object"),
        (b"[]", "is JSON but not an object"),
        (b'{"name": NaN}', "NaN is not JSON"),
        (b'{"name": 1e999}', "the number 1e999 is too large"),
        (b'{"name": ' + b"9" * 5000 + b"}", "is no JSON that can be used"),
        (b"[" * 100_000, "is no JSON that can be used"),
        (b'{"name": "\\ud800"}', "is no JSON that can be used"),
        (b'{\n"title": "\xb5\xc2"}', "is not UTF-8: line 2"),
        (b"\xef\xbb\xbf{}", "begins with a byte-order mark"),
        (b'{"name": "' + b"x" * 2**24 + b'"}', "is larger than 16777216 bytes"),
    ],
)
def test_a_broken_descriptor(folder, content, said):
    (folder / "datapackage.json").write_bytes(content)
    assert said in refusal(folder)


def without(name):
    return {key: value for key, value in ONE.items() if key != name}


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ({"name": "x"}, "has no resources"),
        (descriptor(), "has no resources"),
        ({"resources": {}}, "resources is an object, expected a list"),
        ({"resources": ["one"]}, "resources is a list of other things, expected a list of objects"),
        (descriptor(ONE, **{"$schema": "https://example.org/schema.json"}), "is another profile"),
        (descriptor(ONE, **{"$schema": 5}), "is another profile"),
        (descriptor(ONE, profile="fiscal-data-package"), "none of data-package, tabular-data-package"),
        (descriptor(ONE, profile="tabular-data-package"), "has not the profile tabular-data-resource"),
        (descriptor(ONE, keywords="one"), "keywords is text, expected a list of text"),
        (descriptor(ONE, title=None), "title is null, expected text"),
        (descriptor(ONE, created="yesterday"), "created is 'yesterday'"),
        (descriptor(ONE, licenses=[{"title": "CC0"}]), "a licence has neither name nor path"),
        (descriptor(ONE, contributors=[{"title": 5}]), "contributors: title is a whole number, expected text"),
        (descriptor(ONE, sources=[{"title": "x", "email": "nobody"}]), "'nobody' is no e-mail address"),
        (descriptor(ONE, fields=[]), "fields does not belong to the package"),
        (descriptor(ONE, ONE), "2 resources have the name 'one'"),
        (descriptor(without("name")), "resource 1: it has no name"),
        (descriptor(without("path")), "resource 'one': it has no path"),
        (descriptor({**ONE, "path": ["a.csv", "b.csv"]}), "tables in parts are not supported"),
        (descriptor({**ONE, "data": []}), "stand in the descriptor, which is not supported"),
        (descriptor({**ONE, "bytes": "many"}), "bytes is text, expected a whole number"),
        (descriptor({**ONE, "bytes": 1.5}), "bytes is a number, expected a whole number"),
        (descriptor({**ONE, "type": "tabel"}), "its type is 'tabel', expected one of table, text, json, file"),
        (descriptor({**ONE, "schema": 5}), "schema is neither an object nor the path of one"),
        (descriptor({**ONE, "profile": "other"}), "none of data-resource, tabular-data-resource"),
        ({"name": "Großes", "resources": [ONE]}, "in version 1"),
        ({"resources": [{**ONE, "name": "Ein s"}]}, "in version 1"),
        (
            descriptor({**ONE, "schema": "schemas/one.json"}),
            "resource 'one', schema: there is no file 'schemas/one.json'",
        ),
        ([], "not an object"),
    ],
)
def test_a_descriptor_of_another_shape(tmp_path, described, said):
    sentence = refusal_of(tmp_path, described)
    assert said in sentence
    assert sentence.startswith("datapackage.json")


@pytest.mark.parametrize(
    "profile", [V2, V2.replace("2.0", "1.0"), "https://specs.frictionlessdata.io/schemas/data-package.json", None]
)
def test_versions_1_and_2_are_read(tmp_path, profile):
    described = {**descriptor(ONE), "$schema": profile} if profile else {"resources": [ONE], "profile": "data-package"}
    assert "one" in open_package(write_package(tmp_path, described, {}))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/etc/passwd", "is absolute"),
        ("C:/data.csv", "is absolute"),
        ("data\\one.csv", "has backslashes"),
        ("..\\one.csv", "has backslashes"),
        ("../one.csv", "leaves the package's folder"),
        ("data/../../one.csv", "leaves the package's folder"),
        ("https://example.org/one.csv", "is a URL, and nothing is ever fetched"),
        ("//example.org/one.csv", "is a URL"),
        ("file:///etc/passwd", "is a URL"),
        ("~/one.csv", "is no plain file name"),
        ("$HOME/one.csv", "is no plain file name"),
        ("%TEMP%/one.csv", "is no plain file name"),
        ("one\n.csv", "is no plain file name"),
        ("", "is no plain file name"),
        (".", "is no plain file name"),
    ],
)
@pytest.mark.parametrize("place", ["path", "schema", "dialect"])
def test_an_unsafe_path(tmp_path, path, said, place):
    assert said in refusal_of(tmp_path, descriptor({**ONE, place: path}), UnsafePathError)


def test_a_link_out_of_the_package(folder, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("a\nsecret\n")
    inside = folder / "data" / "one.csv"
    inside.rename(folder / "data" / "real.csv")
    inside.symlink_to(outside)
    assert "is a link that leads out of the package" in refusal(folder, UnsafePathError)
    inside.unlink()
    inside.symlink_to("real.csv")
    assert open_package(folder).read_source("one").header == ["a"]
    inside.unlink()
    inside.symlink_to("one.csv")
    assert not _can_follow(folder)


def _can_follow(folder) -> bool:
    """A link to itself: an error before Python 3.13, a file that is not there from then on."""
    try:
        return open_package(folder).has_file("one")
    except UnsafePathError as error:
        return "cannot be followed" not in str(error)


def test_schemas_and_dialects_may_stand_in_files(tmp_path):
    described = descriptor({**ONE, "schema": "schemas/one.json", "dialect": "dialect.json"})
    files = {
        "schemas/one.json": json.dumps(ONE["schema"]),
        "dialect.json": '{"delimiter": ";"}',
        "data/one.csv": "a;b\n",
    }
    package = open_package(write_package(tmp_path, described, files))
    assert package.resource("one")["schema"] == ONE["schema"]
    assert package.read_source("one").header == ["a", "b"]


def test_an_installation_without_its_package(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "__file__", str(tmp_path / "library" / "packages.py"))
    with pytest.raises(PackageNotFoundError, match="lacks its data package"):
        shipped_location()


def test_a_package_in_a_library_in_a_zip_is_read_there_and_copied_on_demand(monkeypatch, tmp_path):
    path = zipped(tmp_path / "library.zip", {f"library/_package/{name}": content for name, content in ENTRIES.items()})
    monkeypatch.setattr(packages, "__file__", str(tmp_path / "library" / "packages.py"))
    monkeypatch.setattr("importlib.resources.files", lambda _name: zipfile.Path(path, "library/"))
    assert list(open_package().read_source("one").rows) == [(2, ["x"])]
    with package_path() as folder:
        assert {name: (folder / name).read_bytes() for name in ENTRIES} == ENTRIES
    assert not folder.exists()


def test_a_text_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "text.txt"
    write_text_whole(path, "德城\n")
    assert path.read_bytes() == "德城\n".encode()
    path.chmod(0o600)
    with pytest.raises(UnicodeEncodeError):
        write_text_whole(path, "x" * 100_000 + "\ud800")
    write_text_whole(path, "new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["text.txt"]
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_text_whole(path, "newer")
    assert path.read_bytes() == b"new\r\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["text.txt"]


def test_writing_follows_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_what_is_no_file_is_written_to_and_stays(tmp_path):
    """Such as /dev/stdout; here a pipe."""
    os.mkfifo(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDWR | os.O_NONBLOCK)
    write_text_whole(tmp_path / "pipe", "德城")
    assert os.read(reading, 100) == "德城".encode()
    os.close(reading)
    assert (tmp_path / "pipe").is_fifo()
    with pytest.raises(IsADirectoryError):
        write_text_whole(tmp_path, "x")


def test_lines_are_read_without_their_ends_and_long_ones_in_part(tmp_path):
    package = open_package(
        write_package(tmp_path, descriptor(ONE), {"data/one.csv": b"\xef\xbb\xbfa\r\n" + b"x" * 25 + b"\n\ny"})
    )
    assert list(package.read_lines("one", 10)) == ["a", "x" * 10, "", "y"]


def test_rows_are_written_with_lf_and_as_few_quotation_marks_as_can_be():
    rows = [["x,y", None], ['"', True], [Decimal("1E+3"), date(2021, 6, 30)], [("p", "q"), 5]]
    assert rows_as_text(["a", "b"], rows) == 'a,b\n"x,y",\n"""",true\n1000,2021-06-30\np|q,5\n'
