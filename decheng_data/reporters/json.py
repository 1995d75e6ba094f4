"""The report as JSON, after schemas/json/report.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.escaping import as_json

if TYPE_CHECKING:
    from decheng_data.model.report import Report


def render(report: Report) -> str:
    """The whole report; decimals are strings, so that nothing is rounded."""
    return as_json(report.model_dump(mode="json"))
