"""The command line: exit status, what goes where, and help that shows an example."""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
from typing import TYPE_CHECKING

import pytest
import typer

from decheng_data import __version__
from decheng_data.cli import delivery
from decheng_data.cli.app import app
from decheng_data.escaping import as_markdown
from tests.command import decheng_data
from tests.programs import run_program
from tests.retyping import retype, type_part
from tests.workflow_commands import Command, commands_of

if TYPE_CHECKING:
    from pathlib import Path


def test_status_0_for_the_shipped_package(capsys: pytest.CaptureFixture[str]) -> None:
    ran = decheng_data(capsys, "validate")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("VALID 有效: no findings 没有问题\n")


def test_status_1_for_findings_and_the_json_report_has_what_it_promises(
    capsys: pytest.CaptureFixture[str], package_copy: Path
) -> None:
    type_part(package_copy, "52.9")
    ran = decheng_data(capsys, "validate", package_copy, "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1
    assert report["valid"] is False
    assert {"valid", "package", "version", "rules_run", "outcomes", "findings"} <= report.keys()
    (finding,) = report["findings"]
    promised = [
        "rule",
        "severity",
        "outcome",
        "level",
        "file",
        "line",
        "field",
        "release",
        "observations",
        "excess",
        "tolerance",
        "message_en",
        "message_zh",
        "mend",
    ]
    assert set(promised) <= finding.keys()
    assert (finding["excess"], finding["tolerance"], finding["line"]) == ("10.2", "0.1", 18)


def test_fail_on_warning_makes_a_warning_count(capsys: pytest.CaptureFixture[str], package_copy: Path) -> None:
    retype(
        package_copy, "none,12.8,1,hundred_million_yuan,,A,,12.8亿元", "none,1.28,2,hundred_million_yuan,,A,,1.28亿元"
    )
    assert decheng_data(capsys, "validate", package_copy).status == 0
    assert decheng_data(capsys, "validate", package_copy, "--fail-on", "warning").status == 1


def test_quiet_prints_nothing(capsys: pytest.CaptureFixture[str], package_copy: Path) -> None:
    type_part(package_copy, "52.9")
    assert decheng_data(capsys, "validate", package_copy, "--quiet") == (1, "", "")


def test_output_writes_the_report_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = decheng_data(capsys, "validate", "--format", "json", "--output", tmp_path / "report.json")
    assert ran == (0, "", "")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["valid"] is True


def test_a_report_that_cannot_be_written_is_status_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = decheng_data(capsys, "validate", "--output", tmp_path / "no" / "report.txt")
    assert ran.status == 2
    assert re.fullmatch(r"decheng-data: cannot write .*report\.txt: No such file or directory\n", ran.err)


def test_more_reports_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path, package_copy: Path) -> None:
    type_part(package_copy, "52.9")
    reports = {form: tmp_path / f"report.{form}" for form in ("sarif", "junit", "ess", "gitlab", "markdown")}
    words = [word for form, file in reports.items() for word in ("--report", f"{form}={file}")]
    ran = decheng_data(capsys, "validate", package_copy, "--format", "github", *words)
    assert ran.status == 1
    assert "::error file=" in ran.out
    assert all("key-project-investment-within-total" in file.read_text("utf-8") for file in reports.values())


@pytest.mark.parametrize("given", ["sarif", "sarif=", "xml=out.xml", "=x"])
def test_a_report_that_is_no_form_and_file_is_usage(capsys: pytest.CaptureFixture[str], given: str) -> None:
    ran = decheng_data(capsys, "validate", "--report", given)
    assert ran.status == 2
    assert "FORM=FILE" in ran.err


