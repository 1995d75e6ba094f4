"""Frictionless is the oracle: what it refuses is refused here, at the same place."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.packages.package import open_package
from decheng_data.packages.structure.check import check_structure
from tests.examples import examples
from tests.made_packages import as_csv, descriptor, field, refers, resource, write_package

FIELDS = [
    field("code", pattern="[a-z][a-z0-9]*", maxLength=6),
    field("name", minLength=2, required=True, missingValues=["", "none"]),
    field("size", "number", minimum=0, exclusiveMaximum=1000),
    field("free", "number"),
    field("count", "integer", minimum=-5, maximum="99", enum=[-1, 0, 1, 2, 3, 42]),
    field("done", "boolean"),
    field("since", "date", minimum="2000-01-01"),
    field("tags", "list", delimiter="|", minLength=1, maxLength=3),
    field("year", "year", maximum=2030),
    field("month", "yearmonth"),
    field("unit", enum=["m", "kg"], unique=True),
    field("what", "any"),
    field("parent"),
    field("money", "number", groupChar=",", decimalChar=".", bareNumber=False),
]
NAMES = [each["name"] for each in FIELDS]
UNITS = resource(
    "units", [field("id", required=True), field("group"), field("rank", "integer", unique=True)], primaryKey=["id"]
)
FIGURES = resource(
    "figures",
    FIELDS,
    primaryKey=["code", "year"],
    foreignKeys=[refers("unit", "units", "id"), refers(["parent"], "", ["code"])],
    missingValues=["", "-"],
)
DESCRIPTOR = descriptor(UNITS, FIGURES)

codes = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
decimals = st.decimals(0, 999, places=2).map(str)
optional = {
    "size": decimals,
    "free": st.one_of(decimals, st.sampled_from(["-3", "+4.5", "1e3", ".5", "7."])),
    "count": st.sampled_from(["-1", "0", "1", "2", "3", "42", "-"]),
    "done": st.sampled_from(["true", "False", "1", "0"]),
    "since": st.dates(min_value=date(2000, 1, 1)).map(str),
    "tags": st.lists(codes, min_size=1, max_size=3).map("|".join),
    "month": st.sampled_from(["2021-01", "1999-12"]),
    "what": st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=5),
    "money": st.sampled_from(["1,234.50", "¥12", "12元", "-7"]),
}


@st.composite
def rows_of_figures(draw: st.DrawFn) -> list[list[str]]:
    """Rows that keep the schema; the header first."""
    keys = draw(st.lists(codes, min_size=1, max_size=5, unique=True))
    units = draw(st.permutations(["m", "kg", *[""] * (len(keys) - 1)]))
    rows = []
    for key, unit in zip(keys, units, strict=False):
        cells = {name: draw(st.one_of(st.just(""), strategy)) for name, strategy in optional.items()}
        cells |= {
            "code": key,
            "name": draw(st.text(st.characters(categories=["Lo", "Ll"]), min_size=2, max_size=3)),
            "year": draw(st.sampled_from(["2020", "2021"])),
        }
        cells |= {"unit": unit, "parent": draw(st.sampled_from(["", *keys]))}
        rows.append([cells[name] for name in NAMES])
    return [NAMES, *rows]


UNIT_ROWS = [["id", "group", "rank"], ["m", "length", "1"], ["kg", "mass", "2"], ["s", "", ""]]
# Not sNaN: Frictionless breaks over it.
# fmt: off
JUNK = [
    "x", "４２．７", "1_000", " 5 ", "NaN", "-NaN", "inf", "-Infinity", "1e400", "1e9999999999999999999", "0e999999", "-1", "1,5", "1,234,567", "42.7亿",
    "2020-1-1", "2020-13-01", "２０２１-01-01", "2021-06-31", "true ", "yes", "是", "", "", "0x10", "1e3", "1.5\n+5", "2021-6", "21-06", "2021-00",
    "10000", "-001", "２０２０", "none", "-", "m", "kg", "s", "a", "b", "false", "0", "1", "42", "99", "999.995", "1000", "-0", ".", "'", '"', 'a"b', ",",
    ";", "\t", " ", "\ufeff", "中文", "1234567890", "1.0000000001", "1000000000000001", "x", "y",
]
# fmt: on
junk = st.one_of(
    st.sampled_from([*JUNK, "||", "a|b", "a||b", "a|b|c|d", "9" * 70, "9" * 5000, "\n", "a\nb", "\r\n"]),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=4),
)


@st.composite
def broken_rows(draw: st.DrawFn, rows: list[list[str]]) -> list[list[str]]:
    """The rows with some faults in cells, rows and header."""
    broken = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, 4))):
        number = draw(st.integers(0, len(broken) - 1))
        change = draw(st.sampled_from([_cell] * 6 + [_cut, _append, _blank, _empty, _twice, _swap, _drop, _copy]))
        change(draw, broken, number, draw(st.integers(0, max(0, len(broken[number]) - 1))))
    return broken


def _cell(draw, rows, number, place):
    rows[number][place : place + 1] = [
        draw(junk if number else st.one_of(junk, st.sampled_from([*NAMES, "", " code "])))
    ]


def _cut(draw, rows, number, place):
    rows[number][place : place + 1] = []


def _append(draw, rows, number, place):
    rows[number].append(draw(junk))


def _blank(draw, rows, number, place):
    rows[number] = [draw(st.sampled_from(["", "-"])) for _ in rows[number]]


def _empty(draw, rows, number, place):
    rows.insert(number, [])


def _twice(draw, rows, number, place):
    rows.insert(number, list(rows[number]))


def _swap(draw, rows, number, place):
    row = rows[number]
    if row:
        other = draw(st.integers(0, len(row) - 1))
        row[place], row[other] = row[other], row[place]


def _drop(draw, rows, number, place):
    rows[number:] = rows[number + 1 :] or rows[number:]


def _copy(draw, rows, number, place):
    cells = [row[place] for row in rows[1:] if len(row) > place]
    if number and cells:
        rows[number][place : place + 1] = [draw(st.sampled_from(cells))]


Place = tuple[str, str, int | None, str | None]
"""Rule, file, line, field."""

WITHOUT_ROW = {"source-error", "encoding-error", "scheme-error", "hash-count", "byte-count"}
WITHOUT_FIELD = {"primary-key", "foreign-key", "blank-row", "extra-cell", "blank-header"} | WITHOUT_ROW


def first_lines(content: bytes) -> list[int]:
    """The line on which each record of a file starts, as the csv module counts lines."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    lines, line, before = [], 1, csv.field_size_limit(2**31 - 1)
    try:
        for _ in reader:
            lines.append(line)
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(before)
    return lines


