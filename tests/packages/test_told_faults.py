"""Every sentence of level 0, in both languages, as it is told: tests/told/ holds them as they were last read and found good.

A sentence that changes on purpose is changed there too: the failing test says where the new text lies.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.check import check_structure
from tests.made_packages import FIGURES, HEADER, ROW, descriptor, field, refers, resource, with_field, write_package
from tests.packages.test_descriptors import BROKEN_DESCRIPTORS, with_resource, with_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.model.finding import Finding

TOLD = Path(__file__).parent / "told"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
LABELS = b"code,value,day,unit\n"
UNITS = resource("units", [field("id"), field("kind")], primaryKey="id")


def contract(**changes: Any) -> dict[str, Any]:
    """What the table of figures must keep at least: its own schema, changed."""
    return {"figures": {**FIGURES["schema"], **changes}}


def pairs(*fields: dict[str, Any], rows: list[list[str]], **more: Any) -> tuple[Any, Any]:
    """A table of these fields, and its rows."""
    return descriptor(resource("figures", list(fields), **more)), {
        "figures": [[each["name"] for each in fields], *rows]
    }


CASES: dict[str, dict[str, tuple[Any, ...]]] = {
    "files": {
        "the file is not there": (descriptor(FIGURES), {}),
        "the file is empty": (descriptor(FIGURES), {"figures": b""}),
        "a pointer of Git LFS": (descriptor(FIGURES), {"figures": POINTER}),
        "another encoding": (descriptor(FIGURES), {"figures": "code,value,day,unit\n".encode("utf-16")}),
        "a line in GB18030": (descriptor(FIGURES), {"figures": LABELS + "德城,1,,\n".encode("gb18030")}),
        "two lines in GB18030": (descriptor(FIGURES), {"figures": LABELS + "德城,1,,\n德州,1,,\n".encode("gb18030")}),
        "bytes that are damaged": (
            descriptor(FIGURES),
            {"figures": LABELS + "德城区经济,1,,\n".encode().replace("济".encode(), b"\xe6\xb5")},
        ),
        "a byte-order mark and CRLF": (descriptor(FIGURES), {"figures": b"\xef\xbb\xbf" + LABELS + b"gdp,1,,\r\n"}),
        "a lone CR": (descriptor(FIGURES), {"figures": LABELS + b"gdp,1,,\rrevenue,1,,\n"}),
        "a NUL": (descriptor(FIGURES), {"figures": LABELS + b"g\0dp,1,,\n"}),
        "a quotation left open": (descriptor(FIGURES), {"figures": LABELS + b'"gdp,1,,\n'}),
        "a record too long": (descriptor(FIGURES), {"figures": LABELS + b"x" * 30_000}),
        "another size and another hash": (with_resource(bytes=9, hash="0" * 32), {"figures": LABELS}),
        "another hash of a kind that is named": (with_resource(hash="sha1:" + "0" * 40), {"figures": LABELS}),
        "other numbers of fields and rows": (with_resource(fields=5, rows=2), {"figures": LABELS}),
    },
    "headers-and-rows": {
        "semicolons": (with_field(field("a"), field("b")), {"figures": b"a;b\n"}),
        "tabs": (with_field(field("a"), field("b")), {"figures": b"a\tb\n"}),
        "vertical bars": (with_field(field("a"), field("b")), {"figures": b"a|b\n"}),
        "another order": (descriptor(FIGURES), {"figures": [["code", "day", "value", "unit"]]}),
        "columns too many": (descriptor(FIGURES), {"figures": [[*HEADER, "note", " more "]]}),
        "columns missing": (descriptor(FIGURES), {"figures": [["code", "unit"]]}),
        "nothing explains it, and one is missing": (descriptor(FIGURES), {"figures": [["a", "b", "c"]]}),
        "nothing explains it, and one is too many": (descriptor(FIGURES), {"figures": [["a", "b", "c", "d", "e"]]}),
        "one twice": (descriptor(FIGURES), {"figures": [["code", "value", "value", "unit"]]}),
        "blank, with spaces, and renamed": (descriptor(FIGURES), {"figures": [["code", " ", "day ", "units"]]}),
        "more columns than are read": (descriptor(FIGURES), {"figures": b"," * 12_000 + b"\n"}),
        "the first line is blank": (descriptor(FIGURES), {"figures": b"\ngdp,1,,\n"}),
        "rows blank, short and long": (descriptor(FIGURES), {"figures": LABELS + b"\ngdp,1\nrevenue,2,,,x,\n"}),
        "rows much too short and too long": (descriptor(FIGURES), {"figures": LABELS + b"gdp\nrevenue,2,,,x,y,z\n"}),
    },
    "cells": {
        "no number": pairs(field("a", "number"), rows=[["x"], ["1e400"], ["42.7亿"], ["1,000"]]),
        "no whole number": pairs(field("a", "integer"), rows=[["1.5"], ["9" * 20]]),
        "neither true nor false": pairs(field("a", "boolean"), rows=[["maybe"]]),
        "no date": pairs(field("a", "date"), rows=[["2021/6/30"], ["soon"]]),
        "no year": pairs(field("a", "year"), rows=[["21"]]),
        "no year and month": pairs(field("a", "yearmonth"), rows=[["2021-13"]]),
        "no list": pairs(field("a", "list", itemType="integer"), rows=[["1,x"]]),
        "no list with another delimiter": pairs(field("a", "list", delimiter="|"), rows=[["a||b"]]),
        "below and above": pairs(field("a", "number", minimum=1, maximum=3), rows=[["0"], ["4"]]),
        "at what is excluded": pairs(field("a", "number", exclusiveMinimum=1, exclusiveMaximum=3), rows=[["1"], ["3"]]),
        "too short and too long": pairs(field("a", minLength=2, maxLength=3), rows=[["a"], ["abcd"]]),
        "too few and too many": pairs(field("a", "list", minLength=2, maxLength=3), rows=[["a"], ["a,b,c,d"]]),
        "another pattern": pairs(field("a", pattern="[a-z]+"), rows=[["A"]]),
        "not in a list": pairs(
            field("a", enum=["yi_yuan", "percent"]), rows=[["yi_yaun"], ["kg"], ["percent "], ["ｐercent"]]
        ),
        "not in the categories": pairs(
            field("a", categories=[{"value": "x", "label": "an x"}, {"value": "y"}]), rows=[["z"]]
        ),
        "empty where a value is demanded": pairs(field("a", required=True), field("b"), rows=[["", "x"]]),
        "long, and with signs that cannot be printed": pairs(field("a", "number"), rows=[["y" * 70], ["\x1b[31m"]]),
    },
    "keys": {
        "one primary key twice": pairs(field("a"), rows=[["x"], ["x"]], primaryKey="a"),
        "one primary key four times": pairs(field("a"), field("b"), rows=[["x", "1"]] * 4, primaryKey=["a", "b"]),
        "no primary key": pairs(
            field("a"), field("b"), field("c"), rows=[["", "", "1"], ["", "", "2"]], primaryKey=["a", "b"]
        ),
        "unique values twice": pairs(field("a", unique=True), rows=[["x"], ["x"]]),
        "unique keys twice": pairs(field("a"), field("b"), rows=[["x", "y"], ["x", "y"]], uniqueKeys=[["a", "b"]]),
        "references to nothing": (
            descriptor(
                resource(
                    "figures",
                    [field("a"), field("b")],
                    foreignKeys=[refers("a", "units", "id"), refers(["a", "b"], "units", ["id", "kind"])],
                ),
                UNITS,
            ),
            {
                "figures": [["a", "b"], ["percnt", "ratio"], ["kg", "mass"]],
                "units": [["id", "kind"], ["percent", "ratio"]],
            },
        ),
        "a reference to a table that is not there": (
            descriptor(
                resource("figures", [field("a"), field("b")], foreignKeys=[refers(["a", "b"], "nothing", ["x", "y"])])
            ),
            {"figures": [["a", "b"]]},
        ),
        "a reference to fields that are not there": (
            descriptor(resource("figures", [field("a"), field("b")], foreignKeys=[refers(["a", "b"], "", ["x", "y"])])),
            {"figures": [["a", "b"]]},
        ),
    },
    "contract": {
        "no such table": (
            descriptor(UNITS),
            {"units": [["id", "kind"]]},
            contract() | {f"more_{number}": {"fields": [field("a")]} for number in range(1, 9)},
        ),
        "fields fewer and more": (
            with_field(field("code"), field("extra")),
            {"figures": [["code", "extra"]]},
            {"figures": {"fields": [field("code"), field("value")]}},
        ),
        "another order": (
            with_field(field("b"), field("a")),
            {"figures": [["a", "b"]]},
            {"figures": {"fields": [field("a"), field("b")]}},
        ),
        "another type": (with_field(field("a")), {"figures": [["a"]]}, {"figures": {"fields": [field("a", "number")]}}),
        "looser": (
            with_field(field("a", maxLength=9), field("b", "number")),
            {"figures": [["a", "b"]]},
            {"figures": {"fields": [field("a", maxLength=5, required=True), field("b", "number", minimum=0)]}},
        ),
        "other keys": (
            with_schema(primaryKey="value", missingValues=["-"]),
            {"figures": [HEADER, ROW]},
            contract(uniqueKeys=[["unit"]], foreignKeys=[refers(["code", "unit"], "", ["unit", "code"])]),
        ),
    },
    "descriptors": {said: (described, {"figures": [HEADER, ROW]}) for described, _, said in BROKEN_DESCRIPTORS}
    | {
        "checks": (with_resource(checks=[]) | {"checks": []}, {"figures": [HEADER, ROW]}),
        "version 1": (
            {"resources": [resource("figures", [field("a", "number", exclusiveMinimum=0)])]},
            {"figures": [["a"]]},
        ),
        "labels of version 2": (
            {"resources": [resource("figures", [field("a", missingValues=[{"value": "-"}])])]},
            {"figures": [["a"]]},
        ),
        "semicolons in a name": (with_schema(**{"a; b；c": 1}), {"figures": [HEADER, ROW]}),
        "a type that is not listed": (with_resource(dialect={"lineTerminator": 5}), {"figures": [HEADER, ROW]}),
        "two fields that keys name": (
            with_schema(primaryKey=["x", "code"], foreignKeys=[refers(["y", "code"], "", ["code", "unit", "day"])]),
            {"figures": [HEADER, ROW]},
        ),
    },
}


def told(finding: Finding) -> Iterator[str]:
    yield f"{finding.place} {finding.rule} ({finding.severity}, {finding.outcome.value})"
    yield f"    {finding.message_en}"
    yield f"    {finding.message_zh}"
    yield f"    found {finding.found!r}, expected {finding.expected!r}"
    yield f"    {finding.mend} {finding.mend_zh}"


def lines(folder: Path, subject: str) -> Iterator[str]:
    for number, (title, (described, files, *least)) in enumerate(CASES[subject].items()):
        written = {f"data/{name}.csv": content for name, content in files.items()}
        package = open_package(write_package(folder / str(number), described, written))
        yield f"# {title}"
        for finding in check_structure(package, *least or ({},)).findings:
            if (
                subject != "descriptors" or finding.outcome is Outcome.ERROR
            ):  # what the rows are then found to be is told elsewhere
                yield from told(finding)
        yield ""


@pytest.mark.parametrize("subject", CASES)
def test_the_sentences_are_those_that_were_read_last(subject, tmp_path, monkeypatch):
    monkeypatch.setattr("decheng_data.packages.structure.source.RECORD_LIMIT", 20_000)
    monkeypatch.setattr("decheng_data.packages.structure.rows.TOLD_CELLS", 2)
    now = tmp_path / f"{subject}.txt"
    now.write_text("\n".join(lines(tmp_path, subject)), "utf-8")
    assert now.read_text("utf-8").splitlines() == (TOLD / now.name).read_text("utf-8").splitlines(), (
        f"read {now}, and copy it to tests/told/ if it is meant so"
    )


def test_all_that_was_read_is_still_told():
    assert {path.stem for path in TOLD.iterdir()} == set(CASES)
