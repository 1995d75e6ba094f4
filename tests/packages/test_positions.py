"""Annotations point at the cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.positions import cells_of, with_columns
from tests.reporters.test_text import finding
from tests.retyping import type_part

if TYPE_CHECKING:
    from pathlib import Path

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8)


@given(st.lists(CELL, min_size=2, max_size=6))
def test_each_cell_is_found_in_its_line(cells: list[str]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(cells)
    line = text.getvalue()
    found = [line[start:end] for start, end in cells_of(line)]
    assert [each[1:-1].replace('""', '"') if each.startswith('"') else each for each in found] == cells


def test_a_finding_points_at_the_mistyped_cell(package_copy: Path) -> None:
    type_part(package_copy, "52.9")
    (found,) = dd.validate(package_copy).findings
    line = (package_copy / "data/observations.csv").read_text("utf-8").splitlines()[17]
    assert line[found.column - 1 : found.end_column - 1] == "52.9"


def test_what_has_no_cell_has_no_column(package_copy: Path) -> None:
    package = open_package(package_copy)
    file = "data/observations.csv"
    unplaced = [
        finding(file="datapackage.json"),
        finding(file=file, line=2, field="no_such"),
        finding(file=file, line=10_000),
        finding(file=file, line=2, field=None),
    ]
    assert [each.column for each in with_columns(unplaced, package)] == [None] * 4


def test_a_line_too_long_to_look_at_is_passed_over(package_copy: Path) -> None:
    path = package_copy / "data/observations.csv"
    path.write_text(path.read_text("utf-8") + "x" * 300_000 + "\nlast,line,is,found,here,none,52.9\n", "utf-8")
    (found,) = with_columns([finding(file="data/observations.csv", line=42, field="value")], open_package(package_copy))
    assert (found.column, found.end_column) == (30, 34)
