"""What is built: the wheel holds the package byte for byte and runs as a zip; the source archive is complete."""

from __future__ import annotations

import json
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

import decheng_data
from tests.programs import run_program

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

INSIDE = "decheng_data/_package/"
PACKAGE_FOLDERS = ("data/", "schemas/")


def is_of_package(path: str) -> bool:
    return path == "datapackage.json" or path.startswith(PACKAGE_FOLDERS)


def build(target: str, source: Path, out: Path) -> Path:
    """Build with the hatchling that is installed: no network, no environment of its own."""
    run_program([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)], cwd=source, check=True)
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, root) -> Path:
    return build("wheel", root, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory, root) -> Path:
    return build("sdist", root, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def contents(wheel) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def run(wheel: Path, folder: Path, *arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python in another folder with the wheel first on sys.path."""
    return run_program([sys.executable, *arguments], cwd=folder, env=environment | {"PYTHONPATH": str(wheel)})


def test_the_package_inside_is_the_one_at_the_root(contents, root, project_files):
    expected = {INSIDE + path: (root / path).read_bytes() for path in project_files if is_of_package(path)}
    inside = {name: content for name, content in contents.items() if name.startswith(INSIDE)}
    assert sorted(inside) == sorted(expected)
    assert [name for name in inside if inside[name] != expected[name]] == []


def test_nothing_else_is_shipped(contents, root, project_files):
    code = {path: (root / path).read_bytes() for path in project_files if path.startswith("decheng_data/")}
    shipped = {
        name: content for name, content in contents.items() if not name.startswith(INSIDE) and ".dist-info/" not in name
    }
    assert shipped == code
    assert {name.split("/", 1)[1] for name in contents if ".dist-info/" in name} == {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_the_metadata_say_what_is_needed(contents):
    metadata = next(content.decode() for name, content in contents.items() if name.endswith(".dist-info/METADATA"))
    needed = sorted(
        line.removeprefix("Requires-Dist: ").split(">")[0]
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    )
    assert needed == ["filelock", "frictionless", "pydantic", "rich", "typer"]
    assert f"Version: {decheng_data.__version__}\n" in metadata


def test_it_validates_itself_as_a_zip_on_the_path(wheel, tmp_path, program_environment):
    code = "import decheng_data as dd; print(dd.__file__); r = dd.validate(); print(r.ok, r.rules_run); print(dd.release()['gdp'].printed)"
    done = run(wheel, tmp_path, "-c", code, environment=program_environment)
    assert done.returncode == 0, done.stderr
    place, verdict, gdp = done.stdout.splitlines()
    assert place.startswith(str(wheel))
    assert verdict.startswith("True ")
    assert gdp == "157.5亿元"


def test_the_command_runs_from_the_zip(wheel, tmp_path, program_environment):
    done = run(wheel, tmp_path, "-m", "decheng_data", "validate", "--format", "json", environment=program_environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["valid"] is True


def test_the_package_path_from_the_zip_is_a_real_folder(wheel, tmp_path, program_environment, project_files):
    code = "import decheng_data as dd, os\nwith dd.package_path() as p:\n    print(sorted(os.path.relpath(os.path.join(d, f), p).replace(os.sep, '/') for d, _, fs in os.walk(p) for f in fs))\nprint(p.exists())"
    done = run(wheel, tmp_path, "-c", code, environment=program_environment)
    assert done.returncode == 0, done.stderr
    listed, still_there = done.stdout.splitlines()
    assert [path for path in project_files if is_of_package(path)] == eval(
        listed, {}
    )  # a list of strings that this test printed
    assert still_there == "False"


def test_frictionless_passes_the_unpacked_copy(wheel, tmp_path, program_environment):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path, [name for name in archive.namelist() if name.startswith(INSIDE)])
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = run_program(command, cwd=tmp_path / INSIDE, env=program_environment)
    assert done.returncode == 0, done.stdout


def test_the_source_archive_holds_the_whole_project(sdist, project_files):
    with tarfile.open(sdist) as archive:
        held = {member.name.split("/", 1)[1] for member in archive.getmembers() if member.isfile()}
    assert held - {"PKG-INFO"} == set(project_files)


def test_a_wheel_from_the_source_archive_is_the_same(sdist, contents, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = build("wheel", source, tmp_path / "again")
    with zipfile.ZipFile(again) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents
