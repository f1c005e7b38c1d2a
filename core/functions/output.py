"""The functions of an output layer: they give a, its error, its slope, its formulas, and its calls for training."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.formulas import Formula, Value, difference
from core.functions.calls import Call
from core.types import Array, Real


@dataclass(frozen=True, eq=False)
class Buffers:
    """The arrays of an output layer in the engine: units first, then the batch, with an axis of the runs if needed.

    a holds z at first. y holds the targets. delta and slope have the shape of a. axis is the axis of the units.
    runs(array, low, high) is the view of the runs from low up to high.
    """

    a: Array
    y: Array
    delta: Array
    slope: Array
    axis: int
    runs: Callable[[Array, int, int], Array]


@dataclass(frozen=True, eq=False)
class ErrorCalls:
    """The calls that compute a, and a − y in delta; and those from ∂C/∂a to ∂C/∂z in delta, for runs low to high."""

    calls: list[Call]
    through: Callable[[int, int], list[Call]]


class Output(ABC):
    """An output: an activation, a function of each z alone, or softmax, a function of all z of an instance."""

    name: str
    label: str
    bounds: tuple[float, float]
    targets: tuple[float, float]
    steepest: float
    """The largest slope of an output with respect to its own z."""
    is_probability: bool
    """Whether a is a probability with the slope a (1 − a), so that cross-entropy has a meaning and cancels it."""
    joint: bool = False
    """Whether each a depends on the z of all outputs."""
    pairing: str = ""
    """What lesson 3 says about it as an output."""

    @property
    def middle(self) -> float:
        """The a half-way between the targets, the threshold of a single output."""
        return sum(self.targets) / 2.0

    @property
    def saturates(self) -> bool:
        """Whether a has a bound on both sides, near which its slope is nearly 0."""
        return bool(np.isfinite(self.bounds).all())

    @abstractmethod
    def of(self, z: Array) -> Array:
        """a, given z, both (n, outputs)."""

    @abstractmethod
    def slope(self, z: Array, a: Array) -> Array:
        """∂a/∂z of each output with respect to its own z, (n, outputs)."""

    @abstractmethod
    def error(self, y: Real, z: Real, a: Real) -> Array:
        """a − y, exact up to rounding even where a has rounded to its target."""

    @abstractmethod
    def through(self, z: Array, a: Array, g: Array) -> Array:
        """∂C/∂z, given g = ∂C/∂a, all (n, outputs)."""

    # --- Formulas with quantities in them ---------------------------------------------------------------------------

    @abstractmethod
    def output_forms(self, z: Sequence[Value], unit: int) -> list[Formula]:
        """a of one output, given the z of all."""

    def error_forms(self, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int) -> list[Formula]:
        """a − y, and forms of it that stay exact where a has rounded to y."""
        return [difference(a[unit], y[unit])]

    @abstractmethod
    def through_forms(self, a: Sequence[Value], g: Sequence[Value], slope: Value | None, unit: int) -> list[Formula]:
        """∂C/∂z of one output, given g = ∂C/∂a of all, and its own slope σ′(z) if it has one."""

    # --- The engine, and the script that does the same --------------------------------------------------------------

    @abstractmethod
    def error_calls(self, out: Buffers) -> ErrorCalls:
        """Return the calls of the engine."""

    @property
    @abstractmethod
    def script_estimate(self) -> str:
        """The lines of NumPy after `def estimate(z):`, where a row is a point."""

    @property
    @abstractmethod
    def script_error(self) -> str:
        """The lines of NumPy that compute a and `error` = a − y from z and y, where a column is a point."""

    @property
    @abstractmethod
    def script_through(self) -> str:
        """∂C/∂z as NumPy, given {g} = ∂C/∂a, and the variables of the lines before."""
