"""LeCun's scaled hyperbolic tangent, a = 1.7159 tanh(2z/3) (LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp").

The factors are such that a is ±1 at z = ±1, up to 10⁻⁵, and σ″ is largest there: targets of ±1 are not on a flat side.
"""

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
from core.functions.activations.sigmoid import both_sides, sigmoid_change, sigmoid_edge, sigmoid_shift
from core.functions.activations.tanh import tanh, tanh_change, tanh_derivative, tanh_shift
from core.functions.calls import Call
from core.functions.calls import constant as number
from core.types import Array, Real

HEIGHT = 1.7159
"""The largest a."""
STRETCH = 2.0 / 3.0
"""The factor of z."""


def scaled_tanh(z: Real) -> Array:
    """a = 1.7159 tanh(2z/3), elementwise, in the shape of z."""
    return HEIGHT * tanh(2.0 * np.asarray(z) / 3.0)


def scaled_tanh_derivative(z: Real, a: Real) -> Array:
    """σ′(z) = 1.7159 · ⅔ · tanh′(2z/3), elementwise, in the shape of z: at most 1.1439, at z = 0."""
    return HEIGHT * STRETCH * tanh_derivative(STRETCH * np.asarray(z), a)


def scaled_tanh_change(z: Real, dz: Real) -> Array:
    """1.7159 times the change of tanh at 2z/3, elementwise."""
    return HEIGHT * tanh_change(STRETCH * np.asarray(z), STRETCH * np.asarray(dz))


def scaled_tanh_shift(z: float, change: float) -> float:
    """3/2 of the Δz that tanh at 2z/3 needs for a change that is 1.7159 times smaller."""
    return tanh_shift(STRETCH * z, change / HEIGHT) / STRETCH


def _forms(z: Value) -> list[Formula]:
    return [Product((constant(HEIGHT), Function("tanh", (Quotient(Product((TWO, z)), constant(3.0)),))))]


def _slope_forms(z: Value, a: Value) -> list[Formula]:
    """⅔ (1.7159 − a² / 1.7159), and 1.7159 · 8e / 3 (1 + e)² with e = e^(−4|z|/3)."""
    height, three = constant(HEIGHT), constant(3.0)
    e = Exp(minus(Quotient(Product((constant(4.0), Function("abs", (z,)))), three)))
    return [
        Product((Quotient(TWO, three), difference(height, Quotient(Square(a), height)))),
        Quotient(Product((height, constant(8.0), e)), Product((three, Square(Sum((ONE, e)))))),
    ]


def _activate(z: Array, slope: Array) -> list[Call]:
    """a = 1.7159 tanh(2z / 3)."""
    return [
        partial(np.multiply, z, number(2.0, z), z),
        partial(np.divide, z, number(3.0, z), z),
        partial(np.tanh, z, z),
        partial(np.multiply, z, number(HEIGHT, z), z),
    ]


def _slope_from_a(a: Array, slope: Array) -> list[Call]:
    """σ′ = 1.1439 − 0.3885 a · a."""
    return [
        partial(np.multiply, a, number(STRETCH / HEIGHT, a), slope),
        partial(np.multiply, slope, a, slope),
        partial(np.subtract, number(STRETCH * HEIGHT, a), slope, slope),
    ]


ACTIVATION = Activation(
    name="scaled_tanh",
    label="scaled tanh",
    place=7,
    short="1.7159 tanh(2z/3)",
    fn=scaled_tanh,
    derivative=scaled_tanh_derivative,
    forms=_forms,
    slope_forms=_slope_forms,
    code_slope=difference(constant(STRETCH * HEIGHT), Product((constant(STRETCH / HEIGHT), A, A))),
    turn=lambda z, a: -2.0 * STRETCH / HEIGHT * np.asarray(a),
    engine=EngineCalls(_activate, _slope_from_a),
    change=scaled_tanh_change,
    shift=scaled_tanh_shift,
    beneath=(tanh_derivative, tanh_change, tanh_shift, sigmoid_change, sigmoid_shift),
    bounds=(-HEIGHT, HEIGHT),
    drawn=(-1.95, 1.95),
    steepest=HEIGHT * STRETCH,
    flat=FlatSide("saturated", lambda share: both_sides(sigmoid_edge(share) / (2.0 * STRETCH)), graded=True),
    targets=(-1.0, 1.0),
    flat_note="The scaled tanh reaches the targets ±1 at z = ±1, where its slope is still 0.7554: so an output that "
    "has learned its target is not saturated.",
)
