"""What a notebook shows of a release, a figure, a report and a table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from decheng_data.model.bars import GrowthScale
from decheng_data.model.fields import MEASURE_WORDS_ZH
from decheng_data.model.html import Html, between, bilingual, element, html_table, notebook_panel
from decheng_data.rules.observation import status_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.releases import Release
    from decheng_data.rules.observation import Observation

_FIGURE_HEADS = (("指标", "indicator"), ("", "release[…]"), ("数值", "figure"), ("单位", "unit"), ("增速", "growth"), ("状态", "status"))


def release_html(release: Release) -> str:
    """Its title and where it is from, then every figure by theme, with unit and status, and bars of growth on one scale."""
    estimated = sum(each.obs_status == "E" for each in release.observations)
    area, known = release.vocabulary.codes.areas.get(release.area), release.vocabulary
    facts = (
        release.period,
        bilingual(area.name_zh, area.name_en) if area else release.area,
        bilingual(f"{len(release)} 项数据", "figures"),
        bilingual(f"{estimated} 项预计", "estimated"),
        f"vintage {release.vintage}",
        f"version {known.version}",
        known.licence,
    )
    scale = GrowthScale(each.value for each in release.observations if each.measure == "growth_rate")
    title = element("p", element("b", release.title_zh), " · ", element("b", release.title_en), " ", element("code", release.release_id))
    heads = (bilingual(zh, en) for zh, en in _FIGURE_HEADS)
    return notebook_panel(title, element("p", *between(facts)), html_table(element("small", scale), heads, _figure_rows(release, scale)))


def _figure_rows(release: Release, scale: GrowthScale) -> Iterator[Html]:
    by_theme: dict[str, list[Observation]] = {theme: [] for theme in release.vocabulary.themes}
    for row in release.observations:
        by_theme.setdefault(row.indicator.theme, []).append(row)
    for theme_id, rows in by_theme.items():
        theme = release.vocabulary.themes.get(theme_id)
        if rows:
            named = bilingual(theme.name_zh, theme.name_en) if theme else theme_id
            yield element("tr", element("th", named, colspan=len(_FIGURE_HEADS), scope="colgroup", class_="group"))
        for _, figures in groupby(rows, lambda row: row.indicator_id):
            yield from _indicator_rows(list(figures), scale)


def _indicator_rows(figures: list[Observation], scale: GrowthScale) -> Iterator[Html]:
    """A row a figure; the name stands once beside all of them."""
    for number, row in enumerate(figures):
        name = () if number else (element("th", bilingual(row.name_zh, row.name_en), rowspan=len(figures), scope="rowgroup"),)
        bar = element("span", scale.bar(row.value, hollow=row.obs_status == "E"), class_="bar") if row.measure == "growth_rate" else None
        yield element(
            "tr",
            *name,
            element("td", element("code", f'"{row.indicator_id}", "{row.measure}"'), Html("<br>"), element("small", MEASURE_WORDS_ZH[row.measure])),
            element("td", element("b", row.figure), class_="number"),
            element("td", bilingual(row.unit_row.name_zh, row.unit_row.name_en)),
            element("td", bar),
            element("td", status_html(row)),
        )
