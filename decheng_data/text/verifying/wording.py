"""The findings of verify: what a row has, what the text has, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS, MENTION_WORDS
from decheng_data.model.finding import Finding
from decheng_data.model.rows import MentionRow, ObservationRow
from decheng_data.model.suspects import InvolvedObservation
from decheng_data.text.verifying.checks import CHECKS, MENTIONS, OBSERVATIONS, RELEASES, STATEMENTS
from decheng_data.text.words.sentences import Places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.model.rows import ReleaseRow, StatementRow
    from decheng_data.text.drafting.draft import DraftRow
    from decheng_data.text.drafting.placing import Place

_WORDS_AROUND = 12
_NOWHERE = Bilingual("nor are the words around it", "前后文也不在文本中")


@dataclass(frozen=True, slots=True)
class Standing:
    """A row with its file, its line, and its place in the text."""

    row: ObservationRow | MentionRow
    file: str
    line: int
    place: Place | None

    @property
    def name(self) -> str:
        """What the row is about: indicator and measure, or the kind of a mention."""
        return (
            f"{self.row.indicator_id} {self.row.measure}"
            if isinstance(self.row, ObservationRow)
            else str(self.row.kind)
        )

    @property
    def name_zh(self) -> str:
        """The same in Chinese."""
        if isinstance(self.row, ObservationRow):
            return f"{self.row.indicator_id}（{MEASURE_WORDS[self.row.measure].zh}）"
        return MENTION_WORDS[self.row.kind].zh


class Teller:
    """Makes the findings of one text."""

    def __init__(self, text: str) -> None:
        self._text, self._places = text, Places(text)

    def absent(self, each: Standing) -> Finding:
        """The printed form of a row does not stand where it should."""
        there = self._text[each.place.start : each.place.end] if each.place else None
        where, where_zh = self._where(each.place.start, each.place.end) if each.place else _NOWHERE
        return _of_row(
            each,
            "text-figure",
            "printed",
            found=each.row.printed,
            expected=there,
            message_en=(
                f"{each.file}:{each.line}: {each.name} is {each.row.printed} in the row, {there or 'nowhere'} in the"
                f" text ({where})."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{each.name_zh}该行为“{each.row.printed}”，"
                f"文本{'为“' + there + '”' if there else '中未找到'}（{where_zh}）。"
            ),
            mend="Correct the row after the text, or take it out if the text does not say it.",
            mend_zh="请按文本更正该行；文本没有的，请删除。",
        )

    def differs(self, each: Standing, field: str, stands: str, says: str, read: DraftRow) -> Finding:
        """A field of a row is not what the text says."""
        where, where_zh = self._where(read.start, read.end)
        return _of_row(
            each,
            "text-" + field.replace("_", "-"),
            field,
            found=stands,
            expected=says,
            message_en=(
                f"{each.file}:{each.line}: {field} of {each.name} is {stands}, the text says {says} ({each.row.printed}"
                f" at {where})."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{each.name_zh}的 {field} 为 {stands}，文本读作"
                f" {says}（{each.row.printed}，{where_zh}）。"
            ),
            mend=f"Write {says}, or check how the sentence is read.",
            mend_zh=f"请改为 {says}，或核对该句的读法。",
        )

    def misplaced(self, each: Standing, place: Place, there: str) -> Finding:
        """A row is found, but not where its start and end say."""
        row = each.row
        where, where_zh = self._where(place.start, place.end)
        return _of_row(
            each,
            "text-position",
            "start",
            found=f"{row.start}-{row.end}",
            expected=None,
            message_en=(
                f"{each.file}:{each.line}: at {row.start} to {row.end} stands {there!r}, not {row.printed}, which"
                f" stands elsewhere ({where})."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{row.start} 至 {row.end} 处为“{there}”，不是“{row.printed}”，"
                f"后者在别处（{where_zh}）。"
            ),
            mend="Correct start and end of the row.",
            mend_zh="请更正该行的 start 与 end。",
        )

    def unaccounted(self, row: DraftRow, release: ReleaseRow) -> Finding:
        """A numeral belongs to no row."""
        (where, where_zh), (kind, kind_zh) = self._where(row.start, row.end), _kind(row)
        return _finding(
            "text-unaccounted",
            file=OBSERVATIONS if row.kind == "quantity" else MENTIONS,
            release=release.release_id,
            found=row.printed or row.exact,
            expected="a row of observations.csv or mentions.csv",
            message_en=f"{row.printed or row.exact} ({kind}) belongs to no row: {where}.",
            message_zh=f"“{row.printed or row.exact}”（{kind_zh}）没有对应的行：{where_zh}。",
            mend="Add the figure to observations.csv, or the numeral to mentions.csv if it is none.",
            mend_zh="是数据的请补入 observations.csv，不是数据的请补入 mentions.csv。",
        )

    def twice(self, row: DraftRow, owners: Sequence[Standing]) -> Finding:
        """A figure belongs to more than one row."""
        named = ", ".join(f"{each.file}:{each.line}" for each in owners)
        where, where_zh = self._where(row.start, row.end)
        return _of_row(
            owners[1],
            "text-twice",
            "start",
            found=named,
            expected="one row",
            message_en=f"{named}: {row.exact} belongs to more than one row ({where}).",
            message_zh=f"{named.replace(', ', '、')}：“{row.exact}”对应了多行（{where_zh}）。",
            mend="Keep the row that says it, take out the other.",
            mend_zh="请保留一行，删除其余。",
        )

    def _where(self, start: int, end: int) -> tuple[str, str]:
        """`part 1, sentence 4, position 331: …words…`, in two languages."""
        part, sentence = self._places.of(start)
        words = self._text[max(0, start - _WORDS_AROUND) : end + _WORDS_AROUND].replace("\n", " ").strip()
        return Bilingual(
            f"part {part}, sentence {sentence}, position {start}: …{words}…",
            f"第{part}部分第{sentence}句，位置{start}：…{words}…",
        )


def other_text(found: str, release: ReleaseRow) -> Finding:
    """The text is not the one that the release was made from."""
    expected = release.sha256_repaired or release.sha256_collected
    return _finding(
        "text-fingerprint",
        file=RELEASES,
        field="sha256_repaired",
        release=release.release_id,
        found=found,
        expected=expected,
        message_en=(
            f"{RELEASES}: the text has SHA-256 {found}, the release was made from {expected}; rows are looked for by"
            " their neighbours."
        ),
        message_zh=f"{RELEASES}：文本散列为 {found}，该发布登记的是 {expected}；各行改按前后文查找。",
        mend="Give the text that the release was made from, or enter the new fingerprint once every row is found.",
        mend_zh="请提供该发布所依据的文本；若各行均已找到，可登记新的散列。",
    )


def statement_misplaced(row: StatementRow, line: int, reason: tuple[str, str]) -> Finding:
    """A statement stands outside the text, or among other words than its own."""
    return _finding(
        "text-position",
        file=STATEMENTS,
        line=line,
        field="start",
        release=row.release_id,
        found=f"{row.start}-{row.end}",
        message_en=f"{STATEMENTS}:{line}: start {row.start} and end {row.end} of {row.statement_id} {reason[0]}.",
        message_zh=f"{STATEMENTS}:{line}：{row.statement_id} 的 start {row.start} 与 end {row.end} {reason[1]}。",
        mend="Correct start and end of the row.",
        mend_zh="请更正该行的 start 与 end。",
    )


def _kind(row: DraftRow) -> tuple[str, str]:
    """What a numeral is read as, in English and in Chinese."""
    if row.sort:
        return Bilingual(row.sort, MENTION_WORDS[row.sort].zh)
    return Bilingual(
        f"{row.indicator or '?'} {row.measure}",
        f"{row.indicator or '指标不明'}，{MEASURE_WORDS[row.measure or 'level'].zh}",
    )


def _of_row(each: Standing, rule: str, field: str, **told: Any) -> Finding:
    involved = (_involved(each.row, each),) if isinstance(each.row, ObservationRow) else ()
    return _finding(
        rule, file=each.file, line=each.line, field=field, release=each.row.release_id, observations=involved, **told
    )


def _finding(rule: str, **told: Any) -> Finding:
    return Finding(rule=rule, severity=CHECKS[rule].severity, level=1, **told)


def _involved(row: ObservationRow, each: Standing) -> InvolvedObservation:
    names = ("release_id", "indicator_id", "measure", "period", "area", "comparison", "printed", "value", "unit")
    return InvolvedObservation(**{name: getattr(row, name) for name in names}, file=each.file, line=each.line)
