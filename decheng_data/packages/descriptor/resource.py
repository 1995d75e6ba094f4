"""What the descriptor may say of a resource, its encoding and its dialect, beyond its schema."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import brief
from decheng_data.packages.descriptor.demands import faults_of, usable
from decheng_data.packages.descriptor.shapes import DIALECT, HASH, RESOURCE
from decheng_data.packages.fault import unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.packages.fault import Fault


@dataclass(frozen=True)
class Dialect:
    """How the CSV file is written."""

    delimiter: str = ","
    quote: str = '"'
    skip_initial_space: bool = False

    @classmethod
    def of(cls, described: Mapping[str, Any] | None) -> Dialect:
        """What is usable of a dialect's description."""
        given = usable(described or {}, DIALECT)
        quote, delimiter = given.get("quoteChar", cls.quote), given.get("delimiter", cls.delimiter)
        return cls(cls.delimiter if delimiter == quote else delimiter, quote, given.get("skipInitialSpace", False))


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
    yield from faults_of(resource, RESOURCE)
    if not is_table(resource):
        return
    if format_of(resource) != "csv":
        yield unusable("format-error", "packages.format", value=format_of(resource))
    if encoding_of(resource) is None:
        yield unusable("encoding-error", "packages.encoding", encoding=resource["encoding"])
    if not isinstance(resource.get("schema"), dict):
        yield unusable("schema-error", "packages.no-schema")
    dialect = resource.get("dialect", {})
    yield from faults_of(dialect, DIALECT)
    delimiter = usable(dialect, DIALECT).get("delimiter")
    if delimiter and delimiter == dialect.get("quoteChar", '"'):
        yield unusable("dialect-error", "packages.delimiter", value=brief(repr(delimiter)))


def hash_of(resource: Mapping[str, Any]) -> tuple[str, str] | None:
    """Algorithm and hexadecimal digits of the resource's hash, where one that can be checked stands there. Without a
    prefix it is md5.
    """
    said = resource.get("hash", "")
    if not said or not HASH.holds(said):
        return None
    algorithm, _, digits = said.rpartition(":")
    return algorithm or "md5", digits
