"""Figures as Parquet files of an archive, and back: texts, whole numbers and exact decimals, always of the same
types.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.errors import MissingExtraError
from decheng_data.packages.contract import contract_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import ModuleType

IN_THE_PATH = "area"
"""The column of the folders' names, as in hive partitions; the files leave it out."""
_USUAL, _WIDEST = (18, 4), (38, 9)
"""Digits, and those after the point, of the column `value`: where all fit, and where not. Readers widen the one to the
other."""


def parquet_bytes(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records of figures as a Parquet file. Raises MissingExtraError without pyarrow."""
    parquet, arrow = _library()
    rows = [{name: cell for name, cell in record.items() if name != IN_THE_PATH} for record in records]
    digits = _USUAL if all(_is_usual(row["value"]) for row in rows) else _WIDEST
    kinds = {"number": arrow.decimal128(*digits), "integer": arrow.int32(), "string": arrow.string()}
    schema = arrow.schema(
        [
            (each["name"], kinds[each["type"]])
            for each in contract_schema("observations")["fields"]
            if each["name"] != IN_THE_PATH
        ]
    )
    stream = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), stream, version="2.6", compression="zstd")
    return stream.getvalue()


def read_records(file: Path, area: str) -> list[dict[str, Any]]:
    """The records of such a file. Raises OSError and ValueError (pyarrow's ArrowInvalid is one) where it cannot be
    read.
    """
    parquet, _ = _library()
    return [{**record, IN_THE_PATH: area} for record in parquet.ParquetFile(file).read().to_pylist()]


def _is_usual(value: Decimal) -> bool:
    digits, places = _USUAL
    return abs(value) < Decimal(10) ** (digits - places) and value == round(value, places)


def _library() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("pyarrow", "arrow") from None
    return pyarrow.parquet, pyarrow
