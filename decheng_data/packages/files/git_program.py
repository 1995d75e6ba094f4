"""git as a program that answers: run in one folder, tied to no other repository, and asked for nothing but what lies
there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING

from decheng_data.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 60
"""Seconds that git may take for one answer."""

_OBJECT_PLACES = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
TYING = (
    *_OBJECT_PLACES,
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
)
"""The variables that tie git to a repository; git sets them for its hooks, and they would win over the folder."""
SETTINGS = ("GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT")
"""Settings given by variables, such as safe.directory: git calls them local too, but takes them along to submodules."""
_QUIET = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
"""No questions, no locks, and no object fetched from wherever a repository's configuration says."""
_OF_ANOTHER_USER = re.compile(r"(?:dubious ownership in repository at '(.+)'|unsafe repository \('(.+)' is owned)")
_NOT_FETCHED = re.compile(r"promisor remote|lazy fetching disabled")


class Git:
    """git in the current folder, wherever that is later. `named` is what a user named, which each sentence begins
    with.
    """

    def __init__(self, named: str) -> None:
        self._named, self._folder = named, os.getcwd()  # noqa: PTH109  # as text

    def answer(self, arguments: Sequence[str], failed: str) -> str:
        """What git prints. Raises PackageError that says what has failed."""
        with tempfile.TemporaryFile() as stream:
            self.run(arguments, failed, stream)
            stream.seek(0)
            return stream.read().decode("utf-8", "surrogateescape").removesuffix("\n")

    def run(self, arguments: Sequence[str], failed: str, output: IO[bytes]) -> None:
        """Write what git prints. Raises PackageError that says what has failed."""
        program = shutil.which("git")
        if program is None:
            raise PackageError(
                f"{self._named} names a git revision, and git is not installed; install git, or name a folder or a zip"
            )
        command = [
            program,
            "-C",
            self._folder,
            "--no-pager",
            "--no-replace-objects",
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            *arguments,
        ]
        try:
            # A list of arguments and no shell; what was typed is refused where git could take it for an option.
            subprocess.run(  # noqa: S603  # as said above
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                env=_environment(),
                timeout=PATIENCE,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            raise PackageError(f"{self._named}: {_reason(failed, error.stderr.decode('utf-8', 'replace'))}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PackageError(f"{self._named}: git could not be run ({error}); check that it works here") from error


def _environment() -> dict[str, str]:
    """The variables for git. While a push is received, its objects lie apart, and git must be told where."""
    kept = _OBJECT_PLACES if "GIT_QUARANTINE_PATH" in os.environ else ()
    return {name: value for name, value in os.environ.items() if name not in TYING or name in kept} | _QUIET


def _reason(failed: str, said: str) -> str:
    if of_another := _OF_ANOTHER_USER.search(said):
        place = of_another[1] or of_another[2]
        return (
            "git does not read the repository, since it belongs to another user; if you trust it, run git config"
            f" --global --add safe.directory {place}"
        )
    if _NOT_FETCHED.search(said):
        return (
            "the clone is partial and lacks some of this revision's files, and nothing is fetched unasked; run"
            " git fetch --refetch --no-filter first (in GitHub Actions, check out without filter and sparse-checkout)"
        )
    first = said.strip().partition("\n")[0]
    return f"{failed}{f' (git says: {first})' if first else ''}"
