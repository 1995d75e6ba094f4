"""The messages of rules and waivers: what fails, and what would fix it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.model.finding import Line
from decheng_data.model.messages import Catalogue, Message
from decheng_data.model.quantity import POINTS, plain, unit_between

if TYPE_CHECKING:
    from decimal import Decimal

    from decheng_data.model.bilingual import Tongue
    from decheng_data.model.finding import Finding
    from decheng_data.model.report import InvolvedObservation


def failure_text(finding: Finding, clause: str, tongue: Tongue) -> str:
    """The sentence of a failed rule: the place, where it is no line of the package, the release, what must
    hold, and what holds instead.
    """
    place, title, release = finding.at.of(tongue) if finding.at else "", finding.parts["title"], finding.release
    if tongue == "zh":
        return f"{place}{'：' * bool(place)}{f'{release} ' if release else ''}不成立：{title.zh}。{clause}。"
    return f"{place}{': ' * bool(place)}Not kept{f' in {release}' if release else ''}: {title.en}. {clause}."


def _framed(finding: Finding, clause: str, tongue: Tongue) -> str:
    return (
        failure_text(finding, clause, tongue)
        if "title" in finding.parts
        else clause + ("。" if tongue == "zh" else ".")
    )


def _line(figure: InvolvedObservation, finding: Finding) -> Bilingual | None:
    return Line(figure.line or 0, figure.file, figure.at).text(finding.file) if figure.line or figure.at else None


def _figure(figure: InvolvedObservation, finding: Finding, shown: str = "") -> Bilingual:
    """A figure by name and code; its release too where that is not the finding's."""
    other = figure.release_id != finding.release
    line = _line(figure, finding)
    en = f" of {figure.release_id}" * other + (f", {line.en}" if line else "")
    zh = f"，{line.zh}" if line else ""
    shown = shown or figure.figure
    return Bilingual(
        f"{figure.name_en} ({figure.indicator_id} {figure.measure} {shown}{en})",
        f"{figure.name_zh}（{f'{figure.release_id} ' * other}{MEASURE_WORDS[figure.measure].zh} {shown}{zh}）",
    )


def _compared(finding: Finding) -> Bilingual:
    """The figures, the first compared with all others."""
    first, *others = (_figure(each, finding) for each in finding.observations)
    if not others:
        return first
    against = Bilingual.joined(others, " and ", "和")
    return Bilingual(f"{first.en} against {against.en}", f"{first.zh}，对照{against.zh}")


def _shares(finding: Finding) -> Bilingual:
    """Figures that come in pairs, the part of a year and the year."""
    named = [_figure(each, finding) for each in finding.observations]
    pairs = zip(named[::2], named[1::2], strict=True)
    within = (
        Bilingual(f"{part.en} within its year, {year.en}", f"{part.zh}在其全年{year.zh}之中") for part, year in pairs
    )
    return Bilingual.joined(within, "; ", "；")


def _as_printed(finding: Finding) -> Bilingual:
    """The first figure with its printed form unchanged."""
    first = finding.observations[0]
    return _figure(first, finding, first.printed)


def _amount(amount: Decimal | None, unit: str | None) -> Bilingual:
    number, of_difference = "" if amount is None else plain(amount), unit_between(unit or "")
    english = f" percentage point{'s' * (number != '1')}" if of_difference == POINTS else unit or ""
    return Bilingual(number + english, number + of_difference)


def _missed_en(finding: Finding, **_: object) -> str:
    excess, tolerance = (_amount(each, finding.unit) for each in (finding.excess, finding.tolerance))
    return f"{_compared(finding).en} misses by {excess.en}; rounding can hide {tolerance.en}"


def _missed_zh(finding: Finding, **_: object) -> str:
    excess, tolerance = (_amount(each, finding.unit) for each in (finding.excess, finding.tolerance))
    return f"{_compared(finding).zh}，相差 {excess.zh}，舍入最多可解释 {tolerance.zh}"


def _look_up_missed_en(finding: Finding, **_: object) -> str:
    figures = "each of these figures" if len(finding.observations) > 1 else "the figure"
    return (
        f"look up {figures} in the bulletin and correct value and printed where mistyped; if the bulletin prints it so,"
        " accept it in waivers.csv with a reason"
    )


def _look_up_missed_zh(finding: Finding, **_: object) -> str:
    figures = "以上各数" if len(finding.observations) > 1 else "该数"
    return (
        f"请在公报中核对{figures}，录入有误则更正 value 和 printed；若公报确实如此，请在 waivers.csv 中说明理由予以接受"
    )


def _wrong_cell(named: Bilingual, finding: Finding, expected: Bilingual) -> Bilingual:
    return Bilingual(
        f"{named.en} has {finding.field} {finding.found}, expected {expected.en}",
        f"{named.zh}的 {finding.field} 为 {finding.found}，应为 {expected.zh}",
    )


def _misplaced(finding: Finding, expected: Bilingual) -> Bilingual:
    """The place of the first figure; the line of the other one, where there is one, behind it."""
    text, (_, *others) = _wrong_cell(_as_printed(finding), finding, expected), finding.observations
    lines = [line for other in others if (line := _line(other, finding))]
    return Bilingual(
        text.en + "".join(f" ({line.en})" for line in lines), text.zh + "".join(f"（{line.zh}）" for line in lines)
    )


def _doubted(named: Bilingual, found: Bilingual, expected: Bilingual) -> Bilingual:
    return Bilingual(
        f"{named.en}: found {found.en}, expected {expected.en}", f"{named.zh}：此处为 {found.zh}，应为{expected.zh}"
    )


