"""Frictionless is the oracle for descriptors too: one that it refuses is refused here."""

from __future__ import annotations

import copy
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.errors import PackageError
from decheng_data.packages.descriptor.field import field_faults
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.check import check_structure
from tests.examples import examples
from tests.made_packages import descriptor, field, refers, resource, write_package

SMALL = descriptor(
    resource("units", [field("id"), field("rank", "integer", unique=True)], primaryKey=["id"]),
    resource(
        "figures",
        [field("code", pattern="[a-z]+"), field("size", "number", minimum=0), field("unit", enum=["m", "kg"])],
        primaryKey="code",
        foreignKeys=[refers(["unit"], "units", ["id"])],
        missingValues=[""],
    ),
    licenses=[{"name": "CC0-1.0"}],
    contributors=[{"title": "x", "email": "x@example.org"}],
    created="2021-07-30T00:00:00Z",
    keywords=["x"],
)
SMALL_FILES = {
    "data/units.csv": [["id", "rank"], ["m", "1"], ["kg", ""]],
    "data/figures.csv": [["code", "size", "unit"], ["a", "1.5", "m"], ["b", "", ""]],
}
VALUES = st.sampled_from(
    [
        None,
        5,
        -1,
        1.5,
        True,
        "",
        "x",
        "no such",
        [],
        ["x"],
        [5],
        {},
        {"x": 1},
        "string",
        "integer",
        "date",
        "list",
        "geopoint",
        "default",
        "email",
        "any",
        "../x",
        "http://x/y",
        ["code"],
        ["unit", "code"],
        "0" * 32,
    ]
)
NAMES_OF_PROPERTIES = st.sampled_from(
    """$schema profile name path data type title description format constraints required unique pattern enum minLength maxLength minimum maximum exclusiveMinimum missingValues
primaryKey uniqueKeys foreignKeys fieldsMatch reference fields resource rdfType example trueValues decimalChar groupChar bareNumber floatNumber delimiter itemType hash bytes rows dialect schema encoding scheme
compression licenses sources contributors created keywords version resources checklist mediatype categories""".split()  # noqa: SIM905  # as above
)


def holders(value: Any) -> list[Any]:
    """Every object and list in a descriptor."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return ([value] if isinstance(value, dict | list) else []) + [each for item in inner for each in holders(item)]


@st.composite
def changed_descriptors(draw: st.DrawFn) -> dict[str, Any]:
    described = json.loads(json.dumps(SMALL))
    for _ in range(draw(st.integers(1, 2))):
        holder = draw(st.sampled_from(holders(described)))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        what = draw(st.sampled_from(["change", "remove", "add"]))
        if what == "change" and keys:
            holder[draw(st.sampled_from(keys))] = copy.deepcopy(draw(VALUES))
        elif what == "remove" and keys:
            holder.pop(draw(st.sampled_from(keys)))
        elif isinstance(holder, dict):
            holder[draw(NAMES_OF_PROPERTIES)] = copy.deepcopy(draw(VALUES))
        else:
            holder.append(copy.deepcopy(draw(VALUES)))
    return described


def frictionless_refuses(folder: Path) -> str:
    """What Frictionless says against a package; nothing where it takes it, or breaks over it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            report = frictionless.validate(str(folder / "datapackage.json"))
        except frictionless.FrictionlessException as error:
            return str(error)
        except Exception:  # noqa: BLE001  # such as a TypeError for a field of lists that must be unique: no verdict
            return ""
    return "" if report.valid else str(report.flatten(["type", "note"]))


