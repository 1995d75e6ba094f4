"""What an engine yields for each time that a rule is run, and the code lists that it looks things up in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from decheng_data.model.bilingual import Said
    from decheng_data.model.report import Outcome
    from decheng_data.model.vocabulary_rows import AreaRow, IndicatorRow, UnitRow
    from decheng_data.rules.observation import Observation
    from decheng_data.rules.rule import Rule

NO_FIGURE: Said = ("no figure that it speaks of", "没有它所涉及的数据")
"""Why a rule was not applicable to anything at all."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of running a rule once. `excess` and `tolerance` are in `unit`; `found` and `expected` tell a
    disagreement.

    What reads otherwise in Chinese has its `_zh`.
    """

    rule: Rule
    outcome: Outcome
    release_id: str | None = None
    observations: tuple[Observation, ...] = ()
    excess: Decimal | None = None
    tolerance: Decimal | None = None
    unit: str = ""
    reason: str = ""
    reason_zh: str = ""
    field: str = "value"
    found: str | None = None
    expected: str | None = None
    found_zh: str | None = None
    expected_zh: str | None = None

    @property
    def why(self) -> Said:
        """Why it was not applicable; empty where it was."""
        return self.reason, self.reason_zh


@dataclass(frozen=True, slots=True)
class CodeLists:
    """What rules look up beside the figures: indicators, units and areas by their ids."""

    indicators: Mapping[str, IndicatorRow]
    units: Mapping[str, UnitRow]
    areas: Mapping[str, AreaRow]
