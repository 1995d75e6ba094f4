"""The outcome of one evaluation of a rule, and the code lists that an engine looks things up in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from decheng_data.model.rows import AreaRow, IndicatorRow, UnitRow
    from decheng_data.rules.observation import Observation
    from decheng_data.rules.rule import Rule

NO_FIGURE = Bilingual("no figure that it applies to", "没有它所涉及的数据")
"""Why a rule was not applicable to anything at all."""


class Disagreement(NamedTuple):
    """A field of a row, its value, and what was expected."""

    field: str
    found: str
    expected: Bilingual


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of running a rule once. `excess` and `tolerance` are in `unit`; `found` and `expected` are those of a
    disagreement; `why` is why the rule was not applicable, and is empty where it was.
    """

    rule: Rule
    outcome: Outcome
    release_id: str | None = None
    observations: tuple[Observation, ...] = ()
    excess: Decimal | None = None
    tolerance: Decimal | None = None
    unit: str = ""
    why: Bilingual = NOTHING
    field: str = "value"
    found: Bilingual = NOTHING
    expected: Bilingual = NOTHING
    missing: str | None = None
    """Indicator of the figure that should be there."""

    @classmethod
    def of(cls, rule: Rule, observations: tuple[Observation, ...], disagreement: Disagreement | None) -> Self:
        """The outcome of a rule that compares a field of the first figure with what was expected of it."""
        release_id = observations[0].release_id
        if disagreement is None:
            return cls(rule, Outcome.PASSED, release_id, observations)
        field, found, expected = disagreement
        return cls(
            rule,
            Outcome.FAILED,
            release_id,
            observations,
            field=field,
            found=Bilingual.same(found),
            expected=expected,
        )


@dataclass(frozen=True, slots=True)
class CodeLists:
    """What rules look up beside the figures: indicators, units and areas by their ids."""

    indicators: Mapping[str, IndicatorRow]
    units: Mapping[str, UnitRow]
    areas: Mapping[str, AreaRow]
