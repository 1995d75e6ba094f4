"""docs/ci.md is run: its commands in a scratch repository, its files read by readers of such files."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from junitparser import JUnitXml

from decheng_data.reporters.forms import Form
from tests.made_states import ROOT, Repository
from tests.programs import run_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Shell = Callable[..., subprocess.CompletedProcess[str]]

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
VERSION = json.loads((ROOT / "datapackage.json").read_text("utf-8"))["version"]


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, without the indent of the list that they stand in."""
    found = re.finditer(rf"^( *)```{language}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{each[1]}", "", each[2], flags=re.MULTILINE) for each in found]


def yaml_with(key: str) -> Any:
    (found,) = (loaded for block in blocks("yaml") if key in (loaded := yaml.safe_load(block)))
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    made = Repository(tmp_path)
    made.commit()
    return made


@pytest.fixture
def shell(repository: Repository, program_environment: dict[str, str]) -> Shell:
    """Run lines of shell in the repository. Installing is passed over: the library is here."""
    program = f'decheng-data() {{ {shlex.quote(sys.executable)} -m decheng_data "$@"; }}; pip() {{ :; }}\n'
    kept = {name: value for name, value in program_environment.items() if not name.startswith(("GITHUB_", "CI"))}

    def run(lines: str, **more: str) -> subprocess.CompletedProcess[str]:
        words = ["bash", "-c", program + lines]
        return run_program(
            words, cwd=repository.folder, env={**kept, **more}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    return run


def test_the_commands_print_what_the_page_shows(shell: Shell) -> None:
    """In their order, in one repository. The first shows no output; the others do, where they have any."""
    first, *others = [
        part.partition("\n") for block in blocks("console") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]
    assert shell(first[0]).returncode == 0
    assert len(others) == 6
    for command, _, output in others:
        done = shell(command)
        assert done.stdout == output, command


def test_the_command_for_any_other_ci(shell: Shell, repository: Repository) -> None:
    (command,) = blocks("sh")
    assert shell(command).returncode == 0
    assert {"junit.xml", "decheng.sarif", "summary.md"} <= {path.name for path in repository.folder.iterdir()}


def test_the_workflow_on_the_page_is_the_one_of_this_repository() -> None:
    (shown,) = (block for block in blocks("yaml") if "uses: ./" in block)
    assert (ROOT / ".github/workflows/validate.yml").read_text("utf-8").endswith(f"\n{shown}")


def test_gitlab_runs_it(shell: Shell, repository: Repository) -> None:
    job = yaml_with("validate")["validate"]
    done = shell(
        "set -e\n" + "\n".join(job["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=repository.git("rev-parse", "HEAD")
    )
    assert done.returncode == 0, done.stdout
    reports = job["artifacts"]["reports"]
    assert json.loads((repository.folder / reports["codequality"]).read_text("utf-8")) == []
    assert JUnitXml.fromfile(str(repository.folder / reports["junit"])).failures == 0


def test_gitlab_admits_it(tmp_path: Path) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text(yaml.safe_dump(yaml_with("validate")), "utf-8")
    words = [
        sys.executable,
        "-P",
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.gitlab-ci",
        "--data-transform",
        "gitlab-ci",
        ".gitlab-ci.yml",
    ]
    ran = run_program(words, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_pre_commit_admits_it(tmp_path: Path) -> None:
    config = yaml_with("repos")
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    ran = run_program([sys.executable, "-P", "-m", "pre_commit", "validate-config", "config.yaml"], cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [each["id"] for each in hooks] == [each["id"] for repo in config["repos"] for each in repo["hooks"]]


def test_every_form_is_told() -> None:
    told = {
        name
        for line in PAGE.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert {form.value for form in Form} - told == set()


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", PAGE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_version_on_the_page_is_this_one() -> None:
    assert f'"version": "{VERSION}"' in PAGE
