"""Descent on a cost surface: what η, momentum and the size of a batch do, and what became of a walk, in one word."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.functions.costs import Quadratic
from core.networks.optimizers import OPTIMIZERS, Settings
from core.streams import stream
from core.surfaces.surface import Points, Surface, eigenvalues
from core.types import Array

MOST_STEPS = 5_000

# --- Descent -------------------------------------------------------------------------------------------------------


def stability_limit(optimizer: str, curvature: float, momentum: float = 0.9) -> float | None:
    """Return the largest stable η at a minimum whose Hessian has `curvature` as largest eigenvalue λ, full batch.

    On a parabola an update is linear, and at the limit one of its eigenvalues passes −1: plain descent 2/λ, momentum
    2(1 + μ)/λ (Polyak 1964), Nesterov's 2(1 + μ)/(λ(1 + 2μ)). None for RMSProp and Adam, whose steps do not scale
    with the gradient, and where λ is not above 0.
    """
    if curvature <= 0.0:
        return None
    mu = momentum
    factors = {"sgd": 2.0, "momentum": 2.0 * (1.0 + mu), "nesterov": 2.0 * (1.0 + mu) / (1.0 + 2.0 * mu)}
    return factors[optimizer] / curvature if optimizer in factors else None


@dataclass(frozen=True, eq=False)
class SurfacePath:
    """What every update left behind: index k is the state after k updates, index 0 the start.

    w, b, cost and examples are (updates + 1,), gradient is (updates + 1, 2); cost and gradient are those of all
    points. used, (updates, 2), is the gradient of the mini-batch that the update was made of, and examples counts the
    points looked at so far. diverged tells that the next update would have left the range of numbers.
    """

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
    surface: Surface,
    w: float,
    b: float,
    *,
    learning_rate: float,
    steps: int,
    optimizer: str = "sgd",
    settings: Settings | None = None,
    batch_size: int | None = None,
    seed: int = 0,
) -> SurfacePath:
    """Make `steps` updates, at most 5,000, from (w, b); batch_size None or n takes all points in every update.

    With a smaller one the points are shuffled by the seed at the start of every epoch, and the last batch of an epoch
    may be smaller. Raises ValueError for an unknown optimizer and for numbers out of range.
    """
    return descend_with_rates(
        surface,
        w,
        b,
        learning_rates=[learning_rate],
        steps=steps,
        optimizer=optimizer,
        settings=settings,
        batch_size=batch_size,
        seed=seed,
    )[0]


def descend_with_rates(
    surface: Surface,
    w: float,
    b: float,
    *,
    learning_rates: Sequence[float],
    steps: int,
    optimizer: str = "sgd",
    settings: Settings | None = None,
    batch_size: int | None = None,
    seed: int = 0,
) -> list[SurfacePath]:
    """Make the same as `descend_surface` with several learning rates at once, all with the same batches."""
    n = len(surface.points)
    size = n if batch_size is None else batch_size
    _check_descent(w, b, learning_rates, steps, optimizer, size, n)
    theta = np.tile(np.array([w, b], dtype=np.float64), (len(learning_rates), 1))
    g, rates = np.empty_like(theta), np.array(learning_rates, dtype=np.float64)[:, None]
    calls = OPTIMIZERS[optimizer](theta, g, rates, settings or Settings()).calls
    states, used = np.empty((steps + 1, *theta.shape)), np.empty((steps, *theta.shape))
    examples = np.zeros(steps + 1, dtype=np.int64)
    states[0] = theta
    with np.errstate(all="ignore"):  # what overflows is cut off afterwards
        for k, (x, y) in zip(range(steps), _batches(surface.points, size, seed), strict=False):
            delta = _delta(surface, y, theta[:, :1] * x + theta[:, 1:])
            g[:, 0] = delta @ x / len(x)
            g[:, 1] = delta.sum(axis=1) / len(x)
            used[k] = g
            for call in calls:
                call()
            states[k + 1] = theta
            examples[k + 1] = examples[k] + len(x)
        return [
            _path(surface, rate, states[:, run], used[:, run], examples, size == n)
            for run, rate in enumerate(learning_rates)
        ]


def batches(n: int, size: int, seed: int) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the indices of the points of one batch after another, without end; a new order every epoch."""
    rng = stream(seed, "order")
    while True:
        order = rng.permutation(n) if size < n else np.arange(n)
        for start in range(0, n, size):
            yield order[start : start + size]


