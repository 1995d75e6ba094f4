"""A figure as the page shows it: its value, what it means, where it is in the text, and the rules it takes part
in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.quantity import plain, unit_between
from decheng_data.sheet.words import (
    MEASURES,
    OUTCOMES,
    STATUSES,
    both,
    compared_with,
    range_text,
    value_in_english,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from decheng_data.model.rows import ReleaseRow, UnitRow
    from decheng_data.rules.evaluation import Evaluation
    from decheng_data.rules.observation import Observation
    from decheng_data.sheet.material import Material


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What came of one rule that a figure takes part in.

    `others` names the other figures, `margin` by how much the rule is met or missed; `tolerance` is in the same unit.
    """

    rule_id: str
    title: Bilingual
    code: str
    outcome: Bilingual
    others: tuple[Bilingual, ...]
    margin: Bilingual | None
    tolerance: str | None

    @property
    def is_listed_in_full(self) -> bool:
        """Whether it compares figures with each other, or did not pass."""
        return bool(self.others) or self.code in ("failed", "error")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all that the page shows of it. `anchor` is its name in the page's address; `worst` the gravest of
    its outcomes.
    """

    row: Observation
    anchor: str
    name: Bilingual
    measure: Bilingual
    value: Bilingual
    status: Bilingual
    unit: Bilingual
    range: str
    area: Bilingual
    comparison: Bilingual | None
    whole: Bilingual | None
    note: Bilingual | None
    outcomes: tuple[RuleOutcome, ...]
    citation: Bilingual
    source: str

    @property
    def worst(self) -> str:
        """`failed` or `error` where a rule came to that, else `passed`; `not_applicable` where no rule is of the
        figure.
        """
        codes = {each.code for each in self.outcomes}
        return next((code for code in ("error", "failed", "passed") if code in codes), "not_applicable")

    @property
    def search(self) -> str:
        """What a search looks in beside what the row shows: aliases and codes."""
        return " ".join((self.row.indicator_id, self.row.measure, *(self.row.indicator.aliases_zh or ())))


class FigureReader:
    """Makes figures of observations, each with an anchor of its own."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._areas = {key: Bilingual(row.name_en, row.name_zh) for key, row in material.vocabulary.codes.areas.items()}
        self._units = material.vocabulary.codes.units
        self._outcomes = _by_figure(material.evaluations)
        self._taken: set[str] = set()

    def read(self, row: Observation) -> Figure:
        """The figure of one observation."""
        name, unit = Bilingual(row.name_en, row.name_zh), Bilingual(row.unit_row.name_en, row.unit_row.name_zh)
        whole = self._material.vocabulary.codes.indicators.get(row.parent or "")
        value = Bilingual(value_in_english(row, self._units), row.figure)
        return Figure(
            row,
            self._anchor(row),
            name,
            word(MEASURES, row.measure) or unit,
            value,
            word(STATUSES, row.obs_status) or unit,
            unit,
            range_text(row.quantity.printed_interval),
            self._areas.get(row.area) or Bilingual(row.area, row.area),
            compared_with(row.comparison, self._areas),
            Bilingual(whole.name_en, whole.name_zh) if whole else None,
            both(row.note_zh, row.note_en),
            tuple(dict.fromkeys(_outcome(each, row, self._units) for each in self._outcomes[id(row)])),
            self._citation(row, value),
            self._source(row),
        )

    def _anchor(self, row: Observation) -> str:
        """The indicator's id for its first figure, with the measure for a second one, numbered beyond that."""
        wanted = row.indicator_id if row.indicator_id not in self._taken else f"{row.indicator_id}-{row.measure}"
        anchor, number = wanted, 2
        while anchor in self._taken:
            anchor, number = f"{wanted}-{number}", number + 1
        self._taken.add(anchor)
        return anchor

    def _citation(self, row: Observation, value: Bilingual) -> Bilingual:
        release = self._release(row)
        title = Bilingual(release.title_en, release.title_zh) if release else Bilingual(row.release_id, row.release_id)
        measure = word(MEASURES, row.measure) or value
        return Bilingual(
            f"{title.en}, {row.period}: {row.name_en} ({measure.en}), {value.en}.",
            f"《{title.zh}》，{row.period}，{row.name_zh}（{measure.zh}）：{value.zh}。",
        )

    def _source(self, row: Observation) -> str:
        """Package and version, the figure's key, and the day of this state of it."""
        described, release = self._material.descriptor, self._release(row)
        parts = (
            f"{described.get('name', '')} {described.get('version', '')}",
            f"{row.release_id}/{row.indicator_id}/{row.measure}",
        )
        return ", ".join([*parts, *([f"{release.vintage}"] if release else [])])

    def _release(self, row: Observation) -> ReleaseRow | None:
        return next((each for each in self._material.releases if each.release_id == row.release_id), None)


def _by_figure(evaluations: Iterable[Evaluation]) -> Mapping[int, list[Evaluation]]:
    found: dict[int, list[Evaluation]] = defaultdict(list)
    for evaluation in evaluations:
        for row in dict.fromkeys(map(id, evaluation.observations)):
            found[row].append(evaluation)
    return found


def _outcome(evaluation: Evaluation, row: Observation, units: Mapping[str, UnitRow]) -> RuleOutcome:
    rule, code = evaluation.rule, evaluation.outcome.value
    others = [each for each in evaluation.observations if each is not row]
    named = tuple(
        Bilingual(f"{each.name_en} {value_in_english(each, units)}", f"{each.name_zh} {each.figure}") for each in others
    )
    tolerance = plain(evaluation.tolerance) if evaluation.tolerance is not None else None
    margin = _margin(evaluation.excess, unit_between(evaluation.unit), units)
    return RuleOutcome(
        rule.rule_id, Bilingual(rule.row.title_en, rule.row.title_zh), code, OUTCOMES[code], named, margin, tolerance
    )


def _margin(excess: Decimal | None, unit: str, units: Mapping[str, UnitRow]) -> Bilingual | None:
    if excess is None:
        return None
    amount, unit_en = plain(abs(excess)), next((row.name_en for row in units.values() if row.name_zh == unit), unit)
    en, zh = Bilingual("misses by", "超出") if excess > 0 else Bilingual("met by", "余量")
    return Bilingual(f"{en} {amount} {unit_en}".strip(), f"{zh} {amount} {unit}".strip())
