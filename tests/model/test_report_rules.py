"""The rules of a report, each with its findings; and the languages of a finding."""

from __future__ import annotations

import pytest

from decheng_data.model.finding import Outcome
from decheng_data.model.report import Outcomes, Report
from tests.made_reports import finding, outcomes, report, rule


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({}, Outcome.PASSED),
        ({"passed": 1, "not_applicable": 5}, Outcome.PASSED),
        ({"not_applicable": 5}, Outcome.NOT_APPLICABLE),
        ({"passed": 9, "failed": 1, "not_applicable": 1}, Outcome.FAILED),
        ({"passed": 9, "failed": 1, "error": 1}, Outcome.ERROR),
    ],
)
def test_the_gravest_outcome_of_a_rule_counts(counts, outcome):
    assert rule(outcomes=outcomes(**counts)).outcome is outcome


def test_each_rule_comes_with_its_findings():
    first, second, third = finding("b", line=2), finding("a", line=3), finding("b", line=4)
    made = report(first, second, third, rules=(rule("a"), rule("b"), rule("c")))
    assert [(summary.rule_id, found) for summary, found in made.by_rule()] == [
        ("a", [second]),
        ("b", [first, third]),
        ("c", []),
    ]


def test_a_rule_that_only_findings_name_is_made_from_them():
    made = report(
        finding("x", severity="warning", level=2),
        finding("x", severity="error", level=2),
        finding("x", severity="information", outcome=Outcome.ERROR, level=2),
    )
    summary = made.by_rule()[0][0]
    assert (summary.rule_id, summary.title("en"), summary.title("zh"), summary.severity, summary.level) == (
        "x",
        "x",
        "x",
        "error",
        2,
    )
    assert summary.outcomes == Outcomes(failed=2, error=1)


def test_one_finding_is_enough():
    ((summary, found),) = report(finding("x", level=3)).by_rule()
    assert (summary.level, len(found)) == (3, 1)


def test_the_worst_severity_is_the_rules():
    made = report(finding("x", severity="information"), finding("x", severity="warning"))
    assert made.by_rule()[0][0].severity == "warning"


def test_counts_are_never_less_than_the_findings():
    counted = outcomes(passed=7, failed=3, not_applicable=1)
    made = report(
        finding("a"),
        finding("b", outcome=Outcome.ERROR),
        finding("c"),
        rules=(rule("a", outcomes=counted), rule("b", outcomes=counted), rule("c")),
    )
    assert [summary.outcomes for summary, _ in made.by_rule()] == [
        counted,
        Outcomes(passed=7, failed=3, not_applicable=1, error=1),
        Outcomes(failed=1),
    ]


def test_all_outcomes_together():
    assert outcomes(passed=1, failed=2, not_applicable=3, error=4).total == 10


def test_a_finding_speaks_both_languages():
    each = finding(mend_zh="请改正。")
    assert [each.message("en"), each.message("zh"), each.advice("en"), each.advice("zh")] == [
        "It is wrong.",
        "有误。",
        "Mend it.",
        "请改正。",
    ]
    assert finding().advice("zh") == "Mend it."


def test_the_whole_report_can_be_read_back():
    made = report(finding(column=3, end_column=8, mend_zh="请改正。"), rules=(rule(outcomes=outcomes(passed=2)),))
    assert Report.model_validate(made.model_dump(exclude={"valid"})) == made
