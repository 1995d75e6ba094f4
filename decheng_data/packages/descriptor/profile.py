"""What `datapackage.json` as a whole may say: Data Package version 2, or version 1. Schemas and dialects are checked
with the data.
"""

from __future__ import annotations

import json
from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from decheng_data.errors import DescriptorError
from decheng_data.packages.descriptor.demands import faults_of
from decheng_data.packages.descriptor.shapes import PACKAGE, RESOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.packages.descriptor.demands import Shape

DESCRIPTOR_NAME = "datapackage.json"
DESCRIPTOR_LIMIT = 16 * 2**20
"""Most bytes of a descriptor."""

_REFUSALS = {
    "packages.property-type": "{name} is {found.en}, expected {expected.en}; correct its type",
    "other-profile": (
        "{name} is {value.en}, which is another profile than Data Package version 2 or 1; describe the package by one"
        " of these"
    ),
    "unknown-profile": "profile is {value.en}, which is none of {known}; describe the package by one of these",
    "no-resources": "it has no resources, so there is nothing to read; list the package's files under resources",
    "of-a-resource": "{name} does not belong to the package; move it to a resource or its schema",
    "no-datetime": "created is {value.en}, expected a date and time such as 2021-07-30T00:00:00Z",
    "name-of-version-1": (
        "name {value.en} may hold only a-z, 0-9, '.', '_', '-' and '/' in version 1; rename it, or say by $schema that"
        " this is version 2"
    ),
    "no-licence": "licenses: a licence has neither name nor path; correct it",
    "no-email": "{value.en} is no e-mail address; correct it",
    "several-files": ("path lists several files, and tables in parts are not supported; join the parts into one file"),
    "data-inside": (
        "its data stand in the descriptor, which is not supported; write them to a CSV file and name it by path"
    ),
    "missing": "it has no {name}; give it one",
    "unknown-type": "its type is {value.en}, expected one of {known}; a CSV file is a table",
    "no-object": "{name} is neither an object nor the path of one; correct it",
}
"""Why a descriptor is refused, by the codes of its shapes."""


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
    for refusal in _refusals(descriptor):
        raise DescriptorError(f"{DESCRIPTOR_NAME}: {refusal}")


def is_version_2(descriptor: dict[str, Any]) -> bool:
    """Whether the descriptor says that it follows version 2 of the Data Package standard; where it says nothing it is
    version 1.
    """
    return "://datapackage.org/profiles/2." in str(descriptor.get("$schema"))


def _refusals(descriptor: dict[str, Any]) -> Iterator[str]:
    yield from _refusals_of(descriptor, PACKAGE, is_version_2(descriptor))
    resources = descriptor["resources"]
    for number, each in enumerate(resources, 1):
        place = f"resource {each.get('name', number)!r}"
        yield from (f"{place}: {refusal}" for refusal in _refusals_of(each, RESOURCE, is_version_2(descriptor)))
    for name, count in Counter(each["name"] for each in resources).items():
        if count > 1:
            yield f"{count} resources have the name {name!r}; rename all but one"
    if descriptor.get("profile") == "tabular-data-package":
        yield from (
            f"resource {each['name']!r} has not the profile tabular-data-resource that a tabular-data-package asks for;"
            " give it that profile"
            for each in resources
            if each.get("profile") != "tabular-data-resource"
        )


def _refusals_of(holder: dict[str, Any], shape: Shape, version_2: bool) -> Iterator[str]:
    for fault in faults_of(holder, shape, version_2):
        if fault.code in _REFUSALS:
            parts = {"inside": "", **fault.parts, "known": ", ".join(fault.parts.get("known", ()))}
            yield ("{inside}" + _REFUSALS[fault.code]).format(**parts)


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
