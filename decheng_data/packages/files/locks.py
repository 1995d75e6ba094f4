"""One writer of a folder at a time. Readers need no lock: files are replaced whole.

The lock file of a folder lies in it, hidden, and is gone when its writer is done. So all who can write there meet at
it, whoever they are and wherever they run: other users, containers and machines that share the folder have each a
temporary folder of their own; and not every system opens folders, or locks those that are shared over a network.
Exports, archives and comparisons look for files by their names and endings, and never at it. The one of a killed writer
holds nobody up, and goes with the next.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PREFIX = ".decheng-data-writing-"
"""Of all that lies in a folder only while it is written into."""
PATIENCE = 30
"""Seconds that another writer is waited for."""
_LOCK = f"{PREFIX}lock"
_PAUSE = 0.05


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder that is there against other writers of this library (an advisory lock, which the system lifts when
    the program ends).

    Raises PackageError where another writer keeps it. Nothing is held where the file system has no locks, or where no
    file can be made, as then nobody can write.
    """
    from filelock import FileLock, Timeout  # slow to load, and needed by writers only

    path = folder / _LOCK
    lock = FileLock(path, mode=0o666, fallback_to_soft=False)
    with suppress(OSError):
        try:
            lock.acquire(timeout=PATIENCE, poll_interval=_PAUSE)
        except Timeout as error:
            raise _kept(folder) from error
    try:
        yield
    finally:
        with suppress(OSError):  # where an open file cannot be removed, the library does it afterwards
            insist(Path.unlink, path)
        lock.release()


def wait_for(descriptor: int, folder: Path) -> None:
    """Take the lock of an open file as soon as its holder lets it go. Raises PackageError, which names `folder`, where
    that takes too long.
    """
    until = time.monotonic() + PATIENCE
    while not taken(descriptor):
        if time.monotonic() > until:
            raise _kept(folder)
        time.sleep(_PAUSE)


def taken(descriptor: int) -> bool:
    """Take the lock of an open file, which holds nothing since some systems let nobody read what is locked, until it is
    closed, unless another holds it. Where there are no locks nobody holds one.
    """
    from filelock import lock_descriptor

    try:
        return lock_descriptor(descriptor, blocking=False)
    except OSError:  # a file system without locks
        return True


def insist(remove: Callable[[Path], object], path: Path) -> None:
    """Remove a file or folder; who interrupts that waits for it."""
    try:
        remove(path)
    except BaseException:
        remove(path)
        raise


def _kept(folder: Path) -> PackageError:
    return PackageError(
        f"{folder} is being written by another program for more than {PATIENCE} seconds; wait for it, or end it"
    )
