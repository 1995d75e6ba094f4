"""Drafted rows as rows of the package's tables, for a person to review. No figure is dropped: what is new gets a
proposed id.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from decheng_data.model.period import Period
from decheng_data.model.rows import IndicatorRow, MentionRow, ObservationRow
from decheng_data.text.drafting.new_units import TO_DO_EN, TO_DO_ZH, Units
from decheng_data.text.drafting.placing import Placer, neighbour_hashes, outer_span
from decheng_data.text.drafting.vocabulary import NEW, indicator_name
from decheng_data.text.words.sentences import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from decheng_data.model.rows import AreaRow, ReleaseRow, UnitRow
    from decheng_data.text.drafting.draft import Draft, DraftRow

_LEVELS = (("全国", ""), ("全省", "province"), ("全市", "prefecture"))
_DRAFTED_ZH, _DRAFTED_EN = "草稿，待核对。", "Drafted, to be reviewed."
_PRINTED_LIMIT = 100
_PLAN = re.compile("计划|预算|任务|目标")
_BUDGETED = re.compile("预算[内外]?总?(?:收入|支出|收支)")
"""Indicators that are called after a budget: a share of one is held beside no plan."""
_UNNAMED = "待命名"
_Made = TypeVar("_Made", ObservationRow, MentionRow)
THERE_ALREADY = "a reviewed row has it already"


@dataclass(frozen=True, slots=True)
class DraftedRows:
    """Rows for observations.csv, mentions.csv, indicators.csv and units.csv, and each drafted row that was left out,
    with the reason.
    """

    observations: tuple[ObservationRow, ...]
    mentions: tuple[MentionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    units: tuple[UnitRow, ...]
    left_over: tuple[tuple[DraftRow, str], ...]


def package_rows(
    drafted: Draft,
    text: str,
    release: ReleaseRow,
    *,
    units: Iterable[UnitRow],
    areas: Iterable[AreaRow],
    theme: str,
    indicators: Iterable[IndicatorRow] = (),
    reviewed: Iterable[ObservationRow | MentionRow] = (),
) -> DraftedRows:
    """The draft as rows of the release.

    A numeral at the place of one of the `reviewed` rows, or with its key, is left over, never written again.
    `theme` is given to new indicators, `indicators` are those that there are. Nothing is raised for any text:
    a row that the models refuse is left over.
    """
    return _Maker(
        drafted,
        text,
        release,
        Units(units),
        _areas_above(release.area, {area.area_id: area for area in areas}),
        indicators,
        tuple(reviewed),
    ).made(theme)


class _Maker:
    """Makes the rows of one draft, in the order of the text."""

    def __init__(
        self,
        drafted: Draft,
        text: str,
        release: ReleaseRow,
        units: Units,
        chain: Mapping[str, str],
        indicators: Iterable[IndicatorRow],
        reviewed: Sequence[ObservationRow | MentionRow],
    ) -> None:
        self._drafted, self._text, self._release, self._units, self._chain = drafted, text, release, units, chain
        self._places = Places(text)
        self._indicators = {row.indicator_id: row for row in indicators}
        self._taken = {_observation_key(row) for row in reviewed if isinstance(row, ObservationRow)}
        mine = [row for row in reviewed if row.release_id == release.release_id]
        self._reviewed = _Spans(Placer(text, drafted.rows), mine)
        self._names: dict[str, str] = {}
        self.left_over: list[tuple[DraftRow, str]] = []

    def made(self, theme: str) -> DraftedRows:
        observations = [row for each in self._drafted.quantities if (row := self._new_row(each, self._observation))]
        mentions = [mention for each in self._drafted.mentions if (mention := self._new_row(each, self._mention))]
        named = {row.indicator_id for row in observations}
        observations = [
            row if self._is_part(row, named) else row.model_copy(update={"parent": None}) for row in observations
        ]
        new = tuple(
            _new_indicator(indicator_id, self._names[indicator_id], theme)
            for indicator_id in self._names
            if indicator_id in named
        )
        return DraftedRows(tuple(observations), tuple(mentions), new, tuple(self._units.added), tuple(self.left_over))

    def _new_row(self, row: DraftRow, make: Callable[[DraftRow], _Made]) -> _Made | None:
        if self._reviewed.overlaps(row):
            self.left_over.append((row, THERE_ALREADY))
            return None
        try:
            return make(row)
        except ValidationError as refused:
            self.left_over.append(
                (row, "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refused.errors()))
            )
            return None

    def _observation(self, row: DraftRow) -> ObservationRow:
        unit = self._unit(row)
        cells = {
            "release_id": self._release.release_id,
            "measure": row.measure,
            "period": _period_code(row.period, self._release),
            "area": self._release.area,
            "comparison": _comparison(row, self._chain),
            "value": _value(row),
            "decimals": len((row.value or "").partition(".")[2]),
            "unit": unit,
            "qualifier": row.qualifier,
            "obs_status": row.obs_status,
            "parent": row.parent,
            "note_zh": " ".join(filter(None, (_DRAFTED_ZH, (row.question or "").partition(" ")[0]))),
            "note_en": " ".join(filter(None, (_DRAFTED_EN, (row.question or "").partition(" ")[2]))),
            **self._place(row),
        }
        made = ObservationRow.model_validate({**cells, "indicator_id": self._proposed_id(row)})
        if _observation_key(made) in self._taken or self._has_other_dimension(made):
            made = made.model_copy(update={"indicator_id": self._new_id(made)})
        self._taken.add(_observation_key(made))
        return made

    def _unit(self, row: DraftRow) -> str:
        """The unit as printed; of a zero in words that of the indicator, or of incidents."""
        known = self._indicators.get(row.indicator_id or "")
        if row.unit or row.value != "0":
            return self._units.id_of(row.unit or "")
        return (known and known.unit) or self._units.known("起", "个") or self._units.id_of("起")

    def _proposed_id(self, row: DraftRow) -> str:
        indicator_id, name = row.indicator_id or f"{NEW}unnamed", indicator_name(row.indicator or "") or _UNNAMED
        if indicator_id not in self._indicators:
            self._names.setdefault(indicator_id, name)
        return indicator_id

    def _has_other_dimension(self, row: ObservationRow) -> bool:
        """Whether the unit is not of the indicator's dimension: a target of 7 % is none of an indicator in money."""
        known = self._indicators.get(row.indicator_id)
        usual = known.unit if known and row.measure in ("level", "target") else None
        return usual is not None and self._units.dimension(usual) != self._units.dimension(row.unit)

    def _is_part(self, row: ObservationRow, named: set[str]) -> bool:
        """Whether the parent, if there is one, is there, another indicator, and in units of the same dimension."""
        if row.parent is None or row.parent == row.indicator_id or row.parent not in {*named, *self._indicators}:
            return row.parent is None
        whole = self._indicators.get(row.parent)
        usual = whole.unit if whole and row.measure == "level" else None
        return usual is None or self._units.dimension(usual) == self._units.dimension(row.unit)

    def _new_id(self, row: ObservationRow) -> str:
        """A new id for a figure whose key another one has: it may be printed twice, or be of something else."""
        stem = row.indicator_id if row.indicator_id.startswith(NEW) else NEW + row.indicator_id
        known = self._indicators.get(row.indicator_id)
        name = known.name_zh if known else self._names[row.indicator_id]
        number = 2
        while _observation_key(row.model_copy(update={"indicator_id": f"{stem[:58]}_{number}"})) in self._taken:
            number += 1
        self._names.setdefault(f"{stem[:58]}_{number}", f"{name}（{number}）")
        return f"{stem[:58]}_{number}"

    def _mention(self, row: DraftRow) -> MentionRow:
        cells = {
            "release_id": self._release.release_id,
            "kind": row.sort,
            "meaning_zh": TO_DO_ZH,
            "meaning_en": TO_DO_EN,
        }
        return MentionRow.model_validate({**cells, **self._place(row)})

    def _place(self, row: DraftRow) -> dict[str, object]:
        start, end = outer_span(row)
        end = min(end, start + _PRINTED_LIMIT)
        part, sentence = self._places.of(start)
        before, after = neighbour_hashes(self._text, start, end)
        place = {"section": min(part, 99), "sentence": min(sentence, 9999), "start": start, "end": end}
        return {**place, "printed": self._text[start:end], "hash_before": before, "hash_after": after}


