"""The command line: parse, call, print, exit. 0 nothing found, 1 findings, 2 could not validate."""

from __future__ import annotations

import os
import sys
from collections import Counter
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decheng_data import cli_archive, cli_export, cli_import, cli_rules, cli_sheet, cli_text
from decheng_data._version import __version__
from decheng_data.cli_forms import EngineName, FailOn, Language
from decheng_data.errors import DechengDataError
from decheng_data.reporters.forms import Form, write_as
from decheng_data.streams import outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from decheng_data.changes.comparison import Comparison
    from decheng_data.model.bilingual import Language as ReportLanguage
    from decheng_data.model.report import Report

app = typer.Typer(name="decheng-data", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(cli_rules.app)


class ComparisonForm(StrEnum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class RevisionKind(StrEnum):
    """What a recorded change was."""

    CORRECTION = "correction"
    REVISION = "revision"


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"decheng-data {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the program's name and version, and end.")] = False,
) -> None:
    """The half-year bulletin of Decheng District as a data package that checks itself.

    Example: decheng-data show gdp
    """


@app.command()
def version() -> None:
    """Print the version. Example: decheng-data version"""
    typer.echo(__version__)


@app.command()
def validate(
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help="A folder, a datapackage.json or a zip of one; an archive: Parquet or CSV files, their folder or a glob; nothing: the shipped package.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[Form, typer.Option(help="Form of the report on standard output.")] = Form.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write that report to this file instead of standard output.", show_default=False)] = None,
    report: Annotated[list[str] | None, typer.Option(help="One more report; may be given several times.", metavar="FORM=FILE", show_default=False)] = None,
    against: Annotated[
        str | None, typer.Option(help="An earlier state to judge the change by: a path, or a git revision such as HEAD~1:.", show_default=False)
    ] = None,
    suspects: Annotated[bool, typer.Option("--suspects", help="Tell which figures are likely the wrong ones; needs the extra `suspects`.")] = False,
    engine: Annotated[EngineName, typer.Option(help="For an archive: what reads and decides; auto takes duckdb.")] = EngineName.AUTO,
    sample_findings: Annotated[int, typer.Option(min=0, help="For an archive: most findings of one rule that are told; all are counted.")] = 100,
    vocabulary: Annotated[
        str | None, typer.Option(help="For an archive: the package whose code lists, rules and releases it is read with.", show_default=False)
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Least severity that makes the exit status 1.")] = FailOn.ERROR,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = Language.BOTH,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no report; the exit status tells.")] = False,
    here: Annotated[bool, typer.Option("--here", help="Without PATH take the current folder, not the shipped package.")] = False,
) -> None:
    """Validate a package or an archive: structure, then every rule. Example: decheng-data validate ./my-copy --report sarif=out.sarif"""
    place = "." if here and place is None else place
    options = {"against": against, "suspects": suspects, "engine": engine.value, "sample_findings": sample_findings, "vocabulary": vocabulary}
    path = Path(place) if place is not None else None
    _give(lambda: _validated(place, format, options), path, format, output, report, fail_on, lang, quiet=quiet)


def _give(
    made: Callable[[], Report], path: Path | None, format: Form, output: Path | None, report: list[str] | None, fail_on: FailOn, lang: Language, *, quiet: bool
) -> None:
    """Write a report wherever it was asked for, and exit with its status. `path` is the package's."""
    wanted = _files_by_form(report or (), format, output)
    found = made()
    written = partial(_written, found, lang.value, _base(path))
    lost = [file for form, file in wanted if not _delivered(file, partial(written, form))]
    if output is None and not quiet:
        typer.echo(written(format.value, colour=_colour()), nl=False)
    _summarise(partial(written, "markdown"))
    raise typer.Exit(2 if lost else found.exit_status(fail_on.value))


