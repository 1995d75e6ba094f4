"""validate(): the shipped package is valid, a mistyped copy is not, and what cannot be read is told apart from what is wrong."""

from __future__ import annotations

import csv
import gc
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import decheng_data as dd
from decheng_data.model import row_checks
from decheng_data.model.finding import Outcome
from decheng_data.model.report import Outcomes, Report
from decheng_data.validation import package
from tests.retyping import retype, type_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def rules_of(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_the_shipped_package_is_valid() -> None:
    report = dd.validate()
    assert report.ok
    assert report.valid
    assert not report.findings
    assert report.rules_run == len(dd.table("rules"))
    assert report.outcomes.passed > 200
    assert (report.package, report.version) == ("decheng-data", dd.__version__)


def test_other_threads_keep_their_garbage_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def look(*given: Any, **named: Any) -> Iterator[Any]:
        for each in evaluate(*given, **named):
            seen.append(gc.isenabled())
            yield each

    evaluate = package.evaluate
    monkeypatch.setattr(package, "evaluate", look)
    with ThreadPoolExecutor(2) as threads:
        assert all(report.ok for report in threads.map(dd.validate, [None, None]))
    assert all(seen)
    assert seen
    assert gc.isenabled()


def test_a_part_beyond_its_whole_is_one_error_on_its_line(package_copy: Path) -> None:
    type_part(package_copy, "52.9")
    (finding,) = dd.validate(package_copy).findings
    assert (finding.rule, finding.severity, finding.outcome, finding.level) == (
        "key-project-investment-within-total",
        "error",
        "failed",
        1,
    )
    assert (finding.file, finding.line, finding.field) == ("data/observations.csv", 18, "value")
    assert (finding.excess, finding.tolerance, finding.unit) == (Decimal("10.2"), Decimal("0.1"), "亿元")
    assert [each.printed for each in finding.observations] == ["52.9亿元", "42.7亿元"]
    assert [each.line for each in finding.observations] == [18, 16]
    assert finding.release == "decheng-2021-S1"


@pytest.mark.parametrize(("value", "holds"), [("42.7", True), ("42.8", True), ("42.9", False)])
def test_what_rounding_can_hide_is_not_failed(package_copy: Path, value: str, holds: bool) -> None:
    type_part(package_copy, value)
    assert dd.validate(package_copy).ok is holds


def test_a_missing_whole_makes_the_rule_not_applicable(package_copy: Path) -> None:
    path = package_copy / "data/observations.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",key_project_investment,level," not in line), "utf-8")
    report = dd.validate(package_copy)
    assert report.ok
    (told,) = [each for each in report.rules if each.rule_id == "key-project-investment-within-total"]
    assert (told.outcomes.not_applicable, told.outcomes.passed, told.outcomes.failed) == (1, 0, 0)


def test_value_alone_mistyped_disagrees_with_its_printed_form(package_copy: Path) -> None:
    retype(package_copy, "none,157.5,1", "none,175.5,1")
    (finding,) = dd.validate(package_copy).findings
    assert (finding.rule, finding.field, finding.found, finding.expected) == (
        "printed-agrees",
        "value",
        "175.5",
        "157.5",
    )


def test_a_rule_that_names_an_unknown_indicator_is_an_error_of_the_rules(package_copy: Path) -> None:
    retype(
        package_copy,
        "key-project-investment-within-total,2,summand,-1,key_project_investment",
        "key-project-investment-within-total,2,summand,-1,key_projet",
        "rule_terms",
    )
    report = dd.validate(package_copy)
    assert not report.valid
    assert report.exit_status() == 2
    (fault,) = [finding for finding in report.findings if finding.outcome is Outcome.ERROR]
    assert fault.rule == "key-project-investment-within-total"
    assert "key_projet" in fault.message_en
    assert (fault.file, fault.line) == ("data/rules.csv", 17)
    assert report.outcomes.error == 1


def test_what_a_model_refuses_beyond_its_cells_is_a_row_error(package_copy: Path) -> None:
    retype(package_copy, "亿元,0,3,94,101,", "亿元,0,3,101,94,")
    report = dd.validate(package_copy)
    finding, *_ = report.findings
    assert (finding.rule, finding.line) == ("row-error", 2)
    assert (finding.code, finding.parts) == ("reading.row-error", {"said": row_checks.of_span(101, 94)})
    assert {each.rule_id: each.outcomes for each in report.rules}["row-error"] == Outcomes(failed=1)
    assert sum(each.outcomes.total for each in report.rules) == report.outcomes.total


def without_last_column(package: Path, table: str) -> None:
    path = package / f"data/{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row[:-1] for row in csv.reader(stream)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def test_a_row_without_a_field_that_its_model_needs_is_a_row_error(package_copy: Path) -> None:
    without_last_column(package_copy, "rules")
    found = [finding for finding in dd.validate(package_copy).findings if finding.file == "data/rules.csv"]
    assert {"missing-label", "row-error"} <= {finding.rule for finding in found}
    lacking = [finding for finding in found if finding.rule == "row-error"]
    assert {(finding.code, finding.field, finding.found) for finding in lacking} == {
        ("reading.cell-error", "rationale_en", None)
    }


def test_cells_that_contradict_each_other_are_found_in_a_table_that_lacks_a_column(package_copy: Path) -> None:
    retype(package_copy, "county,371400,", "county,371402,", "areas")
    without_last_column(package_copy, "areas")
    (finding,) = [each for each in dd.validate(package_copy).findings if each.rule == "row-error"]
    assert (finding.code, finding.parts) == ("reading.row-error", {"said": row_checks.of_area("371402", "371402")})


def test_an_unknown_indicator_is_a_foreign_key_fault_and_the_other_figures_are_still_held_to_the_rules(
    package_copy: Path,
) -> None:
    retype(package_copy, "decheng-2021-S1,land_cleared,", "decheng-2021-S1,land_clear,")
    type_part(package_copy, "52.9")
    assert sorted(rules_of(dd.validate(package_copy))) == ["foreign-key", "key-project-investment-within-total"]


def test_findings_come_worst_first(package_copy: Path) -> None:
    type_part(package_copy, "72.9")
    retype(
        package_copy, "none,12.8,1,hundred_million_yuan,,A,,12.8亿元", "none,1.28,2,hundred_million_yuan,,A,,1.28亿元"
    )
    retype(
        package_copy, "decheng-2021-S1,industrial_value_added,growth_rate", "decheng-2021-S1,retail_sales,growth_rate"
    )
    severities = [finding.severity for finding in dd.validate(package_copy).findings]
    assert severities == sorted(severities, key=("error", "warning", "information").index)
    assert set(severities) == {"error", "warning", "information"}


def test_raise_for_findings_names_each_place(package_copy: Path) -> None:
    dd.validate(package_copy).raise_for_findings("warning")
    type_part(package_copy, "52.9")
    report = dd.validate(package_copy)
    with pytest.raises(dd.FindingsError, match=r"data/observations\.csv:18:value") as raised:
        report.raise_for_findings()
    assert raised.value.report is report


def test_no_package_is_an_exception_not_a_finding(tmp_path: Path) -> None:
    with pytest.raises(dd.PackageNotFoundError):
        dd.validate(tmp_path / "nothing")


def test_a_unit_that_cannot_be_read_is_told_at_its_line_and_no_rule_says_that_it_is_not_there(
    package_copy: Path,
) -> None:
    retype(package_copy, "percent,%,percent,percent,false,1,", "percent,%,percent,percent,false,-1,", "units")
    report = dd.validate(package_copy)
    (scale,) = [finding for finding in report.findings if finding.file == "data/units.csv"]
    assert (scale.rule, scale.line, scale.field) == ("constraint-error", 5, "scale")
    faults = {finding.message_en for finding in report.findings if finding.rule == "share-at-least-0"}
    assert faults == {
        "Rule share-at-least-0 cannot run: it is in the unit 'percent', of which units.csv has no row that can be read."
    }


def test_a_figure_that_cannot_be_read_is_not_told_as_missing(package_copy: Path) -> None:
    retype(package_copy, "none,157.5,1", "none,157.5亿,1")
    said = {finding.rule: finding for finding in dd.validate(package_copy).findings}
    assert said["type-error"].line == 2
    assert "has no gdp level, or none that can be read." in said["expected-measures"].message_en
    assert "where its row is there, fix what cannot be read" in str(said["expected-measures"].mend)


def test_a_rule_with_a_term_that_cannot_be_read_judges_no_figure(package_copy: Path) -> None:
    retype(
        package_copy,
        "key-project-investment-within-total,2,summand,-1",
        "key-project-investment-within-total,2,sum,-1",
        "rule_terms",
    )
    report = dd.validate(package_copy)
    assert rules_of(report) == ["key-project-investment-within-total", "constraint-error"]
    assert report.findings[0].outcome == "error"
    assert "a term of it in rule_terms.csv cannot be read" in report.findings[0].message_en
    assert report.exit_status() == 2
