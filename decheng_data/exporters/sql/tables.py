"""The tables as SQL: what SQLite, DuckDB and PostgreSQL have in common, written from the Table Schemas."""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Field, Table

LANGUAGES = {"zh": "Chinese", "en": "English"}

_LIMITS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}
_NAMED = (
    ("area", "areas", "area", "area_id"),
    ("unit", "units", "unit", "unit_id"),
    ("indicator", "indicators", "indicator_id", "indicator_id"),
)
"""What a view of the figures names: the stem of the column, the table of the names, the code in observations, its key
in that table."""


@dataclass(frozen=True)
class Dialect:
    """How one database writes it.

    `types` and, where the database's own type admits more, `forms` by Table Schema type, `{}` being the column;
    `number` makes a column comparable; `matches` tests a pattern, where that can be done.
    """

    types: Mapping[str, str]
    forms: Mapping[str, str] = field(default_factory=dict)
    number: Callable[[str], str] = str
    matches: Callable[[str, str], str] | None = None
    after_columns: str = ""


class Comment(NamedTuple):
    """What is to be known of a table, or of one of its columns."""

    table: str
    column: str | None
    title_en: str
    title_zh: str
    description: str

    def __str__(self) -> str:
        return f"{self.title_en} / {self.title_zh}. {self.description}"


def quoted(name: str) -> str:
    """A name as SQL writes it, whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def listed(names: Iterable[str]) -> str:
    """Names with commas between them."""
    return ", ".join(map(quoted, names))


def in_order(contents: Contents) -> list[Table]:
    """The tables, each after those that it refers to."""
    needs = {name: {target for _, target, _ in foreign_keys(table)} - {name} for name, table in contents.tables.items()}
    return [contents.tables[name] for name in TopologicalSorter(needs).static_order()]


def foreign_keys(table: Table) -> Iterator[tuple[list[str], str, list[str]]]:
    """The fields, the table and its fields that each foreign key ties."""
    for key in table.schema.get("foreignKeys", ()):
        yield key["fields"], key["reference"]["resource"] or table.name, key["reference"]["fields"]


def create_table(table: Table, dialect: Dialect, keys: Iterable[tuple[list[str], str, list[str]]]) -> str:
    """The table with types, NOT NULL, checks, primary key, unique keys and the foreign keys given."""
    parts = [
        *(_column(table, each, dialect) for each in table.fields),
        f"PRIMARY KEY ({listed(table.model.primary_key)})",
    ]
    parts += [f"UNIQUE ({listed(key)})" for key in table.model.unique_keys]
    parts += [
        f"FOREIGN KEY ({listed(fields)}) REFERENCES {quoted(target)} ({listed(target_fields)})"
        for fields, target, target_fields in keys
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(parts) + f"\n){dialect.after_columns};"


def view_of_observations(language: str, more: str = "") -> str:
    """A view of the figures with the names in one language; `more` are columns behind the value."""
    names = "".join(f',\n  {stem}."name_{language}" AS "{stem}_name"' for stem, *_ in _NAMED)
    joins = "".join(f'\n  JOIN "{table}" AS {stem} ON {stem}."{key}" = o."{code}"' for stem, table, code, key in _NAMED)
    return (
        f'CREATE VIEW "observations_{language}" AS\nSELECT o."release_id", o."period", o."area", indicator."theme",'
        f' o."indicator_id", o."measure",\n  o."comparison", o."value", {more}o."decimals", o."unit", o."qualifier",'
        f' o."obs_status", o."printed",\n  theme."name_{language}" AS "theme_name"{names},\n  o."note_{language}" AS'
        f' "note"\nFROM "observations" AS o{joins}\n  JOIN "themes" AS theme ON theme."theme_id" = indicator."theme";'
    )


def comments(contents: Contents) -> Iterator[Comment]:
    """What is to be known of each table and view, and of each column."""
    for name, table in contents.tables.items():
        yield Comment(
            name, None, name.replace("_", " ").capitalize(), table.title_zh, (table.model.__doc__ or "").strip()
        )
        for each in table.fields:
            yield Comment(name, each["name"], each["title"], each["title_zh"], each["description"])
    for language, name in LANGUAGES.items():
        yield Comment(
            f"observations_{language}",
            None,
            "Observations with names",
            "观测值及其名称",
            f"The figures with the names of their codes in {name}.",
        )


def _column(table: Table, described: Field, dialect: Dialect) -> str:
    name, checks = described["name"], list(_checks(described, dialect))
    required = described.get("constraints", {}).get("required") or name in table.model.primary_key
    return f"{quoted(name)} {dialect.types[described['type']]}{' NOT NULL' if required else ''}" + (
        f" CHECK ({' AND '.join(checks)})" if checks else ""
    )


def _checks(described: Field, dialect: Dialect) -> Iterator[str]:
    """The constraints of a cell; an empty cell meets all of them, as NULL compares with nothing."""
    column, kind = quoted(described["name"]), described["type"]
    number = dialect.number(column) if kind == "number" else column
    if kind in dialect.forms:
        yield dialect.forms[kind].format(column)
    for name, value in described.get("constraints", {}).items():
        if name in _LIMITS:
            yield f"{number} {_LIMITS[name]} {value}"
        elif name in _LENGTHS:
            yield f"length({column}) {_LENGTHS[name]} {value}"
        elif name == "enum":
            yield f"{column} IN ({', '.join(_value(each) for each in value)})"
        elif name == "pattern" and dialect.matches is not None:
            yield dialect.matches(column, value)


def _value(each: object) -> str:
    return literal(each) if isinstance(each, str) else str(each)
