"""The folder of a package that is written into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.errors import PackageError
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.packages.files.folder import path_text

if TYPE_CHECKING:
    import os


def target_folder(place: str | os.PathLike[str], refused: str) -> Path:
    """The folder of the package at `place`, which names it or its descriptor. Raises PackageError where there is none;
    `refused` says what cannot be done then: `nothing can be recorded in it`.
    """
    path = Path(path_text(place))
    if path.is_file() and path.suffix == ".json":
        return path.parent
    if not (path / DESCRIPTOR_NAME).is_file():
        raise PackageError(
            f"{path} is no folder with a {DESCRIPTOR_NAME}, so {refused}; name the folder that holds the package"
        )
    return path
