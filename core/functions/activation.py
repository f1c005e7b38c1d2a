"""Activation: the one description that gives other packages everything about an activation."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from core.formulas import Formula, Product, Symbol, Value, code, difference
from core.functions.calls import Call
from core.functions.output import Buffers, ErrorCalls, Output
from core.types import Array, Real

Z = Value(Symbol("z", "z"), math.nan)
A = Value(Symbol("a", "a"), math.nan)

Forms = Callable[[Value], list[Formula]]
SlopeForms = Callable[[Value, Value], list[Formula]]
Interval = tuple[float, float]


def plain_error(y: Real, z: Real, a: Real) -> Array:
    """a − y, elementwise."""
    return np.subtract(a, y)


def plain_error_forms(y: Value, z: Value, a: Value) -> list[Formula]:
    """a − y as a formula."""
    return [difference(a, y)]


@dataclass(frozen=True)
class FlatSide:
    """Where an activation is flat, and the words for a neuron there.

    intervals(share) lists the z from low to high at which the neuron counts as flat. If it is `graded`, these are the
    z with |σ′(z)| < share · the largest slope; otherwise share does not matter. detail follows the name in a sentence
    on the neuron.
    """

    name: str
    intervals: Callable[[float], tuple[Interval, ...]]
    graded: bool = False
    detail: str = ""


@dataclass(frozen=True)
class EngineCalls:
    """How the engine computes an activation in place.

    activate(z, slope) turns z into a; it may overwrite slope. With slope_from_a, which fills slope from a, the
    slopes of all layers are computed at once later. Without it, activate must leave σ′(z) in slope. An activation whose
    slope is 1 everywhere has slope_is_one: no multiplication is made. error(out) is for an output whose a − y needs
    more precision than a subtraction gives.
    """

    activate: Callable[[Array, Array], list[Call]]
    slope_from_a: Callable[[Array, Array], list[Call]] | None = None
    slope_is_one: bool = False
    error: Callable[[Buffers], ErrorCalls] | None = None


@dataclass(frozen=True)
class ScriptLines:
    """Lines of NumPy for an output that needs more precision than its formula gives; `Output` explains each."""

    estimate: Formula | None = None
    error: str = ""
    through: str = ""


@dataclass(frozen=True, eq=False)
class Activation(Output):
    """A function a = fn(z), and everything that the laboratory says, draws and computes about it.

    Definition
        place orders the list of activations. short is the formula for a sentence. derivative(z, a) is
        σ′(z), exact up to rounding for any z. turn(z, a) is σ″(z) / σ′(z), or None if nothing needs it.
    Formulas
        forms(z) and slope_forms(z, a) are the trees that are shown, the book's first; the others stay exact where it
        loses its digits. code and code_slope are the trees that a program computes, in the operations of the engine.
        slope_words is σ′ in words, if no single formula gives it; slope_note(z) says which case applies to z.
    Shape
        bounds are the ends of a (∞ if there is none), drawn the range of a to draw for z from −10 to 10, steepest the
        largest σ′. kinks lists the z at which σ′ jumps. If it is piecewise linear, σ′ depends on the sign of z alone.
        one_to_one is the range of z on which a determines z. flat says where it is flat, None for nowhere; flat_note is
        a sentence about that for the screen.
    As an output
        targets are those of class 0 and class 1. error(y, z, a) is a − y, exact even where a has rounded.
        pairing is what lesson 3 says about it as an output; without a text it is not in that table.
    Small steps
        change(z, Δz) is fn(z + Δz) − fn(z) without the loss of a subtraction, and shift(z, c) the smallest Δz with
        fn(z + Δz) = fn(z) + c, nan if there is none. beneath are functions that these call, shown with them.
    """

    name: str
    label: str
    place: int
    short: str
    fn: Callable[[Real], Array]
    derivative: Callable[[Real, Real], Array]
    forms: Forms
    slope_forms: SlopeForms
    engine: EngineCalls
    change: Callable[[Real, Real], Array]
    shift: Callable[[float, float], float]
    bounds: tuple[float, float]
    drawn: tuple[float, float]
    steepest: float = 1.0
    code_slope: Formula | None = None
    turn: Callable[[Real, Real], Array] | None = None
    slope_words: str = ""
    slope_note: Callable[[float], str] | None = None
    kinks: tuple[float, ...] = ()
    piecewise: bool = False
    one_to_one: Interval = (-math.inf, math.inf)
    flat: FlatSide | None = None
    flat_note: str = ""
    targets: tuple[float, float] = (0.0, 1.0)
    is_probability: bool = False
    pairing: str = ""
    exact_error: Callable[[Real, Real, Real], Array] = plain_error
    exact_error_forms: Callable[[Value, Value, Value], list[Formula]] = plain_error_forms
    script: ScriptLines = ScriptLines()
    beneath: tuple[Callable[..., object], ...] = ()

    @property
    def centre(self) -> float:
        """The a at z = 0."""
        return float(self.fn(0.0))

    # --- Flat sides -------------------------------------------------------------------------------------------------

    def is_flat(self, z: Real, share: float) -> npt.NDArray[np.bool_]:
        """Whether a neuron at z counts as flat, elementwise: see `FlatSide`."""
        if self.flat is None:
            return np.zeros(np.shape(z), dtype=np.bool_)
        if self.flat.graded:
            return np.less(np.abs(self.derivative(z, self.fn(z))), share * self.steepest)
        ((_, high),) = self.flat.intervals(share)
        return np.less_equal(z, high)

    @cached_property
    def dies(self) -> bool:
        """Whether its slope is exactly 0 for all z ≤ 0: no gradient passes a neuron whose z is never above 0."""
        z = np.array([-1.0, 0.0])
        return self.piecewise and bool((self.derivative(z, self.fn(z)) == 0.0).all())

    # --- As an output -----------------------------------------------------------------------------------------------

    def of(self, z: Array) -> Array:
        return self.fn(z)

    def slope(self, z: Array, a: Array) -> Array:
        return self.derivative(z, a)

    def error(self, y: Real, z: Real, a: Real) -> Array:
        return self.exact_error(y, z, a)

    def through(self, z: Array, a: Array, g: Array) -> Array:
        return g * self.derivative(z, a)

    # --- Formulas ---------------------------------------------------------------------------------------------------

    @property
    def slope_text(self) -> str:
        """σ′ in plain text, with the letters a and z."""
        return self.slope_words or self.slope_forms(Z, A)[0].plain

    @cached_property
    def code(self) -> Formula:
        """a as a program computes it from z."""
        return self.forms(Z)[0]

    @cached_property
    def slope_code(self) -> Formula:
        """σ′ as a program computes it from z and a, in the engine's operations."""
        return self.code_slope or self.slope_forms(Z, A)[0]

    def output_forms(self, z: Sequence[Value], unit: int) -> list[Formula]:
        return self.forms(z[unit])

    def error_forms(self, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int) -> list[Formula]:
        return self.exact_error_forms(y[unit], z[unit], a[unit])

    def through_forms(self, a: Sequence[Value], g: Sequence[Value], slope: Value | None, unit: int) -> list[Formula]:
        return [g[unit] if slope is None else Product((g[unit], slope))]

    # --- The engine, and the script ---------------------------------------------------------------------------------

    def error_calls(self, out: Buffers) -> ErrorCalls:
        return self.engine.error(out) if self.engine.error else self.plain_error_calls(out, out.a, out.slope)

    def plain_error_calls(self, out: Buffers, a: Array, slope: Array) -> ErrorCalls:
        """Compute a − y in delta, and σ′ in slope from a, which may cover further layers."""
        calls = [*self.engine.activate(out.a, out.slope), partial(np.subtract, out.a, out.y, out.delta)]
        if self.engine.slope_from_a is not None:
            calls += self.engine.slope_from_a(a, slope)
        return ErrorCalls(calls, partial(self.times_slope, out))

    def times_slope(self, out: Buffers, low: int, high: int) -> list[Call]:
        """Multiply delta by the slope, for the runs from low up to high."""
        if self.engine.slope_is_one:
            return []
        delta, slope = (out.runs(each, low, high) for each in (out.delta, out.slope))
        return [partial(np.multiply, delta, slope, delta)]

    @property
    def script_estimate(self) -> str:
        return f"    return {code.numpy(self.script.estimate or self.code)}\n"

    @property
    def script_error(self) -> str:
        return self.script.error or f"    a = {code.numpy(self.code)}\n    error = a - y\n"

    @property
    def script_through(self) -> str:
        if self.script.through or self.engine.slope_is_one:
            return self.script.through or "{g}"
        return f"{{g}} * {code.numpy(self.slope_code, code.FACTOR)}"
