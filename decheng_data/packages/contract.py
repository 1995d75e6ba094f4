"""The Table Schemas of the contract, as they are shipped: `decheng-data schema --write` writes them from the models,
and a difference is an error of the build, so no run makes them anew.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from decheng_data.errors import PackageNotFoundError
from decheng_data.packages.package import shipped_location


def contract_schema(table: str) -> dict[str, Any]:
    """The Table Schema that a table of this version's contract must keep, as an object of the caller's own. Raises
    PackageNotFoundError where the library was installed without it.
    """
    schema: dict[str, Any] = json.loads(_text(table))
    return schema


@cache
def _text(table: str) -> str:
    path = f"schemas/table/{table}.json"
    try:
        return shipped_location().joinpath(path).read_text("utf-8")
    except FileNotFoundError as error:
        raise PackageNotFoundError(
            f"this installation of decheng_data lacks {path}; install it anew, or write it by `decheng-data schema"
            " --write`"
        ) from error
