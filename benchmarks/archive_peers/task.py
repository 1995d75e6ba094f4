"""What every program checks: where the archive lies, which codes it may hold, and how a program reports what it found.

Each program beside this one is called with the folder of an archive and its form (parquet, text, csv), and prints one
JSON object: `found`, the number of faults by kind (None where the library cannot count that kind), `places`, whether it
names the rows, `version` and a `note`.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

KEY = ["release_id", "indicator_id", "measure", "period", "area", "comparison"]
GROUP = ["release_id", "period", "area"]
REQUIRED = [*KEY, "value", "decimals", "unit", "obs_status"]
CODES = ["measure", "qualifier", "obs_status"]
WHOLE, PART = "key_project_investment", "provincial_municipal_key_project_investment"
INTEGERS = ["decimals", "start", "end"]

folder, form = sys.argv[1:]
VOCABULARY = Path(folder) / "vocabulary"
FILES = f"{folder}/observations/*.{'csv' if form == 'csv' else 'parquet'}"
IS_CSV, IS_TEXT = form == "csv", form != "parquet"

_DESCRIPTOR: dict[str, Any] = json.loads((VOCABULARY / "datapackage.json").read_text(encoding="utf-8"))
_FIELDS = {
    field["name"]: field["constraints"]
    for resource in _DESCRIPTOR["resources"]
    if resource["name"] == "observations"
    for field in resource["schema"]["fields"]
    if "constraints" in field
}
PERIOD = f"^(?:{_FIELDS['period']['pattern']})$"


def allowed(name: str) -> list[str]:
    """The codes of a column that lists them."""
    codes: list[str] = _FIELDS[name]["enum"]
    return codes


def known(table: str, column: str) -> list[str]:
    """The codes of a table of the vocabulary."""
    with (VOCABULARY / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return [row[column] for row in csv.DictReader(stream)]


def foreign_keys() -> dict[str, list[str]]:
    """Columns that point to a table, with the codes of that table."""
    indicators = known("indicators", "indicator_id")
    return {
        "indicator_id": indicators,
        "area": known("areas", "area_id"),
        "unit": known("units", "unit_id"),
        "parent": indicators,
    }


def is_period(text: str) -> bool:
    """Whether the text is written as a period."""
    return re.match(PERIOD, text) is not None


def answer(found: dict[str, int | None], *, package: str, places: bool, note: str = "") -> None:
    """Print what was found."""
    print(json.dumps({"found": found, "places": places, "version": version(package), "note": note}))
