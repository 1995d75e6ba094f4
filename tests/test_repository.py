"""What holds for the project's files as a whole: one version, bilingual, no trace of a machine, the same checks everywhere."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import decheng_data
from tests.made_states import ROOT

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|tmp|root|home|Users|mnt)/[\w.]")
REGISTRY_HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org")
EVERYWHERE_CHECKED = ("ruff check", "ruff format", "mypy", "decheng-data validate", "decheng-data schema --check")


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.fixture(scope="module")
def texts(project_files) -> dict[str, str]:
    """Every file of the project but its pictures; all are UTF-8."""
    return {path: text(path) for path in project_files if not path.endswith(".png")}


def test_one_version_everywhere():
    descriptor = json.loads(text("datapackage.json"))
    citation = yaml.safe_load(text("CITATION.cff"))
    assert {decheng_data.__version__, descriptor["version"], str(citation["version"])} == {decheng_data.__version__}
    assert f"\n## [{decheng_data.__version__}] - {citation['date-released']}\n" in text("CHANGELOG.md")


def test_the_changelog_keeps_revisions_of_data_apart():
    changelog = text("CHANGELOG.md")
    releases = [line for line in changelog.splitlines() if line.startswith("## [")]
    assert releases[0] == "## [Unreleased]"
    assert changelog.count("### Data revisions") >= len(releases) - 1


def test_licences_agree():
    names = {licence["name"] for licence in json.loads(text("datapackage.json"))["licenses"]}
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert (
        set(project["license"].split(" AND "))
        == names
        == set(yaml.safe_load(text("CITATION.cff"))["license"])
        == {"MIT", "CC0-1.0"}
    )
    assert text("LICENSE").startswith("MIT License\n")
    assert "The decheng_data authors" in text("LICENSE")


def test_no_file_names_a_path_of_a_machine_or_a_registry(texts):
    told = [
        f"{path}: {found[0]}"
        for path, content in texts.items()
        for pattern in (MACHINE_PATHS, REGISTRY_HOSTS)
        if (found := pattern.search(content))
    ]
    assert told == []


@pytest.mark.parametrize("line", ["see /{}work/x", "'/{}home/me'", "(/{}root/.config", "deb.{}debian.org/debian"])
def test_such_a_path_would_be_seen(line):
    """The braces keep this file from telling one itself."""
    assert MACHINE_PATHS.search(line.format("")) or REGISTRY_HOSTS.search(line.format(""))


def test_the_text_of_the_bulletin_is_not_here(project_files):
    """Prose in tests is written for them; elsewhere no file could hold a text."""
    prose = [path for path in project_files if Path(path).suffix in (".txt", ".html", ".htm", ".pdf", ".doc", ".docx")]
    assert [path for path in prose if not path.startswith("tests/") or "bulletin" in path] == []


def test_text_files_end_with_one_line_end_and_have_no_carriage_return(texts):
    own = {path: content for path, content in texts.items() if not path.startswith("tests/")}
    assert [
        path for path, content in own.items() if content and (not content.endswith("\n") or content.endswith("\n\n"))
    ] == []
    assert [path for path in own if b"\r" in (ROOT / path).read_bytes()] == []


@pytest.mark.parametrize("command", EVERYWHERE_CHECKED)
def test_pre_commit_runs_what_ci_runs(command):
    hooks = [
        hook["entry"]
        for repository in yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
        for hook in repository["hooks"]
    ]
    assert any(entry.startswith(command) for entry in hooks)
    assert command in text(".ci/run")


def test_the_workflow_runs_the_same_script_on_each_python():
    job = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]["check"]
    supported = re.findall(r"Python :: (3\.\d+)", text("pyproject.toml"))
    assert job["strategy"]["matrix"]["python"] == supported
    assert "bash .ci/run" in [step.get("run") for step in job["steps"]]


def test_ci_takes_the_test_command_from_the_readme():
    script = text(".ci/run")
    assert "README.md" in script
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_every_exception_of_the_linters_has_its_reason():
    """In pyproject.toml each ignored rule and excluded line, and each exception in the code, says why."""
    ignored = re.findall(r'^    "[A-Z]+[0-9]+",(.*)$', text("pyproject.toml"), re.MULTILINE)
    assert ignored
    assert [rest for rest in ignored if "#" not in rest] == []


def test_every_exception_in_the_code_has_its_reason(texts):
    bare = re.compile(r"# (?:noqa(?:: [A-Z0-9, ]+)?|type: ignore(?:\[[\w, -]+\])?|pragma: no cover)\s*$", re.MULTILINE)
    assert [path for path, content in texts.items() if path.endswith(".py") and bare.search(content)] == []


def test_what_contributors_are_sent_to_is_there(project_files):
    named = re.findall(r"`((?:data|decheng_data|tests|scripts|docs)/[^`]*)`", text("CONTRIBUTING.md"))
    assert [each for each in named if not any(path.startswith(each) for path in project_files)] == []
