"""Files written whole or not at all, one or several together; and a zip that is the same, byte for byte, each time."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_READABLE = 0o644 << 16


def write_together(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, which is made where it is not there; gives their paths.

    All are written beside their places first and moved there last, so that a full disk or an interruption leaves what stood there. Names may
    have folders in them; a link is followed, and a file that is written over keeps its rights. Other files are left alone. Raises OSError.
    """
    import tempfile  # slow to load

    paths = {name: folder / name for name in files}
    with made(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as apart:
        for number, data in enumerate(files.values()):
            (Path(apart) / str(number)).write_bytes(data)
        for number, path in enumerate(paths.values()):
            path.parent.mkdir(parents=True, exist_ok=True)
            _move(Path(apart) / str(number), resolved(path))
    return list(paths.values())


def resolved(path: Path) -> Path:
    """The path with its links followed, also to where nothing is yet. Raises OSError for links that lead round in a circle."""
    followed = os.path.realpath(path)
    if os.path.islink(followed):  # noqa: PTH114  # as the line above, which raises nothing
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return Path(followed)


def zipped(files: Mapping[str, bytes], moment: datetime) -> bytes:
    """The files as a zip, in their order, all of one moment."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _READABLE, 3
            archive.writestr(entry, data)
    return stream.getvalue()


def _move(written: Path, path: Path) -> None:
    if path.exists():
        written.chmod(path.stat().st_mode & 0o777)
    written.replace(path)


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """The folder is there; what was made of it for this and stayed empty is taken away again when something fails. Raises OSError."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        resolved(folder).mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in new:
            if each.is_dir() and not any(each.iterdir()):
                each.rmdir()
        raise
