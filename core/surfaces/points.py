"""The points that one neuron learns on a cost surface: sets to choose from, and whether a set is separable."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.functions.activations.sigmoid import sigmoid
from core.streams import stream
from core.types import Array

MOST_POINTS = 50
LARGEST_X = 1e3


@dataclass(frozen=True, eq=False)
class Points:
    """The points to learn: x and the target y, both (n,) with n from 1 to 50. ValueError for anything else."""

    x: Array
    y: Array

    def __post_init__(self) -> None:
        """Make both arrays of floats, and check them."""
        for name in ("x", "y"):
            object.__setattr__(self, name, np.array(getattr(self, name), dtype=np.float64))
            getattr(self, name).setflags(write=False)
        if self.x.ndim != 1 or self.x.shape != self.y.shape or not 1 <= len(self.x) <= MOST_POINTS:
            raise ValueError(
                f"x has shape {self.x.shape} and y {self.y.shape}: pass both with one shape (n,), n from 1 to 50"
            )
        if not (np.abs(self.x) <= LARGEST_X).all() or not (np.abs(self.y) <= LARGEST_X).all():
            raise ValueError("x and y hold a number beyond ±1,000, or none: pass numbers between")

    def __len__(self) -> int:
        """Return n."""
        return len(self.x)


def staircase(seed: int) -> Points:
    """x = −2 … 2 and y = 0, 0, 1, 0, 1: the smallest set whose classes overlap (the seed changes nothing)."""
    return Points(np.arange(-2.0, 3.0), np.array([0.0, 0.0, 1.0, 0.0, 1.0]))


def outlier(seed: int) -> Points:
    """Eight points in the order of their classes, and a ninth far on the wrong side (the seed changes nothing)."""
    return Points(np.array([-2.0, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 4]), np.array([0.0, 0, 0, 0, 1, 1, 1, 1, 0]))


def shares(seed: int) -> Points:
    """The share y of those who responded to a dose x: soft targets, so the best cost is not 0 (no seed)."""
    return Points(np.arange(-3.0, 4.0), np.array([0.02, 0.1, 0.15, 0.45, 0.8, 0.85, 0.98]))


def coins(seed: int) -> Points:
    """20 points x ~ U(−3, 3), and y = 1 with probability σ(1.5 x − 0.5): a sigmoid neuron can learn the true law.

    Drawn again until the classes overlap, so that there is a minimum.
    """
    rng = stream(seed, "data")
    while True:
        x = np.round(rng.uniform(-3.0, 3.0, 20), 2)
        points = Points(x, (rng.random(20) < sigmoid(1.5 * x - 0.5)).astype(np.float64))
        if not is_separable(points):
            return points


def two_groups(seed: int) -> Points:
    """Ten points of class 0 around x = −0.7 and ten of class 1 around 0.7, N(±0.7, 1), drawn until they overlap."""
    rng = stream(seed, "data")
    y = np.repeat([0.0, 1.0], 10)
    while True:
        points = Points(np.round(1.4 * y - 0.7 + rng.standard_normal(20), 2), y)
        if not is_separable(points):
            return points


def separable(seed: int) -> Points:
    """x = −2 … 2 and y = 0, 0, 0, 1, 1: a step in z separates them, and a steeper one costs even less (no seed)."""
    return Points(np.arange(-2.0, 3.0), np.array([0.0, 0.0, 0.0, 1.0, 1.0]))


def one_point(seed: int) -> Points:
    """x = 1 and y = 0: the neuron of the lesson on learning speed (the seed changes nothing)."""
    return Points(np.array([1.0]), np.array([0.0]))


@dataclass(frozen=True)
class PointSet:
    """A set to choose; seeded says whether the seed changes it."""

    name: str
    label: str
    make: Callable[[int], Points]
    seeded: bool = False


POINT_SETS: dict[str, PointSet] = {
    each.name: each
    for each in (
        PointSet("staircase", "Five points, overlapping", staircase),
        PointSet("outlier", "One point on the wrong side", outlier),
        PointSet("shares", "Shares (soft targets)", shares),
        PointSet("coins", "Random answers", coins, seeded=True),
        PointSet("two_groups", "Two groups, overlapping", two_groups, seeded=True),
        PointSet("separable", "Five points, separable", separable),
        PointSet("one_point", "One point", one_point),
    )
}


def is_separable(points: Points) -> bool:
    """Whether some (w, b) ≠ 0 has z ≥ 0 wherever y > 0 and z ≤ 0 wherever y < 1, and not z = 0 everywhere.

    Then a longer (w, b) in that direction is always better, and cross-entropy has no minimum (Albert and Anderson
    1984). With one x: all targets are 0, or all are 1, or one class lies to the left of the other (touching counts).
    """
    yes, no = points.x[points.y > 0.0], points.x[points.y < 1.0]
    if len(yes) == 0 or len(no) == 0:
        return True
    if np.ptp(points.x) == 0.0:
        return False
    return bool(no.max() <= yes.min() or yes.max() <= no.min())
