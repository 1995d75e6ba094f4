"""JUnit XML read back by junitparser: one case a rule."""

from __future__ import annotations

import sys

import junitparser
import pytest
from hypothesis import given

from decheng_data.errors import MissingExtraError
from decheng_data.model.finding import Outcome
from decheng_data.reporters.junit import FINDINGS_PER_RULE, render
from tests.examples import examples
from tests.made_reports import finding, hostile_reports, languages, outcomes, report, rule


def suite_of(made, **options):
    return next(iter(junitparser.JUnitXml.fromstring(render(made, **options).encode())))


def cases_of(made, **options):
    return {case.name: case for case in suite_of(made, **options)}


def test_a_rule_is_a_case_with_its_outcome():
    rules = (
        rule("holds", outcomes=outcomes(passed=3, not_applicable=1)),
        rule("fails", severity="warning", outcomes=outcomes(passed=3, failed=1), level=2),
        rule("breaks", outcomes=outcomes(error=1)),
        rule("waits", outcomes=outcomes(not_applicable=2), reason="there is no gdp level"),
        rule("structure", outcomes=outcomes(), level=0),
    )
    made = report(finding("fails", severity="warning"), finding("breaks", outcome=Outcome.ERROR), rules=rules)
    cases = cases_of(made, language="en")
    assert list(cases) == ["holds", "fails", "breaks", "waits", "structure"]
    assert cases["holds"].is_passed
    assert cases["structure"].is_passed
    assert cases["fails"].is_failure
    assert cases["breaks"].is_error
    assert cases["waits"].is_skipped
    assert cases["fails"].classname == "decheng-data.level2"
    assert cases["waits"].result[0].message == "there is no gdp level"
    failure = cases["fails"].result[0]
    assert (failure.message, failure.type) == ("What fails demands", "warning")
    assert failure.text == "data/observations.csv:2:value\nIt is wrong.\n→ Mend it."


def test_the_suite_tells_what_was_validated_and_counts():
    made = report(finding(), rules=(rule(), rule("other", outcomes=outcomes(not_applicable=1))))
    suite = suite_of(made)
    assert (suite.name, suite.tests, suite.failures, suite.errors, suite.skipped) == ("made", 2, 1, 0, 1)
    assert {each.name: each.value for each in suite.properties()} == {
        "version": "1.0.0",
        "validator": "decheng_data 0.1.0",
    }
    assert suite.timestamp == made.time.isoformat(timespec="seconds")


def test_what_only_informs_does_not_fail():
    case = cases_of(report(finding(severity="information"), rules=(rule(severity="information"),)), language="zh")[
        "printed-agrees"
    ]
    assert case.is_passed
    assert case.system_out == "data/observations.csv:2:value\n有误。\n→ Mend it."


def test_a_rule_that_only_a_finding_names_fails_too():
    assert cases_of(report(finding("row-error")))["row-error"].is_failure


def test_a_rule_with_a_finding_never_passes_whatever_its_counts_say():
    assert cases_of(report(finding(), rules=(rule(outcomes=outcomes(passed=9)),)))["printed-agrees"].is_failure


def test_of_many_findings_the_first_are_told_and_the_rest_counted():
    text = cases_of(report(*(finding(line=line) for line in range(1, 151))))["printed-agrees"].result[0].text
    assert text.count("It is wrong.") == FINDINGS_PER_RULE
    assert text.endswith(
        "… and 50 more findings of this rule, all in --format json 本规则另有 50 项，--format json 列出全部"
    )


def test_of_as_many_as_are_told_none_is_counted():
    text = cases_of(report(*[finding()] * FINDINGS_PER_RULE))["printed-agrees"].result[0].text
    assert "more findings" not in text


def test_a_failure_whose_findings_are_not_listed_fails_all_the_same():
    failure = cases_of(report(rules=(rule(severity="warning", outcomes=outcomes(failed=1)),)))["printed-agrees"].result[
        0
    ]
    assert (failure.type, failure.text) == ("warning", None)


def test_without_junitparser_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "junitparser", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'decheng-data\[junit\]'"):
        render(report())


@examples(30)
@given(hostile_reports, languages)
def test_hostile_text_breaks_nothing(made, language):
    suite = suite_of(made, language=language)
    by_rule = made.by_rule()
    assert len(suite) == len(by_rule)
    broken = [
        any(each.outcome is Outcome.ERROR or each.severity != "information" for each in findings)
        for _, findings in by_rule
    ]
    assert all(not case.is_passed for case, is_broken in zip(suite, broken, strict=True) if is_broken)
