"""validate --against on the shipped package, end to end: each rule between states is kept by one change and broken by another."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.changes.compare import read_state
from decheng_data.changes.recording import record
from decheng_data.changes.semver import Bump, Version
from tests.command import decheng_data
from tests.retyping import retype

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from decheng_data.model.report import Report

    Change = Callable[[Path], None]

RELEASE = "decheng-2021-S1"
LATER = "2999-01-02"
_GDP = f"{RELEASE},gdp,level,2021-S1,371402,none"
_BUDGET = ",general_budget_revenue,level,2021-S1,371402,none,12.8,1,hundred_million_yuan,,A,,12.8亿元,"
_CLEARED = ",land_cleared,level,2021-S1,371402,none,1400,0,mu,余,A,,1400余亩,2,2,563,569,"
_CLEARED_PLAINLY = ",land_cleared,level,2021-S1,371402,none,1400,0,mu,,A,,1400亩,2,2,563,568,"


@pytest.fixture
def old(package_copy: Path) -> Path:
    return package_copy


@pytest.fixture
def new(old: Path) -> Path:
    folder = old.parent / "new"
    shutil.copytree(old, folder)
    return folder


def bump(package: Path, by: Bump) -> None:
    """Give the package the next version."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    descriptor["version"] = str(Version.parse(descriptor["version"]).least_after(by))
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2), "utf-8")


def set_vintage(package: Path, vintage: str) -> None:
    path = package / "data/releases.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    for row in rows:
        row[header.index("vintage")] = vintage
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


def move(package: Path) -> None:
    """Move the vintage and the version as a correction asks for."""
    set_vintage(package, LATER)
    bump(package, Bump.PATCH)


def correct(package: Path) -> None:
    """A correction of 1.6 %."""
    retype(package, _BUDGET, _BUDGET.replace("12.8", "13.0"))


def enlarge(package: Path) -> None:
    retype(package, _BUDGET, _BUDGET.replace("12.8", "15.8"))


def requalify(package: Path) -> None:
    """The word 余 goes, which rounding can hide."""
    retype(package, _CLEARED, _CLEARED_PLAINLY)


def withdraw(package: Path) -> None:
    """A figure that no rule expects goes."""
    path = package / "data/observations.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if ",vaccine_doses,rank," not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), "utf-8")


def status(before: str, after: str) -> Change:
    """Another status for the value of gdp, typed where it stands once."""
    return lambda package: retype(
        package, f"{_GDP},157.5,1,hundred_million_yuan,,{before},", f"{_GDP},157.5,1,hundred_million_yuan,,{after},"
    )


def status_back(package: Path) -> None:
    retype(package, _BUDGET, _BUDGET.replace(",A,", ",E,"))


def revise_many(package: Path) -> None:
    """Another number of decimals for every count of items and of institutions, more than a tenth of the figures."""
    path = package / "data/observations.csv"
    path.write_text(
        path.read_text("utf-8").replace(",0,item,", ",1,item,").replace(",0,institution,", ",1,institution,"), "utf-8"
    )


def ledger(before: str, after: str, vintage: str = LATER) -> Change:
    """A row of the ledger about the value of gdp."""
    row = f"{_GDP},{vintage},value,{before},{after},correction,made up\n"

    def change(package: Path) -> None:
        with (package / "data/revisions.csv").open("a", encoding="utf-8") as stream:
            stream.write(row)

    return change


def regrow(package: Path) -> None:
    retype(
        package,
        ",reported,hundred_million_yuan,constant,flow,0,,level|growth_rate,生产总值|",
        ",reported,hundred_million_yuan,nominal,flow,0,,level|growth_rate,生产总值|",
        "indicators",
    )


def reword(package: Path) -> None:
    retype(package, ",地方的税收收入与非税收入。,", ",地方的税收收入。,", "indicators")


def rename(package: Path) -> None:
    retype(package, ",General Public Budget Revenue,", ",General public budget revenue,", "indicators")


def major(package: Path) -> None:
    bump(package, Bump.MAJOR)


def recorded(*changes: Change) -> tuple[Change, ...]:
    """The changes, then vintage and version moved; `judged` writes the ledger where `move` is the last."""
    return (*changes, move)