class _Spans:
    """The places of the reviewed rows in the text."""

    def __init__(self, placer: Placer, rows: Sequence[ObservationRow | MentionRow]) -> None:
        self._spans = sorted((place.start, place.end) for row in rows if (place := placer.find(row)))
        self._starts = [start for start, _ in self._spans]
        self._longest = max((end - start for start, end in self._spans), default=0)

    def overlaps(self, row: DraftRow) -> bool:
        near = self._spans[bisect_left(self._starts, row.start - self._longest) : bisect_right(self._starts, row.end)]
        return any(start < row.end and row.start < end for start, end in near)


def _value(row: DraftRow) -> Decimal:
    """The value with its sign; a level without a printed sign has none, for its name has it (增加额, 减少额)."""
    value = Decimal(row.signed_value or "0")
    return value if row.measure != "level" or row.exact[0] in "-－−﹣" else abs(value)


def _observation_key(row: ObservationRow) -> tuple[str, ...]:
    return (row.release_id, row.indicator_id, row.measure, row.period, row.area, row.comparison)


def _areas_above(area: str, areas: Mapping[str, AreaRow]) -> dict[str, str]:
    """The code of each level above an area: prefecture and province."""
    found, code = dict[str, str](), area
    while (row := areas.get(code)) and row.parent and row.parent in areas and areas[row.parent].level not in found:
        code = row.parent
        found[areas[code].level] = code
    return found


def _period_code(interval: str | None, release: ReleaseRow) -> str:
    """The SDMX code of an ISO interval; a state on one day belongs to the months up to it in its year."""
    if not interval:
        return release.period
    first, _, last = interval.rpartition("/")
    begin, end = (date.fromisoformat(day) for day in (first or f"{last[:4]}-01-01", last))
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    return str(Period(begin.year, begin.month, min(months, 12)))


def _comparison(row: DraftRow, chain: Mapping[str, str]) -> str:
    if row.measure == "rank" or (row.measure == "change_pp" and row.comparison):
        above = next(
            (chain[level] for word, level in _LEVELS if word in (row.comparison or "") and level in chain), None
        )
        return above or (chain.get("prefecture", "none") if row.measure == "rank" else "previous_year")
    if row.measure in ("growth_rate", "change_pp"):
        return "previous_year"
    return "plan" if row.measure == "share" and _PLAN.search(_BUDGETED.sub("", row.indicator or "")) else "none"


def _new_indicator(indicator_id: str, name: str, theme: str) -> IndicatorRow:
    return IndicatorRow(
        indicator_id=indicator_id,
        theme=theme,
        name_zh=name,
        name_en=TO_DO_EN,
        definition_status="unconfirmed",
        growth_basis="not_applicable",
        cumulation="flow",
        note_zh="新指标，由草稿提出；请核对名称、编号、主题与口径。",
        note_en="New, proposed by a draft: check name, id, theme, growth basis and cumulation.",
    )
