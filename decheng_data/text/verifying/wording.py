"""The findings of verify: what a row has, what the text has, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS, MENTION_WORDS
from decheng_data.model.finding import Finding
from decheng_data.model.rows import MentionRow, ObservationRow, StatementRow
from decheng_data.model.suspects import InvolvedObservation
from decheng_data.text.verifying.checks import CHECKS, MENTIONS, OBSERVATIONS, RELEASES
from decheng_data.text.words.sentences import Places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from decheng_data.model.rows import ReleaseRow
    from decheng_data.text.drafting.draft import DraftRow
    from decheng_data.text.drafting.placing import Place
    from decheng_data.text.repair.repairing import RepairedText

_WORDS_AROUND = 12
_NOWHERE = Bilingual("nor are the words around it", "前后文也不在文本中")
_PLACELESS = Bilingual("the row has no start and end", "该行没有 start 与 end")
_COUNT_ANEW = (
    "count start, end and hashes of the rows anew in the text that repair gives, and enter its hash and length"
)
_COUNT_ANEW_ZH = "按 repair 给出的文本重新计算各行的 start、end 与散列，并登记其散列与长度"

Traced = ObservationRow | MentionRow | StatementRow
"""A row whose words stand in the text."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A row with its file, its line, and its place in the text."""

    row: Traced
    file: str
    line: int
    place: Place | None

    @property
    def rule(self) -> str:
        """The check that the row's words stand in the text."""
        return "text-statement" if isinstance(self.row, StatementRow) else "text-figure"

    @property
    def name(self) -> str:
        """What the row is about: indicator and measure, the statement, or the kind of a mention."""
        if isinstance(self.row, ObservationRow):
            return f"{self.row.indicator_id} {self.row.measure}"
        return self.row.statement_id if isinstance(self.row, StatementRow) else str(self.row.kind)

    @property
    def name_zh(self) -> str:
        """The same in Chinese."""
        if isinstance(self.row, ObservationRow):
            return f"{self.row.indicator_id}（{MEASURE_WORDS[self.row.measure].zh}）"
        return self.row.statement_id if isinstance(self.row, StatementRow) else MENTION_WORDS[self.row.kind].zh


class Teller:
    """Makes the findings of one text."""

    def __init__(self, text: str) -> None:
        self._text, self._places = text, Places(text)

    def absent(self, each: Standing) -> Finding:
        """The words of a row do not stand where they should."""
        words = each.row.words
        there = self._text[each.place.start : each.place.end] if each.place else None
        nowhere = _PLACELESS if each.row.start is None else _NOWHERE
        where, where_zh = self._where(each.place.start, each.place.end) if each.place else nowhere
        return _of_row(
            each,
            each.rule,
            each.row.words_column,
            found=words,
            expected=there,
            message_en=(
                f"{each.file}:{each.line}: {each.name} is {words} in the row, {there or 'nowhere'} in the text"
                f" ({where})."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{each.name_zh}该行为“{words}”，"
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
                f"{each.file}:{each.line}: {field} of {each.name} is {stands}, the text says {says} ({each.row.words}"
                f" at {where})."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{each.name_zh}的 {field} 为 {stands}，文本读作"
                f" {says}（{each.row.words}，{where_zh}）。"
            ),
            mend=f"Write {says}, or check how the sentence is read.",
            mend_zh=f"请改为 {says}，或核对该句的读法。",
        )

    def misplaced(self, each: Standing, place: Place) -> Finding:
        """A row is found, but not where its start and end say."""
        row = each.row
        there = self._text[row.start : row.end]
        stands, stands_zh = (repr(there), f"为“{there}”") if there else ("nothing", "没有文字")
        where, where_zh = self._where(place.start, place.end)
        return _of_row(
            each,
            "text-position",
            "start",
            found=f"{row.start}-{row.end}",
            expected=f"{place.start}-{place.end}",
            message_en=(
                f"{each.file}:{each.line}: at {row.start} to {row.end} stands {stands}, not {row.words}, which stands"
                f" elsewhere ({where})."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{row.start} 至 {row.end} 处{stands_zh}，不是“{row.words}”，"
                f"后者在别处（{where_zh}）。"
            ),
            mend=f"Write {place.start} into start and {place.end} into end.",
            mend_zh=f"请将 start 改为 {place.start}，end 改为 {place.end}。",
        )

    def other_neighbour(self, each: Standing, field: str, expected: str) -> Finding:
        """A row stands where its start and end say, and a hash of it is not that of its neighbour there."""
        row, found = each.row, getattr(each.row, field)
        return _of_row(
            each,
            "text-position",
            field,
            found=found,
            expected=expected,
            message_en=(
                f"{each.file}:{each.line}: {field} of {each.name} is {found}, beside {row.words} at {row.start} it is"
                f" {expected}."
            ),
            message_zh=(
                f"{each.file}:{each.line}：{each.name_zh}的 {field} 为 {found}，位置 {row.start} 处“{row.words}”的"
                f"应为 {expected}。"
            ),
            mend=f"Write {expected}, or correct start and end if the row is of another place.",
            mend_zh=f"请改为 {expected}；该行若在别处，请更正 start 与 end。",
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


def other_text(text: RepairedText, release: ReleaseRow, line: int) -> Finding:
    """The text is not the one that the release was made from."""
    field = "sha256_repaired" if release.sha256_repaired else "sha256_collected"
    found = text.sha256 if release.sha256_repaired else text.sha256_collected
    expected = getattr(release, field)
    return _of_release(
        release,
        line,
        field,
        found=found,
        expected=expected,
        message_en=(
            f"{RELEASES}:{line}: the text has SHA-256 {found}, the release was made from {expected}; rows are looked"
            " for by their words and neighbours."
        ),
        message_zh=f"{RELEASES}:{line}：文本散列为 {found}，该发布登记的是 {expected}；各行改按文字与前后文查找。",
        mend=f"Give the text that the release was made from, or {_COUNT_ANEW}.",
        mend_zh=f"请提供该发布所依据的文本，或{_COUNT_ANEW_ZH}。",
    )


def other_repair(text: RepairedText, release: ReleaseRow, line: int) -> Finding:
    """The text is the one that the release was made from, but it was repaired in another way then."""
    found, expected = release.sha256_repaired, text.sha256
    return _of_release(
        release,
        line,
        "sha256_repaired",
        found=found,
        expected=expected,
        message_en=(
            f"{RELEASES}:{line}: positions count in another repair of this text, {found}, not in {expected}; they are"
            " not judged, rows are looked for by their words and neighbours."
        ),
        message_zh=(
            f"{RELEASES}:{line}：位置按本文本的另一种修复结果 {found} 计，现修复结果为 {expected}；"
            "位置不作判断，各行改按文字与前后文查找。"
        ),
        mend=f"{_COUNT_ANEW.capitalize()}.",
        mend_zh=f"请{_COUNT_ANEW_ZH}。",
    )


def _kind(row: DraftRow) -> tuple[str, str]:
    """What a numeral is read as, in English and in Chinese."""
    if row.sort:
        return Bilingual(row.sort, MENTION_WORDS[row.sort].zh)
    return Bilingual(
        f"{row.indicator or '?'} {row.measure}",
        f"{row.indicator or '指标不明'}，{MEASURE_WORDS[row.measure or 'level'].zh}",
    )


def _of_release(release: ReleaseRow, line: int, field: str, **told: Any) -> Finding:
    return _finding("text-fingerprint", file=RELEASES, line=line, field=field, release=release.release_id, **told)


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
