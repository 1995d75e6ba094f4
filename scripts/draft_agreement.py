"""How well the rows drafted from a bulletin agree with those that a person has reviewed.

    python scripts/draft_agreement.py TEXT [PATH] [--release ID]

Every observation of the release is looked up in the draft by its place. Value, unit, measure and status must agree for
each, the indicator for nine of ten; the exit status is 1 where they do not. Prints the counts, and each row that
differs.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.model.rows import ObservationRow
from decheng_data.packages.package import open_package
from decheng_data.packages.table import read_table
from decheng_data.text.bulletin import draft
from decheng_data.text.drafting.placing import Placer
from decheng_data.text.repair.repairing import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.text.drafting.draft import DraftRow

FOR_EACH = ("value", "unit", "measure", "status")
INDICATORS_AGREEING = 0.9


def compared(row: ObservationRow, drafted: DraftRow, unit: str) -> Iterator[tuple[str, object, object]]:
    """For each aspect what was reviewed and what is drafted. A zero in words has no unit of its own."""
    yield "value", row.value.normalize(), Decimal(drafted.signed_value or "0").normalize()
    yield "unit", unit, drafted.unit or unit
    yield "measure", row.measure, drafted.measure
    yield "status", row.obs_status, drafted.obs_status
    yield "indicator", row.indicator_id, drafted.indicator_id


def main() -> int:
    """Compare the two, print what differs, and whether enough agrees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="the bulletin as it was collected")
    parser.add_argument("path", nargs="?", help="the package; nothing: the shipped one")
    parser.add_argument("--release", default="decheng-2021-S1", help="the release that the text belongs to")
    options = parser.parse_args()
    repaired, package = repair(options.text.read_bytes()), open_package(options.path)
    rows = draft(repaired, release=options.release, path=options.path).rows
    units = {row["unit_id"]: row["name_zh"] for row in read_table(package, "units").records}
    placer, agreeing, reviewed = Placer(repaired.text, rows), Counter[str](), 0
    observations = (row for row in read_table(package, "observations").rows if isinstance(row, ObservationRow))
    for row in (each for each in observations if each.release_id == options.release):
        reviewed += 1
        place = placer.find(row)
        found = next(
            (
                each
                for each in rows
                if place and each.kind == "quantity" and each.start < place.end and place.start < each.end
            ),
            None,
        )
        if found is None:
            print(f"not drafted: {row.indicator_id} {row.measure} {row.printed}")
            continue
        for aspect, was, now in compared(row, found, units[row.unit]):
            agreeing[aspect] += was == now
            if was != now:
                print(f"{row.printed}: {aspect} {now} drafted, {was} reviewed")
    print(
        f"{reviewed} observations reviewed; drafted alike: "
        + ", ".join(f"{aspect} {agreeing[aspect]}" for aspect in (*FOR_EACH, "indicator"))
    )
    enough = (
        all(agreeing[aspect] == reviewed for aspect in FOR_EACH)
        and agreeing["indicator"] >= INDICATORS_AGREEING * reviewed
    )
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
