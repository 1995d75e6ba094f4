"""What was read of a package, each part once."""

from __future__ import annotations

import pytest

import decheng_data as dd
from decheng_data.errors import NotInReleaseError
from decheng_data.model.rows import TABLES
from decheng_data.packages.files.folder import Folder
from decheng_data.packages.opening import open_state
from decheng_data.packages.table import read_table
from decheng_data.reading.read_package import ReadPackage


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_that_of_the_single_reader(name):
    read, alone = ReadPackage(open_state()).table(name), read_table(open_state(), name)
    assert read.records == alone.records
    assert (read.lines, read.columns, repr(read)) == (alone.lines, alone.columns, repr(alone))


def test_a_table_that_is_not_there_is_said():
    with pytest.raises(NotInReleaseError, match="observation"):
        ReadPackage(open_state()).table("observation")


def test_a_part_is_made_once():
    read = ReadPackage(open_state())
    assert read.index is read.index
    assert [each.line for each in read.observations] == list(read.table("observations").lines)


def test_a_ledger_that_cannot_be_read_is_a_finding(package_copy, monkeypatch):
    opened = Folder.open

    def failing(files, path):
        if path == "data/revisions.csv":
            raise PermissionError(13, "Permission denied")
        return opened(files, path)

    monkeypatch.setattr(Folder, "open", failing)
    (finding,) = [each for each in dd.validate(package_copy).findings if each.file == "data/revisions.csv"]
    assert finding.rule == "scheme-error"
