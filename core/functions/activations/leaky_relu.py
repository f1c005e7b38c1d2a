"""The leaky rectified linear unit, a = max(z, 0.01 z)."""

import math
from functools import partial

import numpy as np

from core.formulas import ONE, Formula, Function, Product, Value, constant
from core.functions.activation import A, Activation, EngineCalls, FlatSide
from core.functions.activations.relu import case_of, relu_change
from core.functions.calls import Call
from core.functions.calls import constant as number
from core.types import Array, Real

LEAK = 0.01
"""The slope below 0."""


def leaky_relu(z: Real) -> Array:
    """a = z for z > 0, else 0.01 z, elementwise, in the shape of z."""
    return np.maximum(z, LEAK * np.asarray(z))


def leaky_relu_derivative(z: Real, a: Real) -> Array:
    """1 for z > 0, else 0.01, also at the kink z = 0."""
    return np.maximum(np.heaviside(z, 0.0), LEAK)


def leaky_relu_change(z: Real, dz: Real) -> Array:
    """A hundredth of Δz, and the rest as for a ReLU; elementwise."""
    return LEAK * np.asarray(dz) + (1.0 - LEAK) * relu_change(z, dz)


def leaky_relu_shift(z: float, change: float) -> float:
    """Δz = c above 0, c / 0.01 below, and a part of each across the kink."""
    target = float(leaky_relu(z)) + change
    if (z > 0.0) == (target > 0.0):
        return change if z > 0.0 else change / LEAK
    return (target if target > 0.0 else target / LEAK) - z


def _slope_forms(z: Value, a: Value) -> list[Formula]:
    return [ONE if z.value > 0.0 else constant(LEAK)]


def _activate(z: Array, slope: Array) -> list[Call]:
    """a = max(z, 0.01 z)."""
    return [partial(np.multiply, z, number(LEAK, z), slope), partial(np.maximum, z, slope, out=z)]


def _slope_from_a(a: Array, slope: Array) -> list[Call]:
    """σ′ = max(sign a, 0.01)."""
    return [partial(np.sign, a, slope), partial(np.maximum, slope, number(LEAK, a), out=slope)]


ACTIVATION = Activation(
    name="leaky_relu",
    label="leaky ReLU",
    place=4,
    short="max(z, 0.01z)",
    fn=leaky_relu,
    derivative=leaky_relu_derivative,
    forms=lambda z: [Function("max", (Product((constant(LEAK), z)), z))],
    slope_forms=_slope_forms,
    code_slope=Function("max", (Function("sign", (A,)), constant(LEAK))),
    turn=lambda z, a: 0.0 * np.asarray(z),
    slope_words=f"1 for z > 0, else {LEAK:g}",
    slope_note=lambda z: case_of(z, f"{LEAK:g}"),
    engine=EngineCalls(_activate, _slope_from_a),
    change=leaky_relu_change,
    shift=leaky_relu_shift,
    beneath=(relu_change,),
    bounds=(-math.inf, math.inf),
    drawn=(-1.0, 10.0),
    kinks=(0.0,),
    piecewise=True,
    flat=FlatSide("leaking", lambda share: ((-math.inf, 0.0),), detail=", a hundredth gets through"),
    flat_note="A leaky ReLU does not saturate: its slope is 1 above 0, and 0.01 on the side called leaking.",
)
