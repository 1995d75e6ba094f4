"""What is told on a terminal while a validation takes its time, and that nothing is told elsewhere."""

from __future__ import annotations

import io
import time

from decheng_data import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_the_stage_and_then_wiped(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    terminal = Terminal()
    with progress.shown(terminal):
        progress.stage("reading cells")
        while "reading cells" not in terminal.getvalue():
            time.sleep(0.01)
    assert terminal.getvalue().endswith("\r\033[K")


def test_what_is_quick_is_not_told():
    terminal = Terminal()
    with progress.shown(terminal):
        pass
    assert terminal.getvalue() == ""


def test_elsewhere_nothing_is_told():
    stream = io.StringIO()
    with progress.shown(stream), progress.shown(None):
        progress.stage("reading cells")
    assert stream.getvalue() == ""
