"""The cost surface of one neuron with one weight and one bias: slopes, plateaus, valleys, and where it is lowest.

z = wx + b and a = σ(z) or a = z. The cost of a set of points is a function of two numbers, so it can be drawn as a
landscape over (w, b). How descent walks on it is told in `core/surfaces/descent.py`.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from core.functions.activations import ACTIVATIONS, logit, sigmoid
from core.functions.costs import Cost, CrossEntropy, Quadratic, cost_named
from core.streams import stream
from core.tables.csv_table import Problem, number, shown
from core.types import Array, Real

MOST_POINTS = 50
LARGEST_X = 1e3

# --- The points ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Points:
    """What the neuron learns: x and the target y, both (n,) with n from 1 to 50. ValueError for anything else."""

    x: Array
    y: Array

    def __post_init__(self) -> None:
        """Make both arrays of floats, and check them."""
        for name in ("x", "y"):
            object.__setattr__(self, name, np.array(getattr(self, name), dtype=np.float64))
            getattr(self, name).setflags(write=False)
        if self.x.ndim != 1 or self.x.shape != self.y.shape or not 1 <= len(self.x) <= MOST_POINTS:
            raise ValueError(
                f"x has shape {self.x.shape} and y {self.y.shape}: pass both with one shape (n,), n from 1 to 50"
            )
        if not (np.abs(self.x) <= LARGEST_X).all() or not (np.abs(self.y) <= LARGEST_X).all():
            raise ValueError("x and y hold a number beyond ±1,000, or none: pass numbers between")

    def __len__(self) -> int:
        """Return n."""
        return len(self.x)


def staircase(seed: int) -> Points:
    """x = −2 … 2 and y = 0, 0, 1, 0, 1: the smallest set whose classes overlap (the seed changes nothing)."""
    return Points(np.arange(-2.0, 3.0), np.array([0.0, 0.0, 1.0, 0.0, 1.0]))


def outlier(seed: int) -> Points:
    """Eight points in the order of their classes, and a ninth far on the wrong side (the seed changes nothing)."""
    return Points(np.array([-2.0, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 4]), np.array([0.0, 0, 0, 0, 1, 1, 1, 1, 0]))


def shares(seed: int) -> Points:
    """The share y of those who answered to a dose x: soft targets, so the best cost is not 0 (no seed)."""
    return Points(np.arange(-3.0, 4.0), np.array([0.02, 0.1, 0.15, 0.45, 0.8, 0.85, 0.98]))


def coins(seed: int) -> Points:
    """20 points x ~ U(−3, 3), and y = 1 with probability σ(1.5 x − 0.5): what a sigmoid neuron is the truth of.

    Drawn anew until the classes overlap, so that there is something to be found.
    """
    rng = stream(seed, "data")
    while True:
        x = np.round(rng.uniform(-3.0, 3.0, 20), 2)
        points = Points(x, (rng.random(20) < sigmoid(1.5 * x - 0.5)).astype(np.float64))
        if not is_separable(points):
            return points


def two_groups(seed: int) -> Points:
    """Ten points of class 0 around x = −0.7 and ten of class 1 around 0.7, N(±0.7, 1), drawn until they overlap."""
    rng = stream(seed, "data")
    y = np.repeat([0.0, 1.0], 10)
    while True:
        points = Points(np.round(1.4 * y - 0.7 + rng.standard_normal(20), 2), y)
        if not is_separable(points):
            return points


def separable(seed: int) -> Points:
    """x = −2 … 2 and y = 0, 0, 0, 1, 1: a step in z is perfect, and a steeper one is better still (no seed)."""
    return Points(np.arange(-2.0, 3.0), np.array([0.0, 0.0, 0.0, 1.0, 1.0]))


def one_point(seed: int) -> Points:
    """x = 1 and y = 0: the neuron of the lesson on learning speed (the seed changes nothing)."""
    return Points(np.array([1.0]), np.array([0.0]))


@dataclass(frozen=True)
class PointSet:
    """A set to choose; seeded tells whether the seed changes it."""

    name: str
    label: str
    make: Callable[[int], Points]
    seeded: bool = False


POINT_SETS: dict[str, PointSet] = {
    each.name: each
    for each in (
        PointSet("staircase", "Five points, overlapping", staircase),
        PointSet("outlier", "One point on the wrong side", outlier),
        PointSet("shares", "Shares (soft targets)", shares),
        PointSet("coins", "Random answers", coins, seeded=True),
        PointSet("two_groups", "Two groups, overlapping", two_groups, seeded=True),
        PointSet("separable", "Five points, separable", separable),
        PointSet("one_point", "One point", one_point),
    )
}


def read_points(pairs: Iterable[Sequence[object]]) -> tuple[Points | None, list[Problem]]:
    """Take (x, y) pairs as an editable table holds them: numbers, text, None or nan. Lines are counted from 1.

    x is from −1,000 to 1,000 and y from 0 to 1; other pairs are left out and named, and empty ones passed over. The
    points are None if no pair could be used. Never raises.
    """
    kept, problems = list[tuple[float, float]](), list[Problem]()
    for line, pair in enumerate(pairs, start=1):
        cells = [*pair, None, None][:2]
        if all(_is_empty(cell) for cell in cells):
            continue
        try:
            x, y = _cell("x", cells[0], LARGEST_X), _cell("y", cells[1], 1.0)
            if y < 0.0:
                raise ValueError(f"y is {y:g}, but it must be from 0 to 1")
        except ValueError as wrong:
            problems.append(Problem(line, str(wrong)))
            continue
        kept.append((x, y))
    if len(kept) > MOST_POINTS:
        problems.append(Problem(None, f"There are {len(kept)} points: only the first {MOST_POINTS} were taken."))
    if not kept:
        return None, problems
    x, y = zip(*kept[:MOST_POINTS], strict=True)
    return Points(np.array(x), np.array(y)), problems


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell)) or not str(cell).strip()


def _cell(name: str, cell: object, largest: float) -> float:
    if _is_empty(cell):
        raise ValueError(f"{name} is missing")
    try:
        value = number(str(cell), decimal_comma=True)
    except ValueError:
        raise ValueError(f"{name} is {shown(str(cell))}, which is not a number") from None
    if not abs(value) <= largest:
        least = "0" if name == "y" else f"−{largest:,.0f}"
        raise ValueError(f"{name} is {value:g}, but it must be from {least} to {largest:,.0f}")
    return value


def is_separable(points: Points) -> bool:
    """Whether some (w, b) ≠ 0 has z ≥ 0 wherever y > 0 and z ≤ 0 wherever y < 1, and not z = 0 everywhere.

    Then a longer (w, b) in that direction is always better, and cross-entropy has no minimum (Albert and Anderson
    1984). With one x: all targets are 0, or all are 1, or one class lies to the left of the other (touching counts).
    """
    yes, no = points.x[points.y > 0.0], points.x[points.y < 1.0]
    if len(yes) == 0 or len(no) == 0:
        return True
    if np.ptp(points.x) == 0.0:
        return False
    return bool(no.max() <= yes.min() or yes.max() <= no.min())


# --- The surface ---------------------------------------------------------------------------------------------------


class Minimum(NamedTuple):
    """Where the cost is least: w, b, the cost there, and the eigenvalues of its Hessian, the larger one first.

    unique is False where a whole line of (w, b) has this cost, as with a single x; then this is its point nearest 0.
    """

    w: float
    b: float
    cost: float
    eigenvalues: tuple[float, float]
    unique: bool


@dataclass(frozen=True, eq=False)
class Surface:
    """C(w, b) = 1/n Σ C(yᵢ, aᵢ), aᵢ = fn(wxᵢ + b), fn being "sigmoid" or "linear".

    Raises ValueError for a cost that does not go with the output, for other outputs, and for targets of a sigmoid that
    are not from 0 to 1. Wherever w and b are taken they may have any shapes that spread over one another.
    """

    points: Points
    cost_function: Cost
    output: Literal["sigmoid", "linear"]

    def __init__(self, points: Points, cost: str | Cost, output: str = "sigmoid") -> None:
        cost = cost_named(cost)
        if output not in ("sigmoid", "linear") or not isinstance(cost, Quadratic | CrossEntropy):
            raise ValueError(
                f"the output is {output!r} and the cost {cost.name!r}, but the surface is drawn for "
                '"sigmoid" or "linear" and a quadratic cost or cross-entropy: choose among these'
            )
        cost.check_output(output)
        if output == "sigmoid" and not ((points.y >= 0.0) & (points.y <= 1.0)).all():
            raise ValueError(
                "y holds a target that is not from 0 to 1, but a is: pass such targets, or a linear output"
            )
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "cost_function", cost)
        object.__setattr__(self, "output", output)

    def cost(self, w: Real, b: Real) -> Array:
        """C(w, b), the mean over the points, in the shape that w and b spread to."""
        y, z = self._y_and_z(w, b)
        return self.cost_function.value(y, z, ACTIVATIONS[self.output].fn(z), self.output).mean(axis=-1)

    def grid(self, w: Array, b: Array) -> Array:
        """C on a grid, (len(b), len(w)): row by row for each b. 60 × 60 over 50 points takes about 2 ms.

        For cross-entropy with max(z, 0) − zy = |z|/2 + z (½ − y), of which the second part is a plane in (w, b), and
        Σ ln(1 + e^(−|z|)) = ln Π(1 + e^(−|z|)), which is at most 2⁵⁰: one logarithm instead of fifty. What is lost
        are digits beyond the 14th behind the point.
        """
        x, y = self.points.x, self.points.y
        z = np.multiply.outer(w, x) + b[:, None, None]
        if isinstance(self.cost_function, Quadratic):
            if self.output == "sigmoid":
                with np.errstate(over="ignore"):  # e^(−z) = ∞ makes a = 0
                    np.exp(np.negative(z, out=z), out=z)
                z += 1.0
                np.reciprocal(z, out=z)
            z -= y
            return self.cost_function.k(1) * np.einsum("ijk,ijk->ij", z, z) / len(x)
        np.abs(z, out=z)
        folds = z.mean(axis=-1) / 2.0
        np.exp(np.negative(z, out=z), out=z)
        z += 1.0
        plane = w * np.mean(x * (0.5 - y)) + b[:, None] * np.mean(0.5 - y)
        return folds + plane + np.log(z.prod(axis=-1)) / len(x)

    def gradient(self, w: Real, b: Real) -> Array:
        """(∂C/∂w, ∂C/∂b) = 1/n Σ δᵢ (xᵢ, 1), on a last axis of 2."""
        y, z = self._y_and_z(w, b)
        delta = self.cost_function.delta(y, z, ACTIVATIONS[self.output].fn(z), self.output)[..., 0]
        return np.stack([np.mean(delta * self.points.x, axis=-1), delta.mean(axis=-1)], axis=-1)

    def hessian(self, w: Real, b: Real) -> Array:
        """∂²C/∂(w, b)² = 1/n Σ C″(zᵢ) [[xᵢ², xᵢ], [xᵢ, 1]], on two last axes of 2."""
        y, z = self._y_and_z(w, b)
        bend, x = self.bend(y, z)[..., 0], self.points.x
        ww, wb, bb = np.mean(bend * x * x, axis=-1), np.mean(bend * x, axis=-1), bend.mean(axis=-1)
        return np.stack([np.stack([ww, wb], axis=-1), np.stack([wb, bb], axis=-1)], axis=-2)

    def bend(self, y: Real, z: Real) -> Array:
        """C″(z) = ∂²C/∂z² of single outputs, elementwise: σ′(z) for cross-entropy, which is never below 0.

        For k (y − a)² it is 2k σ′ [σ′ + (a − y)(1 − 2a)], which is below 0 beyond `bends_down_beyond`; 2k if linear.
        """
        k, ones = self._k, np.ones_like(np.subtract(z, y))
        if self.output == "linear":
            return 2.0 * (k or 0.0) * ones
        a = sigmoid(z)
        slope = ACTIVATIONS["sigmoid"].derivative(z, a)
        if k is None:
            return slope * ones
        return 2.0 * k * slope * (slope + np.subtract(a, y) * (1.0 - 2.0 * a))

    @cached_property
    def minimum(self) -> Minimum | None:
        """Where the cost is least, found by Newton's method; None if it only comes down on the way to infinity."""
        return find_minimum(self)

    @cached_property
    def infimum(self) -> float:
        """The number that the cost comes as close to as one likes: that of the minimum, if there is one."""
        return self.cost_of_best_step if self.minimum is None else self.minimum.cost

    @cached_property
    def cost_of_best_step(self) -> float:
        """The least cost that a sigmoid can approach with w → ±∞, ∞ for a linear output.

        Then a is 0 to one side of some x and 1 to the other, and at that x itself what one likes: the mean of its y.
        """
        if self.output == "linear":
            return math.inf
        x, y = self.points.x, self.points.y
        costs: list[float] = []
        for at in np.unique(x):
            level = np.mean(y[x == at])
            for rising in (x > at, x < at):
                costs.append(float(np.mean(self.cost_function.from_a(y, np.where(x == at, level, rising)))))
        return min(costs)

    @property
    def _k(self) -> float | None:
        """The factor of a quadratic cost, None for cross-entropy."""
        return self.cost_function.k(1) if isinstance(self.cost_function, Quadratic) else None

    def _y_and_z(self, w: Real, b: Real) -> tuple[Array, Array]:
        """Return y, (n, 1), and z, (…, n, 1): the last axis is the one output."""
        z = np.multiply.outer(np.asarray(w, dtype=np.float64), self.points.x) + np.asarray(b)[..., None]
        return self.points.y[:, None], z[..., None]


