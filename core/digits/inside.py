"""A look inside a network for digits: its weights as images, what an image does to it, and which neurons are flat."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.digits.answers import PIECE, inputs_of
from core.digits.images import SIDE
from core.networks.network import ForwardPass, Network
from core.networks.records import cuts
from core.types import Array

SHARE = 0.05
"""A neuron whose activation saturates gradually is flat where σ′ is below this share of its largest."""


def weight_images(network: Network) -> Array:
    """Return the weights of each neuron of the first layer as an image, (neurons, 28, 28); ink where w > 0 raises z."""
    return network.weights[0].reshape(-1, SIDE, SIDE)


def learned_images(network: Network, start: Network) -> Array:
    """Return Δw = w − w of the start for each neuron of the first layer, (neurons, 28, 28); 0 where w is unchanged.

    Both are taken in float32, as they are trained: else a weight that nothing has moved would differ by its rounding.
    """
    now, before = (weight_images(each).astype(np.float32) for each in (network, start))
    return (now - before).astype(np.float64)


def activations_of(network: Network, image: npt.NDArray[np.uint8]) -> ForwardPass:
    """Return z and a of every layer for one image of bytes, (784,) or (28, 28); each is (1, units)."""
    return network.forward(inputs_of(image.reshape(1, -1)))


class FlatLayer(NamedTuple):
    """How flat a hidden layer is on many images: `units` has for each neuron the share of the images at which it is.

    name is the word for a neuron that is, such as "saturated" or "off". share is the mean of `units`. always counts the
    neurons that are flat at every image; if their slope there is exactly 0, as for ReLU, they are `dead`: none of these
    images changes their weights any more.
    """

    name: str
    units: Array
    dead: int | None

    @property
    def share(self) -> float:
        """The share of all pairs of a neuron and an image at which the neuron is flat."""
        return float(self.units.mean())

    @property
    def always(self) -> int:
        """The number of neurons that are flat at every image."""
        return int(np.sum(self.units == 1.0))


def flat_layers(network: Network, images: npt.NDArray[np.uint8], share: float = SHARE) -> tuple[FlatLayer | None, ...]:
    """Return for each hidden layer how flat it is on images, (n, 784); None for an activation that is nowhere flat."""
    counts = [np.zeros(units) for units in network.sizes[1:-1]]
    for cut in cuts(len(images), PIECE):
        run = network.forward(inputs_of(images[cut]))
        for count, z, activation in zip(counts, run.z, network.hidden_activations, strict=False):
            count += activation.is_flat(z, share).sum(axis=0)
    found: list[FlatLayer | None] = []
    for count, activation in zip(counts, network.hidden_activations, strict=True):
        flat, units = activation.flat, count / len(images)
        dead = int(np.sum(units == 1.0)) if activation.dies else None
        found.append(None if flat is None else FlatLayer(flat.name, units, dead))
    return tuple(found)
