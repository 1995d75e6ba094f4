"""The package as a zip that Frictionless, and every other reader of data packages, opens: the descriptor, the tables,
the schemas inside the descriptor.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from decheng_data.exporters.contents import sha256
from decheng_data.model.schemas import descriptor
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from decheng_data.exporters.contents import Contents

_READABLE = 0o644 << 16


def files(contents: Contents) -> dict[str, bytes]:
    """One zip. The descriptor is the package's own, with the resources as the models have them, and size and SHA-256 of
    every file.
    """
    tables = contents.csv_files("data/")
    described = descriptor(dict(contents.descriptor))
    described["resources"] = [_with_size(resource, tables[resource["path"]]) for resource in described["resources"]]
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return {f"{contents.stem}.zip": _zipped({DESCRIPTOR_NAME: text.encode(), **tables}, contents.created)}


def _with_size(resource: dict[str, Any], data: bytes) -> dict[str, Any]:
    schema = resource.pop("schema")
    return {**resource, "bytes": len(data), "hash": f"sha256:{sha256(data)}", "schema": schema}


def _zipped(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """The files as a zip, in their order, all of one moment: the same, byte for byte, each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _READABLE, 3
            archive.writestr(entry, data)
    return stream.getvalue()
