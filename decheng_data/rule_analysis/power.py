"""What the rules can see: each figure mistyped by each kind of slip, and the outcome.

A slip is made in `value` and `printed` alike, as by one who retypes a bulletin; where only one of the two is mistyped,
`printed-agrees` sees it. Figures in words (首位, 未发生) have no digits to mistype and are left out. Rules of
severity information raise no alarm here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.error_localisation.locate import suspicion, trials_of
from decheng_data.rules.kinds.printed_and_codes import printed_disagreement
from decheng_data.rules.observation import IN_WORDS, ObservationIndex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from decheng_data.model.report import Suspects
    from decheng_data.rules.evaluation import CodeLists
    from decheng_data.rules.observation import Observation
    from decheng_data.rules.rule import Rule

_SETS = 4
"""How many sets of suspects are looked for; only the first counts."""
_SECONDS = 10.0


class Made(NamedTuple):
    """A slip that was made: of which figure, and the outcome."""

    place: int
    kind: str
    caught_by: tuple[str, ...]
    is_error: bool
    first: bool
    named: bool


@dataclass(slots=True)
class Counts:
    """How many slips were made, and of them: seen by rules of severity error, only by warnings, localised to the figure
    first, and with what it was.
    """

    made: int = 0
    errors: int = 0
    warnings: int = 0
    first: int = 0
    named: int = 0

    def add(self, each: Made) -> None:
        """Count one slip."""
        self.made += 1
        self.errors += each.is_error
        self.warnings += bool(each.caught_by) and not each.is_error
        self.first += each.first
        self.named += each.named

    @property
    def through(self) -> int:
        """Slips that no rule saw."""
        return self.made - self.errors - self.warnings


@dataclass(slots=True)
class Power:
    """The map of what the rules see. `alone` counts, by rule, the slips that no other rule saw; `printed` those seen
    where value alone is mistyped.
    """

    figures: dict[int, Counts] = field(default_factory=lambda: defaultdict(Counts))
    kinds: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    caught: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    total: Counts = field(default_factory=Counts)
    value_alone: int = 0

    def add(self, each: Made, *, value_alone: bool) -> None:
        """Count one slip everywhere."""
        for counts in (self.figures[each.place], self.kinds[each.kind], self.total):
            counts.add(each)
        self.caught.update(each.caught_by)
        if len(each.caught_by) == 1:
            self.alone.update(each.caught_by)
        self.value_alone += value_alone


def power(rules: Iterable[Rule], index: ObservationIndex, codes: CodeLists, *, localise: bool = True) -> Power:
    """Make every slip in every figure of an index that passes its rules. Without `localise` no suspects are searched.

    Raises MissingExtraError where scipy is not installed.
    """
    rules, found = list(rules), Power()
    trials = trials_of(rules, index, codes)
    severities = {rule.rule_id: rule.row.severity for rule in rules}
    for place, observation in enumerate(index.observations):
        if observation.printed in IN_WORDS:
            continue
        near = trials.search.tied_to(place)
        for slip, changed in trials.slips(place):
            caught = tuple(sorted({rule_id for rule_id, _ in trials.failures(changed)}))
            suspects = _suspects(rules, near | changed.keys(), changed, index, codes) if caught and localise else None
            is_error = any(severities[rule_id] == "error" for rule_id in caught)
            made = Made(place, slip.kind.slip_id, caught, is_error, *_located(suspects, changed, index))
            alone = printed_disagreement(
                _value_alone(observation, changed[place]), shares_unit=index.shares_unit(observation)
            )
            found.add(made, value_alone=alone is not None)
    return found


def _suspects(
    rules: list[Rule], near: set[int], changed: dict[int, Observation], index: ObservationIndex, codes: CodeLists
) -> Suspects:
    rows = [changed.get(place) or index.observations[place] for place in sorted(near)]
    return suspicion(
        rules, ObservationIndex(rows, index.releases.values()), codes, limit=_SETS, seconds=_SECONDS
    ).suspects


def _located(suspects: Suspects | None, changed: dict[int, Observation], index: ObservationIndex) -> tuple[bool, bool]:
    """Whether the likeliest figures are among the mistyped ones and no others, and whether a slip names what one of
    them was.
    """
    if suspects is None or not suspects.first:
        return False, False
    was = {_observation_key(each): index.observations[place] for place, each in changed.items()}
    first = [
        (was.get((each.release_id, each.indicator_id, each.measure, each.period, each.area, each.comparison)), each)
        for each in suspects.first
    ]
    located = all(observation is not None for observation, _ in first)
    named = (
        slip
        for observation, each in first
        for slip in each.slips
        if observation and (slip.value, slip.unit) == _printed(observation)
    )
    return located, located and any(named)


def _printed(observation: Observation) -> tuple[Decimal, str]:
    return observation.value, observation.quantity.unit


def _observation_key(each: Observation) -> tuple[str, ...]:
    return each.release_id, each.indicator_id, each.measure, each.period, each.area, each.comparison


def _value_alone(observation: Observation, changed: Observation) -> Observation:
    return changed.model_copy(update={"printed": observation.printed}).bind(changed.indicator, changed.unit_row)
