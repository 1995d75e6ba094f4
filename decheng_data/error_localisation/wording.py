"""Suspects, slips and forced values in words, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decheng_data.error_localisation.slips import EXCHANGED, NOT_AS_PRINTED
from decheng_data.model.fields import MEASURE_WORDS_ZH
from decheng_data.model.quantity import plain
from decheng_data.model.suspects import LikelySlip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from decheng_data.error_localisation.likely import Explanation
    from decheng_data.model.bilingual import Tongue
    from decheng_data.model.quantity import Quantity
    from decheng_data.model.report import Finding
    from decheng_data.model.suspects import Localisation, Suspect, SuspectSet
    from decheng_data.rules.observation import Observation


NOT_MUCH_LESS_LIKELY = 60
"""How much heavier than the first a set may be and still be named in a finding; all are in the report."""


class Sentences(NamedTuple):
    """The same in English and in Chinese."""

    english: str
    chinese: str


def slip(observation: Observation, explanation: Explanation) -> LikelySlip:
    """A slip as a report tells it."""
    said, quantity = _slip_said(observation, explanation), explanation.quantity
    return LikelySlip(
        kind=explanation.kind.slip_id,
        value=quantity.value if quantity else None,
        decimals=quantity.decimals if quantity else None,
        unit=quantity.unit if quantity else None,
        keystrokes=explanation.keystrokes,
        agrees_with_printed=explanation.as_printed,
        said_en=said.english,
        said_zh=said.chinese,
    )


def _slip_said(observation: Observation, explanation: Explanation) -> Sentences:
    kind, quantity, other = explanation.kind, explanation.quantity, explanation.other
    stands, printed = observation.quantity, observation.printed
    if quantity is None and other is not None:
        place = f", line {other.line}" if other.line else ""
        place_zh = f"，第 {other.line} 行" if other.line else ""
        return Sentences(
            f"{_number(stands)} is also that of {other.name_en} ({other.indicator_id} {other.measure} of"
            f" {other.release_id}{place}): {kind.said_en}",
            f"{_number(stands)} 与{other.name_zh}（{other.release_id}"
            f" {MEASURE_WORDS_ZH[other.measure]}{place_zh}）相同：{kind.said_zh}",
        )
    if kind is NOT_AS_PRINTED and not explanation.as_printed:
        return Sentences(
            f"the value {_number(stands)} would hold and what is printed, {printed}, would not: printed was mistyped",
            f"数值 {_number(stands)} 成立而印刷形式 {printed} 不成立：印刷形式录入有误",
        )
    shown = str if quantity and quantity.unit != stands.unit else _number
    was = shown(quantity or stands)
    would = Sentences(
        f"{shown(stands)} would hold as {was}: {kind.said_en}", f"{shown(stands)} 若为 {was} 则成立：{kind.said_zh}"
    )
    if kind is EXCHANGED and other is not None:
        english = f"{would.english}, {other.name_en} ({other.indicator_id} {other.measure} {other.figure})"
        return Sentences(english, f"{would.chinese}（{other.name_zh} {other.figure}）")
    if explanation.as_printed:
        return Sentences(f"{would.english}, and printed says {printed}", f"{would.chinese}，且印刷形式为 {printed}")
    return would


def mended(finding: Finding, localisation: Localisation) -> Sentences:
    """What would mend a finding whose figures were localised: the likeliest set with its slip, then the others, then
    what is always to be done.
    """
    named = [each for each in localisation.sets if each.figures]
    parts = list(_looked_up(localisation, named)) if named else []
    if not localisation.settled:
        parts.append(Sentences("The search for the figure was not settled in its time.", "未能在限时内找出有误的数。"))
    if localisation.note_en:
        parts.append(Sentences(localisation.note_en, localisation.note_zh or ""))
    parts.append(Sentences(finding.mend or "", finding.mend_zh or ""))
    return Sentences(" ".join(each.english for each in parts if each.english), "".join(each.chinese for each in parts))


def _looked_up(localisation: Localisation, named: list[SuspectSet]) -> Iterator[Sentences]:
    """Where to look first and then."""
    first, *others = named
    near = [each for each in others if each.weight <= first.weight + NOT_MUCH_LESS_LIKELY][:3]
    if not localisation.sets[0].figures:
        yield Sentences("The warning alone may well be true.", "单独一条警告可能属实。")
    yield Sentences(f"Look first at {_set(first)}.", f"请先核对{_set_zh(first)}。")
    if near:
        english, chinese = (
            "; or ".join(_set(each, short=True) for each in near),
            "；或".join(_set_zh(each, short=True) for each in near),
        )
        yield Sentences(f"Or else at {english}.", f"其次核对{chinese}。")


def range_said(suspect: Suspect) -> Sentences:
    """From which value to which a suspect would hold; empty where any would."""
    low, high = (None if end is None else plain(end) for end in suspect.interval)
    if low is not None and low == high:
        return Sentences(f"would hold as {low}", f"若为 {low} 则成立")
    if low is not None and high is not None:
        return Sentences(f"would hold from {low} to {high}", f"在 {low} 至 {high} 之间则成立")
    if low is not None:
        return Sentences(f"would hold from {low} up", f"不低于 {low} 则成立")
    if high is not None:
        return Sentences(f"would hold up to {high}", f"不高于 {high} 则成立")
    return Sentences("", "")


def _set(suspects: SuspectSet, *, short: bool = False) -> str:
    return " and ".join(_suspect(each, short=short) for each in suspects.figures)


def _set_zh(suspects: SuspectSet, *, short: bool = False) -> str:
    return "以及".join(_suspect_zh(each, short=short) for each in suspects.figures)


def _suspect(suspect: Suspect, *, short: bool) -> str:
    line = f", line {suspect.line}" if suspect.line else ""
    told = ([] if short else _slips(suspect.slips, "en")) or [range_said(suspect).english]
    return ": ".join(part for part in (f"{suspect.name_en} ({suspect}{line})", "; ".join(told)) if part)


def _suspect_zh(suspect: Suspect, *, short: bool) -> str:
    line = f"，第 {suspect.line} 行" if suspect.line else ""
    told = ([] if short else _slips(suspect.slips, "zh")) or [range_said(suspect).chinese]
    return "：".join(
        part
        for part in (
            f"{suspect.name_zh}（{MEASURE_WORDS_ZH[suspect.measure]} {suspect.figure}{line}）",
            "；".join(told),
        )
        if part
    )


def _slips(slips: Sequence[LikelySlip], tongue: Tongue) -> list[str]:
    """The likeliest slip, and up to two more of other kinds; of one kind all figures together."""
    by_kind: dict[str, list[LikelySlip]] = {}
    for each in slips:
        by_kind.setdefault(each.kind, []).append(each)
    return [_together(alike, tongue) for alike in list(by_kind.values())[:3]]


def _together(alike: list[LikelySlip], tongue: Tongue) -> str:
    """`52.9 would hold as 22.9 or 32.9: one digit was mistyped`: what only guesses differ in, once."""
    first, *others = [each.said(tongue) for each in alike]
    numbers = [f"{each.value:.{each.decimals}f}" for each in alike if each.value is not None]
    if len(numbers) != len(alike) or not others or alike[0].agrees_with_printed:
        return first
    joined = "、".join(numbers) if tongue == "zh" else f"{', '.join(numbers[:-1])} or {numbers[-1]}"
    pattern = "若为 {} 则" if tongue == "zh" else "would hold as {}:"
    return first.replace(pattern.format(numbers[0]), pattern.format(joined))


def _number(quantity: Quantity) -> str:
    return f"{quantity.value:.{quantity.decimals}f}"
