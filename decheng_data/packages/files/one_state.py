"""What is read of a package is of one state: where a file changes between the first look and the last, that is told."""

from __future__ import annotations

import io
import stat
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from decheng_data.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIES = 3
"""How often a package that changes is read before that is an error."""
_Stamp = tuple[int, ...] | None
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class ChangedError(PackageError):
    """A file changed while the package was read."""


def of_one_state(reads: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """A function that reads a package, called again where files changed meanwhile: a writer may have been at work. It
    must write nothing before all has been read.
    """

    @wraps(reads)
    def tried(*given: _Given.args, **named: _Given.kwargs) -> _Found:
        for _ in range(TRIES - 1):
            with suppress(ChangedError):
                return reads(*given, **named)
        return reads(*given, **named)

    return tried


class OneState:
    """The files of one package, as each was when it was first looked at."""

    def __init__(self) -> None:
        self._noted: dict[Path, _Stamp] = {}

    def note(self, place: Path) -> None:
        """Remember what the file is like now, unless it is remembered already."""
        if place not in self._noted:
            self._noted[place] = _stamp(place)

    def check(self) -> None:
        """Raise ChangedError where a file is no longer what it was."""
        for place, noted in self._noted.items():
            if _stamp(place) != noted:
                raise ChangedError(
                    f"{place} changed while the package was read; read it again when nobody writes there"
                )

    def watched(self, stream: io.FileIO) -> io.BufferedReader:
        """The stream, buffered; it checks all files when it has been read to its end."""
        return io.BufferedReader(_Watched(stream, self.check))


class _Watched(io.RawIOBase):
    def __init__(self, stream: io.FileIO, at_end: Callable[[], None]) -> None:
        self._stream, self._at_end = stream, at_end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer; BufferedReader gives a memoryview
        count = self._stream.readinto(buffer)
        if not count:
            self._at_end()
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()


def _stamp(place: Path) -> _Stamp:
    """What tells one state of a file from another; of what is no file, its kind alone; None where nothing is there."""
    try:
        found = place.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return (found.st_mode,)
    return found.st_ino, found.st_size, found.st_mtime_ns
