"""The README is run: its Python, and its commands with the output that it shows."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.code_blocks import Block, blocks, commands, run_python, run_shell
from tests.made_states import ROOT

if TYPE_CHECKING:
    from pathlib import Path

README = ROOT / "README.md"
SETUP_BLOCKS = 2
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "dist", "build")


def of(language: str) -> list[Block]:
    return [block for block in blocks(README) if block.language == language]


@pytest.fixture
def clone(tmp_path) -> Path:
    """A copy of the project to run the README in, of the test's own: what another block writes is not there."""
    folder = tmp_path / "decheng_data"
    shutil.copytree(README.parent, folder, ignore=NOT_COPIED)
    return folder


@pytest.fixture
def shell(clone, program_environment):
    """Run one line of shell in the copy."""
    return lambda line: run_shell(line, clone, program_environment)


def test_the_first_two_sh_blocks_are_one_line_each():
    setup = of("sh")[:SETUP_BLOCKS]
    assert [len(block.text.splitlines()) for block in setup] == [1, 1]
    assert "decheng-data show" in setup[0].text
    assert "decheng-data validate" in setup[0].text
    assert "pytest" in setup[1].text
    assert [block.language for block in blocks(README)[:SETUP_BLOCKS]] == ["sh", "sh"]


@pytest.mark.parametrize("block", of("python"), ids=lambda block: f"line{block.line}")
def test_python_blocks_run(block, clone, program_environment):
    """Each by itself; a comment `# -> text` behind a print says what it prints."""
    done, promised = run_python(block, clone, program_environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == promised


def test_commands_print_what_the_readme_shows(shell):
    """The console blocks in order, in one folder: a later block may build on an earlier one."""
    shown = [(command, output) for block in of("console") for command, output in commands(block)]
    assert shown
    for command, output in shown:
        done = shell(command)
        assert done.stdout + done.stderr == output, command


@pytest.mark.parametrize("block", of("sh")[SETUP_BLOCKS:], ids=lambda block: f"line{block.line}")
def test_other_commands_succeed(block, shell):
    for line in block.text.splitlines():
        done = shell(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_every_command_is_in_the_readme():
    from decheng_data.cli.app import app

    named = {(command.name or command.callback.__name__) for command in app.registered_commands}
    assert {name for name in named if f"decheng-data {name}" not in README.read_text("utf-8")} == set()


def test_links_lead_somewhere():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README.read_text("utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []
