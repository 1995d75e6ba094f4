"""Files of an archive read by polars, for the same SQL: each as an Arrow table with the columns `file` and `row`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.engines.columnar.survey import CODES, GROUP
from decheng_data.errors import MissingExtraError
from decheng_data.models import ObservationRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_csv(files: Sequence[tuple[Path, Sequence[str], str]]) -> Any | None:
    """CSV files, each with its header and name, as one table of texts, their records numbered as lines.

    None where polars cannot read one of them, or would fill up a record that lacks cells. Columns of few different cells are dictionaries of them.
    """
    polars = _library()
    frames = []
    for file, header, name in files:
        kinds = dict.fromkeys((each for each in (*CODES, *GROUP) if each in header), polars.Categorical) if len(files) == 1 else {}  # files share no dictionary
        try:
            frame = polars.read_csv(file, infer_schema=False, schema_overrides=kinds, row_index_name="row", row_index_offset=2)
        except polars.exceptions.PolarsError:
            return None
        if frame.columns[1:] != list(header) or frame[header[-1]].has_nulls():
            return None
        frames.append(frame.with_columns(polars.lit(name).alias("file"), polars.col("row").cast(polars.Int64)))
    whole = polars.concat(frames, how="diagonal")
    coded = [each for each in (*CODES, *GROUP) if each in whole.columns]
    return whole.with_columns(polars.col(coded).cast(polars.Categorical)).to_arrow(compat_level=polars.CompatLevel.newest())  # without copying texts


def read_parquet(files: Sequence[Path], root: Path) -> tuple[Any, list[tuple[str, Exception]]]:
    """Parquet files as one table, or None, with the columns that their folders name; and the files that cannot be read, with what polars says."""
    polars = _library()
    frames, unreadable = [], []
    for file in files:
        name = str(file.relative_to(root))
        try:
            frames.append(_read_one(polars, file, name))
        except (polars.exceptions.PolarsError, OSError) as error:
            unreadable.append((name, error))
    return polars.concat(frames, how="diagonal_relaxed").to_arrow() if frames else None, unreadable


def _read_one(polars: Any, file: Path, name: str) -> Any:
    scan = polars.scan_parquet(file, hive_partitioning=False, row_index_name="row", row_index_offset=1)
    there = scan.collect_schema().names()
    told = dict(part.split("=", 1) for part in name.split("/")[:-1] if "=" in part)
    wanted = [each for each in ObservationRow.model_fields if each in there and each not in told]
    extra = [polars.lit(cell).alias(each) for each, cell in told.items() if each in ObservationRow.model_fields]
    return scan.select(*wanted, *extra, polars.col("row").cast(polars.Int64), polars.lit(name).alias("file")).collect()


def _library() -> Any:
    try:
        import polars
    except ImportError:
        raise MissingExtraError("polars", "polars") from None
    return polars
