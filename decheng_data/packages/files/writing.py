"""Files written whole or not at all, one or several together; and a zip that is the same, byte for byte, each time."""

from __future__ import annotations

import contextlib
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


def write_text_whole(path: str | os.PathLike[str], text: str) -> None:
    """Write a text file in UTF-8, whole or not at all: an interrupted program leaves the old one. A link is followed.
    Raises OSError.

    What is no file, such as /dev/stdout or a pipe that somebody reads, is written into and never replaced.
    """
    import tempfile  # slow to load, and not needed to read

    if _is_stream(Path(path)):
        with open(path, "w", encoding="utf-8", newline="", opener=_into_reader) as stream:  # only this takes an opener
            stream.write(text)
        return
    target = resolved(Path(path))
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(text)
            stream.close()
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            temporary.unlink()
            raise


def write_texts_whole(texts: Mapping[Path, str]) -> None:
    """Write existing text files anew, in UTF-8. Where one cannot be written, those before it get back what they held.
    Raises OSError.
    """
    before = {path: path.read_bytes().decode("utf-8") for path in texts}
    written: list[Path] = []
    try:
        for path, text in texts.items():
            written.append(path)
            write_text_whole(path, text)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):  # the first error is the one to tell
                write_text_whole(path, before[path])
        raise


def write_together(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, which is made where it is not there; gives their paths.

    All are written beside their places first and moved there last, so that a full disk or an interruption leaves what
    stood there. Names may have folders in them; a link is followed, and a file that is written over keeps its rights.
    Other files are left alone. Raises OSError.
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
    """The path with its links followed, also to where nothing is yet. Raises OSError for links that lead round in a
    circle.
    """
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
    """The folder is there; what was made of it for this and stayed empty is taken away again when something fails.
    Raises OSError.
    """
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


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _into_reader(path: str, flags: int) -> int:
    """A pipe that nobody reads is an error at once (ENXIO), and no endless wait."""
    descriptor = os.open(path, flags & ~os.O_TRUNC | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(descriptor, True)
    return descriptor


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
