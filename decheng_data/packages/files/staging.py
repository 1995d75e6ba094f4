"""Files beside the folder that they are for, moved into it all or none; and what the moves of a killed writer left,
undone.

A staging folder is a hidden folder in the one that is written into, or in the nearest that is there:

    held    locked by its writer while it lives
    moves   from before the first move to after the last it lists them
    new/    what is to be moved, by its name in the folder: files, and as a whole each folder that is not there yet
    old/    what the moves replace or take away, by its name

One rename is all or nothing by itself, and then nothing is listed: one file, or all files of a folder that was not
there. A staging folder that nobody holds is that of a writer who was killed: the next one undoes what it lists, and
takes it away.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from decheng_data.errors import PackageError
from decheng_data.packages.files.locks import PREFIX, insist, locked, taken, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HELD, _MOVES, _NEW, _OLD = "held", "moves", "new", "old"
_END = b"\n"
"""Of a list that is whole: no move was made before it was."""


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold a folder against other writers, as it was before a killed one began to move files into it; where nothing is
    yet nothing is held.

    Raises PackageError where another writer keeps it or what was left cannot be undone, and OSError.
    """
    if not folder.exists():
        yield
        return
    with locked(folder):
        _clear(folder, undo=True)
        yield


def check_whole(folder: Path) -> None:
    """Raise PackageError where the folder is half written, since a writer was killed between its moves; one that lives
    is waited for.
    """
    for apart in _staging_folders(folder):
        if _is_moving(apart):
            with contextlib.suppress(FileNotFoundError):
                _wait_for_writer(apart, folder)
            if _is_moving(apart):
                raise PackageError(
                    f"{folder} is half written: a program that wrote into it was killed in its midst; run the same"
                    " again, which first puts back what was there"
                )


def move_together(files: Mapping[str, bytes], folder: Path, gone: Iterable[str] = ()) -> None:
    """Write files into a folder that is there, by their names in it, and take others away: all or nothing. Raises
    OSError.
    """
    for each in (folder, folder.parent):  # that one, where the folder has come from there as a whole
        _clear(each, undo=False)
    with _staging(folder) as apart:
        for name, data in files.items():
            _add(apart, name, data, resolved(folder / name))
        _commit(apart, folder, list(dict.fromkeys(_whole(folder, name) for name in files)), list(gone))


def resolved(path: Path) -> Path:
    """The path with its links followed, also to where nothing is yet. Raises OSError for links that lead round in a
    circle.
    """
    followed = os.path.realpath(path)
    if os.path.islink(followed):  # noqa: PTH114  # as the line above, which raises nothing
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return Path(followed)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    apart = folder / f"{PREFIX}{os.urandom(8).hex()}"
    try:
        with _hold(apart):
            apart.chmod(apart.stat().st_mode | 0o755)  # whoever reads the folder may see that moves are listed
            for name in (_HELD, _MOVES):
                (apart / name).touch()
                (apart / name).chmod(0o644)
            for name in (_NEW, _OLD):
                (apart / name).mkdir(0o700)
            yield apart
    finally:
        insist(_remove, apart)


def _hold(apart: Path) -> BinaryIO:
    """Make a staging folder and hold it, once more where another writer took it for a dead one's before it was held."""
    while True:
        apart.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError), contextlib.ExitStack() as opened:
            held = opened.enter_context((apart / _HELD).open("ab"))
            if taken(held.fileno()) and (apart / _HELD).exists():
                opened.pop_all()
                return held


def _add(apart: Path, name: str, data: bytes, place: Path) -> None:
    path = apart / _NEW / name
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, data)
    if place.exists():
        path.chmod(place.stat().st_mode & 0o777)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _whole(folder: Path, name: str) -> str:
    """What is to be moved for a file to be there: the uppermost of its folders that is not there, or itself."""
    above = (each.as_posix() for each in reversed(Path(name).parents[:-1]))
    return next((each for each in above if not (folder / each).exists()), name)


