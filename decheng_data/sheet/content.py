"""The content of the page in its order: plain values for a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decheng_data.model.bilingual import Bilingual
from decheng_data.sheet.charts import render
from decheng_data.sheet.downloads import Download, downloads_of
from decheng_data.sheet.figures import Figure, FigureReader, RuleOutcome
from decheng_data.sheet.pictures import Picture, pictures_of, series_picture
from decheng_data.sheet.series import series_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from decheng_data.model.report import Report, RuleSummary
    from decheng_data.model.rows import MentionRow, ReleaseRow, StatementRow, ThemeRow
    from decheng_data.rules.vocabulary import Vocabulary
    from decheng_data.sheet.material import Material

SHOWN_FINDINGS = 200
"""Most findings that a page lists; the others are counted."""
OPEN_FINDINGS = 10
"""How many of them are not folded away; errors come first."""
SHOWN_SERIES = 60
"""Most series that are drawn."""
_MOST_CARDS = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure: the level with its growth, or the one of them that there is."""

    main: Figure
    growth: Figure | None


@dataclass(frozen=True, slots=True)
class IndicatorBlock:
    """An indicator with its figures, the rules that compare them with others, and by outcome the rules that look at a
    figure alone.
    """

    figures: tuple[Figure, ...]
    relations: tuple[RuleOutcome, ...]
    alone: Mapping[str, tuple[str, ...]]

    @property
    def marked(self) -> tuple[Figure, ...]:
        """One figure for each status that is there."""
        return tuple({each.row.obs_status: each for each in self.figures}.values())

    @property
    def faults(self) -> tuple[str, ...]:
        """The outcomes that are none to be content with, each once."""
        return tuple(dict.fromkeys(each.worst for each in self.figures if each.worst in ("failed", "error")))


@dataclass(frozen=True, slots=True)
class ThemeBlock:
    """A theme with its figures, by indicator, and its statements."""

    theme_id: str
    name: Bilingual
    description: Bilingual
    figures: tuple[Figure, ...]
    indicators: tuple[IndicatorBlock, ...]
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The whole page. `release` is the latest one; figures, statements and mentions are its own; `svgs` are the
    pictures drawn, by their keys.
    """

    title: Bilingual
    release: ReleaseRow | None
    area: Bilingual
    earlier: tuple[ReleaseRow, ...]
    report: Report
    cards: tuple[Card, ...]
    pictures: tuple[Picture, ...]
    series: Mapping[str, Picture]
    svgs: Mapping[str, str]
    figures: tuple[Figure, ...]
    themes: tuple[ThemeBlock, ...]
    mentions: tuple[MentionRow, ...]
    vocabulary: Vocabulary
    rules: tuple[RuleSummary, ...]
    with_figures: frozenset[str]
    descriptor: Mapping[str, Any]
    downloads: tuple[Download, ...]


def content_of(material: Material) -> Content:
    """Put a page's content together."""
    release, vocabulary = material.release, material.vocabulary
    release_id = release.release_id if release else ""
    reader, series = FigureReader(material), series_of(material)
    figures = tuple(reader.read(row) for row in material.observations if row.release_id == release_id)
    drawn = [each for each in figures if id(each.row) in series][:SHOWN_SERIES]
    over_time = {each.anchor: series_picture(each, series[id(each.row)]) for each in drawn}
    pictures = pictures_of(figures)
    area = vocabulary.codes.areas.get(release.area) if release else None
    statements = [row for row in material.statements if row.release_id == release_id]
    described = material.descriptor
    named = str(described.get("title") or described.get("name") or "")
    return Content(
        (
            Bilingual(release.title_en, release.title_zh)
            if release
            else Bilingual(named, str(described.get("title_zh") or named))
        ),
        release,
        Bilingual(area.name_en, area.name_zh) if area else Bilingual("", ""),
        material.releases[:-1],
        material.report,
        _cards(figures),
        pictures,
        over_time,
        _drawn((*pictures, *over_time.values())),
        figures,
        _themes(vocabulary.themes, figures, statements),
        tuple(row for row in material.mentions if row.release_id == release_id),
        vocabulary,
        tuple(summary for summary, _ in material.report.by_rule()),
        frozenset(each.row.indicator_id for each in figures),
        described,
        downloads_of(material),
    )


def _drawn(pictures: Sequence[Picture]) -> Mapping[str, str]:
    """The SVG of each picture by its key; all are drawn in one run, since starting to draw takes longer than
    drawing.
    """
    return dict(zip((each.key for each in pictures), render([each.drawing for each in pictures]), strict=True))


def _cards(figures: Sequence[Figure]) -> tuple[Card, ...]:
    """The indicators that have a growth rate; where none has, the first levels."""
    growth = {
        each.row.indicator_id: each
        for each in figures
        if each.row.measure == "growth_rate" and each.row.comparison == "previous_year"
    }
    levels = {each.row.indicator_id: each for each in figures if each.row.measure == "level"}
    if not growth:
        return tuple(Card(each, None) for each in list(levels.values())[:_MOST_CARDS])
    return tuple(
        Card(levels.get(key, rate), rate if key in levels else None) for key, rate in list(growth.items())[:_MOST_CARDS]
    )


def _themes(
    themes: Mapping[str, ThemeRow], figures: Sequence[Figure], statements: Sequence[StatementRow]
) -> tuple[ThemeBlock, ...]:
    """The themes in the order of themes.csv, and after them those that only a row names."""
    named = dict.fromkeys(
        [*themes, *(each.row.indicator.theme for each in figures), *(row.theme for row in statements)]
    )
    made = []
    for theme_id in named:
        row = themes.get(theme_id)
        name = Bilingual(row.name_en, row.name_zh) if row else Bilingual(theme_id, theme_id)
        described = Bilingual(row.description_en, row.description_zh) if row else Bilingual("", "")
        own = tuple(each for each in figures if each.row.indicator.theme == theme_id)
        made.append(
            ThemeBlock(
                theme_id,
                name,
                described,
                own,
                _indicators(own),
                tuple(each for each in statements if each.theme == theme_id),
            )
        )
    return tuple(each for each in made if each.figures or each.statements)


def _indicators(figures: Sequence[Figure]) -> tuple[IndicatorBlock, ...]:
    by_id: dict[str, list[Figure]] = {}
    for each in figures:
        by_id.setdefault(each.row.indicator_id, []).append(each)
    return tuple(_indicator(tuple(own)) for own in by_id.values())


def _indicator(figures: tuple[Figure, ...]) -> IndicatorBlock:
    """Rules in their order, each once; a failure is listed in full even where the rule is of one figure."""
    outcomes = tuple(dict.fromkeys(outcome for each in figures for outcome in each.outcomes))
    alone: dict[str, dict[str, None]] = {}
    for each in outcomes:
        if not each.is_listed_in_full:
            alone.setdefault(each.code, {})[each.rule_id] = None
    return IndicatorBlock(
        figures,
        tuple(each for each in outcomes if each.is_listed_in_full),
        {code: tuple(rules) for code, rules in alone.items()},
    )
