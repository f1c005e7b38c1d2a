"""One neuron, and the shortest possible network: the factors of a gradient, and what saturation is.

z = w·x + b, a = σ(z), and by the chain rule ∂C/∂w = (∂C/∂a) σ′(z) x. When |z| is large σ′(z) is nearly 0, and a hardly
changes with w.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.activation import Activation
from core.functions.activations import ACTIVATIONS, activation_named
from core.functions.activations.sigmoid import sigmoid, sigmoid_derivative
from core.functions.cost import Cost
from core.functions.costs import cost_named
from core.types import Array, Real

# --- One neuron ----------------------------------------------------------------------------------------------------


class Forward(NamedTuple):
    """The forward pass: z, a = fn(z) and σ′(z), each () for one instance and (n,) for n of them."""

    z: Array
    a: Array
    slope: Array


class Gradient(NamedTuple):
    """Every factor of the gradient, for each instance: numbers for one instance, one more axis in front for n.

    weights is ∂C/∂w = δ x, shape (inputs,) or (n, inputs), and bias is ∂C/∂b = δ; neither is averaged over instances.
    """

    error: Array
    cost_slope: Array
    slope: Array
    delta: Array
    weights: Array
    bias: Array


@dataclass(frozen=True, eq=False)
class Neuron:
    """A neuron with any number of inputs. Raises ValueError for weights, a bias or an activation that are not valid."""

    weights: Array
    bias: float
    activation: str = "sigmoid"

    def __init__(self, weights: npt.ArrayLike, bias: float, activation: str = "sigmoid") -> None:
        vector = np.atleast_1d(np.array(weights, dtype=np.float64))
        if vector.ndim != 1 or not np.isfinite(vector).all() or not math.isfinite(bias):
            raise ValueError(
                f"weights have shape {vector.shape} and the bias is {bias:g}, but a neuron has a row of finite weights "
                "and one finite bias: pass weights of shape (inputs,)"
            )
        vector.setflags(write=False)
        object.__setattr__(self, "weights", vector)
        object.__setattr__(self, "bias", float(bias))
        object.__setattr__(self, "activation", activation_named(activation).name)

    def forward(self, x: npt.ArrayLike) -> Forward:
        """z = w·x + b and a = fn(z), for x of shape (inputs,) or (n, inputs); any other shape raises ValueError."""
        activation = ACTIVATIONS[self.activation]
        z = self._inputs(x) @ self.weights + self.bias
        a = activation.fn(z)
        return Forward(z, a, activation.derivative(z, a))

    def gradient(self, x: npt.ArrayLike, y: Real, cost: str | Cost) -> Gradient:
        """∂C/∂w = (∂C/∂a) σ′(z) x = δ x and ∂C/∂b = δ, for x of shape (inputs,) or (n, inputs), y of () or (n,).

        Raises ValueError for an unknown cost, or one that does not fit this activation.
        """
        cost = cost_named(cost)
        output = ACTIVATIONS[self.activation]
        cost.check_output(output)
        z, a, slope = self.forward(x)
        error = output.error(y, z, a)
        delta = cost.delta(y, z, a, output)
        cost_slope = cost.slope_from(y, error, slope)
        return Gradient(error, cost_slope, slope, delta, np.asarray(delta)[..., None] * self._inputs(x), delta)

    def _inputs(self, x: npt.ArrayLike) -> Array:
        x = np.atleast_1d(np.asarray(x, dtype=np.float64))
        if x.ndim > 2 or x.shape[-1] != len(self.weights):
            raise ValueError(
                f"x has shape {x.shape}, but a neuron with {len(self.weights)} weights needs as many inputs: "
                f"pass shape ({len(self.weights)},) or (n, {len(self.weights)})"
            )
        return x


# --- Saturation ----------------------------------------------------------------------------------------------------


class Nudge(NamedTuple):
    """A nudge to w and b: the change of z, the exact change of a, and the first-order change, σ′(z) Δz."""

    dz: Array
    exact: Array
    first_order: Array


def nudge(neuron: Neuron, x: npt.ArrayLike, dw: npt.ArrayLike, db: float) -> Nudge:
    """Δz = Δw·x + Δb, Δa = fn(z + Δz) − fn(z) ≈ σ′(z) Δz; x is (inputs,) or (n, inputs), Δw is (inputs,).

    Δa is not computed by subtraction: at z = 40 the old and the new a are both 1 to the last digit, but Δa is not 0.
    Raises ValueError for shapes that do not fit.
    """
    z, _, slope = neuron.forward(x)
    dz = Neuron(dw, db).forward(x).z
    return Nudge(dz, ACTIVATIONS[neuron.activation].change(z, dz), slope * dz)


def shift_for(activation: Activation | str, z: float, change: float) -> float:
    """Return the Δz for which fn(z + Δz) = fn(z) + change; nan where there is none.

    The inverse question about saturation: how far must z move to move a this much? At z = 4 a tanh
    needs Δz = −1.386 for −0.01, a linear unit −0.01. Of many possible Δz (a ReLU moved to 0) it is the smallest.
    """
    return activation_named(activation).shift(float(z), float(change))


# --- Hidden neurons ------------------------------------------------------------------------------------------------


class ChainGradient(NamedTuple):
    """∂C/∂w₁ of the 1-1-1 chain and its factors: error is a₂ − y, delta is ∂C/∂z₂, gradient is ∂C/∂w₁."""

    error: float
    cost_slope: float
    output_slope: float
    delta: float
    w2: float
    hidden_slope: float
    x: float
    gradient: float


def chain_gradient(z1: float, z2: float, w2: float, x: float, y: float, cost: str | Cost) -> ChainGradient:
    """∂C/∂w₁ = (∂C/∂a₂) σ′(z₂) · w₂ · σ′(z₁) · x in a chain of two sigmoid neurons, given z₁ and z₂.

    Cross-entropy cancels σ′(z₂), the output's. A hidden neuron has no target, so its σ′(z₁) remains with every cost.
    """
    hidden_slope = sigmoid_derivative(z1, sigmoid(z1))
    output = Neuron(0.0, z2).gradient(0.0, y, cost)  # the output neuron, with its z set to z₂
    factors = (output.error, output.cost_slope, output.slope, output.delta, w2, hidden_slope, x)
    return ChainGradient(*map(float, factors), gradient=float(output.delta * w2 * hidden_slope * x))
