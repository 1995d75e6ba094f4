"""Standard output that ends early."""

from __future__ import annotations

import io
import signal
import sys
from importlib import import_module

import pytest

from decheng_data.cli.app import run
from decheng_data.cli.streams import outlet


class Raw(io.RawIOBase):
    """A stream that fails at each write."""

    def __init__(self, error: OSError) -> None:
        self.error, self.asked = error, 0

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 7

    def write(self, content: object) -> int:
        self.asked += 1
        raise self.error


def test_after_the_reader_has_gone_all_goes_nowhere() -> None:
    raw = Raw(BrokenPipeError())
    told = outlet(io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8"))
    assert told is not None
    for _ in range(2):
        told[0].write("德\ud800")
        told[0].flush()
    assert (raw.asked, told[1].fault, told[1].fileno(), told[0].isatty()) == (1, None, 7, False)


def test_another_fault_is_raised_once() -> None:
    raw = Raw(OSError(28, "No space left on device"))
    told = outlet(io.TextIOWrapper(raw, encoding="utf-8"))  # as with python -u
    assert told is not None
    told[0].write("x")
    with pytest.raises(OSError, match="No space left") as caught:
        told[0].flush()
    told[0].flush()
    assert told[1].fault is caught.value


def test_a_stream_in_memory_stays_as_it_is() -> None:
    assert outlet(io.StringIO()) is None


def test_the_program_tells_a_full_disk_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(Raw(OSError(28, "No space left on device")), encoding="utf-8"))
    monkeypatch.setattr("sys.argv", ["decheng-data", "version"])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "decheng-data: the result cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("words", "status"), [(["show"], 2), (["version"], 2), (["validate"], 2), (["validate", "--quiet"], 0)]
)
def test_a_closed_output_is_a_fault_where_something_is_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], status: int
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.argv", ["decheng-data", *words])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert int(stopped.value.code or 0) == status
    assert capsys.readouterr().err == (
        "decheng-data: the result cannot be written: Bad file descriptor\n" if status else ""
    )


def test_a_fault_of_something_else_is_not_taken_for_one_of_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("decheng_data.cli.app.app", broken)
    with pytest.raises(OSError, match="Input/output error"):
        run()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_has_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # who started the tests may have it ignored
    monkeypatch.setattr("decheng_data.cli.app.run", lambda: signal.raise_signal(number))
    main = import_module("decheng_data.__main__").main
    del sys.modules["decheng_data.__main__"]  # so that it can still be run as a program
    try:
        with pytest.raises(SystemExit) as stopped:
            main()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert stopped.value.code == status