TYPES = ["string", "number", "integer", "boolean", "date", "year", "yearmonth", "list", "any"]
TEXTS = st.sampled_from(
    "x yes true 1 0 5 ５ -5 +123 -123 2021 12345 1.5 1,5 1_0 NaN sNaN -Infinity 1e400 2021-06 2021-6 2021-13 2021-06-30 2021-6-3 a,b a|b 1,x".split()  # noqa: SIM905  # as below
) | st.sampled_from(["", " 5 ", "a,,b", "1 000", "9" * 70])
EXAMPLES = (
    TEXTS
    | st.sampled_from([None, True, False, 0, 5, -5, 2021, 10_000, 1.5, 2021.0, 1e300, [], {}, {"a": 1}])
    | st.lists(TEXTS | st.integers(0, 12), max_size=3)
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "missingValues": st.lists(TEXTS, max_size=2),
        "trueValues": st.lists(TEXTS, max_size=2),
        "falseValues": st.lists(TEXTS, max_size=2),
        "decimalChar": st.sampled_from([".", ","]),
        "groupChar": st.sampled_from([",", " "]),
        "bareNumber": st.booleans(),
        "delimiter": st.sampled_from([",", "|"]),
        "itemType": st.sampled_from(["string", "integer"]),
        "constraints": st.sampled_from([{}, {"required": True}, {"enum": ["5"]}]),
    },
)


def of_example(kind: str | None, example: Any, more: dict[str, Any]) -> dict[str, Any]:
    return {"name": "a", "example": example, **more} | ({"type": kind} if kind else {})


def told(kind: str | None, example: Any, **more: Any) -> bool:
    """Whether the example is told as a fault here."""
    faults = field_faults(of_example(kind, example, more), version_2=False)
    return any(fault.code == "packages.example" for fault in faults)


def refused_example(kind: str | None, example: Any, **more: Any) -> bool:
    """Whether Frictionless refuses it."""
    errors = frictionless.Schema.metadata_validate({"fields": [of_example(kind, example, more)]})
    return any(error.note.startswith("example value") for error in errors)


@given(kind=st.sampled_from(TYPES) | st.none(), example=EXAMPLES, more=MORE)
@examples(300)
def test_an_example_is_refused_where_frictionless_refuses_it_and_nowhere_else(kind, example, more):
    assert told(kind, example, **more) == refused_example(kind, example, **more)


@pytest.mark.parametrize(
    ("kind", "example", "more", "wrong"),
    [
        ("number", "1,5", {"decimalChar": ","}, True),
        ("number", "1.5", {"decimalChar": ","}, False),
        ("number", "1 000", {"groupChar": " "}, True),
        ("number", "5%", {"bareNumber": False}, True),
        ("number", "sNaN", {}, False),
        ("number", True, {}, True),
        ("integer", 2021.0, {}, False),
        ("integer", 1.5, {}, True),
        ("integer", "5", {"missingValues": ["5"], "constraints": {"minimum": 9}}, False),
        ("year", 5, {}, False),
        ("year", 2021.0, {}, True),
        ("yearmonth", [2021, 6], {}, False),
        ("yearmonth", [2021], {}, True),
        ("list", ["a", "b"], {}, False),
        ("list", [5], {}, True),
        ("list", "a,b", {"itemType": "integer"}, False),
        ("boolean", "yes", {"trueValues": ["yes"]}, False),
        ("boolean", "true", {"trueValues": ["yes"]}, True),
        ("boolean", True, {}, False),
        ("boolean", 1, {}, True),
        ("date", 20210630, {}, True),
        ("string", 5, {}, True),
        ("any", {"a": 1}, {}, False),
        (None, 5, {}, False),
    ],
)
def test_an_example_is_read_by_its_type_alone(kind, example, more, wrong):
    assert told(kind, example, **more) == refused_example(kind, example, **more) == wrong


@given(described=changed_descriptors())
@examples(100)
def test_a_descriptor_that_frictionless_refuses_is_refused(described):
    with tempfile.TemporaryDirectory() as name:
        folder = write_package(Path(name), described, SMALL_FILES)
        refused = frictionless_refuses(folder)
        try:
            findings = [
                finding for finding in check_structure(open_package(folder), {}).findings if finding.severity == "error"
            ]
        except PackageError:
            return
    assert findings or not refused, refused
