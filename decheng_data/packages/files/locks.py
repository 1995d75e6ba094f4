"""One writer of a package at a time, without a file that would stay behind. Readers need no lock: files are replaced
whole.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from decheng_data.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30
"""Seconds that another writer is waited for."""
_PAUSE = 0.05
_BEYOND = 1 << 30
"""The byte of a file that is locked on Windows, where nobody else may read what is locked."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other writers of this library (an advisory lock, which the system lifts when the program
    ends).

    Raises PackageError where the folder cannot be opened, or another writer keeps it. Where the system has no such
    locks nothing is held.
    """
    if sys.platform == "win32":  # pragma: no cover  # it opens no folders
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise PackageError(
            f"{folder} cannot be opened: {error.strerror}; check the path and your permissions"
        ) from error
    try:
        wait_for(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def wait_for(descriptor: int, folder: Path) -> None:
    """Take the lock of an open file or folder as soon as its holder lets it go. Raises PackageError, which names
    `folder`, where that takes too long.
    """
    until = time.monotonic() + PATIENCE
    while not taken(descriptor):
        if time.monotonic() > until:
            raise PackageError(
                f"{folder} is being written by another program for more than {PATIENCE} seconds; wait for it, or end it"
            )
        time.sleep(_PAUSE)


def taken(descriptor: int) -> bool:
    """Take the lock of an open file or folder until it is closed, unless another holds it. Where there are no locks
    nobody holds one.
    """
    try:
        if sys.platform == "win32":  # pragma: no cover  # it has locks of files
            import msvcrt

            os.lseek(descriptor, _BEYOND, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks
        return True
    return True
