"""The command line run inside the test, as a program would run it."""

from __future__ import annotations

import sys
from typing import NamedTuple

import pytest

from decheng_data.cli.app import run


class Ran(NamedTuple):
    status: int
    out: str
    err: str


def decheng_data(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Run `decheng-data WORDS` and give its exit status and what it printed."""
    before, sys.argv = sys.argv, ["decheng-data", *map(str, words)]
    try:
        with pytest.raises(SystemExit) as stopped:
            run()
    finally:
        sys.argv = before
    told = capsys.readouterr()
    return Ran(int(stopped.value.code or 0), told.out, told.err)
