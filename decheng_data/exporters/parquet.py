"""Parquet: a file a table; numbers are decimals, codes dictionaries, fields carry their names in both languages and
their description.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from decheng_data.exporters.arrow_tables import described_tables

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents


def files(contents: Contents) -> dict[str, bytes]:
    """`tidy.parquet` and every table. Raises MissingExtraError without pyarrow."""
    tables = described_tables(contents)
    import pyarrow.parquet

    written = {}
    for name, table in tables.items():
        stream = io.BytesIO()
        pyarrow.parquet.write_table(table, stream, version="2.6", compression="zstd")
        written[f"{name}.parquet"] = stream.getvalue()
    return written
