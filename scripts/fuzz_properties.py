"""What the fuzzer demands of each command on each case, and the worker process in which it is run."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import resource
import sys
import tempfile
import time
import traceback
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from fuzz_packing import Case, make_case, pack, shipped_members

from decheng_data.changes.compare import compare, read_state
from decheng_data.changes.recording import record
from decheng_data.cli.app import run as command_line
from decheng_data.errors import DechengDataError
from decheng_data.escaping import as_json
from decheng_data.packages.opening import open_state
from decheng_data.releases import contract
from decheng_data.releases.release import releases_of
from decheng_data.reporters.comparison import markdown, text
from decheng_data.reporters.forms import write_as
from decheng_data.validation.package import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from fuzz_changes import Members

    from decheng_data.model.report import Report

MEMORY_LIMIT = 3 * 2**30
"""Most bytes of address space that a worker may have."""
FORMS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown", "ess")
TODAY = date(2026, 11, 24)
_FORGED = re.compile(
    r"^\s*::(?!(error|warning|notice)"
    r" )|##(vso|\w*)\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]",
    re.MULTILINE,
)
_COMMAND = re.compile(r"^\s*::", re.MULTILINE)


class Broken(AssertionError):
    """A property does not hold."""


def demand(holds: object, message: str) -> None:
    """Raise Broken unless it holds."""
    if not holds:
        raise Broken(message)


class Checker:
    """Runs commands on cases. `shipped` is the package that they are made of."""

    def __init__(self, root: Path, seed: int, commands: tuple[str, ...], oracle_share: float) -> None:
        self._root, self._seed, self._commands, self._oracle_share = root, seed, commands, oracle_share
        self.shipped: Members = shipped_members(root)

    def check(self, number: int, folder: Path | None = None) -> dict[str, Any]:
        """Run the commands on the case of that number: their answers, and the faults found. With `folder` the package
        is left there.
        """
        case = make_case(self.shipped, self._seed, number)
        with contextlib.ExitStack() as stack:
            place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-")))
            stack.enter_context(contextlib.chdir(place))
            name = pack(case, place)
            answers, faults = {}, []
            for command in self._commands_of_case(number):
                try:
                    answers[command] = COMMANDS[command](self, case, name)
                except DechengDataError as error:
                    answers[command] = f"{type(error).__name__}: {error}".replace(str(place), ".")
                except Exception as error:  # noqa: BLE001  # finding these is what this program is for
                    answers[command] = f"{type(error).__name__}: {error}"
                    faults.append(f"{command}: {_where(error)}")
            if number % 1000 < self._oracle_share * 1000:
                faults += _refused_by_frictionless_alone(case, name)
        digest = hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
        return {
            "number": number,
            "form": case.form,
            "promise": case.promise,
            "changes": case.changes,
            "said": answers,
            "faults": faults,
            "digest": digest,
        }

    def _commands_of_case(self, number: int) -> tuple[str, ...]:
        """The first command, which judges each case, and one of the others, by turns: so more cases are seen in the
        same time.
        """
        first, *others = self._commands
        return (first, others[number % len(others)]) if others else (first,)

    def validate(self, case: Case, name: str) -> str:
        """The verdict is what the case promises, and every form of the report can be read."""
        try:
            report = validate(name, today=TODAY)
        except DechengDataError:
            demand(case.promise != "sound", "a sound package was refused")
            raise
        demand(case.promise != "broken" or not report.ok, "a broken package passed")
        demand(
            case.promise != "sound" or report.ok,
            f"a sound package failed: {[each.message_en for each in report.findings][:2]}",
        )
        return _answer_in_all_forms(report, FORMS)

    def against(self, case: Case, name: str) -> str:
        """What changed since the shipped state, and the other way round."""
        report = validate(name, against=self._root, today=TODAY)
        demand(case.promise != "broken" or not report.ok, "a broken package passed against the shipped one")
        with contextlib.suppress(DechengDataError):  # the state before may be unreadable
            validate(self._root, against=name, today=TODAY)
        return _answer_in_all_forms(report, ("text", "sarif"))

    def compare(self, _: Case, name: str) -> str:
        """Both ways round, in all forms."""
        for comparison in (compare(name, self._root), compare(self._root, name)):
            json.loads(written := as_json(comparison.model_dump(mode="json")))
            forms = (text(comparison), markdown(comparison), written)
            for each in forms:
                _demand_harmless(each, commands=0)
        return forms[0].replace(str(self._root), "ROOT").replace(name, "NAME")

    def record(self, case: Case, name: str) -> str:
        """A ledger written in a folder leaves nothing missing, and all other files as they are."""
        before = _bytes_in(Path(name)) if case.form == "folder" else {}
        old = read_state(self._root)
        try:
            _, written = record(old, name, kind="correction", reason="made by the fuzzer")
        except DechengDataError:
            demand(case.form != "folder" or _bytes_in(Path(name)) == before, "a refused record changed the folder")
            raise
        after = _bytes_in(Path(name)) if case.form == "folder" else {}
        ledger = next((each["path"] for each in open_state(name) if each["name"] == "revisions"), "")
        demand(
            {path for path in before | after if before.get(path) != after.get(path)} <= {ledger},
            "a record changed other files",
        )
        if written:
            _, again = record(old, name, kind="correction", reason="made by the fuzzer")
            demand(not again, f"{len(again)} rows are still missing after a record")
        return f"{len(written)} rows"

    def release(self, _: Case, name: str) -> str:
        """The releases as objects: what is wrong is refused by a ValueError of pydantic, or by an error of the
        library.
        """
        try:
            return str(len([repr(release) for release in releases_of(open_state(name))]))
        except ValueError as error:
            return type(error).__name__

    def schema(self, case: Case, name: str) -> str:
        """What differs from the models, and nothing once they are written."""
        if case.form != "folder":
            return "no folder"
        drifted = contract.drifted(Path(name))
        return ",".join(path for path in drifted if path == "datapackage.json")

    def cli(self, case: Case, name: str) -> str:
        """The command line: a status of 0, 1 or 2, and no traceback."""
        status, out, err = _ran("validate", name, "--format", "github")
        demand(status in (0, 1, 2), f"exit status {status}")
        demand(status != 0 or case.promise != "broken", "exit status 0 for a broken package")
        demand("Traceback" not in out + err, "a traceback")
        demand(status != 2 or out or err.count("\n") <= 2, "more than a sentence on standard error")
        _demand_harmless(err, commands=0)
        return f"{status} {hashlib.sha256(out.encode('utf-8', 'replace')).hexdigest()}"


COMMANDS: dict[str, Callable[[Checker, Case, str], str]] = {
    "validate": Checker.validate,
    "against": Checker.against,
    "compare": Checker.compare,
    "release": Checker.release,
    "schema": Checker.schema,
    "cli": Checker.cli,
    "record": Checker.record,
}
"""What can be asked for; record comes last, as it writes."""


def work(connection: Connection, root: Path, seed: int, commands: tuple[str, ...], oracle_share: float) -> None:
    """Check the cases whose numbers come in, one answer each, until the other end is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    os.environ.pop("GITHUB_STEP_SUMMARY", None)
    warnings.simplefilter("error", ResourceWarning)
    checker = Checker(root, seed, commands, oracle_share)
    with contextlib.suppress(EOFError, BrokenPipeError):  # whoever asked has gone
        while True:
            number, started = connection.recv(), time.process_time()
            result = checker.check(number)
            connection.send({**result, "seconds": time.process_time() - started})


