"""JSON Lines: a file a table, an object a row. Numbers are written with all their digits, lists as lists, what is
missing as null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.exporters.json_rows import json_object
from decheng_data.exporters.tidy import tidy

if TYPE_CHECKING:
    from decheng_data.exporters.contents import Contents


def files(contents: Contents) -> dict[str, bytes]:
    """A reader of decimals reads them exactly; one that turns every number into a float has some 15
    digits.
    """
    frames = {"tidy": tidy(contents), **contents.tables}
    return {
        f"{name}.jsonl": "".join(f"{json_object(record)}\n" for record in frame.records).encode()
        for name, frame in frames.items()
    }
