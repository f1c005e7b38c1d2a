"""Dropout: in each update of the training, some activations of the last hidden layer are left out, drawn anew.

What is kept is divided by the share that is kept on average (inverted dropout; Srivastava et al. 2014), so that the
layer above gets as much as without. An evaluation therefore needs no change: it uses all neurons as they are.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.calls import Call
from core.networks.layout import Layout
from core.streams import stream
from core.types import Array


class Mask(NamedTuple):
    """The dropout of one batch: values is (units, batch), 0 or 1 / (1 − p), with the axis of the runs if there is one.

    kept, (units + 1, batch), has space for the activations times the values, and a last row of ones for the biases.
    """

    values: Array
    kept: Array


class Dropout:
    """The masks of one or more runs: each neuron and instance is left out with its run's probability p.

    Each run has its own random numbers, from its seed alone: they do not depend on the other runs, nor on the order of
    the instances. Each update draws a new mask.
    """

    def __init__(self, layout: Layout, units: int, p: Sequence[float], seeds: Sequence[int], *, like: Array) -> None:
        """Take the number of units, p and the seed of each run, and an array of the precision to compute in."""
        self._layout, self._units, self._dtype = layout, units, like.dtype
        seeds = seeds[:1] if len(set(seeds)) == 1 else seeds  # one draw for all runs of one seed
        self._streams = [stream(seed, "dropout") for seed in seeds]
        shares = np.array(p, np.float64).reshape(-1, 1, 1)
        self._least, self._scale = shares.astype(np.float32), (1.0 / (1.0 - shares)).astype(self._dtype)
        self._drawn: dict[int, tuple[Mask, list[Call]]] = {}

    def drawn(self, batch: int) -> tuple[Mask, list[Call]]:
        """Return the mask of batches of this size, the same arrays every time, and the calls that draw it anew.

        A neuron is kept if its number u, evenly from 0 to 1, is at least p; u is the same in float32 and float64.
        """
        if batch not in self._drawn:
            shapes = (self._layout.shape(units, batch) for units in (self._units, self._units + 1))
            mask = Mask(*(np.ones(shape, self._dtype) for shape in shapes))
            self._drawn[batch] = mask, self._calls(self._layout.by_run(mask.values))
        return self._drawn[batch]

    def _calls(self, values: Array) -> list[Call]:
        """Return the calls that draw the values, (runs, units, batch)."""
        numbers: npt.NDArray[np.float32] = np.empty((len(self._streams), *values.shape[1:]), np.float32)
        return [
            *(_filling(numbers[run], rng) for run, rng in enumerate(self._streams)),
            partial(np.greater_equal, numbers, self._least, values),
            partial(np.multiply, values, self._scale, values),
        ]

    @property
    def state(self) -> list[Any]:
        """Where the random numbers of the runs stand; setting it goes back there."""
        return [rng.bit_generator.state for rng in self._streams]

    @state.setter
    def state(self, state: Sequence[Any]) -> None:
        for rng, own in zip(self._streams, state, strict=True):
            rng.bit_generator.state = own


def _filling(numbers: npt.NDArray[np.float32], rng: np.random.Generator) -> Call:
    return lambda: rng.random(dtype=np.float32, out=numbers)
