"""One writer of a package at a time, without a file that would stay behind. Readers need no lock: files are replaced
whole.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from decheng_data.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 30
"""Seconds that another writer is waited for."""
_PAUSE = 0.05


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other writers of this library (an advisory lock, which the system lifts when the program
    ends).

    Raises PackageError where the folder cannot be opened, or another writer keeps it. Where the system has no such
    locks nothing is held.
    """
    try:
        import fcntl
    except ImportError:  # pragma: no cover  # Windows
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise PackageError(
            f"{folder} cannot be opened: {error.strerror}; check the path and your permissions"
        ) from error
    try:
        _wait(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB), folder)
        yield
    finally:
        os.close(descriptor)


def _wait(take: Callable[[], None], folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return take()
        except BlockingIOError:
            if time.monotonic() > until:
                raise PackageError(
                    f"{folder} is being written by another program for more than {PATIENCE} seconds; wait for it, or"
                    " end it"
                ) from None
        except OSError:  # a file system without locks
            return None
        time.sleep(_PAUSE)
