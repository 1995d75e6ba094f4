"""A finding a message of the room."""

from __future__ import annotations

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding

FINDINGS = [
    Finding(
        rule="row-error",
        code="reading.row-error",
        severity="error",
        file="data/areas.csv",
        line=2,
        parts={"said": Bilingual("parent is 371402, the area itself", "parent 为 371402，即该地区本身")},
    ),
    Finding(
        rule="row-error",
        code="reading.cell-error",
        severity="error",
        file="data/rules.csv",
        line=2,
        field="rationale_en",
        parts={"reason": "Field required"},
    ),
]
