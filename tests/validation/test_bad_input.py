"""The bad-input list, end to end: each gets its exit status and a sentence, never a traceback, and what else is wrong is still found.

Status 1 is bad data in the tables; status 2 is what cannot be validated as a package.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import decheng_data
from tests.retyping import retype, type_part

Break = Callable[[Path], Path]
OBSERVATIONS = "data/observations.csv"


def described(**changes: object) -> Break:
    """The descriptor with some of its properties changed."""

    def change(folder: Path) -> Path:
        path = folder / "datapackage.json"
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}, ensure_ascii=False), "utf-8")
        return folder

    return change


def resource(name: str = "observations", **changes: object) -> Break:
    """The descriptor with some properties of one resource changed."""

    def change(folder: Path) -> Path:
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        next(each for each in descriptor["resources"] if each["name"] == name).update(changes)
        path.write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
        return folder

    return change


def bytes_of(file: str, change: Callable[[bytes], bytes]) -> Break:
    """One file with its bytes changed."""

    def rewrite(folder: Path) -> Path:
        path = folder / file
        path.write_bytes(change(path.read_bytes()))
        return folder

    return rewrite


def cell(old: str, new: str) -> Break:
    """One text of observations.csv replaced by another."""

    def change(folder: Path) -> Path:
        retype(folder, old, new)
        return folder

    return change


def value(text: str) -> Break:
    """Another cell where the value of GDP stands."""
    return cell("none,157.5,1,", f"none,{text},1,")


def header(change: Callable[[list[str]], list[str]]) -> Break:
    """Another header of observations.csv."""

    def rewrite(content: bytes) -> bytes:
        first, rest = content.decode().split("\n", 1)
        return f"{','.join(change(first.split(',')))}\n{rest}".encode()

    return bytes_of(OBSERVATIONS, rewrite)


def zipped(members: dict[str, bytes]) -> Break:
    """A zip with these members, beside what a package has."""

    def pack(folder: Path) -> Path:
        target = folder.parent / "package.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                archive.write(path, path.relative_to(folder).as_posix())
            for name, content in members.items():
                archive.writestr(name, content)
        return target

    return pack


def linked(folder: Path) -> Path:
    outside = folder.parent / "outside.csv"
    (folder / OBSERVATIONS).rename(outside)
    (folder / OBSERVATIONS).symlink_to(outside)
    return folder


def removed(folder: Path) -> Path:
    (folder / OBSERVATIONS).unlink()
    return folder


def long_line(folder: Path) -> Path:
    with (folder / OBSERVATIONS).open("r+b") as stream:
        stream.truncate(100 * 2**20)
    return folder


def unpacks_to_much(folder: Path) -> Path:
    target = folder.parent / "bomb.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(folder / "datapackage.json", "datapackage.json")
        with archive.open("data/observations.csv", "w", force_zip64=True) as stream:
            for _ in range(520):
                stream.write(bytes(2**20))
    return target


UNREADABLE: dict[str, tuple[Break, str]] = {
    "no such path": (lambda folder: folder / "nothing", "nothing"),
    "not a package": (lambda folder: folder / "data", "datapackage.json"),
    "a file that is no package": (lambda folder: folder / OBSERVATIONS, "observations.csv"),
    "descriptor not JSON": (bytes_of("datapackage.json", lambda content: content[:-3]), "JSON"),
    "descriptor not UTF-8": (bytes_of("datapackage.json", lambda content: content.decode().encode("gb18030")), "UTF-8"),
    "descriptor of another profile": (described(**{"$schema": "https://example.org/other.json"}), "other.json"),
    "a resource missing": (removed, "observations.csv"),
    "an absolute path": (resource(path="/etc/passwd"), "/etc/passwd"),
    "a path that leaves the folder": (resource(path="../outside.csv"), "../outside.csv"),
    "a link out of the folder": (linked, "observations.csv"),
    "a URL": (resource(path="https://example.org/x.csv"), "https://example.org/x.csv"),
    "a zip that unpacks to too much": (unpacks_to_much, "bomb.zip"),
    "a zip that leaves its folder": (zipped({"../evil.csv": b"x"}), "evil.csv"),
    "a rule that names an unknown indicator": (
        lambda folder: (
            retype(
                folder, "total,1,summand,1,provincial_municipal_key_projects", "total,1,summand,1,no_such", "rule_terms"
            ),
            folder,
        )[1],
        "no_such",
    ),
    "a foreign key to a field that does not exist": (
        lambda folder: resource(
            schema={
                **json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"][5]["schema"],
                "foreignKeys": [{"fields": ["unit"], "reference": {"resource": "units", "fields": ["no_field"]}}],
            }
        )(folder),
        "no_field",
    ),
    "a checklist": (resource(checklist={"checks": [{"type": "table-dimensions"}]}), "checklist"),
}

WRONG: dict[str, tuple[Break, str]] = {
    "full-width digits": (value("４２．７"), "42.7"),
    "a thousands separator": (value('"1,575"'), "1575"),
    "a unit inside the value": (value("157.5亿"), "157.5亿"),
    "NaN": (value("NaN"), "NaN"),
    "infinity": (value("inf"), "inf"),
    "1e400": (value("1e400"), "1e400"),
    "too many decimals": (value("0.1234567890123"), "0.1234567890123"),
    "a decimal of a million digits": (value("1" * 10**6), "line 2"),
    "a header in another order": (header(lambda labels: [labels[1], labels[0], *labels[2:]]), "incorrect-label"),
    "a column too many": (header(lambda labels: [*labels, "more"]), "extra-label"),
    "a column missing": (header(lambda labels: labels[:-1]), "missing-label"),
    "a duplicate column": (header(lambda labels: [*labels[:-1], labels[-2]]), "duplicate-label"),
    "an empty file": (bytes_of(OBSERVATIONS, lambda content: b""), "empty"),
    "100 MB of one line": (long_line, "observations.csv"),
    "a file in GB18030": (bytes_of(OBSERVATIONS, lambda content: content.decode().encode("gb18030")), "GB18030"),
    "two releases with one id": (
        bytes_of("data/releases.csv", lambda content: content + content.split(b"\n", 1)[1]),
        "releases.csv line 3",
    ),
    "a date not written out": (
        bytes_of("data/releases.csv", lambda content: content.replace(b"2026-12-01", b"2026-1-4")),
        "2026-1-4",
    ),
    "a NUL byte": (value("15\x007"), "observations.csv"),
}

READ: dict[str, tuple[Break, str]] = {
    "a byte-order mark": (bytes_of(OBSERVATIONS, lambda content: b"\xef\xbb\xbf" + content), "byte-order mark"),
    "CRLF": (bytes_of(OBSERVATIONS, lambda content: content.replace(b"\n", b"\r\n")), "CRLF"),
}


def cases(table: dict[str, tuple[Break, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("broken", "told"), table.values(), ids=[name.replace(" ", "-") for name in table])


def run(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str]:
    ran = decheng_data(capsys, "validate", path)
    said = ran.out + ran.err
    assert "Traceback" not in said
    assert len(said) < 20_000
    return ran.status, said


@cases(UNREADABLE)
def test_what_cannot_be_validated_is_status_2(
    capsys: pytest.CaptureFixture[str], package_copy: Path, broken: Break, told: str
) -> None:
    status, said = run(capsys, broken(package_copy))
    assert status == 2, said
    assert told in said


@cases(WRONG)
def test_what_is_wrong_in_a_table_is_status_1(
    capsys: pytest.CaptureFixture[str], package_copy: Path, broken: Break, told: str
) -> None:
    status, said = run(capsys, broken(package_copy))
    assert status == 1, said
    assert told in said


@cases(READ)
def test_what_can_be_read_all_the_same_is_said(
    capsys: pytest.CaptureFixture[str], package_copy: Path, broken: Break, told: str
) -> None:
    status, said = run(capsys, broken(package_copy))
    assert status == 0, said
    assert told in said


@pytest.mark.parametrize(
    "name", ["a file in GB18030", "a decimal of a million digits", "two releases with one id", "a date not written out"]
)
def test_other_faults_are_still_found(capsys: pytest.CaptureFixture[str], package_copy: Path, name: str) -> None:
    type_part(package_copy, "52.9")
    _, said = run(capsys, WRONG[name][0](package_copy))
    assert "key-project-investment-within-total" in said


def test_ten_thousand_faults_are_all_counted(capsys: pytest.CaptureFixture[str], package_copy: Path) -> None:
    path = package_copy / OBSERVATIONS
    row = path.read_text("utf-8").splitlines()[1].replace(",157.5,", ",１,")
    path.write_text(path.read_text("utf-8") + f"{row}\n" * 10_000, "utf-8")
    report = json.loads(decheng_data(capsys, "validate", package_copy, "--format", "json").out)
    assert sum(finding["rule"] == "type-error" for finding in report["findings"]) == 10_000
    status, said = run(capsys, package_copy)
    assert status == 1
    assert len(said.splitlines()) < 300
