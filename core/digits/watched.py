"""Ten images that are watched during a run: the first test image of each digit, and what a network takes it for."""

from functools import cache

import numpy as np
import numpy.typing as npt

from core.digits.answers import inputs_of
from core.digits.images import CLASSES, load_digits
from core.networks.network import Network
from core.types import Array


@cache
def watched_images() -> npt.NDArray[np.uint8]:
    """Return the images, (10, 784): the first test image of each digit, from 0 to 9."""
    images, labels = load_digits().test
    return images[[int(np.argmax(labels == digit)) for digit in range(CLASSES)]]


@cache
def _inputs() -> Array:
    return inputs_of(watched_images())


def glance(network: Network) -> Array:
    """Return for each watched image the digit that a network takes it for, and its probability, (10, 2).

    The probabilities are nan if the network has parameters that overflow.
    """
    with np.errstate(all="ignore"):
        probabilities = network.forward(_inputs()).a[-1]
    taken = np.argmax(probabilities, axis=1)
    return np.column_stack([taken, probabilities.max(axis=1)])
