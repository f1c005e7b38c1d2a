"""A network with the formulas of the textbook: it returns z, a and δ of every layer, for every instance.

`engine.py` does the training: it computes the same in buffers that are made once. No array is reused here, so a page
may keep and show every result.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.activation import Activation
from core.functions.activations import activation_named, output_named
from core.functions.cost import Cost
from core.functions.costs import cost_named
from core.functions.output import Output
from core.networks.initial_weights import SCHEMES
from core.streams import stream
from core.types import Array

REDUCTIONS = ("mean", "sum")
"""How the costs of the instances of a batch become one."""


def parameters(sizes: Sequence[int]) -> int:
    """Return Σ fan_out (fan_in + 1) over the layers: the length of theta."""
    return sum(fan_out * (fan_in + 1) for fan_in, fan_out in pairwise(sizes))


def rows(theta: Array, sizes: Sequence[int]) -> list[Array]:
    """Return views into theta, one for each layer, (fan_out, fan_in + 1): a row is a neuron, its bias last."""
    views: list[Array] = []
    start = 0
    for fan_in, fan_out in pairwise(sizes):
        end = start + fan_out * (fan_in + 1)
        views.append(theta[start:end].reshape(fan_out, fan_in + 1))
        start = end
    return views


class ForwardPass(NamedTuple):
    """The forward pass, each (n, units): a[0] is x, z[0] = a[0] Wᵀ + b feeds a[1], and a[-1] is the output."""

    z: list[Array]
    a: list[Array]


class BackwardPass(NamedTuple):
    """delta[l] = ∂C/∂z[l] of each instance, (n, units), not averaged; gradient = ∂C/∂theta of the batch."""

    delta: list[Array]
    gradient: Array


class Network:
    """Layers of neurons, fully connected, with a cost to minimize.

    theta lists the neurons layer by layer, each with its weights and then its bias, shape (parameters,). weights[l],
    (fan_out, fan_in), and biases[l], (fan_out,), are views into it: change theta in place, and they change with it.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        hidden: Activation | str | Sequence[Activation | str] = "sigmoid",
        output: Output | str = "sigmoid",
        cost: Cost | str = "cross_entropy",
        theta: npt.ArrayLike | None = None,
        init: str = "glorot_uniform",
        scale: float = 1.0,
        output_scale: float = 1.0,
        output_bias: float = 0.0,
        seed: int = 0,
        reduction: str = "mean",
    ) -> None:
        """Take a copy of theta, or draw the weights by the scheme `init`, times scale, from the seed.

        hidden is one activation for all hidden layers, or one for each. With reduction "sum", the cost of a batch and
        its gradient are sums over the instances instead of means. output_scale is one more factor on the last layer's
        weights; output_bias is added to the last layer's biases, which like all others are 0 unless the scheme says
        otherwise. Raises ValueError for sizes, names or a theta that are not valid, and for a cost that does not fit
        the output.
        """
        self.sizes = _checked_sizes(sizes)
        self.hidden_activations = _one_for_each_layer(hidden, len(self.sizes) - 2)
        self._hidden = hidden if isinstance(hidden, Activation | str) else None
        self.reduction = _checked_reduction(reduction)
        self.cost_function = cost_named(cost)
        self.output_function = output_named(output)
        self.output = self.output_function.name
        self.cost_function.check_output(self.output_function)
        _check_outputs(self.output_function, self.sizes[-1])
        if theta is None:
            theta = initial_theta(self.sizes, init, scale, output_scale, output_bias, seed)
        self.theta: Array = _checked_theta(theta, self.sizes)
        layers = rows(self.theta, self.sizes)
        self.weights = [neurons[:, :-1] for neurons in layers]
        self.biases = [neurons[:, -1] for neurons in layers]

    @property
    def hidden(self) -> Activation:
        """The activation of all hidden layers. Raises ValueError if they differ."""
        if self._hidden is not None:
            return activation_named(self._hidden)
        names = [activation.name for activation in self.hidden_activations]
        if len(set(names)) != 1:
            raise ValueError(
                f"the hidden layers have the activations {', '.join(names) or '(none)'}, but one for all of them is "
                "needed here: build the network with one"
            )
        return self.hidden_activations[0]

    def forward(self, x: npt.ArrayLike) -> ForwardPass:
        """z = a Wᵀ + b and a = fn(z), layer by layer, for x of shape (n, inputs); ValueError for any other shape."""
        run = ForwardPass([], [self._checked("x", x, self.sizes[0])])
        last = len(self.weights) - 1
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = run.a[-1] @ weights.T + biases
            run.z.append(z)
            run.a.append(self.hidden_activations[layer].fn(z) if layer < last else self.output_function.of(z))
        return run

    def backward(self, run: ForwardPass, y: npt.ArrayLike) -> BackwardPass:
        """δ = ∂C/∂z at the output, then δ ← (δ W) σ′(z) down the layers; ∂C/∂W = δᵀ a / n and ∂C/∂b = the mean of δ.

        y holds the targets, (n, outputs), or (n,) if there is one output; ValueError for any other shape.
        """
        y = self._checked("y", y, self.sizes[-1], len(run.a[0]))
        gradient = np.empty_like(self.theta)
        delta = self.cost_function.delta(y, run.z[-1], run.a[-1], self.output_function)
        deltas = [delta]
        for layer, neurons in reversed(list(enumerate(rows(gradient, self.sizes)))):
            neurons[:, :-1] = delta.T @ run.a[layer]  # ∂C/∂w = δ a, with a of the layer below
            neurons[:, -1] = delta.sum(axis=0)  # ∂C/∂b = δ
            if layer > 0:
                slope = self.hidden_activations[layer - 1].derivative(run.z[layer - 1], run.a[layer])
                delta = delta @ self.weights[layer] * slope
                deltas.insert(0, delta)
        return BackwardPass(deltas, self.reduced(gradient, len(y)))

    def cost(self, x: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """C = the mean over the n instances (or their sum, by `reduction`) of the sum over the outputs."""
        run = self.forward(x)
        y = self._checked("y", y, self.sizes[-1], len(run.a[0]))
        costs = self.cost_function.value(y, run.z[-1], run.a[-1], self.output_function)
        return float(self.reduced(np.sum(costs, axis=0), len(y)))

    def gradient(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """∂C/∂theta, laid out like theta, averaged over the n instances (or summed, by `reduction`)."""
        return self.backward(self.forward(x), y).gradient

    def copy(self, *, theta: npt.ArrayLike | None = None, cost: Cost | str | None = None) -> "Network":
        """Return a network of the same kind with its own parameters: these, or a copy; and with this cost, if given."""
        return Network(
            self.sizes,
            hidden=self.hidden_activations if self._hidden is None else self._hidden,
            output=self.output_function,
            cost=self.cost_function if cost is None else cost,
            theta=self.theta if theta is None else theta,
            reduction=self.reduction,
        )

    def reduced(self, total: Array, instances: int) -> Array:
        """Return what a sum over so many instances counts in a batch: their mean, or the sum itself."""
        return total / instances if self.reduction == "mean" else total

    def _checked(self, name: str, values: npt.ArrayLike, units: int, instances: int | None = None) -> Array:
        """Return x or y as (n, units) of float64; (n,) is accepted if there is one unit."""
        array = np.asarray(values, dtype=np.float64)
        if array.ndim == 1 and units == 1:
            array = array[:, None]
        if array.ndim != 2 or array.shape[1] != units or len(array) != (instances or len(array)) or len(array) == 0:
            raise ValueError(
                f"{name} has shape {np.shape(values)}, but a network of sizes {'-'.join(map(str, self.sizes))} needs "
                f"one row for each instance: pass shape ({instances or 'n'}, {units}), n being 1 or more"
            )
        return array


def initial_theta(
    sizes: Sequence[int], init: str, scale: float, output_scale: float, output_bias: float, seed: int
) -> Array:
    """Draw the weights layer by layer from one stream of the seed; ValueError for a scheme that does not exist."""
    if init not in SCHEMES:
        raise ValueError(f"init is {init!r}, but it must be one of {', '.join(SCHEMES)}: name one of them")
    scheme, rng = SCHEMES[init], stream(seed, "weights")
    theta = np.empty(parameters(sizes))
    layers = rows(theta, sizes)
    for neurons, (fan_in, fan_out) in zip(layers, pairwise(sizes), strict=True):
        neurons[:, :-1] = scale * scheme.draw(rng, fan_in, fan_out)
        neurons[:, -1] = scheme.bias
    layers[-1][:, :-1] *= output_scale
    layers[-1][:, -1] += output_bias
    return theta


def _check_outputs(output: Output, outputs: int) -> None:
    if output.joint and outputs < 2:
        raise ValueError(f"a single {output.label} output is always 1: take 2 or more outputs, or another output")


def _checked_reduction(reduction: str) -> str:
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction is {reduction!r}, but it must be {' or '.join(REDUCTIONS)}: pass one of them")
    return reduction


def _one_for_each_layer(hidden: Activation | str | Sequence[Activation | str], layers: int) -> tuple[Activation, ...]:
    """Return the activation of each hidden layer; an unknown name is refused also where there is no such layer."""
    if isinstance(hidden, Activation | str):
        return (activation_named(hidden),) * layers
    if len(hidden) != layers:
        raise ValueError(
            f"there are {len(hidden)} activations for {layers} hidden layers: pass one for all of them, or one for each"
        )
    return tuple(activation_named(each) for each in hidden)


def _checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    if len(sizes) < 2 or any(int(size) != size or size < 1 for size in sizes):
        raise ValueError(
            f"sizes are {tuple(sizes)}, but a network has inputs, any number of hidden layers, and outputs: "
            "pass two or more whole numbers from 1 on, as in (2, 4, 2, 1)"
        )
    return tuple(int(size) for size in sizes)


def _checked_theta(theta: npt.ArrayLike, sizes: tuple[int, ...]) -> Array:
    array = np.array(theta, dtype=np.float64)
    needed = parameters(sizes)
    if array.shape != (needed,) or not math.isfinite(float(np.sum(np.abs(array)))):
        raise ValueError(
            f"theta has shape {array.shape}, but a network of sizes {'-'.join(map(str, sizes))} has {needed} "
            f"parameters: pass shape ({needed},), all of them finite"
        )
    return array
