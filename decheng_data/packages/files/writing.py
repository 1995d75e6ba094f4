"""Files written whole or not at all, one or several together."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.packages.files.locks import PREFIX as PREFIX
from decheng_data.packages.files.staging import check_whole as check_whole
from decheng_data.packages.files.staging import move_together, resolved
from decheng_data.packages.files.staging import sole_writer as sole_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def write_text_whole(path: str | os.PathLike[str], text: str) -> None:
    """Write a text file in UTF-8, whole or not at all: an interrupted program leaves the old one. A link is followed.
    Raises OSError.

    What is no file, such as /dev/stdout or a pipe that somebody reads, is written into and never replaced.
    """
    if _is_stream(Path(path)):
        with open(path, "w", encoding="utf-8", newline="", opener=_into_reader) as stream:  # only this takes an opener
            stream.write(text)
        return
    target = resolved(Path(path))
    move_together({target.name: text.encode()}, target.parent)


def write_together(
    files: Mapping[str, bytes], folder: Path, gone: Iterable[str] = (), *, new: bool = False
) -> list[Path]:
    """Write files into a folder, which is made where it is not there, and take others away; gives the paths of those
    written.

    All is done or nothing, whatever ends the program (see `staging`). A folder that is not there comes with all of them
    at once; one that is there the caller holds by `sole_writer`, unless it is one file. Names may have folders in them;
    a link is followed, and a file that is written over keeps its rights. Other files are left alone. Raises OSError,
    also where a `new` folder is there meanwhile.
    """
    place = resolved(folder)
    there = next(each for each in (place, *place.parents) if each.exists())
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    if new and there == place:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    names = {(place / name).relative_to(there).as_posix(): data for name, data in files.items()}
    move_together(names, there, gone)
    return [folder / name for name in files]


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _into_reader(path: str, flags: int) -> int:
    """A pipe that nobody reads is an error at once (ENXIO), and no endless wait."""
    descriptor = os.open(path, flags & ~os.O_TRUNC | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(descriptor, True)
    return descriptor
