"""Suspects, slips and forced values in words, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.error_localisation.slips import EXCHANGED, NOT_AS_PRINTED
from decheng_data.model.bilingual import NOTHING, Bilingual, Tongue
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.model.finding import Line
from decheng_data.model.quantity import plain
from decheng_data.model.report import LikelySlip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from decheng_data.error_localisation.likely import Explanation
    from decheng_data.model.quantity import Quantity
    from decheng_data.model.report import Localisation, Suspect, SuspectSet
    from decheng_data.rules.observation import Observation


NOT_MUCH_LESS_LIKELY = 60
"""How much heavier than the first a set may be and still be named in a finding; all are in the report."""


def slip(observation: Observation, explanation: Explanation) -> LikelySlip:
    """A slip as in a report."""
    text, quantity = _slip_text(observation, explanation), explanation.quantity
    return LikelySlip(
        kind=explanation.kind.slip_id,
        value=quantity.value if quantity else None,
        decimals=quantity.decimals if quantity else None,
        unit=quantity.unit if quantity else None,
        keystrokes=explanation.keystrokes,
        agrees_with_printed=explanation.as_printed,
        said_en=text.en,
        said_zh=text.zh,
    )


def _slip_text(observation: Observation, explanation: Explanation) -> Bilingual:
    kind, quantity, other = explanation.kind, explanation.quantity, explanation.other
    current, printed = observation.quantity, observation.printed
    if quantity is None and other is not None:
        place = f", line {other.line}" if other.line else ""
        place_zh = f"，第 {other.line} 行" if other.line else ""
        return Bilingual(
            f"{_digits(current)} is also that of {other.name_en} ({other.indicator_id} {other.measure} of"
            f" {other.release_id}{place}): {kind.name_en}",
            f"{_digits(current)} 与{other.name_zh}（{other.release_id}"
            f" {MEASURE_WORDS[other.measure].zh}{place_zh}）相同：{kind.name_zh}",
        )
    if kind is NOT_AS_PRINTED and not explanation.as_printed:
        return Bilingual(
            f"the value {_digits(current)} would hold and what is printed, {printed}, would not: printed was mistyped",
            f"数值 {_digits(current)} 成立而印刷形式 {printed} 不成立：印刷形式录入有误",
        )
    shown = str if quantity and quantity.unit != current.unit else _digits
    was = shown(quantity or current)
    would = Bilingual(
        f"{shown(current)} would hold as {was}: {kind.name_en}", f"{shown(current)} 若为 {was} 则成立：{kind.name_zh}"
    )
    if kind is EXCHANGED and other is not None:
        english = f"{would.en}, {other.name_en} ({other.indicator_id} {other.measure} {other.figure})"
        return Bilingual(english, f"{would.zh}（{other.name_zh} {other.figure}）")
    if explanation.as_printed:
        return Bilingual(f"{would.en}, and printed says {printed}", f"{would.zh}，且印刷形式为 {printed}")
    return would


def hint(localisation: Localisation) -> Bilingual:
    """Where to look first for what would fix a finding whose figures were localised: the likeliest set with its slip,
    then the others.
    """
    named = [each for each in localisation.sets if each.figures]
    parts = list(_where_to_look(localisation, named)) if named else []
    if not localisation.settled:
        parts.append(Bilingual("The search for the figure was not settled in its time.", "未能在限时内找出有误的数。"))
    if localisation.note_en:
        parts.append(Bilingual(localisation.note_en, localisation.note_zh or ""))
    return Bilingual.joined(parts, " ", "")


def _where_to_look(localisation: Localisation, named: list[SuspectSet]) -> Iterator[Bilingual]:
    """Where to look first and then."""
    first, *others = named
    near = [each for each in others if each.weight <= first.weight + NOT_MUCH_LESS_LIKELY][:3]
    if not localisation.sets[0].figures:
        yield Bilingual("The warning alone may well be true.", "单独一条警告可能属实。")
    look = _set_text(first)
    yield Bilingual(f"Look first at {look.en}.", f"请先核对{look.zh}。")
    if near:
        then = Bilingual.joined((_set_text(each, short=True) for each in near), "; or ", "；或")
        yield Bilingual(f"Or else at {then.en}.", f"其次核对{then.zh}。")


def range_text(suspect: Suspect) -> Bilingual:
    """From which value to which a suspect would hold; empty where any would."""
    low, high = (None if end is None else plain(end) for end in suspect.interval)
    if low is not None and low == high:
        return Bilingual(f"would hold as {low}", f"若为 {low} 则成立")
    if low is not None and high is not None:
        return Bilingual(f"would hold from {low} to {high}", f"在 {low} 至 {high} 之间则成立")
    if low is not None:
        return Bilingual(f"would hold from {low} up", f"不低于 {low} 则成立")
    if high is not None:
        return Bilingual(f"would hold up to {high}", f"不高于 {high} 则成立")
    return NOTHING


def _set_text(suspects: SuspectSet, *, short: bool = False) -> Bilingual:
    return Bilingual.joined((_suspect_text(each, short=short) for each in suspects.figures), " and ", "以及")


def _suspect_text(suspect: Suspect, *, short: bool) -> Bilingual:
    slips = [] if short else _slip_texts(suspect.slips)
    would = Bilingual.joined(slips or [range_text(suspect)], "; ", "；")
    line = Line(suspect.line, suspect.file).text(suspect.file) if suspect.line else NOTHING
    named = Bilingual(
        f"{suspect.name_en} ({suspect}{', ' if line else ''}{line.en})",
        f"{suspect.name_zh}（{MEASURE_WORDS[suspect.measure].zh} {suspect.figure}{'，' if line else ''}{line.zh}）",
    )
    return Bilingual.joined((named, would), ": ", "：")


def _slip_texts(slips: Sequence[LikelySlip]) -> list[Bilingual]:
    """The likeliest slip, and up to two more of other kinds; of one kind all figures together."""
    by_kind: dict[str, list[LikelySlip]] = {}
    for each in slips:
        by_kind.setdefault(each.kind, []).append(each)
    return [Bilingual(_joined_slips(alike, "en"), _joined_slips(alike, "zh")) for alike in list(by_kind.values())[:3]]


def _joined_slips(alike: list[LikelySlip], tongue: Tongue) -> str:
    """`52.9 would hold as 22.9 or 32.9: one digit was mistyped`: what only guesses differ in, once."""
    first, *others = [each.said(tongue) for each in alike]
    numbers = [f"{each.value:.{each.decimals}f}" for each in alike if each.value is not None]
    if len(numbers) != len(alike) or not others or alike[0].agrees_with_printed:
        return first
    joined = "、".join(numbers) if tongue == "zh" else f"{', '.join(numbers[:-1])} or {numbers[-1]}"
    pattern = "若为 {} 则" if tongue == "zh" else "would hold as {}:"
    return first.replace(pattern.format(numbers[0]), pattern.format(joined))


def _digits(quantity: Quantity) -> str:
    return f"{quantity.value:.{quantity.decimals}f}"
