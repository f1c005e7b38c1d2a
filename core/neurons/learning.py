"""One sigmoid neuron that learns a single instance: every update of its descent.

With any number of inputs, a single number describes such a descent.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.functions.activations import ACTIVATIONS
from core.functions.activations.sigmoid import sigmoid
from core.functions.cost import Cost, ErrorCost
from core.functions.costs import cost_named
from core.functions.output import Output
from core.types import Array, Real


@dataclass(frozen=True, eq=False)
class Descent:
    """The state after every update of `descend`: index k is the state after k updates, index 0 the start.

    weights is (updates + 1, inputs); bias, z, a, cost and delta = ∂C/∂z are (updates + 1,). x is the instance.
    """

    x: Array
    weights: Array
    bias: Array
    z: Array
    a: Array
    cost: Array
    delta: Array

    @property
    def weight_gradient(self) -> Array:
        """∂C/∂w = δ x at every state, shape (updates + 1, inputs); ∂C/∂b is delta itself."""
        return self.delta[:, None] * self.x


def descend(
    weights: npt.ArrayLike,
    bias: float,
    x: npt.ArrayLike,
    y: float,
    cost: str | Cost,
    learning_rate: float,
    updates: int,
) -> Descent:
    """w ← w − η δ x, b ← b − η δ, `updates` times: a sigmoid neuron learning a single instance (Nielsen, chapter 3).

    Every update moves (w, b) along the same direction, (x, 1); only its length δ differs. So after any number of them
    w = w₀ − s x, b = b₀ − s and z = z₀ − s (|x|² + 1), where s = η Σ δ: with any number of inputs, the number s
    alone gives the state. The loop computes only s, and everything else is computed from it afterwards.

    weights and x have shape (inputs,), y is from 0 to 1. Raises ValueError for other y, for shapes that differ, for
    numbers so large that z would overflow, and for a cost that neither depends on the error alone nor cancels σ′.
    """
    cost, output = cost_named(cost), ACTIVATIONS["sigmoid"]
    w0 = np.atleast_1d(np.asarray(weights, dtype=np.float64))
    x = np.atleast_1d(np.asarray(x, dtype=np.float64))
    start, rate = _start_and_rate(w0, float(bias), x, y, learning_rate, updates)
    s = np.fromiter(_sums(start, rate, y, cost, learning_rate, updates), np.float64, updates + 1)
    z = start - s * rate
    a = sigmoid(z)
    w, b = w0 - s[:, None] * x, bias - s
    return Descent(x, w, b, z, a, _costs(cost, y, z, a), cost.delta(y, z, a, output))


def _costs(cost: Cost, y: float, z: Array, a: Array) -> Array:
    """Return C, exact up to rounding also where a has rounded to y: its error is then computed from z."""
    output = ACTIVATIONS["sigmoid"]
    if isinstance(cost, ErrorCost):
        return cost.weight(1) * cost.loss(output.error(y, z, a))
    return cost.value(y, z, a, output)


def stretched(run: Descent, y: float, cost: str | Cost, learning_rate: float) -> float:
    """Return by how much the updates of a run stretch a small deviation of z at most, from any state to any later one.

    An update multiplies it by 1 − η C″(z) (|x|² + 1). Beyond ±1 the neighbours of a run are torn from it, and what
    rounding has changed in the last digit grows with them.
    """
    bent = cost_named(cost).curvature(y, run.z[:-1], "sigmoid")
    factors = np.abs(1.0 - learning_rate * bent * (float(run.x @ run.x) + 1.0))
    grown = np.concatenate([[0.0], np.cumsum(np.log(np.maximum(factors, 1e-300)))])
    return float(np.exp(min(float((grown - np.minimum.accumulate(grown)).max()), 700.0)))


def _sums(start: float, rate: float, y: float, cost: Cost, eta: float, updates: int) -> Iterator[float]:
    """Yield s = η Σ δ at the start and after each update."""
    slope_of, factor = _slope_of(cost, ACTIVATIONS["sigmoid"]), cost.factor(1)
    s = 0.0
    yield s
    for _ in range(updates):
        z = start - s * rate
        e = math.exp(-abs(z))
        near, far = 1.0 / (1.0 + e), e / (1.0 + e)
        yes, no = (near, far) if z >= 0.0 else (far, near)  # σ(z) and σ(−z)
        delta = (1.0 - y) * yes - y * no  # a − y
        if slope_of is not None:
            delta = float(slope_of(delta)) * (factor * yes * no)  # times σ′(z), which cross-entropy cancels
        s += eta * delta
        yield s


def _slope_of(cost: Cost, output: Output) -> Callable[[Real], Real] | None:
    """Return the function from the error a − y to ∂C/∂a; None where δ is the error itself, as the slope cancels."""
    if cost.cancels(output):
        return None
    if isinstance(cost, ErrorCost):
        return cost.slope_of
    raise ValueError(
        f"the cost is {cost.name!r}, but descend needs one of the error a − y alone, or one whose slope cancels σ′: "
        "pass such a cost, or use Network"
    )


def _start_and_rate(w: Array, b: float, x: Array, y: float, learning_rate: float, updates: int) -> tuple[float, float]:
    """Check what `descend` was given; return z₀ and the rate |x|² + 1 at which z falls as s grows."""
    if w.ndim != 1 or w.shape != x.shape:
        raise ValueError(f"weights have shape {w.shape} and x has {x.shape}: pass both with the same shape (inputs,)")
    if not 0.0 <= y <= 1.0:
        raise ValueError(f"y is {y:g}, but the target of a sigmoid is from 0 to 1: pass such a y")
    if updates < 0:
        raise ValueError(f"updates is {updates}, but a number of updates is 0 or more: pass such a number")
    pairs: Sequence[tuple[float, float]] = list(zip(w.tolist(), x.tolist(), strict=True))
    start = sum(weight * value for weight, value in pairs) + b
    rate = sum(value * value for _, value in pairs) + 1.0
    # |a − y| ≤ 1 and σ′ ≤ ¼, so no update moves z by more than η (|x|² + 1); the rest is a margin for the sums.
    if not math.isfinite(4.0 * (abs(start) + abs(learning_rate) * rate)):
        raise ValueError(
            f"z starts at {start:g} and moves up to {learning_rate * rate:g} in an update: pass smaller numbers"
        )
    return start, rate


def first_within(a: npt.ArrayLike, y: float, tolerance: float) -> int | None:
    """Return the first index k with |a[k] − y| < tolerance, or None: the number of updates until a is near y.

    a is a sigmoid's, which reaches neither 0 nor 1: one that is stored as 1 is below it, and within ½ of y = ½.
    """
    below_one = np.minimum(np.asarray(a, dtype=np.float64), np.nextafter(1.0, 0.0))
    reached = (below_one > y - tolerance) & (below_one < y + tolerance)
    return int(np.argmax(reached)) if reached.any() else None
