"""A finding a message of the room."""

from __future__ import annotations

from decheng_data.model.finding import Finding

FINDINGS = [
    Finding.model_validate(
        {
            "rule": "own-check",
            "severity": "error",
            "message_en": "It is wrong.",
            "message_zh": "有误。",
            "mend": "Correct it.",
            "mend_zh": "请更正。",
        }
    )
]
