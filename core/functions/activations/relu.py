"""The rectified linear unit, a = max(z, 0)."""

import math
from functools import partial

import numpy as np

from core.formulas import ONE, Formula, Function, Value, constant
from core.functions.activation import A, Activation, EngineCalls, FlatSide
from core.functions.calls import constant as number
from core.types import Array, Real


def relu(z: Real) -> Array:
    """a = max(z, 0), elementwise, in the shape of z."""
    return np.maximum(z, 0.0)


def relu_derivative(z: Real, a: Real) -> Array:
    """1 for z > 0, else 0. At z = 0, where there is a kink, 0 by convention."""
    return np.heaviside(z, 0.0)


def relu_change(z: Real, dz: Real) -> Array:
    """max(z + Δz, 0) − max(z, 0), which is Δz itself if both z and z + Δz are above 0; elementwise."""
    return np.where((np.asarray(z) > 0.0) & (np.add(z, dz) > 0.0), dz, relu(np.add(z, dz)) - relu(z))[()]


def relu_shift(z: float, change: float) -> float:
    """Δz = c while z stays above 0; from z ≤ 0 the distance up to 0 is added."""
    target = max(z, 0.0) + change
    if target < 0.0:
        return math.nan
    return change if z > 0.0 or change == 0.0 else target - z


def case_of(z: float, at_corner: str) -> str:
    """Which side of the kink z is on."""
    return "z > 0" if z > 0.0 else "z < 0" if z < 0.0 else f"z = 0, where it is {at_corner} by convention"


def _slope_forms(z: Value, a: Value) -> list[Formula]:
    return [ONE if z.value > 0.0 else constant(0.0)]


ACTIVATION = Activation(
    name="relu",
    label="ReLU",
    place=3,
    short="max(z, 0)",
    fn=relu,
    derivative=relu_derivative,
    forms=lambda z: [Function("max", (constant(0.0), z))],
    slope_forms=_slope_forms,
    code_slope=Function("sign", (A,)),
    turn=lambda z, a: 0.0 * np.asarray(z),
    slope_words="1 for z > 0, else 0",
    slope_note=lambda z: case_of(z, "0"),
    engine=EngineCalls(
        lambda z, slope: [partial(np.maximum, z, number(0.0, z), out=z)], lambda a, slope: [partial(np.sign, a, slope)]
    ),
    change=relu_change,
    shift=relu_shift,
    bounds=(0.0, math.inf),
    drawn=(-1.0, 10.0),
    kinks=(0.0,),
    piecewise=True,
    one_to_one=(0.0, math.inf),
    pairing="like linear for z > 0, no gradient at all for z ≤ 0; above a = 1 there is no cross-entropy",
    flat=FlatSide("off", lambda share: ((-math.inf, 0.0),), detail=" for this input"),
    flat_note="A ReLU does not saturate: above 0 its slope is 1 for ever. At z ≤ 0 it is off for this input. A neuron "
    "that is off for every input of the data is dead: it never learns again.",
)
