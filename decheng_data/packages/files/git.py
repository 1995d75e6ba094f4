"""The files of a package as they stood at a git revision: read from git's object store, nothing checked out, nothing
written, nothing fetched.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple

from decheng_data.errors import ArchiveLimitError, PackageError, UnsafePathError
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

READ_LIMIT = 512 * 2**20
"""Most bytes that are read from one revision."""
PATIENCE = 60
"""Seconds that git may take for one answer."""

_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_LINK, _FILE, _TREE = "120000", "blob", "tree"
_QUIET = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
"""No questions, no locks, and no object fetched from wherever a repository's configuration says."""


class _Entry(NamedTuple):
    mode: str
    kind: str
    object_id: str
    size: str


def is_revision(text: str) -> bool:
    """Whether the text is written as `REV:PATH`, and not as a URL or a path with a drive."""
    return ":" in text and "://" not in text and not _DRIVE.match(text)


class GitFiles:
    """A folder at a revision of the repository that the current directory belongs to, as `REV:PATH` names it.

    PATH may also name the descriptor itself. As in git, it counts from the top of the repository, and from the current
    directory where it is `.` or `..`, or begins with `./` or `../`. Raises PackageError where git, the repository, the
    revision or the folder is not there, UnsafePathError where a path leaves the repository.
    """

    def __init__(self, revision_path: str) -> None:
        self._named = revision_path
        revision, _, path = revision_path.partition(":")
        if not revision or revision.startswith("-") or not revision_path.isprintable():
            raise PackageError(f"{revision_path!r} names no git revision; write REV:PATH, such as HEAD~1:. or v1.0.0:")
        prefix = self._answer(
            ["rev-parse", "--show-prefix"],
            "the current directory is in no git repository that can be read; run it inside one",
        )
        self._tree = self._resolved(revision)
        self._folder = self._inside(path, prefix)
        self._listings: dict[str, dict[str, _Entry]] = {}
        self._read = 0
        self.descriptor_name = DESCRIPTOR_NAME
        if self._folder.endswith(".json") and self.has(""):
            self._folder, self.descriptor_name = posixpath.split(self._folder)

    def has(self, path: str) -> bool:
        """Whether there is a regular file."""
        entry = self._entry(path)
        if entry is not None and entry.mode == _LINK:
            raise UnsafePathError(
                f"{self._named}: the path {path!r} is a link, which is not followed in a git revision; commit the file"
                " itself"
            )
        return entry is not None and entry.kind == _FILE

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands there."""
        entry = self._entry(path)
        return entry is not None and entry.kind == _TREE

    def open(self, path: str) -> BinaryIO:
        """The file's bytes as they were committed, in an unnamed file that goes when it is closed."""
        if not self.has(path):
            raise PackageError(f"{self._named} has no file {path!r}; check revision and path")
        entry = self._entry(path)
        assert entry is not None  # noqa: S101  # it has the file
        self._read += int(entry.size)
        if self._read > READ_LIMIT:
            raise ArchiveLimitError(
                f"{self._named} has more than {READ_LIMIT} bytes to read, which is not allowed; check it out and name"
                " the folder"
            )
        stream = tempfile.TemporaryFile()  # noqa: SIM115  # the caller closes it
        try:
            self._run(
                ["cat-file", "blob", entry.object_id], f"the file {path!r} cannot be read from the repository", stream
            )
            stream.seek(0)
        except BaseException:
            stream.close()
            raise
        return stream

    def _entry(self, path: str) -> _Entry | None:
        folder, name = posixpath.split(posixpath.normpath(posixpath.join(self._folder, path)))
        if folder not in self._listings:
            self._listings[folder] = self._listed(folder)
        return self._listings[folder].get(name)

    def _listed(self, folder: str) -> dict[str, _Entry]:
        """What lies in a folder of the repository, by name: one answer of git for all files there."""
        listed = self._answer(
            ["ls-tree", "-z", "-l", "--full-tree", self._tree, "--", *([f"{folder}/"] if folder else [])],
            "its files cannot be listed",
        )
        lines = (line.partition("\t") for line in listed.split("\0") if line)
        return {posixpath.basename(name): _Entry(*described.split()) for described, _, name in lines}

    def _resolved(self, revision: str) -> str:
        mend = (
            "check its spelling; where the clone is shallow, fetch its history first (git fetch --unshallow;"
            " fetch-depth: 0 in GitHub Actions)"
        )
        found = self._answer(
            ["rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}", "--"],
            f"there is no revision {revision!r} in the repository; {mend}",
        )
        if not _OBJECT.fullmatch(found):
            raise PackageError(f"{self._named}: {revision!r} is no single revision; {mend}")
        return found

    def _inside(self, path: str, prefix: str) -> str:
        relative = path in (".", "..") or path.startswith(("./", "../"))
        folder = posixpath.normpath(posixpath.join(prefix, path) if relative else path or ".")
        if folder.startswith(("/", "../")) or folder == "..":
            raise UnsafePathError(f"{self._named}: the path {path!r} leaves the repository; name a folder inside it")
        return "" if folder == "." else folder

    def _answer(self, arguments: Sequence[str], failed: str) -> str:
        with tempfile.TemporaryFile() as stream:
            self._run(arguments, failed, stream)
            stream.seek(0)
            return stream.read().decode("utf-8", "surrogateescape").removesuffix("\n")

    def _run(self, arguments: Sequence[str], failed: str, output: IO[bytes]) -> None:
        program = shutil.which("git")
        if program is None:
            raise PackageError(
                f"{self._named} names a git revision, and git is not installed; install git, or name a folder or a zip"
            )
        command = [
            program,
            "--no-pager",
            "--no-replace-objects",
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            *arguments,
        ]
        environment = {**os.environ, **_QUIET}
        try:
            # A list of arguments and no shell; what was typed is refused where git could take it for an option.
            subprocess.run(  # noqa: S603  # as said above
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                env=environment,
                timeout=PATIENCE,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise PackageError(f"{self._named}: {failed}{f' (git says: {said})' if said else ''}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PackageError(f"{self._named}: git could not be run ({error}); check that it works here") from error
