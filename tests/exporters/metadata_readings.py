"""The foreign readers of the targets that describe the data: what SDMX, CSV on the Web and Croissant say of each figure."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.exporters.equality import Proof, Reading, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LISTS = (("indicator", "indicators", "indicator_id"), ("unit", "units", "unit"), ("area", "areas", "area"))
"""What has names, the table of the names, and the column of a figure that has the code."""
SDMX_LISTS = (
    ("indicator", "CL_INDICATOR", "INDICATOR"),
    ("unit", "CL_PRINTED_UNIT", "PRINTED_UNIT"),
    ("area", "CL_AREA_CN_GBT2260", "REF_AREA"),
)


def with_names(tables: Mapping[str, list[Row]]) -> Iterable[Row]:
    """The figures with the names that their code lists give."""
    named = {stem: {row[next(iter(row))]: row for row in tables[table]} for stem, table, _ in LISTS}
    for row in tables["observations"]:
        yield {
            **row,
            **{
                f"{stem}_{language}": named[stem][row[code]][f"name_{language}"]
                for stem, _, code in LISTS
                for language in ("zh", "en")
            },
        }


def sdmx_lines(folder: Path) -> list[Row]:
    """The rows of the data file as texts."""
    with (folder / "data.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sdmx_rows(folder: Path) -> Iterable[Row]:
    """SDMX-CSV by Python, against the structure that pysdmx read: every component is known, mandatory ones are there, codes are in their lists."""
    schema = sdmx_structure(folder)
    for line in sdmx_lines(folder):
        check_line(line, schema)
        yield from _as_printed(folder, [line])


def sdmx_structure(folder: Path) -> Any:
    from pysdmx.io import read_sdmx

    message = read_sdmx(folder / "structure.json", validate=False)  # one test validates, which takes a second
    return next(each for each in message.structures if each.short_urn.startswith("DataStructure")).to_schema()


def check_line(line: Row, schema: Any) -> None:
    """What SDMX demands of a row: known components, mandatory ones filled, coded ones from their lists, a value that is a number."""
    components = {each.id: each for each in schema.components}
    assert set(line) - {"STRUCTURE", "STRUCTURE_ID", "ACTION"} == set(components)
    for name, each in components.items():
        assert line[name] or not each.required, name
        if each.enumeration and line[name]:
            assert each.enumeration[line[name]], f"{line[name]} is not in the list of {name}"
    Decimal(line["OBS_VALUE"])


def pysdmx_dataset(folder: Path) -> Iterable[Row]:
    """The data set as pysdmx reads it against the structure. It reads a column of numerals as numbers, so that a value is a float."""
    from pysdmx.io import get_datasets

    (dataset,) = get_datasets(folder / "data.csv", folder / "structure.json", validate=False)
    return _as_printed(folder, dataset.data.to_dict("records"))


def _as_printed(folder: Path, lines: Iterable[Row]) -> Iterable[Row]:
    """Figures in the words of the package: codes in small letters, the value taken from UNIT_MULT back to the printed unit."""
    import json

    lists = {
        each["id"]: {code["id"]: code["names"] for code in each["codes"]}
        for each in json.loads((folder / "structure.json").read_bytes())["data"]["codelists"]
    }
    for line in lines:
        unit = line["PRINTED_UNIT"].lower()
        yield {
            "release_id": line["RELEASE"],
            "indicator_id": line["INDICATOR"].lower(),
            "measure": line["MEASURE"].lower(),
            "period": line["TIME_PERIOD"],
            "area": line["REF_AREA"],
            "comparison": "none" if line["COMPARISON"] == "_Z" else line["COMPARISON"].lower(),
            "value": _printed_value(line, unit),
            "decimals": line["DECIMALS"],
            "unit": unit,
            "obs_status": line["OBS_STATUS"],
            "qualifier": line["QUALIFIER"] or None,
            "printed": line["PRINTED"],
            **{
                f"{stem}_{language}": lists[listed][line[code]][language]
                for stem, listed, code in SDMX_LISTS
                for language in ("zh", "en")
            },
        }


def _printed_value(line: Row, unit: str) -> Any:
    from tests.exporters.made_contents import shipped
    from tests.made_figures import UNITS

    scale = (
        UNITS[unit].scale if unit in UNITS else shipped().keyed("units")[unit]["scale"]
    )  # SDMX has no scale of a printed unit
    number = Fraction(str(line["OBS_VALUE"])) * 10 ** int(line["UNIT_MULT"]) / Fraction(scale)
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    assert Fraction(exact) == number
    return float(exact) if isinstance(line["OBS_VALUE"], float) else exact


def csvw_rows(folder: Path) -> Iterable[Row]:
    return with_names(csvw_tables(folder))


def csvw_tables(folder: Path) -> dict[str, list[Row]]:
    """Every table as csvw reads it by the metadata, once keys and foreign keys hold."""
    from csvw import TableGroup

    group = TableGroup.from_file(folder / "csv-metadata.json")
    assert group.check_referential_integrity()
    assert all(table.check_primary_key() for table in group.tables)
    return {
        str(table.url).removesuffix(".csv"): [
            {name: _csvw_value(value) for name, value in row.items()} for row in table.iterdicts()
        ]
        for table in group.tables
    }


def _csvw_value(value: Any) -> Any:
    """csvw reads a day as its midnight, and a list without items where there is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    return tuple(value) or None if isinstance(value, list) else value


