"""A real PostgreSQL server of this machine, started for the tests: reached by a socket in a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.programs import PROGRAM_LIMIT, run_program

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

SUPERUSER = "postgres"
WHERE = Path("/usr/lib/postgresql")
"""Where Debian's package puts the programs, by version."""


class Server:
    """`run` starts one of the server's programs, as a user that is not root: the server refuses to be root."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self._as_user = ["runuser", "-u", SUPERUSER, "--"] if os.geteuid() == 0 else []

    def run(self, program: str, *words: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [*self._as_user, str(self.programs / program), *map(str, words)]
        return run_program(command, input=data, cwd=self.folder, env={**os.environ, "LC_ALL": "C.UTF-8"}, text=False)

    def psql(self, *words: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return self.run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--host",
            self.folder,
            "--username",
            SUPERUSER,
            "--dbname",
            "postgres",
            *words,
            data=data,
        )

    def must(self, program: str, *words: object) -> None:
        done = self.run(program, *words)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()


def programs() -> Path | None:
    """The folder of the newest server's programs, if there is one that can be started."""
    found = sorted(WHERE.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    can = os.geteuid() != 0 or shutil.which("runuser")
    return found[-1].parent if found and can else None


@contextmanager
def started() -> Iterator[Server]:
    """A server that writes nothing through to the disk; skips the test with the reason where there is none."""
    if (place := programs()) is None:
        pytest.skip(f"no PostgreSQL server under {WHERE} that can be started: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Server(place, folder)
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, SUPERUSER)
        server.must(
            "initdb",
            "--no-sync",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            f"--username={SUPERUSER}",
            "--pgdata",
            folder / "data",
        )
        options = f"-F -k {folder} -c listen_addresses='' -c max_connections=5 -c shared_buffers=1MB -c synchronous_commit=off"
        patient = ("--wait", "--timeout", PROGRAM_LIMIT, "--silent")
        server.must(
            "pg_ctl", "start", *patient, "--pgdata", folder / "data", "--log", folder / "log", "--options", options
        )
        yield server
        server.must("pg_ctl", "stop", "--mode", "immediate", *patient, "--pgdata", folder / "data")
    finally:
        server.run("pg_ctl", "stop", "--mode", "immediate", "--silent", "--pgdata", folder / "data")
        shutil.rmtree(folder, ignore_errors=True)
