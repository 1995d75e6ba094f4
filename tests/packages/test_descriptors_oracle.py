"""Frictionless is the oracle for descriptors too: one that it refuses is refused here."""

from __future__ import annotations

import copy
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import frictionless
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.errors import PackageError
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
