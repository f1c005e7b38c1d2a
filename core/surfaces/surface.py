"""The cost surface of one neuron with one weight and one bias: its cost, gradient and curvature over (w, b).

z = wx + b and a = σ(z) or a = z. The cost of a set of points is a function of two numbers, so it can be drawn as a
landscape over (w, b). `minimum.py` finds where it is lowest, and `descent.py` descends on it.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.functions.activations import ACTIVATIONS, activation_named
from core.functions.activations.sigmoid import logit
from core.functions.cost import Cost
from core.functions.costs import cost_named
from core.surfaces.minimum import Minimum, find_minimum
from core.surfaces.points import Points
from core.types import Array, Real


@dataclass(frozen=True, eq=False)
class Surface:
    """C(w, b) = 1/n Σ C(yᵢ, aᵢ) with aᵢ = fn(wxᵢ + b), where fn is "sigmoid" or "linear".

    Raises ValueError for a cost that does not fit the output, for other outputs, and for targets of a sigmoid that
    are not from 0 to 1. w and b may have any shapes that NumPy can broadcast.

    bounded is True for a sigmoid, whose a is from 0 to 1. cancels is True where δ = a − y, because the cost
    cancels σ′(z): that is cross-entropy. Otherwise the cost is k (y − a)², and factor is 2k.
    """

    points: Points
    cost_function: Cost
    output: str
    bounded: bool
    cancels: bool
    factor: float

    def __init__(self, points: Points, cost: str | Cost, output: str = "sigmoid") -> None:
        cost = cost_named(cost)
        activation = activation_named(output)
        drawn = activation.is_probability or activation.engine.slope_is_one
        if drawn:
            cost.check_output(activation)
        if not drawn or not (cost.cancels(activation) or _is_parabola(cost)):
            raise ValueError(
                f"the output is {output!r} and the cost {cost.name!r}, but the surface is drawn for "
                '"sigmoid" or "linear" and a quadratic cost or cross-entropy: choose among these'
            )
        if activation.is_probability and not ((points.y >= 0.0) & (points.y <= 1.0)).all():
            raise ValueError(
                "y holds a target that is not from 0 to 1, but a is: pass such targets, or a linear output"
            )
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "cost_function", cost)
        object.__setattr__(self, "output", output)
        object.__setattr__(self, "bounded", activation.is_probability)
        object.__setattr__(self, "cancels", cost.cancels(activation))
        object.__setattr__(self, "factor", cost.factor(1))

    def cost(self, w: Real, b: Real) -> Array:
        """C(w, b), the mean over the points, in the shape that w and b broadcast to."""
        y, z = self._y_and_z(w, b)
        return self.cost_function.value(y, z, ACTIVATIONS[self.output].fn(z), self.output).mean(axis=-1)

    def grid(self, w: Array, b: Array) -> Array:
        """C on a grid, (len(b), len(w)): row by row for each b. 60 × 60 over 50 points takes about 2 ms.

        For cross-entropy it uses max(z, 0) − zy = |z|/2 + z (½ − y), whose second part is a plane in (w, b), and
        Σ ln(1 + e^(−|z|)) = ln Π(1 + e^(−|z|)), where the product is at most 2⁵⁰: one logarithm instead of fifty. The
        result has 14 correct decimals.
        """
        x, y = self.points.x, self.points.y
        z = np.multiply.outer(w, x) + b[:, None, None]
        if not self.cancels:
            if self.bounded:
                with np.errstate(over="ignore"):  # e^(−z) = ∞ makes a = 0
                    np.exp(np.negative(z, out=z), out=z)
                z += 1.0
                np.reciprocal(z, out=z)
            z -= y
            return self.factor / 2.0 * np.einsum("ijk,ijk->ij", z, z) / len(x)
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
        curvature, x = self.curvature(y, z)[..., 0], self.points.x
        ww, wb = np.mean(curvature * x * x, axis=-1), np.mean(curvature * x, axis=-1)
        bb = curvature.mean(axis=-1)
        return np.stack([np.stack([ww, wb], axis=-1), np.stack([wb, bb], axis=-1)], axis=-2)

    def curvature(self, y: Real, z: Real) -> Array:
        """C″(z) = ∂²C/∂z² of single outputs, elementwise: σ′(z) for cross-entropy, which is never below 0.

        For k (y − a)² it is 2k σ′ [σ′ + (a − y)(1 − 2a)], which is below 0 beyond `concave_beyond`; 2k if linear.
        """
        return self.cost_function.curvature(y, z, self.output)

    @cached_property
    def minimum(self) -> Minimum | None:
        """Where the cost is least, found by Newton's method; None if the cost is least only at infinity."""
        return find_minimum(self)

    @cached_property
    def least_is_proved(self) -> bool:
        """Whether no cost can be lower than `infimum`: the surface is convex, there is a single x, or that cost is 0.

        Of a quadratic cost with a sigmoid only the lowest found is known.
        """
        return self.convex or bool(np.ptp(self.points.x) == 0.0) or self.infimum == 0.0

    @property
    def convex(self) -> bool:
        """Whether it bends down nowhere, in no direction: cross-entropy and a parabola do not."""
        return self.cancels or not self.bounded

    @cached_property
    def infimum(self) -> float:
        """The infimum of the cost: the cost at the minimum, if there is one."""
        return self.cost_of_best_step if self.minimum is None else self.minimum.cost

    @cached_property
    def cost_of_best_step(self) -> float:
        """The least cost that a sigmoid can approach with w → ±∞; ∞ for a linear output.

        Then a is 0 on one side of some x and 1 on the other. At that x itself a can have any value; the best one is the
        mean of the y there.
        """
        if not self.bounded:
            return math.inf
        x, y = self.points.x, self.points.y
        costs: list[float] = []
        for at in np.unique(x):
            level = np.mean(y[x == at])
            for rising in (x > at, x < at):
                costs.append(float(np.mean(self.cost_function.from_a(y, np.where(x == at, level, rising)))))
        return min(costs)

    def _y_and_z(self, w: Real, b: Real) -> tuple[Array, Array]:
        """Return y, (n, 1), and z, (…, n, 1): the last axis is the single output."""
        z = np.multiply.outer(np.asarray(w, dtype=np.float64), self.points.x) + np.asarray(b)[..., None]
        return self.points.y[:, None], z[..., None]


def _is_parabola(cost: Cost) -> bool:
    """Whether the cost is a parabola of the error: with a linear output its curvature is the same everywhere."""
    z = np.array([-10.0, -1.0, 0.0, 1.0, 10.0])
    return bool(np.ptp(cost.curvature(0.0, z, "linear")) == 0.0)


def concave_beyond(y: float) -> tuple[float, float]:
    """Return the z below and above which a sigmoid's quadratic cost of one instance is concave: C″(z) < 0.

    σ′ + (a − y)(1 − 2a) = −3a² + 2(1 + y) a − y is 0 at a = [1 + y ± √(1 − y + y²)] / 3: for y = 0 that is a = ⅔,
    z = ln 2 above, and −∞ below.
    """
    root = math.sqrt(1.0 - y + y * y)
    low, high = (float(logit(min(max((1.0 + y + sign * root) / 3.0, 0.0), 1.0))) for sign in (-1.0, 1.0))
    return low, high
