"""Files moved together are all moved or none, whatever ends the writer, and readers know."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from decheng_data.errors import PackageError
from decheng_data.packages.files import locks, staging
from decheng_data.packages.files.staging import PREFIX, check_whole, sole_writer
from decheng_data.packages.files.writing import write_text_whole, write_together
from tests.moments import State, each_moment, laid_out, state_of, stopped_at, visible

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"new": b"1", "old": b"2", "held/old": b"3", "held/new/a": b"4", "held/new/b": b"5", "link": b"6"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is not waited for."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def before(folder: Path) -> Path:
    """A folder with old files, one of them behind a link, and others."""
    for name in ("old", "held/old", "held/gone", "held/other", "elsewhere/linked"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"old {name}")
    (folder / "old").chmod(0o640)
    (folder / "link").symlink_to("elsewhere/linked")
    return folder


def write(folder: Path) -> None:
    with sole_writer(folder):
        write_together(FILES, folder, ["held/gone"] if (folder / "held/gone").exists() else [])


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[State, State, list[State]]:
    """What lies there before, after, and at each moment."""
    folder, moments = before(tmp_path_factory.mktemp("states") / "folder"), list[State]()
    old = state_of(folder)
    with each_moment(lambda _: moments.append(state_of(folder))):
        write(folder)
    return old, state_of(folder), moments


def dead(folder: Path, listed: str = "", name: str = "dead") -> Path:
    """What a killed writer left, with a list of its moves."""
    apart = folder / f"{PREFIX}{name}"
    for each in ("new", "old"):
        (apart / each).mkdir(parents=True)
    (apart / "held").touch()
    (apart / "moves").write_text(listed, "utf-8")
    return apart


def undone(left: State, folder: Path) -> list[State]:
    """What lies there at each moment of putting it back."""
    moments: list[State] = []
    laid_out(left, folder)
    with each_moment(lambda _: moments.append(state_of(folder))), sole_writer(folder):
        pass
    return moments


class TestTogether:
    def test_all_is_done_and_other_files_are_left_alone(self, states: tuple[State, State, list[State]]) -> None:
        old, new, _ = states
        others = {"held/other": b"old held/other", "link": "elsewhere/linked", "elsewhere/linked": b"6"}
        assert {name: held for name, (held, _) in new.items() if held is not None} == {**FILES, **others}
        assert new["old"][1] == old["old"][1] == 0o640

    @pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
    def test_stopped_at_any_moment(
        self, states: tuple[State, State, list[State]], tmp_path: Path, error: BaseException
    ) -> None:
        old, new, moments = states
        for number in range(1, len(moments) + 1):
            folder = before(tmp_path / str(number))
            with contextlib.suppress(type(error)), stopped_at(number, error):
                write(folder)
            held = state_of(folder)
            assert (visible(held) if isinstance(error, OSError) else held) in (old, new), f"at moment {number}"
            write(folder)
            assert state_of(folder) == new, f"written again after moment {number}"

    def test_killed_at_any_moment(self, states: tuple[State, State, list[State]], tmp_path: Path) -> None:
        old, new, moments = states
        for number, moment in enumerate(moments):
            folder = laid_out(moment, tmp_path / str(number))
            if visible(moment) not in (old, new):
                with pytest.raises(PackageError, match="is half written"):
                    check_whole(folder)
            with sole_writer(folder):
                assert visible(state_of(folder)) in (old, new), f"cleared after moment {number}"
            assert state_of(folder) in (old, new), f"cleared after moment {number}"

    def test_a_writer_killed_while_it_puts_back(self, states: tuple[State, State, list[State]], tmp_path: Path) -> None:
        old, new, moments = states
        (*_, last) = (moment for moment in moments if visible(moment) not in (old, new))
        for number, moment in enumerate(undone(last, tmp_path / "undone")):
            with sole_writer(folder := laid_out(moment, tmp_path / str(number))):
                pass
            assert state_of(folder) == old, f"put back after moment {number}"

    def test_where_putting_back_fails_too_the_next_writer_does_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = before(tmp_path / "folder")
        old, replace, moved = state_of(folder), os.replace, list[object]()

        def once(path: str, place: str) -> None:
            moved.append(path)
            if len(moved) > 1:
                raise OSError(errno.EIO, "Input/output error")
            replace(path, place)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", once)
            with pytest.raises(OSError, match="Input/output"):
                write(folder)
        with pytest.raises(PackageError, match="is half written"):
            check_whole(folder)
        with sole_writer(folder):
            pass
        assert state_of(folder) == old

    def test_a_folder_that_is_not_there_comes_as_a_whole(self, tmp_path: Path) -> None:
        moments: list[State] = []
        with each_moment(lambda _: moments.append(state_of(tmp_path))):
            write_together(FILES, tmp_path / "a/b")
        assert [list(each) for each in map(visible, moments) if each not in ({}, visible(state_of(tmp_path)))] == []
        assert {f"a/b/{name}" for name in FILES} <= {*state_of(tmp_path)}
        assert state_of(tmp_path) == visible(state_of(tmp_path))

    def test_a_file_that_is_not_there_cannot_go(self, tmp_path: Path) -> None:
        folder = before(tmp_path / "folder")
        old = state_of(folder)
        with pytest.raises(FileNotFoundError):
            write_together(FILES, folder, ["none"])
        assert state_of(folder) == old

    @pytest.mark.parametrize("fails", [True, False])
    def test_to_where_another_disk_is_mounted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
    ) -> None:
        folder, replace = before(tmp_path / "folder"), os.replace
        old, mounted = state_of(folder), folder / "elsewhere"

        def between_disks(path: Path, place: Path) -> None:
            if fails and place == folder / "old" and path.read_bytes() == b"3":
                raise OSError(errno.EIO, "Input/output error")
            if path.is_relative_to(mounted) != place.is_relative_to(mounted):
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            replace(path, place)

        monkeypatch.setattr(os, "replace", between_disks)
        monkeypatch.setattr(os, "link", between_disks)
        files = {"elsewhere/linked": b"1", "elsewhere/new": b"2", "old": b"3"}
        with pytest.raises(OSError, match="Input/output") if fails else contextlib.nullcontext():
            write_together(files, folder)
        held = state_of(folder)
        assert held == old if fails else {name: held[name][0] for name in files} == files
        with pytest.raises(OSError, match="cross-device"):
            write_together({"elsewhere/folder/new": b"1"}, folder)

    def test_where_there_are_no_hard_links(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
        self.test_where_putting_back_fails_too_the_next_writer_does_it(tmp_path, monkeypatch)

    def test_a_group_that_shares_the_folder_shares_what_is_new(self, tmp_path: Path) -> None:
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared").chmod(0o2775)
        write_together({"new/a": b"1"}, tmp_path / "shared")
        assert (tmp_path / "shared/new").stat().st_mode & 0o2000


class TestWhatWasLeft:
    def test_by_a_writer_of_one_file_is_cleared_by_the_next(self, tmp_path: Path) -> None:
        dead(tmp_path)
        (tmp_path / f"{PREFIX}begun").mkdir()
        write_text_whole(tmp_path / "text.txt", "new")
        assert [each.name for each in tmp_path.iterdir()] == ["text.txt"]

    def test_by_a_writer_that_lives_is_none(self, tmp_path: Path) -> None:
        apart = dead(tmp_path)
        with (apart / "held").open("rb") as held:
            assert locks.taken(held.fileno())
            write_text_whole(tmp_path / "text.txt", "new")
        assert {each.name for each in tmp_path.iterdir()} == {apart.name, "text.txt"}

    def test_moves_are_put_back_by_none_but_the_one_writer_of_the_folder(self, tmp_path: Path) -> None:
        (dead(tmp_path, '{"old": ["text.txt"], "new": ["none", "other.txt"]}\n') / "old/text.txt").write_text("old")
        (tmp_path / "other.txt").write_text("new")
        write_text_whole(tmp_path / "text.txt", "new")
        with sole_writer(tmp_path):
            pass
        assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"text.txt": "old"}

    @pytest.mark.parametrize(
        ("listed", "said"),
        [
            ("nothing\n", "Expecting value"),
            ("[]\n", "it lists no moves"),
            ('{"new": 3}\n', "it lists no moves"),
            ("[" * 100_000 + "\n", "recursion"),
            ('{"new": ["../mine"]}\n', "../mine leads out of the folder"),
            ('{"old": ["out/mine"]}\n', "out/mine leads out of the folder"),
            ('{"old": ["."]}\n', ". leads out of the folder"),
        ],
    )
    def test_by_another_hand_is_told_and_not_followed(self, tmp_path: Path, listed: str, said: str) -> None:
        (tmp_path / "mine").write_text("mine")
        (folder := tmp_path / "folder").mkdir()
        (folder / "out").symlink_to("..")
        (dead(folder, listed) / "old/out").mkdir()
        (folder / f"{PREFIX}dead/old/out/mine").write_text("theirs")
        with (
            pytest.raises(PackageError, match=f"cannot be put back .*{said}.*; look at it, then remove it"),
            sole_writer(folder),
        ):
            pytest.fail("it is written into")
        assert (tmp_path / "mine").read_text() == "mine"

    def test_a_pipe_and_a_link_are_not_followed(self, tmp_path: Path) -> None:
        for name in ("held", "moves"):
            (apart := dead(tmp_path, name=name)).joinpath(name).unlink()
            os.mkfifo(apart / name)
        (tmp_path / f"{PREFIX}link").symlink_to("elsewhere")
        (tmp_path / "elsewhere").mkdir()
        check_whole(tmp_path)
        with sole_writer(tmp_path):
            pass
        assert {each.name for each in tmp_path.iterdir()} == {f"{PREFIX}link", "elsewhere"}

    def test_by_another_user_is_left_alone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        apart, opened = dead(tmp_path, "{}\n"), io.open

        def refuse(path: Path, *given: object, **named: object) -> object:
            if apart in path.parents:
                raise PermissionError(errno.EACCES, "Permission denied")
            return opened(path, *given, **named)

        monkeypatch.setattr(io, "open", refuse)
        check_whole(tmp_path)
        write_text_whole(tmp_path / "text.txt", "new")
        assert apart.is_dir()


class TestTurns:
    def test_a_reader_waits_for_a_writer_that_moves(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        apart = dead(tmp_path, "{}\n")
        monkeypatch.setattr(staging, "wait_for", lambda *_: (apart / "moves").write_text(""))
        check_whole(tmp_path)

    def test_a_reader_is_told_where_that_takes_too_long(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(locks, "PATIENCE", 0.1)
        with (dead(tmp_path, "{}\n") / "held").open("rb") as held:
            assert locks.taken(held.fileno())
            with pytest.raises(PackageError, match="is being written by another program"):
                check_whole(tmp_path)

    def test_a_writer_that_is_taken_for_a_dead_one_begins_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another takes its folder away before it is held, and once more after."""
        taken, times = staging.taken, iter([False, True])

        def removed(descriptor: int) -> bool:
            if next(times, None) is not None:
                for each in tmp_path.glob(f"{PREFIX}*"):
                    shutil.rmtree(each)
            return taken(descriptor)

        monkeypatch.setattr(staging, "taken", removed)
        write_text_whole(tmp_path / "text.txt", "new")
        assert [each.name for each in tmp_path.iterdir()] == ["text.txt"]