def _where(error: Exception) -> str:
    """The error with the places that name it: the last of this library, and the line where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in frames
        if "decheng_data" in frame.filename or "fuzz" in frame.filename
    ]
    return f"{type(error).__name__}: {str(error)[:300]} ({' < '.join(reversed(own[-3:]))})"


def _answer_in_all_forms(report: Report, forms: tuple[str, ...]) -> str:
    language = ("en", "zh", "both")[len(report.findings) % 3]
    for form in forms:
        written = write_as(form, report, language)  # type: ignore[arg-type]  # a literal each
        written.encode()
        if form == "junit":
            ET.fromstring(written)  # noqa: S314  # written by this library; that it can be read is what is asked
        elif form in ("text", "github", "markdown"):
            _demand_harmless(written, commands=30 if form == "github" else 0)
        else:
            json.loads(written, parse_constant=_no_constant)
            demand(not re.search(r"##\w*\[", written), f"a command for a CI runner in the form {form}")
    return str([(each.rule, each.file, each.line, each.field, each.outcome) for each in report.findings[:200]])


def _demand_harmless(written: str, *, commands: int) -> None:
    """No control character, no command for a CI runner but so many annotations of its own."""
    forged = _FORGED.search(written)
    demand(
        forged is None, f"not harmless: {written[max(0, forged.start() - 30) : forged.end() + 30]!r}" if forged else ""
    )
    demand(len(_COMMAND.findall(written)) <= commands, "more annotations than allowed")


def _no_constant(name: str) -> None:
    raise Broken(f"{name} in JSON")


def _ran(*words: str) -> tuple[int, str, str]:
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["decheng-data", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            command_line()
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    finally:
        sys.argv = before
    raise Broken("the command line did not exit")


def _bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**20
    }


def _refused_by_frictionless_alone(case: Case, name: str) -> list[str]:
    """Frictionless is the oracle of structure: what it refuses must not pass here."""
    if case.form != "folder" or case.tricks or "fuzz" not in str(Path(name).resolve()):
        return []
    import frictionless  # slow to load, and asked for seldom

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            report = frictionless.validate(f"{name}/datapackage.json")
        except Exception:  # noqa: BLE001  # it breaks over much of this, which is no verdict
            return []
    try:
        passed = validate(name, today=TODAY).ok
    except DechengDataError:
        return []
    return (
        [f"Frictionless alone refuses: {str(report.flatten(['type', 'note']))[:300]}"]
        if passed and not report.valid
        else []
    )
