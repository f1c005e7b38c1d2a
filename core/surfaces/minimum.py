"""Where a cost surface is lowest: Newton's method from many starts."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.functions.activations.sigmoid import logit
from core.surfaces.points import is_separable
from core.types import Array

if TYPE_CHECKING:  # surface.py imports this module
    from core.surfaces.surface import Surface


class Minimum(NamedTuple):
    """Where the cost is least: w, b, the cost there, and the eigenvalues of its Hessian, the larger one first.

    unique is False where a whole line of (w, b) has this cost, as with a single x; then this is its point nearest 0.
    """

    w: float
    b: float
    cost: float
    eigenvalues: tuple[float, float]
    unique: bool


def eigenvalues(hessian: Array) -> Array:
    """Return both eigenvalues of symmetric 2 × 2 matrices, (…, 2, 2) → (…, 2), the larger one first."""
    middle = (hessian[..., 0, 0] + hessian[..., 1, 1]) / 2.0
    half = np.hypot((hessian[..., 0, 0] - hessian[..., 1, 1]) / 2.0, hessian[..., 0, 1])
    return np.stack([middle + half, middle - half], axis=-1)


STEEPNESS, NEWTON_STEPS, HALVINGS = 24, 60, 30
"""How many steepnesses of a step are tried, how many steps Newton's method makes, and how often a step is halved."""


def find_minimum(surface: "Surface") -> Minimum | None:
    """Newton's method from many starts, in units in which x has mean 0 and spread 1; None if there is no minimum.

    A convex cost needs one start. A quadratic cost with a sigmoid may have several valleys, and nothing proves that the
    lowest one is found: the starts are steps in z at every place between the points, rising and falling, each of the
    steepness that costs least there. There is no minimum if none is lower than the cost of the best step at infinity,
    or, for cross-entropy, if the points are separable.
    """
    if surface.cancels and is_separable(surface.points):
        return None
    x = surface.points.x
    if surface.bounded and np.ptp(x) == 0.0:
        return _line_of_minima(surface)
    centre, spread = float(np.mean(x)), float(np.std(x)) or 1.0
    several_valleys = surface.bounded and not surface.cancels
    starts = _starts(surface, spread) if several_valleys else np.zeros((1, 2))
    w0, b0, cost = _newton(surface, starts, centre, spread)
    if several_valleys:
        best_step = surface.cost_of_best_step
        if cost > best_step - 1e-9 * max(best_step, 1e-3):
            return None
    large, small = eigenvalues(surface.hessian(w0, b0)).tolist()
    return Minimum(w0, b0, cost, (large, small), unique=bool(small > 1e-12 * large))


def _starts(surface: "Surface", spread: float) -> Array:
    """Return (0, 0), and for each place and direction of a step in z the (w, b) of the two best steepnesses."""
    x = np.unique(surface.points.x)
    gaps = np.diff(x)
    places = np.concatenate([x, x[:-1] + gaps / 2.0, np.linspace(x[0] - 2.0 * spread, x[-1] + 2.0 * spread, 25)])
    steep = np.geomspace(0.05 / spread, 60.0 / min(float(gaps.min()), spread), STEEPNESS)
    w = np.stack([steep, -steep])[:, :, None]  # (directions, steepnesses, places)
    w, b = np.broadcast_arrays(w, -w * places)
    best = np.argsort(surface.cost(w, b), axis=1)[:, :2]
    chosen = [np.take_along_axis(each, best, axis=1).ravel() for each in (w, b)]
    return np.concatenate([np.zeros((1, 2)), np.stack(chosen, axis=1)])


def _line_of_minima(surface: "Surface") -> Minimum | None:
    """With a single x only z = wx + b counts: the best a is ȳ, the mean target, on a whole line of (w, b).

    Both costs are least there; no z gives it if ȳ is 0 or 1.
    """
    x, level = float(surface.points.x[0]), float(np.mean(surface.points.y))
    if not 0.0 < level < 1.0:
        return None
    z = float(logit(level))
    w, b = z * x / (x * x + 1.0), z / (x * x + 1.0)
    large, small = eigenvalues(surface.hessian(w, b)).tolist()
    return Minimum(w, b, float(surface.cost(w, b)), (large, small), unique=False)


def _newton(surface: "Surface", starts: Array, centre: float, spread: float) -> tuple[float, float, float]:
    """Descend from all starts at once, and return the lowest w, b and cost.

    The steps are −H⁻¹ ∇C with the eigenvalues of H made positive, halved until the cost falls; a start is done where no
    step lowers the cost.
    """
    scale = np.array(
        [[1.0 / spread, 0.0], [-centre / spread, 1.0]]
    )  # (w, b) = scale · (wu, bu), u = (x − centre)/spread
    at = starts.copy()
    cost = surface.cost(*at.T)
    moving = np.arange(len(at))
    for _ in range(NEWTON_STEPS):
        here = at[moving]
        values, axes = np.linalg.eigh(scale.T @ surface.hessian(*here.T) @ scale)
        bent = np.maximum(np.abs(values), np.maximum(1e-9 * np.abs(values).max(axis=1, keepdims=True), 1e-300))
        along = np.einsum("nji,nj->ni", axes, surface.gradient(*here.T) @ scale)
        steps = -np.einsum("ij,njk,nk->ni", scale, axes, along / bent)
        went = np.zeros(len(moving), dtype=bool)
        for _ in range(HALVINGS):
            waiting = ~went
            trial = surface.cost(*(here + steps)[waiting].T)
            falls = trial < cost[moving[waiting]]
            which = np.flatnonzero(waiting)[falls]
            at[moving[which]] = here[which] + steps[which]
            cost[moving[which]] = trial[falls]
            went[which] = True
            if went.all():
                break
            steps[~went] /= 2.0
        moving = moving[went]
        if len(moving) == 0:
            break
    return _last_digits(surface, at[int(np.argmin(cost))])


def _last_digits(surface: "Surface", at: Array) -> tuple[float, float, float]:
    """Return w, b and the cost; the cost is flat at its minimum, and its gradient gives the last digits of (w, b)."""
    for _ in range(2):
        values, axes = np.linalg.eigh(surface.hessian(*at))
        along = axes.T @ surface.gradient(*at)
        usable = values > 1e-9 * values[1]
        step = -axes @ np.where(usable, along / np.where(usable, values, 1.0), 0.0)
        if np.abs(step).max() < 1e-4 * (1.0 + np.abs(at).max()):
            at = at + step
    return float(at[0]), float(at[1]), float(surface.cost(*at))
