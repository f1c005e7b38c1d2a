"""Cost: the one description that gives other packages everything about a cost.

The cost of a set is the mean over its instances of the sum over the outputs. In arrays of two or more axes the last
axis is the outputs; a number or a one-dimensional array belongs to a single output, for one or for many instances. Only
for softmax, which has no meaning for a single output, the last axis of every array is the outputs.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.formulas import Formula, Product, Sum, Symbol, Value, code, constant
from core.functions.activation import Activation
from core.functions.activations import output_named
from core.functions.calls import Call
from core.functions.output import Buffers, Output
from core.types import Array, Real

Y = Value(Symbol("y", "y"), float("nan"))
A = Value(Symbol("a", "a"), float("nan"))
ERROR = Value(Symbol("error", r"\text{error}"), float("nan"))


@dataclass(frozen=True)
class Cost(ABC):
    """A cost with its derivatives. y, z and a have one shape: a number, (n,), or (n, outputs).

    An output is given by its name or as an `Output`. name is the key. For the screen, label is the name in a sentence
    and formula that of a single output; menu and summed are the formulas of one output and of all in lists of costs, if
    they differ.
    """

    name: str
    label: str
    formula: str
    menu: str = field(default="", kw_only=True)
    summed: str = field(default="", kw_only=True)

    # --- Values and derivatives -------------------------------------------------------------------------------------

    @abstractmethod
    def from_a(self, y: Real, a: Real) -> Array:
        """C of single outputs, elementwise, when only the estimate a is known."""

    @abstractmethod
    def value(self, y: Real, z: Real, a: Real, output: Output | str | None = None) -> Array:
        """C of each instance, summed over its outputs: (n, outputs) → (n,).

        If the output matters and is not given, it is found from z and a, which takes time.
        """

    @abstractmethod
    def delta(self, y: Real, z: Real, a: Real, output: Output | str) -> Array:
        """δ = ∂C/∂z of each instance and output; ValueError if this cost does not fit this output."""

    @abstractmethod
    def slope_from(self, y: Real, error: Real, slope: Real) -> Array:
        """∂C/∂a of single outputs, given a − y and a (1 − a) as exactly as possible; elementwise."""

    def slope(self, y: Real, a: Real) -> Array:
        """∂C/∂a of single outputs, elementwise: how the cost changes with the estimate, for any output."""
        return self.slope_from(y, np.subtract(a, y), np.abs(np.multiply(a, np.subtract(1.0, a))))

    def slopes(self, y: Array, z: Array, a: Array, output: Output | str) -> Array:
        """∂C/∂a of every output and instance, (n, outputs), exact also where a has rounded."""
        made = output_named(output)
        return np.asarray(self.slope_from(y, made.error(y, z, a), made.slope(z, a)))

    @abstractmethod
    def curvature(self, y: Real, z: Real, output: Activation | str) -> Array:
        """∂²C/∂z² of single outputs, elementwise."""

    # --- Which outputs it fits --------------------------------------------------------------------------------------

    def cancels(self, output: Output | str) -> bool:
        """Whether ∂C/∂a has a factor that cancels the slope of this output, so that δ = a − y."""
        return False

    def check_output(self, output: Output | str) -> None:
        """Raise ValueError if this cost cannot be used with this output, or if there is no such output."""
        output_named(output)

    @property
    def needs_classes(self) -> bool:
        """Whether the targets must be those of classes, so that values cannot be targets."""
        return False

    def check_targets(self, output: Output | str, y: Array) -> None:
        """Raise ValueError for targets, (n, outputs), that this cost has no value for."""
        return

    # --- Formulas with quantities in them ---------------------------------------------------------------------------

    @abstractmethod
    def forms(self, output: Output, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
        """C of one instance, the sum over its outputs; the book's form first."""

    @abstractmethod
    def slope_forms(
        self, output: Output, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int
    ) -> list[Formula]:
        """∂C/∂a of one output."""

    # --- The engine, and the script that does the same --------------------------------------------------------------

    @property
    def rule(self) -> Hashable:
        """Costs with equal rules share the calls of the engine; they may differ in their factor."""
        return self

    def factor(self, outputs: int) -> float:
        """The constant factor of δ, which the engine applies with the mean over the batch."""
        return 1.0

    def delta_calls(self, output: Output, out: Buffers, low: int, high: int) -> list[Call] | None:
        """Return what the engine does with a − y in delta, for the runs from low up to high.

        With `Output.through` the result is ∂C/∂z without the factor. None: the engine cannot train it.
        """
        return None

    @property
    def script_factor(self) -> str:
        """The factor as NumPy; SIZES[-1] is the number of outputs."""
        return "1.0"

    @abstractmethod
    def script_value(self, output: Output) -> str:
        """The lines of NumPy after `def cost(y, z):`, which return C of each point."""

    @abstractmethod
    def script_delta(self, output: Output) -> str:
        """∂C/∂z without the factor, as NumPy, given `error` = a − y and the variables of `Output.script_error`."""


