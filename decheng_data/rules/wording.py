"""From an evaluation to a finding: the sentences that tell a person what is wrong and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.bilingual import NOTHING, Bilingual, in_line
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.model.quantity import POINTS, plain, unit_between
from decheng_data.model.report import Finding, Outcome
from decheng_data.model.suspects import InvolvedObservation

if TYPE_CHECKING:
    from decimal import Decimal

    from decheng_data.model.vocabulary_rows import RuleRow
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.observation import Observation

OBSERVATIONS_FILE = "data/observations.csv"
RULES_FILE = "data/rules.csv"
_OF_PRINTED = ("printed", "place")
"""Kinds of rules that look at the cell `printed` itself, so that it is told as it stands."""
_OF_SURROUNDINGS = ("place", "unit", "scope", "status")
"""Kinds of rules that hold a figure against what surrounds it, not against its own printed form."""


class _Told(NamedTuple):
    """What is wrong and what would mend it, in both languages."""

    english: str
    chinese: str
    mend: str
    mend_zh: str


def finding(evaluation: Evaluation, file: str | None = OBSERVATIONS_FILE) -> Finding:
    """The finding for an evaluation that failed; `file` is where its figures stand."""
    row, first = evaluation.rule.row, evaluation.observations[0] if evaluation.observations else None
    english, chinese, mend, mend_zh = _sentences(evaluation)
    where, where_zh = (
        (f" in {evaluation.release_id}", f"{evaluation.release_id} ") if evaluation.release_id else ("", "")
    )
    return Finding(
        rule=row.rule_id,
        severity=row.severity,
        level=row.level,
        file=file,
        line=first.line if first else None,
        field=evaluation.field if first else None,
        release=evaluation.release_id,
        observations=tuple(involved(each, file) for each in evaluation.observations),
        excess=evaluation.excess,
        tolerance=evaluation.tolerance,
        unit=evaluation.unit or None,
        found=evaluation.found.en or (plain(first.value) if first else None),
        expected=evaluation.expected.en or str(evaluation.rule),
        message_en=f"Not kept{where}: {row.title_en}. {english}",
        message_zh=f"{where_zh}不成立：{row.title_zh}。{chinese}",
        mend=mend,
        mend_zh=mend_zh,
    )


def rule_fault(row: RuleRow, line: int | None, reason: Bilingual, file: str = RULES_FILE) -> Finding:
    """The finding for a rule that cannot run: an error of the rules, never of the figures."""
    return Finding(
        rule=row.rule_id,
        severity="error",
        outcome=Outcome.ERROR,
        level=row.level,
        file=file,
        line=line,
        message_en=f"Rule {row.rule_id} cannot run: {reason[0]}.",
        message_zh=f"规则 {row.rule_id} 无法运行：{reason[1]}。",
        mend=(
            "Correct the rule in rules.csv, its terms in rule_terms.csv, or the rows of indicators.csv and units.csv"
            " that it names."
        ),
        mend_zh="请更正 rules.csv 中的规则、rule_terms.csv 中的规则项，或所涉及的 indicators.csv、units.csv 中的行。",
    )


def involved(observation: Observation, file: str | None = OBSERVATIONS_FILE) -> InvolvedObservation:
    """A figure as a report names it."""
    key = {name: getattr(observation, name) for name in (*observation.primary_key, "printed", "value", "unit")}
    return InvolvedObservation(**key, file=file if observation.line else None, line=observation.line)


def _sentences(evaluation: Evaluation) -> _Told:
    if evaluation.rule.row.kind in ("linear", "product"):
        return _missed(evaluation)
    if evaluation.rule.row.kind == "presence":
        return _absent(evaluation)
    return _doubtful(evaluation) if evaluation.rule.row.kind in ("coverage", "copy") else _disagreed(evaluation)


def _missed(evaluation: Evaluation) -> _Told:
    (excess, excess_zh), (tolerance, tolerance_zh) = (
        _amount(amount, evaluation.unit) for amount in (evaluation.excess, evaluation.tolerance)
    )
    figures_en, figures_zh = _all_named(evaluation)
    english = f"{figures_en} misses by {excess}; rounding can hide {tolerance}."
    chinese = f"{figures_zh}，相差 {excess_zh}，舍入最多可解释 {tolerance_zh}。"
    many, many_zh = (
        Bilingual("each of these figures", "以上各数")
        if len(evaluation.observations) > 1
        else Bilingual("the figure", "该数")
    )
    mend = (
        f"Look up {many} in the bulletin and correct value and printed where mistyped; if the bulletin prints it so,"
        " accept it in waivers.csv with a reason."
    )
    mend_zh = (
        f"请在公报中核对{many_zh}，录入有误则更正 value 和 printed；"
        "若公报确实如此，请在 waivers.csv 中说明理由予以接受。"
    )
    return _Told(english, chinese, mend, mend_zh)


def _absent(evaluation: Evaluation) -> _Told:
    release, wanted = evaluation.release_id, evaluation.expected
    return _Told(
        f"{release} has no {wanted.en}, or none that can be read.",
        f"{release} 缺少{wanted.zh}，或其所在行无法读取。",
        "Add the figure if the bulletin prints it; where its row is there, mend what cannot be read.",
        "若公报给出该数，请补录；若已有该行，请改正其中无法读取之处。",
    )


def _disagreed(evaluation: Evaluation) -> _Told:
    release, observation = evaluation.release_id, evaluation.observations[0]
    field, found, expected = evaluation.field, evaluation.found, evaluation.expected
    shown = observation.printed if evaluation.rule.row.kind in _OF_PRINTED else observation.figure
    named = _named(observation, release, shown)
    english = f"{named.en} has {field} {found.en}, expected {expected.en}."
    chinese = f"{named.zh}的 {field} 为 {found.zh}，应为 {expected.zh}。"
    if field == "printed":
        return _Told(
            english,
            chinese,
            "Look up the figure in the bulletin and correct printed.",
            "请在公报中核对并更正 printed。",
        )
    if evaluation.rule.row.kind in _OF_SURROUNDINGS:
        mend = (
            f"Look up the figure in the bulletin and correct {field}; if the bulletin has it so, accept it in"
            " waivers.csv with a reason."
        )
        return _Told(
            english,
            chinese,
            mend,
            f"请在公报中核对并更正 {field}；若公报确实如此，请在 waivers.csv 中说明理由予以接受。",
        )
    mend = (
        f"Look up the figure in the bulletin; if printed is right, set {field} to {expected.en}, else correct printed."
    )
    return _Told(
        english, chinese, mend, f"请在公报中核对；若 printed 无误，请将 {field} 改为 {expected.zh}，否则更正 printed。"
    )


def _doubtful(evaluation: Evaluation) -> _Told:
    found, expected = evaluation.found, evaluation.expected
    figures_en, figures_zh = (
        _parts_named(evaluation) if evaluation.rule.row.kind == "coverage" else _all_named(evaluation)
    )
    english = f"{figures_en}: found {found.en}, expected {expected.en}."
    chinese = f"{figures_zh}：此处为 {found.zh}，应为{expected.zh}。"
    mend = (
        "Look up each of these figures in its own bulletin; if the bulletins print them so, accept it in waivers.csv"
        " with a reason."
    )
    return _Told(
        english,
        chinese,
        mend,
        "请分别在各自的公报中核对以上各数；若公报确实如此，请在 waivers.csv 中说明理由予以接受。",
    )


def _all_named(evaluation: Evaluation) -> Bilingual:
    """The figures, the first against all others."""
    (first, first_zh), *others = _each_named(evaluation)
    if not others:
        return Bilingual(first, first_zh)
    return Bilingual(
        f"{first} against {' and '.join(english for english, _ in others)}",
        f"{first_zh}，对照{'和'.join(chinese for _, chinese in others)}",
    )


def _parts_named(evaluation: Evaluation) -> Bilingual:
    """Figures that come in pairs, the part of a year and the year."""
    named = _each_named(evaluation)
    pairs = list(zip(named[::2], named[1::2], strict=True))
    english = "; ".join(f"{part} within its year, {year}" for (part, _), (year, _) in pairs)
    return Bilingual(english, "；".join(f"{part}在其全年{year}之中" for (_, part), (_, year) in pairs))


def _each_named(evaluation: Evaluation) -> list[Bilingual]:
    release = evaluation.release_id
    return [_named(each, release, each.figure) for each in evaluation.observations]


def _named(observation: Observation, release: str | None, shown: str) -> Bilingual:
    """A figure by name and code; its bulletin too where that is not the one spoken of."""
    other = observation.release_id != release
    line = in_line(observation.line) if observation.line else NOTHING
    en = f" of {observation.release_id}" * other + f", {line.en}" * bool(line)
    zh = f"，{line.zh}" * bool(line)
    return Bilingual(
        f"{observation.name_en} ({observation.indicator_id} {observation.measure} {shown}{en})",
        f"{observation.name_zh}（{f'{observation.release_id} ' * other}{MEASURE_WORDS[observation.measure].zh}"
        f" {shown}{zh}）",
    )


def _amount(amount: Decimal | None, unit: str) -> Bilingual:
    number, of_difference = "" if amount is None else plain(amount), unit_between(unit)
    english = f" percentage point{'s' * (number != '1')}" if of_difference == POINTS else unit
    return Bilingual(number + english, number + of_difference)
