"""How tests start programs, and that no test has a limit of its own."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests import programs
from tests.programs import ended, run_program, wait_until

HOMES = {"programs.py", "growth.py"}
"""Where a clock is read and a program's end is awaited."""
OF_ITS_OWN = re.compile(
    r"^import time$|^from time import|subprocess\.(run|call|check_call|check_output)\(|\.(communicate|wait)\(\)|\btimeout=\d",
    re.MULTILINE,
)


def test_clocks_and_limits_have_one_home(root):
    files = [path for path in (root / "tests").rglob("*.py") if path.name not in HOMES]
    assert files
    assert {path.name: found[0] for path in files if (found := OF_ITS_OWN.search(path.read_text("utf-8")))} == {}


def test_a_program_is_run_to_its_end_and_heard():
    ran = run_program([sys.executable, "-c", "import sys; print('德'); sys.exit('fault')"], env={"PYTHONUTF8": "1"})
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "德\n", "fault\n")
    assert run_program([sys.executable, "-c", "print(1)"], text=False).stdout.strip() == b"1"


def test_what_hangs_is_ended_and_told(monkeypatch):
    monkeypatch.setattr(programs, "PROGRAM_LIMIT", 0.01)
    hanging = [sys.executable, "-c", "while True: pass"]
    with pytest.raises(subprocess.TimeoutExpired):
        run_program(hanging)
    with subprocess.Popen(hanging, stdout=subprocess.PIPE) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            ended(process)
        assert process.wait(600) != 0
    with pytest.raises(AssertionError, match="waited in vain: the end of days"):
        wait_until(lambda: False, "the end of days")


def test_what_comes_in_time_is_awaited():
    answers = iter([False, True])
    wait_until(lambda: next(answers), "an answer")
    assert list(answers) == []
