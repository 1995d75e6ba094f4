"""A finding a message of the room."""

from __future__ import annotations

from typing import Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding
from decheng_data.model.parts import Line


def finding(code: str, rule: str = "", **more: Any) -> Finding:
    """A finding in a file of the package; its rule is called like its code, unless another is named."""
    given = {"rule": rule or code, "severity": "error", "file": "data/units.csv", "code": f"packages.{code}"}
    return Finding.model_validate({**given, **more})


FINDINGS = [
    finding(
        "said",
        "source-error",
        line=2,
        parts={"said": Bilingual("it is wrong", "有误"), "mend": Bilingual("fix it", "请改正")},
    ),
    finding(
        "shared-key",
        "primary-key",
        line=2,
        field="unit_id",
        found="yuan",
        parts={"value": Bilingual.same("yuan"), "other": Line(5), "more": 1},
    ),
    finding("more-faults", "source-error", parts={"count": 17}),
]
