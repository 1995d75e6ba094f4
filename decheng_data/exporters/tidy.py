"""The figures of a package with the names that belong to them, in both languages: what a person reads, or loads in one
line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.model.period import Period
from decheng_data.packages.table import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from decheng_data.exporters.contents import Contents
    from decheng_data.packages.table import Field

_KINDS = {
    "area": ("areas", "area", "Area", "地区"),
    "theme": ("themes", "theme", "Theme", "主题"),
    "indicator": ("indicators", "indicator_id", "Indicator", "指标"),
    "unit": ("units", "unit", "Unit", "单位"),
}
"""What has names: the stem of their columns -> the table of the names, the column of the code, what it is in both
languages."""
_ORDER = (
    *(
        "release_id",
        "period",
        "period_start",
        "period_end",
        "area",
        "area_zh",
        "area_en",
        "theme",
        "theme_zh",
        "theme_en",
    ),
    *(
        "indicator_id",
        "indicator_zh",
        "indicator_en",
        "measure",
        "comparison",
        "value",
        "decimals",
        "unit",
        "unit_zh",
        "unit_en",
    ),
    *("qualifier", "obs_status", "parent", "printed", "note_zh", "note_en"),
)


def tidy(contents: Contents) -> Frame:
    """One row a figure: its key with the names in Chinese and English, first and last day of its period, the figure
    with its unit, and the notes.
    """
    fields = {field["name"]: field for field in contents.tables["observations"].fields}
    fields["theme"] = next(field for field in contents.tables["indicators"].fields if field["name"] == "theme")
    fields |= {field["name"]: field for field in (*_day_fields(), *_name_fields())}
    named = {f"{stem}_{language}" for stem in _KINDS for language in ("zh", "en")}
    return Frame(
        "tidy",
        "数据及其名称",
        [fields[name] for name in _ORDER],
        _named_rows(contents),
        contents.tables["observations"].codes | {"theme"} | named,
    )


def wide_with_names(contents: Contents) -> Frame:
    """The wide form of the figures with the names of the indicators, the theme before and the id behind them."""
    wide, indicators, themes = (
        contents.tables["observations"].wide(),
        contents.keyed("indicators"),
        contents.keyed("themes"),
    )
    fields = {field["name"]: field for field in (*_name_fields(), *wide.fields)}
    rows = []
    for record in wide.records:
        indicator = indicators[record["indicator_id"]]
        rows.append({**record, **_names_of("indicator", indicator), **_names_of("theme", themes[indicator["theme"]])})
    order = [*wide.columns[:3], "theme_zh", "theme_en", "indicator_zh", "indicator_en", *wide.columns[3:]]
    named = {"theme_zh", "theme_en", "indicator_zh", "indicator_en"}
    return Frame(
        wide.name,
        wide.title_zh,
        [fields[name] for name in order],
        ({name: row[name] for name in order} for row in rows),
        wide.codes | named,
    )


def _named_rows(contents: Contents) -> Iterator[dict[str, Any]]:
    lists = {stem: contents.keyed(table) for stem, (table, *_) in _KINDS.items()}
    for record in contents.records("observations"):
        row = {**record, "theme": lists["indicator"][record["indicator_id"]]["theme"], **_days(record["period"])}
        for stem, (_, code, *_) in _KINDS.items():
            row |= _names_of(stem, lists[stem][row[code]])
        yield {name: row[name] for name in _ORDER}


def _days(period: str) -> dict[str, date]:
    covered = Period.parse(period)
    return {"period_start": covered.start, "period_end": covered.end}


def _names_of(stem: str, row: Mapping[str, Any]) -> dict[str, str]:
    return {f"{stem}_{language}": row[f"name_{language}"] for language in ("zh", "en")}


def _name_fields() -> Iterator[Field]:
    for stem, (table, _, en, zh) in _KINDS.items():
        for language, of_en, of_zh in (("zh", "Chinese", "中文名称"), ("en", "English", "英文名称")):
            described = f"Name of the {stem} in {of_en}, from the table {table}."
            yield {
                "name": f"{stem}_{language}",
                "type": "string",
                "title": f"{en} (in {of_en})",
                "title_zh": f"{zh}{of_zh}",
                "description": described,
            }


def _day_fields() -> Iterator[Field]:
    for which, en, zh in (("start", "First day", "首日"), ("end", "Last day", "末日")):
        described = f"{en} of the reference period."
        yield {
            "name": f"period_{which}",
            "type": "date",
            "title": f"{en} of the period",
            "title_zh": f"所属期{zh}",
            "description": described,
        }
