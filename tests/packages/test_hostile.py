"""Packages that somebody hostile made: each costs little time and memory, says one thing clearly, and cannot reach what others read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.errors import DechengDataError, PackageError
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.patterns import Matcher
from decheng_data.packages.structure.positions import with_columns
from decheng_data.packages.structure.rows import TOLD_CELLS
from decheng_data.packages.structure.source import Source
from decheng_data.packages.table import read_table
from tests.growth import LIMIT, growth
from tests.validation.test_bad_input import bytes_of, cell, described, resource, zipped

if TYPE_CHECKING:
    from pathlib import Path

UNITS = "data/units.csv"


def findings(package: Path, rule: str) -> list[dd.Finding]:
    return [each for each in dd.validate(package).findings if each.rule == rule]


def widened(package: Path, label: str, count: int) -> Path:
    path = package / UNITS
    path.write_text("\n".join(line + f",{label}" * count for line in path.read_text("utf-8").splitlines()), "utf-8")
    return package


def test_columns_too_many_are_told_once_each_and_not_at_each_row(package_copy: Path) -> None:
    told = [each for each in dd.validate(widened(package_copy, "more", 300)).findings if each.file == UNITS]
    assert {each.rule for each in told} == {"extra-label"}
    assert len(told) == 300


def test_rows_of_a_wider_table_are_still_held_to_the_rules(package_copy: Path) -> None:
    path = cell("none,157.5,1,", "none,157.6,1,")(package_copy) / "data/observations.csv"
    path.write_text("\n".join(f"{line},x" for line in path.read_text("utf-8").splitlines()), "utf-8")
    assert findings(package_copy, "printed-agrees")


def test_a_header_of_a_million_labels_is_one_sentence(package_copy: Path) -> None:
    path = package_copy / UNITS
    header = path.read_text("utf-8").splitlines()[0]

    def told(labels: int) -> list[dd.Finding]:
        path.write_text(f"{header}{',x' * labels}\n", "utf-8")
        return findings(package_copy, "source-error")

    assert growth(told, 500_000) < LIMIT
    (finding,) = told(10**6)
    assert "labels, more than the 10000 that are read" in finding.message_en
    with pytest.raises(PackageError, match="could not be read to its end"):
        dd.compare(package_copy, dd.validate().path)


def test_the_cost_of_columns_of_one_name_grows_with_their_number_only(
    package_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (package_copy / UNITS).read_text("utf-8")

    def told(columns: int) -> dd.Report:
        (package_copy / UNITS).write_text(rows, "utf-8")
        return dd.validate(widened(package_copy, "x", columns))

    monkeypatch.setattr("decheng_data.packages.structure.source.COLUMNS_LIMIT", 10**6)
    assert growth(told, 5000) < LIMIT


@pytest.mark.parametrize(("rule", "count"), [("extra-cell", 5000), ("missing-cell", 5000)])
def test_cells_by_the_thousand_are_counted(package_copy: Path, rule: str, count: int) -> None:
    path = package_copy / UNITS
    header, *rows = path.read_text("utf-8").splitlines()
    wide = f"{rows[0]}{',x' * count}"
    lines = [header, wide, *rows[1:]] if rule == "extra-cell" else [f"{header}{',x' * count}", wide, rows[1]]
    path.write_text("\n".join(lines), "utf-8")
    told = findings(package_copy, rule)
    assert len(told) == TOLD_CELLS + 1
    assert {each.code for each in told} == {f"packages.{rule}", f"packages.more-{rule}s"}


@pytest.mark.parametrize(
    "change",
    [
        bytes_of("data/units.csv", lambda content: b"\xff\xfe" + content),
        bytes_of("data/units.csv", lambda content: content + b'"open'),
        bytes_of("data/units.csv", lambda content: content[:-1] + "德".encode("gb18030") + b"\n"),
    ],
    ids=["UTF-16", "an open quotation", "GB18030"],
)
def test_a_table_that_cannot_be_read_to_its_end_is_no_shorter_table(package_copy: Path, change: object) -> None:
    package = open_package(change(package_copy))  # type: ignore[operator]  # a function of the list of bad inputs
    with pytest.raises(DechengDataError, match="decheng-data validate"):
        read_table(package, "units")


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_table_that_is_not_there_is_a_sentence(package_copy: Path, form: str) -> None:
    (package_copy / UNITS).unlink()
    place = package_copy if form == "folder" else zipped({})(package_copy)
    with pytest.raises(PackageError, match="units"):
        read_table(open_package(place), "units")


def test_a_file_that_goes_while_it_is_read_costs_the_column_only(package_copy: Path) -> None:
    cell("none,157.5,1,", "none,157.6,1,")(package_copy)
    package, report = open_package(package_copy), dd.validate(package_copy)
    bare = [each.model_copy(update={"column": None, "end_column": None}) for each in report.findings]
    assert [each.column for each in with_columns(bare, package)] == [each.column for each in report.findings]
    (package_copy / "data/observations.csv").unlink()
    assert {each.column for each in with_columns(bare, package)} == {None}


def test_a_table_that_breaks_off_while_it_is_compared_is_told(
    package_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Source) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Source, "rows", property(broken))
    with pytest.raises(PackageError, match="Input/output error"):
        dd.compare(package_copy, package_copy)


def test_an_expected_measure_that_is_none_is_a_finding_of_its_row(package_copy: Path) -> None:
    path = package_copy / "data/indicators.csv"
    path.write_text(path.read_text("utf-8").replace("level|growth_rate", "level|pace", 1), "utf-8")
    (finding,) = findings(package_copy, "row-error")
    assert "expected_measures names 'pace'" in finding.message_en


def test_a_release_that_contradicts_its_period_is_a_finding_of_its_row(package_copy: Path) -> None:
    path = package_copy / "data/releases.csv"
    path.write_text(path.read_text("utf-8").replace("2021-01-01/P6M", "2021-07-01/P6M"), "utf-8")
    (finding,) = findings(package_copy, "row-error")
    assert "period_range is 2021-07-01/P6M, and the range of period 2021-S1 is 2021-01-01/P6M" in finding.message_en


def test_a_pattern_that_takes_forever_is_refused_and_not_run(package_copy: Path) -> None:
    schema = {"fields": [{"name": "text", "type": "string", "constraints": {"pattern": "(a+)+b"}}]}
    descriptor = json.loads((package_copy / "datapackage.json").read_text("utf-8"))
    described(
        resources=[
            *descriptor["resources"],
            {"name": "more", "type": "table", "path": "data/more.csv", "schema": schema},
        ]
    )(package_copy)
    (package_copy / "data/more.csv").write_text(f"text\n{'a' * 60}!\n")
    (finding,) = findings(package_copy, "field-error")
    assert "too many ways" in finding.message_en


def test_no_pattern_of_the_models_is_tried_on_a_long_cell(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, made = [], Matcher.__init__

    def noting(matcher: Matcher, pattern: str) -> None:
        made(matcher, pattern)
        matches = matcher._matches
        matcher._matches = lambda text: tried.append(len(text)) or matches(text)

    monkeypatch.setattr(Matcher, "__init__", noting)
    cell("decheng-2021-S1,gdp,level", "a" + "-1999" * 10**6 + "!,gdp,level")(package_copy)
    assert not dd.validate(package_copy).ok
    assert 0 < max(tried) < 5 * 10**6


def test_a_descriptor_with_a_pattern_of_its_own_cannot_slow_a_table_down(package_copy: Path) -> None:
    schema = json.loads((package_copy / "datapackage.json").read_text("utf-8"))["resources"][2]["schema"]
    schema["fields"][0]["constraints"]["pattern"] = "(.*)*x"
    resource("units", schema=schema)(package_copy)
    assert not dd.validate(package_copy).ok