def bends_down_beyond(y: float) -> tuple[float, float]:
    """Return the z below and above which a sigmoid's quadratic cost of one instance bends down: C″(z) < 0.

    σ′ + (a − y)(1 − 2a) = −3a² + 2(1 + y) a − y is 0 at a = [1 + y ± √(1 − y + y²)] / 3: for y = 0 that is a = ⅔,
    z = ln 2 above, and −∞ below.
    """
    root = math.sqrt(1.0 - y + y * y)
    low, high = (float(logit(min(max((1.0 + y + sign * root) / 3.0, 0.0), 1.0))) for sign in (-1.0, 1.0))
    return low, high


def eigenvalues(hessian: Array) -> Array:
    """Return both eigenvalues of symmetric 2 × 2 matrices, (…, 2, 2) → (…, 2), the larger one first."""
    middle = (hessian[..., 0, 0] + hessian[..., 1, 1]) / 2.0
    half = np.hypot((hessian[..., 0, 0] - hessian[..., 1, 1]) / 2.0, hessian[..., 0, 1])
    return np.stack([middle + half, middle - half], axis=-1)


FOLLOWED, NEWTON_STEPS = 5, 40


def find_minimum(surface: Surface) -> Minimum | None:
    """Newton's method from many starts, in units in which x has mean 0 and spread 1; None if there is no minimum.

    A convex cost needs one start. A quadratic cost with a sigmoid may have several valleys: the starts are steps of
    every steepness between all points, and the best few are followed. It has no minimum if none of them is lower than
    what the best step at infinity costs; cross-entropy has none if the points are separable.
    """
    if surface.output == "sigmoid" and isinstance(surface.cost_function, CrossEntropy) and is_separable(surface.points):
        return None
    x = surface.points.x
    if surface.output == "sigmoid" and np.ptp(x) == 0.0:
        return _line_of_minima(surface)
    centre, spread = float(np.mean(x)), float(np.std(x)) or 1.0
    w, b = np.zeros(1), np.zeros(1)
    if surface.output == "sigmoid" and isinstance(surface.cost_function, Quadratic):
        steepness = np.outer([-1.0, 1.0], np.geomspace(0.1, 60.0, 20)).ravel()
        at = np.linspace(x.min() - spread, x.max() + spread, 25)
        w = np.concatenate([w, np.repeat(steepness, len(at)) / spread])
        b = np.concatenate([b, -np.repeat(steepness, len(at)) / spread * np.tile(at, len(steepness))])
        best = np.argsort(surface.cost(w, b))[:FOLLOWED]
        w, b = w[best], b[best]
    found = min((_newton(surface, *start, centre, spread) for start in zip(w, b, strict=True)), key=lambda at: at[2])
    w0, b0, cost = found
    if surface.output == "sigmoid" and isinstance(surface.cost_function, Quadratic):
        best_step = surface.cost_of_best_step
        if cost > best_step - 1e-9 * max(best_step, 1e-3):
            return None
    large, small = eigenvalues(surface.hessian(w0, b0)).tolist()
    return Minimum(w0, b0, cost, (large, small), unique=bool(small > 1e-12 * large))


