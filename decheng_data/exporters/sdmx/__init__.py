"""SDMX: the figures as SDMX-CSV 2.1, and their structure (concepts, code lists, data structure definition) as SDMX-JSON
2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.exporters.contents import csv_bytes
from decheng_data.exporters.sdmx import codes
from decheng_data.exporters.sdmx.structure import (
    AGENCY,
    ATTRIBUTES,
    DIMENSIONS,
    MEASURES,
    structure_message,
    structure_version,
)
from decheng_data.model.schemas import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.exporters.contents import Contents

CANNOT_SAY = (
    "statements, mentions, rules, waivers and revisions: only the figures and their code lists leave",
    "where a figure stands in the text (section, sentence, start, end, the neighbours' hashes)",
    (
        "of a release its title, note, area, coverage and vintage only; of an indicator its names and definition; of a"
        " unit its names and note"
    ),
    (
        "the interval that a figure stands for: DECIMALS, PRINTED_UNIT, QUALIFIER and BASE_DECIMALS tell it to those"
        " who read them"
    ),
)
"""What this target leaves out of a package."""

_LABELS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", *MEASURES, *ATTRIBUTES)


def files(contents: Contents) -> dict[str, bytes]:
    """`data.csv` refers to the data flow that `structure.json` defines."""
    flow = {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": f"{AGENCY}:DF_DECHENG({structure_version(contents)})",
        "ACTION": "I",
    }
    rows = ([{**flow, **row}[label] for label in _LABELS] for row in _observations(contents))
    return {"data.csv": csv_bytes(_LABELS, rows), "structure.json": as_text(structure_message(contents)).encode()}


def _observations(contents: Contents) -> Iterator[dict[str, Any]]:
    releases, units = contents.keyed("releases"), contents.keyed("units")
    for row in contents.records("observations"):
        release, unit = releases[row["release_id"]], units[row["unit"]]
        yield {
            **_key(row, release),
            **_figure(row, unit),
            **_attributes(row),
            "COVERAGE": release["coverage"],
            "VINTAGE": release["vintage"],
        }


def _key(row: Mapping[str, Any], release: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "FREQ": codes.frequency(row["period"], release),
        "REF_AREA": row["area"],
        "RELEASE": codes.escaped(row["release_id"]),
        "INDICATOR": codes.code(row["indicator_id"]),
        "MEASURE": codes.code(row["measure"]),
        "COMPARISON": codes.comparison(row["comparison"]),
        "TIME_PERIOD": row["period"],
    }


def _figure(row: Mapping[str, Any], unit: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "OBS_VALUE": codes.exchanged(row["value"], unit),
        "UNIT_MEASURE": codes.escaped(unit["unit_measure"]),
        "UNIT_MULT": codes.multiplier(unit),
        "DECIMALS": row["decimals"],
        "PRINTED_UNIT": codes.code(row["unit"]),
        "BASE_DECIMALS": codes.base_decimals(row["decimals"], unit),
    }


def _attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "OBS_STATUS": row["obs_status"],
        "CONF_STATUS": "F",
        "PRINTED": row["printed"],
        "QUALIFIER": row["qualifier"],
        "PARENT": codes.code(row["parent"]) if row["parent"] else None,
        "COMMENT_EN": row["note_en"],
        "COMMENT_ZH": row["note_zh"],
    }