def _commit(apart: Path, folder: Path, names: Sequence[str], gone: Sequence[str]) -> None:
    if len(names) == 1 and not gone:
        _move(apart / _NEW / names[0], resolved(folder / names[0]))
        return
    replaced = [name for name in names if (folder / name).exists()]
    for name in (*replaced, *gone):
        _keep(resolved(folder / name), apart / _OLD / name)
    listed = {_OLD: [*replaced, *gone], _NEW: [name for name in names if name not in replaced]}
    try:
        _write(apart / _MOVES, json.dumps(listed).encode() + _END)
        for name in names:
            _move(apart / _NEW / name, resolved(folder / name))
        for name in gone:
            resolved(folder / name).unlink()
        os.truncate(apart / _MOVES, 0)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell; the next writer undoes it
            _undo(apart, folder, listed)
        raise


def _move(path: Path, place: Path) -> None:
    """Move a file or folder, as a whole; a file also to where another disk is mounted."""
    try:
        path.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV or path.is_dir():
            raise
        move_together({place.name: path.read_bytes()}, place.parent)
        path.unlink()


def _keep(path: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        kept.hardlink_to(path)
    except OSError:  # a file system without links, or a file of another user
        import shutil

        shutil.copy2(path, kept)


def _undo(apart: Path, folder: Path, listed: Mapping[str, Sequence[str]]) -> None:
    """Put back what was there, or the rest of it where that was interrupted."""
    for name in listed[_OLD]:
        if (apart / _OLD / name).exists():
            _move(apart / _OLD / name, resolved(folder / name))
    for name in listed[_NEW]:
        if (folder / name).exists() and not (apart / _NEW / name).exists():
            _move(resolved(folder / name), apart / _NEW / name)
    os.truncate(apart / _MOVES, 0)


def _clear(folder: Path, *, undo: bool) -> None:
    """Take away the staging folders of writers who were killed; those that list moves only where these may be undone,
    as by the one writer who holds the folder.
    """
    for apart in _staging_folders(folder):
        with contextlib.suppress(FileNotFoundError, PermissionError):  # taken away meanwhile, or another user's
            if _is_left(apart, folder, undo=undo):
                insist(_remove, apart)


def _is_left(apart: Path, folder: Path, *, undo: bool) -> bool:
    """Whether nobody holds a staging folder; what it lists is undone then, where that is asked for."""
    if undo and _is_moving(apart):
        _wait_for_writer(apart, folder)  # or for a reader that looks whether there is one
        _undo_left(apart, folder)
        return True
    if not (apart / _HELD).is_file():
        return True
    with (apart / _HELD).open("rb") as held:
        return taken(held.fileno())


def _wait_for_writer(apart: Path, folder: Path) -> None:
    if (apart / _HELD).is_file():
        with (apart / _HELD).open("rb") as held:
            wait_for(held.fileno(), folder)


def _undo_left(apart: Path, folder: Path) -> None:
    try:
        _undo(apart, folder, _listed(apart, folder))
    except (OSError, ValueError, RecursionError) as error:
        raise PackageError(
            f"{apart} was left by a writer that was killed, and what is there cannot be put back ({error}); look at it,"
            " then remove it"
        ) from error


def _listed(apart: Path, folder: Path) -> dict[str, list[str]]:
    """The moves that another program listed. Raises ValueError where these are none, or lead out of the folder."""
    listed = json.loads((apart / _MOVES).read_bytes())
    if not isinstance(listed, dict) or not all(isinstance(names, list) for names in listed.values()):
        raise ValueError("it lists no moves")
    moves = {kind: [str(name) for name in listed.get(kind, ())] for kind in (_OLD, _NEW)}
    if out := [each for names in moves.values() for each in names if not _is_inside(folder / each, folder)]:
        raise ValueError(f"{out[0]} leads out of the folder")
    return moves


def _is_inside(path: Path, folder: Path) -> bool:
    return resolved(folder) in resolved(path).parents


def _staging_folders(folder: Path) -> list[Path]:
    return [each for each in folder.glob(f"{PREFIX}*") if each.is_dir() and not each.is_symlink()]


def _is_moving(apart: Path) -> bool:
    """Whether moves are listed; a pipe in the place of the list is not waited for."""
    moves = apart / _MOVES
    try:
        return moves.is_file() and moves.read_bytes().endswith(_END)
    except (FileNotFoundError, PermissionError):  # done meanwhile, or no list of ours, which all may read
        return False


def _remove(apart: Path) -> None:
    """Take a staging folder away unless it lists moves."""
    import shutil  # slow to load

    if not _is_moving(apart):
        shutil.rmtree(apart, ignore_errors=True)
