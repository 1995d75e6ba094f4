"""patito: a model with constraints; it counts the rows that fail in its messages, and does not say which they are."""

from __future__ import annotations

import re
from typing import Any, Literal, Optional

import frames
import patito as pt
import polars as pl
import task
from pydantic import create_model


def of_codes(codes: list[str]) -> Any:
    """One of these texts."""
    return Literal[tuple(codes)]


share = (pl.col("measure") != "share") | pl.field.is_between(0, 100)
