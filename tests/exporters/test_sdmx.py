"""SDMX: pysdmx reads the data against the structure, and finds every figure with its key, unit and status; the message keeps SDMX' own JSON Schema."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from pysdmx.errors import Invalid
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model import Role

from decheng_data.contents import contents_of
from decheng_data.exporters.sdmx import files
from decheng_data.packages import open_package
from decheng_data.sdmx_codes import UNIT_MULTIPLIERS, code, kept, multiplier
from tests.exporters.generated import contents as generated

KEY = ("RELEASE", "INDICATOR", "MEASURE", "TIME_PERIOD", "REF_AREA", "COMPARISON")


@pytest.fixture(scope="module")
def shipped():
    return contents_of(open_package())


@pytest.fixture(scope="module")
def dataset(shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdmx")
    for name, data in files(shipped).items():
        (folder / name).write_bytes(data)
    (read,) = get_datasets(folder / "data.csv", folder / "structure.json")
    return read


def lines(written):
    """The rows of the data file as texts."""
    return list(csv.DictReader(io.StringIO(written["data.csv"].decode(), newline="")))


def check_against(rows, schema):
    """What SDMX demands of data: known components, mandatory ones filled, coded ones from their lists, numbers that are numbers, no key twice."""
    components = {each.id: each for each in schema.components}
    for row in rows:
        assert set(row) - {"STRUCTURE", "STRUCTURE_ID", "ACTION"} == set(components)
        for name, each in components.items():
            assert row[name] or not each.required, name
            if each.enumeration and row[name]:
                assert each.enumeration[row[name]], f"{row[name]} is not in the list of {name}"
        Decimal(row["OBS_VALUE"])
    keys = [tuple(row[each.id] for each in schema.components.dimensions) for row in rows]
    assert len(set(keys)) == len(keys)


def expected(contents):
    """Each figure by its key, as SDMX has it."""
    for row in contents.records("observations"):
        comparison = "_Z" if row["comparison"] == "none" else code(row["comparison"])
        key = (kept(row["release_id"]), code(row["indicator_id"]), code(row["measure"]), row["period"], row["area"], comparison)
        yield key, row


def test_gdp_leaves_in_millions_with_its_printed_decimals(shipped):
    gdp = next(row for row in lines(files(shipped)) if row["INDICATOR"] == "GDP" and row["MEASURE"] == "LEVEL")
    told = {name: gdp[name] for name in ("OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "BASE_DECIMALS", "OBS_STATUS", "FREQ", "TIME_PERIOD")}
    assert told == {
        "OBS_VALUE": "15750",
        "UNIT_MEASURE": "CNY",
        "UNIT_MULT": "6",
        "DECIMALS": "1",
        "BASE_DECIMALS": "-7",
        "OBS_STATUS": "E",
        "FREQ": "S",
        "TIME_PERIOD": "2021-S1",
    }


def test_pysdmx_reads_the_data_against_the_structure(shipped, dataset):
    assert dataset.short_urn == "Dataflow=DECHENG_DATA:DF_DECHENG(0.1.0)"
    rows = dataset.data.to_dict("records")
    check_against(lines(files(shipped)), dataset.structure)
    assert [str(row["OBS_VALUE"]) for row in rows] == [str(float(row["OBS_VALUE"])) for row in lines(files(shipped))]
    assert {each.id for each in dataset.structure.components if each.role is Role.DIMENSION} == {*KEY, "FREQ"}


def test_the_message_keeps_the_schema_of_the_standard(shipped):
    """pysdmx validates it against the JSON Schema of SDMX-JSON 2.1 before reading."""
    message = json.loads(files(shipped)["structure.json"])
    assert "2.1" in message["meta"]["schema"]
    assert read_sdmx(json.dumps(message), validate=True).structures
    del message["data"]["codelists"][0]["name"]
    with pytest.raises(Invalid, match="missing property 'name'"):
        read_sdmx(json.dumps(message), validate=True)


def test_every_name_is_told_in_both_languages(shipped):
    structures = read_sdmx(files(shipped)["structure.json"].decode(), validate=False).structures
    assert {each.short_urn.split("=")[0] for each in structures} == {"AgencyScheme", "ConceptScheme", "Codelist", "DataStructure", "Dataflow"}
    lists = {each["id"]: each for each in json.loads(files(shipped)["structure.json"])["data"]["codelists"]}
    names = {each["id"]: each["names"] for each in lists["CL_INDICATOR"]["codes"]}
    assert names == {code(row["indicator_id"]): {"en": row["name_en"], "zh": row["name_zh"]} for row in shipped.records("indicators")}
    assert all({"en", "zh"} == set(each["names"]) for listed in lists.values() for each in [listed, *listed["codes"]])


def test_a_code_of_the_list_that_is_no_broken_reference_is_found_missing(shipped, dataset):
    (first, *_) = lines(files(shipped))
    with pytest.raises(AssertionError, match="XX is not in the list of INDICATOR"):
        check_against([{**first, "INDICATOR": "XX"}], dataset.structure)


@settings(max_examples=25)
@given(contents=generated())
def test_law_no_figure_is_lost_or_changed(contents):
    written = files(contents)
    assert written == files(contents)
    message = read_sdmx(written["structure.json"].decode(), validate=False)
    schema = next(each for each in message.structures if each.short_urn.startswith("DataStructure")).to_schema()
    rows = lines(written)
    check_against(rows, schema)
    read = {tuple(row[name] for name in KEY): row for row in rows}
    assert set(read) == {key for key, _ in expected(contents)}
    units = contents.keyed("units")
    for key, row in expected(contents):
        told, unit = read[key], units[row["unit"]]
        assert int(told["UNIT_MULT"]) == multiplier(unit) in UNIT_MULTIPLIERS
        assert Fraction(told["OBS_VALUE"]) * 10 ** int(told["UNIT_MULT"]) == Fraction(row["value"]) * Fraction(unit["scale"])
        assert int(told["DECIMALS"]) == row["decimals"]
        assert (told["PRINTED_UNIT"], told["UNIT_MEASURE"]) == (code(row["unit"]), kept(unit["unit_measure"]))
        assert (told["OBS_STATUS"], told["PRINTED"], told["QUALIFIER"] or None) == (row["obs_status"], row["printed"], row["qualifier"])
        assert (told["COMMENT_EN"] or None, told["COMMENT_ZH"] or None) == (row["note_en"], row["note_zh"])


def test_a_scale_that_is_no_power_of_ten_has_no_decimals_on_the_base_unit(shipped):
    from decheng_data.sdmx_codes import base_decimals

    assert base_decimals(1, {"scale": Decimal("0.0667")}) == ""
    assert base_decimals(2, {"scale": Decimal("1E+8")}) == base_decimals(2, {"scale": Decimal(100000000)}) == "-6"


def test_ids_become_codes_one_for_one():
    assert len({kept(each) for each in ("$", "$24$", "a b", "a$20$b", "元")}) == 5
