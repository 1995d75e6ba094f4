"""What `datapackage.json` as a whole may say: Data Package version 2, or version 1. Schemas and dialects are checked
with the data.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from decheng_data.errors import DescriptorError
from decheng_data.packages.descriptor.shapes import misfits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.packages.descriptor.shapes import Kind

DESCRIPTOR_NAME = "datapackage.json"
DESCRIPTOR_LIMIT = 16 * 2**20
"""Most bytes of a descriptor."""

_PACKAGE_SCHEMA = re.compile(
    r"https?://(datapackage\.org/profiles/([12])\.[0-9]+/datapackage\.json|specs\.frictionlessdata\.io/schemas/(tabular-)?data-package\.json)"
)
_RESOURCE_SCHEMA = re.compile(r"https?://datapackage\.org/profiles/[12]\.[0-9]+/dataresource\.json")
_PACKAGE_PROFILES = ("data-package", "tabular-data-package")
_RESOURCE_PROFILES = ("data-resource", "tabular-data-resource")
_RESOURCE_TYPES = ("table", "text", "json", "file")
_NAME_OF_VERSION_1 = re.compile(r"[-a-z0-9._/]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DATETIME = re.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][0-2][0-9]:[0-5][0-9])?"
)

_DESCRIBED: dict[str, Kind] = {
    "$schema": str,
    "profile": str,
    "name": str,
    "title": str,
    "description": str,
    "homepage": str,
}
_CREDITED: dict[str, Kind] = {"licenses": (list, dict), "sources": (list, dict), "contributors": (list, dict)}
_PACKAGE: dict[str, Kind] = (
    _DESCRIBED
    | _CREDITED
    | dict.fromkeys(("id", "version", "created", "image"), str)
    | {
        "keywords": (list, str),
        "resources": (list, dict),
    }
)
_TEXTS: dict[str, Kind] = dict.fromkeys(("path", "type", "scheme", "format", "mediatype", "encoding", "hash"), str)
_COUNTS: dict[str, Kind] = dict.fromkeys(("bytes", "fields", "rows"), int)
_RESOURCE: dict[str, Kind] = _DESCRIBED | _CREDITED | _TEXTS | _COUNTS
_CREDIT: dict[str, Kind] = dict.fromkeys(
    ("name", "title", "path", "email", "role", "organization", "organisation", "version"), str
)
_OF_A_RESOURCE = ("type", "fields", "missingValues", "primaryKey", "foreignKeys", "uniqueKeys")


def parse_json(content: bytes, name: str) -> dict[str, Any]:
    """The JSON object in a file of the package. Raises DescriptorError that says where it is broken."""
    if len(content) > DESCRIPTOR_LIMIT:
        raise DescriptorError(
            f"{name} is larger than {DESCRIPTOR_LIMIT} bytes; a descriptor only describes, so move data to files of"
            " their own"
        )
    try:
        parsed = json.loads(
            _decoded(content, name), object_pairs_hook=_without_duplicates, parse_constant=_refused, parse_float=_finite
        )
        json.dumps(parsed, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise DescriptorError(
            f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}; correct it there"
        ) from error
    except (ValueError, RecursionError) as error:
        raise DescriptorError(f"{name} is no JSON that can be used: {error}; correct it there") from error
    if not isinstance(parsed, dict):
        raise DescriptorError(
            f"{name} is JSON but not an object; it must begin with a brace and name what it describes"
        )
    return parsed


def check_profile(descriptor: dict[str, Any]) -> None:
    """Raise DescriptorError at the first thing by which the descriptor is none of a Data Package."""
    for fault in _faults(descriptor):
        raise DescriptorError(f"{DESCRIPTOR_NAME}: {fault}")


def is_version_2(descriptor: dict[str, Any]) -> bool:
    """Whether the descriptor says that it follows version 2 of the Data Package standard; where it says nothing it is
    version 1.
    """
    known = _PACKAGE_SCHEMA.fullmatch(descriptor.get("$schema", ""))
    return known is not None and known[2] == "2"


def _faults(descriptor: dict[str, Any]) -> Iterator[str]:
    yield from _other_profile(descriptor, "$schema", _PACKAGE_SCHEMA, _PACKAGE_PROFILES)
    yield from (f"{fault}; correct its type" for fault in _misfits(descriptor, _PACKAGE))
    if not descriptor.get("resources"):
        yield "it has no resources, so there is nothing to read; list the package's files under resources"
    yield from (
        f"{name} does not belong to the package; move it to a resource or its schema"
        for name in _OF_A_RESOURCE
        if name in descriptor
    )
    if "created" in descriptor and not _DATETIME.fullmatch(descriptor["created"]):
        yield f"created is {descriptor['created']!r}, expected a date and time such as 2021-07-30T00:00:00Z"
    yield from _described(descriptor, is_version_2(descriptor))
    for number, resource in enumerate(descriptor["resources"], 1):
        place = f"resource {resource.get('name', number)!r}"
        yield from (f"{place}: {fault}" for fault in _resource_faults(resource, is_version_2(descriptor)))
    yield from _of_one_name([resource["name"] for resource in descriptor["resources"]])
    yield from _untabular(descriptor)


def _other_profile(
    holder: dict[str, Any], name: str, schema: re.Pattern[str], profiles: tuple[str, ...]
) -> Iterator[str]:
    if name in holder and not (isinstance(holder[name], str) and schema.fullmatch(holder[name])):
        yield (
            f"{name} is {holder[name]!r}, which is another profile than Data Package version 2 or 1; describe the"
            " package by one of these"
        )
    if "profile" in holder and holder["profile"] not in profiles:
        yield (
            f"profile is {holder['profile']!r}, which is none of {', '.join(profiles)}; describe the package by one of"
            " these"
        )


def _described(holder: dict[str, Any], version_2: bool) -> Iterator[str]:
    if not version_2 and "name" in holder and not _NAME_OF_VERSION_1.fullmatch(holder["name"]):
        yield (
            f"name {holder['name']!r} may hold only a-z, 0-9, '.', '_', '-' and '/' in version 1; rename it, or say by"
            " $schema that this is version 2"
        )
    for name in _CREDITED:
        for credit in holder.get(name, []):
            yield from (f"{name}: {fault}; correct it" for fault in _credit_faults(name, credit))


def _misfits(holder: dict[str, Any], shape: dict[str, Kind]) -> Iterator[str]:
    return (f"{name} is {found.en}, expected {expected.en}" for name, found, expected in misfits(holder, shape))


def _credit_faults(name: str, credit: dict[str, Any]) -> Iterator[str]:
    yield from _misfits(credit, _CREDIT)
    if name == "licenses" and not credit.get("name") and not credit.get("path"):
        yield "a licence has neither name nor path"
    if credit.get("email") and not _EMAIL.fullmatch(credit["email"]):
        yield f"{credit['email']!r} is no e-mail address"


def _resource_faults(resource: dict[str, Any], version_2: bool) -> Iterator[str]:
    if isinstance(resource.get("path"), list):
        yield "path lists several files, and tables in parts are not supported; join the parts into one file"
    if "data" in resource:
        yield "its data stand in the descriptor, which is not supported; write them to a CSV file and name it by path"
    yield from (f"{fault}; correct its type" for fault in _misfits(resource, _RESOURCE))
    yield from (f"it has no {name}; give it one" for name in ("name", "path") if name not in resource)
    if resource.get("type", "table") not in _RESOURCE_TYPES:
        yield f"its type is {resource['type']!r}, expected one of {', '.join(_RESOURCE_TYPES)}; a CSV file is a table"
    yield from _other_profile(resource, "$schema", _RESOURCE_SCHEMA, _RESOURCE_PROFILES)
    yield from (
        f"{name} is neither an object nor the path of one; correct it"
        for name in ("schema", "dialect")
        if not isinstance(resource.get(name, {}), dict | str)
    )
    yield from _described(resource, version_2)


def _of_one_name(names: list[str]) -> Iterator[str]:
    yield from (
        f"{count} resources have the name {name!r}; rename all but one"
        for name, count in Counter(names).items()
        if count > 1
    )


def _untabular(descriptor: dict[str, Any]) -> Iterator[str]:
    if descriptor.get("profile") == "tabular-data-package":
        for resource in descriptor["resources"]:
            if resource.get("profile") != "tabular-data-resource":
                yield (
                    f"resource {resource['name']!r} has not the profile tabular-data-resource that a"
                    " tabular-data-package asks for; give it that profile"
                )


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DescriptorError(f"{name} is not UTF-8: line {line} holds other bytes; save it as UTF-8") from error
    if text.startswith("\ufeff"):
        raise DescriptorError(f"{name} begins with a byte-order mark, which JSON forbids; save it as UTF-8 without it")
    return text


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the name {twice!r} stands twice in one object")
    return found


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"the number {text[:40]} is too large")
    return value
