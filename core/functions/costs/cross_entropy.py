"""Cross-entropy, C = −Σ y ln a, for outputs that are probabilities: binary for sigmoids, categorical for softmax.

Everything is computed from z: where a has rounded to 0 or 1, its logarithm is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.formulas import ONE, Exp, Formula, Function, Product, Quotient, Sum, Value, constant, difference, minus
from core.functions.activation import Activation
from core.functions.activations import OUTPUTS, output_named
from core.functions.calls import Call
from core.functions.cost import Cost, sum_over_outputs
from core.functions.entropy import cross_entropy, cross_entropy_from_z, cross_entropy_slope, softmax_cross_entropy
from core.functions.output import Buffers, Output
from core.types import Array, Real


@dataclass(frozen=True)
class CrossEntropy(Cost):
    """C = −Σ y ln a for probabilities: binary for sigmoid outputs, categorical for softmax, both computed from z."""

    def from_a(self, y: Real, a: Real) -> Array:
        return cross_entropy(y, a)

    def value(self, y: Real, z: Real, a: Real, output: Output | str | None = None) -> Array:
        """C of each instance, (n, outputs) → (n,): categorical if a = softmax(z), binary if a = σ(z).

        An a that is neither raises ValueError. So does one that is both if the two costs differ, for example if both z
        of two outputs are 0: then the output must be given. Numbers and arrays of one axis can only be sigmoids.
        """
        if output is not None:
            self.check_output(output)
            return self._value(y, z, output_named(output))
        first, *second = [self._value(y, z, made_by) for made_by in probable_outputs(z, a)]
        if second and not np.allclose(first, second[0], rtol=1e-9, atol=0.0, equal_nan=True):
            raise ValueError(
                "a is σ(z) and softmax(z) alike, but their cross-entropies differ: "
                'pass output="sigmoid" for the binary or output="softmax" for the categorical one'
            )
        return first

    def _value(self, y: Real, z: Real, output: Output) -> Array:
        if output.joint:
            return softmax_cross_entropy(np.asarray(y), np.asarray(z))
        return sum_over_outputs(cross_entropy_from_z(y, z), output)

    def delta(self, y: Real, z: Real, a: Real, output: Output | str) -> Array:
        """δ = a − y: the 1/σ′(z) in ∂C/∂a cancels σ′(z), and only the error remains (Nielsen, chapter 3).

        For softmax, whose targets are one-hot, it is a Σy − y in general.
        """
        self.check_output(output)
        made = output_named(output)
        if not made.joint:
            return made.error(y, z, a)
        y, z, a = np.asarray(y), np.asarray(z), np.asarray(a)
        return made.error(y, z, a) + a * (y.sum(axis=-1, keepdims=True) - 1.0)

    def slope_from(self, y: Real, error: Real, slope: Real) -> Array:
        return cross_entropy_slope(y, error, slope)

    def slopes(self, y: Array, z: Array, a: Array, output: Output | str) -> Array:
        """∂C/∂a, (n, outputs): (a − y) / (a (1 − a)), or −y / a for softmax.

        For one output of softmax the others are held fixed, so that the sum is no longer 1: ∂C/∂z is not this times one
        slope, but a sum over all outputs.
        """
        if not output_named(output).joint:
            return super().slopes(y, z, a, output)
        with np.errstate(divide="ignore"):
            return np.where(y == 0.0, 0.0, -y / np.where(y == 0.0, 1.0, a))

    def curvature(self, y: Real, z: Real, output: Activation | str) -> Array:
        """∂(a − y)/∂z = σ′(z), which is never below 0; in the shape that y and z broadcast to."""
        made = output_named(output)
        self.check_output(made)
        a = made.of(np.asarray(z))
        return made.slope(np.asarray(z), a) * np.ones_like(np.subtract(z, y))

    # --- Which outputs it fits --------------------------------------------------------------------------------------

    def cancels(self, output: Output | str) -> bool:
        return output_named(output).is_probability

    def check_output(self, output: Output | str) -> None:
        made = output_named(output)
        if not made.is_probability:
            matching = " (for targets −1 and 1 tanh_cross_entropy is the matching form)" * (made.bounds == (-1.0, 1.0))
            raise ValueError(
                f"cross_entropy takes the logarithm of a and of 1 − a, but {made.name} outputs are not probabilities: "
                f'choose output="sigmoid" or "softmax", or one of the quadratic costs{matching}'
            )

    @property
    def needs_classes(self) -> bool:
        return True

    def check_targets(self, output: Output | str, y: Array) -> None:
        if not (y.min() >= 0.0 and y.max() <= 1.0):
            raise ValueError(
                f"y goes from {y.min():g} to {y.max():g}, but cross-entropy needs targets from 0 to 1: "
                "pass classes as whole numbers, or choose one of the quadratic costs"
            )
        if output_named(output).joint and not np.allclose(y.sum(axis=1), 1.0, rtol=0.0, atol=1e-6):
            raise ValueError(
                "the targets of an instance do not add up to 1, as the outputs of softmax do: divide by the sum"
            )

    # --- Formulas ---------------------------------------------------------------------------------------------------

    def forms(self, output: Output, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
        """C from a, as in books, and from z, where a has rounded."""
        return _categorical_forms(y, z, a) if output.joint else _binary_forms(y, z, a)

    def slope_forms(
        self, output: Output, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int
    ) -> list[Formula]:
        """(a − y) / (a (1 − a)); for y = 1 also −1/a, and for y = 0 1/(1 − a), both from z. −y / a for softmax."""
        target, estimate, weighted = y[unit], a[unit], z[unit]
        if output.joint:
            return [Quotient(minus(target), estimate), *([constant(0.0)] if target.value == 0.0 else [])]
        whole = Product((estimate, difference(ONE, estimate)))
        one, other = Sum((ONE, Exp(minus(weighted)))), Sum((ONE, Exp(weighted)))  # 1/a and 1/(1 − a)
        forms: list[Formula] = [Quotient(difference(estimate, target), whole)]
        if target.value in (0.0, 1.0):
            return [*forms, other if target.value == 0.0 else minus(one)]
        return [*forms, difference(Product((difference(ONE, target), other)), Product((target, one)))]

    # --- The engine, and the script ---------------------------------------------------------------------------------

    def delta_calls(self, output: Output, out: Buffers, low: int, high: int) -> list[Call] | None:
        return []

    def script_value(self, output: Output) -> str:
        return _CATEGORICAL if output.joint else _BINARY

    def script_delta(self, output: Output) -> str:
        return "error"


def _binary_forms(y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
    terms, from_z = list[Formula](), list[Formula]()
    for target, weighted, estimate in zip(y, z, a, strict=True):
        terms.append(Product((target, Function("ln", (estimate,)))))
        terms.append(Product((difference(ONE, target), Function("ln", (difference(ONE, estimate),)))))
        fold = Function("ln", (Sum((ONE, Exp(minus(Function("abs", (weighted,)))))),))
        above = Function("max", (weighted, constant(0.0)))
        from_z.append(Sum((above, Product((weighted, target)), fold), (False, True, False)))
    return [minus(Sum(terms)), Sum(from_z)]


def _categorical_forms(y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
    """−Σ y ln a; without the terms whose y is 0; and from z, with the largest subtracted."""
    largest = max(z, key=lambda each: each.value)
    total = Function("ln", (Sum([Exp(difference(each, largest)) for each in z]),))
    terms = [Product((target, Function("ln", (each,)))) for target, each in zip(y, a, strict=True)]
    from_z = [
        Product((target, difference(total, difference(each, largest)))) for target, each in zip(y, z, strict=True)
    ]
    counted = [k for k, target in enumerate(y) if target.value != 0.0]
    if not counted:
        return [Sum(from_z)]
    return [minus(Sum(terms)), minus(Sum([terms[k] for k in counted])), Sum([from_z[k] for k in counted])]


def probable_outputs(z: Real, a: Real) -> list[Output]:
    """Find from z and a whether a is σ(z), softmax(z), or both, up to rounding; ValueError if it is neither.

    Softmax needs an axis of at least two outputs besides that of the instances.
    """
    z, a = np.asarray(z), np.asarray(a)
    several = z.ndim >= 2 and z.shape[-1] >= 2
    possible = [each for each in OUTPUTS.values() if each.is_probability and (several or not each.joint)]
    precision = float(np.sqrt(np.finfo(np.result_type(z, a, np.float32)).eps))  # half of the digits must agree
    with np.errstate(invalid="ignore"):  # ∞ − ∞ in a softmax
        fitting = [each for each in possible if np.allclose(a, each.of(z), precision, 1e-300, equal_nan=True)]
    if not fitting:
        raise ValueError(
            "cross_entropy is for probabilities, but a is neither sigmoid(z), elementwise, nor softmax(z), over the "
            "last axis of (n, outputs): pass the z that a was made of, or choose one of the quadratic costs"
        )
    return fitting


_BINARY = """\
    left = np.where(z > 0.0, 1.0 - y, y)  # what the target leaves to the other side
    return np.sum(np.abs(z) * left + np.log1p(np.exp(-np.abs(z))), axis=1)
"""
_CATEGORICAL = """\
    below = z - np.max(z, axis=1, keepdims=True)
    others = np.exp(below)  # of all but the largest: ln ŷ = below − ln(1 + their sum)
    np.put_along_axis(others, np.argmax(below, axis=1, keepdims=True), 0.0, axis=1)
    return np.log1p(others.sum(axis=1)) - (y * below).sum(axis=1)
"""

PLACE = 2
COSTS = (
    CrossEntropy(
        "cross_entropy",
        "cross-entropy",
        "−[y ln a + (1 − y) ln(1 − a)]; −Σ y ln a for softmax",
        menu="cross-entropy",
        summed="cross-entropy",
    ),
)
