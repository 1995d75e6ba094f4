"""How the cost of an action grows with the size of what it works on: a ratio, the same on a slow or a busy machine."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 4
LIMIT = 8
"""At four times the size, what is linear costs four times as much, what is quadratic sixteen: this lies between."""
ROUNDS = 6


def growth(action: Callable[[int], object], size: int, clock: Callable[[], float] = time.process_time) -> float:
    """How many times as much `action(4 * size)` costs as `action(size)`, in time of the processor.

    A disturbance makes a run dearer, never cheaper. So the smallest cost of several rounds counts, and the first round
    with which the growth is below LIMIT is the last. Choose a size that takes tens of milliseconds, and an action that
    does little else than what grows.
    """

    def cost(of: int) -> float:
        began = clock()
        action(of)
        return clock() - began

    action(size)  # what is done only once, such as an import, is done before anything is measured
    gc.freeze()  # nor does the collector look through what other tests left behind, which it does in the larger run only
    try:
        small, large = cost(size), cost(TIMES * size)
        for _ in range(ROUNDS - 1):
            if large < LIMIT * small:
                break
            small, large = min(small, cost(size)), min(large, cost(TIMES * size))
    finally:
        gc.unfreeze()
    return large / small