_DOUBTED_EN = (
    "look up each of these figures in its own bulletin; if the bulletins print them so, accept it in waivers.csv with a"
    " reason"
)
_DOUBTED_ZH = "请分别在各自的公报中核对以上各数；若公报确实如此，请在 waivers.csv 中说明理由予以接受"


def _surroundings_en(finding: Finding, **_: object) -> str:
    return (
        f"look up the figure in the bulletin and correct {finding.field}; if the bulletin has it so, accept it in"
        " waivers.csv with a reason"
    )


def _surroundings_zh(finding: Finding, **_: object) -> str:
    return f"请在公报中核对并更正 {finding.field}；若公报确实如此，请在 waivers.csv 中说明理由予以接受"


def _by_printed_en(finding: Finding, expected: Bilingual, **_: object) -> str:
    return (
        f"look up the figure in the bulletin; if printed is right, set {finding.field} to {expected.en}, else correct"
        " printed"
    )


def _by_printed_zh(finding: Finding, expected: Bilingual, **_: object) -> str:
    return f"请在公报中核对；若 printed 无误，请将 {finding.field} 改为 {expected.zh}，否则更正 printed"


CATALOGUE = Catalogue(
    {
        "missed": Message(_missed_en, _missed_zh, _look_up_missed_en, _look_up_missed_zh),
        "absent": Message(
            lambda finding, wanted, **_: f"{finding.release} has no {wanted.en}, or none that can be read",
            lambda finding, wanted, **_: f"{finding.release} 缺少{wanted.zh}，或其所在行无法读取",
            "add the figure if the bulletin prints it; where its row is there, fix what cannot be read",
            "若公报给出该数，请补录；若已有该行，请改正其中无法读取之处",
        ),
        "unreadable-printed": Message(
            lambda finding, expected, **_: _wrong_cell(_as_printed(finding), finding, expected).en,
            lambda finding, expected, **_: _wrong_cell(_as_printed(finding), finding, expected).zh,
            "look up the figure in the bulletin and correct printed",
            "请在公报中核对并更正 printed",
        ),
        "not-as-printed": Message(
            lambda finding, expected, **_: _wrong_cell(_as_printed(finding), finding, expected).en,
            lambda finding, expected, **_: _wrong_cell(_as_printed(finding), finding, expected).zh,
            _by_printed_en,
            _by_printed_zh,
        ),
        "misplaced": Message(
            lambda finding, expected, **_: _misplaced(finding, expected).en,
            lambda finding, expected, **_: _misplaced(finding, expected).zh,
            _surroundings_en,
            _surroundings_zh,
        ),
        "unlike-its-surroundings": Message(
            lambda finding, expected, **_: _wrong_cell(_figure(finding.observations[0], finding), finding, expected).en,
            lambda finding, expected, **_: _wrong_cell(_figure(finding.observations[0], finding), finding, expected).zh,
            _surroundings_en,
            _surroundings_zh,
        ),
        "wrong-cell": Message(
            lambda finding, expected, **_: _wrong_cell(_figure(finding.observations[0], finding), finding, expected).en,
            lambda finding, expected, **_: _wrong_cell(_figure(finding.observations[0], finding), finding, expected).zh,
            _by_printed_en,
            _by_printed_zh,
        ),
        "shares-apart": Message(
            lambda finding, found, expected, **_: _doubted(_shares(finding), found, expected).en,
            lambda finding, found, expected, **_: _doubted(_shares(finding), found, expected).zh,
            _DOUBTED_EN,
            _DOUBTED_ZH,
        ),
        "copied": Message(
            lambda finding, found, expected, **_: _doubted(_compared(finding), found, expected).en,
            lambda finding, found, expected, **_: _doubted(_compared(finding), found, expected).zh,
            _DOUBTED_EN,
            _DOUBTED_ZH,
        ),
        "waiver-expired": Message(
            lambda finding, waived, subject, author, today, **_: (
                f"The waiver of {waived} for {subject} by {author} was valid until {finding.found}; today is {today}"
            ),
            lambda finding, waived, subject, author, today, **_: (
                f"{author} 对 {subject} 豁免 {waived}，有效期至 {finding.found}，今天是 {today}"
            ),
            "look at the figure again: correct it and delete the waiver, or give the waiver a new reason and a later"
            " day",
            "请重新核实：改正数据并删除豁免，或写明理由并延长期限",
        ),
        "waiver-unused": Message(
            lambda finding, subject, **_: (
                f"The waiver of {finding.found} for {subject} in {finding.release} accepts nothing: nothing of the kind"
                " failed"
            ),
            lambda finding, subject, **_: f"{finding.release} 中 {subject} 对 {finding.found} 的豁免没有对应的问题",
            "delete it, or correct the rule, release or indicator that it names",
            "请删除，或改正其规则、发布或指标",
        ),
        "cannot-run": Message(
            lambda finding, reason: f"Rule {finding.rule} cannot run: {reason.en}",
            lambda finding, reason: f"规则 {finding.rule} 无法运行：{reason.zh}",
            "correct the rule in rules.csv, its terms in rule_terms.csv, or the rows of indicators.csv and units.csv"
            " that it names",
            "请更正 rules.csv 中的规则、rule_terms.csv 中的规则项，或所涉及的 indicators.csv、units.csv 中的行",
        ),
    },
    frame=_framed,
)
