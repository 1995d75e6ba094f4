"""Telling on a terminal what is being done, where it takes more than two seconds. Elsewhere nothing is told, and
nothing is slower.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 2.0
"""Seconds before anything is told."""
_stage = [""]


def stage(name: str) -> None:
    """Say what is being done now."""
    _stage[0] = name


@contextmanager
def shown(stream: TextIO | None) -> Iterator[None]:
    """While this lasts, tell the stage and the seconds on one line of the stream, if it is a terminal; the line is
    wiped at the end.
    """
    if stream is None or not stream.isatty():
        yield
        return
    stage("")
    ended = threading.Event()
    teller = threading.Thread(target=_tell, args=(stream, ended), daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _tell(stream: TextIO, ended: threading.Event) -> None:
    begun, told = time.monotonic(), False
    while not ended.wait(0.5 if told else PATIENCE):
        stream.write(f"\r\033[K{_stage[0] or 'validating'} ({time.monotonic() - begun:.0f} s)")
        stream.flush()
        told = True
    if told:
        stream.write("\r\033[K")
        stream.flush()
