"""docs/drafting.md is run: its commands print what it shows, its Python too, and it tells every check and every field."""

from __future__ import annotations

import json
import re
import sys

import pytest

from decheng_data.text.drafting.draft import draft
from decheng_data.text.verifying.checks import CHECKS
from tests.made_states import ROOT
from tests.programs import run_program
from tests.test_readme import clone, shell  # noqa: F401  # fixtures: the project's copy, and its programs

PAGE = (ROOT / "docs" / "drafting.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_commands_print_what_the_page_shows(shell) -> None:  # noqa: F811  # the fixture
    pytest.importorskip("opencc")
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            done = shell(command)
            assert done.stdout + done.stderr == output, command


def test_python_prints_what_the_page_shows(clone, program_environment) -> None:  # noqa: F811  # the fixture
    for block in blocks("python"):
        done = run_program([sys.executable, "-c", block], cwd=clone, env=program_environment)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == re.findall(r"# -> (.*)$", block, re.MULTILINE)


@pytest.mark.parametrize("rule", CHECKS)
def test_each_check_is_told(rule: str) -> None:
    assert f"| `{rule}` | {CHECKS[rule].severity} | {CHECKS[rule].title_en} |" in PAGE


def test_each_field_of_the_json_lines_is_told() -> None:
    told = PAGE.split("| field | what it says |")[1].split("\n\n")[0]
    fields = json.loads(draft("完成投资5亿元").to_jsonl())
    assert [
        name for line in told.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1] if "|" in line else "")
    ] != []
    assert set(fields) == {
        name for line in told.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