@app.command()
def compare(
    old: Annotated[str, typer.Argument(help="The earlier state: a folder, a zip, a wheel, or a git revision REV:PATH such as HEAD~1:.")],
    new: Annotated[str, typer.Argument(help="The later state, named in the same ways; with --record a folder.")],
    format: Annotated[ComparisonForm, typer.Option(help="Form of the comparison.")] = ComparisonForm.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write it to this file instead of standard output.", show_default=False)] = None,
    record: Annotated[bool, typer.Option("--record", help="Write the changes that data/revisions.csv of NEW lacks into it.")] = False,
    kind: Annotated[
        RevisionKind | None, typer.Option(help="With --record: whether the row was wrong or the publisher changed the figure.", show_default=False)
    ] = None,
    reason: Annotated[str | None, typer.Option(help="With --record: why the figures changed.", show_default=False)] = None,
) -> None:
    """Tell what changed between two states, by meaning, and which version it asks for. Example: decheng-data compare HEAD~1:. . --format markdown"""
    if (kind is not None or reason is not None) != record or (record and not (kind and reason)):
        raise typer.BadParameter("a record needs --kind and --reason, and they need --record", param_hint="--record")
    from decheng_data.changes.compare import compare_states, read_state

    states = read_state(old), read_state(new)
    if kind and reason:
        from decheng_data.changes.recording import record as write_rows

        comparison, rows = write_rows(*states, kind=kind.value, reason=reason)
        typer.echo(f"decheng-data: {len(rows)} rows recorded in the ledger of revisions of {new}", err=True)
    else:
        comparison = compare_states(*states)
    text = _compared(comparison, format)
    if output is None:
        typer.echo(text, nl=False)
    elif not _delivered(output, lambda: text):
        raise typer.Exit(2)


app.command(help=cli_export.HELP)(cli_export.export)
app.command("import")(cli_import.import_table)
app.command(help=cli_sheet.HELP)(cli_sheet.sheet)
cli_text.register(app, _give)
app.command()(cli_archive.archive)


@app.command()
def show(indicator: Annotated[str | None, typer.Argument(help="Id of an indicator; nothing: all figures by theme.", show_default=False)] = None) -> None:
    """Show the figures by theme, or one indicator with all that is known of it. Example: decheng-data show gdp"""
    from decheng_data.terminal import show_indicator, show_release

    if indicator is None:
        show_release()
    else:
        show_indicator(indicator)


@app.command()
def explain(rule: Annotated[str, typer.Argument(help="Id of a rule, as it stands in a report.")]) -> None:
    """Explain a rule: what must hold, why, and how it stands now. Example: decheng-data explain printed-agrees"""
    from decheng_data.terminal import explain_rule

    explain_rule(rule)


@app.command()
def schema(
    table: Annotated[
        str | None, typer.Argument(help="A table, or release or report; nothing: the names there are, or with --json all of them.", show_default=False)
    ] = None,
    json_schema: Annotated[bool, typer.Option("--json", help="JSON Schema instead of Table Schema.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write datapackage.json and schemas/ anew from the models.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where they are not what the models say.")] = False,
    root: Annotated[Path, typer.Option(help="Folder of the package to write or check.")] = Path(),
) -> None:
    """Print a schema, or write and check the files made from the models. Example: decheng-data schema observations"""
    from decheng_data.releases import contract

    if write or check:
        paths = contract.write(root) if write else contract.drifted(root)
        typer.echo("\n".join(f"{'written' if write else 'differs from the models'}: {path}" for path in paths) or "nothing differs from the models")
        raise typer.Exit(1 if check and paths and not write else 0)
    if table is None and not json_schema:
        typer.echo("\n".join(contract.schema_names()))
        return
    typer.echo(contract.schema_text(table, as_json_schema=json_schema) if table else contract.json_schemas_text(), nl=False)


