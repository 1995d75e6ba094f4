"""The rows that a text supports, for a person to review."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from decheng_data.model.period import Period
from decheng_data.text.drafting.vocabulary import Named, Vocabulary
from decheng_data.text.grammar.nouns import places_of
from decheng_data.text.grammar.periods import Calendar, Moment, is_comparison, reference_of, speaks_of_last_year
from decheng_data.text.grammar.reader import Reader
from decheng_data.text.numerals.figures import ratio_parts, read_folded, with_shared_units
from decheng_data.text.numerals.scan import scan
from decheng_data.text.words.folding import fold
from decheng_data.text.words.sentences import sentences
from decheng_data.text.words.units import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.model.rows import IndicatorRow
    from decheng_data.text.grammar.subjects import Reading
    from decheng_data.text.words.spans import Figure, Numeral

_LATIN_BRACKET = re.compile(r"(?<=[一-龥”])\((?![^()]*其中)[^()0-9,;。\n]{1,14}\)(?=[^(\n])")

_ROW = 200
"""Characters in which a unit in brackets that figures share is looked for."""
_FROM_YEAR = re.compile("[由从]((?:19|20)[0-9]{2}年[末底]?)的?$")
_WHOLE_YEAR = re.compile("全年(?:预计|力争|有望)|(?:预计|力争)全年")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One numeral expression of the text and its reading.

    `value` is the magnitude as printed, without its unit; `signed_value` carries the sign; `period` is an ISO 8601
    interval, or one day for a state; `sort` is the kind of a mention. What the text leaves open is None.
    """

    exact: str
    start: int
    end: int
    kind: Literal["quantity", "mention"]
    sort: str | None = None
    value: str | None = None
    signed_value: str | None = None
    unit: str | None = None
    indicator_id: str | None = None
    indicator: str | None = None
    measure: str | None = None
    period: str | None = None
    obs_status: str | None = None
    qualifier: str | None = None
    parent: str | None = None
    comparison: str | None = None
    printed: str | None = None
    confidence: float = 1.0
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """All numeral expressions of a text, in order."""

    rows: tuple[DraftRow, ...]
    release_id: str | None = None
    period: Period | None = None

    @property
    def quantities(self) -> tuple[DraftRow, ...]:
        """The rows that are figures."""
        return tuple(row for row in self.rows if row.kind == "quantity")

    @property
    def mentions(self) -> tuple[DraftRow, ...]:
        """The rows that only look like figures."""
        return tuple(row for row in self.rows if row.kind == "mention")

    def to_jsonl(self) -> str:
        """One JSON object a line, one line a numeral expression."""
        return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in self.rows)


def draft(
    text: str,
    *,
    indicators: Iterable[IndicatorRow] = (),
    release_id: str | None = None,
    period: str | Period | None = None,
) -> Draft:
    """Draft the rows of a repaired text. It never fails: what it cannot read is a row with a question.

    `indicators` give the known names; `period` (or the end of `release_id`) is what 上半年 and the like are resolved
    against, and what a figure without a date is of; without it the text's own first date with a year serves.
    """
    reference = _reference(period, release_id) or reference_of(fold(text))
    rows = tuple(_Drafter(text, Vocabulary(indicators)).rows(Calendar(reference)))
    return Draft(rows, release_id, reference)


def _reference(period: str | Period | None, release_id: str | None) -> Period | None:
    if isinstance(period, Period):
        return period
    code = period or (match[1] if release_id and (match := re.search("-([12][0-9]{3}.*)$", release_id)) else None)
    try:
        return Period.parse(code) if code else None
    except ValueError:
        return None


