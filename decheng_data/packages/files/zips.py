"""The files of a package in a zip, read in place. Limits are stated, and bytes are counted as they are read."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO

from decheng_data.errors import ArchiveLimitError, PackageError, UnsafePathError
from decheng_data.model.bilingual import Bilingual
from decheng_data.packages.files.folder import check_path
from decheng_data.packages.files.one_state import OneState
from decheng_data.packages.files.pointers import checked

if TYPE_CHECKING:
    from pathlib import Path


UNPACKED_LIMIT = 512 * 2**20
"""Most bytes that a zip may unpack to."""
ENTRIES_LIMIT = 10_000
"""Most entries that a zip may have."""
DIRECTORY_LIMIT = 16 * 2**20
"""Most bytes of a zip's list of entries."""

_END_OF_DIRECTORY = b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, UnicodeDecodeError)
"""What zipfile raises of entries that are damaged, cut short, encrypted (RuntimeError), packed in a way it does not
know (a RuntimeError too) or misnamed."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BESIDE = "__MACOSX"
_PACK_ANEW: Bilingual = Bilingual(
    "run git lfs pull where it was packed, and pack it anew", "请在打包处运行 git lfs pull 后重新打包"
)


class Archive:
    """A zip with datapackage.json at its root or in its single top folder.

    Raises PackageError for a damaged zip and for one that changes before all has been read, ArchiveLimitError beyond a
    limit, UnsafePathError for an entry that is a link or leaves the folder.
    """

    def __init__(self, path: Path, descriptor_name: str) -> None:
        self.path, self._state = path, OneState()
        self._state.note(path)
        self._unpacked: dict[str, int] = {}
        _check_directory(path)
        with self._opened() as archive:
            self._entries = _checked(archive.infolist(), path.name)
        self._top = self._find(descriptor_name)

    def has(self, path: str) -> bool:
        """Whether there is such an entry."""
        return self._top + path in self._entries

    def has_folder(self, path: str) -> bool:
        """Whether there are entries in such a folder."""
        return any(each.startswith(f"{self._top}{path}/") for each in self._entries)

    def open(self, path: str) -> BinaryIO:
        """The entry's bytes; nothing is written to disk."""
        if not self.has(path):
            raise PackageError(f"{self.path.name} has no entry {path!r}; add it, or correct the path")
        archive = self._opened()
        try:
            stream = archive.open(self._entries[self._top + path])
        except _DAMAGED as error:
            raise self.damaged(error) from error
        finally:
            archive.close()  # the entry's stream keeps the file open until it is closed itself
        return checked(io.BufferedReader(_Counted(self, stream, path)), f"{self.path.name}, {path}", _PACK_ANEW)

    def check_state(self) -> None:
        """Raise PackageError where the zip is no longer the one that was opened."""
        self._state.check()

    def count(self, path: str, position: int) -> None:
        """Note that an entry has been read up to `position`. Raises ArchiveLimitError."""
        self._unpacked[path] = max(position, self._unpacked.get(path, 0))
        if sum(self._unpacked.values()) > UNPACKED_LIMIT:
            raise _too_large(self.path.name)

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except _DAMAGED as error:
            raise self.damaged(error) from error

    def damaged(self, error: Exception) -> PackageError:
        """What to raise where the zip cannot be unpacked. Raises PackageError where it changed meanwhile."""
        self.check_state()
        return PackageError(
            f"{self.path.name} is a damaged or encrypted zip ({error}); pack it anew, without a password"
        )

    def _find(self, descriptor_name: str) -> str:
        tops = {name.partition("/")[0] for name in self._entries} - {_BESIDE}
        for top in ("", *(f"{top}/" for top in tops if len(tops) == 1)):
            if top + descriptor_name in self._entries:
                return top
        where = f"it has no {descriptor_name} at its root or in its single top folder"
        raise PackageError(
            f"{self.path.name} is no data package: {where}; pack the folder that holds {descriptor_name}"
        )


class _Counted(io.RawIOBase):
    def __init__(self, archive: Archive, stream: IO[bytes], path: str) -> None:
        self._archive, self._stream, self._path, self._position = archive, stream, path, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer; BufferedReader gives a memoryview
        try:
            chunk = self._stream.read(len(buffer))
        except _DAMAGED as error:
            raise self._archive.damaged(error) from error
        if not chunk:
            self._archive.check_state()
        buffer[: len(chunk)] = chunk
        self._position += len(chunk)
        self._archive.count(self._path, self._position)
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _check_directory(path: Path) -> None:
    """Before zipfile reads the whole list of entries into memory, look at how long it says it is."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2**16 - 22))
        tail = stream.read()
    end = tail.rfind(_END_OF_DIRECTORY)
    is_zip64 = end >= 20 and tail[end - 20 : end - 16] == _ZIP64_LOCATOR
    if is_zip64 or (end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > DIRECTORY_LIMIT):
        raise ArchiveLimitError(
            f"{path.name} has a list of entries larger than {DIRECTORY_LIMIT} bytes; a data package has at most"
            f" {ENTRIES_LIMIT} files"
        )


def _checked(entries: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    if len(entries) > ENTRIES_LIMIT:
        raise ArchiveLimitError(
            f"{name} has {len(entries)} entries, more than the {ENTRIES_LIMIT} that are allowed; a data package needs"
            " far fewer"
        )
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise _too_large(name)
    for entry in entries:
        _check_entry(entry, name)
    found = {entry.filename: entry for entry in entries}
    if len(found) < len(entries):
        raise PackageError(f"{name} has two entries of one name; pack it anew")
    return {filename: entry for filename, entry in found.items() if not entry.is_dir()}


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    check_path(entry.filename, name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnsafePathError(f"{name}: the entry {entry.filename!r} is a link; pack the file itself")
    if entry.compress_type not in _METHODS:
        raise PackageError(
            f"{name}: the entry {entry.filename!r} is compressed by a method other than deflate; pack it anew with"
            " deflate"
        )


def _too_large(name: str) -> ArchiveLimitError:
    return ArchiveLimitError(
        f"{name} unpacks to more than {UNPACKED_LIMIT} bytes, which is not allowed; unpack it yourself and validate the"
        " folder"
    )
