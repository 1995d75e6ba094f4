"""Cells in the names of folders below the root of an archive, as hive partitions have them (`area=371402`)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import unquote

from decheng_data.model.bilingual import brief, shown_cell
from decheng_data.model.finding import Finding
from decheng_data.model.rows import ObservationRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_CELLS = 3
"""So many cells that contradict a folder are named."""
_EMPTY = "__HIVE_DEFAULT_PARTITION__"
"""An empty cell in a folder's name."""


def folder_cells(file: Path, root: Path) -> dict[str, str | None]:
    """The cells of columns of ours that the folders between the root and the file name; those above the root
    do not count.
    """
    parts = (part.split("=", 1) for part in file.relative_to(root).parent.parts if "=" in part)
    cells = {unquote(label): None if cell == _EMPTY else unquote(cell) for label, cell in parts}
    return {label: cell for label, cell in cells.items() if label in ObservationRow.model_fields}


def is_same_number(cell: str | None, other: str | None) -> bool:
    """Whether both are one number, however it is written."""
    try:
        return cell is not None and other is not None and Decimal(cell) == Decimal(other)
    except InvalidOperation:
        return False


def contradiction(file: str, label: str, folder: str | None, cells: Sequence[str | None]) -> Finding:
    """A folder names one cell of a column, and the file has others."""
    named = cells[:MOST_CELLS]
    return Finding(
        rule="partition-error",
        code="archive.folder-disagrees",
        severity="error",
        file=file,
        field=label,
        found=", ".join(brief(each or "").en for each in named),
        expected=brief(folder or "").en,
        parts={"folder": shown_cell(folder), "cells": tuple(map(shown_cell, named)), "more": len(cells) > MOST_CELLS},
    )
