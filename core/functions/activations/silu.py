"""SiLU, also called swish, a = z σ(z) (Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le 2017).

It falls to its minimum at z = −1.278 and rises from there, so it is not monotone: two z give each a below 0.
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from core.formulas import ONE, Exp, Formula, Function, Product, Quotient, Sum, Value, constant, difference, minus
from core.functions.activation import Activation, EngineCalls, FlatSide, Interval, ScriptLines, Z
from core.functions.activations.sigmoid import sigmoid, sigmoid_change
from core.functions.calls import Call
from core.functions.calls import constant as number
from core.types import Array, Real

LOWEST_A = -0.2784645427610738
"""The minimum, −W(1/e), with Lambert's function W."""
LOWEST_Z = LOWEST_A - 1.0
"""Where the minimum is; σ′ is 0 there."""
STEEPEST_Z = 2.3993572805154677
"""Where σ′ is largest; at −STEEPEST_Z it is smallest."""
STEEPEST = 1.0998393201288669
FAR = 800.0
"""Beyond −FAR e^z is 0 in float64; beyond FAR σ′ is 1."""


def silu(z: Real) -> Array:
    """a = z σ(z), elementwise, in the shape of z, without exponents above 0."""
    return z * np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def silu_derivative(z: Real, a: Real) -> Array:
    """σ′(z) = σ(z) [1 + z σ(−z)], elementwise, in the shape of z, with σ the sigmoid: below 0 for z < −1.278."""
    return sigmoid(z) * (1.0 + z * sigmoid(np.negative(z)))


def silu_change(z: Real, dz: Real) -> Array:
    """(z + Δz) σ(z + Δz) − z σ(z) = Δz σ(z + Δz) + z [σ(z + Δz) − σ(z)], elementwise."""
    return dz * sigmoid(np.add(z, dz)) + z * sigmoid_change(z, dz)


def silu_shift(z: float, change: float) -> float:
    """The smaller of the Δz to both sides of the minimum, found by bisection; nan for an a below the minimum."""
    target = float(silu(z)) + change
    if change == 0.0:
        return 0.0
    if target < LOWEST_A:
        return math.nan
    ends = [max(abs(z), FAR) + abs(change), *([-FAR] if target < 0.0 else [])]
    found = [_zero(lambda at: float(silu(at)) - target, LOWEST_Z, end) for end in ends]
    return min((each - z for each in found), key=abs)


def flat_intervals(share: float) -> tuple[Interval, ...]:
    """The z at which |σ′(z)| < share · the largest: below some z, where σ′ is small or negative, and not above.

    For a share below 9 % a part of these z is excluded, where σ′ is too far below 0; for one above 91 % the limit is
    above 1, which σ′ approaches from above for large z.
    """
    level = share * STEEPEST

    def where(value: float, below: float, above: float) -> float:
        return _zero(lambda z: float(silu_derivative(z, 0.0)) - value, below, above)

    upper = where(level, -STEEPEST_Z, STEEPEST_Z)
    left = ((-math.inf, upper),)
    if level < STEEPEST - 1.0:
        left = (-math.inf, where(-level, -STEEPEST_Z, -FAR)), (where(-level, -STEEPEST_Z, STEEPEST_Z), upper)
    return (*left, (where(level, FAR, STEEPEST_Z), math.inf)) if level > 1.0 else left


def _zero(f: Callable[[float], float], below: float, above: float) -> float:
    """Return the zero of f between two ends, with f below 0 at the first and above 0 at the second."""
    for _ in range(200):
        middle = 0.5 * (below + above)
        below, above = (middle, above) if f(middle) < 0.0 else (below, middle)
    return 0.5 * (below + above)


# --- Formulas, and the engine's calls --------------------------------------------------------------------------------


def _forms(z: Value) -> list[Formula]:
    return [Quotient(z, Sum((ONE, Exp(minus(z))))), Quotient(Product((z, Exp(z))), Sum((ONE, Exp(z))))]


def _slope_forms(z: Value, a: Value) -> list[Formula]:
    """a + (1 − a) σ(z), and σ(z) [1 + z σ(−z)]."""
    up, down = (Sum((ONE, Exp(power))) for power in (minus(z), z))
    return [
        Sum((a, Quotient(difference(ONE, a), up))),
        Product((Quotient(ONE, up), Sum((ONE, Quotient(z, down))))),
        Product((Quotient(Exp(z), down), Sum((ONE, Quotient(z, down))))),
    ]


def _activate(z: Array, slope: Array) -> list[Call]:
    """a = z / (1 + e⁻ᶻ), and in slope σ′ = a + (1 − a) / (1 + e⁻ᶻ), which needs z."""
    one, rest = number(1.0, z), np.empty_like(z)
    return [
        partial(np.negative, z, slope),
        partial(np.exp, slope, slope),
        partial(np.add, one, slope, slope),
        partial(np.divide, z, slope, z),
        partial(np.subtract, one, z, rest),
        partial(np.divide, rest, slope, slope),
        partial(np.add, z, slope, slope),
    ]


ACTIVATION = Activation(
    name="silu",
    label="SiLU",
    place=6,
    short="z σ(z)",
    fn=silu,
    derivative=silu_derivative,
    forms=_forms,
    slope_forms=_slope_forms,
    engine=EngineCalls(_activate),
    script=ScriptLines(
        estimate=Quotient(
            Product((Z, Exp(Function("min", (Z, constant(0.0)))))), Sum((ONE, Exp(minus(Function("abs", (Z,))))))
        )
    ),
    change=silu_change,
    shift=silu_shift,
    beneath=(sigmoid_change,),
    bounds=(LOWEST_A, math.inf),
    drawn=(-1.0, 10.0),
    steepest=STEEPEST,
    one_to_one=(LOWEST_Z, math.inf),
    pairing="nearly linear for large z, no gradient at its minimum; above a = 1 there is no cross-entropy",
    flat=FlatSide("flat", flat_intervals, graded=True),
    flat_note="SiLU is not monotone: a falls to its minimum, −0.2785, at z = −1.278, where σ′ is 0, and rises from "
    "there. Two z give each a below 0. For large z σ′ is 1: it does not saturate there.",
)
