"""The command `archive`: packages put together as columns."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # typer reads annotations while the program runs
from typing import Annotated

import typer


def archive(
    packages: Annotated[
        list[str], typer.Argument(help="Packages: folders, zips, wheels, git revisions REV:PATH.", metavar="PACKAGE...")
    ],
    into: Annotated[
        Path, typer.Option(help="Folder of the archive; it is made where it is not there.", show_default=False)
    ],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Put other figures of a release, and other rows of code lists and rules, in the place of those there.",
        ),
    ] = False,
) -> None:
    """Put the releases of packages into an archive of Parquet files. Example: decheng-data archive ./2021-h1 ./2021
    --into ./archive
    """
    from decheng_data.archive.build import archive_packages

    written = archive_packages(packages, into, replace=replace)
    typer.echo("\n".join(written) if written else "the archive has them all already")
