"""What came of each rule: counted while a validation runs, told with what a reader must know of it."""

from __future__ import annotations

from decheng_data.model.finding import Outcome
from decheng_data.model.report import Outcomes
from decheng_data.model.vocabulary_rows import RuleRow, RuleTermRow, UnitRow
from decheng_data.packages.fault import STRUCTURE_RULES
from decheng_data.rules.rule import RuleSet
from decheng_data.validation.package import validate
from decheng_data.validation.tally import Tally

TOLD = {
    "severity": "warning",
    "level": 1,
    "type": "VCO",
    "title_en": "Whole",
    "title_zh": "整数",
    "rationale_en": "It is so.",
    "rationale_zh": "理应如此。",
}
LINEAR = RuleRow(rule_id="part-within-whole", kind="linear", relation="<=", bound=0, bound_source="fixed", **TOLD)
WHOLE = RuleRow(rule_id="count-whole", kind="integer", **TOLD)
BROKEN = RuleRow(rule_id="without-terms", kind="integer", **TOLD)
TERMS = [
    RuleTermRow(
        rule_id="part-within-whole", term=1, role="summand", coefficient=1, indicator_id="part", measure="level"
    ),
    RuleTermRow(
        rule_id="part-within-whole", term=2, role="summand", coefficient=-1, indicator_id="whole", measure="level"
    ),
    RuleTermRow(rule_id="count-whole", term=1, role="each"),
]
UNITS: dict[str, UnitRow] = {}


def rule_set():
    return RuleSet.from_rows([(2, LINEAR), (3, WHOLE), (4, BROKEN)], TERMS, indicators={"part", "whole"}, units=UNITS)


def test_outcomes_are_counted_rule_by_rule():
    tally = Tally()
    for outcome in (Outcome.PASSED, Outcome.PASSED, Outcome.FAILED):
        tally.count("count-whole", outcome)
    tally.count("part-within-whole", Outcome.NOT_APPLICABLE, ("there is no whole level", "没有 whole 的数值"))
    tally.count("part-within-whole", Outcome.NOT_APPLICABLE, ("another reason", "另一理由"))
    tally.count("without-terms", Outcome.ERROR)
    tally.count("type-error", Outcome.FAILED)
    assert tally.total == Outcomes(passed=2, failed=2, not_applicable=2, error=1)
    told = {each.rule_id: each for each in tally.summaries(rule_set())}
    assert list(told) == [*STRUCTURE_RULES, "part-within-whole", "count-whole", "without-terms"]
    assert told["count-whole"].outcomes == Outcomes(passed=2, failed=1)
    assert told["part-within-whole"].why == ("there is no whole level", "没有 whole 的数值")
    assert told["part-within-whole"].expression == "part level - whole level <= 0"
    assert told["count-whole"].expression is None
    assert told["without-terms"].outcome is Outcome.ERROR
    assert {name: getattr(told["without-terms"], name) for name in TOLD} == TOLD


def test_rules_of_structure_have_titles_in_both_languages_and_pass_without_a_fault():
    told = {each.rule_id: each for each in Tally().summaries(RuleSet(()))}
    assert {rule_id: (each.title("en"), each.title("zh")) for rule_id, each in told.items()} == STRUCTURE_RULES
    assert {each.outcome for each in told.values()} == {Outcome.PASSED}
    assert {each.rule_id for each in told.values() if each.severity == "information"} == {
        "byte-order-mark",
        "line-ending",
    }


def test_a_validation_tells_its_rules():
    report = validate()
    own = [each for each in report.rules if each.level]
    assert len(own) == report.rules_run
    assert all(each.rationale("en") and each.rationale("zh") and each.type for each in own)
    assert sum(each.outcomes.total for each in report.rules) == report.outcomes.total
    assert all(each.reason and each.reason_zh for each in report.rules if each.outcome is Outcome.NOT_APPLICABLE)
