"""The engine: what `core/networks/network.py` does, fast, for one network or for a stack of them at once.

A small update is about twenty NumPy calls on small arrays, and the calls themselves take nearly all of its time. So
there are as few as possible, and all preparation is done before: an update is a list of calls whose arguments are
bound and whose results have a fixed place. For this

* the units are the first axis and the batch the last, so that one contiguous product, W @ a, gives a layer;
* every layer below the output has one more row, of ones, and W has the biases as its last column: no addition;
* all layers share one flat array each of parameters, activations, slopes and δ, so that two calls give the slopes of
  all hidden layers, and an optimizer needs no loop.

Most slopes are computed from a, as 1 − a² and a (1 − a). Their error is a rounding error of 1, not of the slope itself,
which is enough for hidden layers; a sigmoid output computes a and 1 − a each from e⁻ᶻ, so its δ never rounds to 0. The
descriptions of the activation, the output and the cost say which calls to make.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import cast

import numpy as np
import numpy.typing as npt

from core.functions.activation import Activation
from core.functions.activations import activation_named, output_named
from core.functions.calls import Call
from core.functions.cost import Cost
from core.functions.output import Buffers, Output
from core.networks.dropout import Mask
from core.networks.layout import Layout, layout_for
from core.networks.network import parameters
from core.types import Array

# --- The networks and their parameters ------------------------------------------------------------------------------


class Engine:
    """One or more networks of one shape, hidden activation and output: their parameters, and calls for gradients.

    The costs of the runs may differ; runs whose costs share a rule are neighbours. theta and gradient are as in
    `Network`, with the axis of the layout. The gradient is a sum over the batch, without the cost's constant
    factor; multiplied by `mean(batch)` it is the gradient of `Network`.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        hidden: Activation | str,
        output: Output | str,
        costs: Sequence[Cost],
        *,
        dtype: npt.DTypeLike = np.float64,
        layout: Layout | None = None,
    ) -> None:
        """Allocate the parameters, all 0 at first. costs has one cost for each run.

        Raises ValueError for costs that the engine cannot train, and for runs of one rule that are not neighbours.
        """
        self.sizes, self.hidden, self.output = tuple(sizes), activation_named(hidden), output_named(output)
        self.dtype = cast(np.dtype[np.float64], np.dtype(dtype))
        self.layout = layout or layout_for(sizes, len(costs))
        self.costs = tuple(costs)
        self.rules = _rules(self.costs)
        self.theta: Array = np.zeros(self.layout.shape(parameters(sizes)), self.dtype)
        self.gradient: Array = np.zeros_like(self.theta)
        self._passes: dict[int, Pass] = {}

    def mean(self, batch: int) -> Array:
        """Return the factor from a sum over a batch to the mean gradient: one for each run, broadcast over theta."""
        factors = [cost.factor(self.sizes[-1]) for cost in self.costs]
        return self.layout.spread(np.array(factors) / batch, self.dtype)

    def rows(self, flat: Array) -> list[Array]:
        """Return views into theta or the gradient, (fan_out, fan_in + 1) for each layer and run."""
        views: list[Array] = []
        start = 0
        for fan_in, fan_out in pairwise(self.sizes):
            end = start + fan_out * (fan_in + 1)
            views.append(self.layout.part(flat, start, end).reshape(self.layout.shape(fan_out, fan_in + 1)))
            start = end
        return views

    def pass_for(self, batch: int) -> "Pass":
        """Return the buffers for batches of this size, the same ones every time."""
        if batch not in self._passes:
            self._passes[batch] = Pass(self, batch)
        return self._passes[batch]

    def gradient_calls(self, x: Array, y: Array, mask: Mask | None = None) -> list[Call]:
        """Return the calls that compute the gradient of a batch, x (inputs + 1, batch) and y (outputs, batch).

        Both may have the axis of the runs; if all runs learn from the same batch, `Layout.shared` makes them. With a
        mask, whose values other calls draw before, it is the gradient with this dropout.
        """
        work = self.pass_for(y.shape[1] if self.layout.kind != "first" else y.shape[-1])
        return [*work.forward(x, mask), *work.error(y), *work.slopes(), *work.backward(x, mask)]


def _rules(costs: Sequence[Cost]) -> list[tuple[Cost, int, int]]:
    """Return a cost of each rule, and low and high of the runs that have it."""
    rules: list[tuple[Cost, int, int]] = []
    for _, together in groupby(enumerate(costs), key=lambda run: run[1].rule):
        runs = list(together)
        rules.append((runs[0][1], runs[0][0], runs[-1][0] + 1))
    if len({cost.rule for cost in costs}) != len(rules):
        raise ValueError("runs with one rule for their cost stand apart: sort the runs so that they stand together")
    return rules


# --- Buffers for one size of batch, and the calls that fill them ----------------------------------------------------


