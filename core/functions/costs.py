"""Costs: how wrong an estimate is, as one number, and the error δ = ∂C/∂z that this number sends back.

The cost of a set is the mean over its instances of the sum over the outputs. In arrays of two or more axes the last
axis is the outputs; a number or a one-dimensional array is a neuron with a single output, seen on one or on many
instances. Only softmax, which has no meaning for a single output, takes the last axis of any array as the outputs.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.functions.activations import ACTIVATIONS, sigmoid, softmax
from core.types import Array, Real

# --- One instance, elementwise -------------------------------------------------------------------------------------


def squared_error(y: Real, yhat: Real) -> Array:
    """C = (y − ŷ)², equation 8.1 for a single instance and without ½; elementwise. Twice the error costs four times."""
    return np.subtract(y, yhat, dtype=np.float64) ** 2


def cross_entropy(y: Real, a: Real) -> Array:
    """C = −[y ln a + (1 − y) ln(1 − a)], elementwise: equation 8.2 for one instance.

    0 · ln 0 is taken as its limit, 0: a certain and right estimate costs 0, a certain and wrong one costs ∞.
    Raises ValueError where y or a is not a number from 0 to 1.
    """
    y, a = _probability("y", y), _probability("a", a)
    with np.errstate(divide="ignore"):
        yes = np.where(y == 0.0, 0.0, y * np.log(np.where(y == 0.0, 1.0, a)))
        no = np.where(y == 1.0, 0.0, (1.0 - y) * np.log1p(-np.where(y == 1.0, 0.0, a)))
    return 0.0 - (yes + no)  # a plain minus would make −0 of the perfect estimate


def naive_cross_entropy(y: Real, a: Real) -> Array:
    """C = −[y ln a + (1 − y) ln(1 − a)] as everybody types it, elementwise. What not to do.

    It is nan at (1, 1) and (0, 0), where 0 meets ln 0 = −∞, and for a tanh's negative a; in training, a reaches 1
    from z = 36.74 on. `cross_entropy` takes the limits, `cross_entropy_from_z` never gets there.
    """
    y, a = np.asarray(y, dtype=np.float64), np.asarray(a, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):  # the page shows what comes out; the console need not
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def cross_entropy_from_z(y: Real, z: Real) -> Array:
    """C = −[y ln σ(z) + (1 − y) ln(1 − σ(z))], elementwise, for any z and y from 0 to 1; ValueError for other y.

    Equal to max(z, 0) − zy + ln(1 + e^(−|z|)). The first two terms are written as one product, |z| times what the
    target leaves to the other side: two positive numbers remain, so no digit is lost, and none of them can overflow.
    At z = ±∞ the cost is its limit, 0 or ∞: where nothing is left, even an infinite |z| does not count.
    """
    _check_targets(y, 0.0, "pass a y from 0 to 1, or use tanh_cross_entropy for targets −1 and 1")
    left = np.where(np.greater(z, 0.0), np.subtract(1.0, y), y)
    far = np.abs(z)
    if np.isinf(far).any():
        far = np.where(left == 0.0, 0.0, far)
    return far * left + np.log1p(np.exp(-np.abs(z)))


def tanh_cross_entropy(y: Real, z: Real) -> Array:
    """C = −½[(1 + y) ln((1 + a)/2) + (1 − y) ln((1 − a)/2)] with a = tanh z, elementwise, for y from −1 to 1.

    Cross-entropy for targets ±1. Since (1 + tanh z)/2 = σ(2z), it is that of a sigmoid at 2z, and ∂C/∂z = a − y.
    """
    _check_targets(y, -1.0, "pass a y from −1 to 1")
    return cross_entropy_from_z(np.add(1.0, y) / 2.0, np.multiply(2.0, z))


def softmax_cross_entropy(y: Array, z: Array) -> Array:
    """C = −Σₖ yₖ ln aₖ with a = softmax z, summed over the last axis: (n, outputs) → (n,).

    ln aₖ = (zₖ − m) − ln(1 + Σ e^(zⱼ − m)), m being the row's largest z and j running over all the others. So the
    logarithm is right even where the largest a has rounded to 1.
    """
    below = z - np.max(z, axis=-1, keepdims=True)
    others = np.exp(below)
    np.put_along_axis(others, np.argmax(below, axis=-1, keepdims=True), 0.0, axis=-1)
    return np.log1p(others.sum(axis=-1)) * y.sum(axis=-1) - (y * below).sum(axis=-1)


def _check_targets(y: Real, lowest: float, advice: str) -> None:
    """Raise ValueError unless every y is from `lowest` to 1. Two passes over y, next to some ten for the cost."""
    ends = (y, y) if isinstance(y, float | int) else (np.min(y, initial=1.0), np.max(y, initial=lowest))
    if not (lowest <= ends[0] and ends[1] <= 1.0):  # written so that nan is wrong too
        given = ends[0] if not lowest <= ends[0] else ends[1]
        raise ValueError(f"y is {given:g}, but the target of this cross-entropy is from {lowest:g} to 1: {advice}")


def _probability(name: str, values: Real) -> Array:
    numbers = np.asarray(values, dtype=np.float64)
    wrong = ~((numbers >= 0.0) & (numbers <= 1.0))  # written so that nan is wrong too
    if wrong.any():
        raise ValueError(
            f"{name} is {numbers[wrong].flat[0]:g}, but cross-entropy needs a number from 0 to 1: pass the output of a "
            "sigmoid or softmax, or use tanh_cross_entropy for a tanh neuron and targets −1 and 1"
        )
    return numbers


# --- The error a − y, right even where a has rounded to its target --------------------------------------------------


def plain_error(y: Real, z: Real, a: Real) -> Array:
    """a − y, elementwise."""
    return np.subtract(a, y)


def sigmoid_error(y: Real, z: Real, a: Real) -> Array:
    """a − y = (1 − y) σ(z) − y σ(−z), elementwise. For y = 1 it is −σ(−z), which never rounds to 0."""
    return (1.0 - y) * sigmoid(z) - y * sigmoid(np.negative(z))


def tanh_error(y: Real, z: Real, a: Real) -> Array:
    """a − y, elementwise; for targets ±1 it is −2y σ(−2yz), which never rounds to 0."""
    return np.where(np.abs(y) == 1.0, -2.0 * y * sigmoid(-2.0 * y * z), np.subtract(a, y))[()]


def softmax_error(y: Array, z: Array, a: Array) -> Array:
    """a − y, (n, outputs); for one-hot targets the true class has −Σ of the other a, which never rounds to 0."""
    one_hot = (y == 1.0) & (y.sum(axis=-1, keepdims=True) == 1.0)
    others = np.sum(a * (y == 0.0), axis=-1, keepdims=True)
    return np.where(one_hot, -others, a - y)


ERRORS: dict[str, Callable[..., Array]] = dict.fromkeys(ACTIVATIONS, plain_error) | {
    "sigmoid": sigmoid_error,
    "tanh": tanh_error,
    "softmax": softmax_error,
}

# --- The derivatives -----------------------------------------------------------------------------------------------


def quadratic_delta(y: Real, z: Real, a: Real, output: str, factor: float) -> Array:
    """δ = factor · (a − y) σ′(z): on the flat sides of σ even a large error is multiplied by almost nothing."""
    return factor * ERRORS[output](y, z, a) * ACTIVATIONS[output].derivative(z, a)


def quadratic_softmax_delta(y: Array, z: Array, a: Array, factor: float) -> Array:
    """δⱼ = Σₖ ∂aₖ/∂zⱼ gₖ = aⱼ Σₖ aₖ (gⱼ − gₖ) with g = ∂C/∂a = factor · (a − y): the full Jacobian, (n, outputs).

    Written with differences, the term k = j is exactly 0 and nothing is lost where one a has rounded to 1.
    """
    g = factor * softmax_error(y, z, a)
    return a * np.sum(a[..., None, :] * (g[..., :, None] - g[..., None, :]), axis=-1)


def cross_entropy_delta(y: Real, z: Real, a: Real) -> Array:
    """δ = a − y for a sigmoid output: the 1/σ′(z) in ∂C/∂a undoes σ′(z), and the error alone is left (Nielsen)."""
    return sigmoid_error(y, z, a)


def softmax_cross_entropy_delta(y: Array, z: Array, a: Array) -> Array:
    """δ = a − y for a softmax output, (n, outputs). Targets are one-hot; in general it is a Σy − y."""
    return softmax_error(y, z, a) + a * (y.sum(axis=-1, keepdims=True) - 1.0)


def cross_entropy_slope(y: Real, error: Real, slope: Real) -> Array:
    """∂C/∂a = (a − y) / (a (1 − a)), given a − y and a (1 − a) = σ′(z), elementwise.

    At the ends it is the limit: −1 at y = a = 1, 1 at y = a = 0, −∞ at (1, 0) and ∞ at (0, 1).
    """
    error, slope = np.asarray(error), np.asarray(slope)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where((error == 0.0) & (slope == 0.0), np.subtract(1.0, np.multiply(2.0, y)), error / slope)[()]


# --- The costs one can choose --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost(ABC):
    """A cost with its derivatives. y, z and a have one shape: a number, (n,), or (n, outputs)."""

    name: str
    label: str
    formula: str

    @abstractmethod
    def from_a(self, y: Real, a: Real) -> Array:
        """C of single outputs, elementwise, when only the estimate a is known."""

    @abstractmethod
    def value(self, y: Real, z: Real, a: Real, output: str | None = None) -> Array:
        """C of each instance, summed over its outputs: (n, outputs) → (n,).

        Which output made a is seen from z and a, where it matters. Naming it saves the look.
        """

    @abstractmethod
    def delta(self, y: Real, z: Real, a: Real, output: str) -> Array:
        """δ = ∂C/∂z of each instance and output; ValueError if this cost and this output do not go together."""

    @abstractmethod
    def slope_from(self, y: Real, error: Real, slope: Real) -> Array:
        """∂C/∂a of single outputs, given a − y and a (1 − a) as exactly as they are known; elementwise."""

    def slope(self, y: Real, a: Real) -> Array:
        """∂C/∂a of single outputs, elementwise: how the cost changes with the estimate, whatever made it."""
        return self.slope_from(y, np.subtract(a, y), np.abs(np.multiply(a, np.subtract(1.0, a))))

    def check_output(self, output: str) -> None:
        """Raise ValueError if this cost cannot be used with this output."""
        if output not in ERRORS:
            raise ValueError(f"the output is {output!r}, but it must be one of {', '.join(ERRORS)}: name one of them")


@dataclass(frozen=True)
class Quadratic(Cost):
    """C = k (y − a)², in one of the conventions for k. It goes with any output."""

    k: Callable[[int], float]  # given the number of outputs

    def from_a(self, y: Real, a: Real) -> Array:
        return self.k(1) * squared_error(y, a)

    def value(self, y: Real, z: Real, a: Real, output: str | None = None) -> Array:
        errors = squared_error(y, a)
        return self.k(_outputs(errors, output)) * _sum_over_outputs(errors, output)

    def delta(self, y: Real, z: Real, a: Real, output: str) -> Array:
        self.check_output(output)
        factor = 2.0 * self.k(_outputs(a, output))
        if output == "softmax":
            return quadratic_softmax_delta(np.asarray(y), np.asarray(z), np.asarray(a), factor)
        return quadratic_delta(y, z, a, output, factor)

    def slope_from(self, y: Real, error: Real, slope: Real) -> Array:
        return 2.0 * self.k(_outputs(error, "")) * np.asarray(error)


@dataclass(frozen=True)
class CrossEntropy(Cost):
    """C = −Σ y ln a for probabilities: binary for sigmoid outputs, categorical for softmax, both computed from z."""

    def from_a(self, y: Real, a: Real) -> Array:
        return cross_entropy(y, a)

    def value(self, y: Real, z: Real, a: Real, output: str | None = None) -> Array:
        """C of each instance, (n, outputs) → (n,): categorical if a = softmax(z), binary if a = σ(z).

        An a that is neither raises ValueError, and so does one that is both while the two costs differ, as where all
        of two outputs' z are 0: then the output must be named. Numbers and arrays of one axis can only be sigmoids.
        """
        if output is not None:
            self.check_output(output)
            return self._value(y, z, output)
        first, *second = [self._value(y, z, made_by) for made_by in probable_outputs(z, a)]
        if second and not np.allclose(first, second[0], rtol=1e-9, atol=0.0, equal_nan=True):
            raise ValueError(
                "a is σ(z) and softmax(z) alike, but their cross-entropies differ: "
                'pass output="sigmoid" for the binary or output="softmax" for the categorical one'
            )
        return first

    def _value(self, y: Real, z: Real, output: str) -> Array:
        if output == "softmax":
            return softmax_cross_entropy(np.asarray(y), np.asarray(z))
        return _sum_over_outputs(cross_entropy_from_z(y, z), output)

    def delta(self, y: Real, z: Real, a: Real, output: str) -> Array:
        self.check_output(output)
        if output == "softmax":
            return softmax_cross_entropy_delta(np.asarray(y), np.asarray(z), np.asarray(a))
        return cross_entropy_delta(y, z, a)

    def slope_from(self, y: Real, error: Real, slope: Real) -> Array:
        return cross_entropy_slope(y, error, slope)

    def check_output(self, output: str) -> None:
        super().check_output(output)
        if output not in ("sigmoid", "softmax"):
            matching = " (for targets −1 and 1 tanh_cross_entropy is the matching form)" if output == "tanh" else ""
            raise ValueError(
                f"cross_entropy takes the logarithm of a and of 1 − a, but {output} outputs are not probabilities: "
                f'choose output="sigmoid" or "softmax", or one of the quadratic costs{matching}'
            )


def probable_outputs(z: Real, a: Real) -> list[str]:
    """Tell from z and a whether a is σ(z), softmax(z), or both; ValueError if it is neither to rounding.

    Softmax takes an axis of outputs, at least two of them, next to that of the instances.
    """
    z, a = np.asarray(z), np.asarray(a)
    made: dict[str, Callable[[Array], Array]] = {"sigmoid": sigmoid}
    if z.ndim >= 2 and z.shape[-1] >= 2:
        made["softmax"] = softmax
    precision = float(np.sqrt(np.finfo(np.result_type(z, a, np.float32)).eps))  # half of the digits agree
    with np.errstate(invalid="ignore"):  # ∞ − ∞ in a softmax
        fitting = [name for name, fn in made.items() if np.allclose(a, fn(z), precision, 1e-300, equal_nan=True)]
    if not fitting:
        raise ValueError(
            "cross_entropy is for probabilities, but a is neither sigmoid(z), elementwise, nor softmax(z), over the "
            "last axis of (n, outputs): pass the z that a was made of, or choose one of the quadratic costs"
        )
    return fitting


def _outputs(values: Real, output: str | None) -> int:
    return np.shape(values)[-1] if np.ndim(values) >= 2 or output == "softmax" else 1


def _sum_over_outputs(values: Array, output: str | None) -> Array:
    return np.sum(values, axis=-1) if np.ndim(values) >= 2 or output == "softmax" else values


COSTS: dict[str, Cost] = {
    cost.name: cost
    for cost in (
        Quadratic("quadratic", "Quadratic", "(y − a)², the book's, without ½", lambda outputs: 1.0),
        Quadratic("half_quadratic", "Quadratic with ½", "½ (y − a)², as in Nielsen", lambda outputs: 0.5),
        Quadratic("mean_quadratic", "Mean quadratic", "(y − a)² / outputs, as in Keras", lambda outputs: 1.0 / outputs),
        CrossEntropy("cross_entropy", "Cross-entropy", "−[y ln a + (1 − y) ln(1 − a)]; −Σ y ln a for softmax"),
    )
}


def cost_named(cost: Cost | str) -> Cost:
    """Look a cost up by its name; a Cost is passed through. An unknown name raises ValueError."""
    if isinstance(cost, Cost):
        return cost
    if cost not in COSTS:
        raise ValueError(f"the cost is {cost!r}, but it must be one of {', '.join(COSTS)}: name one of them")
    return COSTS[cost]