class ErrorCost(Cost):
    """A cost of the error e = a − y alone: C = weight · Σ loss(e). It fits any output.

    A subclass gives loss and slope_of, both elementwise, the same two as formulas, and the engine's calls for
    slope_of. weight and factor are for conventions: ∂C/∂a = factor · slope_of(e).
    """

    @abstractmethod
    def loss(self, error: Array) -> Array:
        """C of single outputs, without the weight."""

    @abstractmethod
    def slope_of(self, error: Real) -> Real:
        """∂C/∂a of single outputs, without the factor."""

    @abstractmethod
    def curvature_of(self, error: Real) -> Array:
        """∂²C/∂a² of single outputs, without the factor."""

    @abstractmethod
    def loss_form(self, y: Formula, a: Formula) -> Formula:
        """The loss as a formula of y and a."""

    @abstractmethod
    def slope_form(self, error: Formula) -> Formula:
        """The slope as a formula of the error."""

    @abstractmethod
    def slope_calls(self, delta: Array) -> list[Call]:
        """Turn the error in delta into slope_of(error), in place."""

    def weight(self, outputs: int) -> float:
        """The constant factor of C."""
        return 1.0

    @property
    def script_weight(self) -> str:
        """The weight as NumPy, with a multiplication sign after it; empty for 1."""
        return ""

    # --- What follows from these ------------------------------------------------------------------------------------

    def from_a(self, y: Real, a: Real) -> Array:
        return self.weight(1) * self.loss(np.subtract(a, y, dtype=np.float64))

    def value(self, y: Real, z: Real, a: Real, output: Output | str | None = None) -> Array:
        losses = self.loss(np.subtract(a, y, dtype=np.float64))
        return self.weight(outputs_in(losses, output)) * sum_over_outputs(losses, output)

    def delta(self, y: Real, z: Real, a: Real, output: Output | str) -> Array:
        """δ = ∂C/∂a σ′(z): on the flat sides of σ even a large error is multiplied by almost nothing."""
        made = output_named(output)
        g = self.factor(outputs_in(a, made)) * self.slope_of(made.error(y, z, a))
        return made.through(np.asarray(z), np.asarray(a), np.asarray(g))

    def slope_from(self, y: Real, error: Real, slope: Real) -> Array:
        return self.factor(outputs_in(error, None)) * np.asarray(self.slope_of(error))

    def curvature(self, y: Real, z: Real, output: Activation | str) -> Array:
        """factor · σ′ [slope_of′ σ′ + slope_of σ″/σ′]."""
        made = output_named(output)
        if not isinstance(made, Activation) or made.turn is None:
            raise ValueError(f"the output {made.name!r} has no second derivative here: choose another output")
        a = made.fn(z)
        slope, error = made.derivative(z, a), np.subtract(a, y)
        inner = self.curvature_of(error) * slope + self.slope_of(error) * made.turn(z, a)
        return self.factor(1) * slope * inner

    def forms(self, output: Output, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
        weight = self.weight(len(y))
        losses = Sum([self.loss_form(target, estimate) for target, estimate in zip(y, a, strict=True)])
        return [losses if weight == 1.0 else Product((constant(weight), losses))]

    def slope_forms(
        self, output: Output, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int
    ) -> list[Formula]:
        factor = self.factor(len(y))
        slopes = [self.slope_form(error) for error in output.error_forms(y, z, a, unit)]
        return slopes if factor == 1.0 else [Product((constant(factor), slope)) for slope in slopes]

    def delta_calls(self, output: Output, out: Buffers, low: int, high: int) -> list[Call] | None:
        return self.slope_calls(out.runs(out.delta, low, high))

    def script_value(self, output: Output) -> str:
        losses = code.numpy(self.loss_form(Y, A))
        return f"    a = estimate(z)\n    return {self.script_weight}np.sum({losses}, axis=1)\n"

    def script_delta(self, output: Output) -> str:
        return output.script_through.format(g=code.numpy(self.slope_form(ERROR), code.FACTOR))


def outputs_in(values: Real, output: Output | str | None) -> int:
    """Return how many outputs an instance has: the length of the last axis, if that axis is the outputs."""
    return np.shape(values)[-1] if _has_outputs(values, output) else 1


def sum_over_outputs(values: Array, output: Output | str | None) -> Array:
    """Sum over the axis of the outputs, if there is one."""
    return np.sum(values, axis=-1) if _has_outputs(values, output) else values


def _has_outputs(values: Real, output: Output | str | None) -> bool:
    return np.ndim(values) >= 2 or (output is not None and output_named(output).joint)
