"""Descent on a cost surface: its settings, and the path: the state after every update."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.rounding import torn_from
from core.surfaces.surface import Surface
from core.surfaces.walk import Descent, Walk, check
from core.types import Array

MOST_STEPS = 20_000

PLAIN = Descent()
"""Plain descent with all points in every update."""


@dataclass(frozen=True, eq=False)
class SurfacePath:
    """The state after every update: index k is the state after k updates, index 0 the start.

    w, b, cost and examples are (updates + 1,), gradient is (updates + 1, 2); cost and gradient are those of all
    points. used, (updates, 2), is the gradient of each update's mini-batch, and examples counts the points used so
    far. diverged is True if the next update would have overflowed.

    twin, (updates + 1, 2), has the w and b of a second run, from a start moved by one unit in the last place:
    where the two have come apart, rounding decides the digits (`rounding.py`).
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
    twin: Array

    @property
    def updates(self) -> int:
        """The number of updates made."""
        return len(self.used)

    @cached_property
    def torn(self) -> npt.NDArray[np.bool_]:
        """Whether rounding decides about digits that would be printed, for each state."""
        return torn_from(np.stack([self.w, self.b], axis=1), self.twin)

    @property
    def steps(self) -> Array:
        """(Δw, Δb) of every update, (updates, 2)."""
        return np.diff(np.stack([self.w, self.b], axis=1), axis=0)


def descend_surface(
    surface: Surface, w: float, b: float, *, learning_rate: float, steps: int, descent: Descent = PLAIN
) -> SurfacePath:
    """Make `steps` updates, at most 20,000, from (w, b).

    Raises ValueError for an unknown optimizer and for numbers out of range.
    """
    return descend_with_rates(surface, w, b, learning_rates=[learning_rate], steps=steps, descent=descent)[0]


def descend_with_rates(
    surface: Surface, w: float, b: float, *, learning_rates: Sequence[float], steps: int, descent: Descent = PLAIN
) -> list[SurfacePath]:
    """Do the same as `descend_surface` for several learning rates at once, with the same batches for all."""
    if not 0 <= steps <= MOST_STEPS:
        raise ValueError(f"steps is {steps}: pass 0 to {MOST_STEPS:,}")
    check(w, b, list(learning_rates), descent, len(surface.points))
    starts = with_twins(surface, w, b, len(learning_rates))
    states, used, sizes = Walk(surface, starts, np.tile(learning_rates, 2), descent).go(steps)
    states = np.concatenate([starts[None], states])
    examples = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    with np.errstate(all="ignore"):  # `_path` cuts off what overflows
        return [
            _path(surface, descent, rate, states[:, run :: len(learning_rates)], used[:, run], examples)
            for run, rate in enumerate(learning_rates)
        ]


def with_twins(surface: Surface, w: float, b: float, runs: int) -> Array:
    """Return the start of so many runs, and after them that of their twins, (2 runs, 2).

    The twins' b is higher by one unit in the last place of the largest number in z = wx + b, so that every z notices.
    """
    starts = np.tile(np.array([w, b], dtype=np.float64), (2 * runs, 1))
    starts[runs:, 1] += np.spacing(max(abs(b) + float(np.abs(w * surface.points.x).max()), 1.0))
    return starts


def _path(
    surface: Surface, descent: Descent, rate: float, states: Array, used: Array, examples: npt.NDArray[np.int64]
) -> SurfacePath:
    """Make a path of the states of one run and its twin, (updates + 1, 2, 2), up to the last finite one."""
    states, twin = states[:, 0], states[:, 1]
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
        twin=twin[:kept].copy(),
    )
