"""Level 0, fault by fault: what is said of each bad cell and file, and what would mend it."""

from __future__ import annotations

import copy
import hashlib
from decimal import Decimal

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.column import Column
from decheng_data.packages.structure.source import BLOCK_BYTES, RECORD_LIMIT
from tests.counted_reading import Reading
from tests.growth import LIMIT, growth
from tests.made_packages import (
    FIGURES,
    HEADER,
    ROW,
    checker,
    descriptor,
    field,
    only,
    places,
    refers,
    resource,
    with_field,
    write_package,
)


@pytest.fixture
def check(tmp_path):
    return checker(tmp_path)


def test_a_sound_package(check):
    structure = check([HEADER, ROW])
    assert structure.findings == []
    (row,) = structure.tables["figures"]
    assert row.line == 2
    assert row.cells["value"] == Decimal("157.5")
    assert repr(row).startswith("TypedRow(2, {'code': 'gdp', 'value': Decimal('157.5')")
    assert structure.partial == {"figures": []}
    assert structure.of_faulty_rows("figures", "code") == frozenset()


def test_a_finding_says_where_what_stands_there_what_was_expected_and_what_would_mend_it(check):
    finding = only(check([HEADER, ROW, ["revenue", "42.7亿", "", ""]]))
    assert (finding.rule, finding.severity, finding.outcome, finding.level) == (
        "type-error",
        "error",
        Outcome.FAILED,
        0,
    )
    assert (finding.file, finding.line, finding.field, finding.found, finding.expected) == (
        "data/figures.csv",
        3,
        "value",
        "42.7亿",
        "a number such as 42.7",
    )
    assert finding.message_en == 'data/figures.csv line 3, field value: found "42.7亿", expected a number such as 42.7.'
    assert finding.message_zh == "data/figures.csv 第 3 行 value 字段：此处为“42.7亿”，应为数字，如 42.7。"
    assert finding.mend == "Write 42.7 and put the unit 亿 in its own column."
    assert finding.mend_zh == "请只写 42.7，单位“亿”另列。"


def test_the_keys_of_rows_with_a_fault_are_told_where_they_can_be_read(check):
    structure = check([HEADER, ROW, ["revenue", "42.7亿", "", ""], ["", "1", "", ""]])
    assert structure.of_faulty_rows("figures", "code") == {"revenue"}
    assert structure.of_faulty_rows("other", "code") == frozenset()


@pytest.mark.parametrize(
    ("cell", "rule", "mend"),
    [
        ("４２．７", "type-error", "Write 42.7 in ASCII characters."),
        ("－3", "type-error", "Write -3 in ASCII characters."),
        ("1,234.5", "type-error", "Write 1234.5 without thousands separators."),
        ("1_000", "type-error", "Write 1000 without thousands separators."),
        ("42,7", "type-error", "Write 42.7 with a decimal point."),
        ("42.7亿", "type-error", "Write 42.7 and put the unit 亿 in its own column."),
        ("15.7%", "type-error", "Write 15.7 and put the unit % in its own column."),
        (" 42.7", "type-error", "Remove the spaces around it."),
        ("NaN", "type-error", "Leave the cell empty where there is no value."),
        ("inf", "type-error", "Leave the cell empty where there is no value."),
        ("sNaN", "type-error", "Correct the cell."),
        ("about", "type-error", "Correct the cell."),
        ("1e400", "constraint-error", "Correct the cell."),
        ("1000000000000001", "constraint-error", "Correct the cell."),
        ("0.0000000001", "constraint-error", "Correct the cell."),
    ],
)
def test_what_is_no_number_in_range(check, cell, rule, mend):
    finding = only(check([HEADER, ["gdp", cell, "", ""]]))
    assert (finding.rule, finding.line, finding.field, finding.found, finding.mend) == (rule, 2, "value", cell, mend)


def test_a_decimal_of_a_million_digits_is_told_at_once_and_in_short(check):
    def checked(digits):
        return check([HEADER, ["gdp", "9" * digits, "", ""]])

    assert growth(checked, 500_000) < LIMIT
    finding = only(checked(1_000_000))
    assert finding.rule == "constraint-error"
    assert finding.expected == "a number from -10^15 to 10^15 with at most 9 decimals and 64 characters"
    assert finding.message_en.endswith(
        'found "' + "9" * 60 + '… (1000000 characters)", expected ' + finding.expected + "."
    )


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("2020-1-1", "Write 2020-01-01."),
        ("2020/01/02", "Write 2020-01-02."),
        ("2021年6月30日", "Write 2021-06-30."),
        ("20210630", "Write 2021-06-30."),
        ("2021-06-31", "Correct the cell."),
    ],
)
def test_what_is_no_date(check, cell, mend):
    finding = only(check([HEADER, ["gdp", "", cell, ""]]))
    assert (finding.rule, finding.field, finding.mend) == ("type-error", "day", mend)


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        ("yi_yaun", 'Did you mean "yi_yuan"?'),
        ("percent ", "Remove the spaces around it."),
        ("ｐercent", "Write percent in ASCII characters."),
        ("kg", "Correct the cell."),
    ],
)
def test_what_is_not_in_a_list(check, cell, mend):
    finding = only(check([HEADER, ["gdp", "", "", cell]]))
    assert (finding.rule, finding.expected, finding.mend) == ("constraint-error", "one of yi_yuan, percent", mend)


