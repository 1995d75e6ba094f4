"""The place of an archive: a file, a glob, a folder of Parquet or CSV files, an archive made by `decheng-data archive`,
or a frame.
"""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from decheng_data.errors import PackageError, PackageNotFoundError
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.packages.files.pointers import check_file
from decheng_data.packages.files.writing import check_whole
from decheng_data.packages.opening import path_text

VOCABULARY_FOLDER, OBSERVATIONS_FOLDER = "vocabulary", "observations"
"""What an archive made by `decheng-data archive` holds: a package of code lists and rules, and Parquet files by area
and year."""
_DEPTH = 4
"""Folders in which a file of an archive lies: of its year, of its area, observations, and the archive itself."""
Engine = Literal["auto", "exact", "duckdb", "polars", "spark"]
ENGINES: tuple[str, ...] = get_args(Engine)
_FORMS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv"}
_FRAMES = ("polars", "pandas", "pyarrow", "duckdb", "_duckdb", "pyspark", "narwhals")


@dataclass(frozen=True)
class Listing:
    """The files of an archive, all of one form (`parquet` or `csv`), as paths below `root`; `vocabulary` is its own
    package, if it has one.
    """

    root: Path
    files: tuple[Path, ...]
    form: str
    vocabulary: Path | None = None


def is_frame(place: object) -> bool:
    """Whether it is a frame or relation of a library that is known here."""
    return type(place).__module__.partition(".")[0] in _FRAMES


def is_archive(place: object, engine: str = "auto") -> bool:
    """Whether a place is an archive rather than a package: a frame, a Parquet or CSV file, a glob, a folder of such
    files that is no package or part of one.

    What Spark reads is an archive always: it may lie on a file system that only Spark knows. Raises PackageError for
    what is no path either.
    """
    if place is None or is_frame(place):
        return place is not None
    if engine == "spark":
        return True
    path = Path(path_text(place))
    try:
        if path.is_dir():
            of_a_package = any(map(_is_package, (path, path.resolve().parent)))
            return (path / VOCABULARY_FOLDER / DESCRIPTOR_NAME).is_file() or (not of_a_package and any(_inside(path)))
        return (path.suffix.lower() in _FORMS and not _is_table(path)) or (
            not path.exists() and glob.has_magic(str(place))
        )
    except (OSError, ValueError):
        return False


def _is_package(folder: Path) -> bool:
    """Whether there is anything in the place of a descriptor; what it is, the reader of packages finds out."""
    return os.path.lexists(folder / DESCRIPTOR_NAME)


def _is_table(file: Path) -> bool:
    """Whether it is a table of a package, such as data/observations.csv."""
    return file.suffix.lower() == ".csv" and any(map(_is_package, Path(os.path.realpath(file)).parents[1:2]))


def list_archive(place: str | os.PathLike[str]) -> Listing:
    """The files of an archive. Raises PackageNotFoundError where there are none, and PackageError where they are of
    both forms.
    """
    path = Path(place)
    for each in (path, *path.absolute().parents[:_DEPTH]):
        check_whole(each)
    vocabulary = path / VOCABULARY_FOLDER
    has_own = (vocabulary / DESCRIPTOR_NAME).is_file()
    root = path / OBSERVATIONS_FOLDER if has_own else path
    if root.is_dir():
        files = tuple(_inside(root))
    elif root.exists():
        if not root.is_file():
            raise PackageError(f"{os.fspath(place)} is neither a file nor a folder but a pipe or a device; name a file")
        root, files = root.parent, (root,)
    else:  # a link that leads nowhere is a name all the same, and no pattern
        files = () if os.path.lexists(root) else tuple(_matching(str(place)))
        root = _before_pattern(path)
    if not files:
        raise PackageNotFoundError(
            f"there is no Parquet or CSV file at {os.fspath(place)!r}; check the path for a typing error"
        )
    forms = {_FORMS[each.suffix.lower()] for each in files}
    if len(forms) > 1:
        raise PackageError(
            f"{os.fspath(place)} holds Parquet and CSV files; name those of one form, such as"
            f" '{os.fspath(place)}/**/*.parquet'"
        )
    for each in files:
        check_file(each)
    return Listing(root, files, forms.pop(), vocabulary if has_own else None)


def _matching(pattern: str) -> list[Path]:
    found = map(Path, glob.glob(pattern, recursive=True))  # noqa: PTH207  # an absolute pattern
    return sorted(each for each in found if each.suffix.lower() in _FORMS and each.exists())


def _before_pattern(pattern: Path) -> Path:
    """The folder in which a pattern is looked for."""
    return next((each for each in reversed([pattern, *pattern.parents]) if glob.has_magic(each.name)), pattern).parent


def _inside(folder: Path) -> list[Path]:
    """The files of an archive below a folder; what is hidden, and the tables of packages, are none of it."""
    found = (
        each for each in folder.rglob("*") if each.suffix.lower() in _FORMS and each.is_file() and not _is_table(each)
    )
    return sorted(
        each for each in found if not any(part.startswith((".", "_")) for part in each.relative_to(folder).parts)
    )
