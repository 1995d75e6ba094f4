"""What is written from the models does not drift from what is tracked."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

import decheng_data as dd
from decheng_data.releases import contract

if TYPE_CHECKING:
    from pathlib import Path


def test_tracked_descriptor_and_schemas_are_what_the_models_say(root: Path) -> None:
    assert contract.drifted(root) == []


def test_no_stray_schema_is_tracked(root: Path) -> None:
    tracked = {path.relative_to(root).as_posix() for path in (root / "schemas").rglob("*.json")}
    assert tracked == set(contract.schema_files())


def test_writing_mends_drift_and_nothing_else(package_copy: Path, root: Path) -> None:
    shutil.copytree(root / "schemas", package_copy / "schemas")
    described = json.loads((package_copy / "datapackage.json").read_text("utf-8"))
    described["title"] = "Another title"
    described["resources"][5]["schema"]["fields"][6]["type"] = "string"
    (package_copy / "datapackage.json").write_text(json.dumps(described), "utf-8")
    (package_copy / "schemas/table/units.json").unlink()
    assert contract.write(package_copy) == ["datapackage.json", "schemas/table/units.json"]
    assert contract.drifted(package_copy) == []
    assert json.loads((package_copy / "datapackage.json").read_text("utf-8"))["title"] == "Another title"


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_broken_descriptor_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    with pytest.raises(dd.DescriptorError, match=r"datapackage\.json"):
        contract.write(tmp_path)


def test_every_json_schema_is_one_and_takes_what_is_shipped() -> None:
    for path, text in contract.schema_files().items():
        if path.startswith("schemas/json/"):
            Draft202012Validator.check_schema(json.loads(text))
    release = json.loads(dd.release().model_dump_json())
    Draft202012Validator(json.loads(contract.schema_text("release"))).validate(release)
    Draft202012Validator(json.loads(contract.schema_text("report"))).validate(
        json.loads(dd.validate().model_dump_json())
    )


def test_an_unknown_schema_suggests_near_names() -> None:
    with pytest.raises(dd.NotInReleaseError, match="observations"):
        contract.schema_text("observation")
