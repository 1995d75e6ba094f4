"""What the folders below the root of an archive say of the files in them, as hive partitions do (`area=371402`)."""

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

MOST_TOLD = 3
"""So many cells that contradict a folder are told."""
_EMPTY = "__HIVE_DEFAULT_PARTITION__"
"""What stands in a folder's name for an empty cell."""


def told_by_folders(file: Path, root: Path) -> dict[str, str | None]:
    """The cells of columns of ours that the folders between the root and the file name; what stands above the root
    says nothing of the archive.
    """
    parts = (part.split("=", 1) for part in file.relative_to(root).parent.parts if "=" in part)
    told = {unquote(label): None if cell == _EMPTY else unquote(cell) for label, cell in parts}
    return {label: cell for label, cell in told.items() if label in ObservationRow.model_fields}


def is_same_number(cell: str | None, other: str | None) -> bool:
    """Whether both are one number, however it is written."""
    try:
        return cell is not None and other is not None and Decimal(cell) == Decimal(other)
    except InvalidOperation:
        return False


def contradiction(file: str, label: str, said: str | None, cells: Sequence[str | None]) -> Finding:
    """A folder says one thing of a column, and the file's own cells another."""
    told = cells[:MOST_TOLD]
    return Finding(
        rule="partition-error",
        code="archive.folder-disagrees",
        severity="error",
        file=file,
        field=label,
        found=", ".join(brief(each or "").en for each in told),
        expected=brief(said or "").en,
        parts={"folder": shown_cell(said), "cells": tuple(map(shown_cell, told)), "more": len(cells) > MOST_TOLD},
    )
