"""The sigmoid, a = σ(z)."""

import math
from functools import partial

import numpy as np

from core.formulas import (
    ONE,
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
from core.functions.activation import A, Activation, EngineCalls, FlatSide, Interval, ScriptLines, Z
from core.functions.calls import Call
from core.functions.calls import constant as number
from core.functions.output import Buffers, ErrorCalls
from core.types import Array, Real

# --- The function ----------------------------------------------------------------------------------------------------


def sigmoid(z: Real) -> Array:
    """σ(z) = 1 / (1 + e⁻ᶻ), elementwise, in the shape of z (Nielsen, chapter 1).

    Both exponents are kept at or below 0, so nothing overflows: for z ≥ 0 this is 1 / (1 + e⁻ᶻ), for z < 0 it is
    eᶻ / (1 + eᶻ).
    """
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def sigmoid_derivative(z: Real, a: Real) -> Array:
    """σ′(z) = a (1 − a), elementwise, in the shape of z: at most ¼, at z = 0.

    Written e / (1 + e)² with e = e^(−|z|), which has no subtraction and so is exact up to rounding for any z.
    """
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2


def logit(a: Real) -> Array:
    """z = ln(a / (1 − a)), the z for which σ(z) = a; ∓∞ for a = 0 and 1, nan outside."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(a) - np.log1p(np.negative(a))


def sigmoid_error(y: Real, z: Real, a: Real) -> Array:
    """a − y = (1 − y) σ(z) − y σ(−z), elementwise. For y = 1 it is −σ(−z), which never rounds to 0."""
    return (1.0 - y) * sigmoid(z) - y * sigmoid(np.negative(z))


# --- Small steps -----------------------------------------------------------------------------------------------------


def sigmoid_change(z: Real, dz: Real) -> Array:
    """σ(z + Δz) − σ(z) = σ(z + Δz) σ(−z) (1 − e^(−Δz)), and for Δz < 0 the mirror image; elementwise."""
    side = np.where(np.less(dz, 0.0), -1.0, 1.0)
    return -side * sigmoid(side * (z + dz)) * sigmoid(-side * z) * np.expm1(-np.abs(dz))


def sigmoid_shift(z: float, change: float) -> float:
    """Δz = ln((a + c)/a) − ln((1 − a − c)/(1 − a)), both ratios from ln a and ln(1 − a), which never round to 0."""
    return _log_growth(change, -_softplus(-z)) - _log_growth(-change, -_softplus(z))


def _softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def _log_growth(change: float, log_a: float) -> float:
    """ln((a + change) / a), given ln a; nan where a + change is not above 0."""
    if change == 0.0:
        return 0.0
    log_ratio = math.log(abs(change)) - log_a
    if change > 0.0:
        return _softplus(log_ratio)
    if log_ratio >= 0.0:
        return math.nan
    return math.log1p(-math.exp(log_ratio)) if log_ratio < -math.log(2.0) else math.log(-math.expm1(log_ratio))


def sigmoid_edge(share: float) -> float:
    """The |z| beyond which σ′(z) < share · ¼: 2 ln((1 + √(1 − share)) / √share)."""
    return 2.0 * math.log((1.0 + math.sqrt(1.0 - share)) / math.sqrt(share))


def both_sides(edge: float) -> tuple[Interval, Interval]:
    """The z below −edge and those above edge."""
    return (-math.inf, -edge), (edge, math.inf)


# --- Formulas --------------------------------------------------------------------------------------------------------


def sigmoid_forms(z: Value) -> list[Formula]:
    """σ(z) = 1 / (1 + e^(−z)), and e^z / (1 + e^z), where e^(−z) would overflow."""
    return [Quotient(ONE, Sum((ONE, Exp(minus(z))))), Quotient(Exp(z), Sum((ONE, Exp(z))))]


def _slope_forms(z: Value, a: Value) -> list[Formula]:
    e = Exp(minus(Function("abs", (z,))))
    return [Product((a, difference(ONE, a))), Quotient(e, Square(Sum((ONE, e))))]


def _error_forms(y: Value, z: Value, a: Value) -> list[Formula]:
    up, down = (Quotient(ONE, Sum((ONE, Exp(power)))) for power in (minus(z), z))
    return [difference(a, y), difference(Product((difference(ONE, y), up)), Product((y, down)))]


# --- The engine, and the script that does the same -------------------------------------------------------------------


def _activate(z: Array, slope: Array) -> list[Call]:
    """a = 1 / (e⁻ᶻ + 1); e⁻ᶻ may become ∞, and a its limit, 0."""
    one = number(1.0, z)
    return [
        partial(np.negative, z, z),
        partial(np.exp, z, z),
        partial(np.add, z, one, z),
        partial(np.divide, one, z, z),
    ]


def _slope_from_a(a: Array, slope: Array) -> list[Call]:
    """σ′ = a − a²."""
    return [partial(np.multiply, a, a, slope), partial(np.subtract, a, slope, slope)]


def _error_calls(out: Buffers) -> ErrorCalls:
    """a = 1 / (1 + t) and 1 − a = t a with t = e⁻ᶻ; a − y = a (1 − y) − (1 − a) y; σ′ = a (1 − a)."""
    a, y, delta, scratch, rest = out.a, out.y, out.delta, out.slope, np.empty_like(out.a)
    one = number(1.0, a)
    lowest = number(-700.0 if a.dtype == np.float64 else -80.0, a)  # below, e⁻ᶻ would overflow
    calls: list[Call] = [
        partial(np.maximum, a, lowest, out=a),
        partial(np.negative, a, rest),
        partial(np.exp, rest, rest),
        partial(np.add, rest, one, a),
        partial(np.divide, one, a, a),
        partial(np.multiply, rest, a, rest),
        partial(np.subtract, one, y, delta),
        partial(np.multiply, a, delta, delta),
        partial(np.multiply, rest, y, scratch),
        partial(np.subtract, delta, scratch, delta),
    ]

    def through(low: int, high: int) -> list[Call]:
        d, first, second = (out.runs(each, low, high) for each in (delta, a, rest))
        return [partial(np.multiply, d, first, d), partial(np.multiply, d, second, d)]

    return ErrorCalls(calls, through)


_SCRIPT_ERROR = """\
    t = np.exp(-np.maximum(z, -700.0))
    a = 1.0 / (t + 1.0)
    rest = t * a  # 1 − a, which so never rounds to 0
    error = a * (1.0 - y) - rest * y  # a − y
"""

ACTIVATION = Activation(
    name="sigmoid",
    label="sigmoid",
    place=2,
    short="σ(z)",
    fn=sigmoid,
    derivative=sigmoid_derivative,
    forms=sigmoid_forms,
    slope_forms=_slope_forms,
    code_slope=difference(A, Product((A, A))),
    turn=lambda z, a: 1.0 - 2.0 * np.asarray(a),
    engine=EngineCalls(_activate, _slope_from_a, error=_error_calls),
    script=ScriptLines(
        estimate=Quotient(Exp(Function("min", (Z, constant(0.0)))), Sum((ONE, Exp(minus(Function("abs", (Z,))))))),
        error=_SCRIPT_ERROR,
        through="{g} * a * rest",
    ),
    change=sigmoid_change,
    shift=sigmoid_shift,
    bounds=(0.0, 1.0),
    drawn=(-0.075, 1.075),
    steepest=0.25,
    flat=FlatSide("saturated", lambda share: both_sides(sigmoid_edge(share)), graded=True),
    is_probability=True,
    pairing="cross-entropy cancels σ′(z): ∂C/∂z = a − y",
    exact_error=sigmoid_error,
    exact_error_forms=_error_forms,
)
