"""Descent on a cost surface: its settings, and the path: the state after every update."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.networks.optimizers import OPTIMIZERS, Settings
from core.streams import stream
from core.surfaces.points import Points
from core.surfaces.surface import Surface
from core.types import Array

MOST_STEPS = 5_000
_DEFAULTS = Settings()


@dataclass(frozen=True)
class Descent:
    """The settings of a descent, without the learning rate; batch_size None uses all points in every update.

    With a smaller batch the points are shuffled by the seed at the start of every epoch, and the last batch of an
    epoch may be smaller.
    """

    optimizer: str = "sgd"
    settings: Settings = _DEFAULTS
    batch_size: int | None = None
    seed: int = 0

    def size(self, n: int) -> int:
        """Return the number of points in a batch, of n points."""
        return n if self.batch_size is None else self.batch_size


PLAIN = Descent()
"""Plain descent with all points in every update."""


@dataclass(frozen=True, eq=False)
class SurfacePath:
    """The state after every update: index k is the state after k updates, index 0 the start.

    w, b, cost and examples are (updates + 1,), gradient is (updates + 1, 2); cost and gradient are those of all
    points. used, (updates, 2), is the gradient of each update's mini-batch, and examples counts the points used so
    far. diverged is True if the next update would have overflowed.
    """

    descent: Descent
    learning_rate: float
    w: Array
    b: Array
    cost: Array
    gradient: Array
    used: Array
    examples: npt.NDArray[np.int64]
    full_batch: bool
    diverged: bool

    @property
    def updates(self) -> int:
        """The number of updates made."""
        return len(self.used)

    @property
    def steps(self) -> Array:
        """(Δw, Δb) of every update, (updates, 2)."""
        return np.diff(np.stack([self.w, self.b], axis=1), axis=0)


def descend_surface(
    surface: Surface, w: float, b: float, *, learning_rate: float, steps: int, descent: Descent = PLAIN
) -> SurfacePath:
    """Make `steps` updates, at most 5,000, from (w, b).

    Raises ValueError for an unknown optimizer and for numbers out of range.
    """
    return descend_with_rates(surface, w, b, learning_rates=[learning_rate], steps=steps, descent=descent)[0]


def descend_with_rates(
    surface: Surface, w: float, b: float, *, learning_rates: Sequence[float], steps: int, descent: Descent = PLAIN
) -> list[SurfacePath]:
    """Do the same as `descend_surface` for several learning rates at once, with the same batches for all."""
    n = len(surface.points)
    _check(w, b, learning_rates, steps, descent, n)
    theta = np.tile(np.array([w, b], dtype=np.float64), (len(learning_rates), 1))
    g, rates = np.empty_like(theta), np.array(learning_rates, dtype=np.float64)[:, None]
    calls = OPTIMIZERS[descent.optimizer](theta, g, rates, descent.settings).calls
    states, used = np.empty((steps + 1, *theta.shape)), np.empty((steps, *theta.shape))
    examples = np.zeros(steps + 1, dtype=np.int64)
    states[0] = theta
    with np.errstate(all="ignore"):  # `_path` cuts off what overflows
        for k, (x, y) in zip(range(steps), _batches(surface.points, descent), strict=False):
            delta = _delta(surface, y, theta[:, :1] * x + theta[:, 1:])
            g[:, 0] = delta @ x / len(x)
            g[:, 1] = delta.sum(axis=1) / len(x)
            used[k] = g
            for call in calls:
                call()
            states[k + 1] = theta
            examples[k + 1] = examples[k] + len(x)
        return [
            _path(surface, descent, rate, states[:, run], used[:, run], examples)
            for run, rate in enumerate(learning_rates)
        ]


def batches(n: int, size: int, seed: int) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the indices of the points of each batch, without end; a new order every epoch."""
    rng = stream(seed, "order")
    while True:
        order = rng.permutation(n) if size < n else np.arange(n)
        for start in range(0, n, size):
            yield order[start : start + size]


def _batches(points: Points, descent: Descent) -> Iterator[tuple[Array, Array]]:
    for batch in batches(len(points), descent.size(len(points)), descent.seed):
        yield points.x[batch], points.y[batch]


def _delta(surface: Surface, y: Array, z: Array) -> Array:
    """δ = ∂C/∂z, (runs, n): the same as Cost.delta, with e^(−|z|) computed once."""
    if not surface.bounded:
        return surface.factor * (z - y)
    e = np.exp(-np.abs(z))
    near = 1.0 / (1.0 + e)
    far = e * near
    above = z >= 0.0
    error = (1.0 - y) * np.where(above, near, far) - y * np.where(above, far, near)  # a − y
    return error if surface.cancels else surface.factor * error * (near * far)


def _path(
    surface: Surface, descent: Descent, rate: float, states: Array, used: Array, examples: npt.NDArray[np.int64]
) -> SurfacePath:
    """Make a path of the states of one run, up to the last finite one."""
    cost = surface.cost(states[:, 0], states[:, 1])
    gradient = surface.gradient(states[:, 0], states[:, 1])
    numbers = np.isfinite(cost) & np.isfinite(gradient).all(axis=1) & np.isfinite(states).all(axis=1)
    kept = len(cost) if numbers.all() else max(int(np.argmin(numbers)), 1)
    return SurfacePath(
        descent=descent,
        learning_rate=float(rate),
        w=states[:kept, 0].copy(),
        b=states[:kept, 1].copy(),
        cost=cost[:kept],
        gradient=gradient[:kept],
        used=used[: kept - 1],
        examples=examples[:kept],
        full_batch=descent.size(len(surface.points)) == len(surface.points),
        diverged=kept < len(cost),
    )


def _check(w: float, b: float, rates: Sequence[float], steps: int, descent: Descent, n: int) -> None:
    """Raise ValueError for settings out of range; n is the number of points."""
    optimizer, size = descent.optimizer, descent.size(n)
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"the optimizer is {optimizer!r}, but it must be one of {', '.join(OPTIMIZERS)}: name one")
    if not 0 <= steps <= MOST_STEPS or not 1 <= size <= n:
        raise ValueError(
            f"steps is {steps} and batch_size {size}: pass 0 to {MOST_STEPS:,} steps and a batch of 1 to {n} points"
        )
    if not all(math.isfinite(each) and abs(each) < 1e100 for each in (w, b, *rates)) or not all(r > 0.0 for r in rates):
        raise ValueError(f"w is {w}, b is {b} and η is {list(rates)}: pass finite numbers, and η above 0")
