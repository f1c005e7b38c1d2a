"""Answers: what a network says to each of many images, which of them it gets wrong, and how sure it is of that."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.digits.images import CLASSES, Images
from core.digits.plan import INTERMEDIATE, SHALLOW
from core.functions.costs import COSTS
from core.networks.network import Network
from core.networks.prepared import Labels
from core.networks.records import cuts
from core.types import Array

PIECE = 1_000
"""So many images are answered at once, which takes a few megabytes."""

COMPARED = (SHALLOW.cost, INTERMEDIATE.cost)
"""The costs of the book's two nets: each image has both, whichever the network was trained with."""


def inputs_of(images: npt.NDArray[np.uint8]) -> Array:
    """(…, 784) of bytes → x = bytes / 255, rounded as a trainer rounds them."""
    return np.divide(images, np.float32(255.0), dtype=np.float32).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network answers to n images: z and probabilities are (n, 10), labels and decided (n,).

    costs has for each of the compared costs that of each image, (n,).
    """

    labels: Labels
    z: Array
    probabilities: Array
    costs: dict[str, Array]

    @property
    def decided(self) -> Labels:
        """The class of the largest probability."""
        return np.argmax(self.probabilities, axis=1)

    @property
    def wrong(self) -> npt.NDArray[np.bool_]:
        """Whether each answer is wrong."""
        return self.decided != self.labels

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return 1.0 - float(np.mean(self.wrong))

    def confusion(self) -> npt.NDArray[np.intp]:
        """(10, 10): row i, column j tells how many images of the digit i were taken for j."""
        table = np.zeros((CLASSES, CLASSES), np.intp)
        np.add.at(table, (self.labels, self.decided), 1)
        return table

    def taken(self, label: int, answer: int) -> Labels:
        """Return the indices of the images of a digit that were taken for one, the surest answer first."""
        return self._surest_first(np.flatnonzero((self.labels == label) & (self.decided == answer)))

    def most_confidently_wrong(self, count: int) -> Labels:
        """Return the indices of so many wrongly answered images, the surest answer first."""
        return self._surest_first(np.flatnonzero(self.wrong))[:count]

    def _surest_first(self, chosen: Labels) -> Labels:
        """Sort by the probability that was given to the answer; by 1 − it where it has rounded to 1."""
        z = self.z[chosen]
        lead = z.max(axis=1) - _log_sum(np.sort(z, axis=1)[:, :-1])
        return chosen[np.argsort(-lead, kind="stable")]


def answers_of(network: Network, images: Images) -> Answers:
    """Return what a network answers to these images, piece by piece; ValueError if it is not one for digits."""
    pieces = [network.forward(inputs_of(images.images[cut])) for cut in cuts(len(images.images), PIECE)]
    z, a = (np.concatenate([getattr(piece, name)[-1] for piece in pieces]) for name in ("z", "a"))
    y = (images.labels[:, None] == np.arange(z.shape[1])).astype(np.float64)
    output = network.output_function
    costs = {name: COSTS[name].value(y, z, a, output) for name in COMPARED}
    return Answers(images.labels.astype(np.intp), z, a, costs)


def _log_sum(z: Array) -> Array:
    """ln Σ e^z over the last axis."""
    most = z.max(axis=-1)
    return most + np.log(np.sum(np.exp(z - most[..., None]), axis=-1))
