"""Whether rules are consistent and what they see: on made-up rules, on the shipped ones, and on the page that tells it."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

import decheng_data as dd
from decheng_data.error_localisation.certificates import NotSettledError
from decheng_data.rule_analysis import consistency
from decheng_data.rule_analysis.consistency import Consistency, check_rules
from decheng_data.rule_analysis.forms import power_data, power_markdown
from decheng_data.rule_analysis.power import power
from decheng_data.rule_analysis.source import source_of
from decheng_data.rules.observation import ObservationIndex
from decheng_data.rules.rule import RuleSet
from tests import made_figures as made
from tests.command import decheng_data
from tests.retyping import retype

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from decheng_data.rules.rule import Rule

PART, WHOLE, REST = (made.summand(name) for name in ("part", "whole", "rest"))
MINUS_WHOLE = made.summand("whole", -1)


def named(rule_id: str, rule: Rule, **more: Any) -> Rule:
    return dataclasses.replace(rule, row=rule.row.model_copy(update={"rule_id": rule_id, **more}))


def checked(*rules: Rule, **more: Any) -> Consistency:
    return check_rules(RuleSet(rules), ObservationIndex(more.pop("figures", ()), [made.release()]), made.CODES, **more)


def of_kind(found: Consistency, kind: str) -> list[tuple[str, ...]]:
    return [each.rules for each in found.faults if each.kind == kind]


class TestConsistency:
    def test_rules_that_go_together_have_no_fault(self) -> None:
        found = checked(
            named("part", made.linear("<=", PART, MINUS_WHOLE)), named("rest", made.linear("<=", REST, MINUS_WHOLE))
        )
        assert found.ok
        assert found.settled

    def test_a_contradiction_is_told_with_its_core_alone(self) -> None:
        least, most = named("least", made.linear(">=", PART, bound=9)), named("most", made.linear("<=", WHOLE, bound=5))
        within, other = (
            named("within", made.linear("<=", PART, MINUS_WHOLE)),
            named("other", made.linear("<=", REST, MINUS_WHOLE)),
        )
        found = checked(least, other, most, within)
        (rules,) = of_kind(found, "contradiction")
        assert {*rules} == {"least", "most", "within"}
        assert not found.ok
        (fault,) = [each for each in found.faults if each.kind == "contradiction"]
        assert "part level >= 9 亿元" in fault.text.en
        assert "不可能同时成立" in fault.text.zh

    def test_two_contradictions_are_both_told(self) -> None:
        pairs = [
            named(f"{name}-{relation}", made.linear(relation, made.summand(name), bound=bound))
            for name in ("part", "rest")
            for relation, bound in ((">=", 9), ("<=", 5))
        ]
        pairs.append(named("tie", made.linear("<=", PART, MINUS_WHOLE)))
        pairs.append(named("tie-too", made.linear("<=", REST, MINUS_WHOLE)))
        told = [{*rules} for rules in of_kind(checked(*pairs), "contradiction")]
        assert sorted(told, key=sorted) == [{"part->=", "part-<="}, {"rest->=", "rest-<="}]

    def test_a_rule_that_others_imply(self) -> None:
        chain = (
            named("one", made.linear("<=", PART, MINUS_WHOLE)),
            named("two", made.linear("<=", WHOLE, made.summand("rest", -1))),
        )
        found = checked(*chain, named("implied", made.linear("<=", PART, made.summand("rest", -1), bound=3)))
        assert of_kind(found, "implied") == [("implied", "one", "two")]
        assert not found.ok
        assert of_kind(checked(*chain), "implied") == []

    def test_the_same_rule_twice(self) -> None:
        found = checked(
            named("one", made.linear("<=", PART, MINUS_WHOLE)), named("two", made.linear("<=", PART, MINUS_WHOLE))
        )
        assert of_kind(found, "implied") == [("one", "two"), ("two", "one")]

    def test_a_warning_that_errors_make_certain(self) -> None:
        hard, soft = (
            named("hard", made.linear("<=", PART, MINUS_WHOLE)),
            named("soft", made.linear("<=", PART, MINUS_WHOLE, bound=3), severity="warning"),
        )
        found = checked(hard, soft)
        assert of_kind(found, "certain-warning") == [("soft", "hard")]
        assert of_kind(found, "implied") == []
        softer = named("soft", made.linear("<=", PART, MINUS_WHOLE), severity="warning")
        assert (
            of_kind(checked(named("hard", made.linear("<=", PART, MINUS_WHOLE, bound=3)), softer), "implied") == []
        ), "no warning makes up for an error"

    def test_what_only_the_vocabulary_implies_is_no_fault(self) -> None:
        row = made.rule_row("minimum", relation=">=", bound_source="indicator_minimum")
        minimum = made.rule(row, made.summand(None))
        found = checked(minimum, named("not-negative", made.linear(">=", WHOLE)))
        assert of_kind(found, "implied") == [("not-negative", "minimum")]
        assert found.ok
        (fault,) = [each for each in found.faults if each.kind == "implied"]
        assert fault.text.en.endswith("Why it is there: Made up.")

    def test_an_inequality_without_slack(self) -> None:
        found = checked(
            named("one", made.linear("<=", PART, MINUS_WHOLE)), named("two", made.linear(">=", PART, MINUS_WHOLE))
        )
        assert ("one", "two") in of_kind(found, "always-tight")
        assert not found.ok

    def test_a_rule_that_nothing_can_reach(self) -> None:
        mixed = named("mixed", made.linear("<=", made.summand("projects"), MINUS_WHOLE))
        marked = named("marked", made.rule(made.rule_row("x", "printed"), {"role": "each", "dimension": "wind"}))
        assert of_kind(checked(mixed, marked), "unreachable") == [("mixed",), ("marked",)]

    def test_a_rule_that_reaches_nothing_yet_and_bounds_that_all_figures_stand_on(self) -> None:
        rule = named("at-most", made.linear("<=", made.summand(None, measure="growth_rate"), bound=5, unit="percent"))
        assert of_kind(checked(rule), "not-reached") == [("at-most",)]
        figures = [made.observation(name, 5, "percent", "growth_rate") for name in ("part", "whole")]
        assert of_kind(checked(rule, figures=figures), "at-bound") == [("at-most",)]
        assert of_kind(checked(rule, figures=figures), "not-reached") == []

    def test_a_rule_between_periods_of_a_dimension_that_no_flow_has(self) -> None:
        counts = {"indicator_id": None, "measure": "level", "role": "summand", "dimension": "count"}
        rises = made.rule(
            made.rule_row(relation=">=", bound=0, bound_source="fixed"),
            {**counts, "coefficient": 1},
            {**counts, "coefficient": -1, "reference": "previous_cumulative"},
        )
        assert of_kind(checked(named("rises", rises)), "unreachable") == [("rises",)]

    def test_rules_between_periods_stand_beside_each_other(self) -> None:
        flows = {"indicator_id": None, "measure": "level", "role": "summand"}
        grows = named(
            "grows",
            made.rule(
                made.rule_row(relation=">=", bound=0, bound_source="fixed"),
                {**flows, "coefficient": 1},
                {**flows, "coefficient": -1, "reference": "previous_cumulative"},
            ),
        )
        falls = named(
            "falls",
            made.rule(
                made.rule_row(relation="<=", bound=-1, bound_source="fixed", unit="yi_yuan"),
                {**flows, "coefficient": 1},
                {**flows, "coefficient": -1, "reference": "previous_cumulative"},
            ),
        )
        assert {("falls", "grows"), ("grows", "falls")} & {*of_kind(checked(grows, falls), "contradiction")}
        (fault,) = [
            each
            for each in checked(grows, falls).faults
            if each.kind == "contradiction" and "whole level" in each.text.en
        ]
        assert "whole level (previous cumulative)" in fault.text.en

    def test_indicators_that_nothing_touches_or_ties(self) -> None:
        found = checked(named("within", made.linear("<=", PART, MINUS_WHOLE)), named("alone", made.linear(">=", REST)))
        notes = {each.kind: each.text.en for each in found.faults}
        assert notes["untouched"].startswith("No rule touches: output, tax, projects")
        assert notes["alone"] == "No rule ties to another indicator: rest."

    def test_a_rule_that_cannot_run_is_a_fault(self) -> None:
        broken = made.rule_set(made.rule_row("broken", relation="<=", bound_source="fixed", bound=0))
        assert of_kind(check_rules(broken, ObservationIndex([]), made.CODES), "cannot-run") == [("broken",)]

    def test_without_time_it_is_not_settled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rule = named("within", made.linear("<=", PART, MINUS_WHOLE))
        assert not checked(rule, seconds=0).settled

        def out_of_time(*_: object) -> None:
            raise NotSettledError

        monkeypatch.setattr(consistency, "contradiction", out_of_time)
        assert not checked(rule).settled


class TestTheCommands:
    def test_the_shipped_rules_are_consistent_and_each_oddity_has_its_reason(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ran = decheng_data(capsys, "rules", "check")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith("rules: the rules are consistent 规则一致\n")
        told = json.loads(decheng_data(capsys, "rules", "check", "--format", "json").out)
        assert (told["ok"], told["settled"], told["rules"]) == (True, True, len(dd.table("rules")))
        odd = [each for each in told["faults"] if each["kind"] in ("implied", "not-reached", "certain-warning")]
        assert {"level-at-most-maximum", "money-not-negative", "count-not-negative"} <= {
            each["rules"][0] for each in odd
        }
        assert all("Why it is there: " in each["said_en"] and "保留理由：" in each["said_zh"] for each in odd)

    def test_a_contradiction_is_status_1(self, capsys: pytest.CaptureFixture[str], package_copy: Path) -> None:
        retype(package_copy, "share-at-most-100,linear,<=,100,", "share-at-most-100,linear,<=,-5,", "rules")
        ran = decheng_data(capsys, "rules", "check", package_copy)
        assert ran.status == 1
        assert "FAULT  contradiction  share-at-least-0, share-at-most-100" in ran.out

    def test_a_rule_that_cannot_run_and_a_time_that_ends_are_status_2(
        self, capsys: pytest.CaptureFixture[str], package_copy: Path
    ) -> None:
        assert decheng_data(capsys, "rules", "check", "--seconds", "0.001").status == 2
        retype(package_copy, "share-at-most-100,linear,<=,100,", "share-at-most-100,linear,,100,", "rules")
        ran = decheng_data(capsys, "rules", "check", package_copy)
        assert ran.status == 2
        assert "FAULT  cannot-run  share-at-most-100" in ran.out

    def test_the_unsettled_is_reported(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "NOT SETTLED" in decheng_data(capsys, "rules", "check", "--seconds", "0.001").out

    def test_power_of_a_small_package(self, capsys: pytest.CaptureFixture[str], package_copy: Path) -> None:
        path = package_copy / "data" / "observations.csv"
        lines = path.read_text("utf-8").split("\n")
        made_of = [line for line in lines if re.match(r"[^,]*,(provincial_municipal_)?key_projects,", line)]
        path.write_text("\n".join([lines[0], *made_of]) + "\n", "utf-8")
        told = json.loads(decheng_data(capsys, "rules", "power", package_copy, "--format", "json").out)
        assert [each["indicator_id"] for each in told["figures"]] == [
            "key_projects",
            "provincial_municipal_key_projects",
        ]
        total = told["total"]
        assert total["made"] == total["errors"] + total["warnings"] + total["through"]
        assert 0 < total["named"] <= total["first"] <= total["errors"] + total["warnings"]
        assert (told["kinds"]["nought-added"]["first"], told["kinds"]["nought-added"]["named"]) == (2, 2)
        assert told["rules"]["key-project-count-within-total"]["sees"] > 0
        assert (
            "| provincial_municipal_key_projects level | 8个 |"
            in decheng_data(capsys, "rules", "power", package_copy).out
        )


class TestTheMap:
    """The page's tables are checked in full by `scripts/power_page.py --check`; here what rules see, without who is accused."""

    def test_the_page_shows_what_the_rules_see_now(self, root: Path) -> None:
        vocabulary, figures = source_of(root)
        found = power(vocabulary.rules, figures, vocabulary.codes, localise=False)
        now = (root / "docs" / "suspects.md").read_text("utf-8").partition("### Now\n")[2].partition("### Before")[0]
        shown = re.findall(
            r"^\| (\w+ \w+) \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| \d+ \| \d+ \| (\d+) \|$", now, re.MULTILINE
        )
        observations = figures.observations
        seen = [
            (
                f"{observations[place].indicator_id} {observations[place].measure}",
                *map(str, (each.made, each.errors, each.warnings, each.through)),
            )
            for place, each in found.figures.items()
        ]
        assert shown == seen
        rules = re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) \| (\d+) \|$", now, re.MULTILINE)
        assert {rule_id: (int(sees), int(alone)) for rule_id, sees, alone in rules} == {
            rule_id: (count, found.alone[rule_id]) for rule_id, count in found.caught.items()
        }

    def test_without_localisation_nobody_is_accused_and_words_are_left_out(self) -> None:
        figures = [
            made.observation("projects", 1, "place", "rank", printed="首位"),
            made.observation("part", "3.9"),
            made.observation("whole", "4.7"),
        ]
        found = power([made.part_within_whole()], ObservationIndex(figures), made.CODES, localise=False)
        assert (found.total.first, found.total.named) == (0, 0)
        assert {*found.figures} == {1, 2}
        assert found.kinds["exchanged"].errors == 1
        assert "Of " in power_markdown(found, figures)
        assert power_data(found, figures)["total"]["made"] == found.total.made
