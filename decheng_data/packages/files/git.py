"""The files of a package as they stood at a git revision: read from git's object store, nothing checked out, nothing
written, nothing fetched.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from typing import BinaryIO, NamedTuple

from decheng_data.errors import ArchiveLimitError, PackageError, UnsafePathError
from decheng_data.model.bilingual import Bilingual
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.packages.files.git_program import Git
from decheng_data.packages.files.pointers import checked

READ_LIMIT = 512 * 2**20
"""Most bytes that are read from one revision."""

_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_LINK, _FILE, _TREE, _SUBMODULE = "120000", "blob", "tree", "commit"
_CHECK_OUT: Bilingual = Bilingual(
    "check the revision out (git worktree add FOLDER REV), run git lfs pull there, and name that folder",
    "请签出该版本（git worktree add 文件夹 版本），在其中运行 git lfs pull，再指定该文件夹",
)


class _Entry(NamedTuple):
    mode: str
    kind: str
    object_id: str


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
        self._git = Git(revision_path)
        shallow, _, prefix = self._git.answer(
            ["rev-parse", "--is-shallow-repository", "--show-prefix"],
            "the current directory is in no git repository that can be read; run it inside one",
        ).partition("\n")
        self._tree = self._resolved(revision, is_shallow=shallow == "true")
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
        failed = f"the file {path!r} cannot be read from the repository"
        self._read += int(self._git.answer(["cat-file", "-s", entry.object_id], failed))
        if self._read > READ_LIMIT:
            raise ArchiveLimitError(
                f"{self._named} has more than {READ_LIMIT} bytes to read, which is not allowed; check it out and name"
                " the folder"
            )
        stream = tempfile.TemporaryFile()  # noqa: SIM115  # the caller closes it
        try:
            self._git.run(["cat-file", "blob", entry.object_id], failed, stream)
            stream.seek(0)
        except BaseException:
            stream.close()
            raise
        return checked(stream, f"{self._named}, {path}", _CHECK_OUT)

    def _entry(self, path: str) -> _Entry | None:
        folder, name = posixpath.split(posixpath.normpath(posixpath.join(self._folder, path)))
        if folder not in self._listings:
            self._listings[folder] = self._listed(folder)
        return self._listings[folder].get(name)

    def _listed(self, folder: str) -> dict[str, _Entry]:
        """What lies in a folder of the repository, by name: one answer of git for all files there. Sizes are not asked
        for: a partial clone would need all files for that.
        """
        listed = self._git.answer(
            ["ls-tree", "-z", "--full-tree", self._tree, "--", *([f"{folder}/"] if folder else [])],
            "its files cannot be listed",
        )
        lines = (line.partition("\t") for line in listed.split("\0") if line)
        entries = {name: _Entry(*described.split()) for described, _, name in lines}
        if folder in entries and entries[folder].kind == _SUBMODULE:
            raise PackageError(
                f"{self._named}: {folder!r} is a submodule, a repository of its own; go into that folder and name a"
                " revision of it, such as HEAD:."
            )
        if folder and not entries:
            self._listed(posixpath.dirname(folder))  # it may lie in a submodule
        return {posixpath.basename(name): entry for name, entry in entries.items()}

    def _resolved(self, revision: str, *, is_shallow: bool) -> str:
        where, mend = (
            ("this shallow clone", "fetch its history first (git fetch --unshallow; fetch-depth: 0 in GitHub Actions)")
            if is_shallow
            else ("the repository", "check its spelling, or fetch it first (git fetch --all --tags)")
        )
        found = self._git.answer(
            ["rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}", "--"],
            f"there is no revision {revision!r} in {where}; {mend}",
        )
        if not _OBJECT.fullmatch(found):
            raise PackageError(f"{self._named}: {revision!r} is no single revision; name one, such as HEAD~1 or v1.0.0")
        return found

    def _inside(self, path: str, prefix: str) -> str:
        relative = path in (".", "..") or path.startswith(("./", "../"))
        folder = posixpath.normpath(posixpath.join(prefix, path) if relative else path or ".")
        if folder.startswith(("/", "../")) or folder == "..":
            raise UnsafePathError(f"{self._named}: the path {path!r} leaves the repository; name a folder inside it")
        return "" if folder == "." else folder
