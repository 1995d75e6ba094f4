"""Cells of a package's tables typed anew, as a person would mistype or correct them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def retype(package: Path, old: str, new: str, file: str = "observations") -> None:
    """Replace one text that stands there exactly once."""
    path = package / "data" / f"{file}.csv"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def type_part(package: Path, value: str) -> None:
    """Type another figure for the investment in provincial and municipal key projects, value and printed alike."""
    retype(
        package,
        "none,32.9,1,hundred_million_yuan,,A,key_project_investment,32.9亿元",
        f"none,{value},1,hundred_million_yuan,,A,key_project_investment,{value}亿元",
    )
