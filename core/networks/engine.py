"""The engine: what `core/networks/network.py` does, fast, for one network or for a stack of them at once.

A small update is some twenty NumPy calls on small arrays, and nearly all of its time goes into making the calls. So
there are as few as possible, and everything around them is done beforehand: an update is a list of calls whose
arguments are bound and whose results have their place. To that end

* units come first and the batch last, so that the activations of a layer are W @ a, in one piece;
* every layer below the output has one more row, of ones, and W has the biases as its last column: nothing is added;
* all layers share one flat array each of parameters, activations, slopes and δ, so that the slopes of all hidden
  layers are two calls, and an optimizer needs no loop.

Slopes are taken from a, as 1 − a² and a (1 − a). That is right to rounding of 1, not of the slope itself, and enough
for hidden layers; a sigmoid output has a and 1 − a each from e⁻ᶻ, so its δ never rounds to 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from core.functions.activations import LEAK
from core.functions.costs import Cost, Quadratic
from core.networks.network import parameters
from core.networks.optimizers import Call
from core.types import Array

# --- Where the axis of the networks stands --------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """How arrays of one network become arrays of `runs` networks: not at all, with an axis in front, or one behind.

    In front ("first") every product is a matrix product, which suits wide layers. Behind ("last") it is a sum of
    products of vectors over the runs, and faster while layers are so narrow that matrices hardly are any.
    """

    kind: Literal["one", "first", "last"]
    runs: int

    def shape(self, *shape: int) -> tuple[int, ...]:
        """Return the shape of all runs, given that of one."""
        if self.kind == "one":
            return shape
        return (self.runs, *shape) if self.kind == "first" else (*shape, self.runs)

    def part(self, array: Array, low: int, high: int) -> Array:
        """Return the view [low:high] of what for one run is the first axis."""
        return array[:, low:high] if self.kind == "first" else array[low:high]

    def head(self, array: Array, runs: int) -> Array:
        """Return the view of the first few runs, at least one."""
        if self.kind == "one":
            return array
        return array[:runs] if self.kind == "first" else array[..., :runs]

    def by_run(self, array: Array) -> Array:
        """Return a view with the runs in front, whatever the layout: (runs, …)."""
        if self.kind == "one":
            return array[None]
        return array if self.kind == "first" else np.moveaxis(array, -1, 0)

    def spread(self, values: npt.ArrayLike, dtype: npt.DTypeLike) -> Array:
        """Return one number for each run, (runs,), so that it spreads over parameters."""
        numbers = np.array(values, dtype=dtype)
        if self.kind == "one":
            return numbers.reshape(())
        return numbers[:, None] if self.kind == "first" else numbers

    def shared(self, array: Array) -> Array:
        """Return a view of what is the same for all runs, (units, batch), that goes with what is not."""
        return np.broadcast_to(array[..., None], (*array.shape, self.runs)) if self.kind == "last" else array

    def forward(self, w: Array, a: Array, z: Array) -> Call:
        """z ← W a: (out, in + 1) and (in + 1, batch) → (out, batch)."""
        if self.kind == "one":
            return partial(w.dot, a, z)
        if self.kind == "first":
            return partial(np.matmul, w, a, z)
        return partial(np.einsum, "oir,ibr->obr", w, a, out=z)

    def outer(self, delta: Array, a: Array, g: Array) -> Call:
        """G ← δ aᵀ, summed over the batch: (out, batch) and (in + 1, batch) → (out, in + 1)."""
        if self.kind == "one":
            return partial(delta.dot, a.T, g)
        if self.kind == "first":
            return partial(np.matmul, delta, a.swapaxes(-1, -2), g)
        return partial(np.einsum, "obr,ibr->oir", delta, a, out=g)

    def back(self, w: Array, delta: Array, below: Array) -> Call:
        """δ below ← Wᵀ δ, without the biases: (out, in + 1) and (out, batch) → (in, batch)."""
        if self.kind == "one":
            return partial(w[:, :-1].T.dot, delta, below)
        if self.kind == "first":
            return partial(np.matmul, w[..., :-1].swapaxes(-1, -2), delta, below)
        return partial(np.einsum, "oir,obr->ibr", w[:, :-1], delta, out=below)


def layout_for(sizes: Sequence[int], runs: int) -> Layout:
    """Choose what was measured to be fastest: the limits below."""
    if runs == 1:
        return Layout("one", 1)
    return Layout("last" if runs >= NARROW_RUNS and max(sizes[1:]) <= NARROW else "first", runs)


NARROW, NARROW_RUNS = 4, 16
"""Up to this width, and from this many runs on, runs stand last."""

STACK = 4
"""Fewer networks than this are faster one by one than in a stack."""

# --- The networks and their parameters ------------------------------------------------------------------------------


class Engine:
    """One or more networks of one shape, hidden activation and output: their parameters, and calls for gradients.

    The costs of the runs may differ, quadratic ones coming first. theta and gradient are as in `Network`, with the
    axis of the layout. The gradient is left as a sum over the batch, without the cost's constant factor: times
    `mean(batch)` it is the gradient of `Network`.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        hidden: str,
        output: str,
        costs: Sequence[Cost],
        *,
        dtype: npt.DTypeLike = np.float64,
        layout: Layout | None = None,
    ) -> None:
        """Make room for the parameters, all 0 at first. costs has one for each run."""
        self.sizes, self.hidden, self.output = tuple(sizes), hidden, output
        self.dtype = cast(np.dtype[np.float64], np.dtype(dtype))
        self.layout = layout or layout_for(sizes, len(costs))
        self.costs = tuple(costs)
        self.quadratics = sum(isinstance(cost, Quadratic) for cost in costs)
        if not all(isinstance(cost, Quadratic) for cost in costs[: self.quadratics]):
            raise ValueError("the costs are mixed, but quadratic ones must come first: sort the runs by their cost")
        self.theta: Array = np.zeros(self.layout.shape(parameters(sizes)), self.dtype)
        self.gradient: Array = np.zeros_like(self.theta)
        self._passes: dict[int, Pass] = {}

    def mean(self, batch: int) -> Array:
        """Return what turns a sum over a batch into the mean gradient: a number for each run, spreading over theta."""
        outputs = self.sizes[-1]
        factors = [2.0 * cost.k(outputs) if isinstance(cost, Quadratic) else 1.0 for cost in self.costs]
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

    def gradient_calls(self, x: Array, y: Array) -> list[Call]:
        """Return the calls that leave the gradient of a batch, x (inputs + 1, batch) and y (outputs, batch).

        Both may have the axis of the runs, or, if all runs learn from the same batch, be made by `Layout.shared`.
        """
        work = self.pass_for(y.shape[1] if self.layout.kind != "first" else y.shape[-1])
        return [*work.forward(x), *work.error(y), *work.slopes(), *work.backward(x)]


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
    """The way forward and back for batches of one size, as lists of calls."""

    def __init__(self, engine: Engine, batch: int) -> None:
        self.engine = engine
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
        self._one = np.array(1.0, engine.dtype)
        self._leak = np.array(LEAK, engine.dtype)

    def forward(self, x: Array) -> list[Call]:
        """Leave a in the hidden layers, and z, not yet a, in the output layer."""
        calls: list[Call] = []
        for layer in self.layers:
            calls.append(self.engine.layout.forward(layer.w, x, layer.z))
            if layer is not self.layers[-1]:
                calls += self._activate(self.engine.hidden, layer)
            x = layer.a
        return calls

    def error(self, y: Array) -> list[Call]:
        """Turn the output's z into a, and leave in its δ a − y for cross-entropy, (a − y) σ′(z) for quadratic costs."""
        out = self.layers[-1]
        if self.engine.output == "sigmoid":
            return self._sigmoid_error(out, y)
        if self.engine.output == "softmax":
            return self._softmax_error(out, y)
        calls = [*self._activate(self.engine.output, out), partial(np.subtract, out.a, y, out.delta)]
        if self.engine.output == "linear":
            return calls
        a, slope = (self._activations, self._slopes) if self._slopes_at_once() else (out.a, out.slope)
        return [
            *calls,
            *self._slope(self.engine.output, a, slope),
            partial(np.multiply, out.delta, out.slope, out.delta),  # such outputs go with quadratic costs only
        ]

    def slopes(self) -> list[Call]:
        """Leave σ′(z) of all hidden layers in their slopes, unless `error` has done so together with the output's."""
        if self._slopes_at_once() or len(self.layers) == 1:
            return []
        hidden = self._activations.shape[1 if self.engine.layout.kind == "first" else 0] - self.engine.sizes[-1]
        a, slope = (self.engine.layout.part(each, 0, hidden) for each in (self._activations, self._slopes))
        return self._slope(self.engine.hidden, a, slope)

    def backward(self, x: Array) -> list[Call]:
        """Leave δ in every layer, and in the gradient its product with the activation below, summed over the batch."""
        layout = self.engine.layout
        calls: list[Call] = []
        for below, layer in reversed(list(pairwise(self.layers))):
            calls.append(layout.outer(layer.delta, below.a, layer.g))
            calls.append(layout.back(layer.w, layer.delta, below.delta))
            if self.engine.hidden != "linear":
                calls.append(partial(np.multiply, below.delta, below.slope, below.delta))
        return [*calls, layout.outer(self.layers[0].delta, x, self.layers[0].g)]

    def _slopes_at_once(self) -> bool:
        return self.engine.output == self.engine.hidden != "sigmoid" and len(self.layers) > 1

    def _activate(self, name: str, layer: Layer) -> list[Call]:
        """z → a in place; the layer's slope, which is made from a later on, serves as scratch."""
        z, scratch = layer.z, layer.slope
        if name == "tanh":
            return [partial(np.tanh, z, z)]
        if name == "sigmoid":  # e⁻ᶻ may become ∞, and a its limit, 0
            return [
                partial(np.negative, z, z),
                partial(np.exp, z, z),
                partial(np.add, z, self._one, z),
                partial(np.divide, self._one, z, z),
            ]
        if name == "relu":
            return [partial(np.maximum, z, np.array(0.0, z.dtype), out=z)]
        if name == "leaky_relu":
            return [partial(np.multiply, z, self._leak, scratch), partial(np.maximum, z, scratch, out=z)]
        return []

    def _slope(self, name: str, a: Array, slope: Array) -> list[Call]:
        """σ′ from a, for as many layers as the arrays have; rows of ones are computed along with the others."""
        if name == "tanh":
            return [partial(np.multiply, a, a, slope), partial(np.subtract, self._one, slope, slope)]
        if name == "sigmoid":
            return [partial(np.multiply, a, a, slope), partial(np.subtract, a, slope, slope)]
        if name == "relu":
            return [partial(np.sign, a, slope)]
        if name == "leaky_relu":
            return [partial(np.sign, a, slope), partial(np.maximum, slope, self._leak, out=slope)]
        return []

    def _sigmoid_error(self, out: Layer, y: Array) -> list[Call]:
        """a = 1 / (1 + t) and 1 − a = t a with t = e⁻ᶻ; a − y = a (1 − y) − (1 − a) y; σ′ = a (1 − a)."""
        a, delta, slope, other = out.a, out.delta, out.slope, np.empty_like(out.a)
        lowest = np.array(-700.0 if a.dtype == np.float64 else -80.0, a.dtype)  # below, e⁻ᶻ would overflow
        calls: list[Call] = [
            partial(np.maximum, a, lowest, out=a),
            partial(np.negative, a, other),
            partial(np.exp, other, other),
            partial(np.add, other, self._one, a),
            partial(np.divide, self._one, a, a),
            partial(np.multiply, other, a, other),
            partial(np.subtract, self._one, y, delta),
            partial(np.multiply, a, delta, delta),
            partial(np.multiply, other, y, slope),
            partial(np.subtract, delta, slope, delta),
        ]
        if self.engine.quadratics:
            head = [self.engine.layout.head(each, self.engine.quadratics) for each in (delta, a, other)]
            calls += [partial(np.multiply, head[0], head[1], head[0]), partial(np.multiply, head[0], head[2], head[0])]
        return calls

    def _softmax_error(self, out: Layer, y: Array) -> list[Call]:
        """aₖ = e^zₖ / Σ e^zⱼ, the largest z taken off first; quadratic: δ = a (g − Σ a g) with g = a − y."""
        a, delta, layout = out.a, out.delta, self.engine.layout
        axis = 1 if layout.kind == "first" else 0
        total = np.empty_like(layout.part(a, 0, 1))
        calls: list[Call] = [
            partial(np.maximum.reduce, a, axis=axis, keepdims=True, out=total),
            partial(np.subtract, a, total, a),
            partial(np.exp, a, a),
            partial(np.add.reduce, a, axis=axis, keepdims=True, out=total),
            partial(np.divide, a, total, a),
            partial(np.subtract, a, y, delta),
        ]
        if self.engine.quadratics:
            a, delta, scratch, total = (
                layout.head(each, self.engine.quadratics) for each in (a, delta, out.slope, total)
            )
            calls += [
                partial(np.multiply, a, delta, scratch),
                partial(np.add.reduce, scratch, axis=axis, keepdims=True, out=total),
                partial(np.subtract, delta, total, delta),
                partial(np.multiply, delta, a, delta),
            ]
        return calls