def _batches(points: Points, size: int, seed: int) -> Iterator[tuple[Array, Array]]:
    for batch in batches(len(points), size, seed):
        yield points.x[batch], points.y[batch]


def _delta(surface: Surface, y: Array, z: Array) -> Array:
    """δ = ∂C/∂z, (runs, n): what Cost.delta gives, with e^(−|z|) computed once."""
    k = surface.cost_function.k(1) if isinstance(surface.cost_function, Quadratic) else None
    if surface.output == "linear":
        return (2.0 * k if k else 1.0) * (z - y)
    e = np.exp(-np.abs(z))
    near = 1.0 / (1.0 + e)
    far = e * near
    above = z >= 0.0
    error = (1.0 - y) * np.where(above, near, far) - y * np.where(above, far, near)  # a − y
    return error if k is None else 2.0 * k * error * (near * far)


def _path(
    surface: Surface, rate: float, states: Array, used: Array, examples: npt.NDArray[np.int64], full: bool
) -> SurfacePath:
    cost = surface.cost(states[:, 0], states[:, 1])
    gradient = surface.gradient(states[:, 0], states[:, 1])
    numbers = np.isfinite(cost) & np.isfinite(gradient).all(axis=1) & np.isfinite(states).all(axis=1)
    kept = len(cost) if numbers.all() else max(int(np.argmin(numbers)), 1)
    w, b = states[:kept, 0].copy(), states[:kept, 1].copy()
    return SurfacePath(
        float(rate), w, b, cost[:kept], gradient[:kept], used[: kept - 1], examples[:kept], full, kept < len(cost)
    )


def _check_descent(w: float, b: float, rates: Sequence[float], steps: int, optimizer: str, size: int, n: int) -> None:
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"the optimizer is {optimizer!r}, but it must be one of {', '.join(OPTIMIZERS)}: name one")
    if not 0 <= steps <= MOST_STEPS or not 1 <= size <= n:
        raise ValueError(
            f"steps is {steps} and batch_size {size}: pass 0 to {MOST_STEPS:,} steps and a batch of 1 to {n} points"
        )
    if not all(math.isfinite(each) and abs(each) < 1e100 for each in (w, b, *rates)) or not all(r > 0.0 for r in rates):
        raise ValueError(f"w is {w}, b is {b} and η is {list(rates)}: pass finite numbers, and η above 0")


# --- Verdicts ------------------------------------------------------------------------------------------------------

Kind = Literal["arrived", "oscillating", "settling", "crawling", "bouncing", "parked", "astray", "diverged"]


@dataclass(frozen=True)
class Verdict:
    """What became of a descent.

    kind: "arrived" at the target and stayed; "oscillating", the same, but by stepping over and back; "settling", on the
    way there by swings that become smaller; "crawling", still on its way down; "bouncing" from side to side for as long
    as it is watched; "parked" where the surface is flat but not low; "astray", higher than it began; "diverged".
    target is the cost to be reached, first the update that first had it, and stayed the update from which on it was
    kept, both None if there is none. low and high are the ends of the cost over the last quarter.
    """

    kind: Kind
    target: float
    first: int | None
    stayed: int | None
    last: float
    low: float
    high: float
    full_batch: bool


def target_cost(surface: Surface, share: float = 0.01) -> float:
    """Return the least cost plus a share of what the neuron with w = b = 0 costs above it: a goal to be timed by."""
    least = surface.infimum
    return least + share * max(float(surface.cost(0.0, 0.0)) - least, 1e-3)


