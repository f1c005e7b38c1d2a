"""Cross-entropy, elementwise and over softmax, from a or, where a has rounded, exactly from z."""

import numpy as np

from core.types import Array, Real


def cross_entropy(y: Real, a: Real) -> Array:
    """C = −[y ln a + (1 − y) ln(1 − a)], elementwise: equation 8.2 for one instance.

    0 · ln 0 is taken as its limit, 0: a certain and right estimate costs 0, a certain and wrong one costs ∞.
    Raises ValueError where y or a is not a number from 0 to 1.
    """
    y, a = _probability("y", y), _probability("a", a)
    with np.errstate(divide="ignore"):
        yes = np.where(y == 0.0, 0.0, y * np.log(np.where(y == 0.0, 1.0, a)))
        no = np.where(y == 1.0, 0.0, (1.0 - y) * np.log1p(-np.where(y == 1.0, 0.0, a)))
    return 0.0 - (yes + no)  # −(yes + no) would be −0 for the perfect estimate


def naive_cross_entropy(y: Real, a: Real) -> Array:
    """C = −[y ln a + (1 − y) ln(1 − a)] as it is usually typed, elementwise. Do not use it.

    It is nan at (1, 1) and (0, 0), where 0 meets ln 0 = −∞, and for a tanh's negative a; in training, a reaches 1
    from z = 36.74 on. `cross_entropy` uses the limits, `cross_entropy_from_z` needs no logarithm of 0.
    """
    y, a = np.asarray(y, dtype=np.float64), np.asarray(a, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):  # the page shows the result; a warning is not needed
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def cross_entropy_from_z(y: Real, z: Real) -> Array:
    """C = −[y ln σ(z) + (1 − y) ln(1 − σ(z))], elementwise, for any z and y from 0 to 1; ValueError for other y.

    Equal to max(z, 0) − zy + ln(1 + e^(−|z|)). The first two terms are written as one product, |z| times 1 − y
    for z > 0 or y for z ≤ 0: no term is negative, so no digit is lost, and none of them can overflow.
    At z = ±∞ the cost is its limit, 0 or ∞: a product with the factor 0 is 0 even for an infinite |z|.
    """
    _check_targets(y, 0.0, "pass a y from 0 to 1, or use tanh_cross_entropy for targets −1 and 1")
    left = np.where(np.greater(z, 0.0), np.subtract(1.0, y), y)
    far = np.abs(z)
    if np.isinf(far).any():
        far = np.where(left == 0.0, 0.0, far)
    return far * left + np.log1p(np.exp(-np.abs(z)))


def tanh_cross_entropy(y: Real, z: Real) -> Array:
    """C = −½[(1 + y) ln((1 + a)/2) + (1 − y) ln((1 − a)/2)] with a = tanh z, elementwise, for y from −1 to 1.

    Cross-entropy for targets ±1. Since (1 + tanh z)/2 = σ(2z), it is that of a sigmoid at 2z, and ∂C/∂z = a − y.
    """
    _check_targets(y, -1.0, "pass a y from −1 to 1")
    return cross_entropy_from_z(np.add(1.0, y) / 2.0, np.multiply(2.0, z))


def softmax_cross_entropy(y: Array, z: Array) -> Array:
    """C = −Σₖ yₖ ln aₖ with a = softmax z, summed over the last axis: (n, outputs) → (n,).

    ln aₖ = (zₖ − m) − ln(1 + Σ e^(zⱼ − m)), with m the row's largest z and j over all the others. So the
    logarithm is exact even where the largest a has rounded to 1.
    """
    below = z - np.max(z, axis=-1, keepdims=True)
    others = np.exp(below)
    np.put_along_axis(others, np.argmax(below, axis=-1, keepdims=True), 0.0, axis=-1)
    return np.log1p(others.sum(axis=-1)) * y.sum(axis=-1) - (y * below).sum(axis=-1)


def _check_targets(y: Real, lowest: float, advice: str) -> None:
    """Raise ValueError unless every y is from `lowest` to 1. It takes two passes over y; the cost takes about ten."""
    ends = (y, y) if isinstance(y, float | int) else (np.min(y, initial=1.0), np.max(y, initial=lowest))
    if not (lowest <= ends[0] and ends[1] <= 1.0):  # written so that nan is wrong too
        given = ends[0] if not lowest <= ends[0] else ends[1]
        raise ValueError(f"y is {given:g}, but the target of this cross-entropy is from {lowest:g} to 1: {advice}")


def _probability(name: str, values: Real) -> Array:
    numbers = np.asarray(values, dtype=np.float64)
    wrong = ~((numbers >= 0.0) & (numbers <= 1.0))  # written so that nan is wrong too
    if wrong.any():
        raise ValueError(
            f"{name} is {numbers[wrong].flat[0]:g}, but cross-entropy needs a number from 0 to 1: pass the output of a "
            "sigmoid or softmax, or use tanh_cross_entropy for a tanh neuron and targets −1 and 1"
        )
    return numbers


def cross_entropy_slope(y: Real, error: Real, slope: Real) -> Array:
    """∂C/∂a = (a − y) / (a (1 − a)), given a − y and a (1 − a) = σ′(z), elementwise.

    At a = 0 or 1 it is the limit: −1 at y = a = 1, 1 at y = a = 0, −∞ at (1, 0) and ∞ at (0, 1).
    """
    error, slope = np.asarray(error), np.asarray(slope)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where((error == 0.0) & (slope == 0.0), np.subtract(1.0, np.multiply(2.0, y)), error / slope)[()]
