"""The evidence against each figure, in whole numbers; 100 for an ordinary figure of the latest release.

The reasons are those of the people who retype bulletins; the sizes are this project's judgement, and only their order
matters much.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.error_localisation.constraints import CellConstraint
from decheng_data.error_localisation.slips import EXCHANGED
from decheng_data.model.period import Period
from decheng_data.rules.observation import IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decheng_data.error_localisation.constraints import Constraint
    from decheng_data.error_localisation.likely import Explanation
    from decheng_data.model.rows import RevisionRow
    from decheng_data.rules.observation import Observation, ObservationIndex

ORDINARY = 100
WARNING = 55
"""That a warning may be true: one alone is likelier than a wrong figure, two that one figure explains are not."""
EARLIER_RELEASE = 30
"""It has passed earlier validations."""
IN_WORDS_WEIGHT = 20
"""首位 and 未发生 have no digits to mistype."""
STATUS = {"E": -6, "P": -3}
"""An estimate is the least certain of what a publisher prints."""
DIGIT, MOST_DIGITS = -2, 4
"""Each digit beyond the first is one more to mistype, up to this many."""
COUNTED = 4
"""A count is a short whole number in one unit; amounts have points and 万 or 亿 beside."""
KEPT_RULE, MOST_KEPT = 3, 5
"""Each rule that holds and ties the figure to others is evidence for it, up to this many."""
CORRECTED, MOST_CORRECTED = -5, 4
"""Each correction of this indicator and measure in the ledger of revisions, up to this many: what was mistyped
before."""
DISAGREES = -60
"""The row contradicts itself: some cell of it is wrong for certain."""
CERTAIN_SLIP, ODD_SLIP, GUESSED_SLIP = -15, -8, -5
"""A slip explains the figure: without a guess; with other decimals than its unit mostly has, or only with a second row;
with a guess of a digit."""


def weights(
    index: ObservationIndex, constraints: Sequence[Constraint], ledger: Iterable[RevisionRow] = ()
) -> list[int]:
    """The weight of each figure, in the order of the index."""
    passed, faulty = Counter[int](), set[int]()
    for constraint in constraints:
        if isinstance(constraint, CellConstraint):
            faulty.add(constraint.figure)
        elif not constraint.fails and len(constraint.figures) > 1:
            passed.update(constraint.figures)
    corrected = Counter((row.indicator_id, row.measure) for row in ledger if row.kind == "correction")
    latest = max((Period.parse(each.period).end for each in index.observations), default=None)
    return [
        _weight(each)
        + KEPT_RULE * min(passed[place], MOST_KEPT)
        + CORRECTED * min(corrected[each.indicator_id, each.measure], MOST_CORRECTED)
        + (DISAGREES if place in faulty else 0)
        + (EARLIER_RELEASE if Period.parse(each.period).end != latest else 0)
        for place, each in enumerate(index.observations)
    ]


def soft_costs(constraints: Sequence[Constraint]) -> dict[int, int]:
    """The cost of a warning that still fails, by the number of its constraint; rules of severity error must always
    hold.
    """
    return {
        number: WARNING for number, constraint in enumerate(constraints) if constraint.rule.row.severity == "warning"
    }


def _weight(observation: Observation) -> int:
    digits = sum(sign.isdigit() for sign in f"{observation.value:.{observation.decimals}f}")
    counted = COUNTED if observation.quantity.counted and observation.quantity.scale == 1 else 0
    words = IN_WORDS_WEIGHT if observation.printed in IN_WORDS else 0
    return ORDINARY + STATUS.get(observation.obs_status, 0) + DIGIT * min(digits - 1, MOST_DIGITS) + counted + words


def slip_weight(explanation: Explanation) -> int:
    """What a slip that would explain a figure takes from its weight."""
    if not explanation.kind.certain:
        return GUESSED_SLIP
    return CERTAIN_SLIP if explanation.usual and explanation.kind is not EXCHANGED else ODD_SLIP