def oracle_places(folder: Path) -> set[Place]:
    """Where Frictionless finds what. Rows become lines; the field of an extra label is the label (its own says none)."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert not report.errors, report.errors
    return {place for task in report.tasks for place in _places(task, folder)}


def _places(task: Any, folder: Path) -> set[Place]:
    lines = first_lines((folder / task.place).read_bytes()) if (folder / task.place).exists() else []
    found = set()
    for error in task.errors:
        told = error.to_dict()
        name = told["label"].strip() or None if error.type == "extra-label" else told.get("fieldName")
        line = 1 if error.type.endswith("label") else lines[told["rowNumber"] - 1] if "rowNumber" in told else None
        found.add((error.type, task.place, line, None if error.type in WITHOUT_FIELD else name))
    return found


def own_places(folder: Path) -> set[Place]:
    findings = check_structure(open_package(folder), contract={}).findings
    return {
        (
            each.rule,
            each.file or "",
            None if each.rule in WITHOUT_ROW else each.line,
            None if each.rule in WITHOUT_FIELD else each.field,
        )
        for each in findings
        if each.severity == "error"
    }


def check(files: dict[str, Any], described: Any = DESCRIPTOR) -> tuple[set[Place], set[Place]]:
    with tempfile.TemporaryDirectory() as folder:
        package = write_package(Path(folder), described, files)
        oracle, own = oracle_places(package), own_places(package)
    assert oracle <= own, f"Frictionless alone: {oracle - own}"
    return oracle, own


@given(rows=rows_of_figures())
@examples(25)
def test_a_sound_package_has_no_findings(rows):
    oracle, own = check({"data/figures.csv": rows, "data/units.csv": UNIT_ROWS})
    assert not oracle
    assert not own


@given(data=st.data())
@examples(50)
def test_what_frictionless_refuses_in_cells_rows_and_header_is_refused_at_the_same_place(data):
    figures = data.draw(rows_of_figures().flatmap(broken_rows))
    units = data.draw(st.one_of(st.just(UNIT_ROWS), broken_rows(UNIT_ROWS)))
    check({"data/figures.csv": figures, "data/units.csv": units})


BYTES = [
    b"\xff",
    b"\xe5\xbe",
    "德".encode("gb18030"),
    "德".encode(),
    b"\n",
    b"\r",
    b"\r\n",
    b'"',
    b'""',
    b",",
    b"\0",
    b"\x0b",
    b"\xc2\x85",
    b"\xef\xbb\xbf",
    b";",
    b"\t",
    b"'",
    b" ",
]


@given(data=st.data())
@examples(25)
def test_what_frictionless_refuses_in_bytes_is_refused_at_the_same_place(data):
    contents = {"data/figures.csv": as_csv(data.draw(rows_of_figures())), "data/units.csv": as_csv(UNIT_ROWS)}
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(sorted(contents)))
        content = contents[path]
        place, length = data.draw(st.integers(0, len(content))), data.draw(st.sampled_from([0, 0, 1, 5]))
        contents[path] = content[:place] + data.draw(st.sampled_from(BYTES)) + content[place + length :]
    check_bytes(contents)


def check_bytes(contents: dict[str, Any]) -> None:
    """An encoding fault is told at its own file; Frictionless tells it, and nothing else, at each file that refers to that one."""
    with tempfile.TemporaryDirectory() as folder:
        package = write_package(Path(folder), DESCRIPTOR, contents)
        oracle, own = oracle_places(package), own_places(package)
    encoding = {place for place in oracle if place[0] == "encoding-error"}
    assert bool(encoding) <= any(place[0] == "encoding-error" for place in own)
    assert oracle - encoding <= own, f"Frictionless alone: {oracle - encoding - own}"
