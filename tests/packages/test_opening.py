"""Where a state of the data can be read from: a folder, a zip, a wheel, a git revision; and what each says that cannot be read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from decheng_data.changes.state import State
from decheng_data.errors import ArchiveLimitError, DescriptorError, PackageError, PackageNotFoundError, UnsafePathError
from decheng_data.packages.files import git as git_files
from decheng_data.packages.files.git import GitFiles, is_revision
from decheng_data.packages.opening import WHEEL_FOLDER, open_state
from decheng_data.packages.package import open_package
from decheng_data.validation.package import validate
from tests.made_states import MadeState, Repository, made_state, packed

if TYPE_CHECKING:
    from pathlib import Path

    from decheng_data.packages.package import Package


class PathOfBytes:
    def __fspath__(self) -> bytes:
        return b"x"


@pytest.fixture
def state(tmp_path: Path) -> MadeState:
    return made_state(tmp_path / "state")


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose first commit, the tag v1.0.0, has the package in the folder `package 数据`; version 1.1.0 follows."""
    made = Repository(tmp_path_factory.mktemp("committed"))
    package = made_state(made.folder / "package 数据")
    made.commit()
    made.git("tag", "-a", "v1.0.0", "-m", "made up")
    package.describe(version="1.1.0")
    made.commit()
    return made.folder


