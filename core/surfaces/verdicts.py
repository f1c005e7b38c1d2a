"""What became of a descent on a cost surface, in one word: arrived, parked, bouncing, diverged and so on."""

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
    if surface.bounded or quarter < 1 or path.cost[-1] <= path.cost[0]:
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
