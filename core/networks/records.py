"""Records: what a trainer writes down about a run, and how it evaluates a data set for it, piece by piece."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.calls import Call
from core.networks.engine import Engine
from core.networks.network import parameters
from core.networks.prepared import Labels, Prepared, Rooms, decided
from core.types import Array

PIECE = 1024
"""Data are evaluated in pieces of so many instances, which fit in the cache; large networks use smaller pieces."""

MOST_PRODUCTS = 2**26
"""One piece has at most so many products of a weight and an activation: it takes a few milliseconds."""


def piece_for(weights: int) -> int:
    """Return how many instances are in a piece, given the number of parameters that each is multiplied with."""
    piece = PIECE
    while piece > 1 and piece * weights > MOST_PRODUCTS:
        piece //= 2
    return piece


def cuts(instances: int, piece: int, every: int = 1) -> list[slice]:
    """Return the slices that divide every so manieth of the instances into pieces."""
    return [slice(low, low + piece * every, every) for low in range(0, instances, piece * every)]


@dataclass(frozen=True, eq=False)
class Records:
    """What happened to one network, one row for each record, row 0 for the start: epoch, updates, cost are (rows,).

    updates is the number of updates before the record, epoch the number of whole epochs. By default a record is made at
    the end of each epoch, on all instances. Penalties are not in the cost.
    accuracy is None if the targets are no classes, test_cost and test_accuracy without a test set. gradient (rows,
    layers) is the root mean square of ∂C/∂w and ∂C/∂b over a layer's parameters, with C the cost of the whole training
    set; slope[l] (rows, units) is each neuron's mean σ′(z) over the training set, with the output layer last (for
    softmax aₖ (1 − aₖ)). These two are None if only costs are recorded.
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


class Standing(NamedTuple):
    """How one network stands: the numbers of a record, of its present parameters.

    The costs are ∞ where they overflow, as they can after an explosion. gradient is (layers,), or None if it was not
    asked for; the others are None as in `Records`.
    """

    cost: float
    accuracy: float | None
    test_cost: float | None
    test_accuracy: float | None
    gradient: Array | None


class Evaluation(NamedTuple):
    """The runs of an engine evaluated on data: cost and accuracy (runs,), gradient (runs, layers), slope (runs, units).

    slope lists the units of all layers in order. accuracy, gradient and slope may be None.
    """

    cost: Array
    accuracy: Array | None
    gradient: Array | None
    slope: Array | None

    def finite(self) -> npt.NDArray[np.bool_]:
        """Return for each run whether all its numbers are finite, (runs,)."""
        good = np.isfinite(self.cost)
        return good if self.gradient is None else good & np.isfinite(self.gradient).all(axis=1)


class Piece(NamedTuple):
    """Some instances: how many, their targets and labels, and the calls of the forward and the backward pass."""

    size: int
    y: Array
    labels: Labels | None
    forward: list[Call]
    backward: list[Call]