def croissant_rows(folder: Path) -> Iterable[Row]:
    names = ("observations", *(table for _, table, _ in LISTS))
    tables = {
        name: [{field: _text(value) for field, value in record.items()} for record in records]
        for name, records in croissant_records(folder, *names)
    }
    return with_names(tables)


def croissant_records(folder: Path, *names: str) -> Iterable[tuple[str, list[Row]]]:
    """Each record set's records (of these only, where some are named), by the names of their fields."""
    import mlcroissant

    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    for name in names or [each.id for each in dataset.metadata.record_sets]:
        yield (
            name,
            [{field.partition("/")[2]: value for field, value in record.items()} for record in dataset.records(name)],
        )


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def _cannot(target: str) -> str:
    """What the exporter itself says that it cannot say."""
    return "; ".join(import_module(f"decheng_data.exporters.{target.translate(str.maketrans('-.', '__'))}").CANNOT_SAY)


DESCRIBED = (
    Reading("sdmx", "Python csv, by the structure that pysdmx reads", sdmx_rows, cannot=_cannot("sdmx")),
    Reading("csvw", "csvw", csvw_rows, cannot=_cannot("csvw")),
)
"""Readers that run within the test's process."""
SLOW = (
    Reading(
        "sdmx",
        "pysdmx",
        pysdmx_dataset,
        cannot="the same; the reader takes numbers for floats, and the text nan for NaN",
        floats=True,
    ),
    Reading("croissant", "mlcroissant", croissant_rows, cannot=_cannot("croissant"), floats=True),
)
"""Readers that take seconds, for a few packages."""
PROOFS = (
    Proof("csvw", "csvw", "every cell of every table, with types, keys and foreign keys", _cannot("csvw")),
    Proof(
        "croissant",
        "mlcroissant",
        "every record of every record set, and the SHA-256 of every file",
        _cannot("croissant"),
    ),
    Proof(
        "schema.org",
        "rdflib",
        "titles, descriptions, names of indicators in both languages, periods, addresses of files, as triples",
        _cannot("schema.org"),
    ),
    Proof(
        "json-schema",
        "check-jsonschema",
        "the rows are passed, and corrupted ones refused that are refused here",
        _cannot("json-schema"),
    ),
    Proof(
        "citation",
        "check-jsonschema, PyYAML",
        "CITATION.cff keeps its schema; title, authors, version, day, licences",
        _cannot("citation"),
    ),
    Proof("citation", "bibtexparser", "title, author, version and year of the BibTeX entry", _cannot("citation")),
    Proof(
        "citation",
        "rispy",
        "title in both languages, authors, edition, year and keywords of the RIS reference",
        _cannot("citation"),
    ),
)
"""Readers of more than figures, and of targets without any: the tests of each target run them."""
