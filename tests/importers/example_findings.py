"""A finding a message of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.importers.filled_rows import no_value
from decheng_data.importers.grid import Grid
from decheng_data.model.bilingual import Bilingual
from decheng_data.packages.fault import Fault

if TYPE_CHECKING:
    from decheng_data.model.finding import Finding

SHEET = Grid("figures.xlsx", [], sheet="2021")


def in_cell(fault: Fault) -> Finding:
    return SHEET.finding(fault, 4, 6)


def in_header(rule: str, name: str, **more: Any) -> Finding:
    return SHEET.finding(Fault(rule, code=f"importers.{name}", **more), 1, 2)


FINDINGS = [
    Grid("figures.csv", []).finding(
        Fault("encoding-error", code="importers.other-encoding", found="Big5", severity="information"), None
    ),
    SHEET.finding(Fault("blank-header", code="importers.no-header"), None),
    in_header("duplicate-label", "duplicate-label", found="value"),
    in_header(
        "extra-label",
        "unknown-label",
        found="mesure",
        parts={"hint": Bilingual('did you mean "measure"?', "是否应为“measure”？")},
    ),
    SHEET.finding(Fault("missing-label", code="importers.missing-label", field="unit"), 1),
    SHEET.finding(Fault("merged-cells", code="importers.merged-cells", found="G4:H5"), 4),
    in_cell(no_value("importers.unsaved-formula", "=1.75*2")),
    in_cell(no_value("importers.spreadsheet-error", "#N/A")),
    in_cell(
        Fault(
            "name-agrees",
            code="importers.name-disagrees",
            field="indicator_zh",
            found="工业增加值",
            expected="地区生产总值",
        )
    ),
    in_cell(Fault("reviewed-row", code="importers.reviewed-cell", field="qualifier", found="余", expected="")),
]
