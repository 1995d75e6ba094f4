"""A finding a message of the room."""

from __future__ import annotations

from decheng_data.model.finding import Finding

FINDINGS = [
    Finding(
        rule="empty-release",
        code="validation.empty-release",
        severity="error",
        file="data/releases.csv",
        line=2,
        field="release_id",
        release="made-up-2031-S1",
    ),
]
