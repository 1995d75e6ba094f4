"""The paths of an archive's files as readers take them: by the letter, whatever a reader makes of patterns, of `~` or
of what looks like a scheme.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OF_PATTERNS = re.compile(r"[\[*?]")
_OF_HADOOP = re.compile(r"[\[\]*?{}\\]")


def whole(file: Path) -> str:
    """The path from the root of the disk: a relative one may begin with `~` or `file:`, which readers take for another
    place.
    """
    return str(file.absolute())


def escaped(path: str) -> str:
    """The path as a pattern of DuckDB that matches nothing else."""
    return _OF_PATTERNS.sub(r"[\g<0>]", path)


def escaped_for_hadoop(path: str) -> str:
    """The path as a pattern of Hadoop, which Spark reads by, that matches nothing else."""
    return _OF_HADOOP.sub(r"\\\g<0>", path)


class PlainPaths:
    """Paths without a sign of patterns: a file whose own has one is read by a link in a folder of ours.

    DuckDB 2.0 reads no escaped path where a neighbour's name has a backslash; a link needs no escape.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[Path, str] = {}

    def plain(self, file: Path) -> str:
        """The path by which a file is read, as readers name it."""
        if file not in self._paths:
            path = whole(file)
            self._paths[file] = self._linked(path, file.suffix) if _OF_PATTERNS.search(path) else path
        return self._paths[file]

    def _linked(self, path: str, suffix: str) -> str:
        link = self._folder / f"{len(self._paths)}{suffix}"
        try:
            self._folder.mkdir(exist_ok=True)
            link.symlink_to(path)
        except OSError:  # a system or a disk without links: the escaped path has to do
            return path
        return str(link)

    def with_own_names(self, text: str) -> str:
        """A reader's text, with the files' own names."""
        for file, path in self._paths.items():
            text = text.replace(path, str(file))
        return text