def test_a_report_that_cannot_be_written_keeps_no_other_from_being_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "junitparser", None)
    lost, kept = tmp_path / "no" / "lost.sarif", tmp_path / "kept.gitlab"
    ran = decheng_data(
        capsys,
        "validate",
        "--report",
        f"sarif={lost}",
        "--report",
        f"junit={tmp_path / 'x'}",
        "--report",
        f"gitlab={kept}",
        "--lang",
        "en",
    )
    assert (ran.status, ran.out.splitlines()[-1]) == (2, "VALID: no findings")
    assert ran.err.splitlines() == [
        f"decheng-data: cannot write {lost}: No such file or directory",
        f"decheng-data: cannot write {tmp_path / 'x'}: junitparser is not installed: pip install 'decheng-data[junit]' brings it",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["kept.gitlab"]
    assert json.loads(kept.read_text("utf-8")) == []


def test_two_reports_in_one_file_are_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = decheng_data(capsys, "validate", "--report", f"sarif={tmp_path}/out", "--output", f"{tmp_path}/./out")
    assert (ran.status, list(tmp_path.iterdir())) == (2, [])
    assert "would hold two reports" in ran.err


def test_here_is_the_current_folder_and_never_the_shipped_package(
    capsys: pytest.CaptureFixture[str], package_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_part(package_copy, "52.9")
    monkeypatch.chdir(package_copy)
    assert [
        decheng_data(capsys, "validate", *words, "--quiet").status
        for words in ((), ("--here",), ("--here", package_copy))
    ] == [0, 1, 1]
    monkeypatch.chdir(package_copy / "data")
    assert decheng_data(capsys, "validate", "--here").status == 2


def test_github_is_told_why_nothing_could_be_validated(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    ran = decheng_data(capsys, "validate", tmp_path / "nothing, 50%", "--format", "github")
    reason = ran.err.removeprefix("decheng-data: ").rstrip("\n")
    assert ran.status == 2
    assert commands_of(ran.out) == [Command("error", {"title": "decheng-data could not validate"}, reason)]
    assert (tmp_path / "summary.md").read_text(
        "utf-8"
    ) == f"### decheng-data: could not validate 无法校验\n\n{as_markdown(reason)}\n"
    assert decheng_data(capsys, "validate", tmp_path / "nothing").out == ""


def test_files_are_named_as_the_repository_sees_them(
    capsys: pytest.CaptureFixture[str], package_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_part(package_copy, "52.9")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(package_copy.parent))
    out = decheng_data(capsys, "validate", package_copy / "datapackage.json", "--format", "github").out
    assert "::error file=package/data/observations.csv,line=18,col=" in out


def test_the_job_summary_is_added_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert decheng_data(capsys, "validate", "--quiet") == (0, "", "")
    assert summary.read_text("utf-8").startswith("before\n")
    assert len(summary.read_text("utf-8")) > 20
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    ran = decheng_data(capsys, "validate", "--quiet")
    assert ran.status == 0
    assert "cannot write the job summary" in ran.err


def test_one_language_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert decheng_data(capsys, "validate", "--lang", "zh").out.endswith("有效：没有问题\n")


def test_no_such_path_is_status_2_and_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = decheng_data(capsys, "validate", tmp_path / "nothing")
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "nothing" in ran.err


@pytest.mark.parametrize(
    "words", [("validate", "--format", "yaml"), ("validate", "--wrong"), ("no-such-command",), ("validate", "a", "b")]
)
def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert decheng_data(capsys, *words).status == 2


@pytest.mark.parametrize(
    "words",
    [
        ("validate", ""),
        ("export", "csv", "--output", ""),
        ("export", "csv", "--output="),
        ("archive", "", "--into", "archive"),
        ("import", "figures.csv", "--into", ""),
        ("sheet", "--output", ""),
        ("validate", "--report", ""),
    ],
)
def test_an_empty_word_is_not_the_current_folder(
    capsys: pytest.CaptureFixture[str], package_copy: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(package_copy / "data")
    before = sorted(package_copy.rglob("*"))
    ran = decheng_data(capsys, *words)
    named = words[-1].rstrip("=") or words[-2] if words[0] != "archive" else "archive"
    assert ran == (
        2,
        "",
        f"decheng-data: the word after {named} is empty; write what belongs there, such as . for the current folder, or leave it out\n",
    )
    assert sorted(package_copy.rglob("*")) == before


def test_schema_lists_prints_checks_and_writes(
    capsys: pytest.CaptureFixture[str], package_copy: Path, root: Path
) -> None:
    assert "observations" in decheng_data(capsys, "schema").out.split()
    assert json.loads(decheng_data(capsys, "schema", "observations").out)["primaryKey"][0] == "release_id"
    assert json.loads(decheng_data(capsys, "schema", "observations", "--json").out)["additionalProperties"] is False
    assert decheng_data(capsys, "schema", "--check", "--root", root).out == "nothing differs from the models\n"
    drift = decheng_data(capsys, "schema", "--check", "--root", package_copy)
    assert drift.status == 1
    assert "differs from the models: schemas/json/report.json" in drift.out
    assert decheng_data(capsys, "schema", "--write", "--root", package_copy).status == 0
    assert decheng_data(capsys, "schema", "--check", "--root", package_copy).status == 0


def test_all_schemas_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    names = decheng_data(capsys, "schema").out.split()
    schemas = json.loads(decheng_data(capsys, "schema", "--json").out)
    assert list(schemas) == names
    assert schemas["observations"] == json.loads(decheng_data(capsys, "schema", "observations", "--json").out)
    assert all(each["type"] == "object" for each in schemas.values())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert decheng_data(capsys, "version").out == f"{__version__}\n"
    assert decheng_data(capsys, "--version") == (0, f"decheng-data {__version__}\n", "")


def test_the_module_is_the_program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["decheng-data", "version"])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("decheng_data", run_name="__main__")
    assert (stopped.value.code or 0, capsys.readouterr().out) == (0, f"{__version__}\n")


def test_every_command_has_help_that_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in typer.main.get_command(app).commands:
        told = decheng_data(capsys, name, "--help").out
        assert f"Example: decheng-data {name}" in " ".join(told.split())


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert delivery.is_coloured(sys.stdout)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not delivery.is_coloured(sys.stdout)


def test_a_stream_that_cannot_print_chinese_does_not_fail(program_environment: dict[str, str]) -> None:
    environment = {**program_environment, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = run_program([sys.executable, "-m", "decheng_data", "show", "gdp"], env=environment, text=False)
    assert ran.returncode == 0
    assert b"\\u5730" in ran.stdout


def test_a_reader_that_stops_reading_is_no_traceback(program_environment: dict[str, str]) -> None:
    command = f"{sys.executable} -m decheng_data show | head -n 1"
    ran = run_program(["bash", "-c", command], env=program_environment, cwd=os.sep, text=False)
    assert b"Traceback" not in ran.stderr
