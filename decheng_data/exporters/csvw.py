"""CSV on the Web (W3C Recommendation of 17 December 2015): every table as CSV, and the metadata that types, ties and
names their columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.model.fields import LIST_DELIMITER
from decheng_data.model.schemas import as_text, table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Table

CANNOT_SAY = (
    "keys beside the primary key (the name of a unit is unique)",
    "that start and end are given together, and rules: validate tells these",
    "most decimals of a number; the number of items of a list",
)
"""What this target leaves out of a package."""

JsonObject = dict[str, Any]
METADATA = "csv-metadata.json"
"""The name by which a CSVW processor finds metadata beside a table (section 5.2 of the model for tabular data)."""
_LIMITS = {
    "minLength": "minLength",
    "maxLength": "maxLength",
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "minExclusive",
}
_BASES = {
    "string": "string",
    "list": "string",
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
}
_FORMATS = {"boolean": "true|false", "date": "yyyy-MM-dd"}


def files(contents: Contents) -> dict[str, bytes]:
    """`csv-metadata.json` and beside it a CSV file a table."""
    return {METADATA: as_text(metadata(contents)).encode(), **contents.csv_files()}


def metadata(contents: Contents) -> JsonObject:
    """The table group: its tables in the order of the package."""
    described = contents.descriptor
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        **_text_by_language("dc:title", described.get("title"), described.get("title_zh")),
        **_text_by_language("dc:description", described.get("description"), described.get("description_zh")),
        "dc:identifier": contents.name,
        "schema:version": contents.version,
        "dc:license": [{"@id": each["path"]} for each in described.get("licenses", ()) if each.get("path")],
        "dialect": {
            "encoding": "utf-8",
            "header": True,
            "headerRowCount": 1,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
        },
        "tables": [_table(table) for table in contents.tables.values()],
    }


def _table(table: Table) -> JsonObject:
    schema = table_schema(table.model)
    return {
        "@type": "Table",
        "url": f"{table.name}.csv",
        **_text_by_language("dc:title", table.name.replace("_", " ").capitalize(), table.title_zh),
        "dc:description": _text((table.model.__doc__ or "").strip(), "en"),
        "tableSchema": {
            "@type": "Schema",
            "columns": [_column(field) for field in schema["fields"]],
            "primaryKey": schema["primaryKey"],
            **(
                {"foreignKeys": keys}
                if (keys := [_foreign_key(table.name, key) for key in schema.get("foreignKeys", ())])
                else {}
            ),
        },
    }


def _column(field: Mapping[str, Any]) -> JsonObject:
    constraints = field.get("constraints", {})
    return {
        "@type": "Column",
        "name": field["name"],
        "titles": {"und": [field["name"]], "en": [field["title"]], "zh": [field["title_zh"]]},
        "dc:description": _text(field["description"], "en"),
        "datatype": _datatype(field["type"], constraints),
        **({"separator": LIST_DELIMITER, "ordered": True} if field["type"] == "list" else {}),
        "required": bool(constraints.get("required")),
        "null": "",
    }


def _datatype(kind: str, constraints: Mapping[str, Any]) -> JsonObject:
    form = constraints.get("pattern") or _FORMATS.get(kind)
    if kind == "string" and "enum" in constraints:
        form = "|".join(constraints["enum"])
    limits = {name: constraints[given] for given, name in _LIMITS.items() if given in constraints and kind != "list"}
    if kind == "integer" and "enum" in constraints:
        limits = {"minimum": min(constraints["enum"]), "maximum": max(constraints["enum"])}
    return {"base": _BASES[kind], **({"format": form} if form else {}), **limits}


def _foreign_key(table: str, key: Mapping[str, Any]) -> JsonObject:
    reference = key["reference"]
    return {
        "columnReference": key["fields"],
        "reference": {"resource": f"{reference['resource'] or table}.csv", "columnReference": reference["fields"]},
    }


def _text_by_language(name: str, en: str | None, zh: str | None) -> JsonObject:
    texts = [_text(text, language) for text, language in ((en, "en"), (zh, "zh")) if text]
    return {name: texts} if texts else {}


def _text(text: str, language: str) -> JsonObject:
    return {"@value": text, "@language": language}
