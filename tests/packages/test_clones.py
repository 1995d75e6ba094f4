"""A revision is read from each kind of clone, and from the hooks that git runs in it; what the clone lacks is told with how to fetch it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from decheng_data.errors import PackageError
from decheng_data.packages.files.git_program import SETTINGS, TYING, Git
from decheng_data.packages.opening import open_state
from tests.made_states import Repository, made_state
from tests.programs import run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Clone = Callable[..., Path]

PACKAGE = "stats"
ASKED = "from decheng_data.packages.opening import open_state; print('read', open_state({!r}).version)"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the hooks are shell scripts")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one package at its top and another in a folder, each in two versions: 9.0.0 and 9.1.0, 1.0.0 and 1.1.0."""
    repository = Repository(tmp_path_factory.mktemp("origin"))
    top, below = made_state(repository.folder / "x"), made_state(repository.folder / PACKAGE)
    for path in top.folder.iterdir():
        path.rename(repository.folder / path.name)
    shutil.rmtree(top.folder)
    top.folder = repository.folder
    for minor in ("0", "1"):
        top.describe(version=f"9.{minor}.0")
        below.describe(version=f"1.{minor}.0")
        (repository.folder / "notes.txt").write_text(f"told {minor}\n", "utf-8")
        repository.commit()
    repository.git("config", "uploadpack.allowFilter", "true")
    return repository.folder


@pytest.fixture
def cloned(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Clone it in some way and go to the folder of the package in the clone."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-settings"))

    def clone(*options: str) -> Path:
        words = ["git", "clone", "-q", *options, origin.as_uri(), tmp_path / "clone"]
        assert run_program(words).returncode == 0
        monkeypatch.chdir(tmp_path / "clone" / PACKAGE)
        return tmp_path / "clone"

    return clone


def hook_of(repository: Repository, name: str, revision: str, enter: str) -> None:
    """A hook that goes to a folder and reads a revision, as a hook of users would."""
    hook = Path(repository.git("rev-parse", "--path-format=absolute", "--git-path", "hooks")) / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\ncd "{enter}" && exec "{sys.executable}" -c "{ASKED.format(revision)}"\n', "utf-8")
    hook.chmod(0o755)


