"""dd.verify, dd.draft and dd.repair: a bulletin against a package, by whichever release it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.errors import DechengDataError, NotInReleaseError
from decheng_data.text.additions import add_draft
from tests.text.prose import BULLETIN

if TYPE_CHECKING:
    from pathlib import Path

OTHER = "柳泉区情况\n下半年,完成地区生产总值99.5亿元,增长6.1%。\n"


@pytest.fixture
def package(package_copy: Path) -> Path:
    """The package with a release made up from BULLETIN."""
    add_draft(dd.repair(BULLETIN), "willow-2022-S1", package_copy)
    return package_copy


def test_the_release_is_found_by_the_fingerprint_of_its_text(package: Path) -> None:
    report = dd.verify(BULLETIN, package)
    assert (report.ok, report.findings, report.exit_status("warning")) == (True, (), 0)
    assert report.coverage is not None
    assert (report.coverage.numerals, report.coverage.unaccounted) == (11, 0)
    assert report.rules_run == len(report.rules) == 12
    assert report.outcomes.passed == sum(summary.outcomes.passed for summary in report.rules)


def test_bytes_and_a_repaired_text_will_do_too(package: Path) -> None:
    assert dd.verify(BULLETIN.encode("gb18030"), package).ok
    assert dd.verify(dd.repair(BULLETIN), package, release="willow-2022-S1").ok


def test_a_text_of_no_release_needs_a_name(package: Path) -> None:
    with pytest.raises(
        DechengDataError, match=r"none of the 2 releases; name one by --release: decheng-2021-S1, willow-2022-S1"
    ):
        dd.verify(OTHER, package)
    with pytest.raises(NotInReleaseError, match="Did you mean 'willow-2022-S1'"):
        dd.verify(OTHER, package, release="willow-2022-S2")
    assert {finding.rule for finding in dd.verify(OTHER, package, release="willow-2022-S1").findings} >= {
        "text-fingerprint",
        "text-figure",
        "text-unaccounted",
    }


def test_the_only_release_needs_no_name() -> None:
    report = dd.verify(OTHER)
    assert not report.ok
    assert [finding.severity for finding in report.findings] == sorted(
        (finding.severity for finding in report.findings), key=["error", "warning"].index
    )


def test_findings_name_the_column_of_their_cell(package: Path) -> None:
    path = package / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("86.4", "88.4"), "utf-8")
    (finding,) = dd.verify(BULLETIN, package).findings
    assert (finding.rule, finding.found, finding.expected) == ("text-figure", "88.4亿元", "86.4亿元")
    assert finding.column is not None


def test_a_package_that_is_broken_is_told_and_not_read(package: Path) -> None:
    path = package / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(",86.4,", ",八十六,"), "utf-8")
    report = dd.verify(BULLETIN, package)
    assert [finding.rule for finding in report.findings] == ["type-error"]
    assert (report.coverage, report.rules, report.exit_status()) == (None, (), 1)


def test_drafted_names_are_those_of_the_package() -> None:
    drafted = dd.draft(BULLETIN, release="decheng-2021-S1")
    assert drafted.quantities[0].indicator_id == "gdp"
    assert drafted.quantities[0].period == "2021-01-01/2021-06-30"
    assert dd.draft(BULLETIN, release="decheng-2022-S2").quantities[-1].period == "2022-07-01/2022-12-31"
    assert dd.draft(BULLETIN, period="2019").quantities[-1].period == "2019-01-01/2019-12-31"
    assert dd.draft(BULLETIN).quantities[-1].period is None


def test_a_release_must_say_its_period() -> None:
    with pytest.raises(DechengDataError, match="name it like willow-2021-S1"):
        dd.draft(BULLETIN, release="willow-spring")
