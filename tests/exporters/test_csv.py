"""CSV: exact tables, and two files that people may open in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from decheng_data.exporters.csv import BYTE_ORDER_MARK, files, guarded
from decheng_data.packages.structure.cells import written
from tests.exporters.made_contents import NASTY, contents, hard, observed, shipped
from tests.exporters.readings import unguarded
from tests.made_figures import AREAS, INDICATORS, THEME, UNITS, release


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("made", [shipped, hard])
def test_every_table_is_exact(made):
    package, exported = made(), files(made())
    for name, table in package.tables.items():
        assert rows(exported[f"{name}.csv"]) == [
            {column: written(value) for column, value in record.items()} for record in table.records
        ]


def test_the_shipped_tables_are_the_files_of_the_package(root):
    exported = files(shipped())
    assert {name: exported[name] for name in ("observations.csv", "units.csv")} == {
        name: (root / "data" / name).read_bytes() for name in ("observations.csv", "units.csv")
    }


@pytest.mark.parametrize("text", NASTY)
def test_a_guarded_text_is_no_formula_and_can_be_told_from_any_other(text):
    assert guarded(text)[0] not in "=+-@\t\r\n"
    assert unguarded(guarded(text)) == text


def test_numbers_have_no_apostrophe_and_texts_do():
    figure = observed(
        "whole", "growth_rate", "2031", value="-3.5", decimals=1, unit="percent", printed="-3.5%", note_en="=1+1"
    )
    lists = {
        "releases": [release()],
        "areas": AREAS.values(),
        "units": UNITS.values(),
        "themes": [THEME],
        "indicators": INDICATORS.values(),
    }
    exported = files(contents({**lists, "observations": [figure]}))
    (tidy,), (wide,), (exact,) = (
        rows(exported["tidy.csv"]),
        rows(exported["wide.csv"]),
        rows(exported["observations.csv"]),
    )
    assert (tidy["value"], tidy["printed"], tidy["note_en"]) == ("-3.5", "'-3.5%", "'=1+1")
    assert (wide["growth_rate"], wide["growth_rate_unit"], wide["indicator_zh"]) == ("-3.5", "percent", "虚构whole")
    assert (exact["printed"], exact["note_en"]) == ("-3.5%", "=1+1")


def test_files_for_programs_have_no_mark_and_the_one_for_people_has():
    exported = files(shipped())
    assert [name for name, data in exported.items() if data.startswith(BYTE_ORDER_MARK)] == ["wide.csv"]
    assert not any(b"\r" in data for data in exported.values())


def test_tidy_keeps_the_rules_of_readers_in_r():
    """UTF-8 without a mark, no index, names that R leaves alone, as many cells in each row as in the header, and no cell that it would take for missing."""
    text = files(shipped())["tidy.csv"].decode()
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert all(name.isidentifier() and name.isascii() and not name.startswith("_") for name in header)
    assert header[0] == "release_id"
    assert {len(line) for line in lines} == {len(header)}
    assert "NA" not in {cell for line in lines for cell in line}
