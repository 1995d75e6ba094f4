"""JSON Schema: check-jsonschema passes the package's rows, and refuses the corrupted rows that are refused here."""

from __future__ import annotations

import json
import sys

import pytest

from decheng_data.exporters.contents import contents_of
from decheng_data.exporters.json_schema import files
from decheng_data.model.rows import TABLES
from decheng_data.packages.package import open_package
from decheng_data.reading.read_package import ReadPackage
from decheng_data.validation.package import validate
from tests.made_states import made_state
from tests.programs import run_program

CORRUPTED = (
    ("observations", "value", "157.5亿", "157.5亿"),
    ("observations", "value", "1e16", 1e16),
    ("observations", "value", "", None),
    ("observations", "decimals", "-1", -1),
    ("observations", "decimals", "10", 10),
    ("observations", "decimals", "1.5", 1.5),
    ("observations", "measure", "levels", "levels"),
    ("observations", "period", "2031-H1", "2031-H1"),
    ("observations", "area", "37140", "37140"),
    ("observations", "comparison", "last_year", "last_year"),
    ("observations", "obs_status", "X", "X"),
    ("observations", "qualifier", "许", "许"),
    ("observations", "printed", "", None),
    ("observations", "start", "5", 5),
    ("observations", "end", "5", 5),
    ("observations", "section", "100", 100),
    ("observations", "hash_before", "xyz", "xyz"),
    ("observations", "indicator_id", "GDP", "GDP"),
    ("releases", "vintage", "2031-02-30", "2031-02-30"),
    ("releases", "frequency", "H", "H"),
    ("releases", "sha256_repaired", "0c5b", "0c5b"),
    ("units", "scale", "0", 0),
    ("units", "counted", "maybe", "maybe"),
    ("units", "unit_mult", "16", 16),
    ("rules", "level", "4", 4),
    ("rules", "type", "vco", "vco"),
    ("indicators", "growth_basis", "real", "real"),
    ("statements", "kind", "plan", "plan"),
)
"""Table, field, the cell as it stands in a CSV file, and the same in JSON."""


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    return made_state(tmp_path_factory.mktemp("json_schema") / "package")


@pytest.fixture(scope="module")
def folder(state, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    for name, data in files(contents_of(ReadPackage(open_package(state)))).items():
        (folder / name).write_bytes(data)
    return folder


def refused(folder, schema, *instances):
    """The instances that check-jsonschema refuses, by their file names."""
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--output-format",
        "json",
        "--schemafile",
        str(folder / schema),
        *map(str, instances),
    ]
    ran = run_program(command)
    told = json.loads(ran.stdout)
    assert not told.get("parse_errors")
    return {each["filename"].rpartition("/")[2] for each in told.get("errors", ())}


def test_the_rows_are_passed_and_corrupted_ones_refused(state, folder, tmp_path):
    whole = json.loads((folder / "rows.json").read_text("utf-8"))
    for number, (table, field, _, cell) in enumerate(CORRUPTED):
        rows = [{**whole[table][0], field: cell}, *whole[table][1:]]
        (tmp_path / f"{number}.json").write_text(json.dumps({**whole, table: rows}), "utf-8")
    (tmp_path / "missing.json").write_text(
        json.dumps({name: rows for name, rows in whole.items() if name != "rules"}), "utf-8"
    )
    (tmp_path / "unknown.json").write_text(
        json.dumps({**whole, "areas": [{**whole["areas"][0], "colour": "red"}]}), "utf-8"
    )
    instances = sorted(path for path in tmp_path.iterdir() if path.suffix == ".json")
    assert refused(folder, "package.schema.json", folder / "rows.json", *instances) == {path.name for path in instances}


@pytest.mark.parametrize(("table", "field", "cell"), [(table, field, cell) for table, field, cell, _ in CORRUPTED])
def test_the_same_rows_are_refused_here(state, tmp_path, table, field, cell):
    copy = made_state(tmp_path / "copy").set(table, 2, **{field: cell})
    found = [each for each in validate(copy).findings if each.level == 0]
    assert [each for each in found if each.file == f"data/{table}.csv" and each.line == 2]


def test_each_table_has_a_schema_of_its_own(folder, tmp_path):
    assert {path.name for path in folder.iterdir()} == {
        "package.schema.json",
        "rows.json",
        *(f"{name}.schema.json" for name in TABLES),
    }
    rows = json.loads((folder / "rows.json").read_text("utf-8"))["observations"]
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(rows), "utf-8")
    bad.write_text(json.dumps([{**rows[0], "value": "1"}]), "utf-8")
    assert refused(folder, "observations.schema.json", good, bad) == {"bad.json"}


def test_the_schemas_are_schemas_and_named_in_both_languages(folder):
    from jsonschema import Draft202012Validator

    for path in folder.glob("*.schema.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))
    bundle = json.loads((folder / "package.schema.json").read_text("utf-8"))
    assert all(
        {"title", "title_zh"} <= set(field) for row in bundle["$defs"].values() for field in row["properties"].values()
    )


def test_figures_keep_their_digits(folder):
    from decimal import Decimal

    shown = json.loads((folder / "rows.json").read_text("utf-8"), parse_float=Decimal)["observations"]
    assert str(shown[0]["value"]) == "150.0"
