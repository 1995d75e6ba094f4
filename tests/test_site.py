"""The documentation site is built without a warning, and what its tutorials show is run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from tests.code_blocks import Block, blocks, commands, run_python, run_shell
from tests.examples import IS_SEARCH
from tests.made_states import ROOT
from tests.programs import run_program

if TYPE_CHECKING:
    from pathlib import Path

DEAR = ("decheng-data rules power",)
"""Commands that a search tries only: they take long."""
TUTORIALS = [*sorted((ROOT / "docs").glob("tutorial-*.md")), ROOT / "docs" / "suspects.md"]
RUN_ELSEWHERE = {
    "archives": "archive/test_archives_page.py",
    "ci": "test_ci_page.py",
    "drafting": "text/test_drafting_page.py",
    "formats": "exporters/test_formats_page.py",
    "mutation": "test_mutation_page.py",  # the run itself takes hours; the page is held to what came of it
    "reliability": "test_fuzz.py",  # the same program, for less than the ten minutes of the page
    "versioning": "changes/test_versioning_page.py",
}
"""The pages with blocks to be run that a test of their own runs."""
BLOCKS = [(page, block) for page in TUTORIALS for block in blocks(page)]


def of(language: str) -> list[object]:
    return [
        pytest.param(block, id=f"{page.stem}-line{block.line}") for page, block in BLOCKS if block.language == language
    ]


@pytest.fixture
def clone(package_copy: Path) -> Path:
    """A folder with the package, of the test's own: what another block writes is not there."""
    return package_copy


@pytest.mark.parametrize("block", of("python"))
def test_python_blocks_run(block: Block, clone: Path, program_environment: dict[str, str]) -> None:
    done, promised = run_python(block, clone, program_environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == promised


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_commands_print_what_the_page_shows(page: Path, clone: Path, program_environment: dict[str, str]) -> None:
    for block in blocks(page):
        for command, output in commands(block) if block.language == "console" else ():
            done = run_shell(command, clone, program_environment)
            assert done.stdout + done.stderr == output, command


@pytest.mark.searched
@pytest.mark.parametrize("block", of("sh"))
def test_other_commands_succeed(block: Block, clone: Path, program_environment: dict[str, str]) -> None:
    for line in block.text.splitlines():
        if line.startswith(DEAR) and not IS_SEARCH:
            continue
        done = run_shell(line, clone, program_environment)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, program_environment: dict[str, str]) -> Path:
    """The site; a warning of mkdocs fails its building."""
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = run_program(words, cwd=ROOT, env=program_environment | {"NO_MKDOCS_2_WARNING": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_each_page_is_there(site: Path) -> None:
    assert {page.with_suffix(".html").name for page in (ROOT / "docs").glob("*.md")} <= {
        page.name for page in site.glob("*.html")
    }
    assert (site / "sheet.html").read_text("utf-8") == dd.data_sheet()


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("rules", [record["rule_id"] for record in dd.table("rules").records]),
        (
            "dictionary",
            [record["indicator_id"] for record in dd.table("indicators").records] + ["观测值", "obs_status"],
        ),
        ("api", [name for name in dd.__all__ if name != "__version__"]),
    ],
)
def test_the_reference_is_complete(site: Path, page: str, names: list[str]) -> None:
    text = (site / f"{page}.html").read_text("utf-8").replace("&#95;", "_")
    assert [name for name in names if name not in text] == []


def test_each_page_with_something_to_run_is_run() -> None:
    runnable = {
        page.stem
        for page in (ROOT / "docs").glob("*.md")
        if any(block.language in ("python", "sh", "console") for block in blocks(page))
    }
    assert runnable == {*RUN_ELSEWHERE, *(page.stem for page in TUTORIALS)}
    assert [name for name in RUN_ELSEWHERE.values() if not (ROOT / "tests" / name).is_file()] == []


def test_the_notebook_is_a_page_with_its_figures(site: Path) -> None:
    text = (site / "example.html").read_text("utf-8")
    assert "157.5亿元" in text
    assert text.count('class="decheng-data"') == 5
    assert (site / "example.ipynb").is_file()
