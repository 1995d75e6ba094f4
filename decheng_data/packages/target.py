"""What is written: the folder of a package that is written into; and what is read is not written over."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.errors import DechengDataError, PackageError
from decheng_data.packages.descriptor.profile import DESCRIPTOR_LIMIT, DESCRIPTOR_NAME, parse_json
from decheng_data.packages.files.folder import path_text
from decheng_data.packages.package import shipped_location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COLUMNS = (".parquet", ".pq", ".csv")
_VOCABULARY = "vocabulary"


def target_folder(place: str | os.PathLike[str], refused: str) -> Path:
    """The folder of the package at `place`, which names it or its descriptor. Raises PackageError where there is none;
    `refused` says what cannot be done then: `nothing can be recorded in it`.
    """
    path = Path(path_text(place))
    if path.is_file() and path.suffix == ".json":
        return path.parent
    if not (path / DESCRIPTOR_NAME).is_file():
        raise PackageError(
            f"{path} is no folder with a {DESCRIPTOR_NAME}, so {refused}; name the folder that holds the package"
        )
    return path


def refuse_to_overwrite(outputs: Iterable[Path], *places: str | os.PathLike[str] | None) -> None:
    """Raise DechengDataError where one of the outputs is a file of one of the places that are read, also by a link or
    another spelling.

    A place is a package, an archive or a single file; nothing: the shipped package. A git revision has no files that
    could be written over. What cannot be read of a place is told by who reads it.
    """
    wanted = list(outputs)
    for place in places if wanted else ():
        for file in _files_of(place):
            for output in wanted:
                if _is_same(output, file):
                    raise DechengDataError(
                        f"{output} belongs to {'the shipped package' if place is None else os.fspath(place)}, which is"
                        " read, and is not written over; name another file"
                    )


def _files_of(place: str | os.PathLike[str] | None) -> Iterator[Path]:
    given = shipped_location() if place is None else Path(place)
    if not isinstance(given, Path):
        return  # the library lies in a zip
    try:
        if (given / DESCRIPTOR_NAME).is_file():
            yield from _described(given / DESCRIPTOR_NAME)
        elif given.is_dir():
            yield from (each for each in given.rglob("*") if each.suffix.lower() in _COLUMNS)
            yield from _described(given / _VOCABULARY / DESCRIPTOR_NAME)
        elif given.exists():
            yield from _described(given) if given.suffix.lower() == ".json" else (given,)
        elif glob.has_magic(str(given)):
            yield from map(Path, glob.glob(str(given), recursive=True))  # noqa: PTH207  # an absolute pattern
    except (OSError, ValueError):
        return


def _described(descriptor: Path) -> Iterator[Path]:
    """The descriptor, and the files that it names."""
    yield descriptor
    try:
        with descriptor.open("rb") as stream:
            resources = parse_json(stream.read(DESCRIPTOR_LIMIT + 1), descriptor.name).get("resources")
    except (OSError, DechengDataError):
        return
    for resource in resources if isinstance(resources, list) else ():
        for name in ("path", "schema", "dialect"):
            if isinstance(resource, dict) and isinstance(resource.get(name), str):
                yield descriptor.parent / resource[name]


def _is_same(output: Path, file: Path) -> bool:
    try:
        return os.path.realpath(output) == os.path.realpath(file) or output.samefile(file)
    except (OSError, ValueError):  # one of them is not there, or no path at all
        return False