def test_a_whole_number_that_is_none_and_what_would_mend_it(check):
    assert (
        only(check([["a"], ["1,000"]], with_field(field("a", "integer")))).mend
        == "Write 1000 without thousands separators."
    )


@pytest.mark.parametrize(("spaces", "mend"), [(61, "Remove the spaces around it."), (62, "Correct the cell.")])
def test_a_hint_is_given_for_cells_of_up_to_64_characters(check, spaces, mend):
    assert only(check([["a"], ["1.5" + " " * spaces]], with_field(field("a", "number")))).mend == mend


def test_a_column_remembers_the_values_of_so_many_texts(monkeypatch):
    monkeypatch.setattr("decheng_data.packages.structure.column.REMEMBERED_CELLS", 2)
    column = Column({"name": "a", "type": "integer"}, [""], [])
    assert [column[text] for text in ("1", "2", "3", "1")] == [1, 2, 3, 1]
    assert list(column) == ["1", "2"]


def test_a_missing_resource_is_told_and_the_others_are_checked(check):
    other = resource("other", [field("a", "integer")])
    structure = check([HEADER, ["gdp", "x", "", ""]], descriptor(other, FIGURES))
    missing, bad = structure.findings
    assert (missing.rule, missing.outcome, missing.file) == ("scheme-error", Outcome.ERROR, "data/other.csv")
    assert missing.message_en == "data/other.csv: the file of the resource 'other' is not there."
    assert missing.mend == "Add it, or correct the path."
    assert bad.rule == "type-error"
    assert set(structure.tables) == {"figures"}


def test_a_file_that_cannot_be_read_is_told(check, monkeypatch):
    package_open = open_package.__globals__["Folder"].open

    def failing(self, path):
        if path.endswith(".csv"):
            raise PermissionError(13, "Permission denied")
        return package_open(self, path)

    monkeypatch.setattr("decheng_data.packages.files.folder.Folder.open", failing)
    finding = only(check([HEADER]))
    assert (finding.rule, finding.outcome) == ("scheme-error", Outcome.ERROR)
    assert "cannot be read: Permission denied" in finding.message_en


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf"])
def test_an_empty_file(check, content):
    findings = [finding for finding in check(content).findings if finding.severity == "error"]
    assert [finding.rule for finding in findings] == ["source-error"]
    assert findings[0].message_en == "data/figures.csv line 1: the file is empty."


def test_a_blank_header_with_rows_below_it(check):
    assert places(check(b"\n" + ",".join(ROW).encode() + b"\n")) == [("blank-header", 1, None)]


def test_a_file_of_one_long_line_is_one_fault_and_no_reference_is_held_against_it(check, tmp_path, monkeypatch):
    other = resource("other", [field("figure")], foreignKeys=[refers("figure", "figures", "code")])
    write_package(tmp_path, {}, {"data/figures.csv": b""})
    with (tmp_path / "data" / "figures.csv").open("r+b") as stream:
        stream.truncate(100 * 2**20)
    reading = Reading()
    monkeypatch.setattr(
        "decheng_data.packages.files.folder.Folder.open", lambda folder, path: reading.open(folder.root / path)
    )
    finding = only(check(None, descriptor(FIGURES, other), other=[["figure"], ["gdp"]]))
    assert RECORD_LIMIT < reading.taken < RECORD_LIMIT + 2 * BLOCK_BYTES
    assert (finding.rule, finding.line) == ("source-error", 1)
    assert "longer than 16777216 bytes" in finding.message_en


def test_gb18030_is_an_encoding_fault_and_its_other_faults_are_found(check):
    content = "code,value,day,unit\n德城,多,,\n".encode("gb18030")
    findings = check(content).findings
    assert [(finding.rule, finding.line) for finding in findings] == [("type-error", 2), ("encoding-error", 2)]
    assert findings[0].found == "多"
    assert findings[1].message_en == "data/figures.csv line 2: the line is in GB18030, expected utf-8."
    assert findings[1].mend == "Save the file as UTF-8."


def test_a_byte_order_mark_and_crlf_are_information(check):
    structure = check(b"\xef\xbb\xbfcode,value,day,unit\r\ngdp,1,,\r\n")
    assert [(finding.rule, finding.severity) for finding in structure.findings] == [
        ("byte-order-mark", "information"),
        ("line-ending", "information"),
    ]
    assert len(structure.tables["figures"]) == 1


