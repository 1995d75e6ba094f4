"""What `datapackage.json` as a whole may say: Data Package version 2, or version 1. Schemas and dialects are checked with the data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DescriptorError
from decheng_data.shapes import misfits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.shapes import Kind

DESCRIPTOR_NAME = "datapackage.json"
DESCRIPTOR_LIMIT = 16 * 2**20
"""Most bytes of a descriptor."""

_PROFILE = re.compile(r"https?://(datapackage\.org/profiles/(?P<version>[12])\.[0-9]+/datapackage\.json|specs\.frictionlessdata\.io/schemas/(tabular-)?data-package\.json)")
_PROFILES = ("data-package", "tabular-data-package")
_RESOURCE_PROFILES = ("data-resource", "tabular-data-resource")
_NAME_OF_VERSION_1 = re.compile(r"[-a-z0-9._/]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DATETIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]{1,6})?(Z|[+-][0-2][0-9]:[0-5][0-9])?")

_DESCRIBED: dict[str, Kind] = {"name": str, "title": str, "description": str, "homepage": str, "profile": str, "$schema": str}
_DESCRIBED |= {"licenses": (list, dict), "sources": (list, dict), "contributors": (list, dict)}
_PACKAGE = _DESCRIBED | {"id": str, "version": str, "created": str, "image": str, "keywords": (list, str), "resources": (list, dict)}
_RESOURCE = _DESCRIBED | {"path": str, "type": str, "scheme": str, "format": str, "mediatype": str, "encoding": str, "hash": str, "bytes": int, "fields": int, "rows": int}
_CREDIT: dict[str, Kind] = {"name": str, "title": str, "path": str, "email": str, "role": str, "organization": str, "organisation": str, "version": str}
_MISPLACED = {"missingValues": "resources[].schema", "fields": "resources[].schema", "primaryKey": "resources[].schema", "foreignKeys": "resources[].schema", "path": "resources[]"}


def parse_json(content: bytes, name: str) -> dict[str, Any]:
    """The JSON object in a file of the package. Raises DescriptorError that says where it is broken."""
    if len(content) > DESCRIPTOR_LIMIT:
        raise DescriptorError(f"{name} is larger than {DESCRIPTOR_LIMIT} bytes; a descriptor holds descriptions only, so move data to files of their own")
    try:
        parsed = json.loads(_text(content, name), object_pairs_hook=_without_duplicates, parse_constant=_refused, parse_float=_finite)
        json.dumps(parsed, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise DescriptorError(f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}; correct it there") from error
    except (ValueError, RecursionError) as error:
        raise DescriptorError(f"{name} is no JSON that can be used: {error}; correct it there") from error
    if not isinstance(parsed, dict):
        raise DescriptorError(f"{name} is JSON but not an object; it must begin with a brace and name its contents")
    return parsed


def check_profile(descriptor: dict[str, Any]) -> None:
    """Raise DescriptorError at the first thing by which the descriptor is none of a Data Package."""
    _refuse(_misplaced_in_package(descriptor))
    _refuse(f"it names no resources, so there is nothing to read; list them under resources" for _ in [0] if not descriptor.get("resources"))
    version = _version(descriptor)
    _refuse(_misnamed(descriptor, version))
    for resource in descriptor["resources"]:
        _refuse(f"{_place(resource)}: {fault}" for fault in _resource_faults(resource, version))
    _refuse(_repeated([resource["name"] for resource in descriptor["resources"]]))
    _refuse(_untabular(descriptor))


def is_version_2(descriptor: dict[str, Any]) -> bool:
    """Whether the descriptor says that it follows version 2 of the Data Package standard."""
    return _version(descriptor) == "2"
