"""What is told on a terminal while a validation takes its time, and that nothing is told elsewhere."""

from __future__ import annotations

import io
import threading

from decheng_data import progress
from tests.programs import PROGRAM_LIMIT


class Terminal(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.told = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if "reading cells" in text:
            self.told.set()
        return super().write(text)


def test_a_terminal_is_told_the_stage_and_then_wiped(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    terminal = Terminal()
    with progress.shown(terminal):
        progress.stage("reading cells")
        assert terminal.told.wait(PROGRAM_LIMIT)
    assert terminal.getvalue().endswith("\r\033[K")


def test_two_runs_in_two_threads_do_not_tell_each_others_stage(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    terminal, named = Terminal(), threading.Barrier(2)

    def other() -> None:
        with progress.shown(Terminal()):
            named.wait(PROGRAM_LIMIT)
            progress.stage("wording findings")
            named.wait(PROGRAM_LIMIT)

    thread = threading.Thread(target=other)
    thread.start()
    with progress.shown(terminal):
        progress.stage("reading cells")
        named.wait(PROGRAM_LIMIT)
        named.wait(PROGRAM_LIMIT)
        assert terminal.told.wait(PROGRAM_LIMIT)
    thread.join()
    assert "reading cells" in terminal.getvalue()
    assert "wording findings" not in terminal.getvalue()


def test_what_is_quick_is_not_told(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", PROGRAM_LIMIT)  # so that this is quick on any machine
    terminal = Terminal()
    with progress.shown(terminal):
        pass
    assert terminal.getvalue() == ""


def test_elsewhere_nothing_is_told():
    stream = io.StringIO()
    with progress.shown(stream), progress.shown(None):
        progress.stage("reading cells")
    assert stream.getvalue() == ""