def test_hash_and_size_are_checked_where_they_stand(check):
    content, sha1 = b"code,value,day,unit\n", "5b2bb5d5d6b1f7b1a3b5c2b8b1c1ad3b2e3e2b4a"
    finding = only(check(content, descriptor({**FIGURES, "bytes": 19})))
    assert (finding.rule, finding.found, finding.expected, finding.line) == ("byte-count", "20", "19 bytes", None)
    assert only(check(content, descriptor({**FIGURES, "hash": f"sha1:{sha1}"}))).rule == "hash-count"
    for prefix, digits in [
        ("", hashlib.md5(content).hexdigest()),
        *((f"{name}:", hashlib.new(name, content).hexdigest()) for name in ("md5", "sha1", "sha256", "sha512")),
    ]:
        assert check(content, descriptor({**FIGURES, "hash": prefix + digits, "bytes": 20})).findings == []


def test_numbers_of_fields_and_rows_are_checked_where_they_stand(check):
    structure = check([HEADER, ROW, []], descriptor({**FIGURES, "fields": 5, "rows": 1}))
    assert [finding.rule for finding in structure.findings if finding.line is None] == ["field-count", "row-count"]
    assert check([HEADER, ROW], descriptor({**FIGURES, "fields": 4, "rows": 1})).findings == []


def test_missing_values_of_schema_and_field(check):
    described = descriptor(
        resource("figures", [field("a", "number", missingValues=["none"]), field("b", "integer")], missingValues=["-"])
    )
    structure = check([["a", "b"], ["none", "-"], ["1", "2"], ["-", ""]], described)
    assert [place for place in places(structure) if place[1] != 2] == [("type-error", 4, "a"), ("type-error", 4, "b")]
    labelled = copy.deepcopy(described)
    labelled["resources"][0]["schema"]["missingValues"] = [{"value": "-", "label": "not known"}]
    assert check([["a", "b"], ["1", "-"]], labelled).findings == []


def test_categories_are_enforced(check):
    described = descriptor(
        resource(
            "figures",
            [field("a", categories=["x", "y"]), field("b", "integer", categories=[{"value": 1, "label": "one"}])],
        )
    )
    assert places(check([["a", "b"], ["x", "1"], ["z", "2"]], described)) == [
        ("constraint-error", 3, "a"),
        ("constraint-error", 3, "b"),
    ]


def test_what_is_neither_true_nor_false(check):
    structure = check([["a"], ["TRUE "], [" yes "]], with_field(field("a", "boolean")))
    assert [finding.expected for finding in structure.findings] == [
        "one of true, True, TRUE, 1, false, False, FALSE, 0"
    ] * 2
    assert [finding.mend for finding in structure.findings] == ["Remove the spaces around it.", "Correct the cell."]


def test_ten_thousand_different_cells_that_are_not_in_a_list_are_told_quickly(check):
    described = with_field(field("a", enum=["yi_yuan", "percent", "wan_yuan"]))

    def checked(count):
        return check([["a"], *([f"yi_yu{number}"] for number in range(count))], described)

    assert growth(checked, 1000) < LIMIT
    structure = checked(10_000)
    assert len(structure.findings) == 10_000
    assert structure.findings[0].mend == 'Did you mean "yi_yuan"?'
    assert structure.findings[-1].mend == "Correct the cell."


def test_a_name_is_not_looked_up_among_too_many(check, monkeypatch):
    monkeypatch.setattr("decheng_data.packages.structure.hints.COMPARED_NAMES", 2)
    assert only(check([HEADER, ["gdp", "", "", "yi_yuaan"]])).mend == 'Did you mean "yi_yuan"?'
    monkeypatch.setattr("decheng_data.packages.structure.hints.COMPARED_NAMES", 1)
    assert only(check([HEADER, ["gdp", "", "", "yi_yuaan"]])).mend == "Correct the cell."


def test_ten_thousand_faults_at_once_are_all_told_and_quickly(check):
    def checked(count):
        return check([HEADER, *([f"c{number}", "４２", "2020-1-1", "kg"] for number in range(count))])

    assert growth(checked, 500) < LIMIT
    structure = checked(5000)
    assert len(structure.findings) == 15_000
    assert structure.unlisted == 0
    assert structure.findings[-1].line == 5001


def test_beyond_a_limit_faults_are_counted_only(check, monkeypatch):
    monkeypatch.setattr("decheng_data.packages.structure.findings.LISTED_LIMIT", 10)
    structure = check([HEADER, *([f"c{number}", "x", "", ""] for number in range(25))])
    assert len(structure.findings) == 11
    assert structure.unlisted == 15
    more = structure.findings[-1]
    assert (more.rule, more.severity, more.file, more.line) == ("source-error", "error", "data/figures.csv", None)
    assert more.message_en == "data/figures.csv: 15 more faults were found and are not listed."
    assert more.message_zh == "data/figures.csv：另有 15 处错误未列出。"
    assert (more.mend, more.mend_zh) == ("Fix those that are listed first.", "请先改正已列出的各处。")
