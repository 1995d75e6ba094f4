"""The progress of what takes more than two seconds, on a terminal. Elsewhere nothing is written, and nothing is
slower.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 2.0
"""Seconds before anything is written."""
_shown: ContextVar[list[str] | None] = ContextVar("_shown", default=None)
"""Of the run that this thread is in: the stage last named, which the one that writes reads; None where nobody does."""


def stage(name: str) -> None:
    """Name what is being done now."""
    if (run := _shown.get()) is not None:
        run[:] = [name]


@contextmanager
def shown(stream: TextIO | None) -> Iterator[None]:
    """While this lasts, write the stage and the seconds on one line of the stream, if it is a terminal; the line is
    wiped at the end.
    """
    if stream is None or not stream.isatty():
        yield
        return
    run, ended = ["validating"], threading.Event()
    before = _shown.set(run)
    writer = threading.Thread(target=_write_progress, args=(stream, run, ended), daemon=True)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()
        _shown.reset(before)


def _write_progress(stream: TextIO, run: list[str], ended: threading.Event) -> None:
    begun, written = time.monotonic(), False
    while not ended.wait(0.5 if written else PATIENCE):
        stream.write(f"\r\033[K{run[0]} ({time.monotonic() - begun:.0f} s)")
        stream.flush()
        written = True
    if written:
        stream.write("\r\033[K")
        stream.flush()