def committed(repository: Repository, environment: dict[str, str]) -> str:
    """Commit a change, and give what the hook said."""
    (repository.folder / "notes.txt").write_text("changed\n", "utf-8")
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    words = ("git", *identity, "commit", "-q", "-m", "made up", "notes.txt")
    ran = run_program(words, cwd=repository.folder, env=environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout + ran.stderr


def test_the_variables_that_tie_git_to_a_repository_are_those_that_git_says() -> None:
    said = set(run_program(["git", "rev-parse", "--local-env-vars"], check=True).stdout.split())
    assert said - {*TYING, *SETTINGS} == set()
    assert {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", *SETTINGS} <= said


@pytest.mark.parametrize("name", TYING)
def test_no_variable_leads_to_another_repository(
    cloned: Clone, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloned()
    Repository(tmp_path / "other")
    monkeypatch.setenv(name, str(tmp_path / "other" / ".git"))
    assert open_state("HEAD~1:.").version == "1.0.0"


def test_the_folder_is_that_of_the_opening(cloned: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cloned()
    package = open_state("HEAD:.")
    monkeypatch.chdir(tmp_path)
    assert package.read_source("units").header[0] == "unit_id"


def test_a_linked_worktree(cloned: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repository(cloned(), made=True).git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "other")
    monkeypatch.chdir(tmp_path / "linked" / PACKAGE)
    assert [open_state(f"HEAD~1:{path}").version for path in (".", PACKAGE, "")] == ["1.0.0", "1.0.0", "9.0.0"]


@POSIX
@pytest.mark.parametrize("linked", [False, True])
def test_a_hook(cloned: Clone, tmp_path: Path, program_environment: dict[str, str], linked: bool) -> None:
    """git exports GIT_DIR to the hooks of a linked worktree, and GIT_INDEX_FILE to all."""
    repository = Repository(cloned(), made=True)
    if linked:
        repository.git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "other")
        repository = Repository(tmp_path / "linked", made=True)
    hook_of(repository, "pre-commit", "HEAD:.", PACKAGE)
    assert "read 1.1.0" in committed(repository, program_environment)


@POSIX
def test_a_hook_that_judges_what_is_pushed(cloned: Clone, tmp_path: Path, program_environment: dict[str, str]) -> None:
    """The objects of a push lie apart until its hook has let them pass."""
    receiver = Repository(tmp_path / "receiver")
    receiver.git("config", "receive.denyCurrentBranch", "ignore")
    hook = receiver.folder / ".git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    asked = ASKED.format("NEW:stats").replace("'NEW:stats'", "sys.argv[1] + ':stats'")
    hook.write_text(f'#!/bin/sh\nread old new name\nexec "{sys.executable}" -c "import sys; {asked}" "$new"\n', "utf-8")
    hook.chmod(0o755)
    pushed = run_program(
        ["git", "push", "-q", receiver.folder.as_uri(), "HEAD:refs/heads/pushed"],
        cwd=cloned(),
        env=program_environment,
    )
    assert (pushed.returncode, "read 1.1.0" in pushed.stderr) == (0, True), pushed.stderr


class TestASubmodule:
    @pytest.fixture
    def outer(self, cloned: Clone, origin: Path, tmp_path: Path) -> Repository:
        cloned()
        outer = Repository(tmp_path / "outer")
        outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", origin.as_uri(), "inner")
        outer.commit()
        return outer

    def test_is_a_repository_of_its_own(self, outer: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(outer.folder / "inner" / PACKAGE)
        assert open_state("HEAD~1:.").version == "1.0.0"

    @pytest.mark.parametrize("path", ["inner", f"inner/{PACKAGE}", f"inner/{PACKAGE}/datapackage.json"])
    def test_is_told_where_it_is_named_from_outside(
        self, outer: Repository, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        monkeypatch.chdir(outer.folder)
        with pytest.raises(PackageError, match=r"'inner' is a submodule, a repository of its own; go into that folder"):
            open_state(f"HEAD:{path}")


def test_a_shallow_clone(cloned: Clone) -> None:
    repository = Repository(cloned("--depth=1"), made=True)
    assert open_state("HEAD:.").version == "1.1.0"
    with pytest.raises(
        PackageError, match=r"no revision 'HEAD~1' in this shallow clone; .+ \(git fetch --unshallow; fetch-depth: 0 in"
    ):
        open_state("HEAD~1:.")
    repository.git("fetch", "-q", "--unshallow")
    assert open_state("HEAD~1:.").version == "1.0.0"


class TestAPartialClone:
    @pytest.mark.parametrize("kept", ["blob:none", "tree:0"])
    def test_is_told_with_how_to_fetch_the_rest(self, cloned: Clone, kept: str) -> None:
        repository = Repository(cloned(f"--filter={kept}"), made=True)
        assert open_state("HEAD:.").version == "1.1.0"
        before = repository.git("count-objects", "-v")
        with pytest.raises(
            PackageError,
            match=r"^HEAD~1:\.: the clone is partial and lacks some of this revision's files, .+; run git fetch --refetch --no-filter",
        ):
            open_state("HEAD~1:.")
        assert repository.git("count-objects", "-v") == before
        repository.git("fetch", "-q", "--refetch", "--no-filter")
        assert open_state("HEAD~1:.").version == "1.0.0"

    def test_needs_no_file_but_those_of_the_package(self, cloned: Clone) -> None:
        """notes.txt of the same folder is never fetched."""
        repository = Repository(cloned("--filter=blob:none"), made=True)
        repository.git("cat-file", "-e", "HEAD~1:datapackage.json")
        assert open_state("HEAD~1:").version == "9.0.0"


@POSIX
@pytest.mark.parametrize(
    ("said", "place"),
    [
        (None, None),
        ("fatal: unsafe repository ('/data/德城 x' is owned by someone else)", "/data/德城 x"),
    ],
)
def test_a_repository_of_another_user(
    cloned: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, place: str | None
) -> None:
    """As git says it, and as it said it when it began to."""
    folder = cloned()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    if said is not None:
        (tmp_path / "git").write_text(f'#!/bin/sh\necho "{said}" >&2\nexit 128\n', "utf-8")
        (tmp_path / "git").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackageError) as raised:
        open_state("HEAD:.")
    assert str(raised.value) == (
        "HEAD:.: git does not read the repository, since it belongs to another user; if you trust it, run git config"
        f" --global --add safe.directory {place or folder}"
    )
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    if said is None:
        assert open_state("HEAD:.").version == "1.1.0"


def test_a_file_whose_reading_is_interrupted_leaves_nothing_open(
    cloned: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloned()
    package, opened, made = open_state("HEAD:."), [], tempfile.TemporaryFile

    def interrupted(git: Git, arguments: Sequence[str], failed: str, output: IO[bytes]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Git, "answer", lambda *_: "10")
    monkeypatch.setattr(Git, "run", interrupted)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: opened.append(made()) or opened[-1])
    with pytest.raises(KeyboardInterrupt):
        package.read_source("units")
    assert [stream.closed for stream in opened] == [True]
