"""The files of a package in a folder (or a folder inside a zip on sys.path): nothing outside of it is ever opened."""

from __future__ import annotations

import io
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from decheng_data.errors import PackageError, UnsafePathError
from decheng_data.packages.files.one_state import OneState
from decheng_data.packages.files.pointers import FETCH, checked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_DRIVE = re.compile(r"[A-Za-z]:")


class Files(Protocol):
    """Where a package's files are read from. Paths are relative, with forward slashes; `check_path` has passed them."""

    def has(self, path: str) -> bool:
        """Whether there is a regular file. Raises UnsafePathError where the path is a link out of the package."""

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands there."""

    def open(self, path: str) -> BinaryIO:
        """The file's bytes, to be closed by the caller. Raises OSError or PackageError where it cannot be read:
        PointerError where Git LFS has not fetched it.
        """


def path_text(given: object) -> str:
    """A path that a caller named, as text. Raises PackageError where it is empty or no path at all."""
    path = os.fspath(given) if isinstance(given, str | os.PathLike) else given
    if not isinstance(path, str):
        raise PackageError(
            f"a value of the type {type(given).__name__} is no path; name a file or a folder by its path, or give"
            " validate() a frame of polars, pandas, pyarrow, DuckDB, narwhals or PySpark"
        )
    if not path:
        raise PackageError("the path is empty; name a file or a folder, such as . for the current one")
    return path


def check_path(path: str, named_by: str) -> None:
    """Raise UnsafePathError unless the path is relative and stays in the package. `named_by` says who names it."""
    reason = _unsafe(path)
    if reason:
        raise UnsafePathError(
            f"{named_by}: the path {path!r} {reason}; put the file inside the package and name it by a relative path"
            " with forward slashes"
        )


class Folder:
    """A directory, or anything else that importlib.resources can walk. Where a file of a directory changes before all
    has been read, PackageError is raised.
    """

    def __init__(self, root: Traversable) -> None:
        self.root, self._state = root, OneState()

    def has(self, path: str) -> bool:
        """Whether there is a regular file."""
        return self._at(path).is_file()

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands there."""
        return self._at(path).is_dir()

    def open(self, path: str) -> BinaryIO:
        """The file's bytes. Raises UnsafePathError for a pipe or a device, which might never end, or never begin, and
        PointerError for what Git LFS has not fetched.
        """
        place = self._at(path)
        if not isinstance(place, Path):
            return place.open("rb")  # type: ignore[return-value]  # typeshed says IO[bytes]; it is a buffered reader
        stream = open(place, "rb", buffering=0, opener=_without_waiting)  # noqa: SIM115  # only this takes an opener; the caller closes it
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            stream.close()
            raise UnsafePathError(
                f"the path {path!r} is neither a file nor a folder but a pipe or a device; put a file there"
            )
        return checked(self._state.watched(stream), str(place), FETCH)

    def _at(self, path: str) -> Traversable:
        place = self.root.joinpath(*path.split("/"))
        if isinstance(place, Path):
            self._check_link(place, path)
            self._state.note(place)
        return place

    def _check_link(self, place: Path, path: str) -> None:
        try:
            inside = place.resolve().is_relative_to(Path(str(self.root)).resolve())
        except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
            raise UnsafePathError(
                f"the path {path!r} cannot be followed ({error}); replace the link by the file itself"
            ) from error
        if not inside:
            raise UnsafePathError(
                f"the path {path!r} is a link that leads out of the package; replace the link by the file itself"
            )


class Overlaid:
    """Files of which some have other bytes than where they come from."""

    def __init__(self, files: Files, changed: Mapping[str, bytes]) -> None:
        self._files, self._changed = files, changed

    def has(self, path: str) -> bool:
        """Whether there is a regular file."""
        return path in self._changed or self._files.has(path)

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands there."""
        return self._files.has_folder(path)

    def open(self, path: str) -> BinaryIO:
        """The file's bytes."""
        return io.BytesIO(self._changed[path]) if path in self._changed else self._files.open(path)


def _without_waiting(path: str, flags: int) -> int:
    """A pipe is opened at once, even if nobody writes into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _unsafe(path: str) -> str | None:
    if _URL.match(path):
        return "is a URL, and nothing is ever fetched"
    if path.startswith("/") or _DRIVE.match(path):
        return "is absolute"
    if "\\" in path:
        return "has backslashes"
    if ".." in path.split("/"):
        return "leaves the package's folder"
    if path.startswith("~") or "$" in path or "%" in path or not path.isprintable() or not path.strip("./ "):
        return "is no plain file name"
    return None
