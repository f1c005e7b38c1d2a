"""Valleys: where descent ends when there are several, and how momentum and the noise of small batches change it.

One number w is learned. Each instance has its own curve, and the cost is their average. A mini-batch averages
only a few of the curves, so its slope is inexact, sometimes enough to carry w over a ridge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from core.streams import stream
from core.types import Array, Real

MOST_STEPS = 5_000
MOST_RUNS = 1_000


@dataclass(frozen=True, eq=False)
class Landscape:
    """C(w) = 1/n Σ Cᵢ(w), with Cᵢ(w) = ½ k (w − cᵢ)² + hᵢ sin(fᵢ w + pᵢ): each a bowl with waves on it.

    centres c, heights h, frequencies f and phases p are (n,), one for each instance; bowl is k. window is the
    range of w to draw; every valley lies within it. Raises ValueError for shapes that differ and for k not above 0.
    """

    name: str
    label: str
    bowl: float
    centres: Array
    heights: Array
    frequencies: Array
    phases: Array
    window: tuple[float, float] = (-6.0, 6.0)

    def __post_init__(self) -> None:
        """Make arrays of floats, and check them."""
        for name in ("centres", "heights", "frequencies", "phases"):
            object.__setattr__(self, name, np.array(getattr(self, name), dtype=np.float64))
            if getattr(self, name).shape != (len(self.centres),):
                raise ValueError(f"{name} has shape {getattr(self, name).shape}: pass one number for each instance")
        if not self.bowl > 0.0:
            raise ValueError(f"the bowl is {self.bowl}, but nothing would hold w without it: pass a number above 0")

    def __len__(self) -> int:
        """Return n, the number of instances."""
        return len(self.centres)

    def each(self, w: Real) -> Array:
        """Cᵢ(w) for every instance, on one more axis at the end."""
        w = np.asarray(w, dtype=np.float64)[..., None]
        waves = self.heights * np.sin(self.frequencies * w + self.phases)
        return 0.5 * self.bowl * (w - self.centres) ** 2 + waves

    def slopes(self, w: Real) -> Array:
        """Cᵢ′(w) = k (w − cᵢ) + hᵢ fᵢ cos(fᵢ w + pᵢ) for every instance, on one more axis at the end."""
        w = np.asarray(w, dtype=np.float64)[..., None]
        waves = self.heights * self.frequencies * np.cos(self.frequencies * w + self.phases)
        return self.bowl * (w - self.centres) + waves

    def cost(self, w: Real) -> Array:
        """C(w), in the shape of w."""
        return self.each(w).mean(axis=-1)

    def slope(self, w: Real) -> Array:
        """C′(w), in the shape of w."""
        return self.slopes(w).mean(axis=-1)

    def curvature(self, w: Real) -> Array:
        """C″(w) = k − 1/n Σ hᵢ fᵢ² sin(fᵢ w + pᵢ), in the shape of w."""
        waves = self.heights * self.frequencies**2
        return self.bowl - np.mean(waves * np.sin(self.frequencies * np.asarray(w)[..., None] + self.phases), axis=-1)


class Valley(NamedTuple):
    """A place where C is least among its neighbours: w, C(w), C″(w), and the ridges left and right of it."""

    w: float
    cost: float
    curvature: float
    left: float
    right: float


def valleys(landscape: Landscape) -> list[Valley]:
    """Return all valleys from left to right: the zeros of C′, by bisection between points every 1/100 of a wave.

    Beyond |w − c| = Σ h f / k the bowl is steeper than all waves, so there are no more valleys.
    """
    steepest = float(np.mean(np.abs(landscape.heights * landscape.frequencies))) / landscape.bowl
    low, high = landscape.centres.min() - steepest, landscape.centres.max() + steepest
    step = 0.06 / max(float(np.abs(landscape.frequencies).max()), 1.0)
    w = np.linspace(low - 1.0, high + 1.0, int((high - low + 2.0) / step) + 2)
    slope = landscape.slope(w)
    changes = np.flatnonzero(np.sign(slope[:-1]) * np.sign(slope[1:]) <= 0.0)
    below, above = w[changes], w[changes + 1]
    rising = slope[changes + 1] > slope[changes]
    for _ in range(60):
        middle = 0.5 * (below + above)
        right = (landscape.slope(middle) > 0.0) == rising
        above, below = np.where(right, middle, above), np.where(right, below, middle)
    zeros = 0.5 * (below + above)
    bottoms, ridges = zeros[rising], [-np.inf, *zeros[~rising].tolist(), np.inf]
    cost, curvature = landscape.cost(bottoms), landscape.curvature(bottoms)
    return [
        Valley(float(at), float(cost[k]), float(curvature[k]), ridges[k], ridges[k + 1]) for k, at in enumerate(bottoms)
    ]


def best_valley(found: list[Valley]) -> int:
    """Return the index of the valley with the least cost."""
    return int(np.argmin([valley.cost for valley in found]))


LANDSCAPES: dict[str, Landscape] = {
    each.name: each
    for each in (
        Landscape(
            "low_ridges",
            "Low ridges",
            0.25,
            np.array([-0.5, -0.3, 1.0, -1.1, -0.3]),
            np.array([1.4, 1.0, 1.5, 0.7, 1.5]),
            np.array([2.8, 1.7, 1.7, 1.7, 1.5]),
            np.array([3.1, 1.4, 4.8, 0.0, 2.7]),
        ),
        Landscape(
            "high_ridges",
            "High ridges",
            0.25,
            np.array([0.0, 0.2, -0.3, 1.6, 0.3]),
            np.array([1.0, 1.2, 1.5, 0.6, 0.8]),
            np.array([2.6, 1.4, 1.6, 2.8, 2.7]),
            np.array([2.5, 1.5, 4.5, 2.8, 2.5]),
        ),
    )
}
"""Four valleys each. With η = 0.2 noise carries w across the low ridges, but not across the high ones. With the low
ones, of 200 starts 21.5 % reach the best valley by plain descent, 65.5 % with momentum (μ = 0.9), and about 90 % with
single instances."""


def random_landscape(seed: int, instances: int = 5) -> Landscape:
    """Draw cᵢ ~ N(0, 1), hᵢ ~ U(.5, 2), fᵢ ~ U(1, 3) and pᵢ ~ U(0, 2π), repeated until there are at least 3 valleys."""
    rng = stream(seed, "data")
    while True:
        drawn = Landscape(
            "random",
            "Random curves",
            0.15,
            rng.normal(0.0, 1.0, instances),
            rng.uniform(0.5, 2.0, instances),
            rng.uniform(1.0, 3.0, instances),
            rng.uniform(0.0, 2.0 * np.pi, instances),
            (-8.0, 8.0),
        )
        found = valleys(drawn)
        if len(found) >= 3 and all(-8.0 < valley.w < 8.0 for valley in found):
            return drawn


# --- Many descents at once -----------------------------------------------------------------------------------------

Method = Literal["plain", "momentum", "mini-batch"]
METHODS: dict[Method, str] = {"plain": "Plain descent", "momentum": "Momentum", "mini-batch": "Mini-batches"}


@dataclass(frozen=True, eq=False)
class Outcome:
    """Where many descents ended. path holds w, (steps + 1, runs), with the starts first.

    ended, (runs,), is the index of the valley that the last w lies in; shares, (valleys,), is the share
    of the runs in each, and best the index of the best valley.
    """

    path: Array
    valleys: list[Valley]
    ended: npt.NDArray[np.intp]
    shares: Array
    best: int

    @property
    def moving(self) -> float:
        """The share of the runs whose last update moved w by more than 0.01."""
        return float(np.mean(np.abs(self.path[-1] - self.path[-2]) > 0.01)) if len(self.path) > 1 else 0.0

    @property
    def reached(self) -> float:
        """The share of the runs that ended in the best valley."""
        return float(self.shares[self.best])


def even_starts(landscape: Landscape, runs: int = 200) -> Array:
    """Return starts spread evenly over the window, (runs,): the middles of `runs` equal parts."""
    low, high = landscape.window
    return low + (high - low) * (np.arange(runs) + 0.5) / runs


def roll(
    landscape: Landscape,
    starts: npt.ArrayLike,
    *,
    learning_rate: float,
    steps: int,
    method: Method = "plain",
    momentum: float = 0.9,
    batch_size: int = 1,
    seed: int = 0,
) -> Outcome:
    """Let all starts, (runs,), descend: w ← w − η C′(w); with momentum v ← μ v − η C′(w) and w ← w + v.

    With mini-batches C′ is the mean over `batch_size` instances; every run has its own order, shuffled again in
    every epoch. Equal starts, with mini-batches, show the effect of the seed alone. Raises ValueError for numbers out
    of range.
    """
    w = np.array(starts, dtype=np.float64)
    _check(w, learning_rate, steps, method, momentum, batch_size, len(landscape))
    kept, noisy = momentum if method == "momentum" else 0.0, method == "mini-batch" and batch_size < len(landscape)
    slopes = _slopes_of_batches(landscape, batch_size, stream(seed, "order"), len(w)) if noisy else landscape.slope
    path, velocity = np.empty((steps + 1, len(w))), np.zeros_like(w)
    path[0] = w
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            velocity = kept * velocity - learning_rate * slopes(w)
            w = w + velocity
            path[k + 1] = w
    found = valleys(landscape)
    edges = np.array([valley.right for valley in found[:-1]])
    ended = np.searchsorted(edges, np.nan_to_num(w))
    shares = np.bincount(ended, minlength=len(found)) / len(w)
    return Outcome(path, found, ended, shares, best_valley(found))


def _slopes_of_batches(
    landscape: Landscape, size: int, rng: np.random.Generator, runs: int
) -> Callable[[Array], Array]:
    """Return a function whose every call gives C′(w), (runs,), of the next mini-batch of every run."""
    orders, used = np.empty((runs, 0), dtype=np.intp), 0

    def slopes(w: Array) -> Array:
        nonlocal orders, used
        if used >= orders.shape[1]:
            orders, used = rng.random((runs, len(landscape))).argsort(axis=1), 0
        batch = orders[:, used : used + size]
        used += size
        return np.take_along_axis(landscape.slopes(w), batch, axis=1).mean(axis=1)

    return slopes


def _check(
    w: Array, learning_rate: float, steps: int, method: str, momentum: float, batch_size: int, instances: int
) -> None:
    if w.ndim != 1 or not 1 <= len(w) <= MOST_RUNS or not np.isfinite(w).all():
        raise ValueError(f"starts have shape {w.shape}: pass (runs,) finite numbers, 1 to {MOST_RUNS:,} of them")
    if method not in METHODS:
        raise ValueError(f"the method is {method!r}, but it must be one of {', '.join(METHODS)}: name one of them")
    if not 0 <= steps <= MOST_STEPS or not 1 <= batch_size <= instances:
        raise ValueError(f"steps is {steps} and batch_size {batch_size}: pass up to {MOST_STEPS:,} and {instances}")
    if not (0.0 < learning_rate < np.inf and 0.0 <= momentum < 1.0):
        raise ValueError(f"η is {learning_rate} and μ {momentum}: pass η above 0, and μ of 0 or more, below 1")
