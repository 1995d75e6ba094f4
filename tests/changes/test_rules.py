"""The rules between two states: each with a change that keeps it and one that does not; and recording, by which a change comes to pass."""

from __future__ import annotations

import copy
import re
import stat
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.changes.compare import read_state
from decheng_data.changes.descriptor_lines import line_of
from decheng_data.changes.ledger import FIELDS, KEY
from decheng_data.changes.recording import Kind, record
from decheng_data.changes.rules import judge
from decheng_data.changes.state import RowState, State
from decheng_data.errors import DechengDataError, PackageError
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.parts import Line
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.package import open_package
from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.rule import REVISION_RULES
from tests.command import decheng_data
from tests.examples import examples
from tests.made_states import (
    LATER,
    PERIOD,
    RELEASE,
    VINTAGE,
    MadeState,
    Repository,
    add_release,
    made_state,
    packed,
    waiver,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from decheng_data.changes.comparison import Comparison
    from decheng_data.model.finding import Finding
    from decheng_data.model.report import Report

GDP = dict(zip(KEY, (RELEASE, "gdp", "level", PERIOD, "371402", "none"), strict=True))


@pytest.fixture
def old(tmp_path: Path) -> MadeState:
    return made_state(tmp_path / "old")


@pytest.fixture
def new(old: MadeState) -> MadeState:
    return old.copy("new")


def findings(new: MadeState, old: MadeState | None, *rules: str) -> list[Finding]:
    return [each for each in dd.validate(new, against=old).findings if each.rule in (rules or REVISION_RULES)]


def broken(new: MadeState, old: MadeState) -> set[str]:
    return {each.rule for each in findings(new, old)}


def outcomes(report: Report, rule: str) -> dict[str, int]:
    (summary,) = (each for each in report.rules if each.rule_id == rule)
    return {name: count for name, count in summary.outcomes.model_dump().items() if count}


def revised(state: MadeState, line: int = 2, **cells: str) -> MadeState:
    return state.set("observations", line, **cells)


def entry(
    before: str, after: str, vintage: str = LATER, field: str = "value", kind: str = "revision", **key: str
) -> dict[str, str]:
    return {
        **GDP,
        **key,
        "vintage": vintage,
        "field": field,
        "from": before,
        "to": after,
        "kind": kind,
        "reason": "made up",
    }


def write(old: MadeState, new: MadeState, kind: Kind = "correction") -> tuple[Comparison, list[dict[str, str]]]:
    return record(read_state(old), new, kind=kind, reason="made up")


class TestTogether:
    def test_a_state_against_itself_is_valid(self, old: MadeState) -> None:
        report = dd.validate(old, against=old)
        assert report.valid
        assert not report.findings
        assert {rule: outcomes(report, rule) for rule in REVISION_RULES} == {
            "revision-recorded": {"not_applicable": 1},
            "record-not-dropped": {"not_applicable": 1},
            "revision-ledger-true": {"not_applicable": 1},
            "revision-within-tolerance": {"not_applicable": 1},
            "records-revised-limited": {"passed": 1},
            "status-not-back": {"not_applicable": 1},
            "vintage-moved": {"passed": 1},
            "version-fits-change": {"passed": 1},
            "vocabulary-stable": {
                "passed": sum(len(old.rows(table)) for table in ("areas", "units", "themes", "indicators"))
            },
            "definition-stable": {"passed": len(old.rows("indicators"))},
        }

    def test_without_an_earlier_state_none_is_applicable_and_that_is_counted(self, old: MadeState) -> None:
        report = dd.validate(old)
        assert all(outcomes(report, rule) == {"not_applicable": 1} for rule in REVISION_RULES)
        (reason,) = {summary.reason for summary in report.rules if summary.rule_id in REVISION_RULES}
        assert reason == "it compares the package with an earlier state (validate --against)"

    def test_an_earlier_state_of_any_kind(self, old: MadeState, new: MadeState, tmp_path: Path) -> None:
        revised(new, value="150.5", printed="150.5亿元")
        for earlier in (
            old,
            packed(old, tmp_path / "old.zip"),
            packed(old, tmp_path / "old.whl", "decheng_data/_package/"),
        ):
            assert {each.rule for each in dd.validate(new, against=earlier).findings} == {
                "revision-recorded",
                "vintage-moved",
                "version-fits-change",
            }

    def test_an_earlier_state_with_faults_does_not_hinder(self, old: MadeState, new: MadeState) -> None:
        """A state may mend what was wrong before."""
        revised(old, value="n.a.", obs_status="?").add("observations", **old.rows("observations")[3])
        write(old, new.move())
        assert not [each for each in dd.validate(new, against=old).findings if each.severity == "error"]

    def test_an_earlier_state_that_cannot_be_read_is_no_pass(self, old: MadeState, new: MadeState) -> None:
        old.path("observations").unlink()
        with pytest.raises(PackageError, match=r"cannot be compared: data/observations\.csv: the file is not there"):
            dd.validate(new, against=old)

    def test_a_change_cannot_drop_the_rules_that_judge_it(self, old: MadeState, new: MadeState) -> None:
        new.write("rules", [row for row in new.rows("rules") if row["kind"] != "revision"])
        revised(new, value="15.0", printed="15.0亿元")
        assert broken(new, old) == {
            "revision-recorded",
            "revision-within-tolerance",
            "vintage-moved",
            "version-fits-change",
        }

    def test_a_rule_that_the_earlier_state_did_not_have_is_run_as_it_stands(
        self, old: MadeState, new: MadeState
    ) -> None:
        old.write("rules", [row for row in old.rows("rules") if row["rule_id"] != "vintage-moved"])
        assert "vintage-moved" in broken(revised(new, value="15.0", printed="15.0亿元"), old)

    def test_an_earlier_rule_that_cannot_run_now_is_left_out(self, old: MadeState, new: MadeState) -> None:
        new.write("rules", [row for row in new.rows("rules") if row["kind"] != "revision"])
        old.write(
            "rules",
            [row | ({"severity": "?"} if row["rule_id"] == "vintage-moved" else {}) for row in old.rows("rules")],
        )
        revised(new, value="15.0", printed="15.0亿元")
        assert "vintage-moved" not in broken(new, old)
        assert "revision-recorded" in broken(new, old)

    def test_faults_of_the_new_state_are_told_beside(self, old: MadeState, new: MadeState) -> None:
        revised(new, value="150.5").add("observations", **new.rows("observations")[3])
        told = {each.rule for each in dd.validate(new, against=old).findings}
        assert {"primary-key", "printed-agrees", "revision-recorded"} <= told

    def test_a_new_state_whose_table_cannot_be_read_is_not_valid(self, old: MadeState, new: MadeState) -> None:
        new.path("observations").write_text("value\n1\n")
        assert dd.validate(new, against=old).exit_status() != 0


class TestRecorded:
    def test_a_changed_cell_is_found_on_its_line(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(revised(new, 4, value="12.5", printed="12.0亿元"), old, "revision-recorded")
        assert (finding.severity, finding.level, finding.release) == ("error", 2, RELEASE)
        assert finding.place == "data/observations.csv:4:value"
        assert (finding.found, finding.expected) == ("12.5", f"12 → 12.5 in data/revisions.csv, vintage {VINTAGE}")
        assert [str(each) for each in finding.observations] == ["general_budget_revenue level 12.5亿元"]
        assert (finding.code, finding.parts["before"], finding.parts["steps"]) == ("changes.not-recorded", "12", ())
        assert finding.parts["cell"].en.endswith("(general_budget_revenue level value)")
        assert finding.parts["cell"].zh == "一般公共预算收入（数值）的 value"
        assert finding.parts["is_vintage_due"] is True
        assert finding.parts["command"] == (
            f'decheng-data compare {old.folder} {new.folder} --record --kind correction --reason "…"'
        )

    def test_each_cell_by_itself(self, old: MadeState, new: MadeState) -> None:
        revised(new, value="151.0", printed="151.0亿元", note_en="made up").move()
        told = findings(new, old, "revision-recorded")
        assert [each.field for each in told] == ["note_en", "printed", "value"]
        assert [each.parts["is_vintage_due"] for each in told] == [False, False, False]

    def test_when_it_stands_in_the_ledger_it_passes(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="151.0").add("revisions", **entry("150.0", "151.0"))
        assert not findings(
            new, old, "revision-recorded", "revision-ledger-true", "vintage-moved", "version-fits-change"
        )

    @pytest.mark.parametrize(
        "row",
        [
            entry("150.0", "152.0"),
            entry("149.0", "151.0"),
            entry("150.0", "151.0", vintage="2031-09-02"),
            entry("150.0", "151.0", vintage="2031-07-01"),
            entry("150.0", "151.0", field="decimals"),
            entry("150.0", "151.0", measure="growth_rate"),
        ],
    )
    def test_a_row_that_says_otherwise_does_not_count(
        self, old: MadeState, new: MadeState, row: dict[str, str]
    ) -> None:
        revised(new.move(), value="151.0").add("revisions", **row)
        (finding,) = findings(new, old, "revision-recorded")
        assert finding.field == "value"

    def test_what_the_ledger_says_otherwise_is_told(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="151.0").add("revisions", **entry("150.0", "152.0"))
        (finding,) = findings(new, old, "revision-recorded")
        assert (finding.parts["ledger"], finding.parts["steps"]) == ("data/revisions.csv", ((LATER, "150", "152"),))

    def test_an_old_row_of_the_ledger_does_not_count(self, old: MadeState, new: MadeState) -> None:
        """A figure that went back to what it was is another change."""
        for state in (old, new):
            state.add("revisions", **entry("151.0", "150.0", vintage=VINTAGE))
        revised(new.move(), value="151.0")
        assert broken(new, old) == {"revision-recorded", "revision-ledger-true"}

    def test_steps_over_several_vintages_are_one_change(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="152.0").add("revisions", **entry("151.0", "152.0")).add(
            "revisions", **entry("150.0", "151.0", vintage="2031-08-15")
        )
        assert not findings(new, old, "revision-recorded", "revision-ledger-true")

    def test_steps_that_do_not_meet_are_none(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="152.0").add("revisions", **entry("151.5", "152.0")).add(
            "revisions", **entry("150.0", "151.0", vintage="2031-08-15")
        )
        assert broken(new, old) == {"revision-recorded", "revision-ledger-true"}

    def test_a_figure_added_to_a_release_that_was_there(self, old: MadeState, new: MadeState) -> None:
        old.drop("observations", 10)
        new.move("1.1.0")
        (finding,) = findings(new, old)
        assert (finding.rule, finding.place) == ("revision-recorded", "data/observations.csv:10:value")
        assert (finding.parts["before"], finding.found) == ("", "7")
        write(old, new)
        assert not findings(new, old)

    def test_a_new_release_needs_no_record(self, old: MadeState, new: MadeState) -> None:
        add_release(new, "made-up-2031-S2", "2031-S2").describe(version="1.1.0")
        assert not findings(new, old)

    def test_a_figure_that_cannot_be_read_is_still_told(self, old: MadeState, new: MadeState) -> None:
        for text in ("much", "NaN", "9" * 70):
            (finding,) = findings(revised(new, value=text), old, "revision-recorded")
            assert finding.line == 2
            assert [str(each.value) for each in finding.observations] == ["150"]  # as the old state has it

    def test_of_a_figure_that_never_could_be_read_the_place_is_told(self, old: MadeState, new: MadeState) -> None:
        revised(old, value="?")
        (finding,) = findings(revised(new, value="??"), old, "revision-recorded")
        assert (finding.line, finding.observations) == (2, ())


class TestNotDropped:
    def test_a_lost_row(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(new.drop("observations", 5), old, "record-not-dropped", "revision-recorded")
        assert (finding.rule, finding.severity, finding.release) == ("record-not-dropped", "error", RELEASE)
        assert (finding.file, finding.line, finding.field) == ("data/observations.csv", None, None)
        assert finding.code == "changes.withdrawal-not-recorded"
        assert (finding.parts["before"], finding.parts["old_line"]) == ("5", 5)
        assert [(each.indicator_id, each.file, each.line) for each in finding.observations] == [
            ("general_budget_revenue", None, None)
        ]

    def test_a_withdrawn_figure_that_is_recorded(self, old: MadeState, new: MadeState) -> None:
        write(old, new.drop("observations", 5).move())
        assert new.rows("revisions")[0] | {"from": "5", "to": "", "field": "value"} == new.rows("revisions")[0]
        assert not findings(new, old)

    def test_a_figure_that_moved_to_another_indicator(self, old: MadeState, new: MadeState) -> None:
        revised(new, 10, indicator_id="new_market_entities")
        assert {"record-not-dropped", "revision-recorded"} <= broken(new, old)
        write(old, new.move("1.1.0"))
        assert not findings(new, old)

    def test_a_release_that_went_as_a_whole_is_for_the_version_to_tell(self, old: MadeState, new: MadeState) -> None:
        add_release(old, "made-up-2031-S2", "2031-S2")
        assert broken(new, old) == {"version-fits-change"}
        assert not broken(new.describe(version="2.0.0"), old)


class TestLedgerTrue:
    def test_it_is_held_against_the_figures_without_an_earlier_state(self, new: MadeState) -> None:
        new.add("revisions", **entry("151.0", "150.0", vintage=VINTAGE))
        report = dd.validate(new)
        assert outcomes(report, "revision-ledger-true") == {"passed": 1}
        (other,) = {
            summary.reason
            for summary in report.rules
            if summary.rule_id in REVISION_RULES and summary.rule_id != "revision-ledger-true"
        }
        assert other == "there is no earlier state to compare with (validate --against)"

    @pytest.mark.parametrize(
        ("rows", "line", "column", "code", "expected", "more"),
        [
            (
                [entry("150.0", "151.0", vintage=VINTAGE)],
                2,
                "to",
                "changes.not-as-recorded",
                "150",
                {"since": VINTAGE},
            ),
            (
                [entry("1", "150.0", vintage="2031-08-02")],
                2,
                "vintage",
                "changes.after-vintage",
                f"a vintage up to {VINTAGE}",
                {"vintage": VINTAGE},
            ),
            *(
                (
                    [entry("1", "2", vintage=VINTAGE, field=field)],
                    2,
                    "field",
                    "changes.no-such-column",
                    "a column of observations.csv",
                    {},
                )
                for field in ("theme", "period")
            ),
            *(
                (rows, line, "from", "changes.broken-chain", "2", {"ended": "2031-07-01", "began": VINTAGE})
                for rows, line in (
                    ([entry("1", "2", "2031-07-01"), entry("3", "150", VINTAGE)], 3),
                    ([entry("3", "150", VINTAGE), entry("1", "2", "2031-07-01")], 2),
                )
            ),
            ([entry("150", "", vintage=VINTAGE)], 2, "to", "changes.not-as-recorded", "150", {"since": VINTAGE}),
            (
                [entry("", "1", vintage=VINTAGE, indicator_id="new_market_entities")],
                2,
                "to",
                "changes.not-as-recorded",
                "",
                {"since": VINTAGE},
            ),
        ],
    )
    def test_what_is_untrue_in_any_state(
        self,
        new: MadeState,
        rows: list[dict[str, str]],
        line: int,
        column: str,
        code: str,
        expected: str,
        more: dict[str, str],
    ) -> None:
        for row in rows:
            new.add("revisions", **row)
        (finding,) = findings(new, None)
        assert (finding.rule, finding.severity, finding.code) == ("revision-ledger-true", "error", code)
        assert (finding.file, finding.line, finding.field) == ("data/revisions.csv", line, column)
        assert (finding.found, finding.expected) == (rows[line - 2][column].removesuffix(".0"), expected)
        assert finding.parts.items() >= more.items()

    def test_other_cells_of_a_withdrawn_figure_say_nothing_of_it(self, new: MadeState) -> None:
        key = {"indicator_id": "new_market_entities"}
        new.add("revisions", **entry("5", "", VINTAGE, **key)).add(
            "revisions", **entry("E", "A", "2031-07-01", field="obs_status", **key)
        )
        assert not findings(new, None)

    def test_a_row_of_a_change_that_never_was(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(new.move().add("revisions", **entry("149.0", "150.0")), old)
        assert (finding.rule, finding.code) == ("revision-ledger-true", "changes.not-from-old")
        assert (finding.found, finding.expected) == ("149", "150")

    def test_a_new_release_may_come_with_its_history(self, old: MadeState, new: MadeState) -> None:
        other = {"release_id": "made-up-2031-S2", "period": "2031-S2", "indicator_id": "key_projects"}
        add_release(new, other["release_id"], other["period"]).add(
            "revisions", **entry("39", "40", VINTAGE, **other)
        ).describe(version="1.1.0")
        assert not findings(new, old)

    @pytest.mark.parametrize(
        "change", [{"to": "149.9"}, {"from": "1"}, {"vintage": "2031-07-02"}, {"field": "decimals"}, None]
    )
    def test_a_row_that_was_there_stays(self, old: MadeState, new: MadeState, change: dict[str, str] | None) -> None:
        for state in (old, new):
            state.add("revisions", **entry("149.0", "150.0", vintage=VINTAGE))
        new.drop("revisions", 2) if change is None else new.set("revisions", 2, **change)
        lost = [each for each in findings(new, old, "revision-ledger-true") if each.code == "changes.lost-entry"]
        assert [(each.file, each.line, each.parts["old_line"], each.expected) for each in lost] == [
            ("data/revisions.csv", None, 2, f"149 → 150, vintage {VINTAGE}")
        ]

    def test_a_reason_may_be_said_better(self, old: MadeState, new: MadeState) -> None:
        for state in (old, new):
            state.add("revisions", **entry("149.0", "150.0", vintage=VINTAGE))
        assert not findings(new.set("revisions", 2, reason="said better").describe(version="1.0.1"), old)

    def test_a_release_that_went_takes_its_history_along(self, old: MadeState, new: MadeState) -> None:
        add_release(old, "made-up-2031-S2", "2031-S2").add(
            "revisions", **entry("39", "40", VINTAGE, release_id="made-up-2031-S2", period="2031-S2")
        )
        assert not findings(new, old, "revision-ledger-true")


class TestSizes:
    @pytest.mark.parametrize(
        ("line", "cells", "fails"),
        [
            (2, {"value": "165.0"}, False),
            (2, {"value": "165.1"}, False),  # 150.05 may have become 165.05, which is less than 10 % more
            (2, {"value": "166.0"}, True),
            (2, {"value": "15.0"}, True),
            (2, {"unit": "ten_thousand_yuan"}, True),
            (2, {"decimals": "0"}, False),
            (2, {"note_en": "made up"}, False),
            (9, {"value": "0.2"}, False),  # both may be 0.15
            (9, {"value": "0.3"}, True),
            (7, {"value": "3.5"}, True),
            (12, {"value": "1500"}, False),
            (12, {"qualifier": ""}, False),
        ],
    )
    def test_a_revision_within_tolerance(
        self, old: MadeState, new: MadeState, line: int, cells: dict[str, str], fails: bool
    ) -> None:
        assert [each.line for each in findings(revised(new, line, **cells), old, "revision-within-tolerance")] == (
            [line] if fails else []
        )

    def test_how_it_is_told(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(revised(new, value="180.0"), old, "revision-within-tolerance")
        assert (finding.severity, finding.field, finding.unit) == ("warning", "value", "%")
        assert (finding.excess, finding.tolerance) == (Decimal(10), Decimal("0.07"))
        assert (finding.code, finding.found) == ("changes.too-large", "180.0亿元")
        assert finding.parts["cell"].zh == "地区生产总值（数值）的 value"
        assert [finding.parts[name] for name in ("row", "before", "amount", "most")] == [
            Line(2),
            "150.0亿元",
            "20",
            "10",
        ]

    @pytest.mark.parametrize(
        ("line", "cells"),
        [(14, {"value": "3"}), (2, {"unit": "percent"}), (2, {"value": "much"}), (2, {"qualifier": "much"})],
    )
    def test_where_there_is_no_share_it_is_not_applicable(
        self, old: MadeState, new: MadeState, line: int, cells: dict[str, str]
    ) -> None:
        report = dd.validate(revised(new, line, **cells), against=old)
        assert outcomes(report, "revision-within-tolerance") == {"not_applicable": 1}

    def test_the_bound_stands_in_the_rules(self, old: MadeState, new: MadeState) -> None:
        rules = new.rows("rules")
        line = 2 + [row["rule_id"] for row in rules].index("revision-within-tolerance")
        revised(new.set("rules", line, bound="0.5"), value="153.0")
        assert findings(new, old, "revision-within-tolerance")[0].parts["most"] == "0.5"

    @pytest.mark.parametrize(("lines", "fails"), [([2], False), ([2, 4], True)])
    def test_at_most_a_tenth_is_revised(self, old: MadeState, new: MadeState, lines: list[int], fails: bool) -> None:
        for line in lines:
            revised(new, line, value="99.0")
        assert bool(findings(new, old, "records-revised-limited")) is fails

    def test_withdrawn_figures_count_and_new_notes_do_not(self, old: MadeState, new: MadeState) -> None:
        for line in range(2, 10):
            revised(new, line, note_en="made up")
        assert not findings(new, old, "records-revised-limited")
        new.drop("observations", 14).drop("observations", 13)
        (finding,) = findings(new, old, "records-revised-limited")
        assert (finding.severity, finding.place, finding.release) == ("warning", "data/releases.csv:2", RELEASE)
        assert [finding.parts[name] for name in ("revised", "figures", "amount", "most")] == [2, 13, "15.38", "10"]
        assert (finding.excess, finding.tolerance) == (Decimal("5.38"), Decimal(0))
        assert [each.indicator_id for each in finding.observations] == ["gdp", "serious_work_accidents"]

    def test_of_a_release_without_figures_it_is_not_applicable(self, old: MadeState, new: MadeState) -> None:
        old.write("observations", [])
        assert outcomes(dd.validate(new, against=old), "records-revised-limited") == {"not_applicable": 1}


class TestStatus:
    @pytest.mark.parametrize(("line", "status"), [(2, "P"), (2, "A"), (4, "A"), (5, "B"), (5, "D"), (5, "?")])
    def test_forward_and_sideways(self, old: MadeState, new: MadeState, line: int, status: str) -> None:
        assert not findings(revised(new, line, obs_status=status), old, "status-not-back")

    @pytest.mark.parametrize(("line", "status"), [(4, "E"), (5, "E"), (5, "P")])
    def test_back(self, old: MadeState, new: MadeState, line: int, status: str) -> None:
        (finding,) = findings(revised(new, line, obs_status=status), old, "status-not-back")
        assert (finding.severity, finding.place) == ("error", f"data/observations.csv:{line}:obs_status")
        assert (finding.found, finding.expected) == (status, "P" if line == 4 else "A")

    @pytest.mark.parametrize(("kind", "fails"), [("correction", False), ("revision", True)])
    def test_back_as_a_correction(self, old: MadeState, new: MadeState, kind: Kind, fails: bool) -> None:
        write(old, revised(new, 5, obs_status="E").move(), kind)
        assert broken(new, old) == ({"status-not-back"} if fails else set())


class TestVintage:
    @pytest.mark.parametrize(
        ("table", "cells"),
        [
            ("observations", {"note_en": "x"}),
            ("statements", {"name_en": "x"}),
            ("mentions", {"meaning_en": "x"}),
            ("releases", {"title_en": "x"}),
        ],
    )
    def test_it_moves_with_anything_of_the_release(
        self, old: MadeState, new: MadeState, table: str, cells: dict[str, str]
    ) -> None:
        (finding,) = findings(new.set(table, 2, **cells), old, "vintage-moved")
        assert (finding.severity, finding.place, finding.release) == ("error", "data/releases.csv:2:vintage", RELEASE)
        assert (finding.found, finding.expected) == (VINTAGE, f"a day after {VINTAGE}")
        assert (finding.code, finding.parts["since"]) == ("changes.vintage-not-moved", VINTAGE)
        assert not findings(new.move(), old, "vintage-moved")

    def test_it_may_move_alone_and_never_back(self, old: MadeState, new: MadeState) -> None:
        assert not findings(new.move(), old)
        (finding,) = findings(new.move(vintage="2031-07-31"), old)
        assert (finding.code, finding.parts["since"]) == ("changes.vintage-back", VINTAGE)
        assert (finding.found, finding.expected) == ("2031-07-31", f"{VINTAGE} or later")

    def test_it_may_not_go(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(new.move(vintage=""), old, "vintage-moved")
        assert finding.found == ""

    def test_other_tables_and_other_releases_do_not_move_it(self, old: MadeState, new: MadeState) -> None:
        for state in (old, new):
            add_release(state, "made-up-2031-S2", "2031-S2")
        new.set("indicators", 2, note_en="made up")
        assert not findings(new, old, "vintage-moved")
        (finding,) = findings(new.set("observations", 15, note_en="made up"), old, "vintage-moved")
        assert finding.release == "made-up-2031-S2"


class TestVersion:
    def test_a_stale_version_is_told_with_its_line(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(new.set("units", 4, scale="1000"), old, "version-fits-change")
        assert (finding.severity, finding.file, finding.field, finding.release) == (
            "error",
            "datapackage.json",
            "version",
            None,
        )
        line = (new.folder / "datapackage.json").read_text("utf-8").splitlines()[(finding.line or 0) - 1]
        assert line.strip() == '"version": "1.0.0",'
        assert (finding.found, finding.expected) == ("1.0.0", "2.0.0 or later")
        assert finding.code == "changes.version-too-low"
        assert [finding.parts[name] for name in ("old", "bump", "least", "reasons", "more")] == [
            "1.0.0",
            "major",
            "2.0.0",
            (Bilingual("1 unit revised", "改动单位 1 项"),),
            0,
        ]

    def test_of_many_reasons_the_first_are_told(self, old: MadeState, new: MadeState) -> None:
        for table in ("areas", "units", "themes", "indicators", "rules"):
            new.drop(table, 2)
        (finding,) = findings(new, old, "version-fits-change")
        assert [each.en for each in finding.parts["reasons"]] == ["1 area removed", "1 unit removed", "1 theme removed"]
        assert finding.parts["more"] == 2

    @pytest.mark.parametrize(("version", "code"), [("0.9.9", "changes.version-back"), (None, "changes.no-version")])
    def test_a_version_that_goes_back_or_is_none(
        self, old: MadeState, new: MadeState, version: str | None, code: str
    ) -> None:
        (finding,) = findings(new.describe(version=version), old)
        assert (finding.rule, finding.code) == ("version-fits-change", code)
        assert (finding.parts["old"], finding.found) == ("1.0.0", version)
        assert not re.search("[a-z]{2,} [a-z]{2,}", finding.message_zh), "no English phrase in a Chinese sentence"

    def test_where_the_package_lies_in_no_folder_there_is_no_line(
        self, old: MadeState, new: MadeState, tmp_path: Path
    ) -> None:
        new.set("units", 4, scale="1000")
        (finding,) = (
            each
            for each in dd.validate(packed(new, tmp_path / "new.zip"), against=old).findings
            if each.rule == "version-fits-change"
        )
        assert finding.line is None


class TestVocabulary:
    @pytest.mark.parametrize(
        ("table", "line", "cells"),
        [
            ("units", 4, {"scale": "1000"}),
            ("units", 4, {"dimension": "made_up"}),
            ("units", 8, {"counted": "false"}),
            ("indicators", 2, {"unit": "ten_thousand_yuan"}),
            ("indicators", 2, {"growth_basis": "nominal"}),
            ("indicators", 2, {"cumulation": "rate"}),
        ],
    )
    def test_a_code_that_changed_its_meaning(
        self, old: MadeState, new: MadeState, table: str, line: int, cells: dict[str, str]
    ) -> None:
        (field,) = cells
        (finding,) = findings(new.set(table, line, **cells, note_en="made up"), old, "vocabulary-stable")
        assert (finding.severity, finding.place, finding.found) == (
            "error",
            f"data/{table}.csv:{line}:{field}",
            cells[field],
        )
        assert finding.code == "changes.code-changed"
        assert finding.parts["cells"] == ((field, finding.expected, finding.found),)
        assert not findings(new.describe(version="2.0.0"), old, "vocabulary-stable", "version-fits-change")

    @pytest.mark.parametrize("table", ["areas", "units", "themes", "indicators"])
    def test_a_code_that_vanished(self, old: MadeState, new: MadeState, table: str) -> None:
        (finding,) = findings(new.drop(table, 3), old, "vocabulary-stable")
        assert (finding.file, finding.line, finding.field) == (f"data/{table}.csv", None, None)
        assert (finding.code, finding.parts["table"], finding.parts["old_line"]) == ("changes.code-gone", table, 3)

    def test_a_code_that_was_renamed(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(new.set("units", 4, unit_id="yi"), old, "vocabulary-stable")
        assert (finding.code, finding.parts["label"]) == ("changes.code-gone", "hundred_million_yuan")

    def test_what_is_added_or_said_better_breaks_nothing(self, old: MadeState, new: MadeState) -> None:
        new.set("indicators", 2, note_en="made up", name_en="Made up").add(
            "themes", theme_id="made_up", name_zh="虚", name_en="x", description_zh="虚", description_en="x"
        )
        assert not findings(new, old, "vocabulary-stable", "definition-stable")

    def test_a_definition_in_other_words_is_for_a_person_to_judge(self, old: MadeState, new: MadeState) -> None:
        (finding,) = findings(
            new.set("indicators", 2, definition_zh="虚构的定义", definition_en="made up"), old, "definition-stable"
        )
        assert (finding.severity, finding.place, finding.found) == (
            "warning",
            "data/indicators.csv:2:definition_zh",
            "虚构的定义",
        )
        assert not findings(new.describe(version="2.0.0"), old, "definition-stable")
        assert [
            each.field
            for each in findings(old.copy("en").set("indicators", 2, definition_en="made up"), old, "definition-stable")
        ] == ["definition_en"]

    def test_without_a_version_nothing_is_declared(self, old: MadeState, new: MadeState) -> None:
        assert findings(new.set("units", 4, scale="1000").describe(version=None), old, "vocabulary-stable")


def mutations() -> Iterator[tuple[str, str]]:
    """Each column of a figure that can be revised, with another text that is valid there."""
    other = {
        "value": "151.0",
        "decimals": "2",
        "unit": "ten_thousand_yuan",
        "qualifier": "余",
        "obs_status": "A",
        "parent": "key_projects",
        "printed": "151.0亿元",
    }
    other |= {
        "section": "1",
        "sentence": "1",
        "start": "1",
        "end": "9",
        "hash_before": "0" * 16,
        "hash_after": "f" * 16,
        "note_zh": "虚构",
        "note_en": "made up",
    }
    yield from ((name, other[name]) for name in ObservationRow.model_fields if name not in KEY)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[State, State]:
    """Two states that were read: the old one, and one in which vintage and version have moved."""
    old = made_state(tmp_path_factory.mktemp("pair") / "old")
    return read_state(old), read_state(old.copy("new").move())


@pytest.mark.parametrize(("field", "text"), list(mutations()))
def test_every_change_of_a_single_cell_is_found(pair: tuple[State, State], field: str, text: str) -> None:
    """Of every figure. Changed in memory, as reading the files anew each time takes long."""
    old, moved = pair
    rules = [rule for rule in shipped_vocabulary().rules if rule.rule_id == "revision-recorded"]
    for key, row in moved.rows("observations").items():
        if row[field] == text:
            continue
        new = copy.copy(moved)
        table = copy.copy(moved.tables["observations"])
        changed = RowState(
            row.line,
            row.names,
            tuple(text if name == field else value for name, value in zip(row.names, row.values, strict=True)),
        )
        table.rows = {**table.rows, key: changed}
        new.tables = {**moved.tables, "observations": table}
        (judgement,) = judge(rules, new, old)
        assert judgement.finding is not None
        assert (judgement.finding.line, judgement.finding.field, judgement.finding.found) == (row.line, field, text)


@examples(12)
@given(mutation=st.sampled_from(list(mutations())), line=st.integers(2, 14))
def test_a_recorded_change_with_vintage_and_version_passes(
    tmp_path_factory: pytest.TempPathFactory, mutation: tuple[str, str], line: int
) -> None:
    old = made_state(tmp_path_factory.mktemp("recorded") / "old")
    new = old.copy("new").set("observations", line, **dict([mutation])).move()
    write(old, new)
    assert broken(new, old) <= {"revision-within-tolerance"}  # large it may be all the same
    assert write(old, new)[1] == []


class TestRecording:
    def test_it_writes_what_is_missing_and_nothing_else(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="151.00", note_en='made "up", with\nlines')
        before = new.texts()
        comparison, rows = write(old, new)
        assert comparison.figures.revised[0].label == "gdp level 150.0亿元"
        assert [(row["field"], row["from"], row["to"]) for row in rows] == [
            ("value", "150", "151"),
            ("note_en", "", 'made "up", with\nlines'),
        ]
        assert new.rows("revisions") == rows
        assert rows[0] == {**entry("150", "151"), "kind": "correction"}
        assert {name for name, text in new.texts().items() if text != before[name]} == {"data/revisions.csv"}
        assert not findings(new, old)

    def test_what_stands_there_stays(self, old: MadeState, new: MadeState) -> None:
        for state in (old, new):
            state.add("revisions", **entry("149", "150", vintage=VINTAGE))
        write(old, revised(new.move(), value="151.0"))
        assert [(row["from"], row["to"]) for row in new.rows("revisions")] == [("149", "150"), ("150", "151")]
        assert not findings(new, old)

    def test_a_row_of_this_vintage_that_became_untrue_is_written_anew(self, old: MadeState, new: MadeState) -> None:
        write(old, revised(new.move(), value="151.0"))
        new.add("revisions", **entry("A", "B", vintage=LATER, field="obs_status", measure="growth_rate"))
        write(old, revised(new, value="152.0"), "revision")
        assert [(row["field"], row["from"], row["to"], row["kind"]) for row in new.rows("revisions")] == [
            ("value", "150", "152", "revision"),
            ("obs_status", "A", "B", "revision"),
        ]

    def test_a_change_after_a_recorded_one_starts_from_there(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="152.0").add("revisions", **entry("150", "151", vintage="2031-08-15"))
        assert [(row["from"], row["to"]) for row in write(old, new)[1]] == [("151", "152")]
        assert not findings(new, old)

    def test_where_nothing_is_missing_the_file_is_left_alone(self, old: MadeState, new: MadeState) -> None:
        new.path("revisions").chmod(stat.S_IRUSR)
        before = new.path("revisions").stat()
        assert write(old, new.move())[1] == []
        after = new.path("revisions").stat()
        assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)

    def test_other_columns_and_their_order_stay(self, old: MadeState, new: MadeState) -> None:
        header = [*reversed(FIELDS), "seen_by"]
        new.write("revisions", [entry("149", "150", vintage=VINTAGE) | {"seen_by": "a test"}], header)
        write(old, revised(new.move(), value="151.0"))
        assert new.header("revisions") == header
        assert [row["seen_by"] for row in new.rows("revisions")] == ["a test", ""]

    def test_in_a_folder_named_by_its_descriptor(self, old: MadeState, new: MadeState) -> None:
        revised(new.move(), value="151.0")
        record(read_state(old), new.folder / "datapackage.json", kind="correction", reason="made up")
        assert len(new.rows("revisions")) == 1

    @pytest.mark.parametrize("vintage", [VINTAGE, "2031-07-01", ""])
    def test_not_before_the_vintage_moved(self, old: MadeState, new: MadeState, vintage: str) -> None:
        revised(new.move(vintage=vintage), value="151.0")
        before = new.texts()
        with pytest.raises(
            DechengDataError,
            match=rf"data/releases\.csv, release {RELEASE}: the vintage is .* and was {VINTAGE}; set it to the day",
        ):
            write(old, new)
        assert new.texts() == before

    def test_not_without_a_reason(self, old: MadeState, new: MadeState) -> None:
        with pytest.raises(DechengDataError, match="needs a reason"):
            record(read_state(old), revised(new.move(), value="151.0"), kind="correction", reason=" ")

    def test_not_into_a_zip(self, old: MadeState, new: MadeState, tmp_path: Path) -> None:
        path = packed(revised(new.move(), value="151.0"), tmp_path / "new.zip")
        with pytest.raises(
            PackageError, match=r"new\.zip is no folder with a datapackage.json, so nothing can be recorded in it"
        ):
            record(read_state(old), path, kind="correction", reason="made up")

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (
                b"release_id,indicator_id,measure,period,area,comparison,vintage,field\n",
                "lacks the columns from, to, kind, reason; add them first",
            ),
            (
                ",".join(FIELDS).encode() + b"\nx,\xff\n",
                "cannot be written anew: the line has bytes that are not utf-8; fix it first",
            ),
        ],
    )
    def test_not_into_a_ledger_that_is_broken(
        self, old: MadeState, new: MadeState, content: bytes, reason: str
    ) -> None:
        revised(new.move(), value="151.0").path("revisions").write_bytes(content)
        with pytest.raises(PackageError, match=f"data/revisions.csv {reason}"):
            write(old, new)
        assert new.path("revisions").read_bytes() == content

    @pytest.mark.parametrize("change", [{"encoding": "gb18030"}, {"dialect": {"delimiter": ";"}}])
    def test_not_into_a_ledger_of_another_form(self, old: MadeState, new: MadeState, change: dict[str, object]) -> None:
        resources = [each | (change if each["name"] == "revisions" else {}) for each in new.descriptor()["resources"]]
        revised(new.move().describe(resources=resources), value="151.0")
        new.path("revisions").write_text(
            "".join(f"{name};" for name in FIELDS).rstrip(";") + "\n"
            if "dialect" in change
            else ",".join(FIELDS) + "\n"
        )
        with pytest.raises(
            PackageError, match="is not written with commas, quotation marks and UTF-8; record writes only so"
        ):
            write(old, new)

    def test_not_without_a_ledger(self, old: MadeState, new: MadeState) -> None:
        resources = [each for each in new.descriptor()["resources"] if each["name"] != "revisions"]
        with pytest.raises(
            PackageError, match="has no ledger of revisions; add the resource revisions with its file first"
        ):
            write(old, revised(new.move().describe(resources=resources), value="151.0"))

    def test_a_disk_that_refuses(self, old: MadeState, new: MadeState, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("decheng_data.changes.recording.write_together", fail)
        with pytest.raises(
            PackageError, match="cannot be written: No space left on device; check the disk and your permissions"
        ):
            write(old, revised(new.move(), value="151.0"))


class TestAtTheCommandLine:
    def test_compare_records_and_validate_passes(
        self, capsys: pytest.CaptureFixture[str], old: MadeState, new: MadeState
    ) -> None:
        revised(new.move(), value="151.0", printed="151.0亿元")
        assert decheng_data(capsys, "validate", new.folder, "--against", old.folder, "--quiet").status == 1
        ran = decheng_data(
            capsys, "compare", old.folder, new.folder, "--record", "--kind", "revision", "--reason", "made up"
        )
        assert (ran.status, ran.err) == (
            0,
            f"decheng-data: 2 rows recorded in the ledger of revisions of {new.folder}\n",
        )
        assert "value 150 → 151" in ran.out
        assert decheng_data(capsys, "validate", new.folder, "--against", old.folder, "--quiet").status == 0

    @pytest.mark.parametrize(
        "words",
        [
            ["--record"],
            ["--record", "--kind", "revision"],
            ["--record", "--reason", "x"],
            ["--reason", "x"],
            ["--kind", "revision", "--reason", "x"],
        ],
    )
    def test_a_record_needs_kind_and_reason(
        self, capsys: pytest.CaptureFixture[str], old: MadeState, words: list[str]
    ) -> None:
        ran = decheng_data(capsys, "compare", old.folder, old.folder, *words)
        assert ran.status == 2
        assert "needs --kind and --reason" in " ".join(ran.err.replace("│", " ").split())

    def test_against_what_is_not_there(self, capsys: pytest.CaptureFixture[str], old: MadeState) -> None:
        ran = decheng_data(capsys, "validate", old.folder, "--against", "nowhere")
        assert (ran.status, ran.out) == (2, "")
        assert "there is nothing at 'nowhere'" in ran.err

    def test_a_git_repository_from_a_slip_to_a_waived_revision(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As CI sees it: the branch's state against the one before."""
        repository = Repository(tmp_path / "repository")
        state = made_state(repository.folder / "package")
        repository.commit("made up")
        monkeypatch.chdir(state.folder)
        revised(state, value="510.0", printed="510.0亿元")
        ran = decheng_data(capsys, "validate", ".", "--against", "HEAD:.", "--format", "github")
        assert ran.status == 1
        assert "line=2" in ran.out
        state.move()
        decheng_data(capsys, "compare", "HEAD:.", ".", "--record", "--kind", "revision", "--reason", "made up")
        rules = {each.rule for each in dd.validate(".", against="HEAD:.").findings}
        for rule in rules:
            state.add("waivers", **waiver(rule, "gdp"))
        ran = decheng_data(capsys, "validate", ".", "--against", "HEAD:.", "--fail-on", "warning")
        assert ran.status == 0
        assert "ACCEPTED warning  revision-within-tolerance" in ran.out


class TestTheLineInTheDescriptor:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ('{"version": "1"}', 1),
            ('{\n "a": {"version": "1"},\n "b": ["version", "}"],\n "c\\"": "version",\n "version"\n : "1"}', 5),
            ('{"a": "version"}', None),
            ("[]", None),
        ],
    )
    def test_of_a_property_at_the_top(self, tmp_path: Path, text: str, line: int | None) -> None:
        (tmp_path / "datapackage.json").write_text(text)
        package = copy.copy(open_package())
        package.location = str(tmp_path)
        assert line_of(package, "version") == line

    def test_of_what_is_not_there(self) -> None:
        package = copy.copy(open_package())
        for location in ("nowhere", "a\0b", __file__):
            package.location = location
            assert line_of(package, "version") is None


def softened(state: MadeState, **cells: str) -> None:
    state.write("rules", [{**row, **cells} if row["rule_id"] in REVISION_RULES else row for row in state.rows("rules")])


def test_a_change_that_makes_its_rules_milder_is_judged_by_them_as_they_were(old: MadeState, new: MadeState) -> None:
    softened(revised(new, value="157.6", printed="157.6亿元"), severity="information")
    assert {"revision-recorded", "vintage-moved", "version-fits-change"} <= {
        each.rule for each in findings(new, old) if each.severity == "error"
    }
    assert not dd.validate(new, against=old).ok


def test_a_change_that_raises_a_bound_is_judged_by_the_lower_one(old: MadeState, new: MadeState) -> None:
    revised(new, value="250.0", printed="250.0亿元")
    new.write(
        "rules",
        [
            {**row, "bound": "1000"} if row["rule_id"] == "revision-within-tolerance" else row
            for row in new.rows("rules")
        ],
    )
    assert "revision-within-tolerance" in broken(new, old)


def test_rules_that_are_made_stricter_hold_at_once(old: MadeState, new: MadeState) -> None:
    softened(old, severity="information")
    assert "error" in {each.severity for each in findings(revised(new, value="157.6", printed="157.6亿元"), old)}
