"""A finding a message of the room."""

from __future__ import annotations

from typing import Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding
from decheng_data.model.parts import Line

NAME = {"name": Bilingual("gdp level", "gdp（数值）")}
PLACE = {"part": 1, "sentence": 4, "position": 331, "around": "虚构市地区生产总值42.7亿元,增长5%"}


def finding(code: str, parts: dict[str, Any], **more: Any) -> Finding:
    """A finding of a made-up check of a row against its text."""
    given = {"rule": "made-up", "severity": "error", "level": 1, "file": "data/observations.csv", "line": 2}
    return Finding.model_validate({**given, "code": f"text.{code}", "parts": parts, **more})


FINDINGS = [
    finding("other-words", NAME | PLACE, field="printed", found="42.9亿元", expected="42.7亿元"),
    finding("no-figure", NAME | PLACE, field="printed", found="42.7亿元", expected="42.7亿元"),
    finding("not-found", NAME, field="printed", found="42.9亿元"),
    finding("no-position", NAME, field="printed", found="42.7亿元"),
    finding("read-otherwise", NAME | PLACE | {"words": "42.7亿元"}, field="value", found="42.9", expected="42.7"),
    finding(
        "misplaced",
        PLACE | {"words": "42.7亿元", "there": "增长", "start": 331, "end": 337},
        field="start",
        found="90-92",
        expected="331-337",
    ),
    finding(
        "other-neighbour",
        NAME | {"words": "42.7亿元", "position": 331},
        field="hash_after",
        found="0" * 16,
        expected="f" * 16,
    ),
    finding("unaccounted", PLACE | {"kind": Bilingual("? level", "指标不明，数值")}, line=None, found="42.7亿元"),
    finding(
        "two-rows",
        PLACE | {"words": "42.7亿元", "others": (Line(5, "data/observations.csv"), Line(3, "data/mentions.csv"))},
        field="start",
    ),
    finding("other-text", {}, file="data/releases.csv", field="sha256_repaired", found="0" * 64, expected="f" * 64),
    finding("other-repair", {}, file="data/releases.csv", field="sha256_repaired", found="0" * 64, expected="f" * 64),
]
