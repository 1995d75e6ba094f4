"""No command writes its output over what it reads, however the file is named; other files of the same folder it does write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.errors import DechengDataError
from decheng_data.packages import target
from decheng_data.packages.target import refuse_to_overwrite
from tests.command import decheng_data
from tests.made_states import ROOT, MadeState, Repository, made_state, packed

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TABLE = "{state}/data/observations.csv"
COMMANDS = {
    "validate": f"validate {{state}} --output {TABLE}",
    "validate, a report": f"validate {{state}} --report sarif={TABLE}",
    "validate, one of two": f"validate {{state}} --report json={{folder}}/a.json --report sarif={TABLE}",
    "validate, the earlier state": f"validate {{folder}}/other --against {{state}} --output {TABLE}",
    "validate, a descriptor": f"validate {{state}}/datapackage.json --output {TABLE}",
    "verify": f"verify {{folder}}/text.txt {{state}} --output {TABLE}",
    "verify, the text": "verify {folder}/text.txt {state} --output {folder}/text.txt",
    "compare, the old": f"compare {{state}} {{folder}}/other --output {TABLE}",
    "compare, the new": f"compare {{folder}}/other {{state}} --output {TABLE}",
    "sheet": f"sheet {{state}} --output {TABLE}",
    "export": f"export csv --package {{state}} --output {TABLE}",
    "draft": "draft {folder}/text.txt --output {folder}/text.txt",
    "draft, into": f"draft {{folder}}/text.txt --release made-up-2032-S1 --into {{state}} --output {TABLE}",
}


@pytest.fixture
def state(tmp_path: Path) -> MadeState:
    made_state(tmp_path / "other")
    (tmp_path / "text.txt").write_text("地区生产总值150.0亿元。\n", "utf-8")
    return made_state(tmp_path / "state")


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
def test_each_command_refuses(
    capsys: pytest.CaptureFixture[str], state: MadeState, tmp_path: Path, command: str
) -> None:
    before = MadeState(tmp_path).texts()
    ran = decheng_data(capsys, *command.format(state=state.folder, folder=tmp_path).split())
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"decheng-data: {tmp_path}/") or os.sep != "/"
    assert ran.err.endswith(", which is read, and is not written over; name another file\n")
    assert MadeState(tmp_path).texts() == before


def test_the_shipped_package(capsys: pytest.CaptureFixture[str]) -> None:
    ran = decheng_data(capsys, "validate", "--output", ROOT / "data" / "units.csv")
    assert ran.status == 2
    assert "units.csv belongs to the shipped package, which is read" in ran.err


def test_in_python(state: MadeState) -> None:
    for made in (
        lambda: dd.data_sheet(state, state.path("units")),
        lambda: dd.export("csv", state.path("units"), state),
    ):
        with pytest.raises(DechengDataError, match=r"units\.csv belongs to .*state, which is read"):
            made()


@pytest.mark.parametrize("name", ["frictionless.html", "data/new.csv", "tidy.csv", "nothing/such/units.csv"])
def test_other_names_beside_them_are_allowed(state: MadeState, name: str) -> None:
    refuse_to_overwrite([state.folder / name], state)


def test_an_export_into_the_folder_of_the_package(capsys: pytest.CaptureFixture[str], state: MadeState) -> None:
    before = state.texts()
    ran = decheng_data(capsys, "export", "csv", "--package", state.folder, "--output", state.folder)
    assert (ran.status, ran.err) == (0, "")
    assert {name: state.texts()[name] for name in before} == before


def test_an_export_whose_own_file_is_one_of_the_package(capsys: pytest.CaptureFixture[str], state: MadeState) -> None:
    exported = decheng_data(capsys, "export", "csv", "--package", state.folder, "--output", state.folder)
    written = Path(exported.out.splitlines()[0])
    written.write_text("made,up\n", "utf-8")
    added = {"name": "more", "path": written.name, "schema": {"fields": [{"name": "made"}, {"name": "up"}]}}
    state.describe(resources=[*state.descriptor()["resources"], added])
    ran = decheng_data(capsys, "export", "csv", "--package", state.folder, "--output", state.folder)
    assert (ran.status, ran.out, written.read_text("utf-8")) == (2, "", "made,up\n")
    assert f"{written} belongs to {state.folder}, which is read" in ran.err


def refused(output: Path, place: Path | str | None) -> bool:
    try:
        refuse_to_overwrite([output], place)
    except DechengDataError:
        return True
    return False


def test_other_spellings_and_links(state: MadeState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = state.path("units")
    (tmp_path / "symbolic").symlink_to(table)
    os.link(table, tmp_path / "hard")
    (tmp_path / "folder").symlink_to(state.folder)
    monkeypatch.chdir(state.folder)
    for name in (
        tmp_path / "symbolic",
        tmp_path / "hard",
        tmp_path / "folder" / "data" / "units.csv",
        Path("data/units.csv"),
        Path("data/../data/units.csv"),
        Path("datapackage.json"),
    ):
        assert refused(name, state.folder)
        assert refused(name, ".")
    state.path("revisions").unlink()
    assert refused(state.path("revisions"), state.folder)


def test_schemas_in_files_and_what_is_no_resource(state: MadeState) -> None:
    resources = state.descriptor()["resources"]
    state.describe(resources=[{**resources[0], "schema": "s.json", "dialect": {}}, "none", {"path": ["a", "b"]}])
    assert refused(state.folder / "s.json", state.folder)
    assert not refused(state.folder / "a", state.folder)
    state.describe(resources=5)
    assert refused(state.folder / "datapackage.json", state.folder)
    assert not refused(state.folder / "s.json", state.folder)
    (state.folder / "datapackage.json").write_text("{", "utf-8")
    assert refused(state.folder / "datapackage.json", state.folder)
    assert not refused(state.folder / "s.json", state.folder)


def test_zips_and_archives(state: MadeState, tmp_path: Path) -> None:
    zipped = packed(state, tmp_path / "a.zip")
    assert refused(zipped, zipped)
    archive = tmp_path / "archive"
    made_state(archive / "vocabulary")
    figures = archive / "observations" / "figures.parquet"
    figures.parent.mkdir()
    figures.touch()
    for output in (figures, archive / "vocabulary" / "data" / "units.csv", archive / "vocabulary" / "datapackage.json"):
        assert refused(output, archive)
    assert refused(figures, f"{archive}/**/*.parquet")
    assert not refused(archive / "report.html", archive)
    assert not refused(archive / "report.html", f"{archive}/**/*.parquet")


def test_what_has_no_files(
    state: MadeState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Repository(state.folder).commit()
    monkeypatch.chdir(state.folder)
    assert not refused(state.path("units"), "HEAD:.")
    for place in ("-", "nothing", "x" * 5000, "a\0b", "https://example.org/a.zip"):
        assert not refused(tmp_path / "out.txt", place)
    assert not refused(Path("a\0b"), state.folder)


def test_a_library_in_a_zip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    inside: list[Traversable] = []
    monkeypatch.setattr(target, "shipped_location", lambda: inside)
    assert not refused(tmp_path / "out.txt", None)


def test_nothing_is_looked_at_where_nothing_is_written(tmp_path: Path) -> None:
    refuse_to_overwrite([], tmp_path)
