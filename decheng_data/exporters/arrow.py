"""Arrow IPC files (Feather version 2): a file a table; numbers are decimals, codes dictionaries, fields carry their
names in both languages.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from decheng_data.exporters.arrow_tables import described_tables

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents


def files(contents: Contents) -> dict[str, bytes]:
    """`tidy.arrow` and every table. Raises MissingExtraError without pyarrow."""
    tables = described_tables(contents)
    import pyarrow.ipc

    written = {}
    for name, table in tables.items():
        stream = io.BytesIO()
        with pyarrow.ipc.new_file(stream, table.schema) as writer:
            writer.write_table(table)
        written[f"{name}.arrow"] = stream.getvalue()
    return written
