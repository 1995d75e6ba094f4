"""Figures, indicators and rules for a person at a terminal: tables in both languages."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from decheng_data.errors import NotInReleaseError
from decheng_data.escaping import shown
from decheng_data.model.fields import OUTCOME_WORDS, SEVERITY_WORDS, STATUS_WORDS
from decheng_data.model.quantity import unit_between
from decheng_data.releases.bars import GrowthScale
from decheng_data.releases.shipped import release
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.releases.release import Release
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.observation import Observation
    from decheng_data.rules.rule import Rule

_WIDTH_WITHOUT_TERMINAL, _LEAST_WIDTH, _LEAST_WIDTH_WITH_BARS = 140, 50, 80
_STATUS = {code: words.of("both") for code, words in STATUS_WORDS.items()} | {"A": ""}
_MARKS = {name: words.of("both") for name, words in OUTCOME_WORDS.items()}
_TOLERANCE = (
    "由各数印出的位数和用词推出；只有怎样解读都无法满足规则时，才算不成立。 "
    "Derived from the printed digits and words of each figure; failed only where no reading of them meets the rule."
)


def show_release() -> None:
    """Every figure of the latest release, theme by theme, with bars of growth on one scale where there is room for
    them.
    """
    shown_release, console = release(), _console()
    console.print(Text(f"{shown_release.title_zh} · {shown_release.title_en}", style="bold"))
    about = (
        shown_release.release_id,
        shown_release.period_range,
        f"area {shown_release.area}",
        f"vintage {shown_release.vintage}",
    )
    console.print(Text(f"{', '.join(about)}\n"))
    has_bars = console.width >= _LEAST_WIDTH_WITH_BARS
    scale = GrowthScale(each.value for each in shown_release.filter(measure="growth_rate"))
    console.print(_by_theme(shown_release, scale if has_bars else None))
    console.print(Text(f"{scale}\n" if has_bars else ""))
    console.print(
        Text(
            f"{len(shown_release)} figures, {len(shown_release.statements)} statements; `decheng-data show gdp` shows"
            " all of one indicator"
        )
    )


def show_indicator(indicator_id: str) -> None:
    """Definition, figures and rules of one indicator. Raises NotInReleaseError that suggests near ids."""
    shown_release, console = release(), _console()
    known = shown_release.vocabulary.codes.indicators
    if indicator_id not in known:
        raise NotInReleaseError("indicator", indicator_id, known)
    indicator = known[indicator_id]
    facts = {
        "id": indicator_id,
        "theme 主题": indicator.theme,
        "definition 定义": " ".join(
            part
            for part in (indicator.definition_zh, indicator.definition_en, f"({indicator.definition_status})")
            if part
        ),
        "growth basis 增速口径": indicator.growth_basis,
        "cumulation 累计方式": indicator.cumulation,
        "aliases 别名": "、".join(indicator.aliases_zh or ()),
        "note 说明": " ".join(part for part in (indicator.note_zh, indicator.note_en) if part),
    }
    console.print(_facts(f"{indicator.name_zh} · {indicator.name_en}", facts))
    figures = tuple(each for each in shown_release.observations if each.indicator_id == indicator_id)
    console.print(_figures("figures 数据", figures))
    console.print(
        _outcomes(
            [
                each
                for each in _evaluated(shown_release)
                if any(figure.indicator_id == indicator_id for figure in each.observations)
            ]
        )
    )


def explain_rule(rule_id: str) -> None:
    """What a rule demands, why, and its outcomes in the latest release. Raises NotInReleaseError that suggests near
    ids.
    """
    shown_release, console = release(), _console()
    rules = shown_release.vocabulary.rules
    if rule_id not in rules:
        raise NotInReleaseError("rule", rule_id, (rule.rule_id for rule in rules))
    rule = rules[rule_id]
    console.print(_facts(f"{rule.row.title_zh} · {rule.row.title_en}", _rule_facts(rule)))
    console.print(_outcomes(list(_evaluated(shown_release, [rule]))))


def _rule_facts(rule: Rule) -> dict[str, str]:
    return {
        "rule 规则": rule.rule_id,
        "form 形式": str(rule),
        "severity 严重程度": SEVERITY_WORDS[rule.row.severity].of("both"),
        "ESS level, type 层级、类型": f"{rule.row.level}, {rule.row.type}",
        "why 理由": f"{rule.row.rationale_zh} {rule.row.rationale_en}",
        "tolerance 容差": _TOLERANCE,
    }


def _evaluated(of: Release, rules: Iterable[Rule] | None = None) -> Iterable[Evaluation]:
    return evaluate(
        of.vocabulary.rules if rules is None else rules, ObservationIndex(of.observations, [of]), of.vocabulary.codes
    )


def _by_theme(of: Release, scale: GrowthScale | None) -> Table:
    """A row for each indicator, its figures beside each other; the columns are the same for all themes."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("指标 indicator (id)", overflow="fold")
    table.add_column("figures 数值", justify="right", no_wrap=True)
    table.add_column("growth 增速", justify="right", no_wrap=True)
    if scale:
        table.add_column("", no_wrap=True)
    table.add_column("status 状态", overflow="fold")
    for theme_id, theme in of.vocabulary.themes.items():
        rows = _by_indicator(of.filter(theme=theme_id))
        if rows:
            table.add_row(Text(shown(f"{theme.name_zh} {theme.name_en}"), style="bold"))
        for number, figures in enumerate(rows, 1):
            table.add_row(*_indicator_cells(figures, scale), end_section=number == len(rows))
    return table


