"""Records: what a trainer writes down at the end of every epoch, and the parameters it keeps for looking back."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.networks.engine import Engine
from core.networks.network import output_of, output_slope, parameters
from core.networks.optimizers import Call
from core.networks.prepared import Labels, Prepared, decided
from core.types import Array

PIECE = 1024
"""Data are gone through in pieces of so many instances, which stay in the cache."""


@dataclass(frozen=True, eq=False)
class Records:
    """What happened to one network, one row for each epoch, row 0 being the start: epoch, updates and cost are (rows,).

    All of it is measured at the end of the epoch on all instances, none of them left out, and without penalties.
    accuracy is None where targets are no classes, test_cost and test_accuracy without a test set. gradient (rows,
    layers) is the root mean square of ∂C/∂w and ∂C/∂b over a layer's parameters, C being the cost of the whole training
    set; slope[l] (rows, units) is each neuron's mean σ′(z) over the training set, the output layer being the last (for
    softmax aₖ (1 − aₖ)). Those two are None unless all was to be recorded.
    """

    epoch: npt.NDArray[np.intp]
    updates: npt.NDArray[np.intp]
    cost: Array
    accuracy: Array | None
    test_cost: Array | None
    test_accuracy: Array | None
    gradient: Array | None
    slope: tuple[Array, ...] | None


class Snapshot(NamedTuple):
    """The parameters of all networks after so many updates: theta is (networks, parameters), in the given order."""

    updates: int
    theta: Array


class Evaluation(NamedTuple):
    """Data seen by the runs of an engine: cost and accuracy (runs,), gradient (runs, layers), slope (runs, units).

    slope lists the units of all layers one after another. accuracy, gradient and slope may be None.
    """

    cost: Array
    accuracy: Array | None
    gradient: Array | None
    slope: Array | None

    def finite(self) -> npt.NDArray[np.bool_]:
        """Return for each run whether all its numbers are finite, (runs,)."""
        good = np.isfinite(self.cost)
        return good if self.gradient is None else good & np.isfinite(self.gradient).all(axis=1)


class Evaluator:
    """Goes through a data set with an engine as it is at the moment, backwards too if it is to."""

    def __init__(self, engine: Engine, data: Prepared, *, backward: bool) -> None:
        self._engine, self._backward = engine, backward
        outputs = engine.sizes[-1]
        targets = data.targets(engine.output, outputs)
        self._instances = len(data)
        self._mean = engine.mean(len(data)).astype(np.float64).reshape(-1, 1)
        self._lengths = np.array([parameters(layer) for layer in pairwise(engine.sizes)])
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._pieces: list[tuple[int, Array, Labels | None, list[Call], list[Call]]] = []
        labels = data.labels(engine.output, outputs)
        for low in range(0, len(data), PIECE):
            x, y = (engine.layout.shared(each[low : low + PIECE].T) for each in (data.rows, targets))
            size = min(PIECE, len(data) - low)
            work = engine.pass_for(size)
            there = work.forward(x)
            back = [*work.error(y), *work.slopes(), *work.backward(x)] if backward else []
            exact = targets[low : low + PIECE].astype(np.float64)
            self._pieces.append((size, exact, None if labels is None else labels[low : low + PIECE], there, back))

    def evaluate(self) -> Evaluation:
        """Return sums over the pieces, divided by the number of instances."""
        engine = self._engine
        runs = engine.layout.runs
        cost, right = np.zeros(runs), np.zeros(runs)
        gradient: Array = np.zeros(engine.layout.by_run(engine.theta).shape)
        slope: Array = np.zeros((runs, sum(engine.sizes[1:])))
        for size, y, labels, there, back in self._pieces:
            for call in there:
                call()
            out = engine.pass_for(size).layers[-1]
            z = engine.layout.by_run(out.z).swapaxes(-1, -2).astype(np.float64)  # a copy: z is about to become a
            a = output_of(engine.output, z)
            cost += self._costs(y, z, a)
            if labels is not None:
                right += np.sum(decided(engine.output, a) == labels, axis=-1)
            if self._backward:
                for call in back:
                    call()
                gradient += engine.layout.by_run(engine.gradient)
                slope += self._slopes(size, z, a)
        n = self._instances
        return Evaluation(
            cost / n,
            right / n if self._pieces[0][2] is not None else None,
            self._root_mean_squares(gradient) if self._backward else None,
            slope / n if self._backward else None,
        )

    def _costs(self, y: Array, z: Array, a: Array) -> Array:
        """Return C summed over the instances, (runs,); z and a are (runs, n, outputs)."""
        costs = self._engine.costs
        sums = np.empty(len(costs))
        for cost in dict.fromkeys(costs):
            mine = [run for run, each in enumerate(costs) if each == cost]
            sums[mine] = cost.value(y, z[mine], a[mine], self._engine.output).sum(axis=-1)
        return sums

    def _slopes(self, size: int, z: Array, a: Array) -> Array:
        """Return σ′(z) summed over the instances, (runs, units of all layers)."""
        engine = self._engine
        hidden = [engine.layout.by_run(layer.slope).sum(axis=-1) for layer in engine.pass_for(size).layers[:-1]]
        return np.concatenate([*hidden, output_slope(engine.output, z, a).sum(axis=1)], axis=1)

    def _root_mean_squares(self, sums: Array) -> Array:
        """√(mean g²) over the parameters of each layer, (runs, layers)."""
        squares = np.add.reduceat(np.square(sums * self._mean), self._starts, axis=1)
        return np.sqrt(squares / self._lengths)


class Series:
    """Rows of numbers, appended one by one to an array that has room for more."""

    def __init__(self, first: Array) -> None:
        self._array = np.empty((64, *first.shape))
        self.length = 0
        self.append(first)

    def append(self, row: Array) -> None:
        """Write the next row; the room doubles when it is full."""
        if self.length == len(self._array):
            self._array = np.concatenate([self._array, np.empty_like(self._array)])
        self._array[self.length] = row
        self.length += 1

    def values(self, rows: int) -> Array:
        """Return the first so many rows, as a view that is not to be written to."""
        view = self._array[:rows].view()
        view.setflags(write=False)
        return view
