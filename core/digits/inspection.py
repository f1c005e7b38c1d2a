"""An inspection: what a network answers to many images, and how flat its neurons are there, found piece by piece."""

import math
from time import perf_counter

import numpy as np

from core.digits.answers import COMPARED, Answers, answers_of
from core.digits.images import Images
from core.digits.inside import FlatLayer, flat_layers
from core.networks.network import Network

PIECE = 500
"""So many images are looked at before the time is looked at."""


class Inspection:
    """Looks into a network with images, a little whenever it is asked; `done` of `total` images have been looked at.

    It keeps a copy of the network: the inspection is of the moment at which it began, whatever is trained meanwhile.
    """

    def __init__(self, network: Network, images: Images) -> None:
        self.network = network.copy()
        self.images = images
        self.done, self.total = 0, len(images.images)
        self._answers: list[Answers] = []
        self._flat: list[tuple[FlatLayer | None, ...]] = []

    @property
    def over(self) -> bool:
        """Whether all images have been looked at."""
        return self.done == self.total

    def advance(self, seconds: float = math.inf) -> bool:
        """Look at images for about so many seconds; return whether all have been looked at."""
        deadline = perf_counter() + seconds
        while not self.over:
            piece = Images(*(part[self.done : self.done + PIECE] for part in self.images))
            self._answers.append(answers_of(self.network, piece))
            self._flat.append(flat_layers(self.network, piece.images))
            self.done += len(piece.images)
            if self.over:
                self._answers, self._flat = [self.answers], [self.flat]  # two copies of each number are one too many
            if perf_counter() >= deadline:
                break
        return self.over

    @property
    def answers(self) -> Answers:
        """What the network answers to the images that have been looked at, in their order."""
        found = self._answers
        if len(found) == 1:
            return found[0]
        labels, z, probabilities = (
            np.concatenate([getattr(each, name) for each in found]) for name in ("labels", "z", "probabilities")
        )
        costs = {name: np.concatenate([each.costs[name] for each in found]) for name in COMPARED}
        return Answers(labels, z, probabilities, costs)

    @property
    def flat(self) -> tuple[FlatLayer | None, ...]:
        """How flat each hidden layer is on the images that have been looked at, as of `flat_layers`."""
        if len(self._flat) == 1:
            return self._flat[0]
        sizes = [len(each.labels) for each in self._answers]
        return tuple(_joined(layers, sizes) for layers in zip(*self._flat, strict=True))


def _joined(layers: tuple[FlatLayer | None, ...], sizes: list[int]) -> FlatLayer | None:
    """Return how flat one layer is on all pieces, from each piece and its size."""
    known = [layer for layer in layers if layer is not None]
    if not known:
        return None
    counts = [np.rint(size * layer.units) for size, layer in zip(sizes, known, strict=True)]
    units = np.sum(counts, axis=0) / sum(sizes)
    return FlatLayer(known[0].name, units, None if known[0].dead is None else int(np.sum(units == 1.0)))
