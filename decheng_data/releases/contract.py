"""What is written from the models: the descriptor's resources and the files of schemas/, and any drift between
the two.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DescriptorError, NotInReleaseError, PackageError
from decheng_data.model.report import Report
from decheng_data.model.rows import TABLES
from decheng_data.model.schemas import as_text, descriptor, json_schema, table_schema
from decheng_data.packages.descriptor.profile import DESCRIPTOR_LIMIT, DESCRIPTOR_NAME, parse_json
from decheng_data.packages.files.writing import sole_writer, write_together
from decheng_data.packages.opening import Folder
from decheng_data.releases.release import Release

if TYPE_CHECKING:
    from pathlib import Path


def schema_files() -> dict[str, str]:
    """Path inside the package and text of every file of schemas/."""
    files = {f"schemas/table/{name}.json": table_schema(model) for name, model in TABLES.items()}
    files |= {f"schemas/json/{name}.json": json_schema(model) for name, model in TABLES.items()}
    files["schemas/json/release.json"] = json_schema(Release)
    files["schemas/json/report.json"] = json_schema(Report, "serialization")
    return {path: as_text(schema) for path, schema in files.items()}


def schema_names() -> list[str]:
    """What `schema_text` can be asked for."""
    return [*TABLES, "release", "report"]


def schema_text(name: str, *, as_json_schema: bool = False) -> str:
    """The Table Schema of a table, or a JSON Schema (the only one of release and report). Raises NotInReleaseError that
    suggests near names.
    """
    if name not in schema_names():
        raise NotInReleaseError("schema", name, schema_names())
    kind = "json" if as_json_schema or name not in TABLES else "table"
    return schema_files()[f"schemas/{kind}/{name}.json"]


def json_schemas_text() -> str:
    """The JSON Schemas of all of them, by their names."""
    files = schema_files()
    return as_text({name: json.loads(files[f"schemas/json/{name}.json"]) for name in schema_names()})


def written_files(root: Path) -> dict[str, str]:
    """Every file that is written from the models, for the package at `root`, whose descriptor keeps all but its
    resources.
    """
    return {"datapackage.json": as_text(descriptor(_described(root))), **schema_files()}


def drifted(root: Path) -> list[str]:
    """The files at `root` that are not what the models say. Raises PackageError where they cannot be read, or lie
    outside of `root`.
    """
    return [path for path, text in written_files(root).items() if _content(root, path) != text.encode()]


def write(root: Path) -> list[str]:
    """Write the drifted files anew, all or none, and name them. Raises PackageError where they cannot be written."""
    try:
        with sole_writer(root):
            changed, texts = drifted(root), written_files(root)
            if changed:
                write_together({path: texts[path].encode() for path in changed}, root)
    except OSError as error:
        raise PackageError(
            f"{root} cannot be written: {error.strerror or error}; check the disk and your permissions"
        ) from error
    return changed


def _content(root: Path, path: str) -> bytes | None:
    """The bytes of a file inside `root`, links followed; None where there is none."""
    files = Folder(root)
    try:
        if not files.has(path):
            return None
        with files.open(path) as stream:
            return stream.read(DESCRIPTOR_LIMIT + 1)
    except OSError as error:
        raise PackageError(
            f"{root / path} cannot be read: {error.strerror or error}; check the disk and your permissions"
        ) from error


def _described(root: Path) -> dict[str, Any]:
    content = _content(root, DESCRIPTOR_NAME)
    if content is None:
        raise DescriptorError(f"{root} has no {DESCRIPTOR_NAME}; name the folder of the package by --root")
    return parse_json(content, str(root / DESCRIPTOR_NAME))
