"""Softmax: each a depends on all outputs of an instance, aₖ = e^zₖ / Σⱼ e^zⱼ."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from core.formulas import Exp, Formula, Product, Quotient, Sum, Value, difference, minus
from core.functions.calls import Call
from core.functions.output import Buffers, ErrorCalls, Output
from core.types import Array, Real


def softmax(z: Array) -> Array:
    """aₖ = e^zₖ / Σⱼ e^zⱼ over the last axis; the shape of z, each row adding up to 1.

    The largest z of a row is subtracted first. That changes no aₖ, and then no exponent is above 0.
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_error(y: Array, z: Array, a: Array) -> Array:
    """a − y, (n, outputs); for one-hot targets the true class has −Σ of the other a, which never rounds to 0."""
    one_hot = (y == 1.0) & (y.sum(axis=-1, keepdims=True) == 1.0)
    others = np.sum(a * (y == 0.0), axis=-1, keepdims=True)
    return np.where(one_hot, -others, a - y)


def times_jacobian(a: Array, g: Array) -> Array:
    """δⱼ = Σₖ ∂aₖ/∂zⱼ gₖ = aⱼ Σₖ aₖ (gⱼ − gₖ), (n, outputs): δ = ∂C/∂z from g = ∂C/∂a.

    With differences, the term k = j is exactly 0, and no digit is lost where one a has rounded to 1.
    """
    return a * np.sum(a[..., None, :] * (g[..., :, None] - g[..., None, :]), axis=-1)


class Softmax(Output):
    """The output layer aₖ = e^zₖ / Σⱼ e^zⱼ. The slope of one output with respect to its own z is aₖ (1 − aₖ)."""

    name, label = "softmax", "softmax"
    bounds = targets = (0.0, 1.0)
    is_probability = joint = True
    steepest = 0.25
    pairing = "so does categorical cross-entropy, −Σ y ln a; the quadratic goes through the full Jacobian"

    def of(self, z: Array) -> Array:
        return softmax(z)

    def slope(self, z: Array, a: Array) -> Array:
        return a * (1.0 - a)

    def error(self, y: Real, z: Real, a: Real) -> Array:
        return softmax_error(np.asarray(y), np.asarray(z), np.asarray(a))

    def through(self, z: Array, a: Array, g: Array) -> Array:
        return times_jacobian(a, g)

    def output_forms(self, z: Sequence[Value], unit: int) -> list[Formula]:
        """aₖ = e^zₖ / Σⱼ e^zⱼ, and the same with the largest z subtracted, where e^z would overflow."""
        largest = max(z, key=lambda each: each.value)
        shifted = [Exp(difference(each, largest)) for each in z]
        return [Quotient(Exp(z[unit]), Sum([Exp(each) for each in z])), Quotient(shifted[unit], Sum(shifted))]

    def error_forms(self, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int) -> list[Formula]:
        """a − y; −Σ of the other a for the true class; a Σy − y if the targets do not add up to 1."""
        return [
            difference(a[unit], y[unit]),
            minus(Sum([each for k, each in enumerate(a) if k != unit])),
            difference(Product((a[unit], Sum(y))), y[unit]),
        ]

    def through_forms(self, a: Sequence[Value], g: Sequence[Value], slope: Value | None, unit: int) -> list[Formula]:
        others = [Product((a[k], difference(g[unit], g[k]))) for k in range(len(a)) if k != unit]
        return [Product((a[unit], Sum(others)))]

    def error_calls(self, out: Buffers) -> ErrorCalls:
        """aₖ = e^zₖ / Σ e^zⱼ, with the largest z subtracted first; through: δ = a (g − Σ a g)."""
        a, delta, axis = out.a, out.delta, out.axis
        total = np.empty_like(np.take(a, [0], axis=axis))
        calls: list[Call] = [
            partial(np.maximum.reduce, a, axis=axis, keepdims=True, out=total),
            partial(np.subtract, a, total, a),
            partial(np.exp, a, a),
            partial(np.add.reduce, a, axis=axis, keepdims=True, out=total),
            partial(np.divide, a, total, a),
            partial(np.subtract, a, out.y, delta),
        ]

        def through(low: int, high: int) -> list[Call]:
            part_a, g, scratch, sums = (out.runs(each, low, high) for each in (a, delta, out.slope, total))
            return [
                partial(np.multiply, part_a, g, scratch),
                partial(np.add.reduce, scratch, axis=axis, keepdims=True, out=sums),
                partial(np.subtract, g, sums, g),
                partial(np.multiply, g, part_a, g),
            ]

        return ErrorCalls(calls, through)

    @property
    def script_estimate(self) -> str:
        return """\
    e = np.exp(z - np.max(z, axis=1, keepdims=True))  # the largest z is taken off, which changes no ŷ
    return e / e.sum(axis=1, keepdims=True)
"""

    @property
    def script_error(self) -> str:
        return """\
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    a = e / np.sum(e, axis=0, keepdims=True)
    error = a - y
"""

    @property
    def script_through(self) -> str:
        return "({g} - np.sum(a * {g}, axis=0, keepdims=True)) * a  # every z moves every a"


SOFTMAX = Softmax()
