"""JSON Schema (2020-12): the contract for those who validate elsewhere, and the rows as the JSON that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.exporters.json_rows import json_array
from decheng_data.model.rows import PlacedRow
from decheng_data.model.schemas import JSON_SCHEMA_DIALECT, as_text, json_schema

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents
    from decheng_data.model.rows import Row
    from decheng_data.packages.table import Table

CANNOT_SAY = (
    "keys and foreign keys: a schema sees one row at a time",
    "that the end of a place comes after its start, and how many decimals a number has",
    "rules of level 1 and above: validate runs these",
)
"""What this target leaves out of a package."""

JsonObject = dict[str, Any]


def files(contents: Contents) -> dict[str, bytes]:
    """`package.schema.json` for the whole document `rows.json`, and a schema for each table as an array of rows."""
    tables = {
        f"{name}.schema.json": as_text({"$schema": JSON_SCHEMA_DIALECT, **_array(table)}).encode()
        for name, table in contents.tables.items()
    }
    return {
        "package.schema.json": as_text(_bundle(contents)).encode(),
        "rows.json": _document(contents).encode(),
        **tables,
    }


def row_schema(model: type[Row]) -> JsonObject:
    """What one row must be. Numbers are numbers, not their texts; a place has both of its ends or none."""
    schema = json_schema(model)
    del schema["$schema"]
    schema["properties"] = {name: _without_text(described) for name, described in schema["properties"].items()}
    if issubclass(model, PlacedRow):
        schema["allOf"] = [_required_with("start", "end"), _required_with("end", "start")]
    return schema


def _bundle(contents: Contents) -> JsonObject:
    described = contents.descriptor
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        **{
            name: described[name]
            for name in ("title", "title_zh", "description", "description_zh")
            if described.get(name)
        },
        "type": "object",
        "properties": {
            name: {"type": "array", "title": name, "title_zh": table.title_zh, "items": {"$ref": f"#/$defs/{name}"}}
            for name, table in contents.tables.items()
        },
        "required": list(contents.tables),
        "additionalProperties": False,
        "$defs": {name: row_schema(table.model) for name, table in contents.tables.items()},
    }


def _array(table: Table) -> JsonObject:
    return {"title": table.name, "title_zh": table.title_zh, "type": "array", "items": row_schema(table.model)}


def _document(contents: Contents) -> str:
    return (
        "{\n"
        + ",\n".join(f'"{name}": {json_array(table.records)}' for name, table in contents.tables.items())
        + "\n}\n"
    )


def _without_text(described: JsonObject) -> JsonObject:
    """A number without the text that Pydantic reads one from: JSON Schema has no limits for a number
    in a text.
    """
    branches = described.get("anyOf", ())
    if not any(branch.get("type") == "number" for branch in branches):
        return described
    others = [branch for branch in branches if branch.get("type") != "string"]
    plain = {name: value for name, value in described.items() if name != "anyOf"}
    return {**others[0], **plain} if len(others) == 1 else {"anyOf": others, **plain}


def _required_with(one: str, other: str) -> JsonObject:
    given = {"type": "integer"}
    return {
        "if": {"required": [one], "properties": {one: given}},
        "then": {"required": [other], "properties": {other: given}},
    }
