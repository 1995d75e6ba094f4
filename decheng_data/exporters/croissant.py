"""Croissant 1.1 (MLCommons): JSON-LD with a record set a table, and the tables as JSON, each with its SHA-256.

The tables are JSON and not CSV, because mlcroissant reads CSV by guessing types: the area 370000 would come back as
370000.0 where a cell is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.exporters.citing import bibtex
from decheng_data.exporters.contents import sha256
from decheng_data.exporters.json_rows import json_array
from decheng_data.model.schemas import as_text, table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Table

CANNOT_SAY = (
    "constraints of a field (patterns, limits, what is required), keys beside the primary key, and rules",
    "exact decimals: sc:Float is binary floating point; the printed decimals stand in `decimals`",
)
"""What this target leaves out of a package."""

JsonObject = dict[str, Any]
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
CONTEXT: JsonObject = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "sdVersion": "cr:sdVersion",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of Croissant 1.1 (appendix 1 of the specification), inline, so that no reader fetches it."""
_TYPES = {
    "string": "sc:Text",
    "list": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def files(contents: Contents) -> dict[str, bytes]:
    """`croissant.json` and beside it a JSON file a table."""
    tables = {f"{name}.json": (json_array(table.records) + "\n").encode() for name, table in contents.tables.items()}
    return {"croissant.json": as_text(metadata(contents, tables)).encode(), **tables}


def metadata(contents: Contents, tables: Mapping[str, bytes]) -> JsonObject:
    """The description of the tables' files. `version` is counted as Croissant counts, `sdVersion` is the version of the
    package.
    """
    described = contents.descriptor
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": _by_language(described.get("title") or contents.name, described.get("title_zh")),
        "description": _by_language(described.get("description") or contents.name, described.get("description_zh")),
        "version": data_version(contents),
        "sdVersion": contents.version,
        "dateCreated": f"{contents.created:%Y-%m-%d}",
        "datePublished": f"{contents.created:%Y-%m-%d}",
        "license": [
            each.get("path") or f"https://spdx.org/licenses/{each['name']}" for each in described.get("licenses", ())
        ],
        "creator": [
            {"@type": "sc:Organization", "name": _by_language(each["title"], None)}
            for each in described.get("contributors", ())
            if each.get("title")
        ],
        "keywords": list(described.get("keywords", ())),
        "inLanguage": ["en", "zh"],
        "citeAs": bibtex(contents).strip(),
        "isLiveDataset": False,
        **({"url": described["homepage"]} if described.get("homepage") else {}),
        "distribution": [_file(name, data) for name, data in tables.items()],
        "recordSet": [_record_set(table) for table in contents.tables.values()],
    }


def data_version(contents: Contents) -> str:
    """Croissant asks for a new major version where data were edited, the package only for a patch: so the major version
    is the youngest vintage.
    """
    return (
        f"{max((row['vintage'] for row in contents.records('releases')), default=contents.created.date()):%Y%m%d}.0.0"
    )


def _file(name: str, data: bytes) -> JsonObject:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": _by_language(name, None),
        "contentUrl": name,
        "contentSize": f"{len(data)} B",
        "encodingFormat": "application/json",
        "sha256": sha256(data),
    }


def _record_set(table: Table) -> JsonObject:
    schema = table_schema(table.model)
    keys = [(key["fields"][0], key["reference"]) for key in schema.get("foreignKeys", ())]
    references = {name: (to["resource"] or table.name, to["fields"][0]) for name, to in keys}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": _by_language(table.name, table.title_zh),
        "description": _by_language((table.model.__doc__ or "").strip(), None),
        "key": [{"@id": f"{table.name}/{name}"} for name in schema["primaryKey"]],
        "field": [_field(table.name, field, references.get(field["name"])) for field in schema["fields"]],
    }


def _field(table: str, field: Mapping[str, Any], reference: tuple[str, str] | None) -> JsonObject:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": _by_language(field["title"], field["title_zh"]),
        "description": _by_language(field["description"], None),
        "dataType": _TYPES[field["type"]],
        **({"isArray": True, "arrayShape": "-1"} if field["type"] == "list" else {}),
        "source": _place(table, field["name"]),
        **({"references": _place(*reference)} if reference else {}),
    }


def _place(table: str, field: str) -> JsonObject:
    """Where the values of a field are. References name the place too, as a field of a record set that refers to others
    itself fails in mlcroissant.
    """
    return {"fileObject": {"@id": f"{table}.json"}, "extract": {"jsonPath": f"$[*].{field}"}}


def _by_language(en: str, zh: str | None) -> dict[str, str]:
    return {"en": en, **({"zh": zh} if zh else {})}
