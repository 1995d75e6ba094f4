"""The fenced blocks of a page, and the commands of a console block with their output."""

from __future__ import annotations

import re
import shlex
import sys
from typing import TYPE_CHECKING, NamedTuple

from tests.programs import run_program

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


class Block(NamedTuple):
    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    source = page.read_text("utf-8")
    return [
        Block(match[1], match[2], source[: match.start()].count("\n") + 1)
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", source, re.MULTILINE | re.DOTALL)
    ]


def commands(block: Block) -> list[tuple[str, str]]:
    """Each command of a console block with the output that follows it."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def run_python(
    block: Block, folder: Path, environment: dict[str, str]
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run a block of Python by itself; with what it promises to print: a comment `# -> text`."""
    words = [sys.executable, "-W", "error::DeprecationWarning:decheng_data", "-c", block.text]
    done = run_program(words, cwd=folder, env=environment)
    return done, re.findall(r"# -> (.*)$", block.text, re.MULTILINE)


def run_shell(line: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one line of shell with the project's programs, whether or not they are on the path here."""
    python = shlex.quote(sys.executable)
    programs = (
        f'decheng-data() {{ {python} -m decheng_data "$@"; }}; frictionless() {{ {python} -m frictionless "$@"; }}\n'
    )
    return run_program(["bash", "-c", programs + line], cwd=folder, env=environment)
