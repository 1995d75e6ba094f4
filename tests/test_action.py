"""action.yml and the workflow that uses it: their steps run as GitHub runs them, and read by readers of such files that we did not write."""

from __future__ import annotations

import json
import re
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.action_host import Host, Ran
from tests.expressions import evaluate
from tests.installing import offline
from tests.made_states import ROOT, Repository
from tests.programs import run_program
from tests.retyping import type_part
from tests.workflow_commands import Command, commands_of

if TYPE_CHECKING:
    from collections.abc import Callable

SETUP_PYTHON, UPLOAD, CHECKOUT = "actions/setup-python", "github/codeql-action/upload-sarif", "actions/checkout"
INSTALLED = ("python", "install")
PART = "key-project-investment-within-total"
FILES = (
    "action.yml",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))),
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return offline(tmp_path_factory.mktemp("libraries"))


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The temporary folder of a job in which the action has installed the library from its own checkout."""
    workspace, folder = tmp_path_factory.mktemp("workspace"), tmp_path_factory.mktemp("temporary")
    ran = host_of(workspace, folder, environment, done=()).action(ROOT, {"path": "nothing"})
    assert (folder / "decheng-data").is_dir(), ran.log
    assert ran.uses == [(pinned(SETUP_PYTHON), {"python-version": "3.12", "update-environment": "false"})]
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository of others, with the package in a subfolder and one commit."""
    package = tmp_path / "theirs" / "statistics"
    package.mkdir(parents=True)
    shutil.copy(ROOT / "datapackage.json", package)
    shutil.copytree(ROOT / "data", package / "data")
    made = Repository(tmp_path / "theirs")
    made.commit()
    return made


@pytest.fixture
def act(repository: Repository, temporary: Path, environment: dict[str, str]) -> Callable[..., Ran]:
    """Run the action in the repository, installed as it is by now."""

    def run(**given: str) -> Ran:
        (temporary / "summary.md").unlink(missing_ok=True)
        inputs = {name.replace("_", "-"): value for name, value in given.items()}
        return host_of(repository.folder, temporary, environment).action(ROOT, {"path": "statistics", **inputs})

    return run


def host_of(
    workspace: Path,
    temporary: Path,
    environment: dict[str, str],
    github: dict[str, Any] | None = None,
    done: tuple[str, ...] = INSTALLED,
) -> Host:
    return Host(workspace, temporary, {SETUP_PYTHON: {"python-path": sys.executable}}, environment, github, done)


def pinned(action: str) -> str:
    (version,) = set(
        re.findall(
            rf"uses: ({action}@[0-9a-f]{{40}}) # v\d+\.\d+\.\d+$",
            "".join((ROOT / file).read_text("utf-8") for file in FILES),
            re.MULTILINE,
        )
    )
    return version


def summary_of(temporary: Path) -> str:
    return (temporary / "summary.md").read_text("utf-8")


def test_a_good_package_passes(act: Callable[..., Ran], temporary: Path) -> None:
    ran = act()
    assert (ran.status, ran.outputs["outcome"]) == (0, "valid"), ran.log
    assert ran.log == "decheng-data: VALID 通过: no findings 没有问题\n"
    assert read(ran.outputs["report"])["valid"] is True
    assert ran.uses == []
    assert summary_of(temporary).count("### decheng-data: valid 通过") == 1


def test_a_mistyped_figure_fails_the_step_on_its_line_and_the_sarif_is_uploaded_all_the_same(
    act: Callable[..., Ran], repository: Repository, temporary: Path
) -> None:
    type_part(repository.folder / "statistics", "52.9")
    ran = act(upload_sarif="true", lang="en")
    assert (ran.status, ran.outputs["outcome"]) == (1, "findings")
    (annotation,) = commands_of(ran.log)
    assert (annotation.name, annotation.properties["title"]) == ("error", PART)
    assert (annotation.properties["file"], annotation.properties["line"]) == ("statistics/data/observations.csv", "18")
    assert ran.uses == [(pinned(UPLOAD), {"sarif_file": ran.outputs["sarif"], "category": "decheng-data:statistics"})]
    (result,) = read(ran.outputs["sarif"])["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "statistics/data/observations.csv"
    assert summary_of(temporary).count(PART) == 1


def test_a_change_is_held_against_a_revision(act: Callable[..., Ran], repository: Repository) -> None:
    type_part(repository.folder / "statistics", "31.9")
    assert act().status == 0
    ran = act(against="HEAD:statistics")
    assert ran.status == 1
    assert "title=revision-recorded::" in ran.log


def test_warnings_fail_where_that_is_asked_for(act: Callable[..., Ran], repository: Repository) -> None:
    path = repository.folder / "statistics/data/observations.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "none,12.8,1,hundred_million_yuan,,A,,12.8亿元", "none,1.28,2,hundred_million_yuan,,A,,1.28亿元"
        ),
        "utf-8",
    )
    assert act().outputs["outcome"] == "valid"
    ran = act(fail_on="warning")
    assert (ran.status, ran.outputs["outcome"]) == (1, "findings")


