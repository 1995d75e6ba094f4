"""Building an archive from packages: their vocabulary as one package, and the figures of each release as Parquet by
area and year.
"""

from __future__ import annotations

import glob
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decheng_data.archive.conflicts import figures_conflict, refusal, row_conflict
from decheng_data.archive.parquet import IN_THE_PATH, parquet_bytes, read_records
from decheng_data.archive.places import OBSERVATIONS_FOLDER, VOCABULARY_FOLDER
from decheng_data.errors import PackageError
from decheng_data.escaping import as_json
from decheng_data.model.period import Period
from decheng_data.model.rows import TABLES
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.packages.files.writing import PREFIX, sole_writer, write_together
from decheng_data.packages.opening import open_state, rows_as_text
from decheng_data.packages.table import read_table

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from decheng_data.packages.opening import Package

    Key = tuple[object, ...]
    Record = dict[str, Any]

_LEFT_OUT = ("observations", "statements", "mentions", "revisions")
"""The tables of which the vocabulary of an archive keeps the header only: the first is in Parquet, the others are
about single texts and states."""
_OF_THE_FILE = ("bytes", "hash", "rowCount", "fieldCount", "dialect")


def archive_packages(
    places: Iterable[str | os.PathLike[str]], folder: str | os.PathLike[str], *, replace: bool = False
) -> list[str]:
    """Write the releases of packages into an archive, which is made where it is not there; the ids of those that are
    new or other than before.

    All is written or nothing. Raises PackageError, which names all of them, where releases are there already with other
    figures, or code lists and rules with other content, unless `replace` puts the newer in its place.
    """
    into, given = Path(folder), list(places)
    was_there = into.exists()
    try:
        return _archived(given, into, replace=replace) if given else []
    except OSError as error:
        if not was_there and into.is_dir():  # another program made it meanwhile
            return archive_packages(given, into, replace=replace)
        raise PackageError(
            f"{into} cannot be written: {error.strerror or error}; check the path, the disk and your permissions"
        ) from error


def _archived(places: Iterable[str | os.PathLike[str]], into: Path, *, replace: bool) -> list[str]:
    with sole_writer(into):
        archive = _Archive(into, replace=replace)
        for place in places:
            archive.add(open_state(place))
        return archive.write()


class _Archive:
    """What an archive holds, and what is to be written of it."""

    def __init__(self, folder: Path, *, replace: bool) -> None:
        self._folder, self._replace, self._is_new = folder, replace, not folder.exists()
        self._tables: dict[str, dict[Key, Record]] = {name: {} for name in TABLES if name not in _LEFT_OUT}
        self._figures: dict[str, list[Record]] = {}
        self._packages: list[Package] = []
        self._conflicts: list[str] = []
        if (folder / VOCABULARY_FOLDER / DESCRIPTOR_NAME).is_file():
            self._packages = [open_state(folder / VOCABULARY_FOLDER)]
            self._tables |= {name: _by_key(self._packages[0], name) for name in self._tables}
        elif not self._is_new and not all(each.name.startswith(PREFIX) for each in folder.iterdir()):
            raise PackageError(
                f"{folder} holds files and is no archive: there is no {VOCABULARY_FOLDER}/{DESCRIPTOR_NAME}; name a new"
                " folder"
            )

    def add(self, package: Package) -> None:
        """Take in the vocabulary and the releases of a package."""
        figures = defaultdict[str, list[dict[str, Any]]](list)
        for record in read_table(package, "observations").records:
            figures[record["release_id"]].append(record)
        releases = _by_key(package, "releases")
        if unknown := sorted(figures.keys() - {str(key) for (key,) in releases}):
            raise PackageError(
                f"{package.location}: the releases {', '.join(unknown)} are not in its table releases; add their rows"
            )
        for (release_id,), row in releases.items():
            self._add_release(str(release_id), row, figures[str(release_id)], package)
        for name in (each for each in self._tables if each != "releases"):
            self._merge(name, _by_key(package, name), package)
        self._packages.append(package)

    def _add_release(self, release_id: str, row: Record, figures: list[Record], package: Package) -> None:
        held = self._tables["releases"].get((release_id,))
        if held is not None:
            conflicts = [row_conflict("releases", (release_id,), held, row)] if held != row else []
            if conflict := figures_conflict(release_id, self._held(release_id), figures):
                conflicts.append(conflict)
            if not (conflicts and self._replace):
                self._conflicts += [f"{package.location}: {each}" for each in conflicts]
                return
        self._tables["releases"][(release_id,)] = row
        self._figures[release_id] = figures

    def _held(self, release_id: str) -> list[Record]:
        """The figures of a release, of this call or from the archive's files."""
        if release_id in self._figures:
            return self._figures[release_id]
        files = self._files(release_id)
        try:
            return [
                record for file in files for record in read_records(file, file.parent.parent.name.partition("=")[2])
            ]
        except (OSError, ValueError) as error:
            raise PackageError(
                f"{self._folder}: the figures of {release_id} cannot be read: {str(error).splitlines()[0]}"
            ) from error

    def _files(self, release_id: str) -> list[Path]:
        return sorted(
            (self._folder / OBSERVATIONS_FOLDER).glob(f"{IN_THE_PATH}=*/year=*/{glob.escape(release_id)}.parquet")
        )

    def _merge(self, name: str, rows: Mapping[Key, Record], package: Package) -> None:
        held = self._tables[name]
        other = [key for key, row in rows.items() if key in held and held[key] != row and not self._replace]
        self._conflicts += [f"{package.location}: {row_conflict(name, key, held[key], rows[key])}" for key in other]
        held |= {key: row for key, row in rows.items() if key not in other}

    def write(self) -> list[str]:
        """Write what was taken in; the ids of releases that were written. Raises PackageError where something else is
        there already.
        """
        if self._conflicts:
            raise PackageError(refusal(self._folder, self._conflicts))
        files, stale = dict[str, bytes](), set[str]()
        for release_id, figures in self._figures.items():
            parts = {
                f"{OBSERVATIONS_FOLDER}/{place}/{release_id}.parquet": parquet_bytes(records)
                for place, records in _by_place(figures).items()
            }
            stale |= {file.relative_to(self._folder).as_posix() for file in self._files(release_id)} - parts.keys()
            files |= parts
        files |= {f"{VOCABULARY_FOLDER}/{name}": text.encode() for name, text in self._vocabulary()}
        write_together(files, self._folder, stale, new=self._is_new)
        return list(self._figures)

    def _vocabulary(self) -> Iterator[tuple[str, str]]:
        package, resources = self._packages[0], []
        for name in TABLES:
            if name in package:
                resource = package.resource(name)
                resources.append(
                    {**{key: value for key, value in resource.items() if key not in _OF_THE_FILE}, "encoding": "utf-8"}
                )
                labels = [field["name"] for field in resource["schema"]["fields"]]
                rows = self._tables.get(name, {}).values()
                yield resource["path"], rows_as_text(labels, ([row.get(label) for label in labels] for row in rows))
        yield DESCRIPTOR_NAME, as_json({**package.descriptor, "resources": resources})


def _by_key(package: Package, name: str) -> dict[Key, Record]:
    if name not in package or not package.has_file(name):
        return {}
    table = read_table(package, name)
    return {tuple(record[key] for key in table.model.primary_key): dict(record) for record in table.records}


def _by_place(figures: Iterable[Record]) -> dict[str, list[Record]]:
    places = defaultdict[str, list[dict[str, Any]]](list)
    for each in figures:
        places[f"{IN_THE_PATH}={each[IN_THE_PATH]}/year={Period.parse(each['period']).first_year}"].append(each)
    return places
