"""A case of the fuzzer: a package of a seed and a number, packed as a folder, a zip or a git tree, with the tricks that
each of these allows.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import struct
import subprocess
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fuzz_changes import DESCRIPTOR, HOSTILE, OBSERVATIONS, flipped
from fuzz_promises import BREAKING, SOUND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuzz_changes import Change, Members


@dataclass
class Case:
    """One package: its files, how they are packed, the changes made, and what those promise: `broken`, `sound` or
    `nothing`.
    """

    members: Members
    form: str = "folder"
    promise: str = "nothing"
    changes: list[str] = field(default_factory=list)
    tricks: list[tuple[str, int]] = field(default_factory=list)


def shipped_members(root: Path) -> Members:
    """The files of the shipped package that a validation reads."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / DESCRIPTOR, *sorted((root / "data").glob("*.csv")))
    }


def make_case(shipped: Members, seed: int, number: int) -> Case:
    """The case of that seed and number; the same two make the same case."""
    dice = random.Random(f"{seed}:{number}")  # noqa: S311  # must be reproducible; nothing here is secret
    case = Case(dict(shipped))
    kind = dice.random()
    if kind < 0.25:
        case.promise = "broken"
        _apply(dice.choice(BREAKING), case, dice)
        if dice.random() < 0.5:
            _apply(dice.choice(SOUND), case, dice)
    elif kind < 0.3:
        case.promise = "sound"
        for _ in range(dice.randint(1, 3)):
            _apply(dice.choice(SOUND), case, dice)
    else:
        for _ in range(dice.choice([1, 1, 2, 3, 8])):
            _apply(dice.choice(HOSTILE), case, dice)
    case.form = dice.choice(["folder"] * 5 + ["zip"] * 3 + ["git"])
    if case.promise == "nothing" and case.form in TRICKS and dice.random() < 0.4:
        case.tricks = [(dice.choice(list(TRICKS[case.form])), dice.getrandbits(32)) for _ in range(dice.randint(1, 2))]
        case.changes += [f"{case.form} {name}" for name, _ in case.tricks]
    return case


def pack(case: Case, folder: Path) -> str:
    """Write the case into an empty folder; gives the name by which the library is to open it. A git tree is named from
    inside `folder`.
    """
    if case.form == "zip":
        return str(_as_zip(case, folder / "package.zip"))
    for name, content in case.members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, seed in case.tricks:
        TRICKS["folder"][name](folder, random.Random(seed))  # noqa: S311  # as above
    return _as_tree(folder) if case.form == "git" else str(folder)


def _apply(change: Change, case: Case, dice: random.Random) -> None:
    case.changes.append(change.__name__.lstrip("_").replace("_", " "))
    change(case.members, dice)


def _as_tree(folder: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    for words in (["init", "--quiet"], ["add", "--all"], ["write-tree"]):
        finished = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, check=True)  # noqa: S603, S607  # git, in a scratch folder
    return f"{finished.stdout.decode().strip()}:."


def _as_zip(case: Case, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in case.members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    for name, seed in case.tricks:
        with contextlib.suppress(
            zipfile.BadZipFile, struct.error, OSError, ValueError, RuntimeError
        ):  # of a zip that an earlier trick has damaged
            TRICKS["zip"][name](path, random.Random(seed))  # noqa: S311  # as above
    return path


# --- tricks of a zip


def _add(path: Path, name: str, content: bytes = b"x", attributes: int = 0) -> None:
    with (
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
    ):  # of a name that is there
        entry = zipfile.ZipInfo(name)
        entry.external_attr, entry.compress_type = attributes, zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)


def _another_entry(path: Path, dice: random.Random) -> None:
    names = [
        "../evil",
        "/etc/evil",
        "C:/evil",
        "a\\b",
        "data/../../evil",
        "DATA/OBSERVATIONS.CSV",
        "datapackage.JSON",
        OBSERVATIONS + "/",
        "x/" * 300 + "y",
        "\u202e",
        "./" + DESCRIPTOR,
        "",
        " ",
    ]
    _add(path, dice.choice(names))


def _link_entry(path: Path, dice: random.Random) -> None:
    _add(path, "data/link.csv", dice.choice([b"/etc/passwd", b"../../x", b"link.csv"]), 0o120777 << 16)


def _bomb(path: Path, dice: random.Random) -> None:
    _add(path, dice.choice(["data/bomb.csv", "bomb.json"]), bytes(dice.choice([2**20, 2**24])))


def _edited_directory(path: Path, dice: random.Random) -> None:
    """Sizes, methods, flags or names of an entry that lie, in its list of entries or in the entry itself."""
    content = bytearray(path.read_bytes())
    mark = dice.choice([b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"])
    places = [place for place in range(len(content)) if content[place : place + 4] == mark]
    if not places:
        return
    place = dice.choice(places) + 4 + 2 * dice.randrange(8)
    content[place : place + 2] = struct.pack(
        "<H", dice.choice([0, 1, 8, 9, 12, 14, 99, 2048, 0xFFFF, dice.getrandbits(16)])
    )
    path.write_bytes(content)


def _same_name_twice(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"data/areas.csv", b"data/units.csv"))


def _flipped_zip(path: Path, dice: random.Random) -> None:
    path.write_bytes(flipped(path.read_bytes(), dice))


def _cut_zip(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(
        content[: dice.randrange(4, len(content))] if dice.random() < 0.5 else content[dice.randrange(40) :]
    )


def _padded_zip(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(dice.choice([content + bytes(70_000), content + content, content + b"PK\x05\x06" + bytes(18)]))


# --- tricks of a folder


def _replaced(folder: Path, dice: random.Random) -> Path:
    """A file taken away, so that something else can lie there."""
    path = folder / dice.choice([OBSERVATIONS, "data/units.csv", "data/waivers.csv", DESCRIPTOR])
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    return path


def _link(folder: Path, dice: random.Random) -> None:
    target = dice.choice(
        ["/etc/passwd", "/dev/zero", "/dev/stdin", "../x", "nowhere", ".", "areas.csv", "/proc/self/mem"]
    )
    _replaced(folder, dice).symlink_to(target)


def _loop(folder: Path, dice: random.Random) -> None:
    path = _replaced(folder, dice)
    path.symlink_to(path)


def _pipe(folder: Path, dice: random.Random) -> None:
    os.mkfifo(_replaced(folder, dice))


def _directory(folder: Path, dice: random.Random) -> None:
    _replaced(folder, dice).mkdir()


def _sparse(folder: Path, dice: random.Random) -> None:
    with _replaced(folder, dice).open("wb") as stream:
        stream.truncate(dice.choice([2**25, 2**40]))


TRICKS: dict[str, dict[str, Callable[[Path, random.Random], None]]] = {
    "zip": {
        "another entry": _another_entry,
        "a link": _link_entry,
        "a bomb": _bomb,
        "a list that lies": _edited_directory,
        "a name twice": _same_name_twice,
        "bits flipped": _flipped_zip,
        "cut": _cut_zip,
        "padded": _padded_zip,
    },
    "folder": {
        "a link": _link,
        "a loop of links": _loop,
        "a pipe": _pipe,
        "a directory": _directory,
        "a sparse file": _sparse,
    },
}
