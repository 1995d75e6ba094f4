"""The measure of growth tells quadratic from linear, whatever disturbs it; by a clock that counts work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.growth import LIMIT, ROUNDS, growth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Work:
    """An action whose cost is a function of the size, and the clock that shows what was done. Disturbances come on top."""

    def __init__(self, cost: Callable[[int], float], disturbances: Iterable[float] = ()) -> None:
        self.cost, self.disturbances, self.done, self.sizes = cost, iter(disturbances), 0.0, []

    def __call__(self, size: int) -> None:
        self.sizes.append(size)
        self.done += self.cost(size) + next(self.disturbances, 0)

    def growth(self) -> float:
        return growth(self, 100, clock=lambda: self.done)


@pytest.mark.parametrize(
    ("cost", "expected"), [(lambda size: 3.0 * size, 4), (lambda size: size + 50.0, 3), (lambda size: 7.0, 1)]
)
def test_what_is_linear_or_less_is_seen_in_one_round(cost, expected):
    work = Work(cost)
    assert work.growth() == pytest.approx(expected, rel=0.01)
    assert expected < LIMIT
    assert work.sizes == [100, 100, 400]


@pytest.mark.parametrize(
    ("cost", "expected"),
    [(lambda size: size**2, 16), (lambda size: size**2 + 20 * size, 14), (lambda size: 2.0 ** (size / 20), 2.0**15)],
)
def test_what_is_quadratic_or_more_is_beyond_the_limit_in_every_round(cost, expected):
    work = Work(cost)
    assert work.growth() == pytest.approx(expected, rel=0.05)
    assert expected > LIMIT
    assert work.sizes == [100] + [100, 400] * ROUNDS


def test_what_is_done_only_once_hides_nothing():
    assert Work(lambda size: size**2, [10**6]).growth() == 16


def test_a_disturbed_round_is_measured_again():
    work = Work(lambda size: size, [0, 0, 10_000])
    assert work.growth() == 4
    assert work.sizes == [100, 100, 400, 100, 400]


def test_no_disturbance_of_single_rounds_hides_what_is_quadratic():
    disturbances = [0, 500, 100_000, 0, 0, 900, 0]
    assert Work(lambda size: size**2, disturbances).growth() == 16
