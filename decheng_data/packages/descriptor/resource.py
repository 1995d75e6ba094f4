"""What the descriptor may say of a resource, its encoding and its dialect, beyond its schema."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.fault import unusable
from decheng_data.packages.descriptor.shapes import misfit_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.model.fault import Fault
    from decheng_data.packages.descriptor.shapes import Kind

HASHES = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
"""The hashes that are checked, and their hexadecimal digits."""

_NOT_SUPPORTED = (
    "compression",
    "innerpath",
    "extrapaths",
    "control",
    "stats",
    "hashing",
    "layout",
    "url",
    "profiles",
    "jsonSchema",
)
_OF_A_SCHEMA = ("missingValues", "primaryKey", "foreignKeys", "uniqueKeys", "fieldsMatch")
CHECKS = ("checklist", "checks")
"""Properties that say what else is to be checked."""

_DEFAULTS: dict[str, tuple[Any, ...]] = {
    "header": (True,),
    "headerRows": ([1],),
    "headerCase": (True,),
    "caseSensitiveHeader": (True,),
    "doubleQuote": (True,),
    "skipBlankRows": (False,),
}
_TEXTS: dict[str, Kind] = dict.fromkeys(("$schema", "title", "description", "lineTerminator"), str)
_OF_A_DIALECT = ("delimiter", "quoteChar", "skipInitialSpace", "csvddfVersion", *_DEFAULTS, *_TEXTS)


@dataclass(frozen=True)
class Dialect:
    """How the CSV file is written."""

    delimiter: str = ","
    quote: str = '"'
    skip_initial_space: bool = False

    @classmethod
    def of(cls, described: Mapping[str, Any] | None) -> Dialect:
        """What is usable of a dialect's description."""
        given = described or {}
        quote = given["quoteChar"] if _is_mark(given.get("quoteChar")) else cls.quote
        delimiter = (
            given["delimiter"] if _is_mark(given.get("delimiter")) and given["delimiter"] != quote else cls.delimiter
        )
        return cls(delimiter, quote, given.get("skipInitialSpace") is True)


def encoding_of(resource: Mapping[str, Any]) -> str | None:
    """The Python name of the resource's encoding; None where it is not known, or does not write line ends and commas as
    ASCII does.
    """
    try:
        # A byte-order mark is skipped anyway.
        name = codecs.lookup(resource.get("encoding", "utf-8")).name.removesuffix("-sig")
        return name if '\r\n,;"'.encode(name) == b'\r\n,;"' else None
    except (LookupError, ValueError):
        return None


def is_table(resource: Mapping[str, Any]) -> bool:
    """Whether the resource is to be read as a table: it says so, has a schema, or is a CSV file."""
    said = resource.get("type") == "table" or resource.get("profile") == "tabular-data-resource" or "schema" in resource
    return said or format_of(resource) in ("csv", "tsv")


def format_of(resource: Mapping[str, Any]) -> str:
    """The format as said, or by the end of the path."""
    return str(resource.get("format") or resource["path"].rpartition(".")[2]).lower()


def resource_faults(resource: Mapping[str, Any]) -> Iterator[Fault]:
    """What of a resource's description cannot be used; its schema apart."""
    for each in CHECKS:
        if each in resource:
            yield unusable("resource-error", "packages.not-run", name=each)
    for each in (*_NOT_SUPPORTED, *_OF_A_SCHEMA):
        if each in resource:
            yield unusable("resource-error", "packages.resource-property", name=each)
    if resource.get("scheme", "file") != "file":
        yield unusable("resource-error", "packages.scheme", scheme=resource["scheme"])
    if resource.get("hash") and not _is_hash(resource["hash"]):
        yield unusable("resource-error", "packages.hash", value=resource["hash"], known=tuple(HASHES))
    if is_table(resource):
        yield from _table_faults(resource)


def hash_of(resource: Mapping[str, Any]) -> tuple[str, str] | None:
    """Algorithm and hexadecimal digits of the resource's hash, where one that can be checked stands there. Without a
    prefix it is md5.
    """
    said = resource.get("hash")
    if not said or not _is_hash(said):
        return None
    algorithm, _, digits = said.rpartition(":")
    return algorithm or "md5", digits


def _is_hash(said: str) -> bool:
    algorithm, _, digits = said.rpartition(":")
    return len(digits) == HASHES.get(algorithm or "md5")


def _table_faults(resource: Mapping[str, Any]) -> Iterator[Fault]:
    if format_of(resource) != "csv":
        yield unusable("format-error", "packages.format", value=format_of(resource))
    if encoding_of(resource) is None:
        yield unusable("encoding-error", "packages.encoding", encoding=resource["encoding"])
    if not isinstance(resource.get("schema"), dict):
        yield unusable("schema-error", "packages.no-schema")
    yield from _dialect_faults(resource.get("dialect", {}))


def _dialect_faults(dialect: Mapping[str, Any]) -> Iterator[Fault]:
    quote = dialect.get("quoteChar", '"')
    yield from misfit_faults("dialect-error", dialect, _TEXTS)
    for name, value in dialect.items():
        if name in _DEFAULTS and value not in _DEFAULTS[name]:
            yield unusable("dialect-error", "packages.dialect-value", name=name, value=repr(value))
        elif name == "delimiter" and not (_is_mark(value) and value != quote):
            yield unusable("dialect-error", "packages.delimiter", value=repr(value))
        elif name == "quoteChar" and not _is_mark(value):
            yield unusable("dialect-error", "packages.quotation-mark", value=repr(value))
        elif name == "skipInitialSpace" and not isinstance(value, bool):
            yield unusable("dialect-error", "packages.skip-initial-space")
        elif name not in _OF_A_DIALECT:
            yield unusable("dialect-error", "packages.dialect-property", name=name)


def _is_mark(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value not in "\r\n\0 "
