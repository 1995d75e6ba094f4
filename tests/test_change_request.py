"""What a change request goes through: somebody mistypes a figure, CI names its line in every form; then it is mended with all that a correction asks for."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import cmarkgfm
import pytest
from junitparser import Failure, JUnitXml
from sarif_pydantic import Sarif

import decheng_data as dd
from decheng_data.changes.semver import Bump
from tests.changes.test_against import bump, set_vintage
from tests.command import Ran, decheng_data
from tests.made_states import ROOT, Repository
from tests.retyping import retype, type_part
from tests.workflow_commands import commands_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RELEASE = "decheng-2021-S1"
PART, WHOLE = "provincial_municipal_key_project_investment", "key_project_investment"
WITHIN = "key-project-investment-within-total"
TOLD = {WITHIN, "revision-recorded", "revision-within-tolerance", "vintage-moved", "version-fits-change"}
"""What a figure mistyped as value and as printed breaks: its whole, and all that a correction would have brought along."""
LINE = 18
TYPED = "none,{0},1,hundred_million_yuan,,A,key_project_investment,{0}亿元"
VINTAGE, UNTIL = "2999-01-02", "2999-12-31"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with the shipped package at its root and one commit, then one that mistypes a figure."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copy(ROOT / "datapackage.json", folder)
    shutil.copytree(ROOT / "data", folder / "data")
    made = Repository(folder)
    made.commit("as it was")
    type_part(folder, "52.9")
    made.commit("a slip")
    return made


@pytest.fixture
def validate(
    capsys: pytest.CaptureFixture[str], repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Run decheng-data in the repository against the first commit, as its CI does."""
    monkeypatch.chdir(repository.folder)
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: decheng_data(capsys, "validate", ".", "--against", "main~1:.", *words)


def test_every_form_names_the_line_of_the_slip(
    validate: Callable[..., Ran], repository: Repository, tmp_path: Path
) -> None:
    files = {form: tmp_path / form for form in ("sarif", "junit", "markdown", "gitlab", "json")}
    ran = validate(
        "--format", "github", *(word for form, file in files.items() for word in ("--report", f"{form}={file}"))
    )
    assert ran.status == 1

    told = commands_of(ran.out)
    assert {each.properties["title"] for each in told} == TOLD
    assert told[0].properties == {
        "file": "data/observations.csv",
        "line": str(LINE),
        "col": str(column_of(repository.folder)),
        "title": WITHIN,
    }

    results = Sarif.model_validate_json(files["sarif"].read_text("utf-8")).runs[0].results
    assert {each.rule_id for each in results} == TOLD
    place = next(each for each in results if each.rule_id == WITHIN).locations[0].physical_location
    assert (place.artifact_location.uri, place.region.start_line) == ("data/observations.csv", LINE)

    (suite,) = JUnitXml.fromfile(str(files["junit"]))
    failed = {case.name: case.result[0] for case in suite if case.result and isinstance(case.result[0], Failure)}
    assert failed.keys() == TOLD
    assert failed[WITHIN].text.startswith(f"data/observations.csv:{LINE}:value\n")

    rows = re.findall(
        r"<tr>(.*?)</tr>", cmarkgfm.github_flavored_markdown_to_html(files["markdown"].read_text("utf-8")), re.DOTALL
    )
    assert f"<td>{WITHIN}</td>\n<td>data/observations.csv:{LINE}:value</td>" in rows[1]

    assert {
        (each["check_name"], each["location"]["lines"]["begin"])
        for each in json.loads(files["gitlab"].read_text("utf-8"))
    } >= {(WITHIN, LINE)}
    assert {each["rule"] for each in json.loads(files["json"].read_text("utf-8"))["findings"]} == TOLD


def test_a_correction_with_ledger_vintage_and_version_passes(
    validate: Callable[..., Ran], capsys: pytest.CaptureFixture[str], repository: Repository
) -> None:
    """32.9 turned out to be 33.9: within the tolerance of a revision."""
    retype(repository.folder, TYPED.format("52.9"), TYPED.format("33.9"))
    set_vintage(repository.folder, VINTAGE)
    bump(repository.folder, Bump.PATCH)
    assert (
        decheng_data(
            capsys, "compare", "main~1:.", ".", "--record", "--kind", "correction", "--reason", "made up"
        ).status
        == 0
    )
    repository.commit("corrected")
    ran = decheng_data(capsys, "validate", ".", "--against", "main~2:.", "--fail-on", "warning", "--lang", "en")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "VALID: no findings")


def test_a_waiver_with_a_right_version_passes_and_says_what_it_accepts(
    validate: Callable[..., Ran], capsys: pytest.CaptureFixture[str], repository: Repository
) -> None:
    """The bulletin really prints 52.9: what the rule says is accepted, with its reason, and so is the size of the revision."""
    with (repository.folder / "data/waivers.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(
            f"{rule},{RELEASE},{PART},made up: printed so,a test,{UNTIL}\n"
            for rule in (WITHIN, "revision-within-tolerance")
        )
    set_vintage(repository.folder, VINTAGE)
    bump(repository.folder, Bump.PATCH)
    decheng_data(capsys, "compare", "main~1:.", ".", "--record", "--kind", "revision", "--reason", "made up")
    repository.commit("accepted")
    ran = decheng_data(
        capsys, "validate", ".", "--against", "main~2:.", "--fail-on", "warning", "--format", "github", "--lang", "en"
    )
    assert ran.status == 0
    told = commands_of(ran.out)
    assert {(each.name, each.properties["title"], each.properties["line"]) for each in told} == {
        ("notice", WITHIN, str(LINE)),
        ("notice", "revision-within-tolerance", str(LINE)),
    }
    assert all(each.message.endswith(f"✓ accepted: made up: printed so (a test, until {UNTIL})") for each in told)


def test_a_stranger_is_told_which_figure_of_which_bulletin_and_what_to_do(validate: Callable[..., Ran]) -> None:
    indicators = {row["indicator_id"]: row for row in dd.table("indicators").records}
    for language, bulletin in (("en", f"Not kept in {RELEASE}:"), ("zh", f"{RELEASE} 不成立：")):
        (message,) = (
            each.message
            for each in commands_of(validate("--format", "github", "--lang", language).out)
            if each.properties["title"] == WITHIN
        )
        assert message.startswith(bulletin)
        names = [indicators[name][f"name_{language}"] for name in (PART, WHOLE)]
        assert all(said in message for said in (*names, "52.9亿元", "42.7亿元", "10.2亿元", "\n→ "))


def column_of(folder: Path) -> int:
    """Where the cell with the value begins, 1 the first character of its line."""
    line = (folder / "data/observations.csv").read_text("utf-8").splitlines()[LINE - 1]
    return line.index(",52.9,") + 2
