"""The program: its commands in the order of its help, and how it ends. 0 nothing found, 1 findings, 2 could not
validate.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Annotated

import typer

from decheng_data._version import __version__
from decheng_data.cli import archive, compare, export, import_, rules, schema, sheet, text, validate
from decheng_data.cli.delivery import one_line
from decheng_data.cli.streams import outlet
from decheng_data.errors import DechengDataError

app = typer.Typer(
    name="decheng-data",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(rules.app)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"decheng-data {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the program's name and version, and end."
        ),
    ] = False,
) -> None:
    """The half-year bulletin of Decheng District as a data package that checks itself.

    Example: decheng-data show gdp
    """


@app.command()
def version() -> None:
    """Print the version. Example: decheng-data version"""
    typer.echo(__version__)


app.command()(validate.validate)
app.command()(compare.compare)
app.command(help=export.HELP)(export.export)
app.command("import")(import_.import_table)
app.command(help=sheet.HELP)(sheet.sheet)
app.command()(text.verify)
app.command()(text.draft)
app.command()(archive.archive)


@app.command()
def show(
    indicator: Annotated[
        str | None, typer.Argument(help="Id of an indicator; nothing: all figures by theme.", show_default=False)
    ] = None,
) -> None:
    """Show the figures by theme, or one indicator with all that is known of it. Example: decheng-data show gdp"""
    from decheng_data.cli.show import show_indicator, show_release

    if indicator is None:
        show_release()
    else:
        show_indicator(indicator)


@app.command()
def explain(rule: Annotated[str, typer.Argument(help="Id of a rule, as in a report.")]) -> None:
    """Explain a rule: what must hold, why, and its outcomes. Example: decheng-data explain printed-agrees"""
    from decheng_data.cli.show import explain_rule

    explain_rule(rule)


app.command()(schema.schema)


def run() -> None:
    """The entry point: what this library raises becomes one sentence on standard error and exit status 2.

    Who reads only the beginning of the result (`| head -1`) changes nothing: the exit status is that of the whole.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    wrapped = outlet(sys.stdout)
    sys.stdout = wrapped[0] if wrapped else sys.stdout
    try:
        try:
            _refuse_empty_words(sys.argv[1:])
            app()
        finally:
            sys.stdout.flush()
    except DechengDataError as error:
        typer.echo(f"decheng-data: {one_line(error)}", err=True)
        sys.exit(2)
    except OSError as error:
        if wrapped is None or wrapped[1].fault is not error:
            raise
        typer.echo(f"decheng-data: the result cannot be written: {error.strerror}", err=True)
        sys.exit(2)


def _refuse_empty_words(words: list[str]) -> None:
    """A variable of a shell that was never set must not become the current folder."""
    for before, word in pairwise(["decheng-data", *words]):
        option, sign, value = word.partition("=")
        if not word or (word.startswith("--") and sign and not value):
            raise DechengDataError(
                f"the word after {option or before} is empty; write what belongs there, such as . for the current"
                " folder, or leave it out"
            )
