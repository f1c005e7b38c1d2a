"""What comes after the shown updates: the run computed further, and whether its future is proved from there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.functions.activations.sigmoid import sigmoid
from core.surfaces.descent import SurfacePath, with_twins
from core.surfaces.surface import Surface
from core.surfaces.walk import Walk
from core.types import Array

TIMES = 10
"""A verdict is about a run this many times as long."""
MOST_AHEAD = 1_000
"""At most so many updates are computed beyond the shown ones while a slider moves, for all that is not known before."""
ALL_AHEAD = 18_000
"""And once it rests: ten times 2,000 updates in all."""
_CHUNK, _LONGEST_PERIOD = 100, 32
ADAPTIVE = ("rmsprop", "adam")
"""The optimisers whose steps do not scale with the gradient."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """A run with the updates computed ahead: states, (updates + 1, 2), and their cost, (updates + 1,).

    overflows: the next update would leave the range of numbers. twin is the cost of the twin run. What is known beyond
    the last state: period 1, it converges to where it is; period k > 1, it returns there every k updates; level, it
    moves so little that the gradient stays what it is; grows, on a parabola with an update whose eigenvalue is beyond
    ±1; falls, no update can raise the cost. to_end says that a run ten times as long as the shown one was computed.
    """

    states: Array
    cost: Array
    twin: Array
    overflows: bool
    period: int
    level: bool
    grows: bool
    falls: bool
    to_end: bool

    @property
    def certain(self) -> bool:
        """Whether a run ten times as long has been computed, or something is proved of it."""
        return self.to_end or self.overflows or self.period > 0 or self.level or self.grows or self.falls

    @property
    def last(self) -> int:
        """How many states are the end by which it is judged: the last tenth of a whole run, a quarter of a shorter."""
        return len(self.cost) // (TIMES if self.to_end else 4) + 1

    @property
    def steps(self) -> Array:
        """(Δw, Δb) of every update."""
        return np.diff(self.states, axis=0)


def look_ahead(surface: Surface, paths: Sequence[SurfacePath], target: float, ahead: int) -> list[Outlook]:
    """Continue descents from one start, shown for the same number of updates, until the future of each is known.

    They are computed for ten times as many updates, but for at most `ahead` beyond the shown ones. target is the cost
    to reach: of a descent that is there and cannot rise, all is known.
    """
    shown = max(path.updates for path in paths)
    live = [path for path in paths if not path.diverged]
    rows = _continued(surface, live, shown, target, ahead) if live else []
    continued = iter(rows)
    return [
        next(continued)
        if not path.diverged
        else _outlook(surface, path, _states(path), path.twin, shown, _Known(overflows=True))
        for path in paths
    ]


def _states(path: SurfacePath) -> Array:
    return np.stack([path.w, path.b], axis=1)


def _continued(surface: Surface, paths: Sequence[SurfacePath], shown: int, target: float, ahead: int) -> list[Outlook]:
    first, runs = paths[0], len(paths)
    starts = with_twins(surface, float(first.w[0]), float(first.b[0]), runs)
    walk = Walk(surface, starts, np.tile([path.learning_rate for path in paths], 2), first.descent)
    states = np.concatenate([starts[None], walk.go(shown).states])
    left = min((TIMES - 1) * shown, ahead)
    known = [_Known()] * runs
    ends = [0] * runs  # each run ends where its future is known, so that it is judged as it would be alone
    while True:
        for run, path in enumerate(paths):
            if not known[run]:
                known[run] = _known(surface, path, states[:, run], shown, target)
                ends[run] = len(states)
        if left <= 0 or all(known):
            break
        chunk = min(left, max(_CHUNK, len(states) // 4))
        states = np.concatenate([states, walk.go(chunk).states])
        left -= chunk
    return [
        _outlook(surface, path, states[: ends[run], run], states[: ends[run], run + runs], shown, known[run])
        for run, path in enumerate(paths)
    ]


class _Known(NamedTuple):
    """What is known of the future of a run, as in `Outlook`."""

    overflows: bool = False
    period: int = 0
    level: bool = False
    grows: bool = False
    falls: bool = False

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self.overflows or self.period > 0 or self.level or self.grows or self.falls


def _known(surface: Surface, path: SurfacePath, states: Array, shown: int, target: float) -> _Known:
    with np.errstate(all="ignore"):
        cost = float(surface.cost(*states[-1]))
        if not math.isfinite(cost):
            return _Known(overflows=True)
    if path.descent.optimizer in ADAPTIVE:
        return _Known()
    if _is_level(surface, path, states, max(TIMES * shown - len(states) + 1, shown)):
        return _Known(level=True)
    if not path.full_batch:
        return _Known()
    if cost <= target and never_rises(surface, path):
        return _Known(falls=True)
    return _Known(period=_period(surface, path, states), grows=not surface.bounded and _grows(surface, path, states))


def _outlook(surface: Surface, path: SurfacePath, states: Array, twin: Array, shown: int, known: _Known) -> Outlook:
    with np.errstate(all="ignore"):
        cost, other = surface.cost(*states.T), surface.cost(*twin.T)
    finite = np.isfinite(cost)
    kept = len(cost) if finite.all() else max(int(np.argmin(finite)), 1)
    return Outlook(
        states[:kept],
        cost[:kept],
        other[:kept],
        overflows=known.overflows,
        period=known.period,
        level=known.level,
        grows=known.grows,
        falls=known.falls,
        to_end=len(cost) > TIMES * shown,
    )


def _is_level(surface: Surface, path: SurfacePath, states: Array, left: int) -> bool:
    """Whether so many more updates together change no z by 0.1, even with the largest gradient of any batch.

    Then every σ and σ′ stays within a few per cent. z moves by at most |x| + 1 times as far as (w, b); momentum adds up
    to 1/(1 − μ) steps to one. Where the gradients of the points cancel, as at a minimum, a small gradient may still
    grow from update to update: at most by the stretch of one update, each time.
    """
    if not surface.bounded or len(states) < 2:
        return False
    momentum = 0.0 if path.descent.optimizer == "sgd" else path.descent.settings.momentum
    x = np.abs(surface.points.x)
    if path.full_batch:
        slope = float(np.abs(surface.gradient(*states[-1])).max())
    else:
        slope = float((np.abs(_deltas(surface, states[-1])) * np.maximum(x, 1.0)).max())
    moving = float(np.abs(states[-1] - states[-2]).max()) if momentum else 0.0
    way = (moving + path.learning_rate * slope * left) / (1.0 - momentum) * (float(x.max()) + 1.0)
    return way < 0.1 and left * math.log(_stretch(surface, path, states[-1:])) < math.log(0.1 / max(way, 1e-300))


def _stretch(surface: Surface, path: SurfacePath, at: Array) -> float:
    """Return how many times as large an update can make a small gradient; 1 if it makes none larger.

    For small batches each of them may be the one that stretches most: 1 + η |C″(z)| (x² + 1) of a point is the bound.
    """
    if path.full_batch:
        return max(1.0, _largest_factor(surface, path, at))
    momentum = 0.0 if path.descent.optimizer == "sgd" else path.descent.settings.momentum
    x = surface.points.x
    curvature = surface.curvature(surface.points.y[:, None], _z(surface, at[0]))[:, 0]
    return 1.0 + path.learning_rate * float((np.abs(curvature) * (x * x + 1.0)).max()) / (1.0 - momentum)


def _deltas(surface: Surface, at: Array) -> Array:
    """∂C/∂z of every point."""
    z = _z(surface, at)
    return surface.cost_function.delta(surface.points.y[:, None], z, sigmoid(z), surface.output)[:, 0]


def _z(surface: Surface, at: Array) -> Array:
    """z of every point, (n, 1)."""
    return (at[0] * surface.points.x + at[1])[:, None]


def _period(surface: Surface, path: SurfacePath, states: Array) -> int:
    """Return k if the run has come to an orbit of k states that attracts it, 1 for a point of rest; 0 if it has not.

    It has come to it if the last states are those of k updates before, to nine digits, and it is attracted if the k
    updates together make small deviations smaller: the eigenvalues of their Jacobian are within ±1.
    """
    if len(states) <= 2 * _LONGEST_PERIOD:
        return 0
    near = 1e-9 * (1.0 + float(np.abs(states[-1]).max()))
    apart = np.abs(states[-1] - states[-2 : -2 - _LONGEST_PERIOD : -1]).max(axis=1)
    if not (apart <= near).any():
        return 0
    k = int(np.argmax(apart <= near)) + 1
    last = states[-2 * _LONGEST_PERIOD :]
    if np.abs(last[k:] - last[:-k]).max() > near:
        return 0
    return k if _largest_factor(surface, path, states[-k:]) < 1.0 - 1e-5 else 0


def never_rises(surface: Surface, path: SurfacePath) -> bool:
    """Whether no update can raise the cost: plain descent with η ≤ 2/L, where no curvature is larger than L.

    L is the largest |C″(z)|, times the largest eigenvalue of 1/n Σ (x, 1)(x, 1)ᵀ. C″ = σ′ ≤ ¼ for cross-entropy; for
    k (y − a)² it is 2k [σ′² + (a − y) σ″], and |σ″| ≤ 1/(6√3); 2k if linear.
    """
    if path.descent.optimizer != "sgd" or not path.full_batch:
        return False
    x = surface.points.x
    spread = float(np.linalg.eigvalsh(np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]]))[-1])
    bent = 1.0 if not surface.bounded else 0.25 if surface.cancels else 1.0 / 16.0 + 1.0 / (6.0 * math.sqrt(3.0))
    return path.learning_rate * (1.0 if surface.cancels else surface.factor) * bent * spread <= 2.0


def _grows(surface: Surface, path: SurfacePath, states: Array) -> bool:
    """Whether an eigenvalue of the update, the same everywhere on a parabola, is beyond ±1, and the growth shows."""
    cost, quarter = surface.cost(*states.T), len(states) // 4
    if quarter < 1 or cost[-quarter:].max() <= 1.5 * cost[-2 * quarter : -quarter].max():
        return False
    return _largest_factor(surface, path, states[-1:]) > 1.0 + 1e-9


def _largest_factor(surface: Surface, path: SurfacePath, orbit: Array) -> float:
    """Return by how much all updates of an orbit together stretch a small deviation: the largest |eigenvalue|.

    A deviation is one of (w, b) and of the last step v. With a single x, z alone counts: the eigenvalue 1 of the
    direction that does not change it is left out.
    """
    eta, mu = path.learning_rate, path.descent.settings.momentum
    one, product = np.eye(2), np.eye(4)
    for h in surface.hessian(*orbit.T):
        if path.descent.optimizer == "sgd":
            update = np.block([[one - eta * h, 0.0 * one], [0.0 * one, 0.0 * one]])
        elif path.descent.optimizer == "momentum":
            update = np.block([[one - eta * h, mu * one], [-eta * h, mu * one]])
        else:
            update = np.block([[one - (1.0 + mu) * eta * h, mu * mu * one], [-eta * h, mu * one]])
        product = update @ product
    if not np.isfinite(product).all():
        return math.inf
    factors = np.abs(np.linalg.eigvals(product))
    if np.ptp(surface.points.x) == 0.0:
        factors = factors[np.abs(factors - 1.0) > 1e-9]
    return float(factors.max(initial=0.0))
