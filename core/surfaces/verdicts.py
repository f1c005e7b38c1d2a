"""How a descent on a cost surface ended, in one word: arrived, parked, bouncing, diverged and so on."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.surfaces.descent import SurfacePath
from core.surfaces.surface import Surface
from core.types import Array

Kind = Literal["arrived", "oscillating", "settling", "crawling", "bouncing", "parked", "astray", "diverged"]


@dataclass(frozen=True)
class Verdict:
    """How a descent ended.

    kind: "arrived", it reached the target and stayed; "oscillating", the same, but it stepped over the minimum and
    back; "settling", its swings become smaller towards the target; "crawling", it still descends; "bouncing", it goes
    from side to side to the end; "parked", it stays where the surface is flat but not low; "astray", it ended higher
    than its start; "diverged". target is the cost to reach, first the first update that reached it, and stayed the
    first update after which the cost stays there; both None if there is none. low and high are the least and the
    largest cost of the last quarter.
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
    """Return the least cost plus a share of the excess cost at w = b = 0: a goal for timing descents."""
    least = surface.infimum
    return least + share * max(float(surface.cost(0.0, 0.0)) - least, 1e-3)


OFTEN = 0.25
"""A descent that turns, or whose cost rises, in this share of its last updates goes from side to side."""
SHRINKS, SHRINKS_AT_ONCE = 0.9, 0.5
"""Swings settle if they shrink by the first factor in each of the last quarters, or by the second in the last one."""
LEVEL = 0.02
"""The cost stays if it changes by less than this share of its distance from the least cost."""
HELPS = 0.5
"""A slope is too small to lead to the minimum if, constant all the way, it lowers the cost by less than this share."""


def judge(surface: Surface, path: SurfacePath, target: float | None = None) -> Verdict:
    """Return how a descent ended, judged by its last quarter of updates.

    arrived: all of them are at the target; oscillating if most updates before it, at least the first 20, went against
    the one before. diverged: the descent overflowed, or the cost of a linear output, which has no bound, still grows.
    parked: see `_is_parked`. bouncing, or settling: see `_goes_to_and_fro` and `_settles`. astray: above its
    start. Any other descent is crawling.
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
    if surface.bounded or quarter < 1 or path.cost[-1] <= path.cost[0]:
        return False
    return bool(path.cost[-quarter:].max() > 1.01 * path.cost[-2 * quarter : -quarter].max())


def _is_parked(surface: Surface, path: SurfacePath, tail: Array) -> bool:
    """Whether the cost stays, the slope is too small to lead to the minimum, and the gradient does not grow.

    |∇C| d < ½ (C − least), where d is the distance to the minimum (without one, the distance from 0). On a convex
    surface |∇C| d is at least C − least, so only a surface that is concave somewhere has such a place. A descent whose
    gradient grows is leaving it.
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
    """Whether many of the last updates turn or raise the cost, and the cost falls by no more than its swings."""
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

    Small batches do not settle. The cost does not show whether a descent jumps for ever between two places of equal
    height.
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
