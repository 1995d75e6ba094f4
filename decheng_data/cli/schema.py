"""The command `schema`: schemas printed, or written and checked against the models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def schema(
    table: Annotated[
        str | None,
        typer.Argument(
            help="A table, or release or report; nothing: the names there are, or with --json all of them.",
            show_default=False,
        ),
    ] = None,
    json_schema: Annotated[bool, typer.Option("--json", help="JSON Schema instead of Table Schema.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write datapackage.json and schemas/ anew from the models.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where they differ from the models.")] = False,
    root: Annotated[Path, typer.Option(help="Folder of the package to write or check.")] = Path(),
) -> None:
    """Print a schema, or write and check the files made from the models. Example: decheng-data schema observations"""
    from decheng_data.releases import contract

    if write or check:
        paths = contract.write(root) if write else contract.drifted(root)
        typer.echo(
            "\n".join(f"{'written' if write else 'differs from the models'}: {path}" for path in paths)
            or "nothing differs from the models"
        )
        raise typer.Exit(1 if check and paths and not write else 0)
    if table is None and not json_schema:
        typer.echo("\n".join(contract.schema_names()))
        return
    typer.echo(
        contract.schema_text(table, as_json_schema=json_schema) if table else contract.json_schemas_text(), nl=False
    )
