"""Drafted rows as rows of the package's tables, for a person to review; what does not fit yet is told with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from decheng_data.models import IndicatorRow, MentionRow, ObservationRow
from decheng_data.periods import Period
from decheng_data.text.draft import DraftRow
from decheng_data.text.naming import NEW
from decheng_data.text.placing import neighbour_hashes, outer_span
from decheng_data.text.sentences import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from decheng_data.models import AreaRow, ReleaseRow, UnitRow
    from decheng_data.text.draft import Draft

_LEVELS = (("全国", ""), ("全省", "province"), ("全市", "prefecture"))
_UNEXPLAINED_ZH, _UNEXPLAINED_EN = "待说明。", "To be explained."


@dataclass(frozen=True, slots=True)
class DraftedRows:
    """Rows for observations.csv, mentions.csv and indicators.csv, and each drafted row that fits none, with the reason."""

    observations: tuple[ObservationRow, ...]
    mentions: tuple[MentionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    left_over: tuple[tuple[DraftRow, str], ...]


def package_rows(
    drafted: Draft, text: str, release: ReleaseRow, *, units: Iterable[UnitRow], areas: Iterable[AreaRow], theme: str, reviewed: Iterable[ObservationRow] = ()
) -> DraftedRows:
    """The draft as rows of the release. A figure whose key is among the `reviewed` rows is left over, never written again.

    `theme` is given to new indicators. Nothing is raised for what the text says: a row that the models refuse is left over.
    """
    unit_ids = {unit.name_zh: unit.unit_id for unit in units}
    places, chain = Places(text), _areas_above(release.area, {area.area_id: area for area in areas})
    taken = {_key(row) for row in reviewed}
    observations, left_over = list[ObservationRow](), list[tuple[DraftRow, str]]()
    for row in drafted.quantities:
        made = _observation(row, text, release, unit_ids, places, chain)
        if isinstance(made, str):
            left_over.append((row, made))
        elif _key(made) in taken:
            left_over.append((row, "a row with this key is there already"))
        else:
            taken.add(_key(made))
            observations.append(made)
    mentions = tuple(_mention(row, text, release, places) for row in drafted.mentions)
    return DraftedRows(tuple(observations), mentions, _new_indicators(drafted, observations, theme), tuple(left_over))


def _key(row: ObservationRow) -> tuple[str, ...]:
    return (row.release_id, row.indicator_id, row.measure, row.period, row.area, row.comparison)


def _areas_above(area: str, areas: Mapping[str, AreaRow]) -> dict[str, str]:
    """The code of each level above an area: prefecture and province."""
    found, code = dict[str, str](), area
    while (row := areas.get(code)) and row.parent and row.parent in areas and areas[row.parent].level not in found:
        code = row.parent
        found[areas[code].level] = code
    return found


def _observation(row: DraftRow, text: str, release: ReleaseRow, unit_ids: Mapping[str, str], places: Places, chain: Mapping[str, str]) -> ObservationRow | str:
    if not row.indicator_id:
        return "no indicator is named"
    if not row.unit or row.unit not in unit_ids:
        return f"units.csv has no unit {row.unit or 'for a figure without one'}"
    start, end = outer_span(row)
    part, sentence = places.of(start)
    before, after = neighbour_hashes(text, start, end)
    cells = {
        "release_id": release.release_id,
        "indicator_id": row.indicator_id,
        "measure": row.measure,
        "period": _period_code(row.period, release),
        "area": release.area,
        "comparison": _comparison(row, chain),
        "value": Decimal(row.signed_value or "0"),
        "decimals": len((row.value or "").partition(".")[2]),
        "unit": unit_ids[row.unit],
        "qualifier": row.qualifier,
        "obs_status": row.obs_status,
        "parent": row.parent,
        "printed": text[start:end],
        "section": part,
        "sentence": sentence,
        "start": start,
        "end": end,
        "hash_before": before,
        "hash_after": after,
    }
    try:
        return ObservationRow.model_validate(cells)
    except ValidationError as refused:
        return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refused.errors())


def _period_code(interval: str | None, release: ReleaseRow) -> str:
    """The SDMX code of an ISO interval; a state on one day belongs to the months up to it in its year."""
    if not interval:
        return release.period
    first, _, last = interval.rpartition("/")
    begin, end = (date.fromisoformat(day) for day in (first or f"{last[:4]}-01-01", last))
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    return str(Period(begin.year, begin.month, min(months, 12)))


def _comparison(row: DraftRow, chain: Mapping[str, str]) -> str:
    if row.measure in ("rank", "change_pp") and row.comparison:
        return next((chain.get(level, "none") for word, level in _LEVELS if word in (row.comparison or "")), "none")
    if row.measure in ("growth_rate", "change_pp"):
        return "previous_year"
    return "plan" if row.measure == "share" and any(word in (row.indicator or "") for word in ("计划", "预算", "任务", "目标")) else "none"


def _mention(row: DraftRow, text: str, release: ReleaseRow, places: Places) -> MentionRow:
    start, end = outer_span(row)
    part, sentence = places.of(start)
    before, after = neighbour_hashes(text, start, end)
    return MentionRow.model_validate(
        {
            "release_id": release.release_id,
            "section": part,
            "sentence": sentence,
            "start": start,
            "end": end,
            "printed": text[start:end][:100],
            "kind": row.sort,
            "meaning_zh": _UNEXPLAINED_ZH,
            "meaning_en": _UNEXPLAINED_EN,
            "hash_before": before,
            "hash_after": after,
        }
    )


def _new_indicators(drafted: Draft, observations: Iterable[ObservationRow], theme: str) -> tuple[IndicatorRow, ...]:
    """A row for each new indicator of the observations, marked as unconfirmed."""
    names = {row.indicator_id: row.indicator for row in drafted.quantities if row.indicator_id}
    used = dict.fromkeys(row.indicator_id for row in observations if row.indicator_id.startswith(NEW))
    return tuple(
        IndicatorRow(
            indicator_id=indicator_id,
            theme=theme,
            name_zh=names[indicator_id] or indicator_id,
            name_en=_UNEXPLAINED_EN,
            definition_status="unconfirmed",
            growth_basis="not_applicable",
            cumulation="flow",
        )
        for indicator_id in used
    )
