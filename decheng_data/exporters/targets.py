"""The formats that a package can be exported to, by name: what each holds and which extra brings its library."""

from __future__ import annotations

from typing import NamedTuple


class Target(NamedTuple):
    """A format, written by the module of its name in exporters/. `extra` brings the library that writes it (None:
    Python alone does).

    The main file may be given a name that ends in one of the `suffixes`; then the other files are written beside it
    where they belong to it (`together`), and else left out.
    """

    suffixes: tuple[str, ...]
    title_en: str
    title_zh: str
    extra: str | None = None
    together: bool = False


TARGETS = {
    # What carries the data.
    "csv": Target(
        (".csv",),
        "tidy.csv (a row a figure, with its names), wide.csv (laid out for people), and every table",
        "tidy.csv（每行一个数据及其名称）、wide.csv（宽表）与各表",
    ),
    "jsonl": Target(
        (".jsonl", ".ndjson"),
        "the same tables as JSON Lines: tidy.jsonl and every table",
        "JSON Lines：tidy.jsonl 与各表",
    ),
    "parquet": Target(
        (".parquet",), "the same tables as Parquet, numbers as decimals", "Parquet：数值为十进制小数", "arrow"
    ),
    "arrow": Target(
        (".arrow", ".feather"),
        "the same tables as Arrow IPC files, numbers as decimals",
        "Arrow IPC 文件：数值为十进制小数",
        "arrow",
    ),
    "sqlite": Target(
        (".sqlite", ".sqlite3", ".db"),
        "a SQLite database with keys and views in both languages, and metadata.json for Datasette",
        "SQLite 数据库：外键、中英文视图，附 Datasette 的 metadata.json",
        together=True,
    ),
    "duckdb": Target(
        (".duckdb", ".ddb"),
        "a DuckDB database with keys, comments, and linear rules as views of their violations",
        "DuckDB 数据库：键、注释、列出违例的规则视图",
        "duckdb",
    ),
    "postgresql": Target(
        (".sql",),
        "a script for psql: a schema with tables, keys, checks, comments, and COPY",
        "psql 脚本：模式、表、键、约束、注释与 COPY",
    ),
    "xlsx": Target(
        (".xlsx",),
        "an Excel workbook: a sheet a theme, the vocabulary, the rules and the sources",
        "Excel 工作簿：每主题一表，附指标、规则与来源",
        "xlsx",
    ),
    "frictionless": Target(
        (".zip",),
        "the package itself as a zip, with the size and SHA-256 of every file",
        "数据包本身的 zip，含各文件大小与 SHA-256",
    ),
    # What describes them.
    "sdmx": Target(
        (".csv",),
        "SDMX-CSV 2.1 and its structure as SDMX-JSON 2.1: data.csv, structure.json",
        "SDMX-CSV 2.1 及其 SDMX-JSON 2.1 结构",
        together=True,
    ),
    "csvw": Target(
        (".json",),
        "every table as CSV with CSV on the Web metadata: csv-metadata.json",
        "各表 CSV 及其 CSVW 元数据",
        together=True,
    ),
    "croissant": Target(
        (".json", ".jsonld"),
        "every table as JSON with Croissant 1.1 metadata: croissant.json",
        "各表 JSON 及其 Croissant 1.1 元数据",
        together=True,
    ),
    "schema.org": Target(
        (".jsonld", ".json"),
        "schema.org and DCAT-AP metadata as one JSON-LD file: dataset.jsonld",
        "schema.org 与 DCAT-AP 元数据（JSON-LD）",
    ),
    "json-schema": Target(
        (".json",),
        "the contract as JSON Schema: package.schema.json, a schema a table, and the rows as JSON",
        "JSON Schema 契约、各表模式与 JSON 数据",
        together=True,
    ),
    "citation": Target(
        (".cff",), "how to cite: CITATION.cff, BibTeX and RIS", "引用格式：CITATION.cff、BibTeX、RIS", together=True
    ),
}
"""Every target by its name, in the order of docs/formats.md."""
