"""The programs that tests start: run to their end within one limit, which none reaches unless it hangs."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PROGRAM_LIMIT = 600
"""Seconds that a program, a server or a thread may take, however busy the machine is."""


def run_program(words: Iterable[object], *, text: bool = True, **more: Any) -> subprocess.CompletedProcess[Any]:
    """Run a program and keep what it prints, by default as text; further settings are those of subprocess.run."""
    settings = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "encoding": "utf-8" if text else None,
        "check": False,
    }
    return subprocess.run(list(map(str, words)), timeout=PROGRAM_LIMIT, **{**settings, **more})  # noqa: PLW1510  # it is among them


def ended(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """What a started program prints until it ends; one that hangs is ended."""
    try:
        return process.communicate(timeout=PROGRAM_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Ask again and again until it holds."""
    end = time.monotonic() + PROGRAM_LIMIT
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)