def test_the_sarif_file_lies_where_it_was_asked_for(act: Callable[..., Ran], repository: Repository) -> None:
    assert act(sarif_file="found.sarif").outputs["sarif"] == "found.sarif"
    assert read(str(repository.folder / "found.sarif"))["version"] == "2.1.0"


def test_what_cannot_be_validated_is_told_and_nothing_is_uploaded(act: Callable[..., Ran], temporary: Path) -> None:
    ran = act(against="no-such-branch:statistics", upload_sarif="true")
    assert (ran.status, ran.uses) == (2, [])
    assert ran.outputs == {"outcome": "could-not-validate", "report": "", "sarif": ""}
    (annotation,) = commands_of(ran.log)
    assert (annotation.name, annotation.properties) == ("error", {"title": "decheng-data could not validate"})
    assert "there is no revision 'no-such-branch'" in annotation.message
    assert annotation.message.partition(";")[0] in summary_of(temporary)


@pytest.mark.parametrize("name", ["path", "against", "fail_on", "lang", "sarif_file"])
def test_an_input_is_never_run(act: Callable[..., Ran], repository: Repository, name: str) -> None:
    assert act(**{name: 'no/"; touch run; $(touch run) `touch run` '}).status == 2
    assert not list(repository.folder.rglob("run"))


@pytest.mark.parametrize("name", ["path", "against"])
def test_an_input_is_never_an_option(act: Callable[..., Ran], name: str) -> None:
    assert act(**{name: "--help"}).outputs["outcome"] == "could-not-validate"


def test_the_workflow_judges_a_pull_request_by_the_merge_base(
    tmp_path: Path, temporary: Path, environment: dict[str, str]
) -> None:
    """main has moved on since the branch left it; only what the branch did is judged."""
    origin = project_repository(tmp_path / "origin")
    origin.git("checkout", "--quiet", "-b", "change")
    type_part(origin.folder, "31.9")
    origin.commit()
    origin.git("checkout", "--quiet", "main")
    (origin.folder / "elsewhere.md").write_text("main moved on\n", "utf-8")
    before = origin.commit()
    origin.git("merge", "--quiet", "--no-edit", "change")
    merged = clone_of(origin)
    ran = run_workflow(merged, temporary, {**environment, "GITHUB_BASE_REF": "main"}, {"event": {}})
    assert ran.status == 1
    assert {each.properties["title"] for each in commands_of(ran.log)} == {
        "revision-recorded",
        "vintage-moved",
        "version-fits-change",
    }
    assert f"compare {before}:. . --record" in ran.log
    assert [action.partition("@")[0] for action, _ in ran.uses] == [CHECKOUT, UPLOAD]
    assert ran.uses[0][1] == {"fetch-depth": "0", "persist-credentials": "false"}


def test_the_workflow_judges_a_push_by_the_commit_before(
    tmp_path: Path, temporary: Path, environment: dict[str, str]
) -> None:
    repository = project_repository(tmp_path / "origin")
    before = repository.git("rev-parse", "HEAD")
    type_part(repository.folder, "31.9")
    repository.commit()
    pushed = {**environment, "GITHUB_BASE_REF": ""}
    assert run_workflow(repository, temporary, pushed, {"event": {"before": before}}).status == 1
    assert run_workflow(repository, temporary, pushed, {"event": {"before": "0" * 40}}).status == 0, (
        "a new branch has no state before it"
    )


