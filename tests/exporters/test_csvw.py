"""CSV on the Web: csvw reads every table by the metadata, with datatypes, keys and foreign keys. The equality law is held by test_described."""

from __future__ import annotations

import json
import re

import pytest
from csvw import CSVW

from decheng_data.exporters.csvw import METADATA
from decheng_data.model.rows import TABLES
from tests.exporters.equality import written
from tests.exporters.made_contents import hard, shipped
from tests.exporters.metadata_readings import csvw_tables


@pytest.mark.parametrize("made", [shipped, hard])
def test_every_table_is_read_back_as_it_is(made, tmp_path):
    tables = csvw_tables(written("csvw", made(), tmp_path))
    assert list(tables) == list(TABLES)
    assert tables == {name: list(made().records(name)) for name in TABLES}
    assert sum(map(len, tables.values())) > 50


def test_the_metadata_are_valid_without_a_warning(tmp_path):
    checked = CSVW(
        str(written("csvw", shipped(), tmp_path) / METADATA), validate=True, strict=False
    )  # strict has no empty foreign keys, W3C has
    assert checked.is_valid, [str(each.message) for each in checked.warnings]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("157.5,1,", "157.5x,1,", "observations.csv:2:7 value: invalid lexical value for decimal"),
        ("157.5,1,", "157.5,10,", "observations.csv:2:8 decimals: value must be <= 9"),
        (",E,,157.5", ",X,,157.5", "observations.csv:2:11 obs_status"),
        (
            "decheng-2021-S1,gdp,level",
            "decheng-2021-S2,gdp,level",
            "Key `decheng-2021-S2` not found in table releases.csv",
        ),
        ("2021-S1,371402,none,157.5", "2021-H1,371402,none,157.5", "observations.csv:2:4 period"),
        (",157.5亿元,", ",,", "required"),
    ],
)
def test_csvw_finds_what_is_wrong(tmp_path, old, new, said):
    folder = written("csvw", shipped(), tmp_path)
    table = folder / "observations.csv"
    changed = table.read_text("utf-8").replace(old, new, 1)
    assert changed != table.read_text("utf-8")
    table.write_text(changed, "utf-8")
    with pytest.raises(ValueError, match=re.escape(said)):
        csvw_tables(folder)


def test_csvw_finds_a_key_that_stands_twice(tmp_path):
    folder = written("csvw", shipped(), tmp_path)
    table = folder / "themes.csv"
    header, first, *rest = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join([header, first, first, *rest]), "utf-8")
    with pytest.raises(ValueError, match="duplicate primary key"):
        csvw_tables(folder)


def test_columns_are_named_in_both_languages(tmp_path):
    metadata = json.loads((written("csvw", shipped(), tmp_path) / METADATA).read_text("utf-8"))
    columns = {column["name"]: column for table in metadata["tables"] for column in table["tableSchema"]["columns"]}
    assert columns["obs_status"]["titles"] == {"und": ["obs_status"], "en": ["OBS_STATUS"], "zh": ["观测状态"]}
    assert [each["@language"] for each in metadata["dc:title"]] == ["en", "zh"]


def test_whole_numbers_of_a_list_are_a_range(tmp_path):
    metadata = json.loads((written("csvw", shipped(), tmp_path) / METADATA).read_text("utf-8"))
    rules = next(table for table in metadata["tables"] if table["url"] == "rules.csv")
    level = next(column for column in rules["tableSchema"]["columns"] if column["name"] == "level")
    assert level["datatype"] == {"base": "integer", "minimum": 0, "maximum": 3}
