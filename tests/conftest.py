"""What the tests share: where the project lies, which files belong to it, and a copy of the package to break."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.examples import EXAMPLES, FACTOR, IS_SEARCH
from tests.programs import run_program
from tests.turns import left_out

ROOT = Path(__file__).resolve().parent.parent
_NEVER_SHIPPED = {
    ".git",
    ".venv",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "dist",
    "build",
    "htmlcov",
    "mutants",
}

_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "short")

# What everybody runs: the same examples each time, so that a red test is about the change. No deadline: the cores are shared.
settings.register_profile(
    "short",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],
)
# The search of .ci/run: other examples each time, and more of them.
settings.register_profile(
    "long", settings.get_profile("short"), derandomize=False, max_examples=EXAMPLES * FACTOR, print_blob=True
)
# Under mutmut (docs/mutation.md) it is enough to know that an example fails; the shortest one is nobody's concern.
settings.register_profile("mutation", settings.get_profile("short"), phases=(Phase.explicit, Phase.generate))
settings.load_profile(_PROFILE)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object | None:
    """By `-n auto` alone, share the tests out file by file as far as no worker waits: what a module prepares is prepared once."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


# Programs that tests start load what was compiled before; some machines are set up to compile everything each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a terminal, a CI or a hook of git says of itself is kept from the tests and from the programs that they start.
_SURROUNDINGS = (
    "COLUMNS",
    "FORCE_COLOR",
    "PY_COLORS",
    "TERMINAL_WIDTH",
    "CI_PROJECT_DIR",
    "GITHUB_",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
)
for _name in [*os.environ]:
    if _name.startswith(_SURROUNDINGS):
        del os.environ[_name]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of cases that take turns, a short run tries some; who names a test gets all of its cases."""
    if IS_SEARCH or any("::" in each for each in config.args):
        return
    if others := left_out(items):
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


def pytest_collection_finish() -> None:
    """Thousands of tests stand in memory to the end: the search for garbage need not look at them again and again, nor
    so often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def project_files() -> list[str]:
    """The paths of the files that belong to the project: what git tracks or would track; without git all that is no cache."""
    if (ROOT / ".git").exists():
        listed = run_program(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, text=False
        )
        return sorted(path for path in listed.stdout.decode().split("\0") if path and (ROOT / path).is_file())
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in found
        if not _NEVER_SHIPPED & set(path.parts) and not any(part.endswith(".egg-info") for part in path.parts)
    )


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    """A folder with a copy of the package, to be broken."""
    folder = tmp_path / "package"
    folder.mkdir()
    shutil.copy(ROOT / "datapackage.json", folder)
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture(scope="session")
def program_environment() -> dict[str, str]:
    """The environment for programs that tests start: this project is found, colours and widths do not depend on the terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR", "PYTHONPATH")}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONUTF8": "1"}
