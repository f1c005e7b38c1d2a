"""Random numbers: each use of a seed has its own stream, so that the uses are independent."""

from typing import Literal

import numpy as np

STREAMS = ("data", "weights", "order", "dropout")
"""The uses of a seed. New weights do not change the data and their order. A new use comes last."""


def stream(seed: int, use: Literal["data", "weights", "order", "dropout"]) -> np.random.Generator:
    """Return the random numbers of a seed for one use: the children that SeedSequence(seed).spawn(4) would have."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAMS.index(use),)))
