"""The linear activation, a = z."""

import math

import numpy as np

from core.formulas import ONE
from core.functions.activation import Activation, EngineCalls
from core.types import Array, Real


def linear(z: Real) -> Array:
    """a = z, in the shape of z."""
    return np.positive(z)


def linear_derivative(z: Real, a: Real) -> Array:
    """1 for every z, in the shape of z: a linear unit never saturates."""
    return 1.0 + 0.0 * np.asarray(z)


ACTIVATION = Activation(
    name="linear",
    label="linear",
    place=5,
    short="z",
    fn=linear,
    derivative=linear_derivative,
    forms=lambda z: [z],
    slope_forms=lambda z, a: [ONE],
    turn=lambda z, a: 0.0 * np.asarray(z),
    engine=EngineCalls(lambda z, slope: [], lambda a, slope: [], slope_is_one=True),
    change=lambda z, dz: np.positive(dz),
    shift=lambda z, change: change,
    bounds=(-math.inf, math.inf),
    drawn=(-10.0, 10.0),
    piecewise=True,
    flat_note="A linear unit does not saturate: its slope is 1 everywhere.",
    targets=(-1.0, 1.0),
    pairing="nothing saturates, and the quadratic is the matching cost: ∂C/∂z ∝ a − y; cross-entropy ends at a = 1",
)
