"""The hyperbolic tangent, a = tanh z = 2 σ(2z) − 1."""

from functools import partial

import numpy as np

from core.formulas import (
    ONE,
    TWO,
    Exp,
    Formula,
    Function,
    Product,
    Quotient,
    Square,
    Sum,
    Value,
    constant,
    difference,
    minus,
)
from core.functions.activation import A, Activation, EngineCalls, FlatSide
from core.functions.activations.sigmoid import both_sides, sigmoid, sigmoid_change, sigmoid_edge, sigmoid_shift
from core.functions.calls import Call
from core.functions.calls import constant as number
from core.types import Array, Real


def tanh(z: Real) -> Array:
    """a = tanh z = 2 σ(2z) − 1, elementwise, in the shape of z."""
    return np.tanh(z)


def tanh_derivative(z: Real, a: Real) -> Array:
    """tanh′(z) = 1 − a², elementwise, in the shape of z: at most 1, at z = 0.

    Written 4e / (1 + e)² with e = e^(−2|z|): it is 4 σ′(2z).
    """
    e = np.exp(-2.0 * np.abs(z))
    return 4.0 * e / (1.0 + e) ** 2


def tanh_error(y: Real, z: Real, a: Real) -> Array:
    """a − y, elementwise; for targets ±1 it is −2y σ(−2yz), which never rounds to 0."""
    return np.where(np.abs(y) == 1.0, -2.0 * y * sigmoid(-2.0 * y * z), np.subtract(a, y))[()]


def tanh_change(z: Real, dz: Real) -> Array:
    """tanh(z + Δz) − tanh z: twice the sigmoid's change at 2z, elementwise."""
    return 2.0 * sigmoid_change(2.0 * z, 2.0 * dz)


def tanh_shift(z: float, change: float) -> float:
    """Half the Δz that a sigmoid at 2z needs for half the change, since tanh z = 2 σ(2z) − 1."""
    return sigmoid_shift(2.0 * z, change / 2.0) / 2.0


def _slope_forms(z: Value, a: Value) -> list[Formula]:
    e = Exp(Product((constant(-2.0), Function("abs", (z,)))))
    return [difference(ONE, Square(a)), Quotient(Product((constant(4.0), e)), Square(Sum((ONE, e))))]


def _error_forms(y: Value, z: Value, a: Value) -> list[Formula]:
    """a − y; for y = ±1 also −2y / (1 + e^(2yz))."""
    power = Exp(Product((TWO, y, z)))
    return [difference(a, y), minus(Quotient(Product((TWO, y)), Sum((ONE, power))))]


def _slope_from_a(a: Array, slope: Array) -> list[Call]:
    """σ′ = 1 − a²."""
    return [partial(np.multiply, a, a, slope), partial(np.subtract, number(1.0, a), slope, slope)]


ACTIVATION = Activation(
    name="tanh",
    label="tanh",
    place=1,
    short="tanh(z)",
    fn=tanh,
    derivative=tanh_derivative,
    forms=lambda z: [Function("tanh", (z,))],
    slope_forms=_slope_forms,
    code_slope=difference(ONE, Product((A, A))),
    turn=lambda z, a: -2.0 * np.asarray(a),
    engine=EngineCalls(lambda z, slope: [partial(np.tanh, z, z)], _slope_from_a),
    change=tanh_change,
    shift=tanh_shift,
    beneath=(sigmoid_change, sigmoid_shift),
    bounds=(-1.0, 1.0),
    drawn=(-1.15, 1.15),
    flat=FlatSide("saturated", lambda share: both_sides(sigmoid_edge(share) / 2.0), graded=True),
    targets=(-1.0, 1.0),
    pairing="the target −1 is no probability; for targets ±1 a matching form exists, with ∂C/∂z = a − y (see below)",
    exact_error=tanh_error,
    exact_error_forms=_error_forms,
)
