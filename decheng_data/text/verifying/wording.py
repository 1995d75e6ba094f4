"""The findings of verify: what a row has, what the text has, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS, MENTION_WORDS
from decheng_data.model.finding import Finding, Line
from decheng_data.model.report import InvolvedObservation
from decheng_data.model.rows import MentionRow, ObservationRow, StatementRow
from decheng_data.text.verifying.checks import CHECKS, MENTIONS, OBSERVATIONS, RELEASES
from decheng_data.text.words.sentences import Places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.model.rows import ReleaseRow
    from decheng_data.text.drafting.draft import DraftRow
    from decheng_data.text.drafting.placing import Place
    from decheng_data.text.repair.repairing import RepairedText

_WORDS_AROUND = 12

Traced = ObservationRow | MentionRow | StatementRow
"""A row whose words are in the text."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its file, its line, and its place in the text."""

    row: Traced
    file: str
    line: int
    place: Place | None

    @property
    def rule(self) -> str:
        """The check that the row's words are in the text."""
        return "text-statement" if isinstance(self.row, StatementRow) else "text-figure"

    @property
    def name(self) -> Bilingual:
        """What the row is about: indicator and measure, the statement, or the kind of a mention."""
        row = self.row
        if isinstance(row, ObservationRow):
            measure = MEASURE_WORDS[row.measure].zh
            return Bilingual(f"{row.indicator_id} {row.measure}", f"{row.indicator_id}（{measure}）")
        if isinstance(row, StatementRow):
            return Bilingual.same(row.statement_id)
        return Bilingual(row.kind, MENTION_WORDS[row.kind].zh)

    def finding(
        self, code: str, rule: str, field: str, found: str | None, expected: str | None, **parts: object
    ) -> Finding:
        """A finding on a field of the row."""
        return _finding(
            code,
            rule,
            parts,
            file=self.file,
            line=self.line,
            field=field,
            release=self.row.release_id,
            observations=(_involved(self.row, self),) if isinstance(self.row, ObservationRow) else (),
            found=found,
            expected=expected,
        )


class TextFindings:
    """Makes the findings of one text."""

    def __init__(self, text: str) -> None:
        self._text, self._places = text, Places(text)

    def absent(self, each: PlacedRow) -> Finding:
        """The words of a row are not where they should be, or are no figure there."""
        row, place = each.row, each.place
        if place is None:
            code = "text.no-position" if row.start is None else "text.not-found"
            return each.finding(code, each.rule, row.words_column, row.words, None, name=each.name)
        return each.finding(
            "text.no-figure" if place.agrees else "text.other-words",
            each.rule,
            row.words_column,
            row.words,
            self._text[place.start : place.end],
            name=each.name,
            **self._place(place.start, place.end),
        )

    def differs(self, each: PlacedRow, field: str, found: str, expected: str, read: DraftRow) -> Finding:
        """A field of a row differs from the text."""
        rule, place = "text-" + field.replace("_", "-"), self._place(read.start, read.end)
        return each.finding(
            "text.read-otherwise", rule, field, found, expected, name=each.name, words=each.row.words, **place
        )

    def misplaced(self, each: PlacedRow, place: Place) -> Finding:
        """A row is found, but not at its start and end."""
        row = each.row
        return each.finding(
            "text.misplaced",
            "text-position",
            "start",
            f"{row.start}-{row.end}",
            f"{place.start}-{place.end}",
            words=row.words,
            there=self._text[row.start : row.end],
            start=place.start,
            end=place.end,
            **self._place(place.start, place.end),
        )

    def other_neighbour(self, each: PlacedRow, field: str, expected: str) -> Finding:
        """A row is at its start and end, but a hash of it is not that of its neighbour there."""
        row = each.row
        return each.finding(
            "text.other-neighbour",
            "text-position",
            field,
            getattr(row, field),
            expected,
            name=each.name,
            words=row.words,
            position=row.start,
        )

    def unaccounted(self, row: DraftRow, release: ReleaseRow) -> Finding:
        """A numeral belongs to no row."""
        return _finding(
            "text.unaccounted",
            "text-unaccounted",
            {"kind": _kind(row), **self._place(row.start, row.end)},
            file=OBSERVATIONS if row.kind == "quantity" else MENTIONS,
            release=release.release_id,
            found=row.printed or row.exact,
            expected="a row of observations.csv or mentions.csv",
        )

    def twice(self, row: DraftRow, owners: Sequence[PlacedRow]) -> Finding:
        """A figure belongs to more than one row."""
        first, second, *more = owners
        return second.finding(
            "text.two-rows",
            "text-twice",
            "start",
            ", ".join(f"{each.file}:{each.line}" for each in owners),
            "one row",
            words=row.exact,
            others=tuple(Line(each.line, each.file) for each in (first, *more)),
            **self._place(row.start, row.end),
        )

    def _place(self, start: int, end: int) -> dict[str, int | str]:
        """A place of the text as parts of a message: part, sentence, first code point, and the words around it."""
        part, sentence = self._places.of(start)
        around = self._text[max(0, start - _WORDS_AROUND) : end + _WORDS_AROUND].replace("\n", " ").strip()
        return {"part": part, "sentence": sentence, "position": start, "around": around}


def other_text(text: RepairedText, release: ReleaseRow, line: int) -> Finding:
    """The text is not the one that the release was made from."""
    field = "sha256_repaired" if release.sha256_repaired else "sha256_collected"
    found = text.sha256 if release.sha256_repaired else text.sha256_collected
    return _of_release("text.other-text", release, line, field=field, found=found, expected=getattr(release, field))


def other_repair(text: RepairedText, release: ReleaseRow, line: int) -> Finding:
    """The text is the one that the release was made from, but it was repaired in another way then."""
    found, expected = release.sha256_repaired, text.sha256
    return _of_release("text.other-repair", release, line, field="sha256_repaired", found=found, expected=expected)


def _kind(row: DraftRow) -> Bilingual:
    """What a numeral is read as."""
    if row.sort:
        return Bilingual(row.sort, MENTION_WORDS[row.sort].zh)
    return Bilingual(
        f"{row.indicator or '?'} {row.measure}",
        f"{row.indicator or '指标不明'}，{MEASURE_WORDS[row.measure or 'level'].zh}",
    )


def _of_release(code: str, release: ReleaseRow, line: int, **where: str | None) -> Finding:
    return _finding(code, "text-fingerprint", {}, file=RELEASES, line=line, release=release.release_id, **where)


def _finding(code: str, rule: str, parts: dict[str, object], **where: Any) -> Finding:
    return Finding(rule=rule, code=code, severity=CHECKS[rule].severity, level=1, parts=parts, **where)


def _involved(row: ObservationRow, each: PlacedRow) -> InvolvedObservation:
    names = ("release_id", "indicator_id", "measure", "period", "area", "comparison", "printed", "value", "unit")
    return InvolvedObservation(**{name: getattr(row, name) for name in names}, file=each.file, line=each.line)
