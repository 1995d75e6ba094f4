"""The commands `rules check` and `rules power`: whether the rules themselves are right, and what they can see."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(
    name="rules",
    help="Look at the rules themselves. Example: decheng-data rules check",
    no_args_is_help=True,
    rich_markup_mode=None,
)

PackageArgument = Annotated[
    str | None,
    typer.Argument(
        help="A folder, a zip, a wheel, or a git revision REV:PATH; nothing: the shipped package.", show_default=False
    ),
]
Seconds = Annotated[float, typer.Option(help="How long to look; what is left then is not settled.", min=0.001)]


class CheckForm(StrEnum):
    """How the result of a check is written."""

    TEXT = "text"
    JSON = "json"


class PowerForm(StrEnum):
    """How the map is written."""

    MARKDOWN = "markdown"
    JSON = "json"


@app.command()
def check(
    path: PackageArgument = None,
    format: Annotated[CheckForm, typer.Option(help="Form of the result.")] = CheckForm.TEXT,
    seconds: Seconds = 60.0,
) -> None:
    """Tell contradictions, rules that others imply, rules that reach nothing. Example: decheng-data rules check
    ./my-copy
    """
    from decheng_data.escaping import as_json, shown
    from decheng_data.rule_analysis import forms
    from decheng_data.rule_analysis.consistency import check_rules
    from decheng_data.rule_analysis.source import source_of

    vocabulary, index = source_of(path)
    found = check_rules(vocabulary.rules, index, vocabulary.codes, seconds=seconds)
    text = (
        as_json(forms.consistency_data(found))
        if format is CheckForm.JSON
        else "\n".join(map(shown, forms.consistency_text(found).split("\n")))
    )
    typer.echo(text, nl=False)
    could_not = not found.settled or vocabulary.rules.faults
    raise typer.Exit(2 if could_not else 0 if found.ok else 1)


@app.command()
def power(
    path: PackageArgument = None,
    format: Annotated[PowerForm, typer.Option(help="Form of the map.")] = PowerForm.MARKDOWN,
) -> None:
    """Mistype each figure in each way and report what the rules see. Example: decheng-data rules power --format json"""
    from decheng_data.escaping import as_json
    from decheng_data.rule_analysis import forms
    from decheng_data.rule_analysis.power import power as run
    from decheng_data.rule_analysis.source import source_of

    vocabulary, index = source_of(path)
    found = run(vocabulary.rules, index, vocabulary.codes)
    made = (
        as_json(forms.power_data(found, index.observations))
        if format is PowerForm.JSON
        else forms.power_markdown(found, index.observations)
    )
    typer.echo(made, nl=False)
