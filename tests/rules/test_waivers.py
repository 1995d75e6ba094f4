"""Waivers: what one accepts, until when, and how it is shown; what cannot be waived; and one that waives nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.model.report import FindingsError
from decheng_data.packages.package import open_package
from decheng_data.releases.release import releases_of
from decheng_data.reporters.forms import Form, write_as
from decheng_data.rules.waivers import Waivers
from decheng_data.validation import package as validation
from tests.command import decheng_data
from tests.made_states import RELEASE, MadeState, made_state, waiver

if TYPE_CHECKING:
    from decheng_data.model.finding import Finding
    from decheng_data.model.report import Report

TODAY = date(2031, 10, 1)
OUTLYING = "growth-not-outlying-high"


@pytest.fixture
def state(tmp_path: Path) -> MadeState:
    """A state in which the growth of investment is beyond what is plausible (a warning) and a share is beyond 100 % (an error)."""
    made = made_state(tmp_path / "state").set("observations", 7, value="600.0", printed="600.0%")
    share = {
        "indicator_id": "high_tech_output_share",
        "measure": "share",
        "comparison": "none",
        "value": "120",
        "decimals": "0",
        "unit": "percent",
    }
    row = {"release_id": RELEASE, "period": "2031-S1", "area": "371402", "obs_status": "A", "printed": "120%"}
    return made.add("observations", **row, **share)


def validated(state: MadeState) -> Report:
    return dd.validate(state, today=TODAY)


def told(report: Report) -> dict[str, bool]:
    """Whether each finding is accepted, by its rule."""
    return {each.rule: each.waived is not None for each in report.findings}


def one(report: Report, rule: str) -> Finding:
    (finding,) = (each for each in report.findings if each.rule == rule)
    return finding


def outcomes(report: Report, rule: str) -> dict[str, int]:
    (summary,) = (each for each in report.rules if each.rule_id == rule)
    return {name: count for name, count in summary.outcomes.model_dump().items() if count}


class TestAccepted:
    def test_without_a_waiver_both_fail(self, state: MadeState) -> None:
        report = validated(state)
        assert told(report) == {"share-at-most-100": False, OUTLYING: False}
        assert [outcomes(report, rule) for rule in ("waiver-expired", "waiver-unused")] == [{"not_applicable": 1}] * 2

    def test_with_waivers_they_are_shown_and_do_not_fail(self, state: MadeState) -> None:
        before = validated(state)
        state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment")).add(
            "waivers", **waiver("share-at-most-100", "high_tech_output_share")
        )
        report = validated(state)
        assert told(report) == {"share-at-most-100": True, OUTLYING: True}
        assert report.valid
        assert [report.exit_status(severity) for severity in ("error", "warning")] == [0, 0]
        assert report.at_or_above("information") == ()
        assert report.accepted == report.findings
        assert (report.outcomes.waived, report.outcomes.failed) == (2, 0)
        assert (
            report.outcomes.total == before.outcomes.total + 2
        )  # two waivers, judged by two rules that were not applicable before
        assert outcomes(report, OUTLYING)["waived"] == 1
        report.raise_for_findings("warning")

    def test_with_reason_author_and_day(self, state: MadeState) -> None:
        state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment", "2031-12-31"))
        waived = one(validated(state), OUTLYING).waived
        assert waived is not None
        assert (waived.reason, waived.author, waived.until) == ("made up", "a test", date(2031, 12, 31))

    def test_any_figure_of_the_finding_will_do(self, state: MadeState) -> None:
        rows = {"key_project_investment": "142.7", "provincial_municipal_key_project_investment": "152.9"}
        for indicator, value in rows.items():
            figure = {
                "release_id": RELEASE,
                "period": "2031-S1",
                "area": "371402",
                "comparison": "none",
                "unit": "hundred_million_yuan",
                "obs_status": "A",
            }
            state.add(
                "observations",
                **figure,
                indicator_id=indicator,
                measure="level",
                value=value,
                decimals="1",
                printed=f"{value}亿元",
            )
        for indicator in rows:
            other = state.copy(indicator).add("waivers", **waiver("key-project-investment-within-total", indicator))
            assert one(validated(other), "key-project-investment-within-total").waived

    @pytest.mark.parametrize(
        "row",
        [
            waiver(OUTLYING, "retail_sales"),
            waiver("growth-not-outlying-low", "gdp"),
            waiver("share-at-most-100", "gdp"),
        ],
    )
    def test_another_figure_or_rule_is_not_accepted(self, state: MadeState, row: dict[str, str]) -> None:
        report = validated(state.add("waivers", **row))
        assert told(report) == {"share-at-most-100": False, OUTLYING: False, "waiver-unused": False}

    def test_another_release_is_not_accepted(self, state: MadeState) -> None:
        row = {
            **state.rows("releases")[0],
            "release_id": "made-up-2030-S1",
            "period": "2030-S1",
            "period_range": "2030-01-01/P6M",
        }
        state.add("releases", **row).add(
            "waivers", **waiver(OUTLYING, "fixed_asset_investment", release="made-up-2030-S1")
        )
        assert one(validated(state), OUTLYING).waived is None

    def test_a_figure_that_is_missing_can_be_accepted(self, state: MadeState) -> None:
        state.drop("observations", 10).add("waivers", **waiver("expected-measures", "industrial_value_added"))
        report = validated(state)
        assert one(report, "expected-measures").waived
        assert "waiver-unused" not in told(report)

    def test_what_is_not_accepted_comes_first(self, state: MadeState) -> None:
        state.add("waivers", **waiver("share-at-most-100", "high_tech_output_share"))
        assert [each.rule for each in validated(state).findings] == [OUTLYING, "share-at-most-100"]


class TestNotAccepted:
    def test_a_fault_of_structure(self, state: MadeState) -> None:
        """Not even by a rule that has the name of one."""
        rule = state.rows("rules")[0] | {"rule_id": "type-error", "kind": "printed"}
        term = state.rows("rule_terms")[0] | {"rule_id": "type-error"}
        state.add("rules", **rule).add("rule_terms", **term).add("waivers", **waiver("type-error", "gdp")).set(
            "observations", 2, value="much"
        )
        report = validated(state)
        assert [each.waived for each in report.findings if each.level == 0] == [None]
        assert report.exit_status() == 1

    def test_a_rule_that_cannot_run(self, state: MadeState) -> None:
        line = 2 + [row["rule_id"] for row in state.rows("rules")].index(OUTLYING)
        report = validated(
            state.set("rules", line, relation="").add("waivers", **waiver(OUTLYING, "fixed_asset_investment"))
        )
        assert one(report, OUTLYING).waived is None
        assert report.exit_status() == 2
        assert "waiver-unused" not in told(report)

    def test_a_waiver_that_is_broken_itself(self, state: MadeState) -> None:
        state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment") | {"until": "soon"})
        assert one(validated(state), OUTLYING).waived is None

    def test_the_waivers_own_rules(self, state: MadeState) -> None:
        state.add("waivers", **waiver("waiver-expired", "gdp")).add(
            "waivers", **waiver(OUTLYING, "fixed_asset_investment", "2031-09-30")
        )
        report = validated(state)
        assert one(report, "waiver-expired").waived is None
        assert one(report, "waiver-unused").line == 2


class TestExpired:
    @pytest.mark.parametrize(("until", "holds"), [("2031-10-01", True), ("2031-09-30", False)])
    def test_it_holds_through_its_last_day(self, state: MadeState, until: str, holds: bool) -> None:
        report = validated(state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment", until)))
        assert (one(report, OUTLYING).waived is not None) is holds
        assert ("waiver-expired" in told(report)) is not holds
        assert "waiver-unused" not in told(report)

    def test_it_is_an_error_on_its_line(self, state: MadeState) -> None:
        report = validated(state.add("waivers", **waiver("share-at-most-100", "gdp", "2031-09-30")))
        finding = one(report, "waiver-expired")
        assert (finding.severity, finding.place, finding.release) == ("error", "data/waivers.csv:2:until", RELEASE)
        assert (finding.found, finding.expected) == ("2031-09-30", "2031-10-01 or later")
        assert finding.code == "rules.waiver-expired"
        assert [finding.parts[name] for name in ("waived", "subject", "author", "today")] == [
            "share-at-most-100",
            "gdp",
            "a test",
            "2031-10-01",
        ]
        assert not report.valid

    def test_the_day_is_that_of_the_clock(self, state: MadeState) -> None:
        today = datetime.now(UTC).date()
        ends = (today - timedelta(days=2), today + timedelta(days=2))
        for until, waived in zip(ends, (False, True), strict=True):
            state.write("waivers", [waiver(OUTLYING, "fixed_asset_investment", str(until))])
            assert (one(dd.validate(state), OUTLYING).waived is not None) is waived


class TestUnused:
    def test_it_is_a_warning_on_its_line(self, state: MadeState) -> None:
        state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment")).add(
            "waivers", **waiver("count-whole", "key_projects")
        )
        finding = one(validated(state), "waiver-unused")
        assert (finding.severity, finding.place, finding.release) == ("warning", "data/waivers.csv:3:rule_id", RELEASE)
        assert (finding.code, finding.found, finding.parts["subject"]) == (
            "rules.waiver-unused",
            "count-whole",
            "key_projects",
        )

    def test_of_a_rule_between_states_it_is_judged_only_with_an_earlier_one(
        self, state: MadeState, tmp_path: Path
    ) -> None:
        before = made_state(tmp_path / "before")
        state.add("waivers", **waiver("revision-within-tolerance", "retail_sales"))
        assert "waiver-unused" not in told(validated(state))
        assert outcomes(validated(state), "waiver-unused") == {"not_applicable": 1}
        report = dd.validate(state, against=before, today=TODAY)
        assert report.outcomes.waived == 0
        assert "waiver-unused" in told(report)

    def test_a_waiver_of_the_ledgers_rule_is_judged_in_any_state(self, state: MadeState) -> None:
        assert "waiver-unused" in told(validated(state.add("waivers", **waiver("revision-ledger-true", "gdp"))))


def test_a_revision_is_accepted(tmp_path: Path) -> None:
    old = made_state(tmp_path / "old")
    new = (
        old.copy("new")
        .set("observations", 2, value="300.0")
        .add("waivers", **waiver("revision-within-tolerance", "gdp"))
    )
    new.add("waivers", **waiver("records-revised-limited", "gdp")).set("observations", 4, value="13.0")
    report = dd.validate(new, against=old, today=TODAY)
    assert {each.rule for each in report.accepted} == {"revision-within-tolerance", "records-revised-limited"}


def test_rules_that_are_not_listed_judge_nothing(state: MadeState) -> None:
    state.write("rules", [row for row in state.rows("rules") if row["kind"] != "waiver"])
    state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment", "2031-09-30")).add(
        "waivers", **waiver("count-whole", "gdp")
    )
    assert told(validated(state)) == {"share-at-most-100": False, OUTLYING: False}


def test_no_waiver_no_work() -> None:
    assert Waivers([], "data/waivers.csv", TODAY).applied([]) == []


class TestShown:
    @pytest.fixture
    def report(self, state: MadeState) -> Report:
        return validated(state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment") | {"reason": "一次 <b>"}))

    def test_as_text(self, report: Report) -> None:
        text = write_as("text", report, "both")
        assert f"ACCEPTED warning  {OUTLYING}  data/observations.csv:7:value" in text
        assert "    ✓ accepted 已接受: 一次 <b> (a test, until 至 2999-12-31)" in text
        assert ", 1 failed, 1 accepted, " in text
        assert text.endswith("NOT VALID 无效: 1 error 错误, 1 accepted 已接受\n")

    def test_as_json(self, report: Report) -> None:
        told_of = json.loads(write_as("json", report, "both"))
        assert told_of["findings"][1]["waived"] == {"reason": "一次 <b>", "author": "a test", "until": "2999-12-31"}
        assert told_of["outcomes"]["waived"] == 1

    def test_as_annotations_it_is_a_notice(self, report: Report) -> None:
        lines = write_as("github", report, "en").splitlines()
        assert [line.partition(" ")[0] for line in lines if OUTLYING in line] == ["::notice"]

    def test_as_sarif_it_is_suppressed(self, report: Report) -> None:
        (accepted,) = (
            each
            for each in json.loads(write_as("sarif", report, "en"))["runs"][0]["results"]
            if each["ruleId"] == OUTLYING
        )
        assert accepted["suppressions"] == [
            {"kind": "external", "status": "accepted", "justification": "一次 <b> (a test, 2999-12-31)"}
        ]

    def test_as_gitlab_it_is_information(self, report: Report) -> None:
        assert [
            each["severity"] for each in json.loads(write_as("gitlab", report, "en")) if each["check_name"] == OUTLYING
        ] == ["info"]

    def test_as_junit_the_case_passes(self, report: Report) -> None:
        case = write_as("junit", report, "en").partition(f'name="{OUTLYING}"')[2].partition("</testcase>")[0]
        assert "<failure" not in case
        assert "accepted: 一次 &lt;b&gt;" in case

    def test_as_markdown(self, report: Report) -> None:
        text = write_as("markdown", report, "en")
        assert "1 failed, 1 accepted," in text
        assert "| accepted | growth-not-outlying-high |" in text
        assert "<b>" not in text

    @pytest.mark.parametrize("form", list(Form))
    def test_in_every_form_the_reason_is_told(self, report: Report, form: Form) -> None:
        assert "一次" in write_as(form.value, report, "both")

    def test_in_one_line_and_as_html(self, report: Report) -> None:
        assert "findings: 1 error, 0 warning, 0 information, 1 accepted>" in repr(report)
        assert "accepted" in report._repr_html_()

    def test_what_is_raised_speaks_only_of_what_is_not_accepted(self, report: Report) -> None:
        with pytest.raises(FindingsError) as raised:
            report.raise_for_findings("warning")
        assert "share" in str(raised.value)
        assert OUTLYING not in str(raised.value)
        assert "Growth is seldom" not in str(raised.value)


def test_a_release_whose_failure_is_accepted_can_be_read(state: MadeState) -> None:
    package = open_package(state)
    with pytest.raises(ValueError, match="share-at-most-100"):
        releases_of(package)
    state.add("waivers", **waiver("share-at-most-100", "high_tech_output_share", "2999-12-31"))
    (release,) = releases_of(open_package(state))
    assert release["high_tech_output_share"].value == 120


def test_a_release_whose_other_failures_are_not_accepted_cannot(state: MadeState) -> None:
    state.add("waivers", **waiver("share-at-most-100", "high_tech_output_share")).set(
        "observations", 11, value="40.5", printed="40.5个", decimals="1"
    )
    with pytest.raises(ValueError, match="count-whole") as raised:
        releases_of(open_package(state))
    assert "share-at-most-100" not in str(raised.value)


def test_at_the_command_line(capsys: pytest.CaptureFixture[str], state: MadeState) -> None:
    state.add("waivers", **waiver(OUTLYING, "fixed_asset_investment")).add(
        "waivers", **waiver("share-at-most-100", "high_tech_output_share")
    )
    ran = decheng_data(capsys, "validate", state.folder, "--fail-on", "warning", "--lang", "en")
    assert ran.status == 0
    assert ran.out.endswith("VALID: 2 accepted\n")


def test_what_is_slow_to_load_is_loaded_only_where_it_is_needed() -> None:
    source = Path(validation.__file__).read_text("utf-8")
    top = source.partition("if TYPE_CHECKING:")[0]
    assert not [
        name for name in ("revisions", "comparisons", "waivers", "table_states") if f"decheng_data.{name}" in top
    ]
