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


FOLLOWED, NEWTON_STEPS = 5, 40


def find_minimum(surface: "Surface") -> Minimum | None:
    """Newton's method from many starts, in units in which x has mean 0 and spread 1; None if there is no minimum.

    A convex cost needs one start. A quadratic cost with a sigmoid may have several valleys: the starts are steps of
    every steepness between all points, and Newton's method goes on from the best few. There is no minimum if none is
    lower than the cost of the best step at infinity, or, for cross-entropy, if the points are separable.
    """
    if surface.cancels and is_separable(surface.points):
        return None
    x = surface.points.x
    if surface.bounded and np.ptp(x) == 0.0:
        return _line_of_minima(surface)
    centre, spread = float(np.mean(x)), float(np.std(x)) or 1.0
    several_valleys = surface.bounded and not surface.cancels
    w, b = np.zeros(1), np.zeros(1)
    if several_valleys:
        steepness = np.outer([-1.0, 1.0], np.geomspace(0.1, 60.0, 20)).ravel()
        at = np.linspace(x.min() - spread, x.max() + spread, 25)
        w = np.concatenate([w, np.repeat(steepness, len(at)) / spread])
        b = np.concatenate([b, -np.repeat(steepness, len(at)) / spread * np.tile(at, len(steepness))])
        best = np.argsort(surface.cost(w, b))[:FOLLOWED]
        w, b = w[best], b[best]
    found = min((_newton(surface, *start, centre, spread) for start in zip(w, b, strict=True)), key=lambda at: at[2])
    w0, b0, cost = found
    if several_valleys:
        best_step = surface.cost_of_best_step
        if cost > best_step - 1e-9 * max(best_step, 1e-3):
            return None
    large, small = eigenvalues(surface.hessian(w0, b0)).tolist()
    return Minimum(w0, b0, cost, (large, small), unique=bool(small > 1e-12 * large))


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


def _newton(surface: "Surface", w: float, b: float, centre: float, spread: float) -> tuple[float, float, float]:
    """Descend from one start: steps −H⁻¹ ∇C, with the eigenvalues of H made positive, halved until the cost falls."""
    scale = np.array(
        [[1.0 / spread, 0.0], [-centre / spread, 1.0]]
    )  # (w, b) = scale · (wu, bu), u = (x − centre)/spread
    at = np.array([w, b], dtype=np.float64)
    cost = float(surface.cost(*at))
    for _ in range(NEWTON_STEPS):
        gradient = scale.T @ surface.gradient(*at)
        values, axes = np.linalg.eigh(scale.T @ surface.hessian(*at) @ scale)
        bent = np.maximum(np.abs(values), 1e-9 * max(float(np.abs(values).max()), 1e-300))
        along = axes.T @ gradient
        step = -scale @ (axes @ np.where(np.abs(along) > 0.0, along / bent, 0.0))
        for _ in range(30):
            trial = float(surface.cost(*(at + step)))
            if trial < cost:
                break
            step = step / 2.0
        else:
            break
        at, fallen, cost = at + step, cost - trial, trial
        if fallen <= 0.0:
            break
    for _ in range(2):  # the cost is flat at its minimum; its gradient gives the last digits
        values, axes = np.linalg.eigh(surface.hessian(*at))
        along = axes.T @ surface.gradient(*at)
        usable = values > 1e-9 * values[1]
        step = -axes @ np.where(usable, along / np.where(usable, values, 1.0), 0.0)
        if np.abs(step).max() < 1e-4 * (1.0 + np.abs(at).max()):
            at = at + step
    return float(at[0]), float(at[1]), float(surface.cost(*at))
