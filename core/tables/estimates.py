"""Estimates to look at: those that the book grades, those that a curve is drawn through, and forecasts."""

from typing import NamedTuple

import numpy as np

from core.functions.cost import Cost
from core.functions.costs import cost_named
from core.types import Array, Real


class Graded(NamedTuple):
    """An estimate of y and the book's word for it."""

    verdict: str
    y: float
    yhat: float


GRADED = (
    Graded("excellent", 1.0, 0.9997),
    Graded("acceptable", 1.0, 0.9),
    Graded("disappointing", 1.0, 0.6),
    Graded("awful", 1.0, 0.1192),
    Graded("good", 0.0, 0.1192),
    Graded("good", 1.0, 1 - 0.1192),
)
"""Table 8.1: four estimates of y = 1, the last also for y = 0, and the mirror of that. 0.1192 is σ(−2), rounded."""

_NEAR = np.concatenate([[2.0**-53], np.geomspace(1e-5, 5e-3, 10)])


def estimates_around(y: float) -> Array:
    """The ŷ at which to draw a cost: 0 to 1 in hundredths, and densely at both ends and at y, shape (points,)."""
    dense = [_NEAR, 1.0 - _NEAR, y - _NEAR, y + _NEAR]
    return np.unique(np.clip(np.concatenate([np.linspace(0.0, 1.0, 101), [y], *dense]), 0.0, 1.0))


def growth(cost: Cost | str, error: Real, larger: Real) -> Array:
    """C(larger error) / C(error) for y = 0 or 1, elementwise: the factor by which the cost grows.

    For an exponential cost it would depend only on the difference of the two errors.
    """
    price = cost_named(cost)
    return price.from_a(0.0, larger) / price.from_a(0.0, error)


def probability_given(y: Real, yhat: Real) -> Array:
    """The probability that ŷ gave to the outcome, elementwise: ŷ where y is 1, and 1 − ŷ where y is 0."""
    return np.where(np.equal(y, 1.0), yhat, np.subtract(1.0, yhat))


class Forecasts(NamedTuple):
    """What happened on some days (1 for rain), and the forecast probability of rain."""

    days: tuple[str, ...]
    y: tuple[float, ...]
    yhat: tuple[float, ...]


WEEK = Forecasts(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    y=(1.0, 1.0, 0.0, 1.0, 0.0),
    yhat=(0.9, 0.8, 0.3, 0.6, 0.1),
)
