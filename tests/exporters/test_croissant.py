"""Croissant: mlcroissant loads every record set, record by record, and the hashes are those of the files. (Its `validate` passes wrong files.)"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal

import pandas as pd
import pytest

from decheng_data.exporters.contents import Contents
from decheng_data.exporters.croissant import CONFORMS_TO, data_version, files
from decheng_data.model.rows import TABLES, RevisionRow
from decheng_data.packages.table import Table
from tests.exporters.equality import written
from tests.exporters.made_contents import shipped
from tests.exporters.metadata_readings import croissant_records

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, which mlcroissant calls


@pytest.fixture(scope="module")
def described():
    return json.loads(files(shipped())["croissant.json"])


def with_a_revision() -> Contents:
    """The shipped package with a row in a table that is empty, whose fields `from` and `to` are words of JSONPath too."""
    contents = shipped()
    key = {name: contents.records("observations")[0][name] for name in TABLES["observations"].primary_key}
    row = RevisionRow.model_validate(
        {
            **key,
            "vintage": "2031-01-01",
            "field": "value",
            "from": "1",
            "to": "",
            "kind": "correction",
            "reason": "made up",
        }
    )
    return Contents(contents.descriptor, {**contents.tables, "revisions": Table(RevisionRow, (row,))})


def as_croissant(value):
    """sc:Text is bytes to mlcroissant, sc:Date a timestamp, sc:Float a float."""
    if isinstance(value, tuple):
        return [each.encode() for each in value]
    if isinstance(value, dt.date):
        return pd.Timestamp(value)
    return float(value) if isinstance(value, Decimal) else value.encode() if isinstance(value, str) else value


def test_every_record_of_every_table_is_loaded(tmp_path):
    contents = with_a_revision()
    records = dict(croissant_records(written("croissant", contents, tmp_path)))
    assert list(records) == list(TABLES)
    assert records == {
        name: [{field: as_croissant(value) for field, value in record.items()} for record in contents.records(name)]
        for name in TABLES
    }


def test_the_files_are_the_ones_that_the_hashes_are_of(described, tmp_path):
    folder = written("croissant", shipped(), tmp_path)
    assert described["conformsTo"] == CONFORMS_TO == "http://mlcommons.org/croissant/1.1"
    assert {each["contentUrl"] for each in described["distribution"]} == {f"{name}.json" for name in TABLES}
    for each in described["distribution"]:
        data = (folder / each["contentUrl"]).read_bytes()
        assert (each["sha256"], each["contentSize"]) == (hashlib.sha256(data).hexdigest(), f"{len(data)} B")


def test_keys_references_and_both_languages_are_told(described):
    observations = next(each for each in described["recordSet"] if each["@id"] == "observations")
    assert [each["@id"] for each in observations["key"]] == [
        f"observations/{name}" for name in TABLES["observations"].primary_key
    ]
    fields = {each["@id"].partition("/")[2]: each for each in observations["field"]}
    assert fields["unit"]["references"] == {
        "fileObject": {"@id": "units.json"},
        "extract": {"jsonPath": "$[*].unit_id"},
    }
    assert fields["value"]["name"] == {"en": "Value", "zh": "数值"}
    assert set(described["name"]) == set(described["description"]) == {"en", "zh"}


def test_edited_figures_are_a_major_version_as_croissant_counts(described):
    contents = shipped()
    assert described["version"] == f"{max(row['vintage'] for row in contents.records('releases')):%Y%m%d}.0.0"
    assert described["sdVersion"] == contents.version
    assert (
        data_version(
            Contents({"created": "2031-02-03"}, {**contents.tables, "releases": Table(TABLES["releases"], ())})
        )
        == "20310203.0.0"
    )


def test_a_home_page_is_told_and_a_licence_without_address_is_that_of_spdx():
    contents = Contents(
        {**shipped().descriptor, "homepage": "https://example.org/", "licenses": [{"name": "CC0-1.0"}]},
        shipped().tables,
    )
    told = json.loads(files(contents)["croissant.json"])
    assert (told["url"], told["license"]) == ("https://example.org/", ["https://spdx.org/licenses/CC0-1.0"])
