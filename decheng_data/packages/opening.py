"""Opening a state of the data to be compared: a folder, a zip, a wheel, or a revision in git."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from decheng_data.errors import PackageError, PackageNotFoundError
from decheng_data.packages.files.folder import Folder as Folder
from decheng_data.packages.files.folder import path_text as path_text
from decheng_data.packages.files.one_state import of_one_state as of_one_state
from decheng_data.packages.package import Package as Package
from decheng_data.packages.package import open_files
from decheng_data.packages.package import open_package as open_package
from decheng_data.packages.package import package_path as package_path
from decheng_data.packages.package import rows_as_text as rows_as_text
from decheng_data.packages.structure.source import Source as Source

if TYPE_CHECKING:
    from decheng_data.packages.files.folder import Files

WHEEL_FOLDER = "decheng_data/_package/"
"""Where the package lies inside a wheel."""


class _Within:
    """The files of a folder inside other files."""

    def __init__(self, files: Files, folder: str) -> None:
        self._files, self._folder = files, folder

    def has(self, path: str) -> bool:
        return self._files.has(self._folder + path)

    def has_folder(self, path: str) -> bool:
        return self._files.has_folder(self._folder + path)

    def open(self, path: str) -> BinaryIO:
        return self._files.open(self._folder + path)


def open_state(place: str | os.PathLike[str] | None = None) -> Package:
    """Open a state of a package: a folder, a datapackage.json, a zip, a wheel, or a git revision `REV:PATH`; nothing:
    the shipped package.

    What lies on disk under that name comes before a revision. Raises what `open_package` raises, and PackageError where
    git, the repository or the revision is not there.
    """
    if place is None:
        return open_package()
    location = path_text(place)
    try:
        return _open(location)
    except OSError as error:
        raise PackageError(
            f"{location} cannot be read: {error.strerror or error}; check the disk and your permissions"
        ) from error


def _open(location: str) -> Package:
    if not os.path.lexists(location):
        from decheng_data.packages.files.git import GitFiles, is_revision  # only where it is asked for

        if is_revision(location):
            files = GitFiles(location)
            return open_files(location, files, files.descriptor_name)
    elif location.lower().endswith(".whl"):
        return _open_wheel(location)
    try:
        return open_package(location)
    except PackageNotFoundError as error:
        if os.path.lexists(location):
            raise
        raise PackageNotFoundError(
            f"{error}; a git revision is written REV:PATH, such as HEAD~1:. or v1.0.0:"
        ) from error


def _open_wheel(location: str) -> Package:
    from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
    from decheng_data.packages.files.zips import Archive

    archive = Archive(Path(location), WHEEL_FOLDER + DESCRIPTOR_NAME)
    return open_files(location, _Within(archive, WHEEL_FOLDER))
