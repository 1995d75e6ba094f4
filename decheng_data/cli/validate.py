"""The command `validate`: a package or an archive held to every rule."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decheng_data.cli.delivery import give, one_line, summarise
from decheng_data.cli.options import EngineName, FailOn, Language
from decheng_data.errors import DechengDataError
from decheng_data.reporters.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from decheng_data.model.report import Report


def validate(
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help=(
                "A folder, a datapackage.json or a zip of one; an archive: Parquet or CSV files, their folder or a"
                " glob; nothing: the shipped package."
            ),
            show_default=False,
        ),
    ] = None,
    format: Annotated[Form, typer.Option(help="Form of the report on standard output.")] = Form.TEXT,
    output: Annotated[
        Path | None, typer.Option(help="Write that report to this file instead of standard output.", show_default=False)
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(help="One more report; may be given several times.", metavar="FORM=FILE", show_default=False),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            help="An earlier state to judge the change by: a path, or a git revision such as HEAD~1:.",
            show_default=False,
        ),
    ] = None,
    suspects: Annotated[
        bool,
        typer.Option("--suspects", help="Tell which figures are likely the wrong ones; needs the extra `suspects`."),
    ] = False,
    engine: Annotated[
        EngineName, typer.Option(help="For an archive: what reads and decides; auto takes duckdb.")
    ] = EngineName.AUTO,
    sample_findings: Annotated[
        int, typer.Option(min=0, help="For an archive: most findings of one rule that are listed; all are counted.")
    ] = 100,
    vocabulary: Annotated[
        str | None,
        typer.Option(
            help="For an archive: the package whose code lists, rules and releases it is read with.", show_default=False
        ),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Least severity that makes the exit status 1.")] = FailOn.ERROR,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = Language.BOTH,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no report; the exit status is the result.")
    ] = False,
    here: Annotated[
        bool, typer.Option("--here", help="Without PATH take the current folder, not the shipped package.")
    ] = False,
) -> None:
    """Validate a package or an archive: structure, then every rule. Example: decheng-data validate ./my-copy --report
    sarif=out.sarif
    """
    place = "." if here and place is None else place

    def validated() -> Report:
        from decheng_data.validation.validate import validate as run

        return run(
            place,
            against=against,
            suspects=suspects,
            engine=engine.value,
            sample_findings=sample_findings,
            vocabulary=vocabulary,
        )

    path = Path(place) if place is not None else None
    give(
        lambda: _report(validated, format),
        path,
        format,
        output,
        report,
        fail_on,
        lang,
        quiet=quiet,
        also_read=(against, vocabulary),
    )


def _report(validated: Callable[[], Report], format: Form) -> Report:
    """The report. Where there can be none, GitHub gets the error in its own forms before it is raised again."""
    from decheng_data.progress import shown

    try:
        with shown(sys.stderr):
            return validated()
    except DechengDataError as error:
        from decheng_data.reporters import github, markdown

        if format is Form.GITHUB:
            typer.echo(github.not_validated(one_line(error)), nl=False)
        summarise(partial(markdown.not_validated, one_line(error)))
        raise
