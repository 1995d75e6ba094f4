"""docs/versioning.md tells what the library does."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.changes.bumps import row_bump
from decheng_data.changes.comparison import CellChange, RowChange
from decheng_data.changes.semver import Bump
from decheng_data.model.rows import TABLES
from decheng_data.rules.rule import REVISION_RULES, WAIVER_RULES
from tests.code_blocks import blocks, run_python
from tests.made_states import ROOT
from tests.programs import run_program

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "versioning.md").read_text("utf-8")
RULES = {record["rule_id"]: record for record in dd.table("rules").records}


def revised(table: str, *cells: CellChange) -> RowChange:
    return RowChange(table=table, key={}, change="revised", label="", cells=cells)


@pytest.mark.parametrize("rule", REVISION_RULES)
def test_each_rule_between_states_is_told_with_its_severity(rule: str) -> None:
    assert f"| `{rule}` | {RULES[rule]['severity']} |" in PAGE
    assert (RULES[rule]["kind"], RULES[rule]["level"]) == ("revision", 2)


@pytest.mark.parametrize("rule", WAIVER_RULES)
def test_each_rule_of_waivers_is_told_with_its_severity(rule: str) -> None:
    assert f"- `{rule}` ({RULES[rule]['severity']})" in PAGE


@pytest.mark.parametrize("rule", ["revision-within-tolerance", "records-revised-limited"])
def test_the_bounds_are_those_of_the_rules(rule: str) -> None:
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{rule}`"))
    assert f"at most {RULES[rule]['bound']} %" in line


def test_the_fields_that_are_more_than_a_correction_are_told() -> None:
    told = set(re.findall(r"`(\w+)`", "".join(line for line in PAGE.splitlines() if line.startswith("| major |"))))
    graver = {
        name
        for table, model in TABLES.items()
        for name in model.model_fields
        if row_bump(revised(table, CellChange(field=name, before="1", after="2"))) is Bump.MAJOR
    }
    assert graver == told


def test_each_bump_is_told() -> None:
    assert set(re.findall(r"^\| (\w+) \|", PAGE, re.MULTILINE)) - {"bump", "rule"} == {bump.value for bump in Bump} - {
        "none"
    }


def test_its_python_runs_between_two_revisions(tmp_path: Path, program_environment: dict[str, str]) -> None:
    """In a repository whose last commit changed a figure."""
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "observations.csv"
    settings = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    for number, told in enumerate((path.read_text("utf-8"), path.read_text("utf-8").replace("157.5", "157.6"))):
        path.write_text(told, "utf-8")
        for words in (("init", "-q"), ("add", "."), (*settings, "commit", "-q", "-m", f"state {number}")):
            run_program(["git", *words], cwd=tmp_path, check=True)
    (block,) = (each for each in blocks(ROOT / "docs" / "versioning.md") if each.language == "python")
    told = "print(comparison.figures.revised[0].cells[0].before, comparison.version.bump)"
    done, _ = run_python(block._replace(text=f"{block.text}{told}\n"), tmp_path, program_environment)
    assert done.returncode == 0, done.stderr
    assert "157.5" in done.stdout