KEPT: dict[str, tuple[Change, ...]] = {
    "revision-recorded": recorded(correct),
    "record-not-dropped": recorded(withdraw),
    "revision-ledger-true": recorded(correct),
    "revision-within-tolerance": recorded(correct, requalify),
    "records-revised-limited": recorded(correct, requalify, withdraw),
    "status-not-back": recorded(status("E", "P")),
    "vintage-moved": recorded(correct),
    "version-fits-change": recorded(correct),
    "vocabulary-stable": (rename,),
    "definition-stable": (rename,),
}
BROKEN: dict[str, tuple[Change, ...]] = {
    "revision-recorded": (status("E", "P"),),
    "record-not-dropped": (withdraw,),
    "revision-ledger-true": (ledger("150", "150.5"),),
    "revision-within-tolerance": recorded(enlarge),
    "records-revised-limited": recorded(revise_many),
    "status-not-back": (status_back,),
    "vintage-moved": (correct,),
    "version-fits-change": (rename,),
    "vocabulary-stable": (regrow,),
    "definition-stable": (reword,),
}


def judged(old: Path, new: Path, changes: tuple[Change, ...]) -> Report:
    """Change the new state, record that where it is to be recorded, and hold it against the old one."""
    for change in changes:
        change(new)
    if move in changes:
        record(read_state(old), new, kind="revision", reason="made up")
    return dd.validate(new, against=old)


def outcomes(report: Report, rule: str) -> tuple[int, int]:
    """How often a rule passed and failed."""
    (told,) = (each.outcomes for each in report.rules if each.rule_id == rule)
    return told.passed, told.failed


def test_every_rule_between_states_has_its_two_cases() -> None:
    rules = [row["rule_id"] for row in read_state(None).rows("rules").values() if row["kind"] == "revision"]
    assert list(KEPT) == list(BROKEN) == rules


@pytest.mark.parametrize("rule", KEPT)
def test_a_change_that_keeps_the_rule(old: Path, new: Path, rule: str) -> None:
    passed, failed = outcomes(judged(old, new, KEPT[rule]), rule)
    assert passed >= 1
    assert failed == 0


@pytest.mark.parametrize("rule", BROKEN)
def test_a_change_that_breaks_the_rule(old: Path, new: Path, rule: str) -> None:
    report = judged(old, new, BROKEN[rule])
    (finding,) = (each for each in report.findings if each.rule == rule)
    assert outcomes(report, rule)[1] == 1
    assert finding.level == 2
    assert finding.file
    assert all((finding.message_en, finding.message_zh, finding.mend, finding.mend_zh))


@pytest.mark.parametrize("rule", ["vocabulary-stable", "definition-stable"])
def test_a_new_major_version_may_break_the_vocabulary(old: Path, new: Path, rule: str) -> None:
    assert outcomes(judged(old, new, (*BROKEN[rule], major)), rule)[1] == 0


def test_a_recorded_correction_is_valid_as_a_whole(old: Path, new: Path) -> None:
    report = judged(old, new, recorded(correct, requalify))
    assert report.valid
    assert not report.findings


def test_a_correction_that_nobody_recorded_is_told_by_three_rules(old: Path, new: Path) -> None:
    told = {each.rule for each in judged(old, new, (correct,)).findings}
    assert told == {"revision-recorded", "vintage-moved", "version-fits-change"}


def test_a_ledger_that_the_next_change_left_behind(old: Path, new: Path) -> None:
    """The figure was corrected and recorded, then typed once more: the record no longer leads to what stands there."""
    judged(old, new, recorded(correct))
    retype(new, _BUDGET.replace("12.8", "13.0"), _BUDGET.replace("12.8", "13.1"))
    report = dd.validate(new, against=old)
    assert {each.rule for each in report.findings} == {"revision-recorded", "revision-ledger-true"}
    untrue = {(each.found, each.expected) for each in report.findings if each.rule == "revision-ledger-true"}
    assert untrue == {("13", "13.1"), ("13.0亿元", "13.1亿元")}


def test_the_command_that_a_finding_names_mends_it(capsys: pytest.CaptureFixture[str], old: Path, new: Path) -> None:
    correct(new)
    assert decheng_data(capsys, "validate", new, "--against", old, "--quiet").status == 1
    move(new)
    (finding, *_) = dd.validate(new, against=old).findings
    assert finding.parts["command"] == f'decheng-data compare {old} {new} --record --kind correction --reason "…"'
    assert decheng_data(capsys, "compare", old, new, "--record", "--kind", "correction", "--reason", "…").status == 0
    assert decheng_data(capsys, "validate", new, "--against", old, "--fail-on", "warning", "--quiet").status == 0


def test_the_order_of_the_two_states_matters(old: Path, new: Path) -> None:
    """Held the wrong way round, vintage and version go back and the ledger has lost its rows."""
    judged(old, new, recorded(correct))
    told = {each.rule for each in dd.validate(old, against=new).findings}
    assert told >= {"revision-recorded", "revision-ledger-true", "vintage-moved", "version-fits-change"}


def test_a_state_against_itself_has_nothing_to_tell(old: Path, new: Path) -> None:
    assert not judged(old, new, ()).findings
