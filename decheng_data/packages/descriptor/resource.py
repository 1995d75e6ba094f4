"""What the descriptor may say of a resource, its encoding and its dialect, beyond its schema."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fault import unusable
from decheng_data.packages.descriptor.shapes import misfits

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
            yield _refused(
                f"the property {each!r} is not run here; take it out, and run it with Frictionless",
                f"属性 {each!r} 在此不会执行；请删除并用 Frictionless 执行",
            )
    for each in (*_NOT_SUPPORTED, *_OF_A_SCHEMA):
        if each in resource:
            yield _refused(
                f"the property {each!r} is not supported in a resource; take it out", f"资源不支持属性 {each!r}；请删除"
            )
    if resource.get("scheme", "file") != "file":
        yield _refused(
            f"the scheme is {resource['scheme']!r}, and only files of the package are read; put the file into the"
            " package",
            f"scheme 为 {resource['scheme']!r}，只读取包内文件；请将文件放入数据包",
        )
    if resource.get("hash") and not _is_hash(resource["hash"]):
        yield _refused(
            f"the hash {resource['hash']!r} is none of {', '.join(HASHES)} in hexadecimal digits; write it anew",
            f"散列值 {resource['hash']!r} 无法识别；请重写",
        )
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
        yield _refused(
            f"its format is {format_of(resource)!r}, and only csv is read; save it as CSV",
            f"格式为 {format_of(resource)!r}，只支持 csv；请存为 CSV",
            "format-error",
        )
    if encoding_of(resource) is None:
        said = resource["encoding"]
        yield _refused(
            f"the encoding {said!r} is not supported, so the file is read as utf-8; save it as UTF-8",
            f"不支持编码 {said!r}，按 utf-8 读取；请存为 UTF-8",
            "encoding-error",
        )
    if not isinstance(resource.get("schema"), dict):
        yield _refused(
            "it has no schema, so its cells cannot be validated; give it one",
            "没有模式，无法校验单元格；请补充",
            "schema-error",
        )
    for en, zh in _dialect_faults(resource.get("dialect", {})):
        yield _refused(en, zh, "dialect-error")


def _dialect_faults(dialect: Mapping[str, Any]) -> Iterator[Bilingual]:
    quote = dialect.get("quoteChar", '"')
    yield from (
        Bilingual(f"{fault}; correct its type", f"{name} 的类型不对；请改正")
        for name, fault in misfits(dialect, _TEXTS)
    )
    for name, value in dialect.items():
        if name in _DEFAULTS and value not in _DEFAULTS[name]:
            yield Bilingual(
                f"{name} {value!r} is not supported; take it out and write the file so",
                f"不支持 {name} {value!r}；请删除并相应改写文件",
            )
        elif name == "delimiter" and not (_is_mark(value) and value != quote):
            yield Bilingual(
                f"the delimiter {value!r} is no single character of its own; correct it",
                f"分隔符 {value!r} 不是有别于引号的单个字符；请改正",
            )
        elif name == "quoteChar" and not _is_mark(value):
            yield Bilingual(
                f"the quoteChar {value!r} is no single character; correct it", f"引号 {value!r} 不是单个字符；请改正"
            )
        elif name == "skipInitialSpace" and not isinstance(value, bool):
            yield Bilingual(
                "skipInitialSpace is neither true nor false; correct it",
                "skipInitialSpace 应为 true 或 false；请改正",
            )
        elif name not in _OF_A_DIALECT:
            yield Bilingual(
                f"the property {name!r} of the dialect is not supported; take it out",
                f"不支持方言属性 {name!r}；请删除",
            )


def _refused(en: str, zh: str, rule: str = "resource-error") -> Fault:
    return unusable(rule, Bilingual(en, zh))


def _is_mark(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1 and value not in "\r\n\0 "
