"""The command `compare`: what changed between two states, and the record of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003  # typer reads annotations while the program runs
from typing import TYPE_CHECKING, Annotated

import typer

from decheng_data.cli.delivery import delivered

if TYPE_CHECKING:
    from decheng_data.changes.comparison import Comparison


class ComparisonForm(StrEnum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class RevisionKind(StrEnum):
    """What a recorded change was."""

    CORRECTION = "correction"
    REVISION = "revision"


def compare(
    old: Annotated[
        str,
        typer.Argument(help="The earlier state: a folder, a zip, a wheel, or a git revision REV:PATH such as HEAD~1:."),
    ],
    new: Annotated[str, typer.Argument(help="The later state, named in the same ways; with --record a folder.")],
    format: Annotated[ComparisonForm, typer.Option(help="Form of the comparison.")] = ComparisonForm.TEXT,
    output: Annotated[
        Path | None, typer.Option(help="Write it to this file instead of standard output.", show_default=False)
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Write the changes that data/revisions.csv of NEW lacks into it.")
    ] = False,
    kind: Annotated[
        RevisionKind | None,
        typer.Option(
            help="With --record: whether the row was wrong or the publisher changed the figure.", show_default=False
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="With --record: why the figures changed.", show_default=False)
    ] = None,
) -> None:
    """Tell what changed between two states, by meaning, and which version it asks for. Example: decheng-data compare
    HEAD~1:. . --format markdown
    """
    if (kind is not None or reason is not None) != record or (record and not (kind and reason)):
        raise typer.BadParameter("a record needs --kind and --reason, and they need --record", param_hint="--record")
    from decheng_data.changes.compare import compare_states, read_state
    from decheng_data.packages.target import refuse_to_overwrite

    refuse_to_overwrite([output] if output else [], old, new)
    earlier = read_state(old)
    if kind and reason:
        from decheng_data.changes.recording import record as write_rows

        comparison, rows = write_rows(earlier, new, kind=kind.value, reason=reason)
        typer.echo(f"decheng-data: {len(rows)} rows recorded in the ledger of revisions of {new}", err=True)
    else:
        comparison = compare_states(earlier, read_state(new))
    text = _comparison_text(comparison, format)
    if output is None:
        typer.echo(text, nl=False)
    elif not delivered(output, lambda: text):
        raise typer.Exit(2)


def _comparison_text(comparison: Comparison, form: ComparisonForm) -> str:
    from decheng_data.escaping import as_json
    from decheng_data.reporters import comparison as comparison_forms

    if form is ComparisonForm.JSON:
        return as_json(comparison.model_dump(mode="json"))
    return comparison_forms.text(comparison) if form is ComparisonForm.TEXT else comparison_forms.markdown(comparison)
