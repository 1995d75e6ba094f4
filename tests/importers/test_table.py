"""The import command: what a colleague filled in, as CSV or in Excel, is taken in whole, or each wrong cell is told by sheet, row and column letter."""

from __future__ import annotations

import builtins
import csv
import datetime as dt
import io
import json
import zipfile

import openpyxl
import pytest

import decheng_data as dd
from decheng_data.errors import PackageError
from decheng_data.exporters.contents import contents_of
from decheng_data.exporters.tidy import tidy
from decheng_data.importers.grid import letters
from decheng_data.importers.table import import_file
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.files import locks
from decheng_data.packages.package import open_package
from decheng_data.reading.read_package import ReadPackage
from tests.command import decheng_data
from tests.made_states import PERIOD, RELEASE, made_state

LABELS = [
    "release_id",
    "indicator_id",
    "measure",
    "period",
    "area",
    "comparison",
    "value",
    "decimals",
    "unit",
    "qualifier",
    "obs_status",
    "parent",
    "printed",
]
VALUE, PRINTED = LABELS.index("value"), LABELS.index("printed")
NEW = {
    "release_id": RELEASE,
    "indicator_id": "building_economy_tax",
    "measure": "level",
    "period": PERIOD,
    "area": "371402",
    "comparison": "none",
}
NEW |= {"value": 3.5, "decimals": 2, "unit": "hundred_million_yuan", "obs_status": "A", "printed": "3.50亿元"}


@pytest.fixture
def state(tmp_path):
    return made_state(tmp_path / "package")


def row(**cells):
    given = {**NEW, **cells}
    return [given.get(label) for label in LABELS]


