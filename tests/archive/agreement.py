"""That the columnar engine says what the exact one says of one archive: outcomes of every rule, and every finding with its place."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from decheng_data.validation.archive import validate_archive
from tests.archive.made_archives import WHOLE, Row

if TYPE_CHECKING:
    import decheng_data as dd
    from decheng_data.model.finding import Finding
    from decheng_data.model.report import Outcomes

ALL = 10**6


def frame(rows: list[Row], *, typed: bool) -> pa.Table:
    """The rows as an Arrow table: of texts, or numbers as decimals and whole numbers."""
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]}
    if typed:
        kinds = {name: pa.int64() for name in WHOLE} | {"value": pa.decimal128(18, 3)}
        columns = {name: column.cast(kinds[name]) if name in kinds else column for name, column in columns.items()}
    return pa.table(columns)


def relation(table: pa.Table) -> Any:
    """The table as a relation of DuckDB, whose rows have no order."""
    return _connection().cursor().from_arrow(table)


@cache
def _connection() -> Any:
    """One for all tests: to open one takes as long as many a test."""
    import duckdb

    return duckdb.connect()


def in_both_orders(test: Any) -> Any:
    """The test takes `ordered`, which makes of a table what the archive is: the table itself, or a relation.

    In a short run each of its cases is tried on one of both, in turn (turns.py).
    """
    both = pytest.mark.parametrize("ordered", [lambda table: table, relation], ids=["frame", "relation"])
    return pytest.mark.in_turn("ordered")(both(test))


def told(report: dd.Report) -> tuple[dict[str, object], Counter[tuple[object, ...]]]:
    """What rules came to, and the findings."""
    findings = Counter((each.rule, each.line, each.field, each.message_en, each.message_zh) for each in report.findings)
    return {each.rule_id: each.outcomes for each in report.rules}, findings


def agreed(place: Any, vocabulary: Any = None) -> dd.Report:
    """The report of the columnar engine, which is that of the exact one."""
    report = validate_archive(place, vocabulary=vocabulary, engine="duckdb", sample_findings=ALL)
    assert told(report) == told(validate_archive(place, vocabulary=vocabulary, engine="exact"))
    return report


def outcomes(report: dd.Report, rule: str) -> Outcomes:
    """What one rule came to."""
    (summary,) = (each for each in report.rules if each.rule_id == rule)
    return summary.outcomes


def counts(report: dd.Report, rule: str) -> dict[str, int]:
    """What one rule came to, but for what it never came to."""
    return {name: number for name, number in outcomes(report, rule).model_dump().items() if number}


def of_rule(report: dd.Report, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [each for each in report.findings if each.rule == rule]
