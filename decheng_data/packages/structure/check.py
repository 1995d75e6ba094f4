"""Level 0: descriptor, files, header, types, constraints, keys, foreign keys: all faults in one run, in Frictionless'
own names.

It refuses whatever Frictionless refuses, at the same place. It is stricter where Frictionless 5.21 is silent:
uniqueKeys (told as `unique-error`), categories, NaN and inf, dates such as 2020-1-1, digits that are not ASCII, spaces
around numbers, numbers out of range, every row of a shared key, empty cells in a primary key, and whatever in the
descriptor is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.packages.contract import contract_schema
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME, is_version_2
from decheng_data.packages.descriptor.resource import format_of, hash_of, resource_faults
from decheng_data.packages.descriptor.schema import ForeignKey, TableSchema, read_schema, schema_faults
from decheng_data.packages.descriptor.shapes import CHECKS
from decheng_data.packages.descriptor.strictest import strictest, weaknesses
from decheng_data.packages.fault import Fault, misplaced, unusable
from decheng_data.packages.files.pointers import PointerError
from decheng_data.packages.structure.column import Column
from decheng_data.packages.structure.findings import Collection
from decheng_data.packages.structure.header import label_faults
from decheng_data.packages.structure.keys import foreign_key_faults, primary_key_faults, unique_key_faults
from decheng_data.packages.structure.rows import Met, columns_for, read_rows
from decheng_data.packages.structure.typed import TypedRow as TypedRow
from decheng_data.packages.structure.typed import TypedTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from decheng_data.model.finding import Finding
    from decheng_data.packages.package import Package

__all__ = ["Structure", "TypedRow", "check_structure"]


@dataclass
class Structure:
    """Findings of level 0, and the rows by table: in `tables` those without fault, in `partial` those with one.

    Of very many faults in one file only the first are findings; `unlisted` counts the others.
    """

    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, Sequence[TypedRow]] = field(default_factory=dict)
    partial: dict[str, list[TypedRow]] = field(default_factory=dict)
    unlisted: int = 0

    def of_faulty_rows(self, table: str, name: str) -> frozenset[str]:
        """What the rows with a fault have in a field that can be read."""
        return frozenset(row.cells[name] for row in self.partial.get(table, ()) if row.cells.get(name) is not None)


def check_structure(package: Package, contract: Mapping[str, Mapping[str, Any]] | None = None) -> Structure:
    """Check a package's structure. `contract` are the Table Schemas that tables must at least keep, by name; by default
    those of this version.

    Raises PackageError where a file's bytes cannot be unpacked.
    """
    return _Run(
        package, _models() if contract is None else {name: read_schema(schema) for name, schema in contract.items()}
    ).structure()


@cache
def _models() -> dict[str, TableSchema]:
    from decheng_data.model.rows import TABLES

    return {name: read_schema(contract_schema(name)) for name in TABLES}


@dataclass
class _Plan:
    """How one table is to be read: its schema, its columns, the faults that they meet, and the references that can be
    followed.
    """

    schema: TableSchema
    met: Met = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    references: list[tuple[ForeignKey, str]] = field(default_factory=list)


class _Run:
    """One check of one package: first what the descriptor says, then each file, then what ties them."""

    def __init__(self, package: Package, contract: Mapping[str, TableSchema]) -> None:
        self._package, self._contract = package, contract
        self._version_2 = is_version_2(package.descriptor)
        self._plans: dict[str, _Plan] = {}
        self._tables: dict[str, TypedTable] = {}

    def structure(self) -> Structure:
        faults = Collection()
        faults.add(DESCRIPTOR_NAME, self._package_faults())
        for resource in self._package:
            faults.add(DESCRIPTOR_NAME, self._of(resource["name"], self._described(resource)))
        for name, plan in self._plans.items():
            faults.add(DESCRIPTOR_NAME, self._of(name, self._unreferred(name, plan)))
        for resource in self._package:
            faults.add(resource["path"], self._file_faults(resource))
        for name in self._tables:
            faults.add(self._package.resource(name)["path"], self._key_faults(name))
        return Structure(
            faults.findings(),
            {name: table.rows for name, table in self._tables.items()},
            {name: table.partial for name, table in self._tables.items()},
            faults.unlisted,
        )

    def _of(self, name: str, faults: Iterator[Fault]) -> Iterator[Fault]:
        return (replace(fault, parts={**fault.parts, "resource": name}) for fault in faults)

    def _package_faults(self) -> Iterator[Fault]:
        if absent := [name for name in self._contract if name not in self._package]:
            yield unusable("package-error", "packages.missing-tables", tables=tuple(absent))
        for name in CHECKS:
            if name in self._package.descriptor:
                yield unusable("package-error", "packages.not-run", name=name)

    def _described(self, resource: dict[str, Any]) -> Iterator[Fault]:
        name, described = resource["name"], resource.get("schema")
        yield from resource_faults(resource)
        own = self._contract.get(name)
        if described is None and own is None:
            return
        given = read_schema(described or {})
        if described is not None:
            yield from schema_faults(described, version_2=self._version_2)
            yield from weaknesses(own, given) if own else ()
        plan = self._plans[name] = _Plan(_with_key_required(strictest(own, given) if own else given))
        plan.columns = [Column(each, plan.schema.missing_values, plan.met) for each in plan.schema.fields]
        for column in plan.columns:
            yield from column.faults

    def _unreferred(self, name: str, plan: _Plan) -> Iterator[Fault]:
        """Each foreign key that leads nowhere: one fault of the descriptor, and none of each row. The others are kept
        for later.
        """
        for key in plan.schema.foreign_keys:
            target = key.resource or name
            known = self._plans[target].schema.names if target in self._plans else list(key.reference_fields)
            absent = (
                [each for each in key.reference_fields if each not in known] if target in self._package else [target]
            )
            if absent:
                yield unusable(
                    "schema-error",
                    "packages.reference-to-nothing",
                    fields=key.fields,
                    absent=tuple(absent),
                    target=target,
                )
            else:
                plan.references.append((key, target))

    def _file_faults(self, resource: dict[str, Any]) -> Iterator[Fault]:
        name = resource["name"]
        try:
            if not self._package.has_file(name):
                code = "packages.folder-for-file" if self._package.has_folder(name) else "packages.missing-file"
                yield unusable("scheme-error", code, name=name)
                return
            yield from self._measured(resource)
            if name in self._plans and format_of(resource) == "csv":
                yield from self._table_faults(resource, self._plans[name])
        except PointerError as error:
            yield unusable("scheme-error", "packages.pointer", hint=error.mend)
        except OSError as error:
            yield unusable("scheme-error", "packages.unreadable-file", reason=error.strerror or str(error))

    def _measured(self, resource: dict[str, Any]) -> Iterator[Fault]:
        expected, size = hash_of(resource), resource.get("bytes")
        if expected is None and size is None:
            return
        bytes_found, digits = self._package.measure(resource["name"], expected[0] if expected else "md5")
        if size is not None and bytes_found != size:
            yield misplaced("byte-count", str(bytes_found), Bilingual(f"{size} bytes", f"{size} 字节"))
        if expected and digits != expected[1]:
            yield misplaced(
                "hash-count", digits, Bilingual(f"the {expected[0]} {expected[1]}", f"{expected[0]} {expected[1]}")
            )

    def _table_faults(self, resource: dict[str, Any], plan: _Plan) -> Iterator[Fault]:
        source = self._package.read_source(resource["name"])
        columns = columns_for(source.header, plan.columns, plan.met)
        table = self._tables[resource["name"]] = TypedTable(resource["name"], tuple(column.name for column in columns))
        yield from read_rows(source, columns, plan.met, table)
        yield from source.faults
        if source.header or table.count:
            yield from label_faults(source.header, plan.schema.names)
        elif source.complete:
            yield Fault("source-error", line=1, found="", expected="a header", code="packages.empty-file")
        for rule, name, zh, count in (
            ("field-count", "fields", "个字段", len(plan.schema.fields)),
            ("row-count", "rows", "行", table.count),
        ):
            if resource.get(name) and resource[name] != count:
                yield misplaced(rule, str(count), Bilingual(f"{resource[name]} {name}", f"{resource[name]} {zh}"))

    def _key_faults(self, name: str) -> Iterator[Fault]:
        plan, table = self._plans[name], self._tables[name]
        yield from primary_key_faults(table, plan.schema.primary_key)
        for key in dict.fromkeys(
            [
                *plan.schema.unique_keys,
                *((each["name"],) for each in plan.schema.fields if each.get("constraints", {}).get("unique")),
            ]
        ):
            yield from unique_key_faults(table, key)
        for reference, target in plan.references:
            if target in self._tables and self._tables[target].complete:
                yield from foreign_key_faults(table, reference.fields, self._tables[target], reference.reference_fields)


def _with_key_required(schema: TableSchema) -> TableSchema:
    """Table Schema: being in the primary key is equivalent to `required`."""
    fields = [
        (
            {**each, "constraints": {**each["constraints"], "required": True}}
            if each["name"] in schema.primary_key
            else each
        )
        for each in schema.fields
    ]
    return replace(schema, fields=fields)