def workbook(path, *rows, labels=LABELS, change=None, title="figures"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for cells in (labels, *rows):
        sheet.append(cells)
    if change:
        change(sheet)
    book.save(path)
    return path


def sheet_of(tmp_path, *rows, **more):
    return workbook(tmp_path / "figures.xlsx", *rows, **more)


def csv_file(path, *rows, labels=LABELS, encoding="utf-8", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([labels, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def findings(imported):
    return [(each.rule, each.field, each.message_en) for each in imported.report.findings]


def places(imported):
    return [(each.rule, each.message_en.split(": ")[0]) for each in imported.report.findings]


def written(state):
    return state.rows("observations")[-1]


# A table that fits


def test_a_sheet_is_taken_in_with_its_printed_decimals(state, tmp_path):
    imported = import_file(sheet_of(tmp_path, row()), state)
    assert (imported.report.ok, imported.added, imported.replaced, imported.unchanged) == (True, 1, 0, 0)
    assert written(state)["value"] == "3.50"
    assert dd.validate(state).ok


def test_an_export_that_was_changed_nowhere_changes_nothing(state, tmp_path):
    before, frame = state.texts(), tidy(contents_of(ReadPackage(open_package(state))))
    for number, labels in enumerate((frame.columns, sorted(frame.columns))):
        rows = [[_excel(record[label]) for label in labels] for record in frame.records]
        imported = import_file(workbook(tmp_path / f"{number}.xlsx", *rows, labels=labels), state)
        assert (imported.report.findings, imported.added, imported.unchanged) == ((), 0, len(rows))
    assert state.texts() == before


def test_the_exported_workbook_comes_back(state, tmp_path):
    (path,) = dd.export("xlsx", tmp_path / "bulletin.xlsx", state)
    imported = import_file(path, state)
    assert (imported.report.findings, imported.unchanged) == ((), len(state.rows("observations")))


def _excel(value):
    return float(value) if not isinstance(value, str | int | dt.date | None) else value


def test_the_tidy_csv_export_comes_back(state, tmp_path):
    state.set("observations", 2, note_en="=made up", note_zh="'引号")
    (path, *_) = dd.export("csv", tmp_path / "tidy.csv", state)
    imported = import_file(path, state)
    assert (imported.report.findings, imported.unchanged) == ((), len(state.rows("observations")))


def test_labels_may_be_titles_in_either_language_below_a_title(state, tmp_path):
    titles = {
        name: (entry.title, entry.json_schema_extra["title_zh"]) for name, entry in ObservationRow.model_fields.items()
    }
    for number, labels in enumerate(zip(*(titles[label] for label in LABELS), strict=True)):
        new = row(indicator_id=("retail_sales", "gdp")[number], measure="target")
        path = workbook(tmp_path / f"{number}.xlsx", [*labels], new, labels=["made up for a test"])
        assert import_file(path, state).added == 1


def test_stray_spaces_full_width_digits_and_empty_rows_do_no_harm(state, tmp_path):
    spaced = row(
        value="　３．５０ ", area=371402.0, unit=" hundred_million_yuan\u00a0", measure="ｌｅｖｅｌ", decimals="２"
    )
    assert import_file(sheet_of(tmp_path, [None] * 13, spaced, [None] * 13, ["  "]), state).added == 1
    assert (written(state)["value"], written(state)["area"]) == ("3.50", "371402")


def test_a_percent_cell_holds_a_hundredth_of_what_it_shows(state, tmp_path):
    def percent(sheet):
        sheet.cell(2, VALUE + 1).number_format = "0.0%"

    new = row(
        measure="growth_rate", comparison="previous_year", unit="percent", value=0.065, decimals=None, printed="6.5%"
    )
    assert import_file(sheet_of(tmp_path, new, change=percent), state).report.findings == ()
    assert (written(state)["value"], written(state)["decimals"]) == ("6.5", "1")


@pytest.mark.parametrize(
    ("number_format", "decimals"), [("0.00", "2"), ("#,##0.000", "3"), ("General", "1"), ('0.0"亿元"', "1")]
)
def test_decimals_follow_from_the_number_format_where_the_printed_form_says_none(
    state, tmp_path, number_format, decimals
):
    def formatted(sheet):
        sheet.cell(2, VALUE + 1).number_format = number_format

    imported = import_file(sheet_of(tmp_path, row(decimals=None, printed="未知"), change=formatted), state)
    assert [each.rule for each in imported.report.findings] == ["printed-agrees"]
    merged = list(csv.DictReader(io.StringIO(imported.text, newline="")))
    assert merged[-1]["decimals"] == decimals


def test_a_period_that_excel_took_for_a_day_is_a_month_again(state, tmp_path):
    imported = import_file(sheet_of(tmp_path, row(period=dt.datetime(2031, 6, 1))), state)  # noqa: DTZ001  # a spreadsheet knows no time zone
    assert imported.added == 1
    assert written(state)["period"] == "2031-06"


def test_a_formula_counts_by_its_saved_result(state, tmp_path):
    path = sheet_of(tmp_path, row(value="=1.75*2"))
    (found,) = import_file(path, state).report.findings
    assert (found.code, found.line, found.field, found.found) == ("importers.unsaved-formula", 2, "value", "=1.75*2")
    saved = path.with_name("saved.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(saved, "w") as new:
        for entry in old.infolist():
            new.writestr(
                entry,
                old.read(entry)
                .replace(b"<v></v>", b"<v>3.5</v>")
                .replace(b"<v />", b"<v>3.5</v>")
                .replace(b"<v/>", b"<v>3.5</v>"),
            )
    assert import_file(saved, state).added == 1


def test_several_sheets_are_taken_in_and_those_without_figures_passed_over(state, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["notes", "of nobody"])
    for number, indicator in enumerate(("building_economy_tax", "retail_sales")):
        sheet = book.create_sheet(f"sheet {number}")
        for cells in (LABELS, row(indicator_id=indicator, measure="target")):
            sheet.append(cells)
    book.save(tmp_path / "figures.xlsx")
    assert import_file(tmp_path / "figures.xlsx", state).added == 2


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("gb18030", ",")]
)
def test_csv_is_read_as_spreadsheets_save_it(state, tmp_path, encoding, delimiter):
    imported = import_file(
        csv_file(tmp_path / "figures.csv", row(value="3.50"), encoding=encoding, delimiter=delimiter), state
    )
    assert (imported.added, written(state)["printed"]) == (1, "3.50亿元")
    assert [(each.rule, each.severity) for each in imported.report.findings] == (
        [("encoding-error", "information")] if encoding == "gb18030" else []
    )


def test_big5_is_read_as_big5(state, tmp_path):
    labels, cells = (
        [*LABELS, "note_zh"],
        [*row(measure="growth_rate", comparison="previous_year", unit="percent", printed="3.50%"), "傳統漢字"],
    )
    imported = import_file(csv_file(tmp_path / "figures.csv", cells, labels=labels, encoding="big5"), state)
    assert (imported.added, written(state)["note_zh"]) == (1, "傳統漢字")
    assert [each.found for each in imported.report.findings] == ["Big5"]


# A table that does not fit


def test_each_wrong_cell_is_told_and_nothing_is_written(state, tmp_path):
    before = state.texts()
    wrong = [
        row(value="3.5亿"),
        row(unit="hundred_million", indicator_id="retail_sales", measure="share"),
        row(measure="levels"),
        row(obs_status=None, measure="rank"),
    ]
    imported = import_file(sheet_of(tmp_path, *wrong), state)
    assert places(imported)[:4] == [
        ("type-error", "figures.xlsx, sheet figures, cell G2 (value)"),
        ("foreign-key", "figures.xlsx, sheet figures, cell I3 (unit)"),
        ("constraint-error", "figures.xlsx, sheet figures, cell C4 (measure)"),
        ("constraint-error", "figures.xlsx, sheet figures, cell K5 (obs_status)"),
    ]
    assert not imported.report.ok
    assert state.texts() == before


def test_the_same_is_told_of_csv(state, tmp_path):
    imported = import_file(csv_file(tmp_path / "figures.csv", row(value="3.5亿")), state)
    assert places(imported) == [("type-error", "figures.csv, cell G2 (value)")]
    assert imported.report.findings[0].message_zh.startswith("figures.csv 单元格 G2 (value)：")


def test_a_rule_that_a_row_breaks_is_told_of_its_cell(state, tmp_path):
    imported = import_file(sheet_of(tmp_path, row(printed="3.60亿元")), state)
    ((rule, place),) = places(imported)
    assert (rule, place) == ("printed-agrees", "figures.xlsx, sheet figures, cell G2 (value)")
    assert "line" not in imported.report.findings[0].message_en


def test_a_rule_between_a_row_and_one_of_the_package_names_both(state, tmp_path):
    imported = import_file(
        sheet_of(
            tmp_path,
            row(indicator_id="provincial_municipal_key_projects", value=41, decimals=0, unit="item", printed="41个"),
        ),
        state,
    )
    (found,) = imported.report.findings
    assert (found.rule, found.file, found.line) == ("key-project-count-within-total", "figures.xlsx", 2)
    assert "line 11 of data/observations.csv" in found.message_en
    assert "figures.xlsx, sheet figures, row 2" in found.message_en


def test_spreadsheet_errors_and_merged_cells_are_told(state, tmp_path):
    def spoil(sheet):
        sheet.cell(2, VALUE + 1).value = "#N/A"
        sheet.merge_cells("A3:A4")

    rows = [row(), row(measure="target"), row(indicator_id="retail_sales", measure="target", release_id=None)]
    imported = import_file(sheet_of(tmp_path, *rows, change=spoil), state)
    assert findings(imported) == [
        (
            "type-error",
            "value",
            'figures.xlsx, sheet figures, cell G2 (value): found "#N/A", an error of the spreadsheet, expected a value.',
        ),
        (
            "merged-cells",
            None,
            "figures.xlsx, sheet figures, row 3: the cells A3:A4 are merged, and only the first of them has a value.",
        ),
    ]


def test_spreadsheet_errors_are_told_in_any_column_of_csv_too(state, tmp_path):
    path = csv_file(tmp_path / "figures.csv", [*row(value=" #REF! "), "#DIV/0!"], labels=[*LABELS, "note_en"])
    assert places(import_file(path, state)) == [
        ("type-error", "figures.csv, cell G2 (value)"),
        ("type-error", "figures.csv, cell N2 (note_en)"),
    ]


def test_merged_cells_of_a_title_are_no_fault(state, tmp_path):
    path = sheet_of(tmp_path, LABELS, row(), labels=["a title"], change=lambda sheet: sheet.merge_cells("A1:D1"))
    assert import_file(path, state).added == 1


def test_names_that_the_code_beside_them_does_not_have_are_told(state, tmp_path):
    labels = [*LABELS, "indicator_zh", "unit_en", "theme", "theme_en", "period_start", "area_zh"]
    right = [
        "楼宇经济贡献税收",
        "hundred million yuan",
        "services_and_consumption",
        "Services and consumption",
        dt.date(2031, 1, 1),
        "德城区",
    ]
    assert import_file(workbook(tmp_path / "right.xlsx", [*row(), *right], labels=labels), state).added == 1
    wrong = ["地区生产总值", "yuan", "overview", "Overview", dt.date(2030, 1, 1), "德州市"]
    imported = import_file(workbook(tmp_path / "wrong.xlsx", [*row(measure="target"), *wrong], labels=labels), state)
    assert [(rule, field) for rule, field, _ in findings(imported)] == [
        ("name-agrees", name) for name in labels[len(LABELS) :]
    ]
    assert imported.report.findings[0].expected == "楼宇经济贡献税收"


def test_a_row_with_unknown_codes_is_told_once(state, tmp_path):
    imported = import_file(
        workbook(
            tmp_path / "figures.xlsx",
            [*row(indicator_id="nothing", period="2031-H1"), "名称", dt.date(2031, 1, 1)],
            labels=[*LABELS, "indicator_zh", "period_start"],
        ),
        state,
    )
    assert [(rule, field) for rule, field, _ in findings(imported)] == [
        ("foreign-key", "indicator_id"),
        ("constraint-error", "period"),
    ]


def test_headers_are_told(state, tmp_path):
    labels = [
        "release_id",
        "indicator_id",
        "mesure",
        "period",
        "area",
        "comparison",
        "value",
        "value",
        "unit",
        None,
        "obs_status",
    ]
    cells = [RELEASE, "gdp", "target", PERIOD, "371402", "none", 1, 1, "hundred_million_yuan", "余", "A"]
    imported = import_file(workbook(tmp_path / "figures.xlsx", cells, labels=labels), state)
    assert places(imported) == [
        ("missing-label", "figures.xlsx, sheet figures, row 1 (measure)"),
        ("missing-label", "figures.xlsx, sheet figures, row 1 (printed)"),
        ("extra-label", "figures.xlsx, sheet figures, cell C1"),
        ("duplicate-label", "figures.xlsx, sheet figures, cell H1"),
        ("extra-label", "figures.xlsx, sheet figures, cell J1"),
    ]
    assert imported.report.findings[2].parts["hint"].en == 'did you mean "measure"?'


def test_a_file_without_header_or_without_rows_is_told(state, tmp_path):
    assert [rule for rule, *_ in findings(import_file(sheet_of(tmp_path, [1, 2], labels=["a", "b"]), state))] == [
        "blank-header"
    ]
    assert [rule for rule, *_ in findings(import_file(csv_file(tmp_path / "empty.csv", labels=[]), state))] == [
        "blank-header"
    ]
    nothing = import_file(sheet_of(tmp_path), state)
    assert (nothing.report.findings, nothing.added) == ((), 0)


# A figure that is there already


def test_a_reviewed_figure_is_never_overwritten_unasked(state, tmp_path):
    before = state.texts()
    gdp = row(indicator_id="gdp", value=151.0, decimals=1, obs_status="A", printed="151.0亿元")
    imported = import_file(sheet_of(tmp_path, gdp), state)
    assert [(rule, field) for rule, field, _ in findings(imported)] == [
        ("reviewed-row", "value"),
        ("reviewed-row", "obs_status"),
        ("reviewed-row", "printed"),
    ]
    first = imported.report.findings[0]
    assert (first.code, first.found, first.expected) == ("importers.reviewed-cell", "151.0", "150.0")
    assert state.texts() == before


def test_a_reviewed_figure_is_told_with_all_else_that_is_wrong_in_the_file(state, tmp_path):
    before = state.texts()
    gdp = row(indicator_id="gdp", value="abc", decimals=1, obs_status="A", parent="nothing", printed="151.0亿元")
    imported = import_file(sheet_of(tmp_path, row(value="3,5", obs_status="X"), gdp), state)
    assert [(each.line, each.rule, each.field) for each in imported.report.findings if each.level == 0] == [
        (2, "type-error", "value"),
        (2, "constraint-error", "obs_status"),
        (3, "type-error", "value"),
        (3, "reviewed-row", "obs_status"),
        (3, "foreign-key", "parent"),
        (3, "reviewed-row", "printed"),
    ]
    assert state.texts() == before


def test_replaced_figures_keep_what_the_file_has_no_column_for(state, tmp_path):
    state.set("observations", 2, section="1", note_en="made up,\nin two lines")
    gdp = row(indicator_id="gdp", value=151.0, decimals=1, obs_status="E", printed="151.0亿元")
    imported = import_file(sheet_of(tmp_path, gdp), state, replace=True)
    assert (imported.report.findings, imported.replaced) == ((), 1)
    first = state.rows("observations")[0]
    assert (first["value"], first["printed"], first["section"], first["note_en"]) == (
        "151.0",
        "151.0亿元",
        "1",
        "made up,\nin two lines",
    )


def test_what_the_package_was_told_of_before_is_no_fault_of_the_rows(state, tmp_path):
    state.set("observations", 3, printed="7.1%")
    assert not dd.validate(state).ok
    assert (
        import_file(
            csv_file(
                tmp_path / "all.csv", *[[each[label] for label in LABELS] for each in state.rows("observations")], row()
            ),
            state,
        ).added
        == 1
    )


# What cannot be imported


def test_what_is_no_file_is_said(state, tmp_path):
    (tmp_path / "round").symlink_to("round")
    for name, said in (
        ("", "is a folder; name the CSV file"),
        ("no.csv", r"there is nothing at .*no\.csv'; check the path"),
        ("round", "cannot be read: Too many"),
    ):
        with pytest.raises(dd.DechengDataError, match=said):
            import_file(tmp_path / name, state)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("figures.xlsx", b"PK\x03\x04nothing", "cannot be read as an Excel workbook"),
        ("figures.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx"),
        ("figures.csv", b"a\xff\xff\xff", "no text in UTF-8"),
        ("figures.csv", b"a\0b", "no text in UTF-8"),
        ("figures.csv", b'release_id,"' + b"a" * 200_000, "line 1"),
    ],
)
def test_a_file_that_is_no_table_is_said(state, tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(dd.DechengDataError, match=said):
        import_file(tmp_path / name, state)


def test_a_cell_beyond_the_csv_module_s_own_limit_is_said_with_its_line(state, tmp_path):
    path, before = csv_file(tmp_path / "figures.csv", row(printed="x" * 100)), csv.field_size_limit(50)
    try:
        with pytest.raises(
            dd.DechengDataError, match=r"figures\.csv, line \d: a quotation mark is open, or a cell is longer"
        ):
            import_file(path, state)
    finally:
        csv.field_size_limit(before)


def test_files_beyond_the_limits_are_not_read(state, tmp_path, monkeypatch):
    monkeypatch.setattr("decheng_data.importers.csv.BYTES_LIMIT", 10)
    monkeypatch.setattr("decheng_data.importers.xlsx.BYTES_LIMIT", 10)
    for path in (csv_file(tmp_path / "figures.csv"), sheet_of(tmp_path)):
        with pytest.raises(dd.DechengDataError, match="more than 0 MB"):
            import_file(path, state)


def test_no_file_and_no_package_are_said(state, tmp_path):
    with pytest.raises(dd.DechengDataError, match="check the path"):
        import_file(tmp_path / "nothing.csv", state)
    with pytest.raises(dd.PackageError, match="so nothing can be imported into it"):
        import_file(csv_file(tmp_path / "figures.csv", row()), tmp_path / "nowhere")
    assert import_file(csv_file(tmp_path / "figures.csv", row()), state.folder / "datapackage.json").added == 1


def test_a_package_that_is_not_sound_takes_nothing_in(state, tmp_path):
    state.set("observations", 2, value="x")
    with pytest.raises(dd.PackageError, match="not sound"):
        import_file(csv_file(tmp_path / "figures.csv", row()), state)


def test_a_table_in_another_dialect_takes_nothing_in(state, tmp_path):
    described = state.descriptor()
    observations = next(each for each in described["resources"] if each["name"] == "observations")
    observations["dialect"] = {"delimiter": ";"}
    state.path("observations").write_text(state.path("observations").read_text("utf-8").replace(",", ";"), "utf-8")
    state.describe(resources=described["resources"])
    with pytest.raises(dd.PackageError, match="commas"):
        import_file(csv_file(tmp_path / "figures.csv", row()), state)


def test_a_file_whose_hash_is_told_is_not_changed(state, tmp_path):
    described = state.descriptor()
    observations = next(each for each in described["resources"] if each["name"] == "observations")
    observations["bytes"] = state.path("observations").stat().st_size
    state.describe(resources=described["resources"])
    with pytest.raises(dd.PackageError, match="take these out of it first"):
        import_file(csv_file(tmp_path / "figures.csv", row()), state)


def test_a_table_that_cannot_be_written_is_said(state, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "decheng_data.importers.table.write_together",
        lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")),
    )
    with pytest.raises(dd.DechengDataError, match="No space left"):
        import_file(csv_file(tmp_path / "figures.csv", row()), state)


def test_without_openpyxl_the_extra_is_named(state, tmp_path, monkeypatch):
    path, real = sheet_of(tmp_path, row()), builtins.__import__
    monkeypatch.setattr(
        builtins,
        "__import__",
        lambda name, *rest: (_ for _ in ()).throw(ImportError()) if name == "openpyxl" else real(name, *rest),
    )
    with pytest.raises(dd.MissingExtraError, match=r"decheng-data\[import\]"):
        import_file(path, state)


# The command


def test_the_command_tells_the_report_and_exits_with_1(state, tmp_path, capsys):
    done = decheng_data(
        capsys,
        "import",
        sheet_of(tmp_path, row(value="x"), row(measure="levels")),
        "--into",
        state.folder,
        "--format",
        "json",
    )
    report = json.loads(done.out)
    assert done.status == 1
    assert [each["rule"] for each in report["findings"]] == ["type-error", "constraint-error"]
    assert report["outcomes"]["failed"] == 2
    assert done.err == "decheng-data: nothing was imported\n"


def test_the_command_takes_a_sheet_in(state, tmp_path, capsys):
    done = decheng_data(capsys, "import", sheet_of(tmp_path, row()), "--into", state.folder)
    assert (done.status, done.err) == (0, "decheng-data: 1 rows added, 0 replaced, 0 there already\n")
    again = decheng_data(capsys, "import", sheet_of(tmp_path, row()), "--into", state.folder, "--lang", "en")
    assert again.err == "decheng-data: 0 rows added, 0 replaced, 1 there already\n"


def test_the_command_says_what_cannot_be_read(state, tmp_path, capsys):
    done = decheng_data(capsys, "import", tmp_path / "nothing.csv", "--into", state.folder)
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(("column", "named"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(column, named):
    assert letters(column) == named


@pytest.mark.parametrize("above", ["德城区数据\r\n", "\r\n", "made up, by hand\r\n\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_title_above_the_header_does_not_hide_the_delimiter(tmp_path, state, above, delimiter):
    made = csv_file(tmp_path / "figures.csv", row(), delimiter=delimiter)
    made.write_bytes(above.encode() + made.read_bytes())
    imported = import_file(made, state)
    assert (imported.report.ok, imported.added, findings(imported)) == (True, 1, [])


def test_a_cell_that_could_not_be_read_is_told_once(tmp_path, state):
    import_file(sheet_of(tmp_path, row()), state)
    (told,) = import_file(sheet_of(tmp_path, row(value="=1+2.5")), state).report.findings
    assert (told.code, told.field, told.found) == ("importers.unsaved-formula", "value", "=1+2.5")


def test_an_unknown_label_is_shown_as_it_stands(tmp_path, state):
    made = workbook(tmp_path / "figures.xlsx", [*row(), "look"], labels=[*LABELS, "My Remark"])
    assert import_file(made, state).report.findings[0].found == "My Remark"


def test_two_imports_at_once_do_not_lose_each_other_s_rows(tmp_path, state, monkeypatch):
    pytest.importorskip("fcntl")
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    before = (state.folder / "data" / "observations.csv").read_bytes()
    with locks.locked(state.folder), pytest.raises(PackageError, match="is being written by another program"):
        import_file(sheet_of(tmp_path, row()), state)
    assert (state.folder / "data" / "observations.csv").read_bytes() == before


@pytest.mark.parametrize(("value", "printed"), [("157①", "157①亿元"), ("157.5²", "157.5亿元"), ("157*", "157亿元")])
def test_a_mark_of_a_note_is_named_and_becomes_no_digit(state, tmp_path, value, printed):
    imported = import_file(csv_file(tmp_path / "figures.csv", row(value=value, printed=printed)), state)
    told = [each for each in imported.report.findings if each.field == "value"]
    assert "which marks a note" in told[0].mend
    assert imported.report.exit_status() == 1
    assert "157①" not in state.path("observations").read_text("utf-8")


@pytest.mark.parametrize(("align", "sign"), [("superscript", "²"), ("subscript", "₂")])
def test_a_digit_above_or_below_the_line_of_a_workbook_is_a_mark(state, tmp_path, align, sign):
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    note = CellRichText("157.5", TextBlock(InlineFont(vertAlign=align), "2"))
    imported = import_file(sheet_of(tmp_path, row(value=note)), state)
    told = [each for each in imported.report.findings if each.field == "value"]
    assert (told[0].found, imported.report.exit_status()) == (f"157.5{sign}", 1)


@pytest.mark.parametrize(("value", "stored"), [("1.575E+02", "157.5"), ("1575e-1", "157.5"), ("+1.575E2", "157.5")])
def test_a_number_as_a_narrow_column_shows_it_is_stored_in_plain_digits(state, tmp_path, value, stored):
    import_file(csv_file(tmp_path / "figures.csv", row(value=value, decimals="1", printed=f"{stored}亿元")), state)
    values = {line["value"] for line in state.rows("observations")}
    assert stored in values
    assert value not in values
