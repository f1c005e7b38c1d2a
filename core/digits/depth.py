"""Learning speed by depth: how large the gradient is in each layer of a deep net while it trains.

The book's notebook trains a net of six hidden layers of 30 sigmoid neurons, one image at a time, and draws how far the
weights of each layer move in an epoch. The gradient itself is measured here too, in two ways.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from core.digits.plan import DigitsPlan, NetPlan
from core.digits.queue import Queue
from core.networks.network import parameters
from core.networks.trainer import Trainer
from core.types import Array

BOOK_DEEP = NetPlan(hidden=(30,) * 6, activation="sigmoid", cost="cross_entropy", eta=0.01)
BOOK_DEEP_RUN = DigitsPlan((BOOK_DEEP,), batch=1, images=1_000, epochs=200)
"""The net of the book's notebook on the learning speed by depth, and its run."""
QUICK_RUN = replace(BOOK_DEEP_RUN, batch=10, epochs=20)
"""The same, with a tenth of the updates in an epoch, and fewer epochs: some seconds for all that are compared."""


def deep(layers: int, width: int, seed: int = 0) -> DigitsPlan:
    """Return the quick run with another net, of so many hidden layers of so many neurons, from this seed."""
    return replace(QUICK_RUN, nets=(replace(BOOK_DEEP, hidden=(width,) * layers),), seed=seed)


ACTIVATIONS, STARTS = ("sigmoid", "tanh", "relu"), ("normal", "glorot_uniform", "he")
"""What the page compares: each of these activations with each of these initial weights."""

PAIRS = tuple(product(ACTIVATIONS, STARTS))


class LayerSpeeds(NamedTuple):
    """How fast each layer of one net learns: rows are the start and the epochs done, columns the layers, output last.

    rms is the root mean square of ∂C/∂w and ∂C/∂b over a layer's parameters, C being the cost of all its images; norm
    is the L2 norm of the same numbers, rms · √parameters. A layer with more parameters has a larger norm where each of
    them learns as fast: from 784 inputs to 30 neurons a norm is 5.03 times as large as from 30 to 30 at one rms. So
    norms compare layers of one size only. moved is the L2 norm of the change of a layer's weights in each epoch, one
    row less: what the book draws. diverged is whether the net has stopped with numbers that overflowed.
    """

    epochs: npt.NDArray[np.intp]
    rms: Array
    norm: Array
    moved: Array
    diverged: bool


def square_roots(sizes: Sequence[int]) -> Array:
    """Return √parameters of each layer: by so much the L2 norm of its gradient is larger than the root mean square."""
    return np.array([math.sqrt(parameters(layer)) for layer in pairwise(sizes)])


def alike(sizes: Sequence[int]) -> range:
    """Return the layers, counted from 1, whose gradients can be compared: hidden ones fed by a hidden layer.

    With equal widths these have equally many weights, and inputs of one kind. The first layer's inputs are pixels, most
    of them 0, and such an input gives a weight no gradient. The output's δ is a − y; it passes through no σ′. The range
    is empty for one hidden layer.
    """
    return range(2, len(sizes) - 1)


class Depth(Queue[LayerSpeeds]):
    """Trains a net with each of some activations and starts; found has the speeds of those that have begun."""

    recording: ClassVar[dict[str, Any]] = {"records": "all"}

    def __init__(self, pairs: Sequence[tuple[str, str]] = PAIRS, run: DigitsPlan = QUICK_RUN) -> None:
        """pairs are names of an activation and of initial weights; all else is as in the run and its net."""
        self.pairs = tuple(pairs)
        (net,) = run.nets
        super().__init__(
            [replace(run, nets=(replace(net, activation=activation, init=init),)) for activation, init in self.pairs],
            tested=False,
        )
        self._before: list[Array] = []
        self._moved: list[list[float]] = []

    @property
    def found(self) -> dict[tuple[str, str], LayerSpeeds]:
        """The speeds of the nets that have begun."""
        return {pair: each for pair, each in zip(self.pairs, self.findings, strict=True) if each is not None}

    def _look(self, trainer: Trainer) -> LayerSpeeds:
        (network,), (record,) = trainer.networks, trainer.records
        assert record.gradient is not None
        weights = [each.copy() for each in network.weights]
        if trainer.updates == 0:
            self._moved = []
        else:
            self._moved.append([float(np.linalg.norm(w - b)) for w, b in zip(weights, self._before, strict=True)])
        self._before = weights
        return LayerSpeeds(
            record.epoch.copy(),  # no views of all that the recorder has room for: this is remembered
            record.gradient.copy(),
            record.gradient * square_roots(network.sizes),
            np.array(self._moved).reshape(-1, len(weights))[: len(record.epoch) - 1],  # it may have stopped in between
            trainer.stopped,
        )
