"""The program as a process among others: it writes what was asked for, whole or not at all, and ends with a status and a sentence whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import decheng_data as dd
from decheng_data.archive.build import archive_packages
from decheng_data.errors import PackageError
from tests.command import decheng_data
from tests.made_states import VINTAGE, MadeState, made_state
from tests.moments import state_of, visible
from tests.programs import ended
from tests.retyping import type_part

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(
    os.name != "posix", reason="pipes, devices, signals and limits of a process are those of POSIX"
)
_INTERRUPTED = """
import runpy, signal, sys

module, function, number, calls = sys.argv.pop(1).split(":")
left = int(calls)
signal.signal(signal.SIGINT, signal.default_int_handler)  # who started the tests may have it ignored

def interrupt(frame, event, _):
    global left
    if event == "call" and frame.f_code.co_name == function and frame.f_globals.get("__name__") == module:
        left -= 1
        if left == 0:
            sys.setprofile(None)
            signal.raise_signal(int(number))

sys.setprofile(interrupt)
runpy.run_module("decheng_data", run_name="__main__", alter_sys=True)
"""
"""The program, sent a signal at a certain call of a function of a module: MODULE:FUNCTION:SIGNAL:CALLS."""
RECORD = ("--record", "--kind", "correction", "--reason", "made up")


@pytest.fixture
def start(program_environment: dict[str, str], tmp_path: Path) -> Any:
    """Start `decheng-data WORDS` as a process of its own, sent a signal at a call of MODULE:FUNCTION if one is given."""

    def started(
        *words: object, interrupted: str = "", by: int = signal.SIGINT, calls: int = 1, **more: Any
    ) -> subprocess.Popen[bytes]:
        moment = f"{interrupted}:{int(by)}:{calls}"
        program = ["-c", _INTERRUPTED, moment] if interrupted else ["-m", "decheng_data"]
        command = [sys.executable, *program, *map(str, words)]
        return subprocess.Popen(
            command,
            **{
                "cwd": tmp_path,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "env": program_environment,
                **more,
            },
        )

    return started


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "."),
        ("validate", ".", "--format", "sarif", "--against", "../before"),
        ("compare", "../before", "."),
        ("compare", ".", "../before", "--format", "json"),
        ("schema", "--check"),
        ("show",),
        ("explain", "printed-agrees"),
    ],
    ids=" ".join,
)
def test_reading_leaves_no_trace(
    capsys: pytest.CaptureFixture[str],
    package_copy: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    shutil.copytree(package_copy, package_copy.parent / "before")
    shutil.copytree(root / "schemas", package_copy / "schemas")
    type_part(package_copy, "52.9")
    monkeypatch.chdir(package_copy)
    before = snapshot(package_copy.parent)
    assert decheng_data(capsys, *words).status in (0, 1)
    assert snapshot(package_copy.parent) == before


def test_two_reports_into_one_file_are_refused(
    capsys: pytest.CaptureFixture[str], package_copy: Path, tmp_path: Path
) -> None:
    ran = decheng_data(
        capsys,
        "validate",
        package_copy,
        "--report",
        f"json={tmp_path}/report",
        "--output",
        f"{tmp_path}/package/../report",
    )
    assert ran.status == 2
    assert "would hold two reports" in ran.err
    assert not (tmp_path / "report").exists()


@posix
class TestOutput:
    def test_a_reader_that_has_seen_enough_does_not_change_the_status(self, start: Any, package_copy: Path) -> None:
        type_part(package_copy, "52.9")
        process = start("validate", package_copy, "--format", "sarif")
        process.stdout.close()
        process.stdout = None
        assert ended(process) == (None, b"")
        assert process.returncode == 1

    @pytest.mark.parametrize("words", [("validate",), ("show",)])
    def test_a_full_disk_is_one_sentence(self, start: Any, words: tuple[str, ...]) -> None:
        with Path("/dev/full").open("wb") as full:
            process = start(*words, stdout=full)
        assert ended(process)[1] == b"decheng-data: the result cannot be written: No space left on device\n"
        assert process.returncode == 2

    @pytest.mark.parametrize(("words", "status"), [(("version",), 2), (("validate",), 2), (("validate", "--quiet"), 0)])
    def test_a_closed_output_is_a_fault_where_something_is_written(
        self, start: Any, words: tuple[str, ...], status: int
    ) -> None:
        process = start(*words, stdout=None, preexec_fn=lambda: os.close(1))
        said = b"decheng-data: the result cannot be written: Bad file descriptor\n" if status else b""
        assert (ended(process)[1], process.returncode) == (said, status)

    def test_a_disk_that_fills_up_leaves_the_old_report(
        self, start: Any, tmp_path: Path, program_environment: dict[str, str]
    ) -> None:
        import resource

        report = tmp_path / "report.json"
        report.write_text("old")
        process = start(
            "validate",
            "--output",
            report,
            "--format",
            "json",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
            env={**program_environment, "PYTHONDONTWRITEBYTECODE": "1"},  # or what it compiles is cut off as well
        )
        assert ended(process)[1].decode() == f"decheng-data: cannot write {report}: File too large\n"
        assert process.returncode == 2
        assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
        assert report.read_text() == "old"

    def test_a_device_is_written_into_and_stays_one(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        link = tmp_path / "null"
        link.symlink_to("/dev/null")
        assert decheng_data(capsys, "validate", "--output", link).status == 0
        assert link.is_char_device()

    def test_a_pipe_that_nobody_reads_is_told_at_once(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        ran = decheng_data(capsys, "validate", "--output", tmp_path / "pipe")
        assert (ran.status, ran.err) == (
            2,
            f"decheng-data: cannot write {tmp_path / 'pipe'}: No such device or address\n",
        )
        assert (tmp_path / "pipe").is_fifo()

    @pytest.mark.parametrize(
        "moment",
        [
            pytest.param("decheng_data.cli.app:<module>", id="while it loads"),
            pytest.param("decheng_data.packages.structure.source:_batch", id="while a table is read"),
            pytest.param("decheng_data.rules.exact:evaluate", id="while rules are evaluated"),
            pytest.param("decheng_data.packages.files.staging:_write", id="while the report is written"),
        ],
    )
    def test_an_interruption_is_130_without_a_word(
        self, start: Any, package_copy: Path, tmp_path: Path, moment: str
    ) -> None:
        (tmp_path / "report").write_text("old")
        before = snapshot(tmp_path)
        process = start("validate", package_copy, "--output", tmp_path / "report", interrupted=moment)
        assert ended(process) == (b"", b"")
        assert process.returncode == 130
        assert snapshot(tmp_path) == before


@posix
class TestKilledArchives:
    """In the midst of its moves, of which there are none to see where there was no archive."""

    @pytest.fixture
    def killed(self, start: Any, package_copy: Path, tmp_path: Path) -> Callable[[int], int]:
        def run(number: int) -> int:
            words = ("archive", package_copy, "--into", tmp_path / "archive", "--replace")
            calls = 5 if (tmp_path / "archive").exists() else 1
            process = start(*words, interrupted="decheng_data.packages.files.staging:_move", by=number, calls=calls)
            assert ended(process) == (b"", b"")
            return int(process.returncode)

        return run

    @pytest.fixture
    def archive(self, package_copy: Path, tmp_path: Path) -> Path:
        """An archive of other figures."""
        pytest.importorskip("pyarrow")
        archive_packages([package_copy], tmp_path / "archive")
        type_part(package_copy, "52.9")
        return tmp_path / "archive"

    def test_asked_to_end_it_puts_back_what_was_there(self, killed: Any, archive: Path) -> None:
        before = state_of(archive)
        assert killed(signal.SIGTERM) == 143
        assert state_of(archive) == before

    def test_killed_it_is_half_written_until_it_is_written_again(
        self, capsys: pytest.CaptureFixture[str], killed: Any, archive: Path, package_copy: Path
    ) -> None:
        assert killed(signal.SIGKILL) == -signal.SIGKILL
        ran = decheng_data(capsys, "validate", archive)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"decheng-data: {archive} is half written: ")
        archive_packages([package_copy], archive, replace=True)
        assert visible(state_of(archive)) == state_of(archive)
        assert decheng_data(capsys, "validate", archive).status == 1  # as the figures that were typed in

    def test_killed_before_there_was_one_it_is_made_anew(self, killed: Any, package_copy: Path, tmp_path: Path) -> None:
        pytest.importorskip("pyarrow")
        assert killed(signal.SIGKILL) == -signal.SIGKILL
        assert not (tmp_path / "archive").exists()
        assert archive_packages([package_copy], tmp_path / "archive") == ["decheng-2021-S1"]
        assert {path.name for path in tmp_path.iterdir()} == {"archive", "package"}


@posix
class TestWhatIsNoFile:
    """A pipe that never answers, a device that never ends, a folder where a file should be."""

    @pytest.mark.parametrize("kind", ["pipe", "folder"])
    @pytest.mark.parametrize(
        "words",
        [
            ("validate", "NEW"),
            ("compare", "OLD", "NEW"),
            ("compare", "NEW", "OLD"),
            ("validate", "OLD", "--against", "NEW"),
        ],
        ids=" ".join,
    )
    def test_in_the_place_of_a_table(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, words: tuple[str, ...]
    ) -> None:
        places = {name: str(made_state(tmp_path / name).folder) for name in ("OLD", "NEW")}
        path = tmp_path / "NEW/data/units.csv"
        path.unlink()
        os.mkfifo(path) if kind == "pipe" else path.mkdir()
        ran = decheng_data(capsys, *(places.get(word, word) for word in words))
        assert ran.status == 2
        assert "data/units.csv" in ran.out + ran.err
        assert "Traceback" not in ran.out + ran.err

    @pytest.mark.parametrize(
        "words", [("validate", "."), ("compare", ".", "."), ("schema", "--check"), ("schema", "--write")], ids=" ".join
    )
    def test_in_the_place_of_the_descriptor(
        self,
        capsys: pytest.CaptureFixture[str],
        package_copy: Path,
        monkeypatch: pytest.MonkeyPatch,
        words: tuple[str, ...],
    ) -> None:
        monkeypatch.chdir(package_copy)
        Path("datapackage.json").unlink()
        os.mkfifo("datapackage.json")
        ran = decheng_data(capsys, *words)
        assert ran.status == 2
        assert "datapackage.json" in ran.err

    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
    def test_as_the_package(self, capsys: pytest.CaptureFixture[str], device: str) -> None:
        for words in (("validate", device), ("compare", device, "."), ("validate", "--against", device)):
            ran = decheng_data(capsys, *words)
            assert (ran.status, ran.out) == (2, "")
            assert "is no data package" in ran.err

    def test_a_pipe_that_comes_after_the_look_is_not_waited_for(
        self, package_copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (package_copy / "data/units.csv").unlink()
        os.mkfifo(package_copy / "data/units.csv")
        monkeypatch.setattr("decheng_data.packages.files.folder.Folder.has", lambda self, path: True)
        with pytest.raises(PackageError, match="a pipe or a device"):
            dd.validate(package_copy)

    def test_schemas_that_are_links_out_of_the_package_are_not_written(
        self, capsys: pytest.CaptureFixture[str], package_copy: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "mine").write_text("mine")
        (package_copy / "schemas/table").mkdir(parents=True)
        (package_copy / "schemas/table/units.json").symlink_to(tmp_path / "mine")
        ran = decheng_data(capsys, "schema", "--write", "--root", package_copy)
        assert ran.status == 2
        assert "a link that leads out of the package" in ran.err
        assert (tmp_path / "mine").read_text() == "mine"

    def test_a_descriptor_too_deep_to_read_is_a_sentence(
        self, capsys: pytest.CaptureFixture[str], package_copy: Path
    ) -> None:
        (package_copy / "datapackage.json").write_text("[" * 100_000)
        assert decheng_data(capsys, "schema", "--check", "--root", package_copy).status == 2

    def test_schemas_that_cannot_be_written_are_a_sentence(
        self, capsys: pytest.CaptureFixture[str], package_copy: Path
    ) -> None:
        (package_copy / "schemas").write_text("a file where a folder is needed")
        ran = decheng_data(capsys, "schema", "--write", "--root", package_copy)
        assert ran.status == 2
        assert "cannot be written" in ran.err

    def test_a_descriptor_that_the_disk_does_not_give_is_a_sentence(
        self, capsys: pytest.CaptureFixture[str], package_copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> object:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("decheng_data.packages.files.folder.Folder.open", broken)
        ran = decheng_data(capsys, "schema", "--check", "--root", package_copy)
        assert ran.status == 2
        assert "cannot be read: Input/output error" in ran.err


class TestTogether:
    """Processes at work on one folder at the same time."""

    @pytest.fixture
    def states(self, tmp_path: Path) -> tuple[MadeState, MadeState]:
        old, new = made_state(tmp_path / "old"), made_state(tmp_path / "new")
        rows = new.rows("observations")
        for row in rows[:6]:
            row.update(value=f"{row['value']}1" if "." in row["value"] else row["value"], note_en="made up")
        new.write("observations", rows)
        releases = new.rows("releases")
        for row in releases:
            row["vintage"] = VINTAGE.replace("-08-", "-12-")
        new.write("releases", releases)
        return old, new

    def test_records_are_taken_one_after_the_other_and_readers_see_whole_files(
        self, start: Any, states: tuple[MadeState, MadeState]
    ) -> None:
        old, new = (state.folder for state in states)
        recorders = [
            start("compare", old, new, "--record", "--kind", "correction", "--reason", f"made up by {number}")
            for number in range(4)
        ]
        readers = [start("validate", new, "--against", old, "--format", "json") for _ in range(3)]
        told = [ended(process) for process in recorders]
        assert [process.returncode for process in recorders] == [0] * 4, told
        counts = sorted(int(err.split()[1]) for _, err in told)
        assert counts[:3] == [0, 0, 0]
        assert counts[3] == len(states[1].rows("revisions")) > 0
        assert len({row["reason"] for row in states[1].rows("revisions")}) == 1
        for process in readers:
            out, _ = ended(process)
            assert process.returncode in (0, 1)
            assert not [each for each in json.loads(out)["findings"] if each["level"] == 0]

    def test_writers_of_schemas_do_not_disturb_each_other(self, start: Any, package_copy: Path) -> None:
        writers = [start("schema", "--write", "--root", package_copy) for _ in range(3)]
        assert [process.returncode for process in writers if ended(process)] == [0, 0, 0]
        assert dd.validate(package_copy).ok
        assert not list(package_copy.rglob(".*"))
