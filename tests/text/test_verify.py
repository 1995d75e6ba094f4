"""A package that agrees with its text has no finding; each thing that does not agree is named with its place."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from decheng_data.model.parts import Line
from decheng_data.model.report import Coverage
from decheng_data.text.repair.repairing import repair
from decheng_data.text.verifying.verify import Verification, verify
from tests.text.prose import BULLETIN, mentions, observations, release, units

if TYPE_CHECKING:
    from decheng_data.model.finding import Finding


def verified(text: str = BULLETIN, rows: object = None, others: object = None) -> Verification:
    return verify(
        repair(text),
        release(),
        observations() if rows is None else rows,
        mentions() if others is None else others,
        units=units(),
    )  # type: ignore[arg-type]  # lists of rows


def with_change(index: int, **change: object) -> list:
    rows = observations()
    rows[index] = rows[index].model_copy(update=change)
    return rows


def errors(verification: Verification) -> list[Finding]:
    return [finding for finding in verification.findings if finding.severity == "error"]


def test_an_agreeing_package_has_no_finding() -> None:
    verification = verified()
    assert verification.findings == ()
    assert verification.coverage == Coverage(numerals=11, accounted=11, unaccounted=0)
    assert str(verification) == "11 numerals found, 11 accounted for, 0 unaccounted for (100 %)"
    assert verification.passed["text-value"] == len(observations())


def test_a_changed_value_names_row_place_and_both_figures() -> None:
    (finding,) = errors(verified(rows=with_change(0, value=Decimal("86.5"))))
    assert (finding.rule, finding.file, finding.line, finding.field) == (
        "text-value",
        "data/observations.csv",
        2,
        "value",
    )
    assert (finding.found, finding.expected) == ("86.5", "86.4")
    assert (finding.code, finding.parts["words"]) == ("text.read-otherwise", "86.4亿元")
    assert finding.parts["position"] == BULLETIN.index("86.4")


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
    assert "桥梁" in finding.parts["around"]
    assert finding.parts["kind"].zh.endswith("，数值")


def test_what_a_loose_numeral_is_read_as_is_told_in_chinese() -> None:
    (finding,) = errors(verified(BULLETIN.replace("未发生", "推进四改一拆。未发生")))
    assert finding.parts["kind"] in {("slogan", "口号"), ("name", "名称"), ("fixed_term", "固定用语")}


def test_rows_are_found_again_where_small_edits_moved_them() -> None:
    text = BULLETIN.replace("今年以来", "今年以来,各级各部门")
    assert errors(verified(text)) == []
    assert [finding.rule for finding in verified(text).findings] == ["text-fingerprint"]


def test_a_figure_of_two_rows_is_named() -> None:
    rows = [*observations(), observations()[0].model_copy(update={"indicator_id": "other"})]
    (finding,) = errors(verified(rows=rows))
    assert (finding.rule, finding.line, finding.parts["others"]) == ("text-twice", 10, (Line(2, finding.file),))


def test_a_row_that_stands_nowhere_is_named() -> None:
    text = BULLETIN.replace("一、新建学校12所,", "")
    (finding, *_) = [finding for finding in errors(verified(text)) if finding.line == 6]
    assert finding.rule == "text-figure"


def test_a_missing_mention_is_unaccounted_but_a_date_needs_no_row() -> None:
    assert [finding.found for finding in errors(verified(others=[]))] == ["五大攻坚战", "一"]


def test_a_row_without_a_place_is_named() -> None:
    (finding, *rest) = errors(verified(rows=with_change(4, start=None, end=None)))
    assert (finding.rule, finding.line, finding.expected) == ("text-figure", 6, None)
    assert finding.code == "text.no-position"
    assert [each.rule for each in rest] == ["text-unaccounted"]


def test_a_lost_decimal_and_another_measure_are_named() -> None:
    assert [finding.rule for finding in verified(rows=with_change(1, decimals=0)).findings] == ["text-decimals"]
    (finding,) = verified(rows=with_change(1, measure="share")).findings
    assert (finding.rule, finding.severity) == ("text-measure", "warning")


def test_a_figure_that_the_text_gives_as_none_is_absent() -> None:
    """The row's words stand there, but what they are is read as a slogan."""
    rows = [
        *observations(),
        observations()[0].model_copy(
            update={
                "indicator_id": "slogan",
                "printed": "五大攻坚战",
                "start": 23,
                "end": 28,
                "hash_before": None,
                "hash_after": None,
            }
        ),
    ]
    (finding,) = errors(verified(rows=rows, others=mentions()[1:]))
    assert (finding.rule, finding.code, finding.found) == ("text-figure", "text.no-figure", "五大攻坚战")


def test_coverage_is_never_rounded_up() -> None:
    assert str(Coverage(numerals=3000, accounted=2999, unaccounted=1)).endswith("(99.9 %)")
    assert Coverage(numerals=0, accounted=0, unaccounted=0).share == 100
