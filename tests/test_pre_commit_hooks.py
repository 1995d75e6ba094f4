"""The hook as pre-commit runs it: in a repository of others, from a clone of this one, in an environment of its own."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.installing import offline
from tests.made_states import ROOT, Repository
from tests.programs import run_program
from tests.retyping import type_part

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Hooked = Callable[..., subprocess.CompletedProcess[str]]

HOOK = "decheng-data-validate"


@pytest.fixture(scope="module")
def hooks(project_files: list[str], tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This project as a repository that pre-commit can clone."""
    folder = tmp_path_factory.mktemp("hooks")
    for path in project_files:
        if not path.startswith("tests/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)
    repository = Repository(folder)
    repository.commit()
    return repository


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """pre-commit keeps the environment of the hook from test to test."""
    return {
        **offline(tmp_path_factory.mktemp("libraries")),
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PRE_COMMIT_COLOR": "never",
    }


@pytest.fixture
def theirs(tmp_path: Path) -> Repository:
    """A repository of others, with the package in a subfolder."""
    package = tmp_path / "theirs" / "statistics" / "decheng"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "datapackage.json", package)
    shutil.copytree(ROOT / "data", package / "data")
    (tmp_path / "theirs" / "readme.md").write_text("theirs\n", "utf-8")
    return Repository(tmp_path / "theirs")


@pytest.fixture
def hooked(hooks: Repository, environment: dict[str, str]) -> Hooked:
    """Stage all, and run the hook with these settings on what is staged."""

    def run(repository: Repository, **settings: Any) -> subprocess.CompletedProcess[str]:
        used = {"repo": str(hooks.folder), "rev": hooks.git("rev-parse", "HEAD"), "hooks": [{"id": HOOK, **settings}]}
        (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [used]}), "utf-8")
        repository.git("add", "--all")
        words = [sys.executable, "-P", "-m", "pre_commit", "run", HOOK]
        return run_program(words, cwd=repository.folder, env=environment)

    return run


def package_of(repository: Repository) -> Path:
    return repository.folder / "statistics" / "decheng"


def test_the_package_in_a_subfolder_is_validated(hooked: Hooked, theirs: Repository) -> None:
    ran = hooked(theirs, args=["statistics/decheng"], verbose=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "VALID 有效: no findings 没有问题" in ran.stdout


def test_a_mistyped_figure_stops_the_commit_and_is_named_by_its_line(hooked: Hooked, theirs: Repository) -> None:
    type_part(package_of(theirs), "52.9")
    ran = hooked(theirs, args=["statistics/decheng"])
    assert ran.returncode == 1
    assert "- exit code: 1" in ran.stdout
    assert "ERROR  key-project-investment-within-total  data/observations.csv:18:value" in ran.stdout


def test_a_change_is_held_against_the_last_commit(hooked: Hooked, theirs: Repository) -> None:
    settings = {
        "args": ["statistics/decheng", "--against", "HEAD:statistics/decheng", "--fail-on", "warning"],
        "verbose": True,
    }
    theirs.commit()
    assert hooked(theirs, **settings).returncode == 0
    type_part(package_of(theirs), "31.9")
    ran = hooked(theirs, **settings)
    assert ran.returncode == 1
    assert "ERROR  revision-recorded  data/observations.csv:18:value" in ran.stdout


def test_without_a_path_it_is_the_root_and_never_the_shipped_package(hooked: Hooked, theirs: Repository) -> None:
    ran = hooked(theirs)
    assert "- exit code: 2" in ran.stdout
    assert "is no data package: the folder has no datapackage.json" in ran.stdout
    at_root = Repository(package_of(theirs))
    assert hooked(at_root).returncode == 0
    type_part(at_root.folder, "52.9")
    assert "- exit code: 1" in hooked(at_root, args=["--lang", "zh"]).stdout


def test_a_commit_that_leaves_the_package_alone_does_not_wait(hooked: Hooked, theirs: Repository) -> None:
    theirs.commit()
    (theirs.folder / "readme.md").write_text("changed\n", "utf-8")
    assert "no files to check" in hooked(theirs, args=["statistics/decheng"]).stdout


def test_the_files_of_a_package_start_the_hook(project_files: list[str]) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    started = {path for path in project_files if re.search(hook["files"], path)}
    assert started == {path for path in project_files if path == "datapackage.json" or path.startswith("data/")}
    assert re.search(hook["files"], "statistics/decheng/data/rules.csv")
