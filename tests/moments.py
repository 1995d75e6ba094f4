"""The moments of a writer: each change that it asks of the file system, at which it can be looked at or stopped."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHANGES = (
    "chmod", "fsync", "ftruncate", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink", "truncate",
    "unlink", "write",
)  # fmt: skip
"""The functions of `os` that change files; a file is opened to be written by `io.open`, as pathlib does."""


@contextmanager
def each_moment(seen: Callable[[int], None]) -> Iterator[None]:
    """Call `seen` with the number of each moment, from 1, right before the change is made."""
    count, looking = 0, False

    def before(change: Callable[..., Any], is_one: Callable[..., bool]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            nonlocal count, looking
            if not looking and is_one(*given, **named):
                count, looking = count + 1, True
                try:
                    seen(count)
                finally:
                    looking = False
            return change(*given, **named)

        return called

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, before(getattr(os, name), lambda *_, **__: True))
        patch.setattr(io, "open", before(io.open, lambda _, mode="r", *__, **___: not {*"wax+"}.isdisjoint(mode)))
        yield


@contextmanager
def stopped_at(moment: int, error: BaseException) -> Iterator[None]:
    """Raise the error at one moment."""

    def seen(number: int) -> None:
        if number == moment:
            raise error

    with each_moment(seen):
        yield


State = dict[str, tuple[bytes | str | None, int]]
"""What lies below a folder, hidden or not: the bytes of each file, where each link leads, None of a folder; and the rights of each."""


def state_of(folder: Path) -> State:
    """What lies there."""
    return {
        path.relative_to(folder).as_posix(): (
            str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else None,
            path.lstat().st_mode & 0o777,
        )
        for path in sorted(folder.rglob("*"))
    }


def laid_out(state: State, folder: Path) -> Path:
    """A new folder in which all that lies."""
    folder.mkdir()
    for name, (held, rights) in state.items():
        path = folder / name
        if isinstance(held, str):
            path.symlink_to(held)
            continue
        path.mkdir() if held is None else path.write_bytes(held)
        path.chmod(rights)
    return folder


def visible(state: State) -> State:
    """What is not hidden of it."""
    return {name: each for name, each in state.items() if not any(part.startswith(".") for part in Path(name).parts)}