OFTEN = 0.25
"""A descent that turns, or whose cost rises, in this share of its last updates goes to and fro."""
SHRINKS, SHRINKS_AT_ONCE = 0.9, 0.5
"""Swings settle that are smaller by the first factor in each of the last quarters, or in the last by the second."""
LEVEL = 0.02
"""The cost stays if it changes by less than this share of what is still to be won."""
HELPS = 0.5
"""A slope is too small to lead to the minimum if, kept up all the way, it would win less than this share."""


def judge(surface: Surface, path: SurfacePath, target: float | None = None) -> Verdict:
    """Say what became of a descent, from its last quarter: the updates that show where it has got to.

    arrived: all of them at the target, oscillating if most updates on the way there, the first 20 at least, went
    against the one before. diverged: beyond all numbers, or with a linear output, where nothing bounds the cost, still
    growing. parked: see `_is_parked`. bouncing, or settling: see `_goes_to_and_fro` and `_settles`. astray: above its
    start. The rest is crawling.
    """
    target = target_cost(surface) if target is None else target
    cost, n = path.cost, len(path.cost)
    at = cost <= target
    first = int(np.argmax(at)) if at.any() else None
    stayed = None if not at[-1] else (0 if at.all() else n - int(np.argmin(at[::-1])))
    tail = cost[-(n // 4 + 1) :]
    turned = np.sum(path.steps[1:] * path.steps[:-1], axis=1) < 0.0
    kind: Kind = "crawling"
    if path.diverged or _grows(surface, path):
        kind = "diverged"
    elif stayed is not None and stayed <= n - len(tail):
        on_the_way = turned[: max(stayed, 20)]
        kind = "oscillating" if len(on_the_way) and np.mean(on_the_way) > 0.5 else "arrived"
    elif _is_parked(surface, path, tail):
        kind = "parked"
    elif _goes_to_and_fro(path, tail, turned[-(n // 4 + 1) :]):
        kind = "settling" if _settles(path) else "bouncing"
    elif cost[-1] > cost[0]:
        kind = "astray"
    low, high = float(tail.min()), float(tail.max())
    return Verdict(kind, target, first, stayed, float(cost[-1]), low, high, path.full_batch)


def _grows(surface: Surface, path: SurfacePath) -> bool:
    """Whether a linear neuron's cost ends above its start, and higher in the last quarter than in the one before."""
    quarter = len(path.cost) // 4
    if surface.output != "linear" or quarter < 1 or path.cost[-1] <= path.cost[0]:
        return False
    return bool(path.cost[-quarter:].max() > 1.01 * path.cost[-2 * quarter : -quarter].max())


def _is_parked(surface: Surface, path: SurfacePath, tail: Array) -> bool:
    """Whether the cost stays, the slope is too small to lead to the minimum, and the descent is not gaining speed.

    |∇C| d < ½ (C − least), d being the way to the minimum (without one, the way from 0). On a convex surface |∇C| d is
    at least C − least, so only a surface that bends down has such a place. Whoever gains speed there is on the way out.
    """
    above = float(tail[-1]) - surface.infimum
    if np.ptp(tail) > LEVEL * above:
        return False
    least = surface.minimum
    way = math.hypot(path.w[-1] - (least.w if least else 0.0), path.b[-1] - (least.b if least else 0.0))
    if np.hypot(*path.gradient[-1]) * max(way, 1.0 if least is None else 0.0) >= HELPS * above:
        return False
    half = len(tail) // 2
    if half < 2:
        return True
    earlier, later = (np.hypot(*path.gradient[rows].T).mean() for rows in (slice(-2 * half, -half), slice(-half, None)))
    return bool(later <= earlier * (1.0 + 1e-9))


def _goes_to_and_fro(path: SurfacePath, tail: Array, turned: npt.NDArray[np.bool_]) -> bool:
    """Whether many of the last updates turn or raise the cost, and it does not fall by more than it is shaken."""
    turns = float(np.mean(turned)) if len(turned) else 0.0
    rises = float(np.mean(np.diff(tail) > 1e-12 * np.abs(tail[:-1]))) if len(tail) > 1 else 0.0
    if max(turns, rises) < OFTEN:
        return False
    if path.full_batch or len(tail) < 4:
        return True
    trend = np.polynomial.Polynomial.fit(np.arange(len(tail)), tail, 1)
    along = trend(np.arange(len(tail)))
    return bool(along[0] - along[-1] <= 2.0 * np.std(tail - along))


def _settles(path: SurfacePath) -> bool:
    """Whether the swings of the cost become smaller from quarter to quarter, and the updates shorter with them.

    Small batches do not settle; and of two places of equal height, between which a descent may jump for ever, the cost
    knows nothing.
    """
    quarter = len(path.cost) // 4
    if not path.full_batch or quarter < 4:
        return False
    lengths = np.hypot(*path.steps.T)
    if lengths[-quarter:].mean() >= SHRINKS * lengths[-3 * quarter : -2 * quarter].mean():
        return False
    swings = [float(np.ptp(path.cost[len(path.cost) - k * quarter :][:quarter])) for k in (3, 2, 1)]
    steadily = swings[2] < SHRINKS * swings[1] and swings[1] < SHRINKS * swings[0]
    return steadily or swings[2] < SHRINKS_AT_ONCE * min(swings[:2])


STRIP = (0.003, 0.03, 0.3, 0.9, 1.1, 3.0, 30.0)
"""Seven learning rates, as multiples of the largest stable one: from too small to far too large."""

STRIP_WITHOUT_LIMIT = (0.0003, 0.003, 0.01, 0.03, 0.1, 1.0, 10.0)
"""For optimizers whose step is about η, whatever the slope."""


def strip_rates(surface: Surface, optimizer: str, momentum: float = 0.9) -> tuple[float, ...]:
    """Return seven learning rates for a strip: multiples of the largest stable η at the minimum.

    Without a minimum the curvature at w = b = 0 stands in, where that of a sigmoid is greatest or nearly so.
    """
    least = surface.minimum
    curvature = least.eigenvalues[0] if least else float(eigenvalues(surface.hessian(0.0, 0.0))[0])
    limit = stability_limit(optimizer, curvature, momentum)
    return STRIP_WITHOUT_LIMIT if limit is None else tuple(multiple * limit for multiple in STRIP)


def measured_limit(surface: Surface, optimizer: str, *, settings: Settings | None = None) -> tuple[float, float] | None:
    """Find the largest stable η by experiment: the last that converges, and the first that does not.

    40 are tried, from 9.75 % below the theory to 9.75 % above it. Each descent starts 10⁻⁶ from the minimum, where the
    surface is a parabola, in the direction in which it bends most, and converges if it has come at least half of the
    way back in the end. With momentum it may first go away, for some 1/(1 − μ) updates: so it gets 20 times as many,
    and 400. None where no limit is claimed, and where theory is not met within these 9.75 %.
    """
    settings = settings or Settings()
    least = surface.minimum
    limit = stability_limit(optimizer, least.eigenvalues[0], settings.momentum) if least else None
    if least is None or limit is None:
        return None
    rates = limit * (0.9025 + 0.005 * np.arange(40))
    _, axes = np.linalg.eigh(surface.hessian(least.w, least.b))
    steepest = axes[:, 1]
    paths = descend_with_rates(
        surface,
        least.w + 1e-6 * steepest[0],
        least.b + 1e-6 * steepest[1],
        learning_rates=rates.tolist(),
        steps=min(400 + int(20.0 / (1.0 - settings.momentum)), MOST_STEPS),
        optimizer=optimizer,
        settings=settings,
    )
    for k, path in enumerate(paths):
        away = np.abs((path.w - least.w) * steepest[0] + (path.b - least.b) * steepest[1])
        if path.diverged or away[-40:].max() > 0.5 * away[0]:
            return (float(rates[k - 1]), float(rates[k])) if k else None
    return None
