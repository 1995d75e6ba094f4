"""What several commands let a user choose: the language of sentences, what makes it fail, what reads an archive."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """The language of the sentences."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"


class FailOn(StrEnum):
    """The least severity that makes the exit status 1."""

    ERROR = "error"
    WARNING = "warning"


class DraftForm(StrEnum):
    """How drafted rows are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class EngineName(StrEnum):
    """What reads an archive and decides its rules."""

    AUTO = "auto"
    EXACT = "exact"
    DUCKDB = "duckdb"
    POLARS = "polars"
    SPARK = "spark"
