"""The command `import`: rows that a colleague filled in, taken into a package or refused with a report."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  # typer reads the annotations while the program runs
from typing import Annotated

import typer

from decheng_data.cli.delivery import is_coloured
from decheng_data.cli.options import Language
from decheng_data.reporters.forms import Form


def import_table(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV file or an Excel workbook (.xlsx) with the columns of tidy.csv or of observations.csv."
        ),
    ],
    into: Annotated[Path, typer.Option(help="Folder of the package that the rows are taken into.", show_default=False)],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Rows take the place of those of the same key; else a figure that is there is never overwritten.",
        ),
    ] = False,
    format: Annotated[Form, typer.Option(help="Form of the report on standard output.")] = Form.TEXT,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = Language.BOTH,
) -> None:
    """Take filled-in rows into a package, or report cell by cell what does not fit. Example: decheng-data import
    figures.xlsx --into ./my-copy

    The rows are held to the fields, code lists and rules of the package. Where one has a fault, nothing is written and
    the exit status is 1.
    """
    from decheng_data.importers.table import import_file
    from decheng_data.reporters.forms import write_as

    imported = import_file(file, into, replace=replace)
    report = imported.report
    typer.echo(write_as(format.value, report, lang.value, base="", colour=is_coloured(sys.stdout)), nl=False)
    counts = f"{imported.added} rows added, {imported.replaced} replaced, {imported.unchanged} there already"
    typer.echo(f"decheng-data: {counts}" if report.ok else "decheng-data: nothing was imported", err=True)
    raise typer.Exit(report.exit_status())
