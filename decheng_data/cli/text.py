"""The commands `verify` and `draft`: a bulletin's text against a package, and into one."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # typer reads annotations while the program runs
from typing import TYPE_CHECKING, Annotated

import typer

from decheng_data.cli.delivery import give
from decheng_data.cli.options import DraftForm, FailOn, Language
from decheng_data.reporters.forms import Form

if TYPE_CHECKING:
    from decheng_data.model.report import Report
    from decheng_data.text.additions import Additions
    from decheng_data.text.drafting.draft import Draft

TextArgument = Annotated[
    str, typer.Argument(help="File with the bulletin's text as it was collected; - for standard input.")
]


def verify(
    text: TextArgument,
    path: Annotated[
        Path | None,
        typer.Argument(
            help="A folder, a datapackage.json or a zip of one; nothing: the shipped package.", show_default=False
        ),
    ] = None,
    release: Annotated[
        str | None,
        typer.Option(
            help="Release that the text belongs to; by default the one with its fingerprint, or the only one.",
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
    fail_on: Annotated[FailOn, typer.Option(help="Least severity that makes the exit status 1.")] = FailOn.ERROR,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = Language.BOTH,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no report; the exit status is the result.")
    ] = False,
) -> None:
    """Is the package what the text says? Every row at its place, every numeral in one row. Example: decheng-data verify
    bulletin.txt ./my-copy
    """
    give(
        lambda: _verification(text, path, release),
        path,
        format,
        output,
        report,
        fail_on,
        lang,
        quiet=quiet,
        also_read=(text,),
    )


def _verification(text: str, path: Path | None, release: str | None) -> Report:
    from decheng_data.text.bulletin import verify as run
    from decheng_data.text.repair.reading_files import read_text

    return run(read_text(text), path, release=release)


def draft(
    text: TextArgument,
    release: Annotated[
        str | None,
        typer.Option(
            help=(
                "Release that the rows are of; its id ends in its period. By default the text's own first date serves."
            ),
            show_default=False,
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            help="Folder of a package to add the rows to: all, or none; no row that is there is changed.",
            show_default=False,
        ),
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            help="With --into: theme of new indicators; by default the first of themes.csv.", show_default=False
        ),
    ] = None,
    format: Annotated[DraftForm, typer.Option(help="Form of the rows.")] = DraftForm.TABLE,
    output: Annotated[
        Path | None, typer.Option(help="Write the rows to this file instead of standard output.", show_default=False)
    ] = None,
) -> None:
    """Draft the rows that a text supports, for a person to review. Example: decheng-data draft bulletin.txt --release
    decheng-2021-S2 --into ./my-copy
    """
    if (into is None and theme) or (into is not None and not release):
        raise typer.BadParameter("--into needs --release, and --theme needs --into", param_hint="--into")
    from decheng_data.packages.target import refuse_to_overwrite
    from decheng_data.text.repair.reading_files import read_text

    refuse_to_overwrite([output] if output else [], into, text)
    repaired = read_text(text)
    if into is None or release is None:
        from decheng_data.text.bulletin import draft as run

        _write(_draft_text(format, run(repaired, release=release)), output)
    else:
        from decheng_data.text.additions import add_draft

        additions = add_draft(repaired, release, into, theme=theme)
        _write(_draft_text(format, additions.drafted), output)
        _print_additions(additions, into)


def _print_additions(additions: Additions, into: Path) -> None:
    """Validate what the package has become: its report goes to standard error, its status is the exit status."""
    from decheng_data.reporters.forms import write_as
    from decheng_data.validation.package import validate

    report = validate(into)
    left_out = (f"left out: {row.exact} at {row.start}: {reason}\n" for row, reason in additions.left_over)
    typer.echo(
        f"{''.join(left_out)}decheng-data: {into}: {additions}\n\n{write_as('text', report)}", err=True, nl=False
    )
    raise typer.Exit(report.exit_status())


def _draft_text(format: DraftForm, drafted: Draft) -> str:
    from decheng_data.text.drafting.listing import as_csv, as_table

    return (
        drafted.to_jsonl()
        if format is DraftForm.JSONL
        else as_csv(drafted)
        if format is DraftForm.CSV
        else as_table(drafted)
    )


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    from decheng_data.packages.files.writing import write_text_whole

    try:
        write_text_whole(output, text)
    except OSError as error:
        typer.echo(f"decheng-data: cannot write {output}: {error.strerror}", err=True)
        raise typer.Exit(2) from None