@pytest.fixture
def repository(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A copy of that repository; the current directory is its top."""
    shutil.copytree(committed, tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")
    return Repository(tmp_path / "repository", made=True)


def first_row(package: Package, table: str = "observations") -> list[str]:
    return next(package.read_source(table).rows)[1]


def test_nothing_is_the_shipped_package() -> None:
    assert open_state().name == "decheng-data"


def test_a_folder_a_descriptor_and_a_zip(state: MadeState, tmp_path: Path) -> None:
    for place in (state, str(state.folder), state.folder / "datapackage.json", packed(state, tmp_path / "state.zip")):
        assert open_state(place).version == "1.0.0"


def test_a_wheel(state: MadeState, tmp_path: Path) -> None:
    wheel = packed(state, tmp_path / "made-1.0.0-py3-none-any.whl", WHEEL_FOLDER)
    package = open_state(wheel)
    assert (package.version, package.has_file("observations")) == ("1.0.0", True)
    assert first_row(package)[:2] == ["made-up-2031-S1", "gdp"]


def test_a_wheel_without_the_package(state: MadeState, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"has no decheng_data/_package/datapackage\.json"):
        open_state(packed(state, tmp_path / "other.whl", "other/"))


def test_a_wheel_that_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "broken.whl").write_text("no zip")
    with pytest.raises(PackageError, match="damaged or encrypted zip"):
        open_state(tmp_path / "broken.whl")


def test_a_wheel_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.whl").mkdir()
    with pytest.raises(PackageError, match=r"folder\.whl cannot be read: .+; check the disk and your permissions"):
        open_state(tmp_path / "folder.whl")


@pytest.mark.parametrize("place", ["nowhere", "nowhere/HEAD~1", "C:\\nowhere", "C:/nowhere", "a\0b"])
def test_what_is_not_there_is_said_with_how_a_revision_is_written(place: str) -> None:
    with pytest.raises(
        PackageNotFoundError,
        match=r"check the path for a typing error; a git revision is written REV:PATH, such as HEAD~1:\. or v1\.0\.0:",
    ):
        open_state(place)


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    for name, target in (("round", "round"), ("gone", "nothing")):
        (tmp_path / name).symlink_to(target)
        with pytest.raises(
            PackageNotFoundError, match=rf"{name} is a link that leads nowhere; replace it by what it stands for$"
        ):
            open_state(tmp_path / name)


def test_a_folder_in_the_place_of_a_file_is_seen_everywhere(
    state: MadeState, repository: Repository, tmp_path: Path
) -> None:
    state.path("waivers").unlink()
    state.path("waivers").mkdir()
    (state.path("waivers") / "inside.txt").write_text("made up", "utf-8")
    shutil.copytree(state.folder, repository.folder / "broken")
    repository.commit()
    places = [
        state.folder,
        packed(state, tmp_path / "a.zip", "top/"),
        packed(state, tmp_path / "a.whl", WHEEL_FOLDER),
        "HEAD:broken",
    ]
    for package in [*map(open_state, places), open_state(state).with_files({"data/observations.csv": b""})]:
        assert [name for name in ("waivers", "revisions") if package.has_folder(name)] == ["waivers"]
        assert not package.has_file("waivers")
    state.path("rules").unlink()
    (missing,) = [each for each in validate(state.folder).findings if each.file == "data/waivers.csv"]
    assert (missing.message_en, missing.message_zh) == (
        "data/waivers.csv: the file of the resource 'waivers' is a folder.",
        "data/waivers.csv：资源 'waivers' 的路径是文件夹，不是文件。",
    )
    assert State(open_state(state)).unreadable == [
        "data/rules.csv: the file is not there",
        "data/waivers.csv: a folder stands in its place",
    ]


def test_an_empty_path_is_not_the_current_directory(state: MadeState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(state.folder)  # a variable that a CI did not set would hold the package against itself, and pass
    with pytest.raises(PackageError, match="the path is empty; name a file or a folder"):
        open_state("")


@pytest.mark.parametrize("place", [5, b"x", [], PathOfBytes()])
def test_what_is_no_path_is_said(place: Any) -> None:
    for opened in (open_state, open_package):
        with pytest.raises(
            PackageError,
            match=r"a value of the type \w+ is no path; name a file or a folder by its path, or give validate\(\) a frame of polars",
        ):
            opened(place)


def test_a_url_is_not_fetched() -> None:
    with pytest.raises(UnsafePathError, match="nothing is ever fetched"):
        open_state("https://example.org/data.zip")


@pytest.mark.parametrize(
    ("text", "revision"),
    [
        ("HEAD~1:.", True),
        ("v1.0.0:", True),
        (":x", True),
        ("HEAD", False),
        ("C:\\x", False),
        ("c:/x", False),
        ("git://x", False),
    ],
)
def test_what_is_written_as_a_revision(text: str, revision: bool) -> None:
    assert is_revision(text) is revision


class TestARevision:
    @pytest.mark.parametrize(
        ("revision", "version"),
        [("HEAD~1", "1.0.0"), ("v1.0.0", "1.0.0"), ("HEAD", "1.1.0"), ("main^{/made}", "1.1.0"), ("main@{0}", "1.1.0")],
    )
    def test_counts_from_the_top_of_the_repository(self, repository: Repository, revision: str, version: str) -> None:
        package = open_state(f"{revision}:package 数据")
        assert package.version == version
        assert package.location == f"{revision}:package 数据"
        assert first_row(package)[:2] == ["made-up-2031-S1", "gdp"]

    def test_counts_from_the_folder_above_too(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        (repository.folder / "package 数据" / "deeper").mkdir(exist_ok=True)
        monkeypatch.chdir(repository.folder / "package 数据" / "deeper")
        assert open_state("HEAD~1:..").version == "1.0.0"

    @pytest.mark.parametrize("path", [".", "./", "./.", "../package 数据", "./datapackage.json"])
    def test_counts_from_the_current_directory(
        self, repository: Repository, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repository.folder / "package 数据")
        assert open_state(f"HEAD~1:{path}").version == "1.0.0"
        assert open_state("HEAD:package 数据/").version == "1.1.0"

    def test_at_the_root_of_a_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = Repository(tmp_path / "root")
        made_state(tmp_path / "made").folder.rename(made.folder / "x")
        for path in (made.folder / "x").iterdir():
            path.rename(made.folder / path.name)
        made.commit()
        monkeypatch.chdir(made.folder)
        assert open_state("HEAD:").version == open_state("HEAD:.").version == open_state("HEAD:./").version == "1.0.0"

    def test_a_bare_repository(self, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
        monkeypatch.chdir(tmp_path / "bare.git")
        assert open_state("v1.0.0:package 数据").version == "1.0.0"

    def test_writes_nothing(self, repository: Repository) -> None:
        before = sorted(path for path in repository.folder.rglob("*"))
        first_row(open_state("v1.0.0:package 数据"))
        assert sorted(path for path in repository.folder.rglob("*")) == before

    def test_what_lies_on_disk_comes_first(self, repository: Repository, state: MadeState) -> None:
        state.folder.rename(repository.folder / "HEAD:x")
        assert open_state("HEAD:x").version == "1.0.0"

    def test_reads_what_was_committed_whatever_the_attributes_say(self, repository: Repository) -> None:
        (repository.folder / ".gitattributes").write_text("*.csv export-ignore text eol=crlf\n")
        repository.commit()
        assert open_state("HEAD:package 数据").read_source("units").header[0] == "unit_id"


class TestARevisionThatCannotBeRead:
    @pytest.mark.parametrize("place", [":package", "--help:.", "-n:.", "HEAD\n:.", "HEAD:\x1b[31m", "HEAD\0:."])
    def test_names_none(self, repository: Repository, place: str) -> None:
        with pytest.raises(PackageError, match="names no git revision; write REV:PATH"):
            open_state(place)

    @pytest.mark.parametrize("revision", ["nope", "HEAD~99", "HEAD..HEAD~1", "v9", "HEAD^{blob}"])
    def test_is_not_there(self, repository: Repository, revision: str) -> None:
        with pytest.raises(
            PackageError,
            match=r"there is no revision .+ in the repository; check its spelling, or fetch it first \(git fetch --all --tags\)",
        ):
            open_state(f"{revision}:package 数据")

    def test_is_no_single_one(self, repository: Repository) -> None:
        with pytest.raises(PackageError, match="'\\^HEAD' is no single revision"):
            open_state("^HEAD:package 数据")

    @pytest.mark.parametrize("path", ["..", "../..", "../elsewhere", "./../../x", "/etc"])
    def test_leaves_the_repository(self, repository: Repository, path: str) -> None:
        with pytest.raises(UnsafePathError, match="leaves the repository; name a folder inside it"):
            open_state(f"HEAD:{path}")

    @pytest.mark.parametrize(
        "path", ["nowhere", "", "package 数据/data", "package 数据/data/units.csv", "*", ":(glob)package*"]
    )
    def test_has_no_package(self, repository: Repository, path: str) -> None:
        with pytest.raises(PackageError, match=r"has no file 'datapackage\.json'; check revision and path"):
            open_state(f"HEAD:{path}")

    def test_is_no_descriptor(self, repository: Repository) -> None:
        (repository.folder / "package 数据" / "datapackage.json").write_text("{")
        repository.commit()
        with pytest.raises(DescriptorError, match=r"datapackage\.json is not JSON"):
            open_state("HEAD:package 数据")

    def test_is_in_no_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        with pytest.raises(
            PackageError,
            match=r"the current directory is in no git repository that can be read; run it inside one .*not a git repository",
        ):
            open_state("HEAD:.")

    def test_and_git_is_not_installed(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(PackageError, match="git is not installed; install git, or name a folder or a zip"):
            open_state("HEAD:.")

    @pytest.mark.parametrize("error", [subprocess.TimeoutExpired("git", 1), PermissionError("no")])
    def test_and_git_does_not_answer(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(subprocess, "run", fail)
        with pytest.raises(PackageError, match=r"git could not be run .+; check that it works here"):
            open_state("HEAD:.")

    def test_is_larger_than_the_limit(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        package = open_state("HEAD:package 数据")
        monkeypatch.setattr(git_files, "READ_LIMIT", 1000)
        with pytest.raises(ArchiveLimitError, match="has more than 1000 bytes to read, which is not allowed"):
            package.read_source("observations")

    def test_has_a_link(self, repository: Repository) -> None:
        table = repository.folder / "package 数据" / "data" / "units.csv"
        table.unlink()
        table.symlink_to("/etc/passwd")
        repository.commit()
        with pytest.raises(
            UnsafePathError, match=r"the path 'data/units\.csv' is a link, which is not followed in a git revision"
        ):
            open_state("HEAD:package 数据")

    def test_has_lost_a_file(self, repository: Repository) -> None:
        (repository.folder / "package 数据" / "data" / "units.csv").unlink()
        repository.commit()
        package = open_state("HEAD:package 数据")
        assert not package.has_file("units")
        with pytest.raises(PackageError, match=r"has no file 'data/units\.csv'"):
            package.read_source("units")

    def test_has_lost_an_object(self, repository: Repository) -> None:
        package = open_state("HEAD:package 数据")
        for path in (repository.folder / ".git" / "objects").rglob("*"):
            if path.is_file():
                path.chmod(0o600)
                path.write_bytes(b"")
        with pytest.raises(
            PackageError,
            match=r"(its files cannot be listed|the file 'data/units\.csv' cannot be read from the repository)",
        ):
            package.read_source("units")


@pytest.mark.skipif(sys.platform == "win32", reason="the hostile programs are shell scripts")
def test_a_hostile_repository_runs_nothing(repository: Repository, tmp_path: Path) -> None:
    """Neither the hooks and filters that its configuration names nor a remote that would be asked for what is missing."""
    trap, mark = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {mark}\n")
    trap.chmod(0o755)
    (repository.folder / ".gitattributes").write_text("*.csv filter=trap diff=trap\n")
    commit = repository.commit()
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.hooksPath",
        "filter.trap.smudge",
        "diff.trap.textconv",
        "alias.cat-file",
        "alias.ls-tree",
    ):
        repository.git("config", name, f"!{trap}" if name.startswith("alias") else str(trap))
    repository.git("config", "remote.origin.url", f"ext::{trap}")
    repository.git("config", "remote.origin.promisor", "true")
    repository.git("config", "extensions.partialClone", "origin")
    repository.git("config", "protocol.ext.allow", "always")
    package = open_state(f"{commit}:package 数据")
    first_row(package)
    blob = repository.git("-c", "core.fsmonitor=false", "rev-parse", f"{commit}:package 数据/data/units.csv")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(PackageError):
        package.read_source("units")
    assert not mark.exists()


def test_what_git_is_told_can_be_no_option(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of arguments, no shell, no input; paths come after `--`."""
    asked: list[tuple[list[str], dict[str, object]]] = []
    run = subprocess.run

    def noted(command: list[str], **options: object) -> object:
        asked.append((command, options))
        return run(command, **options)  # type: ignore[call-overload]  # the options are passed on as they are

    monkeypatch.setattr(subprocess, "run", noted)
    GitFiles("HEAD:package 数据").has("data/units.csv")
    assert asked
    for command, options in asked:
        assert options["stdin"] is subprocess.DEVNULL
        assert not options.get("shell")
        assert command[-1] == "--show-prefix" or "--" in command
