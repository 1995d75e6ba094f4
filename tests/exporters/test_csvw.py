"""CSV on the Web: csvw reads every table by the metadata, with datatypes, keys and foreign keys, and finds the package's rows."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

import pytest
from csvw import CSVW, TableGroup
from hypothesis import given, settings

from decheng_data.contents import contents_of
from decheng_data.exporters.csvw import METADATA, files
from decheng_data.models import TABLES
from decheng_data.packages import open_package
from tests.exporters.generated import contents as generated

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def shipped():
    return contents_of(open_package())


def write(contents, folder: Path) -> Path:
    for name, data in files(contents).items():
        (folder / name).write_bytes(data)
    return folder / METADATA


def read(path: Path):
    """Each table's rows, with the values of Python that the package has."""
    group = TableGroup.from_file(path)
    assert group.check_referential_integrity()
    for table in group.tables:
        assert table.check_primary_key()
        yield str(table.url).removesuffix(".csv"), [{name: _plain(value) for name, value in row.items()} for row in table.iterdicts()]


def _plain(value):
    """csvw reads a day as its midnight, and a list without items where there is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    return tuple(value) or None if isinstance(value, list) else value


def test_every_table_is_read_back_as_it_is(shipped, tmp_path):
    tables = dict(read(write(shipped, tmp_path)))
    assert list(tables) == list(TABLES)
    assert tables == {name: list(shipped.records(name)) for name in TABLES}
    assert sum(map(len, tables.values())) > 200


def test_the_metadata_are_valid_without_a_warning(shipped, tmp_path):
    checked = CSVW(str(write(shipped, tmp_path)), validate=True, strict=False)  # its strict mode has no empty foreign keys, which the Recommendation has
    assert checked.is_valid, [str(each.message) for each in checked.warnings]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("157.5,1,", "157.5x,1,", "observations.csv:2:7 value: invalid lexical value for decimal"),
        (",E,,157.5", ",X,,157.5", "observations.csv:2:11 obs_status"),
        ("decheng-2021-S1,gdp,level", "decheng-2021-S2,gdp,level", "Key `decheng-2021-S2` not found in table releases.csv"),
        ("2021-S1,371402,none,157.5", "2021-H1,371402,none,157.5", "observations.csv:2:4 period"),
    ],
)
def test_csvw_finds_what_is_wrong(shipped, tmp_path, old, new, said):
    path = write(shipped, tmp_path)
    table = tmp_path / "observations.csv"
    changed = table.read_text("utf-8").replace(old, new, 1)
    assert changed != table.read_text("utf-8")
    table.write_text(changed, "utf-8")
    with pytest.raises(ValueError, match=re.escape(said)):
        list(read(path))


def test_columns_are_named_in_both_languages(shipped, tmp_path):
    metadata = json.loads(write(shipped, tmp_path).read_text("utf-8"))
    columns = {column["name"]: column for table in metadata["tables"] for column in table["tableSchema"]["columns"]}
    assert columns["obs_status"]["titles"] == {"und": ["obs_status"], "en": ["OBS_STATUS"], "zh": ["观测状态"]}
    assert [each["@language"] for each in metadata["dc:title"]] == ["en", "zh"]


@settings(max_examples=10)
@given(contents=generated())
def test_law_nothing_is_lost_or_changed(contents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("csvw")
    assert files(contents) == files(contents)
    assert dict(read(write(contents, folder))) == {name: list(contents.records(name)) for name in TABLES}
