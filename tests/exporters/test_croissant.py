"""Croissant: mlcroissant loads every record set, record by record, and the hashes are those of the files. (Its `validate` passes wrong files.)"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import mlcroissant
import pandas as pd
import pytest
from hypothesis import given, settings

from decheng_data.contents import Contents, contents_of
from decheng_data.exporters.croissant import CONFORMS_TO, data_version, files
from decheng_data.models import TABLES, RevisionRow
from decheng_data.packages import open_package
from decheng_data.tables import Table
from tests.exporters.generated import contents as generated

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, which mlcroissant calls


@pytest.fixture(scope="module")
def shipped():
    return contents_of(open_package())


def write(contents, folder: Path) -> Path:
    for name, data in files(contents).items():
        (folder / name).write_bytes(data)
    return folder / "croissant.json"


def read(path: Path, *names: str):
    """Each record set's records (of these only, where some are named), by the names of their fields."""
    dataset = mlcroissant.Dataset(str(path))
    assert (dataset.metadata.ctx.issues.errors, dataset.metadata.ctx.issues.warnings) == (set(), set())
    for name in names or [each.id for each in dataset.metadata.record_sets]:
        yield name, [{field.partition("/")[2]: value for field, value in record.items()} for record in dataset.records(name)]


def expected(contents):
    return {name: [{field: _as_croissant(value) for field, value in record.items()} for record in contents.records(name)] for name in TABLES}


def _as_croissant(value):
    """sc:Text is bytes to mlcroissant, sc:Date a timestamp, sc:Float a float."""
    if isinstance(value, tuple):
        return [each.encode() for each in value]
    if isinstance(value, dt.date):
        return pd.Timestamp(value)
    return float(value) if isinstance(value, Decimal) else value.encode() if isinstance(value, str) else value


def test_every_record_is_read_back(shipped, tmp_path):
    records = dict(read(write(shipped, tmp_path)))
    assert list(records) == list(TABLES)
    assert records == expected(shipped)


def test_names_that_jsonpath_could_take_for_its_own_are_read(shipped, tmp_path):
    key = {name: shipped.records("observations")[0][name] for name in ("release_id", "indicator_id", "measure", "period", "area", "comparison")}
    row = RevisionRow.model_validate({**key, "vintage": "2031-01-01", "field": "value", "from": "1", "to": "", "kind": "correction", "reason": "made up"})
    contents = Contents(shipped.descriptor, {**shipped.tables, "revisions": Table(RevisionRow, (row,))})
    assert dict(read(write(contents, tmp_path), "revisions")) == {"revisions": expected(contents)["revisions"]}


def test_the_files_are_the_ones_that_the_hashes_are_of(shipped, tmp_path):
    described = json.loads(write(shipped, tmp_path).read_text("utf-8"))
    assert described["conformsTo"] == CONFORMS_TO == "http://mlcommons.org/croissant/1.1"
    assert {each["contentUrl"] for each in described["distribution"]} == {f"{name}.json" for name in TABLES}
    for each in described["distribution"]:
        data = (tmp_path / each["contentUrl"]).read_bytes()
        assert (each["sha256"], each["contentSize"]) == (hashlib.sha256(data).hexdigest(), f"{len(data)} B")


def test_keys_references_and_both_languages_are_told(shipped):
    described = json.loads(files(shipped)["croissant.json"])
    observations = next(each for each in described["recordSet"] if each["@id"] == "observations")
    assert [each["@id"] for each in observations["key"]] == [f"observations/{name}" for name in TABLES["observations"].primary_key]
    fields = {each["@id"].partition("/")[2]: each for each in observations["field"]}
    assert fields["unit"]["references"] == {"fileObject": {"@id": "units.json"}, "extract": {"jsonPath": "$[*].unit_id"}}
    assert fields["value"]["name"] == {"en": "Value", "zh": "数值"}
    assert set(described["name"]) == set(described["description"]) == {"en", "zh"}


def test_edited_figures_are_a_major_version_as_croissant_counts(shipped):
    described = json.loads(files(shipped)["croissant.json"])
    assert described["version"] == f"{max(row['vintage'] for row in shipped.records('releases')):%Y%m%d}.0.0"
    assert described["sdVersion"] == shipped.version
    assert data_version(Contents({"created": "2031-02-03"}, {**shipped.tables, "releases": Table(TABLES["releases"], ())})) == "20310203.0.0"


@settings(max_examples=15)
@given(contents=generated())
def test_law_the_files_hold_every_row_and_the_record_sets_every_field(contents):
    written = files(contents)
    assert written == files(contents)
    described = {each["@id"]: each for each in json.loads(written["croissant.json"])["recordSet"]}
    for name, table in contents.tables.items():
        rows = json.loads(written[f"{name}.json"], parse_float=Decimal)
        assert rows == [{field: _as_json(value) for field, value in record.items()} for record in table.records]
        assert [each["source"]["extract"]["jsonPath"] for each in described[name]["field"]] == [f"$[*].{column}" for column in table.columns]


def _as_json(value):
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, dt.date) else value