def _line_of_minima(surface: Surface) -> Minimum | None:
    """With a single x only z = wx + b counts: best is a = ȳ, the mean target, on a whole line of (w, b).

    Both costs are least there, and there is no such z if ȳ is 0 or 1.
    """
    x, level = float(surface.points.x[0]), float(np.mean(surface.points.y))
    if not 0.0 < level < 1.0:
        return None
    z = float(logit(level))
    w, b = z * x / (x * x + 1.0), z / (x * x + 1.0)
    large, small = eigenvalues(surface.hessian(w, b)).tolist()
    return Minimum(w, b, float(surface.cost(w, b)), (large, small), unique=False)


def _newton(surface: Surface, w: float, b: float, centre: float, spread: float) -> tuple[float, float, float]:
    """Go down from one start: −H⁻¹ ∇C, with the eigenvalues of H made positive, halved until the cost falls."""
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
    for _ in range(2):  # the cost is flat at its minimum; its gradient tells the last digits
        values, axes = np.linalg.eigh(surface.hessian(*at))
        along = axes.T @ surface.gradient(*at)
        usable = values > 1e-9 * values[1]
        step = -axes @ np.where(usable, along / np.where(usable, values, 1.0), 0.0)
        if np.abs(step).max() < 1e-4 * (1.0 + np.abs(at).max()):
            at = at + step
    return float(at[0]), float(at[1]), float(surface.cost(*at))
