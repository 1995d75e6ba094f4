"""Reports and texts brought where a user asked for them: standard output, files, the job summary of GitHub."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from decheng_data.errors import DechengDataError
from decheng_data.reporters.forms import Form, write_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from decheng_data.cli.options import FailOn, Language
    from decheng_data.model.bilingual import Language as ReportLanguage
    from decheng_data.model.report import Report


def give(
    made: Callable[[], Report],
    path: Path | None,
    format: Form,
    output: Path | None,
    report: list[str] | None,
    fail_on: FailOn,
    lang: Language,
    *,
    quiet: bool,
    also_read: Iterable[str | None],
) -> None:
    """Write a report wherever it was asked for, and exit with its status. `path` is the package's; neither it nor what
    is read beside it is written over.
    """
    from decheng_data.packages.target import refuse_to_overwrite

    wanted = _files_by_form(report or (), format, output)
    refuse_to_overwrite((file for _, file in wanted), path, *filter(None, also_read))
    found = made()
    written = partial(_report_text, found, lang.value, _base(path))
    lost = [file for form, file in wanted if not delivered(file, partial(written, form))]
    if output is None and not quiet:
        typer.echo(written(format.value, colour=is_coloured(sys.stdout)), nl=False)
    summarise(partial(written, "markdown"))
    raise typer.Exit(2 if lost else found.exit_status(fail_on.value))


def _files_by_form(reports: Iterable[str], format: Form, output: Path | None) -> list[tuple[str, Path]]:
    wanted = [*map(_form_and_file, reports), *([(format.value, output)] if output is not None else ())]
    places = Counter(os.path.realpath(file) for _, file in wanted if file.is_file() or not file.exists())
    if twice := [str(file) for file, count in places.items() if count > 1]:
        raise typer.BadParameter(
            f"{', '.join(twice)} would hold two reports; name a file for each", param_hint="--report"
        )
    return wanted


def _form_and_file(given: str) -> tuple[str, Path]:
    form, sign, file = given.partition("=")
    if not sign or not file or form not in list(Form):
        raise typer.BadParameter(
            f"{given!r} is not FORM=FILE with one of the forms {', '.join(Form)}", param_hint="--report"
        )
    return form, Path(file)


def _report_text(report: Report, language: ReportLanguage, base: str, form: str, *, colour: bool = False) -> str:
    return write_as(form, report, language, base=base, colour=colour)


def _base(path: Path | None) -> str:
    """The package's folder as seen from the repository that CI works on, or from the working directory."""
    folder = (path if path and path.is_dir() else path.parent if path else Path()).resolve()
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or Path.cwd()).resolve()
    inside = folder.relative_to(workspace).as_posix() if folder.is_relative_to(workspace) else ""
    return "" if inside == "." else inside


def is_coloured(stream: TextIO) -> bool:
    """Whether a stream shows colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def delivered(output: Path, made: Callable[[], str]) -> bool:
    """Whether the file was written; if not, the reason goes to standard error."""
    from decheng_data.packages.files.writing import write_text_whole

    try:
        write_text_whole(output, made())
    except (OSError, DechengDataError) as error:
        typer.echo(
            f"decheng-data: cannot write {_shown(str(output))}: {getattr(error, 'strerror', None) or one_line(error)}",
            err=True,
        )
        return False
    return True


def summarise(made: Callable[[], str]) -> None:
    """Add to the job summary where GitHub shows one; a summary that cannot be written is a note on standard error."""
    if not (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    try:
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(made())
    except OSError as error:
        typer.echo(f"decheng-data: cannot write the job summary {summary}: {error.strerror}", err=True)


def one_line(error: Exception) -> str:
    """The message of an error on one line, with what a terminal would act on made visible."""
    return _shown(" ".join(str(error).split("\n")))


def _shown(text: str) -> str:
    from decheng_data.escaping import shown

    return shown(text)
