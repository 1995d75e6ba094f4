"""Release: the rows of one bulletin together, looked up by name, validated by the rules of severity error."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

from pydantic import PrivateAttr, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from decheng_data.errors import NotInReleaseError, RuleError
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import MEASURE_WORDS
from decheng_data.model.finding import Outcome
from decheng_data.model.html import Html, between, bilingual, element, html_table, notebook_panel
from decheng_data.model.period import Period
from decheng_data.model.rows import MentionRow, ReleaseRow, StatementRow, WaiverRow
from decheng_data.packages.table import Records, read_table
from decheng_data.releases.bars import GrowthScale
from decheng_data.releases.vocabulary import shipped_vocabulary, vocabulary_of
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import Observation, ObservationIndex, status_html
from decheng_data.rules.wording import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.packages.opening import Package
    from decheng_data.rules.vocabulary import Vocabulary
    from decheng_data.rules.waivers import Waivers

_FIGURE_HEADS = (
    Bilingual("indicator", "指标"),
    ("", "release[…]"),
    Bilingual("figure", "数值"),
    Bilingual("unit", "单位"),
    Bilingual("growth", "增速"),
    Bilingual("status", "状态"),
)


class Release(ReleaseRow):
    """One bulletin: its row of releases.csv with its observations, statements and mentions.

    `Release.model_validate` takes a dict of the release's row and its `observations` (as schemas/json/release.json says; cells may be strings
    as in the CSV files, and the row may stand apart under `release`). It raises `pydantic.ValidationError` naming rule, figures, excess and
    tolerance when a rule of severity error fails, and RuleError when one of them cannot run. Code lists and rules are the shipped ones, or
    those of `context={"vocabulary": …}`; failures that its `waivers` accept are let pass.
    """  # noqa: E501  # it stands in the JSON Schema as it is

    observations: tuple[Observation, ...]
    statements: tuple[StatementRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()

    _vocabulary: Vocabulary = PrivateAttr()

    @model_validator(mode="before")
    @classmethod
    def _flattened(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("release"), dict):
            return {**data["release"], **{name: value for name, value in data.items() if name != "release"}}
        return data

    @model_validator(mode="after")
    def _check_rules(self, info: ValidationInfo) -> Self:
        vocabulary: Vocabulary = (info.context or {}).get("vocabulary") or shipped_vocabulary()
        self._vocabulary = vocabulary
        rows: tuple[Observation | StatementRow | MentionRow, ...] = (
            *self.observations,
            *self.statements,
            *self.mentions,
        )
        for row in rows:
            self._check_release_id(row)
        for observation in self.observations:
            self._bind(observation)
        if reasons := [
            f"rule {row.rule_id} cannot run: {reason}"
            for row, _, (reason, _) in vocabulary.rules.faults
            if row.severity == "error"
        ]:
            raise RuleError("; ".join(reasons))
        errors = [rule for rule in vocabulary.rules if rule.row.severity == "error"]
        evaluations = evaluate(errors, ObservationIndex(self.observations, [self]), vocabulary.codes)
        failed = [finding(each, None) for each in evaluations if each.outcome is Outcome.FAILED]
        if waivers := (info.context or {}).get("waivers"):
            failed = [each for each in waivers.applied(failed) if not each.waived]
        if failed:
            sentences = "; ".join(f"[{each.rule}] {each.message_en}" for each in failed)
            raise PydanticCustomError(
                "rule_failed", "{sentences}", {"sentences": sentences, "rules": [each.rule for each in failed]}
            )
        return self

    def _check_release_id(self, row: Observation | StatementRow | MentionRow) -> None:
        if row.release_id != self.release_id:
            names = {"row": row.table.removesuffix("s"), "other": row.release_id, "own": self.release_id}
            raise PydanticCustomError("other_release", "the {row} of {other} stands in the release {own}", names)

    def _bind(self, observation: Observation) -> None:
        codes = self._vocabulary.codes
        for name, key, known in (
            ("indicator", observation.indicator_id, codes.indicators),
            ("unit", observation.unit, codes.units),
        ):
            if key not in known:
                raise PydanticCustomError(
                    "unknown_code", "{sentence}", {"sentence": str(NotInReleaseError(name, key, known))}
                )
        observation.bind(codes.indicators[observation.indicator_id], codes.units[observation.unit], observation.line)

    def __getitem__(self, key: str | tuple[str, str]) -> Observation:
        """`release["gdp"]` is the level, or the only measure there is; `release["gdp", "growth_rate"]` names one.

        Raises NotInReleaseError (a KeyError) that suggests near names.
        """
        indicator_id, measure = (key, None) if isinstance(key, str) else key
        found = [each for each in self.observations if each.indicator_id == indicator_id]
        if not found:
            raise NotInReleaseError(
                f"figure in {self.release_id} for", indicator_id, (each.indicator_id for each in self.observations)
            )
        measures = {each.measure for each in found}
        wanted = measure or ("level" if "level" in measures or len(measures) > 1 else next(iter(measures)))
        if wanted not in measures:
            raise NotInReleaseError(f"measure of {indicator_id} in {self.release_id} called", wanted, measures)
        return next(each for each in found if each.measure == wanted)

    def get(self, indicator_id: str, measure: str | None = None) -> Observation | None:
        """That figure, or None where there is none."""
        try:
            return self[indicator_id] if measure is None else self[indicator_id, measure]
        except NotInReleaseError:
            return None

    def filter(
        self, *, theme: str | None = None, measure: str | None = None, obs_status: str | None = None
    ) -> tuple[Observation, ...]:
        """The figures that have all that is asked for, in the order of the text. Raises NotInReleaseError for a theme
        that does not exist.
        """
        if theme is not None and theme not in self._vocabulary.themes:
            raise NotInReleaseError("theme", theme, self._vocabulary.themes)
        return tuple(
            each
            for each in self.observations
            if theme in (None, each.indicator.theme)
            and measure in (None, each.measure)
            and obs_status in (None, each.obs_status)
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """The code lists, themes and rules that the release is read with."""
        return self._vocabulary

    def __len__(self) -> int:
        return len(self.observations)

    def __contains__(self, indicator_id: object) -> bool:
        return any(each.indicator_id == indicator_id for each in self.observations)

    def __repr__(self) -> str:
        estimated = sum(each.obs_status == "E" for each in self.observations)
        about = f"{self.title_zh} ({self.title_en}), {self.period}, area {self.area}"
        known = self._vocabulary
        return (
            f"<Release {self.release_id}: {about}; {len(self)} figures, {estimated} estimated; version {known.version},"
            f" {known.licence}>"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return release_html(self)


def releases_of(package: Package) -> tuple[Release, ...]:
    """Every release of a package, the latest period last. Raises pydantic.ValidationError where a rule of severity
    error fails and no waiver holds.
    """
    context = {"vocabulary": vocabulary_of(package), "waivers": _waivers(package)}
    rows = {name: read_table(package, name).records for name in ("releases", "observations", "statements", "mentions")}
    dicts = [
        {
            **row,
            **{name: _belonging(rows[name], row["release_id"]) for name in ("observations", "statements", "mentions")},
        }
        for row in rows["releases"]
    ]
    return tuple(
        sorted(
            (Release.model_validate(each, context=context) for each in dicts),
            key=lambda each: Period.parse(each.period).end,
        )
    )


def _waivers(package: Package) -> Waivers | None:
    rows = read_table(package, "waivers").rows if "waivers" in package else ()
    waivers = [(None, row) for row in rows if isinstance(row, WaiverRow)]
    if not waivers:
        return None
    from decheng_data.rules.waivers import Waivers  # only where there are some

    return Waivers(waivers, "", datetime.now(UTC).date())


def _belonging(records: Records, release_id: str) -> list[dict[str, Any]]:
    return [record for record in records if record["release_id"] == release_id]


def release_html(release: Release) -> str:
    """Its title and where it is from, then every figure by theme, with unit and status, and bars of growth on one
    scale.
    """
    estimated = sum(each.obs_status == "E" for each in release.observations)
    area, known = release.vocabulary.codes.areas.get(release.area), release.vocabulary
    facts = (
        release.period,
        bilingual(Bilingual(area.name_en, area.name_zh)) if area else release.area,
        bilingual(Bilingual("figures", f"{len(release)} 项数据")),
        bilingual(Bilingual("estimated", f"{estimated} 项预计")),
        f"vintage {release.vintage}",
        f"version {known.version}",
        known.licence,
    )
    scale = GrowthScale(each.value for each in release.observations if each.measure == "growth_rate")
    title = element(
        "p",
        element("b", release.title_zh),
        " · ",
        element("b", release.title_en),
        " ",
        element("code", release.release_id),
    )
    heads = (bilingual(Bilingual(en, zh)) for zh, en in _FIGURE_HEADS)
    return notebook_panel(
        title, element("p", *between(facts)), html_table(element("small", scale), heads, _figure_rows(release, scale))
    )


def _figure_rows(release: Release, scale: GrowthScale) -> Iterator[Html]:
    by_theme: dict[str, list[Observation]] = {theme: [] for theme in release.vocabulary.themes}
    for row in release.observations:
        by_theme.setdefault(row.indicator.theme, []).append(row)
    for theme_id, rows in by_theme.items():
        theme = release.vocabulary.themes.get(theme_id)
        if rows:
            named = bilingual(Bilingual(theme.name_en, theme.name_zh)) if theme else theme_id
            yield element("tr", element("th", named, colspan=len(_FIGURE_HEADS), scope="colgroup", class_="group"))
        for _, figures in groupby(rows, lambda row: row.indicator_id):
            yield from _indicator_rows(list(figures), scale)


def _indicator_rows(figures: list[Observation], scale: GrowthScale) -> Iterator[Html]:
    """A row a figure; the name is there once, beside all of them."""
    for number, row in enumerate(figures):
        name = (
            ()
            if number
            else (
                element("th", bilingual(Bilingual(row.name_en, row.name_zh)), rowspan=len(figures), scope="rowgroup"),
            )
        )
        bar = (
            element("span", scale.bar(row.value, hollow=row.obs_status == "E"), class_="bar")
            if row.measure == "growth_rate"
            else None
        )
        yield element(
            "tr",
            *name,
            element(
                "td",
                element("code", f'"{row.indicator_id}", "{row.measure}"'),
                Html("<br>"),
                element("small", MEASURE_WORDS[row.measure].zh),
            ),
            element("td", element("b", row.figure), class_="number"),
            element("td", bilingual(Bilingual(row.unit_row.name_en, row.unit_row.name_zh))),
            element("td", bar),
            element("td", status_html(row)),
        )
