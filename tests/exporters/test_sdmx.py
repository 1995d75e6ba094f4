"""SDMX: the codes, the structure message, and pysdmx reading the data against it. The equality law is held by test_described."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysdmx.errors import Invalid
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model import Role

from decheng_data._version import __version__
from decheng_data.exporters.contents import Contents
from decheng_data.exporters.sdmx import files
from decheng_data.exporters.sdmx.codes import (
    UNIT_MULTIPLIERS,
    base_decimals,
    code,
    escaped,
    exchanged,
    frequency,
    multiplier,
)
from decheng_data.exporters.sdmx.structure import structure_version
from tests.exporters.equality import written
from tests.exporters.made_contents import VALUES, contents, shipped
from tests.exporters.metadata_readings import check_line, sdmx_lines, sdmx_structure


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written("sdmx", shipped(), tmp_path_factory.mktemp("sdmx"))


@pytest.fixture(scope="module")
def message(folder):
    return json.loads((folder / "structure.json").read_bytes())


def figure(folder, indicator, measure):
    return next(line for line in sdmx_lines(folder) if (line["INDICATOR"], line["MEASURE"]) == (indicator, measure))


def test_gdp_leaves_in_millions_with_its_printed_decimals(folder):
    told = {
        "FREQ": "S",
        "REF_AREA": "371402",
        "RELEASE": "decheng-2021-S1",
        "COMPARISON": "_Z",
        "TIME_PERIOD": "2021-S1",
        "OBS_VALUE": "15750",
    }
    told |= {
        "UNIT_MEASURE": "CNY",
        "UNIT_MULT": "6",
        "DECIMALS": "1",
        "OBS_STATUS": "E",
        "PRINTED": "157.5亿元",
        "BASE_DECIMALS": "-7",
    }
    assert figure(folder, "GDP", "LEVEL").items() >= told.items()


@pytest.mark.parametrize(
    ("indicator", "value", "decimals", "on_base"),
    [("RETAIL_SALES", "9100", "0", "-8"), ("TECHNICAL_RENOVATION_INVESTMENT", "2061", "2", "-6")],
)
def test_precision_is_told_apart_from_the_value(folder, indicator, value, decimals, on_base):
    line = figure(folder, indicator, "LEVEL")
    assert (line["OBS_VALUE"], line["DECIMALS"], line["BASE_DECIMALS"]) == (value, decimals, on_base)


def test_a_rank_says_what_it_compares_with(folder):
    assert figure(folder, "NEW_MARKET_ENTITIES", "RANK")["COMPARISON"] == "371400"


def test_pysdmx_reads_the_data_against_the_structure(folder):
    (dataset,) = get_datasets(folder / "data.csv", folder / "structure.json")
    assert dataset.short_urn == f"Dataflow=DECHENG_DATA:DF_DECHENG({__version__})"
    assert len(dataset.data) == len(shipped().records("observations"))
    dimensions = [each.id for each in dataset.structure.components if each.role is Role.DIMENSION]
    assert dimensions == ["FREQ", "REF_AREA", "RELEASE", "INDICATOR", "MEASURE", "COMPARISON", "TIME_PERIOD"]
    assert not dataset.data.duplicated(dimensions).any()


def test_a_code_that_is_in_no_list_is_found(folder):
    (line, *_) = sdmx_lines(folder)
    with pytest.raises(AssertionError, match="XX is not in the list of INDICATOR"):
        check_line({**line, "INDICATOR": "XX"}, sdmx_structure(folder))


def test_the_message_keeps_the_schema_of_the_standard(message):
    """pysdmx validates it against the JSON Schema of SDMX-JSON 2.1 before reading."""
    assert "2.1" in message["meta"]["schema"]
    assert read_sdmx(json.dumps(message), validate=True).structures
    broken = json.loads(json.dumps(message))
    del broken["data"]["codelists"][0]["name"]
    with pytest.raises(Invalid, match="missing property 'name'"):
        read_sdmx(json.dumps(broken), validate=True)


def test_every_name_is_told_in_both_languages(message):
    lists = {each["id"]: each for each in message["data"]["codelists"]}
    names = {each["id"]: each["names"] for each in lists["CL_INDICATOR"]["codes"]}
    assert names == {
        code(row["indicator_id"]): {"en": row["name_en"], "zh": row["name_zh"]}
        for row in shipped().records("indicators")
    }
    concepts = [each for scheme in message["data"]["conceptSchemes"] for each in scheme["concepts"]]
    assert all(
        {"en", "zh"} == set(each["names"])
        for each in [*concepts, *(code for listed in lists.values() for code in [listed, *listed["codes"]])]
    )


def test_lists_of_the_standard_are_referred_to_and_given_in_part(message):
    lists = {
        (each["agencyID"], each["id"], each["version"]): each["isPartial"] for each in message["data"]["codelists"]
    }
    standard = [
        ("CL_FREQ", "2.1"),
        ("CL_OBS_STATUS", "2.0"),
        ("CL_UNIT_MULT", "1.0"),
        ("CL_DECIMALS", "1.0"),
        ("CL_CONF_STATUS", "1.0"),
    ]
    assert {each for each, partial in lists.items() if partial} == {("SDMX", *each) for each in standard}


def test_a_package_without_rows_has_a_structure_still():
    assert read_sdmx(files(contents({}))["structure.json"].decode()).structures


@given(value=VALUES, scale=st.decimals("0.000000001", 10**15, places=9), unit_mult=st.integers(0, 15))
def test_law_a_value_is_exchanged_exactly(value, scale, unit_mult):
    unit = {"scale": scale, "unit_mult": unit_mult}
    assert multiplier(unit) in UNIT_MULTIPLIERS
    assert multiplier(unit) <= unit_mult
    assert Fraction(exchanged(value, unit)) * 10 ** multiplier(unit) == Fraction(value) * Fraction(scale)


def test_a_scale_that_is_no_power_of_ten_has_no_decimals_on_the_base_unit():
    assert base_decimals(1, {"scale": Decimal("0.0667")}) == ""
    assert base_decimals(2, {"scale": Decimal("1E+8")}) == base_decimals(2, {"scale": Decimal(100000000)}) == "-6"


@pytest.mark.parametrize(
    ("period", "letter"),
    [
        ("2031", "A"),
        ("2031-S2", "S"),
        ("2031-Q3", "Q"),
        ("2031-06", "M"),
        ("2031-01-01/P6M", "S"),
        ("2031-01-01/P9M", "Q"),
    ],
)
def test_the_frequency_is_that_of_the_period_or_of_the_release(period, letter):
    assert frequency(period, {"frequency": "Q"}) == letter


def test_ids_become_codes_one_for_one():
    assert len({escaped(each) for each in ("$", "$24$", "a b", "a$20$b", "元")}) == 5
    assert escaped("decheng-2021-S1") == "decheng-2021-S1"


@pytest.mark.parametrize(
    ("version", "written_as"),
    [("1.2.3", "1.2.3"), ("2.0.0-rc.1", "2.0.0-rc.1"), ("1.0.0+build", "1.0.0"), ("", "1.0"), ("2021", "1.0")],
)
def test_the_structure_has_a_version_that_sdmx_can_write(version, written_as):
    assert structure_version(Contents({"version": version}, {})) == written_as
