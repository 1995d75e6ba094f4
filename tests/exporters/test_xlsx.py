"""Excel: openpyxl and LibreOffice see the printed decimals, texts stay texts, and figures link to their rules."""

from __future__ import annotations

import csv
import io
import os
import shutil
from datetime import date

import openpyxl
import pytest

from decheng_data.errors import DechengDataError
from decheng_data.exporters import xlsx
from decheng_data.exporters.export import export
from tests.exporters.equality import files_of
from tests.exporters.made_contents import contents, hard, observed, shipped
from tests.made_figures import AREAS, INDICATORS, THEME, UNITS, release, rule_row, summand, term_rows
from tests.programs import run_program


def book(package):
    return openpyxl.load_workbook(io.BytesIO(next(iter(files_of("xlsx", package).values()))))


def lists(**more):
    return {
        "releases": [release()],
        "areas": AREAS.values(),
        "units": UNITS.values(),
        "themes": [THEME],
        "indicators": INDICATORS.values(),
        **more,
    }


class TestTheShippedWorkbook:
    BOOK = book(shipped())

    def test_has_a_sheet_a_theme_and_those_that_explain(self):
        names = self.BOOK.sheetnames
        themes = [f"{record['theme_id']} {record['name_zh']}"[:31] for record in shipped().records("themes")]
        assert names == [
            *themes,
            "vocabulary 指标",
            "rules 规则",
            "sources 来源",
            "units 单位",
            "areas 地区",
            "themes 主题",
            "releases 发布",
        ]

    def test_has_frozen_headers_in_two_languages_with_descriptions(self):
        for sheet in self.BOOK:
            assert sheet.freeze_panes == "A3"
        header = {
            cell.value: title
            for title, cell in zip(self.BOOK.worksheets[0][1], self.BOOK.worksheets[0][2], strict=True)
        }
        assert header["value"].value == "Value\n数值"
        assert header["value"].comment.text.endswith("The figure in its printed unit, with its sign.")

    def test_shows_numbers_with_the_printed_decimals(self):
        sheet = self.BOOK.worksheets[0]
        column = {cell.value: cell.column - 1 for cell in sheet[2]}
        for row in sheet.iter_rows(min_row=3):
            decimals = row[column["decimals"]].value
            assert row[column["value"]].number_format == ("0." + "0" * decimals if decimals else "0")
            assert row[column["period_start"]].value.date() == date(2021, 1, 1)

    def test_links_figures_to_their_rules(self):
        sheet = self.BOOK.worksheets[0]
        column = {cell.value: cell.column - 1 for cell in sheet[2]}
        cells = [row[column["rule_1"]] for row in sheet.iter_rows(min_row=3)]
        assert {cell.value for cell in cells} >= {"revenue-to-gdp-low", "growth-above-minus-100"}
        for cell in cells:
            name, _, place = cell.hyperlink.location.partition("!")
            assert self.BOOK[name.strip("'")][place].value == cell.value

    def test_says_where_the_figures_come_from(self):
        said = [row[:2] for row in self.BOOK["sources 来源"].iter_rows(min_row=3, values_only=True)]
        assert ("package", f"decheng-data {shipped().version}") in said
        assert {what for what, _ in said} >= {"source", "license", "contributor", "release"}
        assert self.BOOK.properties.created == shipped().created.replace(tzinfo=None)


def test_texts_are_never_formulas_or_links():
    cells = [cell for sheet in book(hard()) for row in sheet.iter_rows(min_row=3) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert "=1+1" in {cell.value for cell in cells}
    assert "http://made.up/x" in {cell.value for cell in cells}


def test_a_rule_is_linked_once_and_those_that_name_the_indicator_come_first():
    rules = [
        (rule_row("of-levels", relation=">=", bound_source="fixed", bound=0), [summand(None)]),
        (rule_row("of-money", relation=">=", bound_source="fixed", bound=0), [summand(None, dimension="money")]),
        (rule_row("of-counts", relation=">=", bound_source="fixed", bound=0), [summand(None, counted=True)]),
        (rule_row("of-all", kind="printed"), [{"role": "each"}]),
        (
            rule_row("of-whole", relation=">=", bound_source="fixed", bound=0),
            [summand("whole"), summand("whole", -1, reference="previous_year")],
        ),
    ]
    terms = [term for row, terms in rules for term in term_rows(row.rule_id, *terms)]
    package = contents(
        lists(observations=[observed("whole", "level", "2031")], rules=[row for row, _ in rules], rule_terms=terms)
    )
    (row,) = book(package).worksheets[0].iter_rows(min_row=3, values_only=True)
    assert row[-3:] == ("of-whole", "of-levels", "of-money")


def test_beyond_what_excel_holds(monkeypatch):
    package = contents(
        lists(
            observations=[observed("whole", "level", "2031")],
            rules=[rule_row("one", relation=">=", bound_source="fixed", bound=0)],
            rule_terms=term_rows("one", summand("whole")),
        )
    )
    monkeypatch.setattr(xlsx, "LINKS_LIMIT", 0)
    (row,) = book(package).worksheets[0].iter_rows(min_row=3)
    assert (row[-1].value, row[-1].hyperlink) == ("one", None)
    monkeypatch.setattr(xlsx, "ROWS_LIMIT", 3)
    with pytest.raises(
        DechengDataError, match="rows do not fit a sheet of Excel, which has 3; export them to csv, parquet or sqlite"
    ):
        files_of("xlsx", package)


def test_sheets_have_names_that_excel_takes_each_once():
    themes = {
        ("a", "[b]: c?*"): "a  b   c  ",
        ("x" * 31, "many"): "x" * 31,
        ("X" * 31, "many"): "X" * 29 + " 2",
        ("x" * 40, "many"): "x" * 29 + " 3",
        ("a", "𠀀" * 20): "a " + "𠀀" * 14,
        ("a", "a\nb"): "a a b",
        ("rules", "规则"): "rules 规则 2",
    }
    rows = [THEME.model_copy(update={"theme_id": theme, "name_zh": name}) for theme, name in themes]
    assert book(contents(lists(themes=rows))).sheetnames[: len(rows)] == [*themes.values()]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc"
)
def test_libreoffice_shows_each_figure_as_printed(tmp_path):
    (path,) = export("xlsx", tmp_path / "bulletin.xlsx")
    every_sheet_as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        every_sheet_as_shown,
        "--outdir",
        tmp_path / "csv",
        path,
    ]
    run_program(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)})
    shown = {}
    for theme in shipped().records("themes"):
        (file,) = (
            each for each in (tmp_path / "csv").iterdir() if each.name.startswith(f"bulletin-{theme['theme_id'][:20]}")
        )
        _, names, *rows = csv.reader(file.read_text("utf-8").splitlines())
        shown |= {
            (row["indicator_id"], row["measure"]): row["value"]
            for row in (dict(zip(names, each, strict=True)) for each in rows)
        }
    assert shown == {
        (row["indicator_id"], row["measure"]): f"{row['value']:.{row['decimals']}f}"
        for row in shipped().records("observations")
    }
