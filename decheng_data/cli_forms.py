"""What several commands let a user choose: the form of a report and the language of its sentences."""

from __future__ import annotations

from enum import StrEnum


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


class Language(StrEnum):
    """The language of the sentences."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"
