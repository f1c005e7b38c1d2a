"""Several descents on one surface side by side, update by update: each can be continued as long as one likes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.calls import Call, constant
from core.networks.optimizers import OPTIMIZERS, Settings
from core.streams import stream
from core.surfaces.surface import Surface
from core.types import Array

_DEFAULTS = Settings()
_LARGEST = 700.0
"""e⁷⁰⁰ is near the largest number; where z is beyond, σ′(z) is less than 10⁻³⁰⁰."""


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


class Stretch(NamedTuple):
    """Some updates: the states after them, (updates, runs, 2), the gradients used, and the sizes of the batches."""

    states: Array
    used: Array
    sizes: npt.NDArray[np.int64]


class Walk:
    """Runs from one start each, with one learning rate each, and the same batches for all.

    Only elementwise operations, and one dot product for each run: so a run has the same bits beside any others.
    """

    def __init__(self, surface: Surface, starts: Array, rates: Array, descent: Descent) -> None:
        """Take the starts, (runs, 2), and their learning rates, (runs,)."""
        n = len(surface.points)
        self.theta = np.array(starts, dtype=np.float64)
        self._g = np.empty_like(self.theta)
        rule = OPTIMIZERS[descent.optimizer](self.theta, self._g, np.asarray(rates)[:, None], descent.settings)
        self._points, self._updating, self._size = _signed_points(surface), rule.calls, descent.size(n)
        self._whole = self._size == n
        self._batches = batches(n, self._size, descent.seed)
        self._slopes = dict[int, tuple[Array, Array, list[Call]]]()
        self._surface = surface

    def go(self, updates: int) -> Stretch:
        """Make so many updates more; what overflows becomes infinite or nan."""
        states, used = np.empty((updates, *self.theta.shape)), np.empty((updates, *self.theta.shape))
        sizes = np.full(updates, self._size, dtype=np.int64)
        g, theta, updating = self._g, self.theta, self._updating
        whole = self._slopes_of(np.arange(self._size)) if self._whole else []
        with np.errstate(all="ignore"):
            for k in range(updates):
                if self._whole:
                    slopes = whole
                else:
                    batch = next(self._batches)
                    slopes, sizes[k] = self._slopes_of(batch), len(batch)
                for call in slopes:
                    call()
                used[k] = g
                for call in updating:
                    call()
                states[k] = theta
        return Stretch(states, used, sizes)

    def _slopes_of(self, batch: npt.NDArray[np.intp]) -> list[Call]:
        """Return the calls for the mean gradient over a batch; there is a list of them for each size of a batch."""
        m = len(batch)
        if m not in self._slopes:
            scaled = self._points / np.array([1.0, 1.0, m, m, 1.0])[:, None]
            taken = np.empty((len(scaled), m))
            self._slopes[m] = scaled, taken, _slope_calls(self._surface, self.theta, taken, self._g)
        scaled, taken, calls = self._slopes[m]
        np.take(scaled, batch, axis=1, out=taken, mode="clip")  # "clip" writes into taken directly
        return calls


def batches(n: int, size: int, seed: int) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the indices of the points of each batch, without end; a new order every epoch."""
    rng = stream(seed, "order")
    while True:
        order = rng.permutation(n) if size < n else np.arange(n)
        for start in range(0, n, size):
            yield order[start : start + size]


def _signed_points(surface: Surface) -> Array:
    """Return −sx, −s, k sx, k s and the rest of y, (5, n): what the gradient needs of every point.

    s = −1 where y is 1, and 1 elsewhere. Then a − y = s σ(sz), or σ(z) − y for a soft target: no digits are lost where
    a rounds to y. The rest is the y that is to be subtracted. k is the cost's constant factor. For a linear output
    a − y = z − y, and s is −1, so that −sz = z.
    """
    x, y = surface.points.x, surface.points.y
    sign = np.where(surface.bounded & (y != 1.0), 1.0, -1.0)
    rest = np.where(surface.bounded & (y == 1.0), 0.0, y)
    k = 1.0 if surface.cancels else surface.factor if surface.bounded else -surface.factor
    return np.stack([-sign * x, -sign, k * sign * x, k * sign, rest])


def _slope_calls(surface: Surface, theta: Array, points: Array, g: Array) -> list[Call]:
    """Return the calls that write 1/m Σ δ (x, 1) into g, (runs, 2), from points as `_signed_points` has them."""
    minus_x, minus_one, means, rest = points[0], points[1], points[2:4], points[4]
    z, e, q, slope = np.empty((4, len(theta), points.shape[1]))
    calls: list[Call] = [
        partial(np.multiply, theta[:, :1], minus_x, z),
        partial(np.multiply, theta[:, 1:], minus_one, e),
        partial(np.add, z, e, z),  # −sz, or z for a linear output
    ]
    if not surface.bounded:
        return [*calls, partial(np.subtract, z, rest, q), partial(np.vecdot, q[:, None, :], means, g)]
    if not surface.cancels:
        calls.append(partial(np.minimum, z, constant(_LARGEST, z), out=z))
    calls += [partial(np.exp, z, e), partial(np.add, e, constant(1.0, e), q), partial(np.reciprocal, q, q)]  # σ(sz)
    if not surface.cancels:
        calls += [partial(np.multiply, q, e, slope), partial(np.multiply, slope, q, slope)]  # σ(−sz) σ(sz) = σ′
    if ((surface.points.y > 0.0) & (surface.points.y < 1.0)).any():
        calls.append(partial(np.subtract, q, rest, q))
    if not surface.cancels:
        calls.append(partial(np.multiply, q, slope, q))
    return [*calls, partial(np.vecdot, q[:, None, :], means, g)]


def check(w: float, b: float, rates: list[float], descent: Descent, n: int) -> None:
    """Raise ValueError for settings out of range; n is the number of points."""
    optimizer, size = descent.optimizer, descent.size(n)
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"the optimizer is {optimizer!r}, but it must be one of {', '.join(OPTIMIZERS)}: name one")
    if not 1 <= size <= n:
        raise ValueError(f"batch_size is {size}: pass a batch of 1 to {n} points")
    if not all(math.isfinite(each) and abs(each) < 1e100 for each in (w, b, *rates)) or not all(r > 0.0 for r in rates):
        raise ValueError(f"w is {w}, b is {b} and η is {rates}: pass finite numbers, and η above 0")
