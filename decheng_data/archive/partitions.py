"""What the folders below the root of an archive say of the files in them, as hive partitions do (`area=371402`)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import unquote

from decheng_data.archive.file_faults import file_fault
from decheng_data.model.bilingual import brief, listed, shown
from decheng_data.model.rows import ObservationRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from decheng_data.model.finding import Finding

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
    shown_cells, shown_cells_zh = (
        [_cell(each) for each in cells[:MOST_TOLD]],
        [_cell_zh(each) for each in cells[:MOST_TOLD]],
    )
    more = " and others" if len(cells) > MOST_TOLD else ""
    more_zh = "等" if len(cells) > MOST_TOLD else ""
    return file_fault(
        file,
        "partition-error",
        f"the folder says {label} is {_cell(said)}, but the column {label} has {listed(shown_cells).en}{more}",
        f"文件夹名称中 {label} 为{_cell_zh(said)}，而 {label} 列中为{listed(shown_cells_zh).zh}{more_zh}",
        "Correct the folder's name or the column.",
        "请更正文件夹名称或该列。",
    ).model_copy(
        update={
            "field": label,
            "found": ", ".join(brief(each or "").en for each in cells[:MOST_TOLD]),
            "expected": brief(said or "").en,
        }
    )


def _cell(cell: str | None) -> str:
    return shown(cell).en if cell else "an empty cell"


def _cell_zh(cell: str | None) -> str:
    return shown(cell).zh if cell else "空单元格"