class Evaluator:
    """Evaluates a data set with the current parameters of an engine, on request with the backward pass."""

    def __init__(
        self,
        engine: Engine,
        data: Prepared,
        rooms: Rooms,
        *,
        members: Sequence[int],
        backward: bool,
        sample: int | None = None,
    ) -> None:
        """Use all instances; if there are more than `sample`, every third, fifth … so that at most `sample` remain.

        An odd distance, since data may alternate: the training images of MNIST with an even number, counted from 0, are
        harder than the others, and every 12th of them is one of these.

        `rooms` may be shared with others that evaluate in turn: each piece fills what it uses. members are the
        indices of the engine's networks among those of the trainer, each of which may have data of its own.
        """
        self._engine, self._backward = engine, backward
        every = 1 if sample is None else -(-len(data) // sample) // 2 * 2 + 1
        targets, labels = data.targets(engine.output, engine.sizes[-1]), data.labels(engine.output, engine.sizes[-1])
        self.instances = -(-len(data) // every)
        self._mean = engine.mean(self.instances).astype(np.float64).reshape(-1, 1)
        self._lengths = np.array([parameters(layer) for layer in pairwise(engine.sizes)])
        self._starts = np.cumsum(self._lengths) - self._lengths
        starts = data.starts(members)
        self._pieces: list[Piece] = []
        for cut in cuts(len(data), piece_for(engine.theta.size), every):
            if starts is None:
                rows, fill = data.view(cut, rooms)
                chosen: npt.NDArray[np.intp] | slice = cut
            else:
                chosen, fill = starts[:, None] + np.arange(len(data))[cut], []
                rows = data.rows[chosen]
            piece = self._piece(rows, fill, targets[chosen], None if labels is None else labels[chosen])
            self._pieces.append(piece)

    def _piece(self, rows: Array, fill: list[Call], targets: Array, labels: Labels | None) -> Piece:
        """Return a piece of instances that all runs share, (n, …), or of those of each, (runs, n, …)."""
        engine = self._engine
        x, y = (engine.layout.units_first(each) for each in (rows, targets))
        size = rows.shape[-2]
        work = engine.pass_for(size)
        backward = [*work.error(y), *work.slopes(), *work.backward(x)] if self._backward else []
        return Piece(size, targets, labels, [*fill, *work.forward(x)], backward)

    def evaluate(self, *, backward: bool = True) -> Generator[None, None, Evaluation]:
        """Return sums over the pieces, divided by the number of instances; pause after each piece but the last.

        Without `backward` there is no gradient and no slope. The parameters must not change between two pieces.
        """
        engine, backward = self._engine, backward and self._backward
        runs = engine.layout.runs
        cost, right = np.zeros(runs), np.zeros(runs)
        gradient: Array = np.zeros(engine.layout.by_run(engine.theta).shape)
        slope: Array = np.zeros((runs, sum(engine.sizes[1:])))
        for number, piece in enumerate(self._pieces):
            if number:
                yield
            z, a = self._answers(piece)
            cost += self._costs(np.asarray(piece.y, np.float64), z, a)
            if piece.labels is not None:
                right += np.sum(decided(engine.output, a) == piece.labels, axis=-1)
            if backward:
                for call in piece.backward:
                    call()
                gradient += engine.layout.by_run(engine.gradient)
                slope += self._slopes(piece.size, z, a)
        n = self.instances
        return Evaluation(
            cost / n,
            right / n if self._pieces[0].labels is not None else None,
            self._root_mean_squares(gradient) if backward else None,
            slope / n if backward else None,
        )

    def _answers(self, piece: Piece) -> tuple[Array, Array]:
        """Return z and a of the outputs, (runs, n, outputs), and keep z in the engine for the backward pass."""
        engine = self._engine
        for call in piece.forward:
            call()
        out = engine.pass_for(piece.size).layers[-1]
        z = engine.layout.by_run(out.z).swapaxes(-1, -2).astype(np.float64)  # a copy: z is overwritten with a
        return z, engine.output.of(z)

    def _costs(self, y: Array, z: Array, a: Array) -> Array:
        """Return C summed over the instances, (runs,); z and a are (runs, n, outputs)."""
        costs = self._engine.costs
        sums = np.empty(len(costs))
        for cost in dict.fromkeys(costs):
            mine = [run for run, each in enumerate(costs) if each == cost]
            sums[mine] = cost.value(y[mine] if y.ndim == 3 else y, z[mine], a[mine], self._engine.output).sum(axis=-1)
        return sums

    def _slopes(self, size: int, z: Array, a: Array) -> Array:
        """Return σ′(z) summed over the instances, (runs, units of all layers)."""
        engine = self._engine
        hidden = [engine.layout.by_run(layer.slope).sum(axis=-1) for layer in engine.pass_for(size).layers[:-1]]
        return np.concatenate([*hidden, engine.output.slope(z, a).sum(axis=1)], axis=1)

    def _root_mean_squares(self, sums: Array) -> Array:
        """√(mean g²) over the parameters of each layer, (runs, layers)."""
        squares = np.add.reduceat(np.square(sums * self._mean), self._starts, axis=1)
        return np.sqrt(squares / self._lengths)
