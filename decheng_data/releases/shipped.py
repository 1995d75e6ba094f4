"""The shipped package by name: its releases, its tables, and itself as a Frictionless package."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

from decheng_data.errors import NotInReleaseError
from decheng_data.packages.opening import open_package, package_path
from decheng_data.packages.table import Table, read_table
from decheng_data.releases.release import Release, releases_of

if TYPE_CHECKING:
    from pathlib import Path

    import frictionless


def release(release_id: str | None = None) -> Release:
    """A shipped release; without an id the latest. Raises NotInReleaseError (a KeyError) that suggests near ids."""
    known = {each.release_id: each for each in _releases()}
    if release_id is None:
        return _releases()[-1]
    if release_id not in known:
        raise NotInReleaseError("release", release_id, known)
    return known[release_id]


def table(name: str) -> Table:
    """A shipped table: `observations`, `indicators`, `units` … Raises NotInReleaseError (a KeyError) that suggests near
    names.
    """
    return read_table(open_package(), name)


def frictionless_package() -> frictionless.Package:
    """The shipped package as a frictionless.Package over real files (unpacked until the program ends where the library
    runs from a zip).
    """
    import frictionless

    return frictionless.Package(str(_folder() / "datapackage.json"))


@cache
def _folder() -> Path:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(package_path())


@cache
def _releases() -> tuple[Release, ...]:
    return releases_of(open_package())
