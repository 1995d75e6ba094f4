"""A data package and its files: the shipped one, one in a folder, one in a zip. The only reader and writer of a
package's files.
"""

from __future__ import annotations

import csv
import io
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DescriptorError, NotInReleaseError, PackageError, PackageNotFoundError, UnsafePathError
from decheng_data.packages.descriptor.profile import DESCRIPTOR_LIMIT, DESCRIPTOR_NAME, check_profile, parse_json
from decheng_data.packages.descriptor.resource import Dialect, encoding_of
from decheng_data.packages.files.folder import Folder, Overlaid, check_path, path_text
from decheng_data.packages.files.staging import check_whole
from decheng_data.packages.structure.cells import written
from decheng_data.packages.structure.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from decheng_data.packages.files.folder import Files

_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
_BLOCK = 2**20


class Package:
    """A data package: its descriptor, with schemas and dialects in their place, and its files.

    `location` is the path as it was given. Iterating gives the resources, each a dict as in the descriptor.
    """

    def __init__(self, location: str, descriptor: dict[str, Any], files: Files) -> None:
        self.location, self.descriptor, self._files = location, descriptor, files
        self._resources: dict[str, dict[str, Any]] = {
            resource["name"]: resource for resource in descriptor["resources"]
        }
        self._kept: dict[str, Source | None] = {}

    @property
    def name(self) -> str | None:
        """The package's name, if it has one."""
        return self.descriptor.get("name")

    @property
    def version(self) -> str | None:
        """The package's version, if it says one."""
        return self.descriptor.get("version")

    def resource(self, name: str) -> dict[str, Any]:
        """The resource of that name. Raises NotInReleaseError (a KeyError) that suggests near names."""
        if name not in self._resources:
            raise NotInReleaseError("resource", name, self._resources)
        return self._resources[name]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._resources.values())

    def __contains__(self, name: object) -> bool:
        return name in self._resources

    def has_file(self, name: str) -> bool:
        """Whether the resource's file is there."""
        return self._files.has(self.resource(name)["path"])

    def has_folder(self, name: str) -> bool:
        """Whether a folder stands in the place of the resource's file."""
        return self._files.has_folder(self.resource(name)["path"])

    def writable_path(self, name: str, reason: str) -> str:
        """The path of a resource's file. Raises PackageError with the reason where it is written in another form than
        ours, so that it cannot be written anew.
        """
        resource = self.resource(name)
        if Dialect.of(resource.get("dialect")) != Dialect() or encoding_of(resource) not in ("utf-8", "ascii"):
            raise PackageError(f"{resource['path']} is not written with commas, quotation marks and UTF-8; {reason}")
        return str(resource["path"])

    def read_source(self, name: str) -> Source:
        """The resource as a CSV file: header and raw cells. Raises OSError or PackageError where its bytes cannot be
        had.
        """
        if kept := self._kept.get(name):
            return kept
        resource = self.resource(name)
        dialect = Dialect.of(resource.get("dialect"))
        source = Source(lambda: self._files.open(resource["path"]), encoding_of(resource) or "utf-8", dialect)
        if name in self._kept:
            self._kept[name] = source.keep()
        return source

    def keep(self, names: Iterable[str]) -> None:
        """Hold the rows of these tables in memory once they are read, for whoever reads them after the first."""
        self._kept = {**dict.fromkeys(names), **self._kept}

    def read_lines(self, name: str, limit: int) -> Iterator[str]:
        """The lines of the resource's file without their ends, as UTF-8; of a longer line than `limit` bytes, its
        beginning.
        """
        with self._files.open(self.resource(name)["path"]) as stream:
            while line := stream.readline(limit):
                while not line.endswith(b"\n") and (rest := stream.readline(limit)):
                    if rest.endswith(b"\n"):
                        break
                yield line.decode("utf-8-sig", "replace").rstrip("\r\n")

    def measure(self, name: str, algorithm: str) -> tuple[int, str]:
        """Bytes of the resource's file, and their hash by `algorithm` in hexadecimal digits."""
        import hashlib  # only where a hash or a size stands in the descriptor

        digest, size = hashlib.new(algorithm, usedforsecurity=False), 0
        with self._files.open(self.resource(name)["path"]) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
        return size, digest.hexdigest()

    def with_files(self, changed: Mapping[str, bytes]) -> Package:
        """The same package with other bytes in these files, by their paths; what it says of their sizes and hashes is
        left out. Nothing is written.
        """
        measured = ("bytes", "hash")
        resources = [
            {name: value for name, value in each.items() if name not in measured or each["path"] not in changed}
            for each in self.descriptor["resources"]
        ]
        return Package(self.location, {**self.descriptor, "resources": resources}, Overlaid(self._files, changed))

    def __repr__(self) -> str:
        return (
            f"<Package {self.name or '(no name)'} {self.version or ''} at {self.location}:"
            f" {', '.join(self._resources)}>"
        )


