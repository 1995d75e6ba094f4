"""The forms of a report: one form a module, each with `render(report, ...) -> str`. `write_as` finds the form by its
name.
"""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Language
    from decheng_data.model.report import Report


class Form(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    ESS = "ess"


_OF_ONE_LANGUAGE = ("json",)
_WITH_PATHS = ("github", "gitlab", "sarif")


def write_as(form: str, report: Report, language: Language = "both", *, base: str = "", colour: bool = False) -> str:
    """The report in the form of that module's name. `base` is the package's folder inside the repository, for the forms
    that name files in it.

    Raises MissingExtraError where the form needs a library that is not installed.
    """
    options: dict[str, object] = {} if form in _OF_ONE_LANGUAGE else {"language": language}
    if form in _WITH_PATHS:
        options["base"] = base
    if form == "text":
        options["colour"] = colour
    text: str = import_module(f"{__package__}.{form}").render(report, **options)
    return text
