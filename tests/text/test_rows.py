"""Drafted rows as rows of the package: they agree with the text, a reviewed row is never written again."""

from __future__ import annotations

from decheng_data.models import AreaRow
from decheng_data.text.draft import draft
from decheng_data.text.rows import package_rows
from decheng_data.text.verify import verify

from .prose import BULLETIN, indicator, observations, release, units

AREAS = [
    AreaRow(area_id="370000", name_zh="省", name_en="made up", level="province"),
    AreaRow(area_id="371400", name_zh="市", name_en="made up", level="prefecture", parent="370000"),
    AreaRow(area_id="371402", name_zh="区", name_en="made up", level="county", parent="371400"),
]
KNOWN = [indicator("gdp", "地区生产总值"), indicator("revenue", "一般公共预算收入")]


def drafted(reviewed=()):
    return package_rows(
        draft(BULLETIN, indicators=KNOWN, period="2021-S1"), BULLETIN, release(), units=units(), areas=AREAS, theme="overview", reviewed=reviewed
    )


def test_drafted_rows_verify_against_their_text() -> None:
    rows = drafted()
    verification = verify(BULLETIN, release(), rows.observations, rows.mentions, units=units())
    assert [finding for finding in verification.findings if finding.rule != "text-unaccounted"] == []
    assert verification.unaccounted == len(rows.left_over) == 1


def test_keys_comparisons_and_new_indicators() -> None:
    rows = drafted()
    found = {(row.indicator_id, row.measure): row for row in rows.observations}
    assert found["gdp", "growth_rate"].comparison == "previous_year"
    assert found["revenue", "growth_rate"].value < 0
    assert {row.comparison for row in rows.observations if row.measure == "rank"} == {"371400"}
    assert {row.indicator_id for row in rows.indicators} == {row.indicator_id for row in rows.observations if row.indicator_id.startswith("new_")}


def test_a_reviewed_row_is_never_written_again() -> None:
    reviewed = [row.model_copy(update={"comparison": "previous_year" if row.measure == "growth_rate" else "none"}) for row in observations()[:4]]
    rows = drafted(reviewed)
    assert not {row.indicator_id for row in rows.observations} & {"gdp", "revenue"}
    assert sum(reason == "a row with this key is there already" for _, reason in rows.left_over) == 4


def test_a_unit_that_is_not_known_is_told() -> None:
    rows = package_rows(draft("完成投资5亿美元", period="2021-S1"), "完成投资5亿美元", release(), units=units(), areas=AREAS, theme="overview")
    assert rows.observations == ()
    assert "亿美元" in rows.left_over[0][1]