class _Drafter:
    """Drafts the rows of one text."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        folded = fold(text)
        self._text, self._vocabulary, self._numerals = text, vocabulary, scan(text)
        self._sentences, self._words = sentences(folded), blanked(folded, self._numerals)
        self._folded, self._reader = folded, Reader(places_of(self._words))

    def rows(self, calendar: Calendar) -> Iterator[DraftRow]:
        """The rows in the order of the text; `calendar` has its reference period."""
        numerals, at, before, section = self._numerals, 0, 0, calendar
        for start, end in self._sentences:
            if "\n" in self._text[before:start]:
                self._reader.new_paragraph()
            first, before = at, end
            while at < len(numerals) and numerals[at].start < end:
                at += 1
            section = calendar.of_section(self._folded[start:end]) or section
            yield from self._sentence_rows(start, end, numerals[first:at], section)
        yield from (self._mention(numeral) for numeral in numerals[at:])

    def _sentence_rows(
        self, start: int, end: int, numerals: Sequence[Numeral], calendar: Calendar
    ) -> Iterator[DraftRow]:
        words = self._words
        parted = [_figures(words, numeral) for numeral in numerals]
        figures = with_shared_units(words, [figure for parts in parted for figure in parts])
        readings = iter(self._reader.sentence(words[start:end], start, figures))
        moments = [(at, moment) for at, moment in _moments(self._text, numerals, calendar) if moment]
        for numeral, parts in zip(numerals, parted, strict=True):
            if not parts:
                yield self._mention(numeral)
            for reading in islice(readings, len(parts)):
                period = _period_of(reading, words, start, moments, calendar)
                yield (
                    _bound(self._text, reading.figure)
                    if reading.threshold
                    else _quantity(self._text, _as_target(reading, period, calendar), period, self._vocabulary)
                )

    def _mention(self, numeral: Numeral) -> DraftRow:
        if numeral.sort == "threshold":
            return _bound(self._text, read_folded(self._words, numeral))
        exact = self._text[numeral.start : numeral.end]
        return DraftRow(exact, numeral.start, numeral.end, "mention", sort=numeral.sort, confidence=0.9)


def _figures(words: str, numeral: Numeral) -> tuple[Figure, ...]:
    if numeral.sort != "figure":
        return ()
    return ratio_parts(words, numeral) if numeral.form == "ratio" else (read_folded(words, numeral),)


def blanked(folded: str, numerals: Sequence[Numeral]) -> str:
    """The folded text with spaces in place of dates, list numbers and brackets without figures, for the reader
    of names.
    """
    pieces, position = [], 0
    for numeral in numerals:
        if numeral.sort == "list_number" or (
            numeral.sort == "date"
            and not is_comparison(
                folded[max(0, numeral.start - 2) : numeral.start], folded[numeral.end : numeral.end + 2]
            )
        ):
            pieces += [folded[position : numeral.start], " " * (numeral.end - numeral.start)]
            position = numeral.end
    return _LATIN_BRACKET.sub(
        lambda match: match[0] if match[0][1:-1] in (*COUNTED, "含") else " " * len(match[0]),
        "".join([*pieces, folded[position:]]),
    )


def _moments(text: str, numerals: Sequence[Numeral], calendar: Calendar) -> Iterator[tuple[int, Moment | None]]:
    """Where in the sentence a date begins to apply, and its meaning."""
    for numeral in numerals:
        if numeral.sort == "date" and not is_comparison(
            text[max(0, numeral.start - 2) : numeral.start], text[numeral.end : numeral.end + 2]
        ):
            behind = text[numeral.end : numeral.end + 1]
            yield (
                numeral.start,
                calendar.moment(fold(text[numeral.start : numeral.end]) + (behind if behind in ("末", "底") else "")),
            )


def _period_of(
    reading: Reading, words: str, start: int, moments: Sequence[tuple[int, Moment]], calendar: Calendar
) -> Moment | None:
    """The period of a figure: last year's if its words say so, that of the last date before it, 年末, else the
    reference period.
    """
    position = reading.figure.outer_start
    if reading.origin and (match := _FROM_YEAR.search(words, max(start, position - 12), position)):
        return calendar.moment(match[1])
    if reading.origin or (
        reading.figure.unit not in ("倍", "番") and speaks_of_last_year(words[max(start, position - 24) : position])
    ):
        return calendar.last_year()
    dated = bisect_left(moments, position, key=lambda pair: pair[0])
    if dated:
        return moments[dated - 1][1]
    sentence = words[max(start, position - 200) : position]
    paragraph = words[max(0, start - 200) : start].rpartition("\n")[2]
    if date := calendar.standing(sentence) or calendar.stock(reading.name, paragraph):
        return date
    return calendar.full_year() if reading.measure == "target" or _WHOLE_YEAR.search(sentence) else calendar.default


def _as_target(reading: Reading, period: Moment | None, calendar: Calendar) -> Reading:
    """The reading as a target where its time is after the reference period."""
    later = calendar.ahead or (period and calendar.default and period.first > calendar.default.last)
    return (
        replace(reading, measure="target")
        if later and reading.measure in ("level", "growth_rate", "share")
        else reading
    )


def _bound(text: str, figure: Figure) -> DraftRow:
    return DraftRow(
        text[figure.start : figure.end],
        figure.start,
        figure.end,
        "mention",
        sort="threshold",
        value=figure.value,
        unit=figure.unit or None,
        qualifier=figure.qualifier,
        printed=text[figure.outer_start : figure.outer_end],
        confidence=0.8,
    )


def _quantity(text: str, reading: Reading, period: Moment | None, vocabulary: Vocabulary) -> DraftRow:
    figure, named = reading.figure, vocabulary.find(reading.name, reading.nearby)
    parent = vocabulary.find(reading.parent).indicator_id if reading.parent else None
    return DraftRow(
        exact=text[figure.start : figure.end],
        start=figure.start,
        end=figure.end,
        kind="quantity",
        value=figure.value,
        signed_value=("-" if reading.sign < 0 and figure.value.strip("0.") else "") + figure.value,
        unit=_unit(text, figure),
        indicator_id=named.indicator_id or None,
        indicator=named.name or None,
        measure=reading.measure,
        period=str(period) if period else None,
        obs_status=reading.estimate,
        qualifier=figure.qualifier,
        parent=parent,
        comparison=reading.against or None,
        printed=text[figure.outer_start : figure.outer_end],
        confidence=_confidence(reading, named),
        question=_question(reading, named, period),
    )


def _unit(text: str, figure: Figure) -> str | None:
    """The unit as printed: with the brackets of the text, but a full-width percent sign as %."""
    if "(" not in figure.unit:
        return figure.unit or None
    row = text[figure.start : figure.start + _ROW]
    at = max(0, fold(row).find(figure.unit))  # of a list, behind its last figure
    return row[at : at + len(figure.unit)]


def _confidence(reading: Reading, named: Named) -> float:
    if not named.name:
        return 0.2
    score = 0.95 if named.known else 0.75
    return round(
        score
        - 0.1 * reading.inherited
        - 0.1 * (len(named.name) > 16)
        - 0.2 * (not reading.figure.unit and reading.figure.form == "arabic"),
        2,
    )


def _question(reading: Reading, named: Named, period: Moment | None) -> str | None:
    if not named.name:
        return "指标不明，请补充。 The indicator is not clear from the sentence: name it."
    if not reading.figure.unit and reading.figure.form == "arabic":
        return "没有单位，请核对。 No unit is printed: check what the number counts."
    if period is None:
        return "年份不明，请指定所属期。 No year is known: give the release's period."
    if reading.origin:
        return "变化前的数值，请核对所属期。 The value before a change: check its period."
    return None if named.known else "新指标，请核对名称与编号。 A new indicator: check its name and id."
