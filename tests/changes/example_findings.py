"""A finding a message of the room."""

from __future__ import annotations

from typing import Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding
from decheng_data.model.parts import Line

LEDGER, RELEASES = "data/revisions.csv", "data/releases.csv"
CELL = Bilingual("Gross domestic product (gdp level value)", "地区生产总值（数值）的 value")
RECORDING = {
    "cell": CELL,
    "ledger": LEDGER,
    "is_vintage_due": True,
    "command": 'decheng-data compare old new --record --kind correction --reason "…"',
}


def finding(code: str, parts: dict[str, Any], **more: Any) -> Finding:
    """A finding of a made-up rule between two states."""
    given = {
        "rule": "made-up",
        "severity": "error",
        "level": 2,
        "file": "data/observations.csv",
        "line": 2,
        "release": "made-up-2031-S1",
        "parts": {"title": Bilingual("Every change is in order", "每处改动都合规")} | parts,
    }
    return Finding.model_validate({**given, "code": f"changes.{code}", **more})


def of_ledger(code: str, parts: dict[str, Any], **more: Any) -> Finding:
    """A finding of a row of the ledger."""
    return finding(code, {"cell": CELL} | parts, file=LEDGER, **more)


def of_vocabulary(code: str, label: str, parts: dict[str, Any], table: str = "indicators", **more: Any) -> Finding:
    """A finding of a row of the vocabulary, which is of no release."""
    return finding(code, {"table": table, "label": label} | parts, file=f"data/{table}.csv", release=None, **more)


def of_version(code: str, old: str, new: str | None, parts: dict[str, Any]) -> Finding:
    """A finding of the version of a package."""
    where = {"file": "datapackage.json", "line": 4, "field": "version", "release": None}
    return finding(code, {"old": old} | parts, **where, found=new)


FINDINGS = [
    finding("not-recorded", RECORDING | {"before": "", "steps": ()}, found="12.5"),
    finding(
        "withdrawal-not-recorded",
        RECORDING
        | {
            "before": "12",
            "old_line": 5,
            "steps": (("2031-08-15", "12", "13"), ("2031-09-01", "13", "")),
            "is_vintage_due": False,
        },
        found="",
        line=None,
    ),
    of_ledger("no-such-column", {}, found="colour"),
    of_ledger("broken-chain", {"ended": "2031-08-15", "began": "2031-09-01"}, found="151.5", expected="151"),
    of_ledger("after-vintage", {"vintage": "2031-08-01"}, found="2031-09-01"),
    of_ledger("not-as-recorded", {"since": "2031-08-01"}, found="1", expected=""),
    of_ledger("not-from-old", {}, found="149", expected="150"),
    of_ledger("lost-entry", {"vintage": "2031-08-01", "old_line": 2}, line=None),
    finding("status-back", {"cell": CELL, "row": Line(2)}, field="obs_status", found="P", expected="A"),
    finding(
        "too-large",
        {"cell": CELL, "row": Line(2), "before": "150.0亿元", "amount": "20", "most": "10"},
        found="180.0亿元",
    ),
    finding("too-many", {"revised": 2, "figures": 13, "amount": "15.38", "most": "10"}, file=RELEASES),
    finding("vintage-not-moved", {"since": "2031-08-01"}, file=RELEASES, field="vintage", found="2031-08-01"),
    finding("vintage-back", {"since": "2031-08-01"}, file=RELEASES, field="vintage", found="2031-07-31"),
    of_version("no-version", "1.0", None, {}),
    of_version("version-back", "1.0.0", "0.9.9", {}),
    of_version(
        "version-too-low",
        "1.0.0",
        "1.0.0",
        {
            "bump": "major",
            "least": "2.0.0",
            "reasons": (Bilingual("1 area removed", "移除地区 1 项"), Bilingual("2 units revised", "改动单位 2 项")),
            "more": 2,
        },
    ),
    of_vocabulary("code-gone", "yi", {"old_line": 3}, "units", line=None),
    of_vocabulary("code-changed", "yi", {"cells": (("scale", "1000", "10000"), ("counted", "", "true"))}, "units"),
    of_vocabulary("definition-changed", "gdp", {"cells": (("definition_en", "All that is made.", "All."),)}),
]