@dataclass(frozen=True)
class Layer:
    """Views for one layer: W and G with the bias column, a with the row of ones (below the output), z without it."""

    w: Array
    g: Array
    a: Array
    z: Array
    slope: Array
    delta: Array


class Pass:
    """The forward pass and the backward pass for batches of one size, as lists of calls."""

    def __init__(self, engine: Engine, batch: int) -> None:
        # What it needs of the engine, and not the engine: the two would hold each other, and all these arrays, alive.
        self.sizes, self.layout, self.rules = engine.sizes, engine.layout, engine.rules
        self.hidden, self.output = engine.hidden, engine.output
        layout, units = engine.layout, engine.sizes[1:]
        total = sum(units) + len(units) - 1
        activations, self._slopes, deltas = (
            np.ones(layout.shape(total, batch), engine.dtype),
            np.ones(layout.shape(total, batch), engine.dtype),
            np.ones(layout.shape(total, batch), engine.dtype),
        )
        self.layers: list[Layer] = []
        start = 0
        for w, g, n in zip(engine.rows(engine.theta), engine.rows(engine.gradient), units, strict=True):
            ones = 1 if len(self.layers) < len(units) - 1 else 0
            a = layout.part(activations, start, start + n + ones)
            z, slope, delta = (layout.part(each, start, start + n) for each in (activations, self._slopes, deltas))
            self.layers.append(Layer(w, g, a, z, slope, delta))
            start += n + ones
        self._activations = activations

    def forward(self, x: Array, mask: Mask | None = None) -> list[Call]:
        """Compute a in the hidden layers, and z, not yet a, in the output layer.

        With a mask the output layer gets a times the mask, which stands beside a: the slopes are computed from a.
        """
        calls: list[Call] = []
        for layer in self.layers:
            if mask is not None and layer is self.layers[-1]:
                calls.append(partial(np.multiply, self.layers[-2].z, mask.values, self._below_ones(mask.kept)))
                x = mask.kept
            calls += self.layout.forward(layer.w, x, layer.z)
            if layer is not self.layers[-1]:
                calls += self.hidden.engine.activate(layer.z, layer.slope)
            x = layer.a
        return calls

    def error(self, y: Array) -> list[Call]:
        """Turn the output's z into a, and compute δ = ∂C/∂z there, without the constant factor of the cost."""
        last = self.layers[-1]
        axis = 1 if self.layout.kind == "first" else 0
        out = Buffers(last.a, y, last.delta, last.slope, axis, self.layout.of_runs)
        made = self.output.error_calls(out)
        if self._slopes_at_once():
            made = self.hidden.plain_error_calls(out, self._activations, self._slopes)
        calls = list(made.calls)
        for cost, low, high in self.rules:
            own = cost.delta_calls(self.output, out, low, high)
            if own is None:
                raise ValueError(
                    f"the cost {cost.name!r} has no calls for the engine, which can therefore not train with it: "
                    "give it delta_calls, or train with Network.gradient"
                )
            calls += own if cost.cancels(self.output) else [*own, *made.through(low, high)]
        return calls

    def slopes(self) -> list[Call]:
        """Compute σ′(z) of all hidden layers in their slopes, unless other calls have computed it before."""
        from_a = self.hidden.engine.slope_from_a
        if from_a is None or self._slopes_at_once() or len(self.layers) == 1:
            return []
        hidden = self._activations.shape[1 if self.layout.kind == "first" else 0] - self.sizes[-1]
        a, slope = (self.layout.part(each, 0, hidden) for each in (self._activations, self._slopes))
        return from_a(a, slope)

    def _below_ones(self, rows: Array) -> Array:
        """Return the view of the last hidden layer's units, without the row of ones."""
        return self.layout.part(rows, 0, self.sizes[-2])

    def backward(self, x: Array, mask: Mask | None = None) -> list[Call]:
        """Compute δ in every layer, and in the gradient δ times the activation below, summed over the batch."""
        layout = self.layout
        calls: list[Call] = []
        for below, layer in reversed(list(pairwise(self.layers))):
            dropout = mask if layer is self.layers[-1] else None
            calls.append(layout.outer(layer.delta, below.a if dropout is None else dropout.kept, layer.g))
            calls.append(layout.back(layer.w, layer.delta, below.delta))
            if dropout is not None:
                calls.append(partial(np.multiply, below.delta, dropout.values, below.delta))
            if not self.hidden.engine.slope_is_one:
                calls.append(partial(np.multiply, below.delta, below.slope, below.delta))
        return [*calls, layout.outer(self.layers[0].delta, x, self.layers[0].g)]

    def _slopes_at_once(self) -> bool:
        """Whether the same calls compute the slopes of the hidden layers and of the output."""
        own = self.hidden.engine
        same = self.output is self.hidden and len(self.layers) > 1
        return same and own.error is None and own.slope_from_a is not None
