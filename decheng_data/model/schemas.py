"""From the models: Table Schema (Data Package v2), JSON Schema (2020-12) and the resources of the descriptor."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from decheng_data.model.fields import LIST_DELIMITER, ForeignKey
from decheng_data.model.rows import TABLES

if TYPE_CHECKING:
    from pydantic import BaseModel

    from decheng_data.model.row import Row

TABLE_SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"

JsonObject = dict[str, Any]

DIALECT: JsonObject = {
    "header": True,
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""Written out, so that no reader guesses the delimiter or the header from the data."""

_TYPES = {"integer": "integer", "boolean": "boolean", "number": "number", "array": "list", "string": "string"}
_CONSTRAINTS = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "pattern",
    "enum",
)


def table_schema(model: type[Row]) -> JsonObject:
    """The Table Schema of one table, keys and foreign keys included."""
    schema: JsonObject = json.loads(_table_schema_text(model))
    return schema


@cache
def _table_schema_text(model: type[Row]) -> str:
    """The schema as JSON: it takes some milliseconds to make, and who asks for it again gets an object of his own."""
    described = model.model_json_schema(by_alias=True)
    schema: JsonObject = {
        "$schema": TABLE_SCHEMA_PROFILE,
        "fields": [_field(name, entry) for name, entry in described["properties"].items()],
        "missingValues": [""],
        "primaryKey": list(model.primary_key),
    }
    if model.unique_keys:
        schema["uniqueKeys"] = [list(key) for key in model.unique_keys]
    if keys := _foreign_keys(model):
        schema["foreignKeys"] = keys
    return json.dumps(schema)


def json_schema(model: type[BaseModel], mode: str = "validation") -> JsonObject:
    """The JSON Schema of a row, a release or a report; `mode` is `validation` or `serialization`."""
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        **model.model_json_schema(by_alias=True, mode="serialization" if mode == "serialization" else "validation"),
    }


def resource(model: type[Row]) -> JsonObject:
    """The descriptor's entry for one table."""
    return {
        "name": model.table,
        "type": "table",
        "title": model.table.replace("_", " ").capitalize(),
        "title_zh": model.table_title_zh,
        "description": (model.__doc__ or "").strip(),
        "path": f"data/{model.table}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": table_schema(model),
    }


def descriptor(described: JsonObject) -> JsonObject:
    """The descriptor written anew: what the models say replaces its resources, all else (titles, sources, licences …)
    stays.
    """
    own = {name: value for name, value in described.items() if name not in ("$schema", "resources")}
    return {"$schema": PACKAGE_PROFILE, **own, "resources": [resource(model) for model in TABLES.values()]}


def as_text(schema: JsonObject) -> str:
    """A schema or descriptor as it is written to disk."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _field(name: str, entry: JsonObject) -> JsonObject:
    branches = [branch for branch in entry.get("anyOf", [entry]) if branch.get("type") != "null"]
    nullable = any(branch.get("type") == "null" for branch in entry.get("anyOf", []))
    lexical = next((branch for branch in branches if branch.get("type") == "number"), branches[0])
    kind = "date" if lexical.get("format") == "date" else _TYPES[lexical["type"]]
    constraints: JsonObject = {} if nullable else {"required": True}
    constraints |= {name: _plain(lexical[name]) for name in _CONSTRAINTS if name in lexical}
    if "const" in lexical:
        constraints["enum"] = [lexical["const"]]
    if "enum" in constraints:
        constraints.pop("pattern", None)
    if "pattern" in constraints:
        constraints["pattern"] = constraints["pattern"].removeprefix("^").removesuffix("$")
    items = {"delimiter": LIST_DELIMITER, "itemType": lexical["items"]["type"]} if kind == "list" else {}
    return {
        "name": name,
        "type": kind,
        **items,
        "title": entry["title"],
        "title_zh": entry["title_zh"],
        "description": entry["description"],
        **({"constraints": constraints} if constraints else {}),
    }


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _foreign_keys(model: type[Row]) -> list[JsonObject]:
    return [
        {"fields": [field.alias or name], "reference": {"resource": marker.table, "fields": [marker.field]}}
        for name, field in model.model_fields.items()
        for marker in _markers(field.metadata, field.annotation)
    ]


def _markers(metadata: list[Any], annotation: Any) -> list[ForeignKey]:
    return [
        marker for marker in [*metadata, *getattr(annotation, "__metadata__", ())] if isinstance(marker, ForeignKey)
    ]
