"""The figures as a person would lay them out: one row an indicator, the measures side by side."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROW_KEY = ("release_id", "period", "area", "indicator_id")
"""What tells the rows of the wide form apart."""
NOT_COMPARED = "none"

_MEASURES = get_args(Measure)
_TITLES = {
    "level": Bilingual("Level", "水平"),
    "growth_rate": Bilingual("Growth rate", "增速"),
    "change_pp": Bilingual("Change", "变化"),
    "share": Bilingual("Share", "占比"),
    "rank": Bilingual("Rank", "排名"),
    "target": Bilingual("Target", "目标"),
}
_PARTS = {
    "value": ("", ""),
    "unit": Bilingual(": unit", "单位"),
    "qualifier": Bilingual(": qualifier", "修饰词"),
    "obs_status": Bilingual(": OBS_STATUS", "观测状态"),
}

Field = dict[str, Any]
"""A field of a Table Schema, with its title in Chinese beside."""


def wide_fields(records: Sequence[Mapping[str, Any]], fields: Iterable[Field]) -> list[Field]:
    """The columns, as Table Schema fields: those of the row's key, then for each measure its value, unit, qualifier
    (where there is one) and status.

    A measure that is compared with several things has columns for each, named after both, such as `rank_371400` and
    `rank_370000`.
    """
    by_name = {field["name"]: field for field in fields}
    labels, qualified = _labels(records), {_pair(record) for record in records if record["qualifier"]}
    found = [by_name[name] for name in ROW_KEY]
    for pair, label in labels.items():
        found += [
            _field(pair, label, part, by_name[part]) for part in _PARTS if part != "qualifier" or pair in qualified
        ]
    return found


def wide_records(records: Sequence[Mapping[str, Any]], fields: Iterable[Field]) -> list[dict[str, Any]]:
    """The rows, in the order in which their first figure stands; a value has the decimals that were printed."""
    names, labels = [field["name"] for field in fields], _labels(records)
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for record in records:
        key = tuple(record[name] for name in ROW_KEY)
        row = rows.setdefault(key, dict(zip(ROW_KEY, key, strict=True)))
        shown = {**record, "value": with_decimals(record["value"], record["decimals"])}
        row |= {_name(labels[_pair(record)], part): shown[part] for part in _PARTS}
    return [{name: row.get(name) for name in names} for row in rows.values()]


def with_decimals(value: Decimal, decimals: int) -> Decimal:
    """The same number, written with at least so many decimals."""
    return Decimal(f"{value:.{max(decimals, -int(value.as_tuple().exponent))}f}")


def _pair(record: Mapping[str, Any]) -> tuple[str, str]:
    return record["measure"], record["comparison"]


def _labels(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """What the columns of a measure and what it is compared with are named after, in the order of the columns."""
    pairs = sorted(
        {_pair(record) for record in records},
        key=lambda pair: (_MEASURES.index(pair[0]), pair[1] != NOT_COMPARED, pair[1]),
    )
    times = Counter(measure for measure, _ in pairs)
    return {
        (measure, comparison): measure if times[measure] == 1 else f"{measure}_{comparison}"
        for measure, comparison in pairs
    }


def _name(label: str, part: str) -> str:
    return label if part == "value" else f"{label}_{part.removeprefix('obs_')}"


def _field(pair: tuple[str, str], label: str, part: str, described: Field) -> Field:
    (en, zh), (part_en, part_zh), (_, comparison) = _TITLES[pair[0]], _PARTS[part], pair
    compared = ("", "") if comparison == NOT_COMPARED else Bilingual(f" ({comparison})", f"（{comparison}）")
    return {
        **described,
        "name": _name(label, part),
        "title": f"{en}{compared[0]}{part_en}",
        "title_zh": f"{zh}{compared[1]}{part_zh}",
    }