def run() -> None:
    """The entry point: what this library raises becomes one sentence on standard error and exit status 2.

    Who reads only the beginning of the result (`| head -1`) changes nothing: the exit status is that of the whole.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    told = outlet(sys.stdout)
    sys.stdout = told[0] if told else sys.stdout
    try:
        try:
            _refuse_empty_words(sys.argv[1:])
            app()
        finally:
            sys.stdout.flush()
    except DechengDataError as error:
        typer.echo(f"decheng-data: {_one_line(error)}", err=True)
        sys.exit(2)
    except OSError as error:
        if told is None or told[1].fault is not error:
            raise
        typer.echo(f"decheng-data: the result cannot be written: {error.strerror}", err=True)
        sys.exit(2)


def _refuse_empty_words(words: list[str]) -> None:
    """A variable of a shell that was never set must not become the current folder."""
    for before, word in pairwise(["decheng-data", *words]):
        option, sign, value = word.partition("=")
        if not word or (word.startswith("--") and sign and not value):
            raise DechengDataError(f"the word after {option or before} is empty; write what belongs there, such as . for the current folder, or leave it out")


def _validated(place: str | None, format: Form, options: dict[str, Any]) -> Report:
    """The report. Where there can be none, GitHub is told so in its own forms before the error goes its way."""
    from decheng_data.progress import shown
    from decheng_data.validation.validate import validate as run

    try:
        with shown(sys.stderr):
            return run(place, **options)
    except DechengDataError as error:
        from decheng_data.reporters import github, markdown

        if format is Form.GITHUB:
            typer.echo(github.not_validated(_one_line(error)), nl=False)
        _summarise(partial(markdown.not_validated, _one_line(error)))
        raise


def _files_by_form(reports: Iterable[str], format: Form, output: Path | None) -> list[tuple[str, Path]]:
    wanted = [*map(_form_and_file, reports), *([(format.value, output)] if output is not None else ())]
    places = Counter(os.path.realpath(file) for _, file in wanted if file.is_file() or not file.exists())
    if twice := [str(file) for file, count in places.items() if count > 1]:
        raise typer.BadParameter(f"{', '.join(twice)} would hold two reports; name a file for each", param_hint="--report")
    return wanted


def _form_and_file(given: str) -> tuple[str, Path]:
    form, sign, file = given.partition("=")
    if not sign or not file or form not in list(Form):
        raise typer.BadParameter(f"{given!r} is not FORM=FILE with one of the forms {', '.join(Form)}", param_hint="--report")
    return form, Path(file)


def _written(report: Report, language: ReportLanguage, base: str, form: str, *, colour: bool = False) -> str:
    return write_as(form, report, language, base=base, colour=colour)


def _compared(comparison: Comparison, form: ComparisonForm) -> str:
    from decheng_data.escaping import as_json
    from decheng_data.reporters import comparison as comparison_forms

    if form is ComparisonForm.JSON:
        return as_json(comparison.model_dump(mode="json"))
    return comparison_forms.text(comparison) if form is ComparisonForm.TEXT else comparison_forms.markdown(comparison)


def _base(path: Path | None) -> str:
    """The package's folder as seen from the repository that CI works on, or from the working directory."""
    folder = (path if path and path.is_dir() else path.parent if path else Path()).resolve()
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or Path.cwd()).resolve()
    inside = folder.relative_to(workspace).as_posix() if folder.is_relative_to(workspace) else ""
    return "" if inside == "." else inside


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _delivered(output: Path, made: Callable[[], str]) -> bool:
    """Whether the file was written; why it was not is said."""
    from decheng_data.packages.files.writing import write_text_whole

    try:
        write_text_whole(output, made())
    except (OSError, DechengDataError) as error:
        typer.echo(f"decheng-data: cannot write {_shown(str(output))}: {getattr(error, 'strerror', None) or _one_line(error)}", err=True)
        return False
    return True


def _summarise(made: Callable[[], str]) -> None:
    """Add to the job summary where GitHub shows one; a summary that cannot be written is said and changes nothing."""
    if not (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    try:
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(made())
    except OSError as error:
        typer.echo(f"decheng-data: cannot write the job summary {summary}: {error.strerror}", err=True)


def _one_line(error: Exception) -> str:
    return _shown(" ".join(str(error).split("\n")))


def _shown(text: str) -> str:
    from decheng_data.escaping import shown

    return shown(text)
