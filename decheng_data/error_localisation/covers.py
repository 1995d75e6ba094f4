"""Weighted covering: the lightest choice of elements that meets every conflict. Whole numbers only, so that no
tolerance matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.error_localisation.certificates import NotSettledError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPTIMAL, _INFEASIBLE = 0, 2


class Covers:
    """Conflicts between elements: of each at least one element must be chosen. Weights are whole numbers above 0."""

    def __init__(self, weights: Mapping[int, int]) -> None:
        self._weights = weights
        self._conflicts: list[frozenset[int]] = []
        self._left_out: list[frozenset[int]] = []

    def add(self, conflict: frozenset[int]) -> None:
        """Ask that one of these elements be chosen."""
        self._conflicts.append(conflict)

    def leave_out(self, chosen: frozenset[int]) -> None:
        """Ask for no choice any more that holds all of these elements."""
        self._left_out.append(chosen)

    def weight(self, chosen: frozenset[int]) -> int:
        """The weight of a choice."""
        return sum(self._weights[element] for element in chosen)

    def lightest(self, seconds: float) -> frozenset[int] | None:
        """The lightest choice; of several equally light ones any, the same each time. None where there is none. Raises
        NotSettledError.
        """
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        if frozenset() in (*self._conflicts, *self._left_out):
            return None
        elements = sorted(frozenset().union(*self._conflicts))
        if not elements:
            return frozenset()
        places = {element: place for place, element in enumerate(elements)}
        left_out = [chosen for chosen in self._left_out if chosen <= places.keys()]
        groups = [*self._conflicts, *left_out]
        lines = [number for number, group in enumerate(groups) for _ in group]
        columns = [places[element] for group in groups for element in group]
        # HiGHS before SciPy 1.15 takes no wider numbers.
        entries = (
            np.ones(len(lines)),
            (np.array(lines, np.int32), np.array(columns, np.int32)),
        )
        matrix = csr_array(entries, shape=(len(groups), len(elements)))
        least = [1.0] * len(self._conflicts) + [-np.inf] * len(left_out)
        most = [np.inf] * len(self._conflicts) + [len(chosen) - 1.0 for chosen in left_out]
        found = milp(
            [self._weights[element] for element in elements],
            integrality=np.ones(len(elements)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, least, most),
            # Its default stops at one part in ten thousand.
            options={
                "time_limit": max(seconds, 0.001),
                "mip_rel_gap": 0,
            },
        )
        if found.status == _INFEASIBLE:
            return None
        if found.status != _OPTIMAL:
            raise NotSettledError
        return self._checked(
            frozenset(element for element, taken in zip(elements, found.x, strict=True) if taken > 0.5)
        )

    def _checked(self, chosen: frozenset[int]) -> frozenset[int]:
        """The choice, if it really meets every conflict: HiGHS has been seen to claim otherwise (scipy issue 24141)."""
        if all(chosen & conflict for conflict in self._conflicts) and not any(
            left_out <= chosen for left_out in self._left_out
        ):
            return chosen
        raise NotSettledError