def project_repository(folder: Path) -> Repository:
    """The package and the action, as they lie in this project."""
    folder.mkdir()
    for name in ("datapackage.json", "action.yml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "data", folder / "data")
    repository = Repository(folder)
    repository.commit()
    return repository


def clone_of(origin: Repository) -> Repository:
    """A clone as the checkout leaves it: the merge, with the branches of the origin, of which main is still before it."""
    merge = origin.git("rev-parse", "HEAD")
    origin.git("reset", "--quiet", "--hard", "HEAD~1")
    clone = origin.folder.parent / "clone"
    origin.git("update-ref", "refs/pull/1/merge", merge)
    origin.git("clone", "--quiet", str(origin.folder), str(clone))
    made = Repository(clone, made=True)
    made.git("fetch", "--quiet", "origin", "refs/pull/1/merge")
    made.git("checkout", "--quiet", "--detach", "FETCH_HEAD")
    return made


def run_workflow(repository: Repository, temporary: Path, environment: dict[str, str], github: dict[str, Any]) -> Ran:
    return host_of(repository.folder, temporary, environment, github).job(
        ROOT / ".github/workflows/validate.yml", "validate"
    )


def read(path: str) -> Any:
    return json.loads(Path(path).read_text("utf-8"))


def test_every_input_and_output_is_told(root: Path) -> None:
    described = yaml.safe_load((root / "action.yml").read_text("utf-8"))
    page = (root / "docs/ci.md").read_text("utf-8")
    assert [name for name in (*described["inputs"], *described["outputs"]) if f"| `{name}` |" not in page] == []
    assert {"path", "against", "fail-on"} <= described["inputs"].keys()


@pytest.mark.parametrize("file", FILES)
def test_the_published_schema_admits_it(file: str) -> None:
    schema = "vendor.github-actions" if file == "action.yml" else "vendor.github-workflows"
    ran = run_program([sys.executable, "-P", "-m", "check_jsonschema", "--builtin-schema", schema, ROOT / file])
    assert ran.returncode == 0, ran.stdout


def test_zizmor_finds_nothing(program_environment: dict[str, str]) -> None:
    """Actions pinned by hash, least permissions, no expression inside a script, no credentials left behind."""
    words = [
        Path(sysconfig.get_path("scripts"), "zizmor"),
        "--offline",
        "--no-progress",
        "--strict-collection",
        "--min-severity",
        "medium",
    ]
    ran = run_program([*words, *FILES, ".pre-commit-config.yaml"], cwd=ROOT, env=program_environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_forged_commands_in_data_stay_text(act: Callable[..., Ran], repository: Repository) -> None:
    forged = "::error file=x::forged"
    path = repository.folder / "statistics/data/observations.csv"
    path.write_text(
        path.read_text("utf-8").replace(",key_project_investment,32.9亿元", f",key_project_investment,{forged}"),
        "utf-8",
    )
    ran = act()
    assert ran.status == 1
    assert Command("error", {"file": "x"}, "forged") not in commands_of(ran.log)
    assert all(command.properties["file"].startswith("statistics/") for command in commands_of(ran.log))


CONTEXTS = {
    "success": True,
    "inputs": {"upload": "TRUE"},
    "steps": {"one": {"file": "x"}},
    "github": {"event": {"before": "abc"}},
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("inputs.upload == 'true' && steps.one.outputs.file != ''", True),
        ("!always() || github.event.pull_request.number", None),
        ("github.event.before || 'it''s new'", "abc"),
        ("steps.skipped.outputs.file == ''", True),
        ("(failure() || success()) && inputs.upload", "TRUE"),
    ],
)
def test_expressions_mean_what_they_mean_to_github(expression: str, value: object) -> None:
    assert evaluate(expression, CONTEXTS) == value


@pytest.mark.parametrize(
    "unknown",
    [
        "format('{0}', inputs.upload)",
        "inputs.nothing",
        "secrets.token",
        "inputs.upload > 1",
        "steps.one.outcome",
        "inputs.upload 'x'",
        "hello()",
    ],
)
def test_what_the_test_does_not_know_of_expressions_is_an_error(unknown: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        evaluate(unknown, CONTEXTS)
