"""The package as a zip that Frictionless, and every other reader of data packages, opens: the descriptor, the tables,
the schemas inside the descriptor.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from decheng_data.exporters.contents import sha256
from decheng_data.model.schemas import descriptor
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.packages.files.writing import zipped

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents


def files(contents: Contents) -> dict[str, bytes]:
    """One zip. The descriptor is the package's own, with the resources as the models have them, and size and SHA-256 of
    every file.
    """
    tables = contents.csv_files("data/")
    described = descriptor(dict(contents.descriptor))
    described["resources"] = [_with_size(resource, tables[resource["path"]]) for resource in described["resources"]]
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return {f"{contents.stem}.zip": zipped({DESCRIPTOR_NAME: text.encode(), **tables}, contents.created)}


def _with_size(resource: dict[str, Any], data: bytes) -> dict[str, Any]:
    schema = resource.pop("schema")
    return {**resource, "bytes": len(data), "hash": f"sha256:{sha256(data)}", "schema": schema}
