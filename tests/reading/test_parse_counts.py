"""However many ask for a package, each of its files is parsed once for each state that is read."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

import decheng_data as dd
from decheng_data.changes.compare import read_state
from decheng_data.changes.recording import record
from decheng_data.importers.table import import_file
from decheng_data.model.rows import TABLES
from decheng_data.packages import package as packages
from decheng_data.packages.package import Package
from decheng_data.text.additions import add_draft
from tests.retyping import retype
from tests.text.prose import BULLETIN


class Parses:
    """How often each file was parsed, by the state that it belongs to and the name of its resource."""

    def __init__(self) -> None:
        self.descriptors, self.tables = 0, Counter[tuple[Package, str]]()
        self._met = set[object]()

    def note(self, package: Package, name: str, source: object) -> None:
        if source not in self._met:  # a source that is kept is there already
            self._met.add(source)
            self.tables[(package, name)] += 1

    @property
    def states(self) -> int:
        return len({package for package, _ in self.tables})


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Parses:
    counted, read_source, parse_json = Parses(), Package.read_source, packages.parse_json

    def noted(package, name):
        source = read_source(package, name)
        counted.note(package, name, source)
        return source

    def parsed(data, path):
        counted.descriptors += 1
        return parse_json(data, path)

    monkeypatch.setattr(Package, "read_source", noted)
    monkeypatch.setattr(packages, "parse_json", parsed)
    return counted


def made_of(package, out):
    later = out / "later"
    shutil.copytree(package, later)
    retype(later, "none,32.9,1,hundred_million_yuan,", "none,32.8,1,hundred_million_yuan,")
    retype(later, "32.9亿元", "32.8亿元")
    return later


def filled_in(package, out):
    first = (package / "data/observations.csv").read_bytes().splitlines(keepends=True)[:3]
    table = out / "filled.csv"
    table.write_bytes(b"".join(first))
    return table


READERS = {
    "validate": (1, lambda package, out: dd.validate(package)),
    "validate against": (2, lambda package, out: dd.validate(made_of(package, out), against=package)),
    "compare": (2, lambda package, out: dd.compare(package, made_of(package, out))),
    "record": (
        2,
        lambda package, out: record(
            read_state(package), with_later_vintage(made_of(package, out)), kind="revision", reason="made up"
        ),
    ),
    "export": (1, lambda package, out: dd.export("csv", out / "csv", package)),
    "export with findings": (1, lambda package, out: dd.export("xlsx", out, package, allow_findings=True)),
    "sheet": (1, lambda package, out: dd.data_sheet(package)),
    "verify": (1, lambda package, out: dd.verify(BULLETIN, package)),
    "draft": (1, lambda package, out: dd.draft(BULLETIN, path=package, release="decheng-2021-S1")),
    "draft into": (1, lambda package, out: add_draft(dd.repair(BULLETIN), "willow-2022-S1", package)),
    "import": (2, lambda package, out: import_file(filled_in(package, out), package)),
    "suspects": (1, lambda package, out: dd.suspects(package)),
}
"""What reads a package at all, and of how many states: the rows to import are a state of their own, in memory."""


def with_later_vintage(package):
    retype(package, ",2026-12-01,", ",2031-01-01,", "releases")
    return package


@pytest.mark.parametrize("reader", READERS)
def test_each_file_is_parsed_once_for_each_state(package_copy, tmp_path, parses, reader):
    states, read = READERS[reader]
    read(package_copy, tmp_path)
    assert {(name, count) for (_, name), count in parses.tables.items()} <= {(name, 1) for name in TABLES}
    assert parses.states == states
    assert parses.descriptors == (1 if reader == "import" else states)