def open_package(path: str | os.PathLike[str] | None = None) -> Package:
    """Open a package: a folder, a datapackage.json, a zip of one; nothing: the shipped package. Data are not read yet.

    Raises PackageNotFoundError (no such path), DescriptorError (datapackage.json is broken or of another profile),
    UnsafePathError (a path that is absolute, leaves the package, is a link out of it or a URL), ArchiveLimitError (a
    zip beyond the limits) and PackageError (no package, no path).
    """
    if path is None:
        shipped = shipped_location()
        return open_files(str(shipped), Folder(shipped), DESCRIPTOR_NAME)
    location = path_text(path)
    try:
        return open_files(location, *_files_at(location))
    except OSError as error:
        raise PackageError(
            f"{location} cannot be read: {error.strerror or error}; check the disk and your permissions"
        ) from error


def shipped_location() -> Traversable:
    """Where the shipped package lies: inside the installed library, or at the root of a checkout."""
    library = Path(__file__).parent.parent
    for folder in (library / "_package", library.parent):
        if (folder / DESCRIPTOR_NAME).is_file():
            return folder
    from importlib.resources import files  # the library may lie in a zip

    inside = files("decheng_data").joinpath("_package")
    if not inside.joinpath(DESCRIPTOR_NAME).is_file():
        raise PackageNotFoundError("this installation of decheng_data lacks its data package; install it anew")
    return inside


@contextmanager
def package_path() -> Iterator[Path]:
    """The shipped package as a real directory; a copy, removed afterwards, where the library lies in a zip."""
    shipped = shipped_location()
    if isinstance(shipped, Path):
        yield shipped
        return
    import tempfile  # slow to load

    with tempfile.TemporaryDirectory() as folder:
        _copy(shipped, Path(folder))
        yield Path(folder)


def rows_as_text(labels: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The text of a CSV file: LF, quoted only where needed. Cells are texts or typed values; None is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(labels)
    writer.writerows([written(cell) for cell in row] for row in rows)
    return text.getvalue()


def _files_at(location: str) -> tuple[Files, str]:
    """The files, and the name of the descriptor among them."""
    path = Path(location)
    if not _exists(path):
        raise _not_found(location)
    if path.is_dir():
        if not (path / DESCRIPTOR_NAME).is_file():
            raise PackageError(
                f"{location} is no data package: the folder has no {DESCRIPTOR_NAME}; name the folder that holds one"
            )
        check_whole(path)
        return Folder(path), DESCRIPTOR_NAME
    if path.is_file() and _begins(path) in _ZIP_BEGINS:
        from decheng_data.packages.files.zips import Archive  # only where there is one

        return Archive(path, DESCRIPTOR_NAME), DESCRIPTOR_NAME
    if not path.is_file() or path.suffix.lower() != ".json":
        raise PackageError(
            f"{location} is no data package: it is neither a folder, nor a {DESCRIPTOR_NAME}, nor a zip; name one of"
            " these"
        )
    check_whole(path.parent)
    return Folder(path.parent), path.name


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, or with a NUL
        return False


def _not_found(location: str) -> PackageError:
    if "://" in location:
        return UnsafePathError(
            f"{location} is a URL, and nothing is ever fetched; download the package and name the file"
        )
    if os.path.lexists(location):
        return PackageNotFoundError(f"{location} is a link that leads nowhere; replace it by what it stands for")
    return PackageNotFoundError(f"there is nothing at {location!r}; check the path for a typing error")


def _begins(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def open_files(location: str, files: Files, descriptor_name: str = DESCRIPTOR_NAME) -> Package:
    """The package in the files, wherever they are read from. Raises DescriptorError, UnsafePathError, and OSError where
    they cannot be read.
    """
    descriptor = _parsed(files, descriptor_name)
    check_profile(descriptor)
    for resource in descriptor["resources"]:
        _check_paths(files, resource)
        for name in ("schema", "dialect"):
            if isinstance(resource.get(name), str):
                resource[name] = _referred(files, resource[name], f"resource {resource['name']!r}, {name}")
    return Package(location, descriptor, files)


def _check_paths(files: Files, resource: dict[str, Any]) -> None:
    for name in ("path", "schema", "dialect"):
        if isinstance(resource.get(name), str):
            check_path(resource[name], f"resource {resource['name']!r}")
            files.has(resource[name])  # follows links, and raises where one leads out


def _referred(files: Files, path: str, named_by: str) -> dict[str, Any]:
    if not files.has(path):
        raise DescriptorError(
            f"{DESCRIPTOR_NAME}: {named_by}: there is no file {path!r}; add it, or write the"
            f" {named_by.rpartition(' ')[2]} into the descriptor"
        )
    return _parsed(files, path)


def _parsed(files: Files, path: str) -> dict[str, Any]:
    with files.open(path) as stream:
        return parse_json(stream.read(DESCRIPTOR_LIMIT + 1), path)


def _copy(source: Traversable, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, folder / entry.name)
        else:
            (folder / entry.name).write_bytes(entry.read_bytes())
