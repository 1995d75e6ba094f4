"""`decheng-data sheet`: the data sheet as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HELP = (
    "Write the data sheet: one HTML file that opens anywhere, offline. Example: decheng-data sheet --output sheet.html"
)


def sheet(
    path: Annotated[
        Path | None,
        typer.Argument(
            help="A folder, a datapackage.json or a zip of one; nothing: the shipped package.", show_default=False
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path("sheet.html"),
    static: Annotated[bool, typer.Option("--static", help="Without search, filters and sorting, and smaller.")] = False,
) -> None:
    """Write the sheet; a package with findings gets one too, with them at its top."""
    from decheng_data.errors import DechengDataError
    from decheng_data.packages.files.writing import write_text_whole
    from decheng_data.packages.target import refuse_to_overwrite
    from decheng_data.sheet.page import sheet_and_report

    refuse_to_overwrite([output], path)
    text, report = sheet_and_report(path, static=static)
    try:
        write_text_whole(output, text)
    except OSError as error:
        raise DechengDataError(f"cannot write {output}: {error.strerror}") from error
    verdict = "valid" if report.valid else "NOT valid: `decheng-data validate` shows why, and so does the sheet"
    typer.echo(
        f"decheng-data: {output} written, {len(text.encode()) / 1000:.0f} kB; the package is {verdict}", err=True
    )
