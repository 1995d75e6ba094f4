"""A package that agrees with its text has no finding; each thing that does not agree is named with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.text.verify import Verification, verify

from .prose import BULLETIN, mentions, observations, release, units

if TYPE_CHECKING:
    from decheng_data.reports import Finding


def verified(text: str = BULLETIN, rows: object = None, others: object = None) -> Verification:
    return verify(text, release(), observations() if rows is None else rows, mentions() if others is None else others, units=units())  # type: ignore[arg-type]  # lists of rows


def with_change(index: int, **change: object) -> list:
    rows = observations()
    rows[index] = rows[index].model_copy(update=change)
    return rows


def errors(verification: Verification) -> list[Finding]:
    return [finding for finding in verification.findings if finding.severity == "error"]


def test_an_agreeing_package_has_no_finding() -> None:
    verification = verified()
    assert verification.findings == ()
    assert (verification.numerals, verification.accounted, verification.coverage) == (11, 11, 1)


def test_a_changed_value_names_row_place_and_both_figures() -> None:
    (finding,) = errors(verified(rows=with_change(0, value=Decimal("86.5"))))
    assert (finding.rule, finding.file, finding.line, finding.field) == ("text-value", "data/observations.csv", 2, "value")
    assert (finding.found, finding.expected) == ("86.5", "86.4")
    assert str(BULLETIN.index("86.4")) in finding.message_en


def test_a_changed_printed_figure_is_named_with_what_the_text_has() -> None:
    (finding,) = errors(verified(rows=with_change(0, value=Decimal("86.5"), printed="86.5亿元")))
    assert (finding.rule, finding.found, finding.expected) == ("text-figure", "86.5亿元", "86.4亿元")


def test_a_lost_sign_unit_qualifier_and_status_are_named() -> None:
    assert [finding.rule for finding in verified(rows=with_change(3, value=Decimal("3.5"))).findings] == ["text-value"]
    assert [finding.rule for finding in verified(rows=with_change(4, unit="mu")).findings] == ["text-unit"]
    assert [finding.rule for finding in verified(rows=with_change(5, qualifier=None)).findings] == ["text-qualifier"]
    assert [finding.rule for finding in verified(rows=with_change(0, obs_status="A")).findings] == ["text-obs-status"]


def test_a_new_figure_in_the_text_is_unaccounted() -> None:
    text = BULLETIN.replace("未发生", "新建桥梁13座。未发生")
    verification = verified(text)
    (finding,) = errors(verification)
    assert (finding.rule, finding.found) == ("text-unaccounted", "13座")
    assert verification.unaccounted == 1
    assert "桥梁" in finding.message_zh


def test_rows_are_found_again_where_small_edits_moved_them() -> None:
    text = BULLETIN.replace("今年以来", "今年以来,各级各部门")
    assert errors(verified(text)) == []
    assert [finding.rule for finding in verified(text).findings] == ["text-fingerprint"]


def test_a_figure_of_two_rows_is_named() -> None:
    rows = [*observations(), observations()[0].model_copy(update={"indicator_id": "other"})]
    assert [finding.rule for finding in errors(verified(rows=rows))] == ["text-twice"]


def test_a_row_that_stands_nowhere_is_named() -> None:
    text = BULLETIN.replace("一、新建学校12所,", "")
    (finding, *_) = [finding for finding in errors(verified(text)) if finding.line == 6]
    assert finding.rule == "text-figure"


def test_a_missing_mention_is_unaccounted_but_a_date_needs_no_row() -> None:
    assert [finding.found for finding in errors(verified(others=[]))] == ["五大攻坚战", "一"]
