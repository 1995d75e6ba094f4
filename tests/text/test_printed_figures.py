"""What is drafted of a text agrees with the package's own rules about printed figures, and nothing else does."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.model.report import Outcome
from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.evaluation import CodeLists
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import Observation, ObservationIndex
from decheng_data.text.drafting.draft import draft
from decheng_data.text.drafting.rows import package_rows
from tests.examples import examples
from tests.made_numerals import Made, lists_with_one_unit, printed_figures
from tests.text.prose import CORPUS, release

UNITS = dd.table("units").rows
RULES = [rule for rule in shipped_vocabulary().rules if rule.row.kind in ("printed", "place")]


def drafted(text: str) -> list[Observation]:
    """The figures of a text as rows of a package, in their order."""
    rows = package_rows(draft(text, period="2021-S1"), text, release(text), units=UNITS, areas=[], theme="overview")
    assert not rows.left_over
    by_id = {each.indicator_id: each for each in rows.indicators}
    named = {each.unit_id: each for each in (*UNITS, *rows.units)}
    return [
        Observation.model_validate(each.model_dump()).bind(by_id[each.indicator_id], named[each.unit])
        for each in rows.observations
    ]


def refused(figures: list[Observation]) -> list[str]:
    """The fields that rules about printed figures find fault with."""
    codes = CodeLists({each.indicator_id: each.indicator for each in figures}, {}, {})
    found = evaluate(RULES, ObservationIndex(figures, [release("")]), codes)
    return [each.field or "" for each in found if each.outcome is Outcome.FAILED]


def says(figure: Observation) -> Made:
    return Made(figure.printed, abs(figure.value), figure.unit_row.name_zh, figure.decimals, figure.qualifier)


def sentence(made: Made, text: str) -> str:
    growth = made.unit in ("%", "‰", "倍", "个百分点")
    return f"今年以来，柳泉区生产稳定，{'产值增长' if growth else '完成任务'}{text}。"


def test_nothing_that_is_drafted_of_bulletins_of_our_own_is_refused() -> None:
    texts = [path.read_text("utf-8").partition("\n")[2] for path in sorted(CORPUS.glob("*.txt"))]
    assert [each for text in texts for each in refused(drafted(text))] == []


@examples(60)
@given(printed_figures())
@example(Made("一万二千人", Decimal(12000), "人"))
@example(Made("两亿三千万元", Decimal(230000000), "元"))
@example(Made("十二亿元", Decimal(1200000000), "元"))
@example(Made("廿三所", Decimal(23), "所"))
def test_a_figure_is_drafted_as_printed_and_is_not_refused(made: Made) -> None:
    figures = drafted(sentence(made, made.text))
    assert [says(each) for each in figures] == [made]
    assert not refused(figures)


@examples(30)
@given(lists_with_one_unit())
@example(
    (
        "0.4个和1.7个百分点",
        [Made("0.4个", Decimal("0.4"), "个百分点", 1), Made("1.7个百分点", Decimal("1.7"), "个百分点", 1)],
    )
)
def test_figures_that_share_a_unit_have_it_all_and_are_not_refused(listed: tuple[str, list[Made]]) -> None:
    text, made = listed
    figures = drafted(sentence(made[-1], f"分别{text}"))
    assert [says(each) for each in figures] == made
    assert not refused(figures)


@examples(30)
@given(printed_figures(), st.data())
def test_a_value_with_another_digit_is_refused(made: Made, data: st.DataObject) -> None:
    (figure,) = drafted(sentence(made, made.text))
    digits = f"{figure.value:.{figure.decimals}f}"
    place = data.draw(st.sampled_from([place for place, sign in enumerate(digits) if sign.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    value = Decimal(digits[:place] + other + digits[place + 1 :])
    assert refused([retold(figure, value=value)]) == ["value"]


@examples(30)
@given(printed_figures())
def test_another_qualifier_and_other_decimals_are_refused(made: Made) -> None:
    (figure,) = drafted(sentence(made, made.text))
    assert refused([retold(figure, decimals=figure.decimals + 1)]) == ["decimals"]
    assert refused([retold(figure, qualifier="近" if made.qualifier != "近" else None)]) == ["qualifier"]


def retold(figure: Observation, **cells: object) -> Observation:
    return figure.model_copy(update=cells).bind(figure.indicator, figure.unit_row)
