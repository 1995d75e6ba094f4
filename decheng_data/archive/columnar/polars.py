"""Files of an archive read by polars, for the same SQL: CSV put aside as Parquet, Parquet as one Arrow table with the
columns `file` and `row`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.archive.paths import whole
from decheng_data.errors import MissingExtraError
from decheng_data.model.rows import ObservationRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


_ROW = "the row"
"""What numbers rows, as no column is called: files may have one called `row`."""


def csv_to_parquet(file: Path, header: Sequence[str], target: Path) -> bool:
    """Write the records of a CSV file, texts all of them, as a Parquet file with their lines as `row`; whether polars
    can read it.

    Nothing is held as a whole, and cells that are met again are stored once: later queries are much quicker.
    """
    polars = _library()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        records = polars.scan_csv(whole(file), glob=False, infer_schema=False, row_index_name="row", row_index_offset=2)
        if records.collect_schema().names()[1:] != list(header):
            return False
        records.sink_parquet(target, compression="lz4")
    except polars.exceptions.PolarsError:
        return False
    return True


def read_parquet(
    files: Sequence[Path], root: Path, folder_cells: Mapping[Path, Mapping[str, str | None]]
) -> tuple[Any, list[tuple[str, Exception]]]:
    """Parquet files as one table, or None, with the cells of their folders for columns that they lack; and the files
    that cannot be read, with the errors of polars.
    """
    polars = _library()
    frames, unreadable = [], []
    for file in files:
        name = str(file.relative_to(root))
        try:
            frames.append(_read_one(polars, file, name, folder_cells[file]))
        except (polars.exceptions.PolarsError, OSError) as error:
            unreadable.append((name, error))
    return polars.concat(frames, how="diagonal_relaxed").to_arrow() if frames else None, unreadable


def _read_one(polars: Any, file: Path, name: str, folder_cells: Mapping[str, str | None]) -> Any:
    scan = polars.scan_parquet(
        whole(file), glob=False, hive_partitioning=False, row_index_name=_ROW, row_index_offset=1
    )
    there = scan.collect_schema().names()
    wanted = [each for each in ObservationRow.model_fields if each in there]
    extra = [polars.lit(cell, polars.String).alias(each) for each, cell in folder_cells.items()]
    return scan.select(
        *wanted, *extra, polars.col(_ROW).cast(polars.Int64).alias("row"), polars.lit(name).alias("file")
    ).collect()


def _library() -> Any:
    try:
        import polars
    except ImportError:
        raise MissingExtraError("polars", "polars") from None
    return polars
