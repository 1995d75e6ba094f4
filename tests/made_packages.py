"""Small data packages, made for tests: what is written is valid unless a test breaks it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.errors import DescriptorError, PackageError
from decheng_data.packages.package import open_package
from decheng_data.packages.structure.check import Structure, check_structure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from decheng_data.model.finding import Finding

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
DIALECT = {"header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
"""Written out in full, so that Frictionless guesses nothing from the data."""


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    constraints = {key: more.pop(key) for key in list(more) if key not in _PROPERTIES}
    return {"name": name, "type": kind, **more, **({"constraints": constraints} if constraints else {})}


_PROPERTIES = {
    "format",
    "missingValues",
    "categories",
    "trueValues",
    "falseValues",
    "decimalChar",
    "groupChar",
    "bareNumber",
    "delimiter",
    "itemType",
    "example",
    "title_zh",
}


def resource(name: str, fields: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    schema = {
        "fields": fields,
        **{key: more.pop(key) for key in ("primaryKey", "uniqueKeys", "foreignKeys", "missingValues") if key in more},
    }
    return {
        "name": name,
        "type": "table",
        "path": f"data/{name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": schema,
        **more,
    }


def refers(fields: list[str] | str, resource_name: str, target: list[str] | str) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": resource_name, "fields": target}}


def descriptor(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"$schema": V2, "name": "made", "version": "1.0.0", **more, "resources": list(resources)}


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def write_package(folder: Path, described: Any, files: dict[str, bytes | str | list[list[str]]]) -> Path:
    """Write a package; a file's content is bytes, text, or rows of cells with the header first."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            as_csv(content) if isinstance(content, list) else content.encode() if isinstance(content, str) else content
        )
    return folder


FIGURES = resource(
    "figures",
    [
        field("code", required=True),
        field("value", "number"),
        field("day", "date"),
        field("unit", enum=["yi_yuan", "percent"]),
    ],
    primaryKey="code",
)
HEADER = ["code", "value", "day", "unit"]
ROW = ["gdp", "157.5", "2021-06-30", "yi_yuan"]


def checker(folder: Path) -> Callable[..., Structure]:
    """Check a package of the rows (or bytes) of data/figures.csv and of other files, by its descriptor alone; None writes no file."""

    def check(content: Any, described: Any = None, **files: Any) -> Structure:
        written = {f"data/{name}.csv": each for name, each in {"figures": content, **files}.items() if each is not None}
        return check_structure(open_package(write_package(folder, described or descriptor(FIGURES), written)), {})

    return check


def with_field(*fields: Any) -> Any:
    return descriptor(resource("figures", list(fields)))


def only(structure: Structure) -> Finding:
    (finding,) = structure.findings
    return finding


def places(structure: Structure) -> list[tuple[str, int | None, str | None]]:
    return [(finding.rule, finding.line, finding.field) for finding in structure.findings]


def refusal(path: Any, kind: type[PackageError] = DescriptorError) -> str:
    """The sentence with which opening is refused, by an error of exactly that kind."""
    with pytest.raises(PackageError) as caught:
        open_package(path)
    assert type(caught.value) is kind, caught.value
    return str(caught.value)