def _by_indicator(figures: Iterable[Observation]) -> list[list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for each in figures:
        found.setdefault(each.indicator_id, []).append(each)
    return list(found.values())


def _indicator_cells(figures: list[Observation], scale: GrowthScale | None) -> tuple[str, ...]:
    first, growth = figures[0], next((each for each in figures if each.measure == "growth_rate"), None)
    names = "\n".join(map(shown, (f"{first.name_zh} ({first.indicator_id})", first.name_en)))
    others = "\n".join(shown(each.figure) for each in figures if each is not growth)
    statuses = dict.fromkeys(_STATUS[each.obs_status] for each in figures)
    bars = (scale.bar(growth.value, hollow=growth.obs_status == "E") if growth else "",) if scale else ()
    return names, others, shown(growth.figure) if growth else "", *bars, " ".join(statuses).strip()


def _figures(title: str, figures: tuple[Observation, ...]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in ("指标", "indicator", "id"):
        table.add_column(column, overflow="fold")
    table.add_column("measure 度量", overflow="fold")
    table.add_column("figure 数值", justify="right", no_wrap=True)
    table.add_column("status 状态", overflow="fold")
    for each in figures:
        table.add_row(
            *map(
                shown,
                (each.name_zh, each.name_en, each.indicator_id, each.measure, each.figure, _STATUS[each.obs_status]),
            )
        )
    return table


def _facts(title: str, facts: dict[str, str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_header=False)
    for _ in ("name", "text"):
        table.add_column(overflow="fold")
    for name, text in facts.items():
        if text:
            table.add_row(name, shown(text))
    return table


def _outcomes(evaluations: list[Evaluation]) -> Table:
    table = Table(title="rules and their outcomes 规则与现状", title_justify="left", title_style="bold")
    for column in ("rule 规则", "outcome 结果", "figures 数据", "excess 超出", "tolerance 容差"):
        table.add_column(column, overflow="fold")
    rows: dict[
        tuple[str, ...], None
    ] = {}  # a rule that looks at several cells of a figure comes to the same more than once
    for each in evaluations:
        figures = "; ".join(f"{figure.indicator_id} {figure.measure} {figure.figure}" for figure in each.observations)
        amounts = (
            f"{amount:f}{unit_between(each.unit)}" if amount is not None else ""
            for amount in (each.excess, each.tolerance)
        )
        rows[
            each.rule.rule_id,
            _MARKS[each.outcome.value],
            shown(figures or each.why.of("both") or each.expected.en),
            *amounts,
        ] = None
    for row in rows:
        table.add_row(*row)
    return table


def _console() -> Console:
    """As wide as COLUMNS or the terminal; where that is too narrow for any table, the terminal breaks the lines
    itself.
    """
    width = shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 0)).columns
    return Console(width=max(width, _LEAST_WIDTH), markup=False, highlight=False, soft_wrap=False)
