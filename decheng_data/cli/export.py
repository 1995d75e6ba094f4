"""The command `export`: a package in the format of another tool."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  # typer reads annotations while the program runs
from typing import TYPE_CHECKING, Annotated

import typer

from decheng_data.cli.delivery import is_coloured
from decheng_data.exporters.targets import TARGETS

if TYPE_CHECKING:
    from decheng_data.model.report import Report

_WIDTH = max(map(len, TARGETS))
HELP = "\n".join(
    [
        "Write a package in the format of another tool. Example: decheng-data export parquet --output figures.parquet",
        "",
        "\b",
        "Targets:",
        *(f"  {name:{_WIDTH}}  {target.title_en}" for name, target in TARGETS.items()),
    ]
)
"""The command's help, with a line a target."""


def export(
    target: Annotated[str, typer.Argument(help="One of the targets below.")],
    output: Annotated[
        Path, typer.Option(help="Folder to write into, or the name of the main file by its suffix.", show_default=False)
    ],
    package: Annotated[
        str | None,
        typer.Option(
            help="What to export: a folder, a zip, a wheel, a git revision REV:PATH; nothing: the shipped package.",
            show_default=False,
        ),
    ] = None,
    allow_findings: Annotated[
        bool,
        typer.Option(
            "--allow-findings",
            help="Export even where rules have failed; a package whose structure is broken is never exported.",
        ),
    ] = False,
) -> None:
    """Write the files and print their paths; a package with findings of severity error is refused with its report and
    exit status 1.
    """
    from decheng_data.exporters.export import export as run
    from decheng_data.model.report import FindingsError

    try:
        paths = run(target, output, package, allow_findings=allow_findings)
    except FindingsError as error:
        typer.echo(
            f"{_text(error.report)}decheng-data: nothing was exported, as the package has findings of severity error",
            err=True,
        )
        raise typer.Exit(1 if error.report.complete else 2) from None
    typer.echo("\n".join(map(str, paths)))


def _text(report: Report) -> str:
    from decheng_data.reporters.forms import write_as

    return write_as("text", report, "both", base="", colour=is_coloured(sys.stderr))
