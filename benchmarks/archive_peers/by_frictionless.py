"""frictionless: the package's own schema with its keys, and a check of each row; every error is collected. What lies
between two rows is beyond it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import task
from frictionless import Check, Checklist, Package, errors, system

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = [*task.KEY, "value", "decimals", "unit", "qualifier", "obs_status", "parent", "start", "end"]
TYPES = {"primary-key": "duplicate_key", "foreign-key": "broken_foreign_key", "type-error": "does_not_parse"}


@attrs.define(kw_only=True, repr=False)
class Within(Check):
    """A share lies within 0 and 100, a start before its end."""

    type = "within"
    Errors: ClassVar[Any] = [errors.RowConstraintError]

    def validate_row(self, row: Any) -> Iterator[Any]:
        """The errors of one row."""
        if row["measure"] == "share" and row["value"] is not None and not 0 <= row["value"] <= 100:
            yield errors.RowConstraintError.from_row(row, note="share_out_of_range")
        if row["start"] is not None and row["end"] is not None and row["start"] >= row["end"]:
            yield errors.RowConstraintError.from_row(row, note="end_before_start")


def package() -> Any:
    """The files of the archive as one table, with those that it points to."""
    described = {
        each["name"]: each for each in Package(str(task.VOCABULARY / "datapackage.json")).to_descriptor()["resources"]
    }
    figures = described["observations"]
    fields = {field["name"]: field for field in figures["schema"]["fields"]}
    first, *more = sorted(f"observations/{path.name}" for path in Path(task.folder, "observations").iterdir())
    keys = [key for key in figures["schema"]["foreignKeys"] if key["fields"] != ["release_id"]]
    schema = figures["schema"] | {"fields": [fields[name] for name in COLUMNS], "foreignKeys": keys}
    tables = [described[name] | {"path": f"vocabulary/data/{name}.csv"} for name in ("indicators", "areas", "units")]
    for table in tables:
        table["schema"].pop("foreignKeys", None)
    rows = figures | {"path": first, "schema": schema} | ({"extrapaths": more} if more else {})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    return Package.from_descriptor(
        {"$schema": profile, "name": "archive", "resources": [*tables, rows]}, basepath=task.folder
    )


def kind_of(error: Any) -> str:
    """The kind of fault that an error of frictionless is."""
    if error.type == "row-constraint":
        return str(error.note)
    if error.type == "constraint-error":
        if "required" in error.note:
            return "missing_value"
        return "bad_code" if error.field_name in task.CODES else "does_not_parse"
    return TYPES[error.type]


with system.use_context(trusted=True):
    report = package().get_resource("observations").validate(Checklist(checks=[Within()]), limit_errors=10**9)
counted = Counter(kind_of(error) for each in report.tasks for error in each.errors)
found: dict[str, int | None] = {
    kind: counted[kind]
    for kind in (
        "bad_code",
        "missing_value",
        "broken_foreign_key",
        "duplicate_key",
        "share_out_of_range",
        "end_before_start",
        "does_not_parse",
    )
}
found["part_above_whole"] = None
task.answer(found, package="frictionless", places=True, note="row numbers")
