"""scripts/stress.py: it lists what fails, with how often, and leaves no busy process behind."""

from __future__ import annotations

import subprocess
import sys

import pytest
import stress

from tests.conftest import ROOT
from tests.programs import PROGRAM_LIMIT, run_program

TESTS = """
import pytest

def test_that_fails(): assert 1 == 2
def test_that_passes(): pass
class TestMore:
    @pytest.fixture
    def broken(self): raise OSError
    def test_whose_setup_fails(self, broken): pass
    @pytest.mark.skip
    def test_that_is_skipped(self): pass
"""


@pytest.fixture
def stressed(tmp_path, program_environment):
    (tmp_path / "test_made.py").write_text(TESTS, "utf-8")
    return lambda *words: run_program(
        [sys.executable, ROOT / "scripts" / "stress.py", *words], cwd=tmp_path, env=program_environment
    )


def test_each_test_that_failed_is_listed_with_how_often(stressed):
    ran = stressed("--times", 2, "--busy", 1, "--", "-p", "no:cacheprovider")
    assert ran.returncode == 1, ran.stderr
    runs = [line.partition(",")[0] for line in ran.stdout.splitlines() if line.startswith("run ")]
    assert runs == ["run 1 of 2: 2 failed", "run 2 of 2: 2 failed"]
    assert sorted(line for line in ran.stdout.splitlines() if line.startswith("failed in ")) == [
        "failed in 2 of 2: test_made.TestMore::test_whose_setup_fails",
        "failed in 2 of 2: test_made::test_that_fails",
    ]


def test_what_passes_is_status_0_in_any_order(stressed):
    ran = stressed("--times", 1, "--busy", 0, "--random-order", 7, "--", "-k", "passes")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("order of the seed 7\nrun 1 of 1: passed, ")


def test_a_run_without_a_test_does_not_pass(stressed):
    ran = stressed("--times", 1, "--busy", 0, "--", "-k", "nothing")
    assert ran.returncode == 1
    assert "run 1 of 1: pytest ended with 5, " in ran.stdout


def test_a_busy_process_ends_with_the_one_that_started_it():
    process = subprocess.Popen([sys.executable, "-c", stress.BUSY], stdin=subprocess.PIPE)
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(PROGRAM_LIMIT) == 0
